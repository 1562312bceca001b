//! The stage in the page: a canvas for the picture and one for names over it. It turns pointers
//! and keys into what is looked at and chosen, and starts one loop of animation frames.

use std::cell::RefCell;
use std::rc::Rc;

use leptos::ev::{KeyboardEvent, PointerEvent, WheelEvent};
use leptos::html;
use leptos::prelude::*;
use orrery_scene::inspect::short;
use orrery_scene::{Sky, View};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::HtmlCanvasElement;

use super::atlas::{Atlas, use_atlas};
use super::glyph::Glyph;
use super::looking::{Looking, Pointed, use_looking};
use super::parts::{flag, part, text};
use super::stage_card::{self, StageCard};
use crate::stage::show::{Figures, Show, Told};

/// How much nearer one press of a key brings.
const KEY_ZOOM: f32 = 1.25;
/// How much nearer a pixel of the wheel brings.
const WHEEL_ZOOM: f64 = 0.0016;
/// How many pixels one press of a key moves the picture.
const KEY_PAN: f32 = 60.0;

/// What is said where not every Point is drawn.
const FEWER: &str = "20\u{a0}000 Points are drawn. A Wave of another one sets out from, or arrives at, the Point above it.";

type Shared = Rc<RefCell<Option<Show>>>;

type Draw = Closure<dyn FnMut(f64)>;

