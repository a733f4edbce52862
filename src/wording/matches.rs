//! Sites and partners that could share, in words.

use super::{
    and_list_up_to, capital, long_date, more_or_less, number, per_cent_within, spoken, tenths,
    whose,
};
use crate::edition::{Direction, Fit, MatchRow, MatchView, Misfit};

/// Refusals that are told; the rest are counted.
const TOLD: usize = 10;
/// Teams or places that a sentence names; the rest are counted.
const NAMED: usize = 3;

/// Writes a straight line: `710 m`, `1.2 km`.
fn distance(metres: f64) -> String {
    if metres < 995.0 {
        format!("{:.0} m", (metres / 10.0).round() * 10.0)
    } else {
        format!("{:.1} km", metres / 1000.0)
    }
}

fn m2(thousandths: Option<i64>) -> String {
    thousandths.map_or_else(|| "an unknown number of".to_owned(), tenths)
}

/// Says why a pair does not fit or is not known to, or what has to come first; empty where nothing has.
pub(crate) fn why_matched(row: &MatchRow) -> String {
    if row.fits == Fit::Yes {
        let consent = row.by_consent.then_some("the landlord has to consent");
        return consent.unwrap_or_default().to_owned();
    }
    // What is not known does not matter where something else refuses it.
    let telling = row.misfits.iter().filter(|m| m.is_refusal() == (row.fits == Fit::No));
    let parts: Vec<String> = telling.map(|misfit| one(row, misfit)).collect();
    parts.join("; ")
}

fn one(row: &MatchRow, misfit: &Misfit) -> String {
    let moves_out = row.direction == Direction::IntoPartner;
    let what = if moves_out { "the offer" } else { "the need" };
    match misfit {
        Misfit::Area if moves_out => {
            format!("{} m² is needed and {} m² is offered", m2(row.needed), m2(row.there))
        }
        Misfit::Area => {
            format!("{} m² is wanted and {} m² is surplus", m2(row.needed), m2(row.there))
        }
        Misfit::NotShared(_) => {
            let team = |(team, function): &(String, crate::model::TeamFunction)| {
                format!("{team} ({})", spoken(function.word()))
            };
            let teams: Vec<String> = row.not_shared.iter().map(team).collect();
            format!(
                "the work of {} may not be done in space shared with another body",
                and_list_up_to(&teams, NAMED)
            )
        }
        Misfit::OutOfReach => format!(
            "{} of demand would be out of reach, more than is allowed",
            row.lost.map_or_else(|| "too much".to_owned(), |lost| per_cent_within(Some(lost)))
        ),
        Misfit::ReachNotKnown => {
            "what would be out of reach is not known, as a zone or a site that gives the service has no position".to_owned()
        }
        Misfit::FunctionUnreadable(_) => {
            format!("what {} does could not be read", and_list_up_to(&row.unreadable, NAMED))
        }
        Misfit::NotSecure if moves_out => "the partner's site is not secure".to_owned(),
        Misfit::NotSecure => "the partner needs a secure site".to_owned(),
        Misfit::MustKeep => "the site must be kept".to_owned(),
        Misfit::Receives => "teams of another site are to move in, as decided".to_owned(),
        Misfit::SecureSite => "the site is secure, and the partner's is not".to_owned(),
        Misfit::SecureNotKnown => {
            let whose = if moves_out { "the partner's site is" } else { "both are" };
            format!("whether {whose} secure is not known")
        }
        Misfit::Begins(day) => format!("{what} begins only on {}", long_date(*day)),
        Misfit::Ends(day) => format!("{what} ends too soon, on {}", long_date(*day)),
        Misfit::DatesUnreadable => format!("a date of {what} could not be read"),
        Misfit::Barred => "a lease does not allow sharing or subletting".to_owned(),
        Misfit::RightNotKnown => {
            "whether the leases allow sharing or subletting is not known".to_owned()
        }
        Misfit::NeedNotKnown => "the space needed is not known".to_owned(),
        Misfit::SpaceNotKnown => "the surplus space is not known".to_owned(),
        Misfit::UseNotKnown(of) => format!(
            "the site is recorded as {}, and whether the partner's space suits that is not known",
            spoken(of.word())
        ),
        Misfit::EntranceNotKnown => {
            "whether the space has a separate entrance is not known".to_owned()
        }
    }
}

/// Names the partner's site with whose it is, where the name does not tell.
fn partner(row: &MatchRow) -> String {
    whose(&row.partner_name, &row.organisation)
}

/// Says what becomes of the reach of a public service that moves with the site.
fn reach(row: &MatchRow) -> Option<String> {
    let (lost, alone) = (row.lost?, row.lost_alone?);
    let share = |of: f64| per_cent_within(Some(of));
    match (lost > 0.0, alone > 0.0) {
        (false, false) => None,
        (false, true) => Some(format!(
            " What it gives the public would stay within reach{}; were it closed with nothing in its place, {} of demand would be out of reach.",
            if row.until.is_some() { " until then" } else { "" },
            share(alone)
        )),
        (true, _) => Some(format!(" {} of demand would be out of reach.", share(lost))),
    }
}

