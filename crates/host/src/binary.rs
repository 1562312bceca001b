//! Reads a binary before it is compiled: what it is, what it wants, what it offers.

use wasmi::ValType;
use wasmparser::{Encoding, ExternalKind, FuncType, Parser, Payload, TypeRef, WasmFeatures};

use crate::import::signature;
use crate::refusal::LoadError;
use crate::report::{Export, Import, Memory, Report};
use crate::steps::{Fault, MOST_STEPS, valid};

/// The custom section with what a module says of itself.
const MANIFEST: &str = "mechtron:manifest";

/// The most bytes of it.
const LONGEST_MANIFEST: usize = 64 << 10;

/// What was read of a binary.
#[derive(Debug, Default)]
pub(crate) struct Binary {
    pub report: Report,
    pub imports: Vec<Wanted>,
    pub exports: Vec<Offered>,
    /// The index of the start function.
    pub start: Option<u32>,
    /// How many values each type of function takes and gives.
    pub widths: Vec<Width>,
    /// The type of each function by index, the imported ones first.
    pub types: Vec<u32>,
    /// How many elements each of its tables begins with.
    pub tables: Vec<u64>,
}

/// How many values a function takes and gives.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Width {
    pub params: u32,
    pub results: u32,
}

impl Binary {
    /// Whether it is an object file, which imports what only a linker can give.
    pub fn is_unlinked(&self) -> bool {
        self.imports
            .iter()
            .any(|import| import.name == "__linear_memory" || import.name == "__stack_pointer")
    }
}

/// An import.
#[derive(Debug)]
pub(crate) struct Wanted {
    pub module: String,
    pub name: String,
    pub what: What,
}

/// An export.
#[derive(Debug)]
pub(crate) struct Offered {
    pub name: String,
    pub what: What,
}

/// What is imported or exported.
#[derive(Debug, PartialEq)]
pub(crate) enum What {
    Function(Vec<ValType>, Vec<ValType>),
    Memory { shared: bool },
    Table,
    Global,
    Tag,
}

impl What {
    pub fn noun(&self) -> &'static str {
        match self {
            What::Function(..) => "function",
            What::Memory { .. } => "memory",
            What::Table => "table",
            What::Global => "global",
            What::Tag => "tag",
        }
    }

    pub fn ty(&self) -> String {
        match self {
            What::Function(params, results) => signature(params, results),
            other => other.noun().to_owned(),
        }
    }
}

/// Parts of WebAssembly that are not offered, by what they are called.
const NOT_OFFERED: &[(WasmFeatures, &str)] = &[
    (WasmFeatures::THREADS, "threads"),
    (WasmFeatures::SHARED_EVERYTHING_THREADS, "shared memory"),
    (WasmFeatures::EXCEPTIONS, "exceptions"),
    (WasmFeatures::LEGACY_EXCEPTIONS, "exceptions"),
    (WasmFeatures::GC, "garbage collection"),
    (
        WasmFeatures::FUNCTION_REFERENCES,
        "typed function references",
    ),
    (WasmFeatures::SIMD, "SIMD"),
    (WasmFeatures::RELAXED_SIMD, "relaxed SIMD"),
    (WasmFeatures::MEMORY64, "64-bit memory"),
    (WasmFeatures::MULTI_MEMORY, "more than one memory"),
    (WasmFeatures::TAIL_CALL, "tail calls"),
    (WasmFeatures::CUSTOM_PAGE_SIZES, "custom page sizes"),
    (WasmFeatures::STACK_SWITCHING, "stack switching"),
    (WasmFeatures::WIDE_ARITHMETIC, "wide arithmetic"),
    (WasmFeatures::MEMORY_CONTROL, "memory control"),
];

/// The parts of WebAssembly that are offered; the interpreter is set to the same.
fn offered() -> WasmFeatures {
    WasmFeatures::MUTABLE_GLOBAL
        | WasmFeatures::SATURATING_FLOAT_TO_INT
        | WasmFeatures::SIGN_EXTENSION
        | WasmFeatures::REFERENCE_TYPES
        | WasmFeatures::GC_TYPES
        | WasmFeatures::MULTI_VALUE
        | WasmFeatures::BULK_MEMORY
        | WasmFeatures::EXTENDED_CONST
        | WasmFeatures::FLOATS
}

/// Whether a file begins like WebAssembly.
pub(crate) fn is_binary(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\0asm")
}

/// Whether a file is a component.
pub(crate) fn is_component(bytes: &[u8]) -> bool {
    // the second half of the version tells the layer: 0 a core module, 1 a component
    is_binary(bytes) && bytes.get(6..8) == Some(&[1, 0])
}

