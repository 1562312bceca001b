//! What grows with the number of Points and of Waves in the tables of the page and of its worker, as
//! Markdown tables. `cargo xtask bench` runs it.
#![allow(clippy::unwrap_used, clippy::expect_used)] // it measures what is known to work
#![allow(clippy::print_stdout)] // a program for a terminal
#![allow(clippy::disallowed_methods, clippy::disallowed_types)] // it measures with a clock
#![allow(unsafe_code)] // bytes are counted where they are allocated

use std::alloc::{GlobalAlloc, Layout, System};
use std::hint::black_box;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use orrery_hyperspace::Moment;
use orrery_hyperspace::trace::{Event, ParticleNo, Record, StarNo, WaveNo};
use orrery_scene::chart::Chart;
use orrery_scene::listing::Listing;
use orrery_scene::news::News;
use orrery_scene::orbits::Orbits;
use orrery_scene::picture::Picture;
use orrery_scene::tidy::tidy;
use orrery_scene::tree::{Twigs, lines};
use orrery_scene::wave_list::{Column, Order};
use orrery_scene::{Ledger, Sky};
use orrery_space::kind::StarSub;
use orrery_space::{Kind, Method, Point, Segment, StarKey, StatusCode, WaveKind};

/// Counts the bytes that are in use.
struct Counting;

static BYTES: AtomicUsize = AtomicUsize::new(0);

