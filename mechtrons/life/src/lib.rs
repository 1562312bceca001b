//! Shows many small Mechtrons that together do what none of them knows: Conway's game of life, each cell of
//! the field a Mechtron of its own. The field makes its cells by commands, and from then on the cells only
//! tell their neighbours whether they live. No cell waits for another and nobody counts the time for them:
//! a cell goes on when all eight have told, so that a quick one is a generation ahead of a slow one at most.
//!
//! | asked | answer |
//! |---|---|
//! | the field: `Ext<Begin>` with a picture, `.` and `#` | its cells are made, its edges joined |
//! | the field: `Ext<Run>` with a number | the cells live through so many generations |
//! | the field: `Ext<Show>` | the picture, and the generation |
//! | a cell: `Ext<Run>`, `Ext<Tell>/GENERATION`, `Ext<Lives>` | |

use orrery_mechtron::{Answer, Fault, Mechtron, mechtron};

mechtron! {
    init => born,
    "Ext<Begin>" => begin,
    "Ext<Run>" => run,
    "Ext<Show>" => show,
    "Ext<Tell>/{generation}" => told,
    "Ext<Lives>" => lives,
}

/// The sides of the field are at most that long: 256 Mechtrons.
const LONGEST: usize = 16;

/// Makes a cell of each sign in the picture. A cell's name says where it is: `c-COLUMN-ROW`.
fn begin(m: &Mechtron, picture: String) -> Answer<i64> {
    let rows: Vec<&str> = picture.split_whitespace().collect();
    let (height, width) = (rows.len(), rows.first().map_or(0, |row| row.len()));
    let sides = 3..=LONGEST;
    if !sides.contains(&height)
        || !sides.contains(&width)
        || rows.iter().any(|row| row.len() != width)
    {
        return Err(Fault::bad_request(
            "expected from 3 to 16 rows of as many signs, `.` or `#`",
        ));
    }
    let (point, config) = (m.point(), m.config().unwrap_or_default());
    let size = format!("{width}x{height}");
    for (y, row) in rows.iter().enumerate() {
        for (x, sign) in row.bytes().enumerate() {
            let lives = sign == b'#';
            m.command(&format!(
                "create {point}:c-{x}-{y}<Mechtron>{{ +config={config}, +size={size}, +lives={lives} }}"
            ))?;
        }
    }
    m.put("size", size)?;
    Ok((width * height) as i64)
}

/// The two numbers of `8x6` and `c-8-6`.
fn pair(text: &str, mark: char) -> Option<(usize, usize)> {
    let (x, y) = text.split_once(mark)?;
    Some((x.parse().ok()?, y.parse().ok()?))
}

/// Where a cell is, by its point.
fn place(point: &str) -> Option<(usize, usize)> {
    pair(point.rsplit_once(":c-")?.1, '-')
}

/// The picture of who lives, and the generation.
fn show(m: &Mechtron) -> Answer<String> {
    let size = m.get("size").unwrap_or_default();
    let size = String::from_utf8(size).unwrap_or_default();
    let (width, height) = pair(&size, 'x').ok_or_else(|| Fault::not_found("there are no cells"))?;
    let mut picture = vec![b'?'; (width + 1) * height];
    let mut generation = String::new();
    for echo in m.ripple(&[&m.point(), ":*<Mechtron>"].concat(), "Ext<Lives>", ()) {
        let from = echo.from.split('@').next().unwrap_or_default();
        let at = place(from).map_or(0, |(x, y)| x + y * (width + 1));
        let said = echo.body.text();
        if let (Some(sign), Some((lives, when))) = (picture.get_mut(at), said.split_once(' ')) {
            *sign = if lives == "true" { b'#' } else { b'.' };
            when.clone_into(&mut generation);
        }
    }
    for y in 0..height {
        picture[width + y * (width + 1)] = b'\n';
    }
    let picture = String::from_utf8(picture)?;
    Ok([&picture, "generation ", &generation].concat())
}

/// What a cell keeps.
#[derive(Default)]
struct Cell {
    /// The generation in which it is, and the one at which it rests.
    now: u8,
    rests: u8,
    lives: bool,
    /// How many neighbours have told of this generation and of the next, and how many of those live.
    told: [u8; 2],
    living: [u8; 2],
}

impl Cell {
    fn of(m: &Mechtron) -> Answer<Self> {
        let bytes = m.get("cell").unwrap_or_default();
        let Ok([now, rests, lives, t0, t1, l0, l1]) = <[u8; 7]>::try_from(bytes) else {
            return Err(Fault::not_found("this is no cell"));
        };
        let (told, living) = ([t0, t1], [l0, l1]);
        let lives = lives != 0;
        Ok(Self {
            now,
            rests,
            lives,
            told,
            living,
        })
    }

    fn keep(&self, m: &Mechtron) -> Answer<()> {
        let [t0, t1] = self.told;
        let [l0, l1] = self.living;
        m.put(
            "cell",
            [self.now, self.rests, u8::from(self.lives), t0, t1, l0, l1],
        )
    }

