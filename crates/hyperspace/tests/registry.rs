//! What must be true of every registry: it is a tree, and a selector finds what a scan finds.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use orrery_hyperspace::registry::Registry;
use orrery_hyperspace::trace::Event;
use orrery_hyperspace::{Budget, Constellation, Hyperspace, Input, Moment, Reply};
use orrery_space::security::{IndexedAccessGrant, Permission, Records, access};
use orrery_space::selector::Hierarchy;
use orrery_space::{Point, Route, Selector, Substance};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};

fn say(cosmos: &mut Hyperspace, line: &str) -> Reply {
    cosmos.handle(Input::Command {
        ticket: 1,
        line: line.into(),
        files: vec![],
    });
    loop {
        if let Some(reply) = cosmos.take_reply(1) {
            return reply;
        }
        cosmos.step(Budget {
            until: Moment::NEVER,
            events: 1,
        });
    }
}

/// Every Particle stands once among the children of its parent, and at its own point.
fn is_a_tree(registry: &Registry) {
    let mut count = 0;
    for (no, particle) in registry.all() {
        count += 1;
        assert_eq!(registry.find(&particle.point), Some(no));
        assert!(!particle.gone);
        if let Some(parent) = particle.parent {
            let above = registry.get(parent);
            assert!(!above.gone, "{} has lost its parent", particle.point);
            let times = above.children.iter().filter(|child| **child == no).count();
            assert_eq!(times, 1, "{}", particle.point);
            assert_eq!(
                particle.point.parent().unwrap_or_else(Point::root),
                above.point
            );
        }
        assert!(particle.children.is_sorted());
    }
    assert_eq!(count, registry.len());
}

fn scan(registry: &Registry, selector: &Selector) -> Vec<Point> {
    let mut found: Vec<Point> = registry
        .all()
        .filter(|(no, particle)| {
            *particle.point.route() == Route::This && selector.matches(&registry.hierarchy(*no))
        })
        .map(|(_, particle)| particle.point.clone())
        .collect();
    found.sort();
    found
}

/// Each line creates one below some other, or deletes one.
fn grown(seed: u64, steps: &[(Index, &str, &str, bool)]) -> Hyperspace {
    let mut cosmos = Hyperspace::new(seed, &Constellation::default());
    say(&mut cosmos, "create localhost<Space>");
    say(&mut cosmos, "create other<Space>");
    for (at, name, kind, deletes) in steps {
        let here: Vec<Point> = scan(cosmos.registry(), &"**".parse().unwrap())
            .into_iter()
            .filter(|p| !p.as_str().starts_with("hyperspace"))
            .collect();
        if here.is_empty() {
            continue;
        }
        let at = &here[at.index(here.len())];
        let line = if *deletes {
            format!("delete {at}")
        } else {
            format!("create {at}:{name}<{kind}>")
        };
        say(&mut cosmos, &line);
    }
    cosmos
}

fn step() -> impl Strategy<Value = (Index, &'static str, &'static str, bool)> {
    (
        any::<Index>(),
        select(&["a", "b", "c"][..]),
        select(&["Base", "App", "User", "UserBase", "FileSystem", "Repo"][..]),
        prop::bool::weighted(0.15),
    )
}

