//! What grows with a cosmos, and what must not: checks, selections, memory, the cost of a Ping.

use std::cell::RefCell;
use std::collections::HashMap;
use std::hint::black_box;
use std::time::Duration;

use orrery_hyperspace::constellation::{LanePlan, StarPlan};
use orrery_hyperspace::{Budget, Constellation, Detail, Hyperspace, Input, Moment, Progress};
use orrery_space::core::{CmdMethod, DirectedCore};
use orrery_space::kind::StarSub;
use orrery_space::security::{Need, Permission, Scope, decide};
use orrery_space::{Agent, Method, Point, Selector, StarKey, Substance, Surface};

use crate::measuring::{Contender, measure, table};

fn quiet(plan: &Constellation) -> Hyperspace {
    let mut cosmos = Hyperspace::new(7, plan);
    cosmos.set_detail(Detail::Off);
    cosmos
}

fn say(cosmos: &mut Hyperspace, line: &str) {
    cosmos.handle(Input::Command {
        ticket: 1,
        line: line.into(),
        files: vec![],
    });
    loop {
        if let Some(reply) = cosmos.take_reply(1) {
            assert!(reply.core.status.is_success(), "{line}: {:?}", reply.core);
            return;
        }
        cosmos.step(Budget {
            until: Moment::NEVER,
            events: 1,
        });
    }
}

/// A cosmos with so many Particles, in folders of a hundred.
fn peopled(count: u32) -> Hyperspace {
    let mut cosmos = quiet(&Constellation::default());
    say(&mut cosmos, "create localhost<Space>");
    for folder in 0..count.div_ceil(100) {
        say(&mut cosmos, &format!("create localhost:f{folder}<Base>"));
        for leaf in 1..100.min(count - folder * 100) {
            let kind = if leaf == 50 { "User" } else { "Base" };
            say(
                &mut cosmos,
                &format!("create localhost:f{folder}:p{leaf}<{kind}>"),
            );
        }
    }
    cosmos
}

/// One check, kept and made anew, beside a look into a hash map.
pub fn authorization() {
    let mut cosmos = quiet(&Constellation::default());
    let mut point = "localhost".to_owned();
    say(&mut cosmos, "create localhost<Space>");
    say(&mut cosmos, "create localhost:ann<User>");
    for name in ["a", "b", "c", "d", "e"] {
        point = format!("{point}:{name}");
        say(&mut cosmos, &format!("create {point}<Base>"));
    }
    for number in 0..1_000 {
        let on = [
            "localhost:a",
            "localhost:a:b",
            "localhost:x",
            "localhost:y:z",
        ][number % 4];
        let line = format!("grant perm +csd-Rwx on {on}+:** to localhost:u{number}");
        say(&mut cosmos, &line);
    }
    say(
        &mut cosmos,
        "grant perm +csd-rwX on localhost:a+:** to localhost:ann",
    );
    let target: Point = point.parse().unwrap();
    let ann: Point = "localhost:ann".parse().unwrap();
    let agent = Agent::from(ann.clone());
    let need = Need::Right(Permission::Execute.into());
    assert!(cosmos.may(&agent, &target, &need).is_ok());
    let mut map = HashMap::new();
    map.insert((ann.clone(), target.clone(), 4_u8), true);
    let cosmos = RefCell::new(cosmos);
    let right = Permission::Execute.into();
    let figures = measure(&mut [
        Contender {
            name: "a look into a hash map by agent, target and right",
            each: 200_000,
            per: 1.0,
            run: Box::new(|n| {
                for _ in 0..n {
                    black_box(map.get(black_box(&(ann.clone(), target.clone(), 4))));
                }
            }),
        },
        Contender {
            name: "a check whose verdict is kept",
            each: 200_000,
            per: 1.0,
            run: Box::new(|n| {
                let mut cosmos = cosmos.borrow_mut();
                for _ in 0..n {
                    assert!(black_box(cosmos.may(&agent, &target, &need)).is_ok());
                }
            }),
        },
        Contender {
            name: "a check made anew, six deep, with 1,000 grants",
            each: 2_000,
            per: 1.0,
            run: Box::new(|n| {
                let cosmos = cosmos.borrow();
                for _ in 0..n {
                    let asking = (&ann, &Scope::Full);
                    assert!(black_box(decide(cosmos.registry(), asking, &target, &right)).is_ok());
                }
            }),
        },
    ]);
    table("A check whether an agent may", "check", &figures);
}

