//! A page of Leptos with one sentence, built as the page is: `tests/bench` visits both.

use leptos::prelude::*;

fn main() {
    leptos::mount::mount_to_body(|| view! { <p id="empty">"There is nothing here."</p> });
}