/// Says what moving is worth, in the budget, to the economy and to the public sector.
fn worth(row: &MatchRow) -> Option<String> {
    let sums = row.advantage?;
    let [budget, economic, public] =
        [sums.budget, sums.economic, sums.public_sector].map(more_or_less);
    let others = if economic == public {
        format!("and {economic} economically and to the public sector as a whole")
    } else {
        format!("{economic} economically and {public} to the public sector as a whole")
    };
    Some(format!(
        " If the partner agrees, moving there and giving the site up would be worth {budget} than business as usual to the body's budget, {others}, in present value{}.",
        if row.charge_assumed {
            "; what the partner asks is not recorded, and is assumed"
        } else {
            ""
        }
    ))
}

/// Says how a pair could share.
pub(crate) fn could(row: &MatchRow) -> String {
    let away = distance(row.metres);
    let (needed, there) = (m2(row.needed), m2(row.there));
    let share = match row.direction {
        Direction::IntoPartner => format!(
            "{} could move into {}, {away} away ({needed} of {there} m² offered{})",
            row.name,
            partner(row),
            if row.has_counter { ", without a public area" } else { "" }
        ),
        Direction::PartnerIn => format!(
            "{} could move into {}, {away} away ({needed} of {there} m² surplus)",
            partner(row),
            row.name
        ),
    };
    let from = row.from.map_or_else(String::new, |day| format!(", from {}", long_date(day)));
    let until = row.until.map_or_else(String::new, |day| format!(", until {}", long_date(day)));
    let consent = if row.by_consent { ", if the landlord consents" } else { "" };
    let stays = match (row.direction, row.site_closes) {
        (Direction::PartnerIn, true) => ", were the site not proposed to close",
        _ => "",
    };
    format!("{share}{from}{until}{consent}{stays}.")
}

fn could_not(row: &MatchRow) -> String {
    let (who, to) = match row.direction {
        Direction::IntoPartner => (row.name.clone(), partner(row)),
        Direction::PartnerIn => (partner(row), row.name.clone()),
    };
    let away = distance(row.metres);
    match row.fits {
        Fit::NotKnown => {
            format!("{who} into {to}, {away} away: not known, because {}.", why_matched(row))
        }
        _ => format!("{who} cannot move into {to}, {away} away: {}.", why_matched(row)),
    }
}

/// Says how a pair could share, what stays within reach then, and what that is worth.
fn could_in_full(row: &MatchRow) -> String {
    let [reach, worth] = [reach(row), worth(row)].map(Option::unwrap_or_default);
    format!("{}{reach}{worth}", could(row))
}

/// Says which sites and partners could share, of the pairs that are chosen.
pub(crate) fn could_share(view: &MatchView) -> Vec<(&MatchRow, String)> {
    view.rows.iter().filter(|row| row.chosen).map(|row| (row, could_in_full(row))).collect()
}

/// Says which sites and partners could share, and why others could not.
pub(crate) fn matched(view: &MatchView) -> Vec<String> {
    let mut said: Vec<String> = could_share(view).into_iter().map(|(_, said)| said).collect();
    if said.is_empty() && !view.rows.is_empty() {
        said.push("No site and partner that fit each other were found.".to_owned());
    }
    let mut without: Vec<&MatchRow> = view.rows.iter().filter(|row| row.fits != Fit::Yes).collect();
    // Nearest to a fit first; rows are in order of site: what is alike stays so.
    without.sort_by(|a, b| {
        let key = |row: &MatchRow| (row.misfits.contains(&Misfit::Area), row.misfits.len());
        key(a).cmp(&key(b)).then(a.metres.total_cmp(&b.metres))
    });
    said.extend(without.iter().take(TOLD).map(|row| could_not(row)));
    let others = view.rows.iter().filter(|row| row.fits == Fit::Yes && !row.chosen).count();
    if without.len() > TOLD {
        said.push(format!("and {} more in matches.csv of the report", without.len() - TOLD));
    }
    if others > 0 {
        said.push(format!(
            "{} more {} would fit alone, but the space or the site is used by those above.",
            capital(&number(others)),
            if others == 1 { "pair" } else { "pairs" }
        ));
    }
    for (names, what) in [(&view.sites_not_placed, "site"), (&view.partners_not_placed, "partner")]
    {
        if !names.is_empty() {
            said.push(format!(
                "Not compared, because the position of the {what} is not known: {}.",
                and_list_up_to(names, NAMED)
            ));
        }
    }
    if view.rows.iter().any(|row| !row.is_exact) {
        said.push("A better choice may exist: not all could be tried.".to_owned());
    }
    said
}
