//! The nouns of an estate: plain data without files, frames or policy.
//!
//! A record keeps the [`RowRef`] it came from, so that every figure can be traced to a file and row.

mod agreement;
mod finding;
mod ids;
mod lease;
mod lease_event;
mod money;
mod outline;
mod partner;
mod postcode;
mod price_index;
mod quantity;
mod reading;
mod rule;
mod site;
mod snapshot;
mod time;
pub(crate) mod words;

pub use agreement::Agreement;
pub use finding::{Checked, Finding, Findings, Place, RowRef, Severity};
pub use ids::{AgreementId, LONGEST_ID, LeaseId, PartnerId, SiteId};
pub use lease::{Consent, Lease, Lta1954, Payment, Review, Right, Role};
pub use lease_event::{EventKind, LeaseEvent, Party, meant_break};
pub use money::{LARGEST_PENCE, Money, with_thousands};
pub use outline::Outline;
pub use partner::{Partner, PartnerKind};
pub use postcode::Postcode;
pub use price_index::{Month, PriceIndex};
pub use quantity::{
    Area, Fte, Index, Points, decimals, div_round, ratio_term, thousandths, to_whole,
};
pub use reading::{
    Basis, Measure, Quantity, Reading, Score, State, SubletRight, Unit, pounds, pounds_short,
};
pub use rule::Rule;
pub use site::{
    Blocks, Condition, Constraint, ConstraintKind, Fact, Grade, Site, Status, Team, TeamFunction,
    Tenure, Use,
};
pub use snapshot::{
    AssetControl, CostCategory, CostControl, ObservationMethod, Snapshot, ValueColumn,
};
pub use time::{
    Date, FinancialYear, Period, day_number, months_earlier, months_later, months_up, whole_months,
};
pub(crate) use words::words;
pub use words::{counted, folded, safe_text};