/// The stage.
#[component]
pub fn StageView() -> impl IntoView {
    let (atlas, looking) = (use_atlas(), use_looking());
    let canvas = NodeRef::<html::Canvas>::new();
    let (map, card) = (NodeRef::<html::Div>::new(), NodeRef::<html::Div>::new());
    let over = NodeRef::<html::Canvas>::new();
    let trouble = RwSignal::new(None::<String>);
    let sample = RwSignal::new(1_u64);
    let shared = StoredValue::new_local(Shared::default());
    let with = move |act: &mut dyn FnMut(&mut Show)| {
        let show = shared.get_value();
        if let Ok(mut show) = show.try_borrow_mut()
            && let Some(show) = show.as_mut()
        {
            act(show);
        }
    };

    Effect::new(move |_| {
        if let (Some(canvas), Some(over), Some(map)) = (canvas.get(), over.get(), map.get()) {
            match Show::new(canvas.clone(), over, map.into()) {
                Ok(show) => {
                    *shared.get_value().borrow_mut() = Some(show);
                    self::guard(&canvas, shared.get_value(), trouble);
                    self::run(
                        (atlas, looking),
                        canvas,
                        card,
                        shared.get_value(),
                        trouble,
                        sample,
                    );
                }
                Err(why) => trouble.set(Some(why.to_string())),
            }
        }
    });
    Effect::new(move |_| {
        let view = atlas.view.get();
        with(&mut |show| show.look_at(view));
    });
    Effect::new(move |_| {
        let shown = looking.map.get();
        with(&mut |show| show.map(shown));
    });
    Effect::new(move |_| {
        let busy = atlas.busy.get();
        atlas
            .sky
            .with_value(|sky| with(&mut |show| show.picture.show_busy(busy.clone(), sky)));
    });
    Effect::new(move |_| {
        let [tidy, pulled] = looking.second.map(|second| second.get());
        with(&mut |show| {
            show.picture.lay(View::Universal, tidy);
            show.picture.lay(View::Hyperversal, pulled);
        });
    });
    Effect::new(move |_| {
        let chosen = atlas.selection.get();
        atlas
            .sky
            .with_value(|sky| with(&mut |show| show.choose(chosen, sky)));
    });
    Effect::new(move |_| {
        let _ = atlas.dark.get();
        let _ = atlas.theme.get();
        // The style sheet answers only after the attribute is set, which another effect does.
        request_animation_frame(move || with(&mut Show::paint));
    });

    // What the worker leaves out, and of the rest what the stage does.
    let one_in = move || sample.get() * u64::from(atlas.busy.with(|busy| busy.every)).max(1);
    let few = move || {
        atlas.reading.track();
        atlas.sky.with_value(Sky::undrawn) > 0
    };
    let down = move |event: PointerEvent| {
        if event.button() == 0 {
            let (x, y) = self::at(&event);
            with(&mut |show| show.down(event.pointer_id(), x, y));
            if let Some(canvas) = canvas.get_untracked() {
                let _ = canvas.set_pointer_capture(event.pointer_id());
            }
        }
    };
    let moved = move |event: PointerEvent| {
        let (x, y) = self::at(&event);
        let mut found = None;
        atlas.sky.with_value(|sky| {
            with(&mut |show| found = show.moved(event.pointer_id(), x, y, sky));
        });
        // A finger lies on what it means, and chooses it.
        if let Some(found) = found.filter(|_| event.pointer_type() != "touch")
            && let Some(canvas) = canvas.get_untracked()
        {
            let cursor = if found.is_some() {
                "pointer"
            } else {
                "default"
            };
            let _ = web_sys::HtmlElement::style(&canvas).set_property("cursor", cursor);
            let by_key = false;
            looking.point(found.map(|at| Pointed { at, by_key }));
        }
    };
    let up = move |event: PointerEvent| {
        let (x, y) = self::at(&event);
        let mut chosen = None;
        atlas.sky.with_value(|sky| {
            with(&mut |show| chosen = show.up(event.pointer_id(), x, y, sky));
        });
        if let Some(chosen) = chosen {
            atlas.select(chosen);
        }
    };
    let leave = move |event: PointerEvent| {
        with(&mut |show| show.leave(event.pointer_id()));
        looking.point(None);
    };
    let map_to = move |event: PointerEvent| {
        if event.buttons() & 1 == 1 {
            let (x, y) = self::at(&event);
            with(&mut |show| show.look_there(x, y));
            if let Some(map) = map.get_untracked() {
                let _ = map.set_pointer_capture(event.pointer_id());
            }
        }
    };
    let wheel = move |event: WheelEvent| {
        event.prevent_default();
        // Lines and pages instead of pixels, where a browser counts so.
        let unit = [1.0, 16.0, 400.0]
            .get(event.delta_mode() as usize)
            .copied()
            .unwrap_or(1.0);
        let factor = ((-event.delta_y() * unit * WHEEL_ZOOM) as f32).exp();
        let (x, y) = (event.offset_x() as f32, event.offset_y() as f32);
        with(&mut |show| show.zoom(factor.clamp(0.5, 2.0), Some((x, y))));
    };
    let key = move |event: KeyboardEvent| {
        if event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        let step = match event.key().as_str() {
            "ArrowLeft" => Some((-1.0, 0.0)),
            "ArrowRight" => Some((1.0, 0.0)),
            "ArrowUp" => Some((0.0, -1.0)),
            "ArrowDown" => Some((0.0, 1.0)),
            _ => None,
        };
        if let Some((dx, dy)) = step.filter(|_| event.shift_key()) {
            with(&mut |show| show.pan(-dx * KEY_PAN, -dy * KEY_PAN));
        } else if let Some((dx, dy)) = step {
            let mut next = None;
            with(&mut |show| {
                next = show
                    .picture
                    .neighbour(atlas.selection.get_untracked(), dx, dy);
            });
            if let Some(at) = next {
                atlas.select(next);
                looking.point(Some(Pointed { at, by_key: true }));
            }
        } else {
            match event.key().as_str() {
                "+" | "=" => with(&mut |show| show.zoom(KEY_ZOOM, None)),
                "-" => with(&mut |show| show.zoom(1.0 / KEY_ZOOM, None)),
                "0" => with(&mut Show::fit),
                _ => return,
            }
        }
        event.prevent_default();
        event.stop_propagation();
    };

    view! {
        <div class="stage">
            <canvas
                id="stage"
                node_ref=canvas
                tabindex="0"
                role="application"
                aria-label=text(move || self::describe(atlas))
                aria-describedby="stage-help"
                on:pointerdown=down
                on:pointermove=moved
                on:pointerup=up
                on:pointercancel=leave
                on:pointerleave=leave
                on:wheel=wheel
                on:keydown=key
                on:blur=move |_| looking.point(None)
            ></canvas>
            <canvas
                id="stage-names"
                class="stage-names"
                node_ref=over
                aria-hidden="true"
            ></canvas>
            <p id="stage-help" hidden>
                "Arrow keys choose the next mark, with Shift they move the picture, plus and minus zoom, 0 shows everything."
            </p>
            <div
                id="stage-map"
                class="stage-map"
                node_ref=map
                role="img"
                aria-label="map of the whole view, with a frame around what is seen"
                hidden
                on:pointerdown=map_to
                on:pointermove=map_to
            >
                <canvas></canvas>
                <span></span>
            </div>
            <div class="stage-tools" role="group" aria-label="the picture">
                <Tool glyph="legend" says="legend (g)" pressed=looking.legend act=move || looking.toggle_legend() />
                <Tool glyph="map" says="map where it is of use (m)" pressed=looking.map act=move || looking.toggle_map() />
                <Tool glyph="tidy" says="Universal view as a tidy tree" of=View::Universal pressed=looking.second[0] act=move || looking.toggle_layout(View::Universal) />
                <Tool glyph="pulled" says="stars by the pull of their lanes" of=View::Hyperversal pressed=looking.second[1] act=move || looking.toggle_layout(View::Hyperversal) />
                <Tool glyph="add" says="nearer (+)" act=move || with(&mut |show| show.zoom(KEY_ZOOM, None)) />
                <Tool glyph="less" says="farther away (-)" act=move || with(&mut |show| show.zoom(1.0 / KEY_ZOOM, None)) />
                <Tool glyph="fit" says="show everything (0)" act=move || with(&mut Show::fit) />
            </div>
            <StageCard card=card />
            <p class="stage-sample" aria-live="off" hidden=flag(move || one_in() < 2 && !few())>
                {part(move || {
                    let mut says = Vec::new();
                    atlas.reading.track();
                    let left_out = atlas.left_out.get_untracked();
                    let sample = format!("A sample: one Wave in {} is drawn.", one_in());
                    let without = format!("{} records were left out of the picture so far.", short(left_out));
                    if one_in() > 1 {
                        says.push(sample.as_str());
                        if atlas.busy.with(|busy| busy.every > 0) {
                            says.push("Bands show where all of them are.");
                        }
                        if left_out > 0 {
                            says.push(without.as_str());
                        }
                    }
                    if few() {
                        says.push(FEWER);
                    }
                    says.join(" ")
                })}
            </p>
            {part(move || {
                trouble
                    .get()
                    .map(|why| {
                        view! {
                            <p class="stage-trouble" role="status">
                                {format!(
                                    "There is no picture: {why}. Everything else works; the tree and the lists show the same.",
                                )}
                            </p>
                        }
                    })
            })}
        </div>
    }
}

