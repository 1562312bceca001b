//! The help: what one sees, the keys, the commands.

use leptos::prelude::*;

use super::dialog::Dialog;

/// Keys and what they do.
const KEYS: [(&str, &str); 23] = [
    ("Space", "pause, or let time go on"),
    (".", "one event"),
    ("w", "on until a Wave has ended"),
    (",", "one event back"),
    (
        "[ ]",
        "back, or on, to the next command, fault or refusal of the timeline",
    ),
    ("n", "to the present, where the run goes on"),
    (
        "u",
        "the Universal view: Points, and Waves from sender to target",
    ),
    (
        "h",
        "the Hyperversal view: stars and lanes, and Waves hop by hop",
    ),
    ("/", "to the console; there ↑ and ↓ bring back lines"),
    (
        "t",
        "to the tree of Points; there the arrows walk, Enter selects",
    ),
    (
        "e",
        "to the editor; there Ctrl+Enter makes it live, and Tab leaves the text",
    ),
    ("l", "to the list of Waves and its filter"),
    (
        "c",
        "to the course of the selected Wave: all that it caused",
    ),
    ("r", "to the remarks: what is odd in this run"),
    ("b", "to what time stops at, such as status:>=400"),
    ("a", "add a Mechtron"),
    ("g", "the legend: every sign of the stage in a word"),
    ("m", "the map in the corner of the stage, or none"),
    (
        "↑ ↓ ← →",
        "on the stage to the next mark, with Shift the picture; at an edge of a pane its width",
    ),
    ("k", "what is saved: export, import, begin anew"),
    ("< >", "back, or on, in the lesson that is on"),
    ("Esc", "select nothing, or leave what is typed"),
    ("?", "this help"),
];

/// The five words.
const WORDS: [(&str, &str); 5] = [
    ("Point", "an address, such as localhost:echo"),
    (
        "Particle",
        "what lives at a Point and can send and receive Waves; its Kind says what it is",
    ),
    (
        "Wave",
        "a message: a Ping asks, a Pong answers, a Signal tells",
    ),
    (
        "Mechtron",
        "a WebAssembly module that is a Particle; drop one on the page",
    ),
    (
        "Star",
        "carries Waves over lanes, checks who may Wave whom, and runs Particles",
    ),
];

/// The dialog.
#[component]
pub fn Help(
    /// Whether it is open.
    open: RwSignal<bool>,
) -> impl IntoView {
    view! {
        <Dialog open=open id="help-dialog" title="A working model of a cosmos">
            <dl class="words">{self::pairs(&WORDS)}</dl>
            <h3>"Keys"</h3>
            <dl class="keys">{self::pairs(&KEYS)}</dl>
            <p>"The console knows more: " <code>"help"</code> " lists its commands."</p>
            <p class="buttons">
                <button type="button" class="brass" autofocus on:click=move |_| open.set(false)>
                    "Back to the cosmos"
                </button>
            </p>
        </Dialog>
    }
}

fn pairs(pairs: &[(&'static str, &'static str)]) -> impl IntoView + use<> {
    let pairs = pairs.iter().map(|(word, meaning)| {
        view! {
            <div>
                <dt>{*word}</dt>
                <dd>{*meaning}</dd>
            </div>
        }
    });
    pairs.collect_view()
}
