//! Who comes in by a gate: as whom, what it may say, and what becomes of it when it goes.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use orrery_hyperspace::trace::Event;
use orrery_hyperspace::{
    Budget, Constellation, FRAME_TIME, Hyperspace, Input, Moment, Pass, Progress,
};
use orrery_space::command::RawCommand;
use orrery_space::core::{CmdMethod, DirectedCore, ReflectedCore};
use orrery_space::hyper::{ControlPattern, Greet, InterchangeKind, Knock};
use orrery_space::security::Scope;
use orrery_space::wave::Variant;
use orrery_space::{Agent, Method, Point, StarKey, Substance, Surface, Token, Wave, WaveKind};
use proptest::collection::vec;
use proptest::prelude::*;

/// A cosmos, and clients that speak by frames alone.
struct Outside {
    cosmos: Hyperspace,
    uuid: u128,
    heard: Vec<(u32, Wave)>,
}

impl Outside {
    fn new() -> Self {
        let mut this = Self {
            cosmos: Hyperspace::new(7, &Constellation::default()),
            uuid: 0,
            heard: Vec::new(),
        };
        for line in [
            "create localhost<Space>",
            "create localhost:ann<User>",
            "create localhost:bob<User>",
            "create localhost:a<App>",
        ] {
            assert_eq!(this.console(line), 200, "{line}");
        }
        this
    }

    fn console(&mut self, line: &str) -> u16 {
        let (line, files) = (line.into(), vec![]);
        self.cosmos.handle(Input::Command {
            ticket: 1,
            line,
            files,
        });
        self.run();
        self.cosmos
            .take_reply(1)
            .expect("a reply")
            .core
            .status
            .number()
    }

    fn run(&mut self) {
        let budget = Budget {
            until: Moment::NEVER,
            events: 1,
        };
        while self.cosmos.step(budget) != Progress::Quiet {}
        for (client, bytes) in self.cosmos.take_frames() {
            self.heard.push((client, Wave::from_bytes(&bytes).unwrap()));
        }
    }

    /// Runs until a client hears a Wave of that kind, and takes it.
    fn hears(&mut self, client: u32, kind: WaveKind) -> Wave {
        loop {
            let wanted = |(to, wave): &(u32, Wave)| *to == client && wave.kind() == kind;
            if let Some(at) = self.heard.iter().position(wanted) {
                return self.heard.remove(at).1;
            }
            let until = Moment::NEVER;
            let progress = self.cosmos.step(Budget { until, events: 1 });
            assert_ne!(progress, Progress::Quiet, "client {client} hears nothing");
            for (client, bytes) in self.cosmos.take_frames() {
                self.heard.push((client, Wave::from_bytes(&bytes).unwrap()));
            }
        }
    }

    /// Sends without waiting; whatever the client writes as its sender is a lie.
    fn send(&mut self, client: u32, to: Surface, core: DirectedCore) -> u128 {
        self.uuid += 1;
        let (agent, from) = (Agent::HyperUser, "localhost:liar".parse().unwrap());
        let wave = Wave::ping(self.uuid, agent, from, to, core);
        let bytes = wave.to_bytes().unwrap().into();
        self.cosmos.handle(Input::Frame { client, bytes });
        self.uuid
    }

    /// Sends as somebody, on behalf of somebody, and waits for the answer.
    fn says_as(&mut self, client: u32, from: &Point, agent: Agent, line: &str) -> ReflectedCore {
        let wave = self.wave(from, agent, raw("Cmd<RawCommand>", line));
        self.says(client, &wave)
    }

    fn wave(&mut self, from: &Point, agent: Agent, core: DirectedCore) -> Wave {
        self.uuid += 1;
        let (from, to) = (from.clone().into(), Point::executor().into());
        Wave::ping(self.uuid, agent, from, to, core)
    }

    fn says(&mut self, client: u32, wave: &Wave) -> ReflectedCore {
        let bytes = wave.to_bytes().unwrap().into();
        self.cosmos.handle(Input::Frame { client, bytes });
        self.run();
        self.answer_to(client, self.uuid)
    }

    fn answer_to(&mut self, client: u32, uuid: u128) -> ReflectedCore {
        let found = self.heard.iter().position(|(to, wave)| {
            *to == client && wave.reflection_of().is_some_and(|of| of.uuid == uuid)
        });
        let (_, wave) = self.heard.remove(found.expect("an answer"));
        wave.reflected().unwrap().clone()
    }

