//! Builds the guests and the page: `dist/` is what a static host serves, from any path on it.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, Result, ensure};

use crate::bundle;
use crate::languages::{self, Compilers};
use crate::names;
use crate::reference;
use crate::setup::{self, Part};
use crate::sizes;
use crate::toolchain::TARGET;
use crate::tools;
use crate::workshop::{Workshop, ask, clear, folder, run, say};

/// Guests by file name.
type Guests = BTreeMap<String, Vec<u8>>;

/// The folders of guests that only the tests want, not a person who looks for examples: those that do what they must
/// not, and the one that is there in each language.
const FOR_TESTS: [&str; 2] = ["hostile", CONFORMANCE];

/// The folder of the guest that is there in each language, and how its names begin.
const CONFORMANCE: &str = "conformance";

/// The profile that the page and its modules have.
pub const SHIPPED: &str = "ship";

/// The module that prints modules, as cargo calls it and as the worker fetches it.
const PRINTER: &str = "printer.wasm";

/// `cargo xtask build`.
///
/// # Errors
/// When something that it needs is missing, or does not compile.
pub fn command(workshop: &mut Workshop, dev: bool) -> Result<()> {
    let begin = Instant::now();
    setup::prepare(workshop, needs(dev))?;
    build(workshop, dev)?;
    println!(
        "built {} in {}",
        dist(workshop).display(),
        sizes::duration(begin.elapsed())
    );
    if !dev {
        print!("{}", sizes::table(&sizes::measure(&dist(workshop))?));
    }
    Ok(())
}

/// What a build needs: no browser, and for development nothing that makes the result small.
pub fn needs(dev: bool) -> &'static [Part] {
    const SHIP: [Part; 4] = [
        Part::Compiler,
        Part::WasmBindgen,
        Part::Trunk,
        Part::WasmOpt,
    ];
    if dev { &SHIP[..3] } else { &SHIP }
}

/// Guests first, since the page carries them.
///
/// # Errors
/// When one of them does not compile.
pub fn build(workshop: &Workshop, dev: bool) -> Result<()> {
    guests(workshop, Compilers::AsTheyAre)?;
    page(workshop, dev)
}

/// Where the page is built to.
pub fn dist(workshop: &Workshop) -> PathBuf {
    workshop.root.join("dist")
}

