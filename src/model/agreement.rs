//! An agreement between bodies about a shared building or service.

use rust_decimal::Decimal;

use super::{AgreementId, Date, RowRef, SiteId};

/// One party's share of an agreement; `None` is not known, never zero.
///
/// An agreement has a row a party, so its id may stand in several rows.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "a field is named as its column; `load::schema` says what it holds")]
pub struct Agreement {
    pub agreement_id: AgreementId,
    pub party: String,
    /// The site it is about; `None` is none, or all.
    pub site_id: Option<SiteId>,
    pub legal_basis: Option<String>,
    pub start: Option<Date>,
    /// The last day; `None` is not recorded.
    pub end: Option<Date>,
    /// What the share is measured by, in the agreement's own words.
    pub share_basis: Option<String>,
    /// A fraction from 0 to 1.
    pub share: Option<Decimal>,
    pub row: RowRef,
}

impl Agreement {
    /// Returns what its parties share: the agreement, the site and the measure of the shares, which together are one whole.
    #[must_use]
    pub fn whole(&self) -> (&str, Option<&str>, Option<&str>) {
        let site = self.site_id.as_ref().map(SiteId::as_str);
        (self.agreement_id.as_str(), site, self.share_basis.as_deref())
    }

    /// Tells whether it is in force on a day; a start or an end that is not recorded leaves it open on that side.
    #[must_use]
    pub fn is_in_force(&self, day: Date) -> bool {
        self.start.is_none_or(|start| start <= day) && self.end.is_none_or(|end| day <= end)
    }
}
