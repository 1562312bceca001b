//! What stays true whatever befalls lanes and stars: a Wave goes in at most once, each Ping has one
//! answer, pairs keep their order, Particles find a place, and the cosmos comes to rest.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use orrery_hyperspace::effect::{Answer, Effect, GuestTurn, Order, Outcome};
use orrery_hyperspace::fault::Disturbance;
use orrery_hyperspace::trace::{Event, LaneNo, ParticleNo, Record, StarNo, WaveNo};
use orrery_hyperspace::{
    Budget, Constellation, Fault, Hyperspace, Input, LaneFault, Moment, Progress, Reply,
};
use orrery_space::command::{Probability, Storm};
use orrery_space::core::{DirectedCore, ReflectedCore};
use orrery_space::wave::{
    BounceBacks, Delivery, DirectedProto, Handling, Priority, Retries, WaitTime,
};
use orrery_space::{Method, Status, StatusCode, Substance, WaveKind};
use proptest::prelude::*;

#[path = "faults/by_hand.rs"]
mod by_hand;
#[path = "faults/stage.rs"]
mod stage;

use stage::Stage;

const MILLISECOND: u64 = 1_000_000;

/// A fault plan: when what befalls.
#[derive(Debug, Clone)]
enum Blow {
    Lane(u16, LaneFault),
    Storm(u64, [u32; 3], u64),
    Stop(u16),
    Start(u16),
    /// Something is done to the last Wave that is on a lane.
    Wave(fn(WaveNo) -> Fault),
}

const BY_HAND: [fn(WaveNo) -> Fault; 4] = [
    Fault::Drop,
    Fault::Double,
    |wave| Fault::Delay(wave, MILLISECOND / 2),
    |wave| Fault::Delay(wave, 30 * MILLISECOND),
];

fn blow() -> impl Strategy<Value = Blow> {
    let often = 0u32..300_000;
    let fault = prop_oneof![
        Just(LaneFault::Cut),
        Just(LaneFault::Mended),
        (0u64..30 * MILLISECOND).prop_map(LaneFault::Slow),
        often.clone().prop_map(LaneFault::Lose),
        often.clone().prop_map(LaneFault::Double),
        often.clone().prop_map(LaneFault::Shuffle),
    ];
    prop_oneof![
        4 => (0u16..21, fault).prop_map(|(lane, fault)| Blow::Lane(lane, fault)),
        1 => (any::<u64>(), [often.clone(), often.clone(), often], 0u64..3_000)
            .prop_map(|(seed, shares, lasts)| Blow::Storm(seed, shares, lasts)),
        1 => (0u16..12).prop_map(Blow::Stop),
        1 => (0u16..12).prop_map(Blow::Start),
        4 => prop::sample::select(&BY_HAND[..]).prop_map(Blow::Wave),
    ]
}

impl Blow {
    fn fault(&self, cosmos: &Hyperspace) -> Fault {
        match *self {
            Blow::Wave(fault) => {
                let mut waves = (1..=cosmos.counters().waves + 9).rev().map(WaveNo);
                let last = waves.find(|wave| cosmos.lane_of(*wave).is_some());
                fault(last.unwrap_or(WaveNo(0)))
            }
            Blow::Lane(lane, fault) => Fault::Lane(LaneNo(lane), fault),
            Blow::Stop(star) => Fault::Stop(StarNo(star)),
            Blow::Start(star) => Fault::Start(StarNo(star)),
            Blow::Storm(seed, [loss, double, shuffle], lasts) => {
                let often = |count| Probability::of_millionths(count).unwrap();
                Fault::Storm(Storm {
                    seed,
                    loss: often(loss),
                    delay: Duration::from_millis(3),
                    double: often(double),
                    shuffle: often(shuffle),
                    lasts: Duration::from_millis(lasts),
                })
            }
        }
    }
}

fn handling() -> impl Strategy<Value = Handling> {
    let kind = prop::sample::select(Delivery::ALL);
    let priority = prop::sample::select(Priority::ALL);
    let retries = prop::sample::select(Retries::ALL);
    (kind, priority, retries).prop_map(|(kind, priority, retries)| Handling {
        kind,
        priority,
        retries,
        wait: WaitTime::Low,
    })
}

