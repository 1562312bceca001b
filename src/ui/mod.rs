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

/// Puts the page into the document.
pub fn mount() {
    console_error_panic_hook::set_once();
    if let Some(loading) = leptos::prelude::document().get_element_by_id("loading") {
        loading.remove();
    }
    leptos::mount::mount_to_body(app::App);
}
