//! The way of Waves through the layers of Particles.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use expect_test::expect;
use orrery_space::core::DirectedCore;
use orrery_space::traversal::{
    Bearing, Course, Direction, Entry, EntryError, Plan, Step, Traversal, Visit,
};
use orrery_space::wave::TransportError;
use orrery_space::{
    Agent, Kind, Layer, Point, ReflectedCore, Route, StatusCode, Surface, Wave, WaveKind,
};
use proptest::prelude::*;
use proptest::sample::select;

mod strategies;

fn surface(text: &str) -> Surface {
    text.parse().expect("a surface")
}

fn ping(from: &str, to: &str) -> Wave {
    let core = DirectedCore::default();
    Wave::ping(1, Agent::Anonymous, surface(from), surface(to), core)
}

fn pong(from: &str, to: &str) -> Wave {
    let pong = ping(to, from).reflect(2, ReflectedCore::default());
    pong.expect("an answer to a Ping")
}

/// All that happens to a Wave in one Particle: at each layer the visit, and how it leaves.
fn way(wave: &Wave, entry: Entry, plan: Plan) -> String {
    let to = wave.to().expect("a Wave to one").clone();
    let mut traversal = match Traversal::enter(wave, to, entry, plan) {
        Ok(traversal) => traversal,
        Err(error) => return error.to_string(),
    };
    let mut way = format!("{}:", traversal.point);
    let mut step = traversal.start();
    loop {
        match step {
            Step::Gravity => return way + " Gravity",
            Step::Driver(layer) => return format!("{way} driver {layer}"),
            Step::Layer(layer) => way += &format!(" {layer}"),
        }
        match traversal.visit() {
            Visit::Handle => return way + " handle",
            Visit::Exchange => return way + " exchange",
            Visit::Pass(_, _) => step = traversal.advance(),
        }
    }
}

#[test]
fn layers_in_order() {
    let names: Vec<&str> = Layer::ALL.iter().map(|layer| layer.name()).collect();
    assert_eq!(
        names,
        [
            "Gravity", "Field", "Shell", "Portal", "Host", "Guest", "Core"
        ]
    );
    assert!(Layer::ALL.is_sorted());
    let kept: Vec<&Layer> = Layer::ALL.iter().filter(|l| l.has_state()).collect();
    assert_eq!(kept, [&Layer::Field, &Layer::Shell]);
}

#[test]
fn plans_of_kinds() {
    let full = ["Control", "Mechtron", "Portal"];
    for base in Kind::BASES {
        let Some(kind) = Kind::plain(base) else {
            continue;
        };
        let expected = if full.contains(base) {
            Plan::Full
        } else {
            Plan::Plain
        };
        assert_eq!(Plan::of(&kind), expected, "{kind}");
    }
    for text in ["Star<Fold>", "Artifact<Wasm>", "File<Dir>"] {
        assert_eq!(Plan::of(&text.parse().unwrap()), Plan::Plain, "{text}");
    }
    assert_eq!(
        Plan::Plain.layers(),
        [Layer::Field, Layer::Shell, Layer::Core]
    );
    assert_eq!(Plan::Full.layers(), &Layer::ALL[1..]);
}

#[test]
fn the_next_layer_both_ways() {
    for (layer, plain, full) in [
        (Layer::Gravity, ("-", "Field"), ("-", "Field")),
        (Layer::Field, ("-", "Shell"), ("-", "Shell")),
        (Layer::Shell, ("Field", "Core"), ("Field", "Portal")),
        (Layer::Portal, ("Shell", "Core"), ("Shell", "Host")),
        (Layer::Host, ("Shell", "Core"), ("Portal", "Guest")),
        (Layer::Guest, ("Shell", "Core"), ("Host", "Core")),
        (Layer::Core, ("Shell", "-"), ("Guest", "-")),
    ] {
        let name = |layer: Option<Layer>| layer.map_or("-", Layer::name);
        let next = |plan: Plan| {
            (
                name(plan.towards_fabric(layer)),
                name(plan.towards_core(layer)),
            )
        };
        assert_eq!(next(Plan::Plain), plain, "{layer}");
        assert_eq!(next(Plan::Full), full, "{layer}");
    }
}

