//! Sums since the start.

use leptos::prelude::*;
use orrery_scene::inspect::{number, time};

use super::atlas::use_atlas;
use super::panes::{Pane, use_pane};
use super::parts::part;

/// The sums, in numerals that do not dance.
#[component]
pub fn Counters() -> impl IntoView {
    let (atlas, panes) = (use_atlas(), use_pane());
    let counters = atlas.counters;
    let refused = move || number(counters.get().refused).to_string();
    let list_refused = move |_| {
        atlas.listed.set("is:refused".to_owned());
        panes.show(Pane::Waves);
    };
    view! {
        <dl class="counters">
            <Counter name="time" value=move || time(atlas.now.get()).to_string() />
            <Counter name="waves" value=move || number(counters.get().waves).to_string() />
            <Counter name="hops" value=move || number(counters.get().hops).to_string() />
            <div>
                <dt>"refused"</dt>
                <dd>
                    <button type="button" class="link" title="list the Waves that were refused" on:click=list_refused>
                        {part(refused)}
                    </button>
                </dd>
            </div>
            <Counter name="fuel" value=move || number(counters.get().fuel).to_string() />
        </dl>
        {part(move || {
            let left_out = atlas.left_out.get();
            (left_out > 0)
                .then(|| {
                    view! {
                        <p class="sampled" title="too many Waves to draw: whole Waves are left out of the picture, never out of the cosmos">
                            {format!("a sample is drawn; {} records are not", number(left_out))}
                        </p>
                    }
                })
        })}
    }
}

#[component]
fn Counter(name: &'static str, #[prop(into)] value: Signal<String>) -> impl IntoView {
    view! {
        <div>
            <dt>{name}</dt>
            <dd>{value}</dd>
        </div>
    }
}
