//! The cores of Waves: what is asked and what is answered, much like HTTP.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

use crate::{StatusCode, Substance};

/// Headers by name. Names are as the sender wrote them.
pub type Headers = BTreeMap<SmolStr, SmolStr>;

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
    CmdMethod { Init, Read, Update, Bounce, Knock, Greet, Command, RawCommand, Log }
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

/// The core of a directed Wave.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DirectedCore {
    /// Headers.
    pub headers: Headers,
    /// The method.
    pub method: Method,
    /// The URI; routes look at its path alone.
    pub uri: SmolStr,
    /// The body.
    pub body: Substance,
}

impl DirectedCore {
    /// A core with no headers and the URI `/`.
    #[must_use]
    pub fn new(method: Method, body: Substance) -> Self {
        Self {
            headers: Headers::new(),
            method,
            uri: SmolStr::new_static("/"),
            body,
        }
    }

    /// The path of the URI: without scheme, authority, query and fragment.
    #[must_use]
    pub fn path(&self) -> &str {
        let uri = self.uri.as_str();
        let rest = match uri.find("://") {
            Some(at) => {
                let after = &uri[at + 3..];
                after.find('/').map_or("/", |slash| &after[slash..])
            }
            None => uri,
        };
        rest.find(['?', '#']).map_or(rest, |end| &rest[..end])
    }
}

/// The core of a reflected Wave.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReflectedCore {
    /// Headers.
    pub headers: Headers,
    /// How it went.
    pub status: StatusCode,
    /// The body.
    pub body: Substance,
}

impl ReflectedCore {
    /// An answer with no headers.
    #[must_use]
    pub fn new(status: StatusCode, body: Substance) -> Self {
        Self {
            headers: Headers::new(),
            status,
            body,
        }
    }

    /// 200 with a body.
    #[must_use]
    pub fn ok(body: Substance) -> Self {
        Self::new(StatusCode::OK, body)
    }

    /// A failure with its reason, whose body is an `Err`.
    #[must_use]
    pub fn fail(status: StatusCode, reason: impl Into<SmolStr>) -> Self {
        Self::new(status, Substance::Err(reason.into()))
    }

    /// The answer as a console and a scenario show it: `200 Text hi`; a list as `200 List 2` and
    /// then its elements, indented by two spaces. Line feeds are escaped, so that each line is one.
    ///
    /// ```
    /// use orrery_space::{ReflectedCore, Substance};
    /// let list = Substance::List(vec![Substance::Text("a\nb".into()), Substance::Empty]);
    /// let lines = ReflectedCore::ok(list).to_lines();
    /// assert_eq!(lines, ["200 List 2", "  Text a\\nb", "  Empty"]);
    /// ```
    #[must_use]
    pub fn to_lines(&self) -> Vec<String> {
        let mut lines = Vec::new();
        push_lines(&mut lines, &format!("{} ", self.status), &self.body);
        lines
    }
}

fn push_lines(lines: &mut Vec<String>, before: &str, body: &Substance) {
    let text = body.text().replace('\r', "\\r").replace('\n', "\\n");
    let line = format!("{before}{} {text}", body.kind());
    lines.push(line.trim_end_matches(' ').to_owned());
    if let Substance::List(elements) = body {
        let blanks = before.len() - before.trim_start().len();
        let indent = " ".repeat(blanks + 2);
        for element in elements {
            push_lines(lines, &indent, element);
        }
    }
}
