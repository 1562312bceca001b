//! The names by which wasm and JavaScript know each other in the built page. `wasm-bindgen` ends each with sixteen digits
//! that no compression can make shorter; here they become a number, in both files at once and of the same length, so
//! that nothing else in a module moves.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use crate::page::files;

/// How the names begin that have digits which mean nothing.
const BEGIN: [&str; 2] = ["__wbg_", "wasm_bindgen__convert__"];

/// So many digits they are.
const DIGITS: usize = 16;

/// Gives the scripts of a folder, and the module that goes with each, plain names. What they are depends on that script
/// alone: a browser may have kept either of the two files.
///
/// # Errors
/// When one cannot be read or written.
pub fn plain(folder: &Path) -> Result<()> {
    for script in files(folder, "js")? {
        let stem = script.file_stem().unwrap_or_default().to_string_lossy();
        let module = folder.join(format!("{stem}_bg.wasm"));
        if !module.is_file() {
            continue;
        }
        let text = fs::read_to_string(&script).with_context(|| script.display().to_string())?;
        let names = numbered_all(&text);
        for file in [&script, &module] {
            let mut bytes = fs::read(file).with_context(|| file.display().to_string())?;
            replace(&mut bytes, &names);
            fs::write(file, bytes).with_context(|| file.display().to_string())?;
        }
    }
    Ok(())
}

/// The names in a script that have such digits, each with the one that it gets.
fn numbered_all(script: &str) -> BTreeMap<String, String> {
    let names: BTreeSet<_> = found(script).collect();
    names
        .into_iter()
        .enumerate()
        .map(|(no, name)| (name.to_owned(), numbered(name, no)))
        .collect()
}

/// The names in a script that have such digits.
fn found(script: &str) -> impl Iterator<Item = &str> {
    let words = script.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_');
    words.filter(|word| BEGIN.iter().any(|begin| word.starts_with(begin)) && digits(word).is_some())
}

/// Where the digits of a name begin.
fn digits(name: &str) -> Option<usize> {
    let is_digit = |byte: &u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(byte);
    let mut windows = name.as_bytes().windows(DIGITS).enumerate();
    let (at, _) = windows.rfind(|(_, window)| window.iter().all(is_digit))?;
    Some(at)
}

/// The name with a number in the place of its digits.
fn numbered(name: &str, no: usize) -> String {
    let Some(at) = digits(name) else {
        return name.to_owned();
    };
    format!("{}{no:0DIGITS$}{}", &name[..at], &name[at + DIGITS..])
}

/// Puts the short names in the places of the others.
fn replace(bytes: &mut [u8], names: &BTreeMap<String, String>) {
    let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    let mut at = 0;
    while at < bytes.len() {
        let begins = BEGIN
            .iter()
            .any(|begin| bytes[at..].starts_with(begin.as_bytes()));
        if !begins {
            at += 1;
            continue;
        }
        // In a module no sign ends a name: the longest that is known is it.
        let end = bytes[at..].iter().position(|byte| !is_letter(*byte));
        let end = end.map_or(bytes.len(), |length| at + length);
        let known = (at + 1..=end).rev().find_map(|end| {
            let name = str::from_utf8(&bytes[at..end]).ok()?;
            Some((end, names.get(name)?))
        });
        match known {
            Some((end, short)) => {
                bytes[at..end].copy_from_slice(short.as_bytes());
                at = end;
            }
            None => at += 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCRIPT: &str = "imports.__wbg_now_0123456789abcdef = () => wasm.__wbg_free(wasm_bindgen__convert__closures__h00112233445566ff_16);";

    #[test]
    fn names_with_digits_are_found() {
        let names: Vec<_> = found(SCRIPT).collect();
        let all = [
            "__wbg_now_0123456789abcdef",
            "wasm_bindgen__convert__closures__h00112233445566ff_16",
        ];
        assert_eq!(names, all);
    }

    #[test]
    fn a_module_keeps_its_length_and_says_the_same_as_its_script() {
        let names = numbered_all(SCRIPT);
        let mut script = SCRIPT.as_bytes().to_vec();
        replace(&mut script, &names);
        assert_eq!(
            String::from_utf8_lossy(&script),
            "imports.__wbg_now_0000000000000000 = () => wasm.__wbg_free(wasm_bindgen__convert__closures__h0000000000000001_16);"
        );
        // the letter after the name belongs to what follows it in the module
        let mut module =
            b"\0\x1a__wbg_now_0123456789abcdefa\x04__wbg_other_0123456789abcdef".to_vec();
        replace(&mut module, &names);
        assert_eq!(
            module,
            b"\0\x1a__wbg_now_0000000000000000a\x04__wbg_other_0123456789abcdef"
        );
    }
}
