//! What each site could do in a plan: the options that are counted on, each on the days that there are to choose from.
//!
//! An option is a choice where nothing rules it out and the least that it is worth is known; one that would be worth less
//! than business as usual, were a lease not renewed or a landlord a public body of whom that is not recorded, is not.
//! Business as usual always is. One that empties a site may be put off by the months of the policy, where the day is the
//! body's to choose.

use super::{
    estate_problem::{LeftOut, PlanSources, SiteStanding},
    problem::{LateSale, PlanChoice, PlanSite, SlipParts, YearMoney},
};
use crate::{
    appraise::{
        Advice, Decided, Delay, Flow, FlowKind, Missing, Recommendation, SiteOption, delayed,
    },
    fund::{BudgetLine, Reconciled, SiteLine, budget_line, budget_of, years_followed},
    model::{Area, FinancialYear, Money, OptionFactKind, OptionKind, months_up, thousandths},
    policy::{Decisions, Policy},
};

/// Years by which a sale may be late, at most.
pub const MOST_YEARS_LATE: u32 = 5;

/// Tells whether nothing that counts rules an option out.
pub(super) type IsOpen<'a> = &'a (dyn Fn(&SiteOption) -> bool + Sync);

/// The options of all sites for later days.
pub(super) struct LaterOptions {
    /// By the months that they are put off: none first, then those of the policy.
    put_off: Vec<PutOff>,
}

/// The options of all sites, put off by some months.
struct PutOff {
    months: u32,
    /// `None` is as they are appraised.
    options: Option<Vec<Vec<SiteOption>>>,
    /// The same with sales a year later, two, and so on.
    late: Vec<Vec<Vec<SiteOption>>>,
}

impl LaterOptions {
    pub(super) fn of(from: PlanSources<'_>) -> Self {
        let made = |begun, sold| made_later(from, Delay { begun, sold });
        let put_off = |months: u32| PutOff {
            months,
            options: (months > 0).then(|| made(months, 0)),
            late: (1..=MOST_YEARS_LATE).map(|years| made(months, years * 12)).collect(),
        };
        let months = std::iter::once(0).chain(from.policy.plan.put_off_months.iter().copied());
        Self { put_off: months.map(put_off).collect() }
    }
}

/// Makes the options of all sites again with a delay.
pub(super) fn made_later(from: PlanSources<'_>, delay: Delay) -> Vec<Vec<SiteOption>> {
    delayed(
        from.estate,
        from.tenure,
        (from.measures, from.cover, from.appraisal),
        from.policy,
        delay,
    )
}

/// What the choices of one site are made from.
#[derive(Clone, Copy)]
struct Making<'a> {
    from: PlanSources<'a>,
    number: usize,
    found: &'a Recommendation,
    decided: Option<&'a Decided>,
    years: &'a [FinancialYear],
    /// In thousandths of a m².
    area: Option<i64>,
    is_open: IsOpen<'a>,
}

/// One option, as it is put off.
#[derive(Clone, Copy)]
struct Dated<'a> {
    months: u32,
    option: &'a SiteOption,
    late: &'a [Vec<Vec<SiteOption>>],
}

/// Makes the choices of one site.
pub(super) fn site(
    from: PlanSources<'_>,
    number: usize,
    later: &LaterOptions,
    years: &[FinancialYear],
    is_open: IsOpen<'_>,
) -> (PlanSite, SiteStanding) {
    let site = &from.estate.sites[number];
    let area = site.gia_m2.map(Area::as_m2).and_then(thousandths);
    let decided = from.appraisal.decided.get(number).and_then(Option::as_ref);
    let mut standing = SiteStanding {
        decided: decided.map(|decided| decided.option),
        decision_stands: true,
        area_not_known: area.is_none(),
        done_on: vec![None],
        bars: vec![Vec::new()],
        at_least: vec![false],
        works_alone: vec![0],
        ..SiteStanding::default()
    };
    let usual = PlanChoice {
        takes: from.cover.rooms.sites[number].receives,
        area: area.unwrap_or(0),
        ..PlanChoice::default()
    };
    let mut choices = vec![usual];
    match from.appraisal.recommendations.get(number) {
        Some(found) if found.advice != Advice::None => {
            let making = Making { from, number, found, decided, years, area, is_open };
            for own in making.dated(later) {
                making.add(own, &mut choices, &mut standing);
            }
        }
        _ => {
            standing.is_sold = true;
            choices[0].area = 0;
            choices[0].takes = false;
        }
    }
    if let Some(option) = standing.decided {
        standing.decision_stands =
            standing.is_sold || choices.iter().any(|choice| choice.kind == option);
        // What is decided cannot be done: nobody has decided anything else.
        if !standing.decision_stands {
            choices.truncate(1);
            standing.done_on.truncate(1);
            standing.bars.truncate(1);
            standing.at_least.truncate(1);
            standing.works_alone.truncate(1);
        }
    }
    (PlanSite { site_id: site.site_id.to_string(), choices }, standing)
}

