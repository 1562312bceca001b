//! The layers of a Particle: which ones a Wave passes, and what becomes of one that is for a layer
//! and not for the Particle itself. The driver of guests is played here: a module is the text that
//! says what its guest does.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::sync::Arc;

use orrery_hyperspace::effect::{Answer, Effect, GuestTurn, Order, Outcome};
use orrery_hyperspace::trace::{Event, ParticleNo, Record, WaveNo};
use orrery_hyperspace::{Budget, Constellation, Hyperspace, Input, Moment, Progress};
use orrery_space::core::{DirectedCore, ReflectedCore};
use orrery_space::{Point, StatusCode, Substance, WaveKind};

const MECHTRON: &str = "Gravity Field Shell Portal Host Guest Core";

/// A cosmos with the Mechtron `localhost:m`, whose guest uses 1 ms for each turn, and
/// `localhost:app<App>`.
struct Stage {
    cosmos: Hyperspace,
    module: &'static str,
    tickets: u32,
    trace: Vec<Record>,
}

impl Stage {
    /// The guest `echoes`, `traps` or `asks SURFACE` by a Ping `Ext<Go>` and answers as that does.
    fn with_guest(module: &'static str) -> Self {
        let mut stage = Self {
            cosmos: Hyperspace::new(7, &Constellation::default()),
            module,
            tickets: 0,
            trace: Vec::new(),
        };
        for line in [
            "create localhost<Space>",
            "create localhost:app<App>",
            "create localhost:ann<User>",
            "launch ^[ m.wasm ]-> localhost:m",
        ] {
            assert_eq!(stage.says(line).status, StatusCode::OK, "{line}");
        }
        stage.trace.clear();
        stage
    }

    fn begin(&mut self, line: &str) -> u32 {
        self.tickets += 1;
        self.cosmos.handle(Input::Command {
            ticket: self.tickets,
            line: line.into(),
            files: vec![("m.wasm".into(), Arc::from(self.module.as_bytes()))],
        });
        self.tickets
    }

    fn says(&mut self, line: &str) -> ReflectedCore {
        let ticket = self.begin(line);
        loop {
            if let Some(reply) = self.cosmos.take_reply(ticket) {
                self.trace.extend(self.cosmos.take_trace());
                return reply.core;
            }
            assert_ne!(self.step(), Progress::Quiet, "no reply came");
        }
    }

    fn text(&mut self, line: &str) -> String {
        let core = self.says(line);
        format!("{} {}", core.status.number(), core.body.text())
    }

    fn step(&mut self) -> Progress {
        let answer = match self.cosmos.effect() {
            Some(Effect::Examine { task, bytes }) => Answer::Examined {
                task: *task,
                result: Ok(Arc::clone(bytes)),
            },
            Some(Effect::Guest {
                particle, order, ..
            }) => {
                let outcome = self.act(order);
                let (particle, fuel) = (*particle, 1_000_000);
                let turn = GuestTurn {
                    fuel,
                    deeds: vec![],
                    outcome,
                };
                Answer::Guest { particle, turn }
            }
            Some(Effect::Forget { .. }) => Answer::Forgotten,
            None => {
                let until = Moment::NEVER;
                return self.cosmos.step(Budget { until, events: 1 });
            }
        };
        self.cosmos.handle(Input::Answer(answer));
        Progress::More
    }

    fn act(&self, order: &Order) -> Outcome {
        match (order, self.module.split_once(' ')) {
            (Order::Start { .. }, _) => Outcome::Done(ReflectedCore::ok(Substance::Empty)),
            (Order::Answer { core, .. }, _) => Outcome::Done(core.clone()),
            (Order::Echoes { .. }, _) => unreachable!("nobody sends a Ripple"),
            (Order::Wave { .. }, Some((_, whom))) => Outcome::Ask {
                to: whom.parse().unwrap(),
                core: DirectedCore::new("Ext<Go>".parse().unwrap(), Substance::Empty),
            },
            (Order::Wave { .. }, None) if self.module == "traps" => Outcome::Failed {
                status: StatusCode::TRAP,
                reason: "it gave up".into(),
            },
            (Order::Wave { wave, .. }, None) => {
                Outcome::Done(ReflectedCore::ok(wave.body().clone()))
            }
        }
    }

    fn no(&self, point: &str) -> ParticleNo {
        let point: Point = point.parse().unwrap();
        self.cosmos.registry().find(&point).unwrap()
    }

