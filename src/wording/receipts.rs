//! Receipts of sales: in which years they come, and why they differ.

use crate::{
    edition::ReceiptNote,
    model::{FinancialYear, pounds},
};

/// Writes financial years: `2020/21; 2021/22`.
pub(crate) fn years(years: &[FinancialYear]) -> String {
    years.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}

/// Says why the sums of a sale differ, and what stands against it.
pub(crate) fn receipt_notes(notes: &[ReceiptNote]) -> String {
    notes.iter().map(note).collect::<Vec<_>>().join(" ")
}

fn note(note: &ReceiptNote) -> String {
    let more_or_less = |over: i64| if over < 0 { "less" } else { "more" };
    let words = match note {
        ReceiptNote::Barred(found) => return format!("{}.", super::barred(found)),
        ReceiptNote::PlannedAndAppraised { over: 0, .. } => "Planned and appraised are the same.",
        ReceiptNote::PlannedAndAppraised { planned, over } => {
            return format!(
                "The body plans {} before the cost of sale, {} {} than the appraisal, which is net and at today's prices.",
                pounds(*planned),
                pounds(over.abs()),
                more_or_less(*over),
            );
        }
        ReceiptNote::CostDeducted(cost) => {
            return format!("The programme deducts the cost of sale, {}.", pounds(*cost));
        }
        ReceiptNote::AppraisedAtPricesOfItsYear => {
            "The programme uses the appraised receipt, at the prices of its year."
        }
        ReceiptNote::AppraisedInProgramme => "The programme uses the appraised receipt.",
        ReceiptNote::PlannedLeftOut => {
            "The planned receipt falls outside the years of the programme, or is claimed elsewhere."
        }
        ReceiptNote::NoProgramme => "There is no capital programme.",
        ReceiptNote::DecidedLeftOut => {
            "Decided, but its receipt is not known or falls outside the years of the programme."
        }
        ReceiptNote::OpenLeftOut => "Open: not in the programme until decided.",
        ReceiptNote::RecommendedLeftOut => "Recommended only: not in the programme until decided.",
        ReceiptNote::RaisedOverPlan(over) => {
            let sum = pounds(over.abs());
            return format!("The sale raised {sum} {} than planned.", more_or_less(*over));
        }
        ReceiptNote::SoldAlready => "The site is sold: nothing more is planned or appraised.",
        ReceiptNote::NotAppraised => "The appraisal has no value for the receipt.",
    };
    words.to_owned()
}
