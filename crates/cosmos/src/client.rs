//! A client of a gate that comes in again by itself.
//!
//! It knows no carrier: whoever has a connection gives it the frames that come and sends those that
//! it gives. It knocks until it is let in, and again when the connection was lost, with pauses of
//! virtual time that grow from 1 s to 60 s. Who is refused for what he is does not knock again.

use std::time::Duration;

use orrery_hyperspace::Moment;
use orrery_space::core::{DirectedCore, ReflectedCore};
use orrery_space::hyper::{Greet, Knock};
use orrery_space::{Agent, Point, Route, Segment, StatusCode, Substance, Wave};

/// The longest pause, and how long a knock waits for its answer.
const LONGEST: Duration = Duration::from_secs(60);

/// Somebody at a gate.
///
/// ```
/// use orrery_cosmos::{Budget, Client, Cosmos};
/// use orrery_hyperspace::Moment;
/// use orrery_space::hyper::Knock;
/// let mut cosmos = Cosmos::new(7);
/// let mut client = Client::new(Knock::default());
/// cosmos.frame(1, client.knock(cosmos.now()).unwrap());
/// for (_, frame) in cosmos.take_frames() {
///     assert_eq!(client.hear(&frame, cosmos.now()), None);
/// }
/// assert_eq!(client.greet().unwrap().agent, orrery_space::Agent::Anonymous);
/// client.lost(Moment(0));
/// assert_eq!(client.knock(Moment(999_999_999)), None);
/// assert!(client.knock(Moment(1_000_000_000)).is_some());
/// ```
#[derive(Debug)]
pub struct Client {
    knock: Knock,
    state: State,
    /// How often it has knocked since it was inside.
    tries: u32,
}

#[derive(Debug)]
enum State {
    /// It knocks when that moment has come.
    Outside(Moment),
    /// It has knocked, and waits until then for the answer.
    Knocked(Moment),
    Inside(Box<Greet>),
    /// It is not wanted, and that is why.
    Refused(ReflectedCore),
}

impl Client {
    /// One that has not knocked yet, and how it will.
    #[must_use]
    pub fn new(knock: Knock) -> Self {
        Self {
            knock,
            state: State::Outside(Moment::START),
            tries: 0,
        }
    }

    /// The frame by which it knocks, if it is time to.
    pub fn knock(&mut self, now: Moment) -> Option<Vec<u8>> {
        if let State::Knocked(until) = self.state
            && now >= until
        {
            self.lost(now);
        }
        if !matches!(self.state, State::Outside(at) if now >= at) {
            return None;
        }
        self.state = State::Knocked(now.after(LONGEST));
        self.tries = self.tries.saturating_add(1);
        let endpoint = |route| Point::new(route, vec![Segment::Space("endpoint".into())]).into();
        let (from, to) = (endpoint(Route::Remote), endpoint(Route::Local));
        let core = DirectedCore::from(self.knock.clone());
        let wave = Wave::ping(u128::from(self.tries), Agent::Anonymous, from, to, core);
        match wave.to_bytes() {
            Ok(frame) => Some(frame),
            Err(error) => {
                self.state = State::Refused(ReflectedCore::bad_request(error.to_string()));
                None
            }
        }
    }

    /// When [`knock`](Self::knock) is to be asked again.
    #[must_use]
    pub fn wakes(&self) -> Option<Moment> {
        match self.state {
            State::Outside(at) | State::Knocked(at) => Some(at),
            State::Inside(_) | State::Refused(_) => None,
        }
    }

    /// Takes a frame that came. What is not the answer to its knock comes back, once it is inside.
    pub fn hear(&mut self, frame: &[u8], now: Moment) -> Option<Wave> {
        let wave = Wave::from_bytes(frame).ok()?;
        match self.state {
            State::Inside(_) => return Some(wave),
            State::Knocked(_) => {}
            State::Outside(_) | State::Refused(_) => return None,
        }
        let own = wave.reflection_of()?.uuid == u128::from(self.tries);
        let core = wave.reflected().filter(|_| own)?;
        match (&core.body, core.status) {
            (Substance::Greet(greet), _) => {
                self.state = State::Inside(greet.clone());
                self.tries = 0;
            }
            (_, StatusCode::BAD_REQUEST | StatusCode::FORBIDDEN | StatusCode::NOT_FOUND) => {
                self.state = State::Refused(core.clone())
            }
            _ => self.lost(now),
        }
        None
    }

    /// The connection was lost: it knocks again after a pause, twice as long as the one before.
    pub fn lost(&mut self, now: Moment) {
        if !matches!(self.state, State::Refused(_)) {
            let doubled = 1u64 << self.tries.saturating_sub(1).min(6);
            let pause = Duration::from_secs(doubled).min(LONGEST);
            self.state = State::Outside(now.after(pause));
        }
    }

    /// Where it is and as whom, while it is inside.
    #[must_use]
    pub fn greet(&self) -> Option<&Greet> {
        match &self.state {
            State::Inside(greet) => Some(greet),
            _ => None,
        }
    }

    /// Why it does not knock again.
    #[must_use]
    pub fn refusal(&self) -> Option<&ReflectedCore> {
        match &self.state {
            State::Refused(core) => Some(core),
            _ => None,
        }
    }
}