    /// The Waves of that kind that a Particle sent, in order.
    fn sent(&self, by: ParticleNo, wanted: WaveKind) -> Vec<WaveNo> {
        let sent = |record: &Record| match &record.event {
            Event::Sent {
                wave, kind, from, ..
            } if *from == by && *kind == wanted => Some(*wave),
            _ => None,
        };
        self.trace.iter().filter_map(sent).collect()
    }

    /// The layers of a Particle that a Wave passed, in that direction.
    fn layers(&self, of: WaveNo, at: ParticleNo, way_in: bool) -> String {
        let passed = |record: &Record| match &record.event {
            Event::Layer {
                wave,
                particle,
                layer,
                inward,
                ..
            } if (*wave, *particle, *inward) == (of, at, way_in) => Some(layer.name()),
            _ => None,
        };
        let names: Vec<&str> = self.trace.iter().filter_map(passed).collect();
        names.join(" ")
    }

    fn console(&self) -> ParticleNo {
        self.cosmos.registry().find(self.cosmos.console()).unwrap()
    }
}

fn reversed(names: &str) -> String {
    let mut names: Vec<&str> = names.split(' ').collect();
    names.reverse();
    names.join(" ")
}

#[test]
fn a_mechtron_is_reached_through_all_layers_and_answers_through_them() {
    let mut stage = Stage::with_guest("echoes");
    assert_eq!(stage.text("ping localhost:m Ext<Say> \"hi\""), "200 hi");
    let (m, console) = (stage.no("localhost:m"), stage.console());
    let ping = stage.sent(console, WaveKind::Ping)[0];
    let pong = stage.sent(m, WaveKind::Pong)[0];
    // beyond the Portal of a Control is who came in by it
    assert_eq!(
        stage.layers(ping, console, false),
        "Portal Shell Field Gravity"
    );
    assert_eq!(stage.layers(ping, m, true), MECHTRON);
    assert_eq!(stage.layers(pong, m, false), reversed(MECHTRON));
    assert_eq!(
        stage.layers(pong, console, true),
        "Gravity Field Shell Portal"
    );
}

#[test]
fn what_its_host_answers_does_not_come_to_the_guest() {
    for (module, line, text) in [
        ("echoes", "ping localhost:m Cmd<Bounce>", "200 "),
        ("echoes", "ping localhost:m Cmd<Init>", "200 "),
        ("echoes", "watch localhost:m State", "200 1"),
    ] {
        let mut stage = Stage::with_guest(module);
        assert_eq!(stage.text(line), text);
        let m = stage.no("localhost:m");
        let (ping, pong) = (
            stage.sent(stage.console(), WaveKind::Ping)[0],
            stage.sent(m, WaveKind::Pong)[0],
        );
        let host = "Gravity Field Shell Portal Host";
        assert_eq!(stage.layers(ping, m, true), host, "{line}");
        assert_eq!(stage.layers(pong, m, false), reversed(host), "{line}");
    }
}

#[test]
fn for_a_guest_that_fails_its_host_answers() {
    let mut stage = Stage::with_guest("traps");
    assert_eq!(stage.text("ping localhost:m Ext<Say>"), "500 it gave up");
    let m = stage.no("localhost:m");
    let ping = stage.sent(stage.console(), WaveKind::Ping)[0];
    let pong = stage.sent(m, WaveKind::Pong)[0];
    assert_eq!(stage.layers(ping, m, true), MECHTRON);
    assert_eq!(
        stage.layers(pong, m, false),
        "Host Portal Shell Field Gravity"
    );
}

#[test]
fn a_wave_waits_at_the_host_until_the_guest_is_free() {
    let mut stage = Stage::with_guest("echoes");
    let first = stage.begin("ping localhost:m Ext<Say> \"one\"");
    assert_eq!(stage.text("ping localhost:m Ext<Say> \"two\""), "200 two");
    assert!(stage.cosmos.take_reply(first).is_some());
    let second = stage.sent(stage.console(), WaveKind::Ping)[1];
    let at = |wanted: &str| {
        let passed = |record: &&Record| {
            matches!(&record.event, Event::Layer { wave, layer, inward: true, .. }
                if *wave == second && layer.name() == wanted)
        };
        stage.trace.iter().find(passed).unwrap().at
    };
    assert_eq!(at("Portal"), at("Host"));
    assert_eq!(at("Guest").0 - at("Host").0, 1_000_000);
    assert_eq!(at("Guest"), at("Core"));
}

