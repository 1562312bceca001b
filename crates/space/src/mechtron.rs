//! The Mechtron document: which module a Mechtron runs.

use smol_str::SmolStr;

use crate::{ParseError, Point};

/// The config of a Mechtron, as it stands in a `.mechtron` artifact. Its text form is its JSON form too.
///
/// ```
/// use orrery_space::MechtronConfig;
/// let text = "Mechtron(version=1.0.0) { Wasm { +bin=repo:1.0.0:/wasm/a.wasm; +name=a; } }";
/// let config: MechtronConfig = text.parse()?;
/// assert_eq!(config.bin, "repo:1.0.0:/wasm/a.wasm".parse()?);
/// assert_eq!(config.to_string().parse::<MechtronConfig>()?, config);
/// # Ok::<(), orrery_space::ParseError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct MechtronConfig {
    /// The artifact that is the module.
    pub bin: Point,
    /// The name by which the module knows what to be.
    pub name: SmolStr,
}

impl MechtronConfig {
    /// The config that a document in a bundle is. In it `${doc.bundle}` stands for the point of the
    /// bundle, and `${doc.bundle}/wasm/a.wasm` for a file in it. An assignment on a line of its own may
    /// lack its `+`, as in documents that are older than that.
    ///
    /// ```
    /// use orrery_space::MechtronConfig;
    /// let text = "Mechtron(version=1.0.0) {
    ///   Wasm {
    ///     bin=${doc.bundle}/wasm/a.wasm
    ///     name=a
    ///   }
    /// }";
    /// let config = MechtronConfig::in_bundle(&"repo:1.0.0".parse()?, text)?;
    /// assert_eq!(config.bin, "repo:1.0.0:/wasm/a.wasm".parse()?);
    /// # Ok::<(), orrery_space::ParseError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// What is wrong, and where in the text with all that filled in.
    pub fn in_bundle(bundle: &Point, text: &str) -> Result<Self, ParseError> {
        let mut whole = String::with_capacity(text.len());
        for line in text.split_inclusive('\n') {
            let (indent, bare) = line.split_at(line.len() - line.trim_start().len());
            whole.push_str(indent);
            if bare.starts_with(|c: char| c.is_ascii_lowercase()) && bare.contains('=') {
                whole.push('+');
            }
            for (no, part) in bare.split("${doc.bundle}").enumerate() {
                if no > 0 {
                    whole.push_str(bundle.as_str());
                    if part.starts_with('/') {
                        whole.push(':');
                    }
                }
                whole.push_str(part);
            }
        }
        whole.parse()
    }
}
