//! What a guest does wrong is its own affair: nobody else sees any of it, but for what it sent.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use orrery_cosmos::{Budget, Cosmos, Progress};
use orrery_hyperspace::Moment;
use orrery_hyperspace::trace::{Event, Record};
use orrery_space::Substance;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

const ECHO: &str = include_str!("../../../mechtrons/echo/echo.wat");
const MILL: &str = include_str!("../../../mechtrons/mill/mill.wat");
const PULSE: &str = include_str!("../../../mechtrons/pulse/pulse.wat");

macro_rules! hostile {
    ($($name:literal)*) => {
        &[$(($name, include_str!(concat!("../../../mechtrons/hostile/", $name, ".wat"))),)*
          ("floods others", FLOODS), ("sets alarms without end", ALARMS), ("logs 2 MiB", LOGS),
          ("spins when it begins", SPINS)]
    };
}

/// All that misbehave, by what they do.
const HOSTILE: &[(&str, &str)] = hostile!(
    "spin" "grow" "trap" "abort" "last-words" "bad-pointer" "not-text" "deep" "double-reply" "chatty"
    "asks-itself" "asks-itself-in-init" "refuses-init" "traps-in-init" "unknown-import" "no-marker"
);

/// Tells two of the others something all the time, and asks one.
const FLOODS: &str = r#"(module
  (import "cosmos" "signal" (func $signal (param i32 i32 i32 i32 i32 i32 i32) (result i32)))
  (import "cosmos" "ask" (func $ask (param i32 i32 i32 i32 i32 i32 i32) (result i32)))
  (import "cosmos" "ripple" (func $ripple (param i32 i32 i32 i32 i32 i32 i32) (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 0) "localhost:echo^Ext<Say>localhost:mill^Ext<Grind>localhost:**^Ext<Say>")
  (func (export "mechtron_v1"))
  (func (export "mechtron_wave") (local $left i32)
    (local.set $left (i32.const 400))
    (loop $more
      (drop (call $signal (i32.const 0) (i32.const 23) (i32.const 0) (i32.const 0) (i32.const 2) (i32.const 0) (i32.const 1000)))
      (drop (call $signal (i32.const 23) (i32.const 25) (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 0)))
      (local.set $left (i32.sub (local.get $left) (i32.const 1)))
      (br_if $more (local.get $left)))
    (drop (call $ask (i32.const 0) (i32.const 23) (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 0)))
    (drop (call $ripple (i32.const 48) (i32.const 21) (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 0)))))"#;

/// Sets 2,000 alarms for a far day, and as many that it cancels.
const ALARMS: &str = r#"(module
  (import "cosmos" "alarm" (func $alarm (param i64 i32 i32) (result i32)))
  (import "cosmos" "cancel" (func $cancel (param i32)))
  (memory (export "memory") 1)
  (func (export "mechtron_v1"))
  (func (export "mechtron_wave") (local $left i32)
    (local.set $left (i32.const 2000))
    (loop $more
      (call $cancel (call $alarm (i64.const 1000000000) (i32.const 0) (i32.const 1)))
      (drop (call $alarm (i64.const 1000000000) (i32.const 0) (i32.const 1)))
      (local.set $left (i32.sub (local.get $left) (i32.const 1)))
      (br_if $more (local.get $left)))))"#;

/// Logs 2 MiB.
const LOGS: &str = r#"(module
  (import "cosmos" "log" (func $log (param i32 i32 i32)))
  (memory (export "memory") 1)
  (func (export "mechtron_v1"))
  (func (export "mechtron_wave") (local $left i32)
    (memory.fill (i32.const 0) (i32.const 97) (i32.const 16384))
    (local.set $left (i32.const 128))
    (loop $more
      (call $log (i32.const 4) (i32.const 0) (i32.const 16384))
      (local.set $left (i32.sub (local.get $left) (i32.const 1)))
      (br_if $more (local.get $left)))))"#;

/// Spins in its start function.
const SPINS: &str = r#"(module (memory (export "memory") 1) (func $s (loop $f (br $f))) (start $s)
  (func (export "mechtron_v1")) (func (export "mechtron_wave")))"#;

fn say(cosmos: &mut Cosmos, line: &str, file: &str) -> orrery_hyperspace::Reply {
    let file = Arc::from(file.as_bytes());
    let ticket = cosmos.command(line, vec![("m.wat".into(), file)]);
    cosmos.run_until_reply(ticket)
}

