//! What a finance officer must look at: borrowing that outlives its asset, limits that are broken, gaps closed once.

use super::{
    compare::ScenarioRun,
    inputs::{Inputs, Terms},
};
use crate::model::{FinancialYear, LoanKind, WorksClass, pounds_short, words};

words!(
    /// What is to be looked at.
    FlagKind {
        /// A new loan would be owed when the asset is gone.
        LoanBeyondLife = "loan_beyond_life",
        /// Borrowing for what lasts only a few years.
        ShortLifeBorrowing = "short_life_borrowing",
        /// Borrowing for what is revenue by its nature.
        RevenueBorrowing = "revenue_borrowing",
        /// A saving target is met by what comes once.
        OneOffForRecurring = "one_off_for_recurring",
        /// Debt is above the requirement, that of the next two years included.
        DebtAboveCfr = "debt_above_cfr",
        /// Loans are above the requirement that they stand for.
        OverBorrowed = "over_borrowed",
        AuthorisedLimit = "authorised_limit",
        OperationalBoundary = "operational_boundary",
        /// Reserves are spent that are not there.
        ReservesOverdrawn = "reserves_overdrawn",
        /// What is left to invest is below the least liquidity.
        LiquidityShort = "liquidity_short",
        /// Grants, revenue or reserves set aside for a scheme are not needed by it.
        NotNeeded = "not_needed",
        /// A voluntary provision is larger than what is left to charge.
        VoluntaryNotNeeded = "voluntary_not_needed",
        /// Borrowing would be charged over more years than guidance allows.
        LifeTooLong = "life_too_long",
        /// The requirement is zero or less: no minimum provision is due.
        NoMrp = "no_mrp",
        /// Promised income is rent of a letting that runs: it counts once.
        IncomeInSchedule = "income_in_schedule",
        /// What is decided of a site cannot be done as it is; a receipt from it counts all the same.
        DecisionBarred = "decision_barred",
    }
);

/// One thing to look at.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the rest say themselves")]
pub struct FundFlag {
    pub kind: FlagKind,
    /// The first year it is so; `None` is no one year.
    pub year: Option<FinancialYear>,
    /// The scheme; empty is the programme.
    pub scheme: String,
    /// What was found, in a sentence.
    pub found: String,
}

/// Looks the planned programme over.
pub(super) fn flags(inputs: &Inputs, run: &ScenarioRun) -> Vec<FundFlag> {
    let mut flags = Vec::new();
    of_schemes(inputs, run, &mut flags);
    for (year, site, pence) in &inputs.agreed.in_schedule {
        flags.push(FundFlag {
            kind: FlagKind::IncomeInSchedule,
            year: Some(*year),
            scheme: String::new(),
            found: format!(
                "{} of the income given for {site} is rent in the lease schedule, already in \
                    business as usual, so it is not added again",
                short(*pence)
            ),
        });
    }
    of_decisions(inputs, &mut flags);
    if let Some(terms) = &inputs.terms {
        of_opening(inputs, terms, &mut flags);
        of_debt(inputs, terms, run, &mut flags);
        of_targets(inputs, terms, run, &mut flags);
    }
    flags
}

fn short(pence: i64) -> String {
    pounds_short(pence)
}

