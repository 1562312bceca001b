//! Once an animation frame the page asks for what happened, if the last answer is there. When
//! answers stay away for too long, the cosmos is said to be gone.

use std::cell::RefCell;
use std::rc::Rc;

use leptos::prelude::*;

use super::atlas::Atlas;
use super::keep::Keep;
use super::life::Life;
use super::talk::Talk;
use crate::bridge::client::{Bridge, Heard};
use crate::bridge::protocol::{Ask, Frame, Kept, Tell};

/// How long a visible page waits for an answer.
const PATIENCE_MS: f64 = 15_000.0;

/// The longest wait that counts between two frames; a hidden page gets none.
const LONGEST_FRAME_MS: f64 = 100.0;

/// How often that is redrawn which is read and not watched.
const READING_MS: f64 = 200.0;

#[derive(Default)]
struct Pulse {
    asked: bool,
    waited: f64,
    last: f64,
    read: f64,
}

/// Opens the bridge and keeps asking.
pub fn start(atlas: Atlas, talk: Talk, keep: Keep) {
    let pulse = Rc::new(RefCell::new(Pulse::default()));
    let heard = Rc::clone(&pulse);
    atlas.join(Bridge::open(move |what| match what {
        Heard::Tell(Tell::Frame(frame)) => {
            heard.borrow_mut().answered();
            self::tell_tests(&frame);
            atlas.frame(frame);
        }
        Heard::Tell(Tell::Ready) => {
            heard.borrow_mut().answered();
            keep.progress.set(None);
            atlas.life.set(Life::Living);
            atlas.set_flow(atlas.flow.get_untracked());
        }
        Heard::Tell(Tell::Keep(kept)) => {
            // who is still restoring is not gone
            if matches!(kept, Kept::Progress(..)) {
                heard.borrow_mut().answered();
            }
            keep.hear(kept);
        }
        Heard::Tell(Tell::Restarted) => {
            atlas.forget();
            atlas.life.set(Life::Waking);
            talk.forget_waiting("the cosmos has begun again");
        }
        Heard::Tell(Tell::Rewound) => atlas.rewind(),
        Heard::Tell(Tell::Branches { all, shown }) => atlas.hear_branches(all, shown),
        Heard::Tell(Tell::Remarks(remarks)) => atlas.remarks.set(remarks),
        Heard::Tell(Tell::Halt(halt)) => atlas.hear_halt(halt),
        Heard::Tell(Tell::AtHand { lessons, files }) => atlas.at_hand.set((lessons, files)),
        Heard::Tell(Tell::Lesson(card)) => atlas.lesson.set(card),
        Heard::Tell(Tell::Note { text }) => talk.note(&text),
        Heard::Tell(_) => {}
        Heard::Gone(why) => {
            self::lose(atlas, talk, &why);
        }
    }));
    self::beat(atlas, talk, pulse);
}

/// Begins again, with what is saved or `anew` without it.
pub fn restart(atlas: Atlas, keep: Keep, anew: bool) {
    atlas.forget();
    keep.hear(Kept::Notice(None));
    keep.progress.set(None);
    atlas.life.set(Life::Waking);
    atlas.with_bridge(|bridge| bridge.start(anew));
}

fn lose(atlas: Atlas, talk: Talk, why: &str) {
    // the last that was heard
    atlas.read();
    atlas.life.set(Life::Gone(why.to_owned()));
    talk.forget_waiting("the cosmos is gone");
}

fn beat(atlas: Atlas, talk: Talk, pulse: Rc<RefCell<Pulse>>) {
    let now = window().performance().map_or(0.0, |clock| clock.now());
    let life = atlas.life.get_untracked();
    let patient = pulse.borrow_mut().tick(now, &life);
    if !patient {
        atlas.with_bridge(Bridge::close);
        self::lose(atlas, talk, "it has not answered for 15 seconds");
    } else if life == Life::Living {
        if pulse.borrow_mut().may_ask() {
            atlas.with_bridge(|bridge| bridge.ask(Ask::Frame { wall_ms: now }));
        }
        if pulse.borrow_mut().may_read(now) {
            atlas.read();
        }
    }
    request_animation_frame(move || self::beat(atlas, talk, pulse));
}

impl Pulse {
    /// Whether there is any patience left.
    fn tick(&mut self, now: f64, life: &Life) -> bool {
        let elapsed = (now - self.last).clamp(0.0, LONGEST_FRAME_MS);
        self.last = now;
        match life {
            Life::Gone(_) => {
                *self = Self {
                    last: now,
                    ..Self::default()
                }
            }
            Life::Living if !self.asked => self.waited = 0.0,
            Life::Waking | Life::Living => self.waited += elapsed,
        }
        self.waited < PATIENCE_MS
    }

    fn may_ask(&mut self) -> bool {
        !std::mem::replace(&mut self.asked, true)
    }

    fn answered(&mut self) {
        self.asked = false;
        self.waited = 0.0;
    }

    fn may_read(&mut self, now: f64) -> bool {
        // a clock that went back must not keep it from being due
        let due = (now - self.read).abs() >= READING_MS;
        if due {
            self.read = now;
        }
        due
    }
}

/// The figures of the last frame, where a browser test can wait for them.
fn tell_tests(frame: &Frame) {
    let Some(body) = document().body() else {
        return;
    };
    let data = body.dataset();
    let figures = [
        ("ready", "true".to_owned()),
        ("events", frame.counters.events.to_string()),
        ("waves", frame.counters.waves.to_string()),
        ("paused", frame.flow.paused.to_string()),
        ("now", frame.now.to_string()),
        ("past", frame.place.past.to_string()),
    ];
    for (name, figure) in figures {
        if data.get(name).as_deref() != Some(figure.as_str()) {
            let _ = data.set(name, &figure);
        }
    }
}
