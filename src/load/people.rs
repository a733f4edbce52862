//! `teams` and `constraints` into typed rows.

use super::{LoadError, id_index::SiteIndex, raw::RawTable, record, schema, switch::Bare};
use crate::{
    model::{Blocks, Constraint, ConstraintKind, Findings, Fte, Team, TeamFunction},
    policy::Policy,
};

/// Reads the staff list, in order of site, then row.
pub(super) fn teams(
    raw: &RawTable,
    policy: &Policy,
    sites: &SiteIndex,
    findings: &mut Findings,
) -> Result<Vec<Team>, LoadError> {
    let mut teams = record::read_all(raw, &schema::TEAMS, policy, findings, |r| {
        let site_id = r.site(sites);
        let team = r.text("team");
        let fte = r.decimal("fte").and_then(Fte::from_fte);
        Some(Team {
            function: r.fact("function", TeamFunction::read),
            headcount: r.whole("headcount"),
            mobile_share: r.decimal("mobile_share"),
            row: r.row.clone(),
            site_id: site_id?,
            team: team?,
            fte: fte?,
        })
    })?;
    teams.sort_by(|a, b| a.site_id.cmp(&b.site_id).then_with(|| a.team.cmp(&b.team)));
    Ok(teams)
}

const CONSTRAINT: Bare = Bare {
    yes: "which does not say what stops a sale or letting; treated as a constraint",
    open: "which may mean none; treated as a constraint until it is clear",
    stands: true,
};

/// Reads the constraints, in order of site, then text.
pub(super) fn constraints(
    raw: &RawTable,
    policy: &Policy,
    sites: &SiteIndex,
    findings: &mut Findings,
) -> Result<Vec<Constraint>, LoadError> {
    let mut constraints = record::read_all(raw, &schema::CONSTRAINTS, policy, findings, |r| {
        let site_id = r.site(sites);
        let none = "so there is no constraint; the row is left out";
        let text = r.words_or_none("text", &CONSTRAINT, none);
        let blocks = match r.says_no("blocks", "so it stops nothing; the row is left out") {
            true => None,
            false => r.word("blocks", Blocks::read),
        };
        Some(Constraint {
            kind: r.word("kind", ConstraintKind::read),
            blocks,
            until: r.date("until"),
            row: r.row.clone(),
            site_id: site_id?,
            text: text?,
        })
    })?;
    constraints.sort_by(|a, b| {
        let key = |c: &Constraint| (c.site_id.clone(), c.text.clone(), c.until);
        key(a).cmp(&key(b))
    });
    Ok(constraints)
}
