//! The course of the selected Wave: what it was sent because of and all that it caused, over time.

use leptos::prelude::*;
use orrery_scene::Subject;
use orrery_scene::course::{Bar, Course as Drawn, What};

use super::atlas::use_atlas;
use super::beside::{Beside, BesideChoice};
use super::glyph::Glyph;
use super::jumps::Jumps;
use super::panes::{Pane, use_pane};
use super::parts::{Item, changing, flag, list, part};
use crate::bridge::protocol::{BranchAsk, Tell};

/// The course.
#[component]
pub fn Course() -> impl IntoView {
    let (atlas, panes) = (use_atlas(), use_pane());
    let course = RwSignal::new(None::<Drawn>);
    // The last Wave that was selected is shown, whatever is selected after it.
    let wave = Memo::new(
        move |before: Option<&Option<_>>| match atlas.selection.get() {
            Some(Subject::Wave(wave)) => Some(wave),
            _ => before.copied().flatten(),
        },
    );
    let seen =
        Memo::new(move |_| panes.narrow.get() == Pane::Course || panes.lower.get() == Pane::Course);
    Effect::new(move |_| {
        atlas.reading.track();
        let Some(wave) = wave.get().filter(|_| seen.get()) else {
            return;
        };
        atlas.with_bridge(|bridge| {
            bridge.course(wave, move |tell| {
                if let Tell::Course { course: found, .. } = tell
                    && course.with_untracked(|known| *known != found)
                {
                    course.set(found);
                }
            });
        });
    });
    let heading = move || {
        course.with(|course| match course {
            Some(course) => course.says.to_string(),
            None if wave.get().is_some() => {
                "Of this Wave nothing is remembered any more.".to_owned()
            }
            None => "Select a Wave: here is what it was sent because of, and all that it caused."
                .to_owned(),
        })
    };
    view! {
        <section class="course" class:compared=flag(move || atlas.beside.get().is_some()) aria-label="course of a Wave">
            <header>
                <span role="status">{part(heading)}</span>
                <BesideChoice />
                <span class="legend">
                    <Sign class="part-lane" words="on a lane" />
                    <Sign class="part-served" words="served, until answered" />
                    <Sign class="part-way" words="on its way" />
                </span>
            </header>
            <Bars course=course label="Waves over time" branch=None />
            <Beside wave=wave />
        </section>
    }
}

/// The Waves of a course, each after what caused it.
#[component]
pub fn Bars(
    /// The course.
    course: RwSignal<Option<Drawn>>,
    /// What the table is called.
    label: &'static str,
    /// The branch in which it was, if not in the one that is looked at.
    branch: Option<u16>,
) -> impl IntoView {
    let bars = move || {
        course.with(|course| {
            let bars = course.iter().flat_map(|course| &course.bars).cloned();
            bars.map(|bar| Item::of(bar, move |bar| view! { <BarOf bar=bar branch=branch /> }))
                .collect()
        })
    };
    view! {
        <div class="table" tabindex="0" role="region" aria-label=label>
            <table>
                <thead>
                    <tr>
                        <th scope="col">"Wave"</th>
                        <th scope="col" class="narrow-off">"after"</th>
                        <th scope="col">"took"</th>
                        <th scope="col" class="narrow-off">"fuel"</th>
                        <th scope="col" class="narrow-off">"go to"</th>
                        <th scope="col">"over time"</th>
                    </tr>
                </thead>
                <tbody>
                    {list(bars)}
                </tbody>
            </table>
        </div>
    }
}

#[component]
fn Sign(class: &'static str, words: &'static str) -> impl IntoView {
    view! {
        <span>
            <span class="bar" aria-hidden="true">
                <span class=class style="left:0;width:100%"></span>
            </span>
            " "
            {words}
        </span>
    }
}

#[component]
fn BarOf(bar: Bar, branch: Option<u16>) -> impl IntoView {
    let atlas = use_atlas();
    let pick = move || {
        if let Some(branch) = branch {
            atlas.branch(BranchAsk::Show(branch));
        }
        atlas.select(Some(Subject::Wave(bar.wave)));
    };
    let subject = Some(Subject::Wave(bar.wave));
    // a hundredth of a percent of the axis is one of its steps
    let percent = |part: u16| format!("{}.{:02}%", part / 100, part % 100);
    let words: Vec<&str> = bar.parts.iter().map(|part| part.words.as_str()).collect();
    let words = words.join("; ");
    let parts = bar.parts.iter().map(|part| {
        let class = match part.what {
            What::Way => "part-way",
            What::Lane => "part-lane",
            What::Served => "part-served",
        };
        let (left, width) = (percent(part.from), percent(part.to - part.from));
        view! {
            <span
                class=class
                title=part.words.to_string()
                style=format!("left:{left};width:{width}")
            ></span>
        }
    });
    view! {
        <tr
            class:bad=bar.bad
            aria-current=move || (atlas.selection.get() == subject).then_some("true")
            on:click=move |_| pick()
        >
            <td class="label" style:--depth=bar.depth.to_string()>
                <button type="button" class="link">
                    <Glyph name=bar.glyph.to_string() />
                    " "
                    {bar.label.to_string()}
                </button>
            </td>
            <td class="figure narrow-off">{bar.after.to_string()}</td>
            <td class="figure">{bar.took.to_string()}</td>
            <td class="figure narrow-off">{bar.fuel.to_string()}</td>
            <td class="jumps narrow-off"><Jumps at=changing(move || (bar.born, bar.ended)) branch=branch /></td>
            <td>
                <div class="bar" role="img" aria-label=words>
                    {parts.collect_view()}
                </div>
            </td>
        </tr>
    }
}
