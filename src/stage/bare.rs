//! Shaders without their comments, indents and empty lines: nobody reads those in the module that is sent.

/// How many bytes are left of a text.
pub(super) const fn length(text: &str) -> usize {
    self::walk::<0>(text).1
}

/// What is left of a text; `LENGTH` is its [`length`].
pub(super) const fn of<const LENGTH: usize>(text: &str) -> [u8; LENGTH] {
    self::walk(text).0
}

/// The bytes that are left, as far as there is room for them, and how many there are.
const fn walk<const ROOM: usize>(text: &str) -> ([u8; ROOM], usize) {
    let (text, mut left, mut count) = (text.as_bytes(), [0; ROOM], 0);
    let (mut at, mut begins, mut comment) = (0, true, false);
    while at < text.len() {
        let byte = text[at];
        comment |= byte == b'/' && at + 1 < text.len() && text[at + 1] == b'/';
        let counts = match byte {
            b'\n' => !begins,
            b' ' => !begins && !comment,
            _ => !comment,
        };
        if counts {
            if count < ROOM {
                left[count] = byte;
            }
            count += 1;
            begins = byte == b'\n';
        }
        comment &= byte != b'\n';
        at += 1;
    }
    (left, count)
}

#[cfg(test)]
mod tests {
    #[test]
    fn comments_indents_and_empty_lines_go() {
        const TEXT: &str = "// what\n\nvoid main() {\n  a = b / c; // why\n\n  // or\n}\n";
        const SHORT: [u8; super::length(TEXT)] = super::of(TEXT);
        assert_eq!(
            str::from_utf8(&SHORT),
            Ok("void main() {\na = b / c; \n}\n")
        );
    }
}
