//! Light, dark, or as the system has it; kept for the next visit.

use leptos::prelude::*;

use super::atlas::{Atlas, use_atlas};
use super::glyph::Glyph;
use super::parts::part;

const KEPT_AS: &str = "orrery-theme";

/// How the page is lit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Theme {
    /// As the system has it.
    #[default]
    System,
    /// Ink on paper.
    Light,
    /// The night sky.
    Dark,
}

impl Theme {
    fn name(self) -> &'static str {
        match self {
            Theme::System => "system",
            Theme::Light => "light",
            Theme::Dark => "dark",
        }
    }

    fn next(self) -> Self {
        match self {
            Theme::System => Theme::Light,
            Theme::Light => Theme::Dark,
            Theme::Dark => Theme::System,
        }
    }
}

/// Takes up the theme of the last visit, and from now on shows and keeps each change.
pub fn follow(atlas: Atlas) {
    let kept = super::memory::recall(KEPT_AS);
    atlas.theme.set(match kept.as_deref() {
        Some("light") => Theme::Light,
        Some("dark") => Theme::Dark,
        _ => Theme::System,
    });
    let system = window()
        .match_media("(prefers-color-scheme: dark)")
        .ok()
        .flatten();
    let system_dark = RwSignal::new(
        system
            .as_ref()
            .is_some_and(web_sys::MediaQueryList::matches),
    );
    if let Some(system) = system {
        let asked = system.clone();
        let changed = wasm_bindgen::prelude::Closure::<dyn FnMut()>::new(move || {
            system_dark.set(asked.matches());
        });
        use wasm_bindgen::JsCast;
        system.set_onchange(Some(changed.as_ref().unchecked_ref()));
        changed.forget();
    }
    Effect::new(move |_| {
        let theme = atlas.theme.get();
        if let Some(root) = document().document_element() {
            let _ = match theme {
                Theme::System => root.remove_attribute("data-theme"),
                named => root.set_attribute("data-theme", named.name()),
            };
        }
        super::memory::keep(KEPT_AS, theme.name());
        let dark = theme == Theme::Dark || theme == Theme::System && system_dark.get();
        if atlas.dark.get_untracked() != dark {
            atlas.dark.set(dark);
        }
    });
}

/// The button that goes from one theme to the next.
#[component]
pub fn ThemeSwitch() -> impl IntoView {
    let atlas = use_atlas();
    let label = move || format!("Light: {}", atlas.theme.get().name());
    let glyph = move || match atlas.theme.get() {
        Theme::System => "half",
        Theme::Light => "sun",
        Theme::Dark => "moon",
    };
    view! {
        <button
            id="theme"
            class="quiet"
            type="button"
            title="light, dark, or as the system has it"
            aria-label=label
            on:click=move |_| atlas.theme.update(|theme| *theme = theme.next())
        >
            {part(move || view! { <Glyph name=glyph() /> })}
            <span class="wide-only">{part(move || atlas.theme.get().name())}</span>
        </button>
    }
}
