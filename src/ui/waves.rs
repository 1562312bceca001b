//! The list of Waves: a filter, columns to order by, and as many rows in the document as can be seen.
//!
//! Under load each answer of the worker has other Waves than the one before it. So rows of the document are used again:
//! where a Wave has gone, its row shows one that has come, and only words change.

use std::hash::{Hash, Hasher};

use leptos::html;
use leptos::prelude::*;
use orrery_scene::Subject;
use orrery_scene::wave_list::{self, Column, Listed, Order, WaveRow};

use super::atlas::use_atlas;
use super::glyph::GlyphOf;
use super::height::height_of;
use super::jumps::Jumps;
use super::panes::{Pane, use_pane};
use super::parts::{Item, changing, flag, list, part, text};
use crate::bridge::protocol::Tell;

/// The height of a row, which the style sheet keeps too.
const ROW: u32 = 26;

/// Rows above the seen part that are there already when one scrolls.
const SPARE: u32 = 5;

/// The height of all rows together; browsers know no higher ones. Where there are more rows, a pixel of the
/// scroll bar stands for several.
const HIGHEST: u32 = 15_000_000;

/// A row of the document, and which Wave it shows.
#[derive(Clone)]
struct Slot {
    no: u32,
    row: ArcRwSignal<WaveRow>,
}

impl Hash for Slot {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.no.hash(state);
    }
}

/// The rows of the document for these Waves, `before` being those that are there.
fn seated(before: &[Slot], rows: Vec<WaveRow>, last: &mut u32) -> Vec<Slot> {
    let shown: Vec<_> = before
        .iter()
        .map(|slot| slot.row.with_untracked(|row| row.wave))
        .collect();
    let seats = wave_list::seats(&shown, &rows, !self::is_in_use());
    rows.into_iter()
        .zip(seats)
        .map(|(row, seat)| match seat.and_then(|seat| before.get(seat)) {
            Some(slot) => {
                if slot.row.with_untracked(|known| *known != row) {
                    slot.row.set(row);
                }
                slot.clone()
            }
            None => {
                *last = last.wrapping_add(1);
                let row = ArcRwSignal::new(row);
                Slot { no: *last, row }
            }
        })
        .collect()
}

/// Whether somebody is on a row, or presses one: under a key or a finger no Wave may become another.
fn is_in_use() -> bool {
    let rows = ".waves tbody:is(:focus-within, :active)";
    matches!(document().query_selector(rows), Ok(Some(_)))
}