/// One Wave after the other, each with its target and its handling, a few milliseconds apart.
fn sendings() -> impl Strategy<Value = Vec<(usize, bool, Handling, u64)>> {
    prop::collection::vec((0usize..4, any::<bool>(), handling(), 0u64..20), 10..50)
}

const TARGETS: [&str; 4] = ["localhost:a", "localhost:b", "localhost:app", "localhost"];

/// Runs Waves under a plan, and lets everything come to rest. The tickets of the Pings come back.
fn under(
    stage: &mut Stage,
    sendings: &[(usize, bool, Handling, u64)],
    plan: &[(usize, Blow)],
) -> BTreeSet<u32> {
    stage.trace.clear();
    stage.cosmos.take_trace();
    stage.cosmos.take_replies();
    let mut pings = BTreeSet::new();
    for (at, (target, ping, handling, pause)) in sendings.iter().enumerate() {
        for (_, blow) in plan.iter().filter(|(when, _)| *when == at) {
            stage.befall(blow.fault(&stage.cosmos));
        }
        let kind = if *ping {
            WaveKind::Ping
        } else {
            WaveKind::Signal
        };
        let body = format!("{} {at}", handling.priority.name());
        let ticket = stage.send(kind, TARGETS[*target], &body, *handling);
        if *ping {
            pings.insert(ticket);
        }
        stage.advance(*pause);
    }
    stage.rest();
    pings
}

