//! What a static host does, and nothing that one might not do: the files of one folder, below one path.
//!
//! Each connection has a thread and carries one request. A pool of threads over connections that stay open was tried
//! and starves: a browser opens more of them at once than there are threads, and keeps each for minutes.

use std::fs;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, anyhow};

/// How many ports above the first are tried.
const TRIES: u16 = 100;
/// Bytes that a request may have; ours have hundreds.
const LONGEST_REQUEST: u64 = 64 * 1024;
/// How long a browser may hold a connection open before it asks for something.
const PATIENCE: Duration = Duration::from_secs(120);

/// A static server on the loopback address, with threads of its own.
pub struct Server {
    port: u16,
    base: String,
    accepting: thread::JoinHandle<()>,
}

impl Server {
    /// Serves `files` below the path `base`, which begins and ends with a slash.
    ///
    /// # Errors
    /// When none of the ports from `port` on is free.
    pub fn start(files: PathBuf, port: u16, base: &str) -> Result<Self> {
        let (port, listener) =
            first_free(port, |port| TcpListener::bind((Ipv4Addr::LOCALHOST, port)))?;
        let site = Arc::new(Site {
            files,
            base: base.to_owned(),
        });
        let accepting = thread::spawn(move || {
            for connection in listener.incoming().flatten() {
                let site = Arc::clone(&site);
                // A browser that went away before its answer is no fault of the server.
                thread::spawn(move || site.answer(&connection).ok());
            }
        });
        Ok(Self {
            port,
            base: base.to_owned(),
            accepting,
        })
    }

    pub fn address(&self) -> String {
        format!("http://127.0.0.1:{}{}", self.port, self.base)
    }

    /// Serves until the process ends.
    pub fn wait(self) {
        let _ = self.accepting.join();
    }
}

struct Site {
    files: PathBuf,
    base: String,
}

impl Site {
    fn answer(&self, mut connection: &TcpStream) -> io::Result<()> {
        connection.set_read_timeout(Some(PATIENCE))?;
        let mut lines = BufReader::new(connection.take(LONGEST_REQUEST)).lines();
        let request = lines.next().transpose()?.unwrap_or_default();
        // The rest is read, not used: to close with something unread would cut the answer off.
        for line in lines {
            if line?.is_empty() {
                break;
            }
        }
        let mut words = request.split(' ');
        let (method, url) = (
            words.next().unwrap_or_default(),
            words.next().unwrap_or_default(),
        );
        let answer = match method {
            "GET" | "HEAD" => self
                .file(url)
                .unwrap_or_else(|| Answer::text("404 Not Found", "nothing here\n")),
            _ => Answer::text("405 Method Not Allowed", "only GET and HEAD\n"),
        };
        // The next build has the same address; what a browser kept of the last one would be taken for it.
        let head = format!(
            "HTTP/1.1 {}\r\nContent-Type: {}\r\nContent-Length: {}\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n",
            answer.status,
            answer.mime,
            answer.body.len()
        );
        connection.write_all(head.as_bytes())?;
        if method != "HEAD" {
            connection.write_all(&answer.body)?;
        }
        connection.flush()
    }

    fn file(&self, url: &str) -> Option<Answer> {
        let mut file = self.files.join(inside(url, &self.base)?);
        if file.is_dir() {
            file.push("index.html");
        }
        let body = fs::read(&file).ok()?;
        Some(Answer {
            status: "200 OK",
            mime: mime(&file),
            body,
        })
    }
}

struct Answer {
    status: &'static str,
    mime: &'static str,
    body: Vec<u8>,
}

impl Answer {
    fn text(status: &'static str, text: &str) -> Self {
        Self {
            status,
            mime: mime(Path::new("it.txt")),
            body: text.into(),
        }
    }
}

/// The path below the site's folder that an address names; `None` for what lies outside.
fn inside(url: &str, base: &str) -> Option<PathBuf> {
    let path = url.split(['?', '#']).next().unwrap_or_default();
    let path = percent_decoded(path)?;
    let mut inside = PathBuf::new();
    for part in path.strip_prefix(base)?.split('/') {
        match part {
            "" | "." => {}
            _ if part == ".." || part.contains(['\\', ':', '\0']) => return None,
            name => inside.push(name),
        }
    }
    Some(inside)
}

fn percent_decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        rest = after;
        if *first == b'%' {
            let digits = std::str::from_utf8(after.get(..2)?).ok()?;
            bytes.push(u8::from_str_radix(digits, 16).ok()?);
            rest = &after[2..];
        } else {
            bytes.push(*first);
        }
    }
    String::from_utf8(bytes).ok()
}

