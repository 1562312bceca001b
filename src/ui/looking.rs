//! How the stage is looked at, besides which view and which part of it: what the pointer is on, and what
//! lies over the picture.

use leptos::prelude::*;
use orrery_scene::Subject;

use super::memory;

const MAP_KEPT_AS: &str = "orrery-map";
const TIDY_KEPT_AS: &str = "orrery-tidy";

/// What is spoken of in a card beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pointed {
    /// What.
    pub at: Subject,
    /// Whether a key chose it, and not the pointer.
    pub by_key: bool,
}

/// How the stage is looked at. A copy is the same.
#[derive(Clone, Copy)]
pub struct Looking {
    /// What the pointer or the keyboard is on.
    pub pointed: RwSignal<Option<Pointed>>,
    /// Whether the legend is open.
    pub legend: RwSignal<bool>,
    /// Whether there is a map where it is of use.
    pub map: RwSignal<bool>,
    /// Whether the Universal view is a tidy tree, and not orbits around `ROOT`.
    pub tidy: RwSignal<bool>,
}

impl Looking {
    /// As it was at the last visit.
    #[must_use]
    pub fn recall() -> Self {
        Self {
            pointed: RwSignal::new(None),
            legend: RwSignal::new(false),
            map: RwSignal::new(memory::recall(MAP_KEPT_AS).is_none()),
            tidy: RwSignal::new(memory::recall(TIDY_KEPT_AS).is_some()),
        }
    }

    /// Points at something, or at nothing.
    pub fn point(&self, pointed: Option<Pointed>) {
        if self.pointed.get_untracked() != pointed {
            self.pointed.set(pointed);
        }
    }

    /// Opens the legend, or closes it.
    pub fn toggle_legend(&self) {
        let open = !self.legend.get_untracked();
        self.legend.set(open);
        super::keys::focus(if open { "#legend button" } else { "#stage" });
    }

    /// Hides the map for good, or shows it where it is of use.
    pub fn toggle_map(&self) {
        let shown = !self.map.get_untracked();
        self.map.set(shown);
        if shown {
            memory::forget(MAP_KEPT_AS);
        } else {
            memory::keep(MAP_KEPT_AS, "hidden");
        }
    }

    /// Lays the Universal view out otherwise.
    pub fn toggle_tidy(&self) {
        let tidy = !self.tidy.get_untracked();
        self.tidy.set(tidy);
        if tidy {
            memory::keep(TIDY_KEPT_AS, "tidy");
        } else {
            memory::forget(TIDY_KEPT_AS);
        }
    }

    /// Puts away what lies over the picture, the last first. Whether there was anything.
    pub fn put_away(&self) -> bool {
        if self.pointed.get_untracked().is_some() {
            self.point(None);
        } else if self.legend.get_untracked() {
            self.toggle_legend();
        } else {
            return false;
        }
        true
    }
}

/// How the stage is looked at, from any component.
#[must_use]
pub fn use_looking() -> Looking {
    use_context().unwrap_or_else(Looking::recall)
}