/// How often each Wave reached the core of its target.
fn deliveries(trace: &[Record]) -> BTreeMap<WaveNo, usize> {
    let mut deliveries = BTreeMap::new();
    for record in trace {
        if let Event::Delivered { wave, .. } = record.event {
            *deliveries.entry(wave).or_default() += 1;
        }
    }
    deliveries
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn under_any_plan_each_ping_has_one_answer_and_each_wave_goes_in_once_and_in_order(
        seed: u64,
        sendings in sendings(),
        plan in prop::collection::vec((0usize..50, blow()), 0..25),
    ) {
        let mut stage = Stage::new(seed);
        let pings = under(&mut stage, &sendings, &plan);

        let mut answered = BTreeSet::new();
        for reply in stage.cosmos.take_replies() {
            let status = reply.core.status.number();
            if status == 202 {
                continue;
            }
            prop_assert!(answered.insert(reply.ticket), "{} was answered twice", reply.ticket);
            prop_assert!([200, 404, 408, 503].contains(&status), "{reply:?}");
        }
        prop_assert_eq!(answered, pings);

        for point in ["localhost:a", "localhost:b"] {
            let taken = stage.taken(point);
            let once: BTreeSet<&String> = taken.iter().collect();
            prop_assert_eq!(once.len(), taken.len(), "{:?}", taken);
            for priority in Priority::ALL {
                let of_one: Vec<usize> = taken
                    .iter()
                    .filter_map(|said| said.strip_prefix(priority.name())?.trim().parse().ok())
                    .collect();
                prop_assert!(of_one.is_sorted(), "{}: {:?}", priority.name(), of_one);
            }
        }

        // nothing is left over that would stand in anybody's way
        stage.all_lanes(LaneFault::Mended);
        for star in (0..12).map(StarNo) {
            stage.befall(Fault::Start(star));
        }
        stage.rest();
        stage.check_places();
        for point in TARGETS {
            for priority in Priority::ALL.iter().copied() {
                let ticket = stage.ping(point, Handling { priority, ..Handling::default() });
                let status = stage.end(ticket).core.status.number();
                // a Space and an App have no route for it
                prop_assert!(status == 200 || (status == 404 && point.len() != 11), "{}", status);
            }
        }
    }

    #[test]
    fn lanes_that_lose_double_and_shuffle_deliver_no_wave_twice(
        seed: u64,
        sendings in sendings(),
        plan in prop::collection::vec((0usize..50, (any::<u64>(), [0u32..500_000, 0u32..500_000, 0u32..500_000])), 1..4),
    ) {
        let mut stage = Stage::new(seed);
        let storm = |(seed, shares)| Blow::Storm(seed, shares, 5_000);
        let plan: Vec<_> = plan.into_iter().map(|(at, s)| (at, storm(s))).collect();
        under(&mut stage, &sendings, &plan);
        for (wave, count) in deliveries(&stage.trace) {
            prop_assert_eq!(count, 1, "Wave {}", wave.0);
        }
    }

    #[test]
    fn the_same_plan_gives_the_same_trace_whatever_the_slices(
        seed: u64,
        plan in prop::collection::vec((0usize..50, blow()), 1..12),
        slices in prop::collection::vec(1u64..40, 1..50),
    ) {
        let drive = |slices: &[u64]| {
            let mut cosmos = Hyperspace::new(seed, &Constellation::default());
            let mut lines = vec!["create localhost<Space>".to_owned(), "create localhost:app<App>".to_owned()];
            lines.extend((0..40).map(|_| "ping localhost:app Cmd<Bounce>".to_owned()));
            let mut slices = slices.iter().copied().cycle();
            for (at, line) in lines.into_iter().enumerate() {
                for (_, blow) in plan.iter().filter(|(when, _)| *when == at) {
                    let fault = blow.fault(&cosmos);
                    cosmos.handle(Input::Fault(fault));
                }
                let ticket = u32::try_from(at).unwrap();
                cosmos.handle(Input::Command { ticket, line: line.into(), files: vec![] });
                let until = Moment(cosmos.now().0 + 30 * MILLISECOND);
                while cosmos.step(Budget { until, events: slices.next().unwrap() }) == Progress::More {}
            }
            while cosmos.step(Budget { until: Moment::NEVER, events: slices.next().unwrap() }) != Progress::Quiet {}
            (cosmos.take_trace(), cosmos.take_replies())
        };
        prop_assert_eq!(drive(&slices), drive(&[u64::MAX]));
    }

    #[test]
    fn after_the_loss_of_any_star_all_have_a_place_within_five_seconds(seed: u64, star in 0u16..12) {
        let mut stage = Stage::new(seed);
        stage.befall(Fault::Stop(StarNo(star)));
        stage.advance(5_000);
        stage.check_places();
        stage.befall(Fault::Start(StarNo(star)));
        stage.advance(5_000);
        stage.check_places();
        for point in ["localhost:a", "localhost:b"] {
            let ticket = stage.ping(point, Handling::default());
            prop_assert_eq!(stage.end(ticket).core.status, StatusCode::OK);
        }
    }

    #[test]
    fn stars_that_come_and_go_leave_nobody_out(seed: u64, moves in prop::collection::vec((0u16..12, any::<bool>(), 0u64..2_000), 1..20)) {
        let mut stage = Stage::new(seed);
        for (star, stops, pause) in moves {
            let star = StarNo(star);
            stage.befall(if stops { Fault::Stop(star) } else { Fault::Start(star) });
            stage.advance(pause);
        }
        for star in (0..12).map(StarNo) {
            stage.befall(Fault::Start(star));
        }
        stage.rest();
        stage.check_places();
    }
}

fn retrying(retries: Retries) -> Handling {
    Handling {
        retries,
        ..Handling::default()
    }
}

#[test]
fn a_wave_is_sent_again_until_the_way_is_there_or_its_retries_are_used_up() {
    for (retries, status) in [
        (Retries::None, 503),
        (Retries::Min, 503),
        (Retries::Medium, 503),
        (Retries::Max, 200),
    ] {
        let mut stage = Stage::new(1);
        stage.all_lanes(LaneFault::Cut);
        let sent = stage.cosmos.now();
        let ticket = stage.ping("localhost:a", retrying(retries));
        stage.advance(1_000);
        stage.all_lanes(LaneFault::Mended);
        assert_eq!(
            stage.end(ticket).core.status.number(),
            status,
            "{retries:?}"
        );
        if retries == Retries::Max {
            // it was sent again after 100, 200, 400 and 800 ms
            let took = (stage.cosmos.now().0 - sent.0) / MILLISECOND;
            assert!((1_500..1_520).contains(&took), "{took} ms");
        }
    }
}

