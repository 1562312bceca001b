//! Looking at random moments of a run of 100,000 events.

use std::sync::Arc;
use std::time::Instant;

use orrery_cosmos::{Budget, Cosmos, Position, Recording, Timeline};
use orrery_hyperspace::Moment;
use orrery_space::core::DirectedCore;
use orrery_space::{Substance, Surface};

const EVENTS: u64 = 100_000;
const LOOKS: usize = 200;

/// Pings to a guest, and a Particle more with every tenth.
fn run() -> (Recording, Vec<Position>) {
    let mut cosmos = Cosmos::new(7);
    let wat: Arc<[u8]> = Arc::from(&include_bytes!("../../../../mechtrons/echo/echo.wat")[..]);
    let say = |cosmos: &mut Cosmos, line: &str| {
        let files = vec![("echo.wat".into(), Arc::clone(&wat))];
        let ticket = cosmos.command(line, files);
        assert!(cosmos.run_until_reply(ticket).core.status.is_success());
    };
    say(&mut cosmos, "create localhost<Space>");
    say(&mut cosmos, "launch ^[ echo.wat ]-> localhost:echo");
    let to: Surface = "localhost:echo".parse().unwrap();
    let core = DirectedCore::new("Ext<Say>".parse().unwrap(), Substance::Text("hi".into()));
    let mut positions = vec![];
    while cosmos.counters().events < EVENTS {
        positions.push(cosmos.position());
        for _ in 0..10 {
            let ticket = cosmos.ping(to.clone(), core.clone());
            cosmos.run_until_reply(ticket);
        }
        say(&mut cosmos, "create localhost:p-%<Base>");
        cosmos.take_trace();
    }
    (cosmos.recording().unwrap(), positions)
}

fn slice() -> Budget {
    Budget {
        until: Moment::NEVER,
        events: 4_096,
        fuel: u64::MAX,
    }
}

/// How long random looks take, from the shortest, in milliseconds.
fn look(timeline: &mut Timeline, positions: &[Position], spare: bool) -> Vec<f64> {
    let (mut at, mut times) = (7, vec![]);
    for _ in 0..LOOKS {
        if spare {
            while !timeline.tend(slice()) {}
        }
        // all over the run, in no order
        at = (at * 7_919 + 13) % positions.len();
        let begun = Instant::now();
        timeline.at(positions[at]);
        times.push(begun.elapsed().as_secs_f64() * 1e3);
    }
    times.sort_by(f64::total_cmp);
    times
}

pub fn scrubbing() {
    let (recording, positions) = run();
    println!("\n### Looking at {LOOKS} random moments of a run of {EVENTS} events\n");
    println!("| | ms, median | longest | kB for each parked cosmos |");
    println!("|---|---:|---:|---:|");
    for (places, spare, name) in [
        (
            0,
            false,
            "none parked: on from where one is, or from the beginning",
        ),
        (
            7,
            false,
            "7 parked at first, no time to park again between two looks",
        ),
        (
            7,
            true,
            "7 parked, each in its place again before the next look",
        ),
    ] {
        let mut timeline = Timeline::of(recording.clone(), places);
        let parked = allocation_counter::measure(|| while !timeline.tend(slice()) {});
        let each = parked.bytes_current / i64::try_from(places.max(1)).unwrap() / 1000;
        let times = look(&mut timeline, &positions, spare);
        let (median, longest) = (times[LOOKS / 2], times[LOOKS - 1]);
        println!("| {name} | {median:.1} | {longest:.1} | {each} |");
    }
}
