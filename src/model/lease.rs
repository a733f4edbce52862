//! A lease, either way.

use rust_decimal::Decimal;

use super::{Area, Date, Fact, LeaseId, Money, RowRef, SiteId, words::words};

words!(
    /// Which side of the lease the body is on.
    Role {
        Tenant = "tenant",
        Landlord = "landlord",
    }
);

impl Role {
    /// Returns which way what falls due under the lease goes.
    #[must_use]
    pub const fn direction(self) -> &'static str {
        match self {
            Self::Tenant => "payable",
            Self::Landlord => "receivable",
        }
    }
}

words!(
    /// When rent falls due.
    Payment {
        QuarterDays = "quarter_days",
        Monthly = "monthly",
        Yearly = "yearly",
    }
);

words!(
    /// What period rent and service charge are recorded for.
    RentPeriod {
        Year = "year",
        Quarter = "quarter",
        Month = "month",
    }
);

impl RentPeriod {
    /// Returns how many of them make a year.
    #[must_use]
    pub const fn in_a_year(self) -> u32 {
        match self {
            Self::Year => 1,
            Self::Quarter => 4,
            Self::Month => 12,
        }
    }
}

words!(
    /// How rent is reviewed.
    Review {
        None = "none",
        Market = "market",
        Cpi = "cpi",
        Rpi = "rpi",
    }
);

words!(
    /// What a lease says of subletting, assigning or sharing.
    Right {
        Permitted = "permitted",
        Consent = "consent",
        Barred = "barred",
    }
);

words!(
    /// How far a landlord's consent, or a deed of variation, has come.
    Consent {
        NotAsked = "not_asked",
        Asked = "asked",
        AgreedInPrinciple = "agreed_in_principle",
        Completed = "completed",
        Refused = "refused",
    }
);

words!(
    /// Security of tenure under the Landlord and Tenant Act 1954.
    Lta1954 {
        Protected = "protected",
        ContractedOut = "contracted_out",
    }
);

words!(
    /// What becomes of a site when the term of its lease has run.
    AfterTerm {
        /// The lease is renewed.
        Renew = "renew",
        /// The body leaves.
        End = "end",
    }
);

/// One lease; `None` is not known, never zero.
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "a field is named as its column; `load::schema` says what it holds")]
pub struct Lease {
    pub lease_id: LeaseId,
    pub site_id: SiteId,
    pub role: Role,
    pub counterparty: Option<String>,
    pub parent_lease_id: Option<LeaseId>,
    pub area_m2: Option<Area>,
    pub start: Date,
    /// The last day of the term; `None` of a periodic tenancy, which has none.
    pub expiry: Option<Date>,
    /// Pounds a year, whatever period it is recorded for.
    pub rent: Option<Money>,
    /// The period that rent and service charge are recorded for.
    pub rent_period: Option<RentPeriod>,
    pub payment: Option<Payment>,
    pub in_advance: Option<bool>,
    pub rent_free_months: Option<i64>,
    pub review: Option<Review>,
    pub review_years: Option<i64>,
    /// Fraction a year.
    pub cap: Option<Decimal>,
    /// Fraction a year.
    pub collar: Option<Decimal>,
    pub compound: Option<bool>,
    pub base_index_month: Option<String>,
    pub upward_only: Option<bool>,
    /// Estimated rental value, pounds a year.
    pub erv: Option<Money>,
    pub sublet_part: Fact<Right>,
    pub sublet_whole: Option<Right>,
    pub assign: Option<Right>,
    pub share: Option<Right>,
    /// Empty is not asked.
    pub consent_state: Fact<Consent>,
    pub lta_1954: Option<Lta1954>,
    /// Pounds a year, as `rent`.
    pub service_charge: Option<Money>,
    pub vat_opted: Option<bool>,
    pub deposit: Option<Money>,
    pub dilapidations: Option<Money>,
    pub day_count: Option<i64>,
    /// Whether the other side is a public body, so that rent between the two is a transfer.
    pub landlord_public: Option<bool>,
    pub row: RowRef,
}

impl Lease {
    /// Tells whether the term has not run out before a day; a periodic tenancy has no term to run out.
    #[must_use]
    pub fn runs_to(&self, day: Date) -> bool {
        self.expiry.is_none_or(|expiry| expiry >= day)
    }

    /// Returns the months that a period of the tenancy has, for as long as it has no term.
    ///
    /// The period is that for which rent is recorded, else that of its payments, else a year.
    #[must_use]
    pub fn period_months(&self) -> u32 {
        let recorded = self.rent_period.map(RentPeriod::in_a_year);
        let paid = self.payment.map(|payment| match payment {
            Payment::Yearly => 1,
            Payment::QuarterDays => 4,
            Payment::Monthly => 12,
        });
        12 / recorded.or(paid).unwrap_or(1)
    }
}
