//! A small cosmos for tests.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use orrery_hyperspace::Moment;
use orrery_hyperspace::trace::{Event, LaneNo, ParticleNo, Record, StarNo, WaveNo};
use orrery_space::kind::StarSub;
use orrery_space::{Kind, Method, Point, Segment, StarKey, Status, StatusCode, WaveKind};

use crate::news::News;
use crate::nodes::Nodes;
use crate::{Ledger, Sky};

/// Both kinds of tables, told of the same things, and the nodes of what they were told.
#[derive(Default)]
pub(crate) struct Sample {
    pub ledger: Ledger,
    pub sky: Sky,
    pub nodes: Nodes,
    /// What they were told.
    pub records: Vec<Record>,
    next: u32,
}

impl Sample {
    /// Stars a–d in a row around two nexuses, `ROOT` and `localhost` on the first.
    pub(crate) fn new() -> Self {
        let mut sample = Self::default();
        let roles = [
            StarSub::Nexus,
            StarSub::Nexus,
            StarSub::Central,
            StarSub::Super,
            StarSub::Maelstrom,
            StarSub::Scribe,
            StarSub::Jump,
        ];
        for (i, kind) in (0u16..).zip(roles) {
            let name = kind.name().to_ascii_lowercase();
            sample.tell(
                0,
                Event::Star {
                    star: StarNo(i),
                    key: StarKey::new("central", &name, i),
                    kind,
                    machine: "machine".into(),
                },
            );
        }
        let mut lane = 0;
        for outer in 2..7 {
            for nexus in 0..2 {
                let latency = 1_000_000 * (1 + u64::from((outer + nexus) % 2));
                let (a, b) = (StarNo(nexus), StarNo(outer));
                sample.tell(
                    0,
                    Event::Lane {
                        lane: LaneNo(lane),
                        a,
                        b,
                        latency,
                    },
                );
                lane += 1;
            }
        }
        let root = sample.register(Point::root(), Kind::Root, None);
        sample.child(root, "localhost", Kind::Space);
        sample
    }

    /// Something happened. Gives what is to be seen of it.
    pub(crate) fn tell(&mut self, at: u64, event: Event) -> Option<News> {
        let record = Record {
            seq: self.ledger.seq(),
            at: Moment(at),
            event,
        };
        self.ledger.apply(&record);
        let news = News::of(&record, &self.ledger);
        self.records.push(record);
        self.sky.learn(news.iter().cloned().collect());
        if let Some(news) = &news {
            self.nodes.learn(news, &self.sky);
        }
        news
    }

    pub(crate) fn register(&mut self, point: Point, kind: Kind, parent: Option<u32>) -> u32 {
        let no = self.next;
        self.next += 1;
        let particle = ParticleNo(no);
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
        self.tell(
            0,
            Event::Assigned {
                particle,
                star: StarNo(2 + (no % 5) as u16),
            },
        );
        self.tell(
            0,
            Event::Status {
                particle,
                status: Status::Ready,
                reason: None,
            },
        );
        no
    }

    pub(crate) fn child(&mut self, parent: u32, name: &str, kind: Kind) -> u32 {
        let above = self
            .ledger
            .particle(ParticleNo(parent))
            .unwrap()
            .point
            .clone();
        let segment = if above.is_root() {
            Segment::Space(name.into())
        } else {
            Segment::Base(name.into())
        };
        self.register(above.push(segment), kind, Some(parent))
    }

    pub(crate) fn sent(&mut self, at: u64, wave: u64, kind: WaveKind, from: u32, to: u32) -> News {
        self.caused(at, wave, kind, from, to, None)
    }

    /// A Wave that was sent because of another, or answers it.
    pub(crate) fn caused(
        &mut self,
        at: u64,
        wave: u64,
        kind: WaveKind,
        from: u32,
        to: u32,
        cause: Option<u64>,
    ) -> News {
        let answers = kind == WaveKind::Pong;
        let event = Event::Sent {
            wave: WaveNo(wave),
            kind,
            from: ParticleNo(from),
            to: Some(ParticleNo(to)),
            method: (!answers && cause.is_some()).then(|| Method::Ext("Say".into())),
            status: answers.then_some(StatusCode::OK),
            cause: cause.map(WaveNo),
        };
        self.tell(at, event).unwrap()
    }

    pub(crate) fn delivered(&mut self, at: u64, wave: u64, star: u16, to: u32) -> News {
        self.tell(
            at,
            Event::Delivered {
                wave: WaveNo(wave),
                star: StarNo(star),
                particle: ParticleNo(to),
            },
        )
        .unwrap()
    }

    pub(crate) fn refused(&mut self, at: u64, wave: u64, star: u16) -> News {
        self.tell(
            at,
            Event::Refused {
                wave: WaveNo(wave),
                star: StarNo(star),
                status: StatusCode::FORBIDDEN,
                reason: "no grant gives it".into(),
            },
        )
        .unwrap()
    }

    /// An ask through a relay, which is refused: Waves 10 to 13, from Particle 2 by 3 to 4.
    pub(crate) fn relayed(&mut self) {
        for (name, kind) in [
            ("ann", Kind::User),
            ("relay", Kind::Mechtron),
            ("echo", Kind::Mechtron),
        ] {
            self.child(1, name, kind);
        }
        self.caused(1_000_000, 10, WaveKind::Ping, 2, 3, Some(9));
        self.hop(1_000_000, 10, 3, 0, 1_000_000);
        self.delivered(2_000_000, 10, 0, 3);
        self.caused(3_000_000, 11, WaveKind::Ping, 3, 4, Some(10));
        self.refused(4_000_000, 11, 0);
        self.caused(4_000_000, 12, WaveKind::Pong, 4, 3, Some(11));
        self.delivered(5_000_000, 12, 0, 3);
        self.caused(6_000_000, 13, WaveKind::Pong, 3, 2, Some(10));
        self.hop(6_000_000, 13, 0, 3, 5_000_000);
    }

    pub(crate) fn hop(&mut self, at: u64, wave: u64, from: u16, to: u16, takes: u64) -> News {
        self.tell(
            at,
            Event::Hop {
                wave: WaveNo(wave),
                lane: LaneNo(0),
                from: StarNo(from),
                to: StarNo(to),
                arrives: Moment(at + takes),
            },
        )
        .unwrap()
    }
}
