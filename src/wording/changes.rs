//! What changed since another snapshot, in sentences and short tables, for screen, Markdown, page and paper alike.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    TextBlock, and_list, capital, change_causes::signed, count, heads, long_date, money, name_of,
    spoken, why_moved, why_unranked,
};
use crate::{
    edition::{
        CandidateChange, CategoryCost, ChangeRow, ChangeSubject, ChangesView, CostChange,
        CostChangeKind, DecisionOutcome, FactKind, FindingState, ForecastBasis, FoundBy, NotRanked,
        OutcomeState, OutcomeTotal, OutcomeTotalKind, SiteChangeKind, SiteMoveRow,
    },
    model::{Date, Index, Money, pounds},
};

/// Whether the rows of input files are named; on the page they stand in the data files only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum InputRows {
    Named,
    LeftOut,
}

/// Tells what changed, each table with `most` rows at most.
pub(crate) fn change_blocks(of: &ChangesView, most: usize, input: InputRows) -> Vec<TextBlock> {
    let blocks = [
        sites(of),
        ranks(of, most),
        leases(of, most),
        outcomes(of),
        records(of, most, input),
        costs(of, most, input),
        findings(of),
    ];
    blocks.into_iter().flatten().collect()
}

/// Says from which day to which something changed: `From 31 March 2019 to 31 March 2020`.
pub(crate) fn change_days(of: &ChangesView) -> String {
    format!("From {} to {}", long_date(of.before), long_date(of.after))
}

/// Says in one sentence each what became of sites, and which are candidates now or no longer.
pub(crate) fn site_changes(of: &ChangesView) -> Vec<String> {
    let sites = of.of(ChangeSubject::Site).filter_map(site_change);
    sites.chain(of.of(ChangeSubject::Candidate).filter_map(candidate)).collect()
}

fn sites(of: &ChangesView) -> Option<TextBlock> {
    let said = site_changes(of);
    (!said.is_empty()).then(|| TextBlock::new("Sites and candidates", said))
}

fn site_change(row: &ChangeRow) -> Option<String> {
    let name = format!("{} ({})", name_of(&row.name, &row.site_id), row.site_id);
    let dated =
        |word: &str| row.on.map_or_else(String::new, |d| format!(" {word} {}", long_date(d)));
    let (on, since, is) =
        (dated("on"), dated("since"), if row.on.is_some() { "has been" } else { "is" });
    Some(match SiteChangeKind::read(row.kind)? {
        SiteChangeKind::Added => format!("{name} is new in the register."),
        SiteChangeKind::Gone if row.before == "sold" => {
            format!("{name}, sold before, is no longer in the register.")
        }
        SiteChangeKind::Gone => {
            format!("{name} is no longer in the register, without a sale on record.")
        }
        SiteChangeKind::Sold => format!("{name} was sold{on}."),
        SiteChangeKind::Closed => {
            format!("{name} {is} {}{since}; it was {}.", spoken(&row.after), spoken(&row.before))
        }
        SiteChangeKind::Reopened => {
            format!("{name} {is} in use again{since}; it was {}.", spoken(&row.before))
        }
        SiteChangeKind::Renamed => format!("{name} was called {} before.", row.before),
        SiteChangeKind::FoundAgain => {
            let evidence =
                if row.evidence.is_empty() { String::new() } else { format!(": {}", row.evidence) };
            match row.found_by {
                Some(FoundBy::SameSite) | None => {
                    format!(
                        "{name} had the id {} before, as the table same_site confirms{evidence}.",
                        row.before
                    )
                }
                Some(by) => format!(
                    "{name} is probably {} of before, by {by}{evidence}. To confirm: same_site with before {} and after {}.",
                    row.before, row.before, row.after
                ),
            }
        }
        SiteChangeKind::IdReused => {
            format!(
                "The id {} belonged to {} before, and is another site\u{2019}s now.",
                row.site_id,
                name_of(&row.name, &row.site_id)
            )
        }
        SiteChangeKind::Merged => format!("{name} is now part of {}.", row.after),
        SiteChangeKind::Divided => format!("{name} was part of {} before.", row.before),
    })
}

