//! Several errors of one text: none hides another, and they stand in the order of the text.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use orrery_space::{Command, Diagnostic, ParseError, Point, ReflectedCore, StatusCode};
use proptest::prelude::*;

fn wrong(start: usize, end: usize, message: &str) -> Diagnostic {
    Diagnostic::error("bad", start..end, message)
}

#[test]
fn all_reports_are_kept_in_order() {
    let first = ParseError {
        diagnostics: vec![wrong(8, 9, "c"), wrong(2, 3, "a")],
    };
    let second = ParseError::from(wrong(2, 5, "b"));
    let all = ParseError::fold([first, second]).unwrap();
    let messages: Vec<&str> = all.diagnostics.iter().map(|d| d.message.as_str()).collect();
    assert_eq!(messages, ["a", "b", "c"]);
}

#[test]
fn either_all_values_or_all_errors() {
    let parse = |texts: &[&str]| ParseError::all(texts.iter().map(|t| t.parse::<Point>()));
    assert_eq!(parse(&["a", "b"]).unwrap().len(), 2);
    assert_eq!(
        parse(&["a", "B", "c", "d:"]).unwrap_err().diagnostics.len(),
        2
    );
}

#[test]
fn a_text_that_does_not_parse_is_a_400_with_a_sentence() {
    let error = "crate localhost<Space>".parse::<Command>().unwrap_err();
    let core = ReflectedCore::from(error);
    assert_eq!(core.status, StatusCode::BAD_REQUEST);
    assert_eq!(
        core.body.text(),
        "unknown command `crate`; did you mean `create`?"
    );
}

proptest! {
    #[test]
    fn folding_loses_nothing_and_sorts(
        errors in prop::collection::vec(prop::collection::vec((0..9_usize, 0..9_usize, 0..3_u8), 1..4), 0..4)
    ) {
        let errors: Vec<ParseError> = errors
            .into_iter()
            .map(|diagnostics| ParseError {
                diagnostics: diagnostics
                    .into_iter()
                    .map(|(start, more, word)| wrong(start, start + more, &word.to_string()))
                    .collect(),
            })
            .collect();
        let Some(all) = ParseError::fold(errors.clone()) else {
            prop_assert!(errors.is_empty());
            return Ok(());
        };
        for diagnostic in errors.iter().flat_map(|error| &error.diagnostics) {
            let same = all.diagnostics.iter().filter(|d| *d == diagnostic);
            prop_assert_eq!(same.count(), 1);
        }
        let sorted = |pair: &[Diagnostic]| {
            (pair[0].span.start, pair[0].span.end) <= (pair[1].span.start, pair[1].span.end)
        };
        prop_assert!(all.diagnostics.windows(2).all(sorted));
    }
}
