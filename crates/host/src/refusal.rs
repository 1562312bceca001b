//! Why a module is refused, and what to do about it.

use std::fmt;

use crate::dialect::Dialect;
use crate::guest::shorten;
use crate::look::Look;
use crate::module::{LARGEST, MOST_FAULTS};

/// Why a module is refused. [`LoadError::hint`] says what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LoadError {
    /// The file is no WebAssembly.
    #[error("expected a WebAssembly module (.wasm or .wat), and this is {look}{}", bytes_of(*.look, *.bytes))]
    NotWasm {
        /// What it looks like.
        look: Look,
        /// How long it is.
        bytes: usize,
    },
    /// The module is too large.
    #[error("expected a module of at most {LARGEST} bytes (16 MiB), and this one has {bytes}")]
    TooLarge {
        /// How long it is.
        bytes: usize,
    },
    /// The text is no WAT.
    #[error("{message}, at line {line}, column {column}\n{excerpt}")]
    Wat {
        /// What is wrong.
        message: String,
        /// The line, from 1.
        line: usize,
        /// The column in characters, from 1.
        column: usize,
        /// The line and a caret under the place.
        excerpt: String,
    },
    /// The file is a component.
    #[error("expected a core WebAssembly module, and this is a component")]
    Component,
    /// The module wants the JavaScript that wasm-bindgen makes.
    #[error(
        "expected a module that stands alone, and this one was made by wasm-bindgen for JavaScript: it imports `{import}`"
    )]
    Bindgen {
        /// One of its imports.
        import: String,
    },
    /// The module uses parts of WebAssembly that are not offered.
    #[error("expected WebAssembly as the host offers it, and the module uses {}", .features.join(" and "))]
    Features {
        /// What it uses.
        features: Vec<&'static str>,
    },
    /// The module breaks the rules of WebAssembly.
    #[error("the module is not valid WebAssembly: {message} (at byte {offset})")]
    Invalid {
        /// Which rule.
        message: String,
        /// Where.
        offset: usize,
    },
    /// The module wants what nobody offers.
    #[error("the module imports what the cosmos does not offer: {}", list(.imports))]
    Imports {
        /// Such imports, the first hundred of them.
        imports: Vec<ImportFault>,
    },
    /// The module has not the exports of a Mechtron.
    #[error("the module is no Mechtron: {}", .exports.join("; "))]
    Exports {
        /// What the module seems to speak.
        dialect: Dialect,
        /// What is missing or has another type, a sentence each.
        exports: Vec<String>,
    },
    /// The module is beyond what the interpreter takes.
    #[error("the interpreter does not take the module: {message}")]
    Unfit {
        /// Its reason.
        message: String,
    },
}

/// An import that is not offered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportFault {
    /// The module from which it is imported.
    pub module: String,
    /// Its name.
    pub name: String,
    /// What is wrong with it.
    pub problem: ImportProblem,
}

/// What is wrong with an import.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ImportProblem {
    /// Nothing of that name is offered.
    Unknown {
        /// What may have been meant.
        nearest: Option<String>,
    },
    /// It is offered with another type.
    Type {
        /// How it is offered.
        expected: String,
        /// How it is imported.
        found: String,
    },
    /// Only functions can be imported.
    NotAFunction {
        /// What it is.
        what: &'static str,
    },
}

impl LoadError {
    /// What to do.
    #[must_use]
    pub fn hint(&self) -> String {
        match self {
            LoadError::NotWasm { look, .. } => not_wasm(*look).to_owned(),
            LoadError::TooLarge { .. } => {
                "build it in release, optimise it for size (`opt-level = \"s\"`, `strip = true`, `wasm-opt -Oz`) and keep data in Artifacts".to_owned()
            }
            LoadError::Wat { .. } => "mend the text at the caret and load it again".to_owned(),
            LoadError::Component => {
                "build a core module: for Rust the target `wasm32-unknown-unknown` with crate-type `cdylib`, not `cargo component` or `wasm32-wasip2`".to_owned()
            }
            LoadError::Bindgen { .. } => {
                "build without wasm-bindgen (`cargo build --target wasm32-unknown-unknown`, no wasm-pack) and use the crate `orrery-mechtron`; a dependency may bring it along, often by a feature named `js` or `wasm-bindgen`".to_owned()
            }
            LoadError::Features { features } => features_hint(features),
            LoadError::Invalid { .. } => {
                "the file may be cut short or damaged; build it anew".to_owned()
            }
            LoadError::Imports { imports } => imports_hint(imports),
            LoadError::Exports { dialect: Dialect::Mechtron, .. } => {
                "its exports are those of the crate `mechtron` 0.3.14, or some of them; link it whole, or use the crate `orrery-mechtron`".to_owned()
            }
            LoadError::Exports { .. } => {
                "a Mechtron exports its memory as `memory`, and the functions `mechtron_v1` and `mechtron_wave`, both without parameters and results; the crate `orrery-mechtron` makes them".to_owned()
            }
            LoadError::Unfit { .. } => {
                "split the module, or its largest functions and tables".to_owned()
            }
        }
    }

