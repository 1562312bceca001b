//! Serves the files of a bundle as a site: of its own, or of the one that its property `site` names.
//! In a page `{{name}}` becomes what the Wave's query says, `?name=ann`; `{{visits}}` how often pages
//! were asked for.

use orrery_mechtron::{Answer, Body, Mechtron, mechtron};

mechtron! { "Http<Get>/.*" => page }

fn page(m: &Mechtron) -> Answer<Body> {
    let uri = m.uri().unwrap_or_default();
    let (path, query) = uri.split_once('?').unwrap_or((&uri, ""));
    let path = match path.strip_suffix('/') {
        Some(folder) => format!("{folder}/index.html"),
        None => path.to_owned(),
    };
    let file = match m.property("site") {
        Some(site) => m.artifact_of(&site, &path),
        None => m.artifact(&path),
    }?;
    m.reply_header("Content-Type", content_type(&path));
    if !path.ends_with(".html") {
        return Ok(file.to_vec().into());
    }
    let visits = m.get_as("visits").unwrap_or(0) + 1;
    m.put_as("visits", visits)?;
    let mut text = String::from_utf8_lossy(&file).replace("{{visits}}", &visits.to_string());
    for (name, value) in query.split('&').filter_map(|pair| pair.split_once('=')) {
        text = text.replace(&format!("{{{{{name}}}}}"), &escaped(value));
    }
    Ok(text.into())
}

/// What is said to be text must not become markup.
fn escaped(value: &str) -> String {
    let value = value.replace('&', "&amp;").replace('<', "&lt;");
    value.replace('>', "&gt;").replace('"', "&quot;")
}

fn content_type(path: &str) -> &'static str {
    match path.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css",
        "js" => "text/javascript",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use orrery_mechtron::Rehearsal;

    #[test]
    fn pages_are_filled_in_and_other_files_are_as_they_are() {
        let mut stage = Rehearsal::new()
            .bundle("localhost:repo:site:1.0.0")
            .answer(200, b"<p>{{name}}, {{visits}}".to_vec())
            .answer(200, b"p { margin: 0 }".to_vec());
        let page = stage.ping(serve, "Http<Get>/?name=ann", ());
        assert_eq!(page.body.text(), "<p>ann, 1");
        let page = stage.ping(serve, "Http<Get>/index.html?name=<b>", ());
        assert_eq!(page.body.text(), "<p>&lt;b&gt;, 2");
        let style = stage.ping(serve, "Http<Get>/site.css", ());
        assert_eq!(style.body.bytes, b"p { margin: 0 }");
        let asked = stage.said().iter().filter(|said| said.starts_with("ask"));
        assert_eq!(asked.count(), 2, "{:?}", stage.said());
        assert_eq!(stage.ping(serve, "Http<Get>/none.html", ()).status, 404);
    }
}
