//! The printer as a wasm module: `room` for a module, `print` it, and `length` bytes of UTF-8 at `text` are what came of
//! it. One instance prints one module, so that nothing is left of it afterwards; whoever asks (`src/bridge/printer.rs`)
//! needs no more of the browser than `WebAssembly` itself.
#![allow(
    unsafe_code,
    reason = "exports have names for the world outside, which the compiler cannot keep apart; nothing else here is unsafe"
)]

use std::cell::RefCell;

thread_local! {
    /// The module, and afterwards its text.
    static DESK: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// Makes room for a module of so many bytes, and says where.
#[unsafe(no_mangle)]
extern "C" fn room(bytes: usize) -> *mut u8 {
    DESK.with_borrow_mut(|desk| {
        desk.resize(bytes, 0);
        desk.as_mut_ptr()
    })
}

/// Prints the module; 1 where that was possible. Else the text is the sentence that says why not.
#[unsafe(no_mangle)]
extern "C" fn print() -> u32 {
    DESK.with_borrow_mut(|desk| {
        let printed = orrery_printer::print(desk);
        let good = printed.is_ok();
        *desk = printed.unwrap_or_else(|why| why).into_bytes();
        good.into()
    })
}

/// Where the text begins.
#[unsafe(no_mangle)]
extern "C" fn text() -> *const u8 {
    DESK.with_borrow(|desk| desk.as_ptr())
}

/// How many bytes it has.
#[unsafe(no_mangle)]
extern "C" fn length() -> usize {
    DESK.with_borrow(Vec::len)
}

fn main() {}