/// What the browser is told of a file. A browser compiles wasm while it arrives only under its own type.
fn mime(file: &Path) -> &'static str {
    match file
        .extension()
        .and_then(|ending| ending.to_str())
        .unwrap_or_default()
    {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "json" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "txt" | "wat" | "md" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// Takes the port, or the next one that nobody has.
fn first_free<T>(wanted: u16, mut bind: impl FnMut(u16) -> io::Result<T>) -> Result<(u16, T)> {
    let last = wanted.saturating_add(TRIES);
    for port in wanted..=last {
        match bind(port) {
            Ok(listener) => return Ok((port, listener)),
            Err(error) if error.kind() == io::ErrorKind::AddrInUse => {}
            Err(error) => return Err(error).with_context(|| format!("port {port} cannot be used")),
        }
    }
    Err(anyhow!(
        "every port from {wanted} to {last} is taken; name another with --port"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_go_out_under_their_types() {
        let cases = [
            ("index.html", "text/html; charset=utf-8"),
            ("worker_bg.wasm", "application/wasm"),
            ("orrery-1a2b.js", "text/javascript; charset=utf-8"),
            ("echo.wat", "text/plain; charset=utf-8"),
            ("LICENSE", "application/octet-stream"),
        ];
        for (file, expected) in cases {
            assert_eq!(mime(Path::new(file)), expected, "{file}");
        }
    }

    #[test]
    fn nothing_outside_the_folder_has_an_address() {
        let cases = [
            ("/", "/", Some("")),
            ("/guests/hello.wasm?v=1#x", "/", Some("guests/hello.wasm")),
            ("/a%20b/./c", "/", Some("a b/c")),
            ("/some/where/index.html", "/some/where/", Some("index.html")),
            ("/index.html", "/some/where/", None),
            ("/../Cargo.toml", "/", None),
            ("/guests/%2e%2e/%2E%2E/Cargo.toml", "/", None),
            ("/..%5CCargo.toml", "/", None),
            ("/%zz", "/", None),
            ("/%4", "/", None),
        ];
        for (url, base, expected) in cases {
            assert_eq!(inside(url, base), expected.map(PathBuf::from), "{url}");
        }
    }

    #[test]
    fn the_next_free_port_is_taken() {
        let taken = |port| {
            if port < 8083 {
                Err(io::ErrorKind::AddrInUse.into())
            } else {
                Ok(())
            }
        };
        assert_eq!(
            first_free(8080, taken).map(|(port, ())| port).ok(),
            Some(8083)
        );
        let text = first_free(9000, |_| Err::<(), _>(io::ErrorKind::AddrInUse.into()))
            .map_err(|error| error.to_string());
        assert_eq!(
            text,
            Err("every port from 9000 to 9100 is taken; name another with --port".to_owned())
        );
        let denied = first_free(80, |_| Err::<(), _>(io::ErrorKind::PermissionDenied.into()))
            .map_err(|error| error.to_string());
        assert_eq!(denied, Err("port 80 cannot be used".to_owned()));
    }

    #[test]
    fn a_page_is_served_below_any_path() -> Result<()> {
        let folder = std::env::temp_dir().join(format!("orrery-serve-{}", std::process::id()));
        fs::create_dir_all(&folder)?;
        fs::write(folder.join("index.html"), "<p>here</p>")?;
        let server = Server::start(folder.clone(), 18_080, "/far/down/")?;
        let ask = |path: &str| -> Result<String> {
            let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, server.port))?;
            write!(
                stream,
                "GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
            )?;
            let mut answer = String::new();
            stream.read_to_string(&mut answer)?;
            Ok(answer)
        };
        let page = ask("/far/down/")?;
        assert!(
            page.starts_with("HTTP/1.1 200")
                && page.ends_with("<p>here</p>")
                && page.contains("no-store"),
            "{page}"
        );
        assert!(ask("/index.html")?.starts_with("HTTP/1.1 404"));
        let post = "POST /far/down/ HTTP/1.1\r\nHost: x\r\n\r\n";
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, server.port))?;
        stream.write_all(post.as_bytes())?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        assert!(answer.starts_with("HTTP/1.1 405"), "{answer}");
        fs::remove_dir_all(folder)?;
        Ok(())
    }

    #[test]
    fn connections_that_say_nothing_keep_nobody_waiting() -> Result<()> {
        let server = Server::start(std::env::temp_dir(), 18_280, "/")?;
        let connect = || TcpStream::connect((Ipv4Addr::LOCALHOST, server.port));
        let _silent = (0..32).map(|_| connect()).collect::<io::Result<Vec<_>>>()?;
        let mut stream = connect()?;
        stream.set_read_timeout(Some(Duration::from_secs(10)))?;
        stream.write_all(b"GET /no-such-file HTTP/1.1\r\n\r\n")?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        assert!(answer.starts_with("HTTP/1.1 404"), "{answer}");
        Ok(())
    }
}
