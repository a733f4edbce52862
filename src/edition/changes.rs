//! Rows of what changed since another snapshot.

use super::{FindingRow, Results};
use crate::{
    changes::{
        Cause, ChangePart, Changes, CostChange, DecisionOutcome, FactChange, NearDate,
        OutcomeTotal, ReadingChange, ScoreSplit, SiteChange, SiteMove, SplitScore,
    },
    load::FoundBy,
    measure::CategoryCost,
    model::{CostCategory, Date, Index, Measure, Money, Reading, RowRef, Score, State, words},
    score::NotRanked,
};

words!(
    /// What a change is of.
    ChangeSubject {
        Site = "site",
        /// Whether a site is a candidate for surplus.
        Candidate = "candidate",
        Reading = "reading",
        Record = "record",
        RunningCost = "running_cost",
        LeaseDate = "lease_date",
        Finding = "finding",
    }
);

/// One change, whatever it is of.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "named as the columns of `changes.csv`")]
pub struct ChangeRow {
    pub subject: ChangeSubject,
    /// A word of the subject's own list.
    pub kind: &'static str,
    pub site_id: String,
    pub name: String,
    pub table: String,
    pub column: String,
    pub record: String,
    pub before: String,
    pub after: String,
    pub on: Option<Date>,
    pub found_by: Option<FoundBy>,
    pub evidence: String,
    pub row_before: Option<RowRef>,
    pub row_after: Option<RowRef>,
    pub records: usize,
    /// Of a record, the measures that are worked out from what changed.
    pub read_by: Vec<Measure>,
    /// Of a running cost, the sums themselves.
    pub cost: Option<CostChange>,
}

words!(
    /// What a part of a change is a part of.
    PartOf {
        NeedIndex = "need_index",
        Subletting = "subletting_score",
        Rank = "rank",
    }
);

/// A part of a site's change of score or rank.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "named as the columns of `change_causes.csv`")]
pub struct PartRow {
    pub site_id: String,
    pub name: String,
    pub of: PartOf,
    pub criterion: Option<(Score, Measure)>,
    pub cause: Cause,
    /// Millionths of a point, or whole places up.
    pub mean: i64,
    pub least: i64,
    pub most: i64,
    pub reading_before: String,
    pub reading_after: String,
}

impl PartRow {
    /// Makes the part of a site's change, in millionths of a point or in places, of which no reading is told.
    #[must_use]
    pub fn of(site: &SiteMoveRow, of: PartOf, part: &ChangePart) -> Self {
        Self {
            site_id: site.site_id.clone(),
            name: site.name.clone(),
            of,
            criterion: part.criterion,
            cause: part.cause,
            mean: part.mean,
            least: part.least,
            most: part.most,
            reading_before: String::new(),
            reading_after: String::new(),
        }
    }

    /// Writes a number of the part: points with six decimals, places whole.
    #[must_use]
    pub fn digits(&self, units: i64) -> String {
        match self.of {
            PartOf::Rank => units.to_string(),
            PartOf::NeedIndex | PartOf::Subletting => Index(units).to_string(),
        }
    }
}

words!(
    /// Whether a site is a candidate for surplus that was none.
    CandidateChange {
        New = "newly_ranked",
        NoLonger = "no_longer_ranked",
        Still = "ranked_in_both",
        Never = "ranked_in_neither",
    }
);

/// How a site moved.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "named as the columns of `rank_changes.csv`")]
pub struct SiteMoveRow {
    pub site_id: String,
    pub name: String,
    /// Its id then, and by what it is known, where that is another.
    pub found_again: Option<(String, FoundBy)>,
    pub candidate: CandidateChange,
    pub rank_before: Option<u32>,
    pub rank_after: Option<u32>,
    pub not_ranked_before: Option<NotRanked>,
    pub not_ranked_after: Option<NotRanked>,
    pub index_before: Option<Index>,
    pub index_after: Option<Index>,
    pub subletting_before: Option<Index>,
    pub subletting_after: Option<Index>,
    /// What its rank and its scores moved by.
    pub parts: Vec<PartRow>,
}

impl SiteMoveRow {
    /// Returns the places up, below zero down; `None` unless it is ranked in both.
    #[must_use]
    pub fn places_up(&self) -> Option<i64> {
        Some(i64::from(self.rank_before?) - i64::from(self.rank_after?))
    }