/// Tells whether an option is counted on, with what it is worth, `None` where that is not known of a decision; else why not.
/// `None` of one that changes nothing: it is business as usual by another name.
pub(super) fn counted_on(
    policy: &Policy,
    option: &SiteOption,
    found: &Recommendation,
    (is_decided, is_open): (bool, bool),
) -> Option<Result<Option<Money>, LeftOut>> {
    if !is_open {
        return Some(Err(LeftOut::RuledOut));
    }
    let worth = worth_of(option);
    if is_decided {
        return Some(Ok(worth));
    }
    let usual = found.options.iter().find(|o| o.kind == OptionKind::BusinessAsUsual);
    if usual.is_some_and(|usual| usual.flows == option.flows) {
        return None;
    }
    if option.by_agreement && !policy.plan.by_agreement {
        return Some(Err(LeftOut::ByAgreement));
    }
    let Some(known) = worth else {
        return Some(Err(LeftOut::NotKnown(option.missing.clone())));
    };
    let is_assumed = known > Money::ZERO && option.against.least_of(known) < Money::ZERO;
    Some(if is_assumed { Err(LeftOut::Assumed) } else { Ok(worth) })
}

impl<'a> Making<'a> {
    /// Returns the options of the site besides business as usual: as appraised, then those that can be put off.
    fn dated(self, later: &'a LaterOptions) -> Vec<Dated<'a>> {
        let mut all = Vec::new();
        for own in &later.put_off {
            let options = own.options.as_ref().map_or(&self.found.options, |all| &all[self.number]);
            let others = options.iter().filter(|o| o.kind != OptionKind::BusinessAsUsual);
            let dated = others.map(|option| Dated { months: own.months, option, late: &own.late });
            all.extend(dated.filter(|own| own.months == 0 || self.can_wait(own.option)));
        }
        all
    }

    /// Tells whether an option that is put off is one of its own: it empties the site on a later day, for the same
    /// partner, and neither a decision nor an agreed price would be put off with it.
    fn can_wait(self, option: &SiteOption) -> bool {
        let site = &self.from.estate.sites[self.number].site_id;
        let is_agreed = [OptionFactKind::AgreedPrice, OptionFactKind::Consideration]
            .into_iter()
            .any(|fact| self.from.estate.option_fact(site, option.kind, fact).is_some());
        let mut at_once = self.found.options.iter().filter(|own| own.kind == option.kind);
        option.kind.closes()
            && self.decided.is_none()
            && !is_agreed
            && at_once.any(|own| own.done_on != option.done_on && own.partner == option.partner)
    }

    /// Returns by how many months an option is later than at once.
    fn later(self, option: &SiteOption) -> u32 {
        let at_once = self.found.options.iter().find(|own| own.kind == option.kind);
        let days = at_once.and_then(|own| own.done_on).zip(option.done_on);
        days.map_or(0, |(first, then)| u32::try_from(months_up(first, then)).unwrap_or(0))
    }

    /// Adds an option to the choices of the site, or says why not.
    fn add(self, own: Dated<'_>, choices: &mut Vec<PlanChoice>, standing: &mut SiteStanding) {
        let Self { from, number, found, decided, years, area, is_open } = self;
        let option = own.option;
        let is_decided = decided.is_some_and(|decided| decided.option == option.kind);
        let is_open = if is_decided { option.is_open() } else { is_open(option) };
        let mut leave_out = |why| {
            // What is left out as it is appraised is told; a later day of it adds nothing.
            if own.months == 0 {
                standing.left_out.push((option.kind, why));
            }
        };
        let worth = match counted_on(from.policy, option, found, (is_decided, is_open)) {
            None => return,
            Some(Err(why)) => return leave_out(why),
            Some(Ok(worth)) => worth,
        };
        let Some(money) = money(from, number, option, found, years.len()) else {
            return leave_out(LeftOut::NotKnown(vec![Missing::Range]));
        };
        let kind = option.kind;
        let flows = option.flows.iter();
        let moved = flows.clone().find(|flow| flow.kind == FlowKind::Relocation).map(|f| f.on);
        let on = moved.or(option.done_on).filter(|_| kind.closes()).or(option.done_on);
        let room_works = flows.clone().filter(|flow| flow.kind == FlowKind::RoomWorks);
        let works = Money::checked_sum(room_works.map(|flow| flow.economic()));
        let works = works.and_then(Money::pence).unwrap_or(0);
        let to_receiver = kind.closes()
            && is_decided
            && from.cover.rooms.decided.iter().any(|(leaves, _)| *leaves == number);
        let moves_to_own = kind == OptionKind::MoveToOwnSpace || to_receiver;
        let hires = flows.clone().any(|flow| flow.kind == FlowKind::DesksElsewhere);
        let room = &from.cover.rooms.sites[number];
        let needed = room.needed.map_or(0, |[mid, ..]| mid.saturating_mul(1000));
        let leaves_somebody = kind.closes() && !room.is_empty;
        // What is due on the day of the snapshot is of the first year; what comes after the last is in none.
        let year = on.map(FinancialYear::containing);
        let year = year.zip(years.first()).map(|(year, first)| year.max(*first));
        choices.push(PlanChoice {
            kind,
            put_off: own.months,
            later: self.later(option),
            on,
            worth: worth.and_then(Money::pence).unwrap_or(0) - works,
            slips: self.slips(own, worth),
            closes: kind.closes(),
            moves_to_own,
            takes: room.receives
                && !kind.closes()
                && !matches!(kind, OptionKind::Sublet | OptionKind::KeepAndShare),
            moves_in: year
                .filter(|_| leaves_somebody)
                .and_then(|year| years.iter().position(|own| *own == year)),
            money,
            area: if kind.gives_up() { 0 } else { area.unwrap_or(0) },
            elsewhere: if kind.closes() && hires && !moves_to_own { needed } else { 0 },
        });
        standing.done_on.push(option.done_on);
        let bars = option.bars.iter().filter_map(|bar| Some((bar.why.clone(), bar.until?)));
        standing.bars.push(bars.collect());
        standing.at_least.push(option.against.advantage.is_none() && worth.is_some());
        standing.works_alone.push(works);
        standing.worth_not_known |= is_decided && worth.is_none();
    }

    /// Returns what of an option's worth slips with costs, prices and days of sale, against business as usual.
    fn slips(self, own: Dated<'_>, worth: Option<Money>) -> SlipParts {
        let usual = self.found.options.iter().find(|o| o.kind == OptionKind::BusinessAsUsual);
        let usual = usual.map_or(&[][..], |usual| usual.flows.as_slice());
        let sum = |of: &dyn Fn(FlowKind) -> bool| {
            let added = |flows: &[Flow]| {
                let own = flows.iter().filter(|flow| of(flow.kind));
                Money::checked_sum(own.map(|flow| flow.economic())).and_then(Money::pence)
            };
            added(&own.option.flows).zip(added(usual)).map_or(0, |(own, usual)| own - usual)
        };
        let is_once = |kind| budget_line(kind) == BudgetLine::OneOff && kind != FlowKind::RoomWorks;
        let is_receipt = |kind| budget_line(kind) == BudgetLine::Receipt;
        // Nothing of it is counted.
        if worth.is_none() {
            return SlipParts::default();
        }
        let late: Vec<LateSale> =
            own.late.iter().map_while(|year| self.late(own, &year[self.number], worth?)).collect();
        SlipParts {
            once: sum(&is_once),
            receipts: sum(&is_receipt),
            late: if late.iter().all(|year| year.worth == 0) { Vec::new() } else { late },
        }
    }

    /// Returns what an option changes by were its sale late, from the options of the site with a late sale.
    fn late(self, own: Dated<'_>, options: &[SiteOption], worth: Money) -> Option<LateSale> {
        let option = options.iter().find(|option| option.kind == own.option.kind)?;
        let money = |option| {
            let usual = self.found.options.iter().find(|o| o.kind == OptionKind::BusinessAsUsual);
            let usual = usual.map_or(&[][..], |usual| usual.flows.as_slice());
            let Self { from, years, .. } = self;
            let rows = budget_of(from.estate, from.policy, option, usual)?;
            Some(by_year(&rows, from, years.len()))
        };
        let (then, now) = (money(&option.flows)?, money(&own.option.flows)?);
        let years = then.iter().zip(&now).map(|(then, now)| YearMoney {
            capital: then.capital - now.capital,
            revenue: then.revenue - now.revenue,
            one_off: then.one_off - now.one_off,
            receipts: 0,
        });
        Some(LateSale {
            worth: worth_of(option)?.checked_sub(worth)?.pence()?,
            money: years.collect(),
            is_within: option.is_open() || !own.option.is_open(),
        })
    }
}

/// Returns what an option is worth more than business as usual, the least where that is not known.
fn worth_of(option: &SiteOption) -> Option<Money> {
    option.against.advantage.map(|sums| sums.economic).or(option.against.low)
}

/// What an option changes in the budget against business as usual, works at other sites apart.
///
/// Of a decision it is what stands in the capital programme, given receipts among it. Sums are of what is known; `None` beyond
/// the range of money.
fn money(
    from: PlanSources<'_>,
    number: usize,
    option: &SiteOption,
    found: &Recommendation,
    years: usize,
) -> Option<Vec<YearMoney>> {
    let id = &from.estate.sites[number].site_id;
    let programme = from.fund.programme.as_ref();
    let is_its = |line: &&SiteLine| {
        line.site_id == *id && line.option == option.kind && line.taken == Decisions::Taken
    };
    if let Some(line) = programme.and_then(|p| p.inputs.sites.iter().find(is_its)) {
        return Some(by_year(&line.rows, from, years));
    }
    let usual = found.options.iter().find(|o| o.kind == OptionKind::BusinessAsUsual);
    let usual = usual.map_or(&[][..], |usual| usual.flows.as_slice());
    let rows = budget_of(from.estate, from.policy, &option.flows, usual)?;
    Some(by_year(&rows, from, years))
}

fn by_year(rows: &[Reconciled], from: PlanSources<'_>, years: usize) -> Vec<YearMoney> {
    let mut money = vec![YearMoney::default(); years];
    let first = years_followed(from.estate, from.policy).first().map_or(0, |year| year.start());
    for row in rows.iter().filter(|row| row.what != FlowKind::RoomWorks) {
        let place = usize::try_from(row.year.start() - first).ok();
        if let Some(own) = place.and_then(|place| money.get_mut(place)) {
            count(own, row);
        }
    }
    money
}

/// Adds a sum of the budget to its year.
pub(super) fn count(own: &mut YearMoney, row: &Reconciled) {
    let is_works = matches!(
        row.what,
        FlowKind::RoomWorks | FlowKind::Works | FlowKind::FitOut | FlowKind::Separation
    );
    match row.line {
        BudgetLine::Receipt => own.receipts += row.budget,
        BudgetLine::OneOff if is_works => own.capital -= row.budget,
        BudgetLine::OneOff => {
            own.one_off -= row.budget;
            own.revenue -= row.budget;
        }
        BudgetLine::RunningCost | BudgetLine::RentIn => own.revenue -= row.budget,
        BudgetLine::NotBudgeted | BudgetLine::OtherYears => {}
    }
}
