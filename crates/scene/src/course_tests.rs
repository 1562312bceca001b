#![allow(clippy::unwrap_used, clippy::expect_used)]

use orrery_space::WaveKind;

use crate::sample::Sample;

use super::*;

#[test]
fn whatever_wave_is_asked_for_its_whole_course_is_shown() {
    let mut sample = Sample::new();
    sample.relayed();
    let whole = course(&sample.ledger, WaveNo(10)).unwrap();
    let bars: Vec<(u64, u8)> = whole
        .bars
        .iter()
        .map(|bar| (bar.wave.0, bar.depth))
        .collect();
    assert_eq!(bars, [(10, 0), (11, 1), (12, 2), (13, 1)]);
    for wave in 11..=13 {
        assert_eq!(course(&sample.ledger, WaveNo(wave)).as_ref(), Some(&whole));
    }
    assert_eq!(whole.says, "4 Waves, 10.000 ms in all");
    let first = &whole.bars[0];
    assert_eq!(first.label, "Ping localhost:relay Ext<Say>");
    let parts: Vec<_> = first
        .parts
        .iter()
        .map(|part| (part.what, part.from, part.to))
        .collect();
    assert_eq!(
        parts,
        [
            (What::Way, 0, 1_000),
            (What::Lane, 0, 1_000),
            (What::Served, 1_000, 5_000)
        ]
    );
    assert_eq!(whole.bars[1].after, "+2.000 ms");
    assert!(whole.bars[1].bad);
}

#[test]
fn of_long_ago_there_are_the_waves_and_it_says_that_their_lanes_are_not_kept() {
    let mut sample = Sample::new();
    sample.relayed();
    let whole = course(&sample.ledger, WaveNo(12)).unwrap();
    for wave in 100..100 + crate::recent::ENDED as u64 {
        sample.sent(20_000_000, wave, WaveKind::Signal, 2, 3);
        sample.delivered(20_000_000, wave, 0, 3);
    }
    let old = course(&sample.ledger, WaveNo(12)).unwrap();
    assert_eq!(old.bars.len(), whole.bars.len());
    assert!(
        old.says
            .ends_with("at the birth of a Wave they are there again"),
        "{}",
        old.says
    );
}

#[test]
fn what_is_too_much_is_counted() {
    let mut sample = Sample::new();
    let ann = sample.child(1, "ann", orrery_space::Kind::User);
    sample.sent(0, 1, WaveKind::Signal, ann, ann);
    for wave in 2..=(MOST as u64 + 10) {
        sample.caused(wave, wave, WaveKind::Signal, ann, ann, Some(wave - 1));
    }
    let course = course(&sample.ledger, WaveNo(1)).unwrap();
    assert_eq!(course.bars.len(), MOST);
    assert_eq!(course.says, "300 Waves, and 10 more, 310 ns in all");
    let places = course.bars.iter().flat_map(|bar| &bar.parts);
    assert!(
        places
            .into_iter()
            .all(|part| part.from <= part.to && u64::from(part.to) <= WIDTH)
    );
}
