//! Completion: the first byte names the noun, the second the cursor, the rest is the text.
#![no_main]

use libfuzzer_sys::fuzz_target;
use orrery_fuzz::Echo;
use orrery_space::grammar::{Noun, complete, expect_at};

/// Texts up to this length are tried with every cursor.
const SHORT: usize = 32;

fuzz_target!(|data: &[u8]| {
    let [noun, cursor, text @ ..] = data else {
        return;
    };
    let Ok(text) = std::str::from_utf8(text) else {
        return;
    };
    let noun = Noun::ALL[usize::from(*noun) % Noun::ALL.len()];
    let cursors = if text.len() <= SHORT {
        0..text.len() + 2
    } else {
        0..0
    };
    for cursor in cursors.chain([usize::from(*cursor)]) {
        at(noun, text, cursor);
    }
});

fn at(noun: Noun, text: &str, cursor: usize) {
    let (start, _) = expect_at(noun, text, cursor);
    assert!(text.is_char_boundary(start) && start <= cursor);
    let before = &text[..text.floor_char_boundary(cursor.min(text.len()))];
    let completions = complete(text, cursor, &Echo);
    let typed = before
        .get(completions.start..)
        .expect("a word before the cursor");
    for item in completions.items {
        let begins = item.text.get(..typed.len());
        assert!(begins.is_some_and(|begins| begins.eq_ignore_ascii_case(typed)));
    }
}