fn at(event: &PointerEvent) -> (f32, f32) {
    (event.offset_x() as f32, event.offset_y() as f32)
}

/// What the picture shows, for those who do not see it.
fn describe(atlas: Atlas) -> String {
    atlas.reading.track();
    let view = atlas.view.get();
    atlas.sky.with_value(|sky| {
        let flying = sky.flying();
        match view {
            View::Universal => {
                format!(
                    "Universal view: {} Points, {flying} Waves on their way",
                    sky.particle_count()
                )
            }
            View::Hyperversal => format!(
                "Hyperversal view: {} stars, {} lanes, {flying} Waves on their way",
                sky.stars().count(),
                sky.lanes().count(),
            ),
        }
    })
}

/// A button at the edge of the picture.
#[component]
fn Tool(
    glyph: &'static str,
    says: &'static str,
    /// Only there in that view.
    #[prop(optional)]
    of: Option<View>,
    #[prop(optional)] pressed: Option<RwSignal<bool>>,
    #[prop(into)] act: Callback<()>,
) -> impl IntoView {
    let atlas = use_atlas();
    let away = move || of.is_some_and(|view| view != atlas.view.get());
    let pressed = pressed.map(|pressed| text(move || pressed.get().to_string()));
    view! {
        <button type="button" aria-label=says title=says aria-pressed=pressed hidden=flag(away) on:click=move |_| act.run(())>
            <Glyph name=glyph />
        </button>
    }
}

