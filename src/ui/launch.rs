//! The dialog that makes a module live: what it is, or why it is refused; where it shall live; and
//! one click.

use leptos::html;
use leptos::prelude::*;
use orrery_scene::console::{fitting_ping, fitting_point};
use orrery_space::Diagnostic;

use super::atlas::{Atlas, by_name, use_atlas};
use super::editing::{Editing, use_editing};
use super::files::{choose, size};
use super::glyph::Glyph;
use super::panes::{Pane, use_pane};
use super::parts::{flag, part, text};
use super::talk::{Talk, use_talk};
use crate::bridge::protocol::{File, Noun, Opening, Tell};

/// What a module is, or why it is refused.
type Report = Result<Vec<(String, String)>, String>;

/// A module that was brought.
#[derive(Clone, PartialEq, Eq)]
struct Offer {
    name: String,
    bytes: u64,
    /// None while the worker looks at it.
    report: Option<Report>,
}

/// The state of the dialog. A copy is the same dialog.
#[derive(Clone, Copy)]
pub struct Launching {
    offer: RwSignal<Option<Offer>>,
    /// Modules that were brought while another was looked at.
    next: RwSignal<Vec<Offer>>,
    point: RwSignal<String>,
    /// Whether the cosmos is at it.
    busy: RwSignal<bool>,
    /// Why the cosmos would not.
    refusal: RwSignal<Option<Vec<String>>>,
}

impl Launching {
    /// No module was brought.
    #[must_use]
    pub fn new() -> Self {
        Self {
            offer: RwSignal::new(None),
            next: RwSignal::new(Vec::new()),
            point: RwSignal::new(String::new()),
            busy: RwSignal::new(false),
            refusal: RwSignal::new(None),
        }
    }

    /// A file was brought: asks the worker what it is, and shows it.
    pub fn offer(&self, atlas: Atlas, file: File) {
        let name = file.name.clone();
        self.show(Offer {
            name: name.clone(),
            bytes: file.bytes.len() as u64,
            report: None,
        });
        let dialog = *self;
        atlas.with_bridge(|bridge| {
            bridge.examine(file, move |tell| {
                if let Tell::Report { report, .. } = tell {
                    dialog.reported(&name, report);
                }
            });
        });
    }

    /// A file was brought that cannot even be looked at.
    pub fn refuse(&self, name: &str, bytes: u64, why: &str) {
        self.show(Offer {
            name: name.to_owned(),
            bytes,
            report: Some(Err(why.to_owned())),
        });
    }

    fn show(&self, offer: Offer) {
        if self.offer.with_untracked(Option::is_some) {
            self.next.update(|next| next.push(offer));
        } else {
            self.point.set(fitting_point(&offer.name));
            self.refusal.set(None);
            self.offer.set(Some(offer));
        }
    }

    fn reported(&self, name: &str, report: Report) {
        let waits = |offer: &Offer| offer.name == name && offer.report.is_none();
        if self
            .offer
            .with_untracked(|offer| offer.as_ref().is_some_and(waits))
        {
            self.offer.update(|offer| {
                if let Some(offer) = offer {
                    offer.report = Some(report);
                }
            });
        } else {
            self.next.update(|next| {
                if let Some(offer) = next.iter_mut().find(|offer| waits(offer)) {
                    offer.report = Some(report);
                }
            });
        }
    }

    fn close(&self) {
        self.busy.set(false);
        self.offer.set(None);
        let next = self
            .next
            .try_update(|next| (!next.is_empty()).then(|| next.remove(0)));
        if let Some(offer) = next.flatten() {
            self.show(offer);
        }
    }

    /// Opens the module in the editor instead.
    fn write(&self, atlas: Atlas, editing: Editing) {
        let name = self
            .offer
            .with_untracked(|offer| offer.as_ref().map(|offer| offer.name.clone()));
        let file = name.and_then(|name| atlas.file(&name));
        if let Some(file) = file {
            let point = self.point.get_untracked();
            editing.open(atlas, Opening::Module(file), Some(&point));
        }
        self.close();
    }

    fn launch(&self, atlas: Atlas, talk: Talk) {
        let Some(offer) = self.offer.get_untracked() else {
            return;
        };
        let point = self.point.get_untracked().trim().to_owned();
        let Some(Ok(report)) = offer.report else {
            return;
        };
        self.busy.set(true);
        self.refusal.set(None);
        let dialog = *self;
        let line = format!("launch ^[ {} ]-> {point}", offer.name);
        talk.carry_out(atlas, &line, move |status, lines| {
            dialog.busy.set(false);
            if (200..300).contains(&status) {
                dialog.close();
                talk.prefill(&fitting_ping(&point, &report));
                atlas.seek(point);
            } else {
                dialog.refusal.set(Some(lines.to_vec()));
            }
        });
    }
}

impl Default for Launching {
    fn default() -> Self {
        Self::new()
    }
}

/// The dialog, from any component.
#[must_use]
pub fn use_launching() -> Launching {
    use_context().unwrap_or_default()
}

