//! What is saved: how it stands, export, import and beginning anew; and what is said of it above the
//! stage. The worker saves and words all of it.

use leptos::attr::custom::custom_attribute;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;

use super::atlas::{Atlas, use_atlas};
use super::files::{IMPORT, press};
use super::glyph::Glyph;
use super::heartbeat;
use super::life::Life;
use super::parts::{flag, part, text};
use crate::bridge::protocol::{Ask, Deed, KeepAsk, Kept, Notice};

/// What the worker told of saving. A copy is the same.
#[derive(Clone, Copy)]
pub struct Keep {
    /// How far a saved cosmos is on its way to where it was, in words and in thousandths.
    pub progress: RwSignal<Option<(String, u16)>>,
    notice: RwSignal<Option<Notice>>,
    /// How it stands, and whether there is a save.
    standing: RwSignal<(String, bool)>,
}

impl Keep {
    /// Nothing was told yet.
    #[must_use]
    pub fn new() -> Self {
        Self {
            progress: RwSignal::new(None),
            notice: RwSignal::new(None),
            standing: RwSignal::new((String::new(), false)),
        }
    }

    /// Takes in what the worker tells.
    pub fn hear(&self, kept: Kept) {
        match kept {
            Kept::Progress(words, part) => self.progress.set(Some((words, part))),
            Kept::Notice(notice) => self.notice.set(notice),
            Kept::Standing(words, saved) => self.standing.set((words, saved)),
            Kept::File { name, address } => self::give(&name, &address),
        }
    }

    /// Says something of a file above the stage.
    pub fn say(&self, words: String, deed: Option<Deed>) {
        self.notice.set(Some(Notice {
            words,
            bad: deed.is_some(),
            deed,
        }));
    }

    /// Whether there is a save to begin again from.
    #[must_use]
    pub fn has_save(&self) -> bool {
        self.standing.with(|(_, saved)| *saved)
    }
}

impl Default for Keep {
    fn default() -> Self {
        Self::new()
    }
}

/// What the worker told of saving, from any component.
#[must_use]
pub fn use_keep() -> Keep {
    use_context().unwrap_or_default()
}

/// The button that opens [`KeepPanel`].
#[component]
pub fn KeepButton() -> impl IntoView {
    view! {
        <button
            id="keep-open"
            class="quiet"
            type="button"
            aria-label="what is saved"
            title="what is saved (k)"
            {..custom_attribute("popovertarget", "keep")}
        >
            <Glyph name="keep" />
        </button>
    }
}

/// How it stands, and what one can do about it.
#[component]
pub fn KeepPanel() -> impl IntoView {
    let (atlas, keep) = (use_atlas(), use_keep());
    let name = RwSignal::new("cosmos".to_owned());
    let gone = move || atlas.life.get() != Life::Living;
    // a page that is not to be seen any more may be closed without another word
    let hidden = Closure::<dyn Fn()>::new(move || self::ask(atlas, KeepAsk::Now));
    document().set_onvisibilitychange(Some(hidden.as_ref().unchecked_ref()));
    hidden.forget();
    let closes = || {
        (
            custom_attribute("popovertarget", "keep"),
            custom_attribute("popovertargetaction", "hide"),
        )
    };
    view! {
        <div id="keep" role="dialog" aria-labelledby="keep-title" popover="auto">
            <h2 id="keep-title">
                <Glyph name="keep" />
                "What is saved"
            </h2>
            <p id="keep-says" role="status">
                {part(move || keep.standing.get().0)}
            </p>
            <form on:submit=move |event| {
                event.prevent_default();
                self::ask(atlas, KeepAsk::Export(name.get_untracked()));
            }>
                <label for="export-name">"Keep it as a file"</label>
                <p class="buttons">
                    <input
                        id="export-name"
                        type="text"
                        spellcheck="false"
                        autocomplete="off"
                        maxlength="60"
                        prop:value=text(move || name.get())
                        on:input=move |event| name.set(event_target_value(&event))
                    />
                    <span>".orrery"</span>
                    <button type="submit" class="brass" disabled=flag(gone)>
                        "Export"
                    </button>
                </p>
            </form>
            <p class="buttons">
                <button type="button" disabled=flag(gone) on:click=move |_| press(IMPORT) {..closes()}>
                    "Import a file…"
                </button>
                <button type="button" on:click=move |_| heartbeat::restart(atlas, keep, true) {..closes()}>
                    "Begin anew"
                </button>
            </p>
        </div>
    }
}

/// What the worker wants a person to know, above the stage.
#[component]
pub fn Notices() -> impl IntoView {
    let (atlas, keep) = (use_atlas(), use_keep());
    let shown = move || {
        let Notice { words, bad, deed } = keep.notice.get()?;
        let deed = deed.map(|deed| {
            let words = match deed {
                Deed::Anew => "Begin anew",
                Deed::Export => "Export it",
                Deed::Import => "Choose another file…",
                Deed::Take(_) => "Download it",
            };
            view! {
                <button type="button" on:click=move |_| self::carry_out(atlas, keep, deed)>
                    {words}
                </button>
            }
        });
        let role = if bad { "alert" } else { "status" };
        Some(view! {
            <p class="notice" class:bad=bad role=role>
                <span>{words}</span>
                {deed}
                <button type="button" class="quiet" aria-label="close the notice" on:click=move |_| keep.notice.set(None)>
                    "×"
                </button>
            </p>
        })
    };
    view! { {part(shown)} }
}

fn carry_out(atlas: Atlas, keep: Keep, deed: Deed) {
    match deed {
        Deed::Anew => heartbeat::restart(atlas, keep, true),
        Deed::Export => self::ask(atlas, KeepAsk::Export(String::new())),
        Deed::Import => press(IMPORT),
        Deed::Take(shelf) => self::ask(atlas, KeepAsk::Take(shelf)),
    }
}

fn ask(atlas: Atlas, ask: KeepAsk) {
    atlas.with_bridge(|bridge| bridge.ask(Ask::Keep(ask)));
}

/// Lets the browser save a file that lies at an address.
fn give(name: &str, address: &str) {
    let link = document().create_element("a");
    if let Some(link) = link
        .ok()
        .and_then(|link| link.dyn_into::<web_sys::HtmlElement>().ok())
    {
        let _ = link.set_attribute("href", address);
        let _ = link.set_attribute("download", name);
        link.click();
    }
}
