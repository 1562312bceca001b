#![allow(clippy::unwrap_used, clippy::expect_used)]

use orrery_hyperspace::LaneFault;
use orrery_hyperspace::trace::{Event, ParticleNo, StarNo, WaveNo};
use orrery_space::{Kind, WaveKind};

use super::*;
use crate::sample::Sample;

fn drawn(sample: &mut Sample) -> Picture {
    let mut picture = Picture {
        still: true,
        ..Picture::default()
    };
    picture.resize(900.0, 700.0);
    picture.trails.pace(0.002, false);
    picture.learn(&mut sample.sky, false);
    picture.animate(16.0);
    picture
}

fn village() -> Sample {
    let mut sample = Sample::new();
    for name in ["ann", "bob", "cleo", "echo"] {
        sample.child(1, name, Kind::Mechtron);
    }
    sample
}

#[test]
fn pick_finds_what_is_at_its_own_place() {
    let mut sample = village();
    let mut picture = drawn(&mut sample);
    for view in [View::Universal, View::Hyperversal] {
        picture.look_at(view);
        picture.animate(16.0);
        let mut seen = 0;
        for (node, subject) in picture.nodes().subjects().iter().enumerate() {
            if let Some(place) = picture.on_canvas(node as u32) {
                assert_eq!(
                    picture.pick(place.x, place.y, 0.0),
                    Some(*subject),
                    "{view:?}"
                );
                seen += 1;
            }
        }
        assert!(seen >= 6, "{seen} in {view:?}");
        assert_eq!(picture.pick(-500.0, -500.0, 0.0), None);
    }
}

#[test]
fn pick_finds_a_wave_on_its_way() {
    let mut sample = village();
    sample.sent(0, 7, WaveKind::Ping, 2, 4);
    sample.hop(0, 7, 2, 0, 1_000_000);
    let picture = drawn(&mut sample);
    let (_, segment) = picture.trails.arcs.iter().next().unwrap();
    let now = 0.5;
    let part = segment.progress(picture.trails.arcs.at(now)).unwrap();
    let a = picture.on_canvas(segment.from).unwrap();
    let b = picture.on_canvas(segment.to).unwrap();
    let (x, y) = crate::segment::curve(a, b, segment.bend, part);
    assert_eq!(picture.pick(x, y, now), Some(Subject::Wave(WaveNo(7))));
}

#[test]
fn changing_the_view_keeps_the_choice_and_changes_in_time() {
    let mut sample = village();
    let mut picture = drawn(&mut sample);
    picture.still = false;
    let chosen = Some(Subject::Particle(ParticleNo(3)));
    picture.choose(chosen, &sample.sky);
    picture.look_at(View::Hyperversal);
    assert!(picture.animate(MORPH / 2.0));
    assert!((picture.camera.mix - 0.5).abs() < 0.01);
    picture.animate(MORPH);
    assert_eq!(picture.camera.mix, 1.0);
    assert_eq!(picture.chosen(), chosen);
    assert!(picture.chosen_node().is_some());
}

#[test]
fn the_camera_shows_all_until_a_person_moves_it() {
    let mut sample = village();
    let mut picture = drawn(&mut sample);
    for node in 0..picture.nodes().subjects().len() as u32 {
        if let Some(place) = picture.on_canvas(node) {
            assert!((0.0..900.0).contains(&place.x) && (0.0..700.0).contains(&place.y));
        }
    }
    picture.pan(10.0, 0.0);
    let lens = picture.camera.universal;
    for i in 0..60 {
        sample.child(1, &format!("n{i}"), Kind::Base);
    }
    picture.learn(&mut sample.sky, false);
    picture.animate(1000.0);
    assert_eq!(picture.camera.universal, lens);
    picture.fit();
    picture.animate(1000.0);
    assert_ne!(picture.camera.universal, lens);
}

#[test]
fn a_new_beginning_forgets_everything() {
    let mut sample = village();
    let mut picture = drawn(&mut sample);
    let mut again = Sample::new();
    picture.learn(&mut again.sky, false);
    picture.animate(16.0);
    assert_eq!(picture.nodes().subjects().len(), 7 + 2);
    assert!(picture.trails.arcs.is_empty());
}

#[test]
fn what_is_uploaded_has_the_length_that_it_says() {
    let mut sample = village();
    let mut picture = drawn(&mut sample);
    let nodes = picture.nodes().subjects().len();
    assert_eq!(picture.texels().len(), nodes * NODE_FLOATS);
    assert_eq!(picture.mark_floats().len(), nodes * MARK_FLOATS);
    assert_eq!(picture.links().len() % LINK_FLOATS, 0);
    assert_eq!(picture.circles().len() % CIRCLE_FLOATS, 0);
    assert!(picture.texels().iter().all(|number| number.is_finite()));
    assert_eq!(
        picture.take_changed(),
        Changed {
            places: true,
            marks: true,
            lines: true
        }
    );
    assert_eq!(picture.take_changed(), Changed::default());
}

#[test]
fn arrow_keys_walk_from_mark_to_mark() {
    let mut sample = village();
    let picture = drawn(&mut sample);
    let first = picture.neighbour(None, 1.0, 0.0);
    assert!(first.is_some());
    let mut reached: Vec<Subject> = first.into_iter().collect();
    for _ in 0..8 {
        for from in reached.clone() {
            for (dx, dy) in [(1.0, 0.0), (-1.0, 0.0), (0.0, 1.0), (0.0, -1.0)] {
                reached.extend(picture.neighbour(Some(from), dx, dy));
            }
        }
        reached.sort_unstable();
        reached.dedup();
    }
    assert_eq!(reached.len(), 6, "{reached:?}");
}

