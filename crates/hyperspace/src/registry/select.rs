//! Which Particles a selector selects.
//!
//! What lies under the selector's exact beginning is walked hop by hop, and a hop that names a
//! segment is looked up. A `**` would be a walk over everything below: where the hop behind it, or
//! the kind of its own, is rarer than that, the index is asked instead. Whatever is found so is
//! compared with the whole selector, which alone decides.

use std::collections::BTreeSet;

use orrery_space::selector::{Hop, SegmentSelector};
use orrery_space::{Point, Route, Segment, Selector};

use super::Registry;
use crate::trace::ParticleNo;

impl Registry {
    /// The Particles of this cosmos that a selector selects, sorted by point. A star and what is at
    /// it are selected by a selector with the route of that star alone.
    ///
    /// ```
    /// use orrery_hyperspace::{Constellation, Hyperspace};
    /// let cosmos = Hyperspace::new(7, &Constellation::default());
    /// let users = cosmos.registry().select(&"hyperspace:**<User>".parse()?);
    /// assert_eq!(users.len(), 2);
    /// # Ok::<(), orrery_space::ParseError>(())
    /// ```
    #[must_use]
    pub fn select(&self, selector: &Selector) -> Vec<ParticleNo> {
        let mut found: Vec<ParticleNo> = self.candidates(selector);
        found.retain(|no| {
            let particle = self.get(*no);
            matches!(particle.point.route(), Route::This | Route::Star(_))
                && selector.matches(&self.hierarchy(*no))
        });
        found.sort_by(|a, b| self.get(*a).point.cmp(&self.get(*b).point));
        found.dedup();
        found
    }

    /// All Particles of one base kind.
    pub(crate) fn of_base(&self, base: &str) -> impl Iterator<Item = ParticleNo> {
        self.index.of_kind(base).into_iter().flatten().copied()
    }

    /// Some Particles, among which all are that the selector selects.
    fn candidates(&self, selector: &Selector) -> Vec<ParticleNo> {
        let (root, rest) = selector.split();
        let roots = with_other_slash(&root).into_iter().chain([root]);
        let roots: Vec<ParticleNo> = roots.filter_map(|at| self.find(&at)).collect();
        if let (Route::Star(key), []) = (&selector.route, &roots[..]) {
            // nothing is above a star
            let mut found = Vec::new();
            if let Some(star) = self.find(&key.to_point()) {
                self.below(star, &mut found);
            }
            return found;
        }
        if is_recursive(rest)
            && let Some(last) = rest.last()
            && let Some(some) = self.indexed(last)
        {
            return some.iter().copied().collect();
        }
        let mut found = Vec::new();
        for root in roots {
            self.walk(root, rest, &mut found);
        }
        found
    }

    /// What the index knows of the last hop; nothing where that names neither.
    fn indexed(&self, last: &Hop) -> Option<&BTreeSet<ParticleNo>> {
        static NONE: BTreeSet<ParticleNo> = BTreeSet::new();
        // `name+:**` is told from its last hop alone; the hop that is included comes before it.
        let by_name = match &last.segment {
            SegmentSelector::Exact(segment) => {
                Some(self.index.of_name(&segment.text()).unwrap_or(&NONE))
            }
            _ => None,
        };
        let base = last.kind.base.as_deref();
        let by_kind = base.map(|base| self.index.of_kind(base).unwrap_or(&NONE));
        match (by_name, by_kind) {
            (Some(a), Some(b)) if b.len() < a.len() => Some(b),
            (a, b) => a.or(b),
        }
    }

    /// What the hops may select below a Particle, itself among it where no hop is left.
    fn walk(&self, from: ParticleNo, hops: &[Hop], found: &mut Vec<ParticleNo>) {
        let mut waiting = vec![(from, hops)];
        while let Some((no, hops)) = waiting.pop() {
            let children = &self.get(no).children;
            let Some((hop, rest)) = hops.split_first() else {
                found.push(no);
                continue;
            };
            match &hop.segment {
                // From the first `**` on everything is looked at.
                SegmentSelector::Recursive => self.below(no, found),
                SegmentSelector::Exact(segment) => {
                    let point = self.get(no).point.push(segment.clone());
                    let points = with_other_slash(&point).into_iter().chain([point]);
                    waiting.extend(points.filter_map(|at| Some((self.find(&at)?, rest))));
                }
                other => waiting.extend(
                    children
                        .iter()
                        .filter(|child| {
                            let last = self.get(**child).point.last();
                            last.is_some_and(|segment| other.matches(segment))
                        })
                        .map(|child| (*child, rest)),
                ),
            }
            // `name+:**` means the one that has been reached too, as `+**` means the root.
            if rest.is_empty() {
                found.push(no);
            }
        }
    }

    /// A Particle and all below it.
    fn below(&self, from: ParticleNo, found: &mut Vec<ParticleNo>) {
        let mut waiting = vec![from];
        while let Some(no) = waiting.pop() {
            found.push(no);
            waiting.extend(&self.get(no).children);
        }
    }
}

fn is_recursive(hops: &[Hop]) -> bool {
    hops.iter().any(|hop| hop.segment == SegmentSelector::Recursive)
        // the hop that a following `**` includes may have any kind and name
        && !hops.iter().any(|hop| hop.inclusive)
}

/// The file for a folder and the folder for a file: a selector means either.
fn with_other_slash(point: &Point) -> Option<Point> {
    let other = match point.last()? {
        Segment::File(name) => Segment::Dir(name.clone()),
        Segment::Dir(name) => Segment::File(name.clone()),
        _ => return None,
    };
    Some(point.parent()?.push(other))
}
