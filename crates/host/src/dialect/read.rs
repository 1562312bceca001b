//! What a guest of the crate `mechtron` gives, read from its binary form. A guest can write what it
//! likes: every length is held against what is there, and what is wrong is a sentence.

use std::collections::BTreeMap;
use std::fmt::Write;

use orrery_space::core::{CmdMethod, HttpMethod, HypMethod};
use orrery_space::{
    DirectedCore, FormErrs, Layer, LogLevel, Method, Point, ReflectedCore, StatusCode, Substance,
    Surface, Token,
};
use smol_str::SmolStr;

use super::{BODIES, LAST_CMD};

/// How deep bodies may be nested.
const DEEPEST: u32 = 64;

/// The bodies that are not read.
const UNREAD: [(u32, &str); 16] = [
    (6, "Stub"),
    (7, "Details"),
    (12, "Status"),
    (13, "Particle"),
    (14, "Location"),
    (15, "RawCommand"),
    (16, "Command"),
    (18, "Json"),
    (19, "MultipartForm"),
    (20, "DirectedCore"),
    (21, "ReflectedCore"),
    (22, "Hyper"),
    (24, "UltraWave"),
    (25, "Knock"),
    (26, "Greet"),
    (27, "Log"),
];

/// What a guest sent.
#[derive(Debug)]
pub(super) enum Sent {
    /// A Ping, with its uuid.
    Ping(String, Surface, DirectedCore),
    Signal(Surface, DirectedCore),
    /// A line of the log.
    Log(LogLevel, SmolStr),
    /// A span or an account, which nobody keeps.
    Span,
}

/// The core of a Wave that answers.
pub(super) fn reflected(frame: &[u8]) -> Read<ReflectedCore> {
    let mut read = Reader::of(frame);
    match read.variant("kind of Wave")? {
        1 | 3 => {}
        _ => return Err("the Wave answers nothing: a Pong or an Echo is expected".to_owned()),
    }
    read.head()?;
    read.surface()?;
    read.recipients()?;
    let headers = read.texts("headers")?;
    let number = read.short("status")?;
    let status =
        StatusCode::new(number).map_err(|error| format!("the answer's status: {error}"))?;
    let body = read.body(DEEPEST)?;
    read.text("uuid")?;
    read.variant("kind of Wave")?;
    read.tail()?;
    let mut core = ReflectedCore::new(status, body);
    core.headers = headers;
    Ok(core)
}

/// A directed Wave that a guest sends.
pub(super) fn sent(frame: &[u8]) -> Read<Sent> {
    let mut read = Reader::of(frame);
    let ping = match read.variant("kind of Wave")? {
        0 => true,
        4 => false,
        2 => return Err("a Ripple cannot be sent; send a Ping to each".to_owned()),
        _ => return Err("a Wave that answers cannot be sent; return it".to_owned()),
    };
    let uuid = read.head()?;
    let to = read.surface()?;
    let headers = read.texts("headers")?;
    let method = read.method()?;
    let url = read.text("uri")?;
    let path = url.strip_prefix("http://localhost");
    let uri = path.filter(|path| path.starts_with('/')).unwrap_or(url);
    if method == Method::Cmd(CmdMethod::Log) {
        let said = read.log()?;
        read.tail()?;
        return Ok(match said {
            Some((level, message)) => Sent::Log(level, message),
            None => Sent::Span,
        });
    }
    let body = read.body(DEEPEST)?;
    read.tail()?;
    let core = DirectedCore {
        headers,
        method,
        uri: uri.into(),
        body,
    };
    Ok(match ping {
        true => Sent::Ping(uuid.to_owned(), to, core),
        false => Sent::Signal(to, core),
    })
}

type Read<T> = Result<T, String>;

struct Reader<'f> {
    frame: &'f [u8],
    at: usize,
}

impl<'f> Reader<'f> {
    fn of(frame: &'f [u8]) -> Self {
        Self { frame, at: 0 }
    }

