//! Which columns each measure is worked out from: the one list that rows, completeness and doubts are read off.

use crate::model::Measure;

/// One column of a table, and the measures worked out from it.
type Read = (&'static str, &'static str, &'static [Measure]);

/// The columns that measures read, in the order of the schema; one that none reads is not in it.
const READS: &[Read] = &[
    ("sites", "easting", &[Measure::PartnerNeed, Measure::RoomNearBy]),
    ("sites", "northing", &[Measure::PartnerNeed, Measure::RoomNearBy]),
    ("sites", "latitude", &[Measure::PartnerNeed, Measure::RoomNearBy]),
    ("sites", "longitude", &[Measure::PartnerNeed, Measure::RoomNearBy]),
    ("sites", "tenure", TENURE),
    ("sites", "gia_m2", &[Measure::AreaInUse, Measure::CostPerM2, Measure::LettingValue]),
    ("sites", "nia_m2", &[Measure::AreaInUse]),
    ("sites", "office_nia_m2", OFFICE),
    ("sites", "occupied_m2", &[Measure::AreaInUse]),
    ("sites", "workstations", DESKS),
    ("sites", "backlog_high", &[Measure::BacklogAvoided]),
    ("sites", "backlog_significant", &[Measure::BacklogAvoided]),
    ("sites", "epc_rating", &[Measure::LettingValue]),
    ("sites", "market_value", &[Measure::NetReceipt]),
    ("sites", "erv_per_m2", &[Measure::LettingValue]),
    ("sites", "separate_entrance", &[Measure::SeparateEntrance, Measure::LettingValue]),
    ("sites", "status", STATUS),
    ("leases", "expiry", LEASE_TERM),
    ("leases", "sublet_part", &[Measure::RightToSubletPart, Measure::LettingValue]),
    ("leases", "consent_state", &[Measure::RightToSubletPart, Measure::LettingValue]),
    ("leases", "assign", &[Measure::TimeToGrant, Measure::MonthsToExit]),
    ("leases", "lta_1954", EXIT),
    ("leases", "dilapidations", &[Measure::NetReceipt]),
    ("lease_events", "notice_months", EXIT),
    ("lease_events", "notice_weeks", EXIT),
    ("lease_events", "notice_days", EXIT),
    ("lease_events", "party", EXIT),
    ("lease_events", "penalty", &[Measure::NetReceipt]),
    ("costs", "amount", LEDGER),
    ("cost_totals", "amount_pence", LEDGER),
    ("occupancy", "method", OBSERVED),
    ("occupancy", "capacity", OBSERVED),
    ("occupancy", "hours_open", &[Measure::Utilisation, Measure::Frequency, Measure::Occupancy]),
    ("occupancy", "mean_occupied", &[Measure::Utilisation, Measure::Occupancy]),
    ("occupancy", "peak_occupied", PEAKS),
    ("occupancy", "hours_in_use", &[Measure::Frequency, Measure::Occupancy]),
    ("occupancy_summary", "peak_above_capacity", OBSERVED),
    ("occupancy_summary", "mean_above_capacity", OBSERVED),
    ("occupancy_summary", "mean_above_peak", OBSERVED),
    ("occupancy_summary", "hours_above_open", OBSERVED),
    ("occupancy_summary", "without_places", OBSERVED),
    ("teams", "function", &[Measure::Space, Measure::OfficeFte, Measure::RoomNearBy]),
    ("teams", "fte", &[Measure::Space, Measure::OfficeFte, Measure::RoomNearBy]),
    ("partners", "easting", &[Measure::PartnerNeed]),
    ("partners", "northing", &[Measure::PartnerNeed]),
    ("partners", "latitude", &[Measure::PartnerNeed]),
    ("partners", "longitude", &[Measure::PartnerNeed]),
    ("partners", "wants_m2", &[Measure::PartnerNeed]),
];

/// Columns that no measure is worked out from but that a finding holds against one: a lease's rent against the
/// ledger's, a site's cost against its peers'.
const HELD_AGAINST: &[Read] = &[
    // What is told of a whole site is its running cost.
    ("sites", "site_id", &[Measure::RunningCost, Measure::CostSaved, Measure::CostPerM2]),
    ("leases", "rent", &[Measure::CostSaved]),
    ("leases", "rent_free_months", &[Measure::CostSaved]),
];

// A tenant pays its part of what the building costs to run.
const LEDGER: &[Measure] =
    &[Measure::RunningCost, Measure::CostSaved, Measure::CostPerM2, Measure::LettingValue];
const OFFICE: &[Measure] = &[
    Measure::Space,
    Measure::SurplusArea,
    Measure::LettableSpace,
    Measure::LettingValue,
    Measure::PartnerNeed,
];
const DESKS: &[Measure] = &[
    Measure::SurplusWorkstations,
    Measure::SurplusArea,
    Measure::LettableSpace,
    Measure::LettingValue,
    Measure::PartnerNeed,
    Measure::RoomNearBy,
];
const PEAKS: &[Measure] = &[
    Measure::Peak,
    Measure::PeakPeople,
    Measure::SurplusWorkstations,
    Measure::SurplusArea,
    Measure::LettableSpace,
    Measure::LettingValue,
    Measure::PartnerNeed,
    Measure::RoomNearBy,
];
const OBSERVED: &[Measure] = &[
    Measure::Utilisation,
    Measure::Frequency,
    Measure::Occupancy,
    Measure::Peak,
    Measure::PeakPeople,
    Measure::SurplusWorkstations,
    Measure::SurplusArea,
    Measure::LettableSpace,
    Measure::LettingValue,
    Measure::PartnerNeed,
    Measure::RoomNearBy,
];
const STATUS: &[Measure] = &[
    Measure::Utilisation,
    Measure::Peak,
    Measure::PeakPeople,
    Measure::Space,
    Measure::AreaInUse,
    Measure::SurplusWorkstations,
    Measure::SurplusArea,
    Measure::LettableSpace,
    Measure::RoomNearBy,
];
const TENURE: &[Measure] = &[
    Measure::RightToSubletPart,
    Measure::LettingValue,
    Measure::TimeToGrant,
    Measure::CostSaved,
    Measure::NetReceipt,
    Measure::MonthsToExit,
];
const LEASE_TERM: &[Measure] = &[
    Measure::RightToSubletPart,
    Measure::TimeToGrant,
    Measure::MonthsToExit,
    Measure::LettingValue,
    Measure::NetReceipt,
];
// What leaving costs depends on the day.
const EXIT: &[Measure] =
    &[Measure::TimeToGrant, Measure::MonthsToExit, Measure::LettingValue, Measure::NetReceipt];

/// Returns the measures worked out from a column of a table; none of a column that nothing is measured by.
#[must_use]
pub fn reads(table: &str, column: &str) -> &'static [Measure] {
    find(READS, table, column)
}