fn of_schemes(inputs: &Inputs, run: &ScenarioRun, flags: &mut Vec<FundFlag>) {
    for (s, scheme) in inputs.schemes.iter().enumerate() {
        let years = run.funding.scheme(s);
        let mut add = |kind, place: Option<usize>, found: String| {
            let year = place.map(|place| inputs.year(place));
            flags.push(FundFlag { kind, year, scheme: scheme.project_id.to_string(), found });
        };
        // What is borrowed of a kind: the first year of it and the sum, slipped spend as of the line before.
        let borrowed = |is: &dyn Fn(usize) -> bool| {
            let of = (0..inputs.years).filter(|p| years[*p].borrowing > 0 && is(*p));
            let places: Vec<usize> = of.collect();
            let sum: i64 = places.iter().map(|p| years[*p].borrowing).sum();
            places.first().map(|place| (*place, sum))
        };
        let below = |years: u32| move |place| scheme.life(place).is_some_and(|life| life < years);
        let life = |place| scheme.life(place).unwrap_or_default();
        let new = inputs.terms.as_ref().map(|t| t.given.new_loans);
        if let Some((new, (place, sum))) = new.and_then(|n| Some((n, borrowed(&below(n.years))?)))
            && takes_long_loans(run, place)
        {
            let owed = if new.kind == LoanKind::Maturity { "all of it" } else { "part of it" };
            let found = format!(
                "{} is borrowed for an asset with a life of {} years; new loans run for {} \
                    years, so {owed} would still be owed at the end of its life",
                short(sum),
                life(place),
                new.years
            );
            add(FlagKind::LoanBeyondLife, Some(place), found);
        }
        let given = |place: usize| scheme.line(place).and_then(|line| line.given_life);
        let long = |place: &usize| given(*place).is_some_and(|life| life > inputs.longest_life);
        if let Some(place) = (0..inputs.years).find(long) {
            let found = format!(
                "a life of {} years is given; statutory guidance on minimum revenue provision \
                    allows at most {}",
                given(place).unwrap_or_default(),
                inputs.longest_life
            );
            add(FlagKind::LifeTooLong, Some(place), found);
        }
        if let Some((place, sum)) = borrowed(&below(inputs.short_life)) {
            let found = format!(
                "{} is borrowed for an asset with a life of {} years",
                short(sum),
                life(place)
            );
            add(FlagKind::ShortLifeBorrowing, Some(place), found);
        }
        let repair = |place: usize| scheme.class(place) == Some(WorksClass::Repair);
        if let Some((place, sum)) = borrowed(&repair) {
            let found =
                format!("{} is borrowed for repairs, which are revenue spending", short(sum));
            add(FlagKind::RevenueBorrowing, Some(place), found);
        }
        for (what, given, used) in [
            (
                "grant",
                scheme.lines.iter().map(|l| l.grant).sum::<i64>(),
                years.iter().map(|y| y.grant).sum::<i64>(),
            ),
            (
                "revenue contribution",
                scheme.lines.iter().map(|l| l.revenue).sum(),
                years.iter().map(|y| y.revenue_contribution).sum(),
            ),
            (
                "reserves",
                scheme.lines.iter().map(|l| l.reserves).sum(),
                years.iter().map(|y| y.reserves).sum(),
            ),
        ] {
            if given > used {
                let found =
                    format!("{} of its {what} is not needed for its spend", short(given - used));
                add(FlagKind::NotNeeded, None, found);
            }
        }
    }
}

/// Parts of the opening requirement that are charged over more years than guidance allows.
fn of_opening(inputs: &Inputs, terms: &Terms, flags: &mut Vec<FundFlag>) {
    let longest = inputs.longest_life;
    let rest = terms.given.opening_years.map(|years| ("the opening requirement", years));
    let tranches = terms.given.opening_tranches.iter().map(|t| (t.name.as_str(), t.years_left));
    for (name, years) in tranches.chain(rest).filter(|(_, years)| *years > longest) {
        flags.push(FundFlag {
            kind: FlagKind::LifeTooLong,
            year: None,
            scheme: String::new(),
            found: format!(
                "{name} is still charged over {years} years; statutory guidance on minimum \
                    revenue provision allows at most {longest}"
            ),
        });
    }
}

/// Decisions that cannot be done as they are, with what of their receipts stands in the programme.
fn of_decisions(inputs: &Inputs, flags: &mut Vec<FundFlag>) {
    for barred in &inputs.barred {
        let own = inputs.receipts.iter().filter(|r| r.site_id.as_ref() == Some(&barred.site_id));
        let own: Vec<_> = own.collect();
        let net: i64 = own.iter().map(|r| r.gross - r.cost).sum();
        let receipt = match net {
            0 => String::new(),
            net => format!("; the programme still includes {} net from it", short(net)),
        };
        let scheme = own.iter().find_map(|r| inputs.schemes.get(r.scheme?));
        flags.push(FundFlag {
            kind: FlagKind::DecisionBarred,
            year: own.iter().map(|r| r.year).min(),
            scheme: scheme.map_or_else(String::new, |s| s.project_id.to_string()),
            found: format!("{}{receipt}", barred.found),
        });
    }
}

