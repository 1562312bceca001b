//! The Points as a real tree: by keyboard, with a filter, and with as many lines in the document as
//! can be seen, however many Points there are.

use leptos::html;
use leptos::prelude::*;
use orrery_hyperspace::trace::ParticleNo;
use orrery_scene::Subject;
use orrery_scene::inspect::kind_glyph;
use orrery_scene::tree::{Go, Line, Twigs, go, lines, status_glyph};

use super::atlas::use_atlas;
use super::glyph::Glyph;
use super::height::height_of;
use super::parts::{Item, flag, list, part, text};

/// The height of a line, which the style sheet keeps too.
const ROW: i32 = 28;

/// Lines above and below the seen part that are there already when one scrolls.
const SPARE: usize = 6;

/// The tree with its filter.
#[component]
pub fn Tree() -> impl IntoView {
    let atlas = use_atlas();
    let filter = RwSignal::new(String::new());
    let twigs = RwSignal::new(Twigs::default());
    let focus = RwSignal::new(None::<ParticleNo>);
    let top = RwSignal::new(0_i32);
    let scroller = NodeRef::<html::Div>::new();
    let height = height_of(scroller);

    // What lines there are depends on which Points there are, not on what happens at them.
    let points = Memo::new(move |_| {
        atlas.reading.track();
        atlas.sky.with_value(orrery_scene::Sky::particle_count)
    });
    let shown = Memo::new(move |_| {
        points.track();
        twigs.with(|twigs| {
            filter.with(|filter| atlas.sky.with_value(|sky| lines(sky, twigs, filter)))
        })
    });
    let place =
        move |particle| shown.with(|lines| lines.iter().position(|line| line.particle == particle));
    let scroll_to = move |at: usize| {
        let Some(list) = scroller.get_untracked() else {
            return;
        };
        let at = i32::try_from(at).unwrap_or(0) * ROW;
        let (top, height) = (list.scroll_top(), height.get_untracked());
        if at < top {
            list.set_scroll_top(at);
        } else if at + ROW > top + height {
            list.set_scroll_top(at + ROW - height);
        }
    };
    // What is selected elsewhere is shown here too.
    Effect::new(move |_| {
        if let Some(Subject::Particle(particle)) = atlas.selection.get() {
            focus.set(Some(particle));
            if untrack(|| place(particle)).is_none() {
                filter.set(String::new());
                twigs.update(|twigs| atlas.sky.with_value(|sky| twigs.reveal(sky, particle)));
            }
            // once the lines have their new height
            request_animation_frame(move || {
                if let Some(at) = untrack(|| place(particle)) {
                    scroll_to(at);
                }
            });
        }
    });
    let pick = move |particle| {
        focus.set(Some(particle));
        atlas.select(Some(Subject::Particle(particle)));
    };
    let turn = move |particle, open| {
        twigs.update(|twigs| {
            if open {
                twigs.open(particle)
            } else {
                twigs.close(particle)
            }
        });
    };
    let keys = move |event: leptos::ev::KeyboardEvent| {
        let key = event.key();
        if event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        if key == "Enter" || key == " " {
            if let Some(particle) = focus.get_untracked() {
                event.prevent_default();
                event.stop_propagation();
                pick(particle);
            }
            return;
        }
        let now = focus
            .get_untracked()
            .and_then(|particle| untrack(|| place(particle)));
        let leads = shown.with_untracked(|lines| go(lines, now.unwrap_or(usize::MAX), &key));
        match leads {
            Go::To(at) => {
                focus.set(shown.with_untracked(|lines| lines.get(at).map(|line| line.particle)));
                scroll_to(at);
            }
            Go::Open(particle) => turn(particle, true),
            Go::Close(particle) => turn(particle, false),
            Go::Stay => return,
        }
        event.prevent_default();
    };
    // the first line that is in the document, and how many are
    let there = move || {
        let first = usize::try_from(top.get() / ROW)
            .unwrap_or(0)
            .saturating_sub(SPARE);
        let count = usize::try_from(height.get() / ROW).unwrap_or(0) + 2 * SPARE + 2;
        (first, count)
    };
    let seen = move || {
        let (first, count) = there();
        shown.with(|lines| {
            let part = lines.iter().copied().enumerate().skip(first).take(count);
            let seen = part.map(|(at, line)| {
                Item::of((at, line), move |(at, line)| {
                    view! { <TreeLine at=at line=line focus=focus on_pick=pick on_turn=turn /> }
                })
            });
            seen.collect()
        })
    };
    let scrolled = move || {
        if let Some(list) = scroller.get_untracked() {
            top.set(list.scroll_top());
        }
    };
    let active = move || {
        focus
            .get()
            .filter(|particle| {
                let (first, count) = there();
                place(*particle).is_some_and(|at| (first..first + count).contains(&at))
            })
            .map(self::id)
    };
    let total = move || {
        format!(
            "{}px",
            i32::try_from(shown.with(Vec::len)).unwrap_or(i32::MAX / ROW) * ROW
        )
    };
    view! {
        <section class="tree" aria-label="Points">
            <h2>
                "Points"
                <span class="count">{part(move || points.get())}</span>
            </h2>
            <input
                id="tree-filter"
                type="search"
                placeholder="filter by point, kind or status"
                aria-label="filter Points"
                prop:value=text(move || filter.get())
                on:input=move |event| filter.set(event_target_value(&event))
            />
            <div
                class="lines"
                role="tree"
                aria-label="Points"
                tabindex="0"
                aria-activedescendant=active
                node_ref=scroller
                on:keydown=keys
                on:scroll=move |_| scrolled()
            >
                <div class="all-lines" role="presentation" style:height=text(total)>
                    {list(seen)}
                </div>
                {part(move || {
                    (shown.with(Vec::is_empty) && points.get() > 0)
                        .then(|| view! { <p class="empty">"No Point matches."</p> })
                })}
            </div>
        </section>
    }
}

