//! How high a part of the page is, as the browser tells it: to ask makes it lay out everything at once.

use js_sys::Array;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::{ResizeObserver, ResizeObserverEntry};

/// The height of what is within an element, in pixels, and nothing while it is not seen.
pub fn height_of(node: NodeRef<html::Div>) -> RwSignal<i32> {
    let height = RwSignal::new(0);
    Effect::new(move |_| {
        let Some(element) = node.get() else { return };
        let told = Closure::<dyn FnMut(Array)>::new(move |entries: Array| {
            if let Ok(entry) = entries.get(0).dyn_into::<ResizeObserverEntry>() {
                height.try_set(entry.content_rect().height() as i32);
            }
        });
        if let Ok(observer) = ResizeObserver::new(told.as_ref().unchecked_ref()) {
            observer.observe(&element);
        }
        told.forget();
    });
    height
}
