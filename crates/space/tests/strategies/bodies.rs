//! The Substances that few carry, and one example of each kind.

use std::collections::BTreeMap;

use orrery_space::hyper::{
    AssignmentKind, ControlPattern, Discovery, Greet, Hyper, HyperEvent, InterchangeKind, Knock,
    Search,
};
use orrery_space::kind::StarSub;
use orrery_space::log::{Log, LogLevel, LogSubstance};
use orrery_space::{
    FormErrs, MultipartForm, Particle, Point, StarKey, Substance, SubstanceKind, Token, Wave,
};
use proptest::collection::{btree_set, vec};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use smol_str::SmolStr;

use super::carried::details;
use super::{
    agent, kind, kind_selector, log_substance, mechtron_config, point, star_key, stub, surface,
    text, wave,
};

pub fn form() -> BoxedStrategy<MultipartForm> {
    vec((text("(?s).{0,4}"), text("[a-z&=+% ö]{0,4}")), 0..4)
        .prop_map(|fields| {
            fields
                .into_iter()
                .fold(MultipartForm::default(), |form, (name, value)| {
                    form.with(name, value)
                })
        })
        .boxed()
}

fn discovery() -> impl Strategy<Value = Discovery> {
    (
        select(StarSub::ALL),
        any::<u16>(),
        star_key(),
        btree_set(kind_selector(), 0..3),
    )
        .prop_map(|(star_kind, hops, star_key, kinds)| Discovery {
            star_kind,
            hops,
            star_key,
            kinds,
        })
}

fn search() -> impl Strategy<Value = Search> {
    prop_oneof![
        star_key().prop_map(Search::Star),
        select(StarSub::ALL).prop_map(Search::StarKind),
        Just(Search::Kinds),
    ]
}

fn hyper(state: BoxedStrategy<Substance>) -> impl Strategy<Value = Hyper> {
    let assignment = select(&[AssignmentKind::Create, AssignmentKind::Move][..]);
    prop_oneof![
        (point(), state.clone()).prop_map(|(point, state)| Hyper::Provision { point, state }),
        (assignment, details(), state, option::of(mechtron_config())).prop_map(
            |(kind, details, state, config)| {
                let assign = Hyper::Assign {
                    kind,
                    details,
                    state,
                };
                match config {
                    Some(config) => assign.with_config(config),
                    None => assign,
                }
            }
        ),
        (point(), kind())
            .prop_map(|(point, kind)| Hyper::Event(HyperEvent::Created { point, kind })),
        log_substance().prop_map(|log| Hyper::Log(Box::new(log))),
        search().prop_map(Hyper::Search),
        vec(discovery(), 0..2).prop_map(Hyper::Discoveries),
    ]
}

fn interchange() -> impl Strategy<Value = InterchangeKind> {
    let control = || {
        option::of(point()).prop_map(|star| star.map_or(ControlPattern::Any, ControlPattern::Star))
    };
    prop_oneof![
        Just(InterchangeKind::Singleton),
        Just(InterchangeKind::DefaultControl),
        control().prop_map(InterchangeKind::Control),
        control().prop_map(InterchangeKind::Portal),
        star_key().prop_map(InterchangeKind::Star),
    ]
}

/// What the Hyperverse carries, with these inside.
pub fn hyperversal(inner: BoxedStrategy<Substance>) -> BoxedStrategy<Substance> {
    let knock = (interchange(), inner.clone(), option::of(surface()))
        .prop_map(|(kind, auth, remote)| Substance::from(Knock { kind, auth, remote }));
    let greet =
        (surface(), agent(), surface(), surface()).prop_map(|(surface, agent, hop, transport)| {
            Substance::from(Greet {
                surface,
                agent,
                hop,
                transport,
            })
        });
    prop_oneof![
        (stub(), inner.clone()).prop_map(|(stub, state)| Particle { stub, state }.into()),
        form().prop_map(Substance::from),
        wave().prop_map(Substance::from),
        hyper(inner).prop_map(Substance::from),
        knock,
        greet,
    ]
    .boxed()
}

/// One Substance of each kind, in the order of [`SubstanceKind::ALL`].
pub fn one_of_each() -> Vec<Substance> {
    let point: Point = "localhost:app".parse().unwrap();
    let surface: orrery_space::Surface = point.clone().into();
    let stub: orrery_space::Stub = "localhost:app<App> Ready".parse().unwrap();
    let meta: BTreeMap<SmolStr, SmolStr> = BTreeMap::from([("k".into(), "v:w".into())]);
    let details = orrery_space::Details {
        stub: stub.clone(),
        properties: BTreeMap::new(),
    };
    let method = "Ext<Hello>".parse().unwrap();
    let core = orrery_space::DirectedCore::new(method, Substance::from("hi"));
    let agent = orrery_space::Agent::Anonymous;
    let ping = Wave::ping(
        7,
        agent.clone(),
        surface.clone(),
        surface.clone(),
        core.clone(),
    );
    let key: StarKey = "STAR::central:fold[0]".parse().unwrap();
    vec![
        Substance::Empty,
        vec![Substance::Int(1), Substance::Empty].into(),
        Substance::Map(BTreeMap::from([("a".into(), Substance::Boolean(true))])),
        point.clone().into(),
        surface.clone().into(),
        "grüß dich".into(),
        true.into(),
        Substance::Int(-7),
        meta.into(),
        vec![0, 255].into(),
        stub.clone().into(),
        details.into(),
        stub.status.into(),
        Particle {
            stub,
            state: Substance::Int(1),
        }
        .into(),
        orrery_space::Location {
            star: Some(point.clone()),
            host: None,
        }
        .into(),
        FormErrs::message("no: \"such\" page").into(),
        serde_json::json!({"a": [1, null, "}"]}).into(),
        MultipartForm::default().with("a b", "c:d").into(),
        orrery_space::command::RawCommand {
            line: "create a<Space>".into(),
            transfers: vec![("f".into(), [1].as_slice().into())],
        }
        .into(),
        "create localhost<Space>"
            .parse::<orrery_space::Command>()
            .unwrap()
            .into(),
        core.into(),
        orrery_space::ReflectedCore::ok(Substance::Empty).into(),
        Hyper::Search(Search::Star(key)).into(),
        Token::from_uuid(7).into(),
        ping.into(),
        Knock::default().into(),
        Greet {
            surface: surface.clone(),
            agent,
            hop: surface.clone(),
            transport: surface,
        }
        .into(),
        LogSubstance::Log(Log::new(point, LogLevel::Warn, 0, "a: b")).into(),
        Substance::Err("no such particle: a:b".into()),
    ]
}

/// The example of that kind.
pub fn example(kind: SubstanceKind) -> Substance {
    let position = SubstanceKind::ALL.iter().position(|other| *other == kind);
    one_of_each().swap_remove(position.unwrap())
}
