#![allow(clippy::unwrap_used, clippy::expect_used)]

use orrery_hyperspace::Moment;
use orrery_hyperspace::trace::{Event, LaneNo, Record, StarNo};
use orrery_space::StarKey;
use orrery_space::kind::StarSub;

use crate::chart::Chart;
use crate::layout::Place;
use crate::news::News;
use crate::{Ledger, Sky};

/// So many nexuses, joined by these lanes.
fn sky(stars: u16, lanes: &[(u16, u16)]) -> Sky {
    let (mut ledger, mut sky) = (Ledger::default(), Sky::default());
    let stars = (0..stars).map(|no| Event::Star {
        star: StarNo(no),
        key: StarKey::new("central", "nexus", no),
        kind: StarSub::Nexus,
        machine: "machine".into(),
    });
    let lanes = (0..).zip(lanes).map(|(no, (a, b))| Event::Lane {
        lane: LaneNo(no),
        a: StarNo(*a),
        b: StarNo(*b),
        latency: 1_000_000,
    });
    for event in stars.chain(lanes) {
        let record = Record {
            seq: ledger.seq(),
            at: Moment(0),
            event,
        };
        ledger.apply(&record);
        sky.learn(News::of(&record, &ledger).into_iter().collect());
    }
    sky
}

fn places(sky: &Sky) -> Vec<Place> {
    Chart::of(sky, true).stars.into_iter().flatten().collect()
}

/// One behind the other.
fn row(stars: u16) -> Sky {
    let lanes: Vec<_> = (1..stars).map(|no| (no - 1, no)).collect();
    sky(stars, &lanes)
}

#[test]
fn the_same_tables_give_the_same_places() {
    assert_eq!(Chart::of(&row(12), true), Chart::of(&row(12), true));
}

#[test]
fn who_is_more_lanes_apart_stands_farther_away() {
    let places = places(&row(5));
    let away: Vec<f32> = places
        .iter()
        .map(|place| place.distance(places[0]))
        .collect();
    for pair in away.windows(2) {
        assert!(pair[0] < pair[1], "{away:?}");
    }
}

#[test]
fn two_groups_that_one_lane_joins_stand_side_by_side() {
    // 0 to 4 all know each other, and so do 5 to 9; only 4 and 5 know each other
    let mut lanes = vec![(4, 5)];
    for group in [0, 5] {
        for a in 0..5 {
            for b in a + 1..5 {
                lanes.push((group + a, group + b));
            }
        }
    }
    let places = places(&sky(10, &lanes));
    let between = |a: usize, b: usize| places[a].distance(places[b]);
    for a in 0..4 {
        for b in 6..10 {
            assert!(between(a, 4) < between(a, b) && between(b, 5) < between(a, b));
        }
    }
}

#[test]
fn no_star_stands_on_another_and_all_are_within_the_rim() {
    for stars in [1, 2, 3, 12, 64] {
        let ring: Vec<_> = (0..stars).map(|no| (no, (no + 1) % stars)).collect();
        for sky in [row(stars), sky(stars, &[]), sky(stars, &ring)] {
            let chart = Chart::of(&sky, true);
            let places: Vec<_> = chart.stars.iter().flatten().collect();
            assert_eq!(places.len(), usize::from(stars));
            for (at, place) in places.iter().enumerate() {
                assert!(place.distance(Place::default()) < chart.rim, "{place:?}");
                for other in &places[at + 1..] {
                    // what moves around each has room
                    assert!(place.distance(**other) > 3.0, "{place:?} {other:?}");
                }
            }
        }
    }
}
