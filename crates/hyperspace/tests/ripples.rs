//! One Wave to several and the Echoes of all; and who is told when something changes.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::collections::BTreeMap;

use orrery_hyperspace::trace::{Event, LaneNo, ParticleNo, Record, StarNo, WaveNo};
use orrery_hyperspace::{
    Budget, Constellation, Fault, Hyperspace, Input, LaneFault, Moment, Progress,
};
use orrery_space::core::ReflectedCore;
use orrery_space::wave::{BounceBacks, DirectedProto, Handling, Recipients, Retries, WaitTime};
use orrery_space::{Aspect, Selector, StatusCode, Substance, Surface, Watch, WaveKind};
use proptest::prelude::*;

struct Stage {
    cosmos: Hyperspace,
    tickets: u32,
}

impl Stage {
    fn new(seed: u64) -> Self {
        let cosmos = Hyperspace::new(seed, &Constellation::default());
        let mut stage = Self { cosmos, tickets: 0 };
        for line in [
            "create localhost<Space>",
            "create localhost:app<App>",
            "create localhost:app:base<Base>",
            "create localhost:ann<User>",
            "create localhost:repo<Repo>",
        ] {
            assert_eq!(stage.say(line).status, StatusCode::OK, "{line}");
        }
        stage
    }

    fn say(&mut self, line: &str) -> ReflectedCore {
        self.tickets += 1;
        self.cosmos.handle(Input::Command {
            ticket: self.tickets,
            line: line.into(),
            files: vec![],
        });
        self.end(self.tickets)
    }

    /// Sends a Ripple `Cmd<Bounce>`, and tells its ticket.
    fn ripple(&mut self, to: impl Into<Recipients>, bounce_backs: BounceBacks) -> u32 {
        self.ripple_with(to, bounce_backs, Handling::default())
    }

    fn ripple_with(
        &mut self,
        to: impl Into<Recipients>,
        bounce_backs: BounceBacks,
        handling: Handling,
    ) -> u32 {
        self.tickets += 1;
        let wave = DirectedProto::ripple(0)
            .to(to)
            .method("Cmd<Bounce>".parse().unwrap())
            .bounce_backs(bounce_backs)
            .handling(handling);
        self.cosmos.handle(Input::Wave {
            ticket: self.tickets,
            wave: Box::new(wave),
        });
        self.tickets
    }

    fn end(&mut self, ticket: u32) -> ReflectedCore {
        loop {
            if let Some(reply) = self.cosmos.take_reply(ticket) {
                return reply.core;
            }
            let budget = Budget {
                until: Moment::NEVER,
                events: 1,
            };
            assert_ne!(self.cosmos.step(budget), Progress::Quiet, "no reply came");
        }
    }

    fn rest(&mut self) {
        let budget = Budget {
            until: Moment::NEVER,
            events: u64::MAX,
        };
        while self.cosmos.step(budget) != Progress::Quiet {}
    }

    fn lines_of_log(&mut self) -> Vec<String> {
        self.rest();
        let trace = self.cosmos.take_trace();
        let line = |record: Record| match record.event {
            Event::Log { message, .. } => Some(message.to_string()),
            _ => None,
        };
        trace.into_iter().filter_map(line).collect()
    }

    fn particle(&self, point: &str) -> ParticleNo {
        let point = point.parse().unwrap();
        self.cosmos.registry().find(&point).unwrap()
    }
}

fn selector(text: &str) -> Selector {
    text.parse().unwrap()
}

/// The statuses of all Echoes, sorted.
fn statuses(core: &ReflectedCore) -> Vec<u16> {
    let Substance::List(echoes) = &core.body else {
        panic!("no list: {core:?}");
    };
    let status = |echo: &Substance| match echo {
        Substance::ReflectedCore(core) => core.status.number(),
        other => panic!("no answer: {other:?}"),
    };
    let mut statuses: Vec<u16> = echoes.iter().map(status).collect();
    statuses.sort_unstable();
    statuses
}

#[test]
fn a_ripple_reaches_those_who_are_named_and_who_is_not_there_is_answered_for() {
    let mut stage = Stage::new(1);
    let named = ["localhost", "localhost:app", "localhost:nobody"];
    let surfaces = named.map(|point| point.parse::<Surface>().unwrap());
    let several = Recipients::Multi(surfaces.into());
    let ticket = stage.ripple(several, BounceBacks::Count(3));
    assert_eq!(statuses(&stage.end(ticket)), [200, 200, 404]);
}

