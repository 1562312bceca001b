//! All grants, and which of them can be about somebody: most are to one Particle by name, so a
//! check looks at its own and at the few that are to many.

use std::collections::BTreeMap;

use orrery_space::security::{AccessGrant, GrantKind, IndexedAccessGrant};
use orrery_space::{Point, Selector};
use smol_str::SmolStr;

/// The grants.
#[derive(Debug, Default)]
pub(super) struct Grants {
    /// In the order of their numbers.
    all: Vec<IndexedAccessGrant>,
    /// How many were ever made.
    made: u32,
    /// The numbers of those to one point, by its text.
    to_one: BTreeMap<SmolStr, Vec<u32>>,
    /// The numbers of all others, and of all of `super`.
    to_many: Vec<u32>,
}

/// A folder may be named without its slash.
fn key(point: &Point) -> &str {
    point.as_str().trim_end_matches('/')
}

/// The point that a selector names without a choice.
fn one(to: &Selector) -> Option<Point> {
    let (point, rest) = to.split();
    (rest.is_empty() && !point.is_root()).then_some(point)
}

impl Grants {
    pub(super) fn all(&self) -> &[IndexedAccessGrant] {
        &self.all
    }

    /// Enters a grant and tells its number, counted from 1.
    pub(super) fn add(&mut self, grant: AccessGrant) -> u32 {
        self.made = self.made.saturating_add(1);
        let id = self.made;
        match one(&grant.to).filter(|_| grant.kind != GrantKind::Super) {
            Some(point) => self.to_one.entry(key(&point).into()).or_default().push(id),
            None => self.to_many.push(id),
        }
        self.all.push(IndexedAccessGrant { id, grant });
        id
    }

    /// Takes a grant back; whether it was there.
    pub(super) fn remove(&mut self, id: u32) -> bool {
        let Ok(at) = self.all.binary_search_by_key(&id, |grant| grant.id) else {
            return false;
        };
        let gone = self.all.remove(at);
        self.to_many.retain(|number| *number != id);
        if let Some(point) = one(&gone.grant.to)
            && let Some(theirs) = self.to_one.get_mut(key(&point))
        {
            theirs.retain(|number| *number != id);
            if theirs.is_empty() {
                self.to_one.remove(key(&point));
            }
        }
        true
    }

    /// Those of `super`, those to many, and those to that point alone.
    pub(super) fn about(&self, to: &Point) -> Vec<&IndexedAccessGrant> {
        let theirs = self.to_one.get(key(to)).into_iter().flatten();
        let numbers = theirs.chain(&self.to_many);
        numbers.filter_map(|id| self.by_number(*id)).collect()
    }

    fn by_number(&self, id: u32) -> Option<&IndexedAccessGrant> {
        let at = self.all.binary_search_by_key(&id, |grant| grant.id).ok()?;
        self.all.get(at)
    }
}
