//! What a programme lacks: the fact, whose it is, and where it would be written down.

use super::receipt_source::ReceiptSource;
use crate::{
    appraise::{Missing, OptionKind},
    model::{FinancialYear, Gap, LeaseId, ProjectId, SiteId},
};

/// A fact that a programme lacks; sums without it are what is known.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum ProgrammeGap {
    /// No `treasury.toml`.
    Treasury,
    /// The opening requirement has no years over which it is charged.
    OpeningYears,
    /// A loan cannot be followed: its dates give no payments.
    Loan(String),
    /// What a lease pays, and the gap behind it; none where no table closes it.
    Lease(LeaseId, Option<Gap>),
    /// A cell of a scheme in a year could not be read, or holds a sum below zero where there is none; its column.
    Cell(ProjectId, FinancialYear, &'static str),
    /// What is borrowed has no life.
    Life(ProjectId),
    /// Something goes on, or falls, after the years that are followed.
    BeyondYears(BeyondYears),
    /// An option that was decided is none of the site's.
    NoOption(SiteId, OptionKind),
    /// A fact of a site with a decision, and the lines of the tables that would settle it.
    Site(SiteId, Missing, Vec<String>),
    /// Years of a decision that the programme does not hold.
    BeforeFirst(SiteId, FinancialYear),
    /// The receipt of a sale, and the lines of the tables that would settle it.
    Receipt(SiteId, Vec<String>),
    /// The sale of a site is claimed by another; who claims it in vain.
    ClaimedTwice(SiteId, Claimant),
    /// What holding a site costs until a later sale.
    Holding(SiteId),
    /// A sum of a scheme grows beyond what can be counted.
    RangeOfScheme(ProjectId),
    /// A sum of a site grows beyond what can be counted.
    RangeOfSite(SiteId),
}

/// What does not end within the years that are followed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum BeyondYears {
    /// A scheme.
    Scheme(ProjectId),
    /// A receipt that is given.
    Receipt(ReceiptSource),
    /// The sale of a site.
    Sale(SiteId),
}

/// Who claims the receipt of a sale.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Claimant {
    /// A scheme that gives it.
    Scheme(ProjectId),
    /// A scheme that it is tied to.
    Tied,
    /// `treasury.toml`.
    Treasury,
}

impl ProgrammeGap {
    /// Returns the scheme whose fact it is; `None` of any other.
    #[must_use]
    pub const fn scheme(&self) -> Option<&ProjectId> {
        match self {
            Self::Cell(own, ..)
            | Self::Life(own)
            | Self::RangeOfScheme(own)
            | Self::BeyondYears(
                BeyondYears::Scheme(own) | BeyondYears::Receipt(ReceiptSource::Scheme(own)),
            )
            | Self::ClaimedTwice(_, Claimant::Scheme(own)) => Some(own),
            Self::Treasury
            | Self::OpeningYears
            | Self::Loan(_)
            | Self::Lease(..)
            | Self::BeyondYears(
                BeyondYears::Receipt(ReceiptSource::Treasury(_) | ReceiptSource::Appraised(_))
                | BeyondYears::Sale(_),
            )
            | Self::NoOption(..)
            | Self::Site(..)
            | Self::BeforeFirst(..)
            | Self::Receipt(..)
            | Self::ClaimedTwice(_, Claimant::Tied | Claimant::Treasury)
            | Self::Holding(_)
            | Self::RangeOfSite(_) => None,
        }
    }

    /// Returns the lines of the snapshot that would close it, as those of a recommendation are written:
    /// `projects: CAP-01, 2020/21, spend` is a cell to fill.
    ///
    /// None where nothing is missing: what contradicts itself, or lies beyond the years or the range of the program.
    #[must_use]
    pub fn closed_by(&self) -> Vec<String> {
        let one = |line: String| vec![line];
        match self {
            Self::Treasury => one("treasury.toml".to_owned()),
            Self::OpeningYears => one("treasury.toml: opening, years".to_owned()),
            Self::Loan(loan) => one(format!("treasury.toml: {loan}, start, end")),
            Self::Lease(lease, gap) => {
                let line = |gap: &Gap| format!("{}: {lease}, {}", gap.table(), gap.column());
                gap.iter().map(line).collect()
            }
            Self::Cell(scheme, year, column) => {
                one(format!("projects: {scheme}, {year}, {column}"))
            }
            Self::Life(scheme) => one(format!("projects: {scheme}, life_years")),
            Self::Site(_, _, lines) | Self::Receipt(_, lines) => lines.clone(),
            Self::BeyondYears(_)
            | Self::NoOption(..)
            | Self::BeforeFirst(..)
            | Self::ClaimedTwice(..)
            | Self::Holding(_)
            | Self::RangeOfScheme(_)
            | Self::RangeOfSite(_) => Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn scheme() -> ProjectId {
        ProjectId::new("CAP-01").unwrap()
    }

    fn site() -> SiteId {
        SiteId::new("FEN-004").unwrap()
    }

    fn lease(gap: Option<Gap>) -> ProgrammeGap {
        ProgrammeGap::Lease(LeaseId::new("L-1").unwrap(), gap)
    }

    #[rstest]
    #[case(ProgrammeGap::Treasury, &["treasury.toml"])]
    #[case(ProgrammeGap::OpeningYears, &["treasury.toml: opening, years"])]
    #[case(ProgrammeGap::Loan("PWLB-1".to_owned()), &["treasury.toml: PWLB-1, start, end"])]
    #[case(lease(Some(Gap::Rent)), &["leases: L-1, rent"])]
    #[case(lease(None), &[])]
    #[case(ProgrammeGap::Life(scheme()), &["projects: CAP-01, life_years"])]
    #[case(
        ProgrammeGap::Cell(scheme(), FinancialYear::starting(2020), "spend"),
        &["projects: CAP-01, 2020/21, spend"]
    )]
    #[case(ProgrammeGap::Holding(site()), &[])]
    #[case(ProgrammeGap::ClaimedTwice(site(), Claimant::Scheme(scheme())), &[])]
    fn a_gap_names_the_cell_that_closes_it(#[case] gap: ProgrammeGap, #[case] lines: &[&str]) {
        assert_eq!(gap.closed_by(), lines);
    }

    #[test]
    fn a_gap_of_a_scheme_names_it_and_one_of_a_site_none() {
        let receipt = ReceiptSource::Scheme(scheme());
        let given = ProgrammeGap::BeyondYears(BeyondYears::Receipt(receipt));
        assert_eq!(given.scheme(), Some(&scheme()));
        assert_eq!(ProgrammeGap::ClaimedTwice(site(), Claimant::Tied).scheme(), None);
        assert_eq!(ProgrammeGap::RangeOfSite(site()).scheme(), None);
    }
}
