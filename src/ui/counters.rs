//! Sums since the start.

use leptos::prelude::*;
use orrery_scene::inspect::{number, time};

use super::atlas::use_atlas;
use super::parts::part;

/// The sums, in numerals that do not dance.
#[component]
pub fn Counters() -> impl IntoView {
    let atlas = use_atlas();
    let counters = atlas.counters;
    view! {
        <dl class="counters">
            <Counter name="time" value=move || time(atlas.now.get()).to_string() />
            <Counter name="waves" value=move || number(counters.get().waves).to_string() />
            <Counter name="hops" value=move || number(counters.get().hops).to_string() />
            <Counter name="refused" value=move || number(counters.get().refused).to_string() />
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
