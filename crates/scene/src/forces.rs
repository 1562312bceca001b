//! Where stars stand by the pull of their lanes: all push each other away, and a lane pulls its two ends together. So
//! stars that are few lanes apart stand near each other, whatever their roles are.
//!
//! Everything begins where the [`Chart`](crate::chart::Chart) by roles has it and takes a fixed number of steps, so
//! the same tables give the same places.

use force_graph::{ForceGraph, NodeData, SimulationParameters};
use orrery_hyperspace::trace::StarNo;

use crate::layout::Place;
use crate::sky::Sky;

/// After so many steps nothing moves any more that one could see.
const STEPS: usize = 240;

/// Lengths in units of the chart; a step is one second.
const FORCES: SimulationParameters = SimulationParameters {
    force_charge: 6.0,
    force_spring: 0.3,
    force_max: 12.0,
    node_speed: 0.06,
    damping_factor: 0.8,
};

/// Pulls the stars, by number, to their places around the middle. The nearest two are then `apart`. Gives how far away
/// the farthest is.
pub(crate) fn pull(stars: &mut [Option<Place>], sky: &Sky, apart: f32) -> f32 {
    let mut graph = <ForceGraph>::new(FORCES);
    let nodes: Vec<_> = stars
        .iter()
        .map(|star| {
            star.map(|place| {
                graph.add_node(NodeData {
                    x: place.x,
                    y: place.y,
                    mass: 1.0,
                    ..NodeData::default()
                })
            })
        })
        .collect();
    for lane in sky.lanes() {
        let end = |star: StarNo| nodes.get(star.index()).copied().flatten();
        // the library panics at a lane that ends where it begins
        if let (Some(a), Some(b)) = (end(lane.a), end(lane.b))
            && a != b
        {
            graph.add_edge(a, b, Default::default());
        }
    }
    for _ in 0..STEPS {
        graph.update(1.0);
    }
    let mut places = Vec::new();
    graph.visit_nodes(|node| {
        places.push(Place {
            x: node.x(),
            y: node.y(),
            size: 0.0,
        })
    });
    let middle = self::middle(&places);
    let nearest = self::nearest(&places);
    // a single star has nobody near it, and stands in the middle
    let scale = if nearest.is_finite() && nearest > 0.0 {
        apart / nearest
    } else {
        1.0
    };
    let mut farthest = 0.0_f32;
    for (star, place) in stars.iter_mut().flatten().zip(places) {
        (star.x, star.y) = ((place.x - middle.x) * scale, (place.y - middle.y) * scale);
        farthest = farthest.max(star.distance(Place::default()));
    }
    farthest
}

fn middle(places: &[Place]) -> Place {
    let count = places.len().max(1) as f32;
    let sum = |part: fn(&Place) -> f32| places.iter().map(part).sum::<f32>() / count;
    Place {
        x: sum(|place| place.x),
        y: sum(|place| place.y),
        size: 0.0,
    }
}

/// How far apart the nearest two are; infinite where there are no two.
fn nearest(places: &[Place]) -> f32 {
    let mut nearest = f32::INFINITY;
    for (at, place) in places.iter().enumerate() {
        for other in &places[at + 1..] {
            nearest = nearest.min(place.distance(*other));
        }
    }
    nearest
}

#[cfg(test)]
#[path = "forces_tests.rs"]
mod tests;