#[test]
fn what_a_lane_loses_is_sent_again_and_its_answer_too() {
    let mut stage = Stage::new(2);
    stage.all_lanes(LaneFault::Lose(300_000));
    let tickets: Vec<u32> = (0..20)
        .map(|_| stage.ping("localhost:a", retrying(Retries::Max)))
        .collect();
    let replies: Vec<u16> = tickets
        .into_iter()
        .map(|ticket| stage.end(ticket).core.status.number())
        .collect();
    let good = replies.iter().filter(|status| **status == 200).count();
    assert!(good > 10, "{replies:?}");
    assert!(
        replies.iter().all(|s| [200, 408].contains(s)),
        "{replies:?}"
    );
    let taken = stage.taken("localhost:a");
    assert!(
        taken.is_sorted_by_key(|said| said.parse::<u32>().unwrap()),
        "{taken:?}"
    );
}

#[test]
fn a_wave_that_is_dropped_is_sent_again_if_its_handling_says_so() {
    for (retries, status) in [(Retries::None, 408), (Retries::Min, 200)] {
        let mut stage = Stage::new(3);
        stage.rest();
        let ticket = stage.ping("localhost:a", retrying(retries));
        let wave = stage.until_on_lane();
        stage.befall(Fault::Drop(wave));
        // it is no longer on the lane
        stage.befall(Fault::Drop(wave));
        assert_eq!(
            stage.end(ticket).core.status.number(),
            status,
            "{retries:?}"
        );
        stage.rest();
        let dropped = |record: &&Record| matches!(record.event, Event::Disturbed { wave: no, how: Disturbance::Dropped, .. } if no == wave);
        assert_eq!(stage.trace.iter().filter(dropped).count(), 1);
        let taken = usize::from(status == 200);
        assert_eq!(stage.taken("localhost:a").len(), taken, "{retries:?}");
    }
}

#[test]
fn an_immediate_wave_is_refused_where_another_waits() {
    let mut stage = Stage::new(3);
    let immediate = Handling {
        kind: Delivery::Immediate,
        retries: Retries::Max,
        ..Handling::default()
    };
    let first = stage.ping("localhost:a", Handling::default());
    let waits = stage.ping("localhost:a", Handling::default());
    let refused = stage.ping("localhost:a", immediate);
    assert_eq!(stage.end(refused).core.status, StatusCode::UNAVAILABLE);
    assert_eq!(stage.end(first).core.status, StatusCode::OK);
    assert_eq!(stage.end(waits).core.status, StatusCode::OK);
    let alone = stage.ping("localhost:a", immediate);
    assert_eq!(stage.end(alone).core.status, StatusCode::OK);
    stage.all_lanes(LaneFault::Cut);
    let cut_off = stage.ping("localhost:a", immediate);
    let sent = stage.cosmos.now();
    assert_eq!(stage.end(cut_off).core.status, StatusCode::UNAVAILABLE);
    assert_eq!(stage.cosmos.now(), sent);
}

#[test]
fn of_waves_that_wait_the_higher_priority_goes_first() {
    let mut stage = Stage::new(4);
    let with = |priority| Handling {
        priority,
        ..Handling::default()
    };
    let order = [
        ("first", Priority::Low),
        ("low", Priority::Low),
        ("med 1", Priority::Med),
        ("high", Priority::High),
        ("med 2", Priority::Med),
        ("super", Priority::Super),
    ];
    for (said, priority) in order {
        stage.send(WaveKind::Signal, "localhost:a", said, with(priority));
    }
    stage.rest();
    let taken = stage.taken("localhost:a");
    assert_eq!(taken, ["first", "super", "high", "med 1", "med 2", "low"]);
}

