//! What is said of saving and restoring, in sentences.
//!
//! ```
//! use orrery_scene::keeping::ago;
//! assert_eq!(ago(12 * 60_000), "12 minutes ago");
//! ```

/// How long ago something was, by milliseconds.
#[must_use]
pub fn ago(ms: u64) -> String {
    let minutes = ms / 60_000;
    let (count, unit) = match minutes {
        0 => return "a moment ago".to_owned(),
        1..=59 => (minutes, "minute"),
        60..=1_439 => (minutes / 60, "hour"),
        _ => (minutes / 1_440, "day"),
    };
    let s = if count == 1 { "" } else { "s" };
    format!("{count} {unit}{s} ago")
}

/// While a saved cosmos is played up to where it was; `part` is in thousandths.
#[must_use]
pub fn restoring(of: &str, part: u16) -> String {
    format!("{of} is being restored: {} %", part / 10)
}

/// A size, for a person.
#[must_use]
pub fn size(bytes: usize) -> String {
    match bytes {
        0..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{} kB", bytes / 1_000),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    }
}

/// How it stands when nothing was done yet.
pub const NOTHING_DONE: &str =
    "Whatever you do is saved in this browser by itself, and is there again when you come back.";

/// How it stands when all is saved.
#[must_use]
pub fn saved(bytes: usize) -> String {
    format!(
        "What you did is saved in this browser ({}), and is there again when you come back.",
        self::size(bytes)
    )
}

/// The cosmos is there again; `otherwise` says that it did not go as it went.
#[must_use]
pub fn restored(ms: u64, otherwise: bool) -> String {
    let mut words = format!("Restored from {}.", self::ago(ms));
    if otherwise {
        words.push_str(self::OTHERWISE);
    }
    words
}

/// The same seed and inputs have another outcome: another build of Orrery saved them.
pub const OTHERWISE: &str = " It was saved by another Orrery, under which some of it went otherwise: what you see is what the same \
     commands do here.";

/// A cosmos from a file is there. `kept` says whether another is saved.
#[must_use]
pub fn opened(name: &str, otherwise: bool, kept: bool) -> String {
    let mut words = format!("{name} is open.");
    if otherwise {
        words.push_str(self::OTHERWISE);
    }
    if kept {
        words.push_str(" The cosmos that was saved before stays until you do something here.");
    }
    words
}

/// A new cosmos, while another is still saved.
pub const ANEW: &str =
    "Begun anew. The cosmos that was saved before stays until you do something here.";

/// The save of the last visit is no use; why, as a sentence without its end.
#[must_use]
pub fn unreadable(why: &str) -> String {
    format!("The save of your last visit cannot be read, so the first cosmos begins: {why}.")
}

/// A file is no saved cosmos.
#[must_use]
pub fn refused(name: &str, why: &str) -> String {
    format!("{name} was not opened: {why}.")
}

/// The browser has no room.
pub const FULL: &str = "The browser has no room left to save this cosmos. Nothing is lost while the page is open: export it as a file, \
     or free some storage (the browser's settings list what each site keeps), and the next change is saved again.";

/// The browser keeps nothing, for the reason that it gives.
#[must_use]
pub fn denied(why: &str) -> String {
    format!(
        "This browser saves nothing for this page ({why}), as is usual in a private window. What you do is gone when the \
         page is closed, unless you export it as a file."
    )
}

/// Another tab saves.
pub const OTHER_TAB: &str = "Another tab of this page is open, and the first one alone saves. What you do here is gone when this tab is closed, \
     unless you export it as a file.";

/// The name of a file: what a person called it, without what no file system likes.
#[must_use]
pub fn file_name(name: &str) -> String {
    let fine = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_' | '.');
    let name = name.trim();
    let name: String = name
        .strip_suffix(".orrery")
        .unwrap_or(name)
        .chars()
        .filter(|c| fine(*c))
        .take(60)
        .collect();
    let name = name.trim_matches(['.', ' ']);
    format!("{}.orrery", if name.is_empty() { "cosmos" } else { name })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_for_people() {
        for (minutes, words) in [
            (0, "a moment ago"),
            (1, "1 minute ago"),
            (59, "59 minutes ago"),
            (60, "1 hour ago"),
            (60 * 24 - 1, "23 hours ago"),
            (60 * 24 * 30, "30 days ago"),
        ] {
            assert_eq!(ago(minutes * 60_000), words);
        }
    }

    #[test]
    fn names_of_files_are_fit_for_any_machine() {
        for (name, file) in [
            ("my cosmos", "my cosmos.orrery"),
            ("a/b\\c:d.orrery", "abcd.orrery"),
            (" .. ", "cosmos.orrery"),
            ("", "cosmos.orrery"),
            ("größe-1", "größe-1.orrery"),
        ] {
            assert_eq!(file_name(name), file);
        }
    }

    #[test]
    fn sizes_are_short() {
        assert_eq!(size(812), "812 bytes");
        assert_eq!(size(61_400), "61 kB");
        assert_eq!(size(2_340_000), "2.3 MB");
    }
}
