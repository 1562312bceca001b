//! Methods: what a directed Wave wants.
//!
//! They know nothing of who answers which: that is said by kinds and binds. Patterns over them are
//! in [`method_pattern`](crate::method_pattern).
//!
//! ```
//! use orrery_space::core::{HttpMethod, Method};
//! assert_eq!("Http<Get>".parse::<Method>()?, Method::Http(HttpMethod::Get));
//! # Ok::<(), orrery_space::ParseError>(())
//! ```

use smol_str::SmolStr;

macro_rules! method_names {
    ($($(#[$doc:meta])* $name:ident { $($variant:ident),* $(,)? })*) => {
        $($(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[allow(missing_docs)] // the names are the whole of their meaning here
        pub enum $name { $($variant),* }

        impl $name {
            /// Every name, in the order of the reference.
            pub const ALL: &'static [$name] = &[$($name::$variant),*];

            /// The names of [`Self::ALL`].
            pub const NAMES: &'static [&'static str] = &[$(stringify!($variant)),*];

            /// The name as it stands in text.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $($name::$variant => stringify!($variant)),* }
            }

            /// The method of that name.
            #[must_use]
            pub fn from_name(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|m| m.name() == name)
            }
        })*
    };
}

method_names! {
    /// Methods of `Http<…>`.
    HttpMethod { Options, Get, Post, Put, Delete, Head, Trace, Connect, Patch }
    /// Methods of `Cmd<…>`, which every Particle or the executor understands.
    CmdMethod {
        Init, Read, Update, Bounce, Knock, Greet, Command, RawCommand, Log, Watch, Unwatch,
    }
    /// Methods of `Hyp<…>`, the Hyperverse's own.
    HypMethod { Assign, Host, Provision, Knock, Hop, Transport, HyperWave, Search }
}

/// What a directed Wave wants: `Ext<Hello>`, `Http<Get>`, `Cmd<Bounce>`, `Hyp<Assign>`.
///
/// ```
/// use orrery_space::Method;
/// use orrery_space::core::HttpMethod;
/// assert_eq!("Http<Get>".parse::<Method>()?, Method::Http(HttpMethod::Get));
/// assert_eq!(Method::Ext("Hello".into()).to_string(), "Ext<Hello>");
/// # Ok::<(), orrery_space::ParseError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Method {
    /// A method of the web.
    Http(HttpMethod),
    /// A method of the target's own, in camel case.
    Ext(SmolStr),
    /// A command.
    Cmd(CmdMethod),
    /// A method of the Hyperverse.
    Hyp(HypMethod),
}
