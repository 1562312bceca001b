//! Scripts: commands one after another, a `;` after each.
//!
//! The last `;` may be left out. A command may go over several lines; there are no comments. What is
//! wrong in one command hides nothing that is wrong in another.
//!
//! ```
//! use orrery_space::command::Script;
//! let script: Script = "create localhost<Space>; create localhost:app<App>".parse()?;
//! assert_eq!(script.to_string(), "create localhost<Space>;\ncreate localhost:app<App>;\n");
//! let error = "crate a<Space>; create b<Spce>".parse::<Script>().unwrap_err();
//! assert_eq!(error.diagnostics.len(), 2);
//! # Ok::<(), orrery_space::ParseError>(())
//! ```

use std::ops::Range;

use smol_str::SmolStr;

use super::{Command, PointForm};
use crate::{ParseError, Point};

/// Commands one after another.
#[derive(Debug, Clone, PartialEq)]
pub struct Script<P = Point> {
    /// The commands, in their order.
    pub commands: Vec<Command<P>>,
}

/// A command of a text.
#[derive(Debug, Clone, PartialEq)]
pub struct Line<P = Point> {
    /// Where it stands, without the `;`, in bytes.
    pub place: Range<usize>,
    /// The command.
    pub command: Command<P>,
}

impl<P: PointForm> Script<P> {
    /// The commands of a text, each with its place there, for who carries them out one by one and
    /// says where he stopped.
    ///
    /// ```
    /// use orrery_space::command::Script;
    /// let lines = Script::<orrery_space::Point>::lines("stars; lanes;")?;
    /// assert_eq!(lines[1].place, 7..12);
    /// # Ok::<(), orrery_space::ParseError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// All that is wrong in any of them.
    pub fn lines(text: &str) -> Result<Vec<Line<P>>, ParseError> {
        crate::grammar::command::script::script(text)
    }
}

/// The files that must come with a command or script, by name: those of every `^[ name ]`, each
/// once, in order. None where the text is refused.
///
/// ```
/// use orrery_space::command::upload_blocks;
/// let text = "publish ^[ bundle.zip ]-> localhost:repo:1.0.0; launch ^[ a.wasm ]-> localhost:a;";
/// assert_eq!(upload_blocks(text), ["bundle.zip", "a.wasm"]);
/// ```
#[must_use]
pub fn upload_blocks(text: &str) -> Vec<SmolStr> {
    let lines = Script::<Point>::lines(text).unwrap_or_default();
    let mut names: Vec<SmolStr> = Vec::new();
    for name in lines.iter().filter_map(|line| line.command.file()) {
        if !names.contains(name) {
            names.push(name.clone());
        }
    }
    names
}
