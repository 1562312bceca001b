//! What finds Particles without a walk over all: by the base of their kind, and by the name of
//! their last segment. It knows numbers alone.

use std::collections::{BTreeMap, BTreeSet};

use orrery_space::{Kind, Segment};
use smol_str::SmolStr;

use crate::trace::ParticleNo;

/// The indexes.
#[derive(Debug, Default)]
pub(super) struct Index {
    by_kind: BTreeMap<&'static str, BTreeSet<ParticleNo>>,
    by_name: BTreeMap<SmolStr, BTreeSet<ParticleNo>>,
}

impl Index {
    pub(super) fn add(&mut self, no: ParticleNo, kind: &Kind, segment: Option<&Segment>) {
        self.by_kind.entry(kind.base()).or_default().insert(no);
        if let Some(segment) = segment {
            self.by_name
                .entry(segment.text().into())
                .or_default()
                .insert(no);
        }
    }

    pub(super) fn remove(&mut self, no: ParticleNo, kind: &Kind, segment: Option<&Segment>) {
        if let Some(same) = self.by_kind.get_mut(kind.base()) {
            same.remove(&no);
        }
        let Some(name) = segment.map(Segment::text) else {
            return;
        };
        if let Some(same) = self.by_name.get_mut(name.as_ref()) {
            same.remove(&no);
            if same.is_empty() {
                self.by_name.remove(name.as_ref());
            }
        }
    }

    /// All of one base kind.
    pub(super) fn of_kind(&self, base: &str) -> Option<&BTreeSet<ParticleNo>> {
        self.by_kind.get(base)
    }

    /// All whose last segment has that text.
    pub(super) fn of_name(&self, name: &str) -> Option<&BTreeSet<ParticleNo>> {
        self.by_name.get(name)
    }
}
