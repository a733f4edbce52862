//! The tables of the first sift.

use super::{cell::Measured, output_table};
use crate::{
    edition::{SiftRow, SignRow},
    model::Signal,
};

fn words(signals: &[Signal]) -> Vec<&'static str> {
    signals.iter().map(|signal| signal.word()).collect()
}

output_table! {
    /// the first sift: which sites to look at first, and why
    FirstSift: file "sift.csv", sheet "First sift", key ["site_id"];
    rows row: &'a SiftRow = |view| view.sift.rows.iter();
    absent |_view| None;
    "group", "Group", Text, "", Public,
        "whether to look at the site first, next or not, or whether too little is known" = row.group;
    "site_id", "Site", Text, "", Public,
        "the site's id as in `sites`" = &row.site_id;
    "name", "Name", Text, "", Public,
        "the site's name" = &row.name;
    "use", "Use", Text, "", Public,
        "what the site is used for; empty is not known" = row.site_use;
    "tenure", "Tenure", Text, "", Public,
        "how the body holds the site; empty is not known" = row.tenure;
    "status", "Status", Text, "", Public,
        "the status of the site; empty is not known" = row.status;
    "for", "For", Whole, "signals", Public,
        "how many signals are for a review" = row.signals_for.len();
    "against", "Against", Whole, "signals", Public,
        "how many signals are against a review" = row.signals_against.len();
    "not_known", "Not known", Whole, "signals", Public,
        "how many signals are not known" = row.signals_not_known.len();
    "signals_for", "Signals for", List, "", Public,
        "the signals for a review" = words(&row.signals_for);
    "signals_against", "Signals against", List, "", Public,
        "the signals against a review" = words(&row.signals_against);
    "signals_not_known", "Signals not known", List, "", Public,
        "the signals not known" = words(&row.signals_not_known);
    "why", "Why", Text, "", Public,
        "the readings of the signals for a review in one sentence, or why there are none" = &row.why;
}

output_table! {
    /// what each of its signals says of each site, with threshold and source
    SiftSignals: file "sift_signals.csv", sheet "Sift signals", key ["site_id", "signal"];
    rows row: &'a SignRow = |view| view.sift.signs.iter();
    absent |_view| None;
    "site_id", "Site", Text, "", Public,
        "the site's id as in `sites`" = &row.site_id;
    "signal", "Signal", Text, "", Public,
        "the signal" = row.signal;
    "finding", "Finding", Text, "", Public,
        "whether it is for a review, against one, not known or does not apply"
            = row.finding;
    "reading", "Reading", Reading, "as in `unit`", Banded,
        "what was read; empty is not known, not shown or does not apply"
            = Measured::of_signal(&row.reading, row.unit);
    "threshold", "Threshold", Reading, "as in `unit`", Banded,
        "the policy's threshold; empty where it has none or it is not shown"
            = Measured::of_signal(&row.threshold, row.unit);
    "unit", "Unit", Text, "", Public,
        "the unit of `reading` and `threshold`" = row.unit;
    "quarter", "Quarter of its use", Whole, "", Banded,
        "the quarter of the sites of its use that the reading is in, 1 the lowest" = row.quarter;
    "quarter_of", "Sites of its use with it", Whole, "sites", Banded,
        "how many sites of its use have the reading" = row.quarter_of;
    "basis", "Basis", Text, "", Banded,
        "what the reading is based on, or why it is not known" = &row.basis;
    "source", "Source of the threshold", Text, "", Public,
        "where the threshold comes from" = &row.source;
    "questioned", "Questioned by", Text, "", Public,
        "the rules that question a cell behind the reading" = &row.questioned;
}
