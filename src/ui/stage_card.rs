//! The card beside what the pointer or the keyboard is on: what it is, how it is, and why.

use leptos::html;
use leptos::prelude::*;
use orrery_scene::Subject;
use orrery_scene::layout::Place;

use super::atlas::use_atlas;
use super::glyph::Glyph;
use super::looking::use_looking;
use super::parts::{flag, part, text};
use crate::bridge::protocol::Tell;

/// Pixels between a mark and a card over it, and one under it, where its name may stand.
const GAPS: [f32; 2] = [14.0, 28.0];

/// What is said: the glyph, the name, how it is, a line more, and what matters most.
type Words = [String; 5];

/// The card. Whoever draws the stage puts it where it belongs.
#[component]
pub fn StageCard(
    /// Its element.
    card: NodeRef<html::Div>,
) -> impl IntoView {
    let (atlas, looking) = (use_atlas(), use_looking());
    let said = RwSignal::new(None::<(Subject, Words)>);
    Effect::new(move |_| {
        atlas.reading.track();
        let Some(pointed) = looking.pointed.get() else {
            return;
        };
        atlas.with_bridge(|bridge| {
            bridge.details(pointed.at, move |tell| {
                if let Tell::Details {
                    sheet: Some(sheet), ..
                } = tell
                {
                    let why = sheet.lead.map(|lead| lead.text).unwrap_or_default();
                    let words = [sheet.glyph, sheet.title, sheet.subtitle, sheet.brief, why];
                    let words = Some((pointed.at, words.map(Into::into)));
                    if said.with_untracked(|known| *known != words) {
                        said.set(words);
                    }
                }
            });
        });
    });
    let words = Memo::new(move |_| {
        let pointed = looking.pointed.get()?;
        let said = said.get().filter(|(of, _)| *of == pointed.at);
        said.map(|(_, words)| words)
    });
    let live = move || match looking.pointed.get() {
        Some(pointed) if pointed.by_key => "polite",
        _ => "off",
    };
    view! {
        <div
            id="stage-card"
            class="stage-card"
            node_ref=card
            aria-live=text(live)
            hidden=flag(move || words.with(Option::is_none))
        >
            {part(move || {
                words
                    .get()
                    .map(|[glyph, title, how, more, why]| {
                        view! {
                            <p class="title">
                                <Glyph name=glyph />
                                {title}
                            </p>
                            <p>{how}</p>
                            <p>{more}</p>
                            <p class="bad-text">{why}</p>
                        }
                    })
            })}
        </div>
    }
}

/// Puts the card beside that place of a canvas of that size: over or under it, wherever there is more
/// room, and never beyond an edge.
pub fn put(card: &web_sys::HtmlElement, place: Place, (width, height): (f32, f32)) {
    let under = place.y < height / 2.0;
    let away = match under {
        true => place.size + GAPS[1],
        false => -place.size - GAPS[0],
    };
    let shift = place.x / width.max(1.0) * -100.0;
    let style = format!(
        "left:{}px;top:{}px;translate:{}% {}%",
        place.x as i32,
        (place.y + away) as i32,
        shift as i32,
        if under { 0 } else { -100 },
    );
    if card.get_attribute("style").as_deref() != Some(style.as_str()) {
        let _ = card.set_attribute("style", &style);
    }
}
