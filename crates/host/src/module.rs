//! A module: read, held against the contract, and compiled.

use std::sync::Arc;

use wasmi::{CompilationMode, Config, Engine, Linker};

use crate::binary::{self, Binary, What};
use crate::dialect::{self, Dialect};
use crate::guest::{Guest, MOST_ELEMENTS, MOST_TABLES};
use crate::import;
use crate::membrane;
use crate::refusal::{ImportFault, ImportProblem, LoadError};
use crate::report::Report;
use crate::text::{Written, written};

/// The most bytes that a module may have: 16 MiB.
pub const LARGEST: usize = 16 << 20;

/// The export that marks the version of the contract.
const MARKER: &str = "mechtron_v1";

/// The most calls that may be open in a guest.
pub(crate) const DEEPEST: usize = 4_096;

/// The most bytes of its value stack.
pub(crate) const HIGHEST: usize = 1 << 20;

/// The most imports that a refusal names.
pub(crate) const MOST_FAULTS: usize = 100;

/// A compiled module. Cheap to clone; its code is freed with the last clone and the last instance.
#[derive(Debug, Clone)]
pub struct Module(Arc<Inner>);

struct Inner {
    engine: Engine,
    compiled: wasmi::Module,
    linker: Linker<Guest>,
    report: Report,
    wasm: Arc<[u8]>,
    start: Option<String>,
}

impl std::fmt::Debug for Inner {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Module of {} bytes", self.wasm.len())
    }
}

impl Module {
    /// Loads a module: wasm, or WAT as UTF-8 text.
    ///
    /// ```
    /// use orrery_host::{LoadError, Module};
    /// let refused = Module::load(b"PK\x03\x04").unwrap_err();
    /// assert!(matches!(refused, LoadError::NotWasm { .. }));
    /// assert!(refused.to_string().ends_with("this is a ZIP archive (4 bytes)"));
    /// ```
    ///
    /// # Errors
    ///
    /// The file is no module, or none that can be a Mechtron; [`LoadError::sentence`] says why and
    /// what to do.
    pub fn load(bytes: &[u8]) -> Result<Module, LoadError> {
        let wasm = binary_of(bytes)?;
        if wasm.len() > LARGEST {
            return Err(LoadError::TooLarge { bytes: wasm.len() });
        }
        if binary::is_component(&wasm) {
            return Err(LoadError::Component);
        }
        let mut read = binary::read(&wasm)?;
        read.report.dialect = dialect_of(&read);
        check_bindgen(&read)?;
        if read.is_unlinked() {
            check_imports(&read)?;
        }
        binary::validate(&wasm, &read)?;
        check_imports(&read)?;
        check_exports(&read)?;
        check_tables(&read)?;
        compile(wasm, read)
    }

    /// What the module says of itself.
    #[must_use]
    pub fn report(&self) -> &Report {
        &self.0.report
    }

    /// The module as a binary.
    #[must_use]
    pub fn wasm(&self) -> &Arc<[u8]> {
        &self.0.wasm
    }

    pub(crate) fn engine(&self) -> &Engine {
        &self.0.engine
    }

    pub(crate) fn compiled(&self) -> &wasmi::Module {
        &self.0.compiled
    }

    pub(crate) fn linker(&self) -> &Linker<Guest> {
        &self.0.linker
    }

    /// The name under which the start function is exported.
    pub(crate) fn start(&self) -> Option<&str> {
        self.0.start.as_deref()
    }
}

fn binary_of(bytes: &[u8]) -> Result<Vec<u8>, LoadError> {
    match written(bytes)? {
        Written::Binary(wasm) => Ok(wasm.to_vec()),
        Written::Text(text) if text.len() > LARGEST => {
            Err(LoadError::TooLarge { bytes: text.len() })
        }
        Written::Text(text) if after_comments(text).starts_with("(component") => {
            Err(LoadError::Component)
        }
        Written::Text(text) => from_wat(text),
    }
}

/// Whether the first thing in a text that is no comment is a parenthesis.
pub(crate) fn is_wat(text: &str) -> bool {
    after_comments(text).starts_with('(')
}

