#![allow(clippy::unwrap_used, clippy::expect_used)]

use orrery_hyperspace::trace::Event;
use orrery_space::{Kind, Point, Status, StatusCode, WaveKind};

use super::*;
use crate::sample::Sample;

fn tell(sky: &mut Sky, at: u64, what: What) {
    let at = Moment(at);
    sky.learn(vec![News { at, what }]);
}

fn sent(wave: u64) -> What {
    What::Sent {
        wave: WaveNo(wave),
        kind: WaveKind::Signal,
        from: ParticleNo(0),
        to: Some(ParticleNo(1)),
        cause: None,
        bad: false,
    }
}

fn ended(wave: u64, end: Ending) -> What {
    let (wave, star) = (WaveNo(wave), StarNo(0));
    What::Ended { wave, star, end }
}

fn numbers(particles: &Kin) -> Vec<u32> {
    particles.iter().map(|particle| particle.0).collect()
}

#[test]
fn the_page_counts_particles_as_the_ledger_does() {
    let mut sample = Sample::new();
    let zoe = sample.child(1, "zoe", Kind::App);
    sample.child(zoe, "deep", Kind::Base);
    for after in [None, Some(zoe)] {
        if let Some(gone) = after {
            let particle = ParticleNo(gone);
            sample.tell(9, Event::Removed { particle });
        }
        let (sky, ledger) = (&sample.sky, &sample.ledger);
        assert_eq!(sky.particles().count(), ledger.particles().count());
        assert_eq!(sky.particle_count(), sky.particles().count());
        for known in ledger.particles() {
            let seen = sky.particle(known.particle).unwrap();
            assert_eq!(seen.face.point, known.point.as_str());
            assert_eq!((seen.below, seen.parent), (known.below, known.parent));
            assert_eq!((seen.star, seen.status), (known.star, known.status));
        }
    }
    assert!(sample.sky.particle(ParticleNo(zoe)).unwrap().gone);
}

#[test]
fn roots_and_children_stand_in_the_order_of_their_points() {
    let mut sample = Sample::new();
    let zoe = sample.child(1, "zoe", Kind::App);
    let ann = sample.child(1, "ann", Kind::User);
    let bob = sample.child(1, "bob", Kind::User);
    let executor = sample.register(Point::executor(), Kind::Global, None);
    let children = |sample: &Sample| {
        let home = sample.sky.particle(ParticleNo(1)).unwrap();
        self::numbers(&home.children)
    };
    assert_eq!(children(&sample), [ann, bob, zoe]);
    let particle = ParticleNo(bob);
    sample.tell(9, Event::Removed { particle });
    assert_eq!(children(&sample), [ann, zoe]);
    assert_eq!(self::numbers(sample.sky.roots()), [executor, 0]);
}

#[test]
fn a_face_says_how_a_particle_is_called_and_drawn() {
    let mut sample = Sample::new();
    sample.child(1, "ann", Kind::User);
    let key = orrery_space::StarKey::new("central", "nexus", 1);
    let kind = Kind::Star(orrery_space::kind::StarSub::Nexus);
    let own = sample.register(key.to_point(), kind, None);
    let face = |no| &sample.sky.particle(ParticleNo(no)).unwrap().face;
    assert_eq!((&*face(2).point, &*face(2).label), ("localhost:ann", "ann"));
    assert_eq!((&*face(own).label, face(own).base()), ("nexus[1]", "Star"));
    assert_eq!(face(own).kind, "Star<Nexus>");
    assert!(face(2).here && !face(own).here);
    let star = sample.sky.star(StarNo(1)).unwrap();
    assert_eq!(
        (star.own, &*star.face.label),
        (Some(ParticleNo(own)), "nexus[1]")
    );
}

