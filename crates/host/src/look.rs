//! What a file looks like that is no module.

use std::fmt;

use serde::{Deserialize, Serialize};

/// What a file looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Look {
    /// It has no bytes.
    Empty,
    /// Nothing but zeros.
    Zeros,
    /// A ZIP archive, as are JAR files and office documents.
    Zip,
    /// Something compressed by gzip.
    Gzip,
    /// A native program or library of Linux.
    Elf,
    /// A native program or library of macOS.
    MachO,
    /// A native program or library of Windows.
    Exe,
    /// An archive of object files, such as a Rust `.rlib` or a C `.a`.
    Archive,
    /// LLVM bitcode.
    Bitcode,
    /// A picture.
    Picture,
    /// A PDF document.
    Pdf,
    /// A web page.
    Html,
    /// JSON.
    Json,
    /// JavaScript or TypeScript.
    JavaScript,
    /// Rust.
    Rust,
    /// C or C++.
    C,
    /// Some other text.
    Text,
    /// Bytes of no kind that is known here.
    Bytes,
}

impl Look {
    /// What these bytes look like.
    #[must_use]
    pub fn at(bytes: &[u8]) -> Self {
        const BEGINNINGS: &[(&[u8], Look)] = &[
            (b"PK", Look::Zip),
            (b"\x1f\x8b", Look::Gzip),
            (b"\x7fELF", Look::Elf),
            (b"\xcf\xfa\xed\xfe", Look::MachO),
            (b"\xce\xfa\xed\xfe", Look::MachO),
            (b"\xca\xfe\xba\xbe", Look::MachO),
            (b"MZ", Look::Exe),
            (b"!<arch>", Look::Archive),
            (b"BC\xc0\xde", Look::Bitcode),
            (b"\x89PNG", Look::Picture),
            (b"\xff\xd8\xff", Look::Picture),
            (b"GIF8", Look::Picture),
            (b"%PDF", Look::Pdf),
        ];
        if bytes.is_empty() {
            return Look::Empty;
        }
        if bytes.iter().all(|byte| *byte == 0) {
            return Look::Zeros;
        }
        BEGINNINGS
            .iter()
            .find(|(beginning, _)| bytes.starts_with(beginning))
            .map(|(_, look)| *look)
            .or_else(|| std::str::from_utf8(bytes).ok().map(text))
            .unwrap_or(Look::Bytes)
    }
}

fn text(text: &str) -> Look {
    const WORDS: &[(&str, Look)] = &[
        ("#include", Look::C),
        ("#define", Look::C),
        ("fn main(", Look::Rust),
        ("pub fn ", Look::Rust),
        ("#![", Look::Rust),
        ("use strict", Look::JavaScript),
        ("function ", Look::JavaScript),
        ("function(", Look::JavaScript),
        ("export ", Look::JavaScript),
        ("require(", Look::JavaScript),
        ("const ", Look::JavaScript),
        ("import ", Look::JavaScript),
        ("=>", Look::JavaScript),
    ];
    let start = text.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']);
    if start.chars().any(|c| c.is_control() && !c.is_whitespace()) {
        return Look::Bytes;
    }
    if start.starts_with('<') {
        return Look::Html;
    }
    if start.starts_with(['{', '[']) && serde_json::from_str::<serde_json::Value>(start).is_ok() {
        return Look::Json;
    }
    WORDS
        .iter()
        .find(|(word, _)| start.contains(word))
        .map_or(Look::Text, |(_, look)| *look)
}

impl fmt::Display for Look {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Look::Empty => "an empty file",
            Look::Zeros => "nothing but zeros",
            Look::Zip => "a ZIP archive",
            Look::Gzip => "a file compressed by gzip",
            Look::Elf => "a native program of Linux (ELF)",
            Look::MachO => "a native program of macOS (Mach-O)",
            Look::Exe => "a native program of Windows (EXE or DLL)",
            Look::Archive => "an archive of object files (.a or .rlib)",
            Look::Bitcode => "LLVM bitcode",
            Look::Picture => "a picture",
            Look::Pdf => "a PDF document",
            Look::Html => "HTML or XML",
            Look::Json => "JSON",
            Look::JavaScript => "JavaScript",
            Look::Rust => "Rust source code",
            Look::C => "C source code",
            Look::Text => "plain text",
            Look::Bytes => "bytes of no kind that is known here",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_told_apart() {
        for (bytes, look) in [
            (&b""[..], Look::Empty),
            (&[0; 32][..], Look::Zeros),
            (b"PK\x03\x04\x14", Look::Zip),
            (b"\x7fELF\x02\x01", Look::Elf),
            (b"MZ\x90\x00", Look::Exe),
            (b"!<arch>\n", Look::Archive),
            (b"<!doctype html>", Look::Html),
            (b"\n{\"a\": 1}", Look::Json),
            (b"import x from './x.js';", Look::JavaScript),
            (b"#include <stdio.h>\nint main() {}", Look::C),
            (b"use std::fmt;\nfn main() {}", Look::Rust),
            (b"dear diary", Look::Text),
            (b"\x00\x01\xff\xfe", Look::Bytes),
        ] {
            assert_eq!(Look::at(bytes), look, "{}", String::from_utf8_lossy(bytes));
        }
    }
}
