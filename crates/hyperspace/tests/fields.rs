//! What a Field does with a bind: which route a Wave takes, what its stops are asked, and how it
//! ends. The driver of guests is played here: a module is the text that says what its guest does,
//! and a document is a "module" whose guest nobody asks.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::collections::BTreeMap;
use std::sync::Arc;

use orrery_hyperspace::effect::{Answer, Effect, GuestTurn, Order, Outcome};
use orrery_hyperspace::trace::{Event, ParticleNo, WaveNo};
use orrery_hyperspace::{Budget, Constellation, Hyperspace, Input, Moment, Progress};
use orrery_space::core::{DirectedCore, ReflectedCore};
use orrery_space::{Layer, Method, Point, StatusCode, Substance, WaveKind};

const SECOND: u64 = 1_000_000_000;

/// A cosmos with `localhost:app<App>`, whose guests use 1 ms for each turn unless they dawdle.
struct Stage {
    cosmos: Hyperspace,
    guests: BTreeMap<ParticleNo, String>,
    /// What guests received: point, kind, method, path, body, from whom and on whose behalf.
    received: Vec<String>,
    tickets: u32,
}

/// Where the document of that name lies.
fn document(name: &str) -> String {
    format!("uploads:{name}:1.0.0:/wasm/{name}.wasm")
}

impl Stage {
    fn new() -> Self {
        let mut stage = Self {
            cosmos: Hyperspace::new(7, &Constellation::default()),
            guests: BTreeMap::new(),
            received: Vec::new(),
            tickets: 0,
        };
        stage.ok("create localhost<Space>");
        stage.ok("create localhost:app<App>");
        stage
    }

    /// A cosmos in which `localhost:app` has these routes.
    fn with_routes(routes: &str) -> Self {
        let mut stage = Self::new();
        stage.bind("localhost:app", "app", routes);
        stage
    }

    /// Publishes routes and makes them the bind of a Particle.
    fn bind(&mut self, point: &str, name: &str, routes: &str) {
        self.publish(name, &format!("Bind(version=1.0.0) {{\n{routes}\n}}"));
        self.ok(&format!("set {point}{{ +bind={} }}", document(name)));
    }

    fn publish(&mut self, name: &str, text: &str) {
        let ticket = self.begin_with(
            &format!("launch ^[ {name}.wasm ]-> localhost:doc-{name}"),
            &format!("{name}.wasm"),
            text,
        );
        assert_eq!(self.end(ticket).status, StatusCode::OK);
    }

    fn launch(&mut self, module: &str, at: &str) {
        let ticket = self.begin_with(&format!("launch ^[ m.wasm ]-> {at}"), "m.wasm", module);
        assert_eq!(self.end(ticket).status, StatusCode::OK);
    }

    fn begin_with(&mut self, line: &str, file: &str, content: &str) -> u32 {
        self.tickets += 1;
        self.cosmos.handle(Input::Command {
            ticket: self.tickets,
            line: line.into(),
            files: vec![(file.into(), Arc::from(content.as_bytes()))],
        });
        self.tickets
    }

    fn begin(&mut self, line: &str) -> u32 {
        self.begin_with(line, "", "")
    }

    fn end(&mut self, ticket: u32) -> ReflectedCore {
        loop {
            if let Some(reply) = self.cosmos.take_reply(ticket) {
                return reply.core;
            }
            assert_ne!(self.step(Moment::NEVER), Progress::Quiet, "no reply came");
        }
    }

    fn say(&mut self, line: &str) -> ReflectedCore {
        let ticket = self.begin(line);
        self.end(ticket)
    }

    /// The status and the text of the answer.
    fn text(&mut self, line: &str) -> String {
        let core = self.say(line);
        format!("{} {}", core.status, core.body.text())
    }

    fn ok(&mut self, line: &str) {
        let core = self.say(line);
        assert_eq!(core.status, StatusCode::OK, "{line}: {core:?}");
    }

    fn rest(&mut self) {
        while self.step(Moment::NEVER) != Progress::Quiet {}
    }