/// Returns the measures that a fault in a column throws doubt on: those worked out from it, and those that it is
/// held against.
pub fn doubted_by(table: &str, column: &str) -> impl Iterator<Item = Measure> + use<> {
    let held = find(HELD_AGAINST, table, column);
    reads(table, column).iter().chain(held).copied()
}

/// Returns the measures worked out from any column of a table but one, each once, in the order of measures.
pub(super) fn read_from(table: &str, but: &str) -> Vec<Measure> {
    let is_read = |measure: &Measure| {
        let mut of = READS.iter().filter(|(of, column, _)| *of == table && *column != but);
        of.any(|(_, _, measures)| measures.contains(measure))
    };
    Measure::ALL.iter().copied().filter(is_read).collect()
}

fn find(list: &[Read], table: &str, column: &str) -> &'static [Measure] {
    let found = list.iter().find(|(t, c, _)| (*t, *c) == (table, column));
    found.map_or(&[], |(_, _, measures)| measures)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::schema::table_named;

    #[test]
    fn every_column_that_is_read_is_in_the_schema_and_listed_once() {
        for (number, (table, column, _)) in READS.iter().chain(HELD_AGAINST).enumerate() {
            let schema = table_named(table).unwrap();
            assert!(schema.column(column).is_some(), "{table} {column}");
            let first =
                READS.iter().chain(HELD_AGAINST).position(|r| (r.0, r.1) == (*table, *column));
            assert_eq!(first, Some(number), "{table} {column}");
        }
    }
}
