//! Saves the cosmos by itself: a little after a person did something, and from time to time while it
//! only goes on. Nothing is saved before somebody did something, so a visitor who only looks leaves
//! nothing behind, and a new cosmos overwrites the old one only when there is something in it.
//!
//! Of several tabs the first one saves: it holds a lock for as long as its worker lives. The others
//! say that they do not. Where a browser has no locks, the last one that saves wins.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::{Array, Function, Promise, Reflect, Uint8Array};
use orrery_cosmos::Saved;
use orrery_scene::keeping;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Blob, DedicatedWorkerGlobalScope, Url};

use super::driver::Driver;
use super::protocol::{Deed, Kept, Notice, Shelf};
use super::storage::{Storage, StorageError};

/// How often the keeper looks whether there is something to save.
pub const LOOK_MS: i32 = 500;

/// How long a cosmos in which nobody does anything goes on before it is saved again.
const IDLE_MS: f64 = 20_000.0;

/// The lock of the tab that saves.
const LOCK: &str = "orrery-saves";

/// What is known of the lock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Lock {
    Asked,
    Held,
    /// The person was told that another tab saves; from then on this one never does.
    Declined,
}

/// When it is time to save.
#[derive(Debug, Clone, Copy, Default)]
struct Rhythm {
    /// What had been done, and what had happened, when it was last tried.
    deeds: u64,
    events: u64,
    at: f64,
}

impl Rhythm {
    fn is_due(&self, deeds: u64, events: u64, now: f64) -> bool {
        let idle = events != self.events && now - self.at >= IDLE_MS;
        deeds > 0 && (deeds != self.deeds || idle)
    }
}

/// Saves the cosmos by itself.
pub struct Keeper {
    storage: Result<Storage, StorageError>,
    lock: Rc<Cell<Lock>>,
    rhythm: Cell<Rhythm>,
    /// Whether a save is on its way.
    busy: Cell<bool>,
    /// Whether there is a save.
    saved: Cell<bool>,
    /// What was last said to be wrong.
    trouble: RefCell<String>,
    /// Where the browser finds the last file that was exported.
    address: RefCell<String>,
}

impl Keeper {
    /// Opens the storage and looks what is there, if it is wanted. Gives what is to be told once there is
    /// a cosmos.
    pub async fn open(
        scope: &DedicatedWorkerGlobalScope,
        anew: bool,
    ) -> (Self, Option<Saved>, Vec<Kept>) {
        let keeper = Self {
            storage: Storage::open(scope).await,
            lock: self::lock(),
            rhythm: Cell::default(),
            busy: Cell::default(),
            saved: Cell::default(),
            trouble: RefCell::default(),
            address: RefCell::default(),
        };
        let mut news = Vec::new();
        let found = match &keeper.storage {
            Ok(storage) => keeper.look(storage, anew, &mut news).await,
            Err(error) => {
                news.push(Kept::Standing(self::words(error), false));
                None
            }
        };
        (keeper, found, news)
    }

    async fn look(&self, storage: &Storage, anew: bool, news: &mut Vec<Kept>) -> Option<Saved> {
        let mut found = None;
        let mut standing = keeping::NOTHING_DONE.to_owned();
        if let Ok(Some(bytes)) = storage.get(Shelf::Saved.name()).await {
            match Saved::from_bytes(&bytes) {
                Ok(saved) => {
                    self.saved.set(true);
                    standing = keeping::saved(bytes.len());
                    found = (!anew).then_some(saved);
                    if anew {
                        news.push(self::notice(
                            keeping::ANEW.to_owned(),
                            false,
                            Some(Deed::Take(Shelf::Saved)),
                        ));
                    }
                }
                // it is out of the way, and not lost
                Err(_) => {
                    if storage.put(Shelf::Unreadable.name(), &bytes).await.is_ok() {
                        let _ = storage.remove(Shelf::Saved.name()).await;
                    }
                }
            }
        }
        if let Ok(Some(bytes)) = storage.get(Shelf::Unreadable.name()).await
            && let Err(why) = Saved::from_bytes(&bytes)
        {
            let words = keeping::unreadable(&why.to_string());
            news.push(self::notice(
                words,
                true,
                Some(Deed::Take(Shelf::Unreadable)),
            ));
        }
        news.push(Kept::Standing(standing, self.saved.get()));
        found
    }

    /// Another cosmos is there, in which nobody did anything yet.
    pub fn begin(&self) {
        self.rhythm.set(Rhythm::default());
    }

    /// Whether there is a save.
    #[must_use]
    pub fn has_saved(&self) -> bool {
        self.saved.get()
    }

    /// What is to be saved now, if it is time.
    #[must_use]
    pub fn due(&self, driver: &Driver, now: f64) -> Option<Vec<u8>> {
        let (deeds, events) = (driver.deeds(), driver.events());
        if self.busy.get() || !self.rhythm.get().is_due(deeds, events, now) {
            return None;
        }
        let bytes = driver.saved(self::wall())?.to_bytes();
        self.busy.set(true);
        self.rhythm.set(Rhythm {
            deeds,
            events,
            at: now,
        });
        Some(bytes)
    }