    fn step(&mut self, until: Moment) -> Progress {
        let answer = match self.cosmos.effect() {
            Some(Effect::Examine { task, bytes }) => Answer::Examined {
                task: *task,
                result: Ok(Arc::clone(bytes)),
            },
            Some(Effect::Guest {
                particle, order, ..
            }) => {
                let (particle, order) = (*particle, order.clone());
                let dawdles = self.guests.get(&particle).is_some_and(|m| m == "dawdles");
                let turn = GuestTurn {
                    fuel: if dawdles { 20 * SECOND } else { 1_000_000 },
                    deeds: vec![],
                    outcome: self.act(particle, order),
                };
                Answer::Guest { particle, turn }
            }
            Some(Effect::Forget { .. }) => Answer::Forgotten,
            None => return self.cosmos.step(Budget { until, events: 1 }),
        };
        self.cosmos.handle(Input::Answer(answer));
        Progress::More
    }

    /// `echoes`, `dawdles` for 20 s, `says TEXT`, `says nothing`, `says no`, `refuses STATUS`, `traps`, `asks POINT`;
    /// anything else serves without a word.
    fn act(&mut self, particle: ParticleNo, order: Order) -> Outcome {
        let done = |body| Outcome::Done(ReflectedCore::ok(body));
        let wave = match order {
            Order::Start { wasm, .. } => {
                let module = String::from_utf8(wasm.to_vec()).unwrap();
                self.guests.insert(particle, module);
                return done(Substance::Empty);
            }
            Order::Answer { core, .. } => return Outcome::Done(core),
            Order::Echoes { answers, .. } => {
                let answer = answers.into_iter().next();
                return Outcome::Done(answer.expect("an answer").0);
            }
            Order::Wave { wave, .. } => wave,
        };
        let core = wave.directed().unwrap();
        self.received.push(format!(
            "{} {} {} {} {} {} from {} via {}",
            self.cosmos.registry().get(particle).point,
            wave.kind(),
            core.method,
            core.uri,
            core.body.kind(),
            core.body.text(),
            wave.shell.from,
            wave.shell
                .via
                .as_ref()
                .map_or("none".to_owned(), ToString::to_string),
        ));
        let (word, rest) = match self.guests[&particle].split_once(' ') {
            Some((word, rest)) => (word, rest),
            None => (self.guests[&particle].as_str(), ""),
        };
        match (word, rest) {
            ("echoes", _) => done(core.body.clone()),
            ("says", "nothing") => done(Substance::Empty),
            ("says", "no") => done(Substance::Boolean(false)),
            ("says", text) => done(Substance::from(text)),
            ("refuses", status) => {
                let status = status.parse().unwrap();
                Outcome::Done(ReflectedCore::fail(status, "it is refused"))
            }
            ("traps", _) => Outcome::Failed {
                status: StatusCode::TRAP,
                reason: "it gave up".into(),
            },
            ("asks", point) => Outcome::Ask {
                to: point.parse().unwrap(),
                core: DirectedCore::new("Ext<Go>".parse().unwrap(), Substance::Empty),
            },
            _ => done(Substance::Empty),
        }
    }

    fn no(&self, point: &str) -> ParticleNo {
        let point: Point = point.parse().unwrap();
        self.cosmos.registry().find(&point).unwrap()
    }

    fn events(&mut self) -> Vec<Event> {
        let trace = self.cosmos.take_trace();
        trace.into_iter().map(|record| record.event).collect()
    }
}

fn routes_taken(events: &[Event]) -> Vec<&str> {
    let route = |event: &'_ Event| matches!(event, Event::Routed { .. });
    let routed = events.iter().filter(|event| route(event));
    routed
        .map(|event| match event {
            Event::Routed { route, .. } => route.as_str(),
            _ => "",
        })
        .collect()
}

/// The legs at which routes failed, with the answers.
fn failures(events: &[Event]) -> Vec<(u16, u16)> {
    let failed = |event: &Event| match event {
        Event::Failed { leg, status, .. } => Some((*leg, status.number())),
        _ => None,
    };
    events.iter().filter_map(failed).collect()
}

