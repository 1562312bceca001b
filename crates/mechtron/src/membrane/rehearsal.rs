//! A stage for handlers in native tests: it plays the host for one Wave after the other.

use std::cell::RefCell;
use std::collections::{BTreeMap, VecDeque};

use orrery_space::Point;

use crate::body::Body;
use crate::mechtron::{Echo, Pong};

/// Plays the cosmos for a Mechtron's handlers.
///
/// ```
/// use orrery_mechtron::{Answer, Mechtron, Rehearsal, mechtron};
/// mechtron! { "Ext<Ask>" => forward }
/// fn forward(m: &Mechtron) -> Answer<String> {
///     let target = m.property("target").unwrap_or_default();
///     Ok(m.ask(&target, "Ext<Name>", ())?.text())
/// }
///
/// let mut stage = Rehearsal::new().property("target", "localhost:b").answer(200, "bob");
/// assert_eq!(stage.ping(serve, "Ext<Ask>", ()).body.text(), "bob");
/// assert_eq!(stage.said(), ["ask localhost:b Ext<Name>"]);
/// // nobody answers a second time
/// assert_eq!(stage.ping(serve, "Ext<Ask>", ()).status, 404);
/// ```
#[derive(Debug, Default)]
pub struct Rehearsal {
    fields: BTreeMap<i32, String>,
    headers: BTreeMap<String, String>,
    topic: String,
    anonymous: bool,
    properties: BTreeMap<String, String>,
    body: Option<Body>,
    answers: VecDeque<Pong>,
    echoes: Vec<Echo>,
    heard: Vec<Echo>,
    answer: Option<Body>,
    from: Option<String>,
    reply: Option<Pong>,
    state: BTreeMap<String, Vec<u8>>,
    said: Vec<String>,
    /// Number, moment and tag of each that has not rung.
    alarms: BTreeMap<u32, (i64, String)>,
    alarmed: u32,
    drawn: u64,
    now: i64,
}

thread_local! {
    static STAGE: RefCell<Rehearsal> = RefCell::new(Rehearsal::new());
}

impl Rehearsal {
    /// A stage for a Mechtron at `localhost:mechtron`.
    #[must_use]
    pub fn new() -> Self {
        crate::artifact::forget();
        let mut stage = Self::default();
        stage.fields.insert(7, "localhost:mechtron".to_owned());
        stage
    }

    /// Sets a property of the Particle.
    #[must_use]
    pub fn property(mut self, name: &str, value: &str) -> Self {
        self.properties.insert(name.to_owned(), value.to_owned());
        self
    }

    /// Lets the Mechtron be at another point.
    #[must_use]
    pub fn point(mut self, point: &str) -> Self {
        self.fields.insert(7, point.to_owned());
        self
    }

    /// Has the Mechtron come from a bundle.
    #[must_use]
    pub fn bundle(mut self, point: &str) -> Self {
        self.fields.insert(8, point.to_owned());
        self
    }

