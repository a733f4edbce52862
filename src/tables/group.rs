//! The tables of several bodies together.

use super::output_table;
use crate::{
    edition::{
        Benchmark, BenchmarkRow, BenchmarkSiteRow, BodyRow, DifferenceRow, Edition,
        GroupAgreementRow, GroupMatchRow, GroupNeedRow, GroupSiteRow, GroupTotalRow, GroupView,
        SharedPlaceRow, SumOf,
    },
    model::{Money, decimals},
    wording::{ALL_BODIES, benchmark_digits, benchmark_unit, sum_unit, why_shared},
};

/// Says why the public edition has none of a table.
fn restricted(view: &GroupView) -> Option<&'static str> {
    (view.edition == Edition::Public).then_some("not for publication")
}

fn m2(thousandths: Option<i64>) -> Option<String> {
    thousandths.map(|m2| decimals(m2, 1000, 1))
}

fn ten_thousandths(share: Option<i64>) -> Option<String> {
    share.map(|share| decimals(share, 10_000, 4))
}

/// Writes a sum in its unit.
fn sum(row: &GroupTotalRow) -> Option<String> {
    let sum = row.sum?;
    Some(match row.what {
        SumOf::Sites | SumOf::Ranked => sum.to_string(),
        SumOf::GrossArea => decimals(sum, 1000, 1),
        _ => Money::from_pence(sum).to_string(),
    })
}

/// Writes a value of a benchmark in its unit.
fn value(benchmark: Benchmark, value: Option<i64>) -> Option<String> {
    value.map(|value| benchmark_digits(benchmark, value))
}

output_table! {
    over GroupView;
    /// the bodies: the day and the year of their data, their policies and how much is known of them
    Bodies: file "bodies.csv", sheet "Bodies", key ["body"];
    rows row: &'a BodyRow = |view| view.bodies.iter();
    absent |_view| None;
    "body", "Body", Text, "", Public,
        "the body, by the name of its estate" = &row.body;
    "organisation", "Organisation", Text, "", Public,
        "whose estate it is" = &row.organisation;
    "in_report", "In the report", YesNo, "", Public,
        "whether its data is in the report" = row.left_out.is_empty();
    "left_out", "Left out because", Text, "", Public,
        "why it is not; the public edition gives no detail" = &row.left_out;
    "as_of", "As of", Day, "", Public,
        "the day of its data" = row.as_of;
    "cost_year", "Year of running cost", Year, "", Public,
        "the financial year of its running cost; nothing is indexed from one year to another" = row.cost_year;
    "own_policy", "Own policy", Text, "", Public,
        "the name of its own policy file; empty where the common policy alone is used" = row.own_policy.clone();
    "sites", "Sites", Whole, "sites", Public,
        "sites not sold; in the public edition without secure ones" = row.sites;
    "ranked", "Ranked", Whole, "sites", Public,
        "candidates for surplus by the common policy" = row.ranked;
    "known_share", "Known", Share, "", Restricted,
        "how much of the weight of the need index is known, as the mean of its sites" = ten_thousandths(row.known_share);
    "warnings", "Warnings", Whole, "findings", Restricted,
        "warnings in its data" = row.warnings;
    "units_to_check", "Units to check", List, "", Restricted,
        "columns of its data whose unit or meaning moved since its snapshot before: its figures may not compare" = &row.moved;
    "errors", "Errors", Whole, "findings", Restricted,
        "errors in the data of a body that is left out" = row.errors;
}

