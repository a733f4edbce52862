//! The tables of sites: their ranking, what was read at them, how readings became points.

use super::{cell::Measured, output_table};
use crate::{
    edition::{ContributionRow, MeasureRow, SiteRow},
    model::{decimals, ratio_term, to_whole},
};

/// Writes a finite number with two decimals.
fn two_decimals(value: f64) -> String {
    const UNIT: i64 = 100;
    decimals(to_whole(value * ratio_term(UNIT)), UNIT, 2)
}

/// Writes a finite number of degrees with six decimals, as the map does.
fn degrees(value: f64) -> String {
    const UNIT: i64 = 1_000_000;
    decimals(to_whole(value * ratio_term(UNIT)), UNIT, 6)
}

/// Writes a finite number with four decimals.
fn four_decimals(value: f64) -> String {
    const UNIT: i64 = 10_000;
    decimals(to_whole(value * ratio_term(UNIT)), UNIT, 4)
}

output_table! {
    /// the ranking, with all digits
    Ranking: file "ranking.csv", sheet "Ranking", key ["site_id"];
    rows row: &'a SiteRow = |view| view.sites.iter();
    absent |_view| None;
    "rank", "Rank", Whole, "", Public,
        "its place in the ranking, 1 the first to review as surplus; empty is not ranked" = row.rank;
    "site_id", "Site", Text, "", Public,
        "the site's id as in `sites`" = &row.site_id;
    "name", "Name", Text, "", Public,
        "the site's name" = &row.name;
    "need_index", "Need index", Tenth, "points", Banded,
        "the strength of the case for review as surplus, 0 to 100: 100 less the utilisation score, and the disposal score, in the \
         policy's shares; where one of them is not known at all, the other alone" = row.need_index;
    "need_low", "Need low", Tenth, "points", Banded,
        "the lowest it can be once the unknown criteria are known" = row.need_low;
    "need_high", "Need high", Tenth, "points", Banded,
        "the highest it can be" = row.need_high;
    "utilisation_score", "Utilisation score", Tenth, "points", Banded,
        "how well the site is used, 0 to 100, over the criteria that are known" = row.utilisation_score;
    "subletting_score", "Subletting score", Tenth, "points", Banded,
        "how well part of it could be sublet, 0 to 100, over the criteria that are known" = row.subletting_score;
    "disposal_score", "Disposal score", Tenth, "points", Banded,
        "the strength of the case for its disposal, 0 to 100, over the criteria that are known" = row.disposal_score;
    "known_share", "Known share", Share, "share of weight", Public,
        "the share of the index's weight whose criteria are known"
            = row.known_share.map(|share| decimals(share, 10_000, 4));
    "gates", "Gates", List, "", Banded,
        "restrictions on leaving, selling or letting it" = &row.gates;
    "not_ranked", "Not ranked because", Text, "", Public,
        "why it has no rank" = row.not_ranked;
    "recommended_option", "Recommended option", Text, "", Restricted,
        "the recommended option, `open`, or `decided`; empty where the site is sold" = row.verdict.word();
}

