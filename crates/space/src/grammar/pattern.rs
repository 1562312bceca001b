use super::lexeme::*;
use super::*;
use crate::standin::*;
pub(crate) fn pattern(input: &mut Input<'_>) -> Parsed<SubstancePattern> {
    let (t, s) = run_span(input, |c| c.is_alphanumeric() || "~<>*{}, !".contains(c))?;
    let t = t.trim();
    if t.is_empty() {
        input.state.expect(
            s.start,
            Expected::Free {
                noun: "a pattern",
                such_as: &["Text"],
            },
        );
        return unmet();
    }
    Ok(if t == "!" {
        SubstancePattern::None
    } else {
        SubstancePattern::Any(t.into())
    })
}
