//! What must be true of every cosmos: same seed same trace, one answer for each Ping, order.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::collections::BTreeMap;

use orrery_hyperspace::trace::{Event, LaneNo, Record, WaveNo};
use orrery_hyperspace::{
    Budget, Constellation, Fault, Hyperspace, Input, LaneFault, Moment, Progress,
};
use orrery_space::core::{CmdMethod, DirectedCore};
use orrery_space::{Method, StatusCode, Substance, WaveKind};
use proptest::prelude::*;

fn bounce() -> DirectedCore {
    DirectedCore::new(Method::Cmd(CmdMethod::Bounce), Substance::Empty)
}

fn cosmos(seed: u64) -> Hyperspace {
    let mut cosmos = Hyperspace::new(seed, &Constellation::default());
    for (ticket, line) in (1..).zip(["create localhost<Space>", "create localhost:app<App>"]) {
        say(&mut cosmos, ticket, line);
    }
    cosmos
}

fn say(cosmos: &mut Hyperspace, ticket: u32, line: &str) -> StatusCode {
    let line = line.into();
    let files = vec![];
    cosmos.handle(Input::Command {
        ticket,
        line,
        files,
    });
    reply(cosmos, ticket)
}

fn reply(cosmos: &mut Hyperspace, ticket: u32) -> StatusCode {
    loop {
        if let Some(reply) = cosmos.take_reply(ticket) {
            return reply.core.status;
        }
        let budget = Budget {
            until: Moment::NEVER,
            events: 1,
        };
        assert_ne!(cosmos.step(budget), Progress::Quiet, "no reply came");
    }
}

fn ping(cosmos: &mut Hyperspace, ticket: u32, to: &str) {
    cosmos.handle(Input::Send {
        ticket,
        ping: true,
        to: to.parse().unwrap(),
        core: bounce(),
    });
}

