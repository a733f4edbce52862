//! The closed list of rules: a name, a severity and a page each.
//!
//! A new rule is a line of `errors`, `warnings`, `zones`, `counters`, `implausible` or `notes` with its page, a function in `load/check/` (or
//! where the reader meets the fault) that makes the finding, and a patch of the sample in `tests/rules.rs`.

use super::Severity;

/// Makes [`Rule`] from its table: page, variant, name, severity and whether policy may lower it.
macro_rules! rules {
    ($($(#[doc = $line:literal])+ $variant:ident = $word:literal, $severity:ident, $firm:literal;)+) => {
        /// What can be found in the data.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Rule { $($(#[doc = $line])+ $variant),+ }

        impl Rule {
            /// Every rule, gravest first, as they are listed.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// Returns the stable name.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            /// Returns the severity it has unless policy says otherwise.
            #[must_use]
            pub const fn severity(self) -> Severity {
                match self { $(Self::$variant => Severity::$severity),+ }
            }

            /// Tells whether policy may not lower it: the table could not be trusted.
            #[must_use]
            pub const fn is_structural(self) -> bool {
                match self { $(Self::$variant => $firm),+ }
            }

            /// Returns the page: what it checks, why it matters, how to fix it.
            #[must_use]
            pub const fn page(self) -> &'static str {
                match self { $(Self::$variant => concat!($($line, "\n"),+)),+ }
            }
        }
    };
}

#[macro_use]
mod notes;
#[macro_use]
mod implausible;
#[macro_use]
mod counters;
#[macro_use]
mod zones;
#[macro_use]
mod warnings;
#[macro_use]
mod errors;

error_rules! {}

impl Rule {
    /// Tells whether what it names is used all the same, so that every reading that rests on it is questioned.
    #[must_use]
    pub const fn questions_figure(self) -> bool {
        matches!(
            self,
            Self::AreasOutOfOrder
                | Self::PeakAboveCapacity
                | Self::SpacePerFteImplausible
                | Self::DecimalComma
                | Self::PositionOutlying
                | Self::RentDisagrees
                | Self::FigureImpossible
                | Self::AreaOutOfScale
                | Self::ValuesApart
                | Self::UnlikePeers
                | Self::PeopleAsShares
                | Self::MeanAbovePeak
                | Self::HoursAboveOpen
                | Self::ObservationOutOfLine
                | Self::DesksDisagree
                | Self::FteAboveHeadcount
                | Self::LeaseAreaAboveBuilding
                | Self::ReviewBounds
                | Self::NoticeImplausible
                | Self::LeaseTermImplausible
                | Self::RentImplausible
                | Self::LeaseSumImplausible
                | Self::StatusContradicted
                | Self::TotalAmongRecords
                | Self::LinePeriodDoubted
                | Self::UnlikeLastSnapshot
                | Self::ColumnUnitChanged
                | Self::ColumnMeaningChanged
        )
    }

    /// Finds a rule by its name.
    #[must_use]
    pub fn read(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|r| r.word() == word)
    }
}

impl std::fmt::Display for Rule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.word())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_has_its_three_parts() {
        for rule in Rule::ALL {
            let parts: Vec<_> = rule.page().lines().filter(|l| l.starts_with(" ## ")).collect();
            assert_eq!(
                parts,
                [" ## What it checks", " ## Why it matters", " ## How to fix"],
                "{rule}"
            );
        }
    }

    #[test]
    fn names_are_unlike_and_found_again() {
        for rule in Rule::ALL {
            assert_eq!(Rule::read(rule.word()), Some(*rule));
        }
    }
}
