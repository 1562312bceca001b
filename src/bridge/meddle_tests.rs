//! What a person does to one Wave by hand.

use orrery_scene::meddle::Meddle;
use orrery_scene::news::GoesOn;

use super::*;

const PING: &str = "ping localhost:echo Ext<Say> \"hi\"";

impl Page {
    /// Pings from the console while time stands, up to where the Ping enters a lane.
    fn ping_on_lane(&mut self) -> WaveNo {
        let first = self.stand();
        let console = first.news.iter().find_map(|news| match &news.what {
            What::Particle { particle, face, .. } if face.point.ends_with(":control-0") => {
                Some(*particle)
            }
            _ => None,
        });
        self.ask(Ask::Command {
            ticket: 77,
            line: PING.to_owned(),
            files: Vec::new(),
        });
        let mut mine = None;
        for _ in 0..10_000 {
            self.ask(Ask::Step(Step::Event));
            for news in self.frame().news {
                match news.what {
                    What::Sent {
                        wave,
                        kind: WaveKind::Ping,
                        from,
                        ..
                    } if Some(from) == console => mine = mine.or(Some(wave)),
                    What::Hop { wave, .. } if Some(wave) == mine => return wave,
                    _ => {}
                }
            }
        }
        panic!("the Ping enters no lane");
    }

    /// Lets time go on until the console is answered, and gives the status and all news till then.
    fn answered(&mut self) -> (u16, Vec<What>) {
        self.flow(1.0, false);
        let mut news = Vec::new();
        for _ in 0..10_000 {
            news.extend(self.frame().news.into_iter().map(|news| news.what));
            let reply = self.tells.iter().find_map(|tell| match tell {
                Tell::Reply { status, .. } => Some(*status),
                _ => None,
            });
            if let Some(status) = reply {
                return (status, news);
            }
        }
        panic!("no reply came");
    }

    /// What the inspector says of how a Wave fares, and the values of its section on faults.
    fn fares(&mut self, wave: WaveNo) -> (String, Vec<String>) {
        let of = Subject::Wave(wave);
        self.ask(Ask::Details { ticket: 3, of });
        let Some(Tell::Details {
            sheet: Some(sheet), ..
        }) = self.tells.pop()
        else {
            panic!("nothing is said of it");
        };
        let faults = sheet.sections.iter().find(|s| s.name == "Faults");
        let rows = faults.iter().flat_map(|faults| &faults.rows);
        let values = rows.map(|row| row.value.to_string());
        (sheet.subtitle.to_string(), values.collect())
    }

    fn notes(&mut self) -> Vec<String> {
        let tells = std::mem::take(&mut self.tells);
        let notes = tells.into_iter().filter_map(|tell| match tell {
            Tell::Note { text } if text.contains("only on a lane") => Some(text),
            _ => None,
        });
        notes.collect()
    }
}

/// How often a Wave reached somebody.
fn arrivals(news: &[What], of: WaveNo) -> usize {
    let arrived = |what: &&What| matches!(what, What::Ended { wave, end: Ending::Delivered(_), .. } if *wave == of);
    news.iter().filter(arrived).count()
}

#[test]
fn a_wave_on_its_way_is_dropped_and_whoever_waits_is_told_in_time() {
    let mut page = Page::with_echo();
    let wave = page.ping_on_lane();
    page.ask(Ask::Meddle(wave, Meddle::Drop));
    let (how, faults) = page.fares(wave);
    assert!(how.starts_with("lost on"), "{how}");
    assert_eq!(faults, ["dropped"]);
    let (status, news) = page.answered();
    assert_eq!((status, arrivals(&news, wave)), (408, 0));
}

#[test]
fn a_wave_that_is_held_back_says_so_and_arrives_once() {
    let mut page = Page::with_echo();
    let wave = page.ping_on_lane();
    let stood = page.frame().now;
    page.ask(Ask::Meddle(wave, Meddle::Delay(40_000_000)));
    let (how, faults) = page.fares(wave);
    assert!(how.ends_with("held back by 40 ms"), "{how}");
    assert_eq!(faults, ["held back by 40 ms"]);
    let told = page.frame().news;
    let held = |news: &News| matches!(news.what, What::Befell { wave: of, on: GoesOn::Held(until) } if of == wave && until.0 > stood + 40_000_000);
    assert!(told.iter().any(held), "{told:?}");
    let (status, news) = page.answered();
    assert_eq!((status, arrivals(&news, wave)), (200, 1));
    assert!(page.frame().now > stood + 40_000_000);
}

#[test]
fn a_wave_that_is_doubled_takes_effect_once() {
    let mut page = Page::with_echo();
    let wave = page.ping_on_lane();
    page.ask(Ask::Meddle(wave, Meddle::Double));
    assert!(page.fares(wave).0.ends_with("doubled"));
    let (status, news) = page.answered();
    assert_eq!((status, arrivals(&news, wave)), (200, 1));
    let (how, faults) = page.fares(wave);
    assert!(how.starts_with("delivered on"), "{how}");
    assert!(
        faults.last().unwrap().ends_with("again, and was dropped"),
        "{faults:?}"
    );
}

#[test]
fn of_a_wave_on_no_lane_it_is_said_and_nothing_else_happens() {
    let mut page = Page::with_echo();
    let wave = page.ping_on_lane();
    page.answered();
    page.flow(1.0, true);
    let before = page.frame().place;
    page.notes();
    for how in Meddle::all(1) {
        for wave in [wave, WaveNo(u64::MAX)] {
            page.ask(Ask::Meddle(wave, how));
            assert_eq!(page.notes().len(), 1, "{how:?}");
        }
    }
    assert_eq!(page.frame().place, before);
}

#[test]
fn what_is_done_to_a_wave_of_the_past_begins_a_branch() {
    let mut page = Page::with_echo();
    let wave = page.ping_on_lane();
    let events = page.frame().place.events;
    page.answered();
    page.ask(Ask::Seek(Whither::Events(events)));
    assert!(page.frame().place.past);
    page.ask(Ask::Meddle(wave, Meddle::Delay(40_000_000)));
    let branches = |tell: &Tell| matches!(tell, Tell::Branches { all, .. } if all.len() == 2);
    assert!(page.tells.iter().any(branches), "{:?}", page.tells);
    assert!(page.fares(wave).0.ends_with("held back by 40 ms"));
}
