//! Archives: the files of a zip, or the one sentence for which it is refused.
//!
//! An archive comes from anybody, so nothing in it is believed: sizes are checked before anything
//! is unpacked and again afterwards, names must be names that points can have, and what would lie
//! outside, come twice or be encrypted is refused. It knows no Particle.

use std::collections::{BTreeMap, BTreeSet};

use miniz_oxide::inflate::decompress_to_vec_with_limit;
use orrery_space::{Point, Segment, StatusCode, Substance};
use rawzip::{CompressionMethod, ZipArchive, ZipFileHeaderRecord, ZipSliceArchive};
use smol_str::{SmolStr, ToSmolStr, format_smolstr};

/// The most bytes that an archive has.
const MOST_PACKED: usize = 16 << 20;
/// The most bytes that its files have together.
const MOST_UNPACKED: usize = 64 << 20;
/// The most files and folders that it has.
const MOST_ENTRIES: usize = 10_000;
/// How many times its packed size a file may have.
const MOST_RATIO: u64 = 200;

/// The content of files by their paths; the path of a folder ends in `/`.
pub(crate) type Files = BTreeMap<SmolStr, Substance>;

/// Why an archive is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum ArchiveError {
    #[error("expected a zip archive of at most 16 MiB, found one of {0} bytes")]
    Packed(usize),
    #[error("expected files of at most 64 MiB together, found more in the archive")]
    Unpacked,
    #[error("expected at most {MOST_ENTRIES} files and folders, found more in the archive")]
    Entries,
    #[error(
        "`{0}` would be over {MOST_RATIO} times as large as it is packed, which no honest file is; \
         pack it without compression"
    )]
    Ratio(SmolStr),
    #[error("expected a zip archive, and this has no directory of files that can be read: {0}")]
    NoZip(SmolStr),
    #[error("expected files in the archive, found none")]
    Empty,
    #[error(
        "`{0}` leads out of the archive; expected a path such as `bind/app.bind`, without `..`, \
         `\\`, a drive or a `/` at its beginning"
    )]
    Outside(SmolStr),
    #[error("`{path}` cannot be the path of an artifact: {why}")]
    Name { path: SmolStr, why: SmolStr },
    #[error("`{0}` is twice in the archive; a path means one file")]
    Twice(SmolStr),
    #[error("`{0}` is a link; expected files and folders alone")]
    Link(SmolStr),
    #[error("`{0}` is encrypted; pack it without a password")]
    Encrypted(SmolStr),
    #[error("`{0}` is packed in a way that is not read here; expected `deflate` or `store`")]
    Method(SmolStr),
    #[error("`{path}` is damaged: {why}; pack the archive again")]
    Damaged { path: SmolStr, why: SmolStr },
}

impl ArchiveError {
    /// 413 for what is too large, 400 for all else.
    pub(crate) fn status(&self) -> StatusCode {
        use ArchiveError::{Entries, Packed, Ratio, Unpacked};
        match self {
            Packed(_) | Unpacked | Entries | Ratio(_) => StatusCode::TOO_LARGE,
            _ => StatusCode::BAD_REQUEST,
        }
    }
}

/// The files of an archive, which are to lie in that bundle.
///
/// # Errors
///
/// The first thing that is wrong with it.
pub(crate) fn read(bundle: &Point, bytes: &[u8]) -> Result<Files, ArchiveError> {
    if bytes.len() > MOST_PACKED {
        return Err(ArchiveError::Packed(bytes.len()));
    }
    let no_zip = |error: rawzip::Error| ArchiveError::NoZip(sentence(&error));
    let archive = ZipArchive::from_slice(bytes).map_err(no_zip)?;
    let root = bundle.push(Segment::FsRoot);
    let mut entries = archive.entries();
    let mut tree = Tree::default();
    let mut room = Room {
        packed: bytes.len(),
        unpacked: MOST_UNPACKED,
    };
    while let Some(entry) = entries.next_entry().map_err(no_zip)? {
        let path = path_of(&root, &entry)?;
        tree.grow(&path)?;
        let content = if path.ends_with('/') {
            Substance::Empty
        } else {
            Substance::Bin(unpack(&archive, &entry, &path, &mut room)?.into())
        };
        tree.files.insert(path, content);
    }
    if tree.files.is_empty() {
        return Err(ArchiveError::Empty);
    }
    Ok(tree.files)
}

/// What has been read so far.
#[derive(Default)]
struct Tree {
    files: Files,
    /// Every folder that there will be, those that only a longer path names among them.
    folders: BTreeSet<SmolStr>,
}