fn candidate(row: &ChangeRow) -> Option<String> {
    let name = format!("{} ({})", name_of(&row.name, &row.site_id), row.site_id);
    let why = |word: &str| NotRanked::read(word).map_or("not in the register", why_unranked);
    match CandidateChange::read(row.kind)? {
        CandidateChange::New => Some(format!(
            "{name} is newly ranked as a candidate for surplus, {}; before, it was not ranked ({}).",
            row.after.parse().map(super::ordinal).unwrap_or_default(),
            why(&row.before)
        )),
        CandidateChange::NoLonger => Some(format!(
            "{name} is no longer ranked as a candidate for surplus ({}); its rank was {}.",
            why(&row.after),
            row.before
        )),
        CandidateChange::Still | CandidateChange::Never => None,
    }
}

fn ranks(of: &ChangesView, most: usize) -> Option<TextBlock> {
    let both = of.moves.iter().filter(|m| m.candidate == CandidateChange::Still);
    let moved: Vec<&SiteMoveRow> = both
        .clone()
        .filter(|m| {
            let is_seen = m.index_change().is_some_and(|change| change.one_decimal() != "0.0");
            m.places_up() != Some(0) || is_seen
        })
        .collect();
    let all = both.count();
    if all == 0 {
        return None;
    }
    let said = if moved.is_empty() {
        format!("No rank or need index changed at {}.", count(all, "site"))
    } else {
        format!(
            "{} of {} ranked both times {} another rank or need index. Each change is split over \
             its causes: the average over all orders in which they can come, which adds up exactly.",
            capital(&super::number(moved.len())),
            count(all, "site"),
            if moved.len() == 1 { "has" } else { "have" }
        )
    };
    let mut said = vec![said];
    if let Some(most) = of.not_among_others.filter(|_| !moved.is_empty()) {
        said.push(format!(
            "There are more than {}: what coverage and room near by gain from a site's own data is counted \
             under other sites.",
            count(most, "site")
        ));
    }
    let row = |m: &&SiteMoveRow| {
        let rank = |rank: Option<u32>| rank.map(|r| r.to_string()).unwrap_or_default();
        vec![
            format!("{} ({})", name_of(&m.name, &m.site_id), m.site_id),
            rank(m.rank_before),
            rank(m.rank_after),
            m.index_before.map(Index::one_decimal).unwrap_or_default(),
            m.index_after.map(Index::one_decimal).unwrap_or_default(),
            why_moved(m),
        ]
    };
    Some(TextBlock {
        header: if moved.is_empty() {
            Vec::new()
        } else {
            heads(&["Site", "Rank before", "Rank now", "Need index before", "Now", "Why"])
        },
        rows: moved.iter().take(most).map(row).collect(),
        numbers: vec![1, 2, 3, 4],
        more: super::more_than(moved.len(), most, "site"),
        ..TextBlock::new("Ranks", said)
    })
}

fn leases(of: &ChangesView, most: usize) -> Option<TextBlock> {
    let rows: Vec<&ChangeRow> = of.of(ChangeSubject::LeaseDate).collect();
    if rows.is_empty() {
        return None;
    }
    let said =
        format!("{} newly within a year.", capital(&super::counted(rows.len(), "lease date")));
    let row = |row: &&ChangeRow| {
        let act = row.after.parse().map(long_date).unwrap_or_default();
        vec![
            name_of(&row.name, &row.site_id).to_owned(),
            row.record.clone(),
            match row.evidence.as_str() {
                "" => capital(&spoken(row.kind)),
                rolling => format!("{}, {rolling}", capital(&spoken(row.kind))),
            },
            row.on.map(long_date).unwrap_or_default(),
            act,
        ]
    };
    Some(TextBlock {
        header: heads(&["Site", "Lease", "What", "Date", "Act by"]),
        rows: rows.iter().take(most).map(row).collect(),
        more: super::more_than(rows.len(), most, "date"),
        ..TextBlock::new("Lease dates", vec![said])
    })
}

