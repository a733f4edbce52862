//! What a candidate brings and when it can go, in words.

use super::NOT_KNOWN;
use crate::{
    edition::{ExitRoute, ExitRow, Gate, OptionRow, OptionState, SaleBarRow, SiteRow},
    model::{Date, Money, Tenure},
    wording::{
        and_list, long_date, month, plain, route, sale_bar, sale_cost, short_money, short_sum,
        why_not_known,
    },
};

/// Says what a sale brings, or how far that is bounded; what it costs to leave where there is no sale.
pub(super) fn receipt(site: &SiteRow, options: &[&OptionRow], exit: Option<&ExitRow>) -> String {
    if sale_stopped(&site.gates) == Some(None) {
        return "none; a sale is blocked".to_owned();
    }
    if let Some(pence) = site.net_receipt {
        let owed = exit.map(|e| e.sale_costs_not_known.as_slice()).unwrap_or_default();
        let owed: Vec<String> = owed.iter().map(|cost| sale_cost(*cost)).collect();
        let before =
            if owed.is_empty() { String::new() } else { format!(", before {}", and_list(&owed)) };
        let stale = site
            .stale_since
            .map_or_else(String::new, |day| format!(" (valued on {})", long_date(day)));
        return if pence < 0 {
            format!("none; costs {}{before}{stale}", short_sum(-pence))
        } else {
            format!("{}{before}{stale}", short_sum(pence))
        };
    }
    if matches!(site.tenure, Some(Tenure::Leasehold | Tenure::Licence)) {
        return match exit.and_then(|e| e.cost) {
            Some(cost) if cost > Money::ZERO => {
                format!("none; cost of exit {}", short_money(cost))
            }
            Some(_) => "none; no cost of exit".to_owned(),
            None => "none; cost of exit not known".to_owned(),
        };
    }
    match options.iter().filter_map(|o| o.break_even_receipt).min() {
        Some(tie) if tie > Money::ZERO => {
            format!("not valued; break-even {}", short_money(tie))
        }
        Some(_) => "not valued; the best option even if the sale raised nothing".to_owned(),
        None => NOT_KNOWN.to_owned(),
    }
}

/// Says when a site can be left at the earliest; `free to sell` only where nothing prevents it.
pub(super) fn exit_words(exit: Option<&ExitRow>, leading: Option<&OptionRow>) -> String {
    let Some(exit) = exit else { return NOT_KNOWN.to_owned() };
    if exit.sale_is_barred {
        return format!(
            "none: a sale is blocked ({})",
            in_the_way(exit, |bar| bar.until.is_none())
        );
    }
    let Some(on) = exit.exit_on else {
        let why = plain(&why_not_known(&exit.not_known));
        return if why.is_empty() { NOT_KNOWN.to_owned() } else { format!("not known: {why}") };
    };
    let sold = leading.filter(|o| o.option.is_sale() && o.state != OptionState::Barred);
    let sold = sold.and_then(|o| o.done_on);
    match exit.route {
        Some(ExitRoute::Sale) => {
            let begins = sale_words(exit, on);
            sold.map_or(begins.clone(), |done| format!("{begins}; sale about {}", month(done)))
        }
        Some(ExitRoute::Break) => match exit.act_by {
            Some(act) => format!("{} by break; notice by {}", long_date(on), long_date(act)),
            None => format!("{} by break", long_date(on)),
        },
        Some(ExitRoute::Expiry) => format!("{}, when the lease ends", long_date(on)),
        Some(ExitRoute::HoldingOverNotice) => format!("{}, by notice", long_date(on)),
        Some(other) => format!("{} by {}", long_date(on), route(other)),
        None => long_date(on),
    }
}

/// Says from when a site can be sold, and what prevents it till then.
fn sale_words(exit: &ExitRow, on: Date) -> String {
    if exit.sale_bars.iter().any(|bar| bar.is_decision()) {
        return "must be kept".to_owned();
    }
    let holding = exit.sale_bars.iter().filter(|bar| bar.holds);
    match (holding.clone().count(), exit.perhaps_earlier) {
        (0, _) => match exit.sale_bars.first() {
            Some(bar) => plain(&sale_bar(&bar.kind)),
            None => "free to sell".to_owned(),
        },
        (_, Some(sooner)) => format!(
            "not before {}, or {} if a community body asks to bid",
            long_date(sooner),
            long_date(on)
        ),
        (_, None) => {
            format!("not before {} ({})", long_date(on), in_the_way(exit, |bar| bar.holds))
        }
    }
}

/// Names what prevents a sale, as far as it is of a kind.
fn in_the_way(exit: &ExitRow, of: impl Fn(&SaleBarRow) -> bool) -> String {
    let bars = exit.sale_bars.iter().filter(|bar| !bar.is_decision() && of(bar));
    let mut words: Vec<String> = bars.map(|bar| plain(&sale_bar(&bar.kind))).collect();
    words.dedup();
    and_list(&words)
}

/// Returns until when a sale is stopped, `None` within has no end; `None` if it is not.
pub(super) fn sale_stopped(gates: &[Gate]) -> Option<Option<Date>> {
    gates.iter().find_map(|gate| match gate {
        Gate::BlockedSale(until) => Some(*until),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_receipt_that_is_not_known_is_bounded() {
        let tie = |pounds: i64| OptionRow {
            break_even_receipt: Some(Money::from_pence(pounds * 100)),
            ..OptionRow::default()
        };
        let site = SiteRow { tenure: Some(Tenure::Freehold), ..SiteRow::default() };
        let some = tie(85_000);
        assert_eq!(receipt(&site, &[&some], None), "not valued; break-even £85,000");
        let none = tie(-5);
        assert_eq!(
            receipt(&site, &[&none], None),
            "not valued; the best option even if the sale raised nothing"
        );
        let valued = SiteRow {
            net_receipt: Some(8_000_000),
            stale_since: Date::from_ymd_opt(2012, 3, 31),
            ..site.clone()
        };
        assert_eq!(receipt(&valued, &[], None), "£80,000 (valued on 31 March 2012)");
        let lease = SiteRow { tenure: Some(Tenure::Leasehold), ..SiteRow::default() };
        assert_eq!(receipt(&lease, &[], None), "none; cost of exit not known");
    }
}
