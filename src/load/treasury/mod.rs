//! `treasury.toml`: the balance sheet side. One fault in it and nothing of it is used: a balance that is
//! misread, or left out, would be money that is missing.

mod entry;

use std::cell::RefCell;

use rust_decimal::Decimal;
use toml::Table;

use self::entry::{Faults, Spot, fault, list, part};
use super::id_index::SiteIndex;
use crate::model::{
    Date, Decision, ExternalBorrowing, FinancialYear, Finding, Findings, GivenReceipt, Loan,
    LoanKind, LoanTaken, Money, MrpMethod, NewLoans, OpeningTranche, OptionKind, Place,
    ProjectYear, Rule, SavingsTarget, TargetOf, Treasury, YearSum,
};

/// The file's name.
pub(super) const FILE: &str = "treasury.toml";

/// Reads the file; `None` with findings when anything in it is at fault, and of a template still to be filled.
pub(super) fn read(
    text: &str,
    as_of: Date,
    sites: &SiteIndex,
    findings: &mut Findings,
) -> Option<Treasury> {
    let table = super::estate_file::parsed(FILE, Rule::TreasuryFile, text, findings)?;
    if table.is_empty() {
        let found = "a file with no entries; it is left out".to_owned();
        let expected = "your own balances".to_owned();
        findings.push(
            Finding::new(Rule::ExampleRow, Place::file(FILE), "", found, expected)
                .fix("remove the leading # and fill in the entries, or delete the file"),
        );
        return None;
    }
    let faults = RefCell::new(Findings::default());
    let treasury = treasury(&table, as_of, sites, &faults);
    let faults = faults.into_inner();
    let sound = faults.is_empty();
    findings.append(faults);
    treasury.filter(|_| sound)
}

/// Says that schemes stand without the file.
pub(super) fn missing(projects: Option<&[ProjectYear]>, findings: &mut Findings) {
    let Some(first) = projects.and_then(<[_]>::first) else { return };
    let place = Place::file(&first.row.file);
    let found = format!("schemes, but no {FILE}");
    let expected = "balances, rates and limits for the schemes".to_owned();
    findings.push(Finding::new(Rule::ProgrammeWithoutTreasury, place, "", found, expected).fix(
        "fill in treasury.toml (`terrier new` writes a template); until then the programme is \
            shown without borrowing",
    ));
}

/// Reads every part, so that every fault is found, then puts them together.
fn treasury(root: &Table, as_of: Date, sites: &SiteIndex, faults: &Faults) -> Option<Treasury> {
    let top = part("", root, faults)?;
    let first_year = top.year("first_year").unwrap_or(FinancialYear::after(as_of));
    let [opening, reserves, balance, rates, mrp, programme] =
        ["opening", "reserves", "balance_sheet", "rates", "mrp", "programme"]
            .map(|path| part(path, root, faults));
    let money = |spot: &Option<Spot<'_>>, name: &str| spot.as_ref()?.money(name);
    let rate = |name: &str| Some(rates.as_ref()?.rates(name, first_year));
    let none = Money::ZERO;
    let opening_cfr = money(&opening, "cfr");
    let held = money(&reserves, "opening");
    let working_capital = money(&balance, "working_capital");
    let minimum_liquidity = money(&balance, "minimum_liquidity");
    let [short_rate, long_rate, investment_rate] = ["short", "long", "investment"].map(rate);
    let method = mrp.as_ref().and_then(|spot| spot.word("method", MrpMethod::read));
    let mrp_rate = mrp.as_ref().and_then(|spot| spot.per_cent("rate"));
    let opening_tranches = tranches(root, faults);
    let annuities = opening_tranches.iter().map(|t| t.method).chain([method]);
    if mrp_rate.is_none() && annuities.flatten().any(|m| m == MrpMethod::Annuity) {
        fault(faults, "mrp.rate", "nothing", "a rate, because an annuity needs one");
    }
    if let Some(cfr) = opening_cfr {
        more_than_all(&opening_tranches, cfr, faults);
    }
    Some(Treasury {
        first_year,
        opening_tranches,
        opening_years: opening.as_ref().and_then(|spot| spot.whole("years")),
        opening_pfi: money(&opening, "pfi").unwrap_or(none),
        opening_receipts: money(&opening, "capital_receipts").unwrap_or(none),
        opening_grants: money(&opening, "grants_unapplied").unwrap_or(none),
        lease_rate: rates.as_ref().and_then(|spot| spot.per_cent("lease")),
        loans: loans(root, first_year, faults),
        reserve_changes: year_sums("reserves.changes", root, faults),
        mrp_rate,
        voluntary: year_sums("mrp.voluntary", root, faults),
        slippage: programme.and_then(|spot| spot.per_cent("slippage")).unwrap_or(Decimal::ZERO),
        authorised_limit: top.sums("authorised_limit"),
        operational_boundary: top.sums("operational_boundary"),
        net_revenue_stream: top.sums("net_revenue_stream"),
        savings_targets: targets(root, faults),
        receipts: receipts(root, sites, faults),
        decisions: decisions(root, sites, faults),
        new_loans: new_loans(root, faults)?,
        opening_cfr: opening_cfr?,
        reserves: held?,
        working_capital: working_capital?,
        minimum_liquidity: minimum_liquidity?,
        short_rate: short_rate?,
        long_rate: long_rate?,
        investment_rate: investment_rate?,
        mrp_method: method?,
    })
}

