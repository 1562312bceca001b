//! How large the page is as it travels: raw, gzip and brotli, with the limits of `cargo xtask test`.

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result, ensure};

use crate::page::files;
use crate::tools;
use crate::workshop::{Workshop, ask};

/// One module of the built page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Size {
    file: String,
    raw: usize,
    gzip: usize,
    brotli: usize,
}

/// kB after brotli that the page's own module may have. The aim is 250.
const PAGE: usize = 260;
/// kB after brotli that the worker, which holds the cosmos, may have. The aim is 450, and the interpreter with its validator
/// alone is 190. Until then this holds what has been reached.
const WORKER: usize = 910;
/// kB after brotli that the module may have which shows modules as text, and is fetched last.
const PRINTER: usize = 85;

/// The guest in Rust by which the kit's own size is known, of those in `target/guests`.
const GUEST: &str = "hello.wasm";
/// Bytes that it may have after `wasm-opt -Oz`.
const GUEST_LIMIT: usize = 20_000;

/// How many bytes the smallest guest of the kit has after `wasm-opt -Oz`.
///
/// # Errors
/// When it is not built, or `wasm-opt` refuses it.
pub fn guest(workshop: &Workshop) -> Result<usize> {
    let built = workshop.root.join("target/guests").join(GUEST);
    ensure!(
        built.is_file(),
        "there is no guest {}; `cargo xtask test --only guests` makes it",
        built.display()
    );
    let small = built.with_extension("small");
    ask(workshop
        .command(tools::WASM_OPT)
        .args(["-Oz", "--all-features"])
        .arg(&built)
        .arg("-o")
        .arg(&small))?;
    let size = fs::metadata(&small)?.len();
    fs::remove_file(&small)?;
    Ok(usize::try_from(size)?)
}

/// # Errors
/// When the kit's guest is above its limit.
pub fn check_guest(size: usize) -> Result<()> {
    ensure!(
        size <= GUEST_LIMIT,
        "{GUEST} has {size} bytes after `wasm-opt -Oz`, and {GUEST_LIMIT} is the limit; see what the kit links anew"
    );
    Ok(())
}

/// Compresses every module of the page as a host would at its best.
///
/// # Errors
/// When there is no built page.
pub fn measure(dist: &Path) -> Result<Vec<Size>> {
    let modules = files(dist, "wasm")?;
    ensure!(
        !modules.is_empty(),
        "there is no built page in {}; `cargo xtask build` makes it",
        dist.display()
    );
    modules.iter().map(|file| size(file)).collect()
}

fn size(file: &Path) -> Result<Size> {
    let bytes = fs::read(file).with_context(|| format!("reading {}", file.display()))?;
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    gzip.write_all(&bytes)?;
    let mut squeezed = Vec::new();
    brotli::BrotliCompress(
        &mut bytes.as_slice(),
        &mut squeezed,
        &brotli::enc::BrotliEncoderParams {
            quality: 11,
            lgwin: 22,
            ..Default::default()
        },
    )?;
    Ok(Size {
        file: file
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned(),
        raw: bytes.len(),
        gzip: gzip.finish()?.len(),
        brotli: squeezed.len(),
    })
}

impl Size {
    /// In bytes after brotli.
    fn limit(&self) -> usize {
        let limits = [("worker", WORKER), ("printer", PRINTER)];
        let limit = limits.iter().find(|(name, _)| self.file.starts_with(name));
        1000 * limit.map_or(PAGE, |(_, limit)| *limit)
    }
}

/// # Errors
/// When a module is above its limit.
pub fn check(sizes: &[Size]) -> Result<()> {
    for size in sizes {
        ensure!(
            size.brotli <= size.limit(),
            "{} is {} kB after brotli, and {} kB is the limit",
            size.file,
            kilobytes(size.brotli),
            kilobytes(size.limit())
        );
    }
    Ok(())
}

/// The sizes as a table in Markdown, in thousands of bytes.
pub fn table(sizes: &[Size]) -> String {
    let mut text = String::from(
        "| module | raw kB | gzip kB | brotli kB | limit kB |\n|---|---:|---:|---:|---:|\n",
    );
    for size in sizes {
        let columns = [size.raw, size.gzip, size.brotli, size.limit()]
            .map(kilobytes)
            .join(" | ");
        // A String takes every write.
        let _ = writeln!(text, "| {} | {columns} |", unhashed(&size.file));
    }
    text
}

/// `orrery-3f0c…_bg.wasm` as `orrery_bg.wasm`, so that two tables can be compared.
fn unhashed(file: &str) -> String {
    match file
        .split_once('-')
        .map(|(name, rest)| (name, rest.split_once('_')))
    {
        Some((name, Some((hash, rest))))
            if hash.len() >= 8 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()) =>
        {
            format!("{name}_{rest}")
        }
        _ => file.to_owned(),
    }
}

fn kilobytes(bytes: usize) -> String {
    format!("{}.{}", bytes / 1000, bytes % 1000 / 100)
}

/// A time as one says it: `0.4 s`, `2 min 5 s`.
pub fn duration(time: Duration) -> String {
    let seconds = time.as_secs();
    if seconds < 60 {
        format!("{:.1} s", time.as_secs_f32())
    } else {
        format!("{} min {} s", seconds / 60, seconds % 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(file: &str, brotli: usize) -> Size {
        Size {
            file: file.to_owned(),
            raw: 1_234_567,
            gzip: 300_000,
            brotli,
        }
    }

    #[test]
    fn each_module_has_its_limit() {
        assert!(
            check(&[
                of("orrery-0123456789abcdef_bg.wasm", 260_000),
                of("worker_bg.wasm", 910_000),
                of("printer.wasm", 85_000)
            ])
            .is_ok()
        );
        let text = check(&[of("worker_bg.wasm", 910_100)]).map_err(|error| error.to_string());
        assert_eq!(
            text,
            Err("worker_bg.wasm is 910.1 kB after brotli, and 910.0 kB is the limit".to_owned())
        );
        assert!(check(&[of("orrery_bg.wasm", 260_001)]).is_err());
        assert!(check(&[of("printer.wasm", 85_001)]).is_err());
    }

    #[test]
    fn the_kit_has_its_limit() {
        assert!(check_guest(GUEST_LIMIT).is_ok());
        let text = check_guest(20_001).map_err(|error| error.to_string());
        assert!(text.is_err_and(|text| text.starts_with("hello.wasm has 20001 bytes after")));
    }

    #[test]
    fn tables_of_two_builds_compare() {
        let expected = "| module | raw kB | gzip kB | brotli kB | limit kB |\n|---|---:|---:|---:|---:|\n\
                        | orrery_bg.wasm | 1234.5 | 300.0 | 200.0 | 260.0 |\n";
        assert_eq!(
            table(&[of("orrery-0123456789abcdef_bg.wasm", 200_000)]),
            expected
        );
        assert_eq!(unhashed("worker_bg.wasm"), "worker_bg.wasm");
        assert_eq!(unhashed("two-words_bg.wasm"), "two-words_bg.wasm");
    }

    #[test]
    fn times_read_as_spoken() {
        assert_eq!(duration(Duration::from_millis(420)), "0.4 s");
        assert_eq!(duration(Duration::from_secs(125)), "2 min 5 s");
    }
}
