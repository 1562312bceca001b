use orrery_space::WaveKind;

use super::*;

fn drawn() -> Vec<Drawn> {
    LEGEND
        .iter()
        .flat_map(|group| group.signs)
        .map(|sign| sign.drawn)
        .collect()
}

#[test]
fn every_shape_of_the_stage_is_explained() {
    let drawn = drawn();
    for glyph in Glyph::ALL {
        assert!(
            drawn.contains(&Drawn::Mark(*glyph, Halo::None)),
            "{glyph:?}"
        );
    }
    for halo in [
        Halo::None,
        Halo::Dotted,
        Halo::Dashed,
        Halo::Halves,
        Halo::Struck,
        Halo::Thin,
    ] {
        assert!(drawn.contains(&Drawn::Mark(Glyph::Base, halo)), "{halo:?}");
    }
}

#[test]
fn every_wave_and_end_is_explained() {
    let drawn = drawn();
    for kind in [
        WaveKind::Ping,
        WaveKind::Pong,
        WaveKind::Ripple,
        WaveKind::Echo,
        WaveKind::Signal,
    ] {
        assert!(drawn.contains(&Drawn::Wave(kind)), "{kind:?}");
    }
    for mark in [Mark::Pulse, Mark::Cross, Mark::Fade] {
        assert!(drawn.contains(&Drawn::Left(mark)), "{mark:?}");
    }
}

#[test]
fn each_sign_lies_in_its_square() {
    let picture = picture();
    let now = picture.trails.hops.at(MOMENT);
    assert!(picture.trails.hops.iter().all(|(_, segment)| {
        let [from, to] = [segment.from, segment.to].map(|node| picture.on_canvas(node));
        let (from, to) = (from.expect("placed").x, to.expect("placed").x);
        segment.progress(now).is_some() && (from / SIDE).floor() == (to / SIDE).floor()
    }));
    assert_eq!(picture.camera.width, count() as f32 * SIDE);
}

#[test]
fn words_are_said_once() {
    let mut words: Vec<&str> = LEGEND
        .iter()
        .flat_map(|group| group.signs)
        .map(|sign| sign.word)
        .collect();
    words.sort_unstable();
    let all = words.len();
    words.dedup();
    assert_eq!(words.len(), all);
}
