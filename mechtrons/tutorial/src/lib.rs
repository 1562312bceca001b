//! The tutorial's Mechtron: it makes a page of the template in its own bundle. With it comes all that the
//! tutorial publishes: `bundle/`, to which the module is added when the guests are built.
//!
//! | asked | answer |
//! |---|---|
//! | `Http<Get>` | the page, in which `{{title}}` and `{{message}}` are filled in |

use orrery_mechtron::{Answer, Mechtron, mechtron};

mechtron! { "Http<Get>" => page }

fn page(m: &Mechtron) -> Answer<String> {
    let template = m.artifact("template/index.html")?;
    let mut page = String::from_utf8(template.to_vec())?;
    for (name, text) in [("{{title}}", "My Mechtron"), ("{{message}}", "Hello World")] {
        if let Some(at) = page.find(name) {
            page.replace_range(at..at + name.len(), text);
        }
    }
    m.reply_header("Content-Type", "text/html; charset=utf-8");
    Ok(page)
}

#[cfg(test)]
mod tests {
    use super::*;
    use orrery_mechtron::Rehearsal;

    #[test]
    fn the_template_is_filled_in() {
        let stage = Rehearsal::new().bundle("repo:hello:1.0.0");
        let mut stage = stage.answer(200, b"<h1>{{title}}</h1>{{message}}".to_vec());
        let page = stage.ping(serve, "Http<Get>/", ()).body.text();
        assert_eq!(page, "<h1>My Mechtron</h1>Hello World");
    }
}