    fn ask(&mut self, client: u32, to: &str, core: DirectedCore) -> ReflectedCore {
        let uuid = self.send(client, to.parse().unwrap(), core);
        self.run();
        self.answer_to(client, uuid)
    }

    fn knock(&mut self, client: u32, knock: Knock) -> ReflectedCore {
        self.ask(client, "LOCAL::endpoint", knock.into())
    }

    fn enter(&mut self, client: u32) -> Greet {
        greeted(self.knock(client, Knock::default()))
    }

    fn token(&mut self, token: &str, pass: Pass) {
        self.cosmos.handle(Input::Pass {
            token: token.into(),
            pass,
        });
    }
}

fn greeted(core: ReflectedCore) -> Greet {
    match core.body {
        Substance::Greet(greet) => *greet,
        other => panic!("{other:?}"),
    }
}

fn shows(token: &str) -> Knock {
    Knock {
        auth: Substance::Token(Token::new(token)),
        ..Knock::default()
    }
}

fn pass(agent: &str) -> Pass {
    Pass {
        agent: agent.parse().unwrap(),
        once: false,
        remotes: vec![],
    }
}

fn bounce() -> DirectedCore {
    DirectedCore::new(Method::Cmd(CmdMethod::Bounce), Substance::Empty)
}

fn raw(method: &str, line: &str) -> DirectedCore {
    let raw = RawCommand {
        line: line.into(),
        transfers: vec![],
    };
    DirectedCore::new(
        method.parse().unwrap(),
        Substance::RawCommand(Box::new(raw)),
    )
}

fn text(core: &ReflectedCore) -> String {
    format!("{} {}", core.status.number(), core.body.text())
}

#[test]
fn who_has_not_knocked_says_nothing() {
    let mut outside = Outside::new();
    let refused = outside.ask(1, "localhost:a", bounce());
    assert_eq!(
        text(&refused),
        "403 knock first: a Ping `Hyp<Knock>` with a Knock as its body"
    );
    let greet = outside.enter(1);
    assert_eq!(greet.agent, Agent::Anonymous);
    assert!(
        greet
            .surface
            .to_string()
            .ends_with("star:controls:control-1@Core")
    );
    assert_eq!(outside.ask(1, "localhost:a", bounce()).status.number(), 200);
    let twice = outside.knock(1, Knock::default());
    assert_eq!(twice.status.number(), 409);
}

#[test]
fn each_machine_has_a_gate() {
    let plan = include_str!("../../../tests/files/machines.constellation");
    let mut outside = Outside {
        cosmos: Hyperspace::new(7, &plan.parse().unwrap()),
        uuid: 0,
        heard: Vec::new(),
    };
    let at = |star: &str| Knock {
        kind: InterchangeKind::Control(ControlPattern::Star(star.parse().unwrap())),
        ..Knock::default()
    };
    let near = outside.enter(1).surface.point;
    let near = near.to_string();
    assert_eq!(near, "<<STAR::machine:laptop[0]>>::star:controls:control-1");
    let rack = "<<STAR::machine:rack[0]>>::star";
    for number in 0..2 {
        let greet = greeted(outside.knock(2 + number, at(rack)));
        let own = greet.surface.point.to_string();
        assert_eq!(own, format!("{rack}:controls:control-{number}"));
        assert_eq!(greet.hop.point.to_string(), rack);
    }
    // over the lane between the machines
    assert_eq!(outside.ask(2, &near, bounce()).status.number(), 200);
    let none = text(&outside.knock(4, at("<<STAR::rack:nexus[0]>>::star")));
    assert_eq!(
        none,
        "404 there is no gate at <<STAR::rack:nexus[0]>>::star; there is one at \
         <<STAR::machine:laptop[0]>>::star, <<STAR::machine:rack[0]>>::star"
    );
    assert_eq!(outside.console("stop machine:rack[0]"), 200);
    let stopped = text(&outside.knock(5, at(rack)));
    assert_eq!(stopped, "503 star machine:rack[0] has stopped");
}

