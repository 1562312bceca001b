//! Sums since the start.

use leptos::prelude::*;
use orrery_scene::inspect::{number, short};

use super::atlas::use_atlas;
use super::panes::{Pane, use_pane};
use super::parts::{part, text};

/// The sums, in numerals that do not dance and in as much room however large they are.
#[component]
pub fn Counters() -> impl IntoView {
    let (atlas, panes) = (use_atlas(), use_pane());
    let counters = move || atlas.figures.get().counters;
    let list_refused = move |_| {
        atlas.listed.set("is:refused".to_owned());
        panes.show(Pane::Waves);
    };
    view! {
        <dl class="counters">
            <Counter name="waves" count=Signal::derive(move || counters().waves) />
            <Counter name="hops" count=Signal::derive(move || counters().hops) />
            <div>
                <dt>"refused"</dt>
                <dd>
                    <button type="button" class="link" title=text(move || format!("list the {} Waves that were refused", number(counters().refused))) on:click=list_refused>
                        {part(move || short(counters().refused).to_string())}
                    </button>
                </dd>
            </div>
            <Counter name="fuel" count=Signal::derive(move || counters().fuel) />
        </dl>
    }
}

#[component]
fn Counter(name: &'static str, count: Signal<u64>) -> impl IntoView {
    view! {
        <div title=text(move || number(count.get()))>
            <dt>{name}</dt>
            <dd>{part(move || short(count.get()).to_string())}</dd>
        </div>
    }
}
