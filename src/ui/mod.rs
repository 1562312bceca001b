//! The page: small components, one file each. They send what the person asks and show view models
//! of the scene; nothing here changes the cosmos by itself.

pub mod app;
pub mod atlas;
mod beside;
mod completion;
pub mod console;
pub mod console_line;
pub mod counters;
mod course;
mod dialog;
mod editing;
mod editor;
pub mod files;
pub mod glyph;
pub mod greeting;
pub mod heartbeat;
mod height;
mod help;
pub mod inspector;
mod jumps;
pub mod keep;
pub mod keys;
pub mod launch;
mod legend;
mod lesson;
pub mod life;
mod looking;
pub mod memory;
pub mod panes;
pub mod parts;
mod remarks;
mod sheet;
pub mod speed;
pub mod split;
mod stage_card;
pub mod stage_view;
mod stop_when;
pub mod talk;
pub mod theme;
pub mod time_controls;
mod timeline;
pub mod top_bar;
pub mod tree;
pub mod trouble;
mod waves;

use std::time::Duration;

use leptos::prelude::{document, request_animation_frame, set_timeout};

/// Puts the page into the document, once the browser has drawn what the document has by itself: a page
/// that is being set up must not leave the screen empty.
pub fn mount() {
    console_error_panic_hook::set_once();
    // who is not seen is not drawn either
    if document().hidden() {
        self::put();
    } else {
        request_animation_frame(|| set_timeout(self::put, Duration::ZERO));
    }
}

fn put() {
    if let Some(loading) = document().get_element_by_id("loading") {
        loading.remove();
    }
    leptos::mount::mount_to_body(app::App);
}
