//! The text that is written: a plain text area, and the same text in colours under it, line upon line, with
//! what is wrong marked in its place.

use leptos::html;
use leptos::prelude::*;
use orrery_scene::draft::{Mistake, Noun};
use orrery_scene::ink;

use super::atlas::use_atlas;
use super::console::ink_class;
use super::editing::use_editing;
use super::parts::text;
use super::talk::use_talk;

/// The longest text that is coloured: a longer one is as it is.
const COLOURED: usize = 96 * 1024;

/// The text.
#[component]
pub fn SheetOf() -> impl IntoView {
    let (atlas, talk, editing) = (use_atlas(), use_talk(), use_editing());
    let area = NodeRef::<html::Textarea>::new();
    let painted = move || {
        let (noun, written) = (editing.noun.get(), editing.part(0).get());
        let mistakes = editing.read.with(|(draft, reading)| {
            let mut mistakes = reading.mistakes.clone();
            // What was wrong before stays marked as far as the text is the same, so that nothing flickers.
            mistakes.retain(|m| {
                let end = m.place.end as usize;
                draft.noun == noun && draft.text.get(..end) == written.get(..end)
            });
            mistakes
        });
        self::paint(noun, &written, &mistakes)
    };
    Effect::new(move |_| {
        if let (Some(at), Some(area)) = (editing.goal.get(), area.get_untracked()) {
            let written = area.value();
            let before = written.get(..at as usize).unwrap_or_default();
            let at = u32::try_from(before.encode_utf16().count()).unwrap_or(0);
            let _ = area.focus();
            let _ = area.set_selection_range(at, at);
        }
    });
    view! {
        <div class="sheet">
            <div class="ink" aria-hidden="true" inner_html=text(painted)></div>
            <textarea
                id="editor-text"
                node_ref=area
                aria-label="text"
                aria-describedby="editor-keys editor-mistakes"
                aria-invalid=text(move || editing.read.with(|(_, r)| !r.mistakes.is_empty()).to_string())
                spellcheck="false"
                autocomplete="off"
                autocapitalize="off"
                wrap="off"
                prop:value=text(move || editing.part(0).get())
                on:input=move |event| untrack(|| editing.part(0)).set(event_target_value(&event))
                on:keydown=move |event| {
                    if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) {
                        event.prevent_default();
                        editing.go(atlas, talk);
                    }
                }
            ></textarea>
        </div>
    }
}

/// The text as lines of spans, each with the class of its ink; what is wrong is told behind its line.
fn paint(noun: Noun, text: &str, mistakes: &[Mistake]) -> String {
    let mut html = String::with_capacity(text.len() * 4);
    let (mut at, mut line) = (0, 1);
    html.push_str("<p>");
    let pieces = match text.len() > COLOURED {
        true => vec![(text, orrery_scene::console::Ink::Plain)],
        false => ink::pieces(noun, text),
    };
    for (piece, ink) in pieces {
        for part in piece.split_inclusive('\n') {
            let words = part.trim_end_matches('\n');
            let wrong = mistakes
                .iter()
                .find(|m| (m.place.start as usize) < at + words.len() && at < m.place.end as usize);
            html.push_str("<span class=\"");
            html.push_str(ink_class(ink));
            html.push_str(if wrong.is_some() { " wrong\">" } else { "\">" });
            for letter in words.chars() {
                match letter {
                    '<' => html.push_str("&lt;"),
                    '&' => html.push_str("&amp;"),
                    letter => html.push(letter),
                }
            }
            html.push_str("</span>");
            at += part.len();
            if part.len() > words.len() {
                self::tell(&mut html, line, mistakes);
                html.push_str("</p><p>");
                line += 1;
            }
        }
    }
    self::tell(&mut html, line, mistakes);
    html.push_str("</p>");
    html
}

fn tell(html: &mut String, line: u32, mistakes: &[Mistake]) {
    for mistake in mistakes.iter().filter(|mistake| mistake.line == line) {
        html.push_str("<b>");
        html.push_str(&mistake.message.replace('&', "&amp;").replace('<', "&lt;"));
        html.push_str("</b>");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_is_marked_and_told_behind_its_line() {
        let mistake = Mistake {
            line: 1,
            column: 2,
            place: 1..4,
            message: "no <such> word".into(),
            hint: String::new(),
        };
        assert_eq!(
            paint(Noun::Wat, "(fun \"<\"\n)", &[mistake]),
            "<p><span class=\"ink-mark\">(</span><span class=\"ink-verb wrong\">fun</span><span class=\"\"> </span>\
             <span class=\"ink-text\">\"&lt;\"</span><span class=\"\"></span><b>no &lt;such> word</b></p>\
             <p><span class=\"ink-mark\">)</span></p>"
        );
    }
}
