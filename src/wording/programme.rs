//! The capital programme and its benefits, in words.

use super::advice::{decision_source, named};
use crate::{
    edition::{
        Against, Barred, BeyondYears, Claimant, Evidence, FlagFound, FlagKind, FundFlag,
        ReceiptSource, RevenuePart, SetAside, Unknown,
    },
    model::pounds_short,
};

/// Says on what savings rest that no ledger can be asked of.
pub(crate) const fn evidence(evidence: Evidence) -> &'static str {
    match evidence {
        Evidence::All => "evidence only",
        Evidence::Some => "some evidence",
        Evidence::None => "no evidence recorded",
    }
}

/// Names what a revenue cost is of.
pub(crate) fn revenue_part(part: &RevenuePart) -> String {
    let words = match part {
        RevenuePart::Total => "Total",
        RevenuePart::Before => "Borrowed before",
        RevenuePart::Project { name, .. } => name,
        RevenuePart::Site { name, option, .. } => {
            return format!("{name}: {}", super::spoken(option.word()));
        }
        RevenuePart::Sales => "Sales, and interest on receipts held",
        RevenuePart::Benefits => "Other cashable benefits",
    };
    words.to_owned()
}

/// Says where a receipt is given, or by which option it is appraised.
pub(crate) fn receipt_source(source: &ReceiptSource) -> String {
    match source {
        ReceiptSource::Appraised(kind) => format!("appraised: {}", kind.word()),
        ReceiptSource::Scheme(scheme) => format!("given by {scheme}"),
        ReceiptSource::Treasury(what) => what.clone(),
    }
}

/// Says which fact a programme lacks, and what that does to its sums; without a full stop.
pub(crate) fn unknown(fact: &Unknown) -> String {
    match fact {
        Unknown::Treasury => {
            "balances, rates and limits are not given, so borrowing is not charged to revenue"
                .to_owned()
        }
        Unknown::OpeningYears => {
            "the years left to charge the opening requirement are not given".to_owned()
        }
        Unknown::Loan(loan) => {
            format!("loan {loan} cannot be calculated: its dates give no payments")
        }
        Unknown::Lease(lease) => format!(
            "the payments of lease {lease} are not known, so it is not in the capital financing requirement"
        ),
        Unknown::Cell(scheme, year, column) => format!(
            "{column} of {scheme} in {year} is not known: it could not be read, or is below zero"
        ),
        Unknown::Life(scheme) => format!(
            "the life of {scheme} is not recorded, so its borrowing is not charged to revenue"
        ),
        Unknown::BeyondYears(what) => {
            let what = match what {
                BeyondYears::Scheme(scheme) => scheme.to_string(),
                BeyondYears::Receipt(source) => format!("the receipt {:?}", receipt_source(source)),
                BeyondYears::Sale(site) => format!("the sale of {site}"),
            };
            format!("{what} continues after the last year shown")
        }
        Unknown::NoOption(site, option) => {
            let option = option.word();
            format!("the decision for {site} is {option}, but the site has no such option")
        }
        Unknown::Site(site, fact) => format!(
            "{} of {site} is not known, so the effect of its decision on the budget is incomplete",
            fact.word()
        ),
        Unknown::BeforeFirst(site, first) => {
            format!("the effect of the decision on {site} before {first} is outside the programme")
        }
        Unknown::Receipt(site) => format!("the receipt from the sale of {site} is not known"),
        Unknown::ClaimedTwice(site, claimant) => {
            let who = match claimant {
                Claimant::Scheme(scheme) => scheme.as_str(),
                Claimant::Tied => "a scheme that it is tied to",
                Claimant::Treasury => "treasury.toml",
            };
            format!(
                "the sale of {site} is already included, so the receipt given in {who} is left out"
            )
        }
        Unknown::Holding(site) => format!(
            "the cost of holding {site} is not fully known; a later sale is shown with the known part"
        ),
        Unknown::RangeOfScheme(scheme) => out_of_range(scheme.as_str()),
        Unknown::RangeOfSite(site) => out_of_range(site.as_str()),
    }
}

