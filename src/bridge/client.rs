//! The page's end of the bridge: starts the worker, sends what the page asks once the cosmos is
//! there, and brings each answer to whoever waits for it.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Array, ArrayBuffer, Reflect, Uint8Array};
use orrery_hyperspace::trace::WaveNo;
use orrery_scene::Subject;
use orrery_scene::completion::Offers;
use orrery_scene::draft::{Draft, Reading};
use orrery_scene::wave_list::Order;
use orrery_space::Diagnostic;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::{ErrorEvent, MessageEvent, Worker};

use super::protocol::{Ask, File, Noun, Opening, Tell};
use super::wire;
use super::worker::ANEW;

/// The script that loads the worker's wasm, beside the page.
const LOADER: &str = "./worker_loader.js";

/// What the document calls the worker that it has begun.
const BEGUN: &str = "cosmos";

/// What the page hears that is no answer to a ticket.
pub enum Heard {
    /// The worker says something to everybody.
    Tell(Tell),
    /// The worker is gone, and why.
    Gone(String),
}

type Answer = Box<dyn FnOnce(Tell)>;

/// The way to the cosmos. Clones are the same way.
#[derive(Clone)]
pub struct Bridge(Rc<RefCell<Line>>);

struct Line {
    worker: Option<Worker>,
    ready: bool,
    queue: Vec<Ask>,
    answers: Vec<(u32, Answer)>,
    last_ticket: u32,
    heard: Rc<dyn Fn(Heard)>,
}

impl Bridge {
    /// Starts the worker. `heard` gets all that answers no ticket.
    pub fn open(heard: impl Fn(Heard) + 'static) -> Self {
        let bridge = Self(Rc::new(RefCell::new(Line {
            worker: None,
            ready: false,
            queue: Vec::new(),
            answers: Vec::new(),
            last_ticket: 0,
            heard: Rc::new(heard),
        })));
        bridge.start(false);
        bridge
    }

