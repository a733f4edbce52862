//! What stands in the way of a sale of a site: the one home of it, read by exits, gates, measures, options and
//! every output.

use crate::{
    finance::{Moratorium, NotKnown, moratorium},
    load::Estate,
    model::{
        Blocks, Constraint, ConstraintKind, Date, Lease, Right, RowRef, Site, Tenure, months_later,
    },
    policy::{FigureName, Policy},
};

/// What kind of thing stands in the way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SaleBarKind {
    /// The body has decided to keep the site, for this reason: no bar in law.
    MustKeep(String),
    /// A row of `constraints`; its kind may not be known.
    Constraint(Option<ConstraintKind>),
    /// The site is listed as an asset of community value.
    CommunityValue(MoratoriumStage),
    /// The landlord of a long lease has to consent to its sale.
    ConsentToAssign,
    /// A long lease may not be assigned.
    NoRightToAssign,
}

/// How far the moratorium on a sale of an asset of community value has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MoratoriumStage {
    /// It is over: a sale may complete.
    Over {
        /// The day of the notice to sell.
        notice_on: Date,
        /// The day until which no new notice is needed.
        protected: Date,
    },
    /// It runs.
    Runs {
        /// The day of the notice to sell.
        notice_on: Date,
        /// The first day of a sale.
        interim: Date,
        /// The same if a community body asks to bid.
        full: Date,
    },
    /// It has yet to begin, on the day the council is notified.
    ToBegin {
        /// Whether there was one that no longer counts.
        again: bool,
        /// How many weeks a sale must wait.
        weeks: u32,
        /// How many months it must wait if a community body asks to bid.
        months: u32,
    },
}

/// One thing that stands in the way of a sale.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SaleBar {
    /// Of what kind it is.
    pub kind: SaleBarKind,
    /// What the register says of it, in its own words; confidential. Empty where it says no more.
    pub text: String,
    /// The first day on which it is gone, if all that may bind does; `None` is without end.
    pub until: Option<Date>,
    /// The first day on which it may be gone; earlier than `until` where it binds so long only if somebody acts.
    pub perhaps: Option<Date>,
    /// Whether it runs already; a moratorium runs only from the day the council is told.
    pub is_running: bool,
    /// The row that says so.
    pub row: RowRef,
}

impl SaleBar {
    /// Returns the last day on which it stops a sale: the day before it is gone; `None` is without end.
    #[must_use]
    pub fn last_day(&self) -> Option<Date> {
        self.until.and_then(|day| day.pred_opt())
    }

    /// Tells whether it is the body's own decision to keep the site: no bar in law.
    #[must_use]
    pub const fn is_decision(&self) -> bool {
        matches!(self.kind, SaleBarKind::MustKeep(_))
    }

    /// Tells whether it still stops a sale on a day.
    #[must_use]
    pub fn holds_on(&self, day: Date) -> bool {
        self.until.is_none_or(|until| until > day)
    }
}

/// Everything that stands in the way of a sale of one site, and what a sale would cost that nobody recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SaleBars {
    /// All but the listing, whose days depend on when the sale is wanted.
    fixed: Vec<SaleBar>,
    listing: Option<Listing>,
    /// Costs of a sale of which only the cause is recorded: a grant to be paid back, works.
    pub costs_not_known: Vec<NotKnown>,
    /// Whether the sale hangs on a right to assign that no lease records.
    pub right_to_assign_unknown: bool,
}

/// A listing as asset of community value.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Listing {
    /// The day of a notice to sell, with what it started.
    served: Option<(Date, Moratorium)>,
    /// What a notice given on the day of the snapshot would start.
    now: Moratorium,
    /// Weeks and months of the moratoria.
    lengths: (u32, u32),
    as_of: Date,
    row: RowRef,
}

impl SaleBars {
    /// Returns all that stands in the way of a sale that would otherwise complete on a day.
    #[must_use]
    pub fn of_sale_on(&self, wanted: Date) -> Vec<SaleBar> {
        let listing = self.listing.as_ref().map(|listing| listing.bar(wanted));
        self.fixed.iter().cloned().chain(listing).collect()
    }

    /// Returns the first day on which no law or contract stops a sale that is wanted on a day; `None` is never.
    ///
    /// A moratorium counts as if a community body asked to bid. The body's own decision to keep a site is no bar
    /// in law.
    #[must_use]
    pub fn first_day(&self, wanted: Date) -> Option<Date> {
        self.latest(wanted, |bar| bar.until)
    }

    /// Returns the same day if nobody acts who could bind a sale longer.
    #[must_use]
    pub fn perhaps(&self, wanted: Date) -> Option<Date> {
        self.latest(wanted, |bar| bar.perhaps)
    }

