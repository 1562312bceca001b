//! Waves: what they lack before they can be built, what comes back, and what they bear.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod strategies;

use std::collections::BTreeSet;
use std::time::Duration;

use expect_test::{Expect, expect};
use orrery_space::core::{DirectedCore, HttpMethod, Uri};
use orrery_space::security::{MaskKind, Scope, ScopeGrant};
use orrery_space::wave::{
    BounceBacks, DirectedProto, Handling, Part, Preset, ProtoError, Recipients, ReflectedProto,
    Retries, SessionId, SetStrategy, Variant, WaitTime,
};
use orrery_space::{
    Agent, Aspect, Method, Point, ReflectedCore, Selector, StatusCode, Substance, Surface, Watch,
    Wave, WaveId, WaveKind,
};
use proptest::prelude::*;

fn surface(text: &str) -> Surface {
    text.parse().unwrap()
}

fn star(name: &str) -> Surface {
    surface(&format!("<<STAR::central:{name}[0]>>::star"))
}

fn ping() -> Wave {
    DirectedProto::ping(1)
        .from(surface("localhost:a"))
        .to(surface("localhost:b"))
        .build()
        .unwrap()
}

fn ripple(to: Recipients, bounce_backs: BounceBacks) -> Wave {
    DirectedProto::ripple(1)
        .from(surface("localhost:a"))
        .to(to)
        .bounce_backs(bounce_backs)
        .build()
        .unwrap()
}

fn refused(result: Result<Wave, ProtoError>, expected: Expect) {
    expected.assert_eq(&result.unwrap_err().to_string());
}

// what is built

#[test]
fn all_that_is_missing_is_named() {
    refused(
        DirectedProto::new(1).build(),
        expect!["a Wave lacks a kind, a recipient and a sender"],
    );
    refused(
        DirectedProto::ripple(1).from(surface("localhost")).build(),
        expect!["a Ripple lacks a recipient and bounce backs"],
    );
    refused(
        DirectedProto::ping(1).to(surface("localhost")).build(),
        expect!["a Ping lacks a sender"],
    );
    let error = DirectedProto::signal(1).build().unwrap_err();
    let missing = vec![Part::To, Part::From];
    let kind = Some(WaveKind::Signal);
    assert_eq!(error, ProtoError::Lacking { kind, missing });
}

#[test]
fn what_does_not_fit_the_kind_is_refused() {
    let said = |proto: DirectedProto| proto.from(surface("localhost")).build();
    refused(
        said(DirectedProto::ping(1).to(Recipients::Stars)),
        expect!["a Ping goes to one surface, and this one to several: stars"],
    );
    refused(
        said(
            DirectedProto::signal(1)
                .to(surface("localhost:b"))
                .bounce_backs(BounceBacks::Count(3)),
        ),
        expect!["the bounce backs of a Signal are none, found 3"],
    );
    refused(
        said(DirectedProto::new(1).kind(WaveKind::Echo)),
        expect!["expected a Ping, a Ripple or a Signal, found a Echo"],
    );
    let signal = DirectedProto::signal(1)
        .from(surface("localhost"))
        .to(surface("localhost:b"))
        .build()
        .unwrap();
    let error = ReflectedProto::new(2).fill(&signal).unwrap_err();
    expect!["expected a Ping or a Ripple to answer, found a Signal"].assert_eq(&error.to_string());
    let of = WaveId {
        kind: WaveKind::Pong,
        uuid: 1,
    };
    refused(
        ReflectedProto::new(2).reflection_of(of).build(),
        expect!["expected a Ping or a Ripple to answer, found a Pong"],
    );
    refused(
        ReflectedProto::new(2).reflection_of(ping().id()).build(),
        expect!["a Pong lacks a recipient, a sender and those who were asked"],
    );
}

#[test]
fn what_was_not_said_is_plain() {
    let ping = ping();
    assert_eq!(ping.shell.agent, Agent::Anonymous);
    assert_eq!(ping.shell.scope, Scope::Full);
    assert_eq!(ping.shell.handling, Handling::default());
    assert_eq!(ping.directed(), Some(&DirectedCore::default()));
    assert_eq!(ping.bounce_backs(), BounceBacks::Single);
}