/// A text from the first thing on that is no comment, or that is one without an end.
pub(crate) fn after_comments(text: &str) -> &str {
    let mut rest = text.trim_start_matches('\u{feff}').trim_start();
    loop {
        let comment = if let Some(line) = rest.strip_prefix(";;") {
            line.find('\n').map(|end| end + 2)
        } else if rest.starts_with("(;") {
            match rest.find(";)") {
                Some(end) => Some(end + 2),
                None => return rest,
            }
        } else {
            return rest;
        };
        let end = comment.unwrap_or(rest.len());
        rest = rest.get(end..).unwrap_or_default().trim_start();
    }
}

fn from_wat(text: &str) -> Result<Vec<u8>, LoadError> {
    let text = text.trim_start_matches('\u{feff}');
    let encoded = wast::parser::ParseBuffer::new(text).and_then(|buffer| {
        let mut wat: wast::Wat = wast::parser::parse(&buffer)?;
        wat.encode()
    });
    encoded.map_err(|error| mistake(text, error.span().offset(), error.message()))
}

/// A mistake in WAT, with the line on which it is and a caret under its place.
fn mistake(text: &str, offset: usize, message: String) -> LoadError {
    /// Characters of a long line that are shown before and after the place.
    const AROUND: usize = 60;
    let before = text.get(..offset).unwrap_or(text);
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    let line = text.get(line_start..).unwrap_or_default();
    let line = line.lines().next().unwrap_or_default();
    let column = before.get(line_start..).unwrap_or_default().chars().count();
    let skipped = column.saturating_sub(AROUND);
    let shown = |from: usize, to: usize| line.chars().skip(from).take(to - from);
    let source: String = shown(skipped, column + AROUND).collect();
    let blank: String = shown(skipped, column)
        .map(|c| if c == '\t' { '\t' } else { ' ' })
        .collect();
    LoadError::Wat {
        message,
        line: before.matches('\n').count() + 1,
        column: column + 1,
        excerpt: format!("{source}\n{blank}^"),
    }
}

/// What a module speaks: that of the crate `mechtron` is told by its exports.
fn dialect_of(read: &Binary) -> Dialect {
    let has = |name: &str| read.exports.iter().any(|export| export.name == name);
    match !has(MARKER) && dialect::EXPORTS.iter().any(|(name, ..)| has(name)) {
        true => Dialect::Mechtron,
        false => Dialect::Membrane,
    }
}

fn check_bindgen(read: &Binary) -> Result<(), LoadError> {
    let made = read.imports.iter().find(|import| {
        import.module.starts_with("__wbindgen_")
            || import.module == "wbg"
            || import.name.starts_with("__wbindgen_")
            || import.name.starts_with("__wbg_")
    });
    match made {
        Some(import) => Err(LoadError::Bindgen {
            import: format!("{}.{}", import.module, import.name),
        }),
        None => Ok(()),
    }
}

fn check_imports(read: &Binary) -> Result<(), LoadError> {
    let dialect = read.report.dialect;
    let faults = read.imports.iter().filter_map(|import| {
        let problem = problem(dialect, &import.module, &import.name, &import.what)?;
        Some(ImportFault {
            module: import.module.clone(),
            name: import.name.clone(),
            problem,
        })
    });
    let imports: Vec<ImportFault> = faults.take(MOST_FAULTS).collect();
    match imports.is_empty() {
        true => Ok(()),
        false => Err(LoadError::Imports { imports }),
    }
}

fn problem(dialect: Dialect, module: &str, name: &str, what: &What) -> Option<ImportProblem> {
    let What::Function(params, results) = what else {
        return Some(ImportProblem::NotAFunction { what: what.noun() });
    };
    let expected = if let Some(offer) = import::find(dialect, module, name) {
        if *params == offer.params() && *results == offer.results() {
            return None;
        }
        import::signature(&offer.params(), &offer.results())
    } else if import::is_absent(module, name) {
        if *results == [wasmi::ValType::I32] {
            return None;
        }
        import::signature(params, &[wasmi::ValType::I32])
    } else {
        let nearest = import::nearest(module, name);
        return Some(ImportProblem::Unknown { nearest });
    };
    Some(ImportProblem::Type {
        expected,
        found: import::signature(params, results),
    })
}

