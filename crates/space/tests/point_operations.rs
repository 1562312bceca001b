//! What is asked of a point, and what is made of it.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::collections::{BTreeSet, HashSet};

use expect_test::expect;
use orrery_space::point::NumberedPoints;
use orrery_space::segment::{SegmentError, SegmentKind};
use orrery_space::selector::Hierarchy;
use orrery_space::wave::Recipients;
use orrery_space::{Agent, Layer, Point, Route, Segment, Selector, StarKey, Surface, Topic};
use proptest::prelude::*;

mod strategies;

fn point(text: &str) -> Point {
    text.parse().expect("a point")
}

#[test]
fn parents_up_to_the_root_of_the_route() {
    for (text, parents) in [
        (
            "repo:app:1.0.0:/bind/app.bind",
            &[
                "repo:app:1.0.0:/bind/",
                "repo:app:1.0.0:/",
                "repo:app:1.0.0",
                "repo:app",
                "repo",
                "ROOT",
            ][..],
        ),
        ("GLOBAL::star", &["GLOBAL::ROOT"]),
        (
            "<<STAR::central:fold[0]>>::star:driver",
            &[
                "<<STAR::central:fold[0]>>::star",
                "<<STAR::central:fold[0]>>::ROOT",
            ],
        ),
        ("[hub]::a", &["[hub]::ROOT"]),
    ] {
        let above = std::iter::successors(point(text).parent(), Point::parent);
        let above: Vec<String> = above.map(|point| point.to_string()).collect();
        assert_eq!(above, parents, "{text}");
    }
}

#[test]
fn text_is_pushed_as_it_would_be_written() {
    for (at, text, made) in [
        ("ROOT", "localhost:app", "localhost:app"),
        ("[hub]::ROOT", "a", "[hub]::a"),
        ("localhost", "app", "localhost:app"),
        ("localhost", ":app", "localhost:app"),
        ("repo:app", "1.0.0", "repo:app:1.0.0"),
        ("repo:app:1.0.0", ":/bind/", "repo:app:1.0.0:/bind/"),
        ("files:/", "a.txt", "files:/a.txt"),
        ("files:/docs/", "deep/a.txt", "files:/docs/deep/a.txt"),
    ] {
        assert_eq!(point(at).push_text(text), Ok(point(made)), "{at} {text}");
    }
    for (at, text, why) in [
        ("files:/a.txt", "b", "nothing stands below the file `a.txt`"),
        ("localhost", "Bad", "`Bad` has a capital letter"),
        ("repo:1.0.0", "app", "only `:/` may follow a version"),
    ] {
        let error = point(at).push_text(text).unwrap_err();
        assert_eq!(error.to_string(), why, "{at} {text}");
    }
}

/// A file is pushed as any segment is: below `:/`, and nowhere else.
#[test]
fn segments_are_pushed_where_they_may_stand() {
    let file = || Segment::File("a.txt".into());
    let pushed = |at: &str, segment| point(at).push_segment(segment).map(|p| p.to_string());
    assert_eq!(pushed("files:/", file()), Ok("files:/a.txt".into()));
    assert_eq!(
        pushed("files:/docs/", file()),
        Ok("files:/docs/a.txt".into())
    );
    for at in ["files", "repo:1.0.0"] {
        let refused = Err(SegmentError::NoFilesystem("a.txt".into()));
        assert_eq!(pushed(at, file()), refused, "{at}");
    }
    assert_eq!(
        pushed("files:/b.txt", file()),
        Err(SegmentError::BelowFile("a.txt".into()))
    );
    let base = || Segment::Base("app".into());
    assert_eq!(pushed("localhost", base()), Ok("localhost:app".into()));
    assert_eq!(
        pushed("files:/docs/", base()),
        Err(SegmentError::InFilesystem("app".into()))
    );
    assert_eq!(
        pushed("repo:1.0.0", base()),
        Err(SegmentError::AfterVersion("app".into()))
    );
    assert_eq!(
        pushed("ROOT", base()),
        Err(SegmentError::First("app".into()))
    );
}

