//! Kinds: what lives under what, what they are to the Hyperverse; and the life of a Particle.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use expect_test::expect;
use orrery_space::kind::{Affinity, ArtifactSub, FileSub, NativeSub, StarSub};
use orrery_space::particle::{PointKind, Watch};
use orrery_space::{Kind, KindTemplate, ParseError, Point, Specific, Status};

/// One kind of every base, and both of those whose sub-kind matters.
fn kinds() -> Vec<Kind> {
    let mut kinds: Vec<Kind> = Kind::BASES.iter().filter_map(|b| Kind::plain(b)).collect();
    kinds.extend(
        [
            "File<Dir>",
            "File<File>",
            "Artifact<Dir>",
            "Artifact<Raw>",
            "Database<Relational<a:b:c:d:1.0.0>>",
            "UserBase<OAuth<a:b:c:d:1.0.0>>",
            "Star<Fold>",
            "Native<Web>",
        ]
        .map(|text| text.parse::<Kind>().unwrap()),
    );
    kinds
}

fn short(kind: &Kind) -> String {
    match kind {
        Kind::Database(_) | Kind::UserBase(_) => kind.base().to_owned(),
        other => other.to_string(),
    }
}

#[test]
fn there_are_22_bases_and_some_have_sub_kinds() {
    assert_eq!(Kind::BASES.len(), 22);
    let with_subs = Kind::BASES
        .iter()
        .filter(|base| !Kind::subs_of(base).is_empty())
        .map(|base| format!("{base}: {}\n", Kind::subs_of(base).join(" ")));
    expect![[r#"
        File: File Dir
        Artifact: Raw ParticleConfig Bind Wasm Dir
        Database: Relational
        UserBase: OAuth
        Star: Central Super Nexus Maelstrom Scribe Jump Fold Machine
        Native: Web
    "#]]
    .assert_eq(&with_subs.collect::<String>());
}

#[test]
fn every_sub_kind_is_read_printed_and_told() {
    let specific = "<a.b:c.d:e:f:1.0.0>";
    for base in Kind::BASES {
        for sub in Kind::subs_of(base) {
            let specific = match *base {
                "Database" | "UserBase" => specific,
                _ => "",
            };
            let text = format!("{base}<{sub}{specific}>");
            let kind: Kind = text.parse().unwrap();
            assert_eq!(kind.to_string(), text);
            assert_eq!((kind.base(), kind.sub()), (*base, Some(*sub)), "{text}");
            assert_eq!(kind.specific().is_some(), !specific.is_empty(), "{text}");
        }
    }
    assert_eq!(Kind::Space.sub(), None);
}

#[test]
fn a_point_is_followed_by_a_kind_of_any_base() {
    for kind in kinds() {
        let text = format!("localhost:a<{kind}>");
        let both: PointKind = text.parse().unwrap();
        assert_eq!((both.point.as_str(), &both.kind), ("localhost:a", &kind));
        assert_eq!(both.to_string(), text);
    }
}

#[test]
fn what_may_live_under_what() {
    let mut table = String::new();
    for parent in kinds() {
        let held: Vec<String> = kinds()
            .iter()
            .filter(|child| parent.may_hold(child).is_ok())
            .map(short)
            .collect();
        if !held.is_empty() {
            table += &format!("{}: {}\n", short(&parent), held.join(" "));
        }
    }
    expect![[r#"
        Root: Space Base App Mechtron Repo
        Space: Base User App Mechtron FileSystem Repo Control Portal Database UserBase
        Base: Base User App Mechtron FileSystem Repo Control Portal Database UserBase
        App: Base User App Mechtron FileSystem Repo Control Portal Database UserBase
        Mechtron: Base Mechtron FileSystem Database
        FileSystem: File<Dir> File<File>
        Repo: BundleSeries
        BundleSeries: Bundle
        Bundle: Artifact<Dir> Artifact<Raw>
        Portal: Guest
        Driver: Base Control Driver Host Native<Web>
        Host: Guest
        File<Dir>: File<Dir> File<File>
        Artifact<Dir>: Artifact<Dir> Artifact<Raw>
        UserBase: User
        Star<Fold>: Base Control Driver Host Native<Web>
    "#]]
    .assert_eq(&table);
}

#[test]
fn every_base_that_is_held_is_a_base() {
    for parent in kinds() {
        for base in parent.holds() {
            assert!(Kind::BASES.contains(base), "{base} under {parent}");
        }
    }
}

#[test]
fn a_wrong_parent_is_named_in_a_sentence() {
    let sentence = |parent: Kind, child: Kind| parent.may_hold(&child).unwrap_err().to_string();
    expect!["a User cannot live under a Bundle"].assert_eq(&sentence(Kind::Bundle, Kind::User));
    expect!["an App cannot live under an Artifact<Dir>"]
        .assert_eq(&sentence(Kind::Artifact(ArtifactSub::Dir), Kind::App));
}

#[test]
fn roles_of_stars() {
    let those = |has: fn(StarSub) -> bool| -> Vec<&str> {
        let all = StarSub::ALL.iter().copied();
        all.filter(|sub| has(*sub)).map(StarSub::name).collect()
    };
    assert_eq!(
        those(StarSub::forwards),
        ["Super", "Nexus", "Maelstrom", "Scribe", "Jump", "Fold"]
    );
    assert_eq!(
        those(StarSub::is_wranglable),
        ["Central", "Super", "Maelstrom", "Scribe", "Jump", "Fold"]
    );
}

#[test]
fn where_and_when_a_kind_is_provisioned() {
    let local: Vec<Kind> = kinds()
        .into_iter()
        .filter(|kind| kind.affinity() == Affinity::Local)
        .collect();
    assert_eq!(local, [Kind::Base]);
    let at_once: Vec<String> = kinds()
        .iter()
        .filter(|kind| kind.is_provisioned_at_once())
        .map(short)
        .collect();
    assert_eq!(
        at_once,
        [
            "Mechtron",
            "Bundle",
            "Host",
            "Artifact<Dir>",
            "Artifact<Raw>",
            "Native<Web>"
        ]
    );
}

#[test]
fn a_kind_is_written_as_segments_with_its_sub_kind() {
    let point = |kind: &Kind| {
        let root: Point = "drivers".parse().unwrap();
        let segments = kind.to_segments().into_iter();
        segments.fold(root, |point, segment| point.push(segment))
    };
    let text = |kind: Kind| point(&kind).to_string();
    assert_eq!(text(Kind::Star(StarSub::Fold)), "drivers:star:fold");
    assert_eq!(text(Kind::Native(NativeSub::Web)), "drivers:native:web");
    assert_eq!(text(Kind::FileSystem), "drivers:file-system");
    let config = Kind::Artifact(ArtifactSub::ParticleConfig);
    assert_eq!(text(config), "drivers:artifact:particle-config");
    for kind in kinds() {
        let point = point(&kind);
        assert_eq!(point.as_str().parse::<Point>().unwrap(), point);
    }
}

#[test]
fn files_are_known_by_their_extension() {
    for (name, sub) in [
        ("app.bind", ArtifactSub::Bind),
        ("app.mechtron", ArtifactSub::ParticleConfig),
        ("app.v2.wasm", ArtifactSub::Wasm),
        ("app.wasm.txt", ArtifactSub::Raw),
        ("bind", ArtifactSub::Raw),
        ("", ArtifactSub::Raw),
    ] {
        assert_eq!(ArtifactSub::of_file(name), sub, "{name}");
    }
}

#[test]
fn templates_are_filled_in_where_one_choice_is_usual() {
    let kind = |text: &str| text.parse::<KindTemplate>().unwrap().to_kind();
    assert_eq!(kind("File").unwrap(), Kind::File(FileSub::File));
    assert_eq!(kind("Native").unwrap(), Kind::Native(NativeSub::Web));
    assert_eq!(
        kind("UserBase<Keycloak>").unwrap().specific(),
        Some(&Specific::keycloak())
    );
    expect!["`Database` needs a specific: expected `Database<Relational<provider:vendor:product:variant:(1.0.0)>>`"]
        .assert_eq(&kind("Database").unwrap_err().to_string());
    expect!["a `Star` cannot be created: expected any other kind, since stars come with the constellation"]
        .assert_eq(&kind("Star<Fold>").unwrap_err().to_string());
}

#[test]
fn the_life_of_a_particle() {
    let mut ways = String::new();
    for status in Status::ALL {
        let next: Vec<&str> = status.next().into_iter().map(Status::name).collect();
        ways += &format!("{status}: {}\n", next.join(" "));
    }
    expect![[r#"
        Unknown: Panic
        Pending: Init Panic
        Init: Panic Ready
        Panic: Init Fatal
        Fatal: 
        Ready: Panic Paused Done
        Paused: Panic Resuming
        Resuming: Panic Ready
        Done: 
    "#]]
    .assert_eq(&ways);
}

#[test]
fn a_refused_status_says_where_a_particle_may_go() {
    let sentence = |from: Status, to: Status| from.to(to).unwrap_err().to_string();
    assert_eq!(Status::Pending.to(Status::Init), Ok(Status::Init));
    expect!["a Particle that is Ready cannot become Init: it may become Panic, Paused or Done"]
        .assert_eq(&sentence(Status::Ready, Status::Init));
    expect!["a Particle that is Unknown cannot become Ready: it may become Panic"]
        .assert_eq(&sentence(Status::Unknown, Status::Ready));
    expect!["a Particle that is Fatal cannot become Init: it stays as it is"]
        .assert_eq(&sentence(Status::Fatal, Status::Init));
}

#[test]
fn records_of_particles_are_refused_with_their_place() {
    let refused = |text: &str, error: ParseError| {
        let lines = error.render(text);
        let lines: Vec<&str> = lines.lines().map(str::trim_end).collect();
        lines.join("\n")
    };
    let text = "localhost Chld";
    expect![[r#"
        error[unknown-aspect]: unknown aspect `Chld`
          |
        1 | localhost Chld
          |           ^^^^
          |
          = help: did you mean `Child`?"#]]
    .assert_eq(&refused(text, text.parse::<Watch>().unwrap_err()));
    let text = "localhost";
    expect![[r#"
        error[expected]: expected `<`, but the text ends here
          |
        1 | localhost
          |          ^"#]]
    .assert_eq(&refused(text, text.parse::<PointKind>().unwrap_err()));
    let text = "Redy";
    expect![[r#"
        error[unknown-status]: unknown status `Redy`
          |
        1 | Redy
          | ^^^^
          |
          = help: did you mean `Ready`?"#]]
    .assert_eq(&refused(text, text.parse::<Status>().unwrap_err()));
}