#[test]
fn the_first_route_that_fits_is_taken_and_its_variables_are_filled() {
    let mut stage = Stage::with_routes(
        "Route/(?P<area>[^/]+)/.* -> {
           <Http> -> {
             <Get>/[^/]+/users/{user} -> localhost:${area}:${user}^Ext<Greet>/of/${user}/in/${area} => &;
             <Get>/[^/]+/doc -> ${doc}^Http<Get> => &;
             <*> -> !401 \"no\";
           }
           <Ext<Greet>> -> .:deep^Ext<Go> => &;
         }
         Route<Ext<Bundle>> -> ${doc.bundle}:/wasm/app.wasm^Cmd<Read> => &;",
    );
    stage.ok("create localhost:area<Base>");
    stage.launch("echoes", "localhost:area:ann");
    stage.received.clear();
    let answer = stage.text("ping localhost:app^Http<Get>/area/users/ann \"hi\"");
    assert_eq!(answer, "200 hi");
    let hyperuser = stage.cosmos.console().clone();
    assert_eq!(
        stage.received,
        [format!(
            "localhost:area:ann Ping Ext<Greet> /of/ann/in/area Text hi from {hyperuser}@Core via localhost:app@Field"
        )]
    );
    assert_eq!(stage.text("ping localhost:app^Http<Put>/a/b"), "401 no");
    for line in [
        "ping localhost:app^Http<Get>/area/doc",
        "ping localhost:app^Ext<Bundle>/",
    ] {
        let core = stage.say(line);
        let Substance::Bin(bytes) = core.body else {
            panic!("{line}: {core:?}");
        };
        assert!(bytes.starts_with(b"Bind(version=1.0.0)"));
    }
    assert_eq!(
        stage.text("ping localhost:app^Ext<Greet>/a/b"),
        "404 no such particle: localhost:app:deep"
    );
    let events = stage.events();
    let routes = routes_taken(&events);
    assert_eq!(
        routes[1..],
        [
            "Route/(?P<area>[^/]+)/.* <Http> <*> -> !401 \"no\"",
            "Route/(?P<area>[^/]+)/.* <Http> <Get>/[^/]+/doc -> ${doc}^Http<Get> => &",
            "Route<Ext<Bundle>> -> ${doc.bundle}:/wasm/app.wasm^Cmd<Read> => &",
            "Route/(?P<area>[^/]+)/.* <Ext<Greet>> -> .:deep^Ext<Go> => &",
        ]
    );
    assert_eq!(failures(&events), [(1, 401), (1, 404)]);
}

#[test]
fn without_a_route_a_command_goes_to_the_core_and_all_else_is_told_which_there_are() {
    let mut stage = Stage::with_routes("Route<Http> -> { <Get>/a -> &; <Put> -> &; }");
    stage.ok("ping localhost:app Cmd<Bounce>");
    let document = document("app");
    assert_eq!(
        stage.text("ping localhost:app^Http<Get>/b"),
        format!(
            "404 localhost:app has no route for Http<Get> /b; its bind {document} has: Route<Http> <Get>/a: expected a path like `/a`; Route<Http> <Put>: expected a method of `<Put>`"
        )
    );
    stage.bind("localhost:app", "none", "");
    let answer = stage.text("ping localhost:app Ext<Go>");
    assert!(answer.ends_with("has: no routes at all"), "{answer}");
    assert_eq!(routes_taken(&stage.events()), [""; 0]);
}

#[test]
fn filters_ask_whether_somebody_is_known() {
    let mut stage =
        Stage::with_routes("Route<Ext>(noauth) -> !401 \"who are you\"; Route<Ext>(auth) -> &;");
    stage.ok("grant perm +csd-rwX on localhost:app to hyperspace:users:anonymous");
    assert_eq!(stage.text("ping localhost:app Ext<Go> \"hi\""), "200 hi");
    stage.ok("as hyperspace:users:anonymous");
    assert_eq!(stage.text("ping localhost:app Ext<Go>"), "401 who are you");
}

