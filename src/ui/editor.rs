//! The editor: a text, what is wrong with it, what it is, and one press to make it live.

use leptos::prelude::*;
use orrery_scene::Subject;
use orrery_scene::draft::{Mistake, Noun, Saying};
use orrery_scene::starters::MODULES;
use orrery_scene::wave_list::{Order, WaveRow};

use super::atlas::use_atlas;
use super::console::Said;
use super::editing::{Editing, use_editing};
use super::glyph::Glyph;
use super::panes::{Pane, use_pane};
use super::parts::{Item, flag, list, part, text};
use super::sheet::SheetOf;
use super::talk::use_talk;
use crate::bridge::protocol::{Opening, Tell};

/// So many of the last Waves to it are shown.
const WAVES: u32 = 3;

/// The editor.
#[component]
pub fn Editor() -> impl IntoView {
    let (atlas, talk, panes, editing) = (use_atlas(), use_talk(), use_pane(), use_editing());
    let seen =
        Memo::new(move |_| panes.narrow.get() == Pane::Editor || panes.lower.get() == Pane::Editor);
    // What is there changes when something was made live, and with another cosmos.
    Effect::new(move |_| {
        atlas.life.track();
        if seen.get() && !editing.busy.get() {
            editing.reread(atlas);
        }
    });
    Effect::new(move |_| {
        if editing.is_due() {
            editing.go(atlas, talk);
        }
    });
    let waves = RwSignal::new(Vec::<WaveRow>::new());
    Effect::new(move |_| {
        atlas.reading.track();
        let point = editing.part(1).get();
        if !seen.get() || point.trim().is_empty() {
            return;
        }
        let filter = format!("to:{} -kind:Pong", point.trim());
        atlas.with_bridge(|bridge| {
            bridge.waves(filter, Order::default(), (0, WAVES), move |tell| {
                if let Tell::Waves {
                    listed: Some(listed),
                    ..
                } = tell
                    && waves.with_untracked(|known| *known != listed.rows)
                {
                    waves.set(listed.rows);
                }
            });
        });
    });
    let is_bind = move || editing.noun.get() == Noun::Bind;
    let point_says = move || {
        editing.read.with(|(_, reading)| match &reading.point {
            Some(Ok(said)) => (false, said.clone()),
            Some(Err(why)) => (true, why.clone()),
            None => (false, String::new()),
        })
    };
    let cannot = move || {
        editing.busy.get()
            || editing
                .fresh()
                .is_none_or(|(_, reading)| reading.lines.is_empty())
    };
    view! {
        <section class="editor" aria-label="editor">
            <header>
                <span role="group" aria-label="what is written">
                    <NounButton noun=Noun::Wat name="Mechtron in WAT" />
                    <NounButton noun=Noun::Bind name="Bind" />
                </span>
                {part(move || (!is_bind()).then(|| view! { <Starters /> }))}
                <label for="editor-point">{part(move || if is_bind() { "routes of" } else { "lives at" })}</label>
                <Field id="editor-point" part=1 />
                <button
                    id="editor-go"
                    class="brass"
                    type="button"
                    title="Ctrl+Enter"
                    disabled=flag(cannot)
                    on:click=move |_| editing.go(atlas, talk)
                >
                    {part(move || if is_bind() { "Put it in place" } else { "Make it live" })}
                </button>
                <label class="tick">
                    <input
                        type="checkbox"
                        prop:checked=flag(move || editing.live.get())
                        on:change=move |event| editing.live.set(event_target_checked(&event))
                    />
                    "on each good edit"
                </label>
                <p class="says" class:bad-text=flag(move || point_says().0)>{part(move || point_says().1)}</p>
            </header>
            <div class="desk">
                <div class="written">
                    <p id="editor-opens" role="status">{part(move || editing.opening.get())}</p>
                    <SheetOf />
                    <ul id="editor-mistakes" aria-live="polite">
                        {list(move || {
                            let mistakes = editing.read.with(|(_, reading)| reading.mistakes.clone());
                            mistakes.into_iter().map(|m| Item::of(m, move |m| view! { <MistakeOf mistake=m editing=editing /> })).collect()
                        })}
                    </ul>
                    <p id="editor-keys" class="quiet-text">"Ctrl+Enter makes it live. Tab leaves the text."</p>
                </div>
                <div class="beside" tabindex="0" role="region" aria-label="what it is and does">
                    <form
                        class="trial"
                        on:submit=move |event| {
                            event.prevent_default();
                            editing.said.set(Vec::new());
                            editing.trial(atlas, talk);
                        }
                    >
                        <label for="editor-trial">"Try it, each time that it is live"</label>
                        <Field id="editor-trial" part=2 />
                        <button type="submit">"Send"</button>
                    </form>
                    <div class="replies" aria-live="polite">
                        {list(move || editing.said.get().into_iter().map(|entry| Item::of(entry.id, |_| view! { <Said entry=entry /> })).collect())}
                    </div>
                    <ul class="last-waves" aria-label="the last Waves to it">
                        {list(move || waves.get().into_iter().map(|row| Item::of(row, |row| view! { <LastWave row=row /> })).collect())}
                    </ul>
                    <dl class="rows">
                        {list(move || {
                            let says = editing.read.with(|(_, reading)| reading.says.clone());
                            says.into_iter().map(|saying| Item::of(saying, |saying| view! { <SayingOf saying=saying /> })).collect()
                        })}
                    </dl>
                </div>
            </div>
        </section>
    }
}

