//! Benefits planned, realised, and proved against the ledger.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::{ground::cell, revenue::tolerated};
use crate::{
    load::Estate,
    measure::{self, MeasureError},
    model::{
        BenefitKind, BenefitStatus, BenefitYear, Fact, FinancialYear, Money, Period, SiteId,
        Status, words,
    },
    policy::Policy,
};

words!(
    /// What the ledger says of a realised saving.
    Proof {
        /// The year has not ended.
        NotDue = "not_due",
        /// The site's cost fell by as much, less the policy's tolerance.
        Proved = "proved",
        /// It fell by less.
        PartlyProved = "partly_proved",
        /// It did not fall.
        NotProved = "not_proved",
        /// The ledger has no cost of the site before or after.
        NoLedger = "no_ledger",
        /// Its kind is in no ledger: its evidence stands alone.
        EvidenceOnly = "evidence_only",
        /// Neither ledger nor evidence.
        NoEvidence = "no_evidence",
        /// What was realised is not recorded.
        NotRecorded = "not_recorded",
    }
);

/// One year of one benefit, with what the ledger says; sums in pence.
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "the rest say themselves")]
pub struct BenefitLine {
    pub row: BenefitYear,
    pub kind: BenefitKind,
    pub planned: Option<i64>,
    pub realised: Option<i64>,
    /// What of `planned` counts: a site saves no more than it costs, and each pound once.
    pub counted: Option<i64>,
    /// The last year before the benefit's first with a ledger, and the site's cost in it.
    pub before: Option<(FinancialYear, i64)>,
    /// The site's cost in the year.
    pub after: Option<i64>,
    pub proof: Proof,
}

impl BenefitLine {
    /// Returns by how much the site's cost fell.
    #[must_use]
    pub fn fall(&self) -> Option<i64> {
        Some(self.before?.1 - self.after?)
    }

    /// Returns what is claimed by several benefits and counts once.
    #[must_use]
    pub fn double_counted(&self) -> Option<i64> {
        Some(self.planned? - self.counted?)
    }
}

/// The benefits of one initiative, in pence.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the rest say themselves")]
pub struct InitiativeSum {
    pub initiative: String,
    /// Of years that have ended, where both are recorded.
    pub planned_to_date: i64,
    pub realised_to_date: i64,
    /// Of it, what the ledger proves.
    pub proved_to_date: i64,
    /// Years that have ended and lack the one or the other.
    pub not_recorded: usize,
    /// Of years ahead, each pound counted once.
    pub planned_ahead: i64,
    /// Realised to date ÷ planned to date; `None` before anything was due.
    pub realisation: Option<Decimal>,
    /// Realised to date, and what is ahead at the rate so far; at the plan before anything was due.
    pub forecast: i64,
    /// What it costs to bring about; `None` where no row tells.
    pub cost: Option<i64>,
    /// (Forecast − cost) ÷ cost; `None` without a cost.
    pub return_on_investment: Option<Decimal>,
    /// Years claimed by several, and by how much.
    pub double_counted: i64,
}

/// The register of benefits, proved.
#[derive(Debug, Clone, Default)]
pub struct Benefits {
    /// In order of benefit, then year.
    pub lines: Vec<BenefitLine>,
    /// In order of name.
    pub initiatives: Vec<InitiativeSum>,
}

/// The cost of every site in some financial years.
struct Ledger(BTreeMap<FinancialYear, Vec<Option<i64>>>);

/// Proves the register; nothing without one.
///
/// # Errors
/// [`MeasureError`]: a fault of the program.
pub(super) fn prove(estate: &Estate, policy: &Policy) -> Result<Benefits, MeasureError> {
    let rows = estate.benefits.as_deref().unwrap_or_default();
    let last = FinancialYear::last_whole(estate.snapshot.as_of);
    let mut ledger = Ledger(BTreeMap::new());
    if let Some(first) = rows.iter().map(|row| row.financial_year).min() {
        // A site's cost before may be some years back.
        for start in first.start() - 10..=last.start() {
            let year = FinancialYear::starting(start);
            ledger.0.insert(year, measure::running_costs(estate, year)?);
        }
    }
    let mut lines = Vec::new();
    for rows in rows.chunk_by(|a, b| a.benefit_id == b.benefit_id) {
        let begins = rows[0].financial_year;
        lines.extend(rows.iter().map(|row| line(row, begins, last, estate, &ledger, policy)));
    }
    count_once(&mut lines);
    Ok(Benefits { initiatives: initiatives(&lines, last), lines })
}

fn sum_of(sum: Fact<Money>) -> Option<i64> {
    sum.known().and_then(Money::pence)
}

fn line(
    row: &BenefitYear,
    begins: FinancialYear,
    last: FinancialYear,
    estate: &Estate,
    ledger: &Ledger,
    policy: &Policy,
) -> BenefitLine {
    let kind = row.kind.unwrap_or(match row.site_id {
        Some(_) => BenefitKind::RunningCost,
        None => BenefitKind::Other,
    });
    let saves = kind == BenefitKind::RunningCost;
    let site = row.site_id.as_ref().filter(|_| saves);
    let cost = |year| site.and_then(|site| ledger.cost(estate, site, year));
    let earlier = ledger.0.range(..begins).rev().map(|(year, _)| *year);
    let before = earlier.into_iter().find_map(|year| Some((year, cost(year)?)));
    let mut line = BenefitLine {
        kind,
        planned: sum_of(row.planned),
        realised: sum_of(row.realised),
        counted: sum_of(row.planned),
        before,
        after: cost(row.financial_year),
        proof: Proof::NotDue,
        row: row.clone(),
    };
    line.proof = proof(&line, last, policy);
    line
}

