//! The Mechtron as its handlers see it: the Wave, the Particle and the cosmos around it.

use std::str::FromStr;

use orrery_space::LogLevel;
use orrery_space::plain_route::PlainRoute;

use crate::body::{Body, FromBody};
use crate::fault::Fault;
use crate::membrane;
use crate::route::Asked;

/// The Wave that is being served, the Particle in which the guest lives, and what it may do.
#[derive(Debug, Default)]
pub struct Mechtron {
    asked: Asked,
    /// The route that has admitted the Wave.
    route: &'static str,
}

/// The answer to an ask.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pong {
    /// How it went: success from 200 to 299.
    pub status: u16,
    /// What was answered.
    pub body: Body,
}

/// One answer to a Ripple.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Echo {
    /// The surface from which it came.
    pub from: String,
    /// How it went: success from 200 to 299.
    pub status: u16,
    /// What was answered.
    pub body: Body,
}

/// The Wave.
impl Mechtron {
    /// Before the Wave that is there.
    pub(crate) fn of_wave() -> Self {
        Self {
            asked: Asked::of_wave(),
            route: "",
        }
    }

    /// What nothing has served.
    pub(crate) fn not_served(&self) -> Fault {
        let Asked { method, path } = &self.asked;
        Fault::not_found(["nothing serves ", method, path].concat())
    }

    /// Whether a route admits the Wave, whose captures are then at hand.
    #[doc(hidden)]
    pub fn takes(&mut self, route: &'static str) -> bool {
        self.route = route;
        self.asked.suits(route)
    }

    /// What a `{name}` of the handler's route stands for.
    #[must_use]
    pub fn capture(&self, name: &str) -> Option<&str> {
        let captures = PlainRoute::of(self.route).captures(&self.asked.path)?;
        let mut captures = captures.into_iter();
        captures.find_map(|(known, text)| (known == name).then_some(text))
    }

    /// The body of the Wave.
    ///
    /// # Errors
    ///
    /// 400: it is no such body.
    pub fn body<T: FromBody>(&self) -> Result<T, Fault> {
        T::from_body(membrane::body())
    }

    /// `Ping` or `Signal`; nothing in `init`.
    #[must_use]
    pub fn kind(&self) -> Option<String> {
        membrane::field(1)
    }

    /// The surface from which the Wave came.
    #[must_use]
    pub fn from(&self) -> Option<String> {
        membrane::field(2)
    }

    /// The point on whose behalf it came.
    #[must_use]
    pub fn agent(&self) -> Option<String> {
        membrane::field(4)
    }

    /// Its method: `Ext<Hello>`.
    #[must_use]
    pub fn method(&self) -> Option<String> {
        membrane::field(5)
    }

    /// Its URI.
    #[must_use]
    pub fn uri(&self) -> Option<String> {
        membrane::field(6)
    }

    /// One of its headers.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<String> {
        membrane::header(name)
    }

    /// Adds a header to the answer.
    pub fn reply_header(&self, name: &str, value: &str) {
        membrane::reply_header(name, value);
    }
}

/// The Particle.
impl Mechtron {
    /// Its point.
    #[must_use]
    pub fn point(&self) -> String {
        membrane::field(7).unwrap_or_default()
    }

    /// The point of its config.
    #[must_use]
    pub fn config(&self) -> Option<String> {
        membrane::field(9)
    }

    /// One of its properties.
    #[must_use]
    pub fn property(&self, name: &str) -> Option<String> {
        membrane::property(name)
    }

    /// A value of its state.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<Vec<u8>> {
        membrane::get(key)
    }

    /// A value of its state, kept as text. The state outlives restarts, upgrades and moves.
    ///
    /// ```
    /// use orrery_mechtron::{Answer, Mechtron, Rehearsal, mechtron};
    /// mechtron! { "Ext<Add>" => add }
    /// fn add(m: &Mechtron, number: i64) -> Answer<i64> {
    ///     let sum = m.get_as("sum").unwrap_or(0) + number;
    ///     m.put_as("sum", sum)?;
    ///     Ok(sum)
    /// }
    /// let mut stage = Rehearsal::new();
    /// stage.ping(serve, "Ext<Add>", 40);
    /// assert_eq!(stage.ping(serve, "Ext<Add>", 2).body.text(), "42");
    /// ```
    #[must_use]
    pub fn get_as<T: FromStr>(&self, key: &str) -> Option<T> {
        let bytes = membrane::get(key)?;
        std::str::from_utf8(&bytes).ok()?.parse().ok()
    }

    /// Keeps a value.
    ///
    /// # Errors
    ///
    /// 413: the state is full.
    pub fn put(&self, key: &str, value: impl AsRef<[u8]>) -> Result<(), Fault> {
        match membrane::put(key, value.as_ref()) {
            200 => Ok(()),
            status => Err(Fault::new(status, "the state is full")),
        }
    }

    /// Keeps a value as text.
    ///
    /// # Errors
    ///
    /// 413: the state is full.
    pub fn put_as(&self, key: &str, value: impl ToString) -> Result<(), Fault> {
        self.put(key, value.to_string())
    }

    /// Forgets a value.
    pub fn delete(&self, key: &str) {
        membrane::delete(key);
    }

    /// The keys that begin with a prefix, in order.
    #[must_use]
    pub fn keys(&self, prefix: &str) -> Vec<String> {
        membrane::keys(prefix).lines().map(str::to_owned).collect()
    }
}

