//! How the stage is looked at, besides which view and which part of it: what the pointer is on, and what
//! lies over the picture.

use leptos::prelude::*;
use orrery_scene::{Subject, View};

use super::memory;

const MAP_KEPT_AS: &str = "orrery-map";
const LAID_KEPT_AS: [&str; 2] = ["orrery-tidy", "orrery-pulled"];

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
    /// Whether the Universal view is a tidy tree, and not orbits around `ROOT`; whether stars stand by the pull of
    /// their lanes in the Hyperversal one, and not by roles.
    pub second: [RwSignal<bool>; 2],
}

impl Looking {
    /// As it was at the last visit.
    #[must_use]
    pub fn recall() -> Self {
        Self {
            pointed: RwSignal::new(None),
            legend: RwSignal::new(false),
            map: RwSignal::new(memory::recall(MAP_KEPT_AS).is_none()),
            second: LAID_KEPT_AS.map(|name| RwSignal::new(memory::recall(name).is_some())),
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

    /// Lays that view out otherwise.
    pub fn toggle_layout(&self, view: View) {
        let (laid, name) = (self.second[view as usize], LAID_KEPT_AS[view as usize]);
        let second = !laid.get_untracked();
        laid.set(second);
        if second {
            memory::keep(name, "second");
        } else {
            memory::forget(name);
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
