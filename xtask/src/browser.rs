//! A Chromium for the tests, and the driver of the same release: found, or brought by apt or by npm's fetcher.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow, ensure};

use crate::workshop::{Workshop, ask, folder, major, say, version_in};

/// Both programs, by path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Browser {
    pub chrome: PathBuf,
    pub driver: PathBuf,
}

/// How the tests start the browser. Root may not use its sandbox, and nothing in a test may call out.
pub const ARGUMENTS: [&str; 8] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
];

const CHROMES: [&str; 5] = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
];
const ELSEWHERE: [&str; 4] = [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Google\Chrome\Application\chrome.exe",
];

/// Looks for a browser and a driver that fit each other.
pub fn find(workshop: &Workshop) -> Option<Browser> {
    let named = |name: &str| {
        env::var_os(name)
            .map(PathBuf::from)
            .filter(|file| file.is_file())
    };
    let chrome = named("CHROME")
        .or_else(|| fetched(workshop, "chrome"))
        .or_else(|| CHROMES.iter().find_map(|name| workshop.on_path(name)))
        .or_else(|| {
            ELSEWHERE
                .iter()
                .map(PathBuf::from)
                .find(|file| file.is_file())
        })?;
    let driver = named("CHROMEDRIVER")
        .or_else(|| fetched(workshop, "chromedriver"))
        .or_else(|| workshop.on_path("chromedriver"))?;
    fit(release(workshop, &chrome), release(workshop, &driver))
        .then_some(Browser { chrome, driver })
}

/// Brings both, by the first way that is open.
///
/// # Errors
/// When no way is; the text says what to install.
pub fn bring(workshop: &Workshop) -> Result<()> {
    let mut hindrances = Vec::new();
    for way in [by_apt, by_fetcher] {
        match way(workshop) {
            Ok(()) if find(workshop).is_some() => return Ok(()),
            Ok(()) => hindrances.push(
                "installed, and yet no browser with a driver of its release was found".to_owned(),
            ),
            Err(error) => hindrances.push(format!("{error:#}")),
        }
    }
    Err(anyhow!(
        "the tests need Chromium or Chrome and the chromedriver of its release\n  {}\n  \
         on Debian as root: apt-get install chromium chromium-driver\n  \
         elsewhere: install both, and put them on PATH or name them in CHROME and CHROMEDRIVER",
        hindrances.join("\n  ")
    ))
}

/// Debian has both as packages, which only root may install.
fn by_apt(workshop: &Workshop) -> Result<()> {
    let system = fs::read_to_string("/etc/os-release").unwrap_or_default();
    ensure!(
        system.lines().any(|line| line == "ID=debian"),
        "by apt: only Debian has a driver that fits its browser"
    );
    let user = ask(workshop.command("id").arg("-u"))?;
    let as_root: &[&str] = if user == "0" { &[] } else { &["sudo", "-n"] };
    if user != "0" {
        ask(workshop.command("sudo").args(["-n", "true"]))
            .context("by apt: it needs root, and sudo wants a password or is not here")?;
    }
    say("Chromium and its driver, by apt-get (about 1 minute)");
    let apt = |words: &[&str]| {
        let all: Vec<&str> = as_root
            .iter()
            .chain(&["apt-get", "-qq"])
            .chain(words)
            .copied()
            .collect();
        let mut command = workshop.command(all[0]);
        command
            .args(&all[1..])
            .env("DEBIAN_FRONTEND", "noninteractive");
        command
    };
    ask(&mut apt(&["update"])).context("by apt")?;
    ask(&mut apt(&[
        "install",
        "-y",
        "--no-install-recommends",
        "chromium",
        "chromium-driver",
    ]))
    .context("by apt")?;
    Ok(())
}

/// npm's fetcher takes both from the browser's maker; it wants the open internet.
fn by_fetcher(workshop: &Workshop) -> Result<()> {
    ensure!(
        workshop.on_path("npx").is_some(),
        "by npm's fetcher: npx is not on PATH"
    );
    say("Chrome and its driver, by npm's fetcher (about 1 minute)");
    let place = fetch_folder(workshop);
    folder(&place)?;
    for what in ["chrome@stable", "chromedriver@stable"] {
        let mut fetcher = workshop.npm("npx");
        ask(fetcher
            .args(["--yes", "@puppeteer/browsers@2", "install", what, "--path"])
            .arg(&place))
        .context("by npm's fetcher")?;
    }
    Ok(())
}

fn fetch_folder(workshop: &Workshop) -> PathBuf {
    workshop.home.join("browser")
}

/// What the fetcher left: `browser/chrome/PLATFORM-RELEASE/chrome-PLATFORM/chrome`, the last release of several.
fn fetched(workshop: &Workshop, program: &str) -> Option<PathBuf> {
    let inside = |folder: PathBuf| -> Vec<PathBuf> {
        fs::read_dir(folder)
            .into_iter()
            .flatten()
            .flatten()
            .map(|entry| entry.path())
            .collect()
    };
    let names = [
        program.to_owned(),
        format!("{program}.exe"),
        "Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing".to_owned(),
    ];
    let releases = inside(fetch_folder(workshop).join(program));
    let mut found: Vec<PathBuf> = releases
        .into_iter()
        .flat_map(inside)
        .flat_map(|folder| {
            names
                .iter()
                .map(move |name| folder.join(name))
                .collect::<Vec<_>>()
        })
        .filter(|file| file.is_file())
        .collect();
    found.sort();
    found.pop()
}

fn release(workshop: &Workshop, program: &Path) -> Option<u32> {
    // On Windows, asking Chrome for its version opens a window instead.
    if cfg!(windows) {
        return None;
    }
    ask(workshop.command(program).arg("--version"))
        .ok()
        .as_deref()
        .and_then(version_in)
        .and_then(major)
}

/// A driver serves the browser of its own release only; what does not say its release is taken on trust.
fn fit(chrome: Option<u32>, driver: Option<u32>) -> bool {
    match (chrome, driver) {
        (Some(chrome), Some(driver)) => chrome == driver,
        _ => cfg!(windows),
    }
}

/// What a WebDriver session is to ask for, as the JSON that wasm-bindgen's test runner reads.
pub fn capabilities(browser: &Browser) -> String {
    let quoted = |text: &str| format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""));
    let arguments: Vec<_> = ARGUMENTS.iter().map(|argument| quoted(argument)).collect();
    format!(
        "{{ \"goog:chromeOptions\": {{ \"binary\": {}, \"args\": [{}] }} }}\n",
        quoted(&browser.chrome.to_string_lossy()),
        arguments.join(", ")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_driver_fits_the_browser_of_its_release() {
        assert!(fit(Some(156), Some(156)));
        assert!(!fit(Some(156), Some(155)));
        assert_eq!(fit(None, Some(156)), cfg!(windows));
    }

    #[test]
    fn capabilities_name_the_browser_and_its_arguments() {
        let browser = Browser {
            chrome: PathBuf::from(r"C:\Chrome\chrome.exe"),
            driver: PathBuf::from("chromedriver"),
        };
        let json = capabilities(&browser);
        assert!(json.starts_with(r#"{ "goog:chromeOptions": { "binary": "C:\\Chrome\\chrome.exe", "args": ["--headless", "#), "{json}");
        assert!(json.ends_with("] } }\n"), "{json}");
    }
}
