#![allow(clippy::unwrap_used, clippy::expect_used)]

use orrery_space::Kind;

use super::*;
use crate::sample::Sample;

fn village() -> Picture {
    let mut sample = Sample::new();
    for name in ["ann", "bob", "cleo", "echo"] {
        sample.child(1, name, Kind::Mechtron);
    }
    let mut picture = Picture::default();
    picture.still = true;
    picture.resize(900.0, 700.0);
    picture.learn(&mut sample.sky, false);
    picture.animate(16.0);
    picture
}

#[test]
fn what_is_fitted_is_framed_whole_and_what_is_near_in_part() {
    let mut picture = village();
    let map = Minimap::of(&picture, 160, 100);
    assert!(map.marks() >= 6);
    let all = map.frame(&picture);
    assert!(
        all.right - all.left > 100.0 || all.bottom - all.top > 60.0,
        "{all:?}"
    );
    picture.zoom(4.0, 450.0, 350.0);
    let part = map.frame(&picture);
    assert!(
        part.right - part.left < (all.right - all.left) / 1.9,
        "{part:?}"
    );
    assert!(part.left >= 0.0 && part.bottom <= 100.0);
}

#[test]
fn looking_at_a_place_of_the_map_puts_it_into_the_middle() {
    let mut picture = village();
    let map = Minimap::of(&picture, 160, 100);
    picture.zoom(6.0, 450.0, 350.0);
    let (x, y) = map.place(40.0, 30.0);
    picture.look_there(x, y);
    let frame = map.frame(&picture);
    let middle = (
        (frame.left + frame.right) / 2.0,
        (frame.top + frame.bottom) / 2.0,
    );
    assert!(
        (middle.0 - 40.0).abs() < 0.1 && (middle.1 - 30.0).abs() < 0.1,
        "{frame:?}"
    );
    assert!(picture.is_touched());
}

#[test]
fn every_mark_is_a_dot() {
    let picture = village();
    let map = Minimap::of(&picture, 160, 100);
    let pixels = map.paint(&picture, [1, 2, 3]);
    assert_eq!(pixels.len(), 160 * 100 * 4);
    let dots = pixels
        .chunks_exact(4)
        .filter(|pixel| pixel[3] == 255)
        .count();
    assert!(dots >= map.marks(), "{dots}");
    assert!(
        pixels
            .chunks_exact(4)
            .filter(|p| p[3] == 255)
            .all(|p| p[..3] == [1, 2, 3])
    );
}