/// B23, B24: id, agent, scope, handling, headers and session stay as they were given.
#[test]
fn builders_keep_all_they_were_given() {
    let agent = Agent::Point("localhost:ann".parse().unwrap());
    let handling = Handling {
        retries: Retries::Max,
        wait: WaitTime::High,
        ..Handling::default()
    };
    let session = SessionId {
        origin: "localhost".parse().unwrap(),
        uuid: 9,
    };
    let ping = DirectedProto::ping(42)
        .from(surface("localhost:a"))
        .to(surface("localhost:b"))
        .via(surface("localhost:b@Field"))
        .agent(agent.clone())
        .scope(Scope::None)
        .handling(handling)
        .session(session.clone())
        .method("Ext<Hello>".parse().unwrap())
        .header("a", "b")
        .uri("/x")
        .body(Substance::Int(7))
        .track()
        .build()
        .unwrap();
    assert_eq!(ping.id().uuid, 42);
    assert_eq!(ping.shell.agent, agent);
    assert_eq!(ping.shell.scope, Scope::None);
    assert_eq!(ping.shell.handling, handling);
    assert_eq!(ping.shell.session, Some(session.clone()));
    assert!(ping.shell.track);
    let core = ping.directed().unwrap();
    assert_eq!(core.headers["a"], "b");
    assert_eq!((core.uri.as_str(), &core.body), ("/x", &Substance::Int(7)));

    let pong = ReflectedProto::new(43)
        .status(StatusCode::NOT_FOUND)
        .header("c", "d")
        .agent(Agent::HyperUser)
        .fill(&ping)
        .unwrap()
        .build()
        .unwrap();
    assert_eq!(pong.id().uuid, 43);
    assert_eq!(pong.shell.agent, Agent::HyperUser);
    assert_eq!(pong.shell.scope, Scope::None);
    assert_eq!(pong.shell.handling, handling);
    assert_eq!(pong.shell.session, Some(session));
    assert_eq!(pong.to(), Some(&surface("localhost:b@Field")));
    assert_eq!(pong.reflected().unwrap().headers["c"], "d");
    assert_eq!(pong.reflected().unwrap().status, StatusCode::NOT_FOUND);
}

#[test]
fn a_preset_leaves_fills_and_overrides() {
    let method: Method = "Ext<Preset>".parse().unwrap();
    let preset = Preset {
        agent: SetStrategy::Override(Agent::HyperUser),
        scope: SetStrategy::Fill(Scope::None),
        handling: SetStrategy::None,
        method: SetStrategy::Fill(method.clone()),
        from: SetStrategy::Fill(surface("localhost:me")),
        to: SetStrategy::Fill(Recipients::Stars),
        via: SetStrategy::Override(surface("localhost:gate")),
    };
    let proto = DirectedProto::ping(1)
        .agent(Agent::Anonymous)
        .to(surface("localhost:b"));
    let ping = preset.direct(proto).build().unwrap();
    assert_eq!(ping.shell.agent, Agent::HyperUser);
    assert_eq!(ping.shell.scope, Scope::None);
    assert_eq!(ping.shell.handling, Handling::default());
    assert_eq!(ping.directed().unwrap().method, method);
    assert_eq!(ping.shell.from, surface("localhost:me"));
    assert_eq!(ping.to(), Some(&surface("localhost:b")));
    assert_eq!(ping.shell.via, Some(surface("localhost:gate")));

    let proto = ReflectedProto::new(2).from(surface("localhost:b"));
    let pong = preset.reflect(proto.fill(&ping).unwrap()).build().unwrap();
    assert_eq!(pong.shell.from, surface("localhost:b"));
    assert_eq!(pong.to(), Some(&surface("localhost:gate")));
}

// what comes back

#[test]
fn answers_go_to_who_forwarded_the_wave() {
    let mut ping = ping();
    ping.shell.via = Some(surface("localhost:b@Field"));
    let pong = ping.reflect(2, ReflectedCore::default()).unwrap();
    assert_eq!(pong.to(), ping.shell.via.as_ref());
    assert_eq!(pong.shell.via, None);
    assert_eq!(pong.reflect(3, ReflectedCore::default()), None);
}

