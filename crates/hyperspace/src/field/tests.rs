//! What no console can bring about yet: an artifact that changes, and a Ripple that takes a route.
#![allow(clippy::unwrap_used)]

use orrery_space::core::DirectedCore;
use orrery_space::kind::ArtifactSub;
use orrery_space::particle::{Properties, Property};
use orrery_space::wave::{BounceBacks, Recipients};
use orrery_space::{Agent, Kind, Point, Status, Substance, Surface, Wave, WaveKind};

use crate::agenda::Occasion;
use crate::exchange::Waiter;
use crate::trace::{Event, ParticleNo, StarNo};
use crate::{Budget, Constellation, Hyperspace, Moment, Progress};

const BIND: &str = "repo:app:1.0.0:/app.bind";

/// A cosmos with the artifact of a bind, and `localhost<Space>` with that bind.
fn cosmos() -> (Hyperspace, ParticleNo) {
    let mut cosmos = Hyperspace::new(7, &Constellation::default());
    let bind = Property {
        value: BIND.into(),
        locked: false,
    };
    let bound = Properties::from([("bind".into(), bind)]);
    let kind = Kind::Artifact(ArtifactSub::Bind);
    let artifact = place(&mut cosmos, BIND, kind, Properties::new());
    place(&mut cosmos, "localhost", Kind::Space, bound);
    (cosmos, artifact)
}

fn place(cosmos: &mut Hyperspace, at: &str, kind: Kind, properties: Properties) -> ParticleNo {
    let hosts = |star: &crate::Star| star.hosts(&kind);
    let star = cosmos.stars.iter().position(hosts).unwrap();
    let (at, root) = (at.parse().unwrap(), cosmos.registry.find(&Point::root()));
    let no = cosmos.register(at, kind, root, Point::hyperuser(), properties);
    cosmos.assign(no, StarNo(u16::try_from(star).unwrap()));
    cosmos.set_status(no, Status::Ready, None);
    no
}

fn hold(cosmos: &mut Hyperspace, artifact: ParticleNo, bytes: &[u8]) {
    cosmos.registry.get_mut(artifact).content = Substance::Bin(bytes.into());
}

fn hold_routes(cosmos: &mut Hyperspace, artifact: ParticleNo, routes: &str) {
    let text = format!("Bind(version=1.0.0) {{ {routes} }}");
    hold(cosmos, artifact, text.as_bytes());
}

/// The answer to a Ripple of the console to `localhost`.
fn ask(cosmos: &mut Hyperspace) -> String {
    let from = (cosmos.control.particle, cosmos.control.star);
    let core = DirectedCore::new("Ext<Go>".parse().unwrap(), Substance::from("hi"));
    let wave = Wave::ripple(
        cosmos.chance.uuid(),
        Agent::HyperUser,
        Surface::from(cosmos.control.point.clone()),
        Recipients::Single("localhost".parse().unwrap()),
        core,
        BounceBacks::Single,
    );
    let flight = cosmos.flight_of(from, wave, Some(Waiter::Outside(1)), None);
    cosmos.agenda.now(Occasion::Send(flight));
    let budget = Budget {
        until: Moment::NEVER,
        events: u64::MAX,
    };
    assert_eq!(cosmos.step(budget), Progress::Quiet);
    let core = cosmos.take_reply(1).unwrap().core;
    format!("{} {}", core.status, core.body.text())
}

fn reads(cosmos: &mut Hyperspace, artifact: ParticleNo) -> usize {
    let read =
        |event: &Event| matches!(event, Event::Delivered { particle, .. } if *particle == artifact);
    let trace = cosmos.take_trace();
    trace.iter().filter(|record| read(&record.event)).count()
}

#[test]
fn a_document_is_read_again_when_its_artifact_has_changed_and_only_then() {
    let (mut cosmos, artifact) = cosmos();
    hold_routes(&mut cosmos, artifact, "Route -> !404 \"one\";");
    assert_eq!(ask(&mut cosmos), "404 one");
    assert_eq!(ask(&mut cosmos), "404 one");
    assert_eq!(reads(&mut cosmos, artifact), 1);
    hold_routes(&mut cosmos, artifact, "Route -> !404 \"two\";");
    assert_eq!(ask(&mut cosmos), "404 two");
    assert_eq!(ask(&mut cosmos), "404 two");
    assert_eq!(reads(&mut cosmos, artifact), 1);
    hold(&mut cosmos, artifact, b"B\ni\xff");
    let why = "repo:app:1.0.0:/app.bind, line 2, column 2: expected text in UTF-8";
    assert!(ask(&mut cosmos).contains(why));
    assert!(ask(&mut cosmos).contains(why));
    assert_eq!(reads(&mut cosmos, artifact), 1);
    cosmos.registry.get_mut(artifact).content = Substance::Empty;
    assert!(ask(&mut cosmos).starts_with("503 "));
}

#[test]
fn a_ripple_stays_a_ripple_on_its_route() {
    let (mut cosmos, artifact) = cosmos();
    let kind = Kind::Artifact(ArtifactSub::Bind);
    place(&mut cosmos, "localhost:b", kind, Properties::new());
    let routes = "Route<Ext> -> localhost:b^Cmd<Read> -> &;";
    hold_routes(&mut cosmos, artifact, routes);
    assert_eq!(ask(&mut cosmos), "200 hi");
    let mut sent = Vec::new();
    for record in cosmos.take_trace() {
        if let Event::Sent { kind, .. } = record.event {
            sent.push(kind);
        }
    }
    use WaveKind::{Echo, Ping, Pong, Ripple};
    assert_eq!(sent, [Ripple, Ping, Pong, Ripple, Echo, Echo]);
}

#[test]
fn no_task_is_left_when_all_is_quiet() {
    let (mut cosmos, artifact) = cosmos();
    let routes = "Route -> . => &;";
    hold_routes(&mut cosmos, artifact, routes);
    assert!(ask(&mut cosmos).starts_with("508 "));
    hold_routes(&mut cosmos, artifact, "Route -> localhost:nobody;");
    assert!(ask(&mut cosmos).starts_with("404 "));
    assert!((0..1_000).all(|no| cosmos.tasks.get(no).is_none()));
}
