//! Documents of any sort: read with their mistakes, and laid out.
#![no_main]

use libfuzzer_sys::fuzz_target;
use orrery_fuzz::{located, taken};
use orrery_space::{Document, document};

fuzz_target!(|text: &str| {
    let parsed = orrery_fuzz::text::<Document>(text);
    let (tree, mistakes) = document::read(text);
    located(text, &mistakes);
    let formatted = taken(text, document::format(text));
    assert_eq!(formatted.is_some(), parsed.is_some());
    if let (Some(parsed), Some(formatted)) = (parsed, formatted) {
        assert_eq!(tree.as_ref(), Some(&parsed));
        assert_eq!(formatted.parse().as_ref(), Ok(&parsed), "{formatted}");
        assert_eq!(document::format(&formatted).as_ref(), Ok(&formatted));
    }
});
