//! What is shown while there is no cosmos.

use leptos::prelude::*;

use super::atlas::use_atlas;
use super::heartbeat;
use super::keep::use_keep;
use super::life::Life;
use super::parts::{part, text};

/// Over the stage: that it is loading, or why it is gone and how to begin again.
#[component]
pub fn Trouble() -> impl IntoView {
    let (atlas, keep) = (use_atlas(), use_keep());
    // only the words change while it goes on, so that a button stays the same
    let restoring = Memo::new(move |_| keep.progress.with(Option::is_some));
    let anew = move || {
        view! {
            <button type="button" id="anew" on:click=move |_| heartbeat::restart(atlas, keep, true)>
                "Begin anew"
            </button>
        }
    };
    view! {
        {part(move || match atlas.life.get() {
            Life::Living => None,
            Life::Waking if restoring.get() => {
                let words = move || keep.progress.get().map_or_else(String::new, |(words, _)| words);
                let at = move || keep.progress.get().map_or(0, |(_, at)| at);
                Some(
                    view! {
                        <div class="waking restoring">
                            <p>{part(words)}</p>
                            <progress max="1000" aria-label="how far it is restored" prop:value=text(move || at().to_string())></progress>
                            {anew()}
                        </div>
                    }
                        .into_any(),
                )
            }
            Life::Waking => Some(view! { <p class="waking" role="status">"The cosmos is being built…"</p> }.into_any()),
            Life::Gone(why) => {
                let saved = keep.has_save();
                let (what, restart) = if saved {
                    ("What you did up to a moment before is saved.", "Restart from the last save")
                } else {
                    ("Nothing was saved, so what you made in it is lost.", "Begin again")
                };
                Some(
                    view! {
                        <div class="trouble lead bad" role="alert">
                            <h2>"The cosmos has stopped."</h2>
                            <p>
                                "The page is still here, with all that was said, but the worker behind it is gone: " <span>{why}</span> ". "
                                {what} " If it happens again, load the page anew."
                            </p>
                            <p class="buttons">
                                <button id="restart" type="button" class="brass" on:click=move |_| heartbeat::restart(atlas, keep, false)>
                                    {restart}
                                </button>
                                {saved.then(anew)}
                            </p>
                        </div>
                    }
                        .into_any(),
                )
            }
        })}
    }
}