    /// What is wrong and what to do, in one text.
    #[must_use]
    pub fn sentence(&self) -> String {
        let joint = if matches!(self, LoadError::Wat { .. }) {
            "\n"
        } else {
            "; "
        };
        format!("{self}{joint}{}", self.hint())
    }
}

fn bytes_of(look: Look, bytes: usize) -> String {
    match look {
        Look::Empty => String::new(),
        _ => format!(" ({bytes} bytes)"),
    }
}

fn not_wasm(look: Look) -> &'static str {
    match look {
        Look::Empty | Look::Zeros => {
            "choose the file that the build made; this one was never written to its end"
        }
        Look::Zip | Look::Gzip => "unpack it and choose the .wasm file in it",
        Look::Elf | Look::MachO | Look::Exe => {
            "build for WebAssembly: `cargo build --release --target wasm32-unknown-unknown`"
        }
        Look::Archive | Look::Bitcode => {
            "link it to a module: for Rust crate-type `cdylib`, for C `-Wl,--no-entry`"
        }
        Look::JavaScript => {
            "choose the .wasm file that lies beside the script, and see that it was built without wasm-bindgen"
        }
        Look::Rust | Look::C => "compile it first and choose the .wasm file that the build made",
        _ => "choose a file that ends in .wasm, or in .wat and begins with `(module`",
    }
}

fn features_hint(features: &[&str]) -> String {
    let mut hints = Vec::new();
    for feature in features {
        let hint = match *feature {
            "threads" | "shared memory" => {
                "compile without `+atomics` and shared memory: a Mechtron serves one Wave at a time"
            }
            "exceptions" => {
                "compile with exceptions off (Rust: `panic = \"abort\"`; C++: `-fno-exceptions`)"
            }
            "garbage collection" => "compile with a language or a mode that keeps its own memory",
            "SIMD" | "relaxed SIMD" => "compile without `+simd128`",
            "64-bit memory" => "compile for wasm32",
            "tail calls" => "compile without `+tail-call`",
            _ => "compile for plain WebAssembly (`-Ctarget-cpu=mvp`)",
        };
        if !hints.contains(&hint) {
            hints.push(hint);
        }
    }
    hints.join("; ")
}

fn imports_hint(imports: &[ImportFault]) -> String {
    let wants_memory = imports.iter().any(|import| {
        matches!(
            import.problem,
            ImportProblem::NotAFunction { what: "memory" }
        )
    });
    let unlinked = imports
        .iter()
        .any(|import| import.name == "__linear_memory" || import.name == "__stack_pointer");
    if unlinked {
        "the file looks like an object file: link it to a module first".to_owned()
    } else if wants_memory {
        "a Mechtron owns its memory: link without `--import-memory` and export it as `memory`"
            .to_owned()
    } else {
        "import only what the membrane offers, or link what else the module needs into it"
            .to_owned()
    }
}

/// The bytes of a name that a sentence shows.
const NAME: usize = 200;

fn list(imports: &[ImportFault]) -> String {
    let lines: Vec<String> = imports.iter().map(ToString::to_string).collect();
    let more = if imports.len() == MOST_FAULTS {
        ", and perhaps more"
    } else {
        ""
    };
    lines.join(", ") + more
}

impl fmt::Display for ImportFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (module, name) = (shorten(&self.module, NAME), shorten(&self.name, NAME));
        write!(f, "{module}.{name}")?;
        match &self.problem {
            ImportProblem::Unknown { nearest: None } => Ok(()),
            ImportProblem::Unknown {
                nearest: Some(near),
            } => write!(f, " (did you mean {near}?)"),
            ImportProblem::Type { expected, found } => {
                write!(f, " (offered as {expected}, imported as {found})")
            }
            ImportProblem::NotAFunction { what } => {
                write!(f, " (a {what}; only functions are offered)")
            }
        }
    }
}
