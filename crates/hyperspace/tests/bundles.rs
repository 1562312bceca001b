//! What `publish` does with archives from anybody: it takes one whole, or leaves nothing behind.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::sync::Arc;

use miniz_oxide::deflate::compress_to_vec;
use orrery_hyperspace::trace::LaneNo;
use orrery_hyperspace::{
    Budget, Constellation, Fault, Hyperspace, Input, LaneFault, Moment, Progress,
};
use orrery_space::core::ReflectedCore;
use orrery_space::{Point, Substance};
use proptest::prelude::*;

/// An entry of an archive, with whatever it says of itself.
#[derive(Clone)]
struct Entry {
    name: Vec<u8>,
    packed: Vec<u8>,
    size: u32,
    crc: u32,
    method: u16,
    flags: u16,
    mode: u32,
}

fn stored(name: &str, content: &[u8]) -> Entry {
    Entry {
        name: name.as_bytes().to_vec(),
        packed: content.to_vec(),
        size: u32::try_from(content.len()).unwrap(),
        crc: rawzip::crc32(content),
        method: 0,
        flags: 0,
        mode: 0o100_644,
    }
}

fn deflated(name: &str, content: &[u8]) -> Entry {
    Entry {
        packed: compress_to_vec(content, 6),
        method: 8,
        ..stored(name, content)
    }
}

/// What stands before a file, at `at`, and in the directory at the end alike.
fn common(entry: &Entry) -> Vec<u8> {
    let mut bytes = Vec::new();
    let packed = u32::try_from(entry.packed.len()).unwrap();
    for half in [20, entry.flags, entry.method, 0, 33] {
        bytes.extend(half.to_le_bytes());
    }
    for word in [entry.crc, packed, entry.size] {
        bytes.extend(word.to_le_bytes());
    }
    let name = u16::try_from(entry.name.len()).unwrap();
    bytes.extend(name.to_le_bytes());
    bytes.extend(0u16.to_le_bytes());
    bytes
}

/// An archive; the packed bytes of all entries are those of the first where they overlap.
fn archive(entries: &[Entry], overlap: bool) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut places = Vec::new();
    for (no, entry) in entries.iter().enumerate() {
        if overlap && no > 0 {
            places.push(0);
            continue;
        }
        places.push(u32::try_from(bytes.len()).unwrap());
        bytes.extend(b"PK\x03\x04");
        bytes.extend(common(entry));
        bytes.extend(&entry.name);
        bytes.extend(&entry.packed);
    }
    let start = u32::try_from(bytes.len()).unwrap();
    for (entry, place) in entries.iter().zip(places) {
        bytes.extend(b"PK\x01\x02");
        // made on Unix, so that the mode counts
        bytes.extend([20, 3]);
        bytes.extend(common(entry));
        bytes.extend([0; 6]);
        bytes.extend((entry.mode << 16).to_le_bytes());
        bytes.extend(place.to_le_bytes());
        bytes.extend(&entry.name);
    }
    let length = u32::try_from(bytes.len()).unwrap() - start;
    let count = u16::try_from(entries.len()).unwrap();
    bytes.extend(b"PK\x05\x06\0\0\0\0");
    bytes.extend(count.to_le_bytes());
    bytes.extend(count.to_le_bytes());
    bytes.extend(length.to_le_bytes());
    bytes.extend(start.to_le_bytes());
    bytes.extend([0, 0]);
    bytes
}

struct Console {
    cosmos: Hyperspace,
    ticket: u32,
}

impl Console {
    fn new() -> Self {
        let cosmos = Hyperspace::new(7, &Constellation::default());
        let mut console = Self { cosmos, ticket: 0 };
        for line in [
            "create localhost<Space>",
            "create localhost:repo<Repo>",
            "create localhost:repo:a<BundleSeries>",
        ] {
            assert!(console.say(line, &[]).status.is_success());
        }
        console
    }

    fn begin(&mut self, line: &str, zip: &[u8]) -> u32 {
        self.ticket += 1;
        self.cosmos.handle(Input::Command {
            ticket: self.ticket,
            line: line.into(),
            files: vec![("a.zip".into(), Arc::from(zip))],
        });
        self.ticket
    }

    fn reply(&mut self, ticket: u32) -> ReflectedCore {
        loop {
            if let Some(reply) = self.cosmos.take_reply(ticket) {
                return reply.core;
            }
            let budget = Budget {
                until: Moment::NEVER,
                events: 1,
            };
            assert_ne!(self.cosmos.step(budget), Progress::Quiet, "no reply came");
        }
    }

