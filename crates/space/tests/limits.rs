//! Texts that are too long, too deep, or made to keep a parser busy.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use expect_test::expect;
use orrery_space::predicate::Where;
use orrery_space::security::Privileges;
use orrery_space::selector::Hierarchy;
use orrery_space::{Command, Kind, Point, Script, Selector, SubstancePattern, Surface};

#[test]
fn too_long() {
    let text = "a".repeat(70_000);
    let error = text.parse::<Point>().unwrap_err();
    expect!["a point has at most 65536 bytes, this has 70000"].assert_eq(&error.to_string());
}

#[test]
fn too_deep() {
    let text = "a:".repeat(300) + "a";
    let error = text.parse::<Point>().unwrap_err();
    expect!["expected at most 256 segments, found more"].assert_eq(&error.to_string());
}

/// Whatever repeats, 64 KiB of it are read at once: nothing is tried twice.
#[test]
fn long_texts_end() {
    for part in [
        "a",
        "a:",
        "a/",
        "**:",
        "*",
        "<",
        "(",
        "[",
        "{",
        "\"",
        "\\",
        "'",
        "+",
        "^[",
        "${",
        "Star<",
        "a<Space>:",
        "+a=b, ",
        "1.0.0-",
        ">=1.0.0 ",
        " ",
        "\n",
        "\u{1f980}",
        "/**",
        "{\"a\":",
        "%",
        "x;",
        "x;\n",
        "stars\n",
        "loss=1 ",
        "a:b[0]--",
        "ping a Ext<A> \"",
        "ping a Ext<A> x\n",
        "+a=*, ",
        "Map{a<",
        "a<Text~json>,",
        "~",
    ] {
        for start in [
            "",
            "select ",
            "create ",
            "set a{ ",
            "ping a Ext<A> ",
            "a:/",
            "grant perm ",
            "{ a, ",
            "+a=b ",
            "select ** where ",
            "write a ",
            "ripple ** ",
            "cut a:b[0]--",
            "storm 7 ",
            "upload a ",
            "Map{ ",
            "Text~",
        ] {
            let count = (orrery_space::grammar::MAX_TEXT - start.len()) / part.len();
            let text = start.to_owned() + &part.repeat(count);
            let _ = text.parse::<Command>();
            let _ = text.parse::<Script>();
            let _ = text.parse::<Selector>();
            let _ = text.parse::<Hierarchy>();
            let _ = text.parse::<Kind>();
            let _ = text.parse::<Surface>();
            let _ = text.parse::<Where>();
            let _ = text.parse::<Privileges>();
            let _ = text.parse::<SubstancePattern>();
        }
    }
}
