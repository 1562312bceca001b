#![allow(clippy::unwrap_used, clippy::expect_used)]

use crate::sample::Sample;

use super::*;

/// The Waves at which it stops while Waves 10 to 13 go their way, each with the moment.
fn stops(filter: &str) -> Vec<(u64, u64)> {
    let mut sample = Sample::new();
    sample.relayed();
    let mut ledger = Ledger::default();
    let mut breakpoint = Breakpoint::of(filter).unwrap();
    let mut stops = Vec::new();
    for record in &sample.records {
        ledger.apply(record);
        breakpoint.watch(&ledger, record);
        let hits = breakpoint.take_hits();
        stops.extend(hits.iter().map(|hit| (hit.0, record.at.0 / 1_000_000)));
    }
    stops
}

#[test]
fn a_wave_is_news_when_it_first_is_so() {
    for (filter, at) in [
        ("kind:Ping", vec![(10, 1), (11, 3)]),
        // when it ends
        ("status:>=400", vec![(11, 4)]),
        ("is:refused", vec![(11, 4)]),
        ("-is:flying kind:Ping", vec![(10, 2), (11, 4)]),
        ("took:>=1ms kind:Ping", vec![(10, 2), (11, 4)]),
        // on its way, and when it is answered
        ("hops:1", vec![(10, 1), (13, 6)]),
        ("is:answered", vec![(11, 4), (10, 6)]),
        ("kind:Ripple", vec![]),
    ] {
        assert_eq!(stops(filter), at, "{filter}");
    }
}

#[test]
fn what_was_so_before_is_no_news() {
    let mut sample = Sample::new();
    sample.relayed();
    let mut breakpoint = Breakpoint::of("from:localhost:relay").unwrap();
    breakpoint.settle(&sample.ledger);
    sample.delivered(12_000_000, 13, 3, 2);
    breakpoint.watch(&sample.ledger, sample.records.last().unwrap());
    assert!(!breakpoint.has_hits());
}

#[test]
fn it_says_why_time_stands() {
    let breakpoint = Breakpoint::of("  kind:Ping ").unwrap();
    assert_eq!(
        breakpoint.words(&[WaveNo(812)]),
        "stopped at Wave 812: matches `kind:Ping`"
    );
    assert_eq!(
        breakpoint.words(&[WaveNo(812), WaveNo(813)]),
        "stopped at Wave 812 and 1 more: they match `kind:Ping`"
    );
}

#[test]
fn what_is_wrong_with_it_is_said() {
    for (text, says) in [
        ("status:no", "expected a number"),
        ("colour:red", "nothing that a Wave has"),
        ("  ", "expected what a Wave must be"),
    ] {
        let wrong = Breakpoint::of(text).unwrap_err();
        assert!(wrong.contains(says), "{wrong}");
    }
}
