//! The nouns of an estate: plain data without files, frames or policy.
//!
//! A record keeps the [`RowRef`] it came from, so that every figure can be traced to a file and row.

mod agreement;
mod benefit;
mod contact_details;
mod counter;
mod finding;
mod gap;
mod ids;
mod lease;
mod lease_event;
mod loan;
mod money;
mod opening;
mod option_fact;
mod option_kind;
mod outline;
mod paper;
mod partner;
mod postcode;
mod price_index;
mod prices;
mod principle;
mod project;
mod quantity;
mod reading;
mod rule;
mod same_site;
mod service;
mod sift;
mod site;
mod snapshot;
mod time;
mod treasury;
mod trend;
mod unseen;
mod weight;
mod weighting;
pub(crate) mod words;
mod zone;

pub use agreement::Agreement;
pub use benefit::{BenefitKind, BenefitStatus, BenefitYear};
pub use contact_details::{ContactDetail, is_header_of_people, without_contact_details};
pub use counter::{CounterHours, CounterLine};
pub use finding::{Beside, Checked, Finding, Findings, Place, RowRef, Severity};
pub use gap::{Gap, Gaps};
pub use ids::{AgreementId, BenefitId, LONGEST_ID, LeaseId, PartnerId, ProjectId, SiteId, ZoneId};
pub use lease::{AfterTerm, Consent, Lease, Lta1954, Payment, RentPeriod, Review, Right, Role};
pub use lease_event::{EventKind, LeaseEvent, Notice, Party, meant_break};
pub use loan::LoanKind;
pub use money::{LARGEST_LEDGER_PENCE, LARGEST_PENCE, Money, with_thousands};
pub use opening::{ClockTime, OpenSpan, Week, Weekday};
pub use option_fact::{OptionFact, OptionFactKind};
pub use option_kind::OptionKind;
pub use outline::Outline;
pub use paper::{
    Background, CurrentWork, Equality, Financial, Legal, NextStep, Paper, PaperHeading,
    PublicAccess, Risk, Staffing, Sustainability,
};
pub use partner::{Partner, PartnerKind};
pub use postcode::Postcode;
pub use price_index::{Month, PriceIndex};
pub use prices::Prices;
pub use principle::Principle;
pub use project::{PriceBase, ProjectYear, WorksClass};
pub use quantity::{
    Area, AtLeast, Fte, Index, Points, decimals, div_round, ratio_term, thousandths, to_whole,
};
pub use reading::{
    Basis, Measure, Quantity, Reading, Score, State, SubletRight, Unit, pounds, pounds_short,
};
pub use rule::Rule;
pub use same_site::SameSite;
pub use service::{DemandKind, Service};
pub use sift::{SiftGroup, Signal, SignalFinding};
pub use site::{
    Blocks, Condition, Constraint, ConstraintKind, Fact, Grade, PositionOf, Site, Status, Team,
    TeamFunction, Tenure, Use,
};
pub use snapshot::{
    AssetControl, CostCategory, CostControl, ObservationMethod, Snapshot, ValueColumn,
};
pub use time::{
    Date, FinancialYear, Period, date_of_day, day_number, months_earlier, months_later, months_up,
    whole_months,
};
pub use treasury::{
    Decision, ExternalBorrowing, FromYear, GivenReceipt, Loan, LoanTaken, MrpMethod, NewLoans,
    OpeningTranche, SavingsTarget, TargetOf, Treasury, YearSum,
};
pub use trend::{BreakReason, TrendOf};
pub use unseen::{UNSEEN, bytes_may_hold_unseen, coded_text, holds_unseen, is_unseen, seen_text};
pub use weight::Weight;
pub use weighting::{CriterionSwing, SwingSheet, Weighting, WeightingMethod};
pub(crate) use words::words;
pub use words::{
    ClosedWord, and_list, and_list_up_to, capital, counted, folded, or_list, rows_named, safe_text,
};
pub use zone::{Journey, TimeOfDay, TravelMode, Zone};