output_table! {
    over GroupView;
    /// sums of each body and of all together; a sum over fewer sites than could have the figure is the least that it can be
    GroupTotals: file "group_totals.csv", sheet "Totals", key ["total", "body"];
    rows row: &'a GroupTotalRow = |view| view.totals.iter();
    absent |_view| None;
    "total", "Total", Text, "", Public,
        "what is added up: sites not sold, ranked sites, gross internal area, running cost, values, or backlog of high and significant risk" = row.what.word();
    "body", "Body", Text, "", Public,
        "the body, or `All bodies`" = row.body.as_deref().unwrap_or(ALL_BODIES);
    "sum", "Sum", Number, "", Banded,
        "the sum in its unit, of the sites that have the figure; in the public edition as each body publishes it" = sum(row);
    "unit", "Unit", Text, "", Public,
        "its unit: £, £ a year, m² or sites" = sum_unit(row.what);
    "known", "Sites with figure", Whole, "sites", Public,
        "sites that have the figure" = row.known;
    "of", "Sites", Whole, "sites", Public,
        "sites that could have it" = row.of;
    "at_least", "At least", YesNo, "", Public,
        "whether the sum is the least that it can be, as sites lack the figure" = row.known < row.of;
    "years", "Years", List, "", Public,
        "the financial years of the ledgers; several are added up as they are" = &row.years;
}

output_table! {
    over GroupView;
    /// the sites of all bodies in one ranking by the common policy, with each site's place under its body's own policy
    GroupRanking: file "group_ranking.csv", sheet "Ranking", key ["body", "site_id"];
    rows row: &'a GroupSiteRow = |view| view.sites.iter();
    absent |_view| None;
    "rank", "Rank", Whole, "", Public,
        "its place among the sites of all bodies; empty is not ranked" = row.rank;
    "body", "Body", Text, "", Public,
        "the body" = &row.body;
    "site_id", "Site", Text, "", Public,
        "the site; bodies may use the same ids" = &row.site.site_id;
    "name", "Name", Text, "", Public,
        "its name" = &row.site.name;
    "use", "Use", Text, "", Public,
        "its use; empty is not known" = row.site.site_use;
    "need_index", "Need index", Tenth, "points", Banded,
        "the need index by the common policy; in steps in the public edition, where equal steps are in the order of the bodies' own ranks" = row.site.need_index;
    "need_low", "Least", Tenth, "points", Banded,
        "the least it can be, given what is not known" = row.site.need_low;
    "need_high", "Most", Tenth, "points", Banded,
        "the most it can be" = row.site.need_high;
    "known_share", "Known", Share, "", Public,
        "share of the weight of the index that is known" = ten_thousandths(row.site.known_share);
    "rank_in_body", "Rank in body", Whole, "", Public,
        "its place among its body's sites by the common policy" = row.site.rank;
    "rank_by_own", "Rank by own policy", Whole, "", Public,
        "its place among its body's sites by the body's own policy; empty is not ranked by it, or there is none" = row.rank_by_own;
    "need_index_by_own", "Need index by own policy", Tenth, "points", Banded,
        "the need index by the body's own policy, which is not comparable between bodies" = row.index_by_own;
    "not_ranked", "Not ranked", Text, "", Public,
        "why it has no rank" = row.site.not_ranked.map(|why| why.word());
    "gates", "Restrictions", List, "", Banded,
        "facts that points cannot outweigh" = &row.site.gates;
    "recommended", "Recommended option", Text, "", Restricted,
        "the option recommended by the common policy, `open` or `decided`" = row.site.verdict.word();
    "running_cost", "Running cost (£)", Money, "£ a year", Restricted,
        "what it costs to run in the year of its body" = row.site.running_cost;
    "net_receipt", "Net receipt (£)", Money, "£", Restricted,
        "what a sale would bring, net of its cost" = row.site.net_receipt;
}