/// The list.
#[component]
pub fn Waves() -> impl IntoView {
    let (atlas, panes) = (use_atlas(), use_pane());
    let filter = atlas.listed;
    let order = RwSignal::new(Order::default());
    let from = RwSignal::new(0_u32);
    // what the worker said, and from which row on; the rows are apart
    let said = RwSignal::new((0_u32, Listed::default()));
    let slots = RwSignal::new(Vec::<Slot>::new());
    let last = StoredValue::new(0_u32);
    let table = NodeRef::<html::Div>::new();
    let height = height_of(table);
    // each row that is there costs time when all of them are others, as under load they are
    let rows_there = Memo::new(move |_| height.get() as u32 / ROW + 2 * SPARE);
    let seen =
        Memo::new(move |_| panes.narrow.get() == Pane::Waves || panes.lower.get() == Pane::Waves);
    // Asks again whenever something happened, a few times a second at most, and only while it is seen.
    Effect::new(move |_| {
        atlas.reading.track();
        let (filter, order, from) = (filter.get(), order.get(), from.get());
        let rows = rows_there.get();
        // a pane that has just been shown has its height a moment later
        if !seen.get() || height.get() == 0 {
            return;
        }
        atlas.with_bridge(|bridge| {
            bridge.waves(filter, order, (from, rows), move |tell| {
                if let Tell::Waves {
                    listed: Some(mut listed),
                    ..
                } = tell
                {
                    let rows = std::mem::take(&mut listed.rows);
                    let mut no = last.get_value();
                    let next = slots.with_untracked(|slots| self::seated(slots, rows, &mut no));
                    last.set_value(no);
                    let same = |slots: &Vec<Slot>| {
                        slots.len() == next.len()
                            && slots.iter().zip(&next).all(|(a, b)| a.no == b.no)
                    };
                    if !slots.with_untracked(same) {
                        slots.set(next);
                    }
                    let now = (from, listed);
                    if said.with_untracked(|said| *said != now) {
                        said.set(now);
                    }
                }
            });
        });
    });
    let shown = Memo::new(move |_| said.with(|(from, said)| (*from, said.count)));
    let wrong = move || said.with(|(_, said)| said.wrong);
    let scrolled = move || {
        if let Some(table) = table.get_untracked() {
            let (_, count) = shown.get_untracked();
            let first = table.scroll_top() as u32 / self::height(count);
            // by fives, so that not every pixel asks anew
            let first = first.saturating_sub(SPARE) / SPARE * SPARE;
            let first = first.min(count.saturating_sub(rows_there.get_untracked()));
            if from.get_untracked() != first {
                from.set(first);
            }
        }
    };
    let space = move |rows: u32, all: u32| format!("{}px", rows * self::height(all));
    let above = move || {
        let (from, count) = shown.get();
        space(from, count)
    };
    let below = move || {
        let (from, count) = shown.get();
        space(
            count.saturating_sub(from).saturating_sub(rows_there.get()),
            count,
        )
    };
    let rows = move || {
        let slots = slots.get().into_iter();
        slots
            .map(|slot| Item::of(slot, |slot| view! { <RowOf row=slot.row /> }))
            .collect()
    };
    let headings = Column::ALL.map(|(column, name)| {
        let sorted = move || {
            let order = order.get();
            (order.by == column).then_some(if order.down {
                "descending"
            } else {
                "ascending"
            })
        };
        let turn = move |_| {
            order.update(|order| {
                *order = Order {
                    by: column,
                    down: order.by != column || !order.down,
                }
            });
        };
        view! {
            <th scope="col" class:narrow-off=self::wide_only(column) aria-sort=sorted>
                <button type="button" class="quiet" on:click=turn>
                    {name}
                    {part(move || sorted().map(|way| if way == "descending" { " ↓" } else { " ↑" }))}
                </button>
            </th>
        }
    });
    view! {
        <section class="waves" aria-label="Waves">
            <header>
                <input
                    id="wave-filter"
                    type="search"
                    placeholder="to:localhost:** status:>=400 kind:Ping"
                    aria-label="filter Waves"
                    aria-describedby="wave-filter-says"
                    aria-invalid=text(move || wrong().to_string())
                    spellcheck="false"
                    autocapitalize="off"
                    prop:value=text(move || filter.get())
                    on:input=move |event| filter.set(event_target_value(&event))
                />
                <span id="wave-filter-says" role="status" class="hint" class:bad-text=flag(wrong)>
                    {part(move || said.with(|(_, said)| said.says.clone()))}
                </span>
                {part(move || {
                    filter
                        .with(|filter| !filter.trim().is_empty())
                        .then(|| {
                            view! {
                                <button
                                    type="button"
                                    title="time stops when a Wave first matches this filter"
                                    on:click=move |_| atlas.stop_at(filter.get_untracked())
                                >
                                    "Stop at these"
                                </button>
                            }
                        })
                })}
            </header>
            <div class="table" tabindex="0" role="region" aria-label="list of Waves" node_ref=table on:scroll=move |_| scrolled()>
                <table aria-rowcount=text(move || (shown.get().1 + 1).to_string())>
                    <thead>
                        <tr>
                            {headings.into_iter().collect_view()}
                            <th scope="col" class="narrow-off">"go to"</th>
                        </tr>
                    </thead>
                    <tbody>
                        <tr aria-hidden="true" style:height=text(above)></tr>
                        {list(rows)}
                        <tr aria-hidden="true" style:height=text(below)></tr>
                    </tbody>
                </table>
            </div>
        </section>
    }
}

/// The pixels of the scroll bar that stand for a row, where there are so many.
fn height(rows: u32) -> u32 {
    (HIGHEST / rows.max(1)).clamp(1, ROW)
}

/// Columns that a narrow screen has no room for.
fn wide_only(column: Column) -> bool {
    matches!(
        column,
        Column::Number | Column::Method | Column::Hops | Column::Fuel
    )
}

#[component]
fn RowOf(row: ArcRwSignal<WaveRow>) -> impl IntoView {
    let atlas = use_atlas();
    let row = RwSignal::from(row);
    let subject = move || Some(Subject::Wave(row.with(|row| row.wave)));
    let selected = move || (atlas.selection.get() == subject()).then_some("true");
    let select = move |_| atlas.select(untrack(subject));
    let cells = (0..).zip(Column::ALL).map(|(at, (column, _))| {
        let says = move || row.with(|row| row.cells.get(at).map(ToString::to_string));
        let says = part(says);
        let content = match column {
            Column::Kind => view! {
                <button type="button" class="link" on:click=select>
                    <GlyphOf name=changing(move || row.with(|row| row.glyph.to_string())) />
                    " "
                    {says}
                </button>
            }
            .into_any(),
            _ => says.into_any(),
        };
        view! { <td class:narrow-off=self::wide_only(column)>{content}</td> }
    });
    view! {
        <tr class:bad=flag(move || row.with(|row| row.bad)) aria-current=selected on:click=select>
            {cells.collect_view()}
            <td class="jumps narrow-off"><Jumps at=changing(move || row.with(|row| (row.born, row.ended))) branch=None /></td>
        </tr>
    }
}
