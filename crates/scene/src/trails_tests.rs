#![allow(clippy::unwrap_used, clippy::expect_used)]

use orrery_hyperspace::fault::Disturbance;
use orrery_hyperspace::trace::{Event, LaneNo};
use orrery_space::{Kind, StatusCode};

use super::*;
use crate::ring::CAPACITY;
use crate::sample::Sample;

/// Particles 2 (on star 4) and 3 (on star 5), with lanes over nexus 0 or 1.
fn two() -> (Sample, u32, u32, Trails) {
    let mut sample = Sample::new();
    let a = sample.child(1, "a", Kind::Base);
    let b = sample.child(1, "b", Kind::Base);
    let mut trails = Trails::default();
    trails.pace(0.002, false);
    (sample, a, b, trails)
}

fn learn(trails: &mut Trails, sample: &Sample, news: &News) {
    trails.apply(news, &sample.sky, &sample.nodes);
}

fn fly(sample: &mut Sample, trails: &mut Trails, a: u32, b: u32) {
    for news in [
        sample.sent(0, 1, WaveKind::Ping, a, b),
        sample.hop(0, 1, 4, 0, 1_000_000),
        sample.hop(1_000_000, 1, 0, 5, 1_000_000),
    ] {
        learn(trails, sample, &news);
    }
}

fn delivered(sample: &mut Sample, trails: &mut Trails, at: u64, wave: u64, to: u32) {
    let (wave, star, particle) = (WaveNo(wave), StarNo(5), ParticleNo(to));
    let news = sample.tell(
        at,
        Event::Delivered {
            wave,
            star,
            particle,
        },
    );
    let news = news.unwrap();
    learn(trails, sample, &news);
}

fn waves(ring: &Ring) -> Vec<Segment> {
    ring.iter()
        .map(|(_, s)| s)
        .filter(|s| s.look.mark == Mark::Wave)
        .collect()
}

#[test]
fn an_arc_begins_at_the_sender_and_ends_at_the_target_without_a_gap() {
    let (mut sample, a, b, mut trails) = two();
    fly(&mut sample, &mut trails, a, b);
    delivered(&mut sample, &mut trails, 2_000_000, 1, b);
    let arcs = waves(&trails.arcs);
    assert_eq!(arcs.first().unwrap().part, 0.0);
    assert_eq!(arcs.last().unwrap().goal, 1.0);
    for pair in arcs.windows(2) {
        assert_eq!(pair[0].goal, pair[1].part);
        assert!(pair[0].start + pair[0].duration <= pair[1].start + 1.0e-4);
        assert_eq!(pair[0].hold, pair[1].start);
    }
    let node = |no| sample.nodes.particle(ParticleNo(no)).unwrap();
    assert!(
        arcs.iter()
            .all(|arc| (arc.from, arc.to) == (node(a), node(b)))
    );
}

#[test]
fn a_third_of_the_latency_is_a_third_of_the_arc() {
    let (mut sample, a, b, mut trails) = two();
    fly(&mut sample, &mut trails, a, b);
    let arcs = waves(&trails.arcs);
    let third = (1.0 - DOORSTEP) / 3.0; // then a lane of twice the latency is left
    assert!((arcs[0].goal - third).abs() < 1.0e-3, "{}", arcs[0].goal);
}

#[test]
fn in_the_hyperverse_a_wave_takes_its_lanes() {
    let (mut sample, a, b, mut trails) = two();
    fly(&mut sample, &mut trails, a, b);
    delivered(&mut sample, &mut trails, 2_000_000, 1, b);
    let star = |no| sample.nodes.star(StarNo(no)).unwrap();
    let node = |no| sample.nodes.particle(ParticleNo(no)).unwrap();
    let way: Vec<_> = waves(&trails.hops).iter().map(|s| (s.from, s.to)).collect();
    let home = sample.sky.particle(ParticleNo(a)).unwrap().star.unwrap();
    assert_eq!(
        way,
        [
            (node(a), sample.nodes.star(home).unwrap()),
            (star(4), star(0)),
            (star(0), star(5)),
            (star(5), node(b))
        ]
    );
}