    /// Ends the worker, if it is still there, and starts a new one. Nothing that was asked before
    /// is answered any more. It begins with what is saved, or `anew` without it.
    pub fn start(&self, anew: bool) {
        self.close();
        let script = format!("{LOADER}{}", if anew { ANEW } else { "" });
        let fresh = || Worker::new(&script).map(|worker| (worker, Array::new()));
        let Ok((worker, said)) = self::begun().map_or_else(fresh, Ok) else {
            return self.gone("this browser would not start a Web Worker");
        };
        let line = self.clone();
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            match event.data().dyn_into::<ArrayBuffer>() {
                Ok(buffer) => line.hear(&Uint8Array::new(&buffer).to_vec()),
                Err(words) => line.gone(&words.as_string().unwrap_or_default()),
            }
        });
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        on_message.forget();
        let line = self.clone();
        let on_error = Closure::<dyn FnMut(ErrorEvent)>::new(move |event: ErrorEvent| {
            event.prevent_default();
            // An event without a message: the script itself could not be fetched.
            let message = Reflect::get(&event, &JsValue::from_str("message"));
            let message = message.ok().and_then(|message| message.as_string());
            line.gone(
                message
                    .as_deref()
                    .unwrap_or("its script could not be loaded"),
            );
        });
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        on_error.forget();
        self.0.borrow_mut().worker = Some(worker.clone());
        // Who opened the bridge hears nothing before it is open.
        spawn_local(async move {
            for event in said.iter() {
                let _ = worker.dispatch_event(event.unchecked_ref());
            }
        });
    }

    /// Ends the worker.
    pub fn close(&self) {
        let mut line = self.0.borrow_mut();
        if let Some(worker) = line.worker.take() {
            worker.set_onmessage(None);
            worker.set_onerror(None);
            worker.terminate();
        }
        line.ready = false;
        line.queue.clear();
        line.answers.clear();
    }

    /// Asks something that has no answer of its own. What is asked too early waits for the cosmos.
    pub fn ask(&self, ask: Ask) {
        let mut line = self.0.borrow_mut();
        if line.ready {
            line.send(&ask);
        } else {
            line.queue.push(ask);
        }
    }

    /// Carries out a line of the command language; `answer` gets a [`Tell::Reply`]. Gives the ticket by
    /// which it can be [hurried](Ask::Hurry).
    pub fn command(
        &self,
        line: &str,
        files: Vec<File>,
        answer: impl FnOnce(Tell) + 'static,
    ) -> u32 {
        let ticket = self.ticket(answer);
        let line = line.to_owned();
        self.ask(Ask::Command {
            ticket,
            line,
            files,
        });
        ticket
    }

    /// Asks what a module is; `answer` gets a [`Tell::Report`].
    pub fn examine(&self, file: File, answer: impl FnOnce(Tell) + 'static) {
        let ticket = self.ticket(answer);
        self.ask(Ask::Examine { ticket, file });
    }

    /// Asks what is wrong with a text; `answer` gets it, the first in the text first.
    pub fn check(&self, noun: Noun, text: &str, answer: impl FnOnce(Vec<Diagnostic>) + 'static) {
        let ticket = self.ticket(|tell| {
            if let Tell::Checked { diagnostics, .. } = tell {
                answer(diagnostics);
            }
        });
        let text = text.to_owned();
        self.ask(Ask::Check { ticket, noun, text });
    }

    /// Asks what there is to say of what somebody writes.
    pub fn read(&self, draft: Draft, answer: impl FnOnce(Reading) + 'static) {
        let ticket = self.ticket(|tell| {
            if let Tell::Read { reading, .. } = tell {
                answer(reading);
            }
        });
        self.ask(Ask::Read { ticket, draft });
    }

    /// Asks what may stand at the cursor behind this beginning of a line.
    pub fn complete(
        &self,
        before: String,
        files: Vec<String>,
        answer: impl FnOnce(Offers) + 'static,
    ) {
        let ticket = self.ticket(|tell| {
            if let Tell::Completed { offers, .. } = tell {
                answer(offers);
            }
        });
        self.ask(Ask::Complete {
            ticket,
            before,
            files,
        });
    }

    /// Asks for a text to write on; `answer` gets a [`Tell::Opened`].
    pub fn open_text(&self, what: Opening, answer: impl FnOnce(Tell) + 'static) {
        let ticket = self.ticket(answer);
        self.ask(Ask::Open { ticket, what });
    }

    /// Asks what there is to say of something; `answer` gets a [`Tell::Details`].
    pub fn details(&self, of: Subject, answer: impl FnOnce(Tell) + 'static) {
        let ticket = self.ticket(answer);
        self.ask(Ask::Details { ticket, of });
    }

    /// Asks which Waves there are that a filter admits, in that order: so many of them, from one on.
    /// `answer` gets a [`Tell::Waves`].
    pub fn waves(
        &self,
        filter: String,
        order: Order,
        (from, count): (u32, u32),
        answer: impl FnOnce(Tell) + 'static,
    ) {
        let ticket = self.ticket(answer);
        self.ask(Ask::Waves {
            ticket,
            filter,
            order,
            from,
            count,
        });
    }

    /// Asks what hangs together with a Wave; `answer` gets a [`Tell::Course`].
    pub fn course(&self, wave: WaveNo, answer: impl FnOnce(Tell) + 'static) {
        let ticket = self.ticket(answer);
        self.ask(Ask::Course { ticket, wave });
    }

    /// Asks what is different between the branch that is looked at and another, and for the course
    /// of a Wave there. `answer` gets a [`Tell::Compared`].
    pub fn compare(&self, with: u16, wave: Option<WaveNo>, answer: impl FnOnce(Tell) + 'static) {
        let ticket = self.ticket(answer);
        self.ask(Ask::Compare { ticket, with, wave });
    }

    fn ticket(&self, answer: impl FnOnce(Tell) + 'static) -> u32 {
        let mut line = self.0.borrow_mut();
        line.last_ticket = line.last_ticket.wrapping_add(1);
        let ticket = line.last_ticket;
        line.answers.push((ticket, Box::new(answer)));
        ticket
    }

    fn hear(&self, bytes: &[u8]) {
        let tell = match wire::decode::<Tell>(bytes) {
            Ok(tell) => tell,
            Err(_) => return self.gone("page and worker are of two builds; load the page anew"),
        };
        let ticket = match &tell {
            Tell::Reply { ticket, .. }
            | Tell::Report { ticket, .. }
            | Tell::Checked { ticket, .. }
            | Tell::Waves { ticket, .. }
            | Tell::Course { ticket, .. }
            | Tell::Read { ticket, .. }
            | Tell::Opened { ticket, .. }
            | Tell::Completed { ticket, .. }
            | Tell::Compared { ticket, .. }
            | Tell::Details { ticket, .. } => Some(*ticket),
            Tell::Ready => {
                self.0.borrow_mut().flush();
                None
            }
            Tell::Restarted => {
                let mut line = self.0.borrow_mut();
                line.answers.clear();
                // another cosmos is on its way, and what is asked waits for it
                line.ready = false;
                None
            }
            _ => None,
        };
        // Answers may ask again, so nothing is borrowed while they run.
        match ticket {
            Some(ticket) => {
                let mut line = self.0.borrow_mut();
                let at = line.answers.iter().position(|(known, _)| *known == ticket);
                let answer = at.map(|at| line.answers.remove(at));
                drop(line);
                if let Some((_, answer)) = answer {
                    answer(tell);
                }
            }
            None => self.all(Heard::Tell(tell)),
        }
    }

    fn gone(&self, why: &str) {
        let was = self.0.borrow().worker.is_some();
        self.close();
        // A worker that panics says so twice: its last words, and the trap that follows.
        if was || !why.is_empty() {
            self.all(Heard::Gone(why.to_owned()));
        }
    }

    fn all(&self, heard: Heard) {
        let tell = Rc::clone(&self.0.borrow().heard);
        tell(heard);
    }
}

/// The worker that the document has begun beside the page, and the events of what it has said since. The first who asks
/// gets it; a document that has not begun one until then leaves it be.
fn begun() -> Option<(Worker, Array)> {
    let (window, name) = (web_sys::window()?, JsValue::from_str(BEGUN));
    let begun = Reflect::get(&window, &name).ok()?;
    Reflect::set(&window, &name, &JsValue::NULL).ok()?;
    let part = |name| Reflect::get(&begun, &JsValue::from_str(name)).ok();
    Some((
        part("worker")?.dyn_into().ok()?,
        part("said")?.dyn_into().ok()?,
    ))
}

impl Line {
    fn flush(&mut self) {
        self.ready = true;
        for ask in std::mem::take(&mut self.queue) {
            self.send(&ask);
        }
    }

    fn send(&self, ask: &Ask) {
        let (Some(worker), Ok(bytes)) = (&self.worker, wire::encode(ask)) else {
            return;
        };
        let bytes = Uint8Array::from(bytes.as_slice());
        let transferred = Array::of1(&bytes.buffer());
        let _ = worker.post_message_with_transfer(&bytes.buffer(), &transferred);
    }
}
