//! Lessons: the dialog in which one is chosen, and the card of the one that is on. The worker says
//! what is on the card; the page shows it, selects what it points at, and says what is looked at.

use leptos::prelude::*;
use orrery_scene::View;
use orrery_scene::goal::Looks;
use orrery_scene::tutor::Card;

use super::atlas::{Atlas, use_atlas};
use super::console::InkedLine;
use super::dialog::Dialog;
use super::glyph::Glyph;
use super::panes::{ALL, use_pane};
use super::parts::{Item, flag, list, part, text};
use super::talk::use_talk;
use crate::bridge::protocol::{Ask, Flow, LessonAsk};

fn ask(atlas: Atlas, what: LessonAsk) {
    atlas.with_bridge(|bridge| bridge.ask(Ask::Lesson(what)));
}

/// Begins a lesson. Time goes on for it, as one first sees it.
pub fn begin(atlas: Atlas, lesson: u8) {
    atlas.select(None);
    atlas.view.set(View::Universal);
    atlas.set_flow(Flow {
        paused: false,
        ..atlas.flow.get_untracked()
    });
    self::ask(atlas, LessonAsk::Begin(lesson));
}

/// One step on, or back. Behind the last step is the next lesson, or none.
pub fn go(atlas: Atlas, on: bool) {
    let Some(card) = atlas.lesson.get_untracked() else {
        return;
    };
    let last = card.step + 1 == card.of;
    match (on, card.step.checked_sub(1)) {
        (true, _) if last && card.more => self::begin(atlas, card.lesson + 1),
        (true, _) if last => self::ask(atlas, LessonAsk::Leave),
        (true, _) => self::ask(atlas, LessonAsk::Step(card.step + 1)),
        (false, Some(before)) => self::ask(atlas, LessonAsk::Step(before)),
        (false, None) => {}
    }
}

/// Whether the step has nothing that it still waits for.
fn is_done(card: &Card) -> bool {
    card.done || card.waits.is_empty()
}

fn next_word(card: &Card) -> String {
    let word = match (card.step + 1 == card.of, card.more) {
        (true, true) => "Next lesson",
        (true, false) => "Leave",
        _ if self::is_done(card) => "Next",
        _ => "Skip",
    };
    word.to_owned()
}

fn waits(card: &Card) -> String {
    let begin = if card.done { "Done: " } else { "Waits until " };
    [begin, &card.waits, "."].concat()
}

/// The card of the lesson that is on. It stands under the stage, so that it covers nothing of it.
#[component]
pub fn LessonCard() -> impl IntoView {
    let atlas = use_atlas();
    let panes = use_pane();
    let card = atlas.lesson;
    let on = Memo::new(move |_| card.with(Option::is_some));
    Effect::new(move |_| {
        let looks = Looks {
            selected: atlas.selection.get(),
            hyperversal: atlas.view.get() == View::Hyperversal,
        };
        if on.get() {
            self::ask(atlas, LessonAsk::Looks(looks));
        }
    });
    let points = Memo::new(move |_| {
        card.with(|card: &Option<Card>| {
            let card = card.as_ref()?;
            Some((card.lesson, card.step, card.sees, card.pane.clone()))
        })
    });
    Effect::new(move |_| {
        let Some((_, _, sees, pane)) = points.get() else {
            return;
        };
        if sees.is_some() {
            atlas.select(sees);
        }
        if let Some(pane) = ALL.iter().find(|known| known.name() == pane) {
            // after the inspector, which comes forward for what is selected
            request_animation_frame(move || panes.show(*pane));
        }
    });
    part(move || on.get().then(|| view! { <TheCard /> }))
}

#[component]
fn TheCard() -> impl IntoView {
    let (atlas, talk) = (use_atlas(), use_talk());
    let card = atlas.lesson;
    let says = move |word: fn(&Card) -> String| {
        text(move || card.with(|card| card.as_ref().map(word).unwrap_or_default()))
    };
    let is =
        move |so: fn(&Card) -> bool| flag(move || card.with(|card| card.as_ref().is_some_and(so)));
    let line = Memo::new(move |_| {
        card.with(|card| {
            card.as_ref()
                .map(|card| card.tries.to_string())
                .unwrap_or_default()
        })
    });
    let ticked = Memo::new(move |_| card.with(|card| card.as_ref().is_some_and(|card| card.done)));
    view! {
        <section class="lesson" aria-label="lesson" data-pane=says(|card| card.pane.to_string())>
            <header>
                <h2>{says(|card| card.title.to_string())}</h2>
                <p class="count">
                    {says(|card| {
                        ["step ", &(card.step + 1).to_string(), " of ", &card.of.to_string()].concat()
                    })}
                </p>
                <button
                    type="button"
                    class="quiet"
                    on:click=move |_| {
                        if let Some(card) = card.get_untracked() {
                            self::begin(atlas, card.lesson);
                        }
                    }
                >
                    "Start again"
                </button>
                <button type="button" class="quiet" on:click=move |_| self::ask(atlas, LessonAsk::Leave)>
                    "Leave"
                </button>
            </header>
            <div aria-live="polite">
                <p>{says(|card| card.text.to_string())}</p>
                <pre hidden=is(|card| card.shows.is_empty())>{says(|card| card.shows.to_string())}</pre>
            </div>
            <div class="does">
                <button
                    type="button"
                    class="example"
                    title="put it into the console; Enter sends it"
                    hidden=is(|card| card.tries.is_empty())
                    on:click=move |_| talk.prefill(&line.get_untracked())
                >
                    {part(move || view! { <InkedLine line=line.get() /> })}
                </button>
                <p class="waits" aria-live="polite" hidden=is(|card| card.waits.is_empty())>
                    {part(move || view! { <Glyph name=if ticked.get() { "ready" } else { "busy" } /> })}
                    {says(self::waits)}
                </p>
                <span class="grow"></span>
                <button type="button" title="back (<)" disabled=is(|card| card.step == 0) on:click=move |_| self::go(atlas, false)>
                    "Back"
                </button>
                <button
                    type="button"
                    class=says(|card| if self::is_done(card) { "brass".to_owned() } else { String::new() })
                    title="on (>); what is skipped is done for you"
                    on:click=move |_| self::go(atlas, true)
                >
                    {says(self::next_word)}
                </button>
            </div>
        </section>
    }
}

/// The dialog in which a lesson is chosen.
#[component]
pub fn Lessons(
    /// Whether it is open.
    open: RwSignal<bool>,
) -> impl IntoView {
    let atlas = use_atlas();
    let all = move || {
        let lessons = atlas.at_hand.with(|(lessons, _)| lessons.clone());
        let lessons = (0..).zip(lessons);
        let choice = move |(no, (title, about)): (u8, (String, String))| {
            view! {
                <li>
                    <button
                        type="button"
                        on:click=move |_| {
                            open.set(false);
                            self::begin(atlas, no);
                        }
                    >
                        <b>{title}</b>
                        <span>{about}</span>
                    </button>
                </li>
            }
        };
        lessons.map(|lesson| Item::of(lesson, choice)).collect()
    };
    view! {
        <Dialog open=open id="lessons-dialog" title="Lessons">
            <p>
                "Each takes a few minutes, in a small cosmos of its own. Your cosmos stays as it is: its name stands under the timeline, and leads back."
            </p>
            <ol>{list(all)}</ol>
            <p class="buttons">
                <button type="button" on:click=move |_| open.set(false)>
                    "Not now"
                </button>
            </p>
        </Dialog>
    }
}
