//! A site, its teams and its constraints.

use super::{AfterTerm, Area, Date, Fte, Money, RowRef, SiteId, words::words};

/// What a cell says when it matters whether it was empty or could not be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fact<T> {
    /// The cell holds this.
    Known(T),
    /// The cell is empty, or the table has no such column.
    Empty,
    /// The cell holds something that could not be read; a finding says so.
    Unreadable,
}

impl<T: Copy> Fact<T> {
    /// Returns the value, or `default` for an empty cell; `None` for one that could not be read.
    pub fn or_empty(self, default: T) -> Option<T> {
        match self {
            Self::Known(value) => Some(value),
            Self::Empty => Some(default),
            Self::Unreadable => None,
        }
    }

    /// Returns the value if there is one.
    pub fn known(self) -> Option<T> {
        match self {
            Self::Known(value) => Some(value),
            Self::Empty | Self::Unreadable => None,
        }
    }
}

words!(
    /// What a site is used for.
    Use {
        Office = "office",
        FrontCounter = "front_counter",
        ResponseBase = "response_base",
        Custody = "custody",
        Stores = "stores",
        Workshop = "workshop",
        Training = "training",
        Mast = "mast",
        Land = "land",
        Residential = "residential",
        Other = "other",
    }
);

words!(
    /// How the body holds a site.
    Tenure {
        Freehold = "freehold",
        LongLeasehold = "long_leasehold",
        Leasehold = "leasehold",
        Licence = "licence",
    }
);

words!(
    /// Physical condition, as in the NHS and DfE scheme.
    Condition {
        A = "A",
        B = "B",
        C = "C",
        D = "D",
        Dx = "DX",
    }
);

words!(
    /// What a position is of.
    PositionOf {
        /// The site itself.
        Site = "site",
        /// The point of its postcode, as a list of postcodes gives it.
        Postcode = "postcode",
    }
);

words!(
    /// A grade from A to D.
    Grade {
        A = "A",
        B = "B",
        C = "C",
        D = "D",
    }
);

words!(
    /// Where a site stands in its life.
    Status {
        Operational = "operational",
        Vacant = "vacant",
        ForSale = "for_sale",
        Sold = "sold",
    }
);

/// One property of the estate; `None` is not known, never zero.
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "a field is named as its column; `load::schema` says what it holds")]
pub struct Site {
    pub site_id: SiteId,
    pub name: String,
    pub site_use: Fact<Use>,
    pub address: Option<String>,
    pub postcode: Option<String>,
    pub uprn: Option<String>,
    /// Longitude and latitude in degrees, WGS84; unknown when implausible.
    pub position: Option<geo::Point>,
    /// To how many metres the digits of its position tell the place.
    pub position_within_m: Option<u32>,
    /// What the position is of; `None` is the site itself.
    pub position_of: Option<PositionOf>,
    pub tenure: Option<Tenure>,
    pub gia_m2: Option<Area>,
    /// Empty falls back on gross area; unreadable does not.
    pub nia_m2: Fact<Area>,
    pub office_nia_m2: Option<Area>,
    pub occupied_m2: Option<Area>,
    /// Hectares.
    pub site_area_ha: Option<rust_decimal::Decimal>,
    pub workstations: Option<i64>,
    /// Workstations that works could add.
    pub extra_workstations: Option<i64>,
    /// What those works cost.
    pub extra_workstations_cost: Option<Money>,
    pub condition: Option<Condition>,
    pub backlog_high: Option<Money>,
    pub backlog_significant: Option<Money>,
    pub backlog_moderate: Option<Money>,
    pub backlog_low: Option<Money>,
    /// All four bands together, where they are not told apart, or beside them.
    pub backlog_total: Option<Money>,
    pub functional_suitability: Option<Grade>,
    pub epc_rating: Option<String>,
    pub epc_valid_until: Option<Date>,
    pub dec_rating: Option<String>,
    pub book_value: Option<Money>,
    pub existing_use_value: Option<Money>,
    pub market_value: Option<Money>,
    pub alternative_use_value: Option<Money>,
    pub valued_on: Option<Date>,
    /// Estimated rental value of the space if let, pounds a year per m².
    pub erv_per_m2: Option<Money>,
    pub rateable_value: Option<Money>,
    /// The reason why it must be kept.
    pub must_keep: Option<String>,
    pub separate_entrance: Option<bool>,
    pub secure: Fact<bool>,
    pub public_counter: Option<bool>,
    pub listed: Option<bool>,
    pub acv_listed_until: Option<Date>,
    pub acv_notice_on: Option<Date>,
    pub compulsorily_purchased: Option<bool>,
    pub status: Fact<Status>,
    pub status_on: Option<Date>,
    pub district: Option<String>,
    /// What business as usual assumes after the term of its leases; `None` leaves it to the policy.
    pub after_term: Option<AfterTerm>,
    pub row: RowRef,
}

