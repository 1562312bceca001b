//! S
use smol_str::SmolStr;
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
/// s
pub enum SubstancePattern {
    /// n
    None,
    /// a
    Any(SmolStr),
}
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
/// s
pub struct PointVar(pub SmolStr);
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
/// s
pub struct CallVar(pub SmolStr);
use std::fmt;
impl fmt::Display for SubstancePattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::None => f.write_str("!"),
            Self::Any(t) => f.write_str(t),
        }
    }
}
impl fmt::Display for PointVar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
impl fmt::Display for CallVar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
