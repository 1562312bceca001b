#![allow(clippy::unwrap_used, clippy::expect_used)]

use orrery_space::Kind;

use super::*;
use crate::sample::Sample;

fn places(sample: &Sample) -> Vec<Place> {
    tidy(&sample.sky).places.into_iter().flatten().collect()
}

fn apart(places: &[Place]) {
    for (i, a) in places.iter().enumerate() {
        for b in &places[i + 1..] {
            assert!(a.distance(*b) > a.size + b.size, "{a:?} {b:?}");
        }
    }
}

#[test]
fn generations_stand_one_beside_the_other_and_nobody_upon_another() {
    let mut sample = Sample::new();
    for name in ["ann", "bob", "cleo"] {
        sample.child(1, name, Kind::App);
    }
    for parent in 2..5 {
        for name in ["a", "b", "c"] {
            sample.child(parent, name, Kind::Mechtron);
        }
    }
    let tree = tidy(&sample.sky);
    apart(&places(&sample));
    let at = |no| tree.place(ParticleNo(no)).unwrap();
    assert!(at(0).x < at(1).x && at(1).x < at(2).x && at(2).x < at(5).x);
    assert_eq!(at(2).x, at(3).x);
    assert!((at(3).y - at(8).y).abs() < 1.0e-3 || (at(3).y - at(9).y).abs() < 1.0e-3);
}

#[test]
fn a_large_family_of_leaves_stands_as_a_block() {
    let mut sample = Sample::new();
    for no in 0..400 {
        sample.child(1, &format!("p{no}"), Kind::Base);
    }
    let places = places(&sample);
    apart(&places);
    let high = places.iter().map(|p| p.y).fold(f32::MIN, f32::max)
        - places.iter().map(|p| p.y).fold(f32::MAX, f32::min);
    assert!(high < 60.0, "{high}");
}