#[test]
fn slow_motion_is_true_to_time() {
    let (mut sample, a, b, mut trails) = two();
    trails.pace(0.000_2, false);
    fly(&mut sample, &mut trails, a, b);
    let arcs = waves(&trails.arcs);
    assert!((arcs[0].start + arcs[0].duration - 1.0).abs() < 1.0e-3);
    assert!((arcs[1].start + arcs[1].duration - 2.0).abs() < 1.0e-3);
}

#[test]
fn fast_waves_are_stretched_but_the_picture_lags_by_no_more_than_it_may() {
    let (mut sample, a, b, mut trails) = two();
    trails.pace(1.0, false);
    let mut cause = None;
    for wave in 1..200 {
        let mut news = sample.sent(wave * 10, wave, WaveKind::Ping, a, b);
        if let What::Sent { cause: why, .. } = &mut news.what {
            *why = cause;
        }
        learn(&mut trails, &sample, &news);
        delivered(&mut sample, &mut trails, wave * 10, wave, b);
        cause = Some(WaveNo(wave));
    }
    let arcs = waves(&trails.arcs);
    assert!(f64::from(arcs[0].duration) >= ARC * 0.99);
    for arc in arcs {
        assert!(f64::from(arc.start + arc.duration) <= LAG + 0.1, "{arc:?}");
    }
}

#[test]
fn what_is_refused_turns_back_where_it_was_refused() {
    let (mut sample, a, b, mut trails) = two();
    fly(&mut sample, &mut trails, a, b);
    let refused = Event::Refused {
        wave: WaveNo(1),
        star: StarNo(5),
        status: StatusCode::FORBIDDEN,
        reason: "no grant".into(),
    };
    let news = sample.tell(2_000_000, refused).unwrap();
    learn(&mut trails, &sample, &news);
    let cross = trails
        .arcs
        .iter()
        .map(|(_, s)| s)
        .find(|s| s.look.mark == Mark::Cross)
        .unwrap();
    assert!((cross.part - (1.0 - DOORSTEP)).abs() < 1.0e-3);
    assert!(cross.look.refused && cross.hold < OPEN);

    let answer = sample.tell(
        2_000_000,
        Event::Sent {
            wave: WaveNo(2),
            kind: WaveKind::Pong,
            from: ParticleNo(b),
            to: Some(ParticleNo(a)),
            method: None,
            status: Some(StatusCode::FORBIDDEN),
            cause: Some(WaveNo(1)),
        },
    );
    learn(&mut trails, &sample, &answer.unwrap());
    for news in [
        sample.hop(2_000_000, 2, 5, 0, 1_000_000),
        sample.hop(3_000_000, 2, 0, 4, 1_000_000),
    ] {
        learn(&mut trails, &sample, &news);
    }
    delivered(&mut sample, &mut trails, 4_000_000, 2, a);
    let back: Vec<_> = waves(&trails.arcs)
        .into_iter()
        .filter(|s| s.look.kind == WaveKind::Pong)
        .collect();
    assert!(back.iter().all(|s| s.look.refused));
    assert_eq!(back.first().unwrap().part, cross.part);
    assert_eq!(back.last().unwrap().goal, 0.0);
    assert_eq!((back[0].from, back[0].to), (cross.from, cross.to));
}

#[test]
fn a_lost_wave_fades_where_it_was_lost() {
    let (mut sample, a, b, mut trails) = two();
    let news = sample.sent(0, 1, WaveKind::Signal, a, b);
    learn(&mut trails, &sample, &news);
    let (wave, star) = (WaveNo(1), StarNo(4));
    let lost = sample.tell(
        5,
        Event::Lost {
            wave,
            star,
            reason: "cut".into(),
        },
    );
    learn(&mut trails, &sample, &lost.unwrap());
    assert!(trails.arcs.iter().any(|(_, s)| s.look.mark == Mark::Fade));
    assert!(waves(&trails.arcs).iter().all(|s| s.hold < OPEN));
}