#[test]
fn the_direction_from_layer_to_layer() {
    for (at, from) in Layer::ALL.iter().enumerate() {
        for (to_at, to) in Layer::ALL.iter().enumerate() {
            let expected = match at.cmp(&to_at) {
                std::cmp::Ordering::Less => Some(Direction::Core),
                std::cmp::Ordering::Equal => None,
                std::cmp::Ordering::Greater => Some(Direction::Fabric),
            };
            assert_eq!(Direction::between(*from, *to), expected, "{from} {to}");
        }
    }
}

/// From, to, where it enters, in which plan: where it goes.
#[test]
fn the_direction_is_chosen_where_a_wave_enters() {
    let (a, to_core) = ("localhost:a", "localhost:b@Core");
    let cases = [
        (a, to_core, Entry::Gravity, "Core to Core"),
        (a, "localhost:b@Shell", Entry::Gravity, "Core to Shell"),
        (a, "GLOBAL::executor@Core", Entry::Gravity, "Core to Core"),
        (a, to_core, Entry::Layer(Layer::Core), "Fabric"),
        (a, to_core, Entry::Layer(Layer::Shell), "Fabric"),
        (
            a,
            "GLOBAL::executor@Core",
            Entry::Layer(Layer::Core),
            "Fabric",
        ),
        (
            "GLOBAL::executor",
            "GLOBAL::executor@Shell",
            Entry::Layer(Layer::Core),
            "Fabric",
        ),
        (
            a,
            "localhost:a@Shell",
            Entry::Layer(Layer::Core),
            "Fabric to Shell",
        ),
        (
            a,
            "localhost:a@Core",
            Entry::Layer(Layer::Field),
            "Core to Core",
        ),
        (
            a,
            "localhost:a@Gravity",
            Entry::Layer(Layer::Shell),
            "Fabric to Gravity",
        ),
    ];
    for (from, to, entry, expected) in cases {
        let (from, to): (Point, Surface) = (from.parse().unwrap(), surface(to));
        let course = entry.course(&from, &to, Plan::Plain).expect("a course");
        let destination = course.destination.map(|layer| format!(" to {layer}"));
        let found = format!("{:?}{}", course.direction, destination.unwrap_or_default());
        assert_eq!(found, expected, "{from} {to} {entry:?}");
    }
}

#[test]
fn a_forced_direction_wins() {
    let (own, to) = ("localhost:a".parse().unwrap(), surface("localhost:a@Shell"));
    for direction in [Direction::Core, Direction::Fabric] {
        let entry = Entry::Forced {
            layer: Layer::Shell,
            direction,
        };
        let course = Course {
            direction,
            destination: None,
        };
        assert_eq!(entry.course(&own, &to, Plan::Plain), Ok(course));
        assert_eq!(entry.layer(), Layer::Shell);
    }
}

#[test]
fn where_a_wave_cannot_enter() {
    let own: Point = "localhost:a".parse().unwrap();
    let refused = |entry: Entry, to: &str, plan| {
        let error = entry.course(&own, &surface(to), plan).unwrap_err();
        error.to_string()
    };
    let core = Entry::Layer(Layer::Core);
    expect!["localhost:a has no layer Portal, only Field, Shell and Core"].assert_eq(&refused(
        core,
        "localhost:a@Portal",
        Plan::Plain,
    ));
    expect!["localhost:b has no layer Guest, only Field, Shell and Core"].assert_eq(&refused(
        Entry::Gravity,
        "localhost:b@Guest",
        Plan::Plain,
    ));
    expect!["a Wave for localhost:a@Core cannot be sent from there"].assert_eq(&refused(
        core,
        "localhost:a@Core",
        Plan::Full,
    ));
    let to = surface("localhost:b@Gravity");
    assert_eq!(
        Entry::Gravity.course(&own, &to, Plan::Full),
        Err(EntryError::SameLayer(to))
    );
}

