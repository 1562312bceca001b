//! Commands of every sort, and scripts of them.

use std::time::Duration;

use orrery_space::command::{
    Body, Chown, Create, Flaw, Get, Grant, Into as Form, Lane, Launch, Move, PointTemplate,
    Probability, PropertyMod, Publish, Revoke, Ripple, Select, Send, Set, Slow, Speed, Storm,
    Strategy as Taken, Upload, Watch, Write,
};
use orrery_space::particle::Aspect;
use orrery_space::{Command, Point, Script, Segment, Selector, StarKey, Substance};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use smol_str::SmolStr;

use super::{grant_kind, json, kind_template, method, point, selector, star_key, surface, text};

/// JSON that a command can hold: an object or an array.
fn json_body() -> impl Strategy<Value = serde_json::Value> {
    json().prop_map(|value| match value {
        value @ (serde_json::Value::Array(_) | serde_json::Value::Object(_)) => value,
        other => serde_json::Value::Array(vec![other]),
    })
}

fn property_mod() -> impl Strategy<Value = PropertyMod> {
    let key = || text("[a-z0-9.-]{1,6}");
    let value = prop_oneof![text("[^\\s,\"']{1,8}"), text("(?s).{0,8}")];
    prop_oneof![
        3 => (key(), value, any::<bool>())
            .prop_map(|(key, value, lock)| PropertyMod::Set { key, value, lock }),
        1 => key().prop_map(PropertyMod::Unset),
    ]
}

fn point_template() -> BoxedStrategy<PointTemplate> {
    let named = |point: &Point| {
        matches!(
            point.last(),
            Some(Segment::Space(_) | Segment::Base(_) | Segment::File(_))
        )
    };
    prop_oneof![
        3 => point().prop_map(PointTemplate::Exact),
        1 => point()
            .prop_filter("no name before the `%`", named)
            .prop_map(PointTemplate::Pattern),
    ]
    .boxed()
}

fn file_name() -> impl Strategy<Value = SmolStr> {
    text("[A-Za-z0-9._-]{1,8}")
}

fn body() -> BoxedStrategy<Body> {
    prop_oneof![
        Just(Body::Substance(Substance::Empty)),
        text("(?s).{0,12}").prop_map(|t| Body::Substance(Substance::Text(t))),
        any::<i64>().prop_map(|i| Body::Substance(Substance::Int(i))),
        any::<bool>().prop_map(|b| Body::Substance(Substance::Boolean(b))),
        point().prop_map(Body::Point),
        json_body().prop_map(|j| Body::Substance(Substance::Json(Box::new(j)))),
        file_name().prop_map(Body::File),
    ]
    .boxed()
}

fn send() -> BoxedStrategy<Send> {
    let path = prop_oneof![
        Just(SmolStr::new_static("/")),
        text("/[A-Za-z0-9._/:-]{0,8}")
    ];
    (surface(), method(), path, body())
        .prop_map(|(to, method, path, body)| Send {
            to,
            method,
            path,
            body,
        })
        .boxed()
}

pub fn lane() -> impl Strategy<Value = Lane> {
    (star_key(), star_key()).prop_map(|(from, to)| Lane { from, to })
}

pub fn probability() -> impl Strategy<Value = Probability> {
    let few = select(&[0, 1, 50_000, 100_000, 1_000_000][..]);
    prop_oneof![few, 0..=1_000_000_u32].prop_map(|count| Probability::of_millionths(count).unwrap())
}

pub fn speed() -> impl Strategy<Value = Speed> {
    let few = select(vec![1, 500_000, 1_000_000, Speed::MAX.millionths()]);
    prop_oneof![few, 1..10_000_000_u64].prop_map(|count| Speed::of_millionths(count).unwrap())
}

fn duration() -> impl Strategy<Value = Duration> {
    let usual = (0..1_000_000_u64).prop_map(Duration::from_millis);
    prop_oneof![any::<Duration>(), usual]
}

fn ripple() -> impl Strategy<Value = Ripple> {
    (selector(), send()).prop_map(|(to, send)| Ripple {
        to,
        method: send.method,
        path: send.path,
        body: send.body,
    })
}

fn storm() -> impl Strategy<Value = Storm> {
    let often = (probability(), probability(), probability());
    (any::<u64>(), often, duration(), duration()).prop_map(
        |(seed, (loss, double, shuffle), delay, lasts)| Storm {
            seed,
            loss,
            delay,
            double,
            shuffle,
            lasts,
        },
    )
}

