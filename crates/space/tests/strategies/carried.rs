//! Substances and the Waves that carry them.

use std::collections::BTreeMap;

use orrery_space::command::RawCommand;
use orrery_space::particle::{Details, Location};
use orrery_space::wave::{BounceBacks, Delivery, Handling, Priority, Retries, WaitTime};
use orrery_space::{
    DirectedCore, FormErrs, ReflectedCore, Status, Substance, Token, Wave, WaveKind,
};
use proptest::collection::{btree_map, btree_set, vec};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use smol_str::SmolStr;

use super::bodies::hyperversal;
use super::waves::{bounce_backs, recipients, scope, session, status_code};
use super::{agent, command, json, log_substance, method, point, properties, stub, surface, text};

pub(super) fn details() -> impl Strategy<Value = Details> {
    (stub(), properties()).prop_map(|(stub, properties)| Details { stub, properties })
}

pub(super) fn location() -> impl Strategy<Value = Location> {
    (option::of(point()), option::of(point())).prop_map(|(star, host)| Location { star, host })
}

pub(super) fn headers() -> impl Strategy<Value = BTreeMap<SmolStr, SmolStr>> {
    btree_map(text(".{0,4}"), text(".{0,4}"), 0..3)
}

fn directed(body: impl Strategy<Value = Substance> + 'static) -> BoxedStrategy<DirectedCore> {
    (headers(), method(), text("/[a-z]{0,4}"), body)
        .prop_map(|(headers, method, uri, body)| DirectedCore {
            headers,
            method,
            uri,
            body,
        })
        .boxed()
}

fn reflected(body: impl Strategy<Value = Substance> + 'static) -> BoxedStrategy<ReflectedCore> {
    (headers(), status_code(), body)
        .prop_map(|(headers, status, body)| ReflectedCore {
            headers,
            status,
            body,
        })
        .boxed()
}

fn handling() -> impl Strategy<Value = Handling> {
    (
        select(Delivery::ALL),
        select(Priority::ALL),
        select(Retries::ALL),
        select(WaitTime::ALL),
    )
        .prop_map(|(kind, priority, retries, wait)| Handling {
            kind,
            priority,
            retries,
            wait,
        })
}

fn wave_of(
    body: impl Strategy<Value = Substance> + Clone + 'static,
) -> impl Strategy<Value = Wave> {
    let ways = (
        surface(),
        recipients(),
        surface(),
        option::of(surface()),
        any::<u16>(),
        any::<bool>(),
    );
    let what = (
        select(WaveKind::ALL),
        directed(body.clone()),
        reflected(body),
        bounce_backs(),
        btree_set(point(), 0..3),
    );
    let whose = (agent(), scope(), handling(), option::of(session()));
    (any::<u128>(), ways, what, whose).prop_map(
        |(uuid, (from, several, to, via, hops, track), what, whose)| {
            let (agent, scope, handling, session) = whose;
            let (kind, core, answer, bounce_backs, history) = what;
            let bounce_backs = match kind {
                WaveKind::Echo => BounceBacks::Single,
                _ => bounce_backs,
            };
            let mut wave = match kind {
                WaveKind::Ping | WaveKind::Pong => Wave::ping(uuid, agent, from, to.clone(), core),
                WaveKind::Signal => Wave::signal(uuid, agent, from, to.clone(), core),
                WaveKind::Ripple | WaveKind::Echo => {
                    Wave::ripple(uuid, agent, from, several, core, bounce_backs)
                }
            };
            for point in history {
                wave.add_history(point);
            }
            if kind.is_reflected()
                && let Some(reflection) = wave.reflection()
            {
                wave = reflection.make(uuid ^ 1, to, answer);
            }
            wave.shell.scope = scope;
            wave.shell.handling = handling;
            wave.shell.session = session.map(|session| session.id);
            wave.shell.via = via;
            wave.shell.hops = hops;
            wave.shell.track = track;
            wave
        },
    )
}

pub fn wave() -> BoxedStrategy<Wave> {
    wave_of(prop_oneof![
        Just(Substance::Empty),
        text(".{0,6}").prop_map(Substance::Text),
        json().prop_map(|j| Substance::Json(Box::new(j))),
    ])
    .boxed()
}

pub fn substance() -> BoxedStrategy<Substance> {
    let simple = prop_oneof![
        Just(Substance::Empty),
        point().prop_map(Substance::Point),
        surface().prop_map(|s| Substance::Surface(Box::new(s))),
        text("(?s).{0,8}").prop_map(Substance::Text),
        any::<bool>().prop_map(Substance::Boolean),
        any::<i64>().prop_map(Substance::Int),
        headers().prop_map(Substance::Meta),
        vec(any::<u8>(), 0..8).prop_map(|bytes| Substance::Bin(bytes.into())),
        stub().prop_map(|s| Substance::Stub(Box::new(s))),
        details().prop_map(|d| Substance::Details(Box::new(d))),
    ];
    let rare = prop_oneof![
        select(Status::ALL).prop_map(Substance::Status),
        location().prop_map(|location| Substance::Location(Box::new(location))),
        headers().prop_map(|errors| Substance::FormErrs(FormErrs(errors))),
        json().prop_map(|j| Substance::Json(Box::new(j))),
        command().prop_map(|c| Substance::Command(Box::new(c))),
        (
            text(".{0,8}"),
            vec((text("[a-z]{1,4}"), vec(any::<u8>(), 0..4)), 0..2)
        )
            .prop_map(|(line, transfers)| {
                let transfers = transfers.into_iter().map(|(n, b)| (n, b.into())).collect();
                Substance::RawCommand(Box::new(RawCommand { line, transfers }))
            }),
        text(".{0,8}").prop_map(|t| Substance::Token(Token::new(t))),
        text(".{0,8}").prop_map(Substance::Err),
        log_substance().prop_map(|log| Substance::Log(Box::new(log))),
    ];
    prop_oneof![simple, rare]
        .prop_recursive(2, 8, 3, |inner| {
            prop_oneof![
                vec(inner.clone(), 0..3).prop_map(Substance::List),
                btree_map(text("[a-z]{1,4}"), inner.clone(), 0..3).prop_map(Substance::Map),
                directed(inner.clone()).prop_map(|c| Substance::DirectedCore(Box::new(c))),
                reflected(inner.clone()).prop_map(|c| Substance::ReflectedCore(Box::new(c))),
                hyperversal(inner),
            ]
        })
        .boxed()
}