    /// Sets a header of the Waves to come.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.insert(name.to_owned(), value.to_owned());
        self
    }

    /// Sends the Waves to come to a topic, `Topic<Cli>`.
    #[must_use]
    pub fn topic(mut self, topic: &str) -> Self {
        topic.clone_into(&mut self.topic);
        self
    }

    /// Sends the Waves to come on behalf of nobody.
    #[must_use]
    pub fn anonymous(mut self) -> Self {
        self.anonymous = true;
        self
    }

    /// Prepares the answer to the next ask; an ask without one gets 404.
    #[must_use]
    pub fn answer(mut self, status: u16, body: impl Into<Body>) -> Self {
        let body = body.into();
        self.answers.push_back(Pong { status, body });
        self
    }

    /// Prepares one of the answers to the next Ripple.
    #[must_use]
    pub fn echo(mut self, from: &str, status: u16, body: impl Into<Body>) -> Self {
        let (from, body) = (from.to_owned(), body.into());
        self.echoes.push(Echo { from, status, body });
        self
    }

    /// Lets virtual time pass, in milliseconds.
    pub fn advance(&mut self, milliseconds: i64) {
        self.now += milliseconds;
    }

    /// Sends a Ping from `localhost:tester` and gives its answer. The method may carry a path:
    /// `Http<Get>/users`. `serve` is what [`crate::mechtron!`] made.
    pub fn ping(&mut self, serve: extern "C" fn(), method: &str, body: impl Into<Body>) -> Pong {
        self.send(serve, "Ping", "localhost:tester", method, body.into())
    }

    fn send(
        &mut self,
        serve: extern "C" fn(),
        kind: &str,
        from: &str,
        method: &str,
        body: Body,
    ) -> Pong {
        let (method, path) = match method.find('/') {
            Some(at) => method.split_at(at),
            None => (method, "/"),
        };
        let own = self.own_point();
        let to = match self.topic.as_str() {
            "" => format!("{own}@Core"),
            topic => format!("{own}@Core+{topic}"),
        };
        let agent = if self.anonymous {
            Point::anonymous().to_string()
        } else {
            from.to_owned()
        };
        let from = format!("{from}@Core");
        let id = format!("<Wave<{kind}>>::00000000-0000-0000-0000-000000000000");
        for (id, text) in [
            (0, id.as_str()),
            (1, kind),
            (2, from.as_str()),
            (3, to.as_str()),
            (4, agent.as_str()),
            (5, method),
            (6, path),
        ] {
            self.fields.insert(id, text.to_owned());
        }
        self.body = Some(body);
        self.play(serve)
    }

    /// Tells it something by a Signal, as [`ping`](Self::ping) does by a Ping. What comes back nobody
    /// would hear in a cosmos.
    pub fn signal(&mut self, serve: extern "C" fn(), method: &str, body: impl Into<Body>) -> Pong {
        self.send(serve, "Signal", "localhost:tester", method, body.into())
    }

    /// Lets time pass until the next alarm, and rings it; none when none is set.
    pub fn ring(&mut self, serve: extern "C" fn()) -> Option<Pong> {
        let (id, (at, tag)) = self.alarms.iter().min_by_key(|(id, (at, _))| (*at, **id))?;
        let (id, at, tag) = (*id, *at, tag.clone());
        self.alarms.remove(&id);
        self.now = self.now.max(at);
        let own = self.own_point();
        Some(self.send(serve, "Signal", &own, "Ext<Alarm>", tag.into()))
    }

    /// Begins the guest's life. `init` is what [`crate::mechtron!`] made.
    pub fn init(&mut self, init: extern "C" fn()) -> Pong {
        self.fields.retain(|id, _| *id >= 7);
        self.body = None;
        self.play(init)
    }

    /// What the Mechtron asked, rippled, signalled, logged and set alarms for, a line each.
    #[must_use]
    pub fn said(&self) -> &[String] {
        &self.said
    }

    fn own_point(&self) -> String {
        self.fields.get(&7).cloned().unwrap_or_default()
    }

    fn play(&mut self, part: extern "C" fn()) -> Pong {
        self.reply = None;
        STAGE.with_borrow_mut(|stage| std::mem::swap(stage, self));
        part();
        STAGE.with_borrow_mut(|stage| std::mem::swap(stage, self));
        self.reply.take().unwrap_or(Pong {
            status: 200,
            body: Body::EMPTY,
        })
    }
}

fn on_stage<R>(act: impl FnOnce(&mut Rehearsal) -> R) -> R {
    STAGE.with_borrow_mut(act)
}

pub(crate) fn field(id: i32) -> Option<String> {
    on_stage(|stage| stage.fields.get(&id).cloned())
}

pub(crate) fn header(name: &str) -> Option<String> {
    on_stage(|stage| stage.headers.get(name).cloned())
}

pub(crate) fn property(name: &str) -> Option<String> {
    on_stage(|stage| stage.properties.get(name).cloned())
}

pub(crate) fn body() -> Body {
    on_stage(|stage| stage.body.clone().unwrap_or(Body::EMPTY))
}

pub(crate) fn reply(status: u16, body: &Body) {
    let body = body.clone();
    on_stage(|stage| stage.reply = Some(Pong { status, body }));
}

