#![allow(clippy::unwrap_used, clippy::expect_used)]

use orrery_space::{StatusCode, WaveKind};

use super::*;
use crate::recent::{ENDED, FLYING};

fn tell(ledger: &mut Ledger, at: u64, event: Event) {
    let seq = ledger.seq();
    ledger.apply(&Record {
        seq,
        at: Moment(at),
        event,
    });
}

fn register(ledger: &mut Ledger, no: u32, point: &Point, parent: Option<u32>) {
    tell(
        ledger,
        0,
        Event::Registered {
            particle: ParticleNo(no),
            point: point.clone(),
            kind: if point.is_root() {
                Kind::Root
            } else {
                Kind::Base
            },
            parent: parent.map(ParticleNo),
        },
    );
}

fn point(names: &[&str]) -> Point {
    names
        .iter()
        .enumerate()
        .fold(Point::root(), |point, (i, name)| {
            let name = (*name).into();
            point.push(if i == 0 {
                orrery_space::Segment::Space(name)
            } else {
                orrery_space::Segment::Base(name)
            })
        })
}

fn sent(wave: u64, kind: WaveKind, cause: Option<u64>) -> Event {
    Event::Sent {
        wave: WaveNo(wave),
        kind,
        from: ParticleNo(0),
        to: Some(ParticleNo(1)),
        method: None,
        status: (kind == WaveKind::Pong).then_some(StatusCode::OK),
        cause: cause.map(WaveNo),
    }
}

#[test]
fn particles_are_counted_above_and_found_by_their_points() {
    let mut ledger = Ledger::default();
    register(&mut ledger, 0, &Point::root(), None);
    register(&mut ledger, 1, &point(&["home"]), Some(0));
    register(&mut ledger, 2, &point(&["home", "zoe"]), Some(1));
    register(&mut ledger, 3, &point(&["home", "ann"]), Some(1));
    let home = ledger.particle(ParticleNo(1)).unwrap();
    assert_eq!(home.below, 2);
    assert_eq!(ledger.particle(ParticleNo(0)).unwrap().below, 3);
    assert_eq!(
        ledger.at(&point(&["home", "ann"])).unwrap().particle,
        ParticleNo(3)
    );
}

#[test]
fn a_wave_keeps_its_way_its_fuel_and_its_end() {
    let mut ledger = Ledger::default();
    register(&mut ledger, 0, &Point::root(), None);
    register(&mut ledger, 1, &point(&["home"]), Some(0));
    tell(&mut ledger, 10, sent(1, WaveKind::Ping, None));
    let hop = Event::Hop {
        wave: WaveNo(1),
        lane: LaneNo(0),
        from: StarNo(0),
        to: StarNo(1),
        arrives: Moment(30),
    };
    tell(&mut ledger, 20, hop);
    let fuel = Event::Fuel {
        wave: Some(WaveNo(1)),
        particle: ParticleNo(1),
        fuel: 42,
        until: Moment(31),
    };
    tell(&mut ledger, 30, fuel);
    let served = Event::Served {
        wave: WaveNo(1),
        particle: ParticleNo(1),
        replica: 2,
    };
    tell(&mut ledger, 30, served);
    let refused = Event::Refused {
        wave: WaveNo(1),
        star: StarNo(1),
        status: StatusCode::FORBIDDEN,
        reason: "no grant".into(),
    };
    tell(&mut ledger, 31, refused);
    tell(&mut ledger, 31, sent(2, WaveKind::Pong, Some(1)));
    let wave = ledger.wave(WaveNo(1)).unwrap();
    let track = ledger.track(WaveNo(1)).unwrap();
    assert_eq!((track.hops.len(), track.replica), (1, Some(2)));
    assert_eq!((wave.hops, wave.fuel), (1, 42));
    assert_eq!(wave.answer(), Some(WaveNo(2)));
    assert_eq!(ledger.roll().reason(wave).unwrap(), "no grant");
    assert_eq!(wave.age(Moment(99)), 21);
    assert_eq!(ledger.particle(ParticleNo(1)).unwrap().refused, 1);
    assert_eq!(ledger.roll().flying(), 1);
}

#[test]
fn of_waves_that_ended_long_ago_the_way_is_forgotten_and_the_rest_is_not() {
    let mut ledger = Ledger::default();
    for wave in 1..=(ENDED as u64 + 10) {
        tell(&mut ledger, wave, sent(wave, WaveKind::Signal, None));
        let end = Event::Delivered {
            wave: WaveNo(wave),
            star: StarNo(0),
            particle: ParticleNo(1),
        };
        tell(&mut ledger, wave, end);
    }
    assert_eq!(ledger.waves().count(), ENDED + 10);
    assert!(ledger.track(WaveNo(10)).is_none());
    assert!(ledger.track(WaveNo(11)).is_some());
    assert!(ledger.wave(WaveNo(10)).unwrap().end().is_some());
}

#[test]
fn of_too_many_waves_under_way_the_way_is_forgotten_and_the_end_is_not() {
    let mut ledger = Ledger::default();
    for wave in 1..=(FLYING as u64 + 5) {
        tell(&mut ledger, wave, sent(wave, WaveKind::Signal, None));
    }
    assert_eq!(ledger.roll().flying(), FLYING + 5);
    assert_eq!(ledger.tracks_under_way().count(), FLYING);
    let (wave, star) = (WaveNo(5), StarNo(0));
    assert!(ledger.track(wave).is_none());
    let reason = "in a storm".into();
    tell(&mut ledger, 99_999, Event::Lost { wave, star, reason });
    assert!(ledger.wave(wave).unwrap().end().is_some());
    assert_eq!(ledger.roll().flying(), FLYING + 4);
}

#[test]
fn records_about_nothing_known_change_nothing() {
    let mut ledger = Ledger::default();
    let status = Event::Status {
        particle: ParticleNo(u32::MAX),
        status: Status::Ready,
        reason: None,
    };
    tell(&mut ledger, 0, status);
    register(&mut ledger, u32::MAX, &point(&["far"]), None);
    tell(
        &mut ledger,
        0,
        Event::Assigned {
            particle: ParticleNo(7),
            star: StarNo(9),
        },
    );
    assert_eq!(ledger.particles().count(), 0);
}

#[test]
fn a_route_and_its_failure_are_told_in_the_log() {
    let mut ledger = Ledger::default();
    register(&mut ledger, 0, &Point::root(), None);
    register(&mut ledger, 1, &point(&["home"]), Some(0));
    tell(&mut ledger, 10, sent(1, WaveKind::Ping, None));
    let (wave, star, particle) = (WaveNo(1), StarNo(0), ParticleNo(1));
    let route = "Route<Ext> -> (()) => &";
    let routed = Event::Routed {
        wave,
        star,
        particle,
        route: route.into(),
    };
    tell(&mut ledger, 20, routed);
    let failed = Event::Failed {
        wave,
        star,
        particle,
        leg: 1,
        status: StatusCode::TRAP,
        reason: "it gave up".into(),
    };
    tell(&mut ledger, 30, failed);
    let told: Vec<&str> = ledger.log().map(|line| line.message.as_str()).collect();
    assert_eq!(
        told,
        [
            "Wave 1 takes the route `Route<Ext> -> (()) => &`",
            "the route of Wave 1 ends at leg 1 with 500: it gave up",
        ]
    );
    let track = ledger.track(wave).unwrap();
    assert_eq!(track.route.as_deref(), Some(route));
}
