//! A folder becomes the archive that `publish ^[ NAME.zip ]-> POINT` takes.
//!
//! A folder of a Mechtron has `config/*.mechtron`, the modules that these name, and whatever else: `bind/*.bind`, pages. One
//! without `config/` and `wasm/` is a bundle of files. What publishing would refuse is said here, and so is what is missing for
//! a Mechtron to be made of it.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};
use flate2::Compression;
use flate2::write::DeflateEncoder;
use lexopt::prelude::*;
use rawzip::{CompressionMethod, DataDescriptorOutput, ZipArchiveWriter};

/// What `publish` takes at most: bytes of an archive, bytes of its files together, files and folders.
const MOST_PACKED: usize = 16 << 20;
const MOST_UNPACKED: usize = 64 << 20;
const MOST_ENTRIES: usize = 10_000;
/// How many times its packed size a file may have.
const MOST_RATIO: usize = 200;

/// Files by their paths, with `/` between folders.
type Files = BTreeMap<String, Vec<u8>>;

/// `cargo xtask bundle DIR`.
///
/// # Errors
/// When the folder cannot be read, or would be refused.
pub fn command(mut arguments: lexopt::Parser) -> Result<()> {
    let mut folder = None;
    while let Some(argument) = arguments.next()? {
        match argument {
            Value(value) if folder.is_none() => folder = Some(PathBuf::from(value)),
            other => return Err(other.unexpected().into()),
        }
    }
    let folder = folder.context("expected a folder: cargo xtask bundle DIR")?;
    let folder = folder
        .canonicalize()
        .with_context(|| folder.display().to_string())?;
    let mut files = Files::new();
    read(&folder, "", &mut files)?;
    let point = mechtrons(&files)?;
    let zip = pack(&files)?;
    let name = folder.file_name().context("the folder has no name")?;
    let name = format!("{}.zip", name.to_string_lossy());
    let path = folder.with_file_name(&name);
    fs::write(&path, &zip).with_context(|| path.display().to_string())?;
    println!(
        "{}: {} files, {} bytes",
        path.display(),
        files.len(),
        zip.len()
    );
    println!(
        "publish ^[ {name} ]-> {}",
        point.as_deref().unwrap_or("POINT")
    );
    Ok(())
}

/// Reads a folder and those within.
fn read(folder: &Path, above: &str, files: &mut Files) -> Result<()> {
    for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let entry = entry?;
        let path = format!("{above}{}", entry.file_name().to_string_lossy());
        let kind = entry.file_type()?;
        if kind.is_dir() {
            read(&entry.path(), &format!("{path}/"), files)?;
        } else {
            ensure!(
                kind.is_file(),
                "`{path}` is a link or no file; expected files and folders alone"
            );
            let bytes = fs::read(entry.path()).with_context(|| path.clone())?;
            files.insert(path, bytes);
        }
    }
    Ok(())
}

/// The archive of a guest's folder `bundle`, with the module that was built for it where its config says.
///
/// # Errors
/// When the folder cannot be read, or would be refused.
pub fn of_guest(folder: &Path, module: &[u8]) -> Result<Vec<u8>> {
    let mut files = Files::new();
    read(folder, "", &mut files)?;
    let configs: Vec<String> = under(&files, "config/", ".mechtron").cloned().collect();
    for path in configs {
        let (_, place) = module_of(&files, &path)?;
        files.insert(place, module.to_vec());
    }
    mechtrons(&files)?;
    pack(&files)
}

/// How a config says that its module is in its own bundle, wherever that is published.
const OWN: &str = "${doc.bundle}";

/// The paths in a folder with that ending.
fn under<'a>(
    files: &'a Files,
    folder: &'static str,
    ending: &'static str,
) -> impl Iterator<Item = &'a String> {
    let paths = files.keys();
    paths.filter(move |path| path.starts_with(folder) && path.ends_with(ending))
}

/// The bundle of a config's module and the path in it. The bundle is [`OWN`] where the config does not tie itself to one.
///
/// # Errors
/// When it names none.
fn module_of(files: &Files, config: &str) -> Result<(String, String)> {
    let text = String::from_utf8_lossy(files.get(config).map_or(&[], Vec::as_slice));
    let bin = text.split_once("bin=").map(|(_, rest)| rest);
    let bin = bin.and_then(|rest| rest.split_terminator([';', ' ', '\n']).next());
    let parts = bin.and_then(|bin| match bin.strip_prefix(OWN) {
        Some(path) => Some((OWN, path.trim_start_matches(':').strip_prefix('/')?)),
        None => bin.split_once(":/"),
    });
    let (point, module) = parts.with_context(|| {
        format!("`{config}` names no module; expected `+bin={OWN}:/wasm/NAME.wasm;` in it")
    })?;
    Ok((point.to_owned(), module.to_owned()))
}

