//! Scenarios: text that drives a cosmos and says what must come of it.
//!
//! The same text is a native test, a browser test and a bug report. Each `--- name ---` begins a
//! fresh cosmos; `> ` begins a command, and the lines under it are its whole reply.
//!
//! ```
//! use orrery_cosmos::scenario::Script;
//! let text = "--- a space ---\nseed 7\n> create localhost<Space>\n200 Stub localhost<Space> Ready\n";
//! let script: Script = text.parse()?;
//! let run = script.run(|path| Err(format!("no file {path}")));
//! assert!(run.is_as_expected(), "{run}");
//! # Ok::<(), orrery_cosmos::scenario::ScriptError>(())
//! ```

mod expect;
mod reasons;
mod run;
mod script;

pub use self::run::{Mismatch, Run, ScenarioRun};
pub use self::script::{Scenario, Script, ScriptError, Step};