/// Particles and what they keep.
fn about_particles() -> BoxedStrategy<Command> {
    let taken = select(&[Taken::Commit, Taken::Ensure, Taken::Override][..]);
    let create = (
        taken,
        point_template(),
        kind_template(),
        vec(property_mod(), 0..3),
    )
        .prop_map(|(strategy, point, kind, properties)| Create {
            strategy,
            point,
            kind,
            properties,
        });
    let into = select(&[Form::Points, Form::Stubs][..]);
    let select =
        (selector(), into, super::condition()).prop_map(|(selector, into, condition)| Select {
            selector,
            into,
            condition,
        });
    let some = body().prop_filter("something to write", |body| {
        *body != Body::Substance(Substance::Empty)
    });
    prop_oneof![
        2 => create.prop_map(Command::Create),
        1 => (file_name(), point_template())
            .prop_map(|(file, point)| Command::Publish(Publish { file, point })),
        1 => (file_name(), point()).prop_map(|(file, point)| Command::Launch(Launch { file, point })),
        2 => select.prop_map(Command::Select),
        1 => (point(), vec(text("[a-z0-9.-]{1,6}"), 0..3))
            .prop_map(|(point, keys)| Command::Get(Get { point, keys })),
        1 => (point(), vec(property_mod(), 1..3))
            .prop_map(|(point, properties)| Command::Set(Set { point, properties })),
        1 => point().prop_map(Command::Read),
        1 => (point(), some).prop_map(|(point, body)| Command::Write(Write { point, body })),
        1 => selector().prop_map(Command::Delete),
    ]
    .boxed()
}

fn about_waves() -> BoxedStrategy<Command> {
    prop_oneof![
        2 => send().prop_map(Command::Ping),
        1 => send().prop_map(Command::Signal),
        1 => ripple().prop_map(Command::Ripple),
        1 => (point(), super::aspect()).prop_map(|(point, aspect)| Command::Watch(Watch { point, aspect })),
        1 => any::<u64>().prop_map(Command::Unwatch),
    ]
    .boxed()
}

fn about_access() -> BoxedStrategy<Command> {
    let on = || -> BoxedStrategy<Selector> { selector().boxed() };
    prop_oneof![
        (grant_kind(), on(), on()).prop_map(|(kind, on, to)| Command::Grant(Grant {
            kind,
            on,
            to
        })),
        on().prop_map(Command::Grants),
        (any::<u64>(), on()).prop_map(|(number, on)| Command::Revoke(Revoke { number, on })),
        (on(), point()).prop_map(|(what, to)| Command::Chown(Chown { what, to })),
        point().prop_map(Command::As),
    ]
    .boxed()
}

fn about_the_fabric() -> BoxedStrategy<Command> {
    let star = || -> BoxedStrategy<StarKey> { star_key().boxed() };
    let flaw = || (lane(), probability()).prop_map(|(lane, often)| Flaw { lane, often });
    prop_oneof![
        (point(), star()).prop_map(|(point, to)| Command::Move(Move { point, to })),
        point().prop_map(Command::Pause),
        point().prop_map(Command::Resume),
        point().prop_map(Command::Init),
        Just(Command::Stars),
        Just(Command::Lanes),
        star().prop_map(Command::Stop),
        star().prop_map(Command::Start),
        lane().prop_map(Command::Cut),
        lane().prop_map(Command::Mend),
        (lane(), duration()).prop_map(|(lane, latency)| Command::Slow(Slow { lane, latency })),
        flaw().prop_map(Command::Lose),
        flaw().prop_map(Command::Double),
        flaw().prop_map(Command::Shuffle),
        storm().prop_map(Command::Storm),
    ]
    .boxed()
}

fn about_the_run() -> BoxedStrategy<Command> {
    let path = prop_oneof![text("[A-Za-z./_-]{1,12}"), text("(?s).{0,8}")];
    prop_oneof![
        any::<u64>().prop_map(Command::Seed),
        speed().prop_map(Command::Speed),
        duration().prop_map(Command::Advance),
        (file_name(), option::of(path))
            .prop_map(|(name, path)| Command::Upload(Upload { name, path })),
        option::of(select(orrery_space::grammar::command::WORDS))
            .prop_map(|word| Command::Help(word.map(Into::into))),
    ]
    .boxed()
}

pub fn command() -> BoxedStrategy<Command> {
    prop_oneof![
        3 => about_particles(),
        2 => about_waves(),
        1 => about_access(),
        2 => about_the_fabric(),
        1 => about_the_run(),
    ]
    .boxed()
}

pub fn script() -> BoxedStrategy<Script> {
    vec(command(), 0..5)
        .prop_map(|commands| Script { commands })
        .boxed()
}
