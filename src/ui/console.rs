//! The console: what was said, and the line that is being typed.

use leptos::prelude::*;
use orrery_hyperspace::trace::WaveNo;
use orrery_scene::Subject;
use orrery_scene::console::{Ink, Tone, highlight};
use orrery_space::Diagnostic;

use super::atlas::use_atlas;
use super::console_line::ConsoleLine;
use super::glyph::Glyph;
use super::panes::{Pane, use_pane};
use super::parts::{Item, list, part};
use super::talk::{Answer, Entry, use_talk};

/// Lines that someone who never typed one can click.
const EXAMPLES: [&str; 3] = [
    "ping localhost:echo Ext<Say> \"hello, cosmos\"",
    "select localhost:** into points",
    "create localhost:mine<Base>",
];

/// How many lines of a reply are shown before it is folded.
const UNFOLDED: usize = 40;

/// The console.
#[component]
pub fn Console() -> impl IntoView {
    let talk = use_talk();
    let log = NodeRef::<leptos::html::Div>::new();
    // The newest is in sight unless the person has scrolled away from it.
    Effect::new(move |_| {
        for entry in talk.entries.get() {
            entry.answer.track();
        }
        if let Some(log) = log.get_untracked() {
            request_animation_frame(move || log.set_scroll_top(log.scroll_height()));
        }
    });
    view! {
        <section class="console" aria-label="console">
            <div id="console-log" role="log" aria-label="what was said" tabindex="0" node_ref=log>
                {part(move || talk.entries.with(Vec::is_empty).then(|| view! { <Examples /> }))}
                {list(move || {
                    talk.entries.get().into_iter().map(|entry| Item::of(entry.id, |_| view! { <Said entry=entry /> })).collect()
                })}
            </div>
            <ConsoleLine />
            <p id="said" class="visually-hidden" aria-live="polite">
                {talk.said}
            </p>
        </section>
    }
}

#[component]
fn Examples() -> impl IntoView {
    let talk = use_talk();
    let examples = EXAMPLES.map(|example| {
        view! {
            <li>
                <button type="button" class="example" on:click=move |_| talk.prefill(example)>
                    <InkedLine line=example.to_owned() />
                </button>
            </li>
        }
    });
    view! {
        <div class="empty">
            <p>"Say something to the cosmos. Click a line to take it, then press Enter:"</p>
            <ul>{examples.into_iter().collect_view()}</ul>
        </div>
    }
}

/// A line that was said, with its answer once it is there.
#[component]
pub fn Said(entry: Entry) -> impl IntoView {
    let atlas = use_atlas();
    let answer = entry.answer;
    let line = entry.line.clone();
    let wrong = {
        let answer = answer.clone();
        move || match answer.get() {
            Some(Answer::Reply { diagnostics, .. }) => diagnostics,
            _ => Vec::new(),
        }
    };
    let shown = move || match answer.get() {
        None => {
            let paused = atlas.flow.get().paused;
            let words = if paused {
                "waits: time is paused"
            } else {
                "on its way…"
            };
            view! { <p class="waiting">{words}</p> }.into_any()
        }
        Some(Answer::Note(text)) => view! {
            <p class="note">
                <Glyph name="note" />
                {text}
            </p>
        }
        .into_any(),
        Some(Answer::Reply {
            wave,
            status,
            lines,
            diagnostics,
        }) => {
            let line = line.clone().unwrap_or_default();
            view! {
                {wave.map(|wave| view! { <Follow wave=wave /> })}
                <Reply status=status lines=lines diagnostics=diagnostics line=line />
            }
            .into_any()
        }
    };
    view! {
        <article class="said">
            {entry
                .line
                .map(|line| {
                    view! {
                        <p class="line">
                            <span class="prompt" aria-hidden="true">"›"</span>
                            {part(move || view! { <InkedLine line=line.clone() wrong=wrong() /> })}
                        </p>
                    }
                })}
            {part(shown)}
        </article>
    }
}