/// Is there when the browser takes the context away, when it gives one again, and when type that
/// was asked for has come.
fn guard(canvas: &HtmlCanvasElement, shared: Shared, trouble: RwSignal<Option<String>>) {
    let (again, typeset) = (Rc::clone(&shared), Rc::clone(&shared));
    let lost = Closure::<dyn FnMut(web_sys::Event)>::new(move |event: web_sys::Event| {
        // Only who says so gets it back.
        event.prevent_default();
        trouble.set(Some("the browser has taken it away for now".to_owned()));
        if let Some(show) = shared.borrow_mut().as_mut() {
            show.lose();
        }
    });
    let restored = Closure::<dyn FnMut()>::new(move || {
        let restored = again.borrow_mut().as_mut().map(Show::restore);
        trouble.set(restored.and_then(|done| done.err().map(|why| why.to_string())));
    });
    for (name, listener) in [
        ("webglcontextlost", lost.as_ref()),
        ("webglcontextrestored", restored.as_ref()),
    ] {
        let _ = canvas.add_event_listener_with_callback(name, listener.unchecked_ref());
    }
    // Names that were written before their type was there are written again.
    let loaded = Closure::<dyn FnMut()>::new(move || {
        if let Some(show) = typeset.borrow_mut().as_mut() {
            show.paint();
        }
    });
    document()
        .fonts()
        .set_onloadingdone(Some(loaded.as_ref().unchecked_ref()));
    loaded.forget();
    // They live as long as the canvas, which is as long as the page.
    lost.forget();
    restored.forget();
}

/// Draws once an animation frame, until the component goes.
fn run(
    (atlas, looking): (Atlas, Looking),
    canvas: HtmlCanvasElement,
    card: NodeRef<html::Div>,
    shared: Shared,
    trouble: RwSignal<Option<String>>,
    sample: RwSignal<u64>,
) {
    let calm = window()
        .match_media("(prefers-reduced-motion: reduce)")
        .ok()
        .flatten();
    // One closure for all frames; it keeps itself alive by this knot until the component goes.
    let knot: Rc<RefCell<Option<Draw>>> = Rc::default();
    let again = Rc::clone(&knot);
    let mut shown = Figures::default();
    let draw = move |wall: f64| {
        let flow = atlas.flow.get_untracked();
        let told = Told {
            now: atlas.latest.with_value(|latest| latest.now),
            paused: flow.paused,
            speed: flow.speed,
        };
        let mut drawn = Ok(shown);
        let pointed = looking.pointed.get_untracked();
        let mut anchor = None;
        if let Some(show) = shared.borrow_mut().as_mut() {
            show.picture.still = calm.as_ref().is_some_and(web_sys::MediaQueryList::matches);
            atlas.sky.update_value(|sky| {
                drawn = show.frame(wall, sky, told);
                anchor = pointed.and_then(|pointed| show.anchor(pointed.at, sky));
            });
        }
        match (anchor, card.get_untracked()) {
            (Some(place), Some(card)) => {
                let size = (canvas.client_width() as f32, canvas.client_height() as f32);
                stage_card::put(&card, place, size);
            }
            // What was spoken of is not to be seen any more.
            (None, _) if pointed.is_some() => looking.point(None),
            _ => {}
        }
        match drawn {
            Ok(figures) => {
                let set = |name: &str, figure: u64| {
                    let _ = canvas.set_attribute(name, &figure.to_string());
                };
                set("data-frames", figures.frames);
                if figures.waves != shown.waves || shown.frames == 0 {
                    set("data-waves-drawn", figures.waves as u64);
                }
                if figures.sample != shown.sample {
                    set("data-sample", figures.sample);
                    sample.set(figures.sample.max(1));
                }
                shown = figures;
            }
            Err(why) => trouble.set(Some(why.to_string())),
        }
        if let Some(draw) = again.borrow().as_ref() {
            self::next_frame(draw);
        }
    };
    let draw = Draw::new(draw);
    self::next_frame(&draw);
    *knot.borrow_mut() = Some(draw);
    let knot = StoredValue::new_local(knot);
    on_cleanup(move || {
        let draw = knot.get_value().borrow_mut().take();
        // Dropped after the frame that may be running.
        request_animation_frame(move || drop(draw));
    });
}

fn next_frame(draw: &Draw) {
    let _ = window().request_animation_frame(draw.as_ref().unchecked_ref());
}