fn selector() -> impl Strategy<Value = String> {
    let hop = select(
        &[
            "a",
            "b",
            "*",
            "**",
            "a+",
            "*+",
            "localhost",
            "a<App>",
            "*<User>",
            "**<Base>",
            "b<Base>",
        ][..],
    );
    let first = select(
        &[
            "localhost",
            "localhost+",
            "*",
            "**",
            "other",
            "**<App>",
            "+**",
            "+*",
        ][..],
    );
    (first, vec(hop, 0..4)).prop_map(|(first, rest)| {
        let hops: Vec<&str> = std::iter::once(first).chain(rest).collect();
        hops.join(":")
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn a_selector_finds_what_a_scan_finds(
        steps in vec(step(), 0..40),
        selectors in vec(selector(), 1..12),
    ) {
        let cosmos = grown(7, &steps);
        let registry = cosmos.registry();
        is_a_tree(registry);
        for text in selectors {
            let Ok(selector) = text.parse::<Selector>() else { continue };
            let found: Vec<Point> = registry
                .select(&selector)
                .into_iter()
                .map(|no| registry.get(no).point.clone())
                .collect();
            prop_assert_eq!(found, scan(registry, &selector), "{}", text);
        }
    }
}

#[test]
fn a_number_among_children_is_given_once() {
    let mut cosmos = Hyperspace::new(7, &Constellation::default());
    say(&mut cosmos, "create localhost<Space>");
    let created =
        |cosmos: &mut Hyperspace| match say(cosmos, "create localhost:a-%<Base>").core.body {
            Substance::Stub(stub) => stub.point.to_string(),
            other => panic!("{other:?}"),
        };
    assert_eq!(created(&mut cosmos), "localhost:a-0");
    assert_eq!(created(&mut cosmos), "localhost:a-1");
    say(&mut cosmos, "delete localhost:a-1");
    assert_eq!(created(&mut cosmos), "localhost:a-2");
}

#[test]
fn what_is_left_out_is_counted() {
    let mut cosmos = Hyperspace::new(7, &Constellation::default());
    for line in [
        "create localhost<Space>",
        "create localhost:ann<User>",
        "create localhost:a<Base>",
        "create localhost:b<Base>",
        "grant perm +csD-rwx on localhost:a to localhost:ann",
        "create localhost:a:x<Base>",
        "create localhost:b:x<Base>",
        "as localhost:ann",
    ] {
        assert!(say(&mut cosmos, line).core.status.is_success(), "{line}");
    }
    let reply = say(&mut cosmos, "delete localhost:*:x");
    let gone = Substance::Point("localhost:a:x".parse().unwrap());
    assert_eq!(reply.core.body, Substance::List(vec![gone]));
    assert_eq!(reply.core.headers["left-out"], "1");
}

#[test]
fn what_needs_a_privilege_is_left_out_and_counted_and_told_to_nobody_else() {
    let mut cosmos = Hyperspace::new(7, &Constellation::default());
    for line in [
        "create localhost<Space>",
        "create localhost:ann<User>{ +email=ann@a.org, +username=ann }",
        "create localhost:bob<User>",
        "create localhost:cleo<User>",
        "grant perm +cSd-Rwx on localhost+:** to localhost:*",
        "grant priv property:email:read on localhost:ann to localhost:cleo",
        "as localhost:bob",
        "watch localhost:ann Property",
    ] {
        assert!(say(&mut cosmos, line).core.status.is_success(), "{line}");
    }
    let left_out = |cosmos: &mut Hyperspace, line: &str| {
        let reply = say(cosmos, line);
        assert!(reply.core.status.is_success(), "{line}");
        reply.core.headers.get("left-out").map(ToString::to_string)
    };
    let asked = ["get localhost:ann", "select localhost:ann where +email=*"];
    for line in asked {
        assert_eq!(left_out(&mut cosmos, line).as_deref(), Some("1"), "{line}");
    }
    say(&mut cosmos, "as localhost:cleo");
    for line in asked {
        assert_eq!(left_out(&mut cosmos, line), None, "{line}");
    }
    say(&mut cosmos, "watch localhost:ann Property");
    say(&mut cosmos, "as hyperspace:users:hyperuser");
    say(
        &mut cosmos,
        "set localhost:ann{ +email=new@a.org, +username=anna }",
    );
    say(&mut cosmos, "advance 1s");
    let trace = cosmos.take_trace().into_iter().map(|record| record.event);
    let (mut told, mut public) = (Vec::new(), Vec::new());
    for event in trace {
        match event {
            Event::Log { message, .. } => told.push(message.to_string()),
            Event::Property { key, .. } => public.push(key.to_string()),
            _ => {}
        }
    }
    // both are told of the name, and who has the privilege of the email
    assert_eq!(told.len(), 3, "{told:?}");
    let told_of_email = told.iter().filter(|line| line.contains("new@a.org"));
    assert_eq!(told_of_email.count(), 1, "{told:?}");
    assert_eq!(public, ["username", "username"]);
}

/// The same records without an index: every grant is looked at.
struct Unindexed<'r>(&'r Registry);

impl Records for Unindexed<'_> {
    fn hierarchy(&self, point: &Point) -> Option<Hierarchy> {
        Records::hierarchy(self.0, point)
    }

    fn owner(&self, point: &Point) -> Option<&Point> {
        self.0.owner(point)
    }

    fn grants(&self) -> &[IndexedAccessGrant] {
        self.0.grants()
    }
}

/// Who grants, if not the HyperUser; what, on what and to whom, or nothing where a grant is taken back.
type Granting = (Option<Index>, Option<(&'static str, String, String)>, Index);

fn granting() -> impl Strategy<Value = Granting> {
    let exact = select(&["localhost:a", "localhost:a:b", "localhost:b", "other:a"][..]);
    let to = prop_oneof![exact.clone().prop_map(str::to_owned), selector()];
    let on = prop_oneof![exact.prop_map(str::to_owned), selector()];
    let grant = (
        select(&["super", "perm +csd-Rwx", "perm +CSD-RWX", "perm &csd-rwx"][..]),
        on,
        to,
    );
    (
        prop::option::weighted(0.4, any::<Index>()),
        prop::option::weighted(0.8, grant),
        any::<Index>(),
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn who_has_what_is_the_same_with_and_without_the_index_of_grants(
        seed: u64,
        steps in vec(step(), 1..16),
        grants in vec(granting(), 1..24),
    ) {
        let mut cosmos = grown(seed, &steps);
        let points = scan(cosmos.registry(), &"**".parse().unwrap());
        for (by, grant, index) in &grants {
            let by = by.map_or("hyperspace:users:hyperuser", |by| points[by.index(points.len())].as_str());
            say(&mut cosmos, "as hyperspace:users:hyperuser");
            say(&mut cosmos, &format!("as {by}"));
            let line = match grant {
                Some((what, on, to)) => format!("grant {what} on {on} to {to}"),
                None => format!("revoke {} on **", 1 + index.index(grants.len())),
            };
            say(&mut cosmos, &line);
        }
        let registry = cosmos.registry();
        for to in &points {
            for on in &points {
                let unindexed = Unindexed(registry);
                let (indexed, plain) = (access(registry, to, on), access(&unindexed, to, on));
                prop_assert_eq!(&indexed.access, &plain.access, "{} on {}", to, on);
                for right in [Permission::Read, Permission::Write, Permission::Execute] {
                    let right = right.into();
                    prop_assert_eq!(indexed.decider(&right), plain.decider(&right));
                }
            }
        }
    }
}