#[test]
fn what_has_no_guest_has_three_layers() {
    let mut stage = Stage::with_guest("echoes");
    assert_eq!(stage.text("read localhost:app"), "200 0");
    let app = stage.no("localhost:app");
    let pong = stage.sent(app, WaveKind::Pong)[0];
    assert_eq!(stage.layers(pong, app, false), "Core Shell Field Gravity");
}

#[test]
fn what_is_for_a_layer_ends_there() {
    let mut stage = Stage::with_guest("echoes");
    let (m, console) = (stage.no("localhost:m"), stage.console());
    for (layer, way) in [
        ("Gravity", "Gravity"),
        ("Field", "Gravity Field"),
        ("Shell", "Gravity Field Shell"),
        ("Portal", "Gravity Field Shell Portal"),
        ("Host", "Gravity Field Shell Portal Host"),
        ("Guest", "Gravity Field Shell Portal Host Guest"),
    ] {
        let line = format!("ping localhost:m@{layer}");
        for (rest, status) in [("Cmd<Bounce>", 200), ("Ext<Say> \"hi\"", 501)] {
            stage.trace.clear();
            let core = stage.says(&format!("{line} {rest}"));
            assert_eq!(core.status.number(), status, "{line} {rest}: {core:?}");
            let ping = stage.sent(console, WaveKind::Ping)[0];
            let pong = stage.sent(m, WaveKind::Pong)[0];
            assert_eq!(stage.layers(ping, m, true), way);
            assert_eq!(stage.layers(pong, m, false), reversed(way));
            let refused =
                |r: &Record| matches!(&r.event, Event::Refused { wave, .. } if *wave == ping);
            assert_eq!(stage.trace.iter().any(refused), status == 501);
        }
    }
    assert_eq!(
        stage.text("ping localhost:m@Host Ext<Say>"),
        "501 localhost:m@Host runs the guest; it answers Cmd<Bounce> and Cmd<Init>, not Ext<Say>: \
         what is for the Particle goes to localhost:m"
    );
    assert_eq!(stage.text("ping localhost:m@Host Cmd<Init>"), "200 ");
    assert_eq!(
        stage.text("ping localhost:m@Core Ext<Say> \"hi\""),
        "200 hi"
    );
}

#[test]
fn a_layer_that_a_particle_lacks_is_said() {
    let mut stage = Stage::with_guest("echoes");
    assert_eq!(stage.text("ping localhost:app@Shell Cmd<Bounce>"), "200 ");
    assert_eq!(
        stage.text("ping localhost:app@Host Cmd<Bounce>"),
        "404 localhost:app has no layer Host, only Field, Shell and Core"
    );
}

#[test]
fn who_may_not_reach_a_particle_reaches_none_of_its_layers() {
    let mut stage = Stage::with_guest("echoes");
    stage.says("as localhost:ann");
    for layer in [
        "Gravity", "Field", "Shell", "Portal", "Host", "Guest", "Core",
    ] {
        let core = stage.says(&format!("ping localhost:m@{layer} Ext<Say>"));
        assert_eq!(core.status, StatusCode::FORBIDDEN, "{layer}");
    }
}

#[test]
fn sessions_are_begun_by_who_came_in_alone() {
    let mut stage = Stage::with_guest("echoes");
    let console = stage.cosmos.console().clone();
    assert_eq!(
        stage.text("ping localhost:m@Shell Ext<NewCliSession>"),
        format!(
            "403 {console} may not begin a session at localhost:m@Shell: only localhost:m itself may"
        )
    );
    let topic = "Topic<Uuid>(00000000-0000-0000-0000-000000000001)";
    assert_eq!(
        stage.text(&format!("ping localhost:m@Shell+{topic} Ext<Exec>")),
        format!("404 there is no such session at localhost:m@Shell for {console}@Core")
    );
}

#[test]
fn what_a_particle_sends_to_a_layer_of_its_own_does_not_leave_it() {
    let mut stage = Stage::with_guest("asks localhost:m@Shell");
    assert!(
        stage
            .text("ping localhost:m Ext<Say>")
            .starts_with("501 localhost:m@Shell")
    );
    let m = stage.no("localhost:m");
    let ping = stage.sent(m, WaveKind::Ping)[0];
    let pong = stage.sent(m, WaveKind::Pong)[0];
    assert_eq!(stage.layers(ping, m, false), "Core Guest Host Portal Shell");
    assert_eq!(stage.layers(ping, m, true), "");
    assert_eq!(stage.layers(pong, m, false), "Shell");
    assert_eq!(stage.layers(pong, m, true), "Portal Host Guest Core");
}
