//! Artifacts as a guest reads them: asked for once, and kept while the instance lives, since a
//! published bundle never changes.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use crate::fault::Fault;
use crate::mechtron::Mechtron;
use crate::membrane;

thread_local! {
    /// Files by their points. A guest has one thread.
    static KEPT: RefCell<BTreeMap<String, Rc<[u8]>>> = const { RefCell::new(BTreeMap::new()) };
}

/// Forgets what was kept: another stage, another cosmos.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) fn forget() {
    KEPT.with_borrow_mut(BTreeMap::clear);
}

/// Its bundle, and others.
impl Mechtron {
    /// The point of the bundle that its module was published in.
    #[must_use]
    pub fn bundle(&self) -> Option<String> {
        membrane::field(8)
    }

    /// A file of its own bundle, by its path from the top of it.
    ///
    /// ```
    /// use orrery_mechtron::{Answer, Mechtron, Rehearsal, mechtron};
    /// mechtron! { "Ext<Motto>" => motto }
    /// fn motto(m: &Mechtron) -> Answer<Vec<u8>> {
    ///     Ok(m.artifact("texts/motto.txt")?.to_vec())
    /// }
    /// let stage = Rehearsal::new().bundle("localhost:repo:motto:1.0.0");
    /// let mut stage = stage.answer(200, b"be brief".to_vec());
    /// assert_eq!(stage.ping(serve, "Ext<Motto>", ()).body.text(), "be brief");
    /// // it is asked for once
    /// assert_eq!(stage.ping(serve, "Ext<Motto>", ()).body.text(), "be brief");
    /// assert_eq!(stage.said(), ["ask localhost:repo:motto:1.0.0:/texts/motto.txt Cmd<Read>"]);
    /// ```
    ///
    /// # Errors
    ///
    /// 404: it comes from no bundle. Else as [`artifact_of`](Self::artifact_of).
    pub fn artifact(&self, path: &str) -> Result<Rc<[u8]>, Fault> {
        let bundle = self.bundle();
        let bundle = bundle.ok_or_else(|| Fault::new(404, "this Mechtron comes from no bundle"))?;
        self.artifact_of(&bundle, path)
    }

    /// A file of any bundle, by its path from the top of it. The Mechtron must be allowed to read it.
    ///
    /// # Errors
    ///
    /// The status and the reason for which it is not to be had: 403, or 404 where no such file is.
    pub fn artifact_of(&self, bundle: &str, path: &str) -> Result<Rc<[u8]>, Fault> {
        let point = format!("{bundle}:/{}", path.trim_start_matches('/'));
        if let Some(known) = KEPT.with_borrow(|kept| kept.get(&point).cloned()) {
            return Ok(known);
        }
        let bytes: Rc<[u8]> = self.ask(&point, "Cmd<Read>", ())?.bytes.into();
        KEPT.with_borrow_mut(|kept| kept.insert(point, Rc::clone(&bytes)));
        Ok(bytes)
    }
}