output_table! {
    over GroupView;
    /// sites that their bodies would leave, and wishes of partners outside the group, for which other bodies' space is looked for
    GroupNeeds: file "group_needs.csv", sheet "Needs", key [];
    rows row: &'a GroupNeedRow = |view| view.needs.iter();
    absent |view| restricted(view);
    "need", "Need", Text, "", Restricted,
        "`site_to_leave`, where teams need room, or `partner`, a body outside the group" = row.of.word();
    "body", "Body", Text, "", Restricted,
        "the body whose site, or table of partners, it is from" = &row.body;
    "site_id", "Site", Text, "", Restricted,
        "the site" = &row.site_id;
    "name", "Name", Text, "", Restricted,
        "its name" = &row.name;
    "organisation", "Organisation", Text, "", Restricted,
        "whose wish it is, of a partner" = &row.organisation;
    "needed_m2", "Needed (m²)", Tenth, "m²", Restricted,
        "the most space that may be needed; empty is not known" = m2(row.needed);
    "workstations", "Workstations", Tenth, "workstations", Restricted,
        "workstations that its teams need" = m2(row.own_room.map(|(needed, _)| needed));
    "own_workstations", "Placed by the body itself", Tenth, "workstations", Restricted,
        "of them, those for which the body's own sites have room, were this site closed alone" = m2(row.own_room.map(|(_, placed)| placed));
    "cost_saved", "Running cost saved (£)", Money, "£ a year", Restricted,
        "running cost that leaving the site saves, before what is paid elsewhere" = row.saved;
    "pairs", "Places in reach", Whole, "", Restricted,
        "offers of other bodies within the distance of both policies" = row.pairs;
    "fit", "That fit", Whole, "", Restricted,
        "of them, those that both policies allow" = row.fit;
    "not_known", "That wait for facts", Whole, "", Restricted,
        "of them, those of which a fact is missing" = row.not_known;
}

output_table! {
    over GroupView;
    /// each need compared with the space of the other bodies within the distance of both policies, in a straight line
    GroupMatches: file "group_matches.csv", sheet "Matches", key [];
    rows row: &'a GroupMatchRow = |view| view.matches.iter();
    absent |view| restricted(view);
    "need", "Need", Text, "", Restricted,
        "`site_to_leave` or `partner`" = row.need.of.word();
    "body", "Body", Text, "", Restricted,
        "the body that would move, or whose table of partners has the wish" = &row.need.body;
    "site_id", "Site", Text, "", Restricted,
        "the site that would be left" = &row.need.site_id;
    "name", "Name", Text, "", Restricted,
        "its name" = &row.need.name;
    "organisation", "Organisation", Text, "", Restricted,
        "whose wish it is, of a partner" = &row.need.organisation;
    "offer", "Offer", Text, "", Restricted,
        "`surplus_space` or `empty_building`; *why* says where the host's own body would leave the site too" = row.offer.word();
    "host_body", "Host", Text, "", Restricted,
        "the body that has the space" = &row.host_body;
    "host_site_id", "Host site", Text, "", Restricted,
        "its site" = &row.host_id;
    "host_name", "Host site name", Text, "", Restricted,
        "its name" = &row.host_name;
    "metres", "Metres", Whole, "m", Restricted,
        "how far apart they are, in a straight line" = crate::model::to_whole(row.metres);
    "needed_m2", "Needed (m²)", Tenth, "m²", Restricted,
        "the most space that may be needed" = m2(row.need.needed);
    "there_m2", "There (m²)", Tenth, "m²", Restricted,
        "the least space that there may be" = m2(row.there);
    "fits", "Fits", Text, "", Restricted,
        "whether both bodies' policies allow it: `yes`, `no` or `not_known`" = row.fit.word();
    "why", "Why", Text, "", Restricted,
        "what prevents it, is missing or has to come first, by whose policy" = why_shared(row);
    "chosen", "Chosen", YesNo, "", Restricted,
        "whether it is one of those chosen together, in which no m² is used twice" = row.chosen;
    "cost_saved", "Running cost saved (£)", Money, "£ a year", Restricted,
        "running cost that leaving the site saves, before what is paid elsewhere" = row.need.saved;
}