#[test]
fn a_ripple_reaches_all_stars_and_those_that_are_stopped_are_answered_for() {
    let mut stage = Stage::new(2);
    let ticket = stage.ripple(Recipients::Stars, BounceBacks::Count(12));
    assert_eq!(statuses(&stage.end(ticket)), [200; 12]);
    stage.cosmos.handle(Input::Fault(Fault::Stop(StarNo(5))));
    let ticket = stage.ripple(Recipients::Stars, BounceBacks::Count(12));
    let mut expected = [200; 12];
    expected[11] = 503;
    assert_eq!(statuses(&stage.end(ticket)), expected);
}

#[test]
fn a_ripple_reaches_those_who_watch() {
    let mut stage = Stage::new(3);
    let watch = Watch {
        point: "localhost:app".parse().unwrap(),
        aspect: Aspect::Property,
    };
    let ticket = stage.ripple(watch.clone(), BounceBacks::Count(1));
    assert_eq!(stage.end(ticket).status, StatusCode::NOT_FOUND);
    stage.say("watch localhost:app Property");
    let ticket = stage.ripple(watch, BounceBacks::Count(1));
    assert_eq!(statuses(&stage.end(ticket)), [200]);
}

#[test]
fn of_the_bounce_backs_depends_when_the_sender_goes_on() {
    let mut stage = Stage::new(4);
    let all = || selector("localhost+:**");
    let none = stage.ripple(all(), BounceBacks::None);
    assert_eq!(stage.end(none).status, StatusCode::ACCEPTED);

    // the first Echo is the answer
    let first = stage.ripple(all(), BounceBacks::Single);
    assert_eq!(stage.end(first).body, Substance::Empty);

    let two = stage.ripple(all(), BounceBacks::Count(2));
    assert_eq!(statuses(&stage.end(two)), [200, 200]);

    // whatever comes within the time, and it is no failure that it ends
    let sent = stage.cosmos.now();
    let timer = stage.ripple(all(), BounceBacks::Timer(WaitTime::Med));
    let core = stage.end(timer);
    assert_eq!(statuses(&core), [200; 5]);
    assert!(!core.headers.contains_key("Partial"));
    let took = stage.cosmos.now().0 - sent.0;
    assert_eq!(took, 60_000_000_000);
}

#[test]
fn partial_echoes_come_back_with_a_flag_when_the_wait_class_ends() {
    let mut stage = Stage::new(5);
    let sent = stage.cosmos.now();
    let more = stage.ripple(selector("localhost+:**"), BounceBacks::Count(7));
    let core = stage.end(more);
    assert_eq!(statuses(&core), [200; 5]);
    assert_eq!(core.headers["Partial"], "5 of 7");
    let took = stage.cosmos.now().0 - sent.0;
    assert_eq!(took, 15_000_000_000);
}

#[test]
fn parts_for_one_star_travel_together() {
    let mut stage = Stage::new(6);
    let on_super = |stage: &Stage, point: &str| {
        let star = stage.cosmos.registry().get(stage.particle(point)).star;
        star.map(|star| stage.cosmos.stars()[star.index()].name())
    };
    let (app, base) = ("localhost:app", "localhost:app:base");
    assert_eq!(on_super(&stage, app), on_super(&stage, base));
    stage.cosmos.take_trace();
    let ticket = stage.ripple(selector("localhost:app+:**"), BounceBacks::Count(2));
    stage.end(ticket);
    let trace = stage.cosmos.take_trace();
    let mut ripple = None;
    let mut hops = 0;
    let mut delivered = BTreeMap::new();
    for record in trace {
        match record.event {
            Event::Sent {
                wave,
                kind: WaveKind::Ripple,
                ..
            } => ripple = Some(wave),
            Event::Hop { wave, .. } if Some(wave) == ripple => hops += 1,
            Event::Delivered { wave, particle, .. } if Some(wave) == ripple => {
                *delivered.entry(particle).or_insert(0) += 1;
            }
            _ => {}
        }
    }
    assert_eq!(hops, 2, "one Transport over two lanes");
    let expected = [app, base].map(|point| (stage.particle(point), 1));
    assert_eq!(delivered, expected.into());
}

