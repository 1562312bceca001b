//! Handlers: which route answers, what it is given, and what its sender reads.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod strategies;

use orrery_space::core::HttpMethod;
use orrery_space::handler::{Handlers, Request};
use orrery_space::method_pattern::admits;
use orrery_space::plain_route::{PlainRoute, is_plain};
use orrery_space::wave::{BounceBacks, Recipients};
use orrery_space::{
    Agent, Asked, DirectedCore, Method, MethodPattern, Point, ReflectedCore, RouteSelector,
    StatusCode, Substance, Surface, Wave, WaveKind, plain_path,
};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

fn surface(text: &str) -> Surface {
    text.parse().unwrap()
}

fn core(call: &str, body: impl Into<Substance>) -> DirectedCore {
    let (method, path) = call.split_at(call.find('/').unwrap_or(call.len()));
    let mut core = DirectedCore::new(method.parse().unwrap(), body.into());
    if !path.is_empty() {
        core.uri = path.into();
    }
    core
}

fn ping(agent: Agent, to: &str, call: &str, body: impl Into<Substance>) -> Wave {
    Wave::ping(
        1,
        agent,
        surface("localhost:a"),
        surface(to),
        core(call, body),
    )
}

fn ann() -> Agent {
    Agent::Point("localhost:users:ann".parse().unwrap())
}

/// The answer in one line.
fn answer<S>(handlers: &Handlers<S>, state: &mut S, wave: &Wave) -> String {
    let pong = handlers.serve(state, wave, 2).unwrap();
    let core = pong.reflected().unwrap();
    assert_eq!(pong.reflection_of(), Some(wave.id()));
    core.to_lines().join("\n")
}

#[test]
fn the_first_route_that_fits_answers() {
    let handlers: Handlers<()> = Handlers::new()
        .on("Http<Get>/users/{id}", |(), request| {
            request.ok(format!("user {}", request.capture("id").unwrap()))
        })
        .unwrap()
        .on("Http<Get>/users/.*", |(), request| request.ok("deeper"))
        .unwrap()
        .on("*<Get>", |(), request| request.ok("any Get"))
        .unwrap()
        .on("Http<*>/old-(?P<n>[0-9]+)", |(), request| {
            request.ok(request.capture("n").unwrap())
        })
        .unwrap();
    let said = |call: &str| answer(&handlers, &mut (), &ping(ann(), "localhost:b", call, ()));
    assert_eq!(said("Http<Get>/users/7"), "200 Text user 7");
    assert_eq!(said("Http<Get>/users/7/posts"), "200 Text deeper");
    assert_eq!(said("Http<Get>/users"), "200 Text any Get");
    assert_eq!(said("Ext<Get>"), "200 Text any Get");
    assert_eq!(said("Http<Put>/old-12"), "200 Text 12");
    assert_eq!(
        said("Http<Put>/old-x"),
        "404 Err localhost:b has no route for Http<Put>/old-x"
    );
}

#[test]
fn a_topic_and_a_filter_are_asked_for() {
    let handlers: Handlers<()> = Handlers::new()
        .on("[Topic<Cli>]::Ext<Exec>", |(), request| request.ok("cli"))
        .unwrap()
        .on("[Topic<!>]::Ext<Exec>(auth)", |(), request| {
            request.ok("known")
        })
        .unwrap()
        .on("Ext<Exec>(noauth)", |(), request| request.ok("unknown"))
        .unwrap();
    let said =
        |agent: Agent, to: &str| answer(&handlers, &mut (), &ping(agent, to, "Ext<Exec>", ()));
    assert_eq!(said(ann(), "localhost:b@Shell+Topic<Cli>"), "200 Text cli");
    assert_eq!(said(ann(), "localhost:b"), "200 Text known");
    assert_eq!(said(Agent::Anonymous, "localhost:b"), "200 Text unknown");
    assert!(said(ann(), "localhost:b@Core+Topic<Path>(x)").starts_with("404 Err"));
}

