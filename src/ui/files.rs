//! Files that a person chooses or drops on the page. Nothing is read that is too large to be a
//! module.

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::{JsFuture, spawn_local};

use super::atlas::{Atlas, use_atlas};
use super::glyph::Glyph;
use super::launch::{Launching, use_launching};
use super::parts::flag;
use super::talk::{Talk, use_talk};
use crate::bridge::protocol::File;

/// The largest module that a cosmos takes.
pub const LARGEST: u64 = 16 * 1024 * 1024;

const INPUT: &str = "file-input";

/// A size for a person.
#[must_use]
pub fn size(bytes: u64) -> String {
    match bytes {
        0..1_024 => format!("{bytes} bytes"),
        1_024..1_048_576 => format!("{}.{} KiB", bytes / 1_024, bytes % 1_024 * 10 / 1_024),
        _ => format!("{}.{} MiB", bytes >> 20, ((bytes & 0xf_ffff) * 10) >> 20),
    }
}

/// Opens the browser's own chooser. It only opens right after a person did something.
pub fn choose() {
    let input = document().get_element_by_id(INPUT);
    if let Some(input) = input.and_then(|input| input.dyn_into::<web_sys::HtmlElement>().ok()) {
        input.click();
    }
}

/// The hidden input behind the chooser, and the overlay while a file is held over the page.
#[component]
pub fn Files() -> impl IntoView {
    let (atlas, talk, launching) = (use_atlas(), use_talk(), use_launching());
    let over = RwSignal::new(false);
    let dragged = move |event: ev::DragEvent| {
        if self::carries_files(&event) {
            event.prevent_default();
            over.set(true);
        }
    };
    let handles = [
        window_event_listener(ev::dragenter, dragged),
        window_event_listener(ev::dragover, dragged),
        window_event_listener(ev::dragleave, move |event| {
            // Leaving the window has no element that is entered instead.
            if event.related_target().is_none() {
                over.set(false);
            }
        }),
        window_event_listener(ev::drop, move |event: ev::DragEvent| {
            over.set(false);
            if let Some(files) = event.data_transfer().and_then(|data| data.files()) {
                event.prevent_default();
                self::take(atlas, talk, launching, &files);
            }
        }),
    ];
    on_cleanup(move || handles.into_iter().for_each(|handle| handle.remove()));
    // A line that waits for a file asks for it at once; where the browser wants a click first, the
    // note in the console and the button are still there.
    Effect::new(move |_| {
        if talk.wanted.get().is_some() {
            self::choose();
        }
    });
    view! {
        <input
            id=INPUT
            class="visually-hidden"
            type="file"
            multiple
            tabindex="-1"
            aria-hidden="true"
            on:change=move |event| {
                let input: web_sys::HtmlInputElement = event_target(&event);
                if let Some(files) = input.files() {
                    self::take(atlas, talk, launching, &files);
                }
                input.set_value("");
            }
        />
        <div class="drop-overlay" class:shown=flag(move || over.get()) aria-hidden="true">
            <p>
                <Glyph name="mechtron" />
                "Let go, and it becomes a Mechtron."
            </p>
        </div>
    }
}

/// The button that opens the chooser.
#[component]
pub fn AddMechtron() -> impl IntoView {
    view! {
        <button id="add-mechtron" class="brass" type="button" on:click=move |_| self::choose()>
            <Glyph name="add" />
            <span>"Add a Mechtron…"</span>
        </button>
    }
}

fn carries_files(event: &web_sys::DragEvent) -> bool {
    event
        .data_transfer()
        .is_some_and(|data| data.types().includes(&"Files".into(), 0))
}

fn take(atlas: Atlas, talk: Talk, launching: Launching, files: &web_sys::FileList) {
    for at in 0..files.length() {
        let Some(file) = files.get(at) else { continue };
        let wanted = talk.wanted.get_untracked();
        let name = wanted
            .as_ref()
            .map_or_else(|| file.name(), |wanted| wanted.name.clone());
        // Sizes are whole numbers of bytes well within what a float holds.
        let bytes = file.size() as u64;
        if bytes > LARGEST {
            talk.wanted.set(None);
            launching.refuse(
                &name,
                bytes,
                &format!(
                    "{name} has {}, and a module may have 16 MiB at most. Build it in release mode, \
                     strip its names and debug sections (wasm-opt -Oz --strip-debug), and choose it again.",
                    self::size(bytes)
                ),
            );
            continue;
        }
        spawn_local(async move {
            let Ok(buffer) = JsFuture::from(file.array_buffer()).await else {
                launching.refuse(
                    &name,
                    bytes,
                    &format!(
                        "{name} could not be read. Is it still where it was? Choose it again."
                    ),
                );
                return;
            };
            let file = File {
                name,
                bytes: js_sys::Uint8Array::new(&buffer).to_vec(),
            };
            atlas.keep_file(file.clone());
            match wanted {
                Some(wanted) => talk.got(atlas, wanted),
                None => launching.offer(atlas, file),
            }
        });
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn sizes_are_for_people() {
        for (bytes, text) in [
            (12, "12 bytes"),
            (1_536, "1.5 KiB"),
            (20 * 1024 * 1024, "20.0 MiB"),
        ] {
            assert_eq!(super::size(bytes), text);
        }
    }
}
