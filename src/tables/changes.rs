//! The tables of what changed since the snapshot before.

use super::output_table;
use crate::{
    edition::{
        ChangeRow, ChangesView, DecisionOutcome, OutcomeTotal, OutcomeTotalKind, PartOf, PartRow,
        SiteMoveRow, View,
    },
    model::{Measure, Money, RowRef},
};

/// Returns what changed, where another snapshot was compared.
fn changes(view: &View) -> impl Iterator<Item = &ChangesView> {
    view.changes.iter()
}

fn absent(view: &View) -> Option<&'static str> {
    view.changes
        .is_none()
        .then_some("there is no earlier snapshot beside this one, or this is the public edition")
}

fn file(row: Option<&RowRef>) -> Option<String> {
    let row = row?;
    let sheet = row.sheet.as_ref().map(|sheet| format!(", sheet {sheet}")).unwrap_or_default();
    Some(format!("{}{sheet}", row.file))
}

output_table! {
    /// what changed since the snapshot before: sites, candidates, readings, records, running costs, lease dates and findings
    ChangesSince: file "changes.csv", sheet "", key [];
    rows row: &'a ChangeRow = |view| changes(view).flat_map(|of| of.rows.iter());
    absent |view| absent(view);
    "subject", "Of", Text, "", Restricted,
        "what changed: `site`, `candidate`, `reading`, `record`, `running_cost`, `lease_date` or `finding`" = row.subject.word();
    "change", "Change", Text, "", Restricted,
        "how: of a site added, gone, sold, closed, reopened, renamed, found_again, id_reused, merged or divided; of a record added, removed or changed; of a running cost changed from year to year, or restated of one year; of a finding new or fixed; of a lease date what is dated" = row.kind;
    "site_id", "Site", Text, "", Restricted,
        "the site, by its id now; empty where the record belongs to no site" = &row.site_id;
    "name", "Name", Text, "", Restricted,
        "its name" = &row.name;
    "table", "Table", Text, "", Restricted,
        "the table or file of the snapshot" = &row.table;
    "column", "Column", Text, "", Restricted,
        "its column or entry; of a reading the measure; empty for a whole record" = &row.column;
    "record", "Record", Text, "", Restricted,
        "the key of the record, the lease or agreement; of a running cost its category and financial years" = &row.record;
    "before", "Before", Text, "", Restricted,
        "what was recorded or found; empty is nothing" = &row.before;
    "after", "After", Text, "", Restricted,
        "what is recorded or found now; of a lease date the last day to act" = &row.after;
    "date", "Date", Day, "", Restricted,
        "the day of it, where one is recorded" = row.on;
    "found_by", "Found by", Text, "", Restricted,
        "how a site is known to be the same; all but `same_site` are proposals to confirm in that table" = row.found_by.map(|by| by.word());
    "evidence", "Evidence", Text, "", Restricted,
        "what supports it; of a finding its rule; of a lease date whether it is any day from then" = &row.evidence;
    "file_before", "File before", Text, "", Restricted,
        "where it stood in the earlier snapshot" = file(row.row_before.as_ref());
    "row_before", "Row before", Whole, "", Restricted,
        "the row there" = row.row_before.as_ref().map(|at| at.row);
    "file_after", "File now", Text, "", Restricted,
        "where it stands now" = file(row.row_after.as_ref());
    "row_after", "Row now", Whole, "", Restricted,
        "the row there" = row.row_after.as_ref().map(|at| at.row);
    "records", "Records", Whole, "records", Restricted,
        "records that the line is about: one, those of a whole column or table, or the lines of a running cost in the later ledger, or in the earlier where the later has none" = row.records;
    "read_by", "Read by", List, "", Restricted,
        "the measures that are worked out from the column" = row.read_by.iter().copied().map(Measure::word).collect::<Vec<_>>();
}

