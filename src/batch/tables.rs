//! The tables that a batch writes of several snapshots, each declared once.

use super::{
    breaks::BreakRow,
    rows::{MoveRow, SummaryRow},
    trends::TrendRow,
};
use crate::{
    model::{Index, decimals},
    report::SiteHistory,
    tables::{Declared, rows_table},
    wording::break_reason,
};

/// Every one of them.
pub const TABLES: [&dyn Declared; 5] =
    [&Summaries, &RankMoves, &SiteHistory, &EstateFigures, &SeriesBreaks];

rows_table! {
    pub(super) fn of;
    /// each snapshot of an estate in one line
    pub(super) Summaries: file "summary.csv", sheet "", key ["as_of"];
    rows row: &'a SummaryRow;
    "as_of", "Snapshot", Day, "", Restricted,
        "the day of the data" = &row.as_of;
    "state", "State", Text, "", Restricted,
        "`reported`, or `error` where its data has errors; the rest of the line is empty then"
            = if row.told.is_some() { "reported" } else { "error" };
    "sites", "Sites", Whole, "sites", Restricted,
        "sites in the register" = row.told.as_ref().map(|told| told.sites);
    "ranked", "Ranked", Whole, "sites", Restricted,
        "sites with a rank" = row.told.as_ref().map(|told| told.ranked);
    "sold", "Sold", Whole, "sites", Restricted,
        "sites without a rank because they are sold" = row.told.as_ref().map(|told| told.sold);
    "for_sale", "For sale", Whole, "sites", Restricted,
        "sites without a rank because they are for sale" = row.told.as_ref().map(|told| told.for_sale);
    "must_keep", "Must be kept", Whole, "sites", Restricted,
        "sites without a rank because they must be kept" = row.told.as_ref().map(|told| told.must_keep);
    "too_little_known", "Too little known", Whole, "sites", Restricted,
        "sites without a rank because too little of them is known" = row.told.as_ref().map(|told| told.too_little_known);
    "first_site", "First", Text, "", Restricted,
        "the id of the site that ranks first" = row.first().map(|(id, _)| id);
    "first_index", "Index of the first", Tenth, "points", Restricted,
        "its need index" = row.first().and_then(|(_, index)| *index);
    "running_cost", "Running cost", Money, "£ a year", Restricted,
        "running cost of the last whole financial year, of the sites that have it"
            = row.told.as_ref().and_then(|told| told.running_cost).map(|cost| decimals(cost, Index::UNIT, 2));
    "warnings", "Warnings", Whole, "findings", Restricted,
        "warnings in its data" = row.told.as_ref().and_then(|told| told.warnings);
    "notes", "Notes", Whole, "findings", Restricted,
        "notes in its data" = row.told.as_ref().and_then(|told| told.notes);
    "sites_added", "Sites added", Whole, "sites", Restricted,
        "sites that the snapshot before has not; empty in the first, as in what follows" = row.since().map(|since| since.added);
    "sites_gone", "Sites gone", Whole, "sites", Restricted,
        "sites of the snapshot before that this one has not" = row.since().map(|since| since.gone);
    "newly_ranked", "Newly ranked", Whole, "sites", Restricted,
        "sites with a rank that had none" = row.since().map(|since| since.newly_ranked);
    "no_longer_ranked", "No longer ranked", Whole, "sites", Restricted,
        "sites that had a rank and have none" = row.since().map(|since| since.no_longer_ranked);
}