fn outcomes(of: &ChangesView) -> Option<TextBlock> {
    if of.outcomes.is_empty() {
        return None;
    }
    let row = |o: &DecisionOutcome| {
        vec![
            format!("{} ({})", name_of(&o.name, &o.site_id), o.site_id),
            capital(o.option.name()),
            outcome(o, of.before),
            sums(o.receipt_forecast.map(|s| (s, basis(o.receipt_basis))), o.receipt),
            match o.saving_year {
                Some(year) => format!(
                    "{}, in {year}",
                    sums(o.saving_forecast.map(|s| (s, " planned")), o.saving_realised)
                ),
                None => sums(o.saving_appraised.map(|s| (s, " a year appraised")), None),
            },
        ]
    };
    Some(TextBlock {
        header: heads(&[
            "Site",
            "Decided",
            "Outcome",
            "Receipt: forecast, then outcome",
            "Saving: forecast, then outcome",
        ]),
        rows: of.outcomes.iter().map(row).collect(),
        ..TextBlock::new("Decisions and what came of them", outcome_totals(of))
    })
}

const fn basis(of: Option<ForecastBasis>) -> &'static str {
    match of {
        Some(ForecastBasis::Programme) => " in the programme",
        Some(ForecastBasis::Planned) => " planned",
        Some(ForecastBasis::Register) => " in the register",
        Some(ForecastBasis::Appraised) => " appraised",
        None => "",
    }
}

fn sums(forecast: Option<(i64, &str)>, outcome: Option<i64>) -> String {
    let forecast =
        forecast.map_or_else(|| "not known".to_owned(), |(sum, by)| format!("{}{by}", pounds(sum)));
    let outcome = outcome.map_or_else(|| "not recorded".to_owned(), pounds);
    format!("{forecast}; {outcome}")
}

/// Says where a decision stands.
pub(crate) fn outcome(of: &DecisionOutcome, before: Date) -> String {
    let by =
        of.day_forecast.map(|day| format!(" (forecast {})", long_date(day))).unwrap_or_default();
    let on = of.day.map(|day| format!(" on {}", long_date(day))).unwrap_or_default();
    match of.state {
        OutcomeState::Done if of.day.is_some_and(|day| day <= before) => {
            format!("done{on}, which the earlier register did not show{by}")
        }
        OutcomeState::Done => format!("done{on}{by}"),
        OutcomeState::ToCome => format!("still to come{by}"),
        OutcomeState::Late => format!("late{by}"),
        OutcomeState::Dropped => "no longer decided".to_owned(),
        OutcomeState::NotInRegister => "no longer in the register".to_owned(),
        OutcomeState::Undecided => format!("done{on}, not decided before"),
    }
}

/// Says what came of all decisions together, target by target.
pub(crate) fn outcome_totals(of: &ChangesView) -> Vec<String> {
    let said = |total: &OutcomeTotal| {
        let what = match total.kind {
            OutcomeTotalKind::Sales => {
                return format!(
                    "Of {} decided, {} {} due by {} and {} {} made.",
                    super::counted(total.of, "sale"),
                    how_many(total.forecast),
                    were(total.forecast),
                    long_date(of.after),
                    how_many(total.outcome),
                    were(total.outcome)
                );
            }
            OutcomeTotalKind::Receipts => "Receipts",
            OutcomeTotalKind::Savings => "Savings in the last year realised",
        };
        if total.known == 0 {
            return format!(
                "{what}: nothing that was carried out has both a forecast and an outcome."
            );
        }
        let over = total.outcome - total.forecast;
        let word = if over < 0 { "less" } else { "more" };
        format!(
            "{what}: {} forecast, {} achieved, {} {word}, over {} of the {} carried out.",
            pounds(total.forecast),
            pounds(total.outcome),
            money(Money::from_pence(over.abs())),
            total.known,
            count(total.of, "decision")
        )
    };
    of.totals.iter().map(said).collect()
}

