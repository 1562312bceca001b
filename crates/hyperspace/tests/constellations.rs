//! Constellations as text: what is read is printed, and every mistake is told where it is.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::collections::BTreeSet;
use std::num::NonZeroU32;
use std::time::Duration;

use orrery_hyperspace::constellation::{LanePlan, MAX_STARS, StarPlan};
use orrery_hyperspace::placement::hosts;
use orrery_hyperspace::{Budget, Constellation, Hyperspace, Input, Moment};
use orrery_space::kind::StarSub;
use orrery_space::{Kind, StarKey, StatusCode};
use proptest::collection::{btree_map, btree_set};
use proptest::prelude::*;
use proptest::sample::select;
use smol_str::SmolStr;

const SMALL: &str = "\
# one of each that an App needs
machine laptop
star central:nexus[0] Nexus   # in the middle
star central:central[0] Central
star central:super[0] Super
star central:maelstrom[0] Maelstrom
star machine:laptop[0] Machine

lane central:nexus[0]--central:central[0] 1ms
lane central:nexus[0]--central:super[0] 0.5ms
lane central:nexus[0]--central:maelstrom[0] 2s
lane central:nexus[0]--machine:laptop[0] 1ms
";

fn create(cosmos: &mut Hyperspace, line: &str) -> StatusCode {
    cosmos.handle(Input::Command {
        ticket: 1,
        line: line.into(),
        files: vec![],
    });
    loop {
        if let Some(reply) = cosmos.take_reply(1) {
            return reply.core.status;
        }
        cosmos.step(Budget {
            until: Moment::NEVER,
            events: 1,
        });
    }
}

#[test]
fn a_small_constellation_hosts_what_its_stars_can() {
    let plan: Constellation = SMALL.parse().unwrap();
    assert_eq!((plan.stars.len(), plan.lanes.len()), (5, 4));
    let mut cosmos = Hyperspace::new(7, &plan);
    assert_eq!(
        create(&mut cosmos, "create localhost<Space>"),
        StatusCode::OK
    );
    assert_eq!(
        create(&mut cosmos, "create localhost:a<App>"),
        StatusCode::OK
    );
    let none = create(&mut cosmos, "create localhost:repo<Repo>");
    assert_eq!(none, StatusCode::UNAVAILABLE);
}

fn mistakes(text: &str) -> Vec<String> {
    let error = text.parse::<Constellation>().unwrap_err();
    let line = |d: &orrery_space::Diagnostic| {
        let line = text[..d.span.start].matches('\n').count() + 1;
        let found = &text[d.span.clone()];
        format!("{line} `{found}`: {}", d.message)
    };
    error.diagnostics.iter().map(line).collect()
}

#[test]
fn one_star_is_enough_and_hosts_all_kinds() {
    let plan: Constellation = "star machine:a[0] Machine".parse().unwrap();
    let mut cosmos = Hyperspace::new(7, &plan);
    let hosts = |kind: &Kind| StarSub::ALL.iter().any(|role| hosts(*role, kind));
    for kind in Kind::BASES.iter().filter_map(|base| Kind::plain(base)) {
        assert_eq!(cosmos.stars()[0].hosts(&kind), hosts(&kind), "{kind}");
    }
    for line in ["create localhost<Space>", "create localhost:repo<Repo>"] {
        assert_eq!(create(&mut cosmos, line), StatusCode::OK, "{line}");
    }
}

#[test]
fn every_mistake_is_told_where_it_is() {
    let text = "\
machine Laptop
star central:nexus[0] Nexsus
star central:nexus[0]
star central:a[0] Central
star central:a[0] Central
star central:a[] Central
sun central:b[0]
lane central:a[0]--central:b[0] 1ms
lane central:a[0]--central:a[0] 1ms
lane central:a[0] 1ms
star central:c[0] Machine Now
star central:d[0] Fold ssd ssd
lane central:a[0]--central:d[0] 1ms none
lane central:a[0]--central:d[0] 1ms 8 9
";
    assert_eq!(
        mistakes(text),
        [
            "1 `Laptop`: the name of a machine is made of a-z, 0-9 and `-`, not `Laptop`",
            "2 `Nexsus`: expected the kind of a star such as `Nexus`, found `Nexsus`",
            "3 ``: expected the kind of the star such as `Nexus`, but the line ends here",
            "5 `central:a[0]`: there is a star central:a[0] already",
            "6 `]`: expected the index of a star such as `0`, found `]`",
            "7 `sun`: expected `machine`, `star` or `lane`, found `sun`",
            "8 `central:a[0]--central:b[0] 1ms`: no line before this names the star central:b[0]",
            "9 `central:a[0]--central:a[0] 1ms`: a lane joins two stars, this one begins and ends at the same",
            "10 ` `: expected `--`, found a space",
            "11 `Now`: expected a label such as `ssd` or `zone=a`, found `Now`",
            "12 `ssd`: the star has the label `ssd` already",
            "13 `none`: expected how many Waves the lane carries in each direction such as `8`, found `none`",
            "14 `9`: expected the end of the line, found `9`"
        ]
    );
}

