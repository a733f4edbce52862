//! Which sheets belong together, and who reads them: a group has one place in the book and one colour.

use rust_xlsxwriter::Color;

use super::{charts, live, summary, swing, weights};

/// Sheets of one subject, which the same people read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Group {
    Overview,
    Ranking,
    Options,
    Money,
    Leases,
    Public,
    Data,
}

impl Group {
    /// Returns the group of a sheet; one that none names is data.
    pub(super) fn of(sheet: &str) -> Self {
        match sheet {
            summary::SUMMARY | "Read me" | charts::CHARTS | "Bodies" | "Totals" => Self::Overview,
            "First sift"
            | "Sift signals"
            | "Ranking"
            | weights::WEIGHTS
            | swing::SWINGS
            | live::LIVE
            | "Rank confidence"
            | "Rank changes" => Self::Ranking,
            "Recommendations" | "Options" | "Option cash flow" | "Plan" | "Plan limits"
            | "Plan moves" | "Plan by year" | "Plan frontiers" | "Principles" => Self::Options,
            "Money"
            | "Receipts by site"
            | "Running cost"
            | "Programme"
            | "Schemes"
            | "Receipts"
            | "New loans"
            | "Revenue by part"
            | "Reconciliation"
            | "Scenarios"
            | "Levers"
            | "Break-even receipts"
            | "Programme flags"
            | "Benefits"
            | "Initiatives" => Self::Money,
            "Lease calendar"
            | "Lease summary"
            | "Unexpired terms"
            | "Lease expiries"
            | "Rent by year"
            | "Lease accounts"
            | "Lease account totals"
            | "Exits"
            | "Lettings"
            | "Letting cash flow"
            | "Running lettings" => Self::Leases,
            "Coverage" | "Closures" | "Displaced teams" | "Agile working" | "Partners"
            | "Agreements" | "Counters" | "Counter statements" | "Needs" | "Matches"
            | "Shared places" => Self::Public,
            _ => Self::Data,
        }
    }

    /// Returns what the group is about.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Overview => "OVERVIEW",
            Self::Ranking => "RANKING",
            Self::Options => "OPTIONS",
            Self::Money => "MONEY",
            Self::Leases => "LEASES",
            Self::Public => "PUBLIC, PARTNERS",
            Self::Data => "DATA",
        }
    }

    /// Says who reads it, and what for.
    pub(super) const fn words(self) -> &'static str {
        match self {
            Self::Overview => "Dark blue tabs, for everyone: what there is and what is asked.",
            Self::Ranking => {
                "Light blue tabs, for the estates team: which sites to look at first, and how firm their order is."
            }
            Self::Options => {
                "Green tabs, for the board: what could be done with each site, and the plan for all."
            }
            Self::Money => {
                "Yellow tabs, for finance: costs, receipts, the capital programme and its savings."
            }
            Self::Leases => {
                "Brown tabs, for the surveyor: dates, rent, accounts, exits and lettings."
            }
            Self::Public => {
                "Purple tabs, for the public and partners: journeys, counters, teams and shared space."
            }
            Self::Data => {
                "Grey tabs, for analysts: readings, what is missing, findings, sources and policy."
            }
        }
    }

    /// Returns the colour of its tabs; the words say what a group is, too.
    pub(super) const fn colour(self) -> Color {
        match self {
            Self::Overview => Color::RGB(0x1B_36_5D),
            Self::Ranking => Color::RGB(0x6F_A8_DC),
            Self::Options => Color::RGB(0x38_8E_3C),
            Self::Money => Color::RGB(0xF1_C2_2F),
            Self::Leases => Color::RGB(0x8D_5A_2B),
            Self::Public => Color::RGB(0x8E_63_CE),
            Self::Data => Color::RGB(0x9E_9E_9E),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{edition::example, report::workbook::contents};

    /// Analysts' sheets; every other sheet is named in its group.
    const OF_DATA: [&str; 9] = [
        "Benchmarks",
        "Measures",
        "Contributions",
        "Completeness",
        "Find out next",
        "Findings",
        "Sources",
        "Policy",
        "Differences",
    ];

    #[test]
    fn the_sheets_of_a_group_stand_together_and_none_is_forgotten() {
        let sheets = contents::contents(example::hostile());
        let groups: Vec<Group> = sheets.iter().map(|sheet| Group::of(sheet.name)).collect();
        assert!(groups.is_sorted(), "{:?}", sheets.iter().map(|s| s.name).collect::<Vec<_>>());
        let declared = crate::tables::ALL.iter().map(|table| table.sheet());
        let of_bodies = crate::tables::OF_GROUP.iter().map(|table| table.sheet());
        for sheet in declared.chain(of_bodies).filter(|sheet| !sheet.is_empty()) {
            assert_eq!(Group::of(sheet) == Group::Data, OF_DATA.contains(&sheet), "{sheet}");
        }
    }
}