#[component]
fn Reply(
    status: u16,
    lines: Vec<String>,
    diagnostics: Vec<Diagnostic>,
    line: String,
) -> impl IntoView {
    let (class, glyph) = match Tone::of(status) {
        Tone::Good => ("reply good", "ready"),
        Tone::Refused => ("reply refused", "refused"),
        Tone::Failed => ("reply failed", "broken"),
    };
    let mut lines = lines.into_iter();
    let first = lines.next().unwrap_or_default();
    let (status, words) = first.split_once(' ').unwrap_or((first.as_str(), ""));
    let (status, words) = (status.to_owned(), words.to_owned());
    let rest: Vec<String> = lines.collect();
    let rest = match rest.len() {
        0 => None,
        1..=UNFOLDED => Some(view! { <pre>{rest.join("\n")}</pre> }.into_any()),
        more => Some(
            view! {
                <details>
                    <summary>{format!("{more} lines")}</summary>
                    <pre>{rest.join("\n")}</pre>
                </details>
            }
            .into_any(),
        ),
    };
    view! {
        <div class=class>
            <p>
                <Glyph name=glyph />
                <b>{status}</b>
                " "
                <span>{words}</span>
            </p>
            {rest}
            <Diagnostics diagnostics=diagnostics line=line quiet=false />
        </div>
    }
}

/// From a reply to the way of the Wave that was sent for it.
#[component]
fn Follow(wave: WaveNo) -> impl IntoView {
    let (atlas, panes) = (use_atlas(), use_pane());
    let follow = move |_| {
        atlas.select(Some(Subject::Wave(wave)));
        panes.show(Pane::Course);
    };
    view! {
        <button type="button" class="link follow" on:click=follow>
            {format!("follow Wave #{}", wave.0)}
        </button>
    }
}

/// What the style sheet calls an ink.
pub fn ink_class(ink: Ink) -> &'static str {
    match ink {
        Ink::Verb => "ink-verb",
        Ink::Point => "ink-point",
        Ink::Kind => "ink-kind",
        Ink::Method => "ink-method",
        Ink::Text => "ink-text",
        Ink::Number => "ink-number",
        Ink::File => "ink-file",
        Ink::Mark => "ink-mark",
        Ink::Comment => "ink-comment",
        Ink::Plain => "",
    }
}

/// A line in its colours, with what is wrong underlined.
#[component]
pub fn InkedLine(
    line: String,
    /// What is wrong with it.
    #[prop(optional)]
    wrong: Vec<Diagnostic>,
) -> impl IntoView {
    let spans = highlight(&line, &wrong).into_iter().map(|span| {
        let class = self::ink_class(span.ink);
        let text = line.get(span.range).unwrap_or_default().to_owned();
        let text = if text.is_empty() {
            "\u{a0}".to_owned()
        } else {
            text
        };
        view! { <span class=class class:wrong=span.wrong>{text}</span> }
    });
    view! { <code class="inked">{spans.collect_view()}</code> }
}

/// What is wrong with a line: under the place, with what to do.
#[component]
pub fn Diagnostics(
    diagnostics: Vec<Diagnostic>,
    line: String,
    /// Said while the line is unfinished: what may come next, not what is wrong.
    quiet: bool,
) -> impl IntoView {
    let items = diagnostics.into_iter().map(|diagnostic| {
        let before = line.get(..diagnostic.span.start).unwrap_or(&line);
        let column = before.chars().count().min(48);
        let hints = diagnostic.hints.join("; ");
        view! {
            <li class:quiet=quiet style:--column=column.to_string()>
                <span class="pointer" aria-hidden="true">"▲"</span>
                <span class="message">{diagnostic.message}</span>
                " "
                <span class="hint">{hints}</span>
            </li>
        }
    });
    view! { <ul class="diagnostics">{items.collect_view()}</ul> }
}
