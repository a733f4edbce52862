//! What bodies could share, list twice and have agreed, in words.

use std::collections::BTreeSet;

use super::{
    TextBlock, and_list, and_list_up_to, capital, counted, heads, money, more_than, name_of,
    number, tenths, whose, why_matched,
};
use crate::{
    edition::{
        DifferenceKind, DifferenceRow, Edition, Fit, GroupAgreementRow, GroupMatchRow, GroupView,
        NeedOf, OfferKind, PlaceFoundBy, SharedPlaceRow,
    },
    model::{Money, decimals},
};

/// Things that a sentence names; the rest are counted.
const NAMED: usize = 5;

/// Says why a pair of bodies' sites does not fit or is not known to, or what has to come first, by whose policy.
pub(crate) fn why_shared(row: &GroupMatchRow) -> String {
    let sides = [(&row.need.body, &row.out), (&row.host_body, &row.within)];
    let said = sides.into_iter().filter_map(|(body, own)| {
        let own = own.as_ref().filter(|own| own.fits == row.fit)?;
        let why = why_matched(own);
        (!why.is_empty()).then(|| format!("{body}: {why}"))
    });
    let mut parts: Vec<String> = said.collect();
    if row.offer == OfferKind::Building && row.fit != Fit::No {
        parts.push(format!("{} would have to keep the building or let it", row.host_body));
    } else if row.host_leaves && row.fit != Fit::No {
        parts.push(format!("{} would have to keep the site, which it would leave", row.host_body));
    }
    parts.join("; ")
}

/// Names a site with its body: `Castle House (Anyshire)`.
pub(super) fn site(name: &str, id: &str, body: &str) -> String {
    format!("{} ({body})", name_of(name, id))
}

pub(super) fn need(row: &GroupMatchRow) -> String {
    match row.need.of {
        NeedOf::Site => site(&row.need.name, &row.need.site_id, &row.need.body),
        NeedOf::Partner => whose(&row.need.name, &row.need.organisation),
    }
}

pub(super) fn sharing(of: &GroupView, most: usize) -> Option<TextBlock> {
    if of.edition == Edition::Public {
        return None;
    }
    let own = of.needs.iter().filter(|need| need.of == NeedOf::Site);
    let (sites, partners) = (own.clone().count(), of.needs.len() - own.clone().count());
    let housed = own
        .clone()
        .filter(|need| need.own_room.is_some_and(|(needed, placed)| needed <= placed))
        .count();
    let placed = |fit| of.matches.iter().filter(|row| row.fit == fit).count();
    let mut said = vec![
        format!(
            "{} that their bodies would leave have teams to move{}. Partners outside the group that look for space: {}.",
            capital(&counted(sites, "site")),
            match housed {
                0 => String::new(),
                housed =>
                    format!(" (for {} the body\u{2019}s own sites have room)", number(housed)),
            },
            partners
        ),
        format!(
            "Pairs within the distance of both policies: {}, of which {} fit, {} wait for facts and {} do not fit. Those \
             chosen together use no m² twice, and no site both takes others in and is left.",
            of.matches.len(),
            placed(Fit::Yes),
            placed(Fit::NotKnown),
            placed(Fit::No)
        ),
    ];
    let none: Vec<String> = own
        .filter(|need| need.pairs == 0)
        .map(|need| site(&need.name, &need.site_id, &need.body))
        .collect();
    if !none.is_empty() {
        said.push(format!(
            "No other body offers space in reach of {}.",
            and_list_up_to(&none, NAMED)
        ));
    }
    let mut rows: Vec<&GroupMatchRow> = of.matches.iter().collect();
    rows.sort_by_key(|row| {
        let fit = [Fit::Yes, Fit::NotKnown, Fit::No].iter().position(|own| *own == row.fit);
        (!row.chosen, fit, std::cmp::Reverse(row.need.saved))
    });
    let row = |row: &&GroupMatchRow| {
        let area = |m2: Option<i64>| m2.map_or_else(|| "not known".to_owned(), tenths);
        let fit = match (row.chosen, row.fit) {
            (true, _) => "Chosen",
            (_, Fit::Yes) => "Fits, another chosen",
            (_, Fit::NotKnown) => "Facts missing",
            (_, Fit::No) => "Does not fit",
        };
        vec![
            need(row),
            site(&row.host_name, &row.host_id, &row.host_body),
            match row.offer {
                OfferKind::Space => "surplus space",
                OfferKind::Building => "empty building",
            }
            .to_owned(),
            decimals(crate::model::to_whole(row.metres), 1000, 1),
            area(row.need.needed),
            area(row.there),
            match row.need.own_room {
                Some((needed, placed)) => format!("{} of {}", tenths(placed), tenths(needed)),
                None => String::new(),
            },
            row.need.saved.map(|saved| money(Money::from_pence(saved))).unwrap_or_default(),
            fit.to_owned(),
            capital(&why_shared(row)),
        ]
    };
    let header = heads(&[
        "Who would move",
        "Into",
        "Offer",
        "Distance (km)",
        "Needed (m²)",
        "There (m²)",
        "Workstations that own sites can take",
        "Running cost saved a year",
        "Result",
        "Why",
    ]);
    Some(TextBlock {
        header: if rows.is_empty() { Vec::new() } else { header },
        rows: rows.iter().take(most).map(row).collect(),
        numbers: vec![3, 4, 5, 6, 7],
        more: more_than(rows.len(), most, "pair"),
        ..TextBlock::new("Space across bodies", said)
    })
}

