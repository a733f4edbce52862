//! The flows of teams and the sites of partners, as the maps tell them.

use super::{
    and_list_up_to,
    displacement::{away, is_refused, tenths},
    long_date, name_of,
};
use crate::edition::{DisplacementRow, PartnerRow, TeamFlow};

/// Teams that a sentence names; the rest are counted.
const TEAMS: usize = 3;

/// Names a partner's site with whose it is, where the name does not tell.
pub(crate) fn whose(name: &str, organisation: &str) -> String {
    match name {
        "" => organisation.to_owned(),
        name => format!("{name} ({organisation})"),
    }
}

/// Names teams with their FTE: `Case office and Neighbourhood (14 FTE)`.
fn teams(names: &[String], fte: i64) -> String {
    format!("{} ({} FTE)", and_list_up_to(names, TEAMS), tenths(fte))
}

/// Says which teams go from one site to another and how far that is.
pub(crate) fn flow(of: &TeamFlow) -> String {
    format!(
        "{} to {}, {}: {}.",
        name_of(&of.name, &of.site_id),
        name_of(&of.to_name, &of.to_site_id),
        away(of.minutes),
        teams(&of.teams, of.fte)
    )
}

/// Says the same at the site that they leave.
pub(crate) fn flow_out(of: &TeamFlow) -> String {
    format!(
        "{} would move to {}, {}.",
        teams(&of.teams, of.fte),
        name_of(&of.to_name, &of.to_site_id),
        away(of.minutes)
    )
}

/// Says the same at the site that takes them.
pub(crate) fn flow_in(of: &TeamFlow) -> String {
    let from = name_of(&of.name, &of.site_id);
    format!("{} would move in from {from}.", teams(&of.teams, of.fte))
}

/// Says which teams of a site have no place, or are not known to have one.
pub(crate) fn unplaced<'a>(rows: impl Iterator<Item = &'a DisplacementRow>) -> Vec<String> {
    let (mut refused, mut open) = ((Vec::new(), 0_i64), (Vec::new(), 0_i64));
    for row in rows {
        let Err(why) = &row.place else { continue };
        let of = if is_refused(why) { &mut refused } else { &mut open };
        of.0.push(row.team.clone());
        of.1 = of.1.saturating_add(row.fte);
    }
    let mut said = Vec::new();
    if !refused.0.is_empty() {
        said.push(format!("No place is found for {}.", teams(&refused.0, refused.1)));
    }
    if !open.0.is_empty() {
        said.push(format!("Whether there is a place for {} is not known.", teams(&open.0, open.1)));
    }
    said
}

/// Says what a partner's site offers or wants, and when.
pub(crate) fn partner_site(row: &PartnerRow) -> String {
    let area = |what: &str, thousandths: Option<i64>| {
        let some = thousandths.filter(|thousandths| *thousandths > 0)?;
        Some(format!("{what} {} m²", tenths(some)))
    };
    let both = [area("offers", row.offers), area("wants", row.wants)];
    let parts: Vec<String> = both.into_iter().flatten().collect();
    let who = whose(&row.name, &row.organisation);
    if parts.is_empty() {
        return format!("{who}: neither offers nor wants space, as far as is known");
    }
    let from = row.from.map_or_else(String::new, |day| format!(", from {}", long_date(day)));
    let until = row.until.map_or_else(String::new, |day| format!(", until {}", long_date(day)));
    format!("{who}: {}{from}{until}", parts.join(" and "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edition::example;

    #[test]
    fn a_flow_names_its_teams_and_both_ends() {
        let flow_of = TeamFlow {
            site_id: "A".to_owned(),
            name: "Alpha".to_owned(),
            to_site_id: "B".to_owned(),
            to_name: String::new(),
            teams: ["One", "Two"].map(str::to_owned).to_vec(),
            fte: 13_500,
            workstations: 9_000,
            minutes: 1.0,
        };
        assert_eq!(flow(&flow_of), "Alpha to B, 1 minute away: One and Two (13.5 FTE).");
        assert_eq!(flow_out(&flow_of), "One and Two (13.5 FTE) would move to B, 1 minute away.");
        assert_eq!(flow_in(&flow_of), "One and Two (13.5 FTE) would move in from Alpha.");
    }

    #[test]
    fn a_partner_says_what_it_offers_or_wants() {
        let partners = &example::sample().partners;
        let said = |id: &str| partner_site(partners.iter().find(|p| p.partner_id == id).unwrap());
        assert_eq!(
            said("P-04"),
            "Shire Hall (Fenshire County Council): offers 640 m², from 1 April 2020, until 31 March 2025"
        );
        assert_eq!(
            said("P-03"),
            "Marchford Ambulance Station (Fenshire Ambulance Service): wants 150 m²"
        );
        let neither = PartnerRow { offers: None, name: String::new(), ..partners[0].clone() };
        assert_eq!(
            partner_site(&PartnerRow { wants: Some(0), ..neither }),
            "Fenshire Fire Authority: neither offers nor wants space, as far as is known"
        );
    }
}
