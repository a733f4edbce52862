//! The marks of one lease's dates, and where their words find room.

use super::{
    dates::{Days, short_day},
    font_metrics::{FontMetrics, FontWeight},
    markers::{RADIUS, Shape},
    sheet::{AMBER, Area, BLACK, Colour, Line, SKY, Sheet, VERMILION, WHITE},
};
use crate::{
    edition::{BreakState, DatedKind, EventState, LeaseEventRow, LeaseRow, Progress},
    wording::{dated_in_short, whose_break},
};

/// The size of the words.
const SIZE: f64 = 13.0;
/// From line to line of words.
const LINE: f64 = 17.0;
/// The height kept for bar and the marks on it.
const BAND: f64 = 24.0;
/// Lines of words above the bar, and below, at most.
const MOST_LINES: usize = 6;

/// What a mark on a timeline means, in the order of the legend.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Meaning {
    ActBy,
    InLaw,
    OurBreak,
    OtherBreak,
    Review,
    RentChange,
    Deed,
    End,
}

impl Meaning {
    pub(super) const ALL: [Self; 8] = [
        Self::ActBy,
        Self::InLaw,
        Self::OurBreak,
        Self::OtherBreak,
        Self::Review,
        Self::RentChange,
        Self::Deed,
        Self::End,
    ];

    /// Returns the words of the legend.
    pub(super) const fn words(self) -> &'static str {
        match self {
            Self::ActBy => "Last safe day to act",
            Self::InLaw => "Latest date to serve notice",
            Self::OurBreak => "Break we can still use",
            Self::OtherBreak => "Other break",
            Self::Review => "Rent review",
            Self::RentChange => "Rent-free or part rent ends, or rent steps",
            Self::Deed => "Deed takes effect",
            Self::End => "Term ends",
        }
    }

    /// Returns form and colour.
    const fn look(self) -> (Shape, Colour) {
        match self {
            Self::ActBy => (Shape::Wedge, VERMILION),
            Self::InLaw => (Shape::Wedge, WHITE),
            Self::OurBreak => (Shape::Diamond, VERMILION),
            Self::OtherBreak => (Shape::Diamond, WHITE),
            Self::Review => (Shape::Disc, SKY),
            Self::RentChange => (Shape::Square, AMBER),
            Self::Deed => (Shape::Peak, WHITE),
            Self::End => (Shape::End, BLACK),
        }
    }

    /// Draws the mark about a place.
    pub(super) fn draw(self, sheet: &mut Sheet, centre: (f64, f64)) {
        let (shape, colour) = self.look();
        shape.draw(sheet, centre, colour);
    }
}

/// Where a mark stands against the bar of its lease.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Lane {
    /// Above it: days to act.
    Above,
    /// On it: what may end the lease.
    On,
    /// Below it: what changes the rent.
    Below,
}

/// Marks that share their words.
struct Note {
    lane: Lane,
    /// From left to right.
    marks: Vec<(f64, Meaning)>,
    words: String,
    bold: bool,
}

impl Note {
    /// Returns from where to where its marks reach.
    fn span(&self, points: (f64, f64)) -> (f64, f64) {
        let at = |mark: Option<&(f64, Meaning)>| mark.map_or(points.0, |m| m.0);
        (at(self.marks.first()) - RADIUS, at(self.marks.last()) + RADIUS)
    }
}

/// A note in its place.
struct Put {
    note: Note,
    /// The line away from the bar, from 0.
    line: usize,
    /// The left end of its words; `None` where there is no room for them.
    left: Option<f64>,
}

/// The dates of one lease, laid out.
pub(super) struct Marked {
    notes: Vec<Put>,
    above: usize,
    below: usize,
}