#[test]
fn above_is_strict_and_keeps_to_its_route() {
    for (above, below) in [
        ("ROOT", "localhost"),
        ("localhost", "localhost:app:deep"),
        ("repo:1.0.0", "repo:1.0.0:/a"),
        ("files:/docs/", "files:/docs/a.txt"),
        ("GLOBAL::ROOT", "GLOBAL::executor"),
    ] {
        let (above, below) = (point(above), point(below));
        assert!(above.is_above(&below) && above.covers(&below));
        assert!(!below.is_above(&above) && !below.covers(&above));
        assert!(!above.is_above(&above) && above.covers(&above));
    }
    for (one, other) in [
        ("localhost", "localhost-2:app"),
        ("localhost:app", "localhost:apple"),
        ("[hub]::localhost", "localhost:app"),
        ("ROOT", "GLOBAL::executor"),
        ("files:/docs/", "files:/docs.txt"),
    ] {
        let (one, other) = (point(one), point(other));
        assert!(!one.covers(&other) && !other.covers(&one), "{one} {other}");
    }
}

/// bundle, a bundle itself, part of one, an artifact, in a file system.
#[test]
fn bundles_and_files() {
    let yes = |text: &str| -> String {
        let point = point(text);
        [
            (point.has_bundle(), 'b'),
            (point.is_artifact_bundle(), 'B'),
            (point.is_artifact_bundle_part(), 'p'),
            (point.is_artifact(), 'a'),
            (point.has_filesystem(), 'f'),
        ]
        .iter()
        .filter_map(|(yes, letter)| yes.then_some(*letter))
        .collect()
    };
    for (text, expected, bundle, path) in [
        ("ROOT", "", None, None),
        ("repo:app", "", None, None),
        ("repo:app:1.0.0", "bB", Some("repo:app:1.0.0"), None),
        ("repo:app:1.0.0:/", "bpf", Some("repo:app:1.0.0"), Some("/")),
        (
            "[hub]::repo:1.0.0:/bind/",
            "bpf",
            Some("[hub]::repo:1.0.0"),
            Some("/bind/"),
        ),
        (
            "repo:1.0.0:/bind/app.bind",
            "bpaf",
            Some("repo:1.0.0"),
            Some("/bind/app.bind"),
        ),
        ("files:/", "f", None, Some("/")),
        ("files:/docs/a.txt", "f", None, Some("/docs/a.txt")),
        ("hub.com::files:/a", "f", None, Some("/a")),
    ] {
        assert_eq!(yes(text), expected, "{text}");
        let point = point(text);
        assert_eq!(point.bundle().as_ref().map(Point::as_str), bundle, "{text}");
        assert_eq!(point.filepath(), path, "{text}");
    }
}

#[test]
fn truncated_at_the_first_of_a_sort() {
    let whole = point("GLOBAL::repo:app:1.0.0:/bind/deep/app.bind");
    let cut = |kind| whole.truncate(kind).map(|point| point.to_string());
    for (kind, expected) in [
        (SegmentKind::Space, "GLOBAL::repo"),
        (SegmentKind::Base, "GLOBAL::repo:app"),
        (SegmentKind::Version, "GLOBAL::repo:app:1.0.0"),
        (SegmentKind::FsRoot, "GLOBAL::repo:app:1.0.0:/"),
        (SegmentKind::Dir, "GLOBAL::repo:app:1.0.0:/bind/"),
        (
            SegmentKind::File,
            "GLOBAL::repo:app:1.0.0:/bind/deep/app.bind",
        ),
    ] {
        assert_eq!(cut(kind), Ok(expected.into()));
    }
    let none = point("localhost:app").truncate(SegmentKind::Version);
    expect!["expected a point with a version, found localhost:app"]
        .assert_eq(&none.unwrap_err().to_string());
    let none = Point::root().truncate(SegmentKind::Space);
    expect!["expected a point with a space, found ROOT"].assert_eq(&none.unwrap_err().to_string());
}

#[test]
fn well_known_points() {
    for (known, text) in [
        (Point::root(), "ROOT"),
        (Point::hyperuser(), "hyperspace:users:hyperuser"),
        (Point::anonymous(), "hyperspace:users:anonymous"),
        (Point::logger(), "GLOBAL::logger"),
        (Point::registry(), "GLOBAL::registry"),
        (Point::executor(), "GLOBAL::executor"),
        (Point::dead_letters(), "GLOBAL::dead-letters"),
        (Point::local_star(), "LOCAL::star"),
        (Point::local_portal(), "LOCAL::portal"),
        (Point::local_hypergate(), "LOCAL::hypergate"),
        (Point::local_endpoint(), "LOCAL::endpoint"),
        (Point::remote_endpoint(), "REMOTE::endpoint"),
        (
            StarKey::central().to_point(),
            "<<STAR::central:central[0]>>::star",
        ),
    ] {
        assert_eq!(known, point(text));
        assert_eq!(known.to_string(), text);
    }
}

