//! What every picture has around its marks: title, what is shown, legend, caption.

use super::{
    font_metrics::{FontMetrics, FontWeight},
    sheet::{Area, BLACK, EDGE, Form, GREY, Line, RULE, Sheet},
};
use crate::edition::{Edition, View};

/// What stands below a picture.
#[derive(Debug, Clone)]
pub(super) struct Caption {
    /// Sentences on what is shown and left out.
    pub about: Vec<String>,
    pub source: String,
    pub note: Option<String>,
    pub edition: Edition,
}

impl Caption {
    /// Returns the caption of a snapshot's chart of sites.
    pub(super) fn of(view: &View, about: Vec<String>) -> Self {
        let year = view.cost_year;
        Self::from(view, about, "property data", &format!("; running cost {year}"))
    }

    /// Returns the caption of a snapshot's chart that shows no cost.
    pub(super) fn of_sites(view: &View, about: Vec<String>) -> Self {
        Self::from(view, about, "property data", "")
    }

    /// Returns the caption of a snapshot's chart of leases.
    pub(super) fn of_leases(view: &View, about: Vec<String>) -> Self {
        Self::from(view, about, "lease records", "")
    }

    fn from(view: &View, about: Vec<String>, data: &str, more: &str) -> Self {
        let body = view.organisation.as_ref().unwrap_or(&view.estate);
        let day = crate::wording::long_date(view.as_of);
        Self {
            about,
            source: format!("Source: {body}, {data} as at {day}{more}."),
            note: view.note.clone(),
            edition: view.edition,
        }
    }

    /// Returns everything it says, in order.
    pub(super) fn sentences(&self) -> Vec<String> {
        let marking = self.edition.marking().to_owned() + ".";
        let rest = [self.source.clone()]
            .into_iter()
            .chain(self.note.as_deref().map(stopped))
            .chain([marking]);
        self.about.iter().cloned().chain(rest).collect()
    }
}

/// Returns text that ends as a sentence does.
fn stopped(text: &str) -> String {
    let stop = if text.ends_with(['.', '!', '?']) { "" } else { "." };
    format!("{text}{stop}")
}

/// One page of a chart of bars.
pub(super) struct Page<'a, T> {
    /// From 1.
    pub number: usize,
    /// The place of its first row among all, from 1.
    pub first: usize,
    pub last: usize,
    pub rows: &'a [T],
}

impl<T> Page<'_, T> {
    /// Returns the name of the page's files.
    pub(super) fn name(&self, chart: &str) -> String {
        if self.number == 1 { chart.to_owned() } else { format!("{chart}_{}", self.number) }
    }
}

/// Cuts rows into pages; those beyond the last page are left out.
pub(super) fn pages<T>(form: Form, rows: &[T]) -> Vec<Page<'_, T>> {
    let page = |(at, rows): (usize, _)| {
        let rows: &[T] = rows;
        let first = at * form.rows + 1;
        Page { number: at + 1, first, last: at * form.rows + rows.len(), rows }
    };
    rows.chunks(form.rows.max(1)).take(form.pages).enumerate().map(page).collect()
}

/// Begins a picture with its title and what is shown; returns it with the height used.
pub(super) fn begin(form: Form, metrics: &FontMetrics, title: &str, shown: &str) -> (Sheet, f64) {
    const TITLE: f64 = 23.0;
    const SHOWN: f64 = 15.0;
    let mut sheet = Sheet::new(form);
    let room = form.right() - EDGE;
    let mut y = EDGE - 8.0;
    if form.is_bare {
        return (sheet, y);
    }
    for line in metrics.wrap(title, TITLE, FontWeight::Bold, room, 2) {
        y += TITLE;
        sheet.text(Line::new(line, EDGE, y, TITLE).bold());
        y += 7.0;
    }
    for line in metrics.wrap(&metrics.plain(shown), SHOWN, FontWeight::Regular, room, 2) {
        y += SHOWN + 4.0;
        sheet.text(Line::new(line, EDGE, y, SHOWN).colour(GREY));
    }
    (sheet, y + 12.0)
}

/// Draws a mark into a place.
type Painter = dyn Fn(&mut Sheet, Area);

/// One entry of a legend: its words and how its mark is drawn into a place.
pub(super) struct Key {
    words: String,
    mark: Box<Painter>,
}

impl Key {
    /// Makes an entry.
    pub(super) fn new(words: &str, mark: impl Fn(&mut Sheet, Area) + 'static) -> Self {
        Self { words: words.to_owned(), mark: Box::new(mark) }
    }
}