/// Builds every member of the guests' workspace, and puts them with the WAT sources where the tests
/// (`target/guests`) and the page (`public/guests`) look for them. What is in a guest's folder `bundle` is packed for
/// the tests with its module. A guest whose compiler cannot be had is skipped by
/// name.
///
/// # Errors
/// When a guest does not compile.
pub fn guests(workshop: &Workshop, compilers: Compilers) -> Result<()> {
    say("The guests (seconds; about 1 minute the first time)");
    let workspace = workshop.root.join("mechtrons");
    ensure!(
        workspace.join("Cargo.toml").is_file(),
        "mechtrons/ has no Cargo.toml, so there are no guests to build"
    );
    let target = workspace.join("target");
    let built = target.join(TARGET).join("release");
    // Cargo links again what is up to date, and does not remove a guest whose source is gone: so what lies there after
    // this is the workspace as it is now.
    for stale in files(&built, "wasm")? {
        fs::remove_file(stale)?;
    }
    let mut cargo = workshop.cargo();
    cargo
        .current_dir(&workspace)
        .args(["build", "--release", "--target", TARGET, "--target-dir"])
        .arg(&target);
    run(&mut cargo)?;

    let mut shown = Guests::new();
    let mut hidden: Guests = languages::build(workshop, compilers)?.into_iter().collect();
    hidden.extend(reference::build(workshop, compilers)?);
    for file in files(&built, "wasm")? {
        let stem = file.file_stem().unwrap_or_default().to_string_lossy();
        let name = guest_name(&stem);
        let kept = if name.starts_with(CONFORMANCE) {
            &mut hidden
        } else {
            &mut shown
        };
        kept.insert(format!("{name}.wasm"), fs::read(&file)?);
    }
    ensure!(
        !shown.is_empty(),
        "the guests' workspace built no wasm: its members want `crate-type = [\"cdylib\"]`"
    );
    for member in fs::read_dir(&workspace)?.flatten() {
        let bundle = member.path().join("bundle");
        if bundle.is_dir() {
            let name = member.file_name().to_string_lossy().into_owned();
            let module = shown.get(&format!("{name}.wasm"));
            let module = module.with_context(|| format!("{} has no guest", bundle.display()))?;
            let zip = bundle::of_guest(&bundle, module).with_context(|| name.clone())?;
            hidden.insert(format!("{name}.zip"), zip);
        }
        let kept = if FOR_TESTS.iter().any(|it| member.file_name() == *it) {
            &mut hidden
        } else {
            &mut shown
        };
        for file in files(&member.path(), "wat")? {
            let name = file.file_name().unwrap_or_default().to_string_lossy();
            kept.insert(name.into_owned(), fs::read(&file)?);
        }
    }
    let (spoken, hostile): (Vec<_>, Vec<_>) = hidden
        .iter()
        .partition(|(name, _)| !name.ends_with(".wat") || name.starts_with(CONFORMANCE));
    eprintln!(
        "{}\nfor the tests: {}, and {} hostile ones",
        with_sizes(&shown),
        with_sizes(spoken),
        hostile.len()
    );
    mirror(&shown, &workshop.root.join("public/guests"))?;
    hidden.append(&mut shown);
    mirror(&hidden, &workshop.root.join("target/guests"))
}

/// What the compiler is told for the page, as a variable of the environment: leptos then erases the types of its views,
/// which makes the page smaller and its build shorter; and where libraries lie on this machine is nobody's business, nor
/// worth its bytes in each message of a panic.
pub fn flags() -> (&'static str, String) {
    let mut flags = "--cfg erase_components".to_owned();
    let home = env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(PathBuf::from(env::var_os("HOME")?).join(".cargo")));
    let sources = home.and_then(|home| fs::read_dir(home.join("registry/src")).ok());
    let sources = sources.into_iter().flatten().flatten();
    let mut sources: Vec<String> = sources
        .map(|source| source.path().display().to_string())
        .collect();
    // other flags, or flags in another order, would compile all of it again
    sources.sort();
    for source in sources {
        // the compiler's flags are parted by spaces
        if !source.contains(char::is_whitespace) {
            flags += &format!(" --remap-path-prefix={source}/=");
        }
    }
    ("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", flags)
}

/// Bundles the page with trunk.
///
/// # Errors
/// When it does not compile, or a tool in the chain fails.
pub fn page(workshop: &Workshop, dev: bool) -> Result<()> {
    say(if dev {
        "The page, for development (about 1 minute the first time)"
    } else {
        "The page, in release (3 to 6 minutes the first time)"
    });
    let dist = dist(workshop);
    let mut trunk = workshop.command("trunk");
    // Addresses relative to the page work below any path.
    trunk
        .args(["build", "--public-url", "./", "--color", "never", "--dist"])
        .arg(&dist);
    let (variable, flags) = flags();
    trunk.env(variable, flags);
    if !dev {
        trunk.args(["--release", "--cargo-profile", SHIPPED]);
    }
    // trunk takes NO_COLOR for a switch of its own and refuses what others write into it.
    trunk.env_remove("NO_COLOR");
    run(&mut trunk).context("building the page")?;
    ensure!(
        dist.join("index.html").is_file(),
        "trunk ended well, and yet {} has no index.html",
        dist.display()
    );
    printer(workshop, dev)?;
    if dev { Ok(()) } else { names::plain(&dist) }
}