#[test]
fn input_is_typed_and_errors_become_statuses() {
    #[derive(serde::Deserialize)]
    struct User {
        name: String,
        age: u8,
    }
    let handlers: Handlers<i64> = Handlers::new()
        .on("Ext<Add>", |sum, request| {
            *sum += *request.input::<&i64>()?;
            request.ok(*sum)
        })
        .unwrap()
        .on("Ext<User>", |_, request| {
            let user: User = request.json()?;
            request.ok(format!("{} {}", user.name, user.age))
        })
        .unwrap()
        .on("Ext<Point>", |_, request| {
            let text: &smol_str::SmolStr = request.input()?;
            let point: Point = text.parse()?;
            request.ok(point)
        })
        .unwrap()
        .on("Ext<Mine>", |_, request| match request.agent() {
            Agent::HyperUser => request.ok(request.from().clone()),
            _ => request.forbidden("not yours"),
        })
        .unwrap();
    let mut sum = 1;
    let mut said = |call: &str, body: Substance| {
        answer(&handlers, &mut sum, &ping(ann(), "localhost:b", call, body))
    };
    assert_eq!(said("Ext<Add>", 2.into()), "200 Int 3");
    assert_eq!(
        said("Ext<Add>", "2".into()),
        "400 Err expected Int, found Text"
    );
    let json =
        |text: &str| Substance::from(serde_json::from_str::<serde_json::Value>(text).unwrap());
    assert_eq!(
        said("Ext<User>", json(r#"{"name":"ann","age":42}"#)),
        "200 Text ann 42"
    );
    assert_eq!(
        said("Ext<User>", json(r#"{"name":"ann"}"#)),
        "400 Err missing field `age`"
    );
    assert_eq!(
        said("Ext<User>", ().into()),
        "400 Err expected Json, found Empty"
    );
    assert_eq!(
        said("Ext<Point>", "localhost".into()),
        "200 Point localhost"
    );
    assert!(said("Ext<Point>", "localhost:".into()).starts_with("400 Err expected a segment"));
    assert_eq!(said("Ext<Mine>", ().into()), "403 Err not yours");
    assert_eq!(sum, 3);
}

#[test]
fn bounce_is_answered_unless_a_route_does() {
    let bounce = ping(ann(), "localhost:b", "Cmd<Bounce>", ());
    assert_eq!(answer(&Handlers::new(), &mut (), &bounce), "200 Empty");
    let refuses: Handlers<()> = Handlers::new()
        .on("Cmd<*>", |(), _| Err(ReflectedCore::unavailable("not now")))
        .unwrap();
    assert_eq!(answer(&refuses, &mut (), &bounce), "503 Err not now");
}

#[test]
fn a_signal_is_served_and_not_answered() {
    let count: Handlers<u32> = Handlers::new()
        .on("*", |count, request| {
            *count += 1;
            request.ok(())
        })
        .unwrap();
    let (from, to) = (surface("localhost:a"), surface("localhost:b"));
    let signal = Wave::signal(1, ann(), from.clone(), to.clone(), core("Ext<Go>", ()));
    let mut served = 0;
    assert_eq!(count.serve(&mut served, &signal, 2), None);
    assert_eq!(served, 1);
    // An answer is no request, and a Ripple to several has not arrived anywhere yet.
    let pong = ping(ann(), "localhost:b", "Ext<Go>", ())
        .reflect(2, ReflectedCore::default())
        .unwrap();
    assert_eq!(Request::of(&pong), None);
    let to_both = Recipients::Multi([from.clone(), to.clone()].into());
    let both = Wave::ripple(
        3,
        ann(),
        from,
        to_both,
        core("Ext<Go>", ()),
        BounceBacks::Count(2),
    );
    assert_eq!(count.serve(&mut served, &both, 4), None);
    assert_eq!(served, 1);
    let one = both.narrowed(to).unwrap();
    let echo = count.serve(&mut served, &one, 5).unwrap();
    assert_eq!((echo.kind(), served), (WaveKind::Echo, 2));
}

#[test]
fn a_wrong_route_is_located() {
    let wrong = |route: &str| {
        let handlers = Handlers::<()>::new().on(route, |(), request| request.ok(()));
        handlers.unwrap_err().diagnostics[0].span.clone()
    };
    assert_eq!(wrong("Http<Gte>"), 5..8);
    assert_eq!(wrong("Ext<A>(nope)"), 7..11);
    assert_eq!(wrong("Ext<A>/(["), 8..9);
    assert_eq!(wrong("Ext<A>/{a}/{a}"), 13..14);
    let handlers = Handlers::<()>::new()
        .on("Ext<A>/x", |(), request| request.ok(()))
        .unwrap();
    assert_eq!(format!("{handlers:?}").matches("Ext").count(), 1);
}

#[test]
fn the_status_of_an_answer_is_the_handlers() {
    let handlers: Handlers<()> = Handlers::new()
        .on("Ext<A>", |(), _| {
            Ok(ReflectedCore::new(
                StatusCode::new(202).unwrap(),
                Substance::Empty,
            ))
        })
        .unwrap()
        .on("Ext<B>", |(), request| request.bad_request("no"))
        .unwrap()
        .on("Ext<C>", |(), request| request.not_found("none"))
        .unwrap();
    let said = |call: &str| answer(&handlers, &mut (), &ping(ann(), "localhost:b", call, ()));
    assert_eq!(said("Ext<A>"), "202 Empty");
    assert_eq!(said("Ext<B>"), "400 Err no");
    assert_eq!(said("Ext<C>"), "404 Err none");
}

/// Segments that often meet.
fn path() -> impl Strategy<Value = String> {
    let segment = select(&["", "a", "b-1", "a:b", "x~y", ".", "ü", "a\nb"][..]);
    vec(segment, 0..4).prop_map(|segments| format!("/{}", segments.join("/")))
}

fn pattern() -> impl Strategy<Value = String> {
    let segment = select(&["", "a", "b-1", "a:b", "x~y", "{n}", "{m2}"][..]);
    let rest = select(&["", "/.*"][..]);
    (vec(segment, 0..4), rest).prop_map(|(segments, rest)| format!("/{}{rest}", segments.join("/")))
}

/// Routes that are plain, as text.
fn plain_route() -> impl Strategy<Value = String> {
    const TOPICS: &[&str] = &[
        "",
        "[Topic<*>]::",
        "[Topic<!>]::",
        "[Topic<Cli>]::",
        "[Topic<Path>(a:b2)]::",
    ];
    const FILTERS: &[&str] = &["", "(auth)", "(noauth)", "(auth)-(noauth)"];
    let path = prop_oneof![Just(String::new()), pattern()];
    let method = strategies::method_pattern();
    (select(TOPICS), method, select(FILTERS), path)
        .prop_map(|(topic, method, filters, path)| format!("{topic}{method}{filters}{path}"))
}

proptest! {
    /// A plain route admits what the selector of the same text admits.
    #[test]
    fn a_plain_route_means_what_the_selector_means(
        route in plain_route(),
        method in strategies::method(),
        path in path(),
        topic in strategies::topic(),
        anonymous in any::<bool>(),
    ) {
        prop_assert!(is_plain(&route), "{}", route);
        let names: Vec<&str> = plain_path::names(PlainRoute::of(&route).path).collect();
        prop_assume!((1..names.len()).all(|i| !names[..i].contains(&names[i])));
        let selector: RouteSelector = route.parse().unwrap();
        let plain = PlainRoute::of(&route);
        let one_by_one = (plain.admits_topic(&topic.to_string())
            && plain.admits_method(&method.to_string())
            && plain.admits_agent(anonymous))
            .then(|| plain.captures(&path))
            .flatten();
        let asked = Asked { method: &method, path: &path, topic: &topic, anonymous };
        let whole = selector.matches(&asked);
        prop_assert_eq!(one_by_one.is_some(), whole.is_some());
        for (name, text) in one_by_one.into_iter().flatten() {
            prop_assert_eq!(whole.as_ref().and_then(|w| w.get(name)).map(|t| t.as_str()), Some(text));
        }
    }

    /// Nothing is plain that is no route.
    #[test]
    fn a_text_that_is_plain_is_a_route(
        route in plain_route(),
        at in any::<prop::sample::Index>(),
        with in "[a-zA-Z<>()*!:/\\[\\]{}-]?",
    ) {
        let mut text: Vec<char> = route.chars().collect();
        let at = at.index(text.len());
        text.splice(at..=at, with.chars());
        let text: String = text.into_iter().collect();
        let names: Vec<&str> = plain_path::names(PlainRoute::of(&text).path).collect();
        let twice = (1..names.len()).any(|i| names[..i].contains(&names[i]));
        if is_plain(&text) && !twice {
            prop_assert!(text.parse::<RouteSelector>().is_ok(), "{}", text);
        }
    }

    /// What is plain means what the same text means to the engine.
    #[test]
    fn a_plain_path_means_what_the_expression_means(pattern in pattern(), path in path()) {
        prop_assert!(plain_path::is_plain(&pattern));
        let once = |name: &str| pattern.matches(name).count() < 2;
        prop_assume!(once("{n}") && once("{m2}"));
        let plain: orrery_space::PathPattern = pattern.parse().unwrap();
        // A group without a name around it makes the same expression not plain.
        let regex: orrery_space::PathPattern = format!("/(?:{})", &pattern[1..]
            .replace("{n}", "(?P<n>[^/]+)")
            .replace("{m2}", "(?P<m2>[^/]+)"))
            .parse()
            .unwrap();
        prop_assert!(!plain_path::is_plain(regex.as_str()));
        prop_assert_eq!(plain.captures(&path), regex.captures(&path));
        let names = plain.names();
        prop_assert_eq!(names, regex.names());
    }

    #[test]
    fn a_text_that_is_plain_is_a_path(text in "/[a-z{}_.*/0-9-]{0,8}") {
        let names: Vec<&str> = plain_path::names(&text).collect();
        let twice = (1..names.len()).any(|i| names[..i].contains(&names[i]));
        if plain_path::is_plain(&text) && !twice {
            prop_assert!(text.parse::<orrery_space::PathPattern>().is_ok());
        }
    }

    /// Methods as text are compared as methods are.
    #[test]
    fn methods_as_text(pattern in strategies::method_pattern(), method in strategies::method()) {
        let text = |method: &Method| method.to_string();
        prop_assert_eq!(admits(&pattern.to_string(), &text(&method)), pattern.matches(&method));
        let itself = MethodPattern::from(&method);
        prop_assert!(admits(&itself.to_string(), &text(&method)));
        let get = Method::Http(HttpMethod::Get);
        prop_assert_eq!(admits(&text(&get), &text(&method)), get == method);
    }
}
