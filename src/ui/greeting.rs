//! The one sentence that says what to click, until something was clicked.

use leptos::prelude::*;

use super::atlas::use_atlas;
use super::lesson;
use super::life::Life;
use super::memory;
use super::parts::part;

const KEPT_AS: &str = "orrery-greeted";

/// The sentence.
#[component]
pub fn Greeting() -> impl IntoView {
    let atlas = use_atlas();
    let greeted = RwSignal::new(memory::recall(KEPT_AS).is_some());
    let dismiss = move || {
        memory::keep(KEPT_AS, "yes");
        greeted.set(true);
    };
    Effect::new(move |_| {
        if (atlas.selection.get().is_some() || atlas.lesson.with(Option::is_some))
            && !greeted.get_untracked()
        {
            dismiss();
        }
    });
    view! {
        {part(move || {
            (!greeted.get() && atlas.life.get() == Life::Living)
                .then(|| {
                    view! {
                        <p class="greeting">
                            <span>
                                "Each moving mark is a Wave, a message between Particles: click one, or a Point, to look inside"
                                <span class="wide-only">
                                    "; or drop a " <code>".wasm"</code> " or " <code>".wat"</code> " on the page, and it lives here"
                                </span>
                                "."
                            </span>
                            <button type="button" class="brass" on:click=move |_| lesson::begin(atlas, 0)>
                                "Show me around"
                            </button>
                            <button type="button" class="quiet" aria-label="close the hint" on:click=move |_| dismiss()>
                                "×"
                            </button>
                        </p>
                    }
                })
        })}
    }
}
