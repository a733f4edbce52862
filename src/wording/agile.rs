//! Agile working in words.

use rust_decimal::Decimal;

use super::{and_list, and_list_up_to, count_of, counted, number, tenths, to_places};
use crate::{
    edition::{AgileCaseRow, AgileRow, AgileTerms, AgileView, AllPlaced},
    model::{capital, decimals, with_thousands},
};

/// Sites that a sentence names; the rest are counted.
const SITES: usize = 6;

/// A case of the scenario: by the policy, or were the peak to fall too.
type Case = fn(&AgileRow) -> &AgileCaseRow;

fn per_cent_to_tenth(share: Decimal) -> String {
    format!("{}%", to_places(share * Decimal::ONE_HUNDRED, 1))
}

fn workstations(many: i64) -> String {
    let digits = with_thousands(&many.to_string());
    format!("{digits} workstation{}", if many == 1 { "" } else { "s" })
}

/// Writes thousandths of a m² as whole m².
fn m2(thousandths: i64) -> String {
    format!("{} m²", with_thousands(&decimals(thousandths, 1000, 0)))
}

/// Says what is assumed: the minutes with their source, what of them becomes space, and the peak.
fn assumed(terms: &AgileTerms) -> Vec<String> {
    let AgileTerms { minutes, shift_minutes, pass_through, peak_share, .. } = terms;
    let time = *minutes / *shift_minutes;
    let mut said = vec![
        format!(
            "Assumed: somebody with a mobile device saves {} minutes of a shift of {}, which is {} of the time.",
            minutes.normalize(),
            shift_minutes.normalize(),
            per_cent_to_tenth(time)
        ),
        format!("Source of the minutes: {}.", terms.minutes_source),
        format!(
            "Time is not space: {} of the time saved comes off the need, so a team that all have devices needs {} fewer workstations.",
            per_cent_to_tenth(*pass_through),
            per_cent_to_tenth(time * *pass_through)
        ),
        if peak_share.is_zero() {
            "Where people are counted, workstations are needed for the peak, and minutes saved over a shift leave the peak as it is."
                .to_owned()
        } else if terms.peak_falls() {
            "Where people are counted, workstations are needed for the peak, which is taken to fall by as much."
                .to_owned()
        } else {
            format!(
                "Where people are counted, workstations are needed for the peak, which is taken to fall by {} of that.",
                per_cent_to_tenth(*peak_share)
            )
        },
    ];
    said.extend(terms.devices.map(|devices| {
        format!(
            "At most {} devices are in use, spread over those who have one by the mobile share of their teams.",
            with_thousands(&devices.normalize().to_string())
        )
    }));
    said
}

/// Says who has a device, and of whom this is not known.
fn with_devices(view: &AgileView) -> Vec<String> {
    let fte = view.sum(|row| Some(row.fte)).0;
    let mobile = view.sum(|row| Some(row.mobile_fte)).0;
    let not_known = view.sum(|row| Some(row.mobile_not_known_fte)).0;
    let mut said = vec![format!("{} of {} FTE have a mobile device.", tenths(mobile), tenths(fte))];
    if view.teams_not_known > 0 {
        said.push(format!(
            "For {} with {} FTE this is not known. Their need is taken to be unchanged.",
            count_of(view.teams_not_known, "team", "teams"),
            tenths(not_known)
        ));
    }
    said
}

