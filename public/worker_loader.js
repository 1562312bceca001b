// Starts the worker's wasm. A message of text, and not of bytes, tells the page that there will be no cosmos.
importScripts("./worker.js");
wasm_bindgen({ module_or_path: "./worker_bg.wasm" }).catch((error) => postMessage(`its program could not be loaded (${error.message})`));
