//! The capital programme and its benefits, in words.

use super::advice::{decision_source, named};
use crate::{
    edition::{
        Barred, BeyondYears, Claimant, DecisionBar, Evidence, FlagFound, FlagKind, FundFlag,
        ProgrammeGap, ReceiptSource, RevenuePart, SetAside,
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
pub(crate) fn programme_gap(fact: &ProgrammeGap) -> String {
    match fact {
        ProgrammeGap::Treasury => {
            "balances, rates and limits are not given, so borrowing is not charged to revenue"
                .to_owned()
        }
        ProgrammeGap::OpeningYears => {
            "the years left to charge the opening requirement are not given".to_owned()
        }
        ProgrammeGap::Loan(loan) => {
            format!("loan {loan} cannot be calculated: its dates give no payments")
        }
        ProgrammeGap::Lease(lease, _) => format!(
            "the payments of lease {lease} are not known, so it is not in the capital financing requirement"
        ),
        ProgrammeGap::Cell(scheme, year, column) => format!(
            "{column} of {scheme} in {year} is not known: it could not be read, or is below zero"
        ),
        ProgrammeGap::Life(scheme) => format!(
            "the life of {scheme} is not recorded, so its borrowing is not charged to revenue"
        ),
        ProgrammeGap::BeyondYears(what) => {
            let what = match what {
                BeyondYears::Scheme(scheme) => scheme.to_string(),
                BeyondYears::Receipt(source) => format!("the receipt {:?}", receipt_source(source)),
                BeyondYears::Sale(site) => format!("the sale of {site}"),
            };
            format!("{what} continues after the last year shown")
        }
        ProgrammeGap::NoOption(site, option) => {
            let option = option.word();
            format!("the decision for {site} is {option}, but the site has no such option")
        }
        ProgrammeGap::Site(site, fact, _) => format!(
            "{} of {site} is not known, so the effect of its decision on the budget is incomplete",
            fact.word()
        ),
        ProgrammeGap::BeforeFirst(site, first) => {
            format!("the effect of the decision on {site} before {first} is outside the programme")
        }
        ProgrammeGap::Receipt(site, _) => {
            format!("the receipt from the sale of {site} is not known")
        }
        ProgrammeGap::ClaimedTwice(site, claimant) => {
            let who = match claimant {
                Claimant::Scheme(scheme) => scheme.as_str(),
                Claimant::Tied => "a scheme that it is tied to",
                Claimant::Treasury => "treasury.toml",
            };
            format!(
                "the sale of {site} is already included, so the receipt given in {who} is left out"
            )
        }
        ProgrammeGap::Holding(site) => format!(
            "the cost of holding {site} is not fully known; a later sale is shown with the known part"
        ),
        ProgrammeGap::RangeOfScheme(scheme) => out_of_range(scheme.as_str()),
        ProgrammeGap::RangeOfSite(site) => out_of_range(site.as_str()),
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
        DecisionBar::NoOption => "the site has no such option".to_owned(),
        DecisionBar::RuledOut(bars) => format!("it is ruled out: {}", named(bars)),
        DecisionBar::ReceiptGiven => "a receipt from its sale is still given".to_owned(),
    };
    let Barred { site_id, name, option, source, .. } = decision;
    let (option, source) = (option.name(), decision_source(source));
    format!("the decision for {name} ({site_id}) is {option} ({source}), but {against}")
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::{
        edition::{Bar, DecisionSource, Missing},
        model::{FinancialYear, LeaseId, OptionKind, ProjectId, SiteId},
    };

    fn site() -> SiteId {
        SiteId::new("FEN-004").unwrap()
    }

    fn scheme() -> ProjectId {
        ProjectId::new("CAP-01").unwrap()
    }

    /// What a kind of flag may find, with its sentence; a kind without a case does not compile.
    fn cases(kind: FlagKind) -> Vec<(FlagFound, &'static str)> {
        let sum = 123_456_700;
        match kind {
            FlagKind::LoanBeyondLife => {
                let found = |all| FlagFound::LoanBeyondLife { sum, life: 10, loan: 25, all };
                vec![
                    (
                        found(true),
                        "£1.2m is borrowed for an asset with a life of 10 years; new loans run for 25 years, so all of it would still be owed at the end of its life",
                    ),
                    (
                        found(false),
                        "£1.2m is borrowed for an asset with a life of 10 years; new loans run for 25 years, so part of it would still be owed at the end of its life",
                    ),
                ]
            }
            FlagKind::ShortLifeBorrowing => vec![(
                FlagFound::ShortLife { sum, life: 4 },
                "£1.2m is borrowed for an asset with a life of 4 years",
            )],
            FlagKind::RevenueBorrowing => vec![(
                FlagFound::Repairs(sum),
                "£1.2m is borrowed for repairs, which are revenue spending",
            )],
            FlagKind::OneOffForRecurring => vec![(
                FlagFound::OneOff { lasting: 40_000_000, target: 60_000_000, once: 25_000_000 },
                "recurring savings are £400k of a target of £600k; one-off savings of £250k close the gap",
            )],
            FlagKind::DebtAboveCfr => vec![(
                FlagFound::DebtAboveCfr(sum),
                "gross debt is £1.2m above last year's capital financing requirement plus its increase over this year and the next two",
            )],
            FlagKind::OverBorrowed => vec![(
                FlagFound::OverBorrowed(sum),
                "loans are £1.2m above the capital financing requirement",
            )],
            FlagKind::AuthorisedLimit => vec![(
                FlagFound::AboveLimit { over: sum, limit: 1_500_000_000 },
                "gross debt is £1.2m above the authorised limit of £15.0m",
            )],
            FlagKind::OperationalBoundary => vec![(
                FlagFound::AboveLimit { over: sum, limit: 1_400_000_000 },
                "gross debt is £1.2m above the operational boundary of £14.0m",
            )],
            FlagKind::ReservesOverdrawn => vec![(
                FlagFound::ReservesOverdrawn(sum),
                "£1.2m more is drawn from reserves than is available",
            )],
            FlagKind::LiquidityShort => vec![(
                FlagFound::LiquidityShort(sum),
                "cash to invest is £1.2m below the minimum liquidity",
            )],
            FlagKind::NotNeeded => {
                let found = |source| FlagFound::NotNeeded { source, spare: 9_000_000 };
                vec![
                    (found(SetAside::Grant), "£90k of its grant is not needed for its spend"),
                    (
                        found(SetAside::Revenue),
                        "£90k of its revenue contribution is not needed for its spend",
                    ),
                    (found(SetAside::Reserves), "£90k of its reserves is not needed for its spend"),
                ]
            }
            FlagKind::VoluntaryNotNeeded => vec![(
                FlagFound::VoluntaryNotNeeded(sum),
                "£1.2m of the voluntary provision exceeds the amount left to charge",
            )],
            FlagKind::LifeTooLong => {
                let charged = |part| FlagFound::OpeningCharged { part, years: 60, longest: 50 };
                vec![
                    (
                        FlagFound::LifeGiven { life: 60, longest: 50 },
                        "a life of 60 years is given; statutory guidance on minimum revenue provision allows at most 50",
                    ),
                    (
                        charged(None),
                        "the opening requirement is still charged over 60 years; statutory guidance on minimum revenue provision allows at most 50",
                    ),
                    (
                        charged(Some("Depot".to_owned())),
                        "Depot is still charged over 60 years; statutory guidance on minimum revenue provision allows at most 50",
                    ),
                ]
            }
            FlagKind::NoMrp => vec![(
                FlagFound::NoMrp,
                "the capital financing requirement is zero or negative at the start of the year, so no MRP is due",
            )],
            FlagKind::IncomeInSchedule => vec![(
                FlagFound::IncomeInSchedule { site: site(), sum: 4_100_000 },
                "£41k of the income given for FEN-004 is rent in the lease schedule, already in business as usual, so it is not added again",
            )],
            FlagKind::DecisionBarred => {
                let found = |against, receipt| FlagFound::Barred {
                    decision: Barred {
                        site_id: site(),
                        name: "Mill Street".to_owned(),
                        option: OptionKind::Dispose,
                        source: DecisionSource::ForSale,
                        against,
                    },
                    receipt,
                };
                let bar = Bar { why: crate::edition::BarReason::LeaseEndsFirst, until: None };
                vec![
                    (
                        found(DecisionBar::NoOption, 0),
                        "the decision for Mill Street (FEN-004) is sell as it stands (the site is for sale), but the site has no such option",
                    ),
                    (
                        found(DecisionBar::RuledOut(vec![bar]), sum),
                        "the decision for Mill Street (FEN-004) is sell as it stands (the site is for sale), but it is ruled out: the lease ends before a sale could be completed; the programme still includes £1.2m net from it",
                    ),
                    (
                        found(DecisionBar::ReceiptGiven, 0),
                        "the decision for Mill Street (FEN-004) is sell as it stands (the site is for sale), but a receipt from its sale is still given",
                    ),
                ]
            }
        }
    }

    #[test]
    fn every_flag_says_what_was_found() {
        for kind in FlagKind::ALL {
            for (found, sentence) in cases(*kind) {
                let told =
                    FundFlag { kind: *kind, year: None, scheme: String::new(), found, later: 0 };
                assert_eq!(flag(&told), sentence, "{kind}");
            }
        }
    }

    #[rstest]
    #[case(0, "")]
    #[case(1, "; the same in 1 later year")]
    #[case(2, "; the same in 2 later years")]
    fn a_flag_says_in_how_many_later_years_it_is_the_same(#[case] later: usize, #[case] end: &str) {
        let (kind, found) = (FlagKind::OverBorrowed, FlagFound::OverBorrowed(100_000));
        let told = FundFlag { kind, year: None, scheme: String::new(), found, later };
        let sentence = "loans are £1k above the capital financing requirement";
        assert_eq!(flag(&told), format!("{sentence}{end}"));
    }

    #[rstest]
    #[case(ProgrammeGap::Loan("L-1".to_owned()), "loan L-1 cannot be calculated: its dates give no payments")]
    #[case(
        ProgrammeGap::Lease(LeaseId::new("L-001").unwrap(), None),
        "the payments of lease L-001 are not known, so it is not in the capital financing requirement"
    )]
    #[case(
        ProgrammeGap::Cell(scheme(), FinancialYear::starting(2020), "spend"),
        "spend of CAP-01 in 2020/21 is not known: it could not be read, or is below zero"
    )]
    #[case(
        ProgrammeGap::Life(scheme()),
        "the life of CAP-01 is not recorded, so its borrowing is not charged to revenue"
    )]
    #[case(
        ProgrammeGap::BeyondYears(BeyondYears::Scheme(scheme())),
        "CAP-01 continues after the last year shown"
    )]
    #[case(
        ProgrammeGap::BeyondYears(BeyondYears::Receipt(ReceiptSource::Treasury("sale".to_owned()))),
        "the receipt \"sale\" continues after the last year shown"
    )]
    #[case(
        ProgrammeGap::BeyondYears(BeyondYears::Sale(site())),
        "the sale of FEN-004 continues after the last year shown"
    )]
    #[case(
        ProgrammeGap::NoOption(site(), OptionKind::Dispose),
        "the decision for FEN-004 is dispose, but the site has no such option"
    )]
    #[case(
        ProgrammeGap::Site(site(), Missing::MarketValue, Vec::new()),
        "market value of FEN-004 is not known, so the effect of its decision on the budget is incomplete"
    )]
    #[case(
        ProgrammeGap::BeforeFirst(site(), FinancialYear::starting(2021)),
        "the effect of the decision on FEN-004 before 2021/22 is outside the programme"
    )]
    #[case(
        ProgrammeGap::Receipt(site(), Vec::new()),
        "the receipt from the sale of FEN-004 is not known"
    )]
    #[case(
        ProgrammeGap::ClaimedTwice(site(), Claimant::Scheme(scheme())),
        "the sale of FEN-004 is already included, so the receipt given in CAP-01 is left out"
    )]
    #[case(
        ProgrammeGap::ClaimedTwice(site(), Claimant::Treasury),
        "the sale of FEN-004 is already included, so the receipt given in treasury.toml is left out"
    )]
    #[case(
        ProgrammeGap::Holding(site()),
        "the cost of holding FEN-004 is not fully known; a later sale is shown with the known part"
    )]
    #[case(
        ProgrammeGap::RangeOfScheme(scheme()),
        "an amount for CAP-01 exceeds £50bn and is left out"
    )]
    fn a_fact_that_is_not_known_says_what_that_does(
        #[case] fact: ProgrammeGap,
        #[case] says: &str,
    ) {
        assert_eq!(programme_gap(&fact), says);
    }
}
