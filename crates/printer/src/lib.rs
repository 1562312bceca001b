//! A module of WebAssembly as WAT.
//!
//! Nothing that happens in a cosmos needs it, and it is large: so it is a wasm module of its own
//! (`src/bin/printer.rs`), which the page's worker fetches after everything else. It knows no browser,
//! no Mechtron and none of our words.
//!
//! ```
//! assert_eq!(orrery_printer::print(b"\0asm\x01\0\0\0")?, "(module)\n");
//! # Ok::<(), String>(())
//! ```
#![warn(missing_docs)]

use wasmprinter::{Config, PrintFmtWrite};

/// The largest module that is printed: its text has about ten times as many bytes.
const LONGEST: usize = 256 << 10;

/// A module as WAT with folded instructions, whether it can be a Mechtron or not.
///
/// # Errors
///
/// The sentence that says why it cannot be printed: it is no module, a damaged one, or has more than 256 KiB.
pub fn print(module: &[u8]) -> Result<String, String> {
    if module.len() > LONGEST {
        return Err(format!(
            "the module has {} bytes, and one of at most {LONGEST} (256 KiB) is shown as text; build it for size, or read it with `wasm-tools print`",
            module.len()
        ));
    }
    let mut text = PrintFmtWrite(String::new());
    match Config::new()
        .fold_instructions(true)
        .print(module, &mut text)
    {
        Ok(()) => Ok(text.0),
        Err(error) => Err(format!(
            "the module cannot be read to its end: {error}; build it anew"
        )),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    #[test]
    fn what_is_printed_is_the_same_module() {
        let text = include_str!("../../../mechtrons/mill/mill.wat");
        let wasm = orrery_host::load_text(text).unwrap().wasm().clone();
        let printed = super::print(&wasm).unwrap();
        assert!(printed.contains("call $grind"), "names are kept: {printed}");
        let again = orrery_host::load_text(&printed).unwrap();
        assert_eq!(again.wasm().len(), wasm.len());
    }

    #[test]
    fn what_cannot_be_printed_says_why() {
        let why = |module: &[u8]| super::print(module).unwrap_err();
        assert!(why(b"\0asm\x01\0\0\0\x01").contains("read to its end"));
        assert!(why(b"PK\x03\x04").contains("read to its end"));
        let mut large = b"\0asm\x01\0\0\0".to_vec();
        large.resize(super::LONGEST + 1, 0);
        assert!(why(&large).contains("256 KiB"));
    }
}
