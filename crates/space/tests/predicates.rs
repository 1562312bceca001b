//! What a selection asks of properties, and what comes of wrong sentences about access.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::fmt::Display;
use std::str::FromStr;

use expect_test::{Expect, expect};
use orrery_space::ParseError;
use orrery_space::grammar::{Expected, Noun, expect_at};
use orrery_space::particle::{Properties, Property};
use orrery_space::predicate::{PropertyPredicate, Where};
use orrery_space::security::{AccessGrant, Grant, IndexedAccessGrant, Privilege, Privileges};

#[track_caller]
fn prints<T: FromStr<Err = ParseError> + Display>(text: &str, canonical: &str) {
    let value = text.parse::<T>().unwrap_or_else(|e| panic!("{text}: {e}"));
    assert_eq!(value.to_string(), canonical);
}

fn refused<T: FromStr<Err = ParseError>>(text: &str, expected: Expect) {
    let error = text.parse::<T>().err().expect("a text that is refused");
    let rendered = error.render(text);
    let lines: Vec<&str> = rendered.lines().map(str::trim_end).collect();
    expected.assert_eq(&lines.join("\n"));
}

#[test]
fn predicates_print_as_they_are_written() {
    for text in [
        "",
        "+a=b",
        "+a=*",
        "!a",
        "+a=b, +c=\"d e\", !f",
        "+a=\"*\"",
        "+a=\"\"",
    ] {
        prints::<Where>(text, text);
    }
    prints::<Where>("+a='b' ,!c", "+a=b, !c");
    prints::<Where>("+a=\"x;y\"", "+a=\"x;y\"");
}

#[test]
fn predicates_are_compared_with_properties() {
    let property = |value: &str| Property {
        value: value.into(),
        locked: true,
    };
    let properties = Properties::from([
        ("colour".into(), property("red")),
        ("empty".into(), property("")),
        ("star".into(), property("*")),
    ]);
    for (text, expected) in [
        ("", true),
        ("+colour=red", true),
        ("+colour=Red", false),
        ("+colour=*", true),
        ("+shape=*", false),
        ("+empty=*", true),
        ("+empty=\"\"", true),
        ("+star=\"*\"", true),
        ("+colour=\"*\"", false),
        ("!colour", false),
        ("!shape", true),
        ("+colour=red, !shape", true),
        ("+colour=red, +shape=round", false),
        ("+colour=red, +colour=blue", false),
    ] {
        let condition: Where = text.parse().unwrap();
        assert_eq!(condition.matches(&properties), expected, "{text}");
    }
}

#[test]
fn wrong_predicates() {
    refused::<PropertyPredicate>(
        "colour=red",
        expect![[r#"
        error[expected]: expected what a property must be such as `+key=value`, `+key=*` or `!key`, found `colour`
          |
        1 | colour=red
          | ^^^^^^
          |
          = help: `+key=value` asks for a value, `!key` for none: a sign stands first"#]],
    );
    refused::<PropertyPredicate>(
        "+name=ann*",
        expect![[r#"
        error[bad-pattern]: expected a whole value or `*`, found `ann*`
          |
        1 | +name=ann*
          |       ^^^^
          |
          = help: `*` alone stands for any value; put a value that contains it in quotes"#]],
    );
    refused::<Where>(
        "+a=b,",
        expect![[r#"
        error[expected]: expected what a property must be such as `+key=value`, `+key=*` or `!key`, but the text ends here
          |
        1 | +a=b,
          |      ^"#]],
    );
    refused::<Where>(
        "+a=b c",
        expect![[r#"
        error[expected]: expected the end of the condition, found a space
          |
        1 | +a=b c
          |     ^"#]],
    );
}

#[test]
fn sentences_print_as_they_are_written() {
    for text in [
        "grant super on localhost+:** to localhost:users:superuser",
        "grant perm &csd-rwX on repo:*:(>=1.0.0, <2.0.0) to **<User>",
        "grant priv * on +**<User> to **:a",
    ] {
        prints::<Grant>(text, text);
        let kept = format!("{text} by <<STAR::central:super[0]>>::star");
        prints::<AccessGrant>(&kept, &kept);
        prints::<IndexedAccessGrant>(&format!("12:{kept}"), &format!("12: {kept}"));
    }
    prints::<Privileges>("{b,a , a}", "{ a, b }");
    prints::<Privileges>("{ }", "{}");
    prints::<Privileges>("*", "*");
}

#[test]
fn wrong_sentences() {
    refused::<Grant>(
        "super on a to b",
        expect![[r#"
        error[expected]: expected `grant`, found `super`
          |
        1 | super on a to b
          | ^^^^^"#]],
    );
    refused::<Grant>(
        "grant perm +csd-Rwx to a",
        expect![[r#"
        error[expected]: expected `on`, found `to`
          |
        1 | grant perm +csd-Rwx to a
          |                     ^^"#]],
    );
    refused::<Grant>(
        "grant suuper on a to b",
        expect![[r#"
        error[unknown-grant]: expected `super`, `perm` or `priv`, found `suuper`
          |
        1 | grant suuper on a to b
          |       ^^^^^^
          |
          = help: did you mean `super`?"#]],
    );
    refused::<Grant>(
        "grant priv Email on a to b",
        expect![[r#"
        error[expected]: expected the name of a privilege such as `property:email:read` or `*`, found `Email`
          |
        1 | grant priv Email on a to b
          |            ^^^^^"#]],
    );
    refused::<AccessGrant>(
        "grant super on a to b",
        expect![[r#"
        error[expected]: expected `by`, but the text ends here
          |
        1 | grant super on a to b
          |                      ^"#]],
    );
    refused::<IndexedAccessGrant>(
        "4294967296: grant super on a to b by c",
        expect![[r#"
        error[bad-number]: expected the number of a grant, at most 4294967295, found `4294967296`
          |
        1 | 4294967296: grant super on a to b by c
          | ^^^^^^^^^^"#]],
    );
    refused::<Privilege>(
        "",
        expect![[r#"
        error[expected]: expected the name of a privilege such as `property:email:read` or `*`, but there is no text
          |
        1 |
          | ^"#]],
    );
    refused::<Privileges>(
        "a, b",
        expect![[r#"
        error[expected]: expected `{`, found `a`
          |
        1 | a, b
          | ^
          |
          = help: privileges stand in braces, as in `{ a, b }`; `*` is all of them"#]],
    );
}

#[test]
fn a_sentence_is_completed_word_by_word() {
    let next = |text: &str| expect_at(Noun::AccessGrant, text, text.len()).1;
    assert!(next("grant super ").contains(&Expected::Text("on")));
    assert!(next("grant super on a ").contains(&Expected::Text("to")));
    assert!(next("grant super on a to b ").contains(&Expected::Text("by")));
}
