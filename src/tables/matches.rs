//! The table of sites and partners that could share.

use super::output_table;
use crate::{
    edition::{Edition, MatchRow, View},
    model::decimals,
    wording::why_matched,
};

/// Says why a view has no sites and partners.
fn absent(view: &View) -> Option<&'static str> {
    match view.edition {
        Edition::Public => {
            Some("not for publication: it shows sites that could be given up or let")
        }
        Edition::Restricted => view
            .matches
            .rows
            .is_empty()
            .then_some("no partner that offers or wants space is within reach of a site"),
    }
}

/// Thousandths of a m², to a tenth.
fn tenth(thousandths: i64) -> String {
    decimals(thousandths, 1000, 1)
}

output_table! {
    /// sites that could move into a partner's space, and partners that could move into surplus space, each pair within the policy's distance
    PartnerMatches: file "matches.csv", sheet "Partners", key ["direction", "site_id", "partner_id"];
    rows row: &'a MatchRow = |view| view.matches.rows.iter();
    absent |view| absent(view);
    "direction", "Direction", Text, "", Restricted,
        "`into_partner`: the site moves into the partner's space; `partner_in`: the partner moves into the site's surplus space"
            = row.direction.word();
    "site_id", "Site", Text, "", Restricted,
        "the body's site" = &row.site_id;
    "name", "Name", Text, "", Restricted,
        "its name" = &row.name;
    "partner_id", "Partner", Text, "", Restricted,
        "the partner's site" = &row.partner_id;
    "organisation", "Organisation", Text, "", Restricted,
        "the partner" = &row.organisation;
    "partner_name", "Its site", Text, "", Restricted,
        "the name of the partner's site" = &row.partner_name;
    "metres", "Metres", Whole, "m", Restricted,
        "from the one to the other in a straight line" = format!("{:.0}", row.metres);
    "workstations", "Workstations needed", Whole, "workstations", Restricted,
        "the most workstations needed, of a site that would move" = row.workstations;
    "need_from", "Need from", Text, "", Restricted,
        "`count` where people were counted at a site that would move, `fte` where the policy's workstations for each FTE stand in; empty of a partner"
            = row.workstations.map(|_| if row.counted { "count" } else { "fte" });
    "m2_needed", "Needed, m²", Tenth, "m²", Restricted,
        "space needed: workstations by the policy's m² for each, without a public area; of a partner, what it wants"
            = row.needed.map(tenth);
    "m2_there", "There, m²", Tenth, "m²", Restricted,
        "space that the partner offers, or the least that the site could let" = row.there.map(tenth);
    "m2_matched", "Matched, m²", Tenth, "m²", Restricted,
        "space used, of a pair that fits" = row.matched().map(tenth);
    "from", "From", Day, "", Restricted,
        "first day of the partner's offer or want; empty is from now" = row.from;
    "until", "Until", Day, "", Restricted,
        "last day of the partner's offer or want; empty is no end" = row.until;
    "fits", "Fits", Text, "", Restricted,
        "`yes`, `no` or `not_known`" = row.fits.word();
    "why", "Why", Text, "", Restricted,
        "why it does not fit or is not known; of one that fits, what has to come first" = why_matched(row);
    "demand_lost", "Demand out of reach", Share, "share", Restricted,
        "share of the demand for a public counter or a response base out of reach if what the site gives the public goes on at the partner's site, by straight line; empty where it gives nothing, where that is not known, and of a pair that does not fit for another reason"
            = row.lost.map(|share| format!("{share:.4}"));
    "advantage_economic", "Economic advantage, £", Money, "£", Restricted,
        "net present value over business as usual of moving into this space and giving the site up, in the economic case, as in `options.csv`; empty of any other pair, where it is ruled out, and where it is not known"
            = row.advantage.map(|sums| sums.economic);
    "advantage_budget", "Budget advantage, £", Money, "£", Restricted,
        "the same in the body's budget" = row.advantage.map(|sums| sums.budget);
    "advantage_public_sector", "Advantage to the public sector, £", Money, "£", Restricted,
        "the same for the public sector as a whole, which pays and receives a public partner's charge"
            = row.advantage.map(|sums| sums.public_sector);
    "site_closes", "Site to close", YesNo, "", Restricted,
        "`yes` where the option recommended or decided at the site closes it" = row.site_closes;
    "chosen", "Chosen", YesNo, "", Restricted,
        "`yes` for the pairs that together match the most m², with no m² used twice" = row.chosen;
    "is_exact", "Shown to be best", YesNo, "", Restricted,
        "`yes` where no other choice is better; else the best that was found" = row.is_exact;
}
