//! The first sift: what a register alone can say for or against looking at a site.

use super::words::words;

words!(
    /// One thing that a register can say for or against looking at a site.
    Signal {
        /// It is vacant, or for sale.
        Vacant = "vacant",
        AreaInUse = "area_in_use",
        Condition = "condition",
        FunctionalSuitability = "functional_suitability",
        BacklogPerM2 = "backlog_per_m2",
        RunningCostPerM2 = "running_cost_per_m2",
        UtilitiesPerM2 = "utilities_per_m2",
        /// A lease as tenant ends, or can be ended, soon.
        LeaseEnd = "lease_end",
        LeasedUnderUsed = "leased_under_used",
        EnergyRating = "energy_rating",
        /// Another site of its use is near.
        NearSameUse = "near_same_use",
    }
);

words!(
    /// What a signal says of one site.
    SignalFinding {
        For = "for",
        Against = "against",
        NotKnown = "not_known",
        /// Sites of this kind are not judged by it.
        DoesNotApply = "does_not_apply",
    }
);

words!(
    /// Where the sift puts a site, in the order in which sites are told.
    SiftGroup {
        LookFirst = "look_first",
        LookNext = "look_next",
        NoSign = "no_sign",
        TooLittleKnown = "too_little_known",
        /// The body has decided already.
        Decided = "decided",
        MustKeep = "must_keep",
        ForSale = "for_sale",
        Sold = "sold",
    }
);

impl Signal {
    /// Returns the tables and columns that it reads.
    #[must_use]
    pub const fn columns(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::Vacant => &[("sites", "status")],
            Self::AreaInUse => {
                &[("sites", "occupied_m2"), ("sites", "nia_m2"), ("sites", "gia_m2")]
            }
            Self::Condition => &[("sites", "condition")],
            Self::FunctionalSuitability => &[("sites", "functional_suitability")],
            Self::BacklogPerM2 => &[
                ("sites", "backlog_high"),
                ("sites", "backlog_significant"),
                ("sites", "backlog_moderate"),
                ("sites", "backlog_low"),
                ("sites", "backlog_total"),
                ("sites", "gia_m2"),
            ],
            Self::RunningCostPerM2 | Self::UtilitiesPerM2 => {
                &[("costs", "amount"), ("sites", "gia_m2")]
            }
            Self::LeaseEnd => &[
                ("leases", "start"),
                ("leases", "expiry"),
                ("leases", "role"),
                ("lease_events", "on"),
                ("lease_events", "notice_months"),
            ],
            Self::LeasedUnderUsed => &[
                ("sites", "status"),
                ("sites", "occupied_m2"),
                ("sites", "nia_m2"),
                ("sites", "gia_m2"),
                ("occupancy", "capacity"),
                ("occupancy", "hours_open"),
                ("occupancy", "mean_occupied"),
            ],
            Self::EnergyRating => &[("sites", "epc_rating"), ("sites", "epc_valid_until")],
            Self::NearSameUse => &[
                ("sites", "easting"),
                ("sites", "northing"),
                ("sites", "latitude"),
                ("sites", "longitude"),
            ],
        }
    }

    /// Tells whether a position in negotiations with a landlord stands behind it, which is not for publication.
    #[must_use]
    pub const fn is_of_leases(self) -> bool {
        matches!(self, Self::LeaseEnd | Self::LeasedUnderUsed)
    }

    /// Tells whether it shows how much a site is used, and so that it is vacant, which is not for publication.
    #[must_use]
    pub const fn is_of_use(self) -> bool {
        matches!(self, Self::Vacant | Self::AreaInUse | Self::LeasedUnderUsed)
    }

    /// Tells whether a sum of one site stands behind it, whose reading is not for publication.
    #[must_use]
    pub const fn is_of_money(self) -> bool {
        matches!(self, Self::BacklogPerM2 | Self::RunningCostPerM2 | Self::UtilitiesPerM2)
    }
}
