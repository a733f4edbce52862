//! `terrier rank`: the candidates for surplus in order.

use std::{borrow::Cow, collections::BTreeMap, path::Path};

use serde_json::{Map, Value, json};

use super::{Done, Settings, args::Format, print, ranked, sift, snapshot};
use crate::{
    batch::RankedBy,
    edition::{self, ConfidenceRow, ConfidenceView, FIRST_CANDIDATES, NextFacts, NextRow, SiteRow},
    model::{FinancialYear, Index, OptionKind, Points, Score, counted, decimals, pounds_short},
    report::records,
    score::NotRanked,
    tables::Ranking,
    wording::{self, facts_to_find, places_to_look, why_unranked},
};

/// Rows of the table unless told.
const TABLE_ROWS: usize = 20;
/// Facts to find out that are named.
const NEXT: usize = 2;

pub(super) fn rank(
    folder: &Path,
    (top, by): (Option<usize>, RankedBy),
    format: Format,
    settings: &Settings,
) -> anyhow::Result<Done> {
    let folder = snapshot(folder, settings)?;
    let Some(run) = ranked(&folder, by, settings)? else {
        return Ok(Done::DataHasErrors);
    };
    let results = run.results(&settings.policy);
    let (rows, year) = (edition::ranking(results), results.measures.cost_year);
    let is_table = matches!(format, Format::Table);
    let next = is_table.then(|| edition::next_facts(results));
    let leads = is_table && edition::sift_leads(results);
    let first = leads.then(|| edition::sift(results));
    let sure = is_table
        .then(|| edition::how_sure(results, FIRST_CANDIDATES.min(top.unwrap_or(TABLE_ROWS))));
    // The program ends with this command: a large estate need not be taken apart first.
    std::mem::forget(run);
    let kept = kept(&rows, top);
    match format {
        Format::Csv => print::data(&crate::report::csv_of(Ranking::of(kept.iter()))?),
        Format::Json => print::data(json(&kept).as_bytes()),
        Format::Table => {
            let mut text = String::new();
            for line in first.iter().flat_map(sift::first_screen).chain(leads.then(String::new)) {
                text.push_str(&line);
                text.push('\n');
            }
            text.push_str(&table(&rows, year, top.unwrap_or(TABLE_ROWS)));
            for line in sure.iter().flat_map(how_sure) {
                text.push_str(&line);
                text.push('\n');
            }
            for line in next.iter().flat_map(find_out_next) {
                text.push_str(&line);
                text.push('\n');
            }
            print::data(text.as_bytes())
        }
    }
}

/// Keeps all rows, or the first N ranked ones.
fn kept(rows: &[SiteRow], top: Option<usize>) -> Cow<'_, [SiteRow]> {
    match top {
        None => rows.into(),
        Some(top) => rows.iter().filter(|r| r.rank.is_some()).take(top).cloned().collect(),
    }
}

fn json(rows: &[SiteRow]) -> String {
    let share = |s: Option<i64>| print::number(s.map(|s| decimals(s, 10_000, 4)));
    let own = |(r, mut record): (&SiteRow, Map<String, Value>)| {
        let known = |score: Score| share(r.scores_known[score as usize]);
        let more = json!({
            "utilisation_known": known(Score::Utilisation),
            "subletting_known": known(Score::Subletting),
            "disposal_known": known(Score::Disposal),
            "questioned": r.questioned,
            "decided": r.verdict.decided().map(OptionKind::word),
        });
        record.extend(more.as_object().cloned().unwrap_or_default());
        record
    };
    let records = rows.iter().zip(records(Ranking::of(rows.iter())));
    print::json(&records.map(own).collect::<Vec<_>>())
}