impl Tree {
    /// Makes room for one more path and the folders that lead to it.
    fn grow(&mut self, path: &SmolStr) -> Result<(), ArchiveError> {
        let is_folder = path.ends_with('/');
        let named = self.files.contains_key(path);
        if named || !is_folder && self.folders.contains(format!("{path}/").as_str()) {
            return Err(ArchiveError::Twice(path.clone()));
        }
        for (at, _) in path.match_indices('/') {
            let (above, _) = path.split_at(at);
            if self.files.contains_key(above) {
                return Err(ArchiveError::Twice(above.into()));
            }
            self.folders.insert(format_smolstr!("{above}/"));
        }
        // a folder that the archive names is in both
        if self.files.len() + self.folders.len() >= MOST_ENTRIES {
            return Err(ArchiveError::Entries);
        }
        Ok(())
    }
}

/// The path of an entry, once it is sure that a point can have it.
fn path_of(root: &Point, entry: &ZipFileHeaderRecord<'_>) -> Result<SmolStr, ArchiveError> {
    let path = entry.file_path();
    let Ok(path) = std::str::from_utf8(path.as_bytes()) else {
        return Err(ArchiveError::Name {
            path: String::from_utf8_lossy(path.as_bytes()).as_ref().into(),
            why: SmolStr::new_static("it is not UTF-8"),
        });
    };
    let outside = path.starts_with('/')
        || path.contains(['\\', ':', '\0'])
        || path.split('/').any(|part| part == "..");
    if outside {
        return Err(ArchiveError::Outside(path.into()));
    }
    match root.push_text(path) {
        // what is read is what is written: nothing was passed over
        Ok(point) if point != *root && point.filepath() == Some(&format!("/{path}")) => {
            Ok(path.into())
        }
        Ok(_) => Err(ArchiveError::Name {
            path: path.into(),
            why: SmolStr::new_static("expected the name of a file or folder"),
        }),
        Err(error) => Err(ArchiveError::Name {
            path: path.into(),
            why: error.to_smolstr(),
        }),
    }
}

/// What the files that follow may take. Files whose packed forms overlap are packed in more bytes
/// than there are, and to unpack those again and again is what a hostile archive wants.
struct Room {
    packed: usize,
    unpacked: usize,
}

impl Room {
    fn take(&mut self, packed: usize, unpacked: usize) -> Option<()> {
        self.packed = self.packed.checked_sub(packed)?;
        self.unpacked = self.unpacked.checked_sub(unpacked)?;
        Some(())
    }
}

/// The content of a file, which takes no more than there is room for.
fn unpack(
    archive: &ZipSliceArchive<&[u8]>,
    entry: &ZipFileHeaderRecord<'_>,
    path: &SmolStr,
    room: &mut Room,
) -> Result<Vec<u8>, ArchiveError> {
    let damaged = |why: SmolStr| ArchiveError::Damaged {
        path: path.clone(),
        why,
    };
    if entry.flags().is_encrypted() {
        return Err(ArchiveError::Encrypted(path.clone()));
    }
    if entry.mode().is_symlink() {
        return Err(ArchiveError::Link(path.clone()));
    }
    let found = archive
        .get_entry(entry.wayfinder())
        .map_err(|error| damaged(sentence(&error)))?;
    let packed = found.data();
    let claim = found.claim_verifier();
    let size = usize::try_from(claim.uncompressed_size).unwrap_or(usize::MAX);
    room.take(packed.len(), size)
        .ok_or(ArchiveError::Unpacked)?;
    if claim.uncompressed_size > (packed.len() as u64).saturating_mul(MOST_RATIO) {
        return Err(ArchiveError::Ratio(path.clone()));
    }
    let content = match entry.compression_method() {
        CompressionMethod::STORE => packed.to_vec(),
        // it stops where the file would be larger than it says
        CompressionMethod::DEFLATE => {
            decompress_to_vec_with_limit(packed, size).map_err(|error| damaged(sentence(&error)))?
        }
        _ => return Err(ArchiveError::Method(path.clone())),
    };
    let is = rawzip::ZipVerification {
        crc: rawzip::crc32(&content),
        uncompressed_size: content.len() as u64,
    };
    claim.valid(is).map_err(|error| damaged(sentence(&error)))?;
    Ok(content)
}

/// What another says as a whole sentence, as it stands within ours.
fn sentence(error: &impl ToString) -> SmolStr {
    let text = error.to_string();
    let mut letters = text.chars();
    let first = letters.next().map(|letter| letter.to_ascii_lowercase());
    first.into_iter().chain(letters).collect()
}
