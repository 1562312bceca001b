//! The hash of a trace: two runs are the same exactly when their hashes are.

use std::fmt;
use std::hash::Hasher;

use orrery_hyperspace::trace::Record;
use siphasher::sip128::{Hasher128, SipHasher13};

/// Takes records in order and gives 128 bits, which print as 32 hexadecimal digits.
///
/// ```
/// use orrery_cosmos::{Cosmos, TraceHash};
/// let hash = |seed| {
///     let mut hash = TraceHash::default();
///     hash.add(&Cosmos::new(seed).take_trace());
///     hash.to_string()
/// };
/// assert_eq!(hash(7), hash(7));
/// ```
#[derive(Debug, Clone, Default)]
pub struct TraceHash {
    hasher: SipHasher13,
    records: u64,
}

impl TraceHash {
    /// Takes more records.
    pub fn add(&mut self, records: &[Record]) {
        for record in records {
            self.records += 1;
            match postcard::to_stdvec(record) {
                Ok(bytes) => self.hasher.write(&bytes),
                // no record has a form that cannot be written; should one come, the hash shows it
                Err(error) => self.hasher.write(error.to_string().as_bytes()),
            }
        }
    }

    /// How many records were taken.
    #[must_use]
    pub fn records(&self) -> u64 {
        self.records
    }
}

impl fmt::Display for TraceHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.hasher.finish128().as_u128())
    }
}