/// Portal, Host and Guest are the driver's: inward it takes over where they begin, outward the
/// star takes over where they end.
#[test]
fn the_way_through_a_particle() {
    let (out, back) = (
        ping("localhost:a", "localhost:b"),
        pong("localhost:b", "localhost:a"),
    );
    let core = Entry::Layer(Layer::Core);
    for (wave, entry, plan, expected) in [
        (
            &out,
            Entry::Gravity,
            Plan::Plain,
            "localhost:b: Field Shell driver Core",
        ),
        (
            &out,
            Entry::Gravity,
            Plan::Full,
            "localhost:b: Field Shell driver Portal",
        ),
        (&out, core, Plan::Plain, "localhost:a: Shell Field Gravity"),
        (&out, core, Plan::Full, "localhost:a: Shell Field Gravity"),
        (
            &out,
            Entry::Layer(Layer::Guest),
            Plan::Full,
            "localhost:a: Shell Field Gravity",
        ),
        (
            &out,
            Entry::Layer(Layer::Field),
            Plan::Plain,
            "localhost:a: Field Gravity",
        ),
        (
            &back,
            Entry::Gravity,
            Plan::Plain,
            "localhost:a: Field Shell driver Core",
        ),
        (&back, core, Plan::Plain, "localhost:b: Shell Field Gravity"),
    ] {
        assert_eq!(way(wave, entry, plan), expected, "{entry:?} {plan:?}");
    }
}

#[test]
fn delivered_where_it_is_destined() {
    let core = Entry::Layer(Layer::Core);
    for (wave, entry, expected) in [
        (
            ping("localhost:a", "localhost:b@Shell"),
            Entry::Gravity,
            "localhost:b: Field Shell handle",
        ),
        (
            ping("localhost:a", "localhost:b@Field"),
            Entry::Gravity,
            "localhost:b: Field handle",
        ),
        (
            pong("localhost:b", "localhost:a@Field"),
            Entry::Gravity,
            "localhost:a: Field exchange",
        ),
        (
            pong("localhost:b", "localhost:a@Shell"),
            Entry::Gravity,
            "localhost:a: Field Shell exchange",
        ),
        (
            ping("localhost:a", "localhost:a@Shell"),
            core,
            "localhost:a: Shell handle",
        ),
        (
            ping("localhost:a", "localhost:a@Field"),
            core,
            "localhost:a: Shell Field handle",
        ),
        (
            ping("localhost:a", "localhost:a@Core"),
            Entry::Layer(Layer::Field),
            "localhost:a: Field Shell driver Core",
        ),
        (
            ping("localhost:a", "localhost:a@Gravity"),
            core,
            "localhost:a: Shell Field Gravity",
        ),
    ] {
        assert_eq!(way(&wave, entry, Plan::Plain), expected, "{entry:?}");
    }
}

#[test]
fn four_ways_to_pass() {
    let (out, back) = (
        ping("localhost:a", "localhost:b"),
        pong("localhost:b", "localhost:a"),
    );
    for (wave, entry, pass) in [
        (&out, Entry::Gravity, (Bearing::Directed, Direction::Core)),
        (
            &out,
            Entry::Layer(Layer::Core),
            (Bearing::Directed, Direction::Fabric),
        ),
        (&back, Entry::Gravity, (Bearing::Reflected, Direction::Core)),
        (
            &back,
            Entry::Layer(Layer::Core),
            (Bearing::Reflected, Direction::Fabric),
        ),
    ] {
        let to = wave.to().unwrap().clone();
        let mut traversal = Traversal::enter(wave, to, entry, Plan::Plain).unwrap();
        assert!(matches!(traversal.start(), Step::Layer(_)));
        assert_eq!(traversal.visit(), Visit::Pass(pass.0, pass.1));
    }
}

/// A directed Wave that is delivered where nothing handles it gets an answer all the same.
#[test]
fn what_nothing_handles() {
    let to = surface("localhost:b@Shell");
    let wave = ping("localhost:a", "localhost:b@Shell");
    let mut traversal = Traversal::enter(wave, to, Entry::Gravity, Plan::Plain).unwrap();
    traversal.start();
    traversal.advance();
    assert_eq!(traversal.visit(), Visit::Handle);
    let answer = traversal.unhandled();
    assert_eq!(answer.status, StatusCode::NOT_IMPLEMENTED);
    expect!["nothing handles Waves at localhost:b@Shell"].assert_eq(&answer.body.text());
    let pong = traversal.wave.reflect(2, answer).expect("a Pong");
    assert_eq!(pong.kind(), WaveKind::Pong);
}