#[test]
fn too_many_waves_become_a_sample() {
    let (mut sample, a, b, mut trails) = two();
    let mut most = 1;
    for wave in 1..80_000 {
        let at = wave * 50;
        let news = sample.sent(at, wave, WaveKind::Signal, a, b);
        learn(&mut trails, &sample, &news);
        let news = sample.hop(at, wave, 4, 0, 1_000_000);
        learn(&mut trails, &sample, &news);
        delivered(&mut sample, &mut trails, at, wave, b);
        if wave % 100 == 0 {
            trails.retire(at as f64 / 1.0e6, CAPACITY);
            most = most.max(trails.sample());
        }
    }
    assert!((2..=32).contains(&most), "{most}");
    trails.retire(1.0e6, CAPACITY);
    trails.retire(1.0e6, CAPACITY);
    assert!(trails.arcs.is_empty() && trails.sample() < most);
}

impl Sample {
    fn befell(&mut self, at: u64, wave: u64, how: Disturbance) -> News {
        let (wave, lane) = (WaveNo(wave), LaneNo(0));
        let event = Event::Disturbed { wave, lane, how };
        self.tell(at, event).unwrap()
    }
}

/// The one head of a Wave that is shown at that moment of virtual milliseconds, and where it is.
fn head(ring: &Ring, now: f64) -> (Segment, f32) {
    let at = ring.at(now);
    let shown = ring.iter().filter_map(|(_, s)| Some((s, s.progress(at)?)));
    let shown: Vec<(Segment, f32)> = shown.collect();
    assert_eq!(shown.len(), 1, "{shown:?}");
    shown[0]
}

#[test]
fn a_wave_that_is_held_back_shows_it_until_it_is_at_the_end_of_its_lane() {
    for stepping in [true, false] {
        let (mut sample, a, b, mut trails) = two();
        trails.pace(0.000_2, stepping);
        for news in [
            sample.sent(0, 1, WaveKind::Ping, a, b),
            sample.hop(0, 1, 4, 0, 1_000_000),
        ] {
            learn(&mut trails, &sample, &news);
        }
        let before = head(&trails.hops, 0.5);
        assert!(!before.0.look.held);
        let news = sample.befell(500_000, 1, Disturbance::Held(4_000_000));
        learn(&mut trails, &sample, &news);
        for ring in [&trails.arcs, &trails.hops] {
            let (early, late) = (head(ring, 0.6), head(ring, 4.9));
            assert!(early.0.look.held && late.0.look.held);
            assert!(early.1 < late.1 && late.1 < late.0.goal);
        }
        // from where it was, without a leap
        let now = head(&trails.hops, 0.5);
        assert!((now.1 - before.1).abs() < 1.0e-3, "{now:?} {before:?}");
        let news = sample.hop(5_000_000, 1, 0, 5, 1_000_000);
        learn(&mut trails, &sample, &news);
        for ring in [&trails.arcs, &trails.hops] {
            assert!(!head(ring, 5.5).0.look.held);
        }
    }
}

#[test]
fn who_waits_at_a_star_stands_there_held_back() {
    let (mut sample, a, b, mut trails) = two();
    trails.pace(0.000_2, true);
    fly(&mut sample, &mut trails, a, b);
    let (wave, star, lane) = (WaveNo(1), StarNo(5), LaneNo(3));
    let news = sample.tell(2_000_000, Event::Queued { wave, lane, star });
    learn(&mut trails, &sample, &news.unwrap());
    for now in [2.0, 90.0] {
        let (segment, part) = head(&trails.hops, now);
        assert!(segment.look.held);
        assert_eq!((part, segment.to), (1.0, sample.nodes.star(star).unwrap()));
    }
}

