//! The Mechtron document: which module a Mechtron runs.

use smol_str::SmolStr;

use crate::Point;

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
