//! What a module says of itself before it runs.

use serde::{Deserialize, Serialize};

use crate::dialect::Dialect;

/// What a module says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Report {
    /// What it speaks.
    pub dialect: Dialect,
    /// The length of the module in bytes.
    pub bytes: usize,
    /// The bytes of it that are code.
    pub code: usize,
    /// The bytes of it that are data.
    pub data: usize,
    /// The functions that it defines.
    pub functions: u32,
    /// Its memory.
    pub memory: Memory,
    /// What it imports, in its order.
    pub imports: Vec<Import>,
    /// What it exports, in its order.
    pub exports: Vec<Export>,
    /// Its custom section `mechtron:manifest`: name, version, the methods that it serves, the
    /// points that it wants. Nothing when there is none, or none that is JSON.
    pub manifest: Option<serde_json::Value>,
    /// Why there is no manifest although there is a section of that name.
    pub manifest_fault: Option<String>,
}

/// A memory in pages of 64 KiB.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Memory {
    /// At its start.
    pub initial: u64,
    /// At its largest, when the module says so.
    pub maximum: Option<u64>,
}

/// One import.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Import {
    /// The module from which it comes.
    pub module: String,
    /// Its name.
    pub name: String,
    /// Its type: `(i32, i32) -> i32`.
    pub ty: String,
}

/// One export.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Export {
    /// Its name.
    pub name: String,
    /// What it is: `func () -> ()`, `memory`, `global i32`, `table`.
    pub ty: String,
}