/// Counts the buildings in two registers; one that a body lists as several sites is one building.
pub(super) fn shared_buildings(of: &GroupView) -> usize {
    type Listed<'a> = (&'a str, &'a str);
    let mut buildings: Vec<BTreeSet<Listed<'_>>> = Vec::new();
    for row in of.shared.iter().filter(|row| !row.is_partner) {
        let mut own: BTreeSet<Listed<'_>> =
            [(row.body.as_str(), row.site_id.as_str()), (&row.other_body, &row.other_id)].into();
        buildings.retain(|other| {
            let is_same = !other.is_disjoint(&own);
            if is_same {
                own.extend(other);
            }
            !is_same
        });
        buildings.push(own);
    }
    buildings.len()
}

pub(super) fn shared(of: &GroupView) -> Option<TextBlock> {
    if of.shared.is_empty() {
        return None;
    }
    let partners = of.shared.iter().filter(|row| row.is_partner).count();
    let buildings = shared_buildings(of);
    let mut said = Vec::new();
    if buildings > 0 {
        said.push(format!(
            "{} in two registers. The totals include both entries; no space is matched between the two.",
            capital(&counted(buildings, "building"))
        ));
    }
    if partners > 0 {
        said.push(format!(
            "{} in a table of partners, but of a body in this report: taken from that body\u{2019}s register, and not matched \
             again as a partner.",
            capital(&counted(partners, "site"))
        ));
    }
    let row = |row: &SharedPlaceRow| {
        let cost = |cost: Option<i64>| cost.map(|cost| money(Money::from_pence(cost)));
        vec![
            format!("{} ({})", site(&row.name, &row.site_id, &row.body), row.site_id),
            format!(
                "{} ({}{})",
                site(&row.other_name, &row.other_id, &row.other_body),
                if row.is_partner { "partner " } else { "" },
                row.other_id
            ),
            match row.found_by {
                PlaceFoundBy::Uprn => "same UPRN".to_owned(),
                PlaceFoundBy::Position => "same position".to_owned(),
                PlaceFoundBy::Name => "same name and postcode".to_owned(),
            },
            cost(row.cost).unwrap_or_else(|| "not known".to_owned()),
            match row.is_partner {
                true => String::new(),
                false => cost(row.other_cost).unwrap_or_else(|| "not known".to_owned()),
            },
        ]
    };
    Some(TextBlock {
        header: heads(&[
            "Site",
            "Also listed as",
            "Found by",
            "Running cost",
            "Running cost in the other ledger",
        ]),
        rows: of.shared.iter().map(row).collect(),
        numbers: vec![3, 4],
        ..TextBlock::new("One place in two files", said)
    })
}

