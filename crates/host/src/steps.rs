//! The steps of compiling a module, and what they are bounded by.
//!
//! A module of a few bytes can be much work: each call may pass a thousand values, each branch may
//! have to move as many, and a function may have tens of thousands of locals that are set to zero
//! whenever it is called. So steps are counted while a module is held against the rules, and one that
//! takes too many is refused before it is compiled. The same module always takes the same.

use wasmparser::{
    BinaryReaderError, BlockType, FrameKind, FuncValidator, FuncValidatorAllocations, FunctionBody,
    Parser, ValidPayload, Validator, ValidatorResources, WasmFeatures,
};

use crate::binary::{Binary, Width, leb};

/// The most steps of one module: twice as many as there are bytes in the largest. An instruction is
/// one, and each value that it passes is one.
pub(crate) const MOST_STEPS: u64 = 32 << 20;

/// The most locals of a function, its parameters among them.
pub(crate) const MOST_LOCALS: u64 = 4_096;

/// Why a module is not valid here.
pub(crate) enum Fault {
    /// It breaks the rules of WebAssembly.
    Invalid(BinaryReaderError),
    /// It keeps them, and is too much.
    Beyond(String),
}

impl From<BinaryReaderError> for Fault {
    fn from(error: BinaryReaderError) -> Self {
        Fault::Invalid(error)
    }
}

/// Whether a binary keeps the rules of WebAssembly with these features, within that many steps.
pub(crate) fn valid(
    bytes: &[u8],
    read: &Binary,
    features: WasmFeatures,
    steps: &mut u64,
) -> Result<(), Fault> {
    let mut validator = Validator::new_with_features(features);
    let mut parser = Parser::new(0);
    parser.set_features(features);
    let mut functions = Vec::new();
    for payload in parser.parse_all(bytes) {
        if let ValidPayload::Func(function, body) = validator.payload(&payload?)? {
            functions.push((function, body));
        }
    }
    let mut allocations = FuncValidatorAllocations::default();
    for (function, body) in functions {
        let mut validator = function.into_validator(allocations);
        let took = body_is_valid(&body, &mut validator, read, *steps)?;
        *steps = steps.checked_sub(took).ok_or_else(too_many)?;
        allocations = validator.into_allocations();
    }
    Ok(())
}

/// Holds a function against the rules: how many steps it takes. It stops where they are too many.
fn body_is_valid(
    body: &FunctionBody<'_>,
    validator: &mut FuncValidator<ValidatorResources>,
    read: &Binary,
    most: u64,
) -> Result<u64, Fault> {
    let mut reader = body.get_binary_reader();
    validator.read_locals(&mut reader)?;
    reader.set_features(*validator.features());
    let locals = u64::from(validator.len_locals());
    if locals > MOST_LOCALS {
        return Err(Fault::Beyond(format!(
            "its function {} has {locals} locals, and may have {MOST_LOCALS}",
            validator.index()
        )));
    }
    let mut steps = locals + 1;
    let start = body.range().start;
    while !reader.eof() {
        let at = reader.original_position();
        let rest = body.as_bytes().get(at - start..).unwrap_or_default();
        steps += 1 + values(rest, validator, read);
        if steps > most {
            return Err(too_many());
        }
        reader.visit_operator(&mut validator.visitor(at))??;
    }
    validator.finish(reader.original_position())?;
    Ok(steps)
}

/// How many values the instruction at the beginning of these bytes passes.
fn values(code: &[u8], validator: &FuncValidator<ValidatorResources>, read: &Binary) -> u64 {
    let Some((op, rest)) = code.split_first() else {
        return 0;
    };
    let number = leb(rest).map(|(number, _)| number);
    let of_type = |ty: u32| read.widths.get(ty as usize).copied().unwrap_or_default();
    let label = |depth: u32| {
        let Some(frame) = validator.get_control_frame(depth as usize) else {
            return 0;
        };
        let width = of_block(frame.block_type, of_type);
        match frame.kind {
            FrameKind::Loop => width.params,
            _ => width.results,
        }
    };
    let all = |width: Width| u64::from(width.params) + u64::from(width.results);
    match *op {
        BLOCK..=IF => match number {
            // a block of a type; others have one result at most
            Some(ty) if rest.first().is_some_and(|byte| byte & 0xc0 != 0x40) => all(of_type(ty)),
            _ => 0,
        },
        ELSE | END => validator
            .get_control_frame(0)
            .map_or(0, |frame| all(of_block(frame.block_type, of_type))),
        BR | BR_IF => number.map_or(0, |depth| u64::from(label(depth))),
        BR_TABLE => {
            let first = leb(rest).and_then(|(_, targets)| leb(targets));
            let each = first.map_or(0, |(depth, _)| u64::from(label(depth)));
            number.map_or(0, |count| (u64::from(count) + 1) * (each + 1))
        }
        RETURN => {
            let outermost = validator.control_stack_height().saturating_sub(1);
            u64::from(label(outermost))
        }
        CALL => number
            .and_then(|function| read.types.get(function as usize))
            .map_or(0, |ty| all(of_type(*ty))),
        CALL_INDIRECT => number.map_or(0, |ty| all(of_type(ty))),
        _ => 0,
    }
}

const BLOCK: u8 = 0x02;
const IF: u8 = 0x04;
const ELSE: u8 = 0x05;
const END: u8 = 0x0b;
const BR: u8 = 0x0c;
const BR_IF: u8 = 0x0d;
const BR_TABLE: u8 = 0x0e;
const RETURN: u8 = 0x0f;
const CALL: u8 = 0x10;
const CALL_INDIRECT: u8 = 0x11;

fn of_block(ty: BlockType, of_type: impl Fn(u32) -> Width) -> Width {
    match ty {
        BlockType::Empty => Width::default(),
        BlockType::Type(_) => Width {
            params: 0,
            results: 1,
        },
        BlockType::FuncType(ty) => of_type(ty),
    }
}

fn too_many() -> Fault {
    Fault::Beyond(format!(
        "it takes more than {MOST_STEPS} steps to compile: one for each instruction, and one for each value that calls, blocks and branches pass"
    ))
}
