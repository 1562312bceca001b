//! Where things are kept, and how other programs are run: with the toolchain that was chosen, with our tools first on
//! PATH, and without the traces that `cargo run` leaves in the environment.

use std::env;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, anyhow, bail};

/// The repository, the tool home, and the choices that every program we start is to follow.
pub struct Workshop {
    /// The folder of the workspace's `Cargo.toml`.
    pub root: PathBuf,
    /// Where tools are kept between runs, shared by all checkouts.
    pub home: PathBuf,
    /// The rustup toolchain to use in place of the active one.
    pub toolchain: Option<String>,
    first_on_path: Vec<PathBuf>,
}

impl Workshop {
    /// # Errors
    /// When the user has no folder to keep tools in.
    pub fn open() -> Result<Self> {
        let manifest = env::var_os("CARGO_MANIFEST_DIR")
            .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        let root = manifest
            .parent()
            .context("xtask lies in no folder")?
            .to_owned();
        Ok(Self {
            root,
            home: tool_home()?,
            toolchain: None,
            first_on_path: Vec::new(),
        })
    }

    /// Puts `folder` before everything else on the PATH of the programs we start.
    pub fn prefer(&mut self, folder: PathBuf) {
        if !self.first_on_path.contains(&folder) {
            self.first_on_path.push(folder);
        }
    }

    /// A program, to be run from the repository's root.
    pub fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(program);
        command.current_dir(&self.root).stdin(Stdio::null());
        for (name, _) in env::vars_os() {
            if name.to_str().is_some_and(is_trace_of_cargo) {
                command.env_remove(name);
            }
        }
        for name in ["LD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH"] {
            if let Some(value) = env::var_os(name) {
                let kept: Vec<_> = env::split_paths(&value)
                    .filter(|folder| !is_library_folder_of_rust(folder, &self.root))
                    .collect();
                match env::join_paths(&kept) {
                    Ok(kept) if !kept.is_empty() => command.env(name, kept),
                    _ => command.env_remove(name),
                };
            }
        }
        if let Some(toolchain) = &self.toolchain {
            command
                .env("RUSTUP_TOOLCHAIN", toolchain)
                .env_remove("RUSTC")
                .env_remove("RUSTDOC");
        }
        if env::var_os("CI").is_some() && env::var_os("CARGO_INCREMENTAL").is_none() {
            // A fresh clone is built once: what incremental builds write for next time is never read.
            command.env("CARGO_INCREMENTAL", "0");
        }
        command.env("PATH", self.path());
        command
    }

    pub fn cargo(&self) -> Command {
        self.command("cargo")
    }

    /// npm, by the name under which it can be started.
    pub fn npm(&self, program: &str) -> Command {
        self.command(if cfg!(windows) {
            format!("{program}.cmd")
        } else {
            program.to_owned()
        })
    }

    fn path(&self) -> std::ffi::OsString {
        let theirs = env::var_os("PATH").unwrap_or_default();
        let folders = self
            .first_on_path
            .iter()
            .cloned()
            .chain(env::split_paths(&theirs));
        env::join_paths(folders).unwrap_or(theirs)
    }

    /// The first program of that name on PATH, ours before theirs.
    pub fn on_path(&self, name: &str) -> Option<PathBuf> {
        let path = self.path();
        let endings: &[&str] = if cfg!(windows) {
            &[".exe", ".cmd", ".bat"]
        } else {
            &[""]
        };
        env::split_paths(&path)
            .flat_map(|folder| {
                endings
                    .iter()
                    .map(move |ending| folder.join(format!("{name}{ending}")))
            })
            .find(|file| file.is_file())
    }
}

/// Runs to the end with its output shown.
///
/// # Errors
/// When it cannot be started, or ends with anything but success.
pub fn run(command: &mut Command) -> Result<()> {
    let line = line(command);
    let status = command
        .status()
        .map_err(|error| not_started(command, &error))?;
    if !status.success() {
        bail!("`{line}` failed ({status})");
    }
    Ok(())
}

/// Runs to the end silently; gives back what it said on stdout.
///
/// # Errors
/// When it cannot be started, or fails; the error carries what it said on stderr.
pub fn ask(command: &mut Command) -> Result<String> {
    let line = line(command);
    let output = command
        .output()
        .map_err(|error| not_started(command, &error))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        bail!("`{line}` failed ({}): {}", output.status, cause(&said));
    }
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// The first lines of what a program said of its failure: progress may come before them, a page of backtrace behind.
fn cause(said: &str) -> String {
    let lines: Vec<_> = said
        .lines()
        .filter(|line| !line.trim().is_empty())
        .collect();
    let begin = lines.iter().position(|line| {
        ["error", "Error", "npm error"]
            .iter()
            .any(|start| line.starts_with(start))
    });
    let lines = &lines[begin.unwrap_or(0)..];
    lines[..lines.len().min(5)].join("\n  ")
}

fn not_started(command: &Command, error: &std::io::Error) -> anyhow::Error {
    let program = command.get_program().to_string_lossy().into_owned();
    match error.kind() {
        std::io::ErrorKind::NotFound => anyhow!("`{program}` is not installed, or not on PATH"),
        _ => anyhow!("`{program}` could not be started: {error}"),
    }
}

