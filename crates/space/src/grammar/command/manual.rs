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
    /// The usual form.
    pub form: &'static str,
    /// Other forms.
    pub also: &'static [&'static str],
    /// What it does, in a sentence.
    pub does: &'static str,
}

macro_rules! manuals {
    ($($form:literal $(or $also:literal)*: $word:literal $does:literal;)*) => {
        /// All commands, in the order in which a person meets them.
        pub const MANUALS: &[Manual] = &[$(Manual {
            word: $word,
            form: $form,
            also: &[$($also),*],
            does: $does,
        }),*];

        /// The first words, in the order of [`MANUALS`].
        pub const WORDS: &[&str] = &[$($word),*];
    };
}

manuals! {
    "create[?|!] POINT[%]<KIND>[{ +key=value, +@key=value, !key }]":
        "create" "creates a particle; with ? leaves one that is there, with ! updates it; % takes the parent's next number";
    "publish ^[ FILE ]-> POINT[%]":
        "publish" "creates a bundle of the files in an archive";
    "launch ^[ FILE ]-> POINT":
        "launch" "turns a module into a Mechtron, or upgrades the one that is there";
    "ping TARGET [METHOD] [BODY]":
        "ping" "sends a Wave and waits for its Pong; a target with a call (POINT^Http<Get>/path) needs no method";
    "signal TARGET [METHOD] [BODY]":
        "signal" "sends a Wave that wants no answer";
    "ripple SELECTOR [METHOD] [BODY]":
        "ripple" "sends a Wave to all that are selected and gathers their Echoes";
    "select SELECTOR [into points|stubs]" or "select SELECTOR where +key=pattern, ...":
        "select" "lists particles";
    "get POINT[{ key, key }]":
        "get" "shows a particle and its properties";
    "set POINT{ +key=value, +@key=value, !key }":
        "set" "changes properties; + sets, +@ sets and locks, ! removes";
    "read POINT":
        "read" "shows what a particle keeps, such as the content of a file";
    "write POINT BODY" or "write POINT ^[ FILE ]":
        "write" "changes what a particle keeps";
    "delete SELECTOR":
        "delete" "removes particles";
    "grant super|perm MASK|priv NAME on SELECTOR to SELECTOR":
        "grant" "gives access";
    "grants on SELECTOR":
        "grants" "lists the grants with their numbers";
    "revoke N on SELECTOR":
        "revoke" "takes the grant of that number back";
    "chown SELECTOR to POINT":
        "chown" "gives particles another owner";
    "as POINT":
        "as" "acts from here on as that user";
    "watch POINT Log|State|Property|Child":
        "watch" "sends a Signal whenever that of a particle changes";
    "unwatch N":
        "unwatch" "ends the subscription of that number";
    "move POINT to STAR":
        "move" "takes a particle to another star";
    "pause POINT":
        "pause" "lets Waves to a particle wait";
    "resume POINT":
        "resume" "ends a pause";
    "init POINT":
        "init" "starts a particle anew";
    "stars":
        "stars" "lists the stars";
    "lanes":
        "lanes" "lists the lanes between them";
    "stop STAR":
        "stop" "stops a star; what it runs is placed on others";
    "start STAR":
        "start" "starts a star that was stopped";
    "cut STAR--STAR":
        "cut" "cuts a lane";
    "mend STAR--STAR":
        "mend" "makes a lane sound again, whatever was wrong with it";
    "slow STAR--STAR DURATION":
        "slow" "makes a lane take that much longer";
    "lose STAR--STAR PROBABILITY":
        "lose" "makes a lane lose that share of what it carries";
    "double STAR--STAR PROBABILITY":
        "double" "makes a lane carry that share twice";
    "shuffle STAR--STAR PROBABILITY":
        "shuffle" "makes that share overtake what went before";
    "storm SEED [loss=0.1] [delay=5ms] [double=0.01] [shuffle=0.05] for DURATION":
        "storm" "makes all lanes faulty for a while, by a chance of its own seed";
    "seed N":
        "seed" "sets the seed of all chance";
    "speed X":
        "speed" "sets how fast virtual time follows the clock; 1 is as fast";
    "advance DURATION":
        "advance" "lets virtual time pass";
    "upload NAME [PATH]":
        "upload" "gives a file the name under which commands mean it";
    "help [COMMAND]":
        "help" "says what the commands are";
}

#[cfg(test)]
mod tests {
    use super::{MANUALS, WORDS};

    #[test]
    fn every_form_begins_with_its_word() {
        for (manual, word) in MANUALS.iter().zip(WORDS) {
            assert_eq!(manual.word, *word);
            for form in [&manual.form].into_iter().chain(manual.also) {
                assert_eq!(form.split([' ', '[']).next(), Some(*word), "{form}");
            }
        }
    }
}
