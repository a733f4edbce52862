//! The tables of the first sift.

use super::{
    cell::{Cell, Kind, NumberForm, Value},
    output_table,
};
use crate::{
    edition::{Quarter, SiftRow, SignRow, SignValue},
    model::{SignalFinding, decimals, to_whole},
    wording::{sign_basis, sign_value, why_sifted},
};

fn signals(row: &SiftRow, finding: SignalFinding) -> Vec<&'static str> {
    row.signs_that_are(finding).map(|sign| sign.signal.word()).collect()
}

/// Returns the name of the unit of a reading and its threshold; `None` for words and days.
fn unit(row: &SignRow) -> Option<&'static str> {
    match row.threshold.as_ref().or(row.reading.as_ref())? {
        SignValue::Share(_) => Some("share"),
        SignValue::PoundsPerM2(_) => Some("£ per m²"),
        SignValue::Kilometres(_) => Some("km"),
        SignValue::Status(_)
        | SignValue::Condition(_)
        | SignValue::AnyCondition(_)
        | SignValue::Suitability(_)
        | SignValue::AnySuitability(_)
        | SignValue::Energy(_)
        | SignValue::BelowEnergy(_)
        | SignValue::Day(_) => None,
    }
}

/// A number without its unit: shares four decimals, money and kilometres two; a day; a word.
impl<'a> Value<'a> for &SignValue {
    fn cell(self, kind: Kind) -> Cell<'a> {
        let two = |number: f64| decimals(to_whole(number * 100.0), 100, 2);
        match self {
            SignValue::Share(share) => {
                let digits = decimals(to_whole(share * 10_000.0), 10_000, 4);
                Cell::Number(digits.into(), NumberForm::Share)
            }
            SignValue::PoundsPerM2(sum) => Cell::Number(two(*sum).into(), NumberForm::Pounds),
            SignValue::Kilometres(km) => Cell::Number(two(*km).into(), NumberForm::Plain),
            SignValue::Day(day) => Cell::Day(*day),
            SignValue::Status(status) => status.cell(kind),
            SignValue::Condition(_)
            | SignValue::AnyCondition(_)
            | SignValue::Suitability(_)
            | SignValue::AnySuitability(_)
            | SignValue::Energy(_)
            | SignValue::BelowEnergy(_) => sign_value(Some(self)).cell(kind),
        }
    }
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
    "status", "Status", Text, "", Banded,
        "the status as recorded; empty is not recorded; in the public edition only `for_sale` and `sold`" = row.status;
    "for", "For", Whole, "signals", Public,
        "how many signals are for a review" = row.count(SignalFinding::For);
    "against", "Against", Whole, "signals", Public,
        "how many signals are against a review" = row.count(SignalFinding::Against);
    "not_known", "Not known", Whole, "signals", Public,
        "how many signals are not known" = row.count(SignalFinding::NotKnown);
    "signals_for", "Signals for", List, "", Public,
        "the signals for a review" = signals(row, SignalFinding::For);
    "signals_against", "Signals against", List, "", Public,
        "the signals against a review" = signals(row, SignalFinding::Against);
    "signals_not_known", "Signals not known", List, "", Public,
        "the signals not known" = signals(row, SignalFinding::NotKnown);
    "why", "Why", Text, "", Public,
        "the readings of the signals for a review in one sentence, or why there are none" = why_sifted(row);
}

output_table! {
    /// what each of its signals says of each site, with threshold and source
    SiftSignals: file "sift_signals.csv", sheet "Sift signals", key ["site_id", "signal"];
    rows row: &'a SignRow = |view| view.sift.signs();
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
            = row.reading.as_ref();
    "threshold", "Threshold", Reading, "as in `unit`", Banded,
        "the policy's threshold; empty where it has none or it is not shown"
            = row.threshold.as_ref();
    "unit", "Unit", Text, "", Public,
        "the unit of `reading` and `threshold`" = unit(row);
    "quarter", "Quarter of its use", Whole, "", Banded,
        "the quarter of the sites of its use that the reading is in, 1 the lowest" = row.quarter.map(|quarter: Quarter| quarter.quarter);
    "quarter_of", "Sites of its use with it", Whole, "sites", Banded,
        "how many sites of its use have the reading" = row.quarter.map(|quarter: Quarter| quarter.of);
    "basis", "Basis", Text, "", Banded,
        "what the reading is based on, or why it is not known" = sign_basis(&row.basis);
    "source", "Source of the threshold", Text, "", Public,
        "where the threshold comes from" = row.source.as_ref();
    "questioned", "Questioned by", Text, "", Public,
        "the rules that question a cell behind the reading" = &row.questioned;
}