    /// Returns the change of the need index.
    #[must_use]
    pub fn index_change(&self) -> Option<Index> {
        Some(Index(self.index_after?.0 - self.index_before?.0))
    }

    /// Returns the parts of one change.
    pub fn parts_of(&self, of: PartOf) -> impl Iterator<Item = &PartRow> {
        self.parts.iter().filter(move |part| part.of == of)
    }
}

/// What changed since another snapshot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangesView {
    /// The day of that snapshot.
    pub before: Date,
    /// The day of this one.
    pub after: Date,
    /// Every change, by what it is of.
    pub rows: Vec<ChangeRow>,
    /// How the sites of both moved, in the order of the ranking.
    pub moves: Vec<SiteMoveRow>,
    /// As in [`Changes`].
    pub not_among_others: Option<usize>,
    /// What came of each decision.
    pub outcomes: Vec<DecisionOutcome>,
    /// What came of all together.
    pub totals: Vec<OutcomeTotal>,
}

impl ChangesView {
    /// Returns the changes of one subject.
    pub fn of(&self, subject: ChangeSubject) -> impl Iterator<Item = &ChangeRow> {
        self.rows.iter().filter(move |row| row.subject == subject)
    }
}

/// Returns what changed, as the restricted edition shows it.
#[must_use]
pub fn changes_view(changes: &Changes, before: Results<'_>, after: Results<'_>) -> ChangesView {
    let named = Named { before, after };
    let moves: Vec<SiteMoveRow> = changes.moves.iter().map(|m| named.site_move(m)).collect();
    let mut rows: Vec<ChangeRow> = changes.sites.iter().map(site_row).collect();
    rows.extend(moves.iter().filter_map(candidate_row));
    rows.extend(came_or_went(changes, before, after));
    rows.extend(changes.moves.iter().flat_map(|m| named.reading_rows(m)));
    rows.extend(changes.facts.iter().map(|fact| named.fact_row(fact)));
    rows.extend(changes.costs.iter().map(cost_row));
    rows.extend(changes.dates.iter().map(|date| named.date_row(date)));
    rows.extend(changes.findings.iter().map(|found| {
        let row = FindingRow::from(&found.finding);
        let is_new = found.state == crate::changes::FindingState::New;
        let (before, after) =
            if is_new { ("", row.found.as_str()) } else { (row.found.as_str(), "") };
        let at = crate::model::Place { column: None, ..found.finding.place.clone() };
        let place =
            at.row.map(|line| RowRef { file: at.file.clone(), sheet: at.sheet.clone(), row: line });
        ChangeRow {
            table: row.file.clone(),
            column: row.column.clone(),
            record: row.id.clone(),
            before: before.to_owned(),
            after: after.to_owned(),
            evidence: row.rule.to_owned(),
            row_before: place.clone().filter(|_| !is_new),
            row_after: place.filter(|_| is_new),
            ..blank(ChangeSubject::Finding, found.state.word())
        }
    }));
    ChangesView {
        before: changes.before,
        after: changes.after,
        rows,
        moves,
        not_among_others: changes.not_among_others,
        outcomes: changes.outcomes.clone(),
        totals: changes.totals.clone(),
    }
}

fn blank(subject: ChangeSubject, kind: &'static str) -> ChangeRow {
    ChangeRow {
        subject,
        kind,
        site_id: String::new(),
        name: String::new(),
        table: String::new(),
        column: String::new(),
        record: String::new(),
        before: String::new(),
        after: String::new(),
        on: None,
        found_by: None,
        evidence: String::new(),
        row_before: None,
        row_after: None,
        records: 1,
        read_by: Vec::new(),
        cost: None,
    }
}

fn cost_row(cost: &CostChange) -> ChangeRow {
    let sum = |of: &Option<CategoryCost>| {
        let pence = of.as_ref().map(|sum| sum.pence);
        pence.map_or_else(String::new, |pence| match pence {
            Some(pence) => Money::from_pence(pence).to_string(),
            None => State::Unknown.word().to_owned(),
        })
    };
    let first = |of: &Option<CategoryCost>| of.as_ref().map(|sum| sum.first.clone());
    let lines = cost.after.as_ref().or(cost.before.as_ref()).map_or(1, |sum| sum.lines);
    let (site_id, name) = cost
        .site
        .as_ref()
        .map_or_else(Default::default, |(id, name)| (id.to_string(), name.clone()));
    ChangeRow {
        site_id,
        name,
        table: "costs".to_owned(),
        column: "amount".to_owned(),
        record: format!("{}, {}", cost.category.map_or("all", CostCategory::word), cost.period()),
        before: sum(&cost.before),
        after: sum(&cost.after),
        row_before: first(&cost.before),
        row_after: first(&cost.after),
        records: lines,
        cost: Some(cost.clone()),
        ..blank(ChangeSubject::RunningCost, cost.kind.word())
    }
}

