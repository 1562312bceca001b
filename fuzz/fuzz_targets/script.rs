//! Scripts, and where their commands stand.
#![no_main]

use libfuzzer_sys::fuzz_target;
use orrery_space::command::upload_blocks;
use orrery_space::{Point, Script};

fuzz_target!(|text: &str| {
    let _ = upload_blocks(text);
    let Some(script) = orrery_fuzz::text::<Script>(text) else {
        return;
    };
    let lines = Script::<Point>::lines(text).expect("it is a script");
    assert_eq!(lines.len(), script.commands.len());
    for (line, command) in lines.iter().zip(&script.commands) {
        let alone = text.get(line.place.clone()).expect("a place in the text");
        assert_eq!(alone.parse().as_ref(), Ok(command));
    }
});