#[test]
fn a_durable_wave_outlives_the_star_of_its_target_and_another_does_not() {
    let mut stage = Stage::new(5);
    let durable = Handling {
        kind: Delivery::Durable,
        ..Handling::default()
    };
    let at_work = stage.ping("localhost:a", durable);
    let waits = stage.ping("localhost:a", durable);
    let queued = stage.ping("localhost:a", Handling::default());
    // all are there: the first is being worked on, the others wait
    stage.advance(6);
    let star = stage.star_of("localhost:a").unwrap();
    stage.befall(Fault::Stop(star));
    let after = stage.ping("localhost:a", durable);
    // what a guest has begun is not begun again
    assert_eq!(stage.end(at_work).core.status, StatusCode::UNAVAILABLE);
    assert_eq!(stage.end(queued).core.status, StatusCode::UNAVAILABLE);
    assert_eq!(stage.end(waits).core.status, StatusCode::OK);
    assert_eq!(stage.end(after).core.status, StatusCode::OK);
    assert_ne!(stage.star_of("localhost:a"), Some(star));
    assert_eq!(stage.taken("localhost:a").len(), 3);
}

#[test]
fn what_is_sent_again_keeps_its_place_before_what_was_sent_later() {
    let mut stage = Stage::new(5);
    let durable = Handling {
        kind: Delivery::Durable,
        ..Handling::default()
    };
    for said in ["at work", "waits"] {
        stage.send(WaveKind::Signal, "localhost:a", said, durable);
    }
    stage.advance(6);
    stage.befall(Fault::Stop(stage.star_of("localhost:a").unwrap()));
    // it has a star again by now, and the one that waits has not been sent again since
    stage.advance(1_100);
    stage.send(
        WaveKind::Signal,
        "localhost:a",
        "later",
        Handling::default(),
    );
    stage.rest();
    assert_eq!(stage.taken("localhost:a"), ["at work", "waits", "later"]);
}

#[test]
fn a_mechtron_without_a_star_can_be_given_another_version() {
    let mut stage = Stage::new(5);
    stage.befall(Fault::Stop(stage.star_of("localhost:a").unwrap()));
    let other = "uploads:m:1.0.1:/config/m.mechtron";
    let set = stage.say(&format!("set localhost:a{{ +config={other} }}"));
    assert_eq!(set.status, StatusCode::OK);
    stage.rest();
    stage.check_places();
    let ticket = stage.ping("localhost:a", Handling::default());
    assert_eq!(stage.end(ticket).core.status, StatusCode::OK);
    let named = stage.say("get localhost:a{ config }").body.text();
    assert!(named.contains(other), "{named}");
}

#[test]
fn a_star_that_stops_while_a_guest_works_takes_its_work_along() {
    let mut stage = Stage::new(5);
    let ticket = stage.ping("localhost:a", Handling::default());
    while !matches!(
        stage.cosmos.effect(),
        Some(Effect::Guest {
            order: Order::Wave { .. },
            ..
        })
    ) {
        stage.step(Moment::NEVER);
    }
    // the guest has its order, and what it did comes when its star is no more
    stage.befall(Fault::Stop(stage.star_of("localhost:a").unwrap()));
    assert_eq!(stage.end(ticket).core.status, StatusCode::UNAVAILABLE);
    stage.rest();
    stage.check_places();
    let ticket = stage.ping("localhost:a", Handling::default());
    assert_eq!(stage.end(ticket).core.status, StatusCode::OK);
}

#[test]
fn a_new_particle_that_finds_no_star_is_placed_when_there_is_one() {
    let mut stage = Stage::new(5);
    let is_scribe = |star: &orrery_hyperspace::Star| star.name().starts_with("central:scribe");
    let all = stage.cosmos.stars().iter();
    let scribes: Vec<StarNo> = (0..)
        .map(StarNo)
        .zip(all)
        .filter(|(_, s)| is_scribe(s))
        .map(|(no, _)| no)
        .collect();
    for star in &scribes {
        stage.befall(Fault::Stop(*star));
    }
    stage.advance(5_000);
    let refused = stage.say("launch ^[ m.wasm ]-> localhost:a");
    assert_eq!(refused.status, StatusCode::UNAVAILABLE);
    assert_eq!(
        stage.say("create localhost:repo<Repo>").status,
        StatusCode::UNAVAILABLE
    );
    stage.befall(Fault::Start(scribes[0]));
    stage.advance(5_000);
    stage.check_places();
    // with all that it was to have
    let read = stage.say("ping uploads:m:1.0.2:/config/m.mechtron Cmd<Read>");
    assert_eq!(read.status, StatusCode::OK);
}

