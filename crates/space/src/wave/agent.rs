//! On whose behalf a Wave travels, and in which session.
//!
//! What an agent may do is not known here.
//!
//! ```
//! use orrery_space::{Agent, Point};
//! assert_eq!(Agent::from(Point::hyperuser()), Agent::HyperUser);
//! assert_eq!(Agent::Anonymous.to_point(), Point::anonymous());
//! ```

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

use crate::Point;

/// On whose behalf a Wave travels. Its text is the point that stands for it.
///
/// ```
/// use orrery_space::Agent;
/// assert_eq!("hyperspace:users:hyperuser".parse::<Agent>()?, Agent::HyperUser);
/// assert_eq!(Agent::Anonymous.to_string(), "hyperspace:users:anonymous");
/// # Ok::<(), orrery_space::ParseError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub enum Agent {
    /// Somebody who has not said who he is.
    #[default]
    Anonymous,
    /// The one who may do everything.
    HyperUser,
    /// A Particle.
    Point(Point),
}

impl Agent {
    /// The point that stands for the agent in grants.
    #[must_use]
    pub fn to_point(&self) -> Point {
        match self {
            Agent::Anonymous => Point::anonymous(),
            Agent::HyperUser => Point::hyperuser(),
            Agent::Point(point) => point.clone(),
        }
    }
}

impl From<Point> for Agent {
    fn from(point: Point) -> Self {
        if point == Point::hyperuser() {
            Agent::HyperUser
        } else if point == Point::anonymous() {
            Agent::Anonymous
        } else {
            Agent::Point(point)
        }
    }
}

/// The identity of a session.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct SessionId {
    /// Where the session was opened.
    pub origin: Point,
    /// 128 bits, unique in a cosmos.
    #[serde(with = "crate::grammar::wave_id::uuid_form")]
    pub uuid: u128,
}

/// A session, with what is known of who opened it.
///
/// ```
/// use orrery_space::wave::{Session, SessionId};
/// let id = SessionId { origin: "localhost".parse()?, uuid: 7 };
/// let session = Session { id, attributes: [("preferred_username".into(), "ann".into())].into() };
/// assert_eq!(session.preferred_username(), Some("ann"));
/// # Ok::<(), orrery_space::ParseError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Session {
    /// The identity.
    pub id: SessionId,
    /// What is known, by name.
    pub attributes: BTreeMap<SmolStr, SmolStr>,
}

impl Session {
    /// The name by which the user wants to be called, where it is known.
    #[must_use]
    pub fn preferred_username(&self) -> Option<&str> {
        let name = self.attributes.get("preferred_username")?;
        Some(name.as_str())
    }
}