/// Says how many workstations the teams need in a case, and how much less that is.
fn need(view: &AgileView, of: Case) -> String {
    let both = |row: &AgileRow| row.needed.zip(of(row).needed);
    let (today, unknown) = view.sum(|row| both(row).map(|(today, _)| today));
    let then = view.sum(|row| both(row).map(|(_, then)| then)).0;
    let least = view.sum(|row| row.needed.and(of(row).least)).0;
    let fall = if today > 0 {
        per_cent_to_tenth(Decimal::from(today - then) / Decimal::from(today))
    } else {
        per_cent_to_tenth(Decimal::ZERO)
    };
    let range = if least < then {
        format!(
            " ({} at least, were everybody to have a device where this is not known)",
            with_thousands(&least.to_string())
        )
    } else {
        String::new()
    };
    let not_known = if unknown > 0 {
        format!(" {} left out, because the status could not be read.", sites_are(unknown))
    } else {
        String::new()
    };
    format!(
        "The teams need {} today and {} then, {fall} fewer{range}.{not_known}",
        workstations(today),
        with_thousands(&then.to_string())
    )
}

fn sites_are(many: usize) -> String {
    capital(&format!("{} {}", counted(many, "site"), if many == 1 { "is" } else { "are" }))
}

/// Says what stands spare in a case beyond what does today.
fn freed(view: &AgileView, of: Case) -> Vec<String> {
    let (spare, _) = view.sum(|row| of(row).freed);
    let space = view.sum(|row| of(row).freed_m2).0;
    let at: Vec<&AgileRow> =
        view.rows.iter().filter(|row| of(row).freed.is_some_and(|n| n > 0)).collect();
    let by_policy = at.iter().filter(|row| !row.own_space).count();
    let mut said = Vec::new();
    if at.is_empty() {
        said.push("No workstation is freed.".to_owned());
    } else {
        said.push(format!(
            "{} {} freed, with {}, at {}.",
            workstations(spare),
            if spare == 1 { "is" } else { "are" },
            m2(space),
            counted(at.len(), "site")
        ));
    }
    if by_policy > 0 {
        said.push(format!(
            "At {} the space of a workstation is the policy's, because the site's own is not known.",
            counted(by_policy, "site")
        ));
    }
    let unknown: Vec<String> = view
        .rows
        .iter()
        .filter(|row| of(row).freed.is_none() && row.needed != of(row).needed)
        .map(|row| row.name.clone())
        .collect();
    if !unknown.is_empty() {
        said.push(format!(
            "How many are freed at {} is not known: its workstations or its need are not recorded.",
            and_list_up_to(&unknown, SITES)
        ));
    }
    said
}

/// Says which sites a case frees, each taken alone.
fn frees(view: &AgileView, of: Case) -> Vec<String> {
    let named = |answer: AllPlaced| -> Vec<String> {
        let rows = view.rows.iter().filter(|row| of(row).frees == answer);
        rows.map(|row| row.name.clone()).collect()
    };
    let (yes, open) = (named(AllPlaced::Yes), named(AllPlaced::NotKnown));
    let mut said = vec![match yes.len() {
        0 => "No further site could be given up.".to_owned(),
        1 => format!(
            "One further site could be given up, taken alone: {}. Its teams have no place elsewhere today.",
            yes[0]
        ),
        many => format!(
            "{} further sites could be given up, each taken alone: {}. Their teams have no place elsewhere today.",
            capital(&number(many)),
            and_list(&yes)
        ),
    }];
    if !open.is_empty() {
        said.push(format!(
            "Whether {} could is not known: it depends on positions, room or mobile shares that are not recorded.",
            and_list_up_to(&open, SITES)
        ));
    }
    said
}

