//! The shell of Orrery: all that knows the browser. [`ui`] is the page, [`stage`] its picture in
//! WebGL2, [`bridge`] the way to the cosmos in its Web Worker.
//!
//! Nothing here decides what happens in the cosmos: the page asks, and shows what the trace says.

pub mod bridge;
pub mod stage;
pub mod ui;
