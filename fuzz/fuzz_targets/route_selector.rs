//! Routes, held against the method and path that may stand after it, each on a line.
#![no_main]

use libfuzzer_sys::fuzz_target;
use orrery_space::{Asked, Method, RouteSelector};

fuzz_target!(|text: &str| {
    let mut lines = text.splitn(3, '\n');
    let Some(route) = orrery_fuzz::text::<RouteSelector>(lines.next().unwrap_or_default()) else {
        return;
    };
    let Ok(method) = lines.next().unwrap_or("Http<Get>").parse::<Method>() else {
        return;
    };
    let asked = Asked::new(&method, lines.next().unwrap_or("/"));
    let again: RouteSelector = route.to_string().parse().expect("it was printed");
    for asked in [
        asked,
        Asked {
            anonymous: true,
            ..asked
        },
    ] {
        assert_eq!(route.matches(&asked), again.matches(&asked));
    }
});