    fn say(&mut self, line: &str, zip: &[u8]) -> ReflectedCore {
        let ticket = self.begin(line, zip);
        self.reply(ticket)
    }

    fn publish(&mut self, zip: &[u8]) -> ReflectedCore {
        self.say("publish ^[ a.zip ]-> localhost:repo:a:1.0.0", zip)
    }

    fn content(&self, point: &str) -> Substance {
        let point: Point = point.parse().unwrap();
        let registry = self.cosmos.registry();
        registry.get(registry.find(&point).unwrap()).content.clone()
    }
}

/// It is refused with that status and with that in its sentence, and nothing is left behind.
fn refused(zip: &[u8], status: u16, says: &str) {
    let mut console = Console::new();
    let before = console.cosmos.registry().len();
    let said = console.publish(zip);
    let sentence = said.body.text();
    assert_eq!(said.status.number(), status, "{sentence}");
    assert!(sentence.contains(says), "{sentence}");
    assert_eq!(console.cosmos.registry().len(), before, "{sentence}");
    let honest = archive(&[stored("a.txt", b"a")], false);
    assert!(console.publish(&honest).status.is_success());
}

#[test]
fn files_and_folders_are_as_they_were_packed() {
    let text = "moon ".repeat(100);
    let zip = archive(
        &[
            stored("top/empty/", b""),
            deflated("top/a.txt", text.as_bytes()),
            stored("top/b.bin", &[0, 255]),
            stored("top/none", b""),
        ],
        false,
    );
    let mut console = Console::new();
    let said = console.publish(&zip);
    assert_eq!(said.body.text(), "localhost:repo:a:1.0.0<Bundle> Ready");
    let content = |path: &str| console.content(&format!("localhost:repo:a:1.0.0:/top/{path}"));
    assert_eq!(content("a.txt"), Substance::from(text.as_bytes()));
    assert_eq!(content("b.bin"), Substance::Bin(Arc::from([0, 255])));
    assert_eq!(content("none"), Substance::Bin(Arc::from([])));
    assert_eq!(content("empty/"), Substance::Empty);
}

#[test]
fn a_name_that_leads_out_or_nowhere_is_refused() {
    for name in [
        "../a",
        "a/../../b",
        "/etc/passwd",
        "a\\b",
        "c:/a",
        "a:b",
        "..",
        "a\0b",
    ] {
        refused(
            &archive(&[stored(name, b"x")], false),
            400,
            "leads out of the archive",
        );
    }
    let long = "a/".repeat(300);
    for name in [
        "",
        "a b",
        "a//b",
        "./a",
        "a/./b",
        "\u{fc}.txt",
        " a",
        "a ",
        "$x",
        &long,
    ] {
        refused(
            &archive(&[stored(name, b"x")], false),
            400,
            "cannot be the path of an artifact",
        );
    }
    let mut entry = stored("a", b"x");
    entry.name = vec![b'a', 0xff];
    refused(&archive(&[entry], false), 400, "it is not UTF-8");
}

#[test]
fn a_path_means_one_file() {
    let twice = |a: &str, b: &str| archive(&[stored(a, b""), stored(b, b"")], false);
    for (a, b) in [
        ("a", "a"),
        ("a/", "a/"),
        ("a", "a/"),
        ("a/", "a"),
        ("a", "a/b"),
        ("a/b", "a"),
    ] {
        refused(&twice(a, b), 400, "is twice in the archive");
    }
    assert!(
        Console::new()
            .publish(&twice("a/", "a/b"))
            .status
            .is_success()
    );
    assert!(
        Console::new()
            .publish(&twice("a/b", "a/"))
            .status
            .is_success()
    );
}

#[test]
fn what_is_too_large_is_refused_before_it_is_unpacked() {
    let zeros = vec![0; 1 << 20];
    refused(
        &archive(&[deflated("a", &zeros)], false),
        413,
        "over 200 times as large",
    );
    refused(&vec![0; (16 << 20) + 1], 413, "at most 16 MiB");

    let liar = Entry {
        size: u32::MAX,
        ..stored("a", b"x")
    };
    refused(&archive(&[liar], false), 413, "at most 64 MiB");

    let many = |count| -> Vec<Entry> {
        let names = (0..count).map(|no| format!("f{no}"));
        names.map(|name| stored(&name, b"")).collect()
    };
    refused(&archive(&many(10_001), false), 413, "at most 10000 files");
    assert!(
        Console::new()
            .publish(&archive(&many(10_000), false))
            .status
            .is_success()
    );

    // few files, and a heap of folders that their paths name
    let deep = (0..60).map(|no| stored(&format!("d{no}/").repeat(200), b""));
    refused(
        &archive(&deep.collect::<Vec<_>>(), false),
        413,
        "at most 10000 files",
    );
}

