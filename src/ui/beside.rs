//! Another branch beside the one that is looked at: where they part, what happened then in each, and
//! the course of the selected Wave in the other.

use leptos::prelude::*;
use orrery_hyperspace::trace::WaveNo;
use orrery_scene::course::Course;

use super::atlas::use_atlas;
use super::course::Bars;
use super::panes::{Pane, use_pane};
use super::parts::{Item, flag, list, part};
use crate::bridge::compare::{Comparison, Pair, Side};
use crate::bridge::protocol::Tell;

/// Chooses the other branch, where there are several.
#[component]
pub fn BesideChoice() -> impl IntoView {
    let atlas = use_atlas();
    part(move || {
        let (all, shown) = atlas.branches.get();
        let others = (0_u16..).zip(all).filter(|(at, _)| *at != shown);
        let choices: Vec<AnyView> = others
            .map(|(at, branch)| {
                let chosen = flag(move || atlas.beside.get() == Some(at));
                view! { <option value=at.to_string() prop:selected=chosen>{branch.name}</option> }
                    .into_any()
            })
            .collect();
        (!choices.is_empty()).then(|| {
            view! {
                <label class="beside-choice">
                    "beside branch "
                    <select
                        id="beside"
                        on:change=move |event| atlas.beside.set(event_target_value(&event).parse().ok())
                    >
                        <option value="">"none"</option>
                        {choices}
                    </select>
                </label>
            }
        })
    })
}

/// What is different.
#[component]
pub fn Beside(
    /// The selected Wave.
    wave: Memo<Option<WaveNo>>,
) -> impl IntoView {
    let (atlas, panes) = (use_atlas(), use_pane());
    let said = RwSignal::new(None::<Comparison>);
    let course = RwSignal::new(None::<Course>);
    let seen =
        Memo::new(move |_| panes.narrow.get() == Pane::Course || panes.lower.get() == Pane::Course);
    let stands = Memo::new(move |_| atlas.flow.with(|flow| flow.paused));
    // Walks both runs, which takes a while: so not while time runs, but whenever it stands again.
    Effect::new(move |_| {
        stands.track();
        atlas.branches.track();
        let (wave, Some(with), true) = (wave.get(), atlas.beside.get(), seen.get()) else {
            return;
        };
        atlas.with_bridge(|bridge| {
            bridge.compare(with, wave, move |tell| {
                if let Tell::Compared { comparison, .. } = tell {
                    course.set(comparison.as_ref().and_then(|all| all.course.clone()));
                    said.set(comparison);
                }
            });
        });
    });
    let name = move |here: bool| {
        let (all, shown) = atlas.branches.get();
        let at = if here {
            Some(shown)
        } else {
            atlas.beside.get()
        };
        let branch = at.and_then(|at| all.into_iter().nth(at.into()));
        branch.map(|branch| branch.name).unwrap_or_default()
    };
    let rows = move || {
        let rows = said.with(|said| {
            said.as_ref()
                .map_or_else(Vec::new, |said| said.rows.clone())
        });
        let rows = rows.into_iter().enumerate();
        rows.map(|row| Item::of(row, |(_, row)| view! { <PairOf row=row /> }))
            .collect()
    };
    let says = move || said.with(|said| said.as_ref().map(|said| said.says.to_string()));
    let there = move || {
        let same = said.with(|said| said.as_ref().is_some_and(|said| said.same_wave));
        match (course.with(Option::is_some), same) {
            (true, true) => "The same Wave in the other branch:",
            (true, false) => {
                "The Wave of the same number in the other branch, sent after they part:"
            }
            _ if wave.get().is_some() => "The other branch knows no Wave of this number.",
            _ => "",
        }
    };
    part(move || {
        let with = atlas.beside.get()?;
        Some(view! {
            <p class="hint">{part(there)}</p>
            <Bars course=course label="Waves over time in the other branch" branch=Some(with) />
            <p role="status">{part(says)}</p>
            <div class="table" tabindex="0" role="region" aria-label="two branches">
                <table class="pairs">
                    <thead>
                        <tr>
                            <td></td>
                            <th scope="col">{part(move || name(true))}</th>
                            <th scope="col">{part(move || name(false))}</th>
                        </tr>
                    </thead>
                    <tbody>{list(rows)}</tbody>
                </table>
            </div>
        })
    })
}

#[component]
fn PairOf(row: Pair) -> impl IntoView {
    let atlas = use_atlas();
    let differs = row.here.says != row.there.says;
    let cell = |side: Side, there: bool| {
        let says = side.says.to_string();
        let content = match side.at {
            Some(at) => view! {
                <button
                    type="button"
                    class="link"
                    title="look at that moment"
                    on:click=move |_| {
                        let branch = atlas.beside.get_untracked().filter(|_| there);
                        atlas.go_to_branch(branch, at);
                    }
                >
                    {says}
                </button>
            }
            .into_any(),
            None => says.into_any(),
        };
        view! { <td>{content}</td> }
    };
    let mark = if differs { "≠ " } else { "" };
    view! {
        <tr class:differs=differs>
            <th scope="row">{mark}{row.name.to_string()}</th>
            {cell(row.here, false)}
            {cell(row.there, true)}
        </tr>
    }
}