/// Counts the sites without a rank by reason: `2 sold, 3 must_keep`.
pub(super) fn unranked(rows: &[SiteRow]) -> Option<String> {
    let mut counts: BTreeMap<NotRanked, usize> = BTreeMap::new();
    for reason in rows.iter().filter_map(|r| r.not_ranked) {
        *counts.entry(reason).or_default() += 1;
    }
    let total: usize = counts.values().sum();
    let reasons: Vec<String> =
        counts.iter().map(|(reason, count)| format!("{count} {}", why_unranked(*reason))).collect();
    (total > 0).then(|| format!("{total} not ranked: {}", reasons.join(", ")))
}

/// Says how far each of the first places can be trusted.
fn how_sure(view: &ConfidenceView) -> Vec<String> {
    let ranked: Vec<&ConfidenceRow> = view.rows.iter().filter(|row| row.rank.is_some()).collect();
    if ranked.is_empty() {
        return Vec::new();
    }
    let mut lines = vec!["How sure the first places are:".to_owned()];
    for row in ranked {
        let rank = row.rank.map(|rank| rank.to_string()).unwrap_or_default();
        let said = wording::how_sure(view, row);
        lines.push(format!("{rank:>4}  {}: {said}", print::shortened(&row.name, 34)));
    }
    lines.extend(wording::drawn_how(view));
    lines.extend(wording::other_methods(view));
    lines
}

/// Names the facts that would settle most, if any can be found out now.
pub(super) fn find_out_next(next: &NextFacts) -> Vec<String> {
    let now = next.rows.iter().filter(|row| !row.waits_for_nothing()).take(NEXT);
    let labels = std::iter::once("Find out next").chain(std::iter::repeat("Then"));
    labels.zip(now).map(|(label, row)| format!("{label}: {}", fact(row, next))).collect()
}

/// Says what, where it belongs, at how many of the first sites, and how far it could move the index.
fn fact(row: &NextRow, next: &NextFacts) -> String {
    let (place, sites) = (places_to_look(row), row.site_ids.len());
    let among = match (next.among, next.more, next.ranked) {
        (1, _, true) => "the only ranked site".to_owned(),
        (1, _, false) => "the only site with too little information".to_owned(),
        (n, true, true) => format!("{sites} of the first {n}"),
        (n, false, true) => format!("{sites} of the {n} ranked sites"),
        (n, true, false) => format!("{sites} of the first {n} sites with too little information"),
        (n, false, false) => format!("{sites} of the {n} sites with too little information"),
    };
    let points = match (row.most, row.points) {
        (Some(most), Some(all)) if row.site_ids.len() > 1 => {
            let (most, all) = (most.one_decimal(), all.one_decimal());
            format!(" (up to {most} index points each, {all} in total)")
        }
        (Some(most), _) => format!(" (up to {} index points)", most.one_decimal()),
        _ => String::new(),
    };
    format!("{} ({place}) for {among}{points}", facts_to_find(row))
}

/// Characters that a line of the table has at most, the id aside where it is long.
const WIDEST: usize = 100;
/// Characters that the option has; a longer one goes on in the next line.
const OPTION: usize = 17;
/// Where the name stands among the cells.
const NAME: usize = 2;
/// Letters of a name that are shown, however long the other cells are.
const SHORTEST_NAME: usize = 12;

