//! A fact that an option of a site waits for, or a sum that was agreed.

use super::{Date, Money, OptionKind, RowRef, SiteId, words::words};

words!(
    /// What is given of an option: each kind has a sign, is paid once or a year, and stands for certain options.
    OptionFactKind {
        /// Premium or reverse premium of a surrender or assignment, or the price of an assigned long lease; once.
        /// Above zero the body receives it, below zero it pays.
        Consideration = "consideration",
        /// The price agreed for a sale, before any cost of sale or sum owed out of it; once, to the body.
        AgreedPrice = "agreed_price",
        /// What clearing contamination costs; once.
        Works = "works",
        /// Grant to be paid back; once.
        Clawback = "clawback",
        /// What dilapidations cost at the end of a lease; once.
        Dilapidations = "dilapidations",
        /// What ending a lease early costs by its terms; once.
        Penalty = "penalty",
        /// What a partner saves elsewhere by sharing the site; pounds a year.
        PartnerSaves = "partner_saves",
        /// What providing elsewhere what the site does costs; pounds a year.
        FunctionElsewhere = "function_elsewhere",
        /// What vacant possession costs by agreement with the body's own tenants; once, on the day they are gone.
        Possession = "possession",
    }
);

impl OptionFactKind {
    /// Tells whether the amount may be below zero; a cost is written above zero.
    #[must_use]
    pub const fn may_be_negative(self) -> bool {
        matches!(self, Self::Consideration)
    }

    /// Tells whether the amount is pounds a year; any other is paid once.
    #[must_use]
    pub const fn is_yearly(self) -> bool {
        matches!(self, Self::PartnerSaves | Self::FunctionElsewhere)
    }

    /// Returns the options that it may be given for.
    #[must_use]
    pub const fn options(self) -> &'static [OptionKind] {
        use OptionKind::{
            Dispose, DisposeWithPlanning, KeepAndShare, Leave, LeaveByAgreement, VacateAndHold,
        };
        match self {
            Self::Consideration => &[LeaveByAgreement, Dispose],
            Self::AgreedPrice | Self::Works | Self::Clawback => &[Dispose, DisposeWithPlanning],
            Self::Dilapidations | Self::Penalty => &[Leave, LeaveByAgreement],
            Self::PartnerSaves => &[KeepAndShare],
            Self::FunctionElsewhere => {
                &[Leave, LeaveByAgreement, VacateAndHold, Dispose, DisposeWithPlanning]
            }
            Self::Possession => {
                &[Leave, LeaveByAgreement, VacateAndHold, Dispose, DisposeWithPlanning]
            }
        }
    }
}

/// One fact of one option of a site, as the body gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "a field is named as its column; `load::schema` says what it holds")]
pub struct OptionFact {
    pub site_id: SiteId,
    pub option: OptionKind,
    pub fact: OptionFactKind,
    /// Pounds, or pounds a year where [`OptionFactKind::is_yearly`]; `None` is not known, never zero. Below
    /// zero only where [`OptionFactKind::may_be_negative`].
    pub amount: Option<Money>,
    /// The day it is due or completed, on or after the day of the snapshot; `None` is the day of the option.
    pub on: Option<Date>,
    /// The decision, letter or valuation it comes from.
    pub source: String,
    pub row: RowRef,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fact_stands_for_an_option_in_their_order() {
        for kind in OptionFactKind::ALL {
            let options = kind.options();
            assert!(!options.is_empty(), "{kind}");
            assert!(options.windows(2).all(|pair| pair[0] < pair[1]), "{kind}");
        }
    }
}