#[test]
fn a_lane_is_found_between_its_stars() {
    let mut sample = village();
    let mut picture = drawn(&mut sample);
    picture.look_at(View::Hyperversal);
    picture.animate(16.0);
    let lane = sample.sky.lanes().next().unwrap().clone();
    let at = |star: StarNo| {
        picture
            .on_canvas(picture.nodes().star(star).unwrap())
            .unwrap()
    };
    let middle = at(lane.a).toward(at(lane.b), 0.4);
    assert_eq!(
        picture.pick_lane(middle.x, middle.y, &sample.sky),
        Some(lane.lane)
    );
}

#[test]
fn what_is_chosen_comes_into_view() {
    let mut sample = village();
    let mut picture = drawn(&mut sample);
    picture.pan(5_000.0, 0.0);
    let chosen = Subject::Particle(ParticleNo(3));
    let node = picture.nodes().of(chosen).unwrap();
    assert!(picture.on_canvas(node).unwrap().x > 900.0);
    picture.choose(Some(chosen), &sample.sky);
    picture.animate(1000.0);
    let place = picture.on_canvas(node).unwrap();
    assert!((place.x - 450.0).abs() < 1.0 && (place.y - 350.0).abs() < 1.0);
}

#[test]
fn a_lane_looks_like_what_is_wrong_with_it() {
    let mut sample = village();
    let mut picture = drawn(&mut sample);
    let lane = sample.sky.lanes().next().unwrap().lane;
    let count = |picture: &Picture, style: LinkStyle| {
        let styles = picture.links().chunks(4).map(|link| link[2]);
        styles.filter(|s| *s == f32::from(style as u8)).count()
    };
    for (fault, cut, faulty, said) in [
        (LaneFault::Lose(100_000), 0, 1, vec!["loses 0.1"]),
        (LaneFault::Lose(500_000), 0, 1, vec!["loses 0.5"]),
        (LaneFault::Cut, 1, 0, vec!["loses 0.5", "is cut"]),
        (LaneFault::Mended, 0, 0, vec![]),
    ] {
        sample.tell(1, Event::Fault { lane, fault });
        picture.learn(&mut sample.sky, false);
        assert_eq!(count(&picture, LinkStyle::CutLane), cut, "{fault}");
        assert_eq!(count(&picture, LinkStyle::FaultyLane), faulty, "{fault}");
        let sheet = crate::inspect::inspect(&sample.ledger, Subject::Lane(lane), &[]).unwrap();
        let faults = sheet.sections.iter().find(|s| s.name == "Faults");
        let rows = faults.map_or(&[][..], |section| &section.rows[..]);
        let values: Vec<&str> = rows.iter().map(|row| row.value.as_str()).collect();
        assert_eq!(values, said, "{fault}");
    }
}

#[test]
fn what_ended_long_before_another_moment_is_not_drawn_at_it() {
    let past = || {
        let mut sample = Sample::new();
        let (a, b) = (
            sample.child(1, "a", Kind::App),
            sample.child(1, "b", Kind::App),
        );
        for wave in 1..20 {
            sample.sent(wave * 1_000, wave, WaveKind::Signal, a, b);
            sample.delivered(wave * 1_000 + 500, wave, 2, b);
        }
        sample.tell(50_000_000, Event::Calm);
        sample.sky
    };
    let mut picture = Picture::default();
    picture.trails.pace(0.01, true);
    picture.learn(&mut past(), true);
    // another sky: another moment is looked at
    picture.learn(&mut past(), true);
    picture.trails.retire(50.0, crate::ring::CAPACITY);
    assert_eq!(picture.trails.arcs.census(50.0).0, 0);
}

#[test]
fn among_very_many_who_comes_takes_a_place_a_little_later() {
    let mut sample = Sample::new();
    for no in 0..5_000 {
        sample.child(1, &format!("p{no}"), Kind::Base);
    }
    let mut picture = drawn(&mut sample);
    let laid_out = picture.arranged();
    let mut counts = Vec::new();
    for frame in 0..130 {
        sample.child(1, &format!("late{frame}"), Kind::Base);
        picture.learn(&mut sample.sky, false);
        picture.animate(16.0);
        counts.push(picture.arranged() - laid_out);
    }
    // two seconds have passed, in which 130 have come
    assert_eq!(counts.last(), Some(&2));
    for _ in 0..63 {
        picture.learn(&mut sample.sky, false);
        picture.animate(16.0);
    }
    let placed = picture.nodes().subjects().len();
    assert!((0..placed as u32).all(|node| picture.place(node).is_some()));
    // few have theirs at once
    let mut few = village();
    let mut picture = drawn(&mut few);
    let laid_out = picture.arranged();
    few.child(1, "dora", Kind::Mechtron);
    picture.learn(&mut few.sky, false);
    assert_eq!(picture.arranged(), laid_out + 1);
}

#[test]
fn the_second_layout_of_a_view_moves_nobody_in_the_other() {
    let places = |picture: &Picture, view: View| -> Vec<Place> {
        let nodes = 0..picture.nodes().subjects().len() as u32;
        let both = nodes.filter_map(|node| picture.place(node));
        both.map(|both| both[view as usize]).collect()
    };
    for (view, other) in [
        (View::Universal, View::Hyperversal),
        (View::Hyperversal, View::Universal),
    ] {
        let mut sample = village();
        let mut picture = drawn(&mut sample);
        let before = [places(&picture, view), places(&picture, other)];
        picture.lay(view, true);
        picture.learn(&mut sample.sky, false);
        picture.animate(16.0);
        assert_ne!(places(&picture, view), before[0], "{view:?}");
        picture.lay(view, false);
        picture.learn(&mut sample.sky, false);
        picture.animate(16.0);
        assert_eq!(places(&picture, view), before[0], "{view:?}");
        assert_eq!(places(&picture, other), before[1], "{other:?}");
    }
}