// SAFETY: all is the system's; only numbers are added.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        BYTES.fetch_add(layout.size(), Ordering::Relaxed);
        // SAFETY: as the caller promises.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, place: *mut u8, layout: Layout) {
        BYTES.fetch_sub(layout.size(), Ordering::Relaxed);
        // SAFETY: as the caller promises.
        unsafe { System.dealloc(place, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

fn millis(work: impl FnOnce()) -> f64 {
    let begun = Instant::now();
    work();
    begun.elapsed().as_secs_f64() * 1e3
}

/// Tables, as worker and page have them.
#[derive(Default)]
struct Tables {
    ledger: Ledger,
    news: Vec<News>,
    points: u32,
}

impl Tables {
    fn tell(&mut self, at: u64, event: Event) {
        let (seq, at) = (self.ledger.seq(), Moment(at));
        let record = Record { seq, at, event };
        self.ledger.apply(&record);
        self.news.extend(News::of(&record, &self.ledger));
    }

    fn point(&mut self, point: Point, kind: Kind, parent: Option<u32>) -> u32 {
        let number = self.points;
        let (particle, star) = (ParticleNo(number), StarNo(0));
        self.points += 1;
        let parent = parent.map(ParticleNo);
        self.tell(
            0,
            Event::Registered {
                particle,
                point,
                kind,
                parent,
            },
        );
        self.tell(0, Event::Assigned { particle, star });
        number
    }

    /// A star, and the Points at which all others stand.
    fn begun() -> (Self, u32) {
        let mut tables = Self::default();
        tables.tell(
            0,
            Event::Star {
                star: StarNo(0),
                key: StarKey::new("central", "fold", 0),
                kind: StarSub::Fold,
                machine: "one".into(),
            },
        );
        let root = tables.point(Point::root(), Kind::Root, None);
        let localhost = Point::root().push(Segment::Space("localhost".into()));
        let localhost = tables.point(localhost, Kind::Space, Some(root));
        (tables, localhost)
    }

    /// So many Points, all below one or in families of a hundred.
    fn peopled(count: u32, family: u32) -> (Self, f64) {
        let (mut tables, localhost) = Self::begun();
        let above = Point::root().push(Segment::Space("localhost".into()));
        let took = self::millis(|| {
            let (mut parent, mut point) = (localhost, above.clone());
            for number in 0..count {
                // neither upwards nor downwards
                let mixed = number.wrapping_mul(2_654_435_769);
                if family > 0 && number % family == 0 {
                    point = above.push(Segment::Base(format!("f{mixed}").into()));
                    parent = tables.point(point.clone(), Kind::Base, Some(localhost));
                }
                let point = point.push(Segment::Base(format!("p{mixed}").into()));
                tables.point(point, Kind::Base, Some(parent));
            }
        });
        (tables, took)
    }
}

fn points() {
    println!("\n### Points that come into the tables, and what is made of them\n");
    println!(
        "| | worker, ns each | page, ns each | tree, all open, ms | filtered, ms | orbits, ms | tidy, ms | chart, ms | picture, ms |"
    );
    println!("|---|---:|---:|---:|---:|---:|---:|---:|---:|");
    for (family, name) in [(0, "below one"), (100, "in families of 100")] {
        for count in [1_000, 10_000, 100_000] {
            let (tables, told) = Tables::peopled(count, family);
            let mut sky = Sky::default();
            // in frames
            let frames: Vec<Vec<News>> = tables.news.chunks(1_000).map(<[News]>::to_vec).collect();
            let learned = self::millis(|| frames.into_iter().for_each(|news| sky.learn(news)));
            let mut twigs = Twigs::default();
            for number in 0..sky.particle_count() {
                twigs.open(ParticleNo(number as u32));
            }
            let open = self::millis(|| drop(black_box(lines(&sky, &twigs, ""))));
            let filtered = self::millis(|| drop(black_box(lines(&sky, &twigs, "p77"))));
            let orbits = self::millis(|| drop(black_box(Orbits::of(&sky))));
            let tidy = self::millis(|| drop(black_box(tidy(&sky))));
            let chart = self::millis(|| drop(black_box(Chart::of(&sky, false))));
            let mut picture = Picture::default();
            picture.resize(1_280.0, 800.0);
            let drawn = self::millis(|| {
                picture.learn(&mut sky, false);
                picture.animate(16.0);
            });
            let each = |millis: f64| millis * 1e6 / f64::from(count);
            println!(
                "| {count} {name} | {:.0} | {:.0} | {open:.1} | {filtered:.1} | {orbits:.1} | {tidy:.1} | {chart:.1} | {drawn:.1} |",
                each(told),
                each(learned),
            );
        }
    }
}

/// So many Waves that ended, each with its layers and a lane, between a thousand Points.
fn waves(count: u64) -> Ledger {
    let (mut tables, _) = Tables::peopled(1_000, 100);
    for number in 1..=count {
        let mixed = (number.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 40) as u32;
        let (from, to) = (ParticleNo(2 + mixed % 997), ParticleNo(2 + mixed % 991));
        let (wave, star) = (WaveNo(number), StarNo(0));
        let answers = number % 2 == 0;
        tables.tell(
            number,
            Event::Sent {
                wave,
                kind: if answers {
                    WaveKind::Pong
                } else {
                    WaveKind::Ping
                },
                from,
                to: Some(to),
                method: (!answers).then(|| Method::Ext("Say".into())),
                status: answers.then_some(StatusCode::OK),
                cause: answers.then_some(WaveNo(number - 1)),
            },
        );
        let fuel = Event::Fuel {
            wave: Some(wave),
            particle: to,
            fuel: u64::from(mixed % 5_000),
            until: Moment(number + 1),
        };
        tables.tell(number, fuel);
        let end = match mixed % 50 {
            0 => Event::Refused {
                wave,
                star,
                status: StatusCode::FORBIDDEN,
                reason: "no grant gives it".into(),
            },
            _ => Event::Delivered {
                wave,
                star,
                particle: to,
            },
        };
        tables.tell(number + u64::from(mixed % 900), end);
        tables.news.clear();
    }
    tables.ledger
}

fn list() {
    const WAVES: u64 = 1_000_000;
    println!("\n### The list of {WAVES} Waves\n");
    let before = BYTES.load(Ordering::Relaxed);
    let mut ledger = Ledger::default();
    let took = self::millis(|| ledger = self::waves(WAVES));
    let bytes = BYTES.load(Ordering::Relaxed) - before;
    println!(
        "{:.1} MB in use, {:.0} ns for each Wave to be told of, of which {} are listed.\n",
        bytes as f64 / 1e6,
        took * 1e6 / WAVES as f64,
        ledger.roll().len()
    );
    println!(
        "| | found | first time, ms | longest step, ms | again after a Wave, ms | rows in the middle, ms |"
    );
    println!("|---|---:|---:|---:|---:|---:|");
    let by = |by| Order { by, down: true };
    for (filter, order) in [
        ("", by(Column::Number)),
        ("", by(Column::Fuel)),
        ("", by(Column::From)),
        ("", by(Column::Took)),
        ("status:>=400", by(Column::Number)),
        ("from:localhost:** kind:Ping", by(Column::Fuel)),
        ("p77", by(Column::Number)),
    ] {
        let mut listing = Listing::default();
        listing.ask(filter, order).unwrap();
        let mut longest = 0.0_f64;
        let first = self::millis(|| {
            let mut more = true;
            while more {
                longest = longest.max(self::millis(|| more = listing.step(&ledger)));
            }
        });
        let last = WaveNo(ledger.waves().next_back().unwrap().wave.0 + 1);
        let record = Record {
            seq: ledger.seq(),
            at: ledger.now(),
            event: Event::Sent {
                wave: last,
                kind: WaveKind::Signal,
                from: ParticleNo(2),
                to: None,
                method: None,
                status: None,
                cause: None,
            },
        };
        ledger.apply(&record);
        let again = self::millis(|| while listing.step(&ledger) {});
        let found = listing.count(&ledger);
        let rows = self::millis(|| drop(black_box(listing.waves(&ledger, found / 2, 90))));
        println!(
            "| `{filter}` by {:?} | {found} | {first:.1} | {longest:.2} | {again:.2} | {rows:.2} |",
            order.by
        );
    }
}

fn main() {
    self::points();
    self::list();
}