#[test]
fn nobody_names_another_sender() {
    let mut outside = Outside::new();
    let greet = outside.enter(1);
    outside.cosmos.take_trace();
    // as the HyperUser, it says; as Anonymous, it may not
    let made = outside.ask(
        1,
        "GLOBAL::executor",
        raw("Cmd<RawCommand>", "create localhost:x<Base>"),
    );
    assert_eq!(
        text(&made),
        "403 hyperspace:users:anonymous needs Create on localhost and has csd-rwx: no grant gives it"
    );
    let registry = outside.cosmos.registry();
    let own = registry.find(&greet.surface.point).unwrap();
    let liar: Point = "localhost:liar".parse().unwrap();
    assert!(registry.find(&liar).is_none());
    let senders = outside
        .cosmos
        .take_trace()
        .into_iter()
        .filter_map(|r| match r.event {
            Event::Sent {
                from,
                kind: WaveKind::Ping,
                ..
            } => Some(from),
            _ => None,
        });
    assert!(senders.into_iter().all(|from| from == own));
    let star = outside.ask(
        1,
        "localhost:a",
        DirectedCore::new("Hyp<Assign>".parse().unwrap(), Substance::Empty),
    );
    assert_eq!(star.status.number(), 403);
}

#[test]
fn a_token_lets_in_as_somebody() {
    let mut outside = Outside::new();
    outside.console("chown localhost:a to localhost:ann");
    outside.token("often", pass("localhost:ann"));
    outside.token(
        "once",
        Pass {
            once: true,
            ..pass("localhost:ann")
        },
    );
    outside.token("nobody", pass("localhost:nobody"));
    let home: Surface = "REMOTE::home".parse().unwrap();
    outside.token(
        "from home",
        Pass {
            remotes: vec![home.clone()],
            ..pass("localhost:bob")
        },
    );

    assert_eq!(
        greeted(outside.knock(1, shows("often"))).agent,
        "localhost:ann".parse::<Point>().unwrap().into()
    );
    let made = outside.ask(
        1,
        "GLOBAL::executor",
        raw("Cmd<RawCommand>", "create localhost:a:x<Base>"),
    );
    assert_eq!(made.status.number(), 200);
    assert_eq!(outside.knock(2, shows("once")).status.number(), 200);
    assert_eq!(
        text(&outside.knock(3, shows("once"))),
        "403 the token is not known here, or was used already"
    );
    assert_eq!(
        text(&outside.knock(3, shows("guess"))),
        "403 the token is not known here, or was used already"
    );
    assert_eq!(
        text(&outside.knock(3, shows("nobody"))),
        "404 no such particle: localhost:nobody"
    );
    assert_eq!(
        text(&outside.knock(3, shows("from home"))),
        "403 the token may not be shown from there"
    );
    let from_home = Knock {
        remote: Some(home),
        ..shows("from home")
    };
    assert_eq!(outside.knock(3, from_home).status.number(), 200);
    let by_text = Knock {
        auth: Substance::Text("often".into()),
        ..Knock::default()
    };
    assert_eq!(
        text(&outside.knock(4, by_text)),
        "400 a Knock is authenticated by Empty or by a Token, not by Text"
    );
    let star = Knock {
        kind: InterchangeKind::Star(StarKey::central()),
        ..Knock::default()
    };
    assert_eq!(outside.knock(4, star).status.number(), 403);
}

#[test]
fn a_scope_takes_away_from_who_sends() {
    let mut outside = Outside::new();
    outside.token("ann", pass("localhost:ann"));
    outside.console("chown localhost:a to localhost:ann");
    outside.knock(1, shows("ann"));
    let read = DirectedCore::new(Method::Cmd(CmdMethod::Read), Substance::Empty);
    let whole = outside.ask(1, "localhost:a", read.clone());
    assert_eq!(whole.status.number(), 200);
    let (from, to) = ("localhost:liar", "localhost:a");
    let (from, to) = (from.parse().unwrap(), to.parse().unwrap());
    let mut wave = Wave::ping(77, Agent::HyperUser, from, to, read);
    wave.shell.scope = Scope::None;
    let bytes = wave.to_bytes().unwrap().into();
    outside.cosmos.handle(Input::Frame { client: 1, bytes });
    outside.run();
    let refused = text(&outside.answer_to(1, 77));
    assert!(
        refused.starts_with("403 localhost:ann needs Read on localhost:a"),
        "{refused}"
    );
}

#[test]
fn who_logs_in_comes_in_by_the_token_that_he_gets() {
    let mut outside = Outside::new();
    outside.console("create localhost:cleo<User>{ +password=moon }");
    outside.console("grant perm +csd-rwX on localhost:cleo to **");
    outside.enter(1);
    let login = |password: &str| {
        let body = Substance::Text(password.into());
        DirectedCore::new("Ext<Login>".parse().unwrap(), body)
    };
    assert_eq!(
        text(&outside.ask(1, "localhost:cleo", login("sun"))),
        "403 wrong user name or password"
    );
    let Substance::Token(token) = outside.ask(1, "localhost:cleo", login("moon")).body else {
        panic!("no token");
    };
    let greet = greeted(outside.knock(2, shows(token.as_str())));
    let cleo: Point = "localhost:cleo".parse().unwrap();
    assert_eq!(greet.agent, cleo.into());
    // another password ends what the former one gave
    outside.console("set localhost:cleo{ +password=mars }");
    assert_eq!(outside.knock(3, shows(token.as_str())).status.number(), 403);
}

