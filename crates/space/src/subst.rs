//! Text with variables in it: `/users/${user}/pages`.
//!
//! ```
//! use orrery_space::{Env, Subst, Substance};
//! let text: Subst = "hello ${user}, you are ${age}".parse()?;
//! let mut env = Env::default();
//! env.set_var("user", Substance::Text("ann".into()));
//! env.set_var("age", Substance::Int(42));
//! assert_eq!(text.resolve(&env)?, "hello ann, you are 42");
//! # Ok::<(), orrery_space::ParseError>(())
//! ```

use crate::env::{Env, Variable};
use crate::located::Located;
use crate::{Diagnostic, ParseError};
use smol_str::SmolStr;

/// Text in whose chunks variables may stand.
///
/// ```
/// use orrery_space::{Env, Subst};
/// let text: Subst = "${a} and ${b}".parse()?;
/// let error = text.resolve(&Env::default()).unwrap_err();
/// let spans: Vec<_> = error.diagnostics.iter().map(|d| d.span.clone()).collect();
/// assert_eq!(spans, [0..4, 9..13]);
/// # Ok::<(), orrery_space::ParseError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Subst {
    chunks: Vec<Located<Chunk>>,
}

/// One piece of a [`Subst`].
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Chunk {
    /// As it is written.
    Text(SmolStr),
    /// `${name}`
    Var(Variable),
}

impl Subst {
    /// The grammar vouches that no two texts follow each other.
    pub(crate) fn new(chunks: Vec<Located<Chunk>>) -> Self {
        Self { chunks }
    }

    /// `/`, which is not written at `at`.
    pub(crate) fn root(at: usize) -> Self {
        let root = Chunk::Text(SmolStr::new_static("/"));
        Self::new(vec![Located::new(root, at..at)])
    }

    /// Whether it is the path `/`.
    pub(crate) fn is_root(&self) -> bool {
        matches!(self.chunks.as_slice(), [only] if matches!(&only.value, Chunk::Text(text) if text == "/"))
    }

    /// The pieces in order; two texts never follow each other.
    #[must_use]
    pub fn chunks(&self) -> &[Located<Chunk>] {
        &self.chunks
    }

    /// The text with the values of its variables.
    ///
    /// # Errors
    ///
    /// Every variable without a value that has a plain text, at its place.
    pub fn resolve(&self, env: &Env) -> Result<String, ParseError> {
        let mut errors = Vec::new();
        let text = self.fill(env, |_, _| None, &mut errors);
        if errors.is_empty() {
            return Ok(text);
        }
        Err(ParseError {
            diagnostics: errors,
        })
    }

    /// As [`resolve`](Self::resolve), where `amiss` may say of a value why it does not fit.
    pub(crate) fn fill(
        &self,
        env: &Env,
        amiss: impl Fn(&Located<Variable>, &str) -> Option<Diagnostic>,
        errors: &mut Vec<Diagnostic>,
    ) -> String {
        let mut text = String::new();
        for chunk in &self.chunks {
            match &chunk.value {
                Chunk::Text(plain) => text.push_str(plain),
                Chunk::Var(variable) => {
                    let variable = chunk.with(variable.clone());
                    match env.text_of(&variable) {
                        Ok(value) => {
                            errors.extend(amiss(&variable, &value));
                            text.push_str(&value);
                        }
                        Err(error) => errors.push(error),
                    }
                }
            }
        }
        text
    }
}