fn site_row(change: &SiteChange) -> ChangeRow {
    ChangeRow {
        site_id: change.site_id.clone(),
        name: change.name.clone(),
        before: change.before.clone(),
        after: change.after.clone(),
        on: change.on,
        found_by: change.found_by,
        evidence: change.evidence.clone(),
        row_before: change.row_before.clone(),
        row_after: change.row_after.clone(),
        ..blank(ChangeSubject::Site, change.kind.word())
    }
}

/// Returns the change of a site that is a candidate now and was none, or the reverse.
fn candidate_row(of: &SiteMoveRow) -> Option<ChangeRow> {
    let is_told = matches!(of.candidate, CandidateChange::New | CandidateChange::NoLonger);
    let told = |rank: Option<u32>, why: Option<NotRanked>| match rank {
        Some(rank) => rank.to_string(),
        None => why.map_or_else(String::new, |why| why.word().to_owned()),
    };
    is_told.then(|| ChangeRow {
        site_id: of.site_id.clone(),
        name: of.name.clone(),
        before: told(of.rank_before, of.not_ranked_before),
        after: told(of.rank_after, of.not_ranked_after),
        ..blank(ChangeSubject::Candidate, of.candidate.word())
    })
}

/// Returns the sites that are ranked and new, then those that were ranked and are gone.
fn came_or_went(changes: &Changes, before: Results<'_>, after: Results<'_>) -> Vec<ChangeRow> {
    let unpaired = |of: Results<'_>, is_after: bool| -> Vec<ChangeRow> {
        let is_paired = |number: usize| {
            let mut pairs = changes.moves.iter().map(|site| &site.pair);
            pairs.any(|pair| number == if is_after { pair.after } else { pair.before })
        };
        let ranked = of.ranking.ranked().filter(|site| !is_paired(site.number));
        let row = |site: &crate::score::SiteResult| {
            let rank = site.rank?.to_string();
            let own = &of.estate.sites[site.number];
            let (kind, before, after) = match is_after {
                true => (CandidateChange::New, String::new(), rank),
                false => (CandidateChange::NoLonger, rank, String::new()),
            };
            Some(ChangeRow {
                site_id: own.site_id.to_string(),
                name: own.name.clone(),
                before,
                after,
                ..blank(ChangeSubject::Candidate, kind.word())
            })
        };
        ranked.filter_map(row).collect()
    };
    [unpaired(after, true), unpaired(before, false)].concat()
}

/// Gives changes the names of their sites.
struct Named<'a> {
    before: Results<'a>,
    after: Results<'a>,
}