#[test]
fn a_body_that_does_not_fit_is_refused_before_the_stop() {
    let mut stage = Stage::with_routes(
        "Route<Ext> -[ * ]-> {
           <Plain> -[ Text ]-> localhost:echo -[ Text~json ]=> &;
           <Map> -[ Map{ age<Int> } ]-> &;
           <Nothing> -[ ]-> &;
         }
         Route<Http> -[ Int ]-> { <*> -> localhost:echo => &; }",
    );
    stage.launch("echoes", "localhost:echo");
    stage.received.clear();
    for (line, answer) in [
        (
            "Ext<Plain> 7",
            "400 the body is not `Text`, as leg 1 of the route at localhost:app wants it: expected Text, found Int",
        ),
        (
            "Http<Get> \"x\"",
            "400 the body is not `Int`, as leg 1 of the route at localhost:app wants it: expected Int, found Text",
        ),
        (
            "Ext<Nothing> 7",
            "400 the body is not `!`, as leg 1 of the route at localhost:app wants it: expected Empty, found Int",
        ),
    ] {
        assert_eq!(stage.text(&format!("ping localhost:app {line}")), answer);
    }
    assert_eq!(stage.received.len(), 0);
    let answer = stage.text("ping localhost:app Ext<Plain> \"hi\"");
    assert!(
        answer.starts_with("400 the body is not `Text~json`, as leg 2 of the route"),
        "{answer}"
    );
    assert_eq!(stage.text("ping localhost:app Ext<Plain> '1'"), "200 1");
    assert_eq!(
        failures(&stage.events()),
        [(1, 400), (1, 400), (1, 400), (2, 400)]
    );
}

#[test]
fn an_empty_answer_is_taken_or_leaves_the_body_as_the_arrow_says() {
    let mut stage = Stage::with_routes(
        "Route<Ext> -> {
           <Keep> -> localhost:mute => &;
           <Take> => localhost:mute => &;
           <Chain> -> localhost:mute -> localhost:talks -> localhost:mute -> localhost:echo => &;
           <End> -> localhost:talks;
           <Fail> -> localhost:talks => localhost:picky => localhost:echo => &;
         }",
    );
    stage.launch("says nothing", "localhost:mute");
    stage.launch("says hello", "localhost:talks");
    stage.launch("echoes", "localhost:echo");
    stage.launch("refuses 409", "localhost:picky");
    stage.received.clear();
    for (method, answer) in [
        ("Keep", "200 hi"),
        ("Take", "200 "),
        ("Chain", "200 hello"),
        ("End", "200 "),
        ("Fail", "409 it is refused"),
    ] {
        let line = format!("ping localhost:app Ext<{method}> \"hi\"");
        assert_eq!(stage.text(&line), answer, "{method}");
    }
    let last = stage.received.last().unwrap();
    assert!(
        last.starts_with("localhost:picky Ping Ext<Fail> / Text hello"),
        "{last}"
    );
}

#[test]
fn the_core_is_asked_through_the_shell_and_answers_to_the_field() {
    let mut stage = Stage::new();
    stage.launch("echoes", "localhost:m");
    stage.bind("localhost:m", "bind", "Route<Ext> -> (()) => &;");
    stage.events();
    stage.received.clear();
    assert_eq!(stage.text("ping localhost:m^Ext<Say>/x/y \"hi\""), "200 hi");
    let console = stage.cosmos.console().clone();
    assert_eq!(
        stage.received,
        [format!(
            "localhost:m Ping Ext<Say> /x/y Text hi from {console}@Core via localhost:m@Field"
        )]
    );
    let m = stage.no("localhost:m");
    let events = stage.events();
    // the Ping of the console, the reading of the bind with its answer, the core's Ping and Pong,
    // the answer
    let sent: Vec<(WaveNo, WaveKind, Option<WaveNo>)> = events
        .iter()
        .filter_map(|event| match event {
            Event::Sent {
                wave,
                kind,
                cause,
                from,
                to,
                ..
            } if *from == m || *to == Some(m) => Some((*wave, *kind, *cause)),
            _ => None,
        })
        .collect();
    let [
        (asked, WaveKind::Ping, None),
        (core, WaveKind::Ping, Some(because)),
        (from_core, WaveKind::Pong, Some(of_core)),
        (answer, WaveKind::Pong, Some(of_asked)),
    ] = sent[..]
    else {
        panic!("{sent:?}");
    };
    assert_eq!((because, of_core, of_asked), (asked, core, asked));
    let layers = |of: WaveNo| -> Vec<(Layer, bool)> {
        let passed = |event: &Event| match event {
            Event::Layer {
                wave,
                particle,
                layer,
                inward,
                ..
            } if *wave == of && *particle == m => Some((*layer, *inward)),
            _ => None,
        };
        events.iter().filter_map(passed).collect()
    };
    assert_eq!(
        layers(asked),
        [(Layer::Gravity, true), (Layer::Field, true)]
    );
    let within = [
        Layer::Shell,
        Layer::Portal,
        Layer::Host,
        Layer::Guest,
        Layer::Core,
    ];
    assert_eq!(layers(core), within.map(|layer| (layer, true)));
    let back = within.iter().rev().map(|layer| (*layer, false));
    assert_eq!(layers(from_core), back.collect::<Vec<_>>());
    assert_eq!(
        layers(answer),
        [(Layer::Field, false), (Layer::Gravity, false)]
    );
    let lost = events.iter().filter(|e| matches!(e, Event::Lost { .. }));
    assert_eq!(lost.count(), 0);
}

