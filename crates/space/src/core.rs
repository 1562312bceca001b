//! The cores of Waves: what is asked and what is answered, much like HTTP.
//!
//! A core knows neither who sent it nor where it goes: that is its Wave's.
//!
//! ```
//! use orrery_space::core::{DirectedCore, HttpMethod, Method};
//! let core = DirectedCore::default();
//! assert_eq!(core.method, Method::Http(HttpMethod::Get));
//! assert_eq!(core.path(), "/");
//! ```

mod method;
mod reflected;
mod request;
pub(crate) mod uri;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

use crate::{Call, Point, Substance};

pub use self::method::{CmdMethod, HttpMethod, HypMethod, Method};
pub use self::reflected::ReflectedCore;
pub use self::request::{ExtRequest, HttpRequest};
pub use self::uri::Uri;

/// Headers by name. Names are as the sender wrote them.
pub type Headers = BTreeMap<SmolStr, SmolStr>;

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

    /// The URI, to be read.
    #[must_use]
    pub fn uri(&self) -> Uri<'_> {
        Uri(&self.uri)
    }

    /// The path of the URI: without scheme, authority, query and fragment.
    #[must_use]
    pub fn path(&self) -> &str {
        self.uri().path()
    }

    /// The call that asks `point` for the same, without headers, query and body. There is none for
    /// a path with characters that a call cannot have.
    ///
    /// ```
    /// use orrery_space::DirectedCore;
    /// let core = DirectedCore { uri: "http://localhost/users/7?full".into(), ..DirectedCore::default() };
    /// let call = core.to_call("localhost:app".parse()?);
    /// assert_eq!(call.map(|call| call.to_string()), Some("localhost:app^Http<Get>/users/7".into()));
    /// # Ok::<(), orrery_space::ParseError>(())
    /// ```
    #[must_use]
    pub fn to_call(&self, point: Point) -> Option<Call> {
        let path = match self.path() {
            "" => "/",
            path => path,
        };
        crate::grammar::call::is_path(path).then(|| Call {
            point,
            method: self.method.clone(),
            path: path.into(),
        })
    }
}

/// `Http<Get>` of `/` with nothing.
impl Default for DirectedCore {
    fn default() -> Self {
        Self::new(Method::Http(HttpMethod::Get), Substance::Empty)
    }
}