#[test]
fn two_of_one_are_drawn_as_two_over_all_lanes_and_arrive_as_one() {
    let (mut sample, a, b, mut trails) = two();
    trails.pace(0.000_2, true);
    for news in [
        sample.sent(0, 1, WaveKind::Ping, a, b),
        sample.hop(0, 1, 4, 0, 1_000_000),
        sample.befell(300_000, 1, Disturbance::Doubled),
        sample.hop(1_000_000, 1, 0, 5, 1_000_000),
        // the other one
        sample.hop(1_000_000, 1, 0, 5, 1_000_000),
    ] {
        learn(&mut trails, &sample, &news);
    }
    for ring in [&trails.arcs, &trails.hops] {
        assert!(head(ring, 0.5).0.look.twice && head(ring, 1.5).0.look.twice);
    }
    assert!((head(&trails.hops, 1.5).1 - 0.5).abs() < 1.0e-3);
    delivered(&mut sample, &mut trails, 2_000_000, 1, b);
    let late = sample.hop(2_000_000, 1, 5, 0, 1_000_000);
    learn(&mut trails, &sample, &late);
    let heads = waves(&trails.hops);
    assert!(heads.iter().all(|segment| segment.hold < OPEN));
    let pulses = trails
        .arcs
        .iter()
        .filter(|(_, s)| s.look.mark == Mark::Pulse);
    assert_eq!(pulses.count(), 1);
}

#[test]
fn what_is_dropped_stands_where_it_was_until_it_is_lost_or_sent_again() {
    let (mut sample, a, b, mut trails) = two();
    trails.pace(0.000_2, true);
    for news in [
        sample.sent(0, 1, WaveKind::Ping, a, b),
        sample.hop(0, 1, 4, 0, 1_000_000),
        sample.befell(250_000, 1, Disturbance::Dropped),
    ] {
        learn(&mut trails, &sample, &news);
    }
    assert!((head(&trails.hops, 0.9).1 - 0.25).abs() < 1.0e-3);
    let lost = Event::Lost {
        wave: WaveNo(1),
        star: StarNo(4),
        reason: "it was dropped".into(),
    };
    let news = sample.tell(250_000, lost);
    learn(&mut trails, &sample, &news.unwrap());
    let fade = |ring: &Ring| {
        let mut all = ring.iter().map(|(_, s)| s);
        all.find(|s| s.look.mark == Mark::Fade).unwrap()
    };
    let there = fade(&trails.hops);
    assert!((there.part - 0.25).abs() < 1.0e-3 && there.from != there.to);
    assert!(fade(&trails.arcs).part > 0.0);
}

#[test]
fn what_is_dropped_and_sent_again_is_held_back_until_then() {
    let (mut sample, a, b, mut trails) = two();
    trails.pace(0.000_2, true);
    let (wave, star, reason) = (WaveNo(1), StarNo(4), "it was dropped".into());
    let until = Moment(100_250_000);
    for news in [
        sample.sent(0, 1, WaveKind::Ping, a, b),
        sample.hop(0, 1, 4, 0, 1_000_000),
        sample.befell(250_000, 1, Disturbance::Dropped),
        sample
            .tell(
                250_000,
                Event::Kept {
                    wave,
                    star,
                    until,
                    reason,
                },
            )
            .unwrap(),
    ] {
        learn(&mut trails, &sample, &news);
    }
    let (stands, part) = head(&trails.hops, 90.0);
    assert!(stands.look.held && (part - 0.25).abs() < 1.0e-3);
    let news = sample.hop(100_250_000, 1, 4, 0, 1_000_000);
    learn(&mut trails, &sample, &news);
    let (flies, part) = head(&trails.hops, 100.75);
    assert!(!flies.look.held && (part - 0.5).abs() < 1.0e-2);
}