/// The cosmos.
impl Mechtron {
    /// Pings somebody and waits for the answer. `to` is a point, or a point with its call
    /// (`localhost:app^Http<Get>/users`), and then the method may be empty.
    ///
    /// ```
    /// use orrery_mechtron::{Answer, Body, Mechtron, Rehearsal, mechtron};
    /// mechtron! { "Ext<Users>" => users }
    /// fn users(m: &Mechtron) -> Answer<Body> {
    ///     m.ask("localhost:app^Http<Get>/users", "", ())
    /// }
    /// let mut stage = Rehearsal::new().answer(200, "ann, bob").answer(403, "you may not");
    /// assert_eq!(stage.ping(serve, "Ext<Users>", ()).body.text(), "ann, bob");
    /// // a refusal is handed on by `?`, and here as what it is
    /// assert_eq!(stage.ping(serve, "Ext<Users>", ()).status, 403);
    /// ```
    ///
    /// # Errors
    ///
    /// The status and the reason of an answer that is no success.
    pub fn ask(&self, to: &str, method: &str, body: impl Into<Body>) -> Result<Body, Fault> {
        let pong = self.pong(to, method, body);
        match pong.status {
            200..=299 => Ok(pong.body),
            status => Err(Fault::new(status, pong.body.text())),
        }
    }

    /// Pings somebody and waits for the answer, whatever it is.
    #[must_use]
    pub fn pong(&self, to: &str, method: &str, body: impl Into<Body>) -> Pong {
        let status = membrane::ask(to, method, &body.into().made());
        Pong {
            status,
            body: membrane::answer(),
        }
    }

    /// Asks all whom a selector selects, and waits until all have answered or the wait class is over.
    /// The answers are in the order in which they came. `to` is a selector
    /// (`localhost:app:**<Mechtron>`), or one with a call behind it as for [`ask`](Self::ask).
    ///
    /// ```
    /// use orrery_mechtron::{Answer, Mechtron, Rehearsal, mechtron};
    /// mechtron! { "Ext<Poll>" => poll }
    /// fn poll(m: &Mechtron) -> Answer<i64> {
    ///     let echoes = m.ripple("localhost:app:**<Mechtron>", "Ext<Vote>", ());
    ///     let votes = echoes.iter().filter(|echo| echo.status == 200);
    ///     Ok(votes.filter(|echo| echo.body.text() == "yes").count() as i64)
    /// }
    /// let stage = Rehearsal::new().echo("localhost:app:a", 200, "yes");
    /// let mut stage = stage.echo("localhost:app:b", 403, "you may not");
    /// assert_eq!(stage.ping(serve, "Ext<Poll>", ()).body.text(), "1");
    /// assert_eq!(stage.said(), ["ripple localhost:app:**<Mechtron> Ext<Vote>"]);
    /// ```
    #[must_use]
    pub fn ripple(&self, to: &str, method: &str, body: impl Into<Body>) -> Vec<Echo> {
        let count = membrane::ripple(to, method, &body.into().made());
        let echo = |no| Echo {
            status: membrane::pick(no),
            from: membrane::answer_from().unwrap_or_default(),
            body: membrane::answer(),
        };
        (0..count).map(echo).collect()
    }

    /// Has the executor carry out a command, as it would for a person, with what this Mechtron may do:
    /// who may create below itself makes its own children so. A command that needs a file it cannot give.
    ///
    /// ```
    /// use orrery_mechtron::{Answer, Body, Mechtron, Rehearsal, mechtron};
    /// mechtron! { "Ext<Grow>" => grow }
    /// fn grow(m: &Mechtron) -> Answer<Body> {
    ///     m.command(&format!("create {}:child-%<Base>", m.point()))
    /// }
    /// let mut stage = Rehearsal::new().answer(200, "made");
    /// assert_eq!(stage.ping(serve, "Ext<Grow>", ()).status, 200);
    /// assert_eq!(stage.said(), ["ask GLOBAL::executor Cmd<RawCommand>"]);
    /// ```
    ///
    /// # Errors
    ///
    /// The status and the reason for which it is not carried out.
    pub fn command(&self, line: &str) -> Result<Body, Fault> {
        self.ask("GLOBAL::executor", "Cmd<RawCommand>", line)
    }

