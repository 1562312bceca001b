#![allow(clippy::unwrap_used, clippy::expect_used)]

use orrery_space::WaveKind;

use super::*;
use crate::segment::{Look, Mark, OPEN};

fn segment(part: f32, goal: f32) -> Segment {
    Segment {
        from: 3,
        to: 4,
        start: 10.0,
        duration: 4.0,
        part,
        goal,
        hold: OPEN,
        bend: 0.2,
        look: Look {
            mark: Mark::Cross,
            ..Look::of(WaveKind::Pong, true)
        },
    }
}

#[test]
fn a_ring_keeps_the_last_segments_and_says_what_changed() {
    let mut ring = Ring::default();
    for i in 0..CAPACITY as u64 + 3 {
        ring.push(WaveNo(i), segment(0.0, 1.0), 1.0, 2.0, [1.0, 2.0]);
    }
    assert_eq!(ring.len(), CAPACITY);
    assert_eq!(ring.iter().next().unwrap().0, WaveNo(3));
    assert_eq!(ring.used(), [(3, CAPACITY - 3), (0, 3)]);
    ring.take_dirty();
    let slot = ring.push(WaveNo(9), segment(0.0, 1.0), 5.0, 6.5, [5.0, 6.0]);
    assert_eq!(ring.take_dirty(), [(0, CHUNK)]);
    ring.hold(slot, 6.5);
    assert_eq!(ring.take_dirty(), [(0, CHUNK)]);
    assert_eq!(ring.take_dirty(), []);
    ring.dirty_all();
    assert_eq!(ring.take_dirty(), [(0, CAPACITY)]);
    let (wave, last) = ring.iter().next_back().unwrap();
    assert_eq!(
        (wave, last.start, last.duration, last.hold),
        (WaveNo(9), 5.0, 1.5, 6.5)
    );
}

#[test]
fn what_is_over_is_let_go_and_times_are_counted_anew() {
    let mut ring = Ring::default();
    let over = ring.push(WaveNo(1), segment(0.0, 1.0), 1.0, 2.0, [1.0, 2.0]);
    ring.hold(over, 2.0);
    ring.push(
        WaveNo(2),
        segment(0.0, 1.0),
        9_000.0,
        9_002.0,
        [9_000.0, 9_001.0],
    );
    assert_eq!(ring.census(1.5).0, 1);
    ring.retire(9_001.0, 0.5);
    assert_eq!(ring.len(), 1);
    let (wave, flying) = ring.iter().next().unwrap();
    assert_eq!(wave, WaveNo(2));
    assert_eq!(flying.progress(ring.at(9_001.0)), Some(0.5));
    assert_eq!(flying.hold, OPEN);
    assert_eq!(ring.census(9_001.0).0, 1);
}

#[test]
fn settled_segments_are_where_they_truly_are() {
    let mut ring = Ring::default();
    ring.push(WaveNo(1), segment(0.0, 1.0), 50.0, 90.0, [10.0, 12.0]);
    ring.settle();
    let (_, truly) = ring.iter().next().unwrap();
    assert_eq!((truly.start, truly.duration), (10.0, 2.0));
}

#[test]
fn a_segment_that_is_cut_ends_where_its_head_is() {
    let mut ring = Ring::default();
    let slot = ring.push(WaveNo(1), segment(0.2, 0.6), 10.0, 14.0, [10.0, 13.0]);
    let (then, part, ends) = ring.cut(slot, 11.0).unwrap();
    assert_eq!((then, ends), (11.0, 13.0));
    assert!((part - 0.3).abs() < 1.0e-6, "{part}");
    let (_, left) = ring.iter().next().unwrap();
    assert_eq!((left.duration, left.part, left.goal), (1.0, 0.2, part));
    // one that has not set out stays where it begins, one that is there stays there
    let waits = ring.push(WaveNo(2), segment(0.2, 0.6), 20.0, 24.0, [10.0, 13.0]);
    assert_eq!(ring.cut(waits, 11.0).unwrap().1, 0.2);
    let there = ring.push(WaveNo(3), segment(0.2, 0.6), 10.0, 10.0, [10.0, 10.0]);
    assert_eq!(ring.cut(there, 10.0), Some((10.0, 0.6, 10.0)));
}
