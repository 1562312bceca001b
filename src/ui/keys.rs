//! Keys that work wherever no text is typed.

use leptos::ev;
use leptos::prelude::*;
use orrery_scene::View;
use wasm_bindgen::JsCast;

use super::atlas::Atlas;
use super::files;
use super::help;
use super::lesson;
use super::looking::{Looking, use_looking};
use super::panes::{Pane, Panes};
use super::talk::Talk;
use crate::bridge::protocol::{Step, Whither};

/// Listens from now on.
pub fn listen(atlas: Atlas, talk: Talk, panes: Panes) {
    let looking = use_looking();
    let handle = window_event_listener(ev::keydown, move |event| {
        if event.ctrl_key() || event.meta_key() || event.alt_key() || event.default_prevented() {
            return;
        }
        let focused = document().active_element();
        let key = event.key();
        if key == "Escape" {
            return self::escape(atlas, looking, focused.as_ref());
        }
        if self::takes(focused.as_ref(), &key) || self::dialog_is_open() {
            return;
        }
        match key.as_str() {
            " " => atlas.toggle_pause(),
            "." => atlas.step(Step::Event),
            "w" => atlas.step(Step::Wave),
            "," => atlas.step_back(),
            "[" => atlas.to_mark(false),
            "]" => atlas.to_mark(true),
            "n" => atlas.go_to(Whither::Present),
            "u" => atlas.view.set(View::Universal),
            "h" => atlas.view.set(View::Hyperversal),
            "a" => files::choose(),
            "k" => files::press("keep-open"),
            "/" => {
                panes.show(Pane::Console);
                talk.focus.update(|times| *times += 1);
            }
            "t" => {
                panes.show(Pane::Points);
                self::focus("[role=tree]");
            }
            "l" => {
                panes.show(Pane::Waves);
                self::focus("#wave-filter");
            }
            "e" => {
                panes.show(Pane::Editor);
                self::focus("#editor-text");
            }
            "c" => panes.show(Pane::Course),
            "<" => lesson::go(atlas, false),
            ">" => lesson::go(atlas, true),
            "r" => panes.show(Pane::Remarks),
            "b" => self::focus("#stop-when"),
            "g" => looking.toggle_legend(),
            "m" => looking.toggle_map(),
            "?" => help::show(),
            _ => return,
        }
        event.prevent_default();
    });
    on_cleanup(move || handle.remove());
}

/// Whether the focused element has a use of its own for the key.
fn takes(focused: Option<&web_sys::Element>, key: &str) -> bool {
    let Some(focused) = focused else { return false };
    match focused.tag_name().as_str() {
        "TEXTAREA" | "SELECT" => true,
        "INPUT" => focused.get_attribute("type").as_deref() != Some("range"),
        "BUTTON" | "SUMMARY" | "A" => key == " ",
        _ => false,
    }
}

fn dialog_is_open() -> bool {
    matches!(
        document().query_selector("dialog[open], :popover-open"),
        Ok(Some(_))
    )
}

fn escape(atlas: Atlas, looking: Looking, focused: Option<&web_sys::Element>) {
    if self::dialog_is_open() || looking.put_away() {
        return;
    }
    match focused.and_then(|focused| focused.dyn_ref::<web_sys::HtmlElement>()) {
        Some(input) if matches!(input.tag_name().as_str(), "INPUT" | "TEXTAREA") => {
            let _ = input.blur();
        }
        _ => atlas.select(None),
    }
}

/// Gives something the focus: at once where it is seen, else when it is.
pub fn focus(selector: &'static str) {
    self::focus_now(selector);
    request_animation_frame(move || self::focus_now(selector));
}

/// Gives something that is seen the focus.
pub fn focus_now(selector: &str) {
    if let Ok(Some(found)) = document().query_selector(selector)
        && let Some(found) = found.dyn_ref::<web_sys::HtmlElement>()
    {
        let _ = found.focus();
    }
}
