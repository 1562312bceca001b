use super::lexeme::*;
use super::*;
use crate::standin::*;
pub(crate) fn target(input: &mut Input<'_>) -> Parsed<(PointVar, Option<CallVar>)> {
    let (t, s) = run_span(input, |c| {
        c.is_ascii_lowercase()
            || c.is_ascii_digit()
            || "${}:.^<>/-".contains(c)
            || c.is_ascii_uppercase()
    })?;
    if t.is_empty() || !t.starts_with(|c: char| c.is_ascii_lowercase() || c == '.' || c == '$') {
        input.state.expect(
            s.start,
            Expected::Free {
                noun: "a stop",
                such_as: &["(())"],
            },
        );
        return unmet();
    }
    Ok((
        PointVar(t.into()),
        t.contains('^').then(|| CallVar(t.into())),
    ))
}
