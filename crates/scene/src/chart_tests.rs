#![allow(clippy::unwrap_used, clippy::expect_used)]

use orrery_hyperspace::trace::{Event, ParticleNo};
use orrery_space::kind::StarSub;
use orrery_space::{Kind, StarKey};

use super::*;
use crate::sample::Sample;

fn crowd(count: u32) -> Sample {
    let mut sample = Sample::new();
    for i in 0..count {
        sample.child(1, &format!("n{i}"), Kind::Base);
    }
    sample
}

#[test]
fn the_same_tables_give_the_same_chart() {
    assert_eq!(
        Chart::of(&crowd(50).sky, false),
        Chart::of(&crowd(50).sky, false)
    );
}

#[test]
fn stars_stand_apart_and_nexuses_in_the_middle() {
    let sample = crowd(0);
    let chart = Chart::of(&sample.sky, false);
    let stars: Vec<_> = sample
        .sky
        .stars()
        .map(|s| (s.face.glyph, chart.star(s.star).unwrap()))
        .collect();
    let distance = |place: &Place| place.distance(Place::default());
    let farthest = stars
        .iter()
        .filter(|(kind, _)| *kind == Glyph::Nexus)
        .map(|(_, place)| distance(place))
        .fold(0.0, f32::max);
    for (i, (kind, place)) in stars.iter().enumerate() {
        assert!(place.x.is_finite() && place.y.is_finite());
        assert!(*kind == Glyph::Nexus || distance(place) > farthest);
        assert!(distance(place) < chart.rim);
        for (_, other) in &stars[i + 1..] {
            assert!(place.distance(*other) >= 2.0 * FAR, "{place:?} {other:?}");
        }
    }
}

#[test]
fn marks_at_a_star_do_not_overlap_and_stay_near_it() {
    for count in [1, 40, 600] {
        let sample = crowd(count);
        let chart = Chart::of(&sample.sky, false);
        let all: Vec<_> = sample
            .sky
            .particles()
            .map(|p| {
                (
                    p.star.unwrap(),
                    chart.particles[p.particle.index()].unwrap(),
                )
            })
            .collect();
        for (i, (star, place)) in all.iter().enumerate() {
            let away = place.distance(chart.star(*star).unwrap());
            assert!((STAR..=FAR + 0.01).contains(&away), "{away}");
            for (_, other) in &all[i + 1..] {
                assert!(place.distance(*other) > place.size + other.size, "{count}");
            }
        }
    }
}

#[test]
fn one_more_mark_moves_no_other() {
    let before = Chart::of(&crowd(9).sky, false);
    let after = Chart::of(&crowd(10).sky, false);
    assert_eq!(
        before.particles[..],
        after.particles[..before.particles.len()]
    );
    assert_eq!(before.stars, after.stars);
}

#[test]
fn machines_are_groups_of_their_own() {
    let mut sample = crowd(0);
    for (i, kind) in (7u16..).zip([StarSub::Nexus, StarSub::Jump, StarSub::Fold]) {
        sample.tell(
            0,
            Event::Star {
                star: StarNo(i),
                key: StarKey::new("far", "star", i),
                kind,
                machine: "far".into(),
            },
        );
    }
    let chart = Chart::of(&sample.sky, false);
    let side = |star: u16| chart.star(StarNo(star)).unwrap().x.is_sign_positive();
    assert_ne!(side(7), side(0));
    assert_eq!(chart.particles.get(ParticleNo(900).index()), None);
}
