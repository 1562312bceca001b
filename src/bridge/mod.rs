//! The bridge between the page and the cosmos in its Web Worker.
//!
//! [`protocol`] says what crosses, [`wire`] in which bytes. [`client`] is the page's end;
//! [`worker`] is the cosmos's end, which lends its clock and its messages to [`driver`], where
//! [`pace`] says how far time may go, [`sample`] how much of it a frame may show, [`chronicle`]
//! what there was before, of two runs by way of [`compare`], `asking` which Waves are listed, and
//! [`drafts`] what is written in the editor, where [`printer`] shows a module as text. [`keeper`] saves the
//! cosmos by itself, into the browser's [`storage`], and [`restore`] plays what was saved up to where it was.

mod asking;
pub mod chronicle;
pub mod client;
pub mod compare;
pub mod drafts;
pub mod driver;
mod fetch;
mod keeper;
pub mod pace;
#[cfg(test)]
mod page_double;
mod printer;
pub mod protocol;
mod restore;
pub mod sample;
mod storage;
pub mod wire;
pub mod worker;
