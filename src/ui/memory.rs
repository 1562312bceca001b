//! What the page keeps for the next visit. A browser that keeps nothing is no error.

use leptos::prelude::window;

/// Keeps a word under a name.
pub fn keep(name: &str, word: &str) {
    if let Ok(Some(storage)) = window().local_storage() {
        let _ = storage.set_item(name, word);
    }
}

/// Keeps nothing under a name.
pub fn forget(name: &str) {
    if let Ok(Some(storage)) = window().local_storage() {
        let _ = storage.remove_item(name);
    }
}

/// The word that was kept under a name.
#[must_use]
pub fn recall(name: &str) -> Option<String> {
    window().local_storage().ok()??.get_item(name).ok()?
}