    /// Saves what was [`due`](Self::due), and gives what is to be told of it.
    pub async fn save(&self, bytes: &[u8]) -> Vec<Kept> {
        let done = self.put(bytes).await;
        self.busy.set(false);
        let Err(words) = done else {
            self.trouble.borrow_mut().clear();
            self.saved.set(true);
            let standing = Kept::Standing(keeping::saved(bytes.len()), true);
            return vec![standing, Kept::Notice(None)];
        };
        // what is wrong is said once, and not at each try
        if *self.trouble.borrow() == words {
            return Vec::new();
        }
        self.trouble.borrow_mut().clone_from(&words);
        let standing = Kept::Standing(words.clone(), self.saved.get());
        vec![standing, self::notice(words, true, Some(Deed::Export))]
    }

    async fn put(&self, bytes: &[u8]) -> Result<(), String> {
        let storage = self.storage.as_ref().map_err(self::words)?;
        if self.lock.get() != Lock::Held {
            self.lock.set(Lock::Declined);
            return Err(keeping::OTHER_TAB.to_owned());
        }
        let put = storage.put(Shelf::Saved.name(), bytes).await;
        put.map_err(|error| self::words(&error))
    }

    /// A save as a file.
    pub async fn take(&self, shelf: Shelf) -> Option<Kept> {
        let storage = self.storage.as_ref().ok()?;
        let bytes = storage.get(shelf.name()).await.ok()??;
        let file = self.file(shelf.name(), &bytes);
        if shelf == Shelf::Unreadable && file.is_some() {
            let _ = storage.remove(shelf.name()).await;
        }
        file
    }

    /// Bytes as a file, which the browser finds until the next one is made.
    pub fn file(&self, name: &str, bytes: &[u8]) -> Option<Kept> {
        let parts = Array::of1(&Uint8Array::from(bytes));
        let blob = Blob::new_with_u8_array_sequence(&parts).ok()?;
        let address = Url::create_object_url_with_blob(&blob).ok()?;
        let former = self.address.replace(address.clone());
        let _ = Url::revoke_object_url(&former);
        let name = keeping::file_name(name);
        Some(Kept::File { name, address })
    }
}

impl Shelf {
    /// Its name in the storage.
    fn name(self) -> &'static str {
        match self {
            Shelf::Saved => "saved",
            Shelf::Unreadable => "unreadable",
        }
    }
}

/// A sentence of which one can make something.
pub fn notice(words: String, bad: bool, deed: Option<Deed>) -> Kept {
    Kept::Notice(Some(Notice { words, bad, deed }))
}

/// Milliseconds since 1970.
pub fn wall() -> u64 {
    js_sys::Date::now() as u64
}

fn words(error: &StorageError) -> String {
    match error {
        StorageError::Full => keeping::FULL.to_owned(),
        StorageError::Denied(why) => keeping::denied(why),
    }
}

/// Asks for the lock, which is held until what `held` gives is settled. `web-sys` has no stable name
/// for this.
fn request_lock(held: &Function) -> Result<Promise, JsValue> {
    let navigator = Reflect::get(&js_sys::global(), &"navigator".into())?;
    let locks = Reflect::get(&navigator, &"locks".into())?;
    let request: Function = Reflect::get(&locks, &"request".into())?.dyn_into()?;
    request.call2(&locks, &LOCK.into(), held)?.dyn_into()
}

/// Asks for the lock. It comes a little later, also after a tab that is just being loaded anew.
fn lock() -> Rc<Cell<Lock>> {
    let lock = Rc::new(Cell::new(Lock::Asked));
    let known = Rc::clone(&lock);
    let held = Closure::once_into_js(move |_: JsValue| -> JsValue {
        if known.get() == Lock::Declined {
            return JsValue::UNDEFINED;
        }
        known.set(Lock::Held);
        // never settled: it is held until the worker ends
        Promise::new(&mut |_, _| {}).into()
    });
    let known = Rc::clone(&lock);
    let asked = self::request_lock(held.unchecked_ref());
    spawn_local(async move {
        let refused = match asked {
            Ok(promise) => JsFuture::from(promise).await.is_err(),
            Err(_) => true,
        };
        if refused {
            known.set(Lock::Held);
        }
    });
    lock
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_saved_after_something_was_done_and_else_from_time_to_time() {
        let fresh = Rhythm::default();
        assert!(!fresh.is_due(0, 500, 60_000.0));
        assert!(fresh.is_due(1, 500, 0.0));
        let saved = Rhythm {
            deeds: 1,
            events: 500,
            at: 1_000.0,
        };
        assert!(!saved.is_due(1, 900, 2_000.0));
        assert!(saved.is_due(1, 900, 21_000.0));
        assert!(!saved.is_due(1, 500, 90_000.0));
        assert!(saved.is_due(2, 500, 1_500.0));
    }
}
