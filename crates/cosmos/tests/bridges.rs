//! Bridges: what crosses from one cosmos into another, as whom, and what becomes of it when a side is lost.
#![cfg(not(target_arch = "wasm32"))] // nothing of it is the browser's
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::sync::Arc;

use orrery_cosmos::bridge::{Bridge, Side};
use orrery_cosmos::{Budget, Client, Cosmos, Reply, Ticket};
use orrery_hyperspace::{Moment, Pass};
use orrery_space::core::DirectedCore;
use orrery_space::hyper::Knock;
use orrery_space::{Substance, Surface, Token};
use proptest::collection::vec;
use proptest::prelude::*;

const ECHO: &str = include_str!("../../../mechtrons/echo/echo.wat");
const CONTROL: &str = "<<STAR::machine:machine[0]>>::star:controls:control-1";
const MILLISECOND: u64 = 1_000_000;

/// Two cosmoses with an echo each, and a bridge that is `localhost:bridge` in both: client 1.
struct Joined {
    cosmoses: [Cosmos; 2],
    bridge: Bridge,
    replies: Vec<Reply>,
}

const SIDES: [Side; 2] = [Side::Near, Side::Far];

impl Joined {
    fn new(to: &str) -> Self {
        let cosmoses = [7, 8].map(|seed| {
            let mut cosmos = Cosmos::new(seed);
            let echo: (_, Arc<[u8]>) = ("echo.wat".into(), Arc::from(ECHO.as_bytes()));
            for line in [
                "create localhost<Space>",
                "launch ^[ echo.wat ]-> localhost:echo",
                "create localhost:bridge<User>",
            ] {
                let ticket = cosmos.command(line, vec![echo.clone()]);
                assert!(cosmos.run_until_reply(ticket).core.status.is_success());
            }
            let agent = "localhost:bridge".parse().unwrap();
            let (once, remotes) = (false, vec![]);
            let pass = Pass {
                agent,
                once,
                remotes,
            };
            cosmos.pass("secret".into(), pass);
            cosmos
        });
        let knock = || Knock {
            auth: Substance::Token(Token::new("secret")),
            ..Knock::default()
        };
        let to: Surface = to.parse().unwrap();
        let mut joined = Self {
            cosmoses,
            bridge: Bridge::new((knock(), to.clone()), (knock(), to)),
            replies: vec![],
        };
        joined.run(1);
        joined
    }

    fn say(&mut self, side: Side, line: &str) -> Ticket {
        self.cosmoses[side as usize].command(line, vec![])
    }

    /// Carries the frames of both sides, and lets a millisecond pass there.
    fn carry(&mut self) {
        for side in SIDES {
            let cosmos = &mut self.cosmoses[side as usize];
            for frame in self.bridge.take_frames(side, cosmos.now()) {
                cosmos.frame(1, frame);
            }
            cosmos.step(Budget {
                until: Moment(cosmos.now().0 + MILLISECOND),
                events: 10_000,
                fuel: u64::MAX,
            });
            for (_, frame) in cosmos.take_frames() {
                self.bridge.hear(side, &frame, cosmos.now());
            }
            self.replies.extend(cosmos.take_replies());
        }
    }

    fn run(&mut self, milliseconds: u32) {
        for _ in 0..milliseconds {
            self.carry();
        }
    }

    fn lose(&mut self, side: Side) {
        let cosmos = &mut self.cosmoses[side as usize];
        cosmos.left(1);
        self.bridge.lost(side, cosmos.now());
    }

    /// What is answered to the line, within a second.
    fn answer(&mut self, side: Side, line: &str) -> String {
        self.replies.clear();
        self.say(side, line);
        self.run(1_000);
        assert_eq!(self.replies.len(), 1, "{line}");
        self.replies.remove(0).core.to_lines().join("\n")
    }
}

#[test]
fn a_ping_crosses_and_is_authorised_there_as_the_agent_of_the_bridge() {
    let mut joined = Joined::new("localhost:echo");
    let ping = format!("ping {CONTROL} Ext<Say> \"over the bridge\"");
    for side in SIDES {
        let other = SIDES[1 - side as usize];
        assert_eq!(
            joined.answer(side, &ping),
            "403 Err localhost:bridge needs eXecute on localhost:echo and has csd-rwx: no grant gives it"
        );
        let grant = "grant perm +csd-rwX on localhost:echo to localhost:bridge";
        assert!(joined.answer(other, grant).starts_with("200"));
        assert_eq!(joined.answer(side, &ping), "200 Text over the bridge");
    }
    // who does not wait is answered by nobody
    let signal = format!("signal {CONTROL} Ext<Say> \"hi\"");
    assert_eq!(joined.answer(Side::Near, &signal), "202 Empty");
}

