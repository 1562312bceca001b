//! A compiler for wasm32 put together from Debian's packages, for machines whose rustup cannot reach its server.
//!
//! Debian keeps a recent rustc for building browsers (`rustc-web`), with the matching sources of std, but without a
//! std for wasm32. The packages are unpacked into the tool home, not installed: that takes no root and leaves the
//! system as it was. Then std is built from its sources, once, and rustup is told of the result.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};

use crate::toolchain::TARGET;
use crate::workshop::{Workshop, ask, clear, folder, run, say};

/// Unpacked whole, beside the version's own `libstd-rust-web-*`.
const PACKAGES: [&str; 6] = [
    "rustc-web",
    "cargo-web",
    "rust-web-src",
    "rust-web-clippy",
    "rustfmt-web",
    "libstd-rust-web-dev",
];

/// The oldest compiler that the workspace builds with.
const OLDEST: (u32, u32) = (1, 95);

/// Makes the toolchain and links it as `name`.
///
/// # Errors
/// When this is no Debian, a package cannot be had, or std does not build.
pub fn bring(workshop: &Workshop, name: &str) -> Result<()> {
    for (program, package) in [
        ("apt-get", "apt"),
        ("dpkg-deb", "dpkg"),
        ("tar", "tar"),
        ("rustup", "rustup"),
    ] {
        ensure!(
            workshop.on_path(program).is_some(),
            "`{program}` (of {package}) is not here, so this way is closed"
        );
    }
    let place = workshop.home.join("rust-web");
    clear(&place)?;

    say("Debian's compiler, unpacked into the tool home (121 MB to fetch, then about 10 s)");
    let archives = fetch(workshop, &place.join("apt"))?;
    unpack(workshop, &archives, &place)?;
    let sysroot = place.join("usr");
    gather_libraries(&place)?;
    let host = borrow_linker(workshop, &sysroot)?;
    eprintln!("the linker is that of rustup's toolchain for {host}");
    // rustup has to know the toolchain for its proxies to start it with its own libraries.
    ask(workshop
        .command("rustup")
        .args(["toolchain", "link", name])
        .arg(&sysroot))?;

    say("std for wasm32, from its sources (about 1 minute)");
    build_std(workshop, name, &place.join("std"), &sysroot)?;
    clear(&place.join("apt"))
}

/// Fetches the packages, and of the libraries that they link those which the system lacks.
fn fetch(workshop: &Workshop, place: &Path) -> Result<Vec<PathBuf>> {
    for part in ["lists/partial", "cache/archives/partial"] {
        folder(&place.join(part))?;
    }
    // apt's own lists and cache belong to root and may be old; these are ours.
    let options = [
        format!("Dir::State::lists={}", place.join("lists").display()),
        format!("Dir::Cache={}", place.join("cache").display()),
        "Debug::NoLocking=1".to_owned(),
        "APT::Sandbox::User=".to_owned(),
        "Acquire::Languages=none".to_owned(),
    ];
    let apt = |program: &str| {
        let mut command = workshop.command(program);
        command
            .args(options.iter().flat_map(|option| ["-o", option]))
            .env("LC_ALL", "C");
        command
    };
    ask(apt("apt-get").args(["-qq", "update"]))
        .context("apt could not bring its lists up to date")?;
    let policy = ask(apt("apt-cache").args(["policy", "rustc-web"]))?;
    let (major, minor) = candidate(&policy).context("apt knows no package `rustc-web`")?;
    ensure!(
        (major, minor) >= OLDEST,
        "Debian's `rustc-web` is {major}.{minor} here; {}.{} is the least",
        OLDEST.0,
        OLDEST.1
    );
    let runtime = format!("libstd-rust-web-{major}.{minor}");
    ask(apt("apt-get")
        .args([
            "-y",
            "-qq",
            "--no-install-recommends",
            "--reinstall",
            "--download-only",
            "install",
        ])
        .args(PACKAGES)
        .arg(runtime))
    .context("apt could not fetch the compiler's packages")?;
    let mut archives = Vec::new();
    for file in fs::read_dir(place.join("cache/archives"))? {
        let file = file?.path();
        if file.extension().is_some_and(|ending| ending == "deb") {
            archives.push(file);
        }
    }
    archives.sort();
    Ok(archives)
}

fn unpack(workshop: &Workshop, archives: &[PathBuf], place: &Path) -> Result<()> {
    for archive in archives {
        let name = archive.file_name().unwrap_or_default().to_string_lossy();
        if name.starts_with("rust-web-src") {
            // Of the compiler's whole source, std's part is a fifth.
            let bare = place.join("sources.tar");
            let mut tar = workshop.command("dpkg-deb");
            tar.arg("--fsys-tarfile")
                .arg(archive)
                .stdout(fs::File::create(&bare)?);
            run(&mut tar)?;
            run(workshop
                .command("tar")
                .arg("-xf")
                .arg(&bare)
                .arg("-C")
                .arg(place)
                .args([
                    "--wildcards",
                    "./usr/src/rustc-*/library",
                    "./usr/lib/rustlib/*",
                ]))?;
            fs::remove_file(bare)?;
        } else if is_wanted(&name) {
            run(workshop
                .command("dpkg-deb")
                .arg("-x")
                .arg(archive)
                .arg(place))?;
        }
    }
    clear(&place.join("usr/share"))
}

