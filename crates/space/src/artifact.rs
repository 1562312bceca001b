//! Artifacts at hand: what has been fetched of bundles, so that it is fetched and parsed once.
//!
//! The cache fetches nothing. It answers [`Lookup::Fetch`] with the request to send, and is told
//! what came. Binds, configs, modules and raw bytes stand on shelves of their own, so that one
//! point can be all of them. What the documents and modules are is for the caller to say.
//!
//! ```
//! use std::sync::Arc;
//! use orrery_space::artifact::{ArtifactCache, Lookup, Shelf};
//! let mut cache: ArtifactCache<String, String, ()> = ArtifactCache::new(1_000);
//! let point = "repo:app:1.0.0:/bind/app.bind".parse()?;
//! let Lookup::Fetch(fetch) = cache.bind(&point)? else { unreachable!() };
//! assert_eq!((&fetch.point, fetch.shelf), (&point, Shelf::Bind));
//! cache.put_bind(&point, Arc::new("parsed".to_owned()), 20);
//! assert_eq!(cache.bind(&point)?, Lookup::Hit(Arc::new("parsed".to_owned())));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod rack;

use std::sync::Arc;

use crate::core::{CmdMethod, DirectedCore, Method, ReflectedCore};
use crate::{Point, StatusCode, Substance, SubstanceKind};

use self::rack::Rack;

/// The form in which an artifact is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Shelf {
    /// A parsed bind.
    Bind,
    /// A parsed config of a Mechtron.
    Mechtron,
    /// A module.
    Wasm,
    /// Its bytes.
    Raw,
}

/// What the cache has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lookup<T: ?Sized> {
    /// This.
    Hit(Arc<T>),
    /// Nothing: it has to be fetched, and then be put.
    Fetch(Fetch),
}

/// A request for an artifact.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Fetch {
    /// The artifact.
    pub point: Point,
    /// For which shelf it is fetched.
    pub shelf: Shelf,
}

/// Why an artifact cannot be had.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ArtifactError {
    /// What is not in a bundle can change at any time, so no parsed form of it is kept.
    #[error("{0} lies in no bundle: expected a point with a version, such as `repo:app:1.0.0:/a`")]
    NoBundle(Point),
    /// Whoever was asked refused.
    #[error("{point} cannot be read: {status} {reason}")]
    Refused {
        /// The artifact.
        point: Point,
        /// The status of the answer.
        status: StatusCode,
        /// The reason that it gave.
        reason: String,
    },
    /// The answer holds no bytes.
    #[error("{point} is no file: expected a Bin, found {found}")]
    NotBytes {
        /// The artifact.
        point: Point,
        /// What came.
        found: SubstanceKind,
    },
}

/// Artifacts at hand: binds `B`, configs `M`, modules `W`, and raw bytes.
///
/// Together they weigh at most a limit; what was not asked for longest goes first, and what alone
/// weighs more does not come in. Who holds what was handed out keeps it.
#[derive(Debug)]
pub struct ArtifactCache<B, M, W> {
    binds: Rack<B>,
    mechtrons: Rack<M>,
    wasm: Rack<W>,
    raw: Rack<[u8]>,
    limit: usize,
    /// Counts what is asked for and put: who has the least number was not asked for longest.
    turn: u64,
}

impl Fetch {
    /// What to ask the artifact.
    #[must_use]
    pub fn core(&self) -> DirectedCore {
        DirectedCore::new(Method::Cmd(CmdMethod::Read), Substance::Empty)
    }

    /// The bytes that it answered.
    ///
    /// # Errors
    ///
    /// It refused, or answered with something else.
    pub fn answered(&self, answer: &ReflectedCore) -> Result<Arc<[u8]>, ArtifactError> {
        if !answer.status.is_success() {
            return Err(ArtifactError::Refused {
                point: self.point.clone(),
                status: answer.status,
                reason: answer.body.text(),
            });
        }
        match &answer.body {
            Substance::Bin(bytes) => Ok(bytes.clone()),
            other => Err(ArtifactError::NotBytes {
                point: self.point.clone(),
                found: other.kind(),
            }),
        }
    }
}

impl<B, M, W> ArtifactCache<B, M, W> {
    /// An empty cache that may weigh so much, by custom in bytes.
    #[must_use]
    pub fn new(limit: usize) -> Self {
        Self {
            binds: Rack::new(),
            mechtrons: Rack::new(),
            wasm: Rack::new(),
            raw: Rack::new(),
            limit,
            turn: 0,
        }
    }

    /// What everything at hand weighs.
    #[must_use]
    pub fn weight(&self) -> usize {
        self.binds.weight() + self.mechtrons.weight() + self.wasm.weight() + self.raw.weight()
    }

