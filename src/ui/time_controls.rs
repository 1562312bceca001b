//! Pause, steps, speed.

use leptos::prelude::*;

use super::atlas::use_atlas;
use super::glyph::Glyph;
use super::parts::{part, text};
use super::speed;
use super::stop_when::StopWhen;
use crate::bridge::protocol::{Flow, Step};

/// The controls of time.
#[component]
pub fn TimeControls() -> impl IntoView {
    let atlas = use_atlas();
    let paused = move || atlas.flow.get().paused;
    let words = move || speed::words(atlas.flow.get().speed);
    view! {
        <div class="time-controls" role="group" aria-label="time">
            <button
                id="pause"
                type="button"
                class="round"
                aria-pressed=text(move || paused().to_string())
                aria-label=text(move || if paused() { "let time go on" } else { "pause" })
                title="pause or go on (space)"
                on:click=move |_| atlas.toggle_pause()
            >
                {part(move || if paused() { view! { <Glyph name="play" /> } } else { view! { <Glyph name="pause" /> } })}
            </button>
            <button
                id="step-back"
                type="button"
                title="one event back (,)"
                aria-label="one event back"
                on:click=move |_| atlas.step_back()
            >
                <Glyph name="back" />
            </button>
            <button
                id="step-event"
                type="button"
                title="one event (.)"
                on:click=move |_| atlas.step(Step::Event)
            >
                <Glyph name="step" />
                <span>"event"</span>
            </button>
            <button
                id="step-wave"
                type="button"
                title="until a Wave has ended (w)"
                on:click=move |_| atlas.step(Step::Wave)
            >
                <Glyph name="step" />
                <span>"Wave"</span>
            </button>
            <label class="speed">
                <span class="visually-hidden">"speed"</span>
                <input
                    id="speed"
                    type="range"
                    min=speed::SLOWEST
                    max=speed::UNBOUND
                    step="5"
                    aria-valuetext=text(words)
                    prop:value=text(move || speed::place(atlas.flow.get().speed).to_string())
                    on:input=move |event| {
                        if let Ok(place) = event_target_value(&event).parse() {
                            atlas.set_flow(Flow { speed: speed::at(place), ..atlas.flow.get_untracked() });
                        }
                    }
                />
                <output for="speed">{part(words)}</output>
            </label>
            <StopWhen />
        </div>
    }
}
