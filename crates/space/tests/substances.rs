//! All Substances: their names, numbers and forms, and what they carry.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod strategies;

use std::collections::BTreeMap;
use std::sync::Arc;

use expect_test::{Expect, expect};
use orrery_space::core::HypMethod;
use orrery_space::hyper::{
    AssignmentKind, ControlPattern, Greet, Hyper, InterchangeKind, Knock, MountKind,
};
use orrery_space::{
    DirectedCore, FormErrs, MultipartForm, Point, ReflectedCore, Substance, SubstanceKind, Token,
    WrongSubstance, membrane,
};
use proptest::prelude::*;
use smol_str::SmolStr;
use strategies::one_of_each;

#[test]
fn there_are_29_kinds_and_each_has_its_number() {
    let kinds: Vec<SubstanceKind> = one_of_each().iter().map(Substance::kind).collect();
    assert_eq!(kinds, SubstanceKind::ALL);
    assert_eq!(kinds.len(), 29);
    for kind in kinds {
        assert_eq!(SubstanceKind::from_name(kind.name()), Some(kind));
        assert_eq!(SubstanceKind::from_number(kind.number()), Some(kind));
    }
    let mut numbers: Vec<i32> = SubstanceKind::ALL.iter().map(|k| k.number()).collect();
    numbers.sort_unstable();
    assert_eq!(numbers, (0..=8).chain(16..=35).collect::<Vec<_>>());
}

#[test]
fn the_rest_is_numbered_in_order() {
    let rest: Vec<i32> = SubstanceKind::ALL
        .iter()
        .map(|kind| kind.number())
        .filter(|number| *number > membrane::LAST_MADE)
        .collect();
    assert!(rest.is_sorted());
}

#[test]
fn the_json_form_bears_the_name_of_the_kind() {
    for body in one_of_each() {
        let name = body.kind().name();
        match serde_json::to_value(&body).unwrap() {
            serde_json::Value::Object(object) => {
                assert_eq!(object.keys().collect::<Vec<_>>(), [name]);
            }
            other => assert_eq!(other, name),
        }
    }
}

#[test]
fn every_body_crosses_the_membrane() {
    for body in one_of_each() {
        let bytes = membrane::encode(&body);
        let again = membrane::decode(body.membrane_kind(), &bytes).unwrap();
        assert_eq!(again, body);
    }
}

