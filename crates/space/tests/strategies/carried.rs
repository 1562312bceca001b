//! Substances and the Waves that carry them.

use std::collections::BTreeMap;

use orrery_space::command::RawCommand;
use orrery_space::particle::{Details, Location, Property};
use orrery_space::security::{Scope, ScopeGrant};
use orrery_space::substance::{Log, LogLevel};
use orrery_space::wave::{Delivery, Handling, Priority, Retries, SessionId, WaitTime};
use orrery_space::{
    DirectedCore, FormErrs, ReflectedCore, Status, StatusCode, Substance, Token, Wave,
};
use proptest::collection::{btree_map, btree_set, vec};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use smol_str::SmolStr;

use super::bodies::hyperversal;
use super::{agent, command, json, mask, method, point, selector, stub, surface, text};

pub fn details() -> impl Strategy<Value = Details> {
    let property =
        (text(".{0,4}"), any::<bool>()).prop_map(|(value, locked)| Property { value, locked });
    (stub(), btree_map(text("[a-z]{1,4}"), property, 0..3))
        .prop_map(|(stub, properties)| Details { stub, properties })
}

pub fn log() -> impl Strategy<Value = Log> {
    (point(), text(".{0,8}")).prop_map(|(point, message)| Log {
        point,
        level: LogLevel::Warn,
        message,
    })
}

fn headers() -> impl Strategy<Value = BTreeMap<SmolStr, SmolStr>> {
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
    (headers(), any::<u16>(), body)
        .prop_map(|(headers, status, body)| ReflectedCore {
            headers,
            status: StatusCode(status),
            body,
        })
        .boxed()
}

fn scope() -> impl Strategy<Value = Scope> {
    let grant = (selector(), mask()).prop_map(|(on, mask)| ScopeGrant { on, mask });
    prop_oneof![
        3 => Just(Scope::Full),
        1 => Just(Scope::None),
        1 => btree_set(grant, 0..2).prop_map(Scope::Grants),
    ]
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
    let session = (point(), any::<u128>()).prop_map(|(origin, uuid)| SessionId { origin, uuid });
    let ways = (
        surface(),
        surface(),
        option::of(surface()),
        any::<u16>(),
        any::<bool>(),
    );
    let what = (0..3_u8, directed(body.clone()), reflected(body));
    let whose = (agent(), scope(), handling(), option::of(session));
    (any::<u128>(), ways, what, whose).prop_map(
        |(uuid, (from, to, via, hops, track), (form, core, answer), whose)| {
            let (agent, scope, handling, session) = whose;
            let mut wave = if form == 1 {
                Wave::signal(uuid, agent, from, to, core)
            } else {
                Wave::ping(uuid, agent, from, to, core)
            };
            if form == 2
                && let Some(pong) = wave.reflect(uuid ^ 1, answer)
            {
                wave = pong;
            }
            wave.shell.scope = scope;
            wave.shell.handling = handling;
            wave.shell.session = session;
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
        (option::of(point()), option::of(point()))
            .prop_map(|(star, host)| Substance::Location(Box::new(Location { star, host }))),
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
        log().prop_map(|log| Substance::Log(Box::new(log))),
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
