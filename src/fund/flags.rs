//! What a finance officer must look at: borrowing that outlives its asset, limits that are broken, gaps closed once.

use super::{
    compare::ScenarioRun,
    inputs::{Inputs, Terms},
    sites::Barred,
};
use crate::model::{FinancialYear, LoanKind, SiteId, WorksClass, words};

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
    /// What was found.
    pub found: FlagFound,
    /// In how many later years it is the same.
    pub later: usize,
}

/// What was found; sums in pence.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the kind of the flag and the names say the rest")]
pub enum FlagFound {
    /// Of the income given for a site, this is rent in the lease schedule.
    IncomeInSchedule {
        site: SiteId,
        sum: i64,
    },
    /// Borrowed for an asset of this life, while loans run for longer; all or part is still owed at its end.
    LoanBeyondLife {
        sum: i64,
        life: u32,
        loan: u32,
        all: bool,
    },
    /// A life that is given, and the longest that guidance allows.
    LifeGiven {
        life: u32,
        longest: u32,
    },
    /// Borrowed for an asset of this life.
    ShortLife {
        sum: i64,
        life: u32,
    },
    /// Borrowed for repairs.
    Repairs(i64),
    /// More set aside of a source than the spend needs.
    NotNeeded {
        source: SetAside,
        spare: i64,
    },
    /// Years over which a part of the opening requirement is still charged; `None` is the rest of it.
    OpeningCharged {
        part: Option<String>,
        years: u32,
        longest: u32,
    },
    /// A decision that cannot stand, and what the programme still includes from it, net.
    Barred {
        decision: Barred,
        receipt: i64,
    },
    NoMrp,
    OverBorrowed(i64),
    DebtAboveCfr(i64),
    /// Debt above a limit, by how much.
    AboveLimit {
        over: i64,
        limit: i64,
    },
    ReservesOverdrawn(i64),
    LiquidityShort(i64),
    VoluntaryNotNeeded(i64),
    /// Lasting savings, the target, and what comes once.
    OneOff {
        lasting: i64,
        target: i64,
        once: i64,
    },
}

/// What is set aside for a scheme.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
pub enum SetAside {
    Grant,
    Revenue,
    Reserves,
}

impl FundFlag {
    /// Makes one of no scheme.
    const fn new(kind: FlagKind, year: Option<FinancialYear>, found: FlagFound) -> Self {
        Self { kind, year, scheme: String::new(), found, later: 0 }
    }
}

/// Looks the planned programme over.
pub(super) fn flags(inputs: &Inputs, run: &ScenarioRun) -> Vec<FundFlag> {
    let mut flags = Vec::new();
    of_schemes(inputs, run, &mut flags);
    for (year, site, pence) in &inputs.agreed.in_schedule {
        let found = FlagFound::IncomeInSchedule { site: site.clone(), sum: *pence };
        flags.push(FundFlag::new(FlagKind::IncomeInSchedule, Some(*year), found));
    }
    of_decisions(inputs, &mut flags);
    if let Some(terms) = &inputs.terms {
        of_opening(inputs, terms, &mut flags);
        of_debt(inputs, terms, run, &mut flags);
        of_targets(inputs, terms, run, &mut flags);
    }
    flags
}

fn of_schemes(inputs: &Inputs, run: &ScenarioRun, flags: &mut Vec<FundFlag>) {
    for (s, scheme) in inputs.schemes.iter().enumerate() {
        let years = run.funding.scheme(s);
        let mut add = |kind, place: Option<usize>, found: FlagFound| {
            let year = place.map(|place| inputs.year(place));
            let scheme = scheme.project_id.to_string();
            flags.push(FundFlag { scheme, ..FundFlag::new(kind, year, found) });
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
            let (life, loan) = (life(place), new.years);
            let all = new.kind == LoanKind::Maturity;
            let found = FlagFound::LoanBeyondLife { sum, life, loan, all };
            add(FlagKind::LoanBeyondLife, Some(place), found);
        }
        let given = |place: usize| scheme.line(place).and_then(|line| line.given_life);
        let long = |place: &usize| given(*place).is_some_and(|life| life > inputs.longest_life);
        if let Some(place) = (0..inputs.years).find(long) {
            let life = given(place).unwrap_or_default();
            let found = FlagFound::LifeGiven { life, longest: inputs.longest_life };
            add(FlagKind::LifeTooLong, Some(place), found);
        }
        if let Some((place, sum)) = borrowed(&below(inputs.short_life)) {
            let found = FlagFound::ShortLife { sum, life: life(place) };
            add(FlagKind::ShortLifeBorrowing, Some(place), found);
        }
        let repair = |place: usize| scheme.class(place) == Some(WorksClass::Repair);
        if let Some((place, sum)) = borrowed(&repair) {
            add(FlagKind::RevenueBorrowing, Some(place), FlagFound::Repairs(sum));
        }
        for (source, given, used) in [
            (
                SetAside::Grant,
                scheme.lines.iter().map(|l| l.grant).sum::<i64>(),
                years.iter().map(|y| y.grant).sum::<i64>(),
            ),
            (
                SetAside::Revenue,
                scheme.lines.iter().map(|l| l.revenue).sum(),
                years.iter().map(|y| y.revenue_contribution).sum(),
            ),
            (
                SetAside::Reserves,
                scheme.lines.iter().map(|l| l.reserves).sum(),
                years.iter().map(|y| y.reserves).sum(),
            ),
        ] {
            if given > used {
                let found = FlagFound::NotNeeded { source, spare: given - used };
                add(FlagKind::NotNeeded, None, found);
            }
        }
    }
}

