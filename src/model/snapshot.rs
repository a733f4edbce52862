//! The snapshot itself: whose estate on which day, and the totals it must agree with.

use rust_decimal::Decimal;

use super::{Date, FinancialYear, Money, Status, Tenure, words::words};

words!(
    /// What a ledger line is for.
    CostCategory {
        Rent = "rent",
        Rates = "rates",
        Utilities = "utilities",
        Maintenance = "maintenance",
        Cleaning = "cleaning",
        Security = "security",
        Insurance = "insurance",
        ServiceCharge = "service_charge",
        Other = "other",
    }
);

impl CostCategory {
    /// Returns the words of a page or picture.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Rent => "Rent",
            Self::Rates => "Business rates",
            Self::Utilities => "Utilities",
            Self::Maintenance => "Maintenance",
            Self::Cleaning => "Cleaning",
            Self::Security => "Security",
            Self::Insurance => "Insurance",
            Self::ServiceCharge => "Service charge",
            Self::Other => "Other",
        }
    }

    /// Tells whether what one site pays of it is withheld from the public: what a landlord or a guard is paid.
    #[must_use]
    pub const fn is_restricted(self) -> bool {
        matches!(self, Self::Rent | Self::ServiceCharge | Self::Security)
    }
}

words!(
    /// How people were counted; the best present at a site is read, in this order.
    ObservationMethod {
        Sensor = "sensor",
        Badge = "badge",
        Survey = "survey",
        /// Not read: what is booked is not what is used.
        Booking = "booking",
        /// Not read: a guess is no observation.
        Assumed = "assumed",
    }
);

words!(
    /// Which value column an asset total is of.
    ValueColumn {
        BookValue = "book_value",
        ExistingUseValue = "existing_use_value",
        MarketValue = "market_value",
        AlternativeUseValue = "alternative_use_value",
    }
);

/// The total that a value column must agree with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AssetControl {
    /// The total of the accounts.
    pub amount: Money,
    /// Which value it is of.
    pub column: ValueColumn,
    /// Sites of these tenures count.
    pub tenures: Vec<Tenure>,
    /// Sites of these statuses count.
    pub statuses: Vec<Status>,
}

/// The total that the ledger of a year must agree with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CostControl {
    /// The total of the accounts.
    pub amount: Money,
    /// The year it is of.
    pub financial_year: FinancialYear,
}

/// Whose estate this is, on which day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snapshot {
    /// The estate's name.
    pub name: String,
    /// The day the data is of.
    pub as_of: Date,
    /// Whose estate it is.
    pub organisation: Option<String>,
    /// Words that every page and picture must carry, such as "illustrative data".
    pub note: Option<String>,
    /// The total of a value column.
    pub asset_value: Option<AssetControl>,
    /// The total of the ledger.
    pub running_cost: Option<CostControl>,
    /// Fraction of the control total; `None` is the policy's.
    pub tolerance: Option<Decimal>,
}
