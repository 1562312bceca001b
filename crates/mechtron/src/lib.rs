//! What a Mechtron's author writes against: handlers routed by topic, method, sender and path, typed bodies, asks
//! that read like calls, errors that become statuses, and a state that survives.
//!
//! A whole Mechtron:
//!
//! ```
//! use orrery_mechtron::{Answer, Body, Mechtron, mechtron};
//!
//! mechtron! { "*" => echo }
//!
//! fn echo(_: &Mechtron, body: Body) -> Answer<Body> {
//!     Ok(body)
//! }
//! # use orrery_mechtron::Rehearsal;
//! # assert_eq!(Rehearsal::new().ping(serve, "Ext<Say>", "hi").body.text(), "hi");
//! ```
//!
//! Its crate has `crate-type = ["cdylib"]` and is built by
//! `cargo build --release --target wasm32-unknown-unknown`. What the host offers a guest, and what
//! it wants of it, is the contract in `crates/host/wit/mechtron.wit`; this crate is sugar over it and
//! knows nothing of how a host keeps it.
//!
//! Natively the same handlers run on a [`Rehearsal`], which stands in for the cosmos in tests.
#![warn(missing_docs)]

mod artifact;
mod body;
mod fault;
mod handler;
mod mechtron;
mod membrane;
mod route;

pub use crate::body::{Body, FromBody, Json, Kind};
pub use crate::fault::{Answer, Fault};
pub use crate::handler::Handler;
pub use crate::mechtron::{Echo, Mechtron, Pong};
#[cfg(not(target_arch = "wasm32"))]
pub use crate::membrane::Rehearsal;

/// The vocabulary, for authors who want more of it than text.
pub use orrery_space as space;

#[doc(hidden)]
pub use crate::handler::{begin, serve};
#[doc(hidden)]
pub use orrery_space::plain_route::is_plain;

/// Makes a Mechtron of handlers: emits the exports that the contract wants.
///
/// Each handler stands behind the route of what it serves, a
/// [plain](orrery_space::plain_route) one: a method (`Ext<Hello>`, `Ext<*>`, `*`); before it maybe a
/// topic (`[Topic<Cli>]::Ext<Exec>`); behind it maybe who may ask (`(auth)`: somebody, `(noauth)`:
/// nobody), and a path, in which `{name}` stands for a segment and a last `.*` for any rest. The
/// first route that admits the Wave serves; when none does, the answer is 404. `init` is called when
/// the Particle is created and whenever it is started anew, and refuses by a [`Fault`]. The routes,
/// and the name and version of the crate, become the module's manifest.
///
/// ```
/// use orrery_mechtron::{Answer, Fault, Mechtron, Rehearsal, mechtron};
///
/// mechtron! {
///     init => check,
///     "Ext<Add>" => add,
///     "Http<Get>/greet/{name}" => greet,
///     "[Topic<Cli>]::Ext<Reset>(auth)" => reset,
/// }
///
/// fn check(m: &Mechtron) -> Answer<()> {
///     m.property("tone").map(drop).ok_or(Fault::bad_request("set the property `tone`"))
/// }
///
/// fn add(m: &Mechtron, number: i64) -> Answer<i64> {
///     let sum = number + m.get_as("sum").unwrap_or(0);
///     m.put_as("sum", sum)?;
///     Ok(sum)
/// }
///
/// fn greet(m: &Mechtron) -> Answer<String> {
///     Ok(format!("hello, {}", m.capture("name").unwrap_or("stranger")))
/// }
///
/// fn reset(m: &Mechtron) -> Answer<()> {
///     m.put_as("sum", 0)
/// }
///
/// let mut stage = Rehearsal::new();
/// assert_eq!(stage.init(init).status, 400);
/// assert_eq!(stage.ping(serve, "Ext<Add>", 2).body.text(), "2");
/// assert_eq!(stage.ping(serve, "Ext<Add>", 3).body.text(), "5");
/// assert_eq!(stage.ping(serve, "Ext<Add>", "three").status, 400);
/// assert_eq!(stage.ping(serve, "Http<Get>/greet/ann", ()).body.text(), "hello, ann");
/// assert_eq!(stage.ping(serve, "Ext<Sing>", ()).status, 404);
/// // only somebody may, and only by the topic
/// assert_eq!(stage.ping(serve, "Ext<Reset>", ()).status, 404);
/// let mut stage = stage.topic("Topic<Cli>");
/// assert_eq!(stage.ping(serve, "Ext<Reset>", ()).status, 200);
/// assert_eq!(stage.anonymous().ping(serve, "Ext<Reset>", ()).status, 404);
/// ```
#[macro_export]
macro_rules! mechtron {
    (
        $(init => $init:expr,)?
        $first:literal => $serves:expr
        $(, $route:literal => $handler:expr)* $(,)?
    ) => {
        const _: () = assert!(
            $crate::is_plain($first) $(&& $crate::is_plain($route))*,
            "expected routes such as `Ext<Hello>`, `Http<*>` or `*`, each maybe with a topic `[Topic<Cli>]::` before it, a filter `(auth)` or `(noauth)` and a path such as `/users/{{id}}/.*` behind it"
        );

        /// Serves a Wave.
        #[cfg_attr(target_arch = "wasm32", unsafe(export_name = "mechtron_wave"))]
        pub extern "C" fn serve() {
            $crate::serve(|m| {
                if m.takes($first) {
                    return Some($crate::Handler::handle(&$serves, m));
                }
                $(if m.takes($route) {
                    return Some($crate::Handler::handle(&$handler, m));
                })*
                None
            });
        }

        /// Marks the version of the contract.
        #[cfg(target_arch = "wasm32")]
        #[unsafe(export_name = "mechtron_v1")]
        pub extern "C" fn marker() {}

        $(
        /// Begins the life of the guest.
        #[cfg_attr(target_arch = "wasm32", unsafe(export_name = "mechtron_init"))]
        pub extern "C" fn init() {
            $crate::begin(|m| $crate::Handler::handle(&$init, m));
        }
        )?

        /// What the module says of itself, as JSON in a section of its own.
        const MANIFEST: &str = concat!(
            "{\"name\":\"", env!("CARGO_PKG_NAME"),
            "\",\"version\":\"", env!("CARGO_PKG_VERSION"),
            "\",\"methods\":[\"", $first, "\"" $(, ",\"", $route, "\"")*, "]}"
        );

        #[cfg_attr(target_arch = "wasm32", unsafe(link_section = "mechtron:manifest"))]
        #[used]
        static SECTION: [u8; MANIFEST.len()] = $crate::bytes(MANIFEST);
    };
}

/// The bytes of a text, as many as there are.
#[doc(hidden)]
#[must_use]
pub const fn bytes<const N: usize>(text: &str) -> [u8; N] {
    let mut bytes = [0; N];
    let mut at = 0;
    while at < N && at < text.len() {
        bytes[at] = text.as_bytes()[at];
        at += 1;
    }
    bytes
}
