//! The glyphs: one family of line drawings, kept as symbols in `index.html`.

use std::sync::Arc;

use leptos::prelude::*;

use super::parts::{Changing, now, text};

/// A glyph beside words that say the same.
#[component]
pub fn Glyph(
    /// The symbol's id without `g-`.
    #[prop(into)]
    name: String,
) -> impl IntoView {
    view! {
        <svg class=format!("glyph glyph-{name}") aria-hidden="true" focusable="false">
            <use_ href=format!("#g-{name}") />
        </svg>
    }
}

/// A glyph that becomes another one.
#[component]
pub fn GlyphOf(
    /// The symbol's id without `g-`.
    name: Changing<String>,
) -> impl IntoView {
    let (of, shown) = (Arc::clone(&name), name);
    view! {
        <svg class=text(move || format!("glyph glyph-{}", now(&of))) aria-hidden="true" focusable="false">
            <use_ href=text(move || format!("#g-{}", now(&shown))) />
        </svg>
    }
}

/// The orrery mark, which turns while something loads.
#[component]
pub fn Mark(
    /// Whether something loads.
    #[prop(into)]
    turning: Signal<bool>,
) -> impl IntoView {
    view! {
        <svg class="mark" class:turning=turning viewBox="0 0 32 32" aria-hidden="true" focusable="false">
            <circle class="sun" cx="16" cy="16" r="3.2" />
            <circle class="orbit" cx="16" cy="16" r="8" />
            <circle class="orbit" cx="16" cy="16" r="13.5" />
            <g class="arm slow">
                <circle cx="16" cy="2.5" r="2.2" />
            </g>
            <g class="arm quick">
                <circle cx="24" cy="16" r="1.7" />
            </g>
        </svg>
    }
}
