//! What is decided of sites against the register: decisions that cannot be done, and receipts from such sales.

use std::collections::BTreeSet;

use crate::{
    load::Estate,
    model::{
        Blocks, Decision, Finding, Findings, OptionKind, Place, Rule, Site, Status, Team,
        TeamFunction, Tenure,
    },
    policy::Policy,
};

pub(super) fn look(estate: &Estate, policy: &Policy, findings: &mut Findings) {
    let treasury = || estate.treasury.iter();
    let decisions = || treasury().flat_map(|t| &t.decisions);
    for (number, decision) in (1..).zip(decisions()) {
        let Some(site) = estate.site(&decision.site_id) else { continue };
        if let Some(against) =
            decision.receiver.as_deref().and_then(|of| no_receiver(estate, policy, decision, of))
        {
            let entry = format!("decisions[{number}].receiver");
            let place = Place { column: Some(entry), ..Place::file("treasury.toml") };
            push(place, site.site_id.as_str(), against, findings);
        }
        let against = ruled_out(estate, site, decision.option);
        if let Some(against) = against.or_else(|| no_option(site, decision.option)) {
            let entry = format!("decisions[{number}].option");
            let place = Place { column: Some(entry), ..Place::file("treasury.toml") };
            let found = format!("{}, but {against}", decision.option);
            push(place, site.site_id.as_str(), found, findings);
        }
    }
    let mut seen = BTreeSet::new();
    for row in estate.projects.iter().flatten() {
        let Some(id) = &row.receipt_site_id else { continue };
        let Some(site) = estate.site(id).filter(|_| seen.insert((&row.project_id, id))) else {
            continue;
        };
        let place = Place::cell(&row.row, "receipt_site_id");
        receipt(estate, site, decisions(), (place, row.project_id.as_str()), findings);
    }
    for (number, given) in (1..).zip(treasury().flat_map(|t| &t.receipts)) {
        let Some(site) = given.site_id.as_ref().and_then(|id| estate.site(id)) else { continue };
        let entry = format!("receipts[{number}].site_id");
        let place = Place { column: Some(entry), ..Place::file("treasury.toml") };
        receipt(estate, site, decisions(), (place, site.site_id.as_str()), findings);
    }
}

/// A receipt comes from a sale that can be, and of a site that is not decided to be held.
fn receipt<'a>(
    estate: &Estate,
    site: &Site,
    mut decisions: impl Iterator<Item = &'a Decision>,
    (place, id): (Place, &str),
    findings: &mut Findings,
) {
    let decided = decisions.find(|d| d.site_id == site.site_id).map(|d| d.option);
    let against = match decided {
        // The decision itself is looked at.
        Some(option) if option.gives_up() => None,
        Some(option) => Some(format!("treasury.toml decides {option} for it")),
        None => ruled_out(estate, site, OptionKind::Dispose),
    };
    if let Some(against) = against {
        push(
            place,
            id,
            format!("a receipt from {:?}, but {against}", site.site_id.as_str()),
            findings,
        );
    }
}

/// Says why a site cannot take the teams of another; `None` where nothing recorded speaks against it.
fn no_receiver(
    estate: &Estate,
    policy: &Policy,
    decision: &Decision,
    receiver: &str,
) -> Option<String> {
    let site = estate.sites.iter().find(|site| site.site_id.as_str() == receiver);
    let Some(site) = site else {
        return Some(format!("{receiver:?}, but it is not in `sites`"));
    };
    let decisions = estate.treasury.iter().flat_map(|treasury| &treasury.decisions);
    let closes = decisions.filter(|d| d.site_id == site.site_id).any(|d| d.option.closes());
    let cannot = |team: &&Team| {
        let of = team.function.or_empty(TeamFunction::Office)?;
        let fits = policy.moves(of).uses.contains(&site.use_or_office()?);
        (!fits).then(|| format!("a site of its use cannot take {} ({of})", team.team))
    };
    let mut teams = estate.teams.iter().filter(|team| team.site_id == decision.site_id);
    let gone = [Some(Status::Sold), Some(Status::ForSale), Some(Status::Vacant)];
    let against = if !decision.option.closes() {
        format!("the decision is {}, so nobody moves", decision.option)
    } else if site.site_id == decision.site_id {
        "it is the site itself".to_owned()
    } else if gone.contains(&site.status_or_operational()) || closes {
        "that site is not to be used".to_owned()
    } else {
        teams.find_map(|team| cannot(&team))?
    };
    Some(format!("{receiver:?}, but {against}"))
}

/// Says what rules a decision out for good; `None` where nothing recorded does.
fn ruled_out(estate: &Estate, site: &Site, option: OptionKind) -> Option<String> {
    let gives_up = option.gives_up() || option == OptionKind::VacateAndHold;
    if let Some(keep) = site.must_keep.as_ref().filter(|_| gives_up) {
        return Some(format!("the site must be kept: {keep}"));
    }
    let as_of = estate.snapshot.as_of;
    let bar = estate.constraints_of(&site.site_id).iter().find(|c| {
        option.is_sale()
            && c.until.is_none()
            && c.blocks_or_both() != Blocks::Letting
            && c.holds_on(as_of)
    })?;
    Some(format!("a sale is barred indefinitely: {}", bar.text))
}

/// Says why a site has no such option; `None` where it has.
fn no_option(site: &Site, option: OptionKind) -> Option<String> {
    let is_sold = site.status_or_operational() == Some(Status::Sold);
    if is_sold {
        return (!option.is_sale()).then(|| "the site is sold".to_owned());
    }
    let tenure = site.tenure?;
    let is_let_to_us = matches!(tenure, Tenure::Leasehold | Tenure::Licence);
    let is_of_owner = option.is_sale() || option == OptionKind::VacateAndHold;
    let is_of_lease = matches!(option, OptionKind::Leave | OptionKind::LeaveByAgreement);
    if is_let_to_us && is_of_owner || !is_let_to_us && is_of_lease {
        return Some(format!("the site is held by {tenure}"));
    }
    let needs_value = option == OptionKind::DisposeWithPlanning;
    (needs_value && site.alternative_use_value.is_none())
        .then(|| "the site has no `alternative_use_value`".to_owned())
}

fn push(place: Place, id: &str, found: String, findings: &mut Findings) {
    let expected = "a decision that the tables allow".to_owned();
    findings.push(Finding::new(Rule::DecisionBarred, place, id, found, expected).fix(
        "correct the decision, or the entry that conflicts with it; a receipt is used as it stands",
    ));
}