fn id(particle: ParticleNo) -> String {
    format!("point-{}", particle.0)
}

#[component]
fn TreeLine(
    at: usize,
    line: Line,
    focus: RwSignal<Option<ParticleNo>>,
    on_pick: impl Fn(ParticleNo) + Copy + 'static,
    on_turn: impl Fn(ParticleNo, bool) + Copy + 'static,
) -> impl IntoView {
    let atlas = use_atlas();
    let no = line.particle;
    let known = Memo::new(move |_| {
        atlas.reading.track();
        atlas.sky.with_value(|sky| {
            let particle = sky.particle(no)?;
            Some((
                particle.face.label.clone(),
                particle.face.base().to_owned(),
                particle.status,
                particle.below,
            ))
        })
    });
    let selected = move || atlas.selection.get() == Some(Subject::Particle(no));
    let focused = move || focus.get() == Some(no);
    let words = move || {
        let (label, kind, status, below) = known.get()?;
        let turned = line.open.unwrap_or(false);
        Some(view! {
            <Glyph name=kind_glyph(&kind) />
            <span class="label">{label.to_string()}</span>
            <span class="kind">{kind}</span>
            {(below > 0 && !turned).then(|| view! { <span class="count">{below}</span> })}
            <span class=format!("status status-{}", status_glyph(status)) title=status.name()>
                <Glyph name=status_glyph(status) />
                <span class="visually-hidden">{status.name()}</span>
            </span>
        })
    };
    // the macro knows all of these but this one
    let level = leptos::attr::custom::custom_attribute("aria-level", (line.depth + 1).to_string());
    view! {
        <div
            id=self::id(no)
            role="treeitem"
            class="line"
            class:focused=flag(focused)
            {..level}
            aria-setsize=line.of.to_string()
            aria-posinset=line.place.to_string()
            aria-expanded=line.open.map(|open| open.to_string())
            aria-selected=text(move || selected().to_string())
            style:top=format!("{}px", i32::try_from(at).unwrap_or(0) * ROW)
            style:--depth=line.depth.to_string()
            on:click=move |_| on_pick(no)
        >
            {match line.open {
                Some(open) => {
                    view! {
                        <span
                            class="twig"
                            class:open=open
                            on:click=move |event| {
                                event.stop_propagation();
                                on_turn(no, !open);
                            }
                        >
                            <Glyph name="twig" />
                        </span>
                    }
                        .into_any()
                }
                None => view! { <span class="twig"></span> }.into_any(),
            }}
            {part(words)}
        </div>
    }
}