pub(super) fn agreements(of: &GroupView, most: usize) -> Option<TextBlock> {
    if of.agreements.is_empty() {
        return None;
    }
    let mut wholes: Vec<(&str, &Vec<String>, Option<bool>, &str)> = of
        .agreements
        .iter()
        .map(|r| (r.agreement_id.as_str(), &r.recorded_by, r.is_whole, r.site_name.as_str()))
        .collect();
    wholes.dedup();
    let joined = wholes.iter().filter(|(_, by, ..)| by.len() > 1).count();
    let broken = wholes.iter().filter(|(_, _, whole, _)| *whole == Some(false)).count();
    let said = format!(
        "{} in force, {} recorded by more than one body and joined. {}",
        capital(&counted(wholes.len(), "agreement")),
        if joined == 0 { "none".to_owned() } else { number(joined) },
        match broken {
            0 => "No recorded shares differ from 100%.".to_owned(),
            broken => format!("The shares of {} do not come to 100%.", number(broken)),
        }
    );
    let row = |row: &GroupAgreementRow| {
        let sum = |sum: Option<i64>| {
            sum.map_or_else(|| "not known".to_owned(), |sum| money(Money::from_pence(sum)))
        };
        vec![
            row.agreement_id.clone(),
            row.site_name.clone(),
            row.party.clone(),
            and_list(&row.recorded_by),
            row.share.map_or_else(
                || "not known".to_owned(),
                |share| format!("{}%", (share * rust_decimal::Decimal::ONE_HUNDRED).normalize()),
            ),
            sum(row.cost),
            sum(row.ledger),
            row.over().map(|over| money(Money::from_pence(over))).unwrap_or_default(),
        ]
    };
    Some(TextBlock {
        header: heads(&[
            "Agreement",
            "Site",
            "Party",
            "Recorded by",
            "Share",
            "Part of running cost",
            "In its ledger",
            "Over its part",
        ]),
        rows: of.agreements.iter().take(most).map(row).collect(),
        numbers: vec![4, 5, 6, 7],
        more: more_than(of.agreements.len(), most, "row"),
        ..TextBlock::new("Agreements and cost shares", vec![said])
    })
}

pub(super) fn differences(of: &GroupView, most: usize) -> Option<TextBlock> {
    let rows: Vec<&DifferenceRow> = of
        .differences
        .iter()
        .filter(|row| !matches!(row.kind, DifferenceKind::Days | DifferenceKind::Years))
        .collect();
    if rows.is_empty() {
        return None;
    }
    let row = |row: &&DifferenceRow| {
        vec![
            row.agreement.clone(),
            match row.kind {
                DifferenceKind::Share => format!("{}: share differs", row.party),
                DifferenceKind::Whole => format!("shares come to {}", row.party),
                DifferenceKind::Dates => format!("{}: dates differ", row.party),
                DifferenceKind::Party => format!("{}: in one file only", row.party),
                DifferenceKind::Site => "not known to be one building".to_owned(),
                DifferenceKind::Days | DifferenceKind::Years => String::new(),
            },
            row.body.clone(),
            format!("{}, row {}", row.file, row.row.map(|r| r.to_string()).unwrap_or_default()),
            row.says.clone(),
        ]
    };
    Some(TextBlock {
        header: heads(&["Agreement", "What differs", "Body", "Where", "It says"]),
        rows: rows.iter().take(most).map(row).collect(),
        more: more_than(rows.len(), most, "row"),
        ..TextBlock::new(
            "To correct in the files",
            vec![
                "Until the bodies agree, no cost is shared out by the shares concerned.".to_owned(),
            ],
        )
    })
}