fn how_many(many: i64) -> String {
    match usize::try_from(many) {
        Ok(0) => "none".to_owned(),
        Ok(many) => super::number(many),
        Err(_) => many.to_string(),
    }
}

const fn were(many: i64) -> &'static str {
    if many <= 1 { "was" } else { "were" }
}

fn records(of: &ChangesView, most: usize, input: InputRows) -> Option<TextBlock> {
    let rows: Vec<&ChangeRow> = of.of(ChangeSubject::Record).collect();
    if rows.is_empty() {
        return None;
    }
    let mut by_table: BTreeMap<&str, usize> = BTreeMap::new();
    for row in &rows {
        *by_table.entry(row.table.as_str()).or_default() += 1;
    }
    let tables: Vec<String> =
        by_table.iter().map(|(table, many)| format!("{many} in {table}")).collect();
    let mut said = vec![format!(
        "{} recorded differently: {}.",
        capital(&super::counted(rows.len(), "fact")),
        and_list(&tables)
    )];
    let read: Vec<&&ChangeRow> = rows.iter().filter(|row| !row.read_by.is_empty()).collect();
    said.push(match read.len() {
        0 => "None of them is read by a measure.".to_owned(),
        many => format!(
            "{} of these {} read by a measure:",
            capital(&super::number(many)),
            if many == 1 { "is" } else { "are" }
        ),
    });
    const HEADINGS: [&str; 6] = ["Record", "Column", "Before", "Now", "Row before", "Row now"];
    let columns = if input == InputRows::Named { HEADINGS.len() } else { HEADINGS.len() - 2 };
    let row = |row: &&&ChangeRow| {
        let cells = [
            if row.record.is_empty() {
                row.table.clone()
            } else {
                format!("{}: {}", row.table, row.record)
            },
            if row.column.is_empty() { capital(&spoken(row.kind)) } else { row.column.clone() },
            row.before.clone(),
            fact_after(row),
            place_of(row.row_before.as_ref()),
            place_of(row.row_after.as_ref()),
        ];
        cells.into_iter().take(columns).collect()
    };
    Some(TextBlock {
        header: if read.is_empty() { Vec::new() } else { heads(&HEADINGS[..columns]) },
        rows: read.iter().take(most).map(row).collect(),
        more: super::more_than(read.len(), most, "fact"),
        ..TextBlock::new("Recorded differently", said)
    })
}

/// Names the row of a file; nothing where there is none.
fn place_of(row: Option<&crate::model::RowRef>) -> String {
    row.map_or_else(String::new, |at| format!("{} {}", at.file, at.row))
}

