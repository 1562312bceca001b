//! Formats: what bytes or text are within, such as JSON or an image.
//!
//! An image is known by its first bytes; whether the rest can be drawn is not looked at.
//!
//! ```
//! use orrery_space::format::Format;
//! assert_eq!(Format::Json.accepts(b"[1, 2]"), Ok(()));
//! assert_eq!(Format::Image.accepts(b"\x89PNG\r\n\x1a\n..."), Ok(()));
//! ```

use serde::de::IgnoredAny;

/// A format that a pattern can ask for.
///
/// ```
/// use orrery_space::format::Format;
/// assert_eq!(Format::from_name("json"), Some(Format::Json));
/// assert_eq!(Format::Image.to_string(), "image");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// JSON.
    Json,
    /// A picture: png, jpeg, gif, webp or svg.
    Image,
}

impl Format {
    /// All formats.
    pub const ALL: &'static [Format] = &[Format::Json, Format::Image];

    /// The names of [`Self::ALL`].
    pub const NAMES: &'static [&'static str] = &["json", "image"];

    /// The name as it stands in text.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Format::Json => "json",
            Format::Image => "image",
        }
    }

    /// The format of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|format| format.name() == name)
    }

    /// Whether the bytes are of this format.
    ///
    /// # Errors
    ///
    /// What they are instead, as the end of a sentence: `no JSON: EOF while parsing a value`.
    pub fn accepts(self, bytes: &[u8]) -> Result<(), String> {
        match self {
            Format::Json => serde_json::from_slice::<IgnoredAny>(bytes)
                .map(drop)
                .map_err(|error| format!("no JSON: {error}")),
            Format::Image if is_image(bytes) => Ok(()),
            Format::Image => Err("no image: the first bytes are of none that is known".to_owned()),
        }
    }

    /// What a person calls it.
    pub(crate) fn noun(self) -> &'static str {
        match self {
            Format::Json => "JSON",
            Format::Image => "an image (png, jpeg, gif, webp or svg)",
        }
    }
}

impl std::fmt::Display for Format {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.name())
    }
}

fn is_image(bytes: &[u8]) -> bool {
    const FIRST: &[&[u8]] = &[b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a"];
    FIRST.iter().any(|first| bytes.starts_with(first)) || is_webp(bytes) || is_svg(bytes)
}

/// `RIFF`, four bytes of length, `WEBP`.
fn is_webp(bytes: &[u8]) -> bool {
    bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP")
}

/// Text whose first element is `svg`, after whatever XML allows before it.
fn is_svg(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return false;
    };
    let mut rest = text.trim_start_matches('\u{feff}').trim_start();
    loop {
        let end = if rest.starts_with("<?") {
            "?>"
        } else if rest.starts_with("<!--") {
            "-->"
        } else if rest.starts_with("<!") {
            ">"
        } else {
            return rest
                .strip_prefix("<svg")
                .is_some_and(|after| after.starts_with([' ', '\t', '\r', '\n', '>', '/']));
        };
        let Some((_, after)) = rest.split_once(end) else {
            return false;
        };
        rest = after.trim_start();
    }
}
