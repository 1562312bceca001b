//! From a row about a Wave to the moments at which it was sent and at which it ended.

use std::sync::Arc;

use leptos::prelude::*;

use super::atlas::use_atlas;
use super::parts::{Changing, flag, now};

/// Both, as small buttons.
#[component]
pub fn Jumps(
    /// When it was sent, and when it ended, if it has.
    at: Changing<(u64, Option<u64>)>,
    /// The branch in which it was, if not in the one that is looked at.
    branch: Option<u16>,
) -> impl IntoView {
    let atlas = use_atlas();
    let jump =
        |words: &'static str, sign: &'static str, of: fn((u64, Option<u64>)) -> Option<u64>| {
            let (known, at) = (Arc::clone(&at), Arc::clone(&at));
            let go = move |_| {
                if let Some(moment) = of(untrack(|| now(&at))) {
                    atlas.go_to_branch(branch, moment);
                }
            };
            view! {
                <button
                    type="button"
                    class="link"
                    title=words
                    aria-label=words
                    hidden=flag(move || of(now(&known)).is_none())
                    on:click=go
                >
                    {sign}
                </button>
            }
        };
    view! {
        {jump("to its birth", "⇤", |(born, _)| Some(born))}
        {jump("to its end", "⇥", |(_, ended)| ended)}
    }
}