output_table! {
    /// how each site's rank and scores moved since the snapshot before
    RankChanges: file "rank_changes.csv", sheet "Rank changes", key ["site_id"];
    rows row: &'a SiteMoveRow = |view| changes(view).flat_map(|of| of.moves.iter());
    absent |view| absent(view);
    "site_id", "Site", Text, "", Restricted,
        "the site, by its id now" = &row.site_id;
    "name", "Name", Text, "", Restricted,
        "its name now" = &row.name;
    "id_before", "Id before", Text, "", Restricted,
        "its id then, where that is another" = row.found_again.as_ref().map(|(id, _)| id.clone());
    "candidate", "Candidate", Text, "", Restricted,
        "whether it is a candidate for surplus now and was before" = row.candidate.word();
    "rank_before", "Rank before", Whole, "", Restricted,
        "its rank then; empty is not ranked" = row.rank_before;
    "rank_after", "Rank now", Whole, "", Restricted,
        "its rank now" = row.rank_after;
    "places_up", "Places up", Whole, "places", Restricted,
        "how many places it rose; below zero it fell" = row.places_up();
    "need_index_before", "Need index before", Tenth, "points", Restricted,
        "its need index then" = row.index_before;
    "need_index_after", "Need index now", Tenth, "points", Restricted,
        "its need index now" = row.index_after;
    "need_index_change", "Change of need index", Tenth, "points", Restricted,
        "the difference, which the parts in change_causes.csv add up to" = row.index_change();
    "subletting_before", "Subletting before", Tenth, "points", Restricted,
        "its score for subletting then" = row.subletting_before;
    "subletting_after", "Subletting now", Tenth, "points", Restricted,
        "its score for subletting now" = row.subletting_after;
    "not_ranked_before", "Not ranked before", Text, "", Restricted,
        "why it had no rank then" = row.not_ranked_before.map(|why| why.word());
    "not_ranked_after", "Not ranked now", Text, "", Restricted,
        "why it has no rank now" = row.not_ranked_after.map(|why| why.word());
}

output_table! {
    /// what each change of rank and score is made of, by criterion and cause; the parts add up exactly
    ChangeCauses: file "change_causes.csv", sheet "", key [];
    rows row: &'a PartRow = |view| changes(view).flat_map(|of| of.moves.iter()).flat_map(|of| of.parts.iter());
    absent |view| absent(view);
    "site_id", "Site", Text, "", Restricted,
        "the site, by its id now" = &row.site_id;
    "name", "Name", Text, "", Restricted,
        "its name now" = &row.name;
    "of", "Part of", Text, "", Restricted,
        "whether it is part of the change of `need_index`, `subletting_score` or `rank`" = row.of.word();
    "criterion_score", "Score", Text, "", Restricted,
        "the score of the criterion" = row.criterion.map(|(score, _)| score.word());
    "criterion", "Criterion", Text, "", Restricted,
        "the criterion; empty where it is the policy's shares of the index, several that cannot be told apart, how the program scores, or a rank" = row.criterion.map(|(_, measure)| measure.word());
    "cause", "Cause", Text, "", Restricted,
        "why: `data` of the site, `prices` and indices, `policy`, `program`, `other_sites`, or `date` where only time passed; above `changes_sites_among_others` sites (policy), what coverage and room near by gain from a site's own data is among `other_sites`, and the page and the screen say so" = row.cause.word();
    "change", "Change", Number, "", Restricted,
        "the part, in points or in places up: the average over the orders in which the causes can come" = row.digits(row.mean);
    "least", "Least", Number, "", Restricted,
        "the least over those orders" = row.digits(row.least);
    "most", "Most", Number, "", Restricted,
        "the most over those orders" = row.digits(row.most);
    "unit", "Unit", Text, "", Restricted,
        "points or places" = if row.of == PartOf::Rank { "places" } else { "points" };
    "reading_before", "Reading before", Text, "", Restricted,
        "what the criterion read then, as in measures.csv" = &row.reading_before;
    "reading_after", "Reading now", Text, "", Restricted,
        "what it reads now" = &row.reading_after;
}

