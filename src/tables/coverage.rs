//! The tables of who is in reach of the sites, and of what closing each alone changes.

use super::{cell::BETWEEN, output_table};
use crate::{
    edition::{ClosureRow, CoverageRow, Edition, View},
    model::decimals,
};

/// Says why a view has no coverage.
fn absent(view: &View) -> Option<&'static str> {
    match view.edition {
        Edition::Public => Some("not for publication: it would show which sites are vacant"),
        Edition::Restricted => {
            (!view.cover.has_zones).then_some("no zones of the area served are recorded")
        }
    }
}

/// Minutes to a tenth.
fn minutes(value: Option<f64>) -> Option<String> {
    value.map(|minutes| format!("{minutes:.1}"))
}

fn share(value: Option<f64>) -> Option<String> {
    value.map(|share| format!("{share:.4}"))
}

output_table! {
    /// who is within reach of the open sites, for each service and district
    CoverageOfArea: file "coverage.csv", sheet "Coverage", key ["service", "area"];
    rows row: &'a CoverageRow = |view| view.cover.coverage.iter();
    absent |view| absent(view);
    "service", "Service", Text, "", Restricted,
        "what coverage is measured for: public counters, response bases, or all sites" = row.service;
    "area", "Area", Text, "", Restricted,
        "`whole area`, a district, or `no district` for zones that name none"
            = match row.district.as_deref() {
                None => "whole area",
                Some("") => "no district",
                Some(district) => district,
            };
    "sites", "Open sites", Whole, "sites", Restricted,
        "open sites that give the service, in the whole area" = row.sites;
    "not_placed", "Sites not placed", Whole, "sites", Restricted,
        "those of them that no zone can reach for want of a position and of journeys" = row.not_placed;
    "counted", "Counted", Text, "", Restricted,
        "what the demand counts: residents, calls for service a year or visits to counters a year" = row.counted;
    "limit_minutes", "Limit, minutes", Tenth, "minutes", Restricted,
        "a journey of no more minutes is within reach (policy)" = minutes(Some(row.minutes));
    "demand", "Demand", Whole, "", Restricted,
        "all demand of the area, as counted" = row.reach.demand;
    "within", "Within reach", Whole, "", Restricted,
        "demand within the limit of the nearest open site" = row.reach.within;
    "share_within", "Share within reach", Share, "share", Restricted,
        "`within` divided by `demand`" = share(row.reach.share);
    "mean_minutes", "Mean minutes", Tenth, "minutes", Restricted,
        "mean journey of the demand that can reach a site, to the nearest" = minutes(row.reach.mean);
    "tenth_longest_minutes", "Nine in ten within, minutes", Tenth, "minutes", Restricted,
        "nine tenths of the demand have no longer a journey; empty where so much cannot reach a site"
            = minutes(row.reach.tenth_longest);
    "worst_zone", "Farthest zone", Text, "", Restricted,
        "the zone with the longest journey" = row.reach.worst_zone.as_deref().unwrap_or_default();
    "worst_zone_name", "Name of that zone", Text, "", Restricted,
        "the name of that zone, or its id" = row.reach.worst_name.as_deref().unwrap_or_default();
    "worst_minutes", "Longest journey, minutes", Tenth, "minutes", Restricted,
        "that journey" = minutes(row.reach.worst_minutes);
    "unreached_zones", "Zones without a journey", Whole, "zones", Restricted,
        "zones from which no open site can be reached: neither a position nor a row in `travel`"
            = row.reach.unreached_zones;
    "unreached", "Demand without a journey", Whole, "", Restricted,
        "demand of these zones; it is not within reach, and in no mean" = row.reach.unreached;
    "estimated_zones", "Zones estimated", Whole, "zones", Restricted,
        "zones whose journey is estimated from a straight line" = row.reach.estimated_zones;
    "within_after", "Within reach after", Whole, "", Restricted,
        "`within` once all sites are closed that are proposed to close; empty where none is"
            = row.after.as_ref().map(|after| after.within);
    "share_after", "Share within reach after", Share, "share", Restricted,
        "`share_within` likewise" = share(row.after.as_ref().and_then(|after| after.share));
    "mean_minutes_after", "Mean minutes after", Tenth, "minutes", Restricted,
        "`mean_minutes` likewise" = minutes(row.after.as_ref().and_then(|after| after.mean));
    "estimated_zones_after", "Zones estimated after", Whole, "zones", Restricted,
        "`estimated_zones` likewise" = row.after.as_ref().map(|after| after.estimated_zones);
}

output_table! {
    /// what closing each site alone changes: who goes out of reach, and how much further people travel
    Closures: file "closures.csv", sheet "Closures", key ["service", "site_id"];
    rows row: &'a ClosureRow = |view| view.cover.closures.iter();
    absent |view| absent(view);
    "service", "Service", Text, "", Restricted,
        "the service that the site gives" = row.service;
    "site_id", "Site", Text, "", Restricted,
        "the site" = row.site_ids.join(BETWEEN);
    "name", "Name", Text, "", Restricted,
        "its name" = row.names.join(BETWEEN);
    "counted", "Counted", Text, "", Restricted,
        "what the demand counts" = row.counted;
    "lost", "Out of reach", Whole, "", Restricted,
        "demand that is within the limit today and would not be" = row.lost;
    "lost_share", "Share out of reach", Share, "share", Restricted,
        "`lost` divided by all demand" = share(row.lost_share);
    "share_after", "Share within reach after", Share, "share", Restricted,
        "share of all demand that would still be within the limit" = share(row.after.share);
    "lost_zones", "Zones out of reach", List, "", Restricted,
        "the zones that would go out of reach" = &row.lost_zones;
    "affected", "Demand affected", Whole, "", Restricted,
        "demand of the zones for which the site is the nearest" = row.affected;
    "affected_zones", "Zones affected", Whole, "zones", Restricted,
        "how many zones these are" = row.affected_zones;
    "people", "People affected", Whole, "people", Restricted,
        "residents of these zones" = row.people;
    "most_deprived", "In the most deprived fifth", Whole, "people", Restricted,
        "those of them in the most deprived fifth of areas" = row.most_deprived;
    "decile_not_known", "Decile not known", Whole, "people", Restricted,
        "residents of zones affected whose decile of deprivation is not recorded" = row.decile_not_known;
    "further_minutes", "Extra minutes", Tenth, "minutes", Restricted,
        "mean minutes further to the nearest site that stays, for the demand affected" = minutes(row.further);
    "cut_off", "Without another site", Whole, "", Restricted,
        "demand affected that could reach no other site" = row.cut_off;
    "next_site_id", "Next site", Text, "", Restricted,
        "the site that would be nearest for most of the demand affected"
            = row.next_site_id.as_deref().unwrap_or_default();
    "next_name", "Name of that site", Text, "", Restricted,
        "its name" = row.next_name.as_deref().unwrap_or_default();
    "worst_minutes", "Longest journey after, minutes", Tenth, "minutes", Restricted,
        "the longest journey of any zone afterwards" = minutes(row.after.worst_minutes);
    "estimated_zones", "Zones estimated", Whole, "zones", Restricted,
        "zones whose journey afterwards is estimated from a straight line" = row.after.estimated_zones;
    "cost_saved", "Cost saved", Money, "£ a year", Restricted,
        "avoidable running cost of the site" = row.saved.map(|pence| decimals(pence, 100, 2));
}
