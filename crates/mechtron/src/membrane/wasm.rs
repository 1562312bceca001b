//! The one file that crosses the membrane, and so one with unsafe code: an import's arguments
//! are numbers, and it is here that they are those of memory which is the guest's to lend.
#![allow(unsafe_code)]

use std::sync::atomic::{AtomicBool, Ordering};

use crate::body::{Body, Kind};

#[link(wasm_import_module = "cosmos")]
unsafe extern "C" {
    #[link_name = "field"]
    fn host_field(id: i32, ptr: *mut u8, cap: usize) -> i32;
    #[link_name = "header"]
    fn host_header(name: *const u8, name_len: usize, ptr: *mut u8, cap: usize) -> i32;
    #[link_name = "property"]
    fn host_property(name: *const u8, name_len: usize, ptr: *mut u8, cap: usize) -> i32;
    #[link_name = "body_kind"]
    fn host_body_kind() -> i32;
    #[link_name = "body"]
    fn host_body(ptr: *mut u8, cap: usize) -> i32;
    #[link_name = "reply"]
    fn host_reply(status: i32, kind: i32, ptr: *const u8, len: usize);
    #[link_name = "reply_header"]
    fn host_reply_header(name: *const u8, name_len: usize, ptr: *const u8, len: usize);
    #[link_name = "ask"]
    fn host_ask(
        to: *const u8,
        to_len: usize,
        method: *const u8,
        method_len: usize,
        kind: i32,
        ptr: *const u8,
        len: usize,
    ) -> i32;
    #[link_name = "ripple"]
    fn host_ripple(
        to: *const u8,
        to_len: usize,
        method: *const u8,
        method_len: usize,
        kind: i32,
        ptr: *const u8,
        len: usize,
    ) -> i32;
    #[link_name = "pick"]
    fn host_pick(no: i32) -> i32;
    #[link_name = "answer_field"]
    fn host_answer_field(id: i32, ptr: *mut u8, cap: usize) -> i32;
    #[link_name = "answer_kind"]
    fn host_answer_kind() -> i32;
    #[link_name = "answer"]
    fn host_answer(ptr: *mut u8, cap: usize) -> i32;
    #[link_name = "signal"]
    fn host_signal(
        to: *const u8,
        to_len: usize,
        method: *const u8,
        method_len: usize,
        kind: i32,
        ptr: *const u8,
        len: usize,
    ) -> i32;
    #[link_name = "alarm"]
    fn host_alarm(delay_ms: i64, tag: *const u8, tag_len: usize) -> i32;
    #[link_name = "cancel"]
    fn host_cancel(id: i32);
    #[link_name = "get"]
    fn host_get(key: *const u8, key_len: usize, ptr: *mut u8, cap: usize) -> i32;
    #[link_name = "put"]
    fn host_put(key: *const u8, key_len: usize, ptr: *const u8, len: usize) -> i32;
    #[link_name = "delete"]
    fn host_delete(key: *const u8, key_len: usize);
    #[link_name = "keys"]
    fn host_keys(prefix: *const u8, prefix_len: usize, ptr: *mut u8, cap: usize) -> i32;
    #[link_name = "log"]
    fn host_log(level: i32, ptr: *const u8, len: usize);
    #[link_name = "now"]
    fn host_now() -> i64;
    #[link_name = "random"]
    fn host_random(ptr: *mut u8, len: usize);
}

/// Pulls bytes by the rule of lengths: what fits is copied, the full length is returned.
fn pull(mut call: impl FnMut(*mut u8, usize) -> i32) -> Option<Vec<u8>> {
    pull_by(&mut call)
}

/// [`pull`], once for all calls of the host.
fn pull_by(call: &mut dyn FnMut(*mut u8, usize) -> i32) -> Option<Vec<u8>> {
    let mut bytes: Vec<u8> = Vec::with_capacity(256);
    loop {
        let length = usize::try_from(call(bytes.as_mut_ptr(), bytes.capacity())).ok()?;
        if length <= bytes.capacity() {
            // SAFETY: the host has written that many bytes, and they fit
            unsafe { bytes.set_len(length) };
            return Some(bytes);
        }
        bytes.reserve_exact(length);
    }
}

/// Pulls text.
fn pull_text(call: impl FnMut(*mut u8, usize) -> i32) -> Option<String> {
    // SAFETY: the contract has the host give UTF-8 only, and a host that breaks it holds all of this
    // memory anyway. To look once more would cost every guest the code for it.
    Some(unsafe { String::from_utf8_unchecked(pull(call)?) })
}

// SAFETY of every call below: pointer and length are those of one slice, or of one Vec's capacity,
// that lives until the call is over; the host keeps none of them.

