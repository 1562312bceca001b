//! The lines between stage and panes: each can be dragged or moved by arrow keys, and hides its pane
//! or shows it again. How wide panes are is kept for the next visit.

use leptos::ev::{KeyboardEvent, PointerEvent};
use leptos::html;
use leptos::prelude::*;

use super::glyph::Glyph;
use super::memory;
use super::parts::{flag, text};

/// The least extent of a pane that is seen, in pixels.
const LEAST: i32 = 96;
/// The greatest extent that is kept; the style sheet leaves room for the stage besides.
const MOST: i32 = 1_600;
/// How far an arrow key goes.
const STEP: i32 = 16;

/// A pane beside the stage, or those that share the place under it. A copy is the same.
#[derive(Clone, Copy)]
pub struct Side {
    /// Its name, which the style sheet knows too.
    pub name: &'static str,
    /// What is said of it.
    says: &'static str,
    /// Whether it grows when its line goes right or down.
    forward: bool,
    /// Its extent in pixels; nothing where it is the style sheet's.
    size: RwSignal<i32>,
    /// Whether it is hidden.
    hidden: RwSignal<bool>,
}

impl Side {
    /// As it was at the last visit.
    pub fn recall(name: &'static str, says: &'static str, forward: bool) -> Self {
        let kept = memory::recall(&self::kept_as(name)).unwrap_or_default();
        let seen = kept.trim_start_matches('-');
        Self {
            name,
            says,
            forward,
            size: RwSignal::new(seen.parse().map_or(0, |size: i32| size.min(MOST))),
            hidden: RwSignal::new(seen.len() < kept.len()),
        }
    }

    fn keep(self) {
        let sign = if self.hidden.get_untracked() { "-" } else { "" };
        let size = self.size.get_untracked();
        memory::keep(&self::kept_as(self.name), &format!("{sign}{size}"));
    }

    /// Hides it, or shows it.
    pub fn hide(self, hidden: bool) {
        if self.hidden.get_untracked() != hidden {
            self.hidden.set(hidden);
            self.keep();
        }
    }

    fn resize(self, size: i32) {
        self.size.set(size.clamp(LEAST, MOST));
    }

    fn upright(self) -> bool {
        self.name != "lower"
    }

    /// Its extent as a custom property of the style sheet.
    pub fn property(self) -> String {
        match self.size.get() {
            0 => String::new(),
            size => format!("--{}:{size}px;", self.name),
        }
    }

    /// Its name, where it is hidden.
    pub fn hidden_name(self) -> &'static str {
        if self.hidden.get() { self.name } else { "" }
    }
}

fn kept_as(name: &str) -> String {
    format!("orrery-pane-{name}")
}

/// The line at the edge of a pane, and the button that hides it.
#[component]
pub fn Divider(
    /// Of which.
    side: Side,
) -> impl IntoView {
    // Lies over the pane, so that its extent is that of the pane.
    let cover = NodeRef::<html::Div>::new();
    let extent = move || {
        let cover = cover.get_untracked();
        cover.map_or(0, |cover| match side.upright() {
            true => cover.offset_width(),
            false => cover.offset_height(),
        })
    };
    let at = move |event: &PointerEvent| match side.upright() {
        true => event.client_x(),
        false => event.client_y(),
    };
    // Where it was grabbed, and how large the pane was.
    let grabbed = StoredValue::new(None::<(i32, i32)>);
    let line = NodeRef::<html::Div>::new();
    let down = move |event: PointerEvent| {
        if let Some(line) = line.get_untracked().filter(|_| event.button() == 0) {
            let _ = line.set_pointer_capture(event.pointer_id());
            grabbed.set_value(Some((at(&event), extent())));
        }
    };
    let grows = if side.forward { 1 } else { -1 };
    let moved = move |event: PointerEvent| {
        if let Some((from, size)) = grabbed.get_value() {
            side.resize(size + (at(&event) - from) * grows);
        }
    };
    let up = move |_: PointerEvent| {
        grabbed.set_value(None);
        side.keep();
    };
    let key = move |event: KeyboardEvent| {
        let step = match (side.upright(), event.key().as_str()) {
            (true, "ArrowRight") | (false, "ArrowDown") => STEP * grows,
            (true, "ArrowLeft") | (false, "ArrowUp") => -STEP * grows,
            (_, "Home") => -MOST,
            (_, "End") => MOST,
            (_, "Enter") => 0,
            _ => return,
        };
        event.prevent_default();
        event.stop_propagation();
        match step {
            0 => side.hide(!side.hidden.get_untracked()),
            step => {
                side.hide(false);
                side.resize(extent() + step);
                side.keep();
            }
        }
    };
    let size = move || match side.hidden.get() {
        true => 0,
        false => side.size.get().max(LEAST),
    };
    let label = move || {
        let does = if side.hidden.get() { "show" } else { "hide" };
        format!("{does} {}", side.says)
    };
    view! {
        <div class=format!("divider beside-{}", side.name) node_ref=cover>
            <div
                class="line"
                node_ref=line
                role="separator"
                tabindex="0"
                aria-label=format!("edge of {}", side.says)
                aria-orientation=if side.upright() { "vertical" } else { "horizontal" }
                aria-valuemin="0"
                aria-valuemax=MOST.to_string()
                aria-valuenow=text(move || size().to_string())
                on:pointerdown=down
                on:pointermove=moved
                on:pointerup=up
                on:pointercancel=up
                on:keydown=key
                title="drag, or arrow keys; Enter hides it or shows it"
            ></div>
            <button
                type="button"
                aria-label=text(label)
                title=text(label)
                aria-expanded=text(move || (!side.hidden.get()).to_string())
                class:hides=flag(move || !side.hidden.get())
                on:click=move |_| side.hide(!side.hidden.get_untracked())
            >
                <Glyph name="twig" />
            </button>
        </div>
    }
}
