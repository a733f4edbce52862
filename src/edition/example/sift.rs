//! The sift of three sites: one to look at first, one with a name that is an attack, one that must be kept.

use crate::{
    edition::{Sift, SiftRow, SignRow, SignalRow},
    model::{SiftGroup, Signal, SignalFinding, Status, Tenure, Use},
};

/// The first sift of the sites of the view; it follows the ranking.
pub(crate) fn sift(sites: &[crate::edition::SiteRow]) -> Sift {
    let row = |at: usize, group, signals_for: &[Signal], why: &str| SiftRow {
        group,
        site_id: sites[at].site_id.clone(),
        name: sites[at].name.clone(),
        site_use: Some(Use::Office),
        tenure: Some(Tenure::Freehold),
        status: Some(Status::Operational),
        signals_for: signals_for.to_vec(),
        signals_against: vec![Signal::AreaInUse],
        signals_not_known: vec![Signal::Condition],
        why: why.to_owned(),
    };
    let sign = |at: usize, signal, finding, (reading, shown): (&str, &str), basis: &str| SignRow {
        site_id: sites[at].site_id.clone(),
        signal,
        finding,
        reading: reading.to_owned(),
        shown: shown.to_owned(),
        threshold: "200.00".to_owned(),
        threshold_shown: "£200 per m²".to_owned(),
        unit: "£ per m²",
        quarter: (!reading.is_empty()).then_some(4),
        quarter_of: (!reading.is_empty()).then_some(12),
        basis: basis.to_owned(),
        source: "judgement, 2020".to_owned(),
        questioned: String::new(),
    };
    Sift {
        leads: false,
        rows: vec![
            row(0, SiftGroup::LookFirst, &[Signal::BacklogPerM2], "Backlog of £412 per m²."),
            row(1, SiftGroup::LookNext, &[Signal::Vacant], "Vacant <b>and</b> empty."),
            row(2, SiftGroup::MustKeep, &[], "No signal for a review; all are known."),
        ],
        signs: vec![
            sign(0, Signal::BacklogPerM2, SignalFinding::For, ("412.34", "£412 per m²"), ""),
            sign(1, Signal::BacklogPerM2, SignalFinding::NotKnown, ("", ""), "<i>not</i> recorded"),
        ],
        signals: vec![SignalRow {
            signal: Signal::BacklogPerM2,
            thresholds: vec!["£200 per m²".to_owned()],
            alone: false,
            source: "judgement, 2020".to_owned(),
            sites: [1, 0, 1, 0],
        }],
        rule: "Look first: three signals or more for a review.".to_owned(),
    }
}
