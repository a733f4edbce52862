//! The tables of sites: their ranking.

use super::output_table;
use crate::edition::SiteRow;

output_table! {
    /// the ranking, with all digits
    Ranking: file "ranking.csv", sheet "Ranking", key ["site_id"];
    rows row: &'a SiteRow = |view| view.sites.iter();
    absent |_view| None;
    "rank", "Rank", Whole, "", Public,
        "its place in the ranking, 1 the first candidate for surplus; empty is not ranked" = row.rank;
    "site_id", "Site", Text, "", Public,
        "the site's id as in `sites`" = &row.site_id;
    "name", "Name", Text, "", Public,
        "the site's name" = &row.name;
    "need_index", "Need index", Tenth, "points", Banded,
        "the index by which sites are ranked, 0 to 100; empty where it is a range" = row.need_index;
    "need_low", "Need low", Tenth, "points", Banded,
        "its lowest value, whatever the unknown facts turn out to be" = row.need_low;
    "need_high", "Need high", Tenth, "points", Banded,
        "its highest value" = row.need_high;
    "utilisation_score", "Utilisation score", Tenth, "points", Public,
        "the score for utilisation, 0 to 100" = row.utilisation_score;
    "subletting_score", "Subletting score", Tenth, "points", Banded,
        "the score for subletting, 0 to 100" = row.subletting_score;
    "disposal_score", "Disposal score", Tenth, "points", Banded,
        "the score for disposal, 0 to 100" = row.disposal_score;
    "known_share", "Known share", Share, "share of weight", Public,
        "how much of the index's weight rests on facts that are known"
            = row.known_share.map(|share| crate::model::decimals(share, 10_000, 4));
    "gates", "Gates", Text, "", Banded,
        "what stands against leaving the site, apart by `; `" = &row.gates;
    "not_ranked", "Not ranked because", Text, "", Public,
        "why it has no rank" = row.not_ranked;
    "recommended_option", "Recommended option", Text, "", Restricted,
        "the option that is recommended or decided, or `open`" = &row.recommended_option;
}
