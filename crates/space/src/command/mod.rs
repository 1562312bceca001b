//! Commands: what a person or a script says to the cosmos. What carries them out is elsewhere.
//!
//! A command holds its points in one of several forms: as concrete [`Point`]s, which is what a cosmos
//! carries out and what `Command` alone means, or as points that are still to be resolved.
//!
//! ```
//! use orrery_space::Command;
//! let command: Command = "select **<User> where +email=* into points".parse()?;
//! assert_eq!(command.word(), "select");
//! assert_eq!(command.to_string(), "select **<User> into points where +email=*");
//! # Ok::<(), orrery_space::ParseError>(())
//! ```

mod access;
mod fabric;
mod form;
mod particles;
mod resolve;
mod script;
mod waves;

pub use self::access::{Chown, Revoke};
pub use self::fabric::{Flaw, Lane, Move, Probability, Slow, Speed, Storm, Upload};
pub use self::form::PointForm;
pub use self::particles::{
    Create, Get, Into, Launch, PointTemplate, PropertyMod, Publish, Select, Set, Strategy, Write,
};
pub use self::script::{Line, Script, upload_blocks};
pub use self::waves::{Body, Ripple, Send};
pub use crate::particle::Watch;
pub use crate::security::Grant;

use std::time::Duration;

use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

use crate::{Point, Selector, StarKey};

/// One command. Its text form is its JSON form too.
///
/// ```
/// use orrery_space::Command;
/// let command: Command = "create? localhost:app<Mechtron>{ +place=fast };".parse()?;
/// assert_eq!(command.to_string(), "create? localhost:app<Mechtron>{ +place=fast }");
/// # Ok::<(), orrery_space::ParseError>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Command<P = Point> {
    /// `create localhost:app<App>{ +key=value }`
    Create(Create<P>),
    /// `publish ^[ bundle.zip ]-> localhost:repo:1.0.0`
    Publish(Publish<P>),
    /// `launch ^[ file ]-> POINT`
    Launch(Launch<P>),
    /// `select SELECTOR [into points|stubs] [where +key=pattern, ...]`
    Select(Select),
    /// `get POINT[{ key, key }]`
    Get(Get<P>),
    /// `set POINT{ +key=value, !key }`
    Set(Set<P>),
    /// `read POINT`
    Read(P),
    /// `write POINT SUBSTANCE`
    Write(Write<P>),
    /// `delete SELECTOR`
    Delete(Selector),
    /// `ping TARGET [METHOD] [SUBSTANCE]`
    Ping(Send<P>),
    /// `signal TARGET [METHOD] [SUBSTANCE]`
    Signal(Send<P>),
    /// `ripple SELECTOR [METHOD] [SUBSTANCE]`
    Ripple(Ripple<P>),
    /// `watch POINT ASPECT`
    Watch(Watch<P>),
    /// `unwatch N`
    Unwatch(u64),
    /// `grant perm +csd-Rwx on SELECTOR to SELECTOR`
    Grant(Grant),
    /// `grants on SELECTOR`
    Grants(Selector),
    /// `revoke N on SELECTOR`
    Revoke(Revoke),
    /// `chown SELECTOR to POINT`
    Chown(Chown<P>),
    /// `as POINT`
    As(P),
    /// `move POINT to STAR`
    Move(Move<P>),
    /// `pause POINT`
    Pause(P),
    /// `resume POINT`
    Resume(P),
    /// `init POINT`
    Init(P),
    /// `stars`
    Stars,
    /// `lanes`
    Lanes,
    /// `stop STAR`
    Stop(StarKey),
    /// `start STAR`
    Start(StarKey),
    /// `cut LANE`
    Cut(Lane),
    /// `mend LANE`
    Mend(Lane),
    /// `slow LANE 20ms`
    Slow(Slow),
    /// `lose LANE 0.1`
    Lose(Flaw),
    /// `double LANE 0.1`
    Double(Flaw),
    /// `shuffle LANE 0.1`
    Shuffle(Flaw),
    /// `storm N loss=0.1 delay=5ms double=0.01 shuffle=0.05 for 30s`
    Storm(Storm),
    /// `seed N`
    Seed(u64),
    /// `speed X`
    Speed(Speed),
    /// `advance 5s`
    Advance(Duration),
    /// `upload NAME [PATH]`
    Upload(Upload),
    /// `help [COMMAND]`
    Help(Option<SmolStr>),
}

/// A command as text, with the files that it names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RawCommand {
    /// The line.
    pub line: SmolStr,
    /// Files by name.
    pub transfers: Vec<(SmolStr, std::sync::Arc<[u8]>)>,
}

impl<P> Command<P> {
    /// Its first word, without what may hang on it: `create` for `create?`.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Command::Create(_) => "create",
            Command::Publish(_) => "publish",
            Command::Launch(_) => "launch",
            Command::Select(_) => "select",
            Command::Get(_) => "get",
            Command::Set(_) => "set",
            Command::Read(_) => "read",
            Command::Write(_) => "write",
            Command::Delete(_) => "delete",
            Command::Ping(_) => "ping",
            Command::Signal(_) => "signal",
            Command::Ripple(_) => "ripple",
            Command::Watch(_) => "watch",
            Command::Unwatch(_) => "unwatch",
            Command::Grant(_) => "grant",
            Command::Grants(_) => "grants",
            Command::Revoke(_) => "revoke",
            Command::Chown(_) => "chown",
            Command::As(_) => "as",
            Command::Move(_) => "move",
            Command::Pause(_) => "pause",
            Command::Resume(_) => "resume",
            Command::Init(_) => "init",
            Command::Stars => "stars",
            Command::Lanes => "lanes",
            Command::Stop(_) => "stop",
            Command::Start(_) => "start",
            Command::Cut(_) => "cut",
            Command::Mend(_) => "mend",
            Command::Slow(_) => "slow",
            Command::Lose(_) => "lose",
            Command::Double(_) => "double",
            Command::Shuffle(_) => "shuffle",
            Command::Storm(_) => "storm",
            Command::Seed(_) => "seed",
            Command::Speed(_) => "speed",
            Command::Advance(_) => "advance",
            Command::Upload(_) => "upload",
            Command::Help(_) => "help",
        }
    }

    /// The file that must come with it, by the name in its `^[ name ]`.
    ///
    /// ```
    /// use orrery_space::Command;
    /// let command: Command = "launch ^[ echo.wat ]-> localhost:echo".parse()?;
    /// assert_eq!(command.file().map(|name| name.as_str()), Some("echo.wat"));
    /// # Ok::<(), orrery_space::ParseError>(())
    /// ```
    #[must_use]
    pub fn file(&self) -> Option<&SmolStr> {
        match self {
            Command::Publish(publish) => Some(&publish.file),
            Command::Launch(launch) => Some(&launch.file),
            Command::Write(write) => write.body.file(),
            Command::Ping(send) | Command::Signal(send) => send.body.file(),
            Command::Ripple(ripple) => ripple.body.file(),
            _ => None,
        }
    }
}
