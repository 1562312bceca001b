//! The bar at the top: the mark, the two views, the theme, help.

use leptos::prelude::*;
use orrery_scene::View;

use super::atlas::use_atlas;
use super::files::AddMechtron;
use super::glyph::{Glyph, Mark};
use super::help;
use super::keep::KeepButton;
use super::life::Life;
use super::parts::text;
use super::theme::ThemeSwitch;

/// The bar.
#[component]
pub fn TopBar(
    /// Whether the choice of lessons is open.
    lessons: RwSignal<bool>,
) -> impl IntoView {
    let atlas = use_atlas();
    let waking = Signal::derive(move || atlas.life.get() == Life::Waking);
    view! {
        <header class="top-bar">
            <h1>
                <Mark turning=waking />
                <span>"Orrery"</span>
            </h1>
            <div class="views" role="group" aria-label="dimension">
                <ViewButton id="view-universal" view=View::Universal name="Universal" glyph="space" />
                <ViewButton id="view-hyperversal" view=View::Hyperversal name="Hyperversal" glyph="star" />
            </div>
            <span class="grow"></span>
            <button id="lessons" type="button" title="lessons: what all this is, step by step" on:click=move |_| lessons.set(true)>
                <Glyph name="lesson" />
                <span>"Lessons"</span>
            </button>
            <AddMechtron />
            <KeepButton />
            <ThemeSwitch />
            <button
                id="help"
                class="quiet"
                type="button"
                aria-label="help"
                title="help (?)"
                on:click=move |_| help::show()
            >
                <Glyph name="help" />
            </button>
        </header>
    }
}

#[component]
fn ViewButton(
    id: &'static str,
    view: View,
    name: &'static str,
    glyph: &'static str,
) -> impl IntoView {
    let atlas = use_atlas();
    view! {
        <button
            id=id
            type="button"
            aria-pressed=text(move || (atlas.view.get() == view).to_string())
            on:click=move |_| atlas.view.set(view)
        >
            <Glyph name=glyph />
            <span>{name}</span>
        </button>
    }
}