/// Draws a legend from left to right, on further lines where it must; returns the height used.
pub(super) fn legend(sheet: &mut Sheet, metrics: &FontMetrics, y: f64, keys: &[Key]) -> f64 {
    const SIZE: f64 = 14.0;
    const SWATCH: f64 = 26.0;
    const LINE: f64 = 24.0;
    let right = sheet.form.right();
    let (mut x, mut top) = (EDGE, y);
    for key in keys {
        let words = metrics.fit(&key.words, SIZE, FontWeight::Regular, right - EDGE - SWATCH - 8.0);
        let width = SWATCH + 8.0 + metrics.width(&words, SIZE, FontWeight::Regular);
        if x > EDGE && x + width > right {
            x = EDGE;
            top += LINE;
        }
        let area = Area { left: x, top: top + 2.0, right: x + SWATCH, bottom: top + 18.0 };
        (key.mark)(sheet, area);
        sheet.text(Line::new(words, x + SWATCH + 8.0, top + 15.0, SIZE));
        x += width + 24.0;
    }
    top + LINE + 6.0
}

/// From line to line of a caption.
const CAPTION_LINE: f64 = 17.0;

/// Returns the lines of a caption, all at height zero.
fn caption_lines(form: Form, metrics: &FontMetrics, caption: &Caption) -> Vec<Line> {
    const SIZE: f64 = 13.0;
    let room = form.right() - EDGE;
    let mut lines = Vec::new();
    let mut put = |text: &str, most: usize, bold: bool| {
        let weight = if bold { FontWeight::Bold } else { FontWeight::Regular };
        let plain = metrics.plain(text);
        for line in metrics.wrap(&plain, SIZE, weight, room, most) {
            let colour = if bold { BLACK } else { GREY };
            lines.push(Line { weight, ..Line::new(line, EDGE, 0.0, SIZE).colour(colour) });
        }
    };
    if form.is_bare {
        // Whoever copies the picture has its marking.
        let note = caption.note.as_deref().map(|note| stopped(note) + " ").unwrap_or_default();
        // That rows are left out is said; all else is said of the picture beside it.
        let shown = caption.about.iter().find(|said| said.starts_with("Shown"));
        put(shown.map_or("", String::as_str), 1, false);
        put(&format!("{note}{}", caption.edition.marking()), 2, true);
        return lines;
    }
    put(&caption.about.join(" "), 8, false);
    put(&caption.source, 2, false);
    if let Some(note) = &caption.note {
        put(note, 2, true);
    }
    put(caption.edition.marking(), 2, true);
    lines
}

/// Returns the height of a caption with its rule.
fn caption_height(lines: &[Line]) -> f64 {
    const PAD: f64 = 12.0;
    lines.iter().map(|_| CAPTION_LINE).sum::<f64>() + 4.0 + PAD
}

/// Returns where the caption of a slide begins; `None` on a page, which is as high as it needs.
pub(super) fn foot(form: Form, metrics: &FontMetrics, caption: &Caption) -> Option<f64> {
    let high = caption_height(&caption_lines(form, metrics, caption));
    form.height.map(|height| height - high)
}

/// Ends a picture with its caption from `y` downward, and sets its height.
pub(super) fn end(sheet: &mut Sheet, metrics: &FontMetrics, y: f64, caption: &Caption) {
    let right = sheet.form.right();
    let lines = caption_lines(sheet.form, metrics, caption);
    let high = caption_height(&lines);
    // On a slide it stands at the foot, wherever what is drawn ends.
    let foot = sheet.form.height.filter(|_| !sheet.form.is_bare);
    let y = foot.map_or(y, |height| y.max(height - high));
    sheet.fill(Area { left: EDGE, top: y, right, bottom: y + 1.0 }, RULE);
    let mut baseline = y + 4.0;
    for line in lines {
        baseline += CAPTION_LINE;
        sheet.text(Line { y: baseline, ..line });
    }
    let height = (y + high).ceil();
    sheet.height = foot.filter(|whole| y + high < whole + 0.5).unwrap_or(height);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_cut_into_at_most_four_pages_of_25() {
        let rows: Vec<_> = (1..=120).collect();
        let cut: Vec<_> =
            pages(Form::PAGE, &rows).iter().map(|p| (p.name("x"), p.first, p.last)).collect();
        assert_eq!(cut.len(), 4);
        assert_eq!(cut.first(), Some(&("x".to_owned(), 1, 25)));
        assert_eq!(cut.last(), Some(&("x_4".to_owned(), 76, 100)));
        assert_eq!(Form::PAGE.drawn(120), 100);
        assert_eq!(pages(Form::SLIDE, &rows).len(), 1);
        assert!(pages::<u8>(Form::PAGE, &[]).is_empty());
    }
}
