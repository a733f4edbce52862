//! Needs of one body held against space of another, by the policy of each.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::{
    Body, ListedPartner, NeedOf, OfferKind, SharedPlace, SharingNeed, SharingPair, SiteOf,
    choice::choose, sums::is_held,
};
use crate::{
    appraise::Advice,
    cover::{self, Direction, Fit, Match},
    load::Estate,
    model::{
        Area, Date, Fact, Measure, Partner, PartnerId, Quantity, Role, Site, State, Status,
        TeamFunction, Use, folded, to_whole,
    },
    place::metres_between,
    policy::{FigureName, Policy},
    portfolio::Results,
};

/// Needs, pairs, and each body's estate with the others as its partners.
pub(super) struct Sharing {
    pub needs: Vec<SharingNeed>,
    pub pairs: Vec<SharingPair>,
    pub estates: Vec<Estate>,
}

/// What a partner put into an estate stands for.
#[derive(Clone, Copy)]
enum Stands {
    Need(usize),
    Offer(OfferKind, SiteOf),
}

/// Looks for space across bodies.
///
/// A site that its body would leave (decided, recommended, or leading while facts are missing) needs room for its teams;
/// so does a partner outside the group. The other bodies offer surplus space, and buildings in which nobody works. Each
/// body's own rules are asked, with the others' sites in the place of its partners.
pub(super) fn sharing(
    bodies: &[Body<'_>],
    (shared, listed): (&[SharedPlace], &[ListedPartner]),
    policy: &Policy,
) -> Sharing {
    let mut needs: Vec<SharingNeed> = Vec::new();
    let mut asked: Vec<Partner> = Vec::new();
    for (body, of) in bodies.iter().enumerate() {
        let results = of.by_own();
        for number in 0..results.estate.sites.len() {
            if let Some((need, partner)) = need_of((body, of.name, number), results) {
                needs.push(need);
                asked.push(partner);
            }
        }
    }
    for (need, partner) in outside(bodies, listed, policy) {
        needs.push(need);
        asked.push(partner);
    }
    let offers: Vec<(OfferKind, SiteOf, Partner)> = bodies
        .iter()
        .enumerate()
        .flat_map(|(body, of)| offers_of((body, of.name), of.by_own()))
        .collect();
    let mut estates = Vec::new();
    let mut outs: BTreeMap<(usize, OfferKind, SiteOf), Match> = BTreeMap::new();
    let mut ins: BTreeMap<(usize, SiteOf), Match> = BTreeMap::new();
    for (body, of) in bodies.iter().enumerate() {
        let results = of.by_own();
        let (stands, partners) = others(body, &needs, &asked, &offers);
        let estate = Estate { partners: Some(partners), ..results.estate.clone() };
        let cover = results.cover;
        let services = cover.services.as_slice();
        let found =
            cover::matches(&estate, results.measures, (&cover.rooms, services), results.policy);
        for pair in found.all {
            match (pair.direction, stands[pair.partner]) {
                (Direction::IntoPartner, Stands::Offer(kind, host)) => {
                    let is_own = |n: &SharingNeed| {
                        n.of == NeedOf::Site && (n.body, n.number) == (body, pair.site)
                    };
                    if let Some(need) = needs.iter().position(is_own) {
                        outs.insert((need, kind, host), pair);
                    }
                }
                (Direction::PartnerIn, Stands::Need(need)) => {
                    ins.insert((need, SiteOf { body, number: pair.site }), pair);
                }
                _ => {}
            }
        }
        estates.push(estate);
    }
    let mut pairs = joined(&needs, outs, ins);
    let is_shared = |pair: &SharingPair| {
        let need = &needs[pair.need];
        let site = SiteOf { body: need.body, number: need.number };
        let both =
            |place: &SharedPlace| place.sites.contains(&pair.host) && place.sites.contains(&site);
        need.of == NeedOf::Site && shared.iter().any(both)
    };
    pairs.retain(|pair| !is_shared(pair));
    choose(&needs, &mut pairs);
    for pair in pairs.iter().filter(|pair| pair.fit() == Fit::Yes) {
        needs[pair.need].fits = true;
    }
    Sharing { needs, pairs, estates }
}

/// Returns what the other bodies need and offer, as partners of one.
fn others(
    body: usize,
    needs: &[SharingNeed],
    asked: &[Partner],
    offers: &[(OfferKind, SiteOf, Partner)],
) -> (Vec<Stands>, Vec<Partner>) {
    let needs = needs
        .iter()
        .zip(asked)
        .enumerate()
        .filter(|(_, (need, _))| need.body != body && !need.listed_by.contains(&body));
    let needs = needs.map(|(at, (_, partner))| (Stands::Need(at), partner));
    let offers = offers.iter().filter(|(_, host, _)| host.body != body);
    let offers = offers.map(|(kind, host, partner)| (Stands::Offer(*kind, *host), partner));
    needs.chain(offers).map(|(stands, partner)| (stands, partner.clone())).unzip()
}

/// Joins what both bodies say of each pair; one that only one of them has within its distance is none.
fn joined(
    needs: &[SharingNeed],
    outs: BTreeMap<(usize, OfferKind, SiteOf), Match>,
    mut ins: BTreeMap<(usize, SiteOf), Match>,
) -> Vec<SharingPair> {
    let mut pairs = Vec::new();
    for ((need, offer, host), out) in outs {
        let within = match offer {
            OfferKind::Space => ins.remove(&(need, host)),
            OfferKind::Building => None,
        };
        if offer == OfferKind::Space && within.is_none() {
            continue;
        }
        let there = within.as_ref().map_or(out.there, |own| own.there);
        let (metres, out) = (out.metres, Some(out));
        pairs.push(SharingPair { need, offer, host, metres, there, out, within, chosen: false });
    }
    for ((need, host), own) in ins.into_iter().filter(|((n, _), _)| needs[*n].of == NeedOf::Partner)
    {
        let (metres, there, offer) = (own.metres, own.there, OfferKind::Space);
        let within = Some(own);
        pairs.push(SharingPair {
            need,
            offer,
            host,
            metres,
            there,
            out: None,
            within,
            chosen: false,
        });
    }
    pairs.sort_by_key(|pair| (pair.need, pair.offer, pair.host));
    pairs
}

/// Returns a partner at a site, wanting and offering nothing.
fn at(site: &Site, (body, name): (usize, &str), number: usize, what: char) -> Option<Partner> {
    Some(Partner {
        partner_id: PartnerId::new(&format!("{what}{body}-{number}"))?,
        organisation: name.to_owned(),
        kind: None,
        name: Some(site.name.clone()),
        address: site.address.clone(),
        postcode: site.postcode.clone(),
        position: site.position,
        offers_m2: None,
        wants_m2: None,
        rent_per_m2: None,
        charge_per_m2: None,
        from: None,
        until: None,
        dates_are_read: true,
        secure: site.secure,
        row: site.row.clone(),
    })
}

/// Returns what the teams of a site need that its body would leave.
fn need_of(
    (body, name, number): (usize, &str, usize),
    results: Results<'_>,
) -> Option<(SharingNeed, Partner)> {
    let Results { estate, cover, policy, .. } = results;
    let site = &estate.sites[number];
    let own = &cover.rooms.sites[number];
    let found = results.appraisal.recommendations.get(number)?;
    let leaves = found.advice != Advice::None && found.leads.is_some_and(|kind| kind.gives_up());
    let goes = cover.rooms.decided.iter().any(|(from, _)| *from == number);
    if !is_held(site) || !leaves || goes || own.is_empty || own.teams.is_empty() {
        return None;
    }
    let desks = own.needed.map(|[_, _, most]| most).filter(|most| *most > 0);
    let each = policy.figure(FigureName::ShareWorkstationM2);
    let m2 = desks.and_then(|desks| each.checked_mul(Decimal::from(desks)));
    let area = m2.and_then(Area::from_m2);
    let teams = || own.teams.clone().map(|at| estate.teams[at].function);
    let function = |of: Fact<TeamFunction>| of.or_empty(TeamFunction::Office);
    let secure = teams().filter_map(function).any(|of| policy.moves(of).secure);
    let partner = Partner {
        wants_m2: area,
        secure: if secure { Fact::Known(true) } else { site.secure },
        ..at(site, (body, name), number, 'n')?
    };
    let saved = match results.measures.sites[number].reading(Measure::CostSaved).value {
        Some(Quantity::Pence(pence)) => Some(pence),
        _ => None,
    };
    let need = SharingNeed {
        of: NeedOf::Site,
        body,
        number,
        listed_by: Vec::new(),
        needed: area.and_then(Area::thousandths),
        own_room: cover.alone.get(number).map(|alone| alone.needed_and_placed()),
        saved,
        fits: false,
    };
    Some((need, partner))
}

/// Returns what partners outside the group want, each once, that no body here is itself.
fn outside(
    bodies: &[Body<'_>],
    listed: &[ListedPartner],
    policy: &Policy,
) -> Vec<(SharingNeed, Partner)> {
    let within = policy.ratio(FigureName::SamePlaceM);
    let mut found: Vec<(SharingNeed, Partner)> = Vec::new();
    for (body, of) in bodies.iter().enumerate() {
        let estate = of.common.estate;
        for (number, partner) in estate.partners.iter().flatten().enumerate() {
            let is_body = listed.iter().any(|row| row.listed == (body, number))
                || bodies.iter().any(|other| other.is_called(&partner.organisation));
            let needed = partner.wants_m2.and_then(Area::thousandths).filter(|m2| *m2 > 0);
            let stands = partner.stands_on(estate.snapshot.as_of);
            if is_body || needed.is_none() || !stands {
                continue;
            }
            let again = found.iter_mut().find(|(_, other)| same_partner(other, partner, within));
            if let Some((need, _)) = again {
                need.listed_by.push(body);
                continue;
            }
            let need = SharingNeed {
                of: NeedOf::Partner,
                body,
                number,
                listed_by: vec![body],
                needed,
                own_room: None,
                saved: None,
                fits: false,
            };
            found.push((need, partner.clone()));
        }
    }
    found
}

/// Tells whether two rows are of one wish: one organisation, at one place or under one name.
fn same_partner(a: &Partner, b: &Partner, within: f64) -> bool {
    let near = a.position.zip(b.position).is_some_and(|(a, b)| metres_between(a, b) <= within);
    let named = match (&a.name, &b.name) {
        (Some(a), Some(b)) => folded(a) == folded(b),
        _ => false,
    };
    folded(&a.organisation) == folded(&b.organisation) && (near || named)
}

/// Returns the surplus space and the empty buildings of a body.
fn offers_of(
    (body, name): (usize, &str),
    results: Results<'_>,
) -> Vec<(OfferKind, SiteOf, Partner)> {
    let Results { estate, measures, cover, .. } = results;
    let mut found = Vec::new();
    for (number, site) in estate.sites.iter().enumerate().filter(|(_, site)| is_held(site)) {
        let rooms = &cover.rooms.sites[number];
        let host = SiteOf { body, number };
        let reading = measures.sites[number].reading(Measure::LettableSpace);
        let most = match reading.bounds() {
            Some((_, Quantity::Number(most))) if reading.state != State::NotBenchmarked => {
                Area::from_m2(Decimal::new(to_whole(most * 1000.0), 3))
            }
            _ => None,
        };
        let offers = most.filter(|m2| rooms.receives && m2.as_m2() > Decimal::ZERO);
        let partner = at(site, (body, name), number, 's');
        if let (Some(offers), Some(partner)) = (offers, partner) {
            let partner =
                Partner { offers_m2: Some(offers), until: held_until(estate, site), ..partner };
            found.push((OfferKind::Space, host, partner));
        }
        let stands = matches!(site.status_or_operational(), Some(Status::Vacant | Status::ForSale))
            && rooms.teams.is_empty();
        let has_rooms = !matches!(site.use_or_office(), Some(Use::Land | Use::Mast) | None);
        let area = site.nia_m2.known().or(site.gia_m2).filter(|_| stands && has_rooms);
        if let (Some(area), Some(partner)) = (area, at(site, (body, name), number, 'b')) {
            let partner =
                Partner { offers_m2: Some(area), until: held_until(estate, site), ..partner };
            found.push((OfferKind::Building, host, partner));
        }
    }
    found
}

/// Returns the last day of the leases that a site is held by; `None` where it has none, or one has no term.
fn held_until(estate: &Estate, site: &Site) -> Option<Date> {
    let leases = estate.leases.iter();
    let own = leases.filter(|l| l.role == Role::Tenant && l.site_id == site.site_id);
    own.map(|lease| lease.expiry).collect::<Option<Vec<Date>>>()?.into_iter().max()
}
