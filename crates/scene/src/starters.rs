//! Modules and binds to begin with, each with a sentence. Their names are for the page, their texts for the
//! worker, so that the page does not carry them.

use crate::draft::Noun;

/// The names of the modules, each with what it does.
pub const MODULES: [(&str, &str); 4] = [
    (
        "Answers a Ping",
        "It answers each Wave with a text of its own. The smallest Mechtron there is.",
    ),
    (
        "Keeps a count",
        "It counts its Waves in its state, which outlives each new version.",
    ),
    (
        "Asks another",
        "It passes what it is told on to localhost:echo, and what that answers back.",
    ),
    (
        "Spends its fuel",
        "It turns in a circle until its fuel is spent, and the cosmos answers for it.",
    ),
];

/// The text of the module of that place in [`MODULES`]; nothing where there is none.
#[must_use]
pub fn module(at: usize) -> Option<&'static str> {
    Some(match at {
        0 => include_str!("starters/answers.wat"),
        1 => include_str!("starters/counts.wat"),
        2 => include_str!("starters/asks.wat"),
        3 => include_str!("starters/spins.wat"),
        _ => return None,
    })
}

/// What stands in the editor before anybody wrote in it.
#[must_use]
pub fn first(noun: Noun) -> &'static str {
    match noun {
        Noun::Wat => include_str!("starters/answers.wat"),
        Noun::Bind => include_str!("starters/routes.bind"),
    }
}