#[test]
fn a_core_that_fails_ends_the_route_with_its_failure() {
    let mut stage = Stage::new();
    stage.launch("traps", "localhost:m");
    stage.bind(
        "localhost:m",
        "bind",
        "Route<Ext> -> (()) => localhost:nobody => &;",
    );
    assert_eq!(stage.text("ping localhost:m Ext<Go>"), "500 it gave up");
    assert_eq!(failures(&stage.events()), [(1, 500)]);
}

#[test]
fn waves_keep_their_order_while_the_bind_is_read_which_is_once() {
    let mut stage = Stage::new();
    stage.launch("echoes", "localhost:m");
    stage.bind("localhost:m", "bind", "Route<Ext> -> (()) => &;");
    stage.events();
    stage.received.clear();
    let mut tickets: Vec<u32> = (0..5)
        .map(|n| stage.begin(&format!("ping localhost:m Ext<Go> {n}")))
        .collect();
    tickets.push(stage.begin("ping localhost:m Cmd<Read> 5"));
    for ticket in tickets {
        assert_eq!(stage.end(ticket).status, StatusCode::OK);
    }
    let order: Vec<&str> = stage
        .received
        .iter()
        .map(|line| line.split(" Int ").nth(1).unwrap().get(..1).unwrap())
        .collect();
    assert_eq!(order, ["0", "1", "2", "3", "4", "5"]);
    stage.ok("ping localhost:m Ext<Go>");
    let document = stage.no(&document("bind"));
    let reads = |event: &&Event| matches!(event, Event::Delivered { particle, .. } if *particle == document);
    assert_eq!(stage.events().iter().filter(reads).count(), 1);
}

#[test]
fn a_bind_that_cannot_be_had_is_said_and_can_be_mended() {
    let mut stage = Stage::new();
    stage.launch("echoes", "localhost:m");
    stage.publish(
        "broken",
        "Bind(version=1.0.0) {\n  Route<Ext> -> (()) => &;\n  Rote -> &;\n  Route<Extt> -> &;\n}",
    );
    for (bind, status, said) in [
        (document("broken"), 400, "broken.wasm, line 3, column 3: "),
        (document("broken"), 400, "another mistake follows"),
        (
            "uploads:broken:1.0.0:/none.bind".into(),
            503,
            "uploads:broken:1.0.0:/none.bind cannot be read: 404 no such particle",
        ),
        (
            "uploads:broken:1.0.0".into(),
            503,
            "uploads:broken:1.0.0 is no file: expected a Bin, found List",
        ),
        (
            "localhost:app".into(),
            503,
            "localhost:app lies in no bundle",
        ),
    ] {
        stage.ok(&format!("set localhost:m{{ +bind={bind} }}"));
        let core = stage.say("ping localhost:m Ext<Go>");
        assert_eq!(core.status.number(), status, "{bind}: {core:?}");
        assert!(
            core.body.text().contains(said),
            "{bind}: {}",
            core.body.text()
        );
        assert!(
            core.body
                .text()
                .starts_with("localhost:m has no routes, since")
        );
        stage.ok("ping localhost:m Cmd<Bounce>");
        stage.ok("ping localhost:m Cmd<Init>");
    }
    stage.ok("set localhost:m{ !bind }");
    assert_eq!(stage.text("ping localhost:m Ext<Go> \"hi\""), "200 hi");
}

#[test]
fn a_document_whose_bind_is_itself_can_be_read() {
    let mut stage = Stage::with_routes("Route<Http<Get>> -> !404 \"not here\";");
    let at = document("app");
    stage.ok(&format!("set {at}{{ +bind={at} }}"));
    let began = stage.cosmos.now();
    assert_eq!(stage.text(&format!("ping {at} Http<Get>")), "404 not here");
    stage.ok(&format!("ping {at} Cmd<Read>"));
    assert!(stage.cosmos.now().0 - began.0 < SECOND);
}

