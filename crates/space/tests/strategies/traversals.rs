//! Waves at the layers of Particles.

use orrery_space::traversal::{Course, Direction, Entry, Plan, Traversal};
use orrery_space::{Layer, Wave};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

use super::{point, surface, wave};

pub fn direction() -> impl Strategy<Value = Direction> {
    select(vec![Direction::Fabric, Direction::Core])
}

pub fn plan() -> impl Strategy<Value = Plan> {
    select(vec![Plan::Plain, Plan::Full])
}

pub fn entry() -> impl Strategy<Value = Entry> {
    prop_oneof![
        1 => Just(Entry::Gravity),
        3 => select(Layer::ALL).prop_map(Entry::Layer),
        1 => (select(Layer::ALL), direction())
            .prop_map(|(layer, direction)| Entry::Forced { layer, direction }),
    ]
}

pub fn traversal() -> BoxedStrategy<Traversal<Wave>> {
    let course =
        (direction(), option::of(select(Layer::ALL))).prop_map(|(direction, destination)| Course {
            direction,
            destination,
        });
    (
        wave(),
        point(),
        surface(),
        plan(),
        select(Layer::ALL),
        course,
    )
        .prop_map(|(wave, point, to, plan, layer, course)| Traversal {
            wave,
            point,
            to,
            plan,
            layer,
            course,
        })
        .boxed()
}