    fn latest(&self, wanted: Date, of: impl Fn(&SaleBar) -> Option<Date>) -> Option<Date> {
        let bars = self.of_sale_on(wanted);
        let mut in_law = bars.iter().filter(|bar| !bar.is_decision());
        in_law.try_fold(wanted, |day, bar| Some(day.max(of(bar)?)))
    }
}

impl Listing {
    fn of(site: &Site, as_of: Date, policy: &Policy) -> Option<Self> {
        site.acv_listed_until.filter(|until| *until >= as_of)?;
        let weeks = policy.whole(FigureName::AcvInterimWeeks);
        let full = policy.whole(FigureName::AcvFullMonths);
        let protected = policy.whole(FigureName::AcvProtectedMonths);
        let from = |notice| moratorium(notice, weeks, full, protected).ok();
        Some(Self {
            served: site.acv_notice_on.and_then(|on| Some((on, from(on)?))),
            now: from(as_of)?,
            lengths: (weeks, full),
            as_of,
            row: site.row.clone(),
        })
    }

    /// A sale after the protected period of a notice needs a new one, given on the day of the snapshot at the earliest.
    fn bar(&self, wanted: Date) -> SaleBar {
        let served = self.served.filter(|(_, stop)| wanted.max(stop.full) <= stop.protected);
        let stop = served.map_or(self.now, |(_, stop)| stop);
        let (weeks, months) = self.lengths;
        let stage = match served {
            Some((notice_on, Moratorium { full, protected, .. })) if full <= self.as_of => {
                MoratoriumStage::Over { notice_on, protected }
            }
            Some((notice_on, Moratorium { interim, full, .. })) => {
                MoratoriumStage::Runs { notice_on, interim, full }
            }
            None => MoratoriumStage::ToBegin { again: self.served.is_some(), weeks, months },
        };
        SaleBar {
            kind: SaleBarKind::CommunityValue(stage),
            text: String::new(),
            until: Some(stop.full.max(stop.interim)),
            perhaps: Some(stop.interim),
            is_running: served.is_some(),
            row: self.row.clone(),
        }
    }
}

/// Gathers what stands in the way of a sale of a site.
///
/// A constraint that stops a sale, or of which nobody recorded what it stops, bars it to its last day or without
/// end. `assign` is the strictest right to assign `leases`, those of a long leasehold; `None` is not recorded.
pub(super) fn of_site(
    estate: &Estate,
    site: &Site,
    (leases, assign): (&[&Lease], Option<Right>),
    policy: &Policy,
) -> SaleBars {
    let as_of = estate.snapshot.as_of;
    let of_register = |kind, text: &str, until: Option<Date>, row: &RowRef| SaleBar {
        kind,
        text: text.trim().to_owned(),
        until,
        perhaps: until,
        is_running: true,
        row: row.clone(),
    };
    let keep = site
        .must_keep
        .as_deref()
        .map(|why| of_register(SaleBarKind::MustKeep(why.to_owned()), "", None, &site.row));
    let own = || estate.constraints_of(&site.site_id).iter().filter(|c| c.holds_on(as_of));
    let constraint = |c: &Constraint| {
        // The last day there is has no day after it.
        let until = c.until.map(|last| last.succ_opt().unwrap_or(last));
        of_register(SaleBarKind::Constraint(c.kind), &c.text, until, &c.row)
    };
    let constraints = own().filter(|c| c.blocks_or_both() != Blocks::Letting).map(constraint);
    let long = site.tenure == Some(Tenure::LongLeasehold);
    let strictest = leases.iter().find(|lease| lease.assign == assign);
    let row = strictest.map_or(&site.row, |lease| &lease.row);
    let lease = match assign.filter(|_| long) {
        Some(Right::Consent) => {
            let day = months_later(as_of, policy.whole(FigureName::LettingConsentMonths));
            // A day beyond the range of the program never comes.
            let waits = day.is_none_or(|day| day > as_of);
            waits.then(|| of_register(SaleBarKind::ConsentToAssign, "", day, row))
        }
        Some(Right::Barred) => Some(of_register(SaleBarKind::NoRightToAssign, "", None, row)),
        Some(Right::Permitted) | None => None,
    };
    let costs = [
        (ConstraintKind::GrantClawback, NotKnown::Clawback),
        (ConstraintKind::Contamination, NotKnown::Works),
    ];
    let is_there = |kind| own().any(|c| c.kind == Some(kind));
    SaleBars {
        fixed: keep.into_iter().chain(constraints).chain(lease).collect(),
        listing: Listing::of(site, as_of, policy),
        costs_not_known: costs
            .into_iter()
            .filter(|(kind, _)| is_there(*kind))
            .map(|(_, cost)| cost)
            .collect(),
        right_to_assign_unknown: long && assign.is_none(),
    }
}