/// Lays out the first ranked sites, with what is recommended or decided of each.
pub(super) fn table(rows: &[SiteRow], year: FinancialYear, top: usize) -> String {
    let ranked: Vec<&SiteRow> = rows.iter().filter(|r| r.rank.is_some()).collect();
    let one = |row: &SiteRow, score: Score, points: Option<Points>| {
        let mark = if row.thin(score).is_some() { "*" } else { "" };
        points.map_or_else(|| "–".to_owned(), |p| decimals(p.0, Points::UNIT, 0) + mark)
    };
    let index = |i: Option<Index>| i.map_or_else(|| "–".to_owned(), Index::one_decimal);
    let cells = |row: &&SiteRow| {
        let range = match row.need_low == row.need_high {
            true => String::new(),
            false => format!("{}–{}", index(row.need_low), index(row.need_high)),
        };
        vec![
            row.rank.map_or_else(String::new, |r| r.to_string()),
            row.site_id.clone(),
            row.name.clone(),
            index(row.need_index) + question_mark(row),
            range,
            one(row, Score::Utilisation, row.utilisation_score),
            one(row, Score::Subletting, row.subletting_score),
            one(row, Score::Disposal, row.disposal_score),
            row.known_share.map_or_else(String::new, |s| format!("{}%", decimals(s, 100, 0))),
            row.running_cost.map_or_else(|| "–".to_owned(), pounds_short),
            print::broken(&wording::verdict(row.verdict), OPTION),
        ]
    };
    let mut cells: Vec<Vec<String>> = ranked.iter().take(top).map(cells).collect();
    let header = [
        "rank", "site", "name", "index", "range", "util.", "subl.", "disp.", "known", "cost",
        "option",
    ];
    let widest = |cells: &[Vec<String>], at: usize| {
        let lines = cells.iter().filter_map(|row| row.get(at)).flat_map(|text| text.lines());
        let texts = lines.map(|text| text.chars().count());
        texts.max().unwrap_or_default().max(header.get(at).map_or(0, |text| text.len()))
    };
    let others: usize =
        (0..header.len()).filter(|at| *at != NAME).map(|at| widest(&cells, at) + 1).sum();
    let most = WIDEST.saturating_sub(others).max(SHORTEST_NAME);
    for row in &mut cells {
        row[NAME] = print::shortened(&row[NAME], most);
    }
    let mut text = print::columns(&header, &cells, &[0, 3, 4, 5, 6, 7, 8, 9], 1);
    text.push_str(&format!(
        "util., subl., disp.: scores for utilisation, subletting and disposal; cost: running cost in {year}\n"
    ));
    let is_thin = |row: &&SiteRow| Score::ALL.iter().any(|score| row.thin(*score).is_some());
    if ranked.iter().copied().take(top).any(|row| is_thin(&row)) {
        text.push_str(
            "* too little of this score is known for it to stand alone; `terrier explain` gives \
                details\n",
        );
    }
    if ranked.len() > top {
        text.push_str(&format!("and {} more ranked; --top N shows more\n", ranked.len() - top));
    }
    let questioned = ranked.iter().take(top).filter(|row| !row.questioned.is_empty()).count();
    if questioned > 0 {
        let sites =
            if questioned == 1 { "1 site".to_owned() } else { format!("{questioned} sites") };
        text.push_str(&format!(
            "{QUESTIONED} depends in part on questioned figures ({sites}); `terrier explain DIR \
                SITE` lists them\n"
        ));
    }
    if let Some(line) = unranked(rows) {
        text.push_str(&line);
        text.push('\n');
    }
    let first: Vec<&SiteRow> = ranked.iter().copied().take(top).collect();
    for line in limits(&first) {
        text.push_str(&line);
        text.push('\n');
    }
    text
}

/// Says what stands in the way at the first sites, and at how many of the others.
fn limits(sites: &[&SiteRow]) -> Vec<String> {
    let limited = |row: &&&SiteRow| !row.gates.is_empty();
    let (first, others) = sites.split_at(sites.len().min(FIRST_CANDIDATES));
    let told = first.iter().filter(limited).map(|row| {
        let rank = row.rank.map(|rank| rank.to_string()).unwrap_or_default();
        let gates: Vec<String> = row.gates.iter().copied().map(wording::gate).collect();
        format!("{rank:>4}  {}: {}", print::shortened(&row.name, 34), gates.join("; "))
    });
    let mut lines: Vec<String> = told.collect();
    if !lines.is_empty() {
        lines.insert(0, "What limits the first places:".to_owned());
    }
    let more = others.iter().filter(limited).count();
    if more > 0 {
        lines.push(format!(
            "Limits at {} lower in the ranking: see column `gates` with --format csv",
            counted(more, "site")
        ));
    }
    lines
}

/// Marks an index that rests on a questioned figure.
const QUESTIONED: &str = "†";

fn question_mark(row: &SiteRow) -> &'static str {
    if row.questioned.is_empty() { "" } else { QUESTIONED }
}