rows_table! {
    pub(super) fn of;
    /// how each site's rank and index moved from one snapshot to the next
    pub(super) RankMoves: file "rank_moves.csv", sheet "", key ["site_id", "from"];
    rows row: &'a MoveRow;
    "site_id", "Site", Text, "", Restricted,
        "the site's id, as the later snapshot has it" = &row.site_id;
    "name", "Name", Text, "", Restricted,
        "the site's name" = &row.name;
    "from", "From", Day, "", Restricted,
        "the earlier snapshot" = &row.from;
    "to", "To", Day, "", Restricted,
        "the later snapshot" = &row.to;
    "rank_before", "Rank before", Reading, "", Restricted,
        "its place in the earlier ranking, or `unranked`, or where it is not there `new`, or `divided` from another" = &row.rank_before;
    "rank_after", "Rank after", Reading, "", Restricted,
        "its place in the later ranking, or `unranked`, or where it is not there `gone`, or `merged` into another" = &row.rank_after;
    "places_up", "Places up", Whole, "places", Restricted,
        "the places that it rose; negative where it fell, empty where it has no rank in one of them" = row.places_up;
    "index_before", "Index before", Tenth, "points", Restricted,
        "the need index then" = row.index_before;
    "index_after", "Index after", Tenth, "points", Restricted,
        "the need index now" = row.index_after;
    "index_change", "Change of the index", Tenth, "points", Restricted,
        "the difference" = row.index_change();
    "id_before", "Id before", Text, "", Restricted,
        "the id that it had in the earlier snapshot, if another" = row.again.as_ref().map(|again| &again.0);
    "found_by", "Found by", Text, "", Restricted,
        "what it was found again by, under another id" = row.again.as_ref().map(|again| again.1.to_string());
    "part_of", "Part of", Text, "", Restricted,
        "the site that it was merged into, or divided from, by the table `same_site`" = row.part_of.as_ref();
}

rows_table! {
    pub(super) fn of;
    /// figures of the whole estate, snapshot by snapshot
    pub(super) EstateFigures: file "trends.csv", sheet "", key ["snapshot", "figure"];
    rows row: &'a TrendRow<'a>;
    "snapshot", "Snapshot", Day, "", Restricted,
        "the day of the data" = row.trend.snapshot;
    "figure", "Figure", Text, "", Restricted,
        "what is counted or added up" = row.trend.of.word();
    "value", "Value", Number, "as in `unit`", Restricted,
        "the figure, of the sites that have it; empty where none has" = row.written(row.trend.value);
    "unit", "Unit", Text, "", Restricted,
        "the unit of the numbers" = row.trend.of.unit();
    "sites", "Sites", Whole, "sites", Restricted,
        "sites with the figure" = row.trend.sites;
    "of_sites", "Of sites", Whole, "sites", Restricted,
        "sites that could have it" = row.trend.of_sites;
    "change", "Change", Number, "as in `unit`", Restricted,
        "the difference from the snapshot before" = row.written(row.change);
    "like_for_like_change", "Like-for-like change", Number, "as in `unit`", Restricted,
        "the same over the sites with the figure in both, those merged and divided as one" = row.written(row.trend.like_for_like);
}

rows_table! {
    pub(super) fn of;
    /// readings of a site that one snapshot alone has out of line, and sites that it alone leaves out or calls sold
    pub(super) SeriesBreaks: file "series_breaks.csv", sheet "", key ["site_id", "figure", "snapshot"];
    rows row: &'a BreakRow;
    "site_id", "Site", Text, "", Restricted,
        "the site's latest id" = &row.site_id;
    "name", "Name", Text, "", Restricted,
        "the site's name" = &row.name;
    "figure", "Figure", Text, "", Restricted,
        "the reading; `sites` where the site is left out, or called sold" = row.figure;
    "snapshot", "Snapshot", Day, "", Restricted,
        "the snapshot that stands alone" = row.snapshot;
    "value", "Value", Number, "as in `unit`", Restricted,
        "the reading there" = &row.value;
    "unit", "Unit", Text, "", Restricted,
        "the unit of the numbers" = row.unit;
    "before", "Before", Number, "as in `unit`", Restricted,
        "the reading in the snapshot before" = &row.before;
    "after", "After", Number, "as in `unit`", Restricted,
        "the reading in the snapshot after" = &row.after;
    "reason", "Reason", Text, "", Restricted,
        "why it is taken for a fault in the data" = break_reason(row.reason);
}
