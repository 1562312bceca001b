//! Texts that once were refused badly, and what must hold for them.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use orrery_space::{Selector, Surface};

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
