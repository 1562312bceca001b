//! Bind documents: each is read once for as long as its artifact stays what it is, and the Waves
//! that wait for one keep their order.
//!
//! What is kept holds the bytes of which it was made, and counts only while the artifact holds the
//! same: so nobody has to say that a document has changed or gone.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use orrery_space::artifact::{ArtifactCache, ArtifactError, Fetch, Lookup};
use orrery_space::core::ReflectedCore;
use orrery_space::{Agent, Bind, Point, StatusCode, Substance};
use smol_str::{SmolStr, ToSmolStr, format_smolstr};

use super::Place;
use crate::Moment;
use crate::agenda::Occasion;
use crate::exchange::Waiter;
use crate::flight::Flight;
use crate::hyperspace::Hyperspace;
use crate::task::Task;
use crate::trace::ParticleNo;
use crate::travel::MAILBOX;

/// Bytes of documents that are kept.
const KEPT: usize = 16 * 1024 * 1024;

/// What has been read.
#[derive(Debug)]
pub(crate) struct Document {
    /// The bind, or what is wrong with the text and where.
    pub bind: Result<Bind, SmolStr>,
    source: Arc<[u8]>,
}

/// A document, or how to get it.
pub(super) enum AtHand {
    Document(Arc<Document>),
    Fetch(Fetch),
}

/// What all Fields of the cosmos know.
#[derive(Debug)]
pub(crate) struct Fields {
    documents: ArtifactCache<Document, (), ()>,
    /// Waves that wait until the bind of their target has been read.
    waiting: BTreeMap<ParticleNo, VecDeque<Box<Flight>>>,
    /// How many Signals on behalf of Signals of Fields each Field has sent, and at which moment.
    rush: BTreeMap<ParticleNo, (Moment, usize)>,
}

impl Default for Fields {
    fn default() -> Self {
        Self {
            documents: ArtifactCache::new(KEPT),
            waiting: BTreeMap::new(),
            rush: BTreeMap::new(),
        }
    }
}

impl Fields {
    /// The Waves that wait until the bind of a Particle has been read, which is given up.
    pub(crate) fn take_waiting(&mut self, particle: ParticleNo) -> VecDeque<Box<Flight>> {
        self.waiting.remove(&particle).unwrap_or_default()
    }

    /// Whether the bind of a Particle is being read.
    pub(super) fn is_read_for(&self, particle: ParticleNo) -> bool {
        self.waiting.contains_key(&particle)
    }

    /// Counts one more Signal that a Field sends on behalf of one that a Field has sent. So many are
    /// a circle that grows: of several stops each can lead back, and all happens at one moment.
    pub(super) fn rushes(&mut self, particle: ParticleNo, now: Moment) -> bool {
        let (at, count) = self.rush.entry(particle).or_insert((now, 0));
        if *at != now {
            (*at, *count) = (now, 0);
        }
        *count += 1;
        *count > MAILBOX
    }
}

impl Document {
    fn read(point: &Point, source: Arc<[u8]>) -> Self {
        let bind = match std::str::from_utf8(&source) {
            Ok(text) => text.parse::<Bind>().map_err(|error| {
                let at = error.diagnostics.first().map_or(0, |d| d.span.start);
                let more = match error.diagnostics.len() {
                    0 | 1 => String::new(),
                    2 => "; another mistake follows".to_owned(),
                    count => format!("; {} more mistakes follow", count - 1),
                };
                let place = place(text.as_bytes(), at);
                format_smolstr!("{point}, {place}: {}{more}", error.sentence())
            }),
            Err(error) => {
                let place = place(&source, error.valid_up_to());
                Err(format_smolstr!("{point}, {place}: expected text in UTF-8"))
            }
        };
        Self { bind, source }
    }

    /// Whether it was made of what an artifact holds.
    fn is_of(&self, content: &Substance) -> bool {
        match content {
            Substance::Bin(bytes) => Arc::ptr_eq(bytes, &self.source) || *bytes == self.source,
            _ => false,
        }
    }
}