    fn take(&mut self, count: u64, what: &str) -> Read<&'f [u8]> {
        let end = usize::try_from(count)
            .ok()
            .and_then(|count| self.at.checked_add(count));
        let taken = end.and_then(|end| Some((end, self.frame.get(self.at..end)?)));
        let Some((end, bytes)) = taken else {
            return Err(format!(
                "the frame of {} bytes ends within the {count} bytes of the {what} that begin at byte {}",
                self.frame.len(),
                self.at
            ));
        };
        self.at = end;
        Ok(bytes)
    }

    fn number<const N: usize>(&mut self, what: &str) -> Read<[u8; N]> {
        let bytes = self.take(N as u64, what)?;
        Ok(bytes.try_into().unwrap_or([0; N]))
    }

    fn variant(&mut self, what: &str) -> Read<u32> {
        self.number(what).map(u32::from_le_bytes)
    }

    fn short(&mut self, what: &str) -> Read<u16> {
        self.number(what).map(u16::from_le_bytes)
    }

    fn long(&mut self, what: &str) -> Read<u64> {
        self.number(what).map(u64::from_le_bytes)
    }

    fn no_such<T>(&self, what: &str, number: u32) -> Read<T> {
        let at = self.at.saturating_sub(4);
        Err(format!(
            "at byte {at} stands {number}, and no {what} has that number"
        ))
    }

    /// One of several which are numbered.
    fn one_of<T: Copy>(&mut self, what: &str, all: &[T]) -> Read<T> {
        let number = self.variant(what)?;
        match all.get(number as usize) {
            Some(one) => Ok(*one),
            None => self.no_such(what, number),
        }
    }

    fn flag(&mut self, what: &str) -> Read<bool> {
        match self.number::<1>(what)? {
            [0] => Ok(false),
            [1] => Ok(true),
            [other] => Err(format!(
                "at byte {} stands {other}, and a {what} is 0 or 1",
                self.at.saturating_sub(1)
            )),
        }
    }

    fn bytes(&mut self, what: &str) -> Read<&'f [u8]> {
        let length = self.long(what)?;
        self.take(length, what)
    }

    fn text(&mut self, what: &str) -> Read<&'f str> {
        let bytes = self.bytes(what)?;
        let begin = self.at - bytes.len();
        std::str::from_utf8(bytes).map_err(|error| {
            let at = begin + error.valid_up_to();
            format!("the {what} is UTF-8, and byte {at} begins no character")
        })
    }

    fn texts(&mut self, what: &str) -> Read<BTreeMap<SmolStr, SmolStr>> {
        let mut texts = BTreeMap::new();
        for _ in 0..self.long(what)? {
            let name = self.text(what)?;
            texts.insert(name.into(), self.text(what)?.into());
        }
        Ok(texts)
    }

    /// The text of a point.
    fn point_text(&mut self) -> Read<String> {
        let mut text = String::new();
        match self.variant("route")? {
            0 => {}
            1 => text.push_str("LOCAL::"),
            2 => text.push_str("REMOTE::"),
            3 => text.push_str("GLOBAL::"),
            4 => text = format!("{}::", self.text("domain")?),
            5 => text = format!("[{}]::", self.text("tag")?),
            6 => text = format!("<<{}>>::", self.text("star")?),
            other => return self.no_such("route", other),
        }
        let count = self.long("point")?;
        if count == 0 {
            text.push_str("ROOT");
        }
        for no in 0..count {
            let kind = self.variant("segment")?;
            if no > 0 && matches!(kind, 1 | 2 | 6) {
                text.push(':');
            }
            match kind {
                0 => {}
                1 | 2 | 5 | 6 => text.push_str(self.text("segment")?),
                3 => text.push_str(":/"),
                4 => {
                    text.push_str(self.text("segment")?.trim_end_matches('/'));
                    text.push('/');
                }
                other => return self.no_such("segment", other),
            }
        }
        Ok(text)
    }

    fn point(&mut self) -> Read<Point> {
        let text = self.point_text()?;
        let point = text.parse();
        point.map_err(|error| format!("`{text}` is no point: {error}"))
    }

    fn surface(&mut self) -> Read<Surface> {
        let mut text = self.point_text()?;
        let layer = self.one_of("layer", Layer::ALL)?;
        text.push('@');
        text.push_str(layer.name());
        match self.variant("topic")? {
            0 => {}
            1 => text.push_str("+Topic<!>"),
            2 => text.push_str("+Topic<*>"),
            3 => text.push_str("+Topic<Cli>"),
            4 => {
                let uuid = self.text("uuid")?;
                // a String takes whatever is written to it
                let _ = write!(text, "+Topic<Uuid>({uuid})");
            }
            5 => {
                text.push_str("+Topic<Path>(");
                for no in 0..self.long("topic")? {
                    if no > 0 {
                        text.push(':');
                    }
                    text.push_str(self.text("topic")?);
                }
                text.push(')');
            }
            other => return self.no_such("topic", other),
        }
        let surface = text.parse();
        surface.map_err(|error| format!("`{text}` is no surface: {error}"))
    }

    fn recipients(&mut self) -> Read<()> {
        match self.variant("recipients")? {
            0 => self.surface().map(drop),
            1 => {
                for _ in 0..self.long("recipients")? {
                    self.surface()?;
                }
                Ok(())
            }
            2 => {
                self.point()?;
                self.variant("aspect").map(drop)
            }
            3 => Ok(()),
            other => self.no_such("recipients", other),
        }
    }

    fn method(&mut self) -> Read<Method> {
        match self.variant("method")? {
            0 => Ok(Method::Hyp(self.one_of("Hyp method", HypMethod::ALL)?)),
            1 => {
                let known = CmdMethod::ALL.get(..=LAST_CMD as usize).unwrap_or_default();
                Ok(Method::Cmd(self.one_of("Cmd method", known)?))
            }
            2 => Ok(Method::Http(self.one_of("Http method", HttpMethod::ALL)?)),
            3 => Ok(Method::Ext(self.text("Ext method")?.into())),
            other => self.no_such("method", other),
        }
    }

    /// What comes before what differs between Waves: the uuid is what matters of it.
    fn head(&mut self) -> Read<&'f str> {
        let uuid = self.text("uuid")?;
        self.variant("kind of Wave")?;
        match self.flag("session")? {
            false => Ok(uuid),
            true => Err("a Wave of a session cannot be read".to_owned()),
        }
    }

    /// What comes after it, none of which is the guest's to say, and then nothing.
    fn tail(&mut self) -> Read<()> {
        match self.variant("agent")? {
            0 | 1 => {}
            2 => drop(self.point()?),
            other => return self.no_such("agent", other),
        }
        for class in ["delivery", "priority", "retries", "wait class"] {
            self.variant(class)?;
        }
        match self.variant("scope")? {
            0 | 1 => {}
            2 => return Err("a scope of grants cannot be read".to_owned()),
            other => return self.no_such("scope", other),
        }
        self.surface()?;
        if self.flag("via")? {
            self.surface()?;
        }
        self.short("hops")?;
        self.flag("track")?;
        match self.frame.len() - self.at {
            0 => Ok(()),
            more => Err(format!(
                "{more} bytes follow on the Wave, which ends at byte {}",
                self.at
            )),
        }
    }

    fn body(&mut self, left: u32) -> Read<Substance> {
        let Some(left) = left.checked_sub(1) else {
            return Err(format!("the body is nested deeper than {DEEPEST} times"));
        };
        let number = self.variant("body")?;
        Ok(match number {
            0 => Substance::Empty,
            1 => {
                let mut list = Vec::new();
                for _ in 0..self.long("List")? {
                    list.push(self.body(left)?);
                }
                Substance::List(list)
            }
            2 => {
                let mut map = BTreeMap::new();
                for _ in 0..self.long("Map")? {
                    let name = self.text("Map")?.into();
                    map.insert(name, self.body(left)?);
                }
                Substance::Map(map)
            }
            3 => Substance::Point(self.point()?),
            4 => Substance::Surface(Box::new(self.surface()?)),
            5 => Substance::Text(self.text("Text")?.into()),
            8 => Substance::Meta(self.texts("Meta")?),
            9 => Substance::Bin(self.bytes("Bin")?.into()),
            10 => Substance::Boolean(self.flag("Boolean")?),
            11 => Substance::Int(self.long("Int")?.cast_signed()),
            17 => Substance::FormErrs(FormErrs(self.texts("FormErrs")?)),
            23 => Substance::Token(Token::new(self.text("Token")?)),
            28 => match self.variant("Err")? {
                0 => {
                    self.short("Err")?;
                    Substance::Err(self.text("Err")?.into())
                }
                _ => return Err("an Err of a parser cannot be read".to_owned()),
            },
            other => match UNREAD.iter().find(|(number, _)| *number == other) {
                Some((_, name)) => {
                    return Err(format!(
                        "a body of {name} cannot be read; read are {BODIES}"
                    ));
                }
                None => return self.no_such("body", other),
            },
        })
    }

    /// What goes to the logger: a line, or nothing where it is a span or an account.
    fn log(&mut self) -> Read<Option<(LogLevel, SmolStr)>> {
        const LOG: u32 = 27;
        match self.variant("body")? {
            LOG => {}
            _ => return Err("a logger takes a Log, and the body is none".to_owned()),
        }
        let kind = self.variant("Log")?;
        match kind {
            0 => {
                self.point()?;
                self.point()?;
                self.optional("action")?;
                self.variant("source")?;
                self.optional("span")?;
                self.long("timestamp")?;
                let message = match self.variant("payload")? {
                    0 => self.text("message")?,
                    _ => return Err("a Log of Json cannot be read".to_owned()),
                };
                let level = self.one_of("level", LogLevel::ALL)?;
                return Ok(Some((level, message.into())));
            }
            1 => {
                self.text("uuid")?;
                self.point()?;
                self.point()?;
                self.optional("action")?;
                self.optional("parent")?;
                self.texts("attributes")?;
            }
            2 => {
                self.point()?;
                self.text("uuid")?;
                self.variant("span")?;
                self.texts("attributes")?;
            }
            3 => drop(self.point()?),
            4 => {
                self.long("timestamp")?;
                let message = self.text("message")?.into();
                return Ok(Some((self.one_of("level", LogLevel::ALL)?, message)));
            }
            other => return self.no_such("Log", other),
        }
        self.long("timestamp")?;
        if kind == 3 {
            self.texts("metrics")?;
        }
        Ok(None)
    }

    fn optional(&mut self, what: &str) -> Read<()> {
        if self.flag(what)? {
            self.text(what)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn whatever_a_guest_writes_is_read_or_refused(frame: Vec<u8>, kind in 0_u8..5) {
            let _ = (reflected(&frame), sent(&frame));
            // one that begins as a Wave does comes further
            let mut frame = frame;
            let begin = [kind, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
            frame.splice(0..0, begin);
            let _ = (reflected(&frame), sent(&frame));
        }
    }
}