#[test]
fn star_keys() {
    for (key, text, sql) in [
        (
            StarKey::central(),
            "STAR::central:central[0]",
            "star_central_central_0",
        ),
        (
            StarKey::machine("my-laptop"),
            "STAR::machine:my-laptop[0]",
            "star_machine_my_laptop_0",
        ),
        (
            StarKey::new("far-away", "fold", 65_535),
            "STAR::far-away:fold[65535]",
            "star_far_away_fold_65535",
        ),
    ] {
        assert_eq!(key.to_string(), text);
        assert_eq!(text.parse(), Ok(key.clone()));
        assert_eq!(key.sql_name(), sql);
    }
}

#[test]
fn numbered_points() {
    let made = |parent: &str, prefix: &str, first| -> Vec<String> {
        let points = NumberedPoints::new(&point(parent), prefix, first).expect("a prefix");
        points.take(2).map(|point| point.to_string()).collect()
    };
    assert_eq!(
        made("localhost", "visitor-", 0),
        ["localhost:visitor-0", "localhost:visitor-1"]
    );
    assert_eq!(made("ROOT", "space", 9), ["space9", "space10"]);
    assert_eq!(made("files:/", "page", 1), ["files:/page1", "files:/page2"]);
    assert_eq!(
        made("localhost", "last-", u64::MAX),
        ["localhost:last-18446744073709551615"]
    );
    let refused = |parent: &str, prefix: &str| {
        let error = NumberedPoints::new(&point(parent), prefix, 0).unwrap_err();
        error.to_string()
    };
    expect!["`Visitor` has a capital letter"].assert_eq(&refused("localhost", "Visitor"));
    expect!["expected a name such as `control-`, which a number may follow, found `1.0.0`"]
        .assert_eq(&refused("localhost", "1.0.0"));
    expect!["expected a name such as `control-`, which a number may follow, found `docs/`"]
        .assert_eq(&refused("files:/", "docs/"));
    expect!["nothing stands below the file `a.txt`"].assert_eq(&refused("files:/a.txt", "b"));
}

#[test]
fn what_a_point_becomes() {
    for text in [
        "localhost:app",
        "[hub]::my-domain.com:app",
        "GLOBAL::executor",
        "<<STAR::central:fold[0]>>::star",
        "repo:1.0.0:/bind/app.bind",
    ] {
        let point = point(text);
        let surface = Surface::from(point.clone());
        assert_eq!((surface.layer, &surface.topic), (Layer::Core, &Topic::None));
        assert_eq!(surface.to_string(), format!("{text}@Core"));
        assert_eq!(Agent::from(point.clone()).to_string(), text);
        assert_eq!(
            Recipients::from(point.clone()),
            Recipients::Single(surface.clone())
        );
        assert_eq!(Selector::from(&point).to_string(), text);
    }
    assert_eq!(Agent::from(Point::hyperuser()), Agent::HyperUser);
    assert_eq!(Agent::from(Point::anonymous()), Agent::Anonymous);
}

#[test]
fn the_selector_of_a_routed_point() {
    let fold: Hierarchy = "<<STAR::central:fold[0]>>::star<Star<Fold>>"
        .parse()
        .unwrap();
    let selector = Selector::from(&fold.point());
    assert!(selector.matches(&fold));
    for other in [
        "star<Star<Fold>>",
        "[hub]::star<Star<Fold>>",
        "<<STAR::central:fold[1]>>::star<Star<Fold>>",
    ] {
        assert!(!selector.matches(&other.parse().unwrap()), "{other}");
    }
}

