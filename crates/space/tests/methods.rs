//! Methods: the families and their names.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use expect_test::expect;
use orrery_space::core::{CmdMethod, HttpMethod, HypMethod};
use orrery_space::{Family, Method, MethodPattern};

#[test]
fn each_family_has_its_methods() {
    let families = Family::ALL
        .iter()
        .map(|family| format!("{}: {}\n", family.name(), family.methods().join(" ")));
    expect![[r#"
        Ext: 
        Http: Options Get Post Put Delete Head Trace Connect Patch
        Cmd: Init Read Update Bounce Knock Greet Command RawCommand Log Watch Unwatch
        Hyp: Assign Host Provision Knock Hop Transport HyperWave Search
    "#]]
    .assert_eq(&families.collect::<String>());
}

#[test]
fn a_method_is_told_by_family_and_name() {
    let all = HttpMethod::ALL.iter().map(|m| Method::Http(*m));
    let all = all.chain(CmdMethod::ALL.iter().map(|m| Method::Cmd(*m)));
    let all = all.chain(HypMethod::ALL.iter().map(|m| Method::Hyp(*m)));
    for method in all.chain([Method::Ext("Anything".into())]) {
        let text = format!("{}<{}>", method.family().name(), method.name());
        assert_eq!(method.to_string(), text);
        assert_eq!(text.parse(), Ok(method.clone()));
        let any: MethodPattern = format!("{}<*>", method.family().name()).parse().unwrap();
        assert!(any.matches(&method), "{text}");
    }
}

/// The name of an own method is anything in camel case; all other families are closed.
#[test]
fn only_the_own_methods_are_open() {
    for text in ["Ext<X>", "Ext<NewSession>", "Ext<ABc1>"] {
        assert!(text.parse::<Method>().is_ok(), "{text}");
    }
    for text in ["Ext<say>", "Ext<>", "Http<Fetch>", "Cmd<Go>", "Hyp<Ping>"] {
        assert!(text.parse::<Method>().is_err(), "{text}");
    }
}
