//! A fact that is not known, and where it would be written down: one closed list.
//!
//! Readings, lettings, options, lease sums and the programme name the gaps they met where they met them, so that
//! whoever asks what to find out next is told the table and the column.

use super::OptionFactKind;

/// Makes the list of gaps: name, table, columns, words.
macro_rules! gaps {
    ($(#[$meta:meta])* $name:ident {
        $($(#[$vmeta:meta])* $variant:ident: $table:literal [$($column:literal),+] $words:literal;)+
    }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$vmeta])* #[doc = concat!($words, ": `", $table, "`")] $variant),+ }

        impl $name {
            /// Every gap, in the order of the list.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// Returns the table of the snapshot, by its name in the schema; `treasury` is `treasury.toml`.
            #[must_use]
            pub const fn table(self) -> &'static str {
                match self { $(Self::$variant => $table),+ }
            }

            /// Returns the columns that hold the fact; several are needed together.
            ///
            /// Where a whole row is missing the last is the fact itself and those before it say which row.
            #[must_use]
            pub const fn columns(self) -> &'static [&'static str] {
                match self { $(Self::$variant => &[$($column),+]),+ }
            }

            /// Returns the fact in words.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $words),+ }
            }
        }
    };
}

gaps!(
    /// A fact that is not known, and where it would be written down; in order of table and column.
    Gap {
        RunningCost: "costs" ["financial_year", "category", "amount"] "running cost of the year";
        Zones: "demand" ["zone_id", "population"] "zones of the area served and their people";
        Index: "indices" ["series", "month", "value"] "a value of the price index";
        DatedRent: "lease_events" ["amount"] "the rent from a dated change";
        NoticeOfBreak: "lease_events" ["notice_months"] "the notice of a break";
        PartyOfBreak: "lease_events" ["party"] "whose a break is";
        Penalty: "lease_events" ["penalty"] "what a break costs";
        ConcessionEnd: "lease_events" ["until"] "the end of a rent-free or part-rent period";
        LetArea: "leases" ["area_m2"] "how much of it is let";
        Assign: "leases" ["assign"] "the right to assign";
        BaseIndexMonth: "leases" ["base_index_month"] "the month of the base index";
        Cap: "leases" ["cap", "collar"] "cap and collar of an index review";
        Compound: "leases" ["compound"] "whether cap and collar compound";
        ConsentState: "leases" ["consent_state"] "the state of consent";
        Deposit: "leases" ["deposit"] "the deposit";
        Dilapidations: "leases" ["dilapidations"] "dilapidations";
        MarketRent: "leases" ["erv"] "estimated rental value of a lease";
        Expiry: "leases" ["expiry"] "the last day of a lease";
        LandlordPublic: "leases" ["landlord_public"] "whether the other side of the lease is a public body";
        Act1954: "leases" ["lta_1954"] "the position under the 1954 Act";
        Rent: "leases" ["rent"] "the rent of a lease";
        Review: "leases" ["review"] "the kind of a rent review";
        ReviewYears: "leases" ["review_years"] "the years between reviews";
        TenantLease: "leases" ["role", "start", "expiry"] "a lease as tenant";
        ServiceCharge: "leases" ["service_charge"] "the service charge of a lease";
        SubletPart: "leases" ["sublet_part"] "the right to sublet part";
        UpwardOnly: "leases" ["upward_only"] "whether a review may lower the rent";
        VatOpted: "leases" ["vat_opted"] "whether the landlord has opted to tax";
        HoursOpenCells: "occupancy" ["hours_open"] "opening hours in some occupancy surveys";
        MeanCells: "occupancy" ["mean_occupied"] "headcounts in some occupancy surveys";
        MethodCells: "occupancy" ["method"] "the method of some occupancy surveys";
        HoursSeen: "occupancy" ["on", "capacity", "hours_open", "hours_in_use"] "observed hours of use";
        PeopleSeen: "occupancy" ["on", "capacity", "mean_occupied"] "observations of people present";
        PeakSeen: "occupancy" ["on", "capacity", "peak_occupied"] "observations of the most present";
        PeakCells: "occupancy" ["peak_occupied"] "peak headcounts in some occupancy surveys";
        Clawback: "option_facts" ["option", "fact", "amount"] "grant to be paid back";
        Consideration: "option_facts" ["option", "fact", "amount"] "what the other side would ask or pay";
        FunctionElsewhere: "option_facts" ["option", "fact", "amount"] "what providing its function elsewhere costs";
        PartnerSaves: "option_facts" ["option", "fact", "amount"] "what the partner saves elsewhere";
        Possession: "option_facts" ["option", "fact", "amount"] "what vacant possession costs";
        Works: "option_facts" ["option", "fact", "amount"] "works to clear the site of contamination";
        PartnerWants: "partners" ["wants_m2"] "what partners within reach want";
        BacklogHigh: "sites" ["backlog_high"] "backlog of high risk";
        BacklogSignificant: "sites" ["backlog_significant"] "backlog of significant risk";
        Position: "sites" ["easting", "northing"] "position";
        PositionElsewhere: "sites" ["easting", "northing"] "the position of another site";
        EnergyRating: "sites" ["epc_rating"] "an energy rating that allows a letting";
        RentalValue: "sites" ["erv_per_m2"] "estimated rental value";
        GrossArea: "sites" ["gia_m2"] "gross internal area";
        MarketValue: "sites" ["market_value"] "market value";
        NetArea: "sites" ["nia_m2"] "net internal area";
        OccupiedArea: "sites" ["occupied_m2"] "area in use";
        OfficeArea: "sites" ["office_nia_m2"] "office area";
        RateableValue: "sites" ["rateable_value"] "rateable value";
        SeparateEntrance: "sites" ["separate_entrance"] "separate entrance";
        Status: "sites" ["status"] "status";
        Tenure: "sites" ["tenure"] "tenure";
        Use: "sites" ["use"] "use";
        Workstations: "sites" ["workstations"] "workstations";
        RoomElsewhere: "sites" ["workstations"] "the workstations of another site, or who works there";
        Function: "teams" ["function"] "the function of every team";
        Staff: "teams" ["team", "fte"] "office staff";
        Teams: "teams" ["team", "fte"] "the teams that work there";
        Decision: "treasury" ["decisions"] "a decision of the body";
    }
);

