//! What lies beside the worker's script on the host, as bytes.

use js_sys::Uint8Array;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{DedicatedWorkerGlobalScope, Response};

/// Fetches a file by its address relative to the worker's script.
///
/// # Errors
///
/// Why there is none, to stand after a colon.
pub async fn fetch(
    scope: &DedicatedWorkerGlobalScope,
    address: &str,
) -> Result<Uint8Array, String> {
    let unreachable = |_: JsValue| "the host of this page cannot be reached".to_owned();
    let response = JsFuture::from(scope.fetch_with_str(address)).await;
    let response: Response = response.and_then(JsCast::dyn_into).map_err(unreachable)?;
    if !response.ok() {
        return Err(format!(
            "the host answers {} for {address}",
            response.status()
        ));
    }
    let buffer = response.array_buffer().map_err(unreachable)?;
    let buffer = JsFuture::from(buffer).await.map_err(unreachable)?;
    Ok(Uint8Array::new(&buffer))
}