/// rustup puts `lib/` of a toolchain on the library path, Debian's libraries lie in a folder of their architecture.
fn gather_libraries(place: &Path) -> Result<()> {
    let to = place.join("usr/lib");
    for from in [place.join("usr/lib"), place.join("lib")] {
        let Ok(parts) = fs::read_dir(&from) else {
            continue;
        };
        for part in parts
            .flatten()
            .filter(|part| part.file_name().to_string_lossy().contains("-linux-gnu"))
        {
            for library in fs::read_dir(part.path())?.flatten() {
                let at = to.join(library.file_name());
                if library.file_name().to_string_lossy().contains(".so") && !at.exists() {
                    link(&library.path(), &at)?;
                }
            }
        }
    }
    Ok(())
}

/// Debian's packages have no `rust-lld`; rustup's toolchain of the same host has. Gives back the host.
fn borrow_linker(workshop: &Workshop, sysroot: &Path) -> Result<String> {
    let rustc = ask(workshop.command("rustc").arg("-vV"))?;
    let host = rustc
        .lines()
        .find_map(|line| line.strip_prefix("host: "))
        .context("rustc does not say its host")?
        .to_owned();
    let theirs = PathBuf::from(ask(workshop.command("rustc").args(["--print", "sysroot"]))?);
    let bin = |sysroot: &Path| sysroot.join("lib/rustlib").join(&host).join("bin");
    let linker = bin(&theirs).join("rust-lld");
    ensure!(
        linker.is_file(),
        "the active toolchain has no rust-lld ({} is not there)",
        linker.display()
    );
    folder(&bin(sysroot))?;
    link(&linker, &bin(sysroot).join("rust-lld"))?;
    Ok(host)
}

fn build_std(workshop: &Workshop, toolchain: &str, place: &Path, sysroot: &Path) -> Result<()> {
    folder(&place.join("src"))?;
    fs::write(place.join("src/lib.rs"), "")?;
    fs::write(
        place.join("Cargo.toml"),
        "[package]\nname = \"orrery-std\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n",
    )?;
    let build = place.join("target");
    run(workshop
        .cargo()
        .current_dir(place)
        .args([
            "build",
            "--release",
            "--quiet",
            "-Zbuild-std=std,panic_abort,test,proc_macro",
            "--target",
            TARGET,
            "--target-dir",
        ])
        .arg(&build)
        .env("RUSTUP_TOOLCHAIN", toolchain)
        // Lets a stable compiler take -Zbuild-std, here and nowhere else.
        .env("RUSTC_BOOTSTRAP", "1")
        // Without bitcode in std, fat LTO fails later with "failed to get bitcode".
        .env("RUSTFLAGS", "-Cembed-bitcode=yes"))?;

    let libraries = sysroot.join("lib/rustlib").join(TARGET).join("lib");
    // Put into place under another name and moved at the end: a folder with that name is whole.
    let unfinished = libraries.with_file_name("lib.unfinished");
    clear(&unfinished)?;
    folder(&unfinished)?;
    let mut count = 0;
    for file in fs::read_dir(build.join(TARGET).join("release/deps"))? {
        let file = file?.path();
        let name = file
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if name.ends_with(".rlib") && !name.starts_with("liborrery_std") {
            fs::copy(&file, unfinished.join(&name))?;
            count += 1;
        }
    }
    if count == 0 {
        bail!("building std left no libraries in {}", build.display());
    }
    fs::rename(&unfinished, &libraries)?;
    clear(place)
}

/// The version that apt would install, of `apt-cache policy`'s answer.
fn candidate(policy: &str) -> Option<(u32, u32)> {
    let version = policy
        .lines()
        .find_map(|line| line.trim().strip_prefix("Candidate: "))?;
    let mut numbers = version.split('.').map(str::parse);
    Some((numbers.next()?.ok()?, numbers.next()?.ok()?))
}

/// The compiler's own packages and shared libraries; never the system's C library, nor what only a C compiler reads.
fn is_wanted(archive: &str) -> bool {
    let package = archive.split('_').next().unwrap_or_default();
    let ours = PACKAGES.contains(&package) || package.starts_with("libstd-rust-web");
    let base = ["libc6", "libc-", "libgcc", "libstdc++"]
        .iter()
        .any(|start| package.starts_with(start));
    ours || (package.starts_with("lib") && !base && !package.ends_with("-dev"))
}

#[cfg(unix)]
fn link(original: &Path, at: &Path) -> Result<()> {
    std::os::unix::fs::symlink(original, at).with_context(|| format!("linking {}", at.display()))
}

#[cfg(not(unix))]
fn link(original: &Path, at: &Path) -> Result<()> {
    fs::copy(original, at)
        .map(|_| ())
        .with_context(|| format!("copying to {}", at.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_candidate_is_read_from_apts_answer() {
        let known = "rustc-web:\n  Installed: (none)\n  Candidate: 1.96.0+dfsg1-1~deb12u2\n  Version table:\n";
        assert_eq!(candidate(known), Some((1, 96)));
        assert_eq!(
            candidate("rustc-web:\n  Installed: (none)\n  Candidate: (none)\n"),
            None
        );
        assert_eq!(candidate(""), None);
    }

    #[test]
    fn the_system_keeps_its_own_c_library() {
        for wanted in [
            "rustc-web_1.96.0_amd64.deb",
            "libstd-rust-web-dev_1.96.0_amd64.deb",
            "libllvm22_1%3a22.1.8_amd64.deb",
            "libgit2-1.5_1.5.1_amd64.deb",
        ] {
            assert!(is_wanted(wanted), "{wanted}");
        }
        for left in [
            "libc6_2.36_amd64.deb",
            "libc6-dev_2.36_amd64.deb",
            "gcc-12_12.2_amd64.deb",
            "libgcc-s1_12.2_amd64.deb",
            "libstdc++6_12.2_amd64.deb",
        ] {
            assert!(!is_wanted(left), "{left}");
        }
    }
}
