//! Another body's site.

use super::{Area, Date, Fact, Money, PartnerId, RowRef, words::words};

words!(
    /// What kind of body a partner is.
    PartnerKind {
        Police = "police",
        Fire = "fire",
        Ambulance = "ambulance",
        Health = "health",
        School = "school",
        Council = "council",
        Government = "government",
        Other = "other",
    }
);

/// One site of another body, where space could be shared either way; `None` is not known, never zero.
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "a field is named as its column; `load::schema` says what it holds")]
pub struct Partner {
    pub partner_id: PartnerId,
    pub organisation: String,
    pub kind: Option<PartnerKind>,
    pub name: Option<String>,
    pub address: Option<String>,
    pub postcode: Option<String>,
    /// Longitude and latitude in degrees, WGS84; unknown when implausible.
    pub position: Option<geo::Point>,
    /// Space it has to spare.
    pub offers_m2: Option<Area>,
    /// Space it looks for.
    pub wants_m2: Option<Area>,
    /// What it would pay, pounds a year per m².
    pub rent_per_m2: Option<Money>,
    /// What it asks for the space that it offers, running cost included, pounds a year per m².
    pub charge_per_m2: Option<Money>,
    /// The first day of offer or want; `None` is from now on.
    pub from: Option<Date>,
    /// The last day of offer or want; `None` is without end.
    pub until: Option<Date>,
    /// Whether both dates could be read, where there are any.
    pub dates_are_read: bool,
    pub secure: Fact<bool>,
    pub row: RowRef,
}

impl Partner {
    /// Tells whether it is recorded as a public body, so that what is paid between us is a transfer.
    #[must_use]
    pub fn is_public(&self) -> bool {
        self.kind.is_some_and(|kind| kind != PartnerKind::Other)
    }

    /// Tells whether its offer or want stands on a day.
    #[must_use]
    pub fn stands_on(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day <= until)
    }

    /// Tells whether it must be left out of the public edition; a cell that could not be read counts as so.
    #[must_use]
    pub fn is_secure_in_public(&self) -> bool {
        self.secure.or_empty(false).unwrap_or(true)
    }
}