/// Holds a binary against the rules, naming the parts of WebAssembly that are not offered.
pub(crate) fn validate(bytes: &[u8], read: &Binary) -> Result<(), LoadError> {
    let error = match valid(bytes, read, offered(), &mut MOST_STEPS.clone()) {
        Ok(()) => return Ok(()),
        Err(Fault::Beyond(message)) => return Err(LoadError::Unfit { message }),
        Err(Fault::Invalid(error)) => error,
    };
    let all = NOT_OFFERED
        .iter()
        .fold(offered(), |all, (feature, _)| all | *feature);
    match valid(bytes, read, all, &mut MOST_STEPS.clone()) {
        Ok(()) => {
            // those that are not reached in time go without a name
            let mut steps = MOST_STEPS;
            let mut needed = |feature: WasmFeatures| {
                let without = valid(bytes, read, all - feature, &mut steps);
                matches!(without, Err(Fault::Invalid(_)))
            };
            let mut features: Vec<&'static str> = NOT_OFFERED
                .iter()
                .filter(|(feature, _)| needed(*feature))
                .map(|(_, name)| *name)
                .collect();
            // typed references come along with garbage collection, which says enough
            if features.contains(&"garbage collection") {
                features.retain(|name| *name != "typed function references");
            }
            features.dedup();
            if features.is_empty() {
                features.push("what no name is known for here");
            }
            Err(LoadError::Features { features })
        }
        // the reader of modules knows of SIMD as much as that it is SIMD
        Err(Fault::Invalid(other)) if other.message().contains("SIMD") => {
            Err(LoadError::Features {
                features: vec!["SIMD"],
            })
        }
        Err(_) => Err(LoadError::Invalid {
            message: error.message().to_owned(),
            offset: error.offset(),
        }),
    }
}

/// Reads a binary, which may use parts of WebAssembly that are not offered.
pub(crate) fn read(bytes: &[u8]) -> Result<Binary, LoadError> {
    reading(bytes).map_err(|error| LoadError::Invalid {
        message: error.message().to_owned(),
        offset: error.offset(),
    })
}

fn reading(bytes: &[u8]) -> wasmparser::Result<Binary> {
    let mut binary = Binary::default();
    let mut types: Vec<Option<FuncType>> = Vec::new();
    let mut shared = false;
    binary.report.bytes = bytes.len();
    let mut parser = Parser::new(0);
    parser.set_features(WasmFeatures::all());
    for payload in parser.parse_all(bytes) {
        match payload? {
            Payload::Version {
                encoding: Encoding::Component,
                ..
            } => break,
            Payload::TypeSection(reader) => {
                for group in reader {
                    for ty in group?.into_types() {
                        let ty = match ty.composite_type.inner {
                            wasmparser::CompositeInnerType::Func(ty) => Some(ty),
                            _ => None,
                        };
                        binary
                            .widths
                            .push(ty.as_ref().map(width).unwrap_or_default());
                        types.push(ty);
                    }
                }
            }
            Payload::ImportSection(reader) => {
                for import in reader {
                    let import = import?;
                    let what = match import.ty {
                        TypeRef::Func(index) => {
                            binary.types.push(index);
                            function(&types, index)
                        }
                        TypeRef::Memory(ty) => {
                            shared |= ty.shared;
                            What::Memory { shared: ty.shared }
                        }
                        TypeRef::Table(_) => What::Table,
                        TypeRef::Global(_) => What::Global,
                        TypeRef::Tag(_) => What::Tag,
                    };
                    binary.report.imports.push(Import {
                        module: import.module.to_owned(),
                        name: import.name.to_owned(),
                        ty: what.ty(),
                    });
                    binary.imports.push(Wanted {
                        module: import.module.to_owned(),
                        name: import.name.to_owned(),
                        what,
                    });
                }
            }
            Payload::FunctionSection(reader) => {
                binary.report.functions = reader.count();
                for index in reader {
                    binary.types.push(index?);
                }
            }
            Payload::MemorySection(reader) => {
                for memory in reader {
                    let memory = memory?;
                    shared |= memory.shared;
                    binary.report.memory = Memory {
                        initial: memory.initial,
                        maximum: memory.maximum,
                    };
                }
            }
            Payload::TableSection(reader) => {
                for table in reader {
                    binary.tables.push(table?.ty.initial);
                }
            }
            Payload::ExportSection(reader) => {
                for export in reader {
                    let export = export?;
                    let what = match export.kind {
                        ExternalKind::Func => binary
                            .types
                            .get(export.index as usize)
                            .map_or(What::Function(vec![], vec![]), |ty| function(&types, *ty)),
                        ExternalKind::Memory => What::Memory { shared },
                        ExternalKind::Table => What::Table,
                        ExternalKind::Global => What::Global,
                        ExternalKind::Tag => What::Tag,
                    };
                    binary.report.exports.push(Export {
                        name: export.name.to_owned(),
                        ty: what.ty(),
                    });
                    binary.exports.push(Offered {
                        name: export.name.to_owned(),
                        what,
                    });
                }
            }
            Payload::StartSection { func, .. } => binary.start = Some(func),
            Payload::CodeSectionStart { size, .. } => binary.report.code = size as usize,
            Payload::DataSection(reader) => {
                let range = reader.range();
                binary.report.data = range.end - range.start;
            }
            Payload::CustomSection(section) if section.name() == MANIFEST => {
                match manifest(section.data()) {
                    Ok(manifest) => binary.report.manifest = Some(manifest),
                    Err(fault) => binary.report.manifest_fault = Some(fault),
                }
            }
            _ => {}
        }
    }
    Ok(binary)
}

