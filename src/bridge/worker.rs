//! The cosmos's end of the bridge: a Web Worker that hears what the page asks, lends its clock to
//! the [`Driver`], and goes on with long work by a message to itself, so that a pause is heard
//! within milliseconds.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Array, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{DedicatedWorkerGlobalScope, MessageChannel, MessageEvent, MessagePort, Response};

use super::driver::{Driver, FIRST_COSMOS, FIRST_SEED, files_of};
use super::protocol::{Ask, File, Tell};
use super::wire;

/// Where the example guests lie, seen from the worker's own script.
const GUESTS: &str = "guests/";

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
                && let Some(bytes) = self::fetch(&scope, name).await
            {
                guests.push(File {
                    name: name.to_owned(),
                    bytes,
                });
            }
        }
        self::attend(scope, guests);
    });
}

/// Hears messages from now on.
fn attend(scope: DedicatedWorkerGlobalScope, guests: Vec<File>) {
    let Ok(channel) = MessageChannel::new() else {
        let _ = scope.post_message(&JsValue::from_str("this browser has no MessageChannel"));
        return;
    };
    let desk = Rc::new(Desk {
        clock: scope.performance(),
        to_self: channel.port2(),
        scope,
        work: RefCell::new(Work {
            driver: Driver::new(FIRST_SEED, guests),
            called: false,
        }),
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
    desk.turn(&mut desk.work.borrow_mut());
}

/// The worker at its desk.
struct Desk {
    scope: DedicatedWorkerGlobalScope,
    clock: Option<web_sys::Performance>,
    to_self: MessagePort,
    work: RefCell<Work>,
}

struct Work {
    driver: Driver,
    /// Whether a message to itself is on its way.
    called: bool,
}

impl Desk {
    fn hear(&self, ask: Ask) {
        let mut work = self.work.borrow_mut();
        work.driver.hear(ask, &|| self.now());
        self.turn(&mut work);
    }

    fn go_on(&self) {
        let mut work = self.work.borrow_mut();
        work.called = false;
        self.turn(&mut work);
    }

    fn turn(&self, work: &mut Work) {
        let more = work.driver.turn(&|| self.now());
        for tell in work.driver.tells() {
            self.tell(&tell);
        }
        if more && !work.called {
            work.called = self.to_self.post_message(&JsValue::NULL).is_ok();
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

/// The content of an example guest; nothing when it cannot be had.
async fn fetch(scope: &DedicatedWorkerGlobalScope, name: &str) -> Option<Vec<u8>> {
    let address = format!("{GUESTS}{name}");
    let response = JsFuture::from(scope.fetch_with_str(&address)).await.ok()?;
    let response: Response = response.dyn_into().ok()?;
    if !response.ok() {
        return None;
    }
    let buffer = JsFuture::from(response.array_buffer().ok()?).await.ok()?;
    Some(Uint8Array::new(&buffer).to_vec())
}