/// Tranches are parts of the requirement, so together no more than it.
fn more_than_all(tranches: &[OpeningTranche], cfr: Money, faults: &Faults) {
    let sum = Money::checked_sum(tranches.iter().map(|tranche| tranche.amount));
    if let Some(sum) = sum.filter(|sum| !tranches.is_empty() && *sum > cfr) {
        let expected = format!("at most `opening.cfr`, {cfr}");
        fault(faults, "opening.tranches", format!("tranches that total {sum}"), &expected);
    }
}

fn tranches(root: &Table, faults: &Faults) -> Vec<OpeningTranche> {
    let one = |spot: Spot<'_>| {
        let (name, amount) = (spot.text("name"), spot.money("amount"));
        let (years, method) = (spot.whole("years_left"), spot.word("method", MrpMethod::read));
        Some(OpeningTranche { method, name: name?, amount: amount?, years_left: years? })
    };
    list("opening.tranches", root, faults).into_iter().filter_map(one).collect()
}

fn loans(root: &Table, first_year: FinancialYear, faults: &Faults) -> Vec<Loan> {
    let begins = first_year.period().map(crate::model::Period::from);
    let mut loans: Vec<Loan> = Vec::new();
    for spot in list("loans", root, faults) {
        let loan_id = spot.text("loan_id");
        let kind = spot.word("kind", LoanKind::read);
        let principal = spot.money("principal");
        let rate = spot.per_cent("rate");
        let (start, end) = (spot.day("start"), spot.day("end"));
        let payments = spot.whole("payments_a_year").unwrap_or(2);
        if let (Some(start), Some(end)) = (start, end)
            && end <= start
        {
            spot.fault("end", end, &format!("a date after `start`, {start}"));
        }
        if let (Some(start), Some(begins)) = (start, begins)
            && start >= begins
        {
            let expected = format!("a date before the programme begins on {begins}");
            spot.fault("start", start, &expected);
        }
        if let Some(id) = loan_id.as_ref().filter(|id| loans.iter().any(|l| l.loan_id == **id)) {
            spot.fault("loan_id", format!("{id:?}, given twice"), "each id once only");
        }
        let loan = || {
            Some(Loan {
                loan_id: loan_id?,
                kind: kind?,
                principal: principal?,
                rate: rate?,
                start: start?,
                end: end?,
                payments_a_year: payments,
            })
        };
        loans.extend(loan());
    }
    loans
}

fn year_sums(path: &str, root: &Table, faults: &Faults) -> Vec<YearSum> {
    let one = |spot: Spot<'_>| {
        let year = spot.year("financial_year");
        let (amount, what) = (spot.money("amount"), spot.text("what"));
        Some(YearSum { financial_year: year?, amount: amount?, what: what? })
    };
    list(path, root, faults).into_iter().filter_map(one).collect()
}

fn new_loans(root: &Table, faults: &Faults) -> Option<NewLoans> {
    let spot = part("new_loans", root, faults)?;
    let (kind, years) = (spot.word("kind", LoanKind::read), spot.whole("years"));
    Some(NewLoans {
        taken: spot.word("taken", LoanTaken::read).unwrap_or(LoanTaken::Middle),
        external: spot
            .word("external", ExternalBorrowing::read)
            .unwrap_or(ExternalBorrowing::AsNeeded),
        short_years: spot.whole("short_years").unwrap_or(0),
        kind: kind?,
        years: years?,
    })
}

fn targets(root: &Table, faults: &Faults) -> Vec<SavingsTarget> {
    let mut targets: Vec<SavingsTarget> = Vec::new();
    for spot in list("savings_targets", root, faults) {
        let (of, body) = (spot.word("of", TargetOf::read), spot.text("body"));
        let year = spot.year("financial_year");
        let (amount, source) = (spot.money("amount"), spot.text("source"));
        let target = || {
            Some(SavingsTarget {
                of: of?,
                body: body?,
                financial_year: year?,
                amount: amount?,
                source: source?,
            })
        };
        let Some(target) = target() else { continue };
        let same = |t: &SavingsTarget| {
            (t.of, &t.body, t.financial_year) == (target.of, &target.body, target.financial_year)
        };
        if targets.iter().any(same) {
            let found = format!("{}, given twice", target.financial_year);
            spot.fault("financial_year", found, "one target for each body and year");
        }
        targets.push(target);
    }
    targets
}

fn receipts(root: &Table, sites: &SiteIndex, faults: &Faults) -> Vec<GivenReceipt> {
    let one = |spot: Spot<'_>| {
        let site_id = spot.site("site_id", sites);
        let year = spot.year("financial_year");
        let (amount, sale_cost) = (spot.money("amount"), spot.money("sale_cost"));
        let what = spot.text("what");
        Some(GivenReceipt {
            site_id,
            sale_cost,
            financial_year: year?,
            amount: amount?,
            what: what?,
        })
    };
    list("receipts", root, faults).into_iter().filter_map(one).collect()
}

fn decisions(root: &Table, sites: &SiteIndex, faults: &Faults) -> Vec<Decision> {
    let mut decisions: Vec<Decision> = Vec::new();
    for spot in list("decisions", root, faults) {
        let site_id = spot.site("site_id", sites);
        let (option, source) = (spot.word("option", OptionKind::read_decided), spot.text("source"));
        if let Some(id) = site_id.as_ref().filter(|id| decisions.iter().any(|d| d.site_id == **id))
        {
            spot.fault("site_id", format!("\"{id}\", given twice"), "one decision for each site");
        }
        let receiver = spot.text("receiver");
        let decision =
            || Some(Decision { site_id: site_id?, option: option?, receiver, source: source? });
        decisions.extend(decision());
    }
    decisions
}