/// Tells what sites cost by category, the largest differences first.
fn costs(of: &ChangesView, most: usize, input: InputRows) -> Option<TextBlock> {
    let all =
        || of.of(ChangeSubject::RunningCost).filter_map(|row| Some((row, row.cost.as_ref()?)));
    let sum = |of: &Option<CategoryCost>| match of.as_ref().map(|sum| sum.pence) {
        None => "no line".to_owned(),
        Some(None) => "not known".to_owned(),
        Some(Some(pence)) => pounds(pence),
    };
    let change = |cost: &CostChange| {
        let pence = cost.pence();
        pence.map_or_else(|| "not known".to_owned(), |pence| signed(&pounds(pence)))
    };
    let mut said = Vec::new();
    if let Some((_, whole)) = all().find(|(_, cost)| cost.site.is_none()) {
        said.push(format!(
            "All sites of each snapshot cost {} in {} ({} with costs recorded) and {} in {} ({}): {}.{}",
            sum(&whole.before),
            whole.years.0,
            count(whole.sites.0, "site"),
            sum(&whole.after),
            whole.years.1,
            count(whole.sites.1, "site"),
            change(whole),
            if whole.sites.0 == whole.sites.1 {
                ""
            } else {
                " Costs are not recorded at as many sites in both years, so this is not a change of cost alone."
            },
        ));
    }
    let rows: Vec<(&ChangeRow, &CostChange)> =
        all().filter(|(_, cost)| cost.site.is_some()).collect();
    let of_kind = |kind| rows.iter().filter(move |(_, cost)| cost.kind == kind);
    let changed = of_kind(CostChangeKind::Changed).count();
    let restated: BTreeSet<&str> =
        of_kind(CostChangeKind::Restated).map(|(row, _)| row.site_id.as_str()).collect();
    if changed > 0 {
        said.push(format!(
            "{} by site and category {}, of sites that came or went too. The largest differences come first.",
            capital(&count(changed, "sum")),
            if changed == 1 { "differs" } else { "differ" }
        ));
    }
    if !restated.is_empty() {
        said.push(format!(
            "The running cost of the earlier year is stated differently at {}{}.",
            count(restated.len(), "site"),
            if changed > 0 { ", last in the table" } else { "" }
        ));
    }
    const HEADINGS: [&str; 8] = [
        "Site",
        "Category",
        "Years",
        "Before",
        "Now",
        "Change",
        "First row before",
        "First row now",
    ];
    let columns = if input == InputRows::Named { HEADINGS.len() } else { HEADINGS.len() - 2 };
    let row = |(row, cost): &(&ChangeRow, &CostChange)| {
        let cells = [
            name_of(&row.name, &row.site_id).to_owned(),
            cost.category.map_or_else(String::new, |category| capital(&spoken(category.word()))),
            cost.period(),
            sum(&cost.before),
            sum(&cost.after),
            change(cost),
            place_of(row.row_before.as_ref()),
            place_of(row.row_after.as_ref()),
        ];
        cells.into_iter().take(columns).collect()
    };
    (!rows.is_empty()).then(|| TextBlock {
        header: heads(&HEADINGS[..columns]),
        rows: rows.iter().take(most).map(row).collect(),
        numbers: vec![3, 4, 5],
        more: super::more_than(rows.len(), most, "sum"),
        ..TextBlock::new("Running cost", said)
    })
}

/// Says what a record says now; of a whole column or table how many records it is about.
fn fact_after(row: &ChangeRow) -> String {
    let about = || count(row.records, "record");
    match FactKind::read(row.kind) {
        Some(FactKind::ColumnFilled) => {
            format!("filled, which it was nowhere before ({})", about())
        }
        Some(FactKind::ColumnEmptied) => format!("empty throughout; it was filled in {}", about()),
        Some(FactKind::TableAdded) => format!("a new table ({})", about()),
        Some(FactKind::TableRemoved) => format!("no such table any more; it had {}", about()),
        _ => row.after.clone(),
    }
}

fn findings(of: &ChangesView) -> Option<TextBlock> {
    let in_state = |state: FindingState| {
        let mut by_rule: BTreeMap<&str, usize> = BTreeMap::new();
        for row in of.of(ChangeSubject::Finding).filter(|row| row.kind == state.word()) {
            *by_rule.entry(row.evidence.as_str()).or_default() += 1;
        }
        by_rule
    };
    let told = |what: &str, by_rule: BTreeMap<&str, usize>| {
        let all: usize = by_rule.values().sum();
        let rules: Vec<String> =
            by_rule.iter().map(|(rule, many)| format!("{many} {rule}")).collect();
        (all > 0).then(|| {
            format!("{} {what}: {}.", capital(&super::counted(all, "finding")), and_list(&rules))
        })
    };
    let said: Vec<String> = [
        told("new", in_state(FindingState::New)),
        told("no longer found", in_state(FindingState::Fixed)),
    ]
    .into_iter()
    .flatten()
    .collect();
    (!said.is_empty()).then(|| TextBlock::new("Findings", said))
}