/// A place in a text for a person, both counted from one.
fn place(text: &[u8], at: usize) -> String {
    let before = String::from_utf8_lossy(text.get(..at).unwrap_or(text));
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().map_or(0, |l| l.chars().count()) + 1;
    format!("line {line}, column {column}")
}

impl Hyperspace {
    /// The document at a point, if it has been read and is still what the artifact holds.
    pub(super) fn bind_at_hand(&mut self, at: &Point) -> Result<AtHand, ArtifactError> {
        if let Lookup::Hit(document) = self.fields.documents.bind(at)? {
            let artifact = self.registry.find(at).map(|no| self.registry.get(no));
            if artifact.is_some_and(|artifact| document.is_of(&artifact.content)) {
                return Ok(AtHand::Document(document));
            }
            self.fields.documents.invalidate(at);
        }
        Ok(match self.fields.documents.bind(at)? {
            Lookup::Hit(document) => AtHand::Document(document),
            Lookup::Fetch(fetch) => AtHand::Fetch(fetch),
        })
    }

    /// The star of a Particle reads its bind; this Wave waits for it, and so do those that follow.
    /// The star waits no longer than the Wave does.
    pub(super) fn read_bind(&mut self, (star, target): Place, flight: Box<Flight>, fetch: Fetch) {
        let (cause, to, core) = (Some(flight.no), fetch.point.clone(), fetch.core());
        let wait = flight.wave.shell.handling.wait;
        self.fields.waiting.insert(target, VecDeque::from([flight]));
        let task = self.tasks.add(Task::Bind {
            star,
            particle: target,
            fetch,
        });
        let (from, waiter) = (self.stars[star.index()].particle, Waiter::Task(task));
        let agent = Agent::HyperUser;
        let mut read = self.new_flight((from, star), agent, to.into(), core, Some(waiter), cause);
        read.wave.shell.handling.wait = wait;
        self.agenda.now(Occasion::Send(read));
    }

    /// Keeps a Wave until the bind of its target has been read.
    pub(crate) fn wait_for_bind(&mut self, (star, target): Place, flight: Box<Flight>) {
        let waiting = self.fields.waiting.entry(target).or_default();
        if waiting.len() < MAILBOX {
            return waiting.push_back(flight);
        }
        let reason = format_smolstr!(
            "{MAILBOX} Waves already wait for the bind of {}",
            self.registry.get(target).point
        );
        self.turn_back(star, flight, StatusCode::TOO_MANY, reason);
    }

    /// A bind has been read, or cannot be: those who waited for it go on in their order.
    pub(crate) fn bind_read(&mut self, place: Place, fetch: &Fetch, core: &ReflectedCore) {
        let read = fetch.answered(core).map(|source| {
            let weight = source.len();
            let document = Arc::new(Document::read(&fetch.point, source));
            let kept = Arc::clone(&document);
            self.fields.documents.put_bind(&fetch.point, kept, weight);
            document
        });
        let read = read.map_err(|error| error.to_smolstr());
        for flight in self.fields.waiting.remove(&place.1).unwrap_or_default() {
            self.go_on_with_bind(place, flight, &fetch.point, &read);
        }
    }

    fn go_on_with_bind(
        &mut self,
        (star, target): Place,
        flight: Box<Flight>,
        at: &Point,
        read: &Result<Arc<Document>, SmolStr>,
    ) {
        if self
            .registry
            .get(target)
            .star
            .is_some_and(|now| now != star)
        {
            // it has moved meanwhile
            return self.gravity(star, flight);
        }
        let Some(flight) = self.ready(star, target, flight) else {
            return;
        };
        if self.bind_of(target).as_ref() != Some(at) {
            // it has another now
            return self.enter_field(star, target, flight);
        }
        match read {
            Ok(document) => self.choose_route((star, target), flight, at, document),
            Err(why) => self.without_bind((star, target), flight, StatusCode::UNAVAILABLE, why),
        }
    }
}