impl Marked {
    /// Finds places for the dates of a lease between two points.
    pub(super) fn new(
        lease: &LeaseRow,
        events: &[&LeaseEventRow],
        days: &Days,
        metrics: &FontMetrics,
        points: (f64, f64),
    ) -> Self {
        let mut notes = Vec::new();
        if lease.holds_over {
            let since = lease.ends_on.map(|on| format!(" since {}", short_day(on)));
            let since = format!("holding over{}", since.unwrap_or_default());
            let end = events.iter().find(|e| e.kind == DatedKind::HoldingOver);
            let end = end.map(|e| format!("; notice now ends it {}", short_day(e.on)));
            let words = since + &end.unwrap_or_default();
            let marks = Vec::new();
            notes.push(Note { lane: Lane::On, marks, words, bold: false });
        }
        for event in events {
            notes.extend(notes_of(event, days));
        }
        // What may end a lease is told next to its bar.
        notes.sort_by_key(|n| n.lane != Lane::On);
        let mut lines = [Lines::default(), Lines::default()];
        // The marks above the bar all stand next to it: words keep clear of every one of them.
        for note in notes.iter().filter(|n| n.lane == Lane::Above) {
            lines[0].take(0, note.span(points));
        }
        let mut puts = Vec::new();
        for note in notes {
            let [above, below] = &mut lines;
            let taken = if note.lane == Lane::Above { above } else { below };
            let (line, left) = taken.place(&note, metrics, points);
            puts.push(Put { note, line, left });
        }
        let [above, below] = lines;
        Self { notes: puts, above: above.used(), below: below.used() }
    }

    /// Returns the height of all lines and the bar.
    pub(super) fn height(&self) -> f64 {
        lines(self.above) + BAND + lines(self.below)
    }

    /// Returns from the top to the middle of the bar.
    pub(super) fn middle(&self) -> f64 {
        lines(self.above) + BAND / 2.0
    }

    /// Returns how many dates stand without words.
    pub(super) fn without_words(&self) -> usize {
        self.notes.iter().filter(|put| put.left.is_none()).count()
    }

    /// Returns what its marks mean.
    pub(super) fn meanings(&self) -> impl Iterator<Item = Meaning> {
        self.notes.iter().flat_map(|put| put.note.marks.iter().map(|(_, meaning)| *meaning))
    }

    /// Draws the marks and their words about a bar whose middle is at `y`.
    pub(super) fn draw(&self, sheet: &mut Sheet, metrics: &FontMetrics, y: f64) {
        for Put { note, line, left } in &self.notes {
            let away = BAND / 2.0 + lines(*line) + LINE / 2.0;
            let words = match note.lane {
                Lane::Above => y - away,
                Lane::On | Lane::Below => y + away,
            };
            if let Some(left) = left {
                let line = Line::new(&note.words, *left, words + SIZE * 0.36, SIZE);
                let line = if note.bold { line.bold() } else { line };
                let ground = line.area(metrics);
                sheet.fill(
                    Area { left: ground.left - 2.0, right: ground.right + 2.0, ..ground },
                    WHITE,
                );
                sheet.text(line);
            }
            for (x, meaning) in &note.marks {
                let y = match note.lane {
                    // Next to the bar, whichever line has the words.
                    Lane::Above => y - BAND / 2.0 - 4.0,
                    Lane::On => y,
                    Lane::Below => words,
                };
                meaning.draw(sheet, (*x, y));
            }
        }
    }
}

/// Returns the height of so many lines.
fn lines(count: usize) -> f64 {
    LINE * f64::from(u32::try_from(count).unwrap_or(0))
}

/// The places taken on each line, away from the bar.
#[derive(Default)]
struct Lines(Vec<Vec<(f64, f64)>>);

impl Lines {
    fn used(&self) -> usize {
        self.0.len()
    }

    /// Takes the first free place of a note's words.
    fn place(
        &mut self,
        note: &Note,
        metrics: &FontMetrics,
        points: (f64, f64),
    ) -> (usize, Option<f64>) {
        const GAP: f64 = 8.0;
        let weight = if note.bold { FontWeight::Bold } else { FontWeight::Regular };
        let width = metrics.width(&note.words, SIZE, weight);
        let marks = note.span(points);
        let lefts = match (note.lane, note.marks.is_empty()) {
            (_, true) => [points.0 + 4.0; 3],
            (Lane::On, _) => [
                f64::midpoint(marks.0, marks.1) - width / 2.0,
                marks.0.max(points.0 + 4.0),
                marks.1.min(points.1) - width,
            ],
            (Lane::Above | Lane::Below, _) => {
                let right = marks.1 + GAP;
                [right, marks.0 - GAP - width, right]
            }
        };
        // Below the bar the marks stand on the line of the words.
        let with_marks = note.lane == Lane::Below;
        for line in 0..MOST_LINES {
            let taken = self.0.get(line).map_or(&[][..], Vec::as_slice);
            let is_free = |(from, to): (f64, f64)| {
                taken.iter().all(|(left, right)| to + GAP <= *left || *right + GAP <= from)
            };
            if with_marks && !is_free(marks) {
                continue;
            }
            let found = lefts.into_iter().find(|left| {
                let span = (*left, left + width);
                span.0 >= points.0 - 2.0 && span.1 <= points.1 + 2.0 && is_free(span)
            });
            if let Some(left) = found {
                self.take(line, (left, left + width));
                if with_marks {
                    self.take(line, marks);
                }
                return (line, Some(left));
            }
        }
        if !with_marks {
            return (0, None);
        }
        // Without words a mark still keeps clear of the words of others.
        let apart = |taken: &Vec<(f64, f64)>| {
            taken.iter().all(|(left, right)| marks.1 <= *left || *right <= marks.0)
        };
        let line = self.0.iter().position(apart).unwrap_or(self.0.len());
        self.take(line, marks);
        (line, None)
    }