output_table! {
    over GroupView;
    /// buildings that two registers list, and partners that are bodies of the group: one place in two files
    SharedPlaces: file "shared_places.csv", sheet "Shared places", key [];
    rows row: &'a SharedPlaceRow = |view| view.shared.iter();
    absent |view| restricted(view);
    "body", "Body", Text, "", Restricted,
        "the body" = &row.body;
    "site_id", "Site", Text, "", Restricted,
        "its site" = &row.site_id;
    "name", "Name", Text, "", Restricted,
        "its name" = &row.name;
    "other_body", "Other body", Text, "", Restricted,
        "the other body" = &row.other_body;
    "other_id", "Other id", Text, "", Restricted,
        "the id in its register or table of partners" = &row.other_id;
    "other_name", "Other name", Text, "", Restricted,
        "the name there" = &row.other_name;
    "other_table", "Other table", Text, "", Restricted,
        "`sites`, or `partners` where it is a row of that table" = if row.is_partner { "partners" } else { "sites" };
    "found_by", "Found by", Text, "", Restricted,
        "how they are known to be one: `uprn`, `position`, or `name` and postcode" = row.found_by.word();
    "metres", "Metres", Whole, "m", Restricted,
        "how far apart the positions are" = row.metres.map(crate::model::to_whole);
    "running_cost", "Running cost (£)", Money, "£ a year", Restricted,
        "its running cost in the ledger of the body; both are in the totals" = row.cost;
    "other_running_cost", "Other running cost (£)", Money, "£ a year", Restricted,
        "the same in the ledger of the other body" = row.other_cost;
}

output_table! {
    over GroupView;
    /// agreements in force, joined from the files of all bodies: each party's share, its part of the running cost and what its ledger bears
    GroupAgreements: file "group_agreements.csv", sheet "Agreements", key [];
    rows row: &'a GroupAgreementRow = |view| view.agreements.iter();
    absent |view| restricted(view);
    "agreement_id", "Agreement", Text, "", Restricted,
        "the agreement, as the first file names it" = &row.agreement_id;
    "recorded_by", "Recorded by", List, "", Restricted,
        "the bodies whose files record it" = &row.recorded_by;
    "site", "Site", Text, "", Restricted,
        "the site that it is about; empty is none, or all" = &row.site_name;
    "party", "Party", Text, "", Restricted,
        "the party" = &row.party;
    "body", "Body", Text, "", Restricted,
        "the body of the group that it is; empty is none" = row.body.clone();
    "share_basis", "Shares by", Text, "", Restricted,
        "what the share is measured by" = &row.share_basis;
    "share", "Share", Share, "", Restricted,
        "its share of one; empty is not recorded, or the files differ" = row.share.map(super::cell::to_four_places);
    "whole", "Shares add up", YesNo, "", Restricted,
        "whether the shares come to 100%; empty is not known" = row.is_whole;
    "year", "Year", Year, "", Restricted,
        "the year of the running cost; empty where ledgers are of several years" = row.year;
    "running_cost", "Running cost (£)", Money, "£ a year", Restricted,
        "running cost of the site in all ledgers that have it" = row.running_cost;
    "cost", "Part (£)", Money, "£ a year", Restricted,
        "the party's part of it by its share; parts add up" = row.cost;
    "ledger", "In its ledger (£)", Money, "£ a year", Restricted,
        "what its own ledger has at that site; empty is not known" = row.ledger;
    "over", "Over its part (£)", Money, "£ a year", Restricted,
        "what its ledger has beyond its part, to be recovered from the others; below zero it owes" = row.over();
}

