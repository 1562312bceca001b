//! The colours of what is written in the editor.
//!
//! ```
//! use orrery_scene::console::Ink;
//! use orrery_scene::draft::Noun;
//! use orrery_scene::ink::pieces;
//! let inks: Vec<Ink> = pieces(Noun::Wat, "(func $f) ;; x").into_iter().map(|(_, ink)| ink).collect();
//! assert_eq!(inks, [Ink::Mark, Ink::Verb, Ink::Plain, Ink::Point, Ink::Mark, Ink::Plain, Ink::Comment]);
//! ```

use crate::console::{self, Ink};
use crate::draft::Noun;

/// The text in pieces that cover it from end to end.
#[must_use]
pub fn pieces(noun: Noun, text: &str) -> Vec<(&str, Ink)> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let (length, ink) = match noun {
            Noun::Wat => wat(rest),
            Noun::Bind => bind(rest),
        };
        let at = rest.floor_char_boundary(length.max(1));
        // never nothing, or it would not end
        let at = if at == 0 { rest.len() } else { at };
        let (piece, after) = rest.split_at(at);
        pieces.push((piece, ink));
        rest = after;
    }
    pieces
}

fn line(rest: &str) -> usize {
    rest.find('\n').unwrap_or(rest.len())
}

/// The length and the ink of the piece of WAT at the start of `rest`, which is never empty.
fn wat(rest: &str) -> (usize, Ink) {
    let first = rest.chars().next().unwrap_or(' ');
    match first {
        _ if first.is_whitespace() => (console::while_in(rest, char::is_whitespace), Ink::Plain),
        '(' if rest.starts_with("(;") => (
            rest.find(";)").map_or(rest.len(), |at| at + 2),
            Ink::Comment,
        ),
        ';' if rest.starts_with(";;") => (line(rest), Ink::Comment),
        '"' => (console::quoted(rest, '"'), Ink::Text),
        '(' | ')' => (first.len_utf8(), Ink::Mark),
        _ => {
            let length = console::while_in(rest, |c| !c.is_whitespace() && !"()\";".contains(c));
            let word = rest.get(..length).unwrap_or_default();
            let ink = match first {
                '$' => Ink::Point,
                '0'..='9' | '+' | '-' => Ink::Number,
                _ if word.contains('.') => Ink::Method,
                _ if matches!(
                    word,
                    "i32" | "i64" | "f32" | "f64" | "funcref" | "externref"
                ) =>
                {
                    Ink::Kind
                }
                _ => Ink::Verb,
            };
            (length.max(first.len_utf8()), ink)
        }
    }
}

/// The same of a bind, which is written as commands are but for its comments and first words.
fn bind(rest: &str) -> (usize, Ink) {
    if rest.starts_with('#') {
        return (line(rest), Ink::Comment);
    }
    let (length, ink) = console::piece(rest, false);
    match rest.get(..length) {
        Some("Bind" | "Route") => (length, Ink::Verb),
        _ => (length, ink),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_cover_any_text() {
        for text in [
            "",
            "(",
            ";",
            ";;",
            "(; a ;) b",
            "(;",
            "\"",
            "\"ü\" é(",
            "$",
            "-1 i32.add i64 func",
            "#",
            "a # b\nc",
            "->=>",
            "Route<Http<Get>>(auth)/a -> !404 \"x\";",
            "\u{a0}ß",
        ] {
            for noun in [Noun::Wat, Noun::Bind] {
                let covered: String = pieces(noun, text)
                    .into_iter()
                    .map(|(piece, _)| piece)
                    .collect();
                assert_eq!(covered, text);
            }
        }
    }

    #[test]
    fn each_piece_has_its_ink() {
        let inked = |noun, text| {
            let pieces = pieces(noun, text).into_iter();
            let inked = pieces.filter(|(_, ink)| *ink != Ink::Plain);
            inked
                .map(|(piece, ink)| format!("{ink:?} {piece}"))
                .collect::<Vec<_>>()
                .join(" | ")
        };
        assert_eq!(
            inked(Noun::Wat, "(call $f (i32.const -1)) ;; \"no\""),
            "Mark ( | Verb call | Point $f | Mark ( | Method i32.const | Number -1 | Mark ) | Mark ) | Comment ;; \"no\""
        );
        assert_eq!(
            inked(Noun::Bind, "Route<Http>/a -> &; # so"),
            "Verb Route | Kind <Http> | Point /a | Mark -> | Point & | Mark ; | Comment # so"
        );
    }
}