    fn take(&mut self, line: usize, span: (f64, f64)) {
        self.0.resize_with(self.0.len().max(line + 1), Vec::new);
        if let Some(taken) = self.0.get_mut(line) {
            taken.push(span);
        }
    }
}

/// Returns the marks and words of one event.
fn notes_of(event: &LeaseEventRow, days: &Days) -> Vec<Note> {
    let on = short_day(event.on);
    let one = |lane, meaning, words: String| {
        let marks = vec![(days.at(event.on), meaning)];
        vec![Note { lane, marks, words, bold: false }]
    };
    let what = || dated_in_short(event);
    match event.kind {
        DatedKind::Break => break_notes(event, days),
        DatedKind::Expiry => one(Lane::On, Meaning::End, format!("ends {on}")),
        DatedKind::Review if event.state == Some(EventState::Other(Progress::Undecided)) => {
            one(Lane::Below, Meaning::Review, format!("{on}: {}, not settled", what()))
        }
        DatedKind::Review => one(Lane::Below, Meaning::Review, format!("{on}: {}", what())),
        DatedKind::DeedOfVariation => one(Lane::Below, Meaning::Deed, format!("{on}: {}", what())),
        DatedKind::RentFreeEnd | DatedKind::PartRentEnd if event.state.is_none() => {
            one(Lane::Below, Meaning::RentChange, format!("{}: date not known", what()))
        }
        DatedKind::RentFreeEnd | DatedKind::PartRentEnd | DatedKind::Step => {
            one(Lane::Below, Meaning::RentChange, format!("{on}: {}", what()))
        }
        DatedKind::HoldingOver | DatedKind::AgreementEnd => Vec::new(),
    }
}

