//! Tokens: what somebody shows at a gate to come in as somebody.

use std::collections::BTreeMap;

use orrery_space::{Point, Surface};
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

/// As whom a token lets in, and when.
///
/// ```
/// use orrery_hyperspace::{Pass, Constellation, Hyperspace, Input};
/// let mut cosmos = Hyperspace::new(7, &Constellation::default());
/// let pass = Pass { agent: "localhost:ann".parse()?, once: true, remotes: vec![] };
/// cosmos.handle(Input::Pass { token: "a secret".into(), pass });
/// # Ok::<(), orrery_space::ParseError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pass {
    /// On whose behalf its holder acts.
    pub agent: Point,
    /// Whether it is void once it was shown.
    pub once: bool,
    /// The remote surfaces by which alone it may be shown; none means any.
    pub remotes: Vec<Surface>,
}

/// The tokens that are known here.
#[derive(Debug, Default)]
pub(crate) struct Tokens {
    passes: BTreeMap<SmolStr, Pass>,
}

impl Tokens {
    /// Makes a token known; one that was known gets the new pass.
    pub(crate) fn issue(&mut self, token: SmolStr, pass: Pass) {
        self.passes.insert(token, pass);
    }

    /// As whom a token lets in.
    ///
    /// # Errors
    ///
    /// Why it does not; never whether another token would.
    pub(crate) fn redeem(
        &mut self,
        token: &str,
        remote: Option<&Surface>,
    ) -> Result<Point, &'static str> {
        let Some(pass) = self.passes.get(token) else {
            return Err("the token is not known here, or was used already");
        };
        let listed = |remote| pass.remotes.contains(remote);
        if !pass.remotes.is_empty() && !remote.is_some_and(listed) {
            return Err("the token may not be shown from there");
        }
        let agent = pass.agent.clone();
        if pass.once {
            self.passes.remove(token);
        }
        Ok(agent)
    }
}
