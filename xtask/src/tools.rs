//! The bundler and its kin: each found on PATH or in the tool home in the version we want, or else installed there.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use crate::workshop::{Workshop, ask, clear, folder, major, run, say, version_in};

/// A program that crates.io has.
pub struct Tool {
    pub program: &'static str,
    krate: &'static str,
    pub version: String,
    /// Whether its own lock file can be kept to.
    locked: bool,
    /// Good enough for the work that it does, and quick to compile.
    level: &'static str,
    minutes: &'static str,
}

/// Bundles the page.
pub fn trunk() -> Tool {
    // 0.22.1 wants a newer compiler than the workspace does.
    Tool {
        program: "trunk",
        krate: "trunk",
        version: "0.21.14".to_owned(),
        locked: true,
        level: "0",
        minutes: "3 to 10 minutes",
    }
}

/// Runs the tests that need a browser.
pub fn wasm_pack() -> Tool {
    Tool {
        program: "wasm-pack",
        krate: "wasm-pack",
        version: "0.15.1".to_owned(),
        locked: true,
        level: "0",
        minutes: "1 to 5 minutes",
    }
}

/// Writes the JavaScript beside the wasm. Its version is that of the crate, to the last digit.
///
/// # Errors
/// When `Cargo.lock` cannot be read.
pub fn wasm_bindgen(workshop: &Workshop) -> Result<Option<Tool>> {
    let lock =
        fs::read_to_string(workshop.root.join("Cargo.lock")).context("reading Cargo.lock")?;
    Ok(locked_version(&lock, "wasm-bindgen").map(|version| Tool {
        program: "wasm-bindgen",
        krate: "wasm-bindgen-cli",
        version: version.to_owned(),
        // Its lock file names a release that crates.io has no more.
        locked: false,
        // It works through megabytes of wasm at every build, so a little speed pays.
        level: "1",
        minutes: "2 to 4 minutes",
    }))
}

impl Tool {
    /// The folder that it is in, if it is there in our version. `None` where PATH finds it already.
    pub fn find(&self, workshop: &Workshop) -> Found {
        if workshop
            .on_path(self.program)
            .is_some_and(|file| self.is(workshop, &file))
        {
            return Found::OnPath;
        }
        let folder = self.root(workshop).join("bin");
        let file = folder.join(format!("{}{}", self.program, env::consts::EXE_SUFFIX));
        if file.is_file() && self.is(workshop, &file) {
            Found::In(folder)
        } else {
            Found::Nowhere
        }
    }

    /// # Errors
    /// When crates.io cannot be reached, or the tool does not compile.
    pub fn install(&self, workshop: &Workshop) -> Result<()> {
        say(&format!(
            "{} {}, compiled from crates.io ({})",
            self.krate, self.version, self.minutes
        ));
        let mut cargo = workshop.cargo();
        cargo
            .args([
                "install",
                self.krate,
                "--version",
                &self.version,
                "--quiet",
                "--force",
                "--root",
            ])
            .arg(self.root(workshop));
        if self.locked {
            cargo.arg("--locked");
        }
        cargo
            // Shared by all tools of one set-up, which have much in common, and cleared away at its end.
            .env("CARGO_TARGET_DIR", build_folder(workshop))
            .env("CARGO_PROFILE_RELEASE_LTO", "off")
            .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "256")
            .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", self.level);
        run(&mut cargo).with_context(|| format!("installing {} {}", self.krate, self.version))
    }

    fn root(&self, workshop: &Workshop) -> PathBuf {
        workshop
            .home
            .join(format!("{}-{}", self.program, self.version))
    }

    fn is(&self, workshop: &Workshop, file: &Path) -> bool {
        ask(workshop.command(file).arg("--version"))
            .is_ok_and(|said| version_in(&said) == Some(&self.version))
    }
}

/// Where a tool was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    OnPath,
    In(PathBuf),
    Nowhere,
}

/// Where tools are compiled.
fn build_folder(workshop: &Workshop) -> PathBuf {
    workshop.home.join("build")
}

/// Removes what compiling the tools left.
///
/// # Errors
/// When it cannot be removed.
pub fn clean_up(workshop: &Workshop) -> Result<()> {
    clear(&build_folder(workshop))
}

/// The binaryen release whose `wasm-opt` is installed where there is none.
const BINARYEN: &str = "132.0.0";
/// The oldest `wasm-opt` that knows all that today's compilers put into a module.
const OLDEST_WASM_OPT: u32 = 116;

/// The name under which `wasm-opt` can be started.
pub const WASM_OPT: &str = if cfg!(windows) {
    "wasm-opt.cmd"
} else {
    "wasm-opt"
};

/// Looks for `wasm-opt`, which makes wasm smaller.
pub fn find_wasm_opt(workshop: &Workshop) -> Found {
    let new_enough = |file: &Path| {
        ask(workshop.command(file).arg("--version")).is_ok_and(|said| {
            version_in(&said)
                .and_then(major)
                .is_some_and(|it| it >= OLDEST_WASM_OPT)
        })
    };
    if workshop
        .on_path("wasm-opt")
        .is_some_and(|file| new_enough(&file))
    {
        return Found::OnPath;
    }
    let folder = binaryen(workshop).join("node_modules/.bin");
    let file = folder.join(WASM_OPT);
    if file.is_file() && new_enough(&file) {
        Found::In(folder)
    } else {
        Found::Nowhere
    }
}

