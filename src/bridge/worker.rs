//! The cosmos's end of the bridge: a Web Worker that hears what the page asks, lends its clock to
//! the [`Driver`], and goes on with long work by a message to itself, so that a pause is heard
//! within milliseconds. It begins with the cosmos that the [`Keeper`] finds, and else with the first.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Array, Uint8Array};
use orrery_cosmos::Saved;
use orrery_scene::keeping;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::{DedicatedWorkerGlobalScope, MessageChannel, MessageEvent, MessagePort};

use super::drafts::Opened;
use super::driver::{Driver, FIRST_COSMOS, FIRST_SEED, files_of};
use super::fetch::fetch;
use super::keeper::{self, Keeper};
use super::printer::Printer;
use super::protocol::{Ask, Deed, File, KeepAsk, Kept, Shelf, Tell};
use super::restore::Restore;
use super::wire;

/// Where the example guests lie, seen from the worker's own script.
const GUESTS: &str = "guests/";

/// Behind the address of the worker's script: what is saved is left where it is.
pub const ANEW: &str = "#anew";

/// Begins to work. Outside a worker it does nothing.
pub fn start() {
    let Ok(scope) = js_sys::global().dyn_into::<DedicatedWorkerGlobalScope>() else {
        return;
    };
    let panicked = scope.clone();
    std::panic::set_hook(Box::new(move |info| {
        // Text instead of a buffer: the last words of this worker.
        let _ = panicked.post_message(&JsValue::from_str(&info.to_string()));
    }));
    spawn_local(async move {
        let mut guests = Vec::new();
        for name in files_of(FIRST_COSMOS) {
            if guests.iter().all(|guest: &File| guest.name != name)
                && let Ok(bytes) = fetch(&scope, &format!("{GUESTS}{name}")).await
            {
                guests.push(File {
                    name: name.to_owned(),
                    bytes: bytes.to_vec(),
                });
            }
        }
        let anew = scope.location().hash() == ANEW;
        let (keeper, saved, news) = Keeper::open(&scope, anew).await;
        self::attend(scope, guests, keeper, saved, news);
    });
}

/// Hears messages from now on.
fn attend(
    scope: DedicatedWorkerGlobalScope,
    guests: Vec<File>,
    keeper: Keeper,
    saved: Option<Saved>,
    news: Vec<Kept>,
) {
    let Ok(channel) = MessageChannel::new() else {
        let _ = scope.post_message(&JsValue::from_str("this browser has no MessageChannel"));
        return;
    };
    let desk = Rc::new(Desk {
        clock: scope.performance(),
        to_self: channel.port2(),
        scope,
        work: RefCell::new(Work {
            state: match saved {
                Some(saved) => State::restoring(saved, None),
                None => State::Living(Box::new(Driver::new(FIRST_SEED, guests.clone()))),
            },
            news,
            called: false,
        }),
        guests,
        keeper,
        printer: Printer::default(),
    });
    // The last that is fetched: from then on the page needs no network. Who wants it before asks again.
    let fetches = Rc::clone(&desk);
    spawn_local(async move {
        let _ = fetches.printer.fetched(&fetches.scope).await;
    });
    let hears = Rc::clone(&desk);
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let bytes = Uint8Array::new(&event.data()).to_vec();
        if let Ok(ask) = wire::decode::<Ask>(&bytes) {
            hears.hear(ask);
        }
    });
    desk.scope
        .set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    on_message.forget();
    let goes_on = Rc::clone(&desk);
    let on_call = Closure::<dyn FnMut()>::new(move || goes_on.go_on());
    channel
        .port1()
        .set_onmessage(Some(on_call.as_ref().unchecked_ref()));
    on_call.forget();
    let keeps = Rc::clone(&desk);
    let on_look = Closure::<dyn FnMut()>::new(move || keeps.keep());
    let _ = desk
        .scope
        .set_interval_with_callback_and_timeout_and_arguments_0(
            on_look.as_ref().unchecked_ref(),
            keeper::LOOK_MS,
        );
    on_look.forget();
    desk.turn(&mut desk.work.borrow_mut());
}

/// The worker at its desk.
struct Desk {
    scope: DedicatedWorkerGlobalScope,
    clock: Option<web_sys::Performance>,
    to_self: MessagePort,
    guests: Vec<File>,
    keeper: Keeper,
    printer: Printer,
    work: RefCell<Work>,
}

struct Work {
    state: State,
    /// What is told once there is a cosmos.
    news: Vec<Kept>,
    /// Whether a message to itself is on its way.
    called: bool,
}

enum State {
    /// There is a cosmos, or the first one is being built.
    Living(Box<Driver>),
    /// A saved one is on its way to where it was.
    Restoring(Box<Restoring>),
}

struct Restoring {
    restore: Restore,
    /// When it was saved.
    at: u64,
    /// The file that it comes from; none for the save of the last visit.
    file: Option<String>,
    /// How far it was when that was last told.
    told: Option<u16>,
}

impl State {
    fn restoring(saved: Saved, file: Option<String>) -> Self {
        Self::Restoring(Box::new(Restoring {
            at: saved.at,
            restore: Restore::of(saved),
            file,
            told: None,
        }))
    }
}

impl Restoring {
    /// Milliseconds since it was saved, or none where clocks were set meanwhile.
    fn age(&self) -> u64 {
        keeper::wall().saturating_sub(self.at)
    }

