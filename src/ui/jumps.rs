//! From a row about a Wave to the moments at which it was sent and at which it ended.

use leptos::prelude::*;

use super::atlas::use_atlas;

/// Both, as small buttons.
#[component]
pub fn Jumps(
    /// When it was sent.
    born: u64,
    /// When it ended.
    ended: Option<u64>,
    /// The branch in which it was, if not in the one that is looked at.
    branch: Option<u16>,
) -> impl IntoView {
    let atlas = use_atlas();
    let jump = |words: &'static str, sign: &'static str, at: u64| {
        view! {
            <button
                type="button"
                class="link"
                title=words
                aria-label=words
                on:click=move |_| atlas.go_to_branch(branch, at)
            >
                {sign}
            </button>
        }
    };
    view! {
        {jump("to its birth", "⇤", born)}
        {ended.map(|at| jump("to its end", "⇥", at))}
    }
}