/// The dialog.
#[component]
pub fn LaunchDialog() -> impl IntoView {
    let (atlas, talk, launching) = (use_atlas(), use_talk(), use_launching());
    let dialog = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        let wanted = launching.offer.with(Option::is_some);
        if let Some(dialog) = dialog.get() {
            match (wanted, dialog.open()) {
                (true, false) => {
                    let _ = dialog.show_modal();
                }
                (false, true) => dialog.close(),
                _ => {}
            }
        }
    });
    let offer = move || launching.offer.get();
    let title =
        move || offer().map_or_else(String::new, |o| format!("{}, {}", o.name, size(o.bytes)));
    view! {
        <dialog
            id="launch-dialog"
            node_ref=dialog
            aria-labelledby="launch-title"
            on:close=move |_| {
                // The browser tells of it later: by then another module may be shown.
                let shown = dialog.get_untracked().is_some_and(|dialog| dialog.open());
                if !shown && launching.offer.with_untracked(Option::is_some) {
                    launching.close();
                }
            }
        >
            <h2 id="launch-title">
                <Glyph name="mechtron" />
                {part(title)}
            </h2>
            <div id="launch-report" aria-live="polite">
                {part(move || match offer().and_then(|offer| offer.report) {
                    None => view! { <p class="quiet-text">"looking at it…"</p> }.into_any(),
                    Some(Ok(rows)) => view! { <ReportRows rows=rows /> }.into_any(),
                    Some(Err(why)) => view! { <Refusal lines=vec![why] heading="This cannot become a Mechtron." /> }.into_any(),
                })}
                {part(move || {
                    launching.refusal.get().map(|lines| view! { <Refusal lines=lines heading="The cosmos refused it." /> })
                })}
            </div>
            {part(move || {
                let fine = offer().is_some_and(|offer| matches!(offer.report, Some(Ok(_))));
                if fine {
                    view! { <WhereToLive launching=launching on_go=move || launching.launch(atlas, talk) /> }.into_any()
                } else {
                    view! {
                        <p class="buttons">
                            <button
                                type="button"
                                class="brass"
                                on:click=move |_| {
                                    launching.close();
                                    choose();
                                }
                            >
                                "Choose another file…"
                            </button>
                            <button type="button" id="launch-close" on:click=move |_| launching.close()>
                                "Close"
                            </button>
                        </p>
                    }
                        .into_any()
                }
            })}
        </dialog>
    }
}

#[component]
fn ReportRows(rows: Vec<(String, String)>) -> impl IntoView {
    let rows = rows.into_iter().map(|(name, value)| {
        view! {
            <dt>{name}</dt>
            <dd>{value}</dd>
        }
    });
    view! { <dl class="rows">{rows.collect_view()}</dl> }
}

#[component]
fn Refusal(lines: Vec<String>, heading: &'static str) -> impl IntoView {
    let text = lines.join("\n");
    // Several lines may point at each other by their columns.
    let sentence = !text.trim().contains('\n');
    view! {
        <div class="lead bad" role="alert">
            <h3>
                <Glyph name="refused" />
                {heading}
            </h3>
            <pre class:sentence=sentence>{text}</pre>
        </div>
    }
}

/// Asks at which Point the module shall live.
#[component]
fn WhereToLive(
    launching: Launching,
    /// The person wants it.
    on_go: impl Fn() + Send + Sync + Copy + 'static,
) -> impl IntoView {
    let (atlas, panes, editing) = (use_atlas(), use_pane(), use_editing());
    let wrong = RwSignal::new(None::<Diagnostic>);
    Effect::new(move |_| {
        let point = launching.point.get();
        atlas.with_bridge(|bridge| {
            bridge.check(Noun::Point, &point.clone(), move |found| {
                if launching.point.with_untracked(|now| *now == point) {
                    wrong.set(found.into_iter().next());
                }
            });
        });
    });
    let taken = move || {
        let point = launching.point.get();
        atlas.revision.track();
        let kind = atlas
            .sky
            .with_value(|sky| by_name(sky, &point).map(|p| p.face.base().to_owned()))?;
        Some(if kind == "Mechtron" {
            "a Mechtron lives there: it is upgraded at its next Wave".to_owned()
        } else {
            format!("a {kind} is there already; choose another Point")
        })
    };
    let cannot = move || wrong.get().is_some() || launching.busy.get();
    view! {
        <form
            on:submit=move |event| {
                event.prevent_default();
                if !cannot() {
                    on_go();
                }
            }
        >
            <label for="launch-point">"The Point at which it shall live"</label>
            <input
                id="launch-point"
                class="point"
                type="text"
                spellcheck="false"
                autocomplete="off"
                autocapitalize="off"
                autofocus
                aria-describedby="launch-point-says"
                aria-invalid=text(move || wrong.get().is_some().to_string())
                prop:value=text(move || launching.point.get())
                on:input=move |event| launching.point.set(event_target_value(&event))
            />
            <p id="launch-point-says" class="says" aria-live="polite">
                {part(move || match wrong.get() {
                    Some(wrong) => {
                        let hints = wrong.hints.join("; ");
                        view! {
                            <Glyph name="refused" />
                            <span class="bad-text">{wrong.message}</span>
                            <span class="hint">{hints}</span>
                        }
                            .into_any()
                    }
                    None => view! { <span>{taken}</span> }.into_any(),
                })}
            </p>
            <p class="buttons">
                <button id="launch-go" class="brass" type="submit" disabled=flag(cannot)>
                    {part(move || if launching.busy.get() { "Launching…" } else { "Make it live" })}
                </button>
                <button
                    type="button"
                    on:click=move |_| {
                        launching.write(atlas, editing);
                        panes.show(Pane::Editor);
                    }
                >
                    "Show as WAT"
                </button>
                <button type="button" id="launch-close" on:click=move |_| launching.close()>
                    "Cancel"
                </button>
                {part(move || {
                    (launching.busy.get() && atlas.flow.get().paused)
                        .then(|| {
                            view! {
                                <button type="button" on:click=move |_| atlas.toggle_pause()>
                                    "Time is paused: let it go on"
                                </button>
                            }
                        })
                })}
            </p>
        </form>
    }
}
