//! On a narrow screen tree, inspector and console share one place under the stage, by tabs. On a
//! wide one the tabs are not there and all three are.

use leptos::prelude::*;

/// What stands in the shared place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pane {
    /// The tree.
    Points,
    /// The inspector.
    Inspector,
    /// The console.
    Console,
}

impl Pane {
    const ALL: [Pane; 3] = [Pane::Points, Pane::Inspector, Pane::Console];

    /// The name, which the style sheet knows too.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Pane::Points => "Points",
            Pane::Inspector => "Inspector",
            Pane::Console => "Console",
        }
    }

    fn beside(self, key: &str) -> Option<Self> {
        let at = Self::ALL.iter().position(|pane| *pane == self)?;
        let to = match key {
            "ArrowRight" => at + 1,
            "ArrowLeft" => at.checked_sub(1)?,
            _ => return None,
        };
        Self::ALL.get(to).copied()
    }
}

/// The tabs.
#[component]
pub fn Tabs(pane: RwSignal<Pane>) -> impl IntoView {
    let tabs = Pane::ALL.map(|tab| {
        let chosen = move || pane.get() == tab;
        view! {
            <button
                id=format!("tab-{}", tab.name())
                type="button"
                role="tab"
                aria-selected=move || chosen().to_string()
                aria-controls=format!("pane-{}", tab.name())
                tabindex=move || if chosen() { "0" } else { "-1" }
                on:click=move |_| pane.set(tab)
                on:keydown=move |event| {
                    if let Some(beside) = tab.beside(&event.key()) {
                        event.prevent_default();
                        pane.set(beside);
                        if let Some(button) = document().get_element_by_id(&format!("tab-{}", beside.name())) {
                            use wasm_bindgen::JsCast;
                            let _ = button.unchecked_into::<web_sys::HtmlElement>().focus();
                        }
                    }
                }
            >
                {tab.name()}
            </button>
        }
    });
    view! {
        <div class="tabs" role="tablist" aria-label="panes">
            {tabs.into_iter().collect_view()}
        </div>
    }
}