#[test]
fn a_side_that_is_lost_is_answered_for_and_comes_back() {
    let mut joined = Joined::new("localhost");
    let ping = |control: u32| {
        let control = CONTROL.replace("control-1", &format!("control-{control}"));
        format!("ping {control} Ext<Say> \"hi\"")
    };
    // under way on the other side
    joined.say(Side::Near, &ping(1));
    joined.run(1);
    joined.lose(Side::Far);
    joined.run(10);
    let lines = joined.replies.remove(0).core.to_lines();
    assert_eq!(lines, ["503 Err the bridge has lost the other side"]);
    joined.say(Side::Near, &ping(1));
    joined.run(10);
    let lines = joined.replies.remove(0).core.to_lines();
    assert_eq!(lines, ["503 Err the other side of the bridge is not there"]);
    assert!(joined.bridge.client(Side::Far).greet().is_none());
    joined.run(1_000);
    let greet = joined.bridge.client(Side::Far).greet().unwrap();
    assert!(greet.surface.point.as_str().ends_with("control-2"));
    assert!(joined.answer(Side::Near, &ping(1)).starts_with("403"));
    assert!(joined.answer(Side::Far, &ping(2)).starts_with("403"));
}

#[test]
fn pauses_grow_and_who_is_refused_does_not_come_again() {
    let mut client = Client::new(Knock::default());
    let mut now = Moment::START;
    let mut pauses = vec![];
    for _ in 0..8 {
        assert!(client.knock(now).is_some());
        client.lost(now);
        let next = client.wakes().unwrap();
        assert_eq!(client.knock(Moment(next.0 - 1)), None);
        pauses.push((next.0 - now.0) / 1_000_000_000);
        now = next;
    }
    assert_eq!(pauses, [1, 2, 4, 8, 16, 32, 60, 60]);
    // no answer is a loss too
    assert!(client.knock(now).is_some());
    assert_eq!(client.knock(Moment(now.0 + 60_000_000_000)), None);
    assert_eq!(client.wakes(), Some(Moment(now.0 + 120_000_000_000)));

    let mut cosmos = Cosmos::new(7);
    let mut stranger = Client::new(Knock {
        auth: Substance::Token(Token::new("stolen")),
        ..Knock::default()
    });
    cosmos.frame(1, stranger.knock(cosmos.now()).unwrap());
    for (_, frame) in cosmos.take_frames() {
        assert_eq!(stranger.hear(&frame, cosmos.now()), None);
    }
    let refusal = stranger.refusal().unwrap().to_lines();
    assert!(refusal[0].starts_with("403"), "{refusal:?}");
    assert_eq!(
        (stranger.wakes(), stranger.knock(Moment::NEVER)),
        (None, None)
    );
}

#[test]
fn a_way_in_a_circle_ends() {
    let mut joined = Joined::new(CONTROL);
    for side in SIDES {
        // each side hands on what comes to it
        let grant = format!("grant perm +csd-rwX on {CONTROL} to localhost:bridge");
        assert!(joined.answer(side, &grant).starts_with("200"));
    }
    let ping = format!("ping {CONTROL} Ext<Say> \"hi\"");
    assert_eq!(
        joined.answer(Side::Near, &ping),
        "508 Err over 8 bridges: its way is a circle"
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    /// Whatever is lost, and whatever comes as a frame: every Ping gets one answer.
    #[test]
    fn every_ping_over_a_bridge_has_one_answer(
        acts in vec((0u8..6, any::<bool>(), 0u32..8), 1..40),
        junk in vec(any::<u8>(), 0..40),
    ) {
        let mut joined = Joined::new("localhost:echo");
        let mut pings = 0;
        for (what, far, pause) in acts {
            let side = SIDES[usize::from(far)];
            match what {
                0 => joined.lose(side),
                1 => joined.bridge.hear(side, &junk, Moment::START),
                _ => {
                    let core = DirectedCore::new("Ext<Say>".parse().unwrap(), Substance::Empty);
                    let to: Surface = CONTROL.parse().unwrap();
                    joined.cosmoses[side as usize].ping(to, core);
                    pings += 1;
                }
            }
            joined.run(pause);
        }
        joined.run(20_000);
        prop_assert_eq!(joined.replies.len(), pings);
    }
}
