//! The line that is being typed: coloured as one types, with what is wrong shown in place.

use leptos::html;
use leptos::prelude::*;
use orrery_scene::console::{Verdict, script, still_true, verdict};
use orrery_space::Diagnostic;
use wasm_bindgen::JsCast;

use super::atlas::use_atlas;
use super::completion::{Offering, OffersOf};
use super::console::{Diagnostics, InkedLine};
use super::parts::{Item, list, part, text};
use super::talk::{Talk, use_talk};
use crate::bridge::protocol::Noun;

/// The input of the console. The coloured line lies under it, letter upon letter.
#[component]
pub fn ConsoleLine() -> impl IntoView {
    let (atlas, talk) = (use_atlas(), use_talk());
    let input = NodeRef::<html::Input>::new();
    let scrolled = RwSignal::new(0);
    Effect::new(move |before: Option<u32>| {
        let times = talk.focus.get();
        if before.is_some()
            && let Some(input) = input.get_untracked()
        {
            let end = u32::try_from(input.value().encode_utf16().count()).unwrap_or(0);
            let _ = input.focus();
            let _ = input.set_selection_range(end, end);
        }
        times
    });
    let send = move || {
        let line = talk.line.get_untracked();
        talk.line.set(String::new());
        talk.send(atlas, &line);
    };
    let offering = Offering::new(input);
    let keys = move |event: leptos::ev::KeyboardEvent| {
        let done = offering.key(atlas, talk, &event)
            || match event.key().as_str() {
                "Enter" if event.shift_key() => {
                    self::take_in(talk, "\n");
                    true
                }
                "Backspace" if talk.line.with_untracked(String::is_empty) => {
                    // the line above comes back to be written on
                    let above = talk.above.try_update(Vec::pop).flatten();
                    above.map(|line| talk.line.set(line)).is_some()
                }
                "ArrowUp" => {
                    talk.older();
                    true
                }
                "ArrowDown" => {
                    talk.newer();
                    true
                }
                _ => false,
            };
        if done {
            event.prevent_default();
        }
    };
    // The worker knows the grammar. Until it has answered, what it said of the line before stands,
    // so that nothing flickers while one types.
    let checked = RwSignal::new((String::new(), Vec::<Diagnostic>::new()));
    Effect::new(move |_| {
        let line = talk.line.get();
        if line.trim().is_empty() {
            return checked.set((line, Vec::new()));
        }
        atlas.with_bridge(|bridge| {
            bridge.check(Noun::Command, &line.clone(), move |wrong| {
                if talk.line.with_untracked(|now| *now == line) {
                    checked.set((line, wrong));
                }
            });
        });
    });
    let verdict = move || checked.with(|(line, wrong)| verdict(line, wrong.clone()));
    let wrong = move || {
        let now = talk.line.get();
        checked.with(|(before, wrong)| still_true(before, &now, wrong))
    };
    let says = move || {
        let line = checked.with_untracked(|(line, _)| line.clone());
        match verdict() {
            Verdict::Empty | Verdict::Good => None,
            Verdict::Unfinished(next) => {
                Some(view! { <Diagnostics diagnostics=vec![next] line=line quiet=true /> })
            }
            Verdict::Wrong(wrong) => {
                Some(view! { <Diagnostics diagnostics=wrong line=line quiet=false /> })
            }
        }
    };
    view! {
        <form
            class="console-line"
            on:submit=move |event| {
                event.prevent_default();
                send();
            }
        >
            <div class="live">
                <OffersOf offering=offering />
                <div id="console-diagnostics">
                    {says}
                </div>
            </div>
            <ol class="above" aria-label="lines to be carried out before">
                {list(move || {
                    let above = talk.above.get().into_iter().enumerate();
                    above.map(|line| Item::of(line, |(_, line)| view! { <li><InkedLine line=line /></li> })).collect()
                })}
            </ol>
            <div class="typing">
                <label class="prompt" for="console-input" aria-label="command">"›"</label>
                <div class="ink-under" aria-hidden="true" style:transform=text(move || format!("translateX({}px)", -scrolled.get()))>
                    {part(move || view! { <InkedLine line=talk.line.get() wrong=wrong() /> })}
                </div>
                <input
                    id="console-input"
                    node_ref=input
                    type="text"
                    spellcheck="false"
                    autocomplete="off"
                    autocapitalize="off"
                    placeholder="say something to the cosmos"
                    role="combobox"
                    aria-autocomplete="list"
                    aria-controls="console-offers"
                    aria-expanded=text(move || offering.is_open().to_string())
                    aria-activedescendant=text(move || offering.active())
                    aria-describedby="console-diagnostics"
                    aria-invalid=text(move || matches!(verdict(), Verdict::Wrong(_)).to_string())
                    prop:value=text(move || talk.line.get())
                    on:input=move |event| {
                        talk.line.set(event_target_value(&event));
                        offering.ask(atlas, talk);
                    }
                    on:blur=move |_| offering.close()
                    on:paste=move |event| {
                        let event: web_sys::ClipboardEvent = event.unchecked_into();
                        let text = event.clipboard_data().and_then(|data| data.get_data("text").ok());
                        if let Some(text) = text.filter(|text| text.trim().contains('\n')) {
                            event.prevent_default();
                            self::take_in(talk, &text);
                        }
                    }
                    on:keydown=keys
                    on:scroll=move |event| {
                        scrolled.set(event_target::<web_sys::Element>(&event).scroll_left());
                    }
                />
                <button type="submit" class="quiet" aria-label="send">"↵"</button>
            </div>
        </form>
    }
}

/// Lines that come behind what is typed: all go up but the last, which is written on.
fn take_in(talk: Talk, text: &str) {
    let typed = talk.line.get_untracked();
    let mut lines = script(&format!("{typed}{text}"));
    let last = match text.ends_with('\n') {
        true => String::new(),
        false => lines.pop().unwrap_or_default(),
    };
    talk.above.update(|above| above.append(&mut lines));
    talk.line.set(last);
}
