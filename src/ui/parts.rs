//! Parts of a view that change. Each function here turns closures into one and the same type, so that
//! the machinery that runs them is in the page once, and not once more for each closure.

use std::hash::{Hash, Hasher};
use std::sync::{Arc, Mutex};

use leptos::prelude::*;
use rustc_hash::FxHasher;

/// A closure that is read anew when what it reads has changed.
pub type Changing<T> = Arc<Mutex<dyn FnMut() -> T + Send>>;

/// Anything that changes.
pub fn changing<T>(read: impl Fn() -> T + Send + 'static) -> Changing<T> {
    Arc::new(Mutex::new(read))
}

/// What it is now.
pub fn now<T: Default>(changing: &Changing<T>) -> T {
    changing
        .lock()
        .map_or_else(|_| T::default(), |mut read| read())
}

/// Something to see.
pub fn part<V>(see: impl Fn() -> V + Send + 'static) -> Changing<AnyView>
where
    V: IntoView + 'static,
{
    Arc::new(Mutex::new(move || see().into_any()))
}

/// The words of an attribute or a property.
pub fn text<T: Into<String>>(say: impl Fn() -> T + Send + 'static) -> Changing<String> {
    Arc::new(Mutex::new(move || say().into()))
}

/// Whether something holds.
pub fn flag(holds: impl Fn() -> bool + Send + 'static) -> Changing<bool> {
    Arc::new(Mutex::new(holds))
}

/// One of a [`list`].
pub struct Item {
    key: u64,
    see: Box<dyn FnOnce() -> AnyView + Send>,
}

impl Item {
    /// What is seen of it stays in the document for as long as there is one that is the same.
    pub fn of<T, V>(thing: T, see: impl FnOnce(T) -> V + Send + 'static) -> Self
    where
        T: Hash + Send + 'static,
        V: IntoView + 'static,
    {
        let mut hasher = FxHasher::default();
        thing.hash(&mut hasher);
        Self {
            key: hasher.finish(),
            see: Box::new(move || see(thing).into_any()),
        }
    }
}

/// Things of which some come and go.
pub fn list(each: impl Fn() -> Vec<Item> + Send + Sync + 'static) -> AnyView {
    self::list_of(Box::new(each))
}

fn list_of(each: Box<dyn Fn() -> Vec<Item> + Send + Sync>) -> AnyView {
    view! { <For each=move || each() key=|item| item.key children=|item: Item| (item.see)() /> }
        .into_any()
}