fn manifest(bytes: &[u8]) -> Result<serde_json::Value, String> {
    if bytes.len() > LONGEST_MANIFEST {
        let bytes = bytes.len();
        return Err(format!(
            "it has {bytes} bytes and may have {LONGEST_MANIFEST}"
        ));
    }
    serde_json::from_slice(bytes).map_err(|error| error.to_string())
}

fn width(ty: &FuncType) -> Width {
    let count = |types: &[wasmparser::ValType]| u32::try_from(types.len()).unwrap_or(u32::MAX);
    Width {
        params: count(ty.params()),
        results: count(ty.results()),
    }
}

fn function(types: &[Option<FuncType>], index: u32) -> What {
    let Some(Some(ty)) = types.get(index as usize) else {
        return What::Function(vec![], vec![]);
    };
    let convert = |types: &[wasmparser::ValType]| types.iter().map(value).collect();
    What::Function(convert(ty.params()), convert(ty.results()))
}

fn value(ty: &wasmparser::ValType) -> ValType {
    match ty {
        wasmparser::ValType::I32 => ValType::I32,
        wasmparser::ValType::I64 => ValType::I64,
        wasmparser::ValType::F32 => ValType::F32,
        wasmparser::ValType::F64 => ValType::F64,
        wasmparser::ValType::V128 => ValType::V128,
        wasmparser::ValType::Ref(ty) if ty.is_func_ref() => ValType::FuncRef,
        wasmparser::ValType::Ref(_) => ValType::ExternRef,
    }
}

/// The binary with its start function exported under `name` instead of started: so that it runs
/// like everything else, in slices, and not while the instance is made.
pub(crate) fn export_start(bytes: &[u8], function: u32, name: &str) -> Option<Vec<u8>> {
    const EXPORTS: u8 = 7;
    const START: u8 = 8;
    let (header, mut rest) = bytes.split_at_checked(8)?;
    let mut out = header.to_vec();
    while let Some((id, after)) = rest.split_first() {
        let (size, after) = leb(after)?;
        let (content, after) = after.split_at_checked(size as usize)?;
        rest = after;
        match *id {
            START => {}
            EXPORTS => {
                let (count, entries) = leb(content)?;
                let mut section = Vec::with_capacity(content.len() + name.len() + 8);
                push_leb(&mut section, count.checked_add(1)?);
                section.extend_from_slice(entries);
                push_leb(&mut section, u32::try_from(name.len()).ok()?);
                section.extend_from_slice(name.as_bytes());
                section.push(0);
                push_leb(&mut section, function);
                out.push(EXPORTS);
                push_leb(&mut out, u32::try_from(section.len()).ok()?);
                out.extend_from_slice(&section);
            }
            id => {
                out.push(id);
                push_leb(&mut out, size);
                out.extend_from_slice(content);
            }
        }
    }
    Some(out)
}

pub(crate) fn leb(bytes: &[u8]) -> Option<(u32, &[u8])> {
    let mut number = 0u64;
    for (at, byte) in bytes.iter().take(5).enumerate() {
        number |= u64::from(byte & 0x7f) << (7 * at);
        if byte & 0x80 == 0 {
            return Some((u32::try_from(number).ok()?, bytes.get(at + 1..)?));
        }
    }
    None
}

fn push_leb(out: &mut Vec<u8>, mut number: u32) {
    loop {
        let byte = number.to_le_bytes()[0] & 0x7f;
        number >>= 7;
        if number == 0 {
            out.push(byte);
            return;
        }
        out.push(byte | 0x80);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leb_round_trips() {
        for number in [0, 1, 127, 128, 300, 65_535, u32::MAX] {
            let mut bytes = Vec::new();
            push_leb(&mut bytes, number);
            bytes.push(9);
            assert_eq!(leb(&bytes), Some((number, &[9][..])));
        }
        assert_eq!(leb(&[0x80; 6]), None);
        assert_eq!(leb(&[]), None);
    }
}
