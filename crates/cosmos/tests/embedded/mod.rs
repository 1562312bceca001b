//! The scenarios and modules that also run in a browser, where there are no files to read.

/// Name and text of each script in `tests/scenarios` which needs no built guest.
pub const SCRIPTS: &[(&str, &str)] = &[
    (
        "authority.txt",
        include_str!("../../../../tests/scenarios/authority.txt"),
    ),
    (
        "bundles.txt",
        include_str!("../../../../tests/scenarios/bundles.txt"),
    ),
    (
        "faults.txt",
        include_str!("../../../../tests/scenarios/faults.txt"),
    ),
    (
        "fields.txt",
        include_str!("../../../../tests/scenarios/fields.txt"),
    ),
    (
        "first.txt",
        include_str!("../../../../tests/scenarios/first.txt"),
    ),
    (
        "hostile.txt",
        include_str!("../../../../tests/scenarios/hostile.txt"),
    ),
    (
        "kinds.txt",
        include_str!("../../../../tests/scenarios/kinds.txt"),
    ),
    (
        "layers.txt",
        include_str!("../../../../tests/scenarios/layers.txt"),
    ),
    (
        "machines.txt",
        include_str!("../../../../tests/scenarios/machines.txt"),
    ),
    (
        "places.txt",
        include_str!("../../../../tests/scenarios/places.txt"),
    ),
    (
        "refusals.txt",
        include_str!("../../../../tests/scenarios/refusals.txt"),
    ),
    (
        "registry.txt",
        include_str!("../../../../tests/scenarios/registry.txt"),
    ),
    (
        "replicas.txt",
        include_str!("../../../../tests/scenarios/replicas.txt"),
    ),
    (
        "ripples.txt",
        include_str!("../../../../tests/scenarios/ripples.txt"),
    ),
    (
        "stars.txt",
        include_str!("../../../../tests/scenarios/stars.txt"),
    ),
    (
        "supervision.txt",
        include_str!("../../../../tests/scenarios/supervision.txt"),
    ),
    (
        "watches.txt",
        include_str!("../../../../tests/scenarios/watches.txt"),
    ),
];

/// Path, as the scripts write it, and content of each module that they upload.
pub const FILES: &[(&str, &[u8])] = &[
    (
        "../files/hello.zip",
        include_bytes!("../../../../tests/scenarios/../files/hello.zip"),
    ),
    (
        "../files/site.zip",
        include_bytes!("../../../../tests/scenarios/../files/site.zip"),
    ),
    (
        "../../mechtrons/crier/crier.wat",
        include_bytes!("../../../../tests/scenarios/../../mechtrons/crier/crier.wat"),
    ),
    (
        "../../mechtrons/echo/echo.wat",
        include_bytes!("../../../../tests/scenarios/../../mechtrons/echo/echo.wat"),
    ),
    (
        "../../mechtrons/hostile/abort.wat",
        include_bytes!("../../../../tests/scenarios/../../mechtrons/hostile/abort.wat"),
    ),
    (
        "../../mechtrons/hostile/asks-itself-in-init.wat",
        include_bytes!(
            "../../../../tests/scenarios/../../mechtrons/hostile/asks-itself-in-init.wat"
        ),
    ),
    (
        "../../mechtrons/hostile/asks-itself.wat",
        include_bytes!("../../../../tests/scenarios/../../mechtrons/hostile/asks-itself.wat"),
    ),
    (
        "../../mechtrons/hostile/bad-pointer.wat",
        include_bytes!("../../../../tests/scenarios/../../mechtrons/hostile/bad-pointer.wat"),
    ),
    (
        "../../mechtrons/hostile/chatty.wat",
        include_bytes!("../../../../tests/scenarios/../../mechtrons/hostile/chatty.wat"),
    ),
    (
        "../../mechtrons/hostile/deep.wat",
        include_bytes!("../../../../tests/scenarios/../../mechtrons/hostile/deep.wat"),
    ),
    (
        "../../mechtrons/hostile/double-reply.wat",
        include_bytes!("../../../../tests/scenarios/../../mechtrons/hostile/double-reply.wat"),
    ),
    (
        "../../mechtrons/hostile/grow.wat",
        include_bytes!("../../../../tests/scenarios/../../mechtrons/hostile/grow.wat"),
    ),
    (
        "../../mechtrons/hostile/last-words.wat",
        include_bytes!("../../../../tests/scenarios/../../mechtrons/hostile/last-words.wat"),
    ),
    (
        "../../mechtrons/hostile/no-marker.wat",
        include_bytes!("../../../../tests/scenarios/../../mechtrons/hostile/no-marker.wat"),
    ),
    (
        "../../mechtrons/hostile/not-text.wat",
        include_bytes!("../../../../tests/scenarios/../../mechtrons/hostile/not-text.wat"),
    ),
    (
        "../../mechtrons/hostile/refuses-init.wat",
        include_bytes!("../../../../tests/scenarios/../../mechtrons/hostile/refuses-init.wat"),
    ),
    (
        "../../mechtrons/hostile/spin.wat",
        include_bytes!("../../../../tests/scenarios/../../mechtrons/hostile/spin.wat"),
    ),
    (
        "../../mechtrons/hostile/trap.wat",
        include_bytes!("../../../../tests/scenarios/../../mechtrons/hostile/trap.wat"),
    ),
    (
        "../../mechtrons/hostile/traps-in-init.wat",
        include_bytes!("../../../../tests/scenarios/../../mechtrons/hostile/traps-in-init.wat"),
    ),
    (
        "../../mechtrons/hostile/unknown-import.wat",
        include_bytes!("../../../../tests/scenarios/../../mechtrons/hostile/unknown-import.wat"),
    ),
    (
        "../../mechtrons/hostile/wrong-exports.wat",
        include_bytes!("../../../../tests/scenarios/../../mechtrons/hostile/wrong-exports.wat"),
    ),
    (
        "../../mechtrons/mill/mill.wat",
        include_bytes!("../../../../tests/scenarios/../../mechtrons/mill/mill.wat"),
    ),
    (
        "../../mechtrons/pulse/pulse.wat",
        include_bytes!("../../../../tests/scenarios/../../mechtrons/pulse/pulse.wat"),
    ),
    (
        "../files/machines.constellation",
        include_bytes!("../../../../tests/scenarios/../files/machines.constellation"),
    ),
    (
        "../files/page.html",
        include_bytes!("../../../../tests/scenarios/../files/page.html"),
    ),
    (
        "../files/syntax.wat",
        include_bytes!("../../../../tests/scenarios/../files/syntax.wat"),
    ),
    (
        "../files/zones.constellation",
        include_bytes!("../../../../tests/scenarios/../files/zones.constellation"),
    ),
];

/// The hashes that a native run wrote down.
pub const HASHES: &str = include_str!("../../../../tests/scenarios/hashes.txt");

/// The content of an uploaded file.
pub fn open(path: &str) -> Result<Vec<u8>, String> {
    let found = FILES.iter().find(|(known, _)| *known == path);
    found
        .map(|(_, bytes)| bytes.to_vec())
        .ok_or_else(|| format!("{path} is not embedded: add it to tests/embedded"))
}

/// One line of the hash file.
pub fn hash_line(script: &str, scenario: &str, hash: &impl ToString) -> String {
    format!("{script}\t{scenario}\t{}", hash.to_string())
}