impl Gap {
    /// Returns the column that holds the fact itself.
    #[must_use]
    pub const fn column(self) -> &'static str {
        let columns = self.columns();
        columns[columns.len() - 1]
    }

    /// Returns what `option_facts` calls it; `None` of a gap of another table.
    #[must_use]
    pub const fn option_fact(self) -> Option<OptionFactKind> {
        Some(match self {
            Self::Clawback => OptionFactKind::Clawback,
            Self::Consideration => OptionFactKind::Consideration,
            Self::FunctionElsewhere => OptionFactKind::FunctionElsewhere,
            Self::PartnerSaves => OptionFactKind::PartnerSaves,
            Self::Possession => OptionFactKind::Possession,
            Self::Works => OptionFactKind::Works,
            _ => return None,
        })
    }
}

/// The gaps that one figure met, each once, in the order in which they were met.
///
/// As small as a word, since a large estate has millions of readings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Gaps([Option<Gap>; Gaps::MOST]);

impl Gaps {
    /// How many can be held: no figure waits for more.
    pub const MOST: usize = 6;
    /// No gap.
    pub const NONE: Self = Self([None; Self::MOST]);

    /// Returns one gap.
    #[must_use]
    pub const fn of(gap: Gap) -> Self {
        let mut one = Self::NONE;
        one.0[0] = Some(gap);
        one
    }

    /// Returns these gaps and another.
    #[must_use]
    pub fn and(mut self, gap: Gap) -> Self {
        if !self.iter().any(|own| own == gap) {
            let free = self.0.iter_mut().find(|place| place.is_none());
            debug_assert!(free.is_some(), "more gaps than a figure waits for");
            if let Some(free) = free {
                *free = Some(gap);
            }
        }
        self
    }

    /// Returns these gaps and another where there is one.
    #[must_use]
    pub fn and_if(self, lacking: bool, gap: Gap) -> Self {
        if lacking { self.and(gap) } else { self }
    }

    /// Returns these gaps and others.
    #[must_use]
    pub fn and_all(self, others: Self) -> Self {
        others.iter().fold(self, Self::and)
    }

    /// Returns these gaps, or one where there is none.
    #[must_use]
    pub const fn or(self, gap: Gap) -> Self {
        if self.is_empty() { Self::of(gap) } else { self }
    }

    /// Tells whether there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0[0].is_none()
    }

    /// Returns the gaps in the order in which they were met.
    pub fn iter(&self) -> impl Iterator<Item = Gap> + use<> {
        self.0.into_iter().map_while(|gap| gap)
    }
}

impl From<Gap> for Gaps {
    fn from(gap: Gap) -> Self {
        Self::of(gap)
    }
}

impl From<Option<Gap>> for Gaps {
    fn from(gap: Option<Gap>) -> Self {
        gap.map_or(Self::NONE, Self::of)
    }
}

impl FromIterator<Gap> for Gaps {
    fn from_iter<T: IntoIterator<Item = Gap>>(gaps: T) -> Self {
        gaps.into_iter().fold(Self::NONE, Self::and)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// So that what is sorted by gap is sorted by table and column.
    #[test]
    fn gaps_stand_in_the_order_of_table_and_columns_each_with_words_of_its_own() {
        let places: Vec<_> = Gap::ALL.iter().map(|g| (g.table(), g.columns())).collect();
        assert!(places.is_sorted());
        let words: std::collections::BTreeSet<_> = Gap::ALL.iter().map(|g| g.word()).collect();
        assert_eq!(words.len(), Gap::ALL.len());
    }

    #[test]
    fn a_figure_meets_each_gap_once_in_the_order_met() {
        let gaps = Gaps::of(Gap::Use).and(Gap::Tenure).and(Gap::Use).and_all(Gap::Status.into());
        assert_eq!(gaps.iter().collect::<Vec<_>>(), [Gap::Use, Gap::Tenure, Gap::Status]);
        assert_eq!(gaps.or(Gap::Rent), gaps);
        assert_eq!(Gaps::NONE.or(Gap::Rent), Gap::Rent.into());
        assert_eq!(size_of::<Gaps>(), Gaps::MOST);
    }
}