/// Parts of the opening requirement that are charged over more years than guidance allows.
fn of_opening(inputs: &Inputs, terms: &Terms, flags: &mut Vec<FundFlag>) {
    let longest = inputs.longest_life;
    let rest = terms.given.opening_years.map(|years| (None, years));
    let tranches = terms.given.opening_tranches.iter();
    let tranches = tranches.map(|t| (Some(t.name.clone()), t.years_left));
    for (part, years) in tranches.chain(rest).filter(|(_, years)| *years > longest) {
        let found = FlagFound::OpeningCharged { part, years, longest };
        flags.push(FundFlag::new(FlagKind::LifeTooLong, None, found));
    }
}

/// Decisions that cannot be done as they are, with what of their receipts stands in the programme.
fn of_decisions(inputs: &Inputs, flags: &mut Vec<FundFlag>) {
    for barred in &inputs.barred {
        let own = inputs.receipts.iter().filter(|r| r.site_id.as_ref() == Some(&barred.site_id));
        let own: Vec<_> = own.collect();
        let receipt: i64 = own.iter().map(|r| r.gross - r.cost).sum();
        let scheme = own.iter().find_map(|r| inputs.schemes.get(r.scheme?));
        let year = own.iter().map(|r| r.year).min();
        let found = FlagFound::Barred { decision: barred.clone(), receipt };
        flags.push(FundFlag {
            scheme: scheme.map_or_else(String::new, |s| s.project_id.to_string()),
            ..FundFlag::new(FlagKind::DecisionBarred, year, found)
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
    let mut first = |kind, found: &dyn Fn(usize) -> Option<FlagFound>| {
        let places = || (0..years.len()).filter_map(|place| Some((place, found(place)?)));
        if let Some((place, found)) = places().next() {
            let later = places().count() - 1;
            flags.push(FundFlag { later, ..FundFlag::new(kind, Some(inputs.year(place)), found) });
        }
    };
    first(FlagKind::NoMrp, &|place| (years[place].cfr_opening <= 0).then_some(FlagFound::NoMrp));
    first(FlagKind::OverBorrowed, &|place| {
        let over = -years[place].internal_borrowing;
        (over > 0).then_some(FlagFound::OverBorrowed(over))
    });
    first(FlagKind::DebtAboveCfr, &|place| {
        let rise = |p: usize| years.get(p).map_or(0, |y| (y.cfr_closing - y.cfr_opening).max(0));
        let most = years[place].cfr_opening + rise(place) + rise(place + 1) + rise(place + 2);
        let over = years[place].gross_debt - most;
        (over > 0).then_some(FlagFound::DebtAboveCfr(over))
    });
    for (kind, limits) in [
        (FlagKind::AuthorisedLimit, &terms.authorised),
        (FlagKind::OperationalBoundary, &terms.boundary),
    ] {
        first(kind, &|place| {
            let limit = limits[place]?;
            let over = years[place].gross_debt - limit;
            (over > 0).then_some(FlagFound::AboveLimit { over, limit })
        });
    }
    first(FlagKind::ReservesOverdrawn, &|place| {
        let reserves = years[place].reserves;
        (reserves < 0).then_some(FlagFound::ReservesOverdrawn(-reserves))
    });
    first(FlagKind::LiquidityShort, &|place| {
        let under = terms.minimum_liquidity - years[place].investments;
        (under > 0).then_some(FlagFound::LiquidityShort(under))
    });
    first(FlagKind::VoluntaryNotNeeded, &|place| {
        let spare = terms.voluntary[place] - years[place].voluntary;
        (spare > 0).then_some(FlagFound::VoluntaryNotNeeded(spare))
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
            let found = FlagFound::OneOff { lasting, target, once };
            let year = Some(inputs.year(place));
            flags.push(FundFlag::new(FlagKind::OneOffForRecurring, year, found));
        }
    }
}