fn out_of_range(id: &str) -> String {
    format!("an amount for {id} exceeds £50bn and is left out")
}

/// Says what is to be looked at in the programme.
pub(crate) fn flag(flag: &FundFlag) -> String {
    let more = match flag.later {
        0 => String::new(),
        1 => "; the same in 1 later year".to_owned(),
        more => format!("; the same in {more} later years"),
    };
    format!("{}{more}", found(flag.kind, &flag.found))
}

fn found(kind: FlagKind, found: &FlagFound) -> String {
    let short = pounds_short;
    match found {
        FlagFound::IncomeInSchedule { site, sum } => format!(
            "{} of the income given for {site} is rent in the lease schedule, already in business as usual, so it is not added again",
            short(*sum)
        ),
        FlagFound::LoanBeyondLife { sum, life, loan, all } => {
            let owed = if *all { "all of it" } else { "part of it" };
            format!(
                "{} is borrowed for an asset with a life of {life} years; new loans run for {loan} years, so {owed} would still be owed at the end of its life",
                short(*sum)
            )
        }
        FlagFound::LifeGiven { life, longest } => format!(
            "a life of {life} years is given; statutory guidance on minimum revenue provision allows at most {longest}"
        ),
        FlagFound::ShortLife { sum, life } => {
            format!("{} is borrowed for an asset with a life of {life} years", short(*sum))
        }
        FlagFound::Repairs(sum) => {
            format!("{} is borrowed for repairs, which are revenue spending", short(*sum))
        }
        FlagFound::NotNeeded { source, spare } => {
            let what = match source {
                SetAside::Grant => "grant",
                SetAside::Revenue => "revenue contribution",
                SetAside::Reserves => "reserves",
            };
            format!("{} of its {what} is not needed for its spend", short(*spare))
        }
        FlagFound::OpeningCharged { part, years, longest } => {
            let name = part.as_deref().unwrap_or("the opening requirement");
            format!(
                "{name} is still charged over {years} years; statutory guidance on minimum revenue provision allows at most {longest}"
            )
        }
        FlagFound::Barred { decision, receipt: 0 } => barred(decision),
        FlagFound::Barred { decision, receipt } => {
            let net = short(*receipt);
            format!("{}; the programme still includes {net} net from it", barred(decision))
        }
        FlagFound::NoMrp => "the capital financing requirement is zero or negative at the start of the year, so no MRP is due"
            .to_owned(),
        FlagFound::OverBorrowed(over) => {
            format!("loans are {} above the capital financing requirement", short(*over))
        }
        FlagFound::DebtAboveCfr(over) => format!(
            "gross debt is {} above last year's capital financing requirement plus its increase over this year and the next two",
            short(*over)
        ),
        FlagFound::AboveLimit { over, limit } => format!(
            "gross debt is {} above the {} of {}",
            short(*over),
            super::spoken(kind.word()),
            short(*limit)
        ),
        FlagFound::ReservesOverdrawn(over) => {
            format!("{} more is drawn from reserves than is available", short(*over))
        }
        FlagFound::LiquidityShort(under) => {
            format!("cash to invest is {} below the minimum liquidity", short(*under))
        }
        FlagFound::VoluntaryNotNeeded(spare) => {
            format!("{} of the voluntary provision exceeds the amount left to charge", short(*spare))
        }
        FlagFound::OneOff { lasting, target, once } => format!(
            "recurring savings are {} of a target of {}; one-off savings of {} close the gap",
            short(*lasting),
            short(*target),
            short(*once)
        ),
    }
}

/// Says what is decided of a site and cannot be done, and what is against it; without a full stop.
pub(crate) fn barred(decision: &Barred) -> String {
    let against = match &decision.against {
        Against::NoOption => "the site has no such option".to_owned(),
        Against::RuledOut(bars) => format!("it is ruled out: {}", named(bars)),
        Against::ReceiptGiven => "a receipt from its sale is still given".to_owned(),
    };
    let Barred { site_id, name, option, source, .. } = decision;
    let (option, source) = (option.name(), decision_source(source));
    format!("the decision for {name} ({site_id}) is {option} ({source}), but {against}")
}
