//! The table of money of a board paper: what is decided, every recommended option, and the plan, each in one column.

use super::{lettings::negotiated, output_table};
use crate::{
    edition::{MoneyRow, MoneySum, money_rows},
    model::Money,
};

fn sum(of: MoneySum) -> Option<Money> {
    of.pence.map(Money::from_pence)
}

/// Returns how many sites lack the figure; `None` of a sum that is not of sites.
fn lacking(of: MoneySum) -> Option<usize> {
    (of.of > 0).then(|| of.of - of.sites)
}

output_table! {
    /// what the decisions, every recommended option and the plan each come to: savings, receipts, borrowing, target
    MoneyOfPaper: file "money.csv", sheet "Money", key ["line"];
    rows row: MoneyRow = |view| money_rows(view).into_iter();
    absent |view| negotiated(view).or_else(|| {
        money_rows(view).is_empty().then_some("nothing is decided, recommended or planned")
    });
    "line", "Line", Text, "", Restricted,
        "`saving`: running cost saved a year at sites given up, after the yearly cost of workstations elsewhere; \
         `moving`: one-off cost of moving teams; `receipts`: sale receipts after the costs of sale, at today's prices; \
         `borrowing`: borrowing of the capital programme; `revenue_cost`: its revenue cost; `savings`: lasting savings, \
         schemes and other savings included; `target`: the savings target; `shortfall`: by how much they miss it"
            = row.line;
    "from_year", "From", Text, "", Restricted,
        "the first financial year of the sum; empty is no year's"
            = row.years.map(|(from, _)| from.to_string());
    "to_year", "To", Text, "", Restricted,
        "the last" = row.years.map(|(_, to)| to.to_string());
    "decided", "Decided (£)", Money, "£", Restricted,
        "as decided and planned today; empty is not known" = sum(row.decided);
    "decided_lacking", "Decided: sites without it", Whole, "sites", Restricted,
        "sites of which the figure is not known, and which are not in the sum; empty where it is not a sum of sites"
            = lacking(row.decided);
    "recommended", "Every recommended option (£)", Money, "£", Restricted,
        "the same with every recommended option taken, each site appraised alone; empty is not known"
            = sum(row.recommended);
    "recommended_lacking", "Recommended: sites without it", Whole, "sites", Restricted,
        "as `decided_lacking`" = lacking(row.recommended);
    "plan", "The plan (£)", Money, "£", Restricted,
        "the same under the plan of the estate, decisions included; empty is not known, or there is no plan"
            = sum(row.plan);
    "plan_lacking", "Plan: sites without it", Whole, "sites", Restricted,
        "as `decided_lacking`" = lacking(row.plan);
}