#[test]
fn who_may_not_read_a_document_cannot_be_bound_by_it() {
    let mut stage = Stage::with_routes("Route -> &;");
    stage.ok("create localhost:ann<User>");
    stage.ok("grant perm +Csd-rWx on localhost to localhost:ann");
    stage.ok("as localhost:ann");
    let bind = document("app");
    for line in [
        format!("create localhost:b<Base>{{ +bind={bind} }}"),
        format!("set localhost{{ +bind={bind} }}"),
    ] {
        let core = stage.say(&line);
        assert_eq!(core.status, StatusCode::FORBIDDEN, "{line}: {core:?}");
    }
}

#[test]
fn a_stop_is_reached_with_the_rights_of_who_sent_the_wave() {
    let mut stage = Stage::with_routes(
        "Route<Ext<Go>> -> localhost:m => &;
         Route<Ext<Take>> -> .^Cmd<Update> => &;
         Route<Ext<Hyper>> -> <<STAR::central:super[0]>>::star^Hyp<Assign> => &;",
    );
    stage.launch("echoes", "localhost:m");
    stage.ok("create localhost:ann<User>");
    stage.ok("grant perm +csd-rwX on localhost:app to localhost:ann");
    assert_eq!(stage.text("ping localhost:app Ext<Go> \"hi\""), "200 hi");
    stage.ok("as localhost:ann");
    for method in ["Go", "Take"] {
        let answer = stage.text(&format!("ping localhost:app Ext<{method}> \"hi\""));
        assert!(
            answer.starts_with("403 localhost:ann "),
            "{method}: {answer}"
        );
    }
    stage.ok("as hyperspace:users:hyperuser");
    stage.ok("grant perm +csd-rwX on localhost:m to localhost:ann");
    stage.ok("as localhost:ann");
    assert_eq!(stage.text("ping localhost:app Ext<Go> \"hi\""), "200 hi");
    let ticket = stage.begin("ping localhost:app Ext<Hyper>");
    assert_ne!(stage.end(ticket).status, StatusCode::OK);
}

#[test]
fn a_validator_decides_by_its_answer() {
    let mut stage = Stage::with_routes(
        "Route<Ext> -> {
           <Yes> -[ Text~localhost:yes^Ext<Check>/text+localhost:app ]-> localhost:echo => &;
           <No> -[ Text~localhost:no^Ext<Check> ]-> localhost:echo => &;
           <False> -[ Map{ name<Text~localhost:false^Ext<Check>> } ]-> localhost:echo => &;
           <Both> -[ Text~localhost:yes^Ext<Check> ]-> localhost:mute -[ Text~localhost:no^Ext<Check> ]-> &;
           <Nobody> -[ Text~localhost:nobody^Ext<Check> ]-> localhost:echo => &;
         }",
    );
    stage.launch("says nothing", "localhost:yes");
    stage.launch("refuses 400", "localhost:no");
    stage.launch("says no", "localhost:false");
    stage.launch("says nothing", "localhost:mute");
    stage.launch("echoes", "localhost:echo");
    stage.received.clear();
    assert_eq!(stage.text("ping localhost:app Ext<Yes> \"hi\""), "200 hi");
    assert!(
        stage.received[0].starts_with("localhost:yes Ping Ext<Check> /text Text hi "),
        "{:?}",
        stage.received
    );
    for (line, answer) in [
        (
            "No> \"hi\"",
            "400 the body is not `Text~localhost:no^Ext<Check>`, as leg 1 of the route at localhost:app wants it: localhost:no^Ext<Check> says 400 it is refused",
        ),
        (
            "Both> \"hi\"",
            "400 the body is not `Text~localhost:no^Ext<Check>`, as leg 2 of the route at localhost:app wants it: localhost:no^Ext<Check> says 400 it is refused",
        ),
        (
            "Nobody> \"hi\"",
            "404 whether the body is `Text~localhost:nobody^Ext<Check>`, as leg 1 of the route at localhost:app wants it, is not known: localhost:nobody^Ext<Check> answers 404 no such particle: localhost:nobody",
        ),
        (
            "Yes> 7",
            "400 the body is not `Text~localhost:yes^Ext<Check>/text+localhost:app`, as leg 1 of the route at localhost:app wants it: expected Text, found Int",
        ),
    ] {
        assert_eq!(
            stage.text(&format!("ping localhost:app Ext<{line}")),
            answer
        );
    }
    let map = Substance::Map([("name".into(), Substance::from("ann"))].into());
    stage.tickets += 1;
    stage.cosmos.handle(Input::Send {
        ticket: stage.tickets,
        ping: true,
        to: "localhost:app".parse().unwrap(),
        core: DirectedCore::new("Ext<False>".parse().unwrap(), map),
    });
    let core = stage.end(stage.tickets);
    assert_eq!(core.status, StatusCode::BAD_REQUEST, "{core:?}");
    assert!(core.body.text().contains("says 200 false"), "{core:?}");
    let echoed = stage
        .received
        .iter()
        .filter(|r| r.starts_with("localhost:echo"));
    assert_eq!(echoed.count(), 1);
}