#[test]
fn sessions_act_each_as_its_own_agent() {
    let mut outside = Outside::new();
    outside.token("ann", pass("localhost:ann"));
    outside.console("create localhost:robot<Base>");
    outside.console("chown localhost:robot to localhost:ann");
    let greet = greeted(outside.knock(1, shows("ann")));
    let shell = format!("{}@Shell", greet.surface.point);
    let none = outside.ask(1, &shell, raw("Ext<Exec>", "stars"));
    assert!(
        text(&none).starts_with("404 there is no such session"),
        "{}",
        text(&none)
    );
    let new = DirectedCore::new("Ext<NewCliSession>".parse().unwrap(), Substance::Empty);
    let Substance::Surface(session) = outside.ask(1, &shell, new.clone()).body else {
        panic!("no session");
    };
    let Substance::Surface(other) = outside.ask(1, &shell, new).body else {
        panic!("no session");
    };
    assert_ne!(session, other);
    let session = session.to_string();
    let may_not = outside.ask(1, &session, raw("Ext<Exec>", "as localhost:bob"));
    assert_eq!(
        text(&may_not),
        "403 localhost:ann may not act as localhost:bob: only who has all of it may"
    );
    let mine = |outside: &mut Outside, at: &str| {
        outside
            .ask(1, at, raw("Ext<Exec>", "get localhost:robot"))
            .status
            .number()
    };
    assert_eq!(mine(&mut outside, &session), 200);
    assert_eq!(
        outside
            .ask(1, &session, raw("Ext<Exec>", "as localhost:robot"))
            .status
            .number(),
        200
    );
    let made = outside.ask(1, &session, raw("Ext<Exec>", "create localhost:y<Base>"));
    assert!(
        text(&made).starts_with("403 localhost:robot needs Create"),
        "{}",
        text(&made)
    );
    let made = outside.ask(
        1,
        &other.to_string(),
        raw("Ext<Exec>", "create localhost:y<Base>"),
    );
    assert!(
        text(&made).starts_with("403 localhost:ann needs Create"),
        "{}",
        text(&made)
    );
    // a session is its own Control's alone
    outside.enter(2);
    let stolen = outside.ask(2, &session, raw("Ext<Exec>", "get localhost:robot"));
    assert!(!stolen.status.is_success());
}

#[test]
fn clients_ask_one_another() {
    let mut outside = Outside::new();
    outside.token("ann", pass("localhost:ann"));
    let (one, two) = (greeted(outside.knock(1, shows("ann"))), outside.enter(2));
    outside.console(&format!(
        "grant perm +csd-rwX on {} to localhost:ann",
        two.surface.point
    ));
    let hello = DirectedCore::new("Ext<Hello>".parse().unwrap(), Substance::Text("ann".into()));
    let asked = outside.send(1, two.surface.clone(), hello.clone());
    let ping = outside.hears(2, WaveKind::Ping);
    assert_eq!(ping.shell.from, one.surface);
    assert_eq!(ping.body().text(), "ann");
    let answer = ReflectedCore::ok(Substance::Text("hello, ann".into()));
    let pong = ping
        .reflection()
        .unwrap()
        .make(99, two.surface.clone(), answer);
    for _ in 0..2 {
        let bytes = pong.to_bytes().unwrap().into();
        outside.cosmos.handle(Input::Frame { client: 2, bytes });
        outside.run();
    }
    assert_eq!(text(&outside.answer_to(1, asked)), "200 hello, ann");
    let (to, twice) = outside.heard.remove(0);
    assert_eq!((to, twice.reflected().unwrap().status.number()), (2, 409));
    // one who leaves owes nobody
    let asked = outside.send(1, two.surface.clone(), hello);
    outside.hears(2, WaveKind::Ping);
    outside.cosmos.handle(Input::Left { client: 2 });
    outside.run();
    assert!(!outside.answer_to(1, asked).status.is_success());
    assert!(outside.cosmos.registry().find(&two.surface.point).is_none());
}