fn line(command: &Command) -> String {
    let program = Path::new(command.get_program())
        .file_stem()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    std::iter::once(program)
        .chain(
            command
                .get_args()
                .map(|word| word.to_string_lossy().into_owned()),
        )
        .collect::<Vec<_>>()
        .join(" ")
}

/// Says that a step begins. Long ones say about how long.
pub fn say(text: &str) {
    eprintln!("\n==> {text}");
}

/// Makes the folder, and those above it.
///
/// # Errors
/// When it is not there and cannot be made.
pub fn folder(path: &Path) -> Result<()> {
    fs::create_dir_all(path).with_context(|| format!("making the folder {}", path.display()))
}

/// Removes the folder with all that is in it; one that is not there is as good.
///
/// # Errors
/// When something in it cannot be removed.
pub fn clear(path: &Path) -> Result<()> {
    match fs::remove_dir_all(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("removing {}", path.display()))
        }
        _ => Ok(()),
    }
}

/// The first version number in what a program says of itself: `trunk 0.21.14` gives `0.21.14`.
pub fn version_in(text: &str) -> Option<&str> {
    text.split(|c: char| c.is_whitespace() || c == '(' || c == ')')
        .map(|word| word.trim_start_matches('v'))
        .find(|word| word.starts_with(|c: char| c.is_ascii_digit()))
}

/// The number before the first dot.
pub fn major(version: &str) -> Option<u32> {
    version.split('.').next()?.parse().ok()
}

fn tool_home() -> Result<PathBuf> {
    if let Some(home) = env::var_os("ORRERY_HOME").filter(|home| !home.is_empty()) {
        return std::path::absolute(PathBuf::from(home)).context("ORRERY_HOME is no path");
    }
    let cache = if cfg!(windows) {
        env::var_os("LOCALAPPDATA").map(PathBuf::from)
    } else if cfg!(target_os = "macos") {
        env::home_dir().map(|home| home.join("Library/Caches"))
    } else {
        let set = env::var_os("XDG_CACHE_HOME")
            .map(PathBuf::from)
            .filter(|cache| cache.is_absolute());
        set.or_else(|| env::home_dir().map(|home| home.join(".cache")))
    };
    Ok(cache
        .context("there is no cache folder to keep tools in; name one with ORRERY_HOME")?
        .join("orrery"))
}

/// What `cargo run` sets for the program that it starts. A cargo started from there must not see it: it would take
/// this package for its own, or count itself as nested.
fn is_trace_of_cargo(name: &str) -> bool {
    name == "CARGO"
        || name == "RUST_RECURSION_COUNT"
        || [
            "CARGO_PKG_",
            "CARGO_MANIFEST_",
            "CARGO_BIN_",
            "CARGO_CRATE_",
            "CARGO_PRIMARY_",
        ]
        .iter()
        .any(|start| name.starts_with(start))
}

/// Folders that rustup and cargo put in front for the toolchain that started us; another toolchain is to bring its own.
fn is_library_folder_of_rust(folder: &Path, root: &Path) -> bool {
    folder.starts_with(root.join("target"))
        || folder
            .components()
            .any(|part| part.as_os_str() == "toolchains")
        || folder.ends_with("rust-web/usr/lib")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_found_in_what_programs_say() {
        let cases = [
            ("trunk 0.21.14", Some("0.21.14")),
            ("wasm-opt version 132 (version_132)", Some("132")),
            (
                "Chromium 156.0.8078.79 built on Debian",
                Some("156.0.8078.79"),
            ),
            (
                "ChromeDriver 156.0.8078.79 (abc-refs/branch)",
                Some("156.0.8078.79"),
            ),
            ("v20.20.2", Some("20.20.2")),
            ("no number here", None),
        ];
        for (said, expected) in cases {
            assert_eq!(version_in(said), expected, "{said}");
        }
        assert_eq!(major("156.0.8078.79"), Some(156));
        assert_eq!(major("x"), None);
    }

    #[test]
    fn the_cause_of_a_failure_is_told_without_its_frame() {
        let said = "info: downloading\n\nerror: no such component\nCaused by:\n 1\n 2\n 3\n 4\n";
        assert_eq!(
            cause(said),
            "error: no such component\n  Caused by:\n   1\n   2\n   3"
        );
        assert_eq!(
            cause("E: Unable to locate package x\n"),
            "E: Unable to locate package x"
        );
        assert_eq!(cause(""), "");
    }

    #[test]
    fn only_what_cargo_run_set_is_taken_away() {
        for gone in [
            "CARGO",
            "CARGO_PKG_NAME",
            "CARGO_MANIFEST_DIR",
            "RUST_RECURSION_COUNT",
        ] {
            assert!(is_trace_of_cargo(gone), "{gone}");
        }
        for kept in [
            "CARGO_HOME",
            "CARGO_TARGET_DIR",
            "CARGO_NET_OFFLINE",
            "CARGO_BUILD_JOBS",
            "RUSTUP_HOME",
            "PATH",
        ] {
            assert!(!is_trace_of_cargo(kept), "{kept}");
        }
        let root = Path::new("/src/orrery");
        assert!(is_library_folder_of_rust(
            Path::new("/home/ann/.rustup/toolchains/stable/lib"),
            root
        ));
        assert!(is_library_folder_of_rust(
            Path::new("/src/orrery/target/debug/deps"),
            root
        ));
        assert!(!is_library_folder_of_rust(Path::new("/opt/cuda/lib"), root));
    }
}