    /// Goes on as long as it is to and all neighbours have told.
    fn go_on(&mut self, m: &Mechtron) -> Answer<()> {
        while self.now != self.rests && self.told[0] == 8 {
            self.lives = matches!((self.lives, self.living[0]), (true, 2) | (_, 3));
            self.now += 1;
            self.told = [self.told[1], 0];
            self.living = [self.living[1], 0];
            if self.now != self.rests {
                self.tell(m)?;
            }
        }
        self.keep(m)
    }

    /// Tells the eight around whether it lives. The field has no edge: what is left of it is its right.
    fn tell(&self, m: &Mechtron) -> Answer<()> {
        let point = m.point();
        let size = m.property("size").unwrap_or_default();
        let (Some((x, y)), Some((width, height))) = (place(&point), pair(&size, 'x')) else {
            return Err(Fault::not_found("this is no cell"));
        };
        let (field, _) = point.rsplit_once(':').unwrap_or_default();
        for (right, down) in [
            (0, 0),
            (1, 0),
            (2, 0),
            (0, 1),
            (2, 1),
            (0, 2),
            (1, 2),
            (2, 2),
        ] {
            let (x, y) = (
                (x + right + width - 1) % width,
                (y + down + height - 1) % height,
            );
            let to = format!("{field}:c-{x}-{y}^Ext<Tell>/{}", self.now);
            m.signal(&to, "", self.lives)?;
        }
        Ok(())
    }
}

/// A cell begins with what its property says, and after that with what it keeps.
fn born(m: &Mechtron) -> Answer<()> {
    match m.property("lives") {
        Some(lives) if m.get("cell").is_none() => {
            let lives = lives == "true";
            Cell {
                lives,
                ..Cell::default()
            }
            .keep(m)
        }
        _ => Ok(()),
    }
}

/// The field lets all its cells run, and a cell does.
fn run(m: &Mechtron, generations: i64) -> Answer<()> {
    if m.get("size").is_some() {
        let cells = [&m.point(), ":*<Mechtron>"].concat();
        let echoes = m.ripple(&cells, "Ext<Run>", generations);
        return match echoes.iter().find(|echo| echo.status != 200) {
            Some(echo) => Err(Fault::new(echo.status, echo.body.text())),
            None => Ok(()),
        };
    }
    let mut cell = Cell::of(m)?;
    let more = u8::try_from(generations).ok();
    let rests = more.and_then(|more| cell.rests.checked_add(more));
    let rests = rests.ok_or_else(|| Fault::bad_request("there are 255 generations"))?;
    let rested = cell.now == cell.rests;
    cell.rests = rests;
    if rested && cell.now != rests {
        cell.tell(m)?;
    }
    cell.go_on(m)
}

/// A neighbour tells whether it lives.
fn told(m: &Mechtron, lives: bool) -> Answer<()> {
    let mut cell = Cell::of(m)?;
    let generation = m
        .capture("generation")
        .and_then(|text| text.parse::<u8>().ok());
    let ahead = generation.and_then(|generation| generation.checked_sub(cell.now));
    let ahead = usize::from(ahead.unwrap_or(u8::MAX));
    let (Some(told), Some(living)) = (cell.told.get_mut(ahead), cell.living.get_mut(ahead)) else {
        return Err(Fault::bad_request("no neighbour is so far away in time"));
    };
    *told += 1;
    *living += u8::from(lives);
    cell.go_on(m)
}

fn lives(m: &Mechtron) -> Answer<String> {
    let cell = Cell::of(m)?;
    Ok(format!("{} {}", cell.lives, cell.now))
}

#[cfg(test)]
mod tests {
    use super::*;
    use orrery_mechtron::Rehearsal;

    #[test]
    fn a_cell_goes_on_when_all_have_told() {
        let mut cell = Rehearsal::new().property("lives", "true");
        cell = cell.point("localhost:life:c-0-0").property("size", "3x4");
        cell.init(init);
        assert_eq!(cell.ping(serve, "Ext<Lives>", ()).body.text(), "true 0");
        // one that is ahead tells before this one runs
        cell.signal(serve, "Ext<Tell>/0", true);
        assert_eq!(cell.ping(serve, "Ext<Run>", 2).status, 200);
        let told: Vec<_> = cell.said().to_vec();
        assert_eq!(told.len(), 8);
        assert_eq!(told[0], "signal localhost:life:c-2-3^Ext<Tell>/0  true");
        for _ in 0..6 {
            cell.signal(serve, "Ext<Tell>/0", false);
        }
        cell.signal(serve, "Ext<Tell>/1", false);
        assert_eq!(cell.ping(serve, "Ext<Lives>", ()).body.text(), "true 0");
        cell.signal(serve, "Ext<Tell>/0", false);
        // of one neighbour it dies
        assert_eq!(cell.ping(serve, "Ext<Lives>", ()).body.text(), "false 1");
        assert_eq!(cell.signal(serve, "Ext<Tell>/3", true).status, 400);
    }

    #[test]
    fn a_field_makes_its_cells() {
        let mut field = Rehearsal::new();
        assert_eq!(field.ping(serve, "Ext<Begin>", "..\n.#").status, 400);
        for _ in 0..9 {
            field = field.answer(200, ());
        }
        let begun = field.ping(serve, "Ext<Begin>", "...\n.#.\n...");
        assert_eq!(begun.body.text(), "9");
    }
}
