//! Needs: what a Wave must be allowed before its target sees it.
//!
//! The table of methods and kinds stands here; who asks by it, and what an agent has, do not.
//!
//! ```
//! use orrery_space::Kind;
//! use orrery_space::security::{Need, Permission};
//! let need = Need::of(&"Ext<Hello>".parse()?, &Kind::Mechtron);
//! assert_eq!(need, Need::Right(Permission::Execute.into()));
//! # Ok::<(), orrery_space::ParseError>(())
//! ```

use std::fmt;

use super::{Permission, Privilege};
use crate::core::{CmdMethod, HttpMethod};
use crate::{Kind, Method};

/// One thing that somebody may do.
///
/// ```
/// use orrery_space::security::{Permission, Right};
/// assert_eq!(Right::from(Permission::Write).to_string(), "Write");
/// assert_eq!(Right::Privilege("a:b".parse()?).to_string(), "privilege a:b");
/// # Ok::<(), orrery_space::ParseError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Right {
    /// By a permission.
    Permission(Permission),
    /// By a privilege: what `priv(name)` on a property asks for.
    Privilege(Privilege),
}

/// What a Wave needs on its target.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Need {
    /// Nothing.
    Nothing,
    /// That its sender is a star.
    Star,
    /// That right.
    Right(Right),
}

impl Need {
    /// What a Wave of that method needs on a target of that kind.
    ///
    /// To read a Mechtron is to have it act. A `Global` takes commands from everybody: it asks in
    /// turn for what each command needs.
    #[must_use]
    pub fn of(method: &Method, target: &Kind) -> Need {
        let read = match target {
            Kind::Mechtron => Permission::Execute,
            _ => Permission::Read,
        };
        let permission = match method {
            Method::Hyp(_) => return Need::Star,
            Method::Http(HttpMethod::Get | HttpMethod::Head | HttpMethod::Options) => read,
            Method::Http(_) | Method::Ext(_) => Permission::Execute,
            Method::Cmd(CmdMethod::Read) => read,
            Method::Cmd(CmdMethod::Update | CmdMethod::Init) => Permission::Write,
            Method::Cmd(CmdMethod::Watch | CmdMethod::Unwatch) => Permission::Read,
            Method::Cmd(CmdMethod::Bounce) => return Need::Nothing,
            Method::Cmd(_) if *target == Kind::Global => return Need::Nothing,
            Method::Cmd(_) => Permission::Execute,
        };
        Need::Right(permission.into())
    }
}

impl From<Permission> for Right {
    fn from(permission: Permission) -> Self {
        Right::Permission(permission)
    }
}

impl From<Privilege> for Right {
    fn from(privilege: Privilege) -> Self {
        Right::Privilege(privilege)
    }
}

impl fmt::Display for Permission {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl fmt::Display for Right {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Right::Permission(permission) => write!(f, "{permission}"),
            Right::Privilege(privilege) => write!(f, "privilege {privilege}"),
        }
    }
}
