//! The saved form: a cosmos with all its branches as one row of bytes, for the storage of a browser
//! or for a file `NAME.orrery`.
//!
//! A run is its seed and its inputs, so a branch is kept as its [`Recording`]; files that several of
//! them name are kept once. A hash stands before all of it: a byte that changed would be another
//! cosmos, and nobody could tell.
//!
//! ```
//! use orrery_cosmos::{Cosmos, Saved, SavedBranch};
//! let mut cosmos = Cosmos::new(7);
//! let ticket = cosmos.command("create localhost<Space>", vec![]);
//! cosmos.run_until_reply(ticket);
//! let branch = SavedBranch::of("first".to_owned(), 0, 0, &cosmos).unwrap();
//! let saved = Saved { at: 1_790_000_000_000, shown: 0, branches: vec![branch] };
//! assert_eq!(Saved::from_bytes(&saved.to_bytes())?, saved);
//! let wrong = Saved::from_bytes(b"PK\x03\x04").unwrap_err();
//! assert!(wrong.to_string().ends_with("found a zip archive"));
//! # Ok::<(), orrery_cosmos::SavedError>(())
//! ```

use std::hash::Hasher;
use std::sync::Arc;

use orrery_hyperspace::Counters;
use serde::{Deserialize, Serialize};
use siphasher::sip::SipHasher13;

use crate::cosmos::Cosmos;
use crate::recording::{Recording, RecordingError, Said};

/// The bytes with which every saved cosmos begins. The version follows.
const MAGIC: &[u8; 13] = b"orrery cosmos";

/// The version of the form.
const VERSION: u8 = 1;

/// Bytes of the hash, which stands behind the version and is of all that follows it.
const HASH: usize = 8;

/// A cosmos with all its branches.
#[derive(Debug, Clone, PartialEq)]
pub struct Saved {
    /// When it was saved, in milliseconds since 1970, as whoever saved it has it.
    pub at: u64,
    /// Which branch was looked at.
    pub shown: u32,
    /// The branches, one at least.
    pub branches: Vec<SavedBranch>,
}

/// One branch.
#[derive(Debug, Clone, PartialEq)]
pub struct SavedBranch {
    /// Its name.
    pub name: String,
    /// How many events it shares with the run in which it began.
    pub shares: u64,
    /// So many of the first inputs made the cosmos that there was before anybody did something.
    pub given: u32,
    /// The sums at its end, by which one sees whether it was played as it went.
    pub counters: Counters,
    /// The run.
    pub recording: Recording,
}

impl SavedBranch {
    /// A branch as it is now; nothing where the cosmos keeps no recording.
    #[must_use]
    pub fn of(name: String, shares: u64, given: u32, cosmos: &Cosmos) -> Option<Self> {
        Some(Self {
            name,
            shares,
            given,
            counters: cosmos.counters(),
            recording: cosmos.recording()?,
        })
    }
}

/// The form in bytes, behind the hash. The files follow it, one after the other.
#[derive(Serialize, Deserialize)]
struct Form {
    at: u64,
    shown: u32,
    branches: Vec<FormBranch>,
    /// How long each file is.
    files: Vec<u32>,
}

#[derive(Serialize, Deserialize)]
struct FormBranch {
    name: String,
    shares: u64,
    given: u32,
    counters: Counters,
    /// A recording without files; its places are those of the whole.
    recording: Vec<u8>,
}

/// Why bytes are no saved cosmos.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SavedError {
    /// They are something else.
    #[error("expected a saved cosmos (a file NAME.orrery that was exported here), found {0}")]
    Other(&'static str),
    /// They are of another version.
    #[error(
        "expected a saved cosmos of version {VERSION}, found version {0}; open it with the Orrery that saved it"
    )]
    Version(u8),
    /// They end too early, or were changed.
    #[error("the saved cosmos of {bytes} bytes is cut short or damaged: {reason}")]
    Damaged {
        /// How many there are.
        bytes: usize,
        /// What is wrong.
        reason: &'static str,
    },
    /// One of its recordings cannot be read.
    #[error("its branch `{name}` cannot be read: {error}")]
    Branch {
        /// The name.
        name: String,
        /// Why.
        error: RecordingError,
    },
}

impl Saved {
    /// Whether bytes claim to be a saved cosmos, of whatever version.
    #[must_use]
    pub fn is_meant(bytes: &[u8]) -> bool {
        bytes.starts_with(MAGIC)
    }