fn check_exports(read: &Binary) -> Result<(), LoadError> {
    const MEMBRANE: &[(&str, usize, usize)] = &[(MARKER, 0, 0), ("mechtron_wave", 0, 0)];
    const OPTIONAL: &[(&str, usize, usize)] = &[("_initialize", 0, 0), ("mechtron_init", 0, 0)];
    let find = |name: &str| read.exports.iter().find(|export| export.name == name);
    let mut faults = Vec::new();
    match find("memory").map(|export| &export.what) {
        Some(What::Memory { .. }) => {}
        Some(other) => faults.push(format!(
            "it exports `memory` as a {}, and a memory is expected",
            other.noun()
        )),
        None => faults.push("it does not export its memory as `memory`".to_owned()),
    }
    let dialect = read.report.dialect;
    let required = match dialect {
        Dialect::Membrane => MEMBRANE,
        Dialect::Mechtron => dialect::EXPORTS,
    };
    for (exports, required) in [(required, true), (OPTIONAL, false)] {
        for &(name, params, results) in exports {
            let of = |count| vec![wasmi::ValType::I32; count];
            let expected = What::Function(of(params), of(results));
            match find(name).map(|export| &export.what) {
                Some(found) if *found == expected => {}
                Some(found @ What::Function(..)) => faults.push(format!(
                    "it exports `{name}` as {}, and {} is expected",
                    found.ty(),
                    expected.ty()
                )),
                Some(other) => faults.push(format!(
                    "it exports `{name}` as a {}, and a function {} is expected",
                    other.noun(),
                    expected.ty()
                )),
                None if required => faults.push(format!(
                    "it does not export the function `{name}`{}",
                    if name == MARKER {
                        ", which marks the version of the contract"
                    } else {
                        ""
                    }
                )),
                None => {}
            }
        }
    }
    match faults.is_empty() {
        true => Ok(()),
        false => Err(LoadError::Exports {
            dialect,
            exports: faults,
        }),
    }
}

fn check_tables(read: &Binary) -> Result<(), LoadError> {
    let tables = read.tables.len();
    let most = read.tables.iter().max().copied().unwrap_or_default();
    if tables > MOST_TABLES {
        let message = format!("it has {tables} tables, and may have {MOST_TABLES}");
        return Err(LoadError::Unfit { message });
    }
    if most > MOST_ELEMENTS as u64 {
        let message = format!("it has a table of {most} elements, and may have {MOST_ELEMENTS}");
        return Err(LoadError::Unfit { message });
    }
    Ok(())
}

fn compile(wasm: Vec<u8>, read: Binary) -> Result<Module, LoadError> {
    let unfit = |error: wasmi::Error| LoadError::Unfit {
        message: error.to_string(),
    };
    let start = read.start.map(|_| start_name(&read));
    let rewritten = match (read.start, &start) {
        (Some(function), Some(name)) => Some(
            binary::export_start(&wasm, function, name).ok_or_else(|| LoadError::Unfit {
                message: "its start function cannot be exported".to_owned(),
            })?,
        ),
        _ => None,
    };
    let engine = Engine::new(&config());
    let compiled =
        wasmi::Module::new(&engine, rewritten.as_deref().unwrap_or(&wasm)).map_err(unfit)?;
    let mut linker = Linker::new(&engine);
    membrane::offer(&mut linker).map_err(unfit)?;
    if read.report.dialect == Dialect::Mechtron {
        dialect::offer(&mut linker).map_err(unfit)?;
    }
    let mut absent: Vec<&str> = Vec::new();
    for import in &read.imports {
        if let What::Function(params, _) = &import.what
            && import::is_absent(&import.module, &import.name)
            && !absent.contains(&import.name.as_str())
        {
            absent.push(&import.name);
            membrane::absent(&mut linker, &import.name, params.clone()).map_err(unfit)?;
        }
    }
    Ok(Module(Arc::new(Inner {
        engine,
        compiled,
        linker,
        report: read.report,
        wasm: wasm.into(),
        start,
    })))
}

/// A name for the start function which the module does not use itself.
fn start_name(read: &Binary) -> String {
    let mut name = "orrery:start".to_owned();
    while read.exports.iter().any(|export| export.name == name) {
        name.push('\'');
    }
    name
}

/// Eager compilation, since a function compiled by the first Wave would cost that Wave fuel.
fn config() -> Config {
    let mut config = Config::default();
    config
        .consume_fuel(true)
        .compilation_mode(CompilationMode::Eager)
        .ignore_custom_sections(true)
        .wasm_multi_memory(false)
        .wasm_tail_call(false)
        .set_max_recursion_depth(DEEPEST)
        .set_max_stack_height(HIGHEST);
    config
}
