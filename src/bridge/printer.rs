//! The printer of WAT (`crates/printer`): a wasm module beside the worker's, which is fetched once the
//! cosmos lives. Each module is printed by an instance of its own; so nothing stays in memory, and
//! one at which the printer fails costs a sentence and not the cosmos.

use std::cell::RefCell;

use js_sys::WebAssembly::{Instance, Memory, Module};
use js_sys::{Error, Object, Promise, Uint8Array, WebAssembly};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, future_to_promise};
use web_sys::DedicatedWorkerGlobalScope;

use super::fetch::fetch;

/// Where it lies, seen from the worker's script.
const ADDRESS: &str = "printer.wasm";

#[wasm_bindgen]
extern "C" {
    /// What `crates/printer/src/bin/printer.rs` exports. All of it may be missing, where the host has another version.
    type Exports;
    #[wasm_bindgen(method, catch)]
    fn room(this: &Exports, bytes: u32) -> Result<u32, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn print(this: &Exports) -> Result<u32, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn text(this: &Exports) -> Result<u32, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn length(this: &Exports) -> Result<u32, JsValue>;
    #[wasm_bindgen(method, getter)]
    fn memory(this: &Exports) -> Memory;
}

/// The printer: the promise of its module, once it was asked for.
#[derive(Default)]
pub struct Printer(RefCell<Option<Promise>>);

impl Printer {
    /// A module as WAT.
    ///
    /// # Errors
    ///
    /// The sentence that says why there is none.
    pub async fn print(
        &self,
        scope: &DedicatedWorkerGlobalScope,
        module: &[u8],
    ) -> Result<String, String> {
        let printer = self.fetched(scope).await.map_err(|why| {
            format!(
                "a module is shown as text by a program that is yet to be fetched, and could not be: {why}; \
                 try again when the host can be reached, or load the page anew"
            )
        })?;
        self::printed(&printer, module).await.unwrap_or_else(|thrown| {
            Err(format!(
                "the program that shows modules as text failed at this one ({}); read it with `wasm-tools print`",
                self::words(&thrown)
            ))
        })
    }

    /// Brings it, if it is neither there nor on its way.
    pub async fn fetched(&self, scope: &DedicatedWorkerGlobalScope) -> Result<Module, String> {
        let known = self.0.borrow().clone();
        let coming = known.unwrap_or_else(|| {
            let coming = self::brought(scope.clone());
            self.0.replace(Some(coming.clone()));
            coming
        });
        let brought = JsFuture::from(coming.clone()).await;
        if brought.is_err() {
            // whoever asks next tries again
            self.0
                .borrow_mut()
                .take_if(|known| Object::is(known, &coming));
        }
        brought
            .map(JsCast::unchecked_into)
            .map_err(|thrown| self::words(&thrown))
    }
}

/// The promise of the compiled module.
fn brought(scope: DedicatedWorkerGlobalScope) -> Promise {
    future_to_promise(async move {
        let bytes = fetch(&scope, ADDRESS).await?;
        JsFuture::from(WebAssembly::compile(&bytes)).await
    })
}

async fn printed(printer: &Module, module: &[u8]) -> Result<Result<String, String>, JsValue> {
    let made = JsFuture::from(WebAssembly::instantiate_module(printer, &Object::new())).await?;
    let exports = made.unchecked_into::<Instance>().exports();
    let exports: Exports = exports.unchecked_into();
    let length = u32::try_from(module.len()).unwrap_or(u32::MAX);
    let at = exports.room(length)?;
    // its memory is another one whenever it has grown
    let view = |at, length| {
        Uint8Array::new_with_byte_offset_and_length(&exports.memory().buffer(), at, length)
    };
    view(at, length).copy_from(module);
    let good = exports.print()? != 0;
    let text = view(exports.text()?, exports.length()?).to_vec();
    let text = String::from_utf8_lossy(&text).into_owned();
    Ok(if good { Ok(text) } else { Err(text) })
}

/// What was thrown, in its own words.
fn words(thrown: &JsValue) -> String {
    let error = thrown.dyn_ref::<Error>();
    error
        .map(|error| error.message().into())
        .or_else(|| thrown.as_string())
        .unwrap_or_else(|| "the browser does not say why".to_owned())
}