pub(crate) fn field(id: i32) -> Option<String> {
    pull_text(|ptr, cap| unsafe { host_field(id, ptr, cap) })
}

pub(crate) fn header(name: &str) -> Option<String> {
    pull_text(|ptr, cap| unsafe { host_header(name.as_ptr(), name.len(), ptr, cap) })
}

pub(crate) fn property(name: &str) -> Option<String> {
    pull_text(|ptr, cap| unsafe { host_property(name.as_ptr(), name.len(), ptr, cap) })
}

pub(crate) fn body() -> Body {
    Body {
        kind: Kind(unsafe { host_body_kind() }),
        bytes: pull(|ptr, cap| unsafe { host_body(ptr, cap) }).unwrap_or_default(),
    }
}

pub(crate) fn reply(status: u16, body: &Body) {
    let bytes = &body.bytes;
    unsafe { host_reply(i32::from(status), body.kind.0, bytes.as_ptr(), bytes.len()) }
}

pub(crate) fn reply_header(name: &str, value: &str) {
    unsafe { host_reply_header(name.as_ptr(), name.len(), value.as_ptr(), value.len()) }
}

/// An import that sends a Wave: to whom, the method and the body.
type Send = unsafe extern "C" fn(*const u8, usize, *const u8, usize, i32, *const u8, usize) -> i32;

fn sent(send: Send, to: &str, method: &str, body: &Body) -> i32 {
    let (method, bytes) = (method.as_bytes(), &body.bytes);
    unsafe {
        send(
            to.as_ptr(),
            to.len(),
            method.as_ptr(),
            method.len(),
            body.kind.0,
            bytes.as_ptr(),
            bytes.len(),
        )
    }
}

pub(crate) fn ask(to: &str, method: &str, body: &Body) -> u16 {
    sent(host_ask, to, method, body) as u16
}

pub(crate) fn ripple(to: &str, method: &str, body: &Body) -> i32 {
    sent(host_ripple, to, method, body)
}

pub(crate) fn pick(no: i32) -> u16 {
    unsafe { host_pick(no) as u16 }
}

pub(crate) fn answer_from() -> Option<String> {
    pull_text(|ptr, cap| unsafe { host_answer_field(2, ptr, cap) })
}

pub(crate) fn answer() -> Body {
    Body {
        kind: Kind(unsafe { host_answer_kind() }.max(0)),
        bytes: pull(|ptr, cap| unsafe { host_answer(ptr, cap) }).unwrap_or_default(),
    }
}

pub(crate) fn signal(to: &str, method: &str, body: &Body) -> u16 {
    sent(host_signal, to, method, body) as u16
}

pub(crate) fn alarm(delay_ms: i64, tag: &str) -> u32 {
    unsafe { host_alarm(delay_ms, tag.as_ptr(), tag.len()) }.cast_unsigned()
}

pub(crate) fn cancel(id: u32) {
    unsafe { host_cancel(id.cast_signed()) }
}

pub(crate) fn get(key: &str) -> Option<Vec<u8>> {
    pull(|ptr, cap| unsafe { host_get(key.as_ptr(), key.len(), ptr, cap) })
}

pub(crate) fn put(key: &str, value: &[u8]) -> u16 {
    unsafe { host_put(key.as_ptr(), key.len(), value.as_ptr(), value.len()) as u16 }
}

pub(crate) fn delete(key: &str) {
    unsafe { host_delete(key.as_ptr(), key.len()) }
}

pub(crate) fn keys(prefix: &str) -> String {
    pull_text(|ptr, cap| unsafe { host_keys(prefix.as_ptr(), prefix.len(), ptr, cap) })
        .unwrap_or_default()
}

pub(crate) fn log(level: i32, message: &str) {
    unsafe { host_log(level, message.as_ptr(), message.len()) }
}

pub(crate) fn now() -> i64 {
    unsafe { host_now() }
}

pub(crate) fn random(bytes: &mut [u8]) {
    unsafe { host_random(bytes.as_mut_ptr(), bytes.len()) }
}

/// Lets a panic say why and where in the log, from where the host takes it into the trap's sentence. It is
/// put together without the machinery of `format!`.
pub(crate) fn report_panics() {
    static REPORTED: AtomicBool = AtomicBool::new(false);
    if !REPORTED.swap(true, Ordering::Relaxed) {
        std::panic::set_hook(Box::new(|info| {
            let why = info.payload_as_str().unwrap_or("no reason given");
            let place = info.location().map(|place| (place.file(), place.line()));
            let (file, line) = place.unwrap_or_default();
            let line = i64::from(line).to_string();
            log(4, &["panic at ", file, ":", &line, ": ", why].concat());
        }));
    }
}
