//! Files that a person chooses or drops on the page: modules, and saved cosmoses. Nothing is read that
//! is too large to be one.

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::{JsFuture, spawn_local};

use super::atlas::{Atlas, use_atlas};
use super::glyph::Glyph;
use super::keep::{Keep, use_keep};
use super::launch::{Launching, use_launching};
use super::parts::flag;
use super::talk::{Talk, use_talk};
use crate::bridge::protocol::{Ask, Deed, File, KeepAsk};

/// The largest module that a cosmos takes.
pub const LARGEST: u64 = 16 * 1024 * 1024;

/// The largest saved cosmos that the page takes: it holds the modules that were brought.
const LARGEST_SAVED: u64 = 64 * 1024 * 1024;

const INPUT: &str = "file-input";

/// The hidden input behind the chooser of a saved cosmos.
pub const IMPORT: &str = "import-input";

/// How the name of a saved cosmos ends.
const SAVED: &str = ".orrery";

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
    self::press(INPUT);
}

/// Does what a click on that element does.
pub fn press(id: &str) {
    let found = document().get_element_by_id(id);
    if let Some(found) = found.and_then(|found| found.dyn_into::<web_sys::HtmlElement>().ok()) {
        found.click();
    }
}

/// The hidden input behind the chooser, and the overlay while a file is held over the page.
#[component]
pub fn Files() -> impl IntoView {
    let takes = Takes {
        atlas: use_atlas(),
        talk: use_talk(),
        launching: use_launching(),
        keep: use_keep(),
    };
    let talk = takes.talk;
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
                takes.take(&files, false);
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
    let input = move |id: &'static str, accept: &'static str| {
        view! {
            <input
                id=id
                class="visually-hidden"
                type="file"
                accept=accept
                multiple={id == INPUT}
                tabindex="-1"
                aria-hidden="true"
                on:change=move |event| {
                    let input: web_sys::HtmlInputElement = event_target(&event);
                    if let Some(files) = input.files() {
                        takes.take(&files, id == IMPORT);
                    }
                    input.set_value("");
                }
            />
        }
    };
    view! {
        {input(INPUT, "")}
        {input(IMPORT, SAVED)}
        <div class="drop-overlay" class:shown=flag(move || over.get()) aria-hidden="true">
            <p>
                <Glyph name="mechtron" />
                "Let go: a module becomes a Mechtron, a saved cosmos is opened."
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

/// Those who take files.
#[derive(Clone, Copy)]
struct Takes {
    atlas: Atlas,
    talk: Talk,
    launching: Launching,
    keep: Keep,
}

impl Takes {
    /// Takes files; `import` says that they are meant to be saved cosmoses.
    fn take(self, files: &web_sys::FileList, import: bool) {
        for at in 0..files.length() {
            if let Some(file) = files.get(at) {
                self.take_one(file, import);
            }
        }
    }

    fn take_one(self, file: web_sys::File, import: bool) {
        let wanted = self.talk.wanted.get_untracked().filter(|_| !import);
        let name = wanted
            .as_ref()
            .map_or_else(|| file.name(), |wanted| wanted.name.clone());
        let saved = import || wanted.is_none() && name.ends_with(SAVED);
        // Sizes are whole numbers of bytes well within what a float holds.
        let bytes = file.size() as u64;
        let (most, what, advice) = if saved {
            (LARGEST_SAVED, "saved cosmos", "Choose another one.")
        } else {
            (
                LARGEST,
                "module",
                "Build it in release mode, strip its names and debug sections (wasm-opt -Oz --strip-debug), and choose it again.",
            )
        };
        if bytes > most {
            self.talk.wanted.set(None);
            let (has, most) = (self::size(bytes), self::size(most));
            let why = format!("{name} has {has}, and a {what} may have {most} at most. {advice}");
            return self.refuse(saved, &name, bytes, why);
        }
        if saved {
            self.keep.say(format!("{name} is being read…"), None);
        }
        spawn_local(async move {
            let Ok(buffer) = JsFuture::from(file.array_buffer()).await else {
                let why =
                    format!("{name} could not be read. Is it still where it was? Choose it again.");
                return self.refuse(saved, &name, bytes, why);
            };
            let bytes = js_sys::Uint8Array::new(&buffer).to_vec();
            let file = File { name, bytes };
            if saved {
                let ask = Ask::Keep(KeepAsk::Import(file));
                return self.atlas.with_bridge(|bridge| bridge.ask(ask));
            }
            self.atlas.keep_file(file.clone());
            match wanted {
                Some(wanted) => self.talk.got(self.atlas, wanted),
                None => self.launching.offer(self.atlas, file),
            }
        });
    }

    fn refuse(self, saved: bool, name: &str, bytes: u64, why: String) {
        if saved {
            self.keep.say(why, Some(Deed::Import));
        } else {
            self.launching.refuse(name, bytes, &why);
        }
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
