//! Patterns of Substances: what they take, what they refuse and in what words.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod strategies;

use expect_test::{Expect, expect};
use orrery_space::format::Format;
use orrery_space::pattern::{Length, PatternVar, Shape, Structure};
use orrery_space::{Env, Substance, SubstanceKind, SubstancePattern, Verdict};
use proptest::prelude::*;

fn pattern(text: &str) -> SubstancePattern {
    text.parse().unwrap()
}

fn body(json: &str) -> Substance {
    serde_json::from_str(json).unwrap()
}

fn takes(text: &str, json: &str) {
    assert_eq!(pattern(text).matches(&body(json)), Verdict::Matches);
}

fn differs(text: &str, json: &str, expected: Expect) {
    match pattern(text).matches(&body(json)) {
        Verdict::Differs(mismatch) => expected.assert_eq(&mismatch.to_string()),
        other => panic!("{text} and {json}: {other:?}"),
    }
}

fn prints(text: &str, canonical: &str) {
    assert_eq!(pattern(text).to_string(), canonical);
}

fn refused(text: &str, expected: Expect) {
    let error = text.parse::<SubstancePattern>().unwrap_err();
    let rendered = error.render(text);
    let lines: Vec<&str> = rendered.lines().map(str::trim_end).collect();
    expected.assert_eq(&lines.join("\n"));
}

#[test]
fn text_is_canonical() {
    prints("Int[ 3-3 ]", "Int[3]");
    prints("Map{b,a<Text>*}", "Map{ a<Text>, b * }");
    prints("Map{ a Bin }", "Map{ a *<Bin> }");
    prints("Map{ }", "Map{}");
    prints(
        "Text~~localhost:app^Ext<Check>/",
        "Text~localhost:app^Ext<Check>",
    );
    prints(
        "Text~json~localhost:app^Ext<Check>/a+localhost:config",
        "Text~json~localhost:app^Ext<Check>/a+localhost:config",
    );
    prints("Text~json^Ext<Check>", "Text~json^Ext<Check>");
    prints(
        "Map{ a<Text~localhost^Ext<Check>+localhost:config>, b }",
        "Map{ a<Text~localhost^Ext<Check>+localhost:config>, b }",
    );
}

#[test]
fn a_map_with_braces_is_no_bare_map() {
    let SubstancePattern::Exact(shape) = pattern("Map{ name<Text>, age<Int> *<Bin> }") else {
        panic!("no shape");
    };
    let Structure::Map(map) = shape.structure else {
        panic!("no map");
    };
    let names: Vec<&str> = map.required.keys().map(|name| name.as_str()).collect();
    assert_eq!(names, ["age", "name"]);
    assert_eq!(map.others, Some(SubstancePattern::kind(SubstanceKind::Bin)));
    assert_eq!(pattern("Map"), SubstancePattern::kind(SubstanceKind::Map));
}