#[test]
fn the_console_hears_of_changes_as_lines_of_the_log() {
    let mut stage = Stage::new(7);
    assert_eq!(
        stage.say("watch localhost:app Property").body,
        Substance::Int(1)
    );
    assert_eq!(
        stage.say("watch localhost:app Child").body,
        Substance::Int(2)
    );
    assert_eq!(
        stage.say("watch localhost:app:base State").body,
        Substance::Int(3)
    );
    assert!(stage.lines_of_log().is_empty());

    stage.say("set localhost:app{ +title=New }");
    assert_eq!(
        stage.lines_of_log(),
        [r#"watch 1, Property: {"title":"New"}"#]
    );
    stage.say("create localhost:app:more<Base>");
    assert_eq!(
        stage.lines_of_log(),
        ["watch 2, Child: localhost:app:more<Base> Pending"]
    );

    let base = stage
        .cosmos
        .registry()
        .get(stage.particle("localhost:app:base"));
    let star = base.star.unwrap();
    stage.cosmos.handle(Input::Fault(Fault::Stop(star)));
    let lines = stage.lines_of_log();
    // its star was lost and another found; the subscription outlives that
    let statuses = ["Panic", "Init", "Ready"];
    let expected = statuses.map(|s| format!("watch 3, State: localhost:app:base<Base> {s}"));
    assert_eq!(lines, expected);

    assert_eq!(stage.say("unwatch 1").status, StatusCode::OK);
    stage.say("set localhost:app{ +title=Newer }");
    assert!(stage.lines_of_log().is_empty());
    assert_eq!(stage.say("unwatch 1").status, StatusCode::NOT_FOUND);
}

#[test]
fn who_asked_to_be_told_may_end_it_and_nobody_else_but_the_hyperuser() {
    let mut stage = Stage::new(9);
    stage.say("grant perm +csd-Rwx on localhost:app to localhost:ann");
    stage.say("watch localhost:app Property");
    stage.say("as localhost:ann");
    stage.say("watch localhost:app Property");
    assert_eq!(stage.say("unwatch 1").status, StatusCode::FORBIDDEN);
    assert_eq!(stage.say("unwatch 2").status, StatusCode::OK);
    stage.say("watch localhost:app Property");
    stage.say("as hyperspace:users:hyperuser");
    assert_eq!(stage.say("unwatch 3").status, StatusCode::OK);
}

#[test]
fn who_may_not_read_is_not_told() {
    let mut stage = Stage::new(8);
    stage.say("as localhost:ann");
    assert_eq!(
        stage.say("watch localhost:app Property").status,
        StatusCode::FORBIDDEN
    );
    stage.say("as hyperspace:users:hyperuser");
    stage.say("grant perm +csd-Rwx on localhost:app to localhost:ann");
    stage.say("as localhost:ann");
    assert_eq!(
        stage.say("watch localhost:app Property").body,
        Substance::Int(1)
    );
    stage.say("as hyperspace:users:hyperuser");
    stage.say("set localhost:app{ +title=New }");
    assert_eq!(stage.lines_of_log().len(), 1);
    // what was given is taken again
    stage.say("grant perm &csd-rwx on localhost:app to localhost:ann");
    stage.say("set localhost:app{ +title=Newer }");
    assert!(stage.lines_of_log().is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn every_awaited_ripple_ends_once_and_nobody_has_it_twice(
        seed: u64,
        flaws in prop::collection::vec((0u16..21, 0u32..400_000, 0u8..3), 0..20),
        stops in prop::collection::vec((0u16..12, 0usize..10), 0..3),
        retries in prop::sample::select(Retries::ALL),
    ) {
        let mut stage = Stage::new(seed);
        for (lane, often, what) in flaws {
            let fault = [LaneFault::Lose, LaneFault::Double, LaneFault::Shuffle][usize::from(what)];
            stage.cosmos.handle(Input::Fault(Fault::Lane(LaneNo(lane), fault(often))));
        }
        stage.cosmos.take_trace();
        stage.cosmos.take_replies();
        let handling = Handling { retries, ..Handling::default() };
        let mut tickets = Vec::new();
        for at in 0..10 {
            for (star, _) in stops.iter().filter(|(_, when)| *when == at) {
                stage.cosmos.handle(Input::Fault(Fault::Stop(StarNo(*star))));
            }
            let to = selector("localhost+:**");
            tickets.push(stage.ripple_with(to, BounceBacks::Count(5), handling));
            let until = Moment(stage.cosmos.now().0 + 1_500_000);
            stage.cosmos.step(Budget { until, events: u64::MAX });
        }
        stage.rest();
        let mut answered: Vec<u32> = stage.cosmos.take_replies().iter().map(|r| r.ticket).collect();
        answered.sort_unstable();
        prop_assert_eq!(answered, tickets);

        let mut ripples = Vec::new();
        let mut delivered: BTreeMap<ParticleNo, Vec<WaveNo>> = BTreeMap::new();
        for record in stage.cosmos.take_trace() {
            match record.event {
                Event::Sent { wave, kind: WaveKind::Ripple, .. } => ripples.push(wave),
                Event::Delivered { wave, particle, .. } if ripples.contains(&wave) => {
                    delivered.entry(particle).or_default().push(wave);
                }
                _ => {}
            }
        }
        for (particle, waves) in delivered {
            let in_order = waves.is_sorted_by(|a, b| a < b);
            prop_assert!(in_order, "{}: {:?}", particle.0, waves);
        }
    }
}
