//! The same scenarios in a real browser, with the trace hashes of the native run.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod embedded;

use orrery_cosmos::scenario::Script;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen_test]
fn every_scenario_gives_the_native_trace() {
    let mut written: Vec<&str> = embedded::HASHES.lines().collect();
    for (name, text) in embedded::SCRIPTS {
        let script: Script = text.parse().unwrap();
        let run = script.run(embedded::open);
        assert!(run.is_as_expected(), "{name}:\n{run}");
        for scenario in &run.scenarios {
            let line = embedded::hash_line(name, &scenario.name, &scenario.hash);
            assert!(written.contains(&line.as_str()), "not as natively: {line}");
            written.retain(|known| *known != line);
        }
    }
    assert!(
        written.is_empty(),
        "written natively and not run here: {written:?}"
    );
}