/// Every Ping of a finished run has one Pong or one refusal by time.
fn check_answers(records: &[Record]) {
    let mut pings: BTreeMap<WaveNo, usize> = BTreeMap::new();
    for record in records {
        match &record.event {
            Event::Sent {
                wave,
                kind: WaveKind::Ping,
                ..
            } => {
                pings.insert(*wave, 0);
            }
            Event::Sent {
                kind: WaveKind::Pong,
                cause: Some(ping),
                ..
            } => *pings.get_mut(ping).expect("a Pong without its Ping") += 1,
            _ => {}
        }
    }
    for (ping, pongs) in pings {
        assert!(pongs <= 1, "Ping {} has {pongs} Pongs", ping.0);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn any_slicing_gives_the_same_trace(seed: u64, slices in prop::collection::vec(1u64..50, 1..200)) {
        let drive = |slices: &[u64]| {
            let mut cosmos = cosmos(seed);
            for ticket in 10..40 {
                let to = ["localhost", "localhost:app", "localhost:nobody"][ticket as usize % 3];
                ping(&mut cosmos, ticket, to);
            }
            let mut slices = slices.iter().copied().cycle();
            while cosmos.step(Budget { until: Moment::NEVER, events: slices.next().unwrap() }) != Progress::Quiet {}
            (cosmos.take_trace(), cosmos.take_replies())
        };
        let whole = drive(&[u64::MAX]);
        prop_assert_eq!(&drive(&slices), &whole);
        check_answers(&whole.0);
        prop_assert_eq!(whole.1.len(), 30);
    }

    #[test]
    fn every_ping_gets_one_answer_whatever_is_cut(seed: u64, cuts in prop::collection::vec((0u16..24, 0u64..8_000_000), 0..30)) {
        let mut cosmos = cosmos(seed);
        let start = cosmos.now();
        let mut cuts = cuts;
        cuts.sort_by_key(|(_, at)| *at);
        for ticket in 10..30 {
            ping(&mut cosmos, ticket, "localhost:app");
        }
        for (at, (lane, delay)) in cuts.into_iter().enumerate() {
            cosmos.step(Budget { until: Moment(start.0 + delay), events: u64::MAX });
            let lane = LaneNo(lane);
            let fault = if at % 3 == 2 { LaneFault::Mended } else { LaneFault::Cut };
            cosmos.handle(Input::Fault(Fault::Lane(lane, fault)));
        }
        while cosmos.step(Budget { until: Moment::NEVER, events: u64::MAX }) != Progress::Quiet {}
        let mut replies: Vec<_> = cosmos.take_replies();
        replies.sort_by_key(|r| r.ticket);
        let tickets: Vec<u32> = replies.iter().map(|r| r.ticket).collect();
        prop_assert_eq!(tickets, (10..30).collect::<Vec<u32>>());
        for reply in replies {
            prop_assert!([200, 408, 503].contains(&reply.core.status.number()), "{:?}", reply);
        }
        check_answers(&cosmos.take_trace());
    }
}

#[test]
fn waves_between_two_arrive_in_the_order_of_sending() {
    let mut cosmos = cosmos(3);
    cosmos.take_trace();
    for ticket in 10..60 {
        ping(&mut cosmos, ticket, "localhost:app");
    }
    while cosmos.step(Budget {
        until: Moment::NEVER,
        events: 3,
    }) != Progress::Quiet
    {}
    let replies: Vec<u32> = cosmos.take_replies().iter().map(|r| r.ticket).collect();
    assert_eq!(replies, (10..60).collect::<Vec<u32>>());
}

#[test]
fn another_seed_gives_other_identities_and_the_same_way() {
    let run = |seed| {
        let mut cosmos = cosmos(seed);
        cosmos.keep_waves(100);
        ping(&mut cosmos, 9, "localhost:app");
        assert_eq!(reply(&mut cosmos, 9), StatusCode::OK);
        let trace = cosmos.take_trace();
        let last = trace.iter().rev().find_map(|r| match r.event {
            Event::Sent { wave, .. } => Some(wave),
            _ => None,
        });
        (trace.len(), cosmos.wave(last.unwrap()).unwrap().id())
    };
    assert_eq!(run(1).0, run(2).0);
    assert_ne!(run(1).1, run(2).1);
    assert_eq!(run(1), run(1));
}

#[test]
fn without_a_way_the_answer_is_503_and_after_the_passing_408() {
    let mut cosmos = cosmos(5);
    let lanes = 0..u16::try_from(cosmos.lanes().len()).unwrap();
    for lane in lanes.clone().map(LaneNo) {
        cosmos.handle(Input::Fault(Fault::Lane(lane, LaneFault::Cut)));
    }
    ping(&mut cosmos, 9, "localhost:app");
    assert_eq!(reply(&mut cosmos, 9), StatusCode::UNAVAILABLE);

    for lane in lanes.clone().map(LaneNo) {
        cosmos.handle(Input::Fault(Fault::Lane(lane, LaneFault::Mended)));
    }
    ping(&mut cosmos, 10, "localhost:app");
    let sent = cosmos.now();
    // the Ping is on its last lane, which it may still leave; the Pong finds no way back
    cosmos.step(Budget {
        until: Moment(sent.0 + 2_500_000),
        events: u64::MAX,
    });
    for lane in lanes.map(LaneNo) {
        cosmos.handle(Input::Fault(Fault::Lane(lane, LaneFault::Cut)));
    }
    assert_eq!(reply(&mut cosmos, 10), StatusCode::TIMEOUT);
    assert_eq!(cosmos.now(), Moment(sent.0 + 15_000_000_000));
}

#[test]
fn a_wave_that_may_not_reach_its_target_is_never_delivered() {
    let mut cosmos = cosmos(11);
    assert_eq!(
        say(&mut cosmos, 3, "create localhost:ann<User>"),
        StatusCode::OK
    );
    assert_eq!(say(&mut cosmos, 4, "as localhost:ann"), StatusCode::OK);
    cosmos.take_trace();
    for (ticket, line, status) in [
        (5, "ping localhost:app Ext<Hello>", 403),
        (6, "ping localhost:app Http<Get>", 403),
        (7, "ping <<STAR::central:super[0]>>::star Hyp<Assign>", 403),
        (8, "ping localhost:app Cmd<Bounce>", 200),
        (9, "create localhost:app:mine<Base>", 403),
        (10, "set localhost:app{ +a=b }", 403),
        (11, "get localhost:app", 403),
        (12, "create localhost:ann:x<Base>", 409),
    ] {
        assert_eq!(say(&mut cosmos, ticket, line).number(), status, "{line}");
    }
    let trace = cosmos.take_trace();
    let refused: Vec<WaveNo> = trace
        .iter()
        .filter_map(|r| match r.event {
            Event::Refused { wave, status, .. } if status == StatusCode::FORBIDDEN => Some(wave),
            _ => None,
        })
        .collect();
    assert_eq!(refused.len(), 3);
    for record in &trace {
        if let Event::Delivered { wave, .. } = record.event {
            assert!(
                !refused.contains(&wave),
                "{} was refused and delivered",
                wave.0
            );
        }
    }
}