/// A Particle of which its creator is told that it has found no star, though the fabric was whole
/// again before that: nothing more befalls the fabric that would give a reason to look again.
fn is_placed_nevertheless(stage: &mut Stage, ticket: u32, point: &str) -> StatusCode {
    let status = stage.end(ticket).core.status;
    stage.rest();
    assert!(stage.star_of(point).is_some(), "{status}: {point} is stuck");
    let created = stage.particle(point);
    let created = stage.cosmos.registry().get(created).status;
    assert_eq!(created, Status::Ready, "{status}: {point}");
    status
}

#[test]
fn a_create_that_is_answered_408_is_placed_though_all_was_mended_before() {
    let mut stage = Stage::new(8);
    stage.all_lanes(LaneFault::Lose(1_000_000));
    let ticket = stage.give("create localhost:new<App>");
    // the last try to ask for a place is lost, and nobody is told
    stage.advance(30_000);
    stage.all_lanes(LaneFault::Mended);
    let status = is_placed_nevertheless(&mut stage, ticket, "localhost:new");
    assert_eq!(status, StatusCode::TIMEOUT);
}

#[test]
fn a_create_that_is_answered_503_is_placed_though_its_star_runs_again_before() {
    let mut refused = 0;
    for quarter in 0..32 {
        let mut stage = Stage::new(9);
        // an empty star, which will be chosen, and whose loss makes nobody homeless
        let star = stage.star_of("localhost:app").unwrap();
        assert_eq!(stage.say("delete localhost:app").status, StatusCode::OK);
        stage.rest();
        assert_eq!(stage.cosmos.stars()[star.index()].load, 0);
        let ticket = stage.give("create localhost:new<App>");
        for fault in [Fault::Stop(star), Fault::Start(star)] {
            let until = Moment(stage.cosmos.now().0 + quarter * MILLISECOND / 4);
            while !matches!(stage.step(until), Progress::Quiet | Progress::Until(_)) {}
            stage.befall(fault);
        }
        let status = is_placed_nevertheless(&mut stage, ticket, "localhost:new");
        refused += u32::from(status == StatusCode::UNAVAILABLE);
    }
    assert!(refused > 0, "no create was ever refused");
}

#[test]
fn a_new_instance_begins_on_the_other_star() {
    let mut stage = Stage::new(6);
    let before = stage.star_of("localhost:a").unwrap();
    stage.befall(Fault::Stop(before));
    let a = stage.particle("localhost:a");
    assert_eq!(stage.cosmos.registry().get(a).status, Status::Panic);
    assert!(!stage.cosmos.mechtron(a).unwrap().is_busy());
    stage.advance(5_000);
    assert_eq!(stage.cosmos.registry().get(a).status, Status::Ready);
    // and the state of others is with the registry: a bundle's files have found a place too
    let artifacts = stage.cosmos.registry().all();
    let of_bundle = artifacts.filter(|(_, p)| p.point.to_string().starts_with("uploads:m:1.0.0"));
    assert!(of_bundle.count() > 3);
    let scribe = stage.star_of("uploads:m:1.0.0:/config/m.mechtron").unwrap();
    stage.befall(Fault::Stop(scribe));
    stage.advance(5_000);
    let read = stage.say("ping uploads:m:1.0.0:/config/m.mechtron Cmd<Read>");
    assert_eq!(read.status, StatusCode::OK);
    assert!(matches!(read.body, Substance::Bin(bytes) if !bytes.is_empty()));
}