fn at_portal(token: &str) -> Knock {
    Knock {
        kind: InterchangeKind::Portal(ControlPattern::Any),
        ..shows(token)
    }
}

/// A client inside by a Portal for ann, through which bob speaks too.
fn portal() -> (Outside, Greet, Greet) {
    let mut outside = Outside::new();
    outside.token("ann", pass("localhost:ann"));
    outside.token("bob", pass("localhost:bob"));
    outside.console("chown localhost:a to localhost:ann");
    let ann = greeted(outside.knock(1, at_portal("ann")));
    let bob = greeted(outside.knock(1, at_portal("bob")));
    (outside, ann, bob)
}

#[test]
fn a_portal_speaks_as_several() {
    let (mut outside, ann, bob) = portal();
    let (own, guest) = (ann.surface.point.clone(), bob.surface.point.clone());
    assert!(own.to_string().ends_with("star:portals:portal-0"), "{own}");
    assert_eq!(guest.to_string(), format!("{own}:guest-0"));
    assert_eq!(ann.transport.to_string(), format!("{own}@Portal"));
    assert_eq!(bob.transport, ann.transport);
    assert_eq!(bob.agent, "localhost:bob".parse::<Point>().unwrap().into());
    // who names no agent acts as his own
    let line = "create localhost:a:x<Base>";
    let refused = outside.says_as(1, &guest, Agent::Anonymous, line);
    assert_eq!(
        text(&refused),
        "403 localhost:bob needs Create on localhost:a and has csd-rwx: no grant gives it"
    );
    let made = outside.says_as(1, &own, Agent::Anonymous, line);
    assert_eq!(made.status.number(), 200, "{made:?}");
    // the same in a Transport, as the Greet says
    outside.cosmos.take_trace();
    let inner = outside.wave(
        &guest,
        bob.agent.clone(),
        raw("Cmd<RawCommand>", "get localhost:bob"),
    );
    let carrier = inner.wrap_in_transport(4711, own.clone().into(), bob.transport.clone());
    assert_eq!(outside.says(1, &carrier).status.number(), 200);
    let from = outside.cosmos.registry().find(&guest).unwrap();
    let mut trace = outside.cosmos.take_trace().into_iter();
    assert!(trace.any(|record| matches!(record.event, Event::Sent { from: by, .. } if by == from)));
}

#[test]
fn what_a_portal_may_not_claim_is_refused() {
    let (mut outside, ann, bob) = portal();
    let (own, guest) = (ann.surface.point, bob.surface.point);
    outside.console("create localhost:robot<Base>");
    outside.console("chown localhost:robot to localhost:ann");
    let as_point = |point: &str| Agent::from(point.parse::<Point>().unwrap());
    let line = "get localhost:robot";
    let liar = "localhost:liar".parse().unwrap();
    for (from, agent, answer) in [
        (
            &liar,
            Agent::Anonymous,
            format!(
                "403 {own} speaks for itself and for its Guests, not for localhost:liar; a further \
                 `Hyp<Knock>` brings a Guest in"
            ),
        ),
        (
            &own,
            Agent::HyperUser,
            "403 localhost:ann may not act as hyperspace:users:hyperuser: only who has all of it may"
                .to_owned(),
        ),
        (
            &guest,
            as_point("localhost:ann"),
            "403 localhost:bob may not act as localhost:ann: only who has all of it may".to_owned(),
        ),
        (
            &own,
            as_point("localhost:nobody"),
            "404 no such particle: localhost:nobody".to_owned(),
        ),
    ] {
        assert_eq!(text(&outside.says_as(1, from, agent, line)), answer);
    }
    // what ann owns she may act as
    let robot = outside.says_as(1, &own, as_point("localhost:robot"), line);
    assert_eq!(robot.status.number(), 200, "{robot:?}");
    let guess = outside.knock(1, at_portal("guess"));
    assert_eq!(
        text(&guess),
        "403 the token is not known here, or was used already"
    );
    // a Control is one, and a Portal is no Control besides
    outside.enter(2);
    assert_eq!(outside.knock(2, at_portal("bob")).status.number(), 409);
    assert_eq!(outside.knock(1, shows("bob")).status.number(), 409);
    let most = (1..64).all(|_| outside.knock(1, at_portal("bob")).status.is_success());
    assert!(most);
    assert_eq!(
        text(&outside.knock(1, at_portal("bob"))),
        "429 a Portal has at most 64 Guests"
    );
}

