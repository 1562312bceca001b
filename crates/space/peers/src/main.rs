//! The grammar beside that of cosmic-space 0.3.14, as a Markdown table: both make the same value
//! of the same text, from a `&str` to what is wholly parsed.
//!
//! `cargo xtask bench` runs it. The two take turns, so that a slow moment of the machine meets
//! both; a figure is the median of its rounds.

use std::fmt::Write;
use std::hint::black_box;
use std::time::{Duration, Instant};

use cosmic_nom::new_span;
use cosmic_space::parse as theirs;
use orrery_space::{Bind, Command, Point};

const ROUNDS: usize = 9;

/// How long each of the two is at work in a round.
const ROUND: Duration = Duration::from_millis(100);

const POINT: &str = "mechtron.io:app:hello";

const COMMAND: &str = "create! localhost<Mechtron>{ +config=repo:hello:1.0.0:/config/my.mechtron }";

fn main() {
    let bind = bind();
    println!("\n### Parsing, from text to the whole value\n");
    println!("| what | ours | cosmic-space 0.3.14 | ratio |");
    println!("|---|---:|---:|---:|");
    row(
        "a point",
        || drop(black_box(black_box(POINT).parse::<Point>().unwrap())),
        || drop(black_box(theirs::consume_point(black_box(POINT)).unwrap())),
    );
    row(
        "a command",
        || drop(black_box(black_box(COMMAND).parse::<Command>().unwrap())),
        || {
            drop(black_box(
                theirs::consume_command_line(new_span(black_box(COMMAND))).unwrap(),
            ))
        },
    );
    row(
        &format!("a Bind of {} bytes", bind.len()),
        || drop(black_box(black_box(bind.as_str()).parse::<Bind>().unwrap())),
        || drop(black_box(theirs::bind_config(black_box(&bind)).unwrap())),
    );
}

/// A Bind of about 10 kB which both take.
fn bind() -> String {
    let mut text = "Bind(version=1.0.0) {\n".to_owned();
    for page in 0..150 {
        let _ = writeln!(
            text,
            "  Route<Http> -> {{ <Get>/pages/number{page} -> localhost:app => &; }}"
        );
    }
    text + "}\n"
}

fn row(what: &str, mut ours: impl FnMut(), mut theirs: impl FnMut()) {
    let (our_count, their_count) = (count(&mut ours), count(&mut theirs));
    let (mut our_times, mut their_times) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        our_times.push(time(&mut ours, our_count));
        their_times.push(time(&mut theirs, their_count));
    }
    let (ours, theirs) = (median(our_times), median(their_times));
    println!(
        "| {what} | {} | {} | {:.0} |",
        micros(ours),
        micros(theirs),
        theirs / ours
    );
}

/// How often it can be done in a round.
fn count(run: &mut impl FnMut()) -> u32 {
    let mut count = 1;
    loop {
        let took = f64::from(count) * time(run, count);
        if took * 10.0 > ROUND.as_secs_f64() {
            return (f64::from(count) * ROUND.as_secs_f64() / took).ceil() as u32;
        }
        count *= 4;
    }
}

/// Seconds each.
fn time(run: &mut impl FnMut(), count: u32) -> f64 {
    let start = Instant::now();
    for _ in 0..count {
        run();
    }
    start.elapsed().as_secs_f64() / f64::from(count)
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

fn micros(seconds: f64) -> String {
    format!("{:.2} µs", seconds * 1e6)
}