/// Points are equal, alike in hash, and in order, as their texts are.
#[test]
fn equality_hash_and_order() {
    let texts = [
        "localhost:app",
        "localhost",
        "[hub]::localhost",
        "ROOT",
        "localhost:app",
    ];
    let hashed: HashSet<Point> = texts.map(point).into();
    assert_eq!(hashed.len(), 4);
    assert!(hashed.contains(&point("localhost:app")));
    let sorted: BTreeSet<Point> = texts.map(point).into();
    let sorted: Vec<&str> = sorted.iter().map(Point::as_str).collect();
    assert_eq!(
        sorted,
        ["ROOT", "[hub]::localhost", "localhost", "localhost:app"]
    );
    assert_eq!(
        serde_json::to_string(&point("[hub]::a")).unwrap(),
        "\"[hub]::a\""
    );
}

proptest! {
    #[test]
    fn a_parent_is_above_and_push_leads_back(point in strategies::point()) {
        let Some(parent) = point.parent() else {
            prop_assert!(point.is_root());
            prop_assert_eq!(&point, &Point::new(point.route().clone(), Vec::new()));
            return Ok(());
        };
        let last = point.last().unwrap().clone();
        prop_assert!(parent.is_above(&point));
        prop_assert_eq!(parent.push_segment(last), Ok(point));
    }

    /// What is below another point is what can be written after it.
    #[test]
    fn what_is_below_can_be_pushed_as_text(point in strategies::point(), depth in 0..6_usize) {
        let above = Point::new(
            point.route().clone(),
            point.segments().iter().take(depth).cloned().collect(),
        );
        prop_assert!(above.covers(&point));
        if above.is_above(&point) && !above.is_root() {
            let rest = &point.as_str()[above.as_str().len()..];
            prop_assert_eq!(above.push_text(rest), Ok(point));
        }
    }

    #[test]
    fn the_parts_of_a_bundle(point in strategies::point()) {
        let bundle = point.bundle();
        prop_assert_eq!(bundle.is_some(), point.has_bundle());
        prop_assert_eq!(&bundle, &point.truncate(SegmentKind::Version).ok());
        prop_assert_eq!(point.filepath().is_some(), point.has_filesystem());
        prop_assert!(!point.is_artifact() || point.is_artifact_bundle_part());
        if let Some(bundle) = bundle {
            prop_assert!(bundle.is_artifact_bundle() && bundle.covers(&point));
            prop_assert_eq!(bundle.is_above(&point), point.is_artifact_bundle_part());
            prop_assert_eq!(point.is_artifact_bundle_part(), point.has_filesystem());
            let path = point.filepath().map(|path| format!(":{path}"));
            prop_assert_eq!(format!("{bundle}{}", path.unwrap_or_default()), point.to_string());
        }
    }

    /// What is truncated ends in the sort that was asked for, has it once, and lies above.
    #[test]
    fn a_truncated_point_ends_as_asked(point in strategies::point()) {
        for segment in point.segments() {
            let cut = point.truncate(segment.kind()).unwrap();
            prop_assert!(cut.covers(&point));
            prop_assert_eq!(cut.last().map(Segment::kind), Some(segment.kind()));
            let same = cut.segments().iter().filter(|s| s.kind() == segment.kind());
            prop_assert_eq!(same.count(), 1);
        }
    }

    #[test]
    fn a_numbered_point_is_a_point(point in strategies::point(), number in any::<u64>()) {
        match point.numbered(number) {
            Some(numbered) => {
                prop_assert_eq!(&numbered.to_string().parse::<Point>().unwrap(), &numbered);
                prop_assert_eq!(numbered.parent(), point.parent());
                prop_assert_eq!(numbered.to_string(), format!("{point}{number}"));
            }
            None => prop_assert!(point.is_root() || !matches!(
                point.last(),
                Some(Segment::Space(_) | Segment::Base(_) | Segment::File(_))
            )),
        }
    }

    #[test]
    fn an_sql_name_needs_no_quotes(key in strategies::star_key()) {
        let name = key.sql_name();
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        prop_assert!(name.starts_with("star_") && name.chars().all(plain), "{}", name);
    }

    #[test]
    fn the_root_of_a_route_is_above_all_of_it(point in strategies::point(), route in strategies::route()) {
        let root = Point::new(route.clone(), Vec::new());
        prop_assert_eq!(root.covers(&point), *point.route() == route);
        prop_assert_eq!(root == Point::root(), route == Route::This);
    }
}