#[test]
fn what_a_constellation_must_have_is_said() {
    let central = "2 ``: a constellation has one star of the kind Central such as \
                   `star central:central[0] Central`, this has none";
    let machine = |place: &str, name: &str| {
        format!(
            "{place}: a machine has one star of the kind Machine such as \
             `star machine:{name}[0] Machine`, {name} has none"
        )
    };
    let pair = "star machine:a[0] Machine\nstar b:b[0] Fold";
    assert_eq!(mistakes(pair), [central]);
    assert_eq!(mistakes("# nothing\n"), [machine("2 ``", "machine")]);
    assert_eq!(
        mistakes("star central:a[0] Central\n"),
        [machine("2 ``", "machine")]
    );
    let two =
        "star central:a[0] Central\nmachine rack\nstar machine:rack[0] Machine\nmachine hut\n";
    assert_eq!(
        mistakes(two),
        [machine("4 `hut`", "hut"), machine("5 ``", "machine")]
    );
    let twice = "star central:a[0] Central\nstar m:a[0] Machine\nstar m:b[0] Machine\n\
                 machine rack\nstar m:c[0] Machine\nstar central:b[0] Central\n";
    assert_eq!(
        mistakes(twice),
        [
            "3 `m:b[0]`: a machine has one star of the kind Machine, that of machine is m:a[0]",
            "6 `central:b[0]`: a constellation has one star of the kind Central, and that is central:a[0]"
        ]
    );
}

fn plan() -> impl Strategy<Value = Constellation> {
    let kinds: Vec<StarSub> = StarSub::ALL
        .iter()
        .copied()
        .filter(|kind| !matches!(kind, StarSub::Central | StarSub::Machine))
        .collect();
    let name = "[a-z][a-z0-9]{0,5}";
    let labels = btree_set("[a-z]{1,3}(=[a-z0-9.]{1,3})?", 0..3);
    let star = (select(kinds), labels, any::<prop::sample::Index>());
    let stars = btree_map((name, 0u16..100), star, 0..MAX_STARS - 5);
    let ends = (0..MAX_STARS, 0..MAX_STARS);
    let lanes = btree_set((ends, 0u64..10_000_000_000, 0u32..4), 0..60);
    let machines = btree_set("[a-z][a-z0-9-]{0,6}", 1..5);
    (stars, lanes, machines).prop_map(|(stars, lanes, machines)| {
        let machines: Vec<SmolStr> = machines.into_iter().map(SmolStr::from).collect();
        let mut stars: Vec<StarPlan> = stars
            .into_iter()
            .map(|((name, index), (kind, labels, machine))| StarPlan {
                key: StarKey::new("plan", &name, index),
                kind,
                machine: machine.get(&machines).clone(),
                labels: labels.iter().map(|label| label.parse().unwrap()).collect(),
            })
            .collect();
        let mut own = |name, index, kind, machine: &SmolStr| {
            stars.push(StarPlan {
                key: StarKey::new("other", name, index),
                kind,
                machine: machine.clone(),
                labels: BTreeSet::new(),
            });
        };
        own("central", 0, StarSub::Central, &machines[0]);
        for (index, machine) in (0..).zip(&machines) {
            own("m", index, StarSub::Machine, machine);
        }
        let mut plans: Vec<LanePlan> = Vec::new();
        for ((a, b), nanos, capacity) in lanes {
            let (a, b) = (a % stars.len(), b % stars.len());
            let known = |l: &LanePlan| (l.a, l.b) == (a, b) || (l.a, l.b) == (b, a);
            if a != b && !plans.iter().any(known) {
                let latency = Duration::from_nanos(nanos);
                plans.push(LanePlan {
                    a,
                    b,
                    latency,
                    capacity: NonZeroU32::new(capacity),
                });
            }
        }
        Constellation {
            stars,
            lanes: plans,
        }
    })
}

#[test]
fn the_usual_constellation_is_of_one_machine() {
    let text = Constellation::default().to_string();
    let lines: Vec<&str> = text.lines().take(3).collect();
    let first = [
        "machine machine",
        "star central:nexus[0] Nexus",
        "star central:nexus[1] Nexus",
    ];
    assert_eq!(lines, first);
    assert_eq!(text.matches("machine ").count(), 1);
}

proptest! {
    #[test]
    fn what_is_printed_is_read(plan in plan()) {
        prop_assert_eq!(plan.to_string().parse::<Constellation>().unwrap(), plan);
    }

    #[test]
    fn any_text_ends_with_spans_inside_it(
        lines in proptest::collection::vec("(star|lane|machine|star [a-z]:[a-c]\\[0\\] (Central|Machine|Nexus)|) ?[a-z:\\[\\]0-9#= -]{0,24}", 0..20)
    ) {
        let text = lines.join("\n");
        if let Err(error) = text.parse::<Constellation>() {
            for d in error.diagnostics {
                prop_assert!(text.get(d.span).is_some());
            }
        }
    }

    /// Every star of any constellation answers, or its console is told that there is no way, or that it is too long.
    #[test]
    fn any_constellation_begins(plan in plan()) {
        let mut cosmos = Hyperspace::new(7, &plan);
        let status = create(&mut cosmos, "create localhost<Space>");
        prop_assert!(matches!(status.number(), 200 | 408 | 503), "{}", status);
    }
}