#[test]
fn kinds() {
    takes("*", r#"{"Int":1}"#);
    takes("*", r#""Empty""#);
    takes("!", r#""Empty""#);
    takes("Empty", r#""Empty""#);
    takes("List", r#"{"List":[{"Int":1},"Empty"]}"#);
    takes("Map", r#"{"Map":{"Any thing":"Empty"}}"#);
    differs("!", r#"{"Int":1}"#, expect!["expected Empty, found Int"]);
    differs(
        "Text",
        r#"{"Err":"no"}"#,
        expect!["expected Text, found Err"],
    );
    differs("Map", r#"{"Json":{}}"#, expect!["expected Map, found Json"]);
}

#[test]
fn brackets_are_lists() {
    takes("Int[]", r#"{"List":[]}"#);
    takes("Int[2]", r#"{"List":[{"Int":1},{"Int":2}]}"#);
    takes("Bin[1-2]", r#"{"List":[{"Bin":[]}]}"#);
    differs(
        "Text[3]",
        r#"{"Text":"abc"}"#,
        expect!["expected a List of 3 Text, found Text"],
    );
    differs(
        "Int[2-5]",
        r#"{"List":[{"Int":1}]}"#,
        expect!["expected a List of 2 to 5 Int, found a List of 1 Int"],
    );
    differs(
        "Int[]",
        r#"{"List":[{"Int":1},{"List":["Empty",{"Int":1}]}]}"#,
        expect!["expected Int at `[1]`, found a List of 2"],
    );
}

#[test]
fn maps() {
    let person = "Map{ name<Text>, age<Int>, tags<Text[]> *<Bin> }";
    takes(
        person,
        r#"{"Map":{"name":{"Text":"a"},"age":{"Int":1},"tags":{"List":[]},"photo":{"Bin":[1]}}}"#,
    );
    differs(
        person,
        r#"{"Map":{"name":{"Text":"a"},"age":{"Text":"1"}}}"#,
        expect!["expected Int at `age`, found Text"],
    );
    differs(
        person,
        r#"{"Map":{"name":{"Text":"a"},"age":{"Int":1}}}"#,
        expect!["expected an entry at `tags`, found none"],
    );
    differs(
        person,
        r#"{"Map":{"name":{"Text":"a"},"age":{"Int":1},"tags":{"List":[{"Text":"a"},{"Int":1}]}}}"#,
        expect!["expected Text at `tags[1]`, found Int"],
    );
    differs(
        person,
        r#"{"Map":{"name":{"Text":"a"},"age":{"Int":1},"tags":{"List":[]},"photo":{"Text":"a"}}}"#,
        expect!["expected Bin at `photo`, found Text"],
    );
    differs(
        "Map{ a<Map{ b<Int> }> }",
        r#"{"Map":{"a":{"Map":{"b":"Empty"}}}}"#,
        expect!["expected Int at `a.b`, found Empty"],
    );
    differs(
        "Map{ a }",
        r#"{"Map":{"a":"Empty","b":{"Int":1}}}"#,
        expect!["expected no entry at `b`, found Int"],
    );
    differs(
        "Map{ a }",
        r#""Empty""#,
        expect!["expected Map, found Empty"],
    );
}

/// B27: what is in a map is resolved like what stands alone, and all that is missing is told.
#[test]
fn maps_are_resolved() {
    let text = "Map{ a<Text~${app}^Ext<Check>>, b<Map{ c<Int~.:b^Ext<Look>> }> *<Bin~${app}^Cmd<Bounce>> }";
    let open: PatternVar = text.parse().unwrap();
    let mut env = Env::new("localhost".parse().unwrap());
    let error = open.resolve(&env).unwrap_err();
    let places: Vec<&str> = error
        .diagnostics
        .iter()
        .map(|d| &text[d.span.clone()])
        .collect();
    assert_eq!(places, ["${app}", "${app}"]);
    env.set_var("app", Substance::Text("localhost:app".into()));
    let closed = open.resolve(&env).unwrap();
    let expected = text
        .replace("${app}", "localhost:app")
        .replace(".:b", "localhost:b");
    assert_eq!(closed, pattern(&expected));
}

#[test]
fn formats() {
    takes("Text~json", r#"{"Text":"{\"a\": [1, null]}"}"#);
    takes("Bin~json", r#"{"Bin":[49,50]}"#);
    takes("Json~json", r#"{"Json":[1]}"#);
    takes("Text[]~json", r#"{"List":[{"Text":"1"},{"Text":"[]"}]}"#);
    takes("Text~image", r#"{"Text":"\n<!-- a --> <svg>"}"#);
    takes("Bin~image", r#"{"Bin":[255,216,255,224]}"#);
    differs(
        "Text~json",
        r#"{"Text":"{a}"}"#,
        expect![
            "expected JSON, found Text that is no JSON: key must be a string at line 1 column 2"
        ],
    );
    differs(
        "Text[]~json",
        r#"{"List":[{"Text":"1"},{"Text":""}]}"#,
        expect![
            "expected JSON at `[1]`, found Text that is no JSON: EOF while parsing a value at line 1 column 0"
        ],
    );
    differs(
        "Bin~image",
        r#"{"Bin":[1,2,3]}"#,
        expect![
            "expected an image (png, jpeg, gif, webp or svg), found Bin that is no image: the first bytes are of none that is known"
        ],
    );
    differs(
        "Text~image",
        r#"{"Text":"<svgs>"}"#,
        expect![
            "expected an image (png, jpeg, gif, webp or svg), found Text that is no image: the first bytes are of none that is known"
        ],
    );
    differs(
        "Int~json",
        r#"{"Int":1}"#,
        expect!["expected JSON, found Int"],
    );
}

#[test]
fn what_a_validator_must_answer_is_said_and_not_guessed() {
    let pattern = pattern(
        "Map{ a<Text~localhost:a^Ext<Check>>, b<Int> }~localhost:b^Ext<Whole>+localhost:config",
    );
    let good = body(r#"{"Map":{"a":{"Text":"x"},"b":{"Int":1}}}"#);
    let Verdict::Ask(asks) = pattern.matches(&good) else {
        panic!("nothing to ask");
    };
    let asked: Vec<String> = asks
        .iter()
        .map(|ask| format!("{} about {}", ask.validator, ask.body.kind()))
        .collect();
    assert_eq!(
        asked,
        [
            "localhost:a^Ext<Check> about Text",
            "localhost:b^Ext<Whole>+localhost:config about Map"
        ]
    );
    // Nobody is asked about what differs anyway.
    let bad = body(r#"{"Map":{"a":{"Text":"x"},"b":"Empty"}}"#);
    assert!(matches!(pattern.matches(&bad), Verdict::Differs(_)));
}

#[test]
fn the_pattern_of_a_list_says_its_kind() {
    let of = |json: &str| SubstancePattern::of(&body(json)) as SubstancePattern;
    assert_eq!(
        of(r#"{"List":[{"Int":1},{"Int":2}]}"#).to_string(),
        "Int[2]"
    );
    assert_eq!(of(r#"{"List":[{"Int":1},"Empty"]}"#).to_string(), "List");
    assert_eq!(of(r#"{"List":[]}"#).to_string(), "List");
    assert_eq!(
        of(r#"{"Map":{"a":{"Int":1}}}"#).to_string(),
        "Map{ a<Int> }"
    );
    assert_eq!(of(r#"{"Map":{"A b":{"Int":1}}}"#).to_string(), "Map");
}

#[test]
fn misspelt_kind() {
    refused(
        "Tekst",
        expect![[r#"
        error[unknown-substance]: expected a kind of substance such as `Text` or `Int`, found `Tekst`
          |
        1 | Tekst
          | ^^^^^
          |
          = help: did you mean `Text`?"#]],
    );
    refused(
        "Map{ name<text> }",
        expect![[r#"
        error[unknown-substance]: expected a kind of substance such as `Text` or `Int`, found `text`
          |
        1 | Map{ name<text> }
          |           ^^^^
          |
          = help: did you mean `Text`?"#]],
    );
}

#[test]
fn misspelt_format() {
    refused(
        "Text~jsn",
        expect![[r#"
        error[unknown-format]: expected `json`, `image` or a call such as `localhost:app^Ext<Check>`, found `jsn`
          |
        1 | Text~jsn
          |      ^^^
          |
          = help: did you mean `json`?"#]],
    );
    refused(
        "Text~",
        expect![[r#"
        error[expected]: expected a format such as `json` or `image`, a call such as `localhost:app^Ext<Check>` or a point such as `localhost:app`, but the text ends here
          |
        1 | Text~
          |      ^"#]],
    );
    refused(
        "Text~json~",
        expect![[r#"
        error[expected]: expected a call such as `localhost:app^Ext<Check>` or a point such as `localhost:app`, but the text ends here
          |
        1 | Text~json~
          |           ^"#]],
    );
}

#[test]
fn lengths_that_are_none() {
    refused(
        "Int[",
        expect![[r#"
        error[expected]: expected a length such as `3` or `1-5` or `]`, but the text ends here
          |
        1 | Int[
          |     ^"#]],
    );
    refused(
        "Int[5-1]",
        expect![[r#"
        error[bad-length]: expected the lesser number first, found `5-1`
          |
        1 | Int[5-1]
          |     ^^^
          |
          = help: did you mean `1-5`?"#]],
    );
    refused(
        "Int[1-]",
        expect![[r#"
        error[expected]: expected a length such as `3` or `1-5`, found `]`
          |
        1 | Int[1-]
          |       ^"#]],
    );
    refused(
        "Int[9999999999]",
        expect![[r#"
        error[bad-length]: expected a length of at most 4294967295, found `9999999999`
          |
        1 | Int[9999999999]
          |     ^^^^^^^^^^"#]],
    );
}

#[test]
fn maps_that_are_none() {
    refused(
        "Map{",
        expect![[r#"
        error[expected]: expected the name of an entry such as `name` or `}`, but the text ends here
          |
        1 | Map{
          |     ^"#]],
    );
    refused(
        "Map{ name<Text",
        expect![[r#"
        error[expected]: expected `>`, but the text ends here
          |
        1 | Map{ name<Text
          |               ^"#]],
    );
    refused(
        "Map{ a b }",
        expect![[r#"
        error[expected]: expected `,`, found `b`
          |
        1 | Map{ a b }
          |        ^"#]],
    );
    refused(
        "Map{ a, * }",
        expect![[r#"
        error[expected]: expected the name of an entry such as `name`, found `*`
          |
        1 | Map{ a, * }
          |         ^
          |
          = help: what other entries are follows without a comma: `Map{ a, b *<Bin> }`"#]],
    );
    refused(
        "Map{ a * , b }",
        expect![[r#"
        error[expected]: expected `}`, found `,`
          |
        1 | Map{ a * , b }
          |          ^"#]],
    );
    refused(
        "Map{ a, a<Int> }",
        expect![[r#"
        error[twice]: expected each entry once, found `a` again
          |
        1 | Map{ a, a<Int> }
          |         ^"#]],
    );
    refused(
        "Map{ Name<Text> }",
        expect![[r#"
        error[bad-entry]: expected the name of an entry in lower case, found `Name`
          |
        1 | Map{ Name<Text> }
          |      ^^^^
          |
          = help: did you mean `name`?"#]],
    );
}

#[test]
fn too_deep() {
    let text = "Map{ a<".repeat(70);
    let error = text.parse::<SubstancePattern>().unwrap_err();
    expect!["expected at most 64 patterns within each other, found more"]
        .assert_eq(&error.to_string());
}

/// What a pattern means, said without a place, a reason or a validator.
fn means(pattern: &SubstancePattern, body: &Substance) -> bool {
    match pattern {
        SubstancePattern::Any => true,
        SubstancePattern::None => *body == Substance::Empty,
        SubstancePattern::Exact(shape) => structured(shape, body) && formatted(shape, body),
    }
}

fn structured(shape: &Shape, body: &Substance) -> bool {
    match (&shape.structure, body) {
        (Structure::Kind(kind), body) => body.kind() == *kind,
        (Structure::List { of, length }, Substance::List(elements)) => {
            let count = elements.len() as u32;
            let right = match length {
                Length::Any => true,
                Length::Between { least, most } => *least <= count && count <= *most,
            };
            right && elements.iter().all(|element| element.kind() == *of)
        }
        (Structure::Map(map), Substance::Map(entries)) => {
            let there = map
                .required
                .iter()
                .all(|(name, entry)| entries.get(name).is_some_and(|body| means(entry, body)));
            let others = entries.iter().all(|(name, entry)| {
                map.required.contains_key(name)
                    || map.others.as_ref().is_some_and(|other| means(other, entry))
            });
            there && others
        }
        _ => false,
    }
}

fn formatted(shape: &Shape, body: &Substance) -> bool {
    let Some(format) = shape.format else {
        return true;
    };
    let each = |body: &Substance| match body {
        Substance::Json(_) => format == Format::Json,
        Substance::Text(text) => format.accepts(text.as_bytes()).is_ok(),
        Substance::Bin(bytes) => format.accepts(bytes).is_ok(),
        _ => false,
    };
    match (&shape.structure, body) {
        (Structure::List { .. }, Substance::List(elements)) => elements.iter().all(each),
        (_, body) => each(body),
    }
}

proptest! {
    #[test]
    fn matching_agrees_with_what_patterns_mean((pattern, body) in strategies::pattern_and_body()) {
        let differs = matches!(pattern.matches(&body), Verdict::Differs(_));
        prop_assert_eq!(!differs, means(&pattern, &body));
    }

    #[test]
    fn what_fits_a_pattern_matches_it((pattern, body) in strategies::pattern_and_fitting()) {
        if let Verdict::Differs(mismatch) = pattern.matches(&body) {
            return Err(TestCaseError::fail(mismatch.to_string()));
        }
        prop_assert!(means(&pattern, &body));
    }

    #[test]
    fn a_mismatch_is_one_sentence(
        (pattern, _) in strategies::pattern_and_fitting(),
        body in strategies::substance(),
    ) {
        if let Verdict::Differs(mismatch) = pattern.matches(&body) {
            let sentence = mismatch.to_string();
            prop_assert!(sentence.starts_with("expected "));
            prop_assert!(!sentence.contains(|c: char| c.is_control()), "{}", sentence);
        }
    }

    #[test]
    fn every_body_has_a_pattern_that_it_matches(body in strategies::substance()) {
        let pattern: SubstancePattern = SubstancePattern::of(&body);
        prop_assert_eq!(pattern.matches(&body), Verdict::Matches);
        prop_assert_eq!(pattern.to_string().parse::<SubstancePattern>().unwrap(), pattern);
    }

    #[test]
    fn no_bytes_confuse_a_format(bytes in prop::collection::vec(any::<u8>(), 0..64)) {
        prop_assert_eq!(
            Format::Json.accepts(&bytes).is_ok(),
            serde_json::from_slice::<serde_json::Value>(&bytes).is_ok()
        );
        let _ = Format::Image.accepts(&bytes);
    }
}
