#![allow(clippy::unwrap_used, clippy::expect_used)]

use super::*;

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
fn a_curve_begins_and_ends_at_its_ends() {
    let a = Place {
        x: 1.0,
        y: 2.0,
        size: 0.5,
    };
    let b = Place {
        x: -4.0,
        y: 7.0,
        size: 0.5,
    };
    for bend in [0.0, 0.2, -0.7] {
        assert_eq!(curve(a, b, bend, 0.0), (a.x, a.y));
        assert_eq!(curve(a, b, bend, 1.0), (b.x, b.y));
    }
    let (x, y) = curve(a, a, 0.2, 1.0);
    assert!((x - a.x).abs() < 1.0e-5 && (y - a.y).abs() < 1.0e-5);
}

#[test]
fn progress_goes_from_part_to_goal_and_waits_there() {
    let segment = segment(0.25, 0.75);
    assert_eq!(segment.progress(9.9), None);
    assert_eq!(segment.progress(10.0), Some(0.25));
    assert_eq!(segment.progress(12.0), Some(0.5));
    assert_eq!(segment.progress(14.0), Some(0.75));
    assert_eq!(segment.progress(1000.0), Some(0.75));
    assert_eq!(
        Segment {
            hold: 14.0,
            ..segment
        }
        .progress(14.0),
        None
    );
    assert_eq!(
        Segment {
            duration: 0.0,
            ..segment
        }
        .progress(10.1),
        Some(0.75)
    );
}

#[test]
fn every_look_is_read_as_it_was_written() {
    for kind in [WaveKind::Ping, WaveKind::Pong, WaveKind::Signal] {
        for refused in [false, true] {
            for mark in [Mark::Wave, Mark::Cross, Mark::Pulse, Mark::Fade] {
                for (held, twice) in [(false, false), (true, false), (false, true), (true, true)] {
                    let look = Look {
                        kind,
                        refused,
                        mark,
                        held,
                        twice,
                    };
                    assert_eq!(Look::from_code(look.code()), look);
                }
            }
        }
    }
}
