//! Which pane is seen. On a wide screen tree and inspector stand beside the stage, and console, editor, Waves,
//! course and remarks share the place under it, by tabs. On a narrow one all seven share that place.

use leptos::prelude::*;

use super::parts::text;
use super::remarks::RemarkCount;
use super::split::Side;

/// What can stand in a shared place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pane {
    /// The tree.
    Points,
    /// The inspector.
    Inspector,
    /// The console.
    Console,
    /// The editor.
    Editor,
    /// The list of Waves.
    Waves,
    /// A Wave with all that it caused.
    Course,
    /// What is odd.
    Remarks,
}

/// Those that share a place on a narrow screen.
pub const ALL: &[Pane] = &[
    Pane::Points,
    Pane::Inspector,
    Pane::Console,
    Pane::Editor,
    Pane::Waves,
    Pane::Course,
    Pane::Remarks,
];

/// Those that share a place on a wide one.
pub const LOWER: &[Pane] = &[
    Pane::Console,
    Pane::Editor,
    Pane::Waves,
    Pane::Course,
    Pane::Remarks,
];

impl Pane {
    /// The name, which the style sheet knows too.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Pane::Points => "Points",
            Pane::Inspector => "Inspector",
            Pane::Console => "Console",
            Pane::Editor => "Editor",
            Pane::Waves => "Waves",
            Pane::Course => "Course",
            Pane::Remarks => "Remarks",
        }
    }
}

/// Which pane is seen, on a narrow screen and in the lower place of a wide one. A copy is the same.
#[derive(Clone, Copy)]
pub struct Panes {
    /// On a narrow screen.
    pub narrow: RwSignal<Pane>,
    /// Under the stage of a wide one.
    pub lower: RwSignal<Pane>,
    /// The tree, the inspector, and what shares a place under the stage.
    pub sides: [Side; 3],
}

/// Up to this width in pixels, which the style sheet knows too, all panes share one place.
const NARROW: f64 = 860.0;

impl Panes {
    /// The console, and on a narrow screen too.
    #[must_use]
    pub fn new() -> Self {
        Self {
            narrow: RwSignal::new(Pane::Console),
            lower: RwSignal::new(Pane::Console),
            sides: [
                Side::recall("tree", "the tree of Points", true),
                Side::recall("inspector", "the inspector", false),
                Side::recall("lower", "the panes under the stage", false),
            ],
        }
    }

    /// Shows a pane wherever it has its place.
    pub fn show(&self, pane: Pane) {
        if self.narrow.get_untracked() != pane {
            self.narrow.set(pane);
        }
        if LOWER.contains(&pane) && self.lower.get_untracked() != pane {
            self.lower.set(pane);
        }
        let [tree, inspector, lower] = self.sides;
        let width = window().inner_width().ok().and_then(|w| w.as_f64());
        match pane {
            _ if width.is_some_and(|width| width <= NARROW) => lower,
            Pane::Points => tree,
            Pane::Inspector => inspector,
            _ => lower,
        }
        .hide(false);
    }
}

impl Default for Panes {
    fn default() -> Self {
        Self::new()
    }
}

/// Which pane is seen, from any component.
#[must_use]
pub fn use_pane() -> Panes {
    use_context().unwrap_or_default()
}

/// Tabs for one of the shared places.
#[component]
pub fn Tabs(
    /// Tells these from other tabs.
    place: &'static str,
    /// What they lead to.
    all: &'static [Pane],
    /// Which one is seen.
    seen: RwSignal<Pane>,
) -> impl IntoView {
    let panes = use_pane();
    let id = move |tab: Pane| format!("{place}-{}", tab.name());
    let beside = move |tab: Pane, key: &str| {
        let at = all.iter().position(|pane| *pane == tab)?;
        let to = match key {
            "ArrowRight" => at + 1,
            "ArrowLeft" => at.checked_sub(1)?,
            _ => return None,
        };
        all.get(to).copied()
    };
    let tabs = all.iter().map(|tab| {
        let tab = *tab;
        let chosen = move || seen.get() == tab;
        view! {
            <button
                id=id(tab)
                type="button"
                role="tab"
                aria-selected=text(move || chosen().to_string())
                aria-controls=format!("pane-{}", tab.name())
                tabindex=text(move || if chosen() { "0" } else { "-1" })
                on:click=move |_| panes.show(tab)
                on:keydown=move |event| {
                    if let Some(beside) = beside(tab, &event.key()) {
                        event.prevent_default();
                        panes.show(beside);
                        super::keys::focus_now(&format!("#{}", id(beside)));
                    }
                }
            >
                {tab.name()}
                {(tab == Pane::Remarks).then(|| view! { <RemarkCount /> })}
            </button>
        }
    });
    view! {
        <div class=format!("tabs {place}") role="tablist" aria-label="panes">
            {tabs.collect_view()}
        </div>
    }
}
