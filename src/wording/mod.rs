//! English for what the stages found, for screen, page, paper, workbook and pictures alike.
//!
//! Data files keep the codes; every reader of words takes them from here, so that an option, a state and a count
//! have one name everywhere. A closed list that gets a new member does not compile until it has words.

mod advice;
mod agile;
mod blocks;
mod board;
mod change_causes;
mod changes;
mod confidence;
mod counters;
mod coverage;
mod displacement;
mod exits;
mod frontiers;
mod group;
mod group_benchmarks;
mod group_guide;
mod group_sharing;
mod lease_events;
mod leases;
mod lettings;
mod matches;
mod moves;
mod numbers;
mod options;
mod plan;
mod plan_slips;
mod plan_steps;
mod programme;
mod receipts;
mod remarks;
mod sift;
mod sites;
mod text;
mod trends;
mod weighting;

pub(crate) use advice::*;
pub(crate) use agile::*;
pub(crate) use blocks::*;
pub(crate) use board::*;
pub(crate) use change_causes::*;
pub(crate) use changes::*;
pub(crate) use confidence::*;
pub(crate) use counters::*;
pub(crate) use coverage::*;
pub(crate) use displacement::*;
use exits::bar_reason;
pub(crate) use exits::*;
pub(crate) use frontiers::*;
pub(crate) use group::*;
pub(crate) use group_benchmarks::*;
pub(crate) use group_guide::*;
pub(crate) use group_sharing::why_shared;
pub(crate) use lease_events::*;
pub(crate) use leases::*;
pub(crate) use lettings::*;
pub(crate) use matches::*;
pub(crate) use moves::*;
pub(crate) use numbers::*;
pub(crate) use options::*;
pub(crate) use plan::*;
pub(crate) use plan_slips::*;
pub(crate) use plan_steps::*;
pub(crate) use programme::*;
pub(crate) use receipts::*;
pub(crate) use remarks::*;
pub(crate) use sift::*;
pub(crate) use sites::*;
pub(crate) use text::*;
pub(crate) use trends::*;
pub(crate) use weighting::*;

pub(crate) use crate::model::{and_list, and_list_up_to, capital};
