//! Selectors of surfaces.

use orrery_space::surface_selector::SurfaceSelector;
use orrery_space::value_pattern::ValuePattern;
use orrery_space::{Layer, Point, Surface, Topic};
use proptest::prelude::*;
use proptest::sample::select;

use super::{point, topic};

fn pattern<T: Clone + std::fmt::Debug + 'static>(
    exact: impl Strategy<Value = T> + 'static,
) -> BoxedStrategy<ValuePattern<T>> {
    prop_oneof![
        1 => Just(ValuePattern::Any),
        1 => Just(ValuePattern::None),
        3 => exact.prop_map(ValuePattern::Exact),
    ]
    .boxed()
}

pub fn surface_selector() -> BoxedStrategy<SurfaceSelector> {
    (pattern(point()), pattern(select(Layer::ALL)), topic())
        .prop_map(|(point, layer, topic)| SurfaceSelector::new(point, layer, topic))
        .boxed()
}

/// A surface selector and a surface over few values, so that they often match.
pub fn meeting_surfaces() -> impl Strategy<Value = (SurfaceSelector, Surface)> {
    let points = || select(vec![Point::root(), Point::executor()]);
    let layers = || select(vec![Layer::Field, Layer::Core]);
    let topics = || select(vec![Topic::None, Topic::Not, Topic::Any, Topic::Cli]);
    let selector = (pattern(points()), pattern(layers()), topics())
        .prop_map(|(point, layer, topic)| SurfaceSelector::new(point, layer, topic));
    let surface = (points(), layers(), topics()).prop_map(|(point, layer, topic)| Surface {
        point,
        layer,
        topic,
    });
    (selector, surface)
}