#[test]
fn when_every_star_stops_each_ping_still_ends_and_all_is_as_before_when_they_start() {
    let mut stage = Stage::new(7);
    let under_way: Vec<u32> = TARGETS
        .iter()
        .map(|to| stage.ping(to, Handling::default()))
        .collect();
    stage.advance(2);
    for star in (0..12).map(StarNo) {
        stage.befall(Fault::Stop(star));
    }
    let after = stage.ping("localhost:a", Handling::default());
    for ticket in under_way.into_iter().chain([after]) {
        let status = stage.end(ticket).core.status.number();
        assert!([408, 503].contains(&status), "{status}");
    }
    stage.rest();
    for star in (0..12).map(StarNo) {
        stage.befall(Fault::Start(star));
    }
    stage.rest();
    stage.check_places();
    let ticket = stage.ping("localhost:a", Handling::default());
    assert_eq!(stage.end(ticket).core.status, StatusCode::OK);
}

#[test]
fn a_cosmos_without_faults_draws_nothing_and_one_with_them_tells_of_each() {
    let run = |fault: Option<LaneFault>| {
        let mut stage = Stage::new(8);
        stage.cosmos.take_trace();
        if let Some(fault) = fault {
            stage.all_lanes(fault);
        }
        stage.cosmos.keep_waves(10);
        let ticket = stage.ping("localhost:app", Handling::default());
        stage.end(ticket);
        let trace = stage.cosmos.take_trace();
        let sent = trace.iter().find_map(|record| match record.event {
            Event::Sent { wave, .. } => stage.cosmos.wave(wave).map(|wave| wave.id()),
            _ => None,
        });
        let how = trace.iter().filter_map(|record| match record.event {
            Event::Disturbed { how, .. } => Some(how),
            _ => None,
        });
        (sent, how.collect::<Vec<_>>())
    };
    let (calm, nothing) = run(None);
    assert!(nothing.is_empty());
    for (fault, tells) in [
        (LaneFault::Lose(1_000_000), Disturbance::Lost),
        (LaneFault::Double(1_000_000), Disturbance::Doubled),
    ] {
        let (sent, how) = run(Some(fault));
        assert_eq!(sent, calm, "the cosmos's own chance is as it was");
        assert!(
            !how.is_empty() && how.iter().all(|h| *h == tells),
            "{how:?}"
        );
    }
    let (_, how) = run(Some(LaneFault::Shuffle(1_000_000)));
    assert!(how.iter().all(|how| matches!(how, Disturbance::Delayed(_))));
}

#[test]
fn the_last_thousand_dead_letters_are_kept() {
    let mut stage = Stage::new(9);
    for _ in 0..1_010 {
        stage.ping("localhost:nobody", Handling::default());
    }
    stage.rest();
    let read = DirectedCore::new("Cmd<Read>".parse().unwrap(), Substance::Empty);
    stage.tickets += 1;
    stage.cosmos.handle(Input::Send {
        ticket: stage.tickets,
        ping: true,
        to: "GLOBAL::dead-letters".parse().unwrap(),
        core: read,
    });
    let Substance::List(letters) = stage.end(stage.tickets).core.body else {
        panic!("the letters are no list");
    };
    assert_eq!(letters.len(), 1_000);
}

#[test]
fn hops_are_the_lanes_that_were_travelled() {
    for (kind, bounce_backs) in [
        (WaveKind::Ping, BounceBacks::Single),
        (WaveKind::Signal, BounceBacks::None),
        (WaveKind::Ripple, BounceBacks::Single),
    ] {
        let mut stage = Stage::new(10);
        let wave = DirectedProto::new(0)
            .kind(kind)
            .to("localhost:a".parse::<orrery_space::Point>().unwrap())
            .method(Method::Ext("Say".into()))
            .bounce_backs(bounce_backs);
        stage.cosmos.handle(Input::Wave {
            ticket: 99,
            wave: Box::new(wave),
        });
        let wave = loop {
            if let Some(Effect::Guest {
                order: Order::Wave { wave, .. },
                ..
            }) = stage.cosmos.effect()
            {
                break wave.clone();
            }
            assert_ne!(stage.step(Moment::NEVER), Progress::Quiet, "{kind}");
        };
        assert_eq!(wave.kind(), kind);
        assert_eq!(wave.shell.hops, 2, "{kind}");
    }
}