impl Ledger {
    /// The cost of a site in a year: nothing once it was sold before the year began, else by its lines.
    fn cost(&self, estate: &Estate, site: &SiteId, year: FinancialYear) -> Option<i64> {
        let number = estate.site_number(site)?;
        let of_lines = self.0.get(&year)?.get(number).copied().flatten();
        let gone = || {
            let site = &estate.sites[number];
            let sold = site.status_or_operational() == Some(Status::Sold);
            let begins = year.period().map(Period::from)?;
            (sold && site.status_on? <= begins).then_some(0)
        };
        of_lines.or_else(gone)
    }
}

fn proof(line: &BenefitLine, last: FinancialYear, policy: &Policy) -> Proof {
    if line.row.financial_year > last {
        return Proof::NotDue;
    }
    let Some(realised) = line.realised else { return Proof::NotRecorded };
    if line.kind != BenefitKind::RunningCost || line.row.site_id.is_none() {
        let evidence = line.row.evidence.is_some();
        return if evidence { Proof::EvidenceOnly } else { Proof::NoEvidence };
    }
    match line.fall() {
        None => Proof::NoLedger,
        Some(fall) if fall >= tolerated(realised, policy) => Proof::Proved,
        Some(fall) if fall > 0 => Proof::PartlyProved,
        Some(_) => Proof::NotProved,
    }
}

/// Counts each pound of a site once: several benefits of a year save no more than the site cost before them.
fn count_once(lines: &mut [BenefitLine]) {
    let mut claimed: BTreeMap<(SiteId, FinancialYear), (usize, i64, Option<i64>)> = BTreeMap::new();
    for line in lines.iter_mut() {
        let withdrawn = line.row.status == Some(BenefitStatus::Withdrawn);
        if withdrawn {
            line.counted = Some(0);
            continue;
        }
        let (Some(site), Some(planned)) = (line.row.site_id.clone(), line.planned) else {
            continue;
        };
        if line.kind != BenefitKind::RunningCost {
            continue;
        }
        let claim = claimed.entry((site, line.row.financial_year)).or_insert((0, 0, None));
        // The dearest the site ever was is the most there is to save.
        claim.2 = claim.2.max(line.before.map(|(_, cost)| cost));
        let left = claim.2.map(|cost| (cost - claim.1).max(0));
        if claim.0 > 0 {
            line.counted = left.map(|left| planned.min(left)).or(Some(planned));
        }
        claim.0 += 1;
        claim.1 += line.counted.unwrap_or(0);
    }
}

fn initiatives(lines: &[BenefitLine], last: FinancialYear) -> Vec<InitiativeSum> {
    let mut names: Vec<&str> = lines.iter().map(|line| line.row.initiative.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    let of = |name: &str| {
        let own = || lines.iter().filter(move |line| line.row.initiative == name);
        let counts = |line: &&BenefitLine| line.row.status != Some(BenefitStatus::Withdrawn);
        let due = || own().filter(counts).filter(move |line| line.row.financial_year <= last);
        let both = || due().filter_map(|line| Some((line, line.counted?, line.realised?)));
        let planned_to_date: i64 = both().map(|(_, planned, _)| planned).sum();
        let realised_to_date: i64 = both().map(|(_, _, realised)| realised).sum();
        let proved = both().filter(|(line, ..)| line.proof == Proof::Proved);
        let ahead = own().filter(counts).filter(|line| line.row.financial_year > last);
        let planned_ahead: i64 = ahead.filter_map(|line| line.counted).sum();
        let realisation = (planned_to_date > 0)
            .then(|| Decimal::from(realised_to_date).checked_div(Decimal::from(planned_to_date)))
            .flatten();
        let ahead_at_rate =
            realisation.map_or(planned_ahead, |rate| super::ground::share_of(planned_ahead, rate));
        let forecast = realised_to_date + ahead_at_rate;
        let costs: Vec<i64> =
            own().filter(|l| l.row.cost != Fact::Empty).filter_map(|l| cell(l.row.cost)).collect();
        let cost = (!costs.is_empty()).then(|| costs.iter().sum::<i64>());
        InitiativeSum {
            initiative: name.to_owned(),
            planned_to_date,
            realised_to_date,
            proved_to_date: proved.map(|(_, _, realised)| realised).sum(),
            not_recorded: due().count() - both().count(),
            planned_ahead,
            realisation,
            forecast,
            cost,
            return_on_investment: cost
                .filter(|cost| *cost > 0)
                .and_then(|cost| Decimal::from(forecast - cost).checked_div(Decimal::from(cost))),
            double_counted: own().filter(counts).filter_map(BenefitLine::double_counted).sum(),
        }
    };
    names.into_iter().map(of).collect()
}

/// Returns what cashable benefits outside sites and schemes lower a year's revenue by, in pence.
///
/// Agreed, tracked or realised ones of kind other or income count, at what is planned; what was realised where a
/// year is over. Those of a site with a decision are in the decision already.
pub(super) fn other_savings(
    benefits: &Benefits,
    year: FinancialYear,
    decided: impl Fn(&SiteId) -> bool,
) -> i64 {
    let counts = |line: &&BenefitLine| {
        let agreed = matches!(
            line.row.status,
            Some(BenefitStatus::Agreed | BenefitStatus::Tracked | BenefitStatus::Realised)
        );
        let outside = matches!(line.kind, BenefitKind::Other | BenefitKind::Income)
            && line.row.site_id.as_ref().is_none_or(|site| !decided(site));
        line.row.financial_year == year && line.row.cashable == Some(true) && agreed && outside
    };
    benefits.lines.iter().filter(counts).filter_map(|l| l.realised.or(l.counted)).sum()
}
