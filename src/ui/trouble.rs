//! What is shown while there is no cosmos.

use leptos::prelude::*;

use super::atlas::use_atlas;
use super::heartbeat;
use super::life::Life;
use super::parts::part;

/// Over the stage: that it is loading, or why it is gone and how to begin again.
#[component]
pub fn Trouble() -> impl IntoView {
    let atlas = use_atlas();
    view! {
        {part(move || match atlas.life.get() {
            Life::Living => None,
            Life::Waking => Some(view! { <p class="waking" role="status">"The cosmos is being built…"</p> }.into_any()),
            Life::Gone(why) => Some(
                view! {
                    <div class="trouble lead bad" role="alert">
                        <h2>"The cosmos has stopped."</h2>
                        <p>
                            "The page is still here, but the worker behind it is gone: " <span>{why}</span>
                            ". Begin again with the first cosmos; what you made in this one is lost. If it happens again, load the page anew."
                        </p>
                        <button id="restart" type="button" class="brass" on:click=move |_| heartbeat::restart(atlas)>
                            "Begin again"
                        </button>
                    </div>
                }
                    .into_any(),
            ),
        })}
    }
}