#[test]
fn files_that_share_their_packed_bytes_are_a_bomb() {
    let text: Vec<u8> = (0..20_000u32).flat_map(|n| n.to_le_bytes()).collect();
    let names = (0..50).map(|no| deflated(&format!("f{no:02}"), &text));
    let entries: Vec<Entry> = names.collect();
    refused(&archive(&entries, true), 413, "at most 64 MiB");
}

#[test]
fn what_cannot_be_read_is_refused() {
    let entry = || deflated("a.txt", &b"moon".repeat(10));
    let with = |change: fn(&mut Entry)| {
        let mut entry = entry();
        change(&mut entry);
        archive(&[entry], false)
    };
    refused(&with(|e| e.flags = 1), 400, "is encrypted");
    refused(&with(|e| e.mode = 0o120_777), 400, "is a link");
    refused(&with(|e| e.method = 12), 400, "is not read here");
    refused(&with(|e| e.crc ^= 1), 400, "is damaged");
    refused(&with(|e| e.size += 1), 400, "is damaged");
    refused(&with(|e| e.size -= 1), 400, "is damaged");
    refused(&with(|e| e.packed[3] ^= 0x40), 400, "is damaged");
    refused(&archive(&[], false), 400, "found none");
    refused(b"", 400, "expected a zip archive");
    refused(b"<html></html>", 400, "expected a zip archive");
}

#[test]
fn of_two_who_publish_one_version_one_does() {
    let zip = archive(&[stored("a", b"1")], false);
    let other = archive(&[stored("b", b"2")], false);
    let mut console = Console::new();
    let line = "publish ^[ a.zip ]-> localhost:repo:a:1.0.0";
    let tickets = [console.begin(line, &zip), console.begin(line, &other)];
    let said = tickets.map(|ticket| console.reply(ticket));
    assert_eq!(said[0].status.number(), 200);
    assert_eq!(said[1].status.number(), 409, "{:?}", said[1]);
    let content = console.content("localhost:repo:a:1.0.0:/a");
    assert_eq!(content, Substance::Bin(Arc::from(*b"1")));
    let found = "localhost:repo:a:1.0.0:/b".parse::<Point>().unwrap();
    assert!(console.cosmos.registry().find(&found).is_none());
}

#[test]
fn a_star_that_is_not_reached_leaves_nothing_behind() {
    let zip = archive(&[stored("a", b"1")], false);
    let mut console = Console::new();
    let before = console.cosmos.registry().len();
    let lanes = u16::try_from(console.cosmos.lanes().len()).unwrap();
    let ticket = console.begin("publish ^[ a.zip ]-> localhost:repo:a:1.0.0", &zip);
    for lane in (0..lanes).map(LaneNo) {
        console
            .cosmos
            .handle(Input::Fault(Fault::Lane(lane, LaneFault::Cut)));
    }
    assert_eq!(console.reply(ticket).status.number(), 503);
    assert_eq!(console.cosmos.registry().len(), before);
    for lane in (0..lanes).map(LaneNo) {
        console
            .cosmos
            .handle(Input::Fault(Fault::Lane(lane, LaneFault::Mended)));
    }
    assert!(console.publish(&zip).status.is_success());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn a_spoilt_archive_is_taken_whole_or_leaves_nothing(
        spoils in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        end in any::<prop::sample::Index>(),
        cut: bool,
    ) {
        let mut zip = archive(&[stored("d/", b""), deflated("d/a", &b"moon".repeat(9)), stored("b", b"b")], false);
        for (place, byte) in spoils {
            let at = place.index(zip.len());
            zip[at] = byte;
        }
        if cut {
            zip.truncate(end.index(zip.len()));
        }
        let mut console = Console::new();
        let before = console.cosmos.registry().len();
        let said = console.publish(&zip);
        let more = console.cosmos.registry().len() - before;
        prop_assert_eq!(said.status.is_success(), more > 0, "{:?}", said);
    }
}
