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
    for befell in [Drawn::Held(WaveKind::Ping), Drawn::Twice(WaveKind::Ping)] {
        assert!(drawn.contains(&befell), "{befell:?}");
    }
}

/// Whatever a look can say of a Wave on its way is said by some sign.
#[test]
fn every_part_of_a_look_is_explained() {
    let picture = picture();
    let looks: Vec<Look> = picture.trails.hops.iter().map(|(_, s)| s.look).collect();
    let parts: [fn(&Look) -> bool; 3] = [|l| l.refused, |l| l.held, |l| l.twice];
    for (at, part) in parts.into_iter().enumerate() {
        assert!(looks.iter().any(part), "{at}");
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
    // and what stands before a Wave, eleven pixels from its middle at most
    let held = picture.trails.hops.iter().map(|(_, s)| s);
    for segment in held.filter(|segment| segment.look.held) {
        let [from, to] = [segment.from, segment.to].map(|node| picture.on_canvas(node));
        let (from, to) = (from.expect("placed").x, to.expect("placed").x);
        let bar = from + (to - from) * segment.goal + 11.0;
        assert_eq!((from / SIDE).floor(), (bar / SIDE).floor());
    }
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
