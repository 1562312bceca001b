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
    assert_eq!(whole.took, "10.000 ms");
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
fn what_is_too_much_is_counted() {
    let mut sample = Sample::new();
    let ann = sample.child(1, "ann", orrery_space::Kind::User);
    sample.sent(0, 1, WaveKind::Signal, ann, ann);
    for wave in 2..=(MOST as u64 + 10) {
        sample.caused(wave, wave, WaveKind::Signal, ann, ann, Some(wave - 1));
    }
    let course = course(&sample.ledger, WaveNo(1)).unwrap();
    assert_eq!((course.bars.len(), course.more), (MOST, 10));
    let places = course.bars.iter().flat_map(|bar| &bar.parts);
    assert!(
        places
            .into_iter()
            .all(|part| part.from <= part.to && u64::from(part.to) <= WIDTH)
    );
}