impl Named<'_> {
    fn name(&self, id: &str) -> String {
        let of = |results: Results<'_>| {
            let site =
                crate::model::SiteId::new(id).and_then(|id| results.estate.site(&id).cloned());
            site.map(|site| site.name)
        };
        of(self.after).or_else(|| of(self.before)).unwrap_or_default()
    }

    fn fact_row(&self, fact: &FactChange) -> ChangeRow {
        ChangeRow {
            name: self.name(&fact.site_id),
            site_id: fact.site_id.clone(),
            table: fact.table.clone(),
            column: fact.column.clone(),
            record: fact.record.clone(),
            before: fact.before.clone(),
            after: fact.after.clone(),
            row_before: fact.row_before.clone(),
            row_after: fact.row_after.clone(),
            records: fact.records,
            read_by: fact.read_by(),
            ..blank(ChangeSubject::Record, fact.kind.word())
        }
    }

    fn date_row(&self, date: &NearDate) -> ChangeRow {
        ChangeRow {
            site_id: date.site_id.clone(),
            name: self.name(&date.site_id),
            record: date.subject.clone(),
            after: date.act_by.map_or_else(String::new, |day| day.to_string()),
            on: Some(date.on),
            evidence: if date.is_rolling { "on any day from then" } else { "" }.to_owned(),
            ..blank(ChangeSubject::LeaseDate, date.kind.word())
        }
    }

    fn reading_rows(&self, of: &SiteMove) -> Vec<ChangeRow> {
        let site = &self.after.estate.sites[of.pair.after];
        let row = |reading: &ReadingChange| ChangeRow {
            site_id: site.site_id.to_string(),
            name: site.name.clone(),
            column: reading.measure.word().to_owned(),
            before: shown_reading(&reading.before),
            after: shown_reading(&reading.after),
            ..blank(ChangeSubject::Reading, "changed")
        };
        of.readings.iter().map(row).collect()
    }

    fn site_move(&self, of: &SiteMove) -> SiteMoveRow {
        let site = &self.after.estate.sites[of.pair.after];
        let old = &self.before.estate.sites[of.pair.before];
        let score = |of_score: SplitScore, is_after: bool| {
            let split = of.scores.iter().find(|split| split.of == of_score)?;
            let units = if is_after { split.after } else { split.before };
            units.map(|units| Index(units * scale(of_score)))
        };
        let mut parts: Vec<PartRow> = Vec::new();
        for split in &of.scores {
            parts.extend(split.parts.iter().map(|part| self.part(of, split, part)));
        }
        let places = of.places.iter().flat_map(|split| &split.parts);
        parts.extend(places.map(|part| PartRow {
            of: PartOf::Rank,
            criterion: None,
            cause: part.cause,
            mean: part.mean,
            least: part.least,
            most: part.most,
            site_id: site.site_id.to_string(),
            name: site.name.clone(),
            reading_before: String::new(),
            reading_after: String::new(),
        }));
        let again = of.pair.again.as_ref();
        SiteMoveRow {
            site_id: site.site_id.to_string(),
            name: site.name.clone(),
            found_again: again.map(|(by, _)| (old.site_id.to_string(), *by)),
            candidate: candidate_change(of.rank_before, of.rank_after),
            rank_before: of.rank_before,
            rank_after: of.rank_after,
            not_ranked_before: of.not_ranked_before,
            not_ranked_after: of.not_ranked_after,
            index_before: score(SplitScore::NeedIndex, false),
            index_after: score(SplitScore::NeedIndex, true),
            subletting_before: score(SplitScore::Subletting, false),
            subletting_after: score(SplitScore::Subletting, true),
            parts,
        }
    }

    fn part(&self, of: &SiteMove, split: &ScoreSplit, part: &ChangePart) -> PartRow {
        let site = &self.after.estate.sites[of.pair.after];
        let units = |units: i64| units * scale(split.of);
        let reading = |results: Results<'_>, number: usize| match part.criterion {
            Some((_, measure)) => shown_reading(results.measures.sites[number].reading(measure)),
            None => String::new(),
        };
        PartRow {
            site_id: site.site_id.to_string(),
            name: site.name.clone(),
            of: match split.of {
                SplitScore::NeedIndex => PartOf::NeedIndex,
                SplitScore::Subletting => PartOf::Subletting,
            },
            criterion: part.criterion,
            cause: part.cause,
            mean: units(part.mean),
            least: units(part.least),
            most: units(part.most),
            reading_before: reading(self.before, of.pair.before),
            reading_after: reading(self.after, of.pair.after),
        }
    }
}

/// Tells from two ranks whether a site is a candidate that was none.
#[must_use]
pub const fn candidate_change(before: Option<u32>, after: Option<u32>) -> CandidateChange {
    match (before, after) {
        (Some(_), Some(_)) => CandidateChange::Still,
        (None, Some(_)) => CandidateChange::New,
        (Some(_), None) => CandidateChange::NoLonger,
        (None, None) => CandidateChange::Never,
    }
}

/// Millionths of a point in a unit of a score.
const fn scale(of: SplitScore) -> i64 {
    match of {
        SplitScore::NeedIndex => 1,
        SplitScore::Subletting => 100,
    }
}

/// Writes a reading as `measures.csv` has it, else its state.
#[must_use]
pub fn shown_reading(reading: &Reading) -> String {
    match reading.value {
        Some(value) => value.text(),
        None => reading.state.word().to_owned(),
    }
}
