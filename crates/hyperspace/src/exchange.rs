//! Exchanges: who waits for which answer, and until when.

use std::collections::VecDeque;
use std::collections::hash_map::{Entry, HashMap};
use std::hash::BuildHasherDefault;

use orrery_space::WaveId;
use orrery_space::exchange::Exchange as Echoes;
use orrery_space::wave::WaitTime;

use crate::Moment;
use crate::registry::Carried;
use crate::trace::{ParticleNo, WaveNo};

/// Who gets an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Waiter {
    /// Who sent the command or Wave with that ticket from outside.
    Outside(u32),
    /// A suspended guest of that generation.
    Guest(ParticleNo, u32),
    /// A client at the gate, with the number of what it asked.
    Client(u32, u32),
    /// A task.
    Task(u32),
}

/// A Ping whose Pong has not come, or a Ripple whose Echoes have not.
#[derive(Debug)]
pub(crate) struct Waiting {
    pub waiter: Waiter,
    pub wave: WaveNo,
    pub from: ParticleNo,
    /// The Echoes of a Ripple that have come.
    pub echoes: Option<Box<Echoes>>,
}

impl Waiting {
    /// Who waits, and for the answer to which Wave.
    pub(crate) fn asked(&self) -> (Waiter, WaveNo) {
        (self.waiter, self.wave)
    }
}

/// All Pings whose Pongs have not come.
///
/// The deadlines of one wait class come in the order of sending, so each class is a queue: no
/// heap is touched by a Ping that is answered in time.
#[derive(Debug, Default)]
pub(crate) struct Exchange {
    waiting: HashMap<u128, Waiting, BuildHasherDefault<Carried>>,
    deadlines: [VecDeque<(Moment, u128)>; 3],
}

impl Exchange {
    /// Notes that somebody waits for the answer to a Ping.
    pub(crate) fn open(&mut self, ping: WaveId, wait: WaitTime, now: Moment, entry: Waiting) {
        self.waiting.insert(ping.uuid, entry);
        let deadline = now.after(std::time::Duration::from_secs(wait.seconds()));
        let class = wait as usize;
        self.deadlines[class].push_back((deadline, ping.uuid));
        self.forget_answered(class);
    }

    /// The one who waits for the answer to a Ping, which has come to `particle`. A second answer finds
    /// nobody, nor does one that comes to another than who asked.
    pub(crate) fn close(&mut self, ping: WaveId, particle: ParticleNo) -> Option<Waiting> {
        match self.waiting.entry(ping.uuid) {
            Entry::Occupied(entry) if entry.get().from == particle => Some(entry.remove()),
            _ => None,
        }
    }

    /// The one who waits for the answer to a Wave, where the fabric itself brings it.
    pub(crate) fn end(&mut self, wave: WaveId) -> Option<Waiting> {
        self.waiting.remove(&wave.uuid)
    }

    /// The Echoes that have come to a Ripple, if somebody still waits for them.
    pub(crate) fn echoes(&mut self, ripple: WaveId) -> Option<&mut Echoes> {
        self.waiting.get_mut(&ripple.uuid)?.echoes.as_deref_mut()
    }

    /// Who sent a Wave whose answer is still waited for.
    pub(crate) fn asker(&self, ping: WaveId) -> Option<ParticleNo> {
        self.waiting.get(&ping.uuid).map(|waiting| waiting.from)
    }

    /// Whether somebody still waits for the answer to a Wave.
    pub(crate) fn is_open(&self, ping: WaveId) -> bool {
        self.waiting.contains_key(&ping.uuid)
    }

    /// No Ping is over its time before this: cheaper to know than [`Self::next_deadline`], since
    /// it does not ask whether that Ping has been answered.
    pub(crate) fn earliest(&self) -> Moment {
        let fronts = self.deadlines.iter().filter_map(|queue| queue.front());
        fronts.map(|(at, _)| *at).min().unwrap_or(Moment::NEVER)
    }

    /// When the next Ping is over its time.
    pub(crate) fn next_deadline(&mut self) -> Option<Moment> {
        (0..self.deadlines.len())
            .filter_map(|class| {
                self.forget_answered(class);
                self.deadlines[class].front().map(|(at, _)| *at)
            })
            .min()
    }

    /// One that is over its time at `now`.
    pub(crate) fn expire(&mut self, now: Moment) -> Option<Waiting> {
        for class in 0..self.deadlines.len() {
            self.forget_answered(class);
            if let Some(&(at, uuid)) = self.deadlines[class].front()
                && at <= now
            {
                self.deadlines[class].pop_front();
                return self.waiting.remove(&uuid);
            }
        }
        None
    }

    fn forget_answered(&mut self, class: usize) {
        let queue = &mut self.deadlines[class];
        while let Some((_, uuid)) = queue.front()
            && !self.waiting.contains_key(uuid)
        {
            queue.pop_front();
        }
    }
}