/// # Errors
/// When there is no npm, or it cannot fetch the package.
pub fn install_wasm_opt(workshop: &Workshop) -> Result<()> {
    say(&format!(
        "wasm-opt, of npm's binaryen {BINARYEN} (some seconds)"
    ));
    let package = format!("binaryen@{BINARYEN}");
    npm_package(workshop, &binaryen(workshop), &package, &[])
        .context("wasm-opt is missing: install Node.js with npm, or a binaryen of release 116 or later (apt-get, brew)")?;
    ensure!(
        find_wasm_opt(workshop) != Found::Nowhere,
        "npm installed binaryen, and yet wasm-opt does not run; it wants Node.js 20 or later"
    );
    Ok(())
}

/// Installs one package of npm in a folder of its own, `options` being what npm is told besides.
pub fn npm_package(
    workshop: &Workshop,
    place: &Path,
    package: &str,
    options: &[&str],
) -> Result<()> {
    folder(place)?;
    // Without a package.json of its own, npm would look for one in the folders above.
    fs::write(place.join("package.json"), "{ \"private\": true }\n")?;
    let install = ["install", "--no-audit", "--no-fund", "--save-exact"];
    let mut npm = workshop.npm("npm");
    ask(npm
        .current_dir(place)
        .args(install)
        .args(options)
        .arg(package))?;
    Ok(())
}

fn binaryen(workshop: &Workshop) -> PathBuf {
    workshop.home.join(format!("binaryen-{BINARYEN}"))
}

/// True when a folder has the packages that its lock file names; also when it wants none.
pub fn has_packages(folder: &Path) -> bool {
    let version = |name: &str| {
        let file = folder.join("node_modules").join(name).join("package.json");
        field_after(&fs::read_to_string(file).ok()?, "\"version\"")
    };
    !folder.join("package.json").is_file()
        || fs::read_to_string(folder.join("package-lock.json")).is_ok_and(|lock| {
            locked_packages(&lock)
                .iter()
                .all(|(name, wanted)| version(name).as_ref() == Some(wanted))
        })
}

/// Installs what a folder's lock file names, `what` being who wants it.
///
/// # Errors
/// When there is no npm, or it cannot fetch the packages.
pub fn install_packages(workshop: &Workshop, folder: &Path, what: &str) -> Result<()> {
    say(&format!("{what}: packages from npm (some seconds)"));
    ask(workshop
        .npm("npm")
        .current_dir(folder)
        .args(["ci", "--no-audit", "--no-fund"]))
    .with_context(|| format!("{what}: this wants Node.js 20 or later, with npm"))?;
    Ok(())
}

/// Where the tests are that drive a browser over the built page.
pub fn test_folder(workshop: &Workshop) -> PathBuf {
    workshop.root.join("tests/browser")
}

/// The version that a `Cargo.lock` holds for a package.
fn locked_version<'a>(lock: &'a str, package: &str) -> Option<&'a str> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name);
    lines
        .nth(1)?
        .strip_prefix("version = \"")?
        .strip_suffix('"')
}

/// The packages of an npm lock file, with their versions.
fn locked_packages(lock: &str) -> Vec<(String, String)> {
    lock.split("\"node_modules/")
        .skip(1)
        .filter_map(|rest| {
            let name = rest.split('"').next()?.to_owned();
            Some((name, field_after(rest, "\"version\"")?))
        })
        .collect()
}

/// The first quoted text behind a key.
pub fn field_after(json: &str, key: &str) -> Option<String> {
    json.split_once(key)?.1.split('"').nth(1).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lock_file_says_which_wasm_bindgen() {
        let lock = "version = 4\n\n[[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\nsource = \"x\"\n\n\
                    [[package]]\nname = \"wasm-bindgen-macro\"\nversion = \"0.2.131\"\n";
        assert_eq!(locked_version(lock, "wasm-bindgen"), Some("0.2.130"));
        assert_eq!(locked_version(lock, "wasm-bindgen-macro"), Some("0.2.131"));
        assert_eq!(locked_version(lock, "wasm"), None);
    }

    #[test]
    fn a_field_of_json_is_found_without_a_parser() {
        let lock = "{ \"packages\": { \"node_modules/playwright-core\": {\n \"version\": \"1.65.1\",\n \"license\": \"x\" } } }";
        assert_eq!(field_after(lock, "\"version\"").as_deref(), Some("1.65.1"));
        assert_eq!(field_after(lock, "\"integrity\""), None);
    }

    #[test]
    fn an_npm_lock_file_names_its_packages() {
        let lock = r#"{ "packages": { "": { "devDependencies": { "rxjs": "7.8.2" } },
            "node_modules/rxjs": { "version": "7.8.2", "dependencies": { "tslib": "^2.1.0" } },
            "node_modules/@a/b": { "version": "2.8.1" } } }"#;
        let expected = [("rxjs", "7.8.2"), ("@a/b", "2.8.1")];
        let expected = expected.map(|(name, version)| (name.to_owned(), version.to_owned()));
        assert_eq!(locked_packages(lock), expected);
    }
}