output_table! {
    over GroupView;
    /// sites of the same use compared: each body's figure and median, and the quartiles over the sites of all bodies
    Benchmarks: file "benchmarks.csv", sheet "Benchmarks", key ["use", "benchmark", "body"];
    rows row: &'a BenchmarkRow = |view| view.benchmarks.iter();
    absent |_view| None;
    "use", "Use", Text, "", Public,
        "the use of the sites" = row.site_use.word();
    "benchmark", "Benchmark", Text, "", Public,
        "what is compared: `cost_per_m2` (without rent), `energy_per_m2` (utilities), `backlog_per_m2` (high and significant risk), `area_per_fte` (office area), `utilisation` (weighted by workstations)" = row.benchmark.word();
    "body", "Body", Text, "", Public,
        "the body, or `All bodies`" = row.body.as_deref().unwrap_or(ALL_BODIES);
    "value", "Value", Number, "", Banded,
        "sum over sum, of the sites with both figures; in the public edition the median of what is published of at least three sites, without rent, service charge and security" = value(row.benchmark, row.value);
    "unit", "Unit", Text, "", Public,
        "the unit of the value" = benchmark_unit(row.benchmark);
    "known", "Sites with figures", Whole, "sites", Public,
        "open sites of the use with both figures" = row.known;
    "of", "Sites", Whole, "sites", Public,
        "open sites of the use" = row.of;
    "lower_quartile", "Lower quartile", Number, "", Banded,
        "over the sites of all bodies, by nearest rank" = value(row.benchmark, row.quartiles.map(|q| q[0]));
    "median", "Median", Number, "", Banded,
        "of the sites of the body, or of all bodies, by nearest rank; empty where too few have the figure" = value(row.benchmark, row.median);
    "upper_quartile", "Upper quartile", Number, "", Banded,
        "over the sites of all bodies, by nearest rank" = value(row.benchmark, row.quartiles.map(|q| q[2]));
    "above", "Above upper quartile", Whole, "sites", Restricted,
        "the body's sites above the upper quartile; empty is not known" = row.above;
    "below", "Below lower quartile", Whole, "sites", Restricted,
        "the body's sites below the lower quartile; empty is not known" = row.below;
    "data_of", "Data of", List, "", Public,
        "the financial years of the ledgers, or the days of the registers" = &row.data_of;
}

output_table! {
    over GroupView;
    /// the sites behind the benchmarks, each with its quarter
    BenchmarkSites: file "benchmark_sites.csv", sheet "", key ["use", "benchmark", "body", "site_id"];
    rows row: &'a BenchmarkSiteRow = |view| view.benchmark_sites.iter();
    absent |view| restricted(view);
    "use", "Use", Text, "", Restricted,
        "the use" = row.site_use.word();
    "benchmark", "Benchmark", Text, "", Restricted,
        "what is compared" = row.benchmark.word();
    "body", "Body", Text, "", Restricted,
        "the body" = &row.body;
    "site_id", "Site", Text, "", Restricted,
        "the site" = &row.site_id;
    "name", "Name", Text, "", Restricted,
        "its name" = &row.name;
    "value", "Value", Number, "", Restricted,
        "its value; empty is not known" = value(row.benchmark, row.value);
    "unit", "Unit", Text, "", Restricted,
        "the unit of the value" = benchmark_unit(row.benchmark);
    "quarter", "Quarter", Whole, "", Restricted,
        "from 1, up to the lower quartile, to 4, above the upper quartile" = row.quarter.map(u32::from);
}

output_table! {
    over GroupView;
    /// what does not agree between the bodies' files, a row a record; rows with one number belong together
    GroupDifferences: file "group_differences.csv", sheet "Differences", key [];
    rows row: &'a DifferenceRow = |view| view.differences.iter();
    absent |_view| None;
    "number", "Number", Whole, "", Public,
        "which difference" = row.number;
    "difference", "Difference", Text, "", Public,
        "snapshots of several `days`, running cost of several `years`; of agreements another `share`, shares that are not the `whole`, other `dates`, a `party` in one file only, a `site` that is not known to be one building" = row.kind.word();
    "agreement", "Agreement", Text, "", Restricted,
        "the agreement" = &row.agreement;
    "party", "Party", Text, "", Restricted,
        "the party; of shares that are not the whole, what they come to" = &row.party;
    "body", "Body", Text, "", Public,
        "the body whose record it is" = &row.body;
    "file", "File", Text, "", Restricted,
        "its file" = &row.file;
    "row", "Row", Whole, "", Restricted,
        "the row there" = row.row;
    "says", "Says", Text, "", Public,
        "what it says" = &row.says;
}