    /// The bind at a point.
    ///
    /// # Errors
    ///
    /// The point lies in no bundle.
    pub fn bind(&mut self, point: &Point) -> Result<Lookup<B>, ArtifactError> {
        let turn = self.next_turn();
        lookup(&mut self.binds, Shelf::Bind, point, turn)
    }

    /// The config of a Mechtron at a point.
    ///
    /// # Errors
    ///
    /// The point lies in no bundle.
    pub fn mechtron(&mut self, point: &Point) -> Result<Lookup<M>, ArtifactError> {
        let turn = self.next_turn();
        lookup(&mut self.mechtrons, Shelf::Mechtron, point, turn)
    }

    /// The module at a point.
    ///
    /// # Errors
    ///
    /// The point lies in no bundle.
    pub fn wasm(&mut self, point: &Point) -> Result<Lookup<W>, ArtifactError> {
        let turn = self.next_turn();
        lookup(&mut self.wasm, Shelf::Wasm, point, turn)
    }

    /// The bytes at a point.
    ///
    /// # Errors
    ///
    /// The point lies in no bundle.
    pub fn raw(&mut self, point: &Point) -> Result<Lookup<[u8]>, ArtifactError> {
        let turn = self.next_turn();
        lookup(&mut self.raw, Shelf::Raw, point, turn)
    }

    /// Keeps a bind.
    pub fn put_bind(&mut self, point: &Point, bind: Arc<B>, weight: usize) {
        if let Some(turn) = self.turn_for(weight) {
            self.binds.put(point, bind, weight, turn);
            self.evict();
        }
    }

    /// Keeps the config of a Mechtron.
    pub fn put_mechtron(&mut self, point: &Point, config: Arc<M>, weight: usize) {
        if let Some(turn) = self.turn_for(weight) {
            self.mechtrons.put(point, config, weight, turn);
            self.evict();
        }
    }

    /// Keeps a module.
    pub fn put_wasm(&mut self, point: &Point, module: Arc<W>, weight: usize) {
        if let Some(turn) = self.turn_for(weight) {
            self.wasm.put(point, module, weight, turn);
            self.evict();
        }
    }

    /// Keeps bytes, which weigh what they are.
    pub fn put_raw(&mut self, point: &Point, bytes: Arc<[u8]>) {
        let weight = bytes.len();
        if let Some(turn) = self.turn_for(weight) {
            self.raw.put(point, bytes, weight, turn);
            self.evict();
        }
    }

    /// Forgets what is at a point and below it: one artifact, a folder or a whole bundle.
    pub fn invalidate(&mut self, point: &Point) {
        self.binds.remove_under(point);
        self.mechtrons.remove_under(point);
        self.wasm.remove_under(point);
        self.raw.remove_under(point);
    }

    fn next_turn(&mut self) -> u64 {
        self.turn += 1;
        self.turn
    }

    /// The turn of what is to be kept; none for what alone weighs more than the limit, which would
    /// drive out everything else and then go too.
    fn turn_for(&mut self, weight: usize) -> Option<u64> {
        (weight <= self.limit).then(|| self.next_turn())
    }

    /// Lets go of what was not asked for longest, until the rest is within the limit.
    fn evict(&mut self) {
        while self.weight() > self.limit {
            let oldest = [
                (self.binds.oldest(), Shelf::Bind),
                (self.mechtrons.oldest(), Shelf::Mechtron),
                (self.wasm.oldest(), Shelf::Wasm),
                (self.raw.oldest(), Shelf::Raw),
            ];
            let turns = oldest.into_iter();
            let Some((_, shelf)) = turns.filter_map(|(turn, shelf)| Some((turn?, shelf))).min()
            else {
                return;
            };
            match shelf {
                Shelf::Bind => self.binds.remove_oldest(),
                Shelf::Mechtron => self.mechtrons.remove_oldest(),
                Shelf::Wasm => self.wasm.remove_oldest(),
                Shelf::Raw => self.raw.remove_oldest(),
            }
        }
    }
}

fn lookup<T: ?Sized>(
    rack: &mut Rack<T>,
    shelf: Shelf,
    point: &Point,
    turn: u64,
) -> Result<Lookup<T>, ArtifactError> {
    if let Some(hit) = rack.get(point, turn) {
        return Ok(Lookup::Hit(hit));
    }
    if !point.has_bundle() {
        return Err(ArtifactError::NoBundle(point.clone()));
    }
    let point = point.clone();
    Ok(Lookup::Fetch(Fetch { point, shelf }))
}
