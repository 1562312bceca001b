//! The Mechtron as its handlers see it: the Wave, the Particle and the cosmos around it.

use std::str::FromStr;

use orrery_space::LogLevel;

use crate::body::{Body, FromBody};
use crate::fault::Fault;
use crate::membrane;

/// The Wave that is being served, the Particle in which the guest lives, and what it may do.
#[derive(Debug, Default)]
pub struct Mechtron {
    captures: Vec<(String, String)>,
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
    pub(crate) fn with(captures: Vec<(String, String)>) -> Self {
        Self { captures }
    }

    /// What a `{name}` of the handler's pattern stands for.
    #[must_use]
    pub fn capture(&self, name: &str) -> Option<&str> {
        self.captures
            .iter()
            .find(|(other, _)| other == name)
            .map(|(_, value)| value.as_str())
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

    /// A value of its state, kept as text.
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

    /// Tells somebody something, and does not wait.
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

    /// Writes to the Particle's log.
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