pub(crate) fn reply_header(name: &str, value: &str) {
    on_stage(|stage| stage.said.push(format!("header {name}: {value}")));
}

pub(crate) fn ask(to: &str, method: &str, _body: &Body) -> u16 {
    on_stage(|stage| {
        stage.said.push(format!("ask {to} {method}"));
        let pong = stage.answers.pop_front().unwrap_or_else(|| Pong {
            status: 404,
            body: format!("no such particle: {to}").into(),
        });
        stage.answer = Some(pong.body);
        pong.status
    })
}

pub(crate) fn ripple(to: &str, method: &str, _body: &Body) -> i32 {
    on_stage(|stage| {
        stage.said.push(format!("ripple {to} {method}"));
        stage.heard = std::mem::take(&mut stage.echoes);
        i32::try_from(stage.heard.len()).unwrap_or(i32::MAX)
    })
}

pub(crate) fn pick(no: i32) -> u16 {
    on_stage(|stage| {
        let echo = usize::try_from(no).ok().and_then(|no| stage.heard.get(no));
        let echo = echo.cloned();
        stage.from = echo.as_ref().map(|echo| echo.from.clone());
        let status = echo.as_ref().map_or(0, |echo| echo.status);
        stage.answer = echo.map(|echo| echo.body);
        status
    })
}

pub(crate) fn answer_from() -> Option<String> {
    on_stage(|stage| stage.from.clone())
}

pub(crate) fn answer() -> Body {
    on_stage(|stage| stage.answer.clone().unwrap_or(Body::EMPTY))
}

pub(crate) fn signal(to: &str, method: &str, body: &Body) -> u16 {
    on_stage(|stage| {
        stage
            .said
            .push(format!("signal {to} {method} {}", body.text()))
    });
    202
}

pub(crate) fn alarm(delay_ms: i64, tag: &str) -> u32 {
    on_stage(|stage| {
        stage.said.push(format!("alarm in {delay_ms} ms: {tag}"));
        stage.alarmed += 1;
        let alarm = (stage.now + delay_ms, tag.to_owned());
        stage.alarms.insert(stage.alarmed, alarm);
        stage.alarmed
    })
}

pub(crate) fn cancel(id: u32) {
    on_stage(|stage| {
        stage.alarms.remove(&id);
        stage.said.push(format!("cancel {id}"));
    });
}

pub(crate) fn get(key: &str) -> Option<Vec<u8>> {
    on_stage(|stage| stage.state.get(key).cloned())
}

pub(crate) fn put(key: &str, value: &[u8]) -> u16 {
    on_stage(|stage| stage.state.insert(key.to_owned(), value.to_vec()));
    200
}

pub(crate) fn delete(key: &str) {
    on_stage(|stage| stage.state.remove(key));
}

pub(crate) fn keys(prefix: &str) -> String {
    on_stage(|stage| {
        let keys: Vec<&str> = stage
            .state
            .keys()
            .filter(|key| key.starts_with(prefix))
            .map(String::as_str)
            .collect();
        keys.join("\n")
    })
}

pub(crate) fn log(level: i32, message: &str) {
    let names = ["trace", "debug", "info", "warn", "error"];
    let level = usize::try_from(level).ok().and_then(|at| names.get(at));
    let level = level.copied().unwrap_or("log");
    on_stage(|stage| stage.said.push(format!("{level}: {message}")));
}

pub(crate) fn now() -> i64 {
    on_stage(|stage| stage.now)
}

/// Not chance, but numbers that differ (splitmix64).
pub(crate) fn random(bytes: &mut [u8]) {
    on_stage(|stage| {
        for chunk in bytes.chunks_mut(8) {
            stage.drawn = stage.drawn.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mut x = stage.drawn;
            x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            x ^= x >> 31;
            for (to, from) in chunk.iter_mut().zip(x.to_le_bytes()) {
                *to = from;
            }
        }
    });
}

/// Natively a test's own hook reports panics.
pub(crate) fn report_panics() {}