    /// How far it is, if that was not told yet.
    fn progress(&mut self) -> Option<Kept> {
        let part = self.restore.part();
        if self.told.replace(part) == Some(part) {
            return None;
        }
        let of = match &self.file {
            Some(name) => name.clone(),
            None => format!("The cosmos of {}", keeping::ago(self.age())),
        };
        Some(Kept::Progress(keeping::restoring(&of, part), part))
    }

    /// What is said when it is there. `kept` says whether there is a save.
    fn news(&self, kept: bool) -> Kept {
        let otherwise = self.restore.went_otherwise();
        match &self.file {
            None => {
                let words = keeping::restored(self.age(), otherwise);
                keeper::notice(words, otherwise, Some(Deed::Anew))
            }
            Some(name) => keeper::notice(
                keeping::opened(name, otherwise, kept),
                otherwise,
                kept.then_some(Deed::Take(Shelf::Saved)),
            ),
        }
    }
}

impl Desk {
    fn hear(self: &Rc<Self>, ask: Ask) {
        if matches!(ask, Ask::Keep(KeepAsk::Now)) {
            return self.keep();
        }
        let mut work = self.work.borrow_mut();
        match (ask, &mut work.state) {
            // there is nobody to hear it; the page asks nothing before it is told of a cosmos
            (_, State::Restoring(_)) => {}
            (Ask::Keep(KeepAsk::Import(file)), _) => self.import(&mut work, file),
            (Ask::Keep(KeepAsk::Export(name)), State::Living(driver)) => {
                let saved = driver.saved(keeper::wall());
                let file = saved.and_then(|saved| self.keeper.file(&name, &saved.to_bytes()));
                self.tell_all(file);
            }
            (Ask::Keep(KeepAsk::Take(shelf)), _) => {
                let desk = Rc::clone(self);
                spawn_local(async move {
                    let file = desk.keeper.take(shelf).await;
                    desk.tell_all(file);
                });
            }
            (Ask::Open { ticket, what }, State::Living(driver)) => {
                let opened = driver.open(&what);
                let desk = Rc::clone(self);
                spawn_local(async move {
                    let text = match opened {
                        Ok(Opened::Binary(module)) => {
                            desk.printer.print(&desk.scope, &module).await
                        }
                        Ok(Opened::Text(text)) => Ok(text),
                        Err(why) => Err(why),
                    };
                    desk.tell(&Tell::Opened { ticket, text });
                });
            }
            (ask, State::Living(driver)) => {
                if matches!(ask, Ask::Restart { .. }) {
                    self.keeper.begin();
                }
                driver.hear(ask, &|| self.now());
            }
        }
        self.turn(&mut work);
    }

    /// Goes on with the cosmos of a file, if it is one.
    fn import(&self, work: &mut Work, file: File) {
        match Saved::from_bytes(&file.bytes) {
            Ok(saved) => {
                work.state = State::restoring(saved, Some(file.name));
                self.keeper.begin();
                self.tell(&Tell::Restarted);
            }
            Err(why) => {
                let words = keeping::refused(&file.name, &why.to_string());
                self.tell_all([keeper::notice(words, true, Some(Deed::Import))]);
            }
        }
    }

    fn go_on(&self) {
        let mut work = self.work.borrow_mut();
        work.called = false;
        self.turn(&mut work);
    }

    fn turn(&self, work: &mut Work) {
        let more = match &mut work.state {
            State::Living(driver) => {
                let more = driver.turn(&|| self.now());
                for tell in driver.tells() {
                    // what there was to say before waits until somebody can read it
                    let ready = tell == Tell::Ready;
                    self.tell(&tell);
                    if ready {
                        self.tell_all(std::mem::take(&mut work.news));
                    }
                }
                more
            }
            State::Restoring(restoring) => {
                let more = restoring.restore.turn(&|| self.now());
                self.tell_all(restoring.progress());
                if !more {
                    work.news.insert(0, restoring.news(self.keeper.has_saved()));
                    let driver = restoring.restore.driver(self.guests.clone());
                    work.state = State::Living(Box::new(driver));
                }
                true
            }
        };
        if more && !work.called {
            work.called = self.to_self.post_message(&JsValue::NULL).is_ok();
        }
    }

    /// Saves, if it is time.
    fn keep(self: &Rc<Self>) {
        let Ok(work) = self.work.try_borrow() else {
            return;
        };
        let State::Living(driver) = &work.state else {
            return;
        };
        let Some(bytes) = self.keeper.due(driver, self.now()) else {
            return;
        };
        let desk = Rc::clone(self);
        spawn_local(async move {
            let news = desk.keeper.save(&bytes).await;
            desk.tell_all(news);
        });
    }

    fn tell_all(&self, news: impl IntoIterator<Item = Kept>) {
        for kept in news {
            self.tell(&Tell::Keep(kept));
        }
    }

    fn tell(&self, tell: &Tell) {
        if let Ok(bytes) = wire::encode(tell) {
            let bytes = Uint8Array::from(bytes.as_slice());
            let transferred = Array::of1(&bytes.buffer());
            let _ = self
                .scope
                .post_message_with_transfer(&bytes.buffer(), &transferred);
        }
    }

    fn now(&self) -> f64 {
        self.clock.as_ref().map_or(0.0, web_sys::Performance::now)
    }
}
