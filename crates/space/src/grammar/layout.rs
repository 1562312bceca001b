//! The lines of a document, and the comments between them.
//!
//! A document prints as lines: one for each route or assignment, one for each `{` and `}`. The
//! tree has no comments; a layout keeps them while a text is read, by the line before which or at
//! whose end they stand, so that a formatted text has them all.

/// One line of a printed document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Line {
    /// How deep it stands.
    pub(crate) depth: usize,
    /// Its text.
    pub(crate) text: String,
}

impl Line {
    pub(crate) fn new(depth: usize, text: impl Into<String>) -> Self {
        let text = text.into();
        Self { depth, text }
    }
}

/// What stands between the lines.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Note {
    /// A comment on a line of its own, before the line of that number.
    Above(usize, String),
    /// A comment at the end of the line of that number.
    Beside(usize, String),
    /// An empty line before the line of that number.
    Gap(usize),
}

/// How far the reading of a document has come, in lines, and the comments on the way.
#[derive(Debug, Clone, Default)]
pub(crate) struct Layout {
    /// The number of lines that are complete.
    lines: usize,
    /// Whether a part of the next has been read.
    begun: bool,
    notes: Vec<Note>,
}

impl Layout {
    /// A part of the next line has been read.
    pub(crate) fn begin(&mut self) {
        self.begun = true;
    }

    /// The line is complete.
    pub(crate) fn end_line(&mut self) {
        self.lines += 1;
        self.begun = false;
    }

    /// Blanks, with so many line feeds, that no comment follows.
    pub(crate) fn gap(&mut self, feeds: usize) {
        if feeds > 1 && !self.begun {
            self.notes.push(Note::Gap(self.lines));
        }
    }

    /// A comment after blanks with so many line feeds.
    pub(crate) fn comment(&mut self, feeds: usize, text: &str) {
        let text = text.trim_end().to_owned();
        self.gap(feeds);
        self.notes.push(match self.lines.checked_sub(1) {
            Some(line) if feeds == 0 && !self.begun => Note::Beside(line, text),
            _ => Note::Above(self.lines, text),
        });
    }

    /// The lines with what stands between them.
    pub(crate) fn arrange(&self, lines: &[Line]) -> String {
        let mut page = Page::default();
        let mut notes = self.notes.iter().peekable();
        for (number, line) in lines.iter().enumerate() {
            let closes = line.text.starts_with('}');
            while let Some(note) = notes.next_if(|note| note.is_before(number)) {
                page.note(line.depth + usize::from(closes), note);
            }
            page.gap &= !closes;
            page.push(line.depth, &line.text);
        }
        for note in notes {
            page.note(0, note);
        }
        page.text
    }
}

impl Note {
    /// Whether it stands somewhere before the line of that number.
    fn is_before(&self, number: usize) -> bool {
        match self {
            Note::Above(line, _) | Note::Gap(line) => *line <= number,
            Note::Beside(line, _) => *line < number,
        }
    }
}

/// The text of a document in the making.
#[derive(Default)]
struct Page {
    text: String,
    /// Whether an empty line comes before the next.
    gap: bool,
}

impl Page {
    fn push(&mut self, depth: usize, line: &str) {
        if self.gap && !self.text.is_empty() && !self.text.ends_with("{\n") {
            self.text.push('\n');
        }
        self.gap = false;
        for _ in 0..depth {
            self.text.push_str("  ");
        }
        self.text.push_str(line);
        self.text.push('\n');
    }

    fn note(&mut self, depth: usize, note: &Note) {
        match note {
            Note::Above(_, comment) => self.push(depth, comment),
            Note::Gap(_) => self.gap = true,
            Note::Beside(_, comment) => {
                self.text.truncate(self.text.trim_end_matches('\n').len());
                self.text.push(' ');
                self.text.push_str(comment);
                self.text.push('\n');
            }
        }
    }
}

/// The lines alone.
pub(crate) fn plain(lines: &[Line]) -> String {
    Layout::default().arrange(lines)
}
