//! A run is its seed and its inputs: played again it is the same, and goes on the same.
#![cfg(not(target_arch = "wasm32"))] // the browser has the scenarios
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::sync::Arc;

use orrery_cosmos::{Budget, Cosmos, Recording, RecordingError, Replay, TraceHash};
use orrery_hyperspace::Moment;
use orrery_space::core::DirectedCore;
use orrery_space::{Method, Substance};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

const ECHO: &str = include_str!("../../../mechtrons/echo/echo.wat");
const PULSE: &str = include_str!("../../../mechtrons/pulse/pulse.wat");

/// What a person does: says something, or lets the cosmos run for a while.
#[derive(Debug, Clone)]
enum Act {
    Say(&'static str),
    Ping(&'static str),
    Events(u64),
    Fuel(u64),
    Time(u64),
}

fn act() -> impl Strategy<Value = Act> {
    let lines = [
        "create localhost<Space>",
        "create localhost:a<App>",
        "create! localhost:a<App>{ +title=x }",
        "create localhost:b-%<Base>",
        "launch ^[ echo.wat ]-> localhost:echo",
        "launch ^[ pulse.wat ]-> localhost:pulse",
        "ping localhost:pulse Ext<Start>",
        "pause localhost:echo",
        "resume localhost:echo",
        "move localhost:echo to central:maelstrom[2]",
        "delete localhost:**<Base>",
        "delete localhost:echo",
        "select localhost+:**",
        "nonsense",
        "advance 20ms",
    ];
    prop_oneof![
        4 => select(Vec::from(lines)).prop_map(Act::Say),
        2 => select(vec!["localhost:echo", "localhost:a", "localhost:pulse"]).prop_map(Act::Ping),
        2 => (1u64..200).prop_map(Act::Events),
        1 => (1u64..2_000).prop_map(Act::Fuel),
        1 => (0u64..30_000_000).prop_map(Act::Time),
    ]
}

fn perform(cosmos: &mut Cosmos, acts: &[Act]) {
    for act in acts {
        let mut budget = Budget {
            until: Moment::NEVER,
            events: 0,
            fuel: u64::MAX,
        };
        match act {
            Act::Say(line) => {
                let files = [("echo.wat", ECHO), ("pulse.wat", PULSE)];
                let file = |(name, text): (&str, &str)| (name.into(), Arc::from(text.as_bytes()));
                let named = files.into_iter().filter(|(name, _)| line.contains(name));
                cosmos.command(line, named.map(file).collect());
            }
            Act::Ping(to) => {
                let method: Method = "Ext<Say>".parse().unwrap();
                let core = DirectedCore::new(method, Substance::Text("hi".into()));
                cosmos.ping(to.parse().unwrap(), core);
            }
            Act::Events(events) => {
                budget.events = *events;
                cosmos.step(budget);
            }
            // a guest may be left in the midst of its work
            Act::Fuel(fuel) => {
                (budget.events, budget.fuel) = (50, *fuel);
                cosmos.step(budget);
            }
            Act::Time(nanos) => {
                budget.events = 500;
                budget.until = Moment(cosmos.now().0 + nanos);
                cosmos.step(budget);
            }
        }
    }
}

fn hash(cosmos: &mut Cosmos) -> String {
    let mut hash = TraceHash::default();
    hash.add(&cosmos.take_trace());
    hash.to_string()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn a_recording_plays_the_same_and_goes_on_the_same(
        seed in any::<u64>(),
        before in vec(act(), 0..30),
        after in vec(act(), 0..10),
        slice in 1u64..100,
    ) {
        let mut first = Cosmos::new(seed);
        perform(&mut first, &before);
        let bytes = first.recording().unwrap().to_bytes();
        let recording = Recording::from_bytes(&bytes).unwrap();
        prop_assert_eq!(&recording, &first.recording().unwrap());
        let mut replay = Replay::of(recording);
        let budget = Budget { until: Moment::NEVER, events: slice, fuel: 3_000 };
        while !replay.step(budget) {}
        let mut second = replay.into_cosmos();
        prop_assert_eq!(first.position(), second.position());
        prop_assert_eq!(hash(&mut first), hash(&mut second));
        for cosmos in [&mut first, &mut second] {
            perform(cosmos, &after);
            cosmos.step(Budget { until: Moment::NEVER, events: 2_000, fuel: u64::MAX });
        }
        prop_assert_eq!(first.position(), second.position());
        prop_assert_eq!(hash(&mut first), hash(&mut second));
    }

    /// Any moment of the past is the one that was.
    #[test]
    fn the_past_is_the_beginning_of_the_whole(before in vec(act(), 1..30), part in 0u64..=100) {
        let mut whole = Cosmos::new(7);
        perform(&mut whole, &before);
        let moment = Moment(whole.now().0 / 100 * part);
        let mut past = whole.recording().unwrap().until(moment).play();
        let (whole, past) = (whole.take_trace(), past.take_trace());
        let count = whole.iter().filter(|record| record.at <= moment).count();
        // what happens at the moment itself may go a little further in either
        prop_assert!(past.iter().all(|record| record.at <= moment));
        let common = count.min(past.len());
        prop_assert_eq!(&whole[..common], &past[..common]);
    }

    #[test]
    fn any_bytes_are_refused_or_played(mut bytes in vec(any::<u8>(), 0..200), known in any::<bool>()) {
        if known {
            bytes.splice(0..0, *b"orrery\x01");
        }
        let _ = Recording::from_bytes(&bytes);
    }
}

#[test]
fn what_is_no_recording_is_told() {
    let bytes = Cosmos::new(7).recording().unwrap().to_bytes();
    let wrong = |bytes: &[u8]| Recording::from_bytes(bytes).unwrap_err();
    assert_eq!(wrong(b"PK"), RecordingError::NoRecording);
    let mut other = bytes.clone();
    other[6] = 9;
    assert_eq!(wrong(&other), RecordingError::Version(9));
    assert!(matches!(
        wrong(&bytes[..9]),
        RecordingError::Damaged { bytes: 9, .. }
    ));
    assert!(matches!(
        wrong(&[&bytes[..], b"x"].concat()),
        RecordingError::Damaged { .. }
    ));
}
