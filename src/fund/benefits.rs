//! Benefits planned, realised, and proved against the ledger.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::{pence::cell, pence::tolerated};
use crate::{
    load::Estate,
    measure::{self, MeasureError},
    model::{
        BenefitId, BenefitKind, BenefitStatus, BenefitYear, Fact, FinancialYear, Money, Period,
        SiteId, Status, words,
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
    /// Other benefits that claim a running cost of the same site in the same year.
    pub also_claimed_by: Vec<BenefitId>,
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
        (!self.also_claimed_by.is_empty()).then_some(self.planned? - self.counted?)
    }

    /// The running cost that it claims to lower: of a site, in a year; `None` of another kind and given up.
    fn claims(&self) -> Option<(SiteId, FinancialYear)> {
        let is_claim = self.kind == BenefitKind::RunningCost
            && self.row.status != Some(BenefitStatus::Withdrawn);
        let site = self.row.site_id.clone().filter(|_| is_claim)?;
        Some((site, self.row.financial_year))
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
    /// Of it, what the ledger proves; `None` where the ledger could be asked of nothing.
    pub proved_to_date: Option<i64>,
    /// Years that lack what is planned, or have ended and lack what was realised.
    pub not_recorded: usize,
    /// Of years ahead, each pound counted once.
    pub planned_ahead: i64,
    /// Realised to date ÷ planned to date; `None` before anything was due.
    pub realisation: Option<Decimal>,
    /// Realised to date, and what is ahead at the rate so far; at the plan before anything was due.
    pub forecast: i64,
    /// What it costs to bring about; `None` where no row tells, and where one cannot be read.
    pub cost: Option<i64>,
    /// (Forecast − cost) ÷ cost; `None` without a cost.
    pub return_on_investment: Option<Decimal>,
    /// By how much benefits claim what others have claimed: what the site does not cost.
    pub double_counted: i64,
    /// On what savings rest that no ledger can be asked of.
    pub evidence: Evidence,
}

words!(
    /// On what the savings of an initiative rest that no ledger can be asked of.
    Evidence {
        /// All that was realised has evidence.
        All = "all",
        Some = "some",
        None = "none",
    }
);

impl Evidence {
    /// Takes of everything realised whether evidence of it is recorded.
    fn of(recorded: impl Iterator<Item = bool>) -> Self {
        let (with, without): (Vec<bool>, Vec<bool>) = recorded.partition(|is| *is);
        match (with.is_empty(), without.is_empty()) {
            (true, _) => Self::None,
            (false, true) => Self::All,
            (false, false) => Self::Some,
        }
    }
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
        // A site's cost before may be some years back; benefits of more than a generation are not proved.
        for start in (first.start() - 10).max(last.start() - 50)..=last.start() {
            let year = FinancialYear::starting(start);
            ledger.0.insert(year, measure::running_costs(estate, year)?);
        }
    }
    let mut lines = Vec::new();
    for rows in rows.chunk_by(|a, b| a.benefit_id == b.benefit_id) {
        let begins = rows[0].financial_year;
        lines.extend(rows.iter().map(|row| line(row, begins, estate, &ledger)));
    }
    claimed_by(&mut lines);
    count_once(&mut lines);
    prove_all(&mut lines, last, policy);
    Ok(Benefits { initiatives: initiatives(&lines, last), lines })
}

fn sum_of(sum: Fact<Money>) -> Option<i64> {
    sum.known().and_then(Money::pence)
}

