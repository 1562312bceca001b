#![allow(clippy::unwrap_used, clippy::expect_used)]

use orrery_hyperspace::trace::{Event, ParticleNo, WaveNo};
use orrery_space::{Kind, Point, Segment, WaveKind};

use super::*;
use crate::sample::Sample;

fn places(sky: &Sky) -> Vec<(u32, Place)> {
    let orbits = Orbits::of(sky);
    sky.particles()
        .filter_map(|p| Some((p.particle.0, orbits.place(p.particle)?)))
        .collect()
}

/// A tree in which every `n`-th node has children of its own.
fn grown(count: u32) -> Sample {
    let mut sample = Sample::new();
    for i in 0..count {
        let parent = 1 + (i * i + 3 * i) % (i / 3 + 1);
        sample.child(parent, &format!("n{i}"), Kind::Base);
    }
    sample
}

#[test]
fn the_same_tables_give_the_same_places() {
    assert_eq!(Orbits::of(&grown(200).sky), Orbits::of(&grown(200).sky));
}

#[test]
fn every_place_is_a_number_and_within_the_rim() {
    for count in [0, 1, 5, 60, 900] {
        let sample = grown(count);
        let orbits = Orbits::of(&sample.sky);
        assert_eq!(places(&sample.sky).len() as u32, count + 2);
        for (no, place) in places(&sample.sky) {
            assert!(
                place.x.is_finite() && place.y.is_finite() && place.size > 0.0,
                "{no}"
            );
            assert!(
                place.distance(Place::default()) < orbits.rim,
                "{no} is outside of the rim"
            );
        }
    }
}

#[test]
fn siblings_and_their_families_do_not_overlap() {
    for count in [3, 9, 30, 120, 700] {
        let all = places(&grown(count).sky);
        for (i, (a, here)) in all.iter().enumerate() {
            for (b, there) in &all[i + 1..] {
                let apart = here.distance(*there);
                assert!(
                    apart > here.size + there.size,
                    "{a} and {b} of {count}: {apart}"
                );
            }
        }
    }
}

#[test]
fn one_more_sibling_moves_nobody_while_there_is_a_seat() {
    let mut sample = Sample::new();
    for i in 0..4 {
        sample.child(1, &format!("n{i}"), Kind::Base);
    }
    let before = places(&sample.sky);
    sample.child(1, "n4", Kind::Base);
    let after = places(&sample.sky);
    assert_eq!(before, after[..before.len()]);
}

#[test]
fn however_many_come_the_angle_stays() {
    let mut sample = Sample::new();
    let first = sample.child(1, "first", Kind::Base);
    let angle = |sky: &Sky| {
        let orbits = Orbits::of(sky);
        let middle = orbits.place(ParticleNo(1)).unwrap();
        let place = orbits.place(ParticleNo(first)).unwrap();
        (place.y - middle.y).atan2(place.x - middle.x)
    };
    let before = angle(&sample.sky);
    for i in 0..300 {
        sample.child(1, &format!("n{i}"), Kind::Base);
        assert!((angle(&sample.sky) - before).abs() < 1.0e-3, "after {i}");
    }
}

#[test]
fn infrastructure_is_not_in_this_view_until_it_is_used() {
    let mut sample = Sample::new();
    let root = 0;
    let hyperspace = sample.child(root, "hyperspace", Kind::Space);
    let users = sample.child(hyperspace, "users", Kind::Base);
    let executor = sample.register(Point::executor(), Kind::Global, None);
    let place = |sample: &Sample, no| Orbits::of(&sample.sky).place(ParticleNo(no));
    assert_eq!(place(&sample, users), None);
    assert_eq!(place(&sample, executor), None);
    sample.sent(5, 1, WaveKind::Ping, 1, executor);
    let star = orrery_hyperspace::trace::StarNo(2);
    let (wave, particle) = (WaveNo(1), ParticleNo(executor));
    sample.tell(
        6,
        Event::Delivered {
            wave,
            star,
            particle,
        },
    );
    let there = place(&sample, executor).unwrap();
    assert!(there.y > 0.0 && there.distance(Place::default()) < Orbits::of(&sample.sky).rim);
}

#[test]
fn ten_thousand_children_have_a_seat_each() {
    let mut sample = Sample::new();
    let home = sample.ledger.particle(ParticleNo(1)).unwrap().point.clone();
    for i in 0..10_000 {
        let point = home.push(Segment::Base(format!("n{i}").into()));
        sample.register(point, Kind::Base, Some(1));
    }
    let mut all: Vec<_> = places(&sample.sky)
        .into_iter()
        .map(|(_, place)| ((place.x * 1.0e4) as i64, (place.y * 1.0e4) as i64))
        .collect();
    all.sort_unstable();
    all.dedup();
    assert_eq!(all.len(), 10_002);
}
