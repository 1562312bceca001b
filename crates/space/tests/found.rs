//! Texts that once were refused badly, and what must hold for them.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use orrery_space::document;
use orrery_space::{Document, MechtronConfig, Selector, Surface};

/// One segment too many is shown where it stands.
#[test]
fn the_segment_that_is_too_many_is_shown() {
    let text = format!("a:/{}", "d/".repeat(300));
    let error = text.parse::<Selector>().unwrap_err();
    let span = error.diagnostics[0].span.clone();
    assert_eq!(error.diagnostics[0].code, "too-deep");
    assert_eq!(&text[span], "d");
    let text = format!("a@Core+Topic<Path>({}z)", "d:".repeat(300));
    let error = text.parse::<Surface>().unwrap_err();
    let span = error.diagnostics[0].span.clone();
    assert_eq!(error.diagnostics[0].code, "too-deep");
    assert!(!span.is_empty() && span.end <= text.len());
}

/// What stands where a brace is missing may be longer than a brace.
#[test]
fn a_brace_that_is_missing_behind_a_long_character() {
    for text in [
        "Mechtron(version=1.0.0) { Wa\u{2d4}+name=x; ",
        "Mechtron(version=1.0.0) { Wasm { +name=x; \u{1f980}",
        "Mechtron(version=1.0.0) { \u{2d4}",
        "Mechtron(version=1.0.0) { Wasm\u{2d4}",
        "Bind(version=1.0.0) { Route -> { \u{1f980}",
        "Bind(version=1.0.0) \u{2d4}",
    ] {
        let (_, mistakes) = document::read(text);
        assert!(!mistakes.is_empty());
        for mistake in &mistakes {
            assert!(text.get(mistake.span.clone()).is_some(), "{mistake:?}");
        }
        assert!(text.parse::<MechtronConfig>().is_err());
    }
}

/// A text that is laid out anew says the same, and is laid out already.
#[test]
fn what_is_laid_out_says_the_same() {
    let text = "Mechtron(version=1.0.0)\n{ Wasm { +name = a ; +bin=repo:1.0.0:/a.wasm } }";
    let once = document::format(text).unwrap();
    assert_eq!(
        text.parse::<Document>().unwrap(),
        once.parse::<Document>().unwrap()
    );
    assert_eq!(document::format(&once).unwrap(), once);
}