impl Site {
    /// Returns the backlog of all four bands; `None` where a band is not recorded and no total is.
    ///
    /// A total below the bands that are recorded is none.
    #[must_use]
    pub fn backlog(&self) -> Option<Money> {
        let bands =
            [self.backlog_high, self.backlog_significant, self.backlog_moderate, self.backlog_low];
        let known = Money::checked_sum(bands.into_iter().flatten())?;
        if bands.iter().all(Option::is_some) {
            return Some(known);
        }
        self.backlog_total.filter(|total| known <= *total)
    }

    /// Returns the use, office for an empty cell; `None` when the cell could not be read.
    #[must_use]
    pub fn use_or_office(&self) -> Option<Use> {
        self.site_use.or_empty(Use::Office)
    }

    /// Returns the letter of its energy rating, A to G; `None` is not recorded, or no such grade.
    #[must_use]
    pub fn energy_letter(&self) -> Option<char> {
        let mut letters = self.epc_rating.as_deref()?.trim().chars();
        let grade = letters.next()?.to_ascii_uppercase();
        // A word, such as "exempt".
        let is_word = letters.next().is_some_and(char::is_alphabetic);
        (!is_word && ('A'..='G').contains(&grade)).then_some(grade)
    }

    /// Returns the place of its energy rating, from 1 for A to 7 for G; `None` is not recorded, or no such grade.
    #[must_use]
    pub fn energy_grade(&self) -> Option<u32> {
        self.energy_letter().map(|letter| u32::from(letter) - u32::from('A') + 1)
    }

    /// Returns the status, operational for an empty cell; `None` when the cell could not be read.
    #[must_use]
    pub fn status_or_operational(&self) -> Option<Status> {
        self.status.or_empty(Status::Operational)
    }

    /// Tells whether it must be left out of the public edition.
    ///
    /// An empty cell on custody, stores and masts counts as secure, and so does any cell or use that
    /// could not be read.
    #[must_use]
    pub fn is_secure_in_public(&self) -> bool {
        match self.secure {
            Fact::Known(secure) => secure,
            Fact::Unreadable => true,
            Fact::Empty => match self.site_use {
                Fact::Known(u) => matches!(u, Use::Custody | Use::Stores | Use::Mast),
                Fact::Empty => false,
                Fact::Unreadable => true,
            },
        }
    }
}

words!(
    /// What a team does.
    TeamFunction {
        Office = "office",
        Response = "response",
        Neighbourhood = "neighbourhood",
        Investigation = "investigation",
        Custody = "custody",
        Support = "support",
        Training = "training",
        Other = "other",
    }
);

/// Staff who belong at a site.
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "a field is named as its column; `load::schema` says what it holds")]
pub struct Team {
    pub site_id: SiteId,
    pub team: String,
    /// Empty counts as office.
    pub function: Fact<TeamFunction>,
    pub fte: Fte,
    pub headcount: Option<i64>,
    /// A fraction, 0 to 1.
    pub mobile_share: Option<rust_decimal::Decimal>,
    pub row: RowRef,
}

words!(
    /// What kind of thing stops a sale or letting.
    ConstraintKind {
        Title = "title",
        Covenant = "covenant",
        Mast = "mast",
        Contamination = "contamination",
        GrantClawback = "grant_clawback",
        Pfi = "pfi",
        Planning = "planning",
        Other = "other",
    }
);

words!(
    /// What a constraint stops.
    Blocks {
        Sale = "sale",
        Letting = "letting",
        Both = "both",
    }
);

/// One thing that stops a sale or letting.
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "a field is named as its column; `load::schema` says what it holds")]
pub struct Constraint {
    pub site_id: SiteId,
    pub kind: Option<ConstraintKind>,
    pub text: String,
    /// What it stops; not known counts as both.
    pub blocks: Option<Blocks>,
    /// The last day on which it stops anything; `None` is without end.
    pub until: Option<Date>,
    pub row: RowRef,
}

impl Constraint {
    /// Tells whether it still stops something on a day.
    #[must_use]
    pub fn holds_on(&self, day: Date) -> bool {
        self.until.is_none_or(|until| until >= day)
    }

    /// Returns what it stops, both when that is not known.
    #[must_use]
    pub fn blocks_or_both(&self) -> Blocks {
        self.blocks.unwrap_or(Blocks::Both)
    }
}