fn line(row: &BenefitYear, begins: FinancialYear, estate: &Estate, ledger: &Ledger) -> BenefitLine {
    let kind = row.kind.unwrap_or(match row.site_id {
        Some(_) => BenefitKind::RunningCost,
        None => BenefitKind::Other,
    });
    let saves = kind == BenefitKind::RunningCost;
    let site = row.site_id.as_ref().filter(|_| saves);
    let cost = |year| site.and_then(|site| ledger.cost(estate, site, year));
    let earlier = ledger.0.range(..begins).rev().map(|(year, _)| *year);
    let before = earlier.into_iter().find_map(|year| Some((year, cost(year)?)));
    BenefitLine {
        kind,
        planned: sum_of(row.planned),
        realised: sum_of(row.realised),
        counted: sum_of(row.planned),
        also_claimed_by: Vec::new(),
        before,
        after: cost(row.financial_year),
        proof: Proof::NotDue,
        row: row.clone(),
    }
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

/// Proves every line; a fall that one benefit has used up proves no other, in order of their ids.
fn prove_all(lines: &mut [BenefitLine], last: FinancialYear, policy: &Policy) {
    let mut used: BTreeMap<(SiteId, FinancialYear), i64> = BTreeMap::new();
    for line in lines.iter_mut() {
        let claim = line.claims();
        let gone = claim.as_ref().and_then(|claim| used.get(claim)).copied().unwrap_or(0);
        line.proof = proof(line, gone, last, policy);
        if let (Some(claim), Some(realised)) = (claim, line.realised) {
            *used.entry(claim).or_default() += realised.max(0);
        }
    }
}

/// What the ledger says once `gone` of the fall has proved other benefits.
fn proof(line: &BenefitLine, gone: i64, last: FinancialYear, policy: &Policy) -> Proof {
    if line.row.financial_year > last {
        return Proof::NotDue;
    }
    let Some(realised) = line.realised else { return Proof::NotRecorded };
    if line.kind != BenefitKind::RunningCost || line.row.site_id.is_none() {
        let evidence = line.row.evidence.is_some();
        return if evidence { Proof::EvidenceOnly } else { Proof::NoEvidence };
    }
    match line.fall().map(|fall| fall - gone) {
        None => Proof::NoLedger,
        Some(fall) if fall >= tolerated(realised, policy) => Proof::Proved,
        Some(fall) if fall > 0 => Proof::PartlyProved,
        Some(_) => Proof::NotProved,
    }
}

/// Finds the benefits that claim the same running cost.
fn claimed_by(lines: &mut [BenefitLine]) {
    let mut by: BTreeMap<(SiteId, FinancialYear), Vec<BenefitId>> = BTreeMap::new();
    for line in lines.iter() {
        if let Some(claim) = line.claims() {
            by.entry(claim).or_default().push(line.row.benefit_id.clone());
        }
    }
    for line in lines.iter_mut() {
        let all = line.claims().and_then(|claim| by.get(&claim)).map_or(&[][..], Vec::as_slice);
        let others = all.iter().filter(|id| **id != line.row.benefit_id);
        line.also_claimed_by = others.cloned().collect();
    }
}

/// Counts each pound of a site once: the benefits of a year save no more than the site cost before them.
///
/// Where the ledger does not tell what it cost, all counts as planned, and `also_claimed_by` alone tells of it.
fn count_once(lines: &mut [BenefitLine]) {
    let mut claimed: BTreeMap<(SiteId, FinancialYear), (i64, Option<i64>)> = BTreeMap::new();
    for line in lines.iter_mut() {
        if line.row.status == Some(BenefitStatus::Withdrawn) {
            line.counted = Some(0);
            continue;
        }
        let (Some(claim), Some(planned)) = (line.claims(), line.planned) else { continue };
        let (counted, dearest) = claimed.entry(claim).or_insert((0, None));
        // The dearest the site ever was is the most there is to save.
        *dearest = (*dearest).max(line.before.map(|(_, cost)| cost));
        let most = dearest.map_or(planned, |cost| planned.min((cost - *counted).max(0)));
        line.counted = Some(most);
        *counted += most;
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
        let both = || due().filter_map(|line| Some((line, line.planned?, line.realised?)));
        let planned_to_date: i64 = both().map(|(_, planned, _)| planned).sum();
        let realised_to_date: i64 = both().map(|(_, _, realised)| realised).sum();
        let asked = |proof| matches!(proof, Proof::Proved | Proof::PartlyProved | Proof::NotProved);
        let tested = both().any(|(line, ..)| asked(line.proof));
        let proved = both().filter(|(line, ..)| line.proof == Proof::Proved);
        let ahead = || own().filter(counts).filter(move |line| line.row.financial_year > last);
        let planned_ahead: i64 = ahead().filter_map(|line| line.counted).sum();
        let not_planned = ahead().filter(|line| line.planned.is_none()).count();
        let realisation = (planned_to_date > 0)
            .then(|| Decimal::from(realised_to_date).checked_div(Decimal::from(planned_to_date)))
            .flatten();
        let ahead_at_rate =
            realisation.map_or(planned_ahead, |rate| super::pence::share_of(planned_ahead, rate));
        let forecast = realised_to_date + ahead_at_rate;
        // Costs were spent or not: those of a benefit that is given up stay.
        let describe = || own().map(|l| l.row.cost).filter(|cost| *cost != Fact::Empty);
        let cost = describe().next().and_then(|_| describe().map(cell).sum::<Option<i64>>());
        InitiativeSum {
            initiative: name.to_owned(),
            planned_to_date,
            realised_to_date,
            proved_to_date: tested.then(|| proved.map(|(_, _, realised)| realised).sum()),
            not_recorded: due().count() - both().count() + not_planned,
            planned_ahead,
            realisation,
            forecast,
            cost,
            return_on_investment: cost
                .filter(|cost| *cost > 0)
                .and_then(|cost| Decimal::from(forecast - cost).checked_div(Decimal::from(cost))),
            evidence: Evidence::of(
                own()
                    .filter(|line| line.realised.is_some_and(|pence| pence != 0))
                    .map(|line| line.row.evidence.is_some()),
            ),
            double_counted: own().filter(counts).filter_map(BenefitLine::double_counted).sum(),
        }
    };
    names.into_iter().map(of).collect()
}