#[test]
fn ripples_have_echoes_unless_nobody_awaits_them() {
    let silent = ripple(Recipients::Stars, BounceBacks::None);
    assert_eq!(silent.reflection(), None);
    let asking = ripple(Recipients::Stars, BounceBacks::Count(2));
    assert_eq!(asking.reflect(2, ReflectedCore::default()), None);
    let from = star("fold");
    let echo = asking.reflection().unwrap().make(2, from.clone(), ());
    assert_eq!(echo.kind(), WaveKind::Echo);
    assert_eq!(echo.shell.from, from);
    assert_eq!(echo.reflection_of(), Some(asking.id()));
    assert!(
        matches!(&echo.variant, Variant::Echo { intended, .. } if **intended == Recipients::Stars)
    );
}

#[test]
fn whatever_turns_into_a_core_can_be_answered() {
    let answer = |answer: ReflectedCore| {
        let reflection = ping().reflection().unwrap();
        let pong = reflection.make(2, surface("localhost:b"), answer);
        pong.reflected().unwrap().to_lines().join("\n")
    };
    assert_eq!(answer(().into()), "200 Empty");
    assert_eq!(answer(Substance::Int(1).into()), "200 Int 1");
    let failed: Result<Surface, ReflectedCore> = Err(ReflectedCore::forbidden("no"));
    assert_eq!(answer(failed.into()), "403 Err no");
    let place: Result<Surface, ReflectedCore> = Ok(surface("localhost"));
    assert_eq!(answer(place.into()), "200 Surface localhost@Core");
}

/// B63: who may not do something is told 403.
#[test]
fn failures_have_their_numbers() {
    let numbers = [
        ReflectedCore::bad_request("x"),
        ReflectedCore::forbidden("x"),
        ReflectedCore::not_found("x"),
        ReflectedCore::timeout("x"),
        ReflectedCore::server_error("x"),
        ReflectedCore::unavailable("x"),
    ]
    .map(|core| {
        assert!(core.as_result().is_err());
        core.into_result().unwrap_err().status.number()
    });
    assert_eq!(numbers, [400, 403, 404, 408, 500, 503]);
    let body = ReflectedCore::default().with_body(Substance::Int(3));
    assert_eq!(body.as_result(), Ok(&Substance::Int(3)));
}

#[test]
fn statuses_have_a_range() {
    for (number, is_one) in [
        (0, false),
        (199, false),
        (200, true),
        (599, true),
        (600, false),
    ] {
        assert_eq!(StatusCode::new(number).is_ok(), is_one, "{number}");
        let json = serde_json::from_str::<StatusCode>(&number.to_string());
        assert_eq!(json.is_ok(), is_one, "{number}");
        assert_eq!(number.to_string().parse::<StatusCode>().is_ok(), is_one);
    }
    let error = "teapot".parse::<StatusCode>().unwrap_err();
    expect!["expected a status from 200 to 599, found `teapot`"].assert_eq(&error.to_string());
}