output_table! {
    /// what was forecast of each decision in the snapshot before, and what came of it
    DecisionOutcomes: file "outcomes.csv", sheet "", key ["site_id"];
    rows row: &'a DecisionOutcome = |view| changes(view).flat_map(|of| of.outcomes.iter());
    absent |view| absent(view);
    "site_id", "Site", Text, "", Restricted,
        "the site" = &row.site_id;
    "name", "Name", Text, "", Restricted,
        "its name" = &row.name;
    "option", "Decided", Text, "", Restricted,
        "what was decided" = row.option.word();
    "state", "Outcome", Text, "", Restricted,
        "`done`, `to_come`, `late`, `dropped`, `not_in_register`, or `not_decided_before` of a sale that was not decided then" = row.state.word();
    "date_forecast", "Date forecast", Day, "", Restricted,
        "the day of the option by the appraisal then" = row.day_forecast;
    "date", "Date", Day, "", Restricted,
        "the day by the register (`status_on`); empty is not recorded" = row.day;
    "receipt_basis", "Receipt by", Text, "", Restricted,
        "on what the forecast receipt rests: the body's plan or the register of benefits (before the cost of sale), else the programme or the appraisal (net)" = row.receipt_basis.map(|basis| basis.word());
    "receipt_forecast", "Receipt forecast (£)", Money, "£", Restricted,
        "the receipt forecast then" = row.receipt_forecast.map(Money::from_pence);
    "receipt", "Receipt (£)", Money, "£", Restricted,
        "the receipt in the register of benefits, less its cost there where the forecast is net; empty is not recorded" = row.receipt.map(Money::from_pence);
    "saving_appraised", "Saving appraised (£ a year)", Money, "£ a year", Restricted,
        "the running cost to be saved in a whole year, by the appraisal then" = row.saving_appraised.map(Money::from_pence);
    "saving_year", "Saving in", Year, "", Restricted,
        "the last year for which the register of benefits has a saving realised at the site" = row.saving_year;
    "saving_forecast", "Saving planned (£)", Money, "£", Restricted,
        "what the register planned for that year: the earlier snapshot's, else this one's" = row.saving_forecast.map(Money::from_pence);
    "saving", "Saving (£)", Money, "£", Restricted,
        "what it has realised in that year" = row.saving_realised.map(Money::from_pence);
    "running_cost_before", "Running cost before (£)", Money, "£ a year", Restricted,
        "what the site cost in the last whole financial year then" = row.cost_before.map(Money::from_pence);
    "running_cost_after", "Running cost now (£)", Money, "£ a year", Restricted,
        "what it cost in the last whole financial year now; empty is no ledger line" = row.cost_after.map(Money::from_pence);
}

/// Writes a target's number: sites whole, sums in pounds.
fn target(of: &OutcomeTotal, number: i64) -> String {
    match of.kind {
        OutcomeTotalKind::Sales => number.to_string(),
        OutcomeTotalKind::Receipts | OutcomeTotalKind::Savings => {
            Money::from_pence(number).to_string()
        }
    }
}

output_table! {
    /// targets and outcomes of all decisions of the snapshot before together
    Targets: file "targets.csv", sheet "", key ["target"];
    rows row: &'a OutcomeTotal = |view| changes(view).flat_map(|of| of.totals.iter());
    absent |view| absent(view);
    "target", "Target", Text, "", Restricted,
        "sales (sites), receipts (£) or savings (£ in the last year realised of each)" = row.kind.word();
    "forecast", "Forecast", Number, "", Restricted,
        "of sales those whose day had come by the forecast; of sums what was forecast of what was carried out, where both figures are known" = target(row, row.forecast);
    "outcome", "Outcome", Number, "", Restricted,
        "of sales those made; of sums what came of them" = target(row, row.outcome);
    "difference", "Difference", Number, "", Restricted,
        "`outcome` less `forecast`" = target(row, row.outcome.saturating_sub(row.forecast));
    "known", "With both figures", Whole, "decisions", Restricted,
        "decisions with both figures" = row.known;
    "of_decisions", "Of", Whole, "decisions", Restricted,
        "of sales those decided; of sums the decisions carried out" = row.of;
}
