//! Commands with variables, `.` and `..`, and what an environment makes of them.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod strategies;

use std::sync::Arc;

use expect_test::{Expect, expect};
use orrery_space::command::Script;
use orrery_space::{Command, Env, Point, PointCtx, PointVar, Substance};
use proptest::prelude::*;

fn env() -> Env {
    let mut env = Env::new("localhost:app".parse().unwrap());
    env.set_var("user", Substance::from("ann"));
    env.set_var("repo", Substance::from("localhost:repo:1.0.0"));
    env.set_file("a.txt", Arc::from(*b"hi"));
    env
}

fn becomes(text: &str, expected: &str) {
    let command: Command<PointVar> = text.parse().unwrap();
    assert_eq!(command.to_string(), text, "printed as it is written");
    assert_eq!(command.resolve(&env()).unwrap().to_string(), expected);
}

/// What is wrong, each with the text that it is about.
fn refused(text: &str, env: &Env, expected: Expect) {
    let command: Command<PointVar> = text.parse().unwrap();
    let error = command.resolve(env).unwrap_err();
    let lines: Vec<String> = error
        .diagnostics
        .iter()
        .map(|d| format!("`{}` {}", &text[d.span.clone()], d.message))
        .collect();
    expected.assert_eq(&lines.join("\n"));
}

#[test]
fn every_point_of_a_command_may_be_open() {
    becomes("create .:${user}<User>", "create localhost:app:ann<User>");
    becomes("create ..:x-%<Base>", "create localhost:x-%<Base>");
    becomes(
        "publish ^[ b.zip ]-> ${repo}",
        "publish ^[ b.zip ]-> localhost:repo:1.0.0",
    );
    becomes(
        "launch ^[ e.wat ]-> .:e",
        "launch ^[ e.wat ]-> localhost:app:e",
    );
    becomes("get .{ bind }", "get localhost:app{ bind }");
    becomes("set ..{ +a=b }", "set localhost{ +a=b }");
    becomes("read ${repo}:/a.txt", "read localhost:repo:1.0.0:/a.txt");
    becomes("write . @..:x", "write localhost:app @localhost:x");
    becomes("ping . Ext<Go> 1", "ping localhost:app Ext<Go> 1");
    becomes(
        "signal .@Shell Ext<Go>",
        "signal localhost:app@Shell Ext<Go>",
    );
    becomes(
        "ripple localhost:** Ext<Go> @.",
        "ripple localhost:** Ext<Go> @localhost:app",
    );
    becomes("watch . Log", "watch localhost:app Log");
    becomes("chown ** to .:${user}", "chown ** to localhost:app:ann");
    becomes("as .:${user}", "as localhost:app:ann");
    becomes(
        "move . to central:fold[0]",
        "move localhost:app to central:fold[0]",
    );
    for word in ["pause", "resume", "init"] {
        becomes(&format!("{word} ."), &format!("{word} localhost:app"));
    }
}

#[test]
fn a_file_of_the_environment_stands_in_the_command() {
    let command: Command<PointVar> = "write . ^[ a.txt ]".parse().unwrap();
    let resolved = command.resolve(&env()).unwrap();
    assert_eq!(resolved.file(), None);
    let Command::Write(write) = resolved else {
        panic!("a write");
    };
    let bin = Substance::Bin(Arc::from(*b"hi"));
    assert_eq!(write.body, orrery_space::command::Body::Substance(bin));
    let command: Command<PointVar> = "write . ^[ b.txt ]".parse().unwrap();
    let resolved = command.resolve(&env()).unwrap();
    assert_eq!(resolved.file().map(|name| name.as_str()), Some("b.txt"));
}

#[test]
fn all_that_is_missing_is_told_at_its_place() {
    refused(
        "write .:${usr} @..:..:..:${x}",
        &env(),
        expect![[r#"
        `${usr}` the variable `usr` was not found
        `${x}` the variable `x` was not found"#]],
    );
    refused(
        "chown ** to ..:${user}",
        &Env::default(),
        expect![[r#"
        `..` `..` needs a working point, which is not available in this context
        `${user}` the variable `user` is not available in this context, which has no variables"#]],
    );
}

#[test]
fn scripts_tell_what_is_missing_in_each_command() {
    let text = "create .:a<Base>;\ncreate .:${b}<Base>;\nread ${c};";
    let script: Script<PointVar> = text.parse().unwrap();
    let error = script.resolve(&env()).unwrap_err();
    let places: Vec<&str> = error
        .diagnostics
        .iter()
        .map(|d| &text[d.span.clone()])
        .collect();
    assert_eq!(places, ["${b}", "${c}"]);
}

#[test]
fn a_command_with_dots_has_no_variables() {
    assert!("read .:a".parse::<Command<PointCtx>>().is_ok());
    let error = "read .:${a}".parse::<Command<PointCtx>>().unwrap_err();
    assert_eq!(error.diagnostics[0].span, 7..11);
    let error = "read .:a".parse::<Command>().unwrap_err();
    assert_eq!(error.diagnostics[0].span, 5..6);
    let error = "create .:${a}%<Base>".parse::<Command<PointVar>>();
    assert_eq!(error.unwrap_err().diagnostics[0].span, 13..14);
}

proptest! {
    /// What needs no environment is the same in any, and the same as if it had been concrete.
    #[test]
    fn a_concrete_command_is_resolved_already(command in strategies::command()) {
        let text = command.to_string();
        let open: Command<PointVar> = text.parse().unwrap();
        prop_assert_eq!(open.resolve(&Env::default()).unwrap(), command.clone());
        let dotted: Command<PointCtx> = text.parse().unwrap();
        prop_assert_eq!(dotted.resolve(&Env::default()).unwrap(), command.clone());
        let concrete: Command<Point> = text.parse().unwrap();
        prop_assert_eq!(concrete.resolve(&Env::default()).unwrap(), command);
    }
}
