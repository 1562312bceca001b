//! Why a layer lets a Wave pass, in words for who looks at it.
//!
//! A trace names the layers of each Wave, the rule by which it was let through and the route that it
//! took; a refusal has its reason with it. What the other layers did follows from these, so it is
//! worded when somebody asks, and no Wave carries words that nobody may read.

use orrery_space::core::CmdMethod;
use orrery_space::{Kind, Layer, Method, WaveKind};
use smol_str::{SmolStr, format_smolstr};

use crate::layers::{does, goes_out};

/// What the trace told of one Wave.
///
/// ```
/// use orrery_hyperspace::why::Told;
/// use orrery_space::{Kind, Layer, WaveKind};
/// let told = Told {
///     kind: WaveKind::Ping,
///     method: Some(&"Ext<Say>".parse()?),
///     sender: &Kind::User,
///     to_itself: false,
///     rule: Some("grant 3"),
///     grant: Some("perm +csd-rwX on localhost:echo to localhost:ann"),
///     route: None,
///     ended: None,
/// };
/// let why = told.why(Layer::Gravity, &Kind::Mechtron, true);
/// let grant = "perm +csd-rwX on localhost:echo to localhost:ann";
/// assert_eq!(why, format!("authorizes it by grant 3: {grant}"));
/// let why = told.why(Layer::Field, &Kind::Mechtron, true);
/// assert_eq!(why, "lets it pass by the default bind of a Mechtron, which has a route for Ext<Say>");
/// # Ok::<(), orrery_space::ParseError>(())
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Told<'t> {
    /// Its kind.
    pub kind: WaveKind,
    /// What it wants; none for an answer.
    pub method: Option<&'t Method>,
    /// The kind of who sent it.
    pub sender: &'t Kind,
    /// Whether it is for who sent it.
    pub to_itself: bool,
    /// The rule that let it through, such as `owner` or `grant 3`, if it was checked.
    pub rule: Option<&'t str>,
    /// The terms of the grant which that rule names, where they are known.
    pub grant: Option<&'t str>,
    /// The route of its target's bind that it took, if it took one.
    pub route: Option<&'t str>,
    /// Why it ended at the layer that is asked about, if it did.
    pub ended: Option<&'t str>,
}

impl Told<'_> {
    /// What a layer did with the Wave and why, as a sentence goes on after the layer's name. The
    /// layer is one of a Particle of the kind `of`: of the sender's outward, of the target's inward.
    #[must_use]
    pub fn why(&self, layer: Layer, of: &Kind, inward: bool) -> SmolStr {
        match (self.ended, inward) {
            (Some(reason), _) => format_smolstr!("ends it: {reason}"),
            (None, true) => self.inward(layer, of),
            (None, false) => SmolStr::new_static(self.outward(layer, of)),
        }
    }

    fn outward(&self, layer: Layer, of: &Kind) -> &'static str {
        let answers = self.kind.is_reflected();
        match layer {
            Layer::Gravity => "finds the star of whom it is for",
            Layer::Field => "lets out what its own Particle sends",
            Layer::Shell => match self.kind {
                WaveKind::Ping => "awaits its Pong from now on",
                WaveKind::Ripple => "awaits the Echoes that it wants",
                WaveKind::Signal => "awaits nothing, since a Signal has no answer",
                WaveKind::Pong | WaveKind::Echo => "lets out an answer, which is owed",
            },
            _ if goes_out(of) => "lets in what comes by the gate",
            Layer::Portal => does(layer, of),
            Layer::Host if answers => "gives what its guest answers, or answers for it",
            Layer::Host => "lets the guest send as the Particle itself",
            Layer::Guest => "is the module, which sends it",
            Layer::Core if answers => "answers",
            Layer::Core => "sends it",
        }
    }

    fn inward(&self, layer: Layer, of: &Kind) -> SmolStr {
        let answers = self.kind.is_reflected();
        let words = match layer {
            Layer::Gravity if answers => "lets an answer pass: it needs no right",
            Layer::Gravity => return self.authorized(),
            Layer::Field => return self.routed(of),
            Layer::Shell if answers => "gives it to who awaits it",
            Layer::Shell => "lets pass what is neither an answer nor for a session",
            Layer::Portal => does(layer, of),
            Layer::Host if answers => "lets its guest go on, which awaits it",
            Layer::Host if self.is_for_host() => "answers it itself",
            Layer::Host => "keeps it until the guest is free",
            Layer::Guest if answers => "goes on where it asked",
            Layer::Guest => "begins to work on it",
            Layer::Core if answers => "has the answer",
            Layer::Core => {
                return format_smolstr!("is {} {of}, whose driver takes it", of.article());
            }
        };
        SmolStr::new_static(words)
    }

    /// What the host of a guest answers, and not the guest.
    fn is_for_host(&self) -> bool {
        use CmdMethod::{Bounce, Init, Unwatch, Watch};
        matches!(
            self.method,
            Some(Method::Cmd(Bounce | Init | Watch | Unwatch))
        )
    }

    fn authorized(&self) -> SmolStr {
        match (self.rule, self.grant) {
            (None, _) => SmolStr::new_static("has found whom it is for"),
            (Some(rule), Some(grant)) => format_smolstr!("authorizes it by {rule}: {grant}"),
            (Some(rule), None) => format_smolstr!("authorizes it as {rule}{}", meaning(rule)),
        }
    }

    fn routed(&self, of: &Kind) -> SmolStr {
        let words = match (self.route, self.method) {
            _ if self.kind.is_reflected() => "lets in an answer, which takes no route",
            (Some(route), _) => return format_smolstr!("lets it take the route `{route}`"),
            _ if matches!(self.sender, Kind::Star(_)) => "lets pass what a star sends",
            _ if self.to_itself => "lets pass what the Particle sends to itself",
            (None, Some(Method::Cmd(_))) => "lets a command pass, which needs no route",
            (None, Some(method)) => {
                return format_smolstr!(
                    "lets it pass by the default bind of {} {of}, which has a route for {method}",
                    of.article()
                );
            }
            (None, None) => "lets it pass",
        };
        SmolStr::new_static(words)
    }
}

/// What a rule says that names no known grant.
fn meaning(rule: &str) -> &'static str {
    match rule {
        "hyperuser" => ", who has everything everywhere",
        "owner" => ", who has everything on what it owns",
        "itself" | "to itself" => ", which a Particle may always reach",
        "open to all" => ", since it needs no right",
        "sent by a star" => ", which nobody else may send",
        _ => "",
    }
}