/// Says which sites could close together, at most.
fn together(view: &AgileView) -> Vec<String> {
    let set = |of: &dyn Fn(&AgileRow) -> bool| -> Vec<String> {
        view.rows.iter().filter(|row| of(row)).map(|row| row.name.clone()).collect()
    };
    let mut sets = vec![
        ("today", set(&|row| row.together)),
        ("with agile working", set(&|row| row.by_policy.together)),
        ("were the peak to fall as well", set(&|row| row.if_peak_falls.together)),
    ];
    if view.terms.peak_falls() {
        sets.truncate(2);
    }
    let is_exact = !view.is_exact.contains(&false);
    let at_least = if is_exact { "" } else { "at least " };
    let one = |(when, names): &(&str, Vec<String>)| match names.len() {
        0 => format!("none {when}"),
        many => format!("{at_least}{} {when} ({})", number(many), and_list_up_to(names, SITES)),
    };
    let same = sets.iter().all(|(_, names)| *names == sets[0].1);
    let mut said = vec![if same {
        format!(
            "The most sites that could close together, all their teams placed: {}, and the same with agile working.",
            one(&sets[0])
        )
    } else {
        let parts: Vec<String> = sets.iter().map(one).collect();
        format!(
            "The most sites that could close together, all their teams placed: {}.",
            parts.join("; ")
        )
    }];
    if !is_exact {
        said.push("More might be able to: not all sets could be tried.".to_owned());
    }
    said
}

/// Says what agile working changes: what is assumed, what it frees by the policy, and were the peak to fall too.
pub(crate) fn agile_working(view: &AgileView) -> Vec<(&'static str, Vec<String>)> {
    let by_policy: Case = |row| &row.by_policy;
    let if_peak_falls: Case = |row| &row.if_peak_falls;
    let case = |of: Case| {
        let mut said = vec![need(view, of)];
        said.extend(freed(view, of));
        said.extend(frees(view, of));
        said
    };
    let mut first = case(by_policy);
    first.splice(0..0, with_devices(view));
    let by_fte = view.rows.iter().filter(|row| !row.counted).count();
    if by_fte > 0 {
        first.push(format!(
            "At {} nobody has counted people; the need there is estimated from FTE.",
            counted(by_fte, "site")
        ));
    }
    if !view.not_recorded.is_empty() {
        first.push(format!(
            "No team is recorded at {}; what is needed there is taken as it is.",
            and_list_up_to(&view.not_recorded, SITES)
        ));
    }
    let mut last = together(view);
    last.push(
        "Space freed at a site saves money only where the site is given up or a part of it is let."
            .to_owned(),
    );
    let mut parts = vec![("Agile working", assumed(&view.terms)), ("What it frees", first)];
    if !view.terms.peak_falls() {
        parts.push(("Were the peak to fall by as much", case(if_peak_falls)));
    }
    parts.push(("Sites together", last));
    parts
}

/// Says in a sentence what agile working changes; `None` where no mobile share is recorded.
pub(crate) fn agile_in_short(view: &AgileView) -> Option<String> {
    if view.sum(|row| Some(row.mobile_fte)).0 == 0 {
        return None;
    }
    let cases: [Case; 2] = [|row| &row.by_policy, |row| &row.if_peak_falls];
    let both =
        |row: &AgileRow| row.needed.is_some() && cases.iter().all(|of| of(row).needed.is_some());
    let sum =
        |need: &dyn Fn(&AgileRow) -> Option<i64>| view.sum(|row| need(row).filter(|_| both(row))).0;
    let today = sum(&|row| row.needed);
    let [then, peak_then] = cases.map(|of| sum(&|row| of(row).needed));
    let [sites, peak_sites] = cases.map(|of| {
        let frees = view.rows.iter().filter(|row| of(row).frees == AllPlaced::Yes).count();
        format!("{} could be given up", counted(frees, "further site"))
    });
    let need = if then == today {
        format!("With agile working all teams would need {}, as today", workstations(then))
    } else {
        format!(
            "With agile working all teams would need {} instead of {}",
            workstations(then),
            with_thousands(&today.to_string())
        )
    };
    let peak_then = with_thousands(&peak_then.to_string());
    Some(match (view.terms.peak_falls(), sites == peak_sites) {
        (true, _) => format!("{need}, and {sites}."),
        (false, true) => {
            format!("{need}, or {peak_then} if the peak at each site fell too; {sites}.")
        }
        (false, false) => format!(
            "{need}, and {sites}; if the peak at each site fell too, they would need {peak_then}, and {peak_sites}."
        ),
    })
}
