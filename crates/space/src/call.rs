//! Calls: a point, and what is asked of it.
//!
//! ```
//! use orrery_space::{CallVar, Env, Substance};
//! let call: CallVar = ".:app^Http<Get>/users/${user}".parse()?;
//! let mut env = Env::new("localhost".parse()?);
//! env.set_var("user", Substance::Text("ann".into()));
//! assert_eq!(call.resolve(&env)?.to_string(), "localhost:app^Http<Get>/users/ann");
//! # Ok::<(), orrery_space::ParseError>(())
//! ```

use smol_str::SmolStr;

use crate::env::Env;
use crate::{Method, ParseError, Point, PointVar, Subst};

/// A method of a point, with a path: `localhost:app^Http<Get>/users/7`.
///
/// ```
/// use orrery_space::Call;
/// let call: Call = "localhost:app^Ext<Greet>".parse()?;
/// assert_eq!(call.path, "/");
/// # Ok::<(), orrery_space::ParseError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Call {
    /// Whom.
    pub point: Point,
    /// What.
    pub method: Method,
    /// With which path, by default `/`.
    pub path: SmolStr,
}

/// A call with variables: `${host}:app^Http<Get>/users/${user}`.
///
/// ```
/// use orrery_space::{CallVar, Env};
/// let call: CallVar = "${host}:app^Http<Get>/users/${user}".parse()?;
/// let error = call.resolve(&Env::default()).unwrap_err();
/// let spans: Vec<_> = error.diagnostics.iter().map(|d| d.span.clone()).collect();
/// assert_eq!(spans, [0..7, 28..35]);
/// # Ok::<(), orrery_space::ParseError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CallVar {
    /// Whom.
    pub point: PointVar,
    /// What.
    pub method: Method,
    /// With which path, by default `/`.
    pub path: Subst,
}

impl CallVar {
    /// The call with the values of its variables, its point read from the working point.
    ///
    /// # Errors
    ///
    /// Everything that stands in the way, each at its place; also a value with a character that a
    /// path cannot have.
    pub fn resolve(&self, env: &Env) -> Result<Call, ParseError> {
        let point = self.point.to_point(env);
        let mut errors = Vec::new();
        let path = self
            .path
            .fill(env, crate::grammar::call::amiss_in_path, &mut errors);
        match point {
            Ok(point) if errors.is_empty() => Ok(Call {
                point,
                method: self.method.clone(),
                path: path.into(),
            }),
            Ok(_) => Err(ParseError {
                diagnostics: errors,
            }),
            Err(mut error) => {
                error.diagnostics.append(&mut errors);
                Err(error)
            }
        }
    }
}
