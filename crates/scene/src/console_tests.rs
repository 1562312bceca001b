#![allow(clippy::unwrap_used, clippy::expect_used)]

use super::*;

fn shown(line: &str) -> String {
    self::pieces(line)
        .into_iter()
        .filter(|span| span.ink != Ink::Plain)
        .map(|span| format!("{:?} {}", span.ink, &line[span.range]))
        .collect::<Vec<_>>()
        .join(" | ")
}

#[test]
fn a_line_falls_into_its_pieces() {
    for (line, pieces) in [
        (
            "create localhost<Space>",
            "Verb create | Point localhost | Kind <Space>",
        ),
        (
            "ping localhost:echo Ext<Say> \"hi \\\" there\"",
            "Verb ping | Point localhost:echo | Method Ext<Say> | Text \"hi \\\" there\"",
        ),
        (
            "launch ^[ echo.wat ]-> localhost:echo",
            "Verb launch | File ^[ echo.wat ] | Mark -> | Point localhost:echo",
        ),
        ("advance 5s", "Verb advance | Number 5s"),
        (
            "create a:b<UserBase<OAuth>>{ +k=v }",
            "Verb create | Point a:b | Kind <UserBase<OAuth>> | Mark { | Point +k | Mark = | Point v | Mark }",
        ),
        ("ping \"never closed", "Verb ping | Text \"never closed"),
        (
            "select ** into points",
            "Verb select | Point ** | Verb into | Verb points",
        ),
    ] {
        assert_eq!(shown(line), pieces, "{line}");
    }
}

#[test]
fn pieces_cover_any_line() {
    for line in [
        "",
        " ",
        "<",
        "<<>",
        "^[",
        "->",
        "ü<ß> 'ö",
        "\\",
        "^^]]",
        "a<b c",
        "launch ^[ x",
    ] {
        let mut at = 0;
        for span in self::pieces(line) {
            assert_eq!(span.range.start, at, "{line}");
            assert!(line.get(span.range.clone()).is_some(), "{line}");
            at = span.range.end;
        }
        assert_eq!(at, line.len(), "{line}");
    }
}

#[test]
fn what_is_wrong_is_marked_to_the_byte() {
    let line = "create localhost<bad>";
    let wrong: Vec<&str> = self::highlight(line, &self::diagnose(line))
        .into_iter()
        .filter(|span| span.wrong)
        .map(|span| &line[span.range])
        .collect();
    assert_eq!(wrong, ["bad"]);
}

#[test]
fn a_line_that_only_lacks_its_end_is_unfinished() {
    let verdict = |line| super::verdict(line, self::diagnose(line));
    assert_eq!(verdict("  "), Verdict::Empty);
    assert_eq!(verdict("get localhost"), Verdict::Good);
    assert!(matches!(
        verdict("create localhost"),
        Verdict::Unfinished(_)
    ));
    assert!(matches!(
        verdict("create localhost<bad>"),
        Verdict::Wrong(_)
    ));
    assert!(matches!(
        verdict("xreate localhost<Space>"),
        Verdict::Wrong(_)
    ));
}

#[test]
fn what_was_wrong_stays_wrong_while_one_types_on() {
    let (before, now) = ("create a<bad>", "create a<bad>{ +b");
    let wrong = self::diagnose(before);
    assert_eq!(self::still_true(before, now, &wrong), wrong);
    assert_eq!(self::still_true(before, "create a<base>", &wrong), []);
    let unfinished = self::diagnose("create a");
    assert_eq!(self::still_true("create a", "create a<", &unfinished), []);
}

#[test]
fn files_are_found_by_name() {
    assert_eq!(self::files_named("launch ^[ a b.wasm ]-> x"), ["a b.wasm"]);
    assert_eq!(self::files_named("launch ^[]-> x"), [""; 0]);
    assert_eq!(self::files_named("ping x Ext<A> \"^[ no ]\""), [""; 0]);
}

#[test]
fn fitting_points_are_points() {
    for file in [
        "echo.wat",
        "My Module (2).wasm",
        "7.wasm",
        "...",
        "Ünï.wasm",
        "",
    ] {
        let point = self::fitting_point(file);
        assert_eq!(self::diagnose_point(&point), [], "{file} -> {point}");
    }
}

#[test]
fn a_ping_uses_the_first_method_of_the_manifest() {
    let manifest = r#"{"methods":["Ext<Hello>","Ext<Bye>"]}"#;
    let report = [("manifest".to_owned(), manifest.to_owned())];
    assert_eq!(
        self::fitting_ping("a:b", &report),
        "ping a:b Ext<Hello> \"hi\""
    );
    assert_eq!(self::fitting_ping("a:b", &[]), "ping a:b Ext<Say> \"hi\"");
}

#[test]
fn history_walks_back_and_forth() {
    let mut history = History::default();
    assert_eq!(history.older("draft"), None);
    history.push("one");
    history.push("two");
    history.push("two");
    assert_eq!(history.older("draft"), Some("two"));
    assert_eq!(history.older("two"), Some("one"));
    assert_eq!(history.older("one"), None);
    assert_eq!(history.newer(), Some("two"));
    assert_eq!(history.newer(), Some("draft"));
    assert_eq!(history.newer(), None);
}