#[test]
fn what_is_for_a_guest_goes_out_by_its_portal() {
    let (mut outside, ann, bob) = portal();
    let guest = bob.surface.clone();
    outside.knock(2, shows("ann"));
    outside.console(&format!(
        "grant perm +csd-rwX on {} to localhost:ann",
        guest.point
    ));
    let hello = DirectedCore::new("Ext<Hello>".parse().unwrap(), Substance::Text("ann".into()));
    let asked = outside.send(2, guest.clone(), hello.clone());
    let ping = outside.hears(1, WaveKind::Ping);
    assert_eq!(ping.to(), Some(&guest));
    let answer = ReflectedCore::ok(Substance::Text("hello from bob".into()));
    let pong = ping.reflection().unwrap().make(99, guest.clone(), answer);
    let bytes = pong.to_bytes().unwrap().into();
    outside.cosmos.handle(Input::Frame { client: 1, bytes });
    outside.run();
    assert_eq!(text(&outside.answer_to(2, asked)), "200 hello from bob");
    // with its client the Portal goes, and all who spoke through it
    let asked = outside.send(2, guest.clone(), hello);
    outside.hears(1, WaveKind::Ping);
    outside.cosmos.handle(Input::Left { client: 1 });
    outside.run();
    assert!(!outside.answer_to(2, asked).status.is_success());
    for point in [&ann.surface.point, &guest.point] {
        assert!(outside.cosmos.registry().find(point).is_none(), "{point}");
    }
}

#[test]
fn who_floods_waits_behind_itself() {
    let mut outside = Outside::new();
    outside.enter(1);
    outside.enter(2);
    let began = outside.cosmos.now();
    let flood: Vec<u128> = (0..500)
        .map(|_| outside.send(1, "localhost:a".parse().unwrap(), bounce()))
        .collect();
    let calm = outside.send(2, "localhost:a".parse().unwrap(), bounce());
    let mut order = Vec::new();
    let budget = Budget {
        until: Moment::NEVER,
        events: 1,
    };
    while outside.cosmos.step(budget) != Progress::Quiet {
        for (client, bytes) in outside.cosmos.take_frames() {
            let wave = Wave::from_bytes(&bytes).unwrap();
            order.push((
                client,
                wave.reflection_of().unwrap().uuid,
                outside.cosmos.now(),
            ));
        }
    }
    let place = order.iter().position(|(_, uuid, _)| *uuid == calm).unwrap();
    assert!(place < 100, "the other client came {place} answers later");
    let last = order
        .iter()
        .find(|(_, uuid, _)| uuid == flood.last().unwrap())
        .unwrap();
    assert!(last.2 >= began.after(FRAME_TIME * 499));
    assert_eq!(order.len(), 501);
    // beyond its backlog it is told so
    let over = (0..1_200)
        .map(|_| outside.send(1, "localhost:a".parse().unwrap(), bounce()))
        .last()
        .unwrap();
    outside.run();
    assert_eq!(outside.answer_to(1, over).status.number(), 429);
}

#[test]
fn a_frame_that_is_no_wave_is_said() {
    let mut outside = Outside::new();
    outside.cosmos.handle(Input::Frame {
        client: 5,
        bytes: vec![9, 9].into(),
    });
    outside.run();
    let (to, wave) = outside.heard.remove(0);
    assert_eq!(to, 5);
    assert!(text(wave.reflected().unwrap()).starts_with("400 expected the bytes of a Wave"));
    outside.enter(5);
    let large = DirectedCore::new(
        "Ext<Big>".parse().unwrap(),
        Substance::Bin(vec![0; 1_200_000].into()),
    );
    assert_eq!(outside.ask(5, "localhost:a", large).status.number(), 413);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever clients send, everything ends, and who leaves leaves nothing behind.
    #[test]
    fn any_frames_end(frames in vec((0u32..3, vec(any::<u8>(), 0..60), any::<bool>()), 0..20)) {
        let mut outside = Outside::new();
        let before = outside.cosmos.registry().len();
        for (client, bytes, knocks) in frames {
            if knocks {
                outside.send(client, "LOCAL::endpoint".parse().unwrap(), Knock::default().into());
            }
            outside.cosmos.handle(Input::Frame { client, bytes: bytes.into() });
        }
        outside.run();
        for client in 0..3 {
            outside.cosmos.handle(Input::Left { client });
        }
        outside.run();
        prop_assert_eq!(outside.cosmos.registry().len(), before);
        for (_, wave) in &outside.heard {
            let is_pong = matches!(wave.variant, Variant::Pong { .. });
            prop_assert!(is_pong);
        }
    }
}