/// What a traversal carries is taken for something with an error where it is something else.
#[test]
fn a_traversal_of_something_else() {
    let (here, there) = (
        surface("<<STAR::central:fold[0]>>::star"),
        surface("<<STAR::central:fold[1]>>::star"),
    );
    let inner = ping("localhost:a", "localhost:b");
    let transport = inner.clone().wrap_in_transport(2, here, there.clone());
    let enter = |wave: Wave| {
        let mut traversal =
            Traversal::enter(wave, there.clone(), Entry::Gravity, Plan::Plain).unwrap();
        traversal.start();
        traversal
    };
    let unwrapped = enter(transport.clone())
        .try_map(Wave::unwrap_from_transport)
        .unwrap();
    assert_eq!(unwrapped.wave, inner);
    assert_eq!(
        (unwrapped.layer, &unwrapped.to),
        (Layer::Field, &there),
        "everything else stays"
    );
    assert_eq!(
        enter(transport.clone()).try_map(Wave::unwrap_from_hop),
        Err(TransportError::Method {
            expected: "Hyp<Hop>".parse().unwrap(),
            found: "Hyp<Transport>".parse().unwrap(),
        })
    );
    assert_eq!(
        enter(inner).try_map(Wave::unwrap_from_transport),
        Err(TransportError::NotASignal(WaveKind::Ping))
    );
}

proptest! {
    /// The next layer is the nearest of the plan, and both ways lead back.
    #[test]
    fn steps_through_a_plan(plan in strategies::plan(), layer in select(Layer::ALL)) {
        for direction in [Direction::Core, Direction::Fabric] {
            let beyond = |other: &&Layer| Direction::between(layer, **other) == Some(direction);
            let next = plan.next(layer, direction);
            let further = plan.layers().iter().filter(beyond);
            prop_assert_eq!(next, match direction {
                Direction::Core => further.min().copied(),
                Direction::Fabric => further.max().copied(),
            });
            if let Some(next) = next {
                let back = match direction {
                    Direction::Core => plan.towards_fabric(next),
                    Direction::Fabric => plan.towards_core(next),
                };
                prop_assert!(!plan.has(layer) || back == Some(layer));
            }
        }
    }

    /// A course leads from where the Wave enters towards its destination, and outward whatever is
    /// for another Particle.
    #[test]
    fn a_course_leads_to_its_destination(
        entry in strategies::entry(),
        from in strategies::point(),
        other in strategies::surface(),
        own in any::<bool>(),
        plan in strategies::plan(),
    ) {
        let point = if own { from.clone() } else { other.point.clone() };
        let to = Surface { point, ..other };
        match entry.course(&from, &to, plan) {
            Ok(Course { direction, destination: Some(layer) }) => {
                prop_assert_eq!(layer, to.layer);
                prop_assert_eq!(Direction::between(entry.layer(), layer), Some(direction));
                prop_assert!(entry == Entry::Gravity || to.point == from);
            }
            Ok(Course { direction, destination: None }) => match entry {
                Entry::Gravity => prop_assert!(false, "it has a destination"),
                Entry::Forced { direction: forced, .. } => prop_assert_eq!(direction, forced),
                Entry::Layer(_) => {
                    prop_assert_eq!(direction, Direction::Fabric);
                    prop_assert!(to.point != from || *to.point.route() == Route::Global);
                }
            },
            Err(EntryError::SameLayer(_)) => prop_assert_eq!(entry.layer(), to.layer),
            Err(EntryError::NoLayer { .. }) => prop_assert!(!plan.has(to.layer)),
        }
    }

    /// Whatever enters leaves or is delivered, after each served layer at most once.
    #[test]
    fn every_way_ends(traversal in strategies::traversal()) {
        let mut traversal = traversal;
        let mut seen = Vec::new();
        let mut step = traversal.start();
        while let Step::Layer(layer) = step {
            prop_assert!(layer.has_state() && !seen.contains(&layer));
            prop_assert_eq!(traversal.layer, layer);
            seen.push(layer);
            step = match traversal.visit() {
                Visit::Pass(_, direction) => {
                    prop_assert_eq!(direction, traversal.course.direction);
                    prop_assert!(traversal.course.destination != Some(layer));
                    traversal.advance()
                }
                Visit::Handle | Visit::Exchange => {
                    prop_assert_eq!(traversal.course.destination, Some(layer));
                    return Ok(());
                }
            };
        }
        let core = traversal.course.direction == Direction::Core;
        prop_assert_eq!(matches!(step, Step::Driver(_)), core);
        prop_assert_eq!(step == Step::Gravity, !core);
    }
}