/// Tells whether a long loan is taken in a year or after it: without one no loan outlives an asset.
fn takes_long_loans(run: &ScenarioRun, place: usize) -> bool {
    let loans = run.debt.iter().flat_map(|debt| &debt.loans);
    loans.into_iter().any(|loan| !loan.is_short && loan.place >= place)
}

fn of_debt(inputs: &Inputs, terms: &Terms, run: &ScenarioRun, flags: &mut Vec<FundFlag>) {
    let Some(debt) = &run.debt else { return };
    let years = &debt.years;
    let mut first = |kind, found: &dyn Fn(usize) -> Option<String>| {
        let places = || (0..years.len()).filter_map(|place| Some((place, found(place)?)));
        let count = places().count();
        if let Some((place, words)) = places().next() {
            let more = match count - 1 {
                0 => String::new(),
                1 => "; the same in 1 later year".to_owned(),
                more => format!("; the same in {more} later years"),
            };
            flags.push(FundFlag {
                kind,
                year: Some(inputs.year(place)),
                scheme: String::new(),
                found: format!("{words}{more}"),
            });
        }
    };
    first(FlagKind::NoMrp, &|place| {
        (years[place].cfr_opening <= 0).then(|| {
            "the capital financing requirement is zero or negative at the start of the year, so \
                no MRP is due"
                .to_owned()
        })
    });
    first(FlagKind::OverBorrowed, &|place| {
        let over = -years[place].internal_borrowing;
        (over > 0)
            .then(|| format!("loans are {} above the capital financing requirement", short(over)))
    });
    first(FlagKind::DebtAboveCfr, &|place| {
        let rise = |p: usize| years.get(p).map_or(0, |y| (y.cfr_closing - y.cfr_opening).max(0));
        let most = years[place].cfr_opening + rise(place) + rise(place + 1) + rise(place + 2);
        let over = years[place].gross_debt - most;
        (over > 0).then(|| {
            format!(
                "gross debt is {} above last year's capital financing requirement plus its \
                increase over this year and the next two",
                short(over)
            )
        })
    });
    for (kind, limits, name) in [
        (FlagKind::AuthorisedLimit, &terms.authorised, "authorised limit"),
        (FlagKind::OperationalBoundary, &terms.boundary, "operational boundary"),
    ] {
        first(kind, &|place| {
            let limit = limits[place]?;
            let over = years[place].gross_debt - limit;
            (over > 0).then(|| {
                format!("gross debt is {} above the {name} of {}", short(over), short(limit))
            })
        });
    }
    first(FlagKind::ReservesOverdrawn, &|place| {
        let reserves = years[place].reserves;
        (reserves < 0)
            .then(|| format!("{} more is drawn from reserves than is available", short(-reserves)))
    });
    first(FlagKind::LiquidityShort, &|place| {
        let under = terms.minimum_liquidity - years[place].investments;
        (under > 0)
            .then(|| format!("cash to invest is {} below the minimum liquidity", short(under)))
    });
    first(FlagKind::VoluntaryNotNeeded, &|place| {
        let spare = terms.voluntary[place] - years[place].voluntary;
        (spare > 0).then(|| {
            format!("{} of the voluntary provision exceeds the amount left to charge", short(spare))
        })
    });
}

/// A target that lasting savings miss and one-off income closes.
fn of_targets(inputs: &Inputs, terms: &Terms, run: &ScenarioRun, flags: &mut Vec<FundFlag>) {
    for place in 0..inputs.years {
        let Some(target) = terms.targets[place][1] else { continue };
        let year = &run.revenue[place];
        let lasting = year.saving() + year.other_savings;
        let once = (-year.one_off).max(0);
        if once > 0 && lasting < target && lasting + once >= target {
            flags.push(FundFlag {
                kind: FlagKind::OneOffForRecurring,
                year: Some(inputs.year(place)),
                scheme: String::new(),
                found: format!(
                    "recurring savings are {} of a target of {}; one-off savings of {} close \
                        the gap",
                    short(lasting),
                    short(target),
                    short(once)
                ),
            });
        }
    }
}
