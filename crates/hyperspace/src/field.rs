//! The Field: which Waves a Particle's bind admits.
//!
//! Every kind has a default bind, whose pipelines are all `-> (()) => &`: the core is asked and
//! its answer reflected, neither being altered. So a Wave that is admitted goes on to the Shell,
//! and the answer of the core is the answer.

use orrery_space::core::CmdMethod;
use orrery_space::{Kind, Method, Status, Wave};

/// Which methods go to the core. `Cmd<*>` does without a route, as the reference has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Bind {
    http: bool,
    ext: bool,
    hyp: bool,
}

impl Bind {
    /// Whether there is a route for that method.
    pub(crate) fn admits(self, method: &Method) -> bool {
        match method {
            Method::Http(_) => self.http,
            Method::Ext(_) => self.ext,
            Method::Hyp(_) => self.hyp,
            Method::Cmd(_) => true,
        }
    }
}

/// The default bind of a kind.
pub(crate) fn default_bind(kind: &Kind) -> Bind {
    Bind {
        http: speaks(kind)
            || matches!(
                kind,
                Kind::Artifact(_)
                    | Kind::Bundle
                    | Kind::FileSystem
                    | Kind::File(_)
                    | Kind::Native(_)
            ),
        ext: speaks(kind) || matches!(kind, Kind::Database(_) | Kind::UserBase(_) | Kind::User),
        hyp: matches!(kind, Kind::Star(_)),
    }
}

/// Whether a kind answers whatever its guest, or who is outside, has an answer for.
fn speaks(kind: &Kind) -> bool {
    matches!(kind, Kind::Mechtron | Kind::Control | Kind::Portal)
}

/// Whether a Wave may reach a Particle in Panic: `Cmd<Init>` revives it.
pub(crate) fn revives(wave: &Wave) -> bool {
    wave.directed()
        .is_some_and(|core| core.method == Method::Cmd(CmdMethod::Init))
}

/// Whether Waves to a Particle of that status are kept until it is another.
pub(crate) fn waits(status: Status) -> bool {
    matches!(
        status,
        Status::Pending | Status::Init | Status::Paused | Status::Resuming
    )
}
