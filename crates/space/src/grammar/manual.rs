//! What `help` says: the commands, their forms, and what they do.
//!
//! ```
//! use orrery_space::grammar::command::{MANUALS, WORDS};
//! assert_eq!(MANUALS.len(), WORDS.len());
//! assert!(MANUALS[0].form.starts_with(WORDS[0]));
//! ```

/// What `help` says of a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Manual {
    /// The first word.
    pub word: &'static str,
    /// The whole form.
    pub form: &'static str,
    /// What it does, in a sentence.
    pub does: &'static str,
}

/// All commands, in the order in which a person meets them.
pub const MANUALS: &[Manual] = &[
    Manual {
        word: "create",
        form: "create[?|!] POINT[%]<KIND>[{ +key=value, +@key=value, !key }]",
        does: "creates a particle; with ? leaves one that is there, with ! updates it; % takes the parent's next number",
    },
    Manual {
        word: "launch",
        form: "launch ^[ FILE ]-> POINT",
        does: "turns a module into a Mechtron, or upgrades the one that is there",
    },
    Manual {
        word: "ping",
        form: "ping TARGET [METHOD] [BODY]",
        does: "sends a Wave and waits for its Pong; a target with a call (POINT^Http<Get>/path) needs no method",
    },
    Manual {
        word: "signal",
        form: "signal TARGET [METHOD] [BODY]",
        does: "sends a Wave that wants no answer",
    },
    Manual {
        word: "select",
        form: "select SELECTOR [into points|stubs]",
        does: "lists particles",
    },
    Manual {
        word: "get",
        form: "get POINT[{ key, key }]",
        does: "shows a particle and its properties",
    },
    Manual {
        word: "set",
        form: "set POINT{ +key=value, +@key=value, !key }",
        does: "changes properties; + sets, +@ sets and locks, ! removes",
    },
    Manual {
        word: "grant",
        form: "grant super|perm MASK|priv NAME on SELECTOR to SELECTOR",
        does: "gives access",
    },
    Manual {
        word: "as",
        form: "as POINT",
        does: "acts from here on as that user",
    },
    Manual {
        word: "advance",
        form: "advance DURATION",
        does: "lets virtual time pass",
    },
    Manual {
        word: "help",
        form: "help [COMMAND]",
        does: "says what the commands are",
    },
];

/// The first words, in the order of [`MANUALS`].
pub const WORDS: &[&str] = &[
    "create", "launch", "ping", "signal", "select", "get", "set", "grant", "as", "advance", "help",
];

#[cfg(test)]
mod tests {
    use super::{MANUALS, WORDS};

    #[test]
    fn every_word_has_its_manual() {
        let words: Vec<&str> = MANUALS.iter().map(|manual| manual.word).collect();
        assert_eq!(words, WORDS);
        for manual in MANUALS {
            assert!(manual.form.starts_with(manual.word), "{}", manual.form);
        }
    }
}
