//! What is odd in the run that is looked at, in sentences; whom each is about is one step away.

use leptos::prelude::*;
use orrery_scene::remarks::Remark;

use super::atlas::use_atlas;
use super::glyph::Glyph;
use super::inspector::ActionButton;
use super::parts::{Item, list, part};

/// The remarks.
#[component]
pub fn Remarks() -> impl IntoView {
    let atlas = use_atlas();
    let all = move || {
        let all = atlas.remarks.with(|remarks| remarks.all.clone());
        let all = all.into_iter();
        all.map(|one| Item::of(one, |one| view! { <RemarkOf one=one /> }))
            .collect()
    };
    let besides = move || {
        atlas
            .remarks
            .with(|remarks| match (remarks.all.len(), remarks.more) {
                (0, _) => "Nothing to remark.".to_owned(),
                (_, 0) => String::new(),
                (_, more) => format!("And {more} more."),
            })
    };
    view! {
        <section class="remarks" aria-label="remarks" tabindex="0">
            <ul>{list(all)}</ul>
            <p class="empty">{part(besides)}</p>
        </section>
    }
}

#[component]
fn RemarkOf(one: Remark) -> impl IntoView {
    let atlas = use_atlas();
    let subject = one.subject;
    view! {
        <li>
            <Glyph name=one.glyph.to_string() />
            <span>
                <button type="button" class="link" on:click=move |_| atlas.select(Some(subject))>
                    {one.name.to_string()}
                </button>
                " "
                {one.says.to_string()}
                " "
                <span class="hint">{one.advice.to_string()}</span>
            </span>
            {one.action.map(|action| view! { <ActionButton action=action /> })}
        </li>
    }
}

/// How many there are, for the tab that leads to them.
#[component]
pub fn RemarkCount() -> impl IntoView {
    let atlas = use_atlas();
    let count = move || {
        let count = atlas
            .remarks
            .with(|remarks| remarks.all.len() + remarks.more as usize);
        if count > 0 {
            count.to_string()
        } else {
            String::new()
        }
    };
    view! {
        " "
        <span class="remark-count">{part(count)}</span>
    }
}