/// Returns the notes of a break: its days to act above the bar, its own day on it.
fn break_notes(event: &LeaseEventRow, days: &Days) -> Vec<Note> {
    let ours = event.is_ours_to_decide();
    let whose = whose_break(event);
    let state = match event.state {
        Some(EventState::Break(BreakState::Open | BreakState::Urgent)) => "",
        Some(EventState::Break(BreakState::Missed)) => ", missed",
        Some(EventState::Break(BreakState::Served)) => ", notice served",
        Some(EventState::Break(BreakState::Exercised)) => ", used",
        Some(EventState::Break(BreakState::Waived)) => ", given up",
        Some(EventState::Other(_)) | None => ", status not known",
    };
    let on = short_day(event.on);
    let mut notes = Vec::new();
    if days.holds(event.on) {
        let rolling = event.rolling_from.is_some();
        let words = if rolling {
            format!("{whose} on any day from {on}")
        } else {
            format!("{on}: {whose}")
        };
        let meaning = if ours { Meaning::OurBreak } else { Meaning::OtherBreak };
        let marks = vec![(days.at(event.on), meaning)];
        notes.push(Note { lane: Lane::On, marks, words: words + state, bold: false });
    }
    let Some(legal) = event.legal_last_day.filter(|_| state.is_empty()) else { return notes };
    let safe = event.act_by.filter(|on| ours && days.holds(*on));
    let mut marks = Vec::new();
    let mut words = Vec::new();
    if let Some(act_by) = safe {
        marks.push((days.at(act_by), Meaning::ActBy));
        words.push(format!("act by {}", short_day(act_by)));
    }
    if days.holds(legal) {
        marks.push((days.at(legal), Meaning::InLaw));
        let theirs = if ours { "" } else { "notice " };
        words.push(format!("{theirs}deadline {}", short_day(legal)));
    }
    if marks.is_empty() {
        return notes;
    }
    let urgent = if event.is_urgent() && ours { "urgent: " } else { "" };
    let last_use = if event.rolling_from.is_some() { "last use: " } else { "" };
    let beyond =
        if days.holds(event.on) { String::new() } else { format!(", for {whose} on {on}") };
    let words = format!("{urgent}{last_use}{}{beyond}", words.join(", "));
    notes.push(Note { lane: Lane::Above, marks, words, bold: !urgent.is_empty() });
    notes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edition::example::{lease, lease_event};
    use crate::model::Party;

    /// Five years over so many pixels.
    fn days(width: f64) -> Days {
        let day = |text: &str| text.parse().unwrap();
        Days::new(day("2020-03-31"), day("2025-03-31"), (0.0, width))
    }

    fn describe(event: &LeaseEventRow) -> Vec<String> {
        notes_of(event, &days(800.0)).into_iter().map(|n| n.words).collect()
    }

    #[test]
    fn a_break_is_told_with_its_days_to_act() {
        let mut event = lease_event();
        let days = "act by 25 Aug 2023, deadline 24 Sep 2023";
        assert_eq!(describe(&event), ["24 Mar 2024: our break", days]);
        event.state = Some(EventState::Break(BreakState::Urgent));
        assert_eq!(describe(&event)[1], format!("urgent: {days}"));
        event.whose = Some(Party::Landlord);
        let theirs = ["24 Mar 2024: their break", "notice deadline 24 Sep 2023"];
        assert_eq!(describe(&event), theirs);
        event.state = Some(EventState::Break(BreakState::Missed));
        assert_eq!(describe(&event), ["24 Mar 2024: their break, missed"]);
        event.whose = None;
        event.state = None;
        let unclear = "24 Mar 2024: break, holder not recorded, status not known";
        assert_eq!(describe(&event), [unclear]);
    }

    #[test]
    fn a_break_beyond_the_picture_is_told_at_its_day_to_act() {
        let mut event = lease_event();
        event.on = "2026-03-24".parse().unwrap();
        let words = ["act by 25 Aug 2023, deadline 24 Sep 2023, for our break on 24 Mar 2026"];
        assert_eq!(describe(&event), words);
    }

    #[test]
    fn a_safe_day_that_has_passed_is_left_out() {
        let mut event = lease_event();
        event.act_by = Some("2020-03-20".parse().unwrap());
        event.legal_last_day = Some("2020-04-20".parse().unwrap());
        event.state = Some(EventState::Break(BreakState::Urgent));
        assert_eq!(describe(&event)[1], "urgent: deadline 20 Apr 2020");
    }

    #[test]
    fn words_above_the_bar_keep_clear_of_the_marks_of_other_breaks() {
        let metrics = FontMetrics::load().unwrap();
        let event = |months: u32| LeaseEventRow {
            act_by: lease_event().act_by.map(|on| on + chrono::Months::new(months)),
            legal_last_day: lease_event().legal_last_day.map(|d| d + chrono::Months::new(months)),
            ..lease_event()
        };
        let events = [event(0), event(1), event(2)];
        let events: Vec<_> = events.iter().collect();
        let marked = Marked::new(&lease(), &events, &days(800.0), &metrics, (0.0, 800.0));
        let above = || marked.notes.iter().filter(|p| p.note.lane == Lane::Above);
        for put in above().filter(|put| put.line == 0 && put.left.is_some()) {
            let left = put.left.unwrap();
            let right = left + metrics.width(&put.note.words, SIZE, FontWeight::Regular);
            let spans = above().map(|other| other.note.span((0.0, 800.0)));
            assert!(spans.into_iter().all(|span| right <= span.0 || span.1 <= left));
        }
        assert_eq!(above().count(), 3);
    }

    #[test]
    fn words_that_find_no_room_are_counted() {
        let metrics = FontMetrics::load().unwrap();
        let event = lease_event();
        let marked = |count: usize| {
            let events = vec![&event; count];
            Marked::new(&lease(), &events, &days(400.0), &metrics, (0.0, 400.0))
        };
        assert_eq!(marked(4).without_words(), 0);
        assert!(marked(20).without_words() > 0);
        assert!(marked(4).height() > marked(1).height());
    }
}