#[test]
fn each_has_a_json_form_of_its_own() {
    let lines: Vec<String> = one_of_each()
        .iter()
        .map(|body| serde_json::to_string(body).unwrap())
        .collect();
    expect![[r#"
        "Empty"
        {"List":[{"Int":1},"Empty"]}
        {"Map":{"a":{"Boolean":true}}}
        {"Point":"localhost:app"}
        {"Surface":"localhost:app@Core"}
        {"Text":"grüß dich"}
        {"Boolean":true}
        {"Int":-7}
        {"Meta":{"k":"v:w"}}
        {"Bin":[0,255]}
        {"Stub":{"point":"localhost:app","kind":"App","status":"Ready"}}
        {"Details":{"stub":{"point":"localhost:app","kind":"App","status":"Ready"},"properties":{}}}
        {"Status":"Ready"}
        {"Particle":{"stub":{"point":"localhost:app","kind":"App","status":"Ready"},"state":{"Int":1}}}
        {"Location":{"star":"localhost:app","host":null}}
        {"FormErrs":{"default":"no: \"such\" page"}}
        {"Json":{"a":[1,null,"}"]}}
        {"MultipartForm":"a+b=c%3Ad"}
        {"RawCommand":{"line":"create a<Space>","transfers":[["f",[1]]]}}
        {"Command":"create localhost<Space>"}
        {"DirectedCore":{"headers":{},"method":"Ext<Hello>","uri":"/","body":{"Text":"hi"}}}
        {"ReflectedCore":{"headers":{},"status":200,"body":"Empty"}}
        {"Hyp":{"Search":{"Star":"STAR::central:fold[0]"}}}
        {"Token":"00000000-0000-0000-0000-000000000007"}
        {"UltraWave":{"shell":{"id":{"kind":"Ping","uuid":"00000000-0000-0000-0000-000000000007"},"session":null,"agent":"Anonymous","handling":{"kind":"Queued","priority":"Med","retries":"None","wait":"Low"},"scope":"Full","from":"localhost:app@Core","via":null,"hops":0,"track":false},"variant":{"Ping":{"to":"localhost:app@Core","core":{"headers":{},"method":"Ext<Hello>","uri":"/","body":{"Text":"hi"}}}}}}
        {"Knock":{"kind":"DefaultControl","auth":"Empty","remote":null}}
        {"Greet":{"surface":"localhost:app@Core","agent":"Anonymous","hop":"localhost:app@Core","transport":"localhost:app@Core"}}
        {"Log":{"point":"localhost:app","level":"Warn","message":"a: b"}}
        {"Err":"no such particle: a:b"}"#]].assert_eq(&lines.join("\n"));
}

/// What is put in comes out, and everything else is told from it.
fn carries<T>(payload: T)
where
    T: Clone + PartialEq + std::fmt::Debug + TryFrom<Substance, Error = WrongSubstance>,
    Substance: From<T>,
    for<'s> &'s T: TryFrom<&'s Substance, Error = WrongSubstance>,
{
    let body = Substance::from(payload.clone());
    assert_eq!(<&T>::try_from(&body), Ok(&payload));
    let expected = body.kind();
    for other in one_of_each() {
        let found = other.kind();
        if found != expected {
            let error = WrongSubstance { expected, found };
            assert_eq!(<&T>::try_from(&other), Err(error));
            assert_eq!(T::try_from(other), Err(error));
        }
    }
    assert_eq!(T::try_from(body), Ok(payload));
}

#[test]
fn payloads_go_in_and_out() {
    macro_rules! from_example {
        ($($payload:ty),* $(,)?) => {$({
            let mut payloads = one_of_each().into_iter();
            carries(payloads.find_map(|body| <$payload>::try_from(body).ok()).unwrap());
        })*};
    }
    from_example!(
        Vec<Substance>,
        BTreeMap<SmolStr, Substance>,
        Point,
        orrery_space::Surface,
        SmolStr,
        bool,
        i64,
        BTreeMap<SmolStr, SmolStr>,
        Arc<[u8]>,
        orrery_space::Stub,
        orrery_space::Details,
        orrery_space::Status,
        orrery_space::Particle,
        orrery_space::Location,
        FormErrs,
        serde_json::Value,
        MultipartForm,
        orrery_space::command::RawCommand,
        orrery_space::Command,
        DirectedCore,
        Hyper,
        Token,
        orrery_space::Wave,
        Knock,
        Greet,
        orrery_space::log::LogSubstance,
    );
    let core = ReflectedCore::from(Substance::Int(1));
    let carried = Substance::from(core.clone());
    assert_eq!(<&ReflectedCore>::try_from(&carried), Ok(&core));
    assert!(<&ReflectedCore>::try_from(&Substance::Int(1)).is_err());
    assert_eq!(<()>::try_from(Substance::from(())), Ok(()));
    let error = SmolStr::try_from(Substance::Int(1)).unwrap_err();
    assert_eq!(error.to_string(), "expected Text, found Int");
}

fn refused(text: &str, expected: Expect) {
    let error = text.parse::<MultipartForm>().unwrap_err();
    let rendered = error.render(text);
    let lines: Vec<&str> = rendered.lines().map(str::trim_end).collect();
    expected.assert_eq(&lines.join("\n"));
}

#[test]
fn forms_are_url_encoded() {
    let form: MultipartForm = "a=1&&b=%26+%3d&c&=x&a=2".parse().unwrap();
    assert_eq!(form.to_string(), "a=1&b=%26+%3D&c=&=x&a=2");
    assert_eq!(form.get("a"), Some("1"));
    assert_eq!(form.get("b"), Some("& ="));
    assert_eq!(form.get("d"), None);
    assert_eq!("".parse(), Ok(MultipartForm::default()));
    refused(
        "a=1&b=%4",
        expect![[r#"
        error[bad-escape]: expected two hexadecimal digits after `%`, found `%4`
          |
        1 | a=1&b=%4
          |       ^^
          |
          = help: a `%` itself is written `%25`"#]],
    );
    refused(
        "a=%zz&b",
        expect![[r#"
        error[bad-escape]: expected two hexadecimal digits after `%`, found `%zz`
          |
        1 | a=%zz&b
          |   ^^^
          |
          = help: a `%` itself is written `%25`"#]],
    );
    refused(
        "ö=1&name=%C3",
        expect![[r#"
        error[not-utf-8]: expected bytes that are UTF-8 behind the `%`, found others
          |
        1 | ö=1&name=%C3
          |          ^^^
          |
          = help: `ö` is written `%C3%B6`"#]],
    );
}

#[test]
fn a_form_becomes_a_request_with_a_whole_uri() {
    for (path, uri) in [
        ("/", "http://localhost/"),
        ("", "http://localhost/"),
        ("/users/ann", "http://localhost/users/ann"),
    ] {
        let core = MultipartForm::default().request(path);
        assert_eq!(core.uri, uri);
        assert_eq!(core.method.to_string(), "Http<Post>");
        assert_eq!(core.body.kind(), SubstanceKind::MultipartForm);
    }
}

#[test]
fn a_provision_asks_for_a_provision() {
    let point: Point = "localhost:app".parse().unwrap();
    let state = Substance::Empty;
    let provision = Hyper::Provision { point, state };
    assert_eq!(provision.method(), Some(HypMethod::Provision));
}

#[test]
fn an_assignment_with_a_config_is_for_a_host() {
    let [details, config] = [
        serde_json::json!({
            "stub": {"point": "localhost:a", "kind": "Mechtron", "status": "Pending"},
            "properties": {},
        }),
        serde_json::json!("Mechtron(version=1.0.0) { Wasm { +bin=r:1.0.0:/a.wasm; +name=a; } }"),
    ];
    let config: orrery_space::MechtronConfig = serde_json::from_value(config).unwrap();
    let assign = Hyper::Assign {
        kind: AssignmentKind::Move,
        details: serde_json::from_value(details).unwrap(),
        state: Substance::Int(1),
    };
    assert_eq!(assign.method(), Some(HypMethod::Assign));
    let host = assign.with_config(config.clone());
    assert_eq!(host.method(), Some(HypMethod::Host));
    let Hyper::Host {
        kind, config: own, ..
    } = &host
    else {
        panic!("no host");
    };
    assert_eq!((*kind, own), (AssignmentKind::Move, &config));
    assert_eq!(host.clone().with_config(config), host);
}

#[test]
fn who_knocks_is_mounted() {
    let star: Point = "localhost:star".parse().unwrap();
    let portal = InterchangeKind::Portal(ControlPattern::Star(star));
    assert_eq!(portal.mount(), Some(MountKind::Portal));
    assert_eq!(Knock::default().kind.mount(), Some(MountKind::Control));
    assert_eq!(InterchangeKind::Singleton.mount(), None);
    let knock = Knock {
        auth: Token::new("k7").into(),
        ..Knock::default()
    };
    let core = DirectedCore::from(knock.clone());
    assert_eq!(core.method.to_string(), "Hyp<Knock>");
    assert_eq!(Knock::try_from(core.body), Ok(knock));
    let greet = one_of_each()
        .into_iter()
        .find_map(|b| Greet::try_from(b).ok());
    let core = ReflectedCore::from(greet.clone().unwrap());
    assert!(core.status.is_success());
    assert_eq!(Greet::try_from(core.body).ok(), greet);
}

proptest! {
    #[test]
    fn any_body_crosses_the_membrane(body in strategies::substance()) {
        let bytes = membrane::encode(&body);
        prop_assert_eq!(membrane::decode(body.membrane_kind(), &bytes), Ok(body));
    }

    #[test]
    fn no_bytes_panic_on_the_membrane(
        kind in -1..40_i32,
        bytes in prop::collection::vec(any::<u8>(), 0..16),
    ) {
        if let Ok(body) = membrane::decode(kind, &bytes) {
            prop_assert_eq!(body.membrane_kind(), kind);
        }
    }

    /// What a browser sends is read as it was meant.
    #[test]
    fn a_form_keeps_its_fields(form in strategies::form()) {
        let text = form.to_string();
        prop_assert!(text.bytes().all(|b| b.is_ascii_alphanumeric() || b"*-._+%&=".contains(&b)));
        prop_assert_eq!(text.parse::<MultipartForm>(), Ok(form));
    }
}
