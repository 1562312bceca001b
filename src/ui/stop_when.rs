//! At which Waves time stops: a filter beside the controls of time, what it has come to, and the next.

use leptos::prelude::*;

use super::atlas::use_atlas;
use super::glyph::Glyph;
use super::parts::{flag, part, text};

/// The breakpoint.
#[component]
pub fn StopWhen() -> impl IntoView {
    let atlas = use_atlas();
    let halt = atlas.halt;
    let stands = Memo::new(move |_| halt.with(|halt| halt.wave.is_some()));
    let wrong = move || halt.with(|halt| halt.wrong);
    view! {
        <div class="stop-when" role="group" aria-label="breakpoint" data-stands=text(move || stands.get().to_string())>
            <label for="stop-when">"stop when"</label>
            <input
                id="stop-when"
                type="search"
                placeholder="status:>=400"
                title="words of the list of Waves: time stops when a Wave first matches (b)"
                aria-describedby="stop-when-says"
                aria-invalid=text(move || wrong().to_string())
                spellcheck="false"
                autocapitalize="off"
                prop:value=text(move || halt.with(|halt| halt.at.clone()))
                on:input=move |event| {
                    // what is typed counts when it is done, what is deleted at once
                    if event_target_value(&event).is_empty() {
                        atlas.stop_at(String::new());
                    }
                }
                on:change=move |event| atlas.stop_at(event_target_value(&event))
            />
            {part(move || {
                stands
                    .get()
                    .then(|| {
                        view! {
                            <button
                                id="stop-next"
                                type="button"
                                title="let time go on to the next Wave that matches"
                                on:click=move |_| atlas.toggle_pause()
                            >
                                <Glyph name="step" />
                                <span>"next"</span>
                            </button>
                        }
                    })
            })}
            <span id="stop-when-says" role="status" class="hint" class:bad-text=flag(wrong)>
                {part(move || halt.with(|halt| halt.says.clone()))}
            </span>
        </div>
    }
}