#[test]
fn what_is_on_a_star_that_stops_is_nowhere_but_for_the_star_itself() {
    let mut sample = Sample::new();
    let star = StarNo(3);
    let key = sample.ledger.star(star).unwrap().key.clone();
    let kind = Kind::Star(orrery_space::kind::StarSub::Super);
    let own = ParticleNo(sample.register(key.to_point(), kind, None));
    sample.tell(
        1,
        Event::Assigned {
            particle: own,
            star,
        },
    );
    sample.tell(2, Event::Stopped { star });
    for known in sample.ledger.particles() {
        let seen = sample.sky.particle(known.particle).unwrap();
        assert_eq!(seen.star, known.star);
    }
    assert_eq!(sample.sky.particle(own).unwrap().star, Some(star));
    assert_eq!(sample.sky.particle(ParticleNo(1)).unwrap().star, None);
}

#[test]
fn a_wave_keeps_its_way_and_the_status_with_which_it_was_turned_back() {
    let mut sample = Sample::new();
    sample.sent(10, 1, WaveKind::Ping, 0, 1);
    sample.hop(20, 1, 0, 1, 5);
    assert_eq!(sample.sky.flying(), 1);
    sample.refused(31, 1, 1);
    let wave = sample.sky.wave(WaveNo(1)).unwrap();
    assert_eq!(wave.hops, [(StarNo(0), StarNo(1))]);
    let refused = Ending::Refused(StatusCode::FORBIDDEN.number());
    assert_eq!(wave.end, Some(refused));
    assert_eq!((sample.sky.flying(), sample.sky.now()), (0, Moment(31)));
    assert!(sample.sky.particle(ParticleNo(0)).unwrap().used);
    assert!(!sample.sky.particle(ParticleNo(1)).unwrap().used);
}

#[test]
fn news_that_nobody_takes_are_bounded_and_no_place_is_missed() {
    let mut sky = Sky::default();
    let particle = ParticleNo(0);
    let status = Status::Ready;
    tell(&mut sky, 0, What::Status { particle, status });
    for wave in 1..=(2 * FRESH as u64) {
        tell(&mut sky, wave, sent(wave));
    }
    let fresh = sky.take_fresh();
    assert!(fresh.len() <= FRESH, "{}", fresh.len());
    assert!(matches!(fresh[0].what, What::Status { .. }));
    assert!(!sky.has_fresh());
}

#[test]
fn news_about_nothing_known_change_nothing() {
    let mut sample = Sample::default();
    sample.register(Point::root(), Kind::Root, None);
    let (particle, star) = (ParticleNo(u32::MAX), StarNo(9));
    let status = Status::Ready;
    tell(&mut sample.sky, 0, What::Status { particle, status });
    tell(&mut sample.sky, 0, What::Assigned { particle, star });
    tell(&mut sample.sky, 0, What::Removed { particle });
    let face = sample.sky.particle(ParticleNo(0)).unwrap().face.clone();
    let what = What::Particle {
        particle,
        face,
        parent: None,
        is: Some(star),
    };
    tell(&mut sample.sky, 0, what);
    tell(&mut sample.sky, 0, ended(7, Ending::Lost));
    assert_eq!(sample.sky.particle_count(), 1);
    assert_eq!(numbers(sample.sky.roots()), [0]);
}

#[test]
fn of_very_many_points_all_are_in_the_tree_and_some_are_drawn() {
    let mut sample = Sample::new();
    let family = sample.child(1, "family", Kind::Base);
    let mut last = family;
    while sample.sky.undrawn() < 10 {
        last = sample.child(family, &format!("p{last}"), Kind::Base);
    }
    let all = sample.sky.particle_count();
    assert_eq!(all, DRAWN + 10);
    let known = sample.sky.particle(ParticleNo(family)).unwrap();
    assert_eq!(known.children.len() as u32, known.below);
    // who has no place of its own has that of the one above
    let node = |no| sample.nodes.particle(ParticleNo(no)).unwrap();
    assert_eq!(node(last), node(family));
    assert_ne!(node(last - 10), node(family));
    let stars = sample.sky.stars().count();
    assert_eq!(sample.nodes.subjects().len(), DRAWN + stars);
    // where one goes there is room for another
    let particle = ParticleNo(family + 1);
    sample.tell(1, Event::Removed { particle });
    assert_eq!(sample.sky.undrawn(), 10);
    let next = sample.child(family, "next", Kind::Base);
    assert!(sample.sky.particle(ParticleNo(next)).unwrap().drawn);
}
