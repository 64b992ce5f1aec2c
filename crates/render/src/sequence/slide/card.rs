//! A card: words, and boxes with what a write, a segment or a read carries, in one or more rows.

use super::pieces::Chip;
use super::shapes::{BAD, BOLD, INK, Letters, PAGE, PLAIN, Rect};

/// The height of a row.
const ROW: f64 = 30.0;
const BOX: f64 = 26.0;
const GAP: f64 = 7.0;
/// Between a chip's letters and its edge.
const EDGE: f64 = 6.0;
/// The widths that are tried, the best first.
const WIDTHS: [f64; 4] = [620.0, 380.0, 230.0, 1000.0];

/// What a card says.
#[derive(Clone, Default)]
pub(super) struct Card {
    pub(super) head: String,
    /// What each write, segment or read carries.
    pub(super) boxes: Vec<Vec<Chip>>,
    pub(super) tail: String,
    /// Something that goes wrong.
    pub(super) bad: String,
}

enum Item {
    Words(String, Letters<'static>),
    Chips(Vec<(String, Chip)>),
}

/// A card with a place for everything on it.
pub(super) struct Laid {
    rows: Vec<Vec<Item>>,
    pub(super) width: f64,
    pub(super) height: f64,
}

impl Card {
    /// The forms that it can take, the best first.
    pub(super) fn forms(&self) -> Vec<Laid> {
        let plain = |tail: &str, boxes| Self { tail: tail.to_owned(), boxes, ..self.clone() };
        let mut forms = Vec::new();
        let whole = [(self.clone(), true), (self.clone(), false), (plain("", self.boxes.clone()), false)];
        for (card, long) in whole.iter().filter(|(card, _)| card.boxes.iter().map(Vec::len).sum::<usize>() <= 30) {
            forms.extend(WIDTHS.map(|most| card.laid(*long, most)));
        }
        let shorter = [plain(&self.tail, elided(&self.boxes)), plain("", elided(&self.boxes)), plain("", Vec::new())];
        forms.extend(shorter.iter().map(|card| card.laid(false, WIDTHS[0])));
        forms.retain(|form| !form.rows.is_empty());
        forms
    }

    fn laid(&self, long: bool, most: f64) -> Laid {
        let words = |text: &str, letters| (!text.is_empty()).then(|| Item::Words(text.to_owned(), letters));
        let chips = |chips: &Vec<Chip>| {
            let worded = |chip: &Chip| (if long { chip.long.clone() } else { chip.short.clone() }, chip.clone());
            Item::Chips(chips.iter().map(worded).collect())
        };
        let boxes = self.boxes.iter().filter(|chips| !chips.is_empty()).map(chips);
        let items = words(&self.head, PLAIN).into_iter().chain(boxes).chain(words(&self.tail, PLAIN));
        let items = items.chain(words(&self.bad, Letters { fill: BAD, ..BOLD }));
        let mut laid = Laid { rows: Vec::new(), width: 0.0, height: 0.0 };
        let mut end = 0.0;
        for item in items {
            let wide = item.width();
            if laid.rows.is_empty() || end + wide > most {
                laid.rows.push(Vec::new());
                end = 0.0;
            }
            end += wide + GAP;
            laid.width = laid.width.max(end + GAP);
            if let Some(row) = laid.rows.last_mut() {
                row.push(item);
            }
        }
        laid.height = ROW * laid.rows.len() as f64;
        laid
    }
}

/// The same, where what is in the middle gives way to an ellipsis.
fn elided(boxes: &[Vec<Chip>]) -> Vec<Vec<Chip>> {
    let dots = || {
        let [short, long] = ["…", "…"].map(str::to_owned);
        Chip { short, long, fill: PAGE.to_owned(), letters: INK.to_owned() }
    };
    let inside = |chips: &Vec<Chip>| match chips.as_slice() {
        [first, _, .., last] => vec![first.clone(), dots(), last.clone()],
        few => few.to_vec(),
    };
    match boxes {
        [first, _, .., last] => {
            vec![inside(first), vec![dots()], inside(last)]
        }
        few => few.iter().map(inside).collect(),
    }
}

impl Item {
    fn width(&self) -> f64 {
        match self {
            Self::Words(text, letters) => letters.width(text),
            Self::Chips(chips) => chips.iter().map(|(text, _)| BOLD.width(text) + 2.0 * EDGE).sum(),
        }
    }

    /// The item in its row; words stand close to what comes after them if they are `first`, else to what comes before.
    fn drawn(&self, x: f64, y: f64, first: bool) -> String {
        let chips = match self {
            Self::Words(text, letters) if first => return letters.ending(x + self.width(), y + 20.0, text),
            Self::Words(text, letters) => return letters.drawn(x, y + 20.0, text),
            Self::Chips(chips) => chips,
        };
        let (mut out, mut at) = (String::new(), x);
        for (text, chip) in chips {
            let width = BOLD.width(text) + 2.0 * EDGE;
            out += &Rect::new(at, y, width, BOX).drawn(&chip.fill, &chip.letters, 0.0);
            out += &Letters { fill: &chip.letters, ..BOLD }.centered(at + width / 2.0, y + 20.0, text);
            at += width;
        }
        // The outline says what is one write, one segment, one read.
        out + &Rect::new(x, y, at - x, BOX).drawn("none", INK, 3.0).replacen("/>", " stroke-width=\"2.5\"/>", 1)
    }
}

impl Laid {
    /// The card with its upper left corner there, on a ground of its own.
    pub(super) fn drawn(&self, x: f64, y: f64) -> String {
        let mut out = String::new();
        for (row, items) in (0..).zip(&self.rows) {
            let (mut at, y) = (x + GAP, y + f64::from(row) * ROW);
            let width = items.iter().map(|item| item.width() + GAP).sum::<f64>() + GAP;
            out += &Rect::new(x, y, width, ROW).drawn(PAGE, PAGE, 4.0);
            for (nth, item) in items.iter().enumerate() {
                out += &item.drawn(at, y + (ROW - BOX) / 2.0, row == 0 && nth == 0 && items.len() > 1);
                at += item.width() + GAP;
            }
        }
        out
    }
}