/// What has the shape of a Wave and does not agree with itself is not read.
#[test]
fn a_wave_agrees_with_itself() {
    let pong = ping().reflect(2, ReflectedCore::default()).unwrap();
    let json = serde_json::to_string(&pong).unwrap();
    let read = |json: &str| serde_json::from_str::<Wave>(json).unwrap_err().to_string();
    let other = json.replace("<Wave<Pong>>", "<Wave<Ping>>");
    let other = other.replace(r#"{"kind":"Pong""#, r#"{"kind":"Ping""#);
    expect!["the id is that of a Ping, and the Wave is a Pong"].assert_eq(&read(&other));
    let other = json.replace(
        r#""reflection_of":{"kind":"Ping""#,
        r#""reflection_of":{"kind":"Signal""#,
    );
    expect!["a Pong does not answer a Signal"].assert_eq(&read(&other));
}

// to whom they go

#[test]
fn recipients_match_what_they_name() {
    let app = "localhost<Space>:app<App>".parse().unwrap();
    let fold = "<<STAR::central:fold[0]>>::star<Star<Fold>>"
        .parse()
        .unwrap();
    let below = "<<STAR::central:fold[0]>>::star<Star<Fold>>:drivers<Driver>"
        .parse()
        .unwrap();
    let core = surface("localhost:app");
    let shell = surface("localhost:app@Shell");
    let both: BTreeSet<Surface> = [core.clone(), shell.clone()].into();

    let single = Recipients::from(shell.clone());
    assert!(single.is_match(&app) && !single.is_match(&fold));
    assert_eq!(single.select(&app), [shell.clone()].into());
    assert_eq!(single.single(), Some(&shell));

    let multi: BTreeSet<_> = both
        .iter()
        .cloned()
        .chain([surface("localhost:b")])
        .collect();
    let multi = Recipients::Multi(multi);
    assert!(multi.is_match(&app) && !multi.is_match(&fold));
    assert_eq!(multi.select(&app), both);

    assert!(Recipients::Stars.is_match(&fold));
    assert!(!Recipients::Stars.is_match(&below) && !Recipients::Stars.is_match(&app));
    assert_eq!(Recipients::Stars.select(&fold), [star("fold")].into());

    let apps = Recipients::from("localhost:**<App>".parse::<Selector>().unwrap());
    assert!(apps.is_match(&app) && !apps.is_match(&fold));
    assert_eq!(apps.select(&app), [core].into());

    let point: Point = "localhost:app".parse().unwrap();
    let watch = Watch {
        point,
        aspect: Aspect::State,
    };
    let watchers = Recipients::from(watch);
    assert!(!watchers.is_match(&app) && watchers.select(&app).is_empty());
    assert_eq!(watchers.to_string(), "watchers of localhost:app State");
    assert_eq!(
        multi.to_string(),
        "localhost:app@Shell, localhost:app@Core, localhost:b@Core"
    );
}

/// B18: `track` and all the shell stay through every change of variant.
#[test]
fn a_narrowed_ripple_is_the_same_ripple() {
    let mut ripple = ripple(Recipients::Stars, BounceBacks::Count(2));
    ripple.shell.track = true;
    ripple.add_history("localhost:a".parse().unwrap());
    let one = ripple.narrowed(star("fold")).unwrap();
    assert_eq!(one.shell, ripple.shell);
    assert_eq!(one.to(), Some(&star("fold")));
    assert!(one.has_visited(&"localhost:a".parse().unwrap()));
    assert_eq!(
        one.narrowed(star("jump")).unwrap().to(),
        Some(&star("jump"))
    );
    assert_eq!(ping().narrowed(star("jump")), None);

    let echo = one.reflect(2, ReflectedCore::default()).unwrap();
    assert!(echo.shell.track);
    assert!(
        echo.clone()
            .wrap_in_transport(3, star("a"), star("b"))
            .shell
            .track
    );
}

// what they bear

#[test]
fn a_wave_comes_out_of_its_carriers() {
    let mut ping = ping();
    ping.shell.hops = 3;
    let transport = ping.clone().wrap_in_transport(2, star("a"), star("b"));
    let mut hop = transport
        .clone()
        .wrap_in_hop(3, star("a"), star("c"))
        .unwrap();
    assert_eq!(hop.directed().unwrap().method.to_string(), "Hyp<Hop>");
    assert_eq!((hop.shell.hops, hop.max_hops()), (0, 3));
    hop.inc_hops();
    assert_eq!((hop.shell.hops, hop.max_hops()), (1, 4));
    let transport = hop.unwrap_from_hop().unwrap();
    assert_eq!(transport.shell.hops, 1);
    let inner = transport.unwrap_from_transport().unwrap();
    assert_eq!(inner.shell.hops, 4);
    ping.shell.hops = 4;
    assert_eq!(inner, ping);
}

#[test]
fn only_carriers_are_unwrapped() {
    let refused = |wave: Wave| wave.unwrap_from_transport().unwrap_err().to_string();
    expect!["a Wave is carried by a Signal, and this is a Ping"].assert_eq(&refused(ping()));
    let transport = ping().wrap_in_transport(2, star("a"), star("b"));
    let hop = transport
        .clone()
        .wrap_in_hop(3, star("a"), star("b"))
        .unwrap();
    expect!["expected the method Hyp<Transport>, found Hyp<Hop>"].assert_eq(&refused(hop));
    let empty = DirectedProto::signal(4)
        .from(star("a"))
        .to(star("b"))
        .method("Hyp<Transport>".parse().unwrap())
        .build()
        .unwrap();
    expect!["expected a Wave as the body, found Empty"].assert_eq(&refused(empty));
    let error = ping().wrap_in_hop(5, star("a"), star("b")).unwrap_err();
    expect!["a Wave is carried by a Signal, and this is a Ping"].assert_eq(&error.to_string());
    let mut false_hop = transport.wrap_in_hop(3, star("a"), star("b")).unwrap();
    if let Variant::Signal { core, .. } = &mut false_hop.variant {
        core.body = Substance::Wave(Box::new(ping()));
    }
    let error = false_hop.unwrap_from_hop().unwrap_err();
    expect!["a Wave is carried by a Signal, and this is a Ping"].assert_eq(&error.to_string());
}

// how they are handled

#[test]
fn retries_double_their_delay_until_the_wait_class_ends() {
    let delays = |retries, wait| {
        let handling = Handling {
            retries,
            wait,
            ..Handling::default()
        };
        let delays = (0..).map_while(move |tried| handling.retry_delay(tried));
        delays.map(|delay| delay.as_millis()).collect::<Vec<_>>()
    };
    assert_eq!(delays(Retries::None, WaitTime::High), []);
    assert_eq!(delays(Retries::Min, WaitTime::Low), [100]);
    assert_eq!(delays(Retries::Medium, WaitTime::Low), [100, 200, 400]);
    let all = [100, 200, 400, 800, 1600, 3200, 6400, 12800];
    assert_eq!(delays(Retries::Max, WaitTime::Med), all);
    assert_eq!(delays(Retries::Max, WaitTime::Low), all[..7]);
    let counts: Vec<_> = Retries::ALL.iter().map(|retries| retries.count()).collect();
    assert_eq!(counts, [0, 8, 3, 1]);
    assert_eq!(
        Duration::from_secs(WaitTime::default().seconds()),
        Duration::from_secs(15)
    );
}

#[test]
fn a_wait_class_is_a_length_of_time() {
    let seconds: Vec<_> = WaitTime::ALL.iter().map(|wait| wait.seconds()).collect();
    assert_eq!(seconds, [300, 60, 15]);
    assert_eq!(Handling::default().wait, WaitTime::Low);
}

/// What a Wave asks can be written down as a call, if a call can have its path.
#[test]
fn a_wave_can_be_written_as_a_call() {
    let call = |uri: &str| {
        let ping = DirectedProto::ping(1)
            .from(surface("localhost:a"))
            .to(surface("localhost:b"))
            .method("Http<Put>".parse().unwrap())
            .uri(uri)
            .build()
            .unwrap();
        let to = ping.to().unwrap().point.clone();
        ping.directed().unwrap().to_call(to)
    };
    for (uri, text) in [
        ("/", "localhost:b^Http<Put>"),
        ("http://host?q=1", "localhost:b^Http<Put>"),
        ("/users/7?q=1#top", "localhost:b^Http<Put>/users/7"),
    ] {
        let call = call(uri).unwrap();
        assert_eq!(call.to_string(), text, "{uri}");
        assert_eq!(text.parse(), Ok(call));
    }
    for uri in ["/a b", "/%20", "users", "/\u{e9}"] {
        assert_eq!(call(uri), None, "{uri}");
    }
}

#[test]
fn uris_have_parts() {
    for (uri, path, query) in [
        ("", "", None),
        ("/", "/", None),
        ("/a?b#c", "/a", Some("b")),
        ("/a#c?b", "/a", None),
        ("http://host", "/", None),
        ("http://host?q=1", "", Some("q=1")),
        ("http://host/a/b?x=http://y", "/a/b", Some("x=http://y")),
        ("/go?to=http://host/x", "/go", Some("to=http://host/x")),
    ] {
        assert_eq!((Uri(uri).path(), Uri(uri).query()), (path, query), "{uri}");
    }
    let pairs: Vec<_> = Uri("/?a=%41+b&%zz=%&&=x%ff").parameters().collect();
    let pairs: Vec<_> = pairs
        .iter()
        .map(|(a, b)| (a.as_ref(), b.as_ref()))
        .collect();
    assert_eq!(pairs, [("a", "A b"), ("%zz", "%"), ("", "x\u{fffd}")]);
    let core = DirectedCore::default();
    assert_eq!(core.as_http().unwrap().method, HttpMethod::Get);
    let core = DirectedCore::new("Ext<Hello>".parse().unwrap(), Substance::Empty);
    assert_eq!(core.as_ext().unwrap().name, "Hello");
    assert!(core.as_http().is_none());
}

proptest! {
    #[test]
    fn scopes_are_an_algebra(
        a in strategies::meeting_scope(),
        b in strategies::meeting_scope(),
        c in strategies::meeting_scope(),
    ) {
        let (or, and) = (|a: &Scope, b: &Scope| a.clone() | b.clone(), |a: &Scope, b: &Scope| a.clone() & b.clone());
        prop_assert_eq!(or(&a, &b), or(&b, &a));
        prop_assert_eq!(and(&a, &b), and(&b, &a));
        prop_assert_eq!(or(&or(&a, &b), &c), or(&a, &or(&b, &c)));
        prop_assert_eq!(and(&and(&a, &b), &c), and(&a, &and(&b, &c)));
        prop_assert_eq!(or(&a, &a), a.clone());
        prop_assert_eq!(and(&a, &a), a.clone());
        // B19
        prop_assert_eq!(and(&a, &Scope::Full), a.clone());
        prop_assert_eq!(and(&a, &Scope::None), Scope::None);
        prop_assert_eq!(or(&a, &Scope::Full), Scope::Full);
        prop_assert_eq!(or(&a, &Scope::None), a);
    }

    /// What gives must be in both, what masks may be in either.
    #[test]
    fn both_scopes_must_give(a in strategies::meeting_scope(), b in strategies::meeting_scope()) {
        let both = a.clone() & b.clone();
        if let Scope::Grants(grants) = &both {
            let gives = |grant: &&ScopeGrant| grant.kind == MaskKind::Or;
            for grant in grants.iter().filter(gives) {
                prop_assert!(a.has_grant(grant) && b.has_grant(grant));
            }
        }
        for scope in [&a, &b] {
            if let (Scope::Grants(grants), Scope::Grants(both)) = (scope, &both) {
                let masks = grants.iter().filter(|grant| grant.kind == MaskKind::And);
                for mask in masks {
                    prop_assert!(both.contains(mask));
                }
            }
        }
    }

    /// What is said of a directed Wave says it again; a reflected one is made by what it answers.
    #[test]
    fn a_wave_can_be_built_again(wave in strategies::wave()) {
        let kind = wave.kind();
        let expected = match wave.clone() {
            wave if kind.is_reflected() => Err(ProtoError::NotDirected(wave.kind())),
            mut wave => {
                // where it has been is the fabric's to say
                wave.shell.hops = 0;
                if let orrery_space::wave::Variant::Ripple { history, .. } = &mut wave.variant {
                    history.clear();
                }
                Ok(wave)
            }
        };
        let proto: DirectedProto = wave.into();
        prop_assert_eq!(proto.build(), expected);
    }

    /// Every Wave that wants answers has one that agrees with it and keeps its shell.
    #[test]
    fn answers_keep_what_they_answer(wave in strategies::wave(), from in strategies::surface()) {
        let reflection = wave.reflection();
        prop_assert_eq!(reflection.is_some(), wave.bounce_backs() != BounceBacks::None);
        if let Some(reflection) = reflection {
            let answer = reflection.make(7, from, ());
            prop_assert_eq!(Some(answer.kind()), wave.kind().answer());
            prop_assert_eq!(answer.variant.kind(), answer.kind());
            prop_assert_eq!(answer.reflection_of(), Some(wave.id()));
            prop_assert_eq!(answer.to(), Some(wave.reflect_to()));
            prop_assert_eq!(answer.shell.track, wave.shell.track);
            prop_assert_eq!(&answer.shell.agent, &wave.shell.agent);
            prop_assert_eq!(&answer.shell.scope, &wave.shell.scope);
            prop_assert_eq!(&answer.shell.session, &wave.shell.session);
            prop_assert_eq!(answer.shell.handling, wave.shell.handling);
        }
    }

    #[test]
    fn uris_never_panic(uri in "[:/?#&=%+a0é]{0,16}") {
        let uri = Uri(&uri);
        prop_assert!(!uri.path().contains(['?', '#']));
        let parts = uri.query().unwrap_or_default().split('&').filter(|part| !part.is_empty());
        prop_assert_eq!(uri.parameters().count(), parts.count());
    }

    #[test]
    fn a_pattern_of_a_method_matches_it_alone(a in strategies::method(), b in strategies::method()) {
        use orrery_space::MethodPattern;
        prop_assert!(MethodPattern::default().matches(&a));
        prop_assert!(MethodPattern::from(&a).matches(&a));
        prop_assert_eq!(MethodPattern::from(&a).matches(&b), a == b);
    }
}

#[test]
fn a_wave_takes_no_more_room_than_it_must() {
    // what is rare lies in boxes: every Wave of the fabric is as large as the largest
    assert!(size_of::<Wave>() <= 416, "{}", size_of::<Wave>());
}
