//! The legend: a card over the stage with every sign that is drawn there, by what draws it there.

use leptos::prelude::*;
use orrery_scene::legend::{Group, LEGEND, Sign};

use super::atlas::use_atlas;
use super::glyph::Glyph;
use super::looking::use_looking;
use super::parts::{flag, part, text};
use crate::stage::legend::signs;

/// The card.
#[component]
pub fn Legend() -> impl IntoView {
    let (atlas, looking) = (use_atlas(), use_looking());
    let drawn = RwSignal::new(String::new());
    Effect::new(move |_| {
        let _ = atlas.dark.get();
        if looking.legend.get() {
            // The style sheet answers only after the theme is set, which another effect does.
            request_animation_frame(move || {
                let stage = document().get_element_by_id("stage");
                if let Some(signs) = stage.and_then(|stage| signs(&stage)) {
                    drawn.set(format!("--signs:url({signs})"));
                }
            });
        }
    });
    view! {
        <section
            id="legend"
            aria-label="legend"
            hidden=flag(move || !looking.legend.get())
            style=text(move || drawn.get())
        >
            {part(move || {
                looking
                    .legend
                    .get()
                    .then(|| {
                        view! {
                            <header>
                                <h2>"Legend"</h2>
                                <button
                                    type="button"
                                    class="quiet"
                                    aria-label="close the legend"
                                    on:click=move |_| looking.toggle_legend()
                                >
                                    "×"
                                </button>
                            </header>
                            <div class="groups">{self::groups()}</div>
                        }
                    })
            })}
        </section>
    }
}

fn groups() -> Vec<AnyView> {
    let mut at = 0;
    let group = |group: &'static Group| {
        let rows = group.signs.iter().map(|sign| {
            at += 1;
            self::row(sign, at - 1)
        });
        let rows: Vec<AnyView> = rows.collect();
        view! {
            <section>
                <h3>{group.name}</h3>
                <ul>{rows}</ul>
            </section>
        }
        .into_any()
    };
    LEGEND.iter().map(group).collect()
}

fn row(sign: &'static Sign, at: usize) -> AnyView {
    view! {
        <li>
            <i class="sign" style=format!("--at:{at}") aria-hidden="true"></i>
            <Glyph name=sign.glyph />
            <span>
                <b>{sign.word}</b>
                " "
                {sign.meaning}
            </span>
        </li>
    }
    .into_any()
}
