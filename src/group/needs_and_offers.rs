//! What one body needs and another offers.

use crate::{
    cover::{Fit, Match},
    model::words,
};

/// A site of a body, each by its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct SiteOf {
    /// The body.
    pub body: usize,
    /// The site's number in its estate.
    pub number: usize,
}

words!(
    /// What is offered.
    OfferKind {
        /// Surplus space of a site that stays.
        Space = "surplus_space",
        /// A building in which nobody works.
        Building = "empty_building",
    }
);

words!(
    /// Who needs space.
    NeedOf {
        /// Teams of a site that its body would leave.
        Site = "site_to_leave",
        /// A body outside the group, in a table of partners.
        Partner = "partner",
    }
);

/// A need for which another body's space is looked for.
#[derive(Debug, Clone, PartialEq)]
pub struct SharingNeed {
    /// Who needs it.
    pub of: NeedOf,
    /// The body whose site or table of partners it is from.
    pub body: usize,
    /// The site's number, or the row of the table of partners.
    pub number: usize,
    /// Of a partner, the bodies that have it in a table of their own, and match it themselves.
    pub listed_by: Vec<usize>,
    /// The most space that may be needed, in thousandths of a m²; `None` is not known.
    pub needed: Option<i64>,
    /// Thousandths of workstations that are needed and that the body's own other sites could take, were this site closed
    /// alone; `None` of a partner.
    pub own_room: Option<(i64, i64)>,
    /// Running cost a year that leaving saves before what is paid elsewhere, in pence; `None` is not known.
    pub saved: Option<i64>,
    /// Whether it is in a pair that both policies allow.
    pub fits: bool,
}

/// One need and one offer of another body, within the distance of both policies.
#[derive(Debug, Clone)]
pub struct SharingPair {
    /// The need by its place in [`super::Group::needs`].
    pub need: usize,
    /// What is offered.
    pub offer: OfferKind,
    /// The site that offers it.
    pub host: SiteOf,
    /// In a straight line.
    pub metres: f64,
    /// The space there may be at least, in thousandths of a m²; `None` is not known.
    pub there: Option<i64>,
    /// What the body that needs it says by its policy; `None` of a partner, whose policy is not known.
    pub out: Option<Match>,
    /// What the body that offers it says by its policy; `None` of an empty building, which is for it to decide.
    pub within: Option<Match>,
    /// Whether it is one of those chosen together, in which no m² is used twice.
    pub chosen: bool,
}

impl SharingPair {
    /// Tells whether both bodies' policies allow it.
    #[must_use]
    pub fn fit(&self) -> Fit {
        let both = [&self.out, &self.within].map(|own| own.as_ref().map_or(Fit::Yes, Match::fit));
        match both {
            [Fit::No, _] | [_, Fit::No] => Fit::No,
            [Fit::Yes, Fit::Yes] => Fit::Yes,
            _ => Fit::NotKnown,
        }
    }
}
