//! What is decided already, for which sites something is asked, and what each sale brings.

use minijinja::{Value, context};

use crate::{
    edition::{AdviceRow, SaleStanding, SiteReceipt, SiteRow, View},
    wording::{
        NAMED, and_list_up_to, capital, decision_source, month, name_of, number, option, plain,
        receipt_notes, short_sum, why, years,
    },
};

/// Says for which of the first sites a business case is asked for: those not yet decided; `None` without
/// one.
pub(super) fn asked(first: &[&SiteRow]) -> Option<String> {
    let open: Vec<String> =
        first.iter().filter(|s| s.verdict.decided().is_none()).map(named_site).collect();
    Some(match (open.len(), first.len()) {
        (0, _) => return None,
        (1, 1) => "the one candidate".to_owned(),
        (open, all) if open == all => format!("each of the first {} candidates", number(all)),
        (1, _) => and_list_up_to(&open, NAMED),
        _ => format!("each of {}", and_list_up_to(&open, NAMED)),
    })
}

fn named_site(site: &&SiteRow) -> String {
    name_of(&site.name, &site.site_id).to_owned()
}

/// Names the first sites that are decided on; `None` without one.
pub(super) fn names(first: &[&SiteRow]) -> Option<String> {
    let decided: Vec<String> =
        first.iter().filter(|s| s.verdict.decided().is_some()).map(named_site).collect();
    (!decided.is_empty()).then(|| and_list_up_to(&decided, NAMED))
}

/// The sites that the body has decided on and that are not sold, with what and by whom.
pub(super) fn sites(view: &View) -> Value {
    let decided = view.options.advice.iter().filter(|a| a.verdict.decided().is_some());
    let row = |a: &AdviceRow| {
        context! {
            name => name_of(&a.name, &a.site_id),
            option => a.verdict.leads.map(|kind| capital(option(kind))),
            source => capital(&plain(&a.decided_by.as_ref().map(decision_source).unwrap_or_default())),
            appraisal => plain(&why(&a.why)),
        }
    };
    decided.map(row).collect::<Vec<_>>().into()
}

/// The receipts of the sites that are planned, programmed, decided or achieved: where figures of one sale can differ.
pub(super) fn receipts(view: &View) -> Value {
    view.receipts.iter().filter(|row| is_told(row)).map(receipt_row).collect::<Vec<_>>().into()
}

/// Says what of the receipts of decided sales nobody can count on, because the sale cannot be done as decided; `None` of
/// none.
pub(super) fn at_risk(view: &View) -> Option<String> {
    let barred: Vec<&SiteReceipt> = view.receipts.iter().filter(|row| row.is_barred).collect();
    let known: Vec<i64> = barred.iter().filter_map(|r| r.programme.or(r.appraised)).collect();
    let names: Vec<String> =
        barred.iter().map(|r| name_of(&r.name, &r.site_id).to_owned()).collect();
    (!known.is_empty()).then(|| {
        format!(
            "{} of the receipts as decided is at risk, because the sale cannot proceed as decided ({}).",
            short_sum(known.iter().sum()),
            and_list_up_to(&names, NAMED)
        )
    })
}

/// How many more sites are only appraised.
pub(super) fn receipts_more(view: &View) -> usize {
    view.receipts.iter().filter(|row| !is_told(row)).count()
}

fn is_told(row: &SiteReceipt) -> bool {
    let figures = [row.planned, row.programme, row.achieved];
    row.standing == SaleStanding::Decided || figures.iter().any(Option::is_some)
}

/// The receipts of one site, with the years in which they come.
fn receipt_row(row: &SiteReceipt) -> Value {
    let sum = |pence: Option<i64>, when: &str| match (pence, when) {
        (None, _) => "\u{2013}".to_owned(),
        (Some(pence), "") => short_sum(pence),
        (Some(pence), when) => format!("{} ({when})", short_sum(pence)),
    };
    let on = row.appraised_on.map_or_else(String::new, month);
    context! {
        name => name_of(&row.name, &row.site_id),
        standing => capital(row.standing.word()),
        appraised => sum(row.appraised, &on),
        planned => sum(row.planned, &years(&row.planned_in)),
        programme => sum(row.programme, &years(&row.programme_in)),
        achieved => sum(row.achieved, &years(&row.achieved_in)),
        // That it is sold is its status: no figures differ.
        differs => row.standing != SaleStanding::Sold && !row.notes.is_empty(),
        why => plain(&receipt_notes(&row.notes)),
    }
}
