//! The flows of teams between sites, as the maps show them.

use super::DisplacementRow;

/// The teams of one closed site that go to one other.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs, reason = "named as the columns of `displacement.csv`")]
pub struct TeamFlow {
    pub site_id: String,
    pub name: String,
    pub to_site_id: String,
    pub to_name: String,
    pub teams: Vec<String>,
    /// Of all of them, in thousandths, as the next.
    pub fte: i64,
    pub workstations: i64,
    /// By car, estimated from the straight line.
    pub minutes: f64,
}

/// Adds up the teams that have a place by where they go from and to, in the order of the first of each.
pub(super) fn of(rows: &[DisplacementRow]) -> Vec<TeamFlow> {
    let mut flows: Vec<TeamFlow> = Vec::new();
    for row in rows {
        let Ok(to) = &row.place else { continue };
        let same =
            |flow: &&mut TeamFlow| flow.site_id == row.site_id && flow.to_site_id == to.site_id;
        if let Some(flow) = flows.iter_mut().find(same) {
            flow.teams.push(row.team.clone());
            flow.fte = flow.fte.saturating_add(row.fte);
            flow.workstations = flow.workstations.saturating_add(row.workstations);
            continue;
        }
        flows.push(TeamFlow {
            site_id: row.site_id.clone(),
            name: row.name.clone(),
            to_site_id: to.site_id.clone(),
            to_name: to.name.clone(),
            teams: vec![row.team.clone()],
            fte: row.fte,
            workstations: row.workstations,
            minutes: to.minutes,
        });
    }
    flows
}
