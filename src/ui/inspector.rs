//! What is known of the thing that is selected.

use leptos::prelude::*;
use orrery_scene::Subject;
use orrery_scene::inspect::{Lead, Row, Section, Sheet, inspect};

use super::atlas::use_atlas;
use super::glyph::Glyph;
use crate::bridge::protocol::{self, Tell};

/// Rows that the cosmos itself gave, and of what.
type Asked = Option<(Subject, Vec<(String, String)>)>;

/// The inspector.
#[component]
pub fn Inspector() -> impl IntoView {
    let atlas = use_atlas();
    let asked = RwSignal::new(None::<(Subject, Vec<(String, String)>)>);
    // Asks again whenever something happened, a few times a second at most.
    Effect::new(move |_| {
        atlas.reading.track();
        let Some(subject) = atlas.selection.get() else {
            return;
        };
        let Some(of) = self::askable(subject) else {
            return;
        };
        atlas.with_bridge(|bridge| {
            bridge.details(of, move |tell| {
                if let Tell::Details { rows, .. } = tell
                    && asked
                        .with_untracked(|known| known.as_ref() != Some(&(subject, rows.clone())))
                {
                    asked.set(Some((subject, rows)));
                }
            });
        });
    });
    let sheet = Memo::new(move |_| {
        atlas.reading.track();
        let subject = atlas.selection.get()?;
        let mut sheet = atlas.sky.with_value(|sky| inspect(sky, subject))?;
        asked.with(|asked: &Asked| {
            if let Some((_, rows)) = asked.as_ref().filter(|(of, _)| *of == subject) {
                sheet.merge("From the cosmos", rows);
            }
        });
        Some(sheet)
    });
    let heading = Memo::new(move |_| {
        sheet.with(|sheet| {
            let sheet = sheet.as_ref()?;
            Some((
                sheet.glyph,
                sheet.title.clone(),
                sheet.subtitle.clone(),
                sheet.lead.clone(),
            ))
        })
    });
    let sections = move || {
        sheet.with(|sheet: &Option<Sheet>| {
            sheet.as_ref().map_or_else(Vec::new, |s| s.sections.clone())
        })
    };
    let empty = move || match atlas.selection.get() {
        None => "Nothing is selected. Click a Point, a star, a lane or a moving Wave.",
        Some(_) => "Of this nothing is remembered any more.",
    };
    view! {
        <section id="inspector" class="inspector" aria-label="inspector">
            {move || match heading.get() {
                None => view! { <p class="empty">{empty}</p> }.into_any(),
                Some((glyph, title, subtitle, lead)) => {
                    view! {
                        <header>
                            <Glyph name=glyph />
                            <h2>{title.to_string()}</h2>
                            <button
                                type="button"
                                class="quiet"
                                aria-label="select nothing"
                                title="select nothing (Esc)"
                                on:click=move |_| atlas.select(None)
                            >
                                "×"
                            </button>
                            <p>{subtitle.to_string()}</p>
                        </header>
                        {lead.map(|lead| view! { <LeadSentence lead=lead /> })}
                    }
                        .into_any()
                }
            }}
            <For each=sections key=|section| section.name let:section>
                <SectionOf name=section.name sheet=sheet />
            </For>
        </section>
    }
}

#[component]
fn LeadSentence(lead: Lead) -> impl IntoView {
    let glyph = if lead.bad { "refused" } else { "note" };
    view! {
        <div class="lead" class:bad=lead.bad>
            <h3>
                <Glyph name=glyph />
                {lead.heading.to_string()}
            </h3>
            <p>{lead.text.to_string()}</p>
        </div>
    }
}

/// A section whose rows change while one reads: rows that stay the same stay in the document.
#[component]
fn SectionOf(name: &'static str, sheet: Memo<Option<Sheet>>) -> impl IntoView {
    let rows = move || {
        sheet.with(|sheet| {
            let named = |section: &&Section| section.name == name;
            let section = sheet
                .as_ref()
                .and_then(|sheet| sheet.sections.iter().find(named));
            let rows = section.map_or_else(Vec::new, |section| section.rows.clone());
            rows.into_iter().enumerate().collect::<Vec<(usize, Row)>>()
        })
    };
    view! {
        <section>
            <h3>{name}</h3>
            <dl class="rows">
                <For each=rows key=|row| row.clone() let((_, row))>
                    <RowOf row=row />
                </For>
            </dl>
        </section>
    }
}

#[component]
fn RowOf(row: Row) -> impl IntoView {
    let atlas = use_atlas();
    let value = row.value.to_string();
    let value = match row.link {
        Some(to) => view! {
            <button type="button" class="link" on:click=move |_| atlas.select(Some(to))>
                {value}
            </button>
        }
        .into_any(),
        None => value.into_any(),
    };
    view! {
        <div>
            <dt>{row.name.to_string()}</dt>
            <dd>{value}</dd>
        </div>
    }
}

/// What the cosmos can be asked about.
fn askable(subject: Subject) -> Option<protocol::Subject> {
    match subject {
        Subject::Particle(no) => Some(protocol::Subject::Particle(no)),
        Subject::Star(no) => Some(protocol::Subject::Star(no)),
        Subject::Wave(no) => Some(protocol::Subject::Wave(no)),
        Subject::Lane(_) => None,
    }
}
