//! What is known of the thing that is selected.

use leptos::prelude::*;
use orrery_scene::Subject;
use orrery_scene::actions::{Act, Action};
use orrery_scene::inspect::{Lead, Row, Section, Sheet};

use super::atlas::use_atlas;
use super::editing::use_editing;
use super::glyph::Glyph;
use super::panes::{Pane, use_pane};
use super::parts::{Item, list, part};
use super::talk::use_talk;
use crate::bridge::protocol::{Ask, Opening, Tell, Whither};

/// What the worker says of something.
type Asked = Option<(Subject, Option<Sheet>)>;

/// The inspector.
#[component]
pub fn Inspector() -> impl IntoView {
    let atlas = use_atlas();
    let asked = RwSignal::new(None::<(Subject, Option<Sheet>)>);
    // Asks again whenever something happened, a few times a second at most.
    Effect::new(move |_| {
        atlas.reading.track();
        let Some(of) = atlas.selection.get() else {
            return;
        };
        atlas.with_bridge(|bridge| {
            bridge.details(of, move |tell| {
                if let Tell::Details { sheet, .. } = tell {
                    let said = Some((of, sheet));
                    if asked.with_untracked(|known| *known != said) {
                        asked.set(said);
                    }
                }
            });
        });
    });
    let sheet = Memo::new(move |_| {
        let subject = atlas.selection.get()?;
        asked.with(|asked: &Asked| match asked {
            Some((of, sheet)) if *of == subject => sheet.clone(),
            _ => None,
        })
    });
    let actions = Memo::new(move |_| {
        sheet.with(|sheet| sheet.as_ref().map_or_else(Vec::new, |s| s.actions.clone()))
    });
    let heading = Memo::new(move |_| {
        sheet.with(|sheet| {
            let sheet = sheet.as_ref()?;
            Some((
                sheet.glyph.to_string(),
                sheet.title.clone(),
                sheet.subtitle.clone(),
                sheet.lead.clone(),
            ))
        })
    });
    let sheet_of = sheet;
    let sections = move || {
        sheet.with(|sheet: &Option<Sheet>| {
            let sections = sheet.iter().flat_map(|sheet| &sheet.sections);
            let names = sections.map(|section| section.name.clone());
            names
                .map(|name| {
                    Item::of(
                        name,
                        move |name| view! { <SectionOf name=name sheet=sheet_of /> },
                    )
                })
                .collect()
        })
    };
    let empty = move || match atlas.selection.get() {
        None => "Nothing is selected. Click a Point, a star, a lane or a moving Wave.",
        Some(_) => "Of this nothing is remembered any more.",
    };
    view! {
        <section id="inspector" class="inspector" aria-label="inspector">
            {part(move || match heading.get() {
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
                        <p class="actions">
                            {list(move || {
                                actions.get().into_iter().map(|action| Item::of(action, |action| view! { <ActionButton action=action /> })).collect()
                            })}
                        </p>
                    }
                        .into_any()
                }
            })}
            {list(sections)}
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
fn SectionOf(#[prop(into)] name: String, sheet: Memo<Option<Sheet>>) -> impl IntoView {
    let heading = name.clone();
    let rows = move || {
        sheet.with(|sheet| {
            let named = |section: &&Section| section.name == name;
            let section = sheet
                .as_ref()
                .and_then(|sheet| sheet.sections.iter().find(named));
            let rows = section.map_or_else(Vec::new, |section| section.rows.clone());
            let rows = rows.into_iter().enumerate();
            rows.map(|row| Item::of(row, |(_, row)| view! { <RowOf row=row /> }))
                .collect()
        })
    };
    view! {
        <section>
            <h3>{heading}</h3>
            <dl class="rows">
                {list(rows)}
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

/// A button that does what its line says.
#[component]
pub fn ActionButton(action: Action) -> impl IntoView {
    let (atlas, talk, pane) = (use_atlas(), use_talk(), use_pane());
    let editing = use_editing();
    let title = match &action.act {
        Act::Say(says) | Act::Edit(says) | Act::Meddle(_, _, says) => says.to_string(),
        _ => String::new(),
    };
    let act = action.act;
    view! {
        <button
            type="button"
            title=title
            on:click=move |_| match &act {
                Act::Say(line) => talk.carry_out(atlas, line, |_, _| {}),
                Act::Edit(line) => talk.prefill(line),
                Act::Meddle(wave, how, _) => {
                    atlas.with_bridge(|bridge| bridge.ask(Ask::Meddle(*wave, *how)));
                }
                Act::Seek(nanos) => atlas.go_to(Whither::Moment(*nanos)),
                Act::Course(_) => pane.show(Pane::Course),
                Act::Write(particle, point) => {
                    editing.open(atlas, Opening::Mechtron(*particle), Some(point));
                    pane.show(Pane::Editor);
                }
            }
        >
            {action.label.to_string()}
        </button>
    }
}