    /// Tells somebody something, and does not wait. `to` is as for [`ask`](Self::ask).
    ///
    /// ```
    /// use orrery_mechtron::{Answer, Mechtron, Rehearsal, mechtron};
    /// mechtron! { "Ext<Tell>" => tell }
    /// fn tell(m: &Mechtron, news: String) -> Answer<()> {
    ///     m.signal("localhost:ann", "Ext<News>", news)
    /// }
    /// let mut stage = Rehearsal::new();
    /// stage.ping(serve, "Ext<Tell>", "rain");
    /// assert_eq!(stage.said(), ["signal localhost:ann Ext<News> rain"]);
    /// ```
    ///
    /// # Errors
    ///
    /// 413: the body is over 1 MiB.
    pub fn signal(&self, to: &str, method: &str, body: impl Into<Body>) -> Result<(), Fault> {
        match membrane::signal(to, method, &body.into().made()) {
            202 => Ok(()),
            status => Err(Fault::new(status, "the signal did not leave")),
        }
    }

    /// Sets an alarm: a Signal `Ext<Alarm>` to this Mechtron with the tag as its Text, after so
    /// many milliseconds of virtual time. The number cancels it.
    ///
    /// ```
    /// use orrery_mechtron::{Answer, Mechtron, Rehearsal, mechtron};
    /// mechtron! { "Ext<Wake>" => wake, "Ext<Alarm>" => rings }
    /// fn wake(m: &Mechtron) -> Answer<()> {
    ///     let _ = m.alarm(60_000, "breakfast");
    ///     Ok(())
    /// }
    /// fn rings(m: &Mechtron, tag: String) -> Answer<()> {
    ///     m.info(&format!("{tag} at {}", m.now()));
    ///     Ok(())
    /// }
    /// let mut stage = Rehearsal::new();
    /// stage.ping(serve, "Ext<Wake>", ());
    /// assert!(stage.ring(serve).is_some_and(|pong| pong.status == 200));
    /// assert!(stage.ring(serve).is_none());
    /// assert_eq!(stage.said(), ["alarm in 60000 ms: breakfast", "info: breakfast at 60000"]);
    /// ```
    #[must_use = "the number cancels it"]
    pub fn alarm(&self, delay_ms: u32, tag: &str) -> u32 {
        membrane::alarm(i64::from(delay_ms), tag)
    }

    /// Cancels an alarm.
    pub fn cancel(&self, alarm: u32) {
        membrane::cancel(alarm);
    }

    /// Virtual milliseconds.
    #[must_use]
    pub fn now(&self) -> i64 {
        membrane::now()
    }

    /// Fills bytes by the cosmos's chance.
    pub fn random(&self, bytes: &mut [u8]) {
        membrane::random(bytes);
    }

    /// A number by the cosmos's chance, evenly from 0 to less than `below`; 0 when there is none.
    #[must_use]
    pub fn random_below(&self, below: u64) -> u64 {
        let mut bytes = [0; 8];
        self.random(&mut bytes);
        // the high half of the product, which needs no division
        let product = u128::from(u64::from_le_bytes(bytes)) * u128::from(below);
        (product >> 64) as u64
    }

    /// Writes to the Particle's log, which whoever may read it can watch.
    ///
    /// ```
    /// use orrery_mechtron::{Answer, Mechtron, Rehearsal, mechtron, space::LogLevel};
    /// mechtron! { "Ext<Work>" => work }
    /// fn work(m: &Mechtron) -> Answer<()> {
    ///     m.info("at work");
    ///     m.log(LogLevel::Debug, "and how");
    ///     Ok(())
    /// }
    /// let mut stage = Rehearsal::new();
    /// stage.ping(serve, "Ext<Work>", ());
    /// assert_eq!(stage.said(), ["info: at work", "debug: and how"]);
    /// ```
    pub fn log(&self, level: LogLevel, message: &str) {
        membrane::log(level as i32, message);
    }

    /// Writes to the log what is worth knowing.
    pub fn info(&self, message: &str) {
        self.log(LogLevel::Info, message);
    }

    /// Writes to the log what went wrong. Should the guest trap, it is in the answer's reason.
    pub fn error(&self, message: &str) {
        self.log(LogLevel::Error, message);
    }
}