/// Selections in 100,000 Particles, by index and by a scan over all.
pub fn selection() {
    let mut cosmos = None;
    let memory = allocation_counter::measure(|| cosmos = Some(peopled(100_000)));
    let cosmos = cosmos.unwrap();
    let registry = cosmos.registry();
    let text: usize = registry.all().map(|(_, p)| p.point.as_str().len()).sum();
    let count = registry.len();
    let rows: [(&str, &str, u32); 4] = [
        ("one point", "localhost:f7:p7", 2_000),
        ("the hundred below one", "localhost:f7:*", 200),
        ("one name anywhere", "localhost:**:f7", 2_000),
        ("the 1,000 of a kind anywhere", "localhost:**<User>", 20),
    ];
    println!("\n### Selecting among {count} Particles\n");
    println!("| | found | \u{b5}s by index | \u{b5}s by a scan | ratio |");
    println!("|---|---:|---:|---:|---:|");
    for (what, selector, each) in rows {
        let selector: Selector = selector.parse().unwrap();
        let found = registry.select(&selector).len();
        let figures = measure(&mut [
            Contender {
                name: "by index",
                each,
                per: 1.0,
                run: Box::new(|n| {
                    for _ in 0..n {
                        black_box(registry.select(&selector));
                    }
                }),
            },
            Contender {
                name: "by a scan",
                each: 1,
                per: 1.0,
                run: Box::new(|n| {
                    for _ in 0..n {
                        let all = registry.all();
                        let same = |no| selector.matches(&registry.hierarchy(no));
                        assert_eq!(all.filter(|(no, _)| same(*no)).count(), found);
                    }
                }),
            },
        ]);
        let (index, scan) = (figures[0].median / 1e3, figures[1].median / 1e3);
        println!(
            "| {what} | {found} | {index:.1} | {scan:.0} | {:.0} |",
            scan / index
        );
    }
    let each = memory.bytes_current / i64::try_from(count).unwrap();
    println!(
        "\nMemory: {each} bytes for each of {count} Particles, all told; their points alone have {} bytes of text each.",
        text / count
    );
}

fn ping(cosmos: &mut Hyperspace, to: &Surface) {
    cosmos.handle(Input::Send {
        ticket: 1,
        ping: true,
        to: to.clone(),
        core: DirectedCore::new(Method::Cmd(CmdMethod::Bounce), Substance::Empty),
    });
    let budget = Budget {
        until: Moment::NEVER,
        events: 1,
    };
    while cosmos.take_reply(1).is_none() {
        assert_ne!(cosmos.step(budget), Progress::Quiet);
    }
}

/// A constellation of so many stars around one nexus.
fn hub(count: usize) -> Constellation {
    let mut stars = vec![];
    let mut lanes = vec![];
    for no in 0..count {
        let kind = match no {
            0 => StarSub::Nexus,
            1 => StarSub::Central,
            2 => StarSub::Machine,
            3 => StarSub::Super,
            _ => StarSub::Maelstrom,
        };
        let key = StarKey::new("hub", "star", u16::try_from(no).unwrap());
        stars.push(StarPlan {
            key,
            kind,
            machine: "hub".into(),
            labels: Default::default(),
        });
        if no > 0 {
            lanes.push(LanePlan {
                a: 0,
                b: no,
                latency: Duration::from_millis(1),
                capacity: None,
            });
        }
    }
    Constellation { stars, lanes }
}

/// The cost of a Ping over two lanes and back, as the cosmos grows.
pub fn growth() {
    let particles = [1_000, 10_000, 100_000].map(peopled);
    let stars = [4, 16, 64].map(|count| {
        let mut cosmos = quiet(&hub(count));
        say(&mut cosmos, "create localhost<Space>");
        cosmos
    });
    let names = [
        "1,000 Particles",
        "10,000 Particles",
        "100,000 Particles",
        "4 stars",
        "16 stars",
        "64 stars",
    ];
    let far: Surface = "localhost:f3:p7".parse().unwrap();
    let near: Surface = "localhost".parse().unwrap();
    let to = [&far, &far, &far, &near, &near, &near];
    let all = particles.into_iter().chain(stars);
    let mut contenders: Vec<Contender<'_>> = names
        .into_iter()
        .zip(all.zip(to))
        .map(|(name, (mut cosmos, to))| Contender {
            name,
            each: 10_000,
            per: 1.0,
            run: Box::new(move |n| {
                for _ in 0..n {
                    ping(&mut cosmos, to);
                }
            }),
        })
        .collect();
    table(
        "A Ping and its Pong as the cosmos grows",
        "Ping",
        &measure(&mut contenders),
    );
}