    /// As bytes, of which the first say what they are.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut files = Vec::new();
        let branches = self.branches.iter().map(|branch| FormBranch {
            name: branch.name.clone(),
            shares: branch.shares,
            given: branch.given,
            counters: branch.counters,
            recording: self::without_files(&branch.recording, &mut files).to_bytes(),
        });
        let branches = branches.collect();
        let length = |file: &Arc<[u8]>| u32::try_from(file.len()).unwrap_or(u32::MAX);
        let form = Form {
            at: self.at,
            shown: self.shown,
            branches,
            files: files.iter().map(length).collect(),
        };
        let mut bytes = [&MAGIC[..], &[VERSION], &[0; HASH]].concat();
        let begin = bytes.len();
        // nothing in the form can fail to be written
        bytes = postcard::to_extend(&form, bytes).unwrap_or_default();
        for file in files {
            bytes.extend_from_slice(&file);
        }
        let hash = self::hash(bytes.get(begin..).unwrap_or_default());
        if let Some(place) = bytes.get_mut(begin - HASH..begin) {
            place.copy_from_slice(&hash);
        }
        bytes
    }

    /// The saved cosmos that these bytes are.
    ///
    /// # Errors
    ///
    /// What they are instead, or where they are damaged.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, SavedError> {
        let rest = bytes
            .strip_prefix(MAGIC)
            .ok_or_else(|| SavedError::Other(self::what(bytes)))?;
        let damaged = |reason| SavedError::Damaged {
            bytes: bytes.len(),
            reason,
        };
        let rest = match rest.split_first() {
            Some((&VERSION, rest)) => rest,
            Some((&other, _)) => return Err(SavedError::Version(other)),
            None => return Err(damaged("the version is missing")),
        };
        let (hash, rest) = rest
            .split_first_chunk::<HASH>()
            .ok_or_else(|| damaged("it ends within its hash"))?;
        if *hash != self::hash(rest) {
            return Err(damaged("its content has another hash than it says"));
        }
        let (form, mut rest) = postcard::take_from_bytes::<Form>(rest)
            .map_err(|_| damaged("a part of it is not what it should be"))?;
        let mut files: Vec<Arc<[u8]>> = Vec::new();
        for length in form.files {
            let (file, behind) = rest
                .split_at_checked(length as usize)
                .ok_or_else(|| damaged("it ends within a file"))?;
            files.push(file.into());
            rest = behind;
        }
        if !rest.is_empty() {
            return Err(damaged("it goes on after its end"));
        }
        let branches = form.branches.into_iter().map(|branch| {
            let recording = Recording::from_bytes(&branch.recording);
            let mut recording = recording.map_err(|error| SavedError::Branch {
                name: branch.name.clone(),
                error,
            })?;
            if self::places(&mut recording).any(|place| *place as usize >= files.len()) {
                return Err(damaged("a command names a file that it does not have"));
            }
            recording.files.clone_from(&files);
            Ok(SavedBranch {
                name: branch.name,
                shares: branch.shares,
                given: branch.given,
                counters: branch.counters,
                recording,
            })
        });
        let branches: Vec<_> = branches.collect::<Result<_, _>>()?;
        if form.shown as usize >= branches.len() {
            return Err(damaged("the branch that was looked at is missing"));
        }
        Ok(Self {
            at: form.at,
            shown: form.shown,
            branches,
        })
    }
}

/// The recording, with its files among those of all.
fn without_files(recording: &Recording, all: &mut Vec<Arc<[u8]>>) -> Recording {
    let place = |file: &Arc<[u8]>| {
        let same = |known: &Arc<[u8]>| Arc::ptr_eq(known, file) || known == file;
        let place = all.iter().position(same).unwrap_or_else(|| {
            all.push(Arc::clone(file));
            all.len() - 1
        });
        u32::try_from(place).unwrap_or(u32::MAX)
    };
    let moved: Vec<u32> = recording.files.iter().map(place).collect();
    let mut lean = recording.clone();
    lean.files.clear();
    for place in self::places(&mut lean) {
        *place = moved.get(*place as usize).copied().unwrap_or(u32::MAX);
    }
    lean
}

/// Where commands say which of the files they mean.
fn places(recording: &mut Recording) -> impl Iterator<Item = &mut u32> {
    let named = recording.inputs.iter_mut().filter_map(|(_, said)| {
        let Said::Command { files, .. } = said else {
            return None;
        };
        Some(files)
    });
    named.flatten().map(|(_, place)| place)
}

fn hash(bytes: &[u8]) -> [u8; HASH] {
    let mut hasher = SipHasher13::new();
    hasher.write(bytes);
    hasher.finish().to_le_bytes()
}

/// What bytes are that are no saved cosmos, for a person who chose the wrong file.
fn what(bytes: &[u8]) -> &'static str {
    const KNOWN: [(&[u8], &str); 8] = [
        (b"orrery", "a recording of one run"),
        (b"\0asm", "a WebAssembly module"),
        (b"PK\x03\x04", "a zip archive"),
        (b"\x1f\x8b", "a gzip archive"),
        (b"\x89PNG", "a picture (PNG)"),
        (b"\xff\xd8\xff", "a picture (JPEG)"),
        (b"%PDF", "a PDF"),
        (b"{", "JSON"),
    ];
    let inside = bytes.trim_ascii_start();
    let known = KNOWN.iter().find(|(begin, _)| inside.starts_with(begin));
    let text = std::str::from_utf8(bytes).ok();
    match (known, text) {
        (Some((_, what)), _) => what,
        (None, Some("")) => "an empty file",
        (None, Some(text)) if text.contains("(module") => "a module in WAT",
        (None, Some(_)) => "text",
        (None, None) => "bytes of another kind",
    }
}

#[cfg(test)]
#[path = "saved_tests.rs"]
mod tests;
