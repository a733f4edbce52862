//! Terrier from the outside, in one binary: rules, reports, commands, sameness, editions, the house.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on stops")]

mod added;
mod bars;
mod benefits;
mod browser;
mod charts;
mod commands;
mod decisions;
mod doubts;
mod editions;
mod finance;
mod found_again;
mod golden;
mod house_rules;
mod import;
mod kept_out;
mod known;
mod lease_accounts;
mod lease_summary;
mod leases;
mod leases_in_options;
mod lettings;
mod lettings_in_options;
mod live_weights;
mod loans;
mod options;
mod options_odd;
#[cfg(feature = "ostn15")]
mod ostn15;
mod paper;
mod paper_docx;
mod parquet;
mod periodic;
mod places;
mod programme_data;
mod programme_odd;
mod programmes;
mod propose;
mod proposed;
mod published;
mod readme;
mod real_data;
mod reconciled;
mod registers;
mod rules;
mod sameness;
mod sample;
mod schedules;
mod sift;
mod terms;
mod uncertain;
mod whole_or_not;
mod workbook_pages;
mod worked;
