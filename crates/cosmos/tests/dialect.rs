//! A guest of the crate `mechtron` in a cosmos: what a person sees of it is what is seen of any other.
//! Where it was not to be had the tests are skipped, by name.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::expect_used)]
#![allow(clippy::disallowed_methods)] // it reads the module
#![allow(clippy::print_stdout)] // it says when there is none

use orrery_cosmos::scenario::Script;

const BUILT: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../target/guests/hello-goodbye.wasm"
);

fn built() -> Option<Vec<u8>> {
    let bytes = std::fs::read(BUILT).ok();
    if bytes.is_none() {
        println!("skipped: there is no {BUILT} (`cargo xtask test --only guests` builds it)");
    }
    bytes
}

#[test]
fn its_report_says_what_it_speaks() {
    let Some(bytes) = built() else { return };
    let rows = orrery_cosmos::examine(&bytes).unwrap();
    let speaks = rows.iter().find(|(name, _)| name == "speaks").unwrap();
    assert_eq!(speaks.1, "the crate mechtron 0.3.14");
}

#[test]
fn its_fuel_and_its_traps_are_in_the_trace() {
    let Some(bytes) = built() else { return };
    let text = "--- hello and a panic ---\nseed 7\nupload hello-goodbye.wasm it\n\
        > create localhost<Space>\n200 Stub localhost<Space> Ready\n\
        > launch ^[ hello-goodbye.wasm ]-> localhost:x\n200 Stub localhost:x<Mechtron> Ready\n\
        > set localhost:x{ +fuel=100000000 }\n200 Empty\n\
        > ping localhost:x Ext<Hello>\n200 Text Goodbye\n\
        > ping localhost:x Ext<Fail>\n500 Err the guest gave up (`unreachable`); its last words were: I was asked to fail\n";
    let script: Script = text.parse().unwrap();
    let run = script.run(|_| Ok(bytes.clone()));
    assert!(run.is_as_expected(), "{run}");
    let trace = &run.scenarios[0].trace;
    let fuel: Vec<_> = trace.iter().filter(|line| line.contains("Fuel ")).collect();
    // its beginning, the two Waves, and the beginning after the panic
    assert_eq!(fuel.len(), 4, "{trace:#?}");
    assert!(
        fuel.iter().all(|line| line.contains(" by localhost:x")),
        "{fuel:?}"
    );
}