output_table! {
    /// one row for each site: the fields by which other tables are grouped and mapped
    SiteList: file "sites.csv", sheet "", key ["site_id"];
    rows row: &'a SiteRow = |view| view.sites.iter();
    absent |_view| None;
    "site_id", "Site", Text, "", Public,
        "the site's id as in `sites`" = &row.site_id;
    "name", "Name", Text, "", Public,
        "the site's name" = &row.name;
    "use", "Use", Text, "", Public,
        "what it is used for; empty is not known" = row.site_use;
    "tenure", "Tenure", Text, "", Public,
        "how it is held; empty is not known" = row.tenure;
    "status", "Status", Text, "", Banded,
        "whether it is operational, vacant, for sale or sold; an empty cell of the register counts as operational; in the public edition only the last two" = row.status;
    "district", "District", Text, "", Public,
        "its district as in `sites`" = row.district.as_deref();
    "gia_m2", "Gross internal area", Number, "m²", Public,
        "gross internal area; empty is not known" = row.gia_m2.map(two_decimals);
    "epc_rating", "Energy rating", Text, "", Public,
        "the letter of its energy performance certificate; empty is not recorded or exempt"
            = row.epc_letter.map(String::from);
    "epc_valid_until", "Energy rating until", Day, "", Public,
        "the last day of that certificate" = row.epc_valid_until;
    "rank", "Rank", Whole, "", Public,
        "its place in the ranking, 1 the first to review as surplus; empty is not ranked" = row.rank;
    "need_index", "Need index", Tenth, "points", Banded,
        "the strength of the case for review as surplus, 0 to 100, as in `ranking.csv`" = row.need_index;
    "utilisation_score", "Utilisation score", Tenth, "points", Banded,
        "how well the site is used, 0 to 100" = row.utilisation_score;
    "subletting_score", "Subletting score", Tenth, "points", Banded,
        "how well part of it could be sublet, 0 to 100" = row.subletting_score;
    "disposal_score", "Disposal score", Tenth, "points", Banded,
        "the strength of the case for its disposal, 0 to 100" = row.disposal_score;
    "cost_per_m2", "Cost per m²", Money, "£ per m² a year", Banded,
        "running cost without rent per m² of gross internal area, of the year of the measures; empty is not known"
            = row.cost_per_m2.map(two_decimals);
    "running_cost", "Running cost", Money, "£ a year", Restricted,
        "running cost of the year with rent; empty is not known" = row.running_cost;
    "recommended_option", "Recommended option", Text, "", Restricted,
        "the recommended option, `open`, or `decided`; empty where the site is sold" = row.verdict.word();
    "gates", "Gates", List, "", Banded,
        "restrictions on leaving, selling or letting it" = &row.gates;
    "longitude", "Longitude", Number, "degrees", Public,
        "degrees east in WGS84; empty is not known" = row.on_globe().map(|(longitude, _)| degrees(longitude));
    "latitude", "Latitude", Number, "degrees", Public,
        "degrees north in WGS84; empty is not known" = row.on_globe().map(|(_, latitude)| degrees(latitude));
    "position_of", "Position of", Text, "", Public,
        "what the position is of: the site, or the point of its postcode" = row.position_of;
    "position_within_m", "Position within", Whole, "m", Public,
        "to how many metres the digits of the position tell the place" = row.position_within_m;
}

output_table! {
    /// what was read at each site, with its lowest and highest value
    Measures: file "measures.csv", sheet "Measures", key ["site_id", "measure"];
    rows row: &'a MeasureRow = |view| view.measures.iter();
    absent |_view| None;
    "site_id", "Site", Text, "", Public,
        "the site's id as in `sites`" = row.site_id.as_str();
    "measure", "Measure", Text, "", Public,
        "what was read" = row.measure;
    "value", "Value", Reading, "as in `unit`", Banded,
        "the reading: a number, or a word where the unit is one; empty is not known"
            = Measured::of(row.value, row.measure);
    "unit", "Unit", Text, "", Public,
        "the unit of `value`, `low` and `high`" = row.measure.unit();
    "state", "State", Text, "", Public,
        "how far it is known" = row.state;
    "low", "Low", Reading, "as in `unit`", Banded,
        "the lowest value consistent with the records" = Measured::of(row.range.map(|r| r.0), row.measure);
    "high", "High", Reading, "as in `unit`", Banded,
        "the highest value consistent with the records" = Measured::of(row.range.map(|r| r.1), row.measure);
    "basis", "Basis", Text, "", Banded,
        "what it is based on, or why it is not known" = row.basis.word();
    "questioned", "Questioned by", Text, "", Public,
        "the rules that question a cell behind it" = &row.questioned;
}

output_table! {
    /// how each reading became points of a score
    Contributions: file "contributions.csv", sheet "Contributions",
        key ["site_id", "score", "criterion"];
    rows row: &'a ContributionRow = |view| view.contributions.iter();
    absent |_view| None;
    "site_id", "Site", Text, "", Public,
        "the site's id as in `sites`" = row.site_id.as_str();
    "score", "Score", Text, "", Public,
        "the score it is part of" = row.score;
    "criterion", "Criterion", Text, "", Public,
        "the measure that the criterion reads" = row.criterion;
    "reading", "Reading", Reading, "as in `unit`", Banded,
        "what was read; empty is not known" = Measured::of(row.reading, row.criterion);
    "unit", "Unit", Text, "", Public,
        "the unit of `reading`" = row.criterion.unit();
    "state", "State", Text, "", Public,
        "how far it is known" = row.state;
    "level", "Level", Tenth, "points", Banded,
        "where the reading lies between the criterion's worst and best, 0 to 100"
            = row.level.map(four_decimals);
    "weight", "Weight", Number, "", Public,
        "the criterion's weight in the score" = row.weight;
    "points", "Points", Tenth, "points", Banded,
        "what it adds to the score; empty where it is not known" = row.points;
    "points_low", "Points low", Tenth, "points", Banded,
        "the least it can add" = row.points_low;
    "points_high", "Points high", Tenth, "points", Banded,
        "the most it can add" = row.points_high;
    "questioned", "Questioned by", Text, "", Public,
        "the rules that question a cell behind it" = &row.questioned;
}
