//! The help: what one sees, and the keys. Its words stand in `index.html`.

use leptos::prelude::document;
use wasm_bindgen::JsCast;
use web_sys::HtmlDialogElement;

/// Shows it. It closes by itself.
pub fn show() {
    let dialog = document().get_element_by_id("help-dialog");
    if let Some(dialog) = dialog.and_then(|dialog| dialog.dyn_into::<HtmlDialogElement>().ok())
        && !dialog.open()
    {
        let _ = dialog.show_modal();
    }
}
