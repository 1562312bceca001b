#![allow(clippy::unwrap_used, clippy::expect_used)]

use orrery_hyperspace::trace::{Event, ParticleNo, StarNo, WaveNo};
use orrery_space::{Kind, Method, StatusCode, WaveKind};

use crate::sample::Sample;

use super::*;

/// Numbers that look like chance, the same ones each time.
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (self.0 >> 33) % most
    }
}

/// A cosmos in which something happens by chance.
struct Life {
    sample: Sample,
    chance: Chance,
    last: u64,
    at: u64,
}

impl Life {
    fn new(seed: u64) -> Self {
        let mut sample = Sample::new();
        for name in ["zoe", "ann", "bob", "eve"] {
            sample.child(1, name, Kind::Base);
        }
        let chance = Chance(seed);
        Self {
            sample,
            chance,
            last: 0,
            at: 0,
        }
    }

    fn somebody(&mut self) -> ParticleNo {
        ParticleNo(2 + self.chance.below(4) as u32)
    }

    /// One of the last Waves, seldom one of all.
    fn some_wave(&mut self) -> WaveNo {
        let far = if self.chance.below(50) == 0 {
            self.last
        } else {
            200
        };
        let back = self.chance.below(far.min(self.last).max(1));
        WaveNo(self.last.saturating_sub(back))
    }

    fn go_on(&mut self, events: u32) {
        for _ in 0..events {
            self.at += self.chance.below(900);
            let (wave, particle) = (self.some_wave(), self.somebody());
            let (star, event) = (StarNo(0), self.chance.below(8));
            let event = match event {
                0 => Event::Delivered {
                    wave,
                    star,
                    particle,
                },
                1 => Event::Fuel {
                    wave: Some(wave),
                    particle,
                    fuel: self.chance.below(9),
                    until: orrery_hyperspace::Moment(self.at),
                },
                2 if self.chance.below(4) == 0 => Event::Refused {
                    wave,
                    star,
                    status: StatusCode::FORBIDDEN,
                    reason: "no grant".into(),
                },
                3 => {
                    self.sample.hop(self.at, wave.0, 0, 1, 500);
                    continue;
                }
                _ => {
                    // some are made to be sent later
                    let late = self.chance.below(3) * self.chance.below(3);
                    let number = (self.last + 4).saturating_sub(late);
                    self.last = self.last.max(number);
                    let answers = self.chance.below(3) == 0;
                    let methods = ["Say", "Do", "Tell"];
                    let method = methods[self.chance.below(3) as usize];
                    Event::Sent {
                        wave: WaveNo(number),
                        kind: if answers {
                            WaveKind::Pong
                        } else {
                            WaveKind::Ping
                        },
                        from: particle,
                        to: Some(self.somebody()),
                        method: (!answers).then(|| Method::Ext(method.into())),
                        status: answers.then_some(StatusCode::OK),
                        cause: Some(wave).filter(|cause| cause.0 < number),
                    }
                }
            };
            self.sample.tell(self.at, event);
        }
    }
}

/// What a plain scan finds.
fn plain(ledger: &Ledger, filter: &str, order: Order) -> Vec<u64> {
    let filter: Filter = filter.parse().unwrap();
    let admitted = |wave: &&Entry| filter.admits(ledger, wave, ledger.now());
    let mut all: Vec<&Entry> = ledger.waves().filter(admitted).collect();
    all.sort_by(|a, b| self::compare(ledger, order.by, a, b));
    if order.down {
        all.reverse();
    }
    all.iter().map(|wave| wave.wave.0).collect()
}

#[test]
fn it_finds_what_a_plain_scan_finds_while_things_happen() {
    let filters = [
        "",
        "from:localhost:ann",
        "status:>=400",
        "is:flying",
        "-is:answered kind:Ping",
        "took:>20us",
        "grant",
    ];
    for seed in 0..4 {
        let mut life = Life::new(seed);
        for filter in filters {
            for (by, _) in Column::ALL {
                let order = Order {
                    by,
                    down: life.chance.below(2) == 0,
                };
                let mut listing = Listing::default();
                for _ in 0..3 {
                    life.go_on(120);
                    let ledger = &life.sample.ledger;
                    listing.ask(filter, order).unwrap();
                    while listing.step(ledger) {}
                    let all = plain(ledger, filter, order);
                    assert_eq!(listing.count(ledger), all.len(), "{filter} {order:?}");
                    let before = life.chance.below(all.len() as u64 + 3) as usize;
                    for (before, count) in [(0, 20), (before, 20), (0, usize::MAX)] {
                        let found = listing.waves(ledger, before, count);
                        let found: Vec<u64> = found.iter().map(|wave| wave.wave.0).collect();
                        let all = all.iter().copied().skip(before).take(count);
                        assert_eq!(found, all.collect::<Vec<_>>(), "{filter} {order:?}");
                    }
                }
            }
        }
        let pieces = life.sample.ledger.roll().pieces().0.len();
        assert!(pieces > 2, "{pieces} pieces");
    }
}

#[test]
fn asking_the_same_again_costs_what_is_new() {
    let mut life = Life::new(7);
    life.go_on(60_000);
    let order = Order {
        by: Column::Fuel,
        down: true,
    };
    let mut listing = Listing::default();
    listing.ask("kind:Ping", order).unwrap();
    let steps =
        |listing: &mut Listing, ledger: &Ledger| (1..).find(|_| !listing.step(ledger)).unwrap();
    let all = life.sample.ledger.roll().pieces().0.len();
    assert_eq!(steps(&mut listing, &life.sample.ledger), all);
    assert_eq!(steps(&mut listing, &life.sample.ledger), 1);
    life.sample
        .sent(life.at, life.last + 1, WaveKind::Ping, 2, 3);
    listing.ask("kind:Ping", order).unwrap();
    assert_eq!(steps(&mut listing, &life.sample.ledger), 1);
    let newest = listing.waves(&life.sample.ledger, 0, usize::MAX);
    assert!(newest.iter().any(|wave| wave.wave.0 == life.last + 1));
}

#[test]
fn every_column_orders_and_equals_stand_by_number() {
    let mut sample = Sample::new();
    sample.relayed();
    let listed = |by, down| {
        let mut listing = Listing::default();
        listing.ask("", Order { by, down }).unwrap();
        while listing.step(&sample.ledger) {}
        let waves = listing.waves(&sample.ledger, 0, 10);
        waves.iter().map(|wave| wave.wave.0).collect::<Vec<_>>()
    };
    for (by, _) in Column::ALL {
        let mut up = listed(by, false);
        assert_eq!(up.len(), 4, "{by:?}");
        up.reverse();
        assert_eq!(listed(by, true), up, "{by:?}");
    }
    assert_eq!(listed(Column::Hops, false), [11, 12, 10, 13]);
    assert_eq!(listed(Column::From, false), [10, 12, 11, 13]);
}