/// A line of what is written.
#[component]
fn Field(id: &'static str, part: usize) -> impl IntoView {
    let editing = use_editing();
    view! {
        <input
            id=id
            class="point"
            type="text"
            spellcheck="false"
            autocomplete="off"
            autocapitalize="off"
            prop:value=text(move || editing.part(part).get())
            on:input=move |event| untrack(|| editing.part(part)).set(event_target_value(&event))
        />
    }
}

#[component]
fn NounButton(noun: Noun, name: &'static str) -> impl IntoView {
    let editing = use_editing();
    view! {
        <button
            type="button"
            aria-pressed=text(move || (editing.noun.get() == noun).to_string())
            on:click=move |_| {
                editing.said.set(Vec::new());
                editing.noun.set(noun);
            }
        >
            {name}
        </button>
    }
}

/// What one can begin with.
#[component]
fn Starters() -> impl IntoView {
    let (atlas, editing) = (use_atlas(), use_editing());
    let options =
        MODULES.map(|(name, says)| view! { <option title=says>{name}": "{says}</option> });
    view! {
        <select
            aria-label="begin with"
            on:change=move |event| {
                let list: web_sys::HtmlSelectElement = event_target(&event);
                if let Ok(at @ 1..) = u8::try_from(list.selected_index()) {
                    editing.open(atlas, Opening::Starter(at - 1), None);
                }
                list.set_selected_index(0);
            }
        >
            <option>"Begin with…"</option>
            {options.into_iter().collect_view()}
        </select>
    }
}

#[component]
fn MistakeOf(mistake: Mistake, editing: Editing) -> impl IntoView {
    let at = mistake.place.start;
    view! {
        <li>
            <Glyph name="refused" />
            <button type="button" class="link" on:click=move |_| editing.goal.set(Some(at))>
                {format!("line {}, column {}", mistake.line, mistake.column)}
            </button>
            " "
            <span class="bad-text">{mistake.message}</span>
            " "
            <span class="hint">{mistake.hint}</span>
        </li>
    }
}

#[component]
fn SayingOf(saying: Saying) -> impl IntoView {
    let glyph = (!saying.glyph.is_empty()).then(|| view! { <Glyph name=saying.glyph /> });
    view! {
        <div>
            <dt class="point">{glyph}{saying.of}</dt>
            <dd>{saying.text}</dd>
        </div>
    }
}

#[component]
fn LastWave(row: WaveRow) -> impl IntoView {
    let atlas = use_atlas();
    let subject = Some(Subject::Wave(row.wave));
    let cell = |at: usize| {
        row.cells
            .get(at)
            .map(ToString::to_string)
            .unwrap_or_default()
    };
    view! {
        <li class:bad-text=row.bad>
            <Glyph name=row.glyph.to_string() />
            <button type="button" class="link" on:click=move |_| atlas.select(subject)>
                {format!("{} {}", cell(1), cell(4))}
            </button>
            {format!(" {}, fuel {}", cell(5), cell(7))}
        </li>
    }
}