/// The bundle to which the configs say that they belong; nothing in a bundle of files, or one that may be any.
///
/// # Errors
/// When a Mechtron cannot be made of it.
fn mechtrons(files: &Files) -> Result<Option<String>> {
    let mut bundle: Option<String> = None;
    for path in under(files, "config/", ".mechtron") {
        let (point, module) = module_of(files, path)?;
        ensure!(
            files.contains_key(&module),
            "`{path}` names the module `{module}`, which is not in the folder; build it and copy it there, or mend `+bin`"
        );
        let known = bundle.get_or_insert_with(|| point.clone());
        ensure!(
            *known == point,
            "`{path}` says that its bundle is {point}, another that it is {known}; a folder is one bundle"
        );
    }
    if let (None, Some(module)) = (&bundle, under(files, "wasm/", ".wasm").next()) {
        bail!(
            "there is no `config/NAME.mechtron` for `{module}`, so no Mechtron could be made of it; it reads\n\n  \
             Mechtron(version=1.0.0) {{ Wasm {{ +bin={OWN}:/{module}; +name=NAME; }} }}"
        );
    }
    Ok(bundle.filter(|point| point != OWN))
}

/// The archive of these files; the same for the same files.
///
/// # Errors
/// What publishing it would be refused for.
fn pack(files: &Files) -> Result<Vec<u8>> {
    ensure!(!files.is_empty(), "the folder has no files");
    let folders = files
        .keys()
        .flat_map(|path| path.match_indices('/').map(|(at, _)| &path[..at]));
    let entries = files.len() + folders.collect::<std::collections::BTreeSet<_>>().len();
    ensure!(
        entries <= MOST_ENTRIES,
        "there are {entries} files and folders, and a bundle has at most {MOST_ENTRIES}"
    );
    let unpacked: usize = files.values().map(Vec::len).sum();
    ensure!(
        unpacked <= MOST_UNPACKED,
        "the files have {unpacked} bytes together, and a bundle has at most 64 MiB"
    );
    let mut zip = ZipArchiveWriter::new(Vec::new());
    for (path, content) in files {
        if let Some(name) = path.split('/').find(|name| !is_name(name)) {
            bail!(
                "`{name}` in `{path}` cannot be part of a point: names of files are made of letters, digits, `.`, `_` and `-`"
            );
        }
        let (method, packed) = packed(content)?;
        let (mut entry, _) = zip
            .new_file(path.as_str())
            .compression_method(method)
            .start()?;
        entry.write_all(&packed)?;
        entry.finish(DataDescriptorOutput::new(
            rawzip::crc32(content),
            content.len() as u64,
        ))?;
    }
    let zip = zip.finish()?;
    ensure!(
        zip.len() <= MOST_PACKED,
        "the archive has {} bytes, and may have at most 16 MiB",
        zip.len()
    );
    Ok(zip)
}

/// A file as it lies in an archive: deflated, unless that makes it no smaller, or so small that it would be taken for a trap.
fn packed(content: &[u8]) -> Result<(CompressionMethod, Vec<u8>)> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(content)?;
    let deflated = encoder.finish()?;
    let honest = content.len() <= deflated.len().saturating_mul(MOST_RATIO);
    Ok(match deflated.len() < content.len() && honest {
        true => (CompressionMethod::DEFLATE, deflated),
        false => (CompressionMethod::STORE, content.to_vec()),
    })
}

