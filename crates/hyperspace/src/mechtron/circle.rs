//! Asks in a circle: guests each of which waits for another, so that none would ever go on.
//!
//! A replica that is suspended waits for whom it asked: for the replica there which serves the ask,
//! or, while none does, for any that may take it. So a Mechtron that asks itself goes on where
//! another of its replicas is idle, and one whose replicas all wait for each other is told so. One
//! that has sent a Ripple waits for all whom it asked.

use std::collections::{BTreeMap, BTreeSet};

use smol_str::SmolStr;

use super::Replica;
use crate::exchange::Waiter;
use crate::flight::Flight;
use crate::hyperspace::Hyperspace;
use crate::task::Task;
use crate::trace::ParticleNo;

/// A replica, and whose it is.
type Node = (ParticleNo, u16);

impl Hyperspace {
    /// If a suspended Mechtron asks `target`, and whoever there could serve that waits, directly or
    /// not, on the one who asks: the circle as a sentence.
    pub(crate) fn circle_of_asks(&self, flight: &Flight, target: ParticleNo) -> Option<SmolStr> {
        let asker = self.guest_behind(flight.waiter)?;
        let first = self.may_serve(target, flight.from, asker)?;
        // the usual case is told without a search
        if first.iter().any(|node| self.asked_by(*node).is_none()) {
            return None;
        }
        let mut waits = BTreeMap::new();
        let mut free = BTreeSet::new();
        let mut open = first.clone();
        while let Some(node) = open.pop() {
            if waits.contains_key(&node) || free.contains(&node) {
                continue;
            }
            let Some((generation, asked)) = self.asked_by(node) else {
                free.insert(node);
                continue;
            };
            // none where nobody has to be waited for
            let serve = |on: &ParticleNo| self.may_serve(*on, node.0, (node.0, generation));
            let asked: Vec<_> = asked.iter().map(|on| (*on, serve(on))).collect();
            open.extend(
                asked
                    .iter()
                    .filter_map(|(_, serve)| serve.as_ref())
                    .flatten(),
            );
            waits.insert(node, asked);
        }
        // who waits only for those who go on goes on
        let goes_on = |free: &BTreeSet<Node>, serve: &Option<Vec<Node>>| {
            serve
                .as_ref()
                .is_none_or(|all| all.iter().any(|node| free.contains(node)))
        };
        loop {
            let before = free.len();
            waits.retain(|node, asked| {
                let waits = !asked.iter().all(|(_, serve)| goes_on(&free, serve));
                waits || !free.insert(*node)
            });
            if free.len() == before {
                break;
            }
        }
        if first.iter().any(|node| free.contains(node)) {
            return None;
        }
        let mut from = BTreeMap::from([(target, asker.0)]);
        let mut open = first;
        while let Some(node) = open.pop() {
            for (on, serve) in waits.remove(&node).unwrap_or_default() {
                if !goes_on(&free, &serve) {
                    from.entry(on).or_insert(node.0);
                    open.extend(serve.into_iter().flatten());
                }
            }
        }
        self.circle_in_words(&from, asker.0, target)
    }

    fn circle_in_words(
        &self,
        from: &BTreeMap<ParticleNo, ParticleNo>,
        asker: ParticleNo,
        target: ParticleNo,
    ) -> Option<SmolStr> {
        // backwards, from who is asked last to who asks first
        let mut members = vec![asker];
        let mut at = asker;
        while at != target {
            at = *from.get(&at)?;
            members.push(at);
        }
        members.push(asker);
        let points = members.iter().rev();
        let points = points.map(|no| self.registry.get(*no).point.as_str());
        Some(points.collect::<Vec<_>>().join(" asks ").into())
    }

    /// The generation of a suspended replica, and whom it has asked.
    fn asked_by(&self, (particle, no): Node) -> Option<(u32, &[ParticleNo])> {
        let replica = self.mechtrons.get(&particle)?.replicas.get(&no)?;
        let asked = replica.waiting_on.as_slice();
        (!asked.is_empty()).then_some((replica.generation, asked))
    }

    /// The replicas of which one serves, or is to serve, what a guest has asked; none where no
    /// Mechtron is asked, or one that is not there now.
    fn may_serve(
        &self,
        asked: ParticleNo,
        from: ParticleNo,
        asker: (ParticleNo, u32),
    ) -> Option<Vec<Node>> {
        let mechtron = self.mechtrons.get(&asked)?;
        let replicas = &mechtron.replicas;
        let one = |wanted: &dyn Fn(&Flight) -> bool| {
            let serves = |replica: &Replica| replica.serves().is_some_and(wanted);
            let mut all = replicas.iter().filter(|(_, replica)| serves(replica));
            all.next().map(|(no, _)| vec![(asked, *no)])
        };
        one(&|flight| self.guest_behind(flight.waiter) == Some(asker))
            // what the same one has sent before is served before
            .or_else(|| one(&|flight| flight.from == from && flight.replica.is_none()))
            .or_else(|| {
                // before a new version nobody begins with another Wave
                let begins = |replica: &Replica| mechtron.next.is_none() || !replica.is_idle();
                let all = replicas.iter().filter(|(_, replica)| begins(replica));
                Some(all.map(|(no, _)| (asked, *no)).collect())
            })
            .filter(|nodes: &Vec<Node>| !nodes.is_empty())
    }

    /// The suspended guest that an answer lets go on: the one that gets it, or the one whose ask takes
    /// a route on which the answer is awaited.
    fn guest_behind(&self, waiter: Option<Waiter>) -> Option<(ParticleNo, u32)> {
        let mut waiter = waiter;
        loop {
            match waiter? {
                Waiter::Guest(particle, generation) => return Some((particle, generation)),
                Waiter::Task(no) => match self.tasks.get(no)? {
                    Task::Passage(passage) => waiter = passage.waiter(),
                    _ => return None,
                },
                Waiter::Outside(_) | Waiter::Client(..) => return None,
            }
        }
    }

    /// Who has been asked for a guest has answered, or the route there goes on to another: so that
    /// guest waits on the other, or on nobody any more.
    pub(crate) fn waits_no_more(
        &mut self,
        waiter: Option<Waiter>,
        on: ParticleNo,
        but_on: Option<ParticleNo>,
    ) {
        if let Some((asker, generation)) = self.guest_behind(waiter)
            && let Some((_, _, replica)) = self.replica(asker, generation)
        {
            replica.waiting_on.retain(|asked| *asked != on);
            replica.waiting_on.extend(but_on);
        }
    }
}
