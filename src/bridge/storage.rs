//! The browser's IndexedDB as a few shelves for bytes: open, get, put, remove.
//!
//! It is our own since four calls are all that is needed. The crate `rexie` (0.6, by way of `idb`)
//! works in a worker too, but brings channels of `tokio`, ordered maps and a closure for each event
//! of each request; here a request's events settle a promise directly. Both tell a full storage only
//! when the transaction ends, which is what [`Storage::put`] waits for.

use js_sys::{Function, Promise, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    DedicatedWorkerGlobalScope, DomException, IdbDatabase, IdbObjectStore, IdbOpenDbRequest,
    IdbRequest, IdbTransaction, IdbTransactionMode,
};

const DATABASE: &str = "orrery";
const STORE: &str = "cosmos";

/// Why something was not kept, or is not to be had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StorageError {
    /// There is no room left.
    Full,
    /// The browser will not, and says why.
    Denied(String),
}

/// The storage of this page.
pub struct Storage(IdbDatabase);

impl Storage {
    /// Opens it, and makes it where there is none.
    ///
    /// # Errors
    ///
    /// When the browser keeps nothing for this page.
    pub async fn open(scope: &DedicatedWorkerGlobalScope) -> Result<Self, StorageError> {
        let Some(factory) = scope.indexed_db()? else {
            return Err(StorageError::Denied("it has no IndexedDB".to_owned()));
        };
        let request = factory.open_with_u32(DATABASE, 1)?;
        let opened = request.clone();
        let make = Closure::once_into_js(move || {
            if let Ok(database) = self::result::<IdbDatabase>(&opened) {
                // where this fails, so does the request
                let _ = database.create_object_store(STORE);
            }
        });
        request.set_onupgradeneeded(Some(make.unchecked_ref()));
        self::settled(&request).await?;
        Ok(Self(self::result(&request)?))
    }

    /// What lies on a shelf.
    ///
    /// # Errors
    ///
    /// When it cannot be read.
    pub async fn get(&self, shelf: &str) -> Result<Option<Vec<u8>>, StorageError> {
        let (store, _) = self.store(IdbTransactionMode::Readonly)?;
        let request = store.get(&shelf.into())?;
        self::settled(&request).await?;
        let found = request.result()?;
        Ok(found.dyn_ref::<Uint8Array>().map(|bytes| bytes.to_vec()))
    }

    /// Lays bytes on a shelf, in place of what lies there. They are kept once this is done.
    ///
    /// # Errors
    ///
    /// When there is no room; what lay there before is there still.
    pub async fn put(&self, shelf: &str, bytes: &[u8]) -> Result<(), StorageError> {
        let (store, transaction) = self.store(IdbTransactionMode::Readwrite)?;
        store.put_with_key(&Uint8Array::from(bytes), &shelf.into())?;
        self::completed(&transaction).await
    }

    /// Empties a shelf.
    ///
    /// # Errors
    ///
    /// When the browser will not.
    pub async fn remove(&self, shelf: &str) -> Result<(), StorageError> {
        let (store, transaction) = self.store(IdbTransactionMode::Readwrite)?;
        store.delete(&shelf.into())?;
        self::completed(&transaction).await
    }

    fn store(
        &self,
        mode: IdbTransactionMode,
    ) -> Result<(IdbObjectStore, IdbTransaction), StorageError> {
        let transaction = self.0.transaction_with_str_and_mode(STORE, mode)?;
        Ok((transaction.object_store(STORE)?, transaction))
    }
}

fn result<T: JsCast>(request: &IdbOpenDbRequest) -> Result<T, JsValue> {
    request.result()?.dyn_into()
}

/// Waits for a request.
async fn settled(request: &IdbRequest) -> Result<(), StorageError> {
    let events = Promise::new(&mut |resolve: Function, reject: Function| {
        request.set_onsuccess(Some(&resolve));
        request.set_onerror(Some(&reject));
    });
    match JsFuture::from(events).await {
        Ok(_) => Ok(()),
        Err(_) => Err(self::why(request.error().ok().flatten())),
    }
}

/// Waits for the end of a transaction.
async fn completed(transaction: &IdbTransaction) -> Result<(), StorageError> {
    let events = Promise::new(&mut |resolve: Function, reject: Function| {
        transaction.set_oncomplete(Some(&resolve));
        transaction.set_onabort(Some(&reject));
    });
    match JsFuture::from(events).await {
        Ok(_) => Ok(()),
        Err(_) => Err(self::why(transaction.error())),
    }
}

fn why(error: Option<DomException>) -> StorageError {
    match error {
        Some(error) if error.name() == "QuotaExceededError" => StorageError::Full,
        Some(error) => StorageError::Denied(error.message()),
        None => StorageError::Denied("it does not say why".to_owned()),
    }
}

impl From<JsValue> for StorageError {
    fn from(thrown: JsValue) -> Self {
        self::why(thrown.dyn_into().ok())
    }
}
