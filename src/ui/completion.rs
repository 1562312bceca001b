//! What may stand at the cursor of the console's line: a list over it, walked by the arrows.
//!
//! The list opens as one types, or by Ctrl+Space. The arrows go through it, Tab takes what is chosen or
//! the first, Enter what is chosen; Escape closes it. What was taken closes it too, so Tab then goes on.

use leptos::html;
use leptos::prelude::*;
use orrery_scene::completion::{Offer, Offers};

use super::atlas::Atlas;
use super::parts::{Item, flag, list, text};
use super::talk::{Talk, use_talk};

/// The list. A copy is the same list.
#[derive(Clone, Copy)]
pub struct Offering {
    input: NodeRef<html::Input>,
    offers: RwSignal<Offers>,
    chosen: RwSignal<Option<usize>>,
}

impl Offering {
    /// A closed list for what is typed there.
    #[must_use]
    pub fn new(input: NodeRef<html::Input>) -> Self {
        Self {
            input,
            offers: RwSignal::new(Offers::default()),
            chosen: RwSignal::new(None),
        }
    }

    /// Whether something is offered.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.offers.with(|offers| !offers.items.is_empty())
    }

    /// The id of what is chosen in it, or nothing.
    #[must_use]
    pub fn active(&self) -> String {
        let chosen = self.chosen.get();
        chosen.map_or_else(String::new, |at| format!("offer-{at}"))
    }

    /// Closes it.
    pub fn close(&self) {
        if self
            .offers
            .with_untracked(|offers| !offers.items.is_empty())
        {
            self.offers.set(Offers::default());
        }
        self.chosen.set(None);
    }

    /// Asks what may stand at the cursor.
    pub fn ask(&self, atlas: Atlas, talk: Talk) {
        let Some(before) = self.before() else { return };
        let offering = *self;
        let line = talk.line.get_untracked();
        atlas.with_bridge(|bridge| {
            bridge.complete(before, atlas.file_names(), move |offers| {
                if talk.line.with_untracked(|now| *now == line) {
                    offering.chosen.set(None);
                    offering.offers.set(offers);
                }
            });
        });
    }

    /// Whether the key was for the list.
    pub fn key(&self, atlas: Atlas, talk: Talk, event: &leptos::ev::KeyboardEvent) -> bool {
        let key = event.key();
        if key == " " && event.ctrl_key() {
            self.ask(atlas, talk);
            return true;
        }
        let count = self.offers.with_untracked(|offers| offers.items.len());
        let chosen = self.chosen.get_untracked();
        match (key.as_str(), chosen) {
            _ if count == 0 || event.shift_key() => return false,
            ("ArrowDown", None) => self.chosen.set(Some(0)),
            ("ArrowDown", Some(at)) => self.chosen.set(Some((at + 1) % count)),
            ("ArrowUp", Some(at)) => self.chosen.set(at.checked_sub(1)),
            ("Tab", at) => self.take(talk, at.unwrap_or(0)),
            ("Enter", Some(at)) => self.take(talk, at),
            ("Escape", _) => self.close(),
            (key, _) => {
                if key == "Enter" || key == "ArrowUp" {
                    self.close();
                }
                return false;
            }
        }
        true
    }

    /// Puts one of the list in the place of the word at the cursor.
    fn take(&self, talk: Talk, at: usize) {
        let (Some(before), Some(input)) = (self.before(), self.input.get_untracked()) else {
            return;
        };
        let line = input.value();
        let (start, offer) = self.offers.with_untracked(|offers| {
            (
                offers.start as usize,
                offers.items.get(at).map(|offer| offer.text.clone()),
            )
        });
        let (Some(head), Some(offer)) = (before.get(..start), offer) else {
            return;
        };
        let head = format!("{head}{offer}");
        let cursor = u32::try_from(head.encode_utf16().count()).unwrap_or(0);
        let line = format!("{head}{}", line.get(before.len()..).unwrap_or_default());
        self.close();
        input.set_value(&line);
        talk.line.set(line);
        let _ = input.set_selection_range(cursor, cursor);
    }

    /// What stands before the cursor.
    fn before(&self) -> Option<String> {
        let input = self.input.get_untracked()?;
        let line = input.value();
        let units = input.selection_start().ok()??;
        let mut left = usize::try_from(units).ok()?;
        let fits = |letter: &char| {
            let fits = left >= letter.len_utf16();
            left = left.saturating_sub(letter.len_utf16());
            fits
        };
        Some(line.chars().take_while(fits).collect())
    }
}

/// The list.
#[component]
pub fn OffersOf(offering: Offering) -> impl IntoView {
    let items = move || {
        let items = offering.offers.with(|offers| offers.items.clone());
        let items = items.into_iter().enumerate();
        items
            .map(|offer| {
                Item::of(
                    offer,
                    move |(at, offer)| view! { <OfferOf offering=offering at=at offer=offer /> },
                )
            })
            .collect()
    };
    view! {
        <ul
            id="console-offers"
            class="offers"
            role="listbox"
            aria-label="what may stand here"
            class:shown=flag(move || offering.is_open())
        >
            {list(items)}
        </ul>
    }
}

#[component]
fn OfferOf(offering: Offering, at: usize, offer: Offer) -> impl IntoView {
    let talk = use_talk();
    let chosen = move || offering.chosen.get() == Some(at);
    let item = NodeRef::<html::Li>::new();
    Effect::new(move |_| {
        if chosen()
            && let Some(item) = item.get()
        {
            item.scroll_into_view_with_bool(false);
        }
    });
    view! {
        <li
            id=format!("offer-{at}")
            node_ref=item
            role="option"
            aria-selected=text(move || chosen().to_string())
            on:mousedown=move |event| {
                // the line keeps the focus
                event.prevent_default();
                offering.take(talk, at);
            }
        >
            <span class="point">{offer.text}</span>
            " "
            <span class="quiet-text">{offer.noun.to_string()}</span>
        </li>
    }
}
