//! What is written in the editor, read by the worker: a look at the module or the document, and the words of
//! the scene for what was seen.

use std::io::Write;

use orrery_cosmos::{Cosmos, Written};
use orrery_scene::Ledger;
use orrery_scene::draft::{self, Draft, Noun, Reading};
use orrery_scene::starters;
use rawzip::{DataDescriptorOutput, ZipArchiveWriter};

use super::protocol::Opening;

/// What there is to say of a draft in a cosmos of which these tables are.
#[must_use]
pub fn read(ledger: &Ledger, draft: &Draft) -> Reading {
    match draft.noun {
        Noun::Wat => draft::wat(ledger, draft, orrery_cosmos::examine_text(&draft.text)),
        Noun::Bind => draft::bind(ledger, draft, |path, text| {
            self::archive(path, text.as_bytes()).unwrap_or_default()
        }),
    }
}

/// An archive of one file, which `publish` takes.
fn archive(path: &str, content: &[u8]) -> Result<Vec<u8>, rawzip::Error> {
    let mut zip = ZipArchiveWriter::new(Vec::new());
    let (mut entry, _) = zip.new_file(path).start()?;
    entry.write_all(content)?;
    let what = DataDescriptorOutput::new(rawzip::crc32(content), content.len() as u64);
    entry.finish(what)?;
    zip.finish()
}

/// What is to be written on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Opened {
    /// It is a text.
    Text(String),
    /// It is a binary, which has to be printed first.
    Binary(Vec<u8>),
}

/// What to write on, or why there is none.
pub(super) fn open(cosmos: &Cosmos, what: &Opening) -> Result<Opened, String> {
    let module = match what {
        Opening::Starter(at) => starters::module(usize::from(*at))
            .map(str::as_bytes)
            .ok_or("there is no such module to begin with")?,
        Opening::Mechtron(particle) => cosmos
            .module(*particle)
            .ok_or("it is no Mechtron, or has none of its module yet")?,
        Opening::Module(file) => &file.bytes,
    };
    match orrery_cosmos::written(module) {
        Ok(Written::Text(text)) => Ok(Opened::Text(text.to_owned())),
        Ok(Written::Binary(wasm)) => Ok(Opened::Binary(wasm.to_vec())),
        Err(why) => Err(why.sentence()),
    }
}

#[cfg(test)]
#[path = "drafts_tests.rs"]
mod tests;