fn is_name(name: &str) -> bool {
    let letter = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
    !name.is_empty() && name.chars().all(letter) && !matches!(name, "." | "..")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;
    use orrery_cosmos::scenario::Script;

    const CONFIG: &str = "Mechtron(version=1.0.0) { Wasm { +bin=localhost:repo:echo:1.0.0:/wasm/echo.wasm; +name=echo; } }";

    fn files(of: &[(&str, &[u8])]) -> Files {
        let owned = |(path, bytes): &(&str, &[u8])| ((*path).to_owned(), bytes.to_vec());
        of.iter().map(owned).collect()
    }

    fn echo() -> Files {
        files(&[
            ("config/echo.mechtron", CONFIG.as_bytes()),
            (
                "wasm/echo.wasm",
                include_bytes!("../../mechtrons/echo/echo.wat"),
            ),
            ("pages/a/index.html", b"<h1>hi</h1>"),
            ("zeros", &[0; 100_000]),
            ("nothing", b""),
        ])
    }

    #[test]
    fn what_is_packed_is_published() {
        let zip = pack(&echo()).unwrap();
        assert_eq!(zip, pack(&echo()).unwrap());
        assert_eq!(
            mechtrons(&echo()).unwrap().as_deref(),
            Some("localhost:repo:echo:1.0.0")
        );
        let script: Script = "--- a bundle ---\n\
            seed 7\n\
            upload echo.zip\n\
            > create localhost<Space>\n\
            200 Stub localhost<Space> Ready\n\
            > create localhost:repo<Repo>\n\
            200 Stub localhost:repo<Repo> Ready\n\
            > create localhost:repo:echo<BundleSeries>\n\
            200 Stub localhost:repo:echo<BundleSeries> Ready\n\
            > publish ^[ echo.zip ]-> localhost:repo:echo:1.0.0\n\
            200 Stub localhost:repo:echo:1.0.0<Bundle> Ready\n\
            > read localhost:repo:echo:1.0.0:/zeros\n\
            200 Bin 100000 bytes\n\
            > read localhost:repo:echo:1.0.0:/pages/a/index.html\n\
            200 Bin 11 bytes\n\
            > create localhost:echo<Mechtron>{ +config=localhost:repo:echo:1.0.0:/config/echo.mechtron }\n\
            200 Stub localhost:echo<Mechtron> Ready\n\
            > ping localhost:echo Ext<Say> \"hi\"\n\
            200 Text hi\n"
            .parse()
            .unwrap();
        let run = script.run(|_| Ok(zip.clone()));
        assert!(run.is_as_expected(), "{run}");
    }

    #[test]
    fn what_is_missing_is_said() {
        let without = |path: &str| {
            let mut files = echo();
            files.remove(path);
            mechtrons(&files).unwrap_err().to_string()
        };
        assert!(
            without("config/echo.mechtron")
                .starts_with("there is no `config/NAME.mechtron` for `wasm/echo.wasm`")
        );
        assert!(
            without("wasm/echo.wasm")
                .starts_with("`config/echo.mechtron` names the module `wasm/echo.wasm`")
        );
        let empty = files(&[("config/a.mechtron", b"Mechtron(version=1.0.0) {}")]);
        assert!(
            mechtrons(&empty)
                .unwrap_err()
                .to_string()
                .starts_with("`config/a.mechtron` names no module")
        );
        assert_eq!(mechtrons(&files(&[("index.html", b"")])).unwrap(), None);
    }

    #[test]
    fn a_config_may_leave_the_bundle_open() {
        for bin in [
            "bin=${doc.bundle}/wasm/echo.wasm\n",
            "+bin=${doc.bundle}:/wasm/echo.wasm;",
        ] {
            let config =
                format!("Mechtron(version=1.0.0) {{\n Wasm {{\n {bin}\n name=echo\n}}\n}}");
            let mut files = echo();
            files.insert("config/echo.mechtron".to_owned(), config.into_bytes());
            assert_eq!(mechtrons(&files).unwrap(), None);
            files.remove("wasm/echo.wasm");
            assert!(mechtrons(&files).is_err());
        }
    }

    #[test]
    fn a_guest_gets_its_module() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../mechtrons/tutorial/bundle");
        let zip = of_guest(&root, b"module").unwrap();
        let name = b"wasm/hello.wasm";
        assert!(zip.windows(name.len()).any(|bytes| bytes == name));
    }

    #[test]
    fn what_publishing_refuses_is_not_packed() {
        let refusal = |files: &Files| pack(files).unwrap_err().to_string();
        assert_eq!(refusal(&Files::new()), "the folder has no files");
        assert!(
            refusal(&files(&[("pages/my file.html", b"")]))
                .starts_with("`my file.html` in `pages/my file.html` cannot")
        );
        assert!(refusal(&files(&[("large", &vec![0; MOST_UNPACKED + 1])])).contains("64 MiB"));
        let many = (0..MOST_ENTRIES).map(|no| (format!("a/{no}"), Vec::new()));
        assert!(refusal(&many.collect()).starts_with("there are 10001 files and folders"));
    }

    #[test]
    fn a_folder_is_read_with_those_in_it() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../mechtrons/echo");
        let mut files = Files::new();
        read(&root, "", &mut files).unwrap();
        assert!(files.contains_key("echo.wat"), "{:?}", files.keys());
    }
}
