//! Rows of partners' sites, as the maps show them.

use super::{MatchRow, Results, parts::on_grid};
use crate::model::{Area, Date, PartnerKind};

/// One site of another body.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs, reason = "the rest are named as the columns of `partners`")]
pub struct PartnerRow {
    pub partner_id: String,
    pub organisation: String,
    pub kind: Option<PartnerKind>,
    /// Empty is not recorded.
    pub name: String,
    /// In thousandths of a m², as the next; `None` is not known.
    pub offers: Option<i64>,
    pub wants: Option<i64>,
    pub from: Option<Date>,
    pub until: Option<Date>,
    /// Longitude and latitude, WGS84.
    pub position: Option<(f64, f64)>,
    /// The same in metres east and north on the British National Grid; `None` also far from it.
    pub grid: Option<(f64, f64)>,
    /// Whether it is in a pair that is chosen.
    pub chosen: bool,
}

/// Returns every partner's site, in the order of the table.
pub(super) fn of(results: Results<'_>, pairs: &[MatchRow]) -> Vec<PartnerRow> {
    let partners = results.estate.partners.iter().flatten();
    let row = |partner: &crate::model::Partner| PartnerRow {
        partner_id: partner.partner_id.to_string(),
        organisation: partner.organisation.clone(),
        kind: partner.kind,
        name: partner.name.clone().unwrap_or_default(),
        offers: partner.offers_m2.and_then(Area::thousandths),
        wants: partner.wants_m2.and_then(Area::thousandths),
        from: partner.from,
        until: partner.until,
        position: partner.position.map(|at| (at.x(), at.y())),
        grid: partner.position.and_then(on_grid),
        chosen: pairs.iter().any(|p| p.chosen && p.partner_id == partner.partner_id.as_str()),
    };
    partners.map(row).collect()
}
