//! The timeline: a slider over all that has happened in the run that is looked at, marks beside it,
//! and the branches that began in its past.

use leptos::prelude::*;
use orrery_scene::timeline::{self, WIDTH};

use super::atlas::{Figures, use_atlas};
use super::glyph::Glyph;
use super::parts::{part, text};
use crate::bridge::protocol::{BranchAsk, MarkKind, Whither};

/// The kinds of marks: where each is drawn, and what it is called.
const KINDS: [(MarkKind, &str, u8, u8); 4] = [
    (MarkKind::Command, "command", 0, 4),
    (MarkKind::Fault, "fault", 0, 10),
    (MarkKind::Trouble, "trouble", 3, 10),
    (MarkKind::Refusal, "refusal", 7, 10),
];

/// The timeline.
#[component]
pub fn Timeline() -> impl IntoView {
    let atlas = use_atlas();
    let words = Memo::new(move |_| {
        let Figures { now, place, .. } = atlas.figures.get();
        timeline::words(place.events, place.of, now).to_string()
    });
    let place = move || atlas.figures.get().place;
    let past = Memo::new(move |_| place().past);
    view! {
        <div class="timeline" role="group" aria-label="timeline" data-seeking=text(move || atlas.seeking.get().to_string())>
            <div class="axis">
                <Marks />
                <input
                    id="timeline"
                    type="range"
                    min="0"
                    step="1"
                    aria-label="moment"
                    aria-valuetext=words
                    max=text(move || place().of.to_string())
                    prop:value=text(move || place().events.to_string())
                    on:input=move |event| {
                        if let Ok(events) = event_target_value(&event).parse() {
                            atlas.go_to(Whither::Events(events));
                        }
                    }
                />
            </div>
            <p class="moment">
                <output id="moment" for="timeline" data-past=text(move || past.get().to_string())>
                    {words}
                </output>
                {part(move || {
                    past.get()
                        .then(|| {
                            view! {
                                <span class="past">
                                    <Glyph name="past" />
                                    "You look at the past. Time goes on from here as it went; what you do here begins another branch."
                                </span>
                                <button
                                    id="present"
                                    type="button"
                                    title="to where the run goes on (n)"
                                    on:click=move |_| atlas.go_to(Whither::Present)
                                >
                                    "To the present"
                                </button>
                            }
                        })
                })}
                <Branches />
            </p>
        </div>
    }
}

/// Strokes for what happened, drawn anew a few times a second at most.
#[component]
fn Marks() -> impl IntoView {
    let atlas = use_atlas();
    let of = Memo::new(move |_| atlas.figures.get().place.of);
    let paths = Memo::new(move |_| {
        let of = of.get();
        if atlas.flow.with(|flow| flow.paused) {
            atlas.marks.track();
        }
        atlas.marks.with_untracked(|marks| {
            KINDS.map(|(kind, _, top, bottom)| {
                let places = marks.iter().filter(|mark| mark.kind == kind);
                timeline::strokes(places.map(|mark| mark.events), of, top, bottom)
            })
        })
    });
    let strokes = (0..KINDS.len()).map(|kind| {
        view! { <path class=format!("mark-{}", KINDS[kind].1) d=text(move || paths.with(|paths| paths[kind].clone())) /> }
    });
    view! {
        <svg
            class="marks"
            viewBox=format!("0 0 {WIDTH} 10")
            preserveAspectRatio="none"
            aria-hidden="true"
        >
            {strokes.collect_view()}
        </svg>
    }
}

/// All branches, once there are several.
#[component]
fn Branches() -> impl IntoView {
    let atlas = use_atlas();
    let all = move || {
        let (all, shown) = atlas.branches.get();
        if all.len() < 2 {
            return None;
        }
        let chips = (0..).zip(all).map(|(at, branch)| {
            if at == shown {
                let name = branch.name.clone();
                return view! {
                    <input
                        type="text"
                        class="branch"
                        aria-label="name of the branch that is looked at"
                        title=format!("shares {} events with the run in which it began; type to call it otherwise", branch.shares)
                        size=name.chars().count().max(4).to_string()
                        maxlength="40"
                        prop:value=name
                        on:change=move |event| atlas.branch(BranchAsk::Name(at, event_target_value(&event)))
                    />
                }
                    .into_any();
            }
            let close = format!("forget {}", branch.name);
            view! {
                <span class="branch">
                    <button type="button" class="quiet" title="look at this branch" on:click=move |_| atlas.branch(BranchAsk::Show(at))>
                        {branch.name}
                    </button>
                    <button type="button" class="quiet" aria-label=close.clone() title=close on:click=move |_| atlas.branch(BranchAsk::Close(at))>
                        "×"
                    </button>
                </span>
            }
                .into_any()
        });
        Some(view! {
            <span class="branches" role="group" aria-label="branches">
                {chips.collect_view()}
            </span>
        })
    };
    part(all)
}
