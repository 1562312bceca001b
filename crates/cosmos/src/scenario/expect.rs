//! Comparing what came with what was expected.

/// Whether `got` is what `expected` says: `...` stands for any rest of a line, and an indented
/// `...` alone for any number of indented lines.
pub(crate) fn lines_match(expected: &[String], got: &[String]) -> bool {
    match expected.split_first() {
        None => got.is_empty(),
        Some((line, rest)) if line.starts_with("  ") && line.trim() == "..." => {
            let indented = got.iter().take_while(|l| l.starts_with("  ")).count();
            (0..=indented).any(|skipped| lines_match(rest, &got[skipped..]))
        }
        Some((line, rest)) => got
            .split_first()
            .is_some_and(|(first, more)| line_matches(line, first) && lines_match(rest, more)),
    }
}

fn line_matches(expected: &str, got: &str) -> bool {
    match expected.strip_suffix("...") {
        Some(start) => got.starts_with(start),
        None => expected == got,
    }
}

#[cfg(test)]
mod tests {
    use super::lines_match;

    fn check(expected: &[&str], got: &[&str], matches: bool) {
        let owned = |lines: &[&str]| lines.iter().map(|l| (*l).to_owned()).collect::<Vec<_>>();
        assert_eq!(
            lines_match(&owned(expected), &owned(got)),
            matches,
            "{expected:?} {got:?}"
        );
    }

    #[test]
    fn dots_stand_for_rests_and_for_indented_lines() {
        check(&["200 Empty"], &["200 Empty"], true);
        check(&["200 Empty"], &["404 Err"], false);
        check(&["403 Err ..."], &["403 Err no grant gives it"], true);
        check(
            &["200 List 2", "  ..."],
            &["200 List 2", "  a", "  b"],
            true,
        );
        check(&["  ...", "  b"], &["  a", "  b"], true);
        check(&["  ...", "  c"], &["  a", "  b"], false);
        check(&["200 List 0", "  ..."], &["200 List 0"], true);
        check(&[], &["200 Empty"], false);
    }
}