#[test]
fn a_signal_takes_its_route_and_is_never_answered() {
    let mut stage = Stage::with_routes(
        "Route<Ext<Tell>> -> localhost:m -> localhost:m^Ext<Also> => &;
         Route<Ext<Check>> -[ Text~localhost:no^Ext<Check> ]-> localhost:m => &;
         Route -[ Text ]-> { * -> localhost:m => &; }",
    );
    stage.launch("echoes", "localhost:m");
    stage.launch("refuses 400", "localhost:no");
    stage.events();
    stage.received.clear();
    for method in ["Tell", "Check", "Other"] {
        let core = stage.say(&format!("signal localhost:app Ext<{method}> 7"));
        assert_eq!(core.status, StatusCode::ACCEPTED);
    }
    stage.say("signal localhost:app Ext<Check> \"hi\"");
    stage.rest();
    let received: Vec<&str> = stage
        .received
        .iter()
        .map(|line| line.split(" from").next().unwrap())
        .collect();
    assert_eq!(
        received,
        [
            "localhost:no Ping Ext<Check> / Text hi",
            "localhost:m Signal Ext<Tell> / Int 7",
            "localhost:m Signal Ext<Also> / Int 7",
        ]
    );
    assert_eq!(failures(&stage.events()), [(1, 400), (1, 400), (1, 400)]);
}

#[test]
fn routes_in_a_circle_end() {
    let mut stage = Stage::with_routes("Route<Ext> -> localhost:b => &;");
    stage.ok("create localhost:b<Base>");
    stage.bind("localhost:b", "b", "Route<Ext> -> localhost:app => &;");
    let answer = stage.text("ping localhost:app Ext<Go>");
    assert!(
        answer.starts_with("508 over 255 lanes and routes"),
        "{answer}"
    );

    stage.bind("localhost:b", "c", "Route<Ext> -> . -> . -> . -> .;");
    let before = stage.cosmos.counters().waves;
    stage.say("signal localhost:b Ext<Go>");
    stage.rest();
    assert!(stage.cosmos.counters().waves - before < 10_000);
    stage.ok("ping localhost:b Cmd<Bounce>");
}

#[test]
fn guests_that_ask_each_other_by_way_of_routes_are_told_so_at_once() {
    let mut stage = Stage::with_routes("Route<Ext> -> localhost:b => &;");
    stage.ok("grant perm +csd-rwX on localhost:** to localhost:**");
    stage.launch("asks localhost:app", "localhost:a");
    stage.launch("asks localhost:a", "localhost:b");
    stage.bind("localhost:b", "b", "Route<Ext> -> (()) => &;");
    let began = stage.cosmos.now();
    let answer = stage.text("ping localhost:a Ext<Go>");
    assert_eq!(answer, "508 localhost:b asks localhost:a asks localhost:b");
    assert!(stage.cosmos.now().0 - began.0 < SECOND);
}

#[test]
fn a_stop_is_waited_for_by_the_wait_class_and_none_is_asked_after_it() {
    let mut stage = Stage::with_routes("Route<Ext> -> localhost:slow => localhost:late => &;");
    stage.launch("says late", "localhost:late");
    // its own config is not served before it has begun, so it never begins
    let stuck = stage.begin("create localhost:slow<Mechtron>{ +config=localhost:slow }");
    let began = stage.cosmos.now();
    stage.received.clear();
    let ping = stage.begin("ping localhost:app Ext<Go>");
    assert_eq!(stage.end(ping).status, StatusCode::TIMEOUT);
    assert_eq!(stage.cosmos.now().0 - began.0, 15 * SECOND);
    assert_ne!(stage.end(stuck).status, StatusCode::OK);
    stage.rest();
    assert_eq!(stage.received, [""; 0]);
    assert_eq!(failures(&stage.events()), [(1, 408)]);
}