/// Builds the module that prints modules, and puts it beside the page. It exports plain functions, so it goes past trunk,
/// which would bind it to JavaScript.
fn printer(workshop: &Workshop, dev: bool) -> Result<()> {
    let (profile, folder) = if dev {
        ("dev", "debug")
    } else {
        (SHIPPED, SHIPPED)
    };
    let (variable, flags) = flags();
    run(workshop
        .cargo()
        .args(["build", "--package", "orrery-printer", "--bin", "printer"])
        .args(["--target", TARGET, "--profile", profile])
        .env(variable, flags))?;
    let built = target(workshop)?.join(format!("{TARGET}/{folder}/{PRINTER}"));
    let place = dist(workshop).join(PRINTER);
    if dev {
        fs::copy(&built, &place).with_context(|| format!("copying {}", built.display()))?;
        return Ok(());
    }
    run(workshop
        .command(tools::WASM_OPT)
        .args(["-Oz", "--reorder-functions-by-name", "-o"])
        .args([&place, &built]))
}

/// Where cargo builds.
///
/// # Errors
/// When cargo does not say so.
pub fn target(workshop: &Workshop) -> Result<PathBuf> {
    let about = ask(workshop
        .cargo()
        .args(["metadata", "--no-deps", "--format-version", "1"]))?;
    tools::field_after(&about, "\"target_directory\"")
        .map(|path| PathBuf::from(path.replace("\\\\", "\\")))
        .context("cargo does not say where it builds")
}

/// The name a person knows a guest by: that of its crate, without our prefix.
fn guest_name(stem: &str) -> String {
    stem.strip_prefix("orrery_")
        .or_else(|| stem.strip_prefix("orrery-"))
        .unwrap_or(stem)
        .replace('_', "-")
}

/// Each file with its size; the sources in WAT by their names alone.
fn with_sizes<'a>(guests: impl IntoIterator<Item = (&'a String, &'a Vec<u8>)>) -> String {
    let one = |(name, bytes): (&String, &Vec<u8>)| match name.ends_with(".wat") {
        true => name.clone(),
        false => format!("{name} ({} bytes)", bytes.len()),
    };
    guests.into_iter().map(one).collect::<Vec<_>>().join(", ")
}

/// Makes the folder hold these files and no others, and touches none that is the same already: a file's time is what
/// makes cargo and trunk build again.
fn mirror(guests: &Guests, place: &Path) -> Result<()> {
    folder(place)?;
    for entry in fs::read_dir(place)?.flatten() {
        if !guests.contains_key(&*entry.file_name().to_string_lossy()) {
            if entry.path().is_dir() {
                clear(&entry.path())?
            } else {
                fs::remove_file(entry.path())?
            }
        }
    }
    for (name, bytes) in guests {
        let file = place.join(name);
        if fs::read(&file).ok().as_ref() != Some(bytes) {
            fs::write(&file, bytes).with_context(|| format!("writing {}", file.display()))?;
        }
    }
    Ok(())
}

/// The files of a folder with that ending, sorted; none when the folder is not there.
///
/// # Errors
/// When the folder is there and cannot be read.
pub fn files(folder: &Path, ending: &str) -> Result<Vec<PathBuf>> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let entries = fs::read_dir(folder).with_context(|| format!("reading {}", folder.display()))?;
    let mut files: Vec<_> = entries
        .flatten()
        .map(|entry| entry.path())
        .filter(|file| file.extension().is_some_and(|it| it == ending))
        .collect();
    files.sort();
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn guests_go_by_their_short_names() {
        for (stem, name) in [
            ("hello", "hello"),
            ("orrery_hello", "hello"),
            ("grow_memory", "grow-memory"),
            ("orrery-relay", "relay"),
        ] {
            assert_eq!(guest_name(stem), name);
        }
    }

    #[test]
    fn a_development_build_needs_less() {
        assert!(needs(false).contains(&Part::WasmOpt));
        assert!(!needs(true).contains(&Part::WasmOpt));
        assert!(!needs(false).contains(&Part::Browser));
    }
}
