//! The crate `mechtron` leaves three functions to its host, so the linker must leave them too.

fn main() {
    println!("cargo::rustc-link-arg-cdylib=--allow-undefined");
    println!("cargo::rerun-if-changed=build.rs");
}