/// A cosmos with guests who get along: one that echoes, one that grinds and counts, one that asks
/// the mill again and again.
fn peaceful(seed: u64) -> Cosmos {
    let mut cosmos = Cosmos::new(seed);
    for (line, file) in [
        ("create localhost<Space>", ""),
        ("launch ^[ m.wat ]-> localhost:echo", ECHO),
        ("launch ^[ m.wat ]-> localhost:mill", MILL),
        ("launch ^[ m.wat ]-> localhost:pulse", PULSE),
        (
            "grant perm +csd-rwX on localhost:mill to localhost:pulse",
            "",
        ),
        (
            "set localhost:pulse{ +target=localhost:mill, +period=3 }",
            "",
        ),
    ] {
        let core = say(&mut cosmos, line, file).core;
        assert!(core.status.is_success(), "{line}: {}", core.body.text());
    }
    cosmos
}

/// What is done to the one who misbehaves.
#[derive(Debug, Clone, Copy)]
enum Harm {
    Launch(&'static str),
    Say(&'static str),
}

fn harm() -> impl Strategy<Value = Harm> {
    let files: Vec<_> = HOSTILE.iter().map(|(_, file)| *file).collect();
    prop_oneof![
        2 => select(files).prop_map(Harm::Launch),
        6 => Just(Harm::Say("ping localhost:bad Ext<Go> \"hi\"")),
        1 => Just(Harm::Say("ping localhost:bad Cmd<Init>")),
        1 => Just(Harm::Say("set localhost:bad{ +replicas=3 }")),
        1 => Just(Harm::Say("move localhost:bad to central:maelstrom[2]")),
        1 => Just(Harm::Say("pause localhost:bad")),
        1 => Just(Harm::Say("resume localhost:bad")),
        1 => Just(Harm::Say("delete localhost:bad")),
    ]
}

const TRAFFIC: [&str; 5] = [
    "ping localhost:echo Ext<Say> \"hi\"",
    "ping localhost:mill Ext<Grind>",
    "ping localhost:mill Ext<Count>",
    "ping localhost:nobody Ext<Say>",
    "select localhost:*<Mechtron>",
];

/// All that happened from the beginning of the traffic on, but for what is the hostile one's: its
/// Waves, those to it, and what came of either. Waves are numbered anew, in the order in which they
/// are named, and Particles have their points instead of numbers, since both are counted with its own.
///
/// What comes of a Wave names it: so whatever names what is the hostile one's is its too, and so is
/// the Wave of which it tells.
struct Others {
    points: BTreeMap<u32, String>,
    its: BTreeSet<u64>,
    numbers: BTreeMap<u64, usize>,
    seen: Vec<String>,
}

impl Others {
    fn new() -> Self {
        Self {
            points: BTreeMap::new(),
            its: BTreeSet::new(),
            numbers: BTreeMap::new(),
            seen: Vec::new(),
        }
    }

    /// Looks at what happened; of the first Wave that leaves, whether it is the hostile one's.
    fn look(&mut self, records: &[Record], mut first_is_its: bool) {
        for Record { at, event, .. } in records {
            if let Event::Registered {
                particle, point, ..
            } = event
            {
                self.points.insert(particle.0, point.to_string());
            }
            if let Event::Sent { wave, .. } = event
                && std::mem::take(&mut first_is_its)
            {
                self.its.insert(wave.0);
            }
            let (said, waves) = self.in_words(event);
            if said.contains(":bad") || waves.iter().any(|wave| self.its.contains(wave)) {
                self.its.extend(event.wave().map(|wave| wave.0));
                continue;
            }
            let mut parts = said.split("Wave #");
            let mut said = parts.next().unwrap_or_default().to_owned();
            for (wave, rest) in waves.iter().zip(parts) {
                let next = self.numbers.len();
                let number = *self.numbers.entry(*wave).or_insert(next);
                said += &format!("Wave {number}{rest}");
            }
            self.seen.push(format!("{} {said}", at.0));
        }
    }
}

/// What the others see and are answered while these are at work and those are harmed, each at its
/// moment.
fn run(seed: u64, traffic: &[(u32, &str)], harms: &[(u32, Harm)]) -> (Vec<String>, Vec<String>) {
    let mut cosmos = peaceful(seed);
    let mut others = Others::new();
    others.look(&cosmos.take_trace(), false);
    others.seen.clear();
    let begin = cosmos.now().0;
    let mut acts: Vec<(u64, Result<&str, Harm>)> = Vec::new();
    // no two at one moment
    acts.extend(
        traffic
            .iter()
            .map(|(at, line)| (u64::from(*at) * 2, Ok(*line))),
    );
    acts.extend(
        harms
            .iter()
            .map(|(at, harm)| (u64::from(*at) * 2 + 1, Err(*harm))),
    );
    acts.sort_by_key(|(at, _)| *at);
    let mut tickets = BTreeMap::new();
    for (at, act) in acts {
        run_to(&mut cosmos, begin + at);
        others.look(&cosmos.take_trace(), false);
        let file = |file: &str| vec![("bad.wat".into(), Arc::from(file.as_bytes()))];
        match act {
            Ok(line) => {
                let ticket = cosmos.command(line, vec![]);
                tickets.insert(ticket, line);
            }
            Err(Harm::Launch(wat)) => {
                cosmos.command("launch ^[ bad.wat ]-> localhost:bad", file(wat));
            }
            Err(Harm::Say(line)) => {
                cosmos.command(line, vec![]);
            }
        }
        run_to(&mut cosmos, begin + at);
        others.look(&cosmos.take_trace(), act.is_err());
    }
    run_to(&mut cosmos, begin + 300_000_000);
    others.look(&cosmos.take_trace(), false);
    let replies = cosmos.take_replies();
    let theirs = replies.iter().filter_map(|reply| {
        let line = tickets
            .iter()
            .find(|(ticket, _)| ticket.0 == reply.ticket)?
            .1;
        let list = |body: &Substance| match body {
            // the hostile one is there or not
            Substance::List(items) => {
                let all = items.iter().map(Substance::text);
                all.filter(|text| !text.contains("bad"))
                    .collect::<Vec<_>>()
                    .join(", ")
            }
            other => other.text(),
        };
        let core = &reply.core;
        Some(format!("{line}: {} {}", core.status, list(&core.body)))
    });
    (others.seen, theirs.collect())
}

impl Others {
    /// What happened, with points for Particles and `Wave #` for each Wave, and the Waves.
    fn in_words(&self, event: &Event) -> (String, Vec<u64>) {
        let debug = format!("{event:?}");
        let (mut said, mut waves) = (String::new(), Vec::new());
        let mut rest = debug.as_str();
        while let Some(at) = rest.find("No(") {
            let (before, after) = rest.split_at(at);
            let number = after[3..].split_once(')').unwrap();
            if let Some(before) = before.strip_suffix("Wave") {
                waves.push(number.0.parse().unwrap());
                said += &format!("{before}Wave #");
            } else if let Some(before) = before.strip_suffix("Particle") {
                let point = &self.points[&number.0.parse().unwrap()];
                said += &format!("{before}{point}");
            } else {
                said += &format!("{before}No({})", number.0);
            }
            rest = number.1;
        }
        (said + rest, waves)
    }
}

fn run_to(cosmos: &mut Cosmos, moment: u64) {
    let budget = Budget {
        until: Moment(moment),
        events: u64::MAX,
        fuel: u64::MAX,
    };
    assert!(!matches!(cosmos.step(budget), Progress::More));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    /// The trace of everybody else is the same, bit for bit and nanosecond for nanosecond, whether
    /// somebody misbehaves or is not there at all.
    #[test]
    fn what_a_guest_does_wrong_is_its_own_affair(
        seed in any::<u64>(),
        traffic in vec((0u32..100_000_000, select(&TRAFFIC[..])), 1..12),
        harms in vec((0u32..100_000_000, harm()), 1..8),
        first in select(HOSTILE),
    ) {
        let mut harms = harms;
        harms.push((0, Harm::Launch(first.1)));
        let (seen, answered) = run(seed, &traffic, &[]);
        let (seen_besides, answered_besides) = run(seed, &traffic, &harms);
        prop_assert_eq!(answered, answered_besides);
        let differs = seen.iter().zip(&seen_besides).find(|(one, other)| one != other);
        prop_assert_eq!(differs, None);
        prop_assert_eq!(seen.len(), seen_besides.len());
    }
}

/// The law would be empty where nothing was seen, or where nothing hostile was done.
#[test]
fn there_is_something_to_see_and_to_do_wrong() {
    let traffic = TRAFFIC.map(|line| (1_000, line));
    let (seen, answered) = run(7, &traffic, &[]);
    assert!(seen.len() > 500 && answered.len() == traffic.len());
    for (name, file) in HOSTILE {
        let mut cosmos = peaceful(7);
        let launched = say(&mut cosmos, "launch ^[ m.wat ]-> localhost:bad", file)
            .core
            .status;
        let said = say(&mut cosmos, "ping localhost:bad Ext<Go> \"hi\"", "")
            .core
            .status;
        let fails = !launched.is_success() || !said.is_success();
        let quiet = [
            "grow",
            "chatty",
            "asks-itself-in-init",
            "floods others",
            "sets alarms without end",
            "logs 2 MiB",
        ];
        assert!(fails != quiet.contains(name), "{name}: {launched} {said}");
    }
    // and what it sends to those whom it may reach is seen
    let harms = [
        Harm::Launch(FLOODS),
        Harm::Say("grant perm +csd-rwX on localhost:mill to localhost:bad"),
        Harm::Say("ping localhost:bad Ext<Go>"),
    ];
    let harms: Vec<_> = (0..).step_by(20_000_000).zip(harms).collect();
    let (seen, _) = run(7, &[], &harms[..2]);
    let (seen_besides, _) = run(7, &[], &harms);
    assert_ne!(seen, seen_besides);
}

/// How many records of what went wrong have these words, and the last of them.
fn logs(cosmos: &mut Cosmos, word: &str) -> (usize, Option<String>) {
    let all: Vec<String> = cosmos
        .take_trace()
        .into_iter()
        .filter_map(|record| match record.event {
            Event::Log { message, .. } if message.contains(word) => Some(message.to_string()),
            Event::Refused { reason, .. } if reason.contains(word) => Some(reason.to_string()),
            Event::Lost { reason, .. } if reason.contains(word) => Some(reason.to_string()),
            _ => None,
        })
        .collect();
    (all.len(), all.last().cloned())
}

#[test]
fn alarms_that_have_not_rung_are_bounded_and_the_log_tells() {
    let mut cosmos = peaceful(7);
    say(&mut cosmos, "launch ^[ m.wat ]-> localhost:bad", ALARMS);
    cosmos.take_trace();
    for before in [1_024, 0, 0, 0] {
        assert!(
            say(&mut cosmos, "ping localhost:bad Ext<Go>", "")
                .core
                .status
                .is_success()
        );
        // of the alarms that are set and cancelled at once none stays
        let (refused, last) = logs(&mut cosmos, "alarms");
        assert_eq!(
            last.as_deref(),
            Some("localhost:bad has 1024 alarms that have not rung: no other is set")
        );
        assert!((2_000 - before..=4_000).contains(&refused), "{refused}");
    }
    // who begins anew has none
    say(&mut cosmos, "ping localhost:bad Cmd<Init>", "");
    cosmos.take_trace();
    say(&mut cosmos, "ping localhost:bad Ext<Go>", "");
    let (refused, _) = logs(&mut cosmos, "alarms");
    assert!(refused < 3_000, "{refused}");
}

#[test]
fn a_flood_of_signals_fills_a_mailbox_and_no_more() {
    let mut cosmos = peaceful(7);
    say(
        &mut cosmos,
        "grant perm +csd-rwX on localhost:** to localhost:bad",
        "",
    );
    say(&mut cosmos, "launch ^[ m.wat ]-> localhost:bad", FLOODS);
    say(&mut cosmos, "pause localhost:mill", "");
    cosmos.take_trace();
    for _ in 0..3 {
        say(&mut cosmos, "ping localhost:bad Ext<Go>", "");
    }
    let (refused, last) = logs(&mut cosmos, "already wait");
    let reason = "1024 Waves already wait for localhost:mill";
    assert_eq!(last.as_deref(), Some(reason));
    assert!(refused > 100, "{refused}");
    say(&mut cosmos, "resume localhost:mill", "");
    let registry = cosmos.hyperspace().registry();
    let mill = registry.find(&"localhost:mill".parse().unwrap());
    let mill = cosmos.hyperspace().mechtron(mill.unwrap()).unwrap();
    assert!((1_000..=1_024).contains(&mill.mailbox()));
    assert_eq!(
        say(
            &mut cosmos,
            "ping localhost:echo Ext<Say> \"still here\"",
            ""
        )
        .core
        .body
        .text(),
        "still here"
    );
}