#[test]
fn an_answer_that_nobody_expects_ends_at_the_shell_or_the_field() {
    let mut stage = Stage::new();
    stage.launch("dawdles", "localhost:m");
    for routes in [None, Some("Route<Ext> -> (()) => &;")] {
        if let Some(routes) = routes {
            stage.bind("localhost:m", "bind", routes);
        }
        stage.events();
        let began = stage.cosmos.now();
        let ping = stage.begin("ping localhost:m Ext<Go>");
        assert_eq!(stage.end(ping).status, StatusCode::TIMEOUT);
        assert_eq!(stage.cosmos.now().0 - began.0, 15 * SECOND);
        stage.rest();
        let events = stage.events();
        let lost: Vec<WaveNo> = events
            .iter()
            .filter(|event| matches!(event, Event::Lost { .. }))
            .filter_map(Event::wave)
            .collect();
        assert_eq!(lost.len(), 1 + usize::from(routes.is_some()));
        for wave in lost {
            let inward: Vec<Layer> = events
                .iter()
                .filter(|event| event.wave() == Some(wave))
                .filter_map(|event| match event {
                    Event::Layer {
                        layer,
                        inward: true,
                        ..
                    } => Some(*layer),
                    _ => None,
                })
                .collect();
            assert!(!inward.contains(&Layer::Core), "{inward:?}");
        }
    }
}

#[test]
fn a_core_that_is_gone_when_the_route_comes_to_it_is_said() {
    let mut stage = Stage::new();
    stage.launch("traps", "localhost:m");
    stage.ok("set localhost:m{ +restarts=0 }");
    stage.launch("echoes", "localhost:other");
    stage.bind(
        "localhost:m",
        "bind",
        "Route<Ext> -> localhost:other => (()) => &;",
    );
    // while it is at the other, a command brings it to Panic
    let ping = stage.begin("ping localhost:m Ext<Go>");
    let trap = stage.begin("ping localhost:m Cmd<Read>");
    assert_eq!(stage.end(trap).status, StatusCode::TRAP);
    for ping in [ping, stage.begin("ping localhost:m Ext<Go>")] {
        let core = stage.end(ping);
        assert_eq!(core.status, StatusCode::UNAVAILABLE, "{core:?}");
        assert!(
            core.body.text().starts_with("localhost:m is Panic"),
            "{core:?}"
        );
    }
    assert_eq!(failures(&stage.events()), [(2, 503)]);
}

#[test]
fn what_a_particle_sends_itself_does_not_ask_its_bind() {
    let mut stage = Stage::new();
    stage.launch("asks localhost:m", "localhost:m");
    stage.bind("localhost:m", "bind", "Route<Ext<Start>> -> (()) => &;");
    let answer = stage.text("ping localhost:m Ext<Start>");
    assert_eq!(answer, "508 localhost:m asks localhost:m");
}

#[test]
fn any_slicing_gives_the_same_trace_with_routes() {
    let drive = |slice: u64| {
        let mut stage =
            Stage::with_routes("Route<Ext> -> localhost:b -> &; Route<Http> -[ Int ]-> &;");
        stage.ok("create localhost:b<Base>");
        stage.bind("localhost:b", "b", "Route<Ext> -> !404; ");
        for n in 0..10 {
            let method: Method = ["Ext<Go>", "Http<Get>"][n % 2].parse().unwrap();
            stage.cosmos.handle(Input::Send {
                ticket: 100 + u32::try_from(n).unwrap(),
                ping: true,
                to: "localhost:app".parse().unwrap(),
                core: DirectedCore::new(method, Substance::Int(7)),
            });
        }
        let budget = Budget {
            until: Moment::NEVER,
            events: slice,
        };
        while stage.cosmos.step(budget) != Progress::Quiet {}
        let replies = stage.cosmos.take_replies();
        assert_eq!(replies.len(), 10);
        (stage.cosmos.take_trace(), replies)
    };
    assert_eq!(drive(1), drive(u64::MAX));
}
