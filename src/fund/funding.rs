//! Who pays for the spend of each year: sources in the policy's order, the rest is borrowed and charged to revenue.

use crate::policy::{Decisions, FundingSource, Lever, ReceiptsLeft};

use super::{
    inputs::Inputs,
    pence::share_of,
    receipts::{ReceiptDue, split_cost},
    trace::{Phase, Trace},
    tranches::{TrancheEnd, opening, tranche},
};

/// One year of one scheme, in pence.
///
/// spend = budget + inflation + bias + change + slipped in − slipped out; spend = grant + linked receipt + general
/// grant + revenue contribution + reserves + general receipt + borrowing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[allow(missing_docs, reason = "the sums say themselves")]
pub struct SchemeYear {
    pub budget: i64,
    pub inflation: i64,
    pub optimism_bias: i64,
    /// What a lever adds.
    pub change: i64,
    pub slipped_in: i64,
    pub slipped_out: i64,
    pub spend: i64,
    pub grant: i64,
    pub linked_receipt: i64,
    pub general_grant: i64,
    pub revenue_contribution: i64,
    pub reserves: i64,
    pub general_receipt: i64,
    /// Financed by nothing else: it adds to the capital financing requirement.
    pub borrowing: i64,
    pub mrp: i64,
    pub voluntary: i64,
    /// Receipts set aside against what was borrowed.
    pub set_aside: i64,
    /// Not yet charged at the end of the year.
    pub outstanding: i64,
    pub running_cost_change: i64,
    pub one_off_revenue: i64,
}

impl SchemeYear {
    /// Returns what capital receipts pay of the spend, the scheme's own and any other, in pence.
    #[must_use]
    pub const fn from_receipts(&self) -> i64 {
        self.linked_receipt + self.general_receipt
    }

    /// Returns what revenue and reserves pay of the spend, in pence.
    #[must_use]
    pub const fn from_revenue(&self) -> i64 {
        self.revenue_contribution + self.reserves
    }

    /// Returns what grants pay of the spend, the scheme's own and any other, in pence.
    #[must_use]
    pub const fn from_grants(&self) -> i64 {
        self.grant + self.general_grant
    }
}

/// What funding comes to in one year over all schemes, in pence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[allow(missing_docs, reason = "the sums say themselves")]
pub struct FundingYear {
    /// Of all schemes.
    pub schemes: SchemeYear,
    /// Charged and set aside on what was there at the beginning.
    pub opening_mrp: i64,
    pub opening_voluntary: i64,
    pub opening_set_aside: i64,
    /// Not yet charged of it.
    pub opening_outstanding: i64,
    /// Receipts not applied, at the beginning of the year.
    pub receipts_opening: i64,
    /// Before costs of sale.
    pub receipts_received: i64,
    pub sale_costs_met: i64,
    /// Receipts too small to be capital.
    pub receipts_to_revenue: i64,
    pub sale_costs_on_revenue: i64,
    /// Receipts not applied, at the end: opening + received − to revenue − costs met − applied − set aside.
    pub receipts_closing: i64,
    /// Grants received and not applied, at the end.
    pub grants_closing: i64,
    /// Cost of holding sites that are sold later than planned.
    pub extra_holding: i64,
}

/// Spend, funding, borrowing and its charge under one lever.
#[derive(Debug, Clone)]
pub struct Funding {
    /// By scheme, then year.
    pub cells: Vec<SchemeYear>,
    /// By year.
    pub years: Vec<FundingYear>,
    pub(super) horizon: usize,
    /// Every tranche: when it was borrowed, its size and its years.
    pub tranches: Vec<TrancheEnd>,
}

/// Receipts, grants and what else a scheme may draw on, in pence.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Pools {
    pub grant: i64,
    pub receipt: i64,
    pub revenue: i64,
    pub reserves: i64,
}

/// Runs the programme through the years.
///
/// In each year, in this order: sales bring receipts; the sources pay for spend in the policy's order, and what they
/// leave is borrowed; every tranche is charged its minimum provision; the voluntary provision is set against the
/// oldest tranches; what is left of a scheme's own sale, once all its spend is paid for, is set aside against what
/// was borrowed for it, oldest first, and the rest joins the receipts for any scheme from the next year on; where the
/// policy says so those are set aside too, against what was there before first.
///
/// A tranche is charged from the year after that in which its asset comes into use (statutory guidance on minimum
/// revenue provision, option 3). No provision is due in a year that begins with a capital financing requirement of
/// zero or less: the years left bear it. What is provided or set aside beyond the minimum lowers the charges of the years
/// left, not their number. Grants, revenue and reserves that a scheme's spend does not need in a year wait for its
/// later spend: so they follow what slips.
pub(super) fn fund(inputs: &Inputs, receipts: &[ReceiptDue], lever: &Lever) -> Funding {
    run(inputs, receipts, lever, None)
}

/// Runs the programme as planned, and keeps what each turn of it left behind.
pub(super) fn traced<'a>(inputs: &'a Inputs, lever: &Lever) -> (Funding, Trace<'a>) {
    let mut trace = Trace::new(inputs, opening(inputs));
    let funding = run(inputs, &inputs.receipts, lever, Some(&mut trace));
    (funding, trace)
}

fn run(
    inputs: &Inputs,
    receipts: &[ReceiptDue],
    lever: &Lever,
    mut trace: Option<&mut Trace<'_>>,
) -> Funding {
    let horizon = inputs.years;
    let count = inputs.schemes.len();
    let mut cells = spend(inputs, lever);
    let last_spend: Vec<Option<usize>> = (0..count)
        .map(|s| (0..horizon).rev().find(|t| cells[s * horizon + t].spend != 0))
        .collect();
    let mut years = vec![FundingYear::default(); horizon];
    let mut pools = vec![Pools::default(); count];
    let mut general = General {
        receipts: inputs.terms.as_ref().map_or(0, |t| t.opening_receipts),
        grants: inputs.terms.as_ref().map_or(0, |t| t.opening_grants),
    };
    let mut tranches = opening(inputs);
    // Of each scheme, in order of the year they were borrowed in.
    let mut of_scheme: Vec<Vec<usize>> = vec![Vec::new(); count];
    let mut order: Vec<usize> = (0..count).collect();
    let mut leases = inputs.leases.opening;
    for place in 0..horizon {
        let loans = tranches.iter().map(|t| t.outstanding).sum::<i64>();
        let requirement = requirement(inputs, loans + leases);
        let is_due = requirement > 0;
        leases += inputs.leases.additions[place] - inputs.leases.charge[place];
        let year = &mut years[place];
        year.receipts_opening = general.receipts + pools.iter().map(|p| p.receipt).sum::<i64>();
        receive(inputs, receipts, lever, (place, year), (&mut pools, &mut general));
        for (scheme, pool) in inputs.schemes.iter().zip(&mut pools) {
            if let Some(line) = scheme.line(place) {
                pool.grant += share_of(line.grant, lever.grant_share);
                pool.revenue += line.revenue;
                pool.reserves += line.reserves;
            }
        }
        // What lasts shortest first: long borrowing for it would outlive it.
        order.sort_by_cached_key(|s| (inputs.schemes[*s].life(place).unwrap_or(u32::MAX), *s));
        if let Some(trace) = trace.as_deref_mut() {
            trace.year(requirement, general, &pools, &order);
        }
        let drawing = trace.as_deref_mut();
        apply(inputs, place, &mut cells, (&mut pools, &mut general), &order, drawing);
        for tranche in &mut tranches {
            let charge = tranche.charge(place, is_due);
            match tranche.scheme {
                Some(s) => cells[s * horizon + place].mrp += charge,
                None => year.opening_mrp += charge,
            }
        }
        for (s, scheme) in inputs.schemes.iter().enumerate() {
            let borrowing = cells[s * horizon + place].borrowing;
            if borrowing > 0 {
                of_scheme[s].push(tranches.len());
                tranches.push(tranche(inputs, scheme, (s, place), borrowing, last_spend[s]));
            }
        }
        let voluntary = inputs.terms.as_ref().map_or(0, |t| t.voluntary[place]);
        let mut left = voluntary;
        if let Some(trace) = trace.as_deref_mut().filter(|_| left != 0) {
            trace.provided(Phase::Voluntary, left, &tranches);
        }
        for (at, tranche) in tranches.iter_mut().enumerate() {
            if left == 0 {
                break;
            }
            let taken = tranche.reduce(left);
            left -= taken;
            if let Some(trace) = trace.as_deref_mut() {
                trace.took(Phase::Voluntary, (at, tranche), taken);
            }
            match tranche.scheme {
                Some(s) => cells[s * horizon + place].voluntary += taken,
                None => year.opening_voluntary += taken,
            }
        }
        // Once a scheme is paid for, what is left of its own sale pays back what was borrowed for it meanwhile.
        for s in 0..count {
            if pools[s].receipt == 0 || last_spend[s].is_some_and(|last| place < last) {
                continue;
            }
            for at in &of_scheme[s] {
                let taken = tranches[*at].reduce(pools[s].receipt);
                pools[s].receipt -= taken;
                if let Some(trace) = trace.as_deref_mut() {
                    trace.took(Phase::OwnSale, (*at, &tranches[*at]), taken);
                }
                cells[s * horizon + place].set_aside += taken;
            }
            general.receipts += std::mem::take(&mut pools[s].receipt);
        }
        if inputs.left == ReceiptsLeft::SetAside {
            if let Some(trace) = trace.as_deref_mut() {
                trace.provided(Phase::Receipts, general.receipts, &tranches);
            }
            for (at, tranche) in tranches.iter_mut().enumerate() {
                let taken = tranche.reduce(general.receipts);
                general.receipts -= taken;
                if let Some(trace) = trace.as_deref_mut() {
                    trace.took(Phase::Receipts, (at, tranche), taken);
                }
                match tranche.scheme {
                    Some(s) => cells[s * horizon + place].set_aside += taken,
                    None => year.opening_set_aside += taken,
                }
            }
        }
        for tranche in &tranches {
            match tranche.scheme {
                Some(s) => cells[s * horizon + place].outstanding += tranche.outstanding,
                None => year.opening_outstanding += tranche.outstanding,
            }
        }
        for s in 0..count {
            year.schemes.add(&cells[s * horizon + place], 1);
        }
        year.receipts_closing = general.receipts + pools.iter().map(|p| p.receipt).sum::<i64>();
        year.grants_closing = general.grants + pools.iter().map(|p| p.grant).sum::<i64>();
    }
    let tranches = tranches.iter().map(|t| TrancheEnd {
        scheme: t.scheme,
        place: t.place,
        amount: t.amount,
        first: t.first,
        years: t.years,
        provided: t.amount - t.outstanding,
        outstanding: t.outstanding,
    });
    Funding { tranches: tranches.collect(), cells, years, horizon }
}

impl Funding {
    /// Returns a scheme's years.
    #[must_use]
    pub fn scheme(&self, number: usize) -> &[SchemeYear] {
        &self.cells[number * self.horizon..(number + 1) * self.horizon]
    }
}

/// The capital financing requirement in which so much is not yet charged: less what was over at the beginning.
fn requirement(inputs: &Inputs, not_charged: i64) -> i64 {
    let of = |terms: &super::inputs::Terms| terms.opening_cfr.min(0) + terms.pfi;
    not_charged + inputs.terms.as_ref().map_or(0, of)
}

/// What any scheme may draw on.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct General {
    pub receipts: i64,
    pub grants: i64,
}

/// The spend of every scheme and year; what slips moves one year on and does not slip again.
fn spend(inputs: &Inputs, lever: &Lever) -> Vec<SchemeYear> {
    let horizon = inputs.years;
    let planned = inputs.terms.as_ref().map(|t| t.given.slippage).unwrap_or_default();
    let slippage = lever.slippage.unwrap_or(planned);
    let mut cells = vec![SchemeYear::default(); inputs.schemes.len() * horizon];
    for (s, scheme) in inputs.schemes.iter().enumerate() {
        let own = &mut cells[s * horizon..(s + 1) * horizon];
        for line in &scheme.lines {
            let cell = &mut own[line.place];
            cell.budget = line.budget;
            cell.inflation = line.inflation;
            cell.optimism_bias = line.bias;
            let planned = line.budget + line.inflation + line.bias;
            cell.change = share_of(planned, lever.spend_change);
            cell.slipped_out = share_of(planned + cell.change, slippage);
            cell.spend += planned + cell.change - cell.slipped_out;
            cell.running_cost_change = line.running;
            cell.one_off_revenue = line.one_off;
            let slips = cell.slipped_out;
            if let Some(next) = own.get_mut(line.place + 1) {
                next.slipped_in = slips;
                next.spend += slips;
            }
        }
    }
    cells
}

/// Takes in what sales bring in a year.
fn receive(
    inputs: &Inputs,
    receipts: &[ReceiptDue],
    lever: &Lever,
    (place, year): (usize, &mut FundingYear),
    (pools, general): (&mut [Pools], &mut General),
) {
    for receipt in receipts {
        let brought = take_in(inputs, receipt, lever, (place, year));
        match receipt.scheme {
            Some(scheme) => pools[scheme].receipt += brought,
            None => general.receipts += brought,
        }
    }
}

/// Takes in what one sale brings in a year; returns what of it may be applied.
pub(super) fn take_in(
    inputs: &Inputs,
    receipt: &ReceiptDue,
    lever: &Lever,
    (place, year): (usize, &mut FundingYear),
) -> i64 {
    let delay = usize::try_from(lever.receipt_delay_years).unwrap_or(usize::MAX);
    if receipt.taken == Decisions::Recommended && lever.decisions == Decisions::Taken {
        return 0;
    }
    let comes = receipt.place.saturating_add(delay);
    if (receipt.place..comes).contains(&place) {
        let site = receipt.site.map(|site| &inputs.sites[site]);
        year.extra_holding += site.map_or(0, |site| site.holding_a_year);
    }
    if comes != place {
        return 0;
    }
    let gross = receipt.gross + share_of(receipt.gross, lever.receipt_change);
    year.receipts_received += gross;
    let whole = receipt.whole + share_of(receipt.whole, lever.receipt_change);
    if whole <= inputs.receipt_least {
        year.receipts_to_revenue += gross;
        year.sale_costs_on_revenue += receipt.cost;
        return 0;
    }
    let (met, borne) = split_cost(gross, receipt.cost, inputs.sale_costs_share);
    year.sale_costs_met += met;
    year.sale_costs_on_revenue += borne;
    gross - met
}

/// Applies the sources of a year in the policy's order; what they leave is borrowed.
fn apply(
    inputs: &Inputs,
    place: usize,
    cells: &mut [SchemeYear],
    (pools, general): (&mut [Pools], &mut General),
    order: &[usize],
    mut trace: Option<&mut Trace<'_>>,
) {
    let horizon = inputs.years;
    for s in 0..inputs.schemes.len() {
        let cell = &mut cells[s * horizon + place];
        cell.borrowing = cell.spend;
    }
    for source in &inputs.order {
        if let (Some(trace), Some(there)) = (trace.as_deref_mut(), general.of(*source)) {
            let wanted = order.iter().map(|s| cells[s * horizon + place].borrowing);
            trace.drawn(*there, wanted);
        }
        for s in order {
            cells[s * horizon + place].draw(*source, (&mut pools[*s], general));
        }
    }
}

impl General {
    /// Returns what a source holds for any scheme; `None` is a source of each scheme's own.
    pub const fn of(&mut self, source: FundingSource) -> Option<&mut i64> {
        match source {
            FundingSource::GeneralGrant => Some(&mut self.grants),
            FundingSource::GeneralReceipt => Some(&mut self.receipts),
            _ => None,
        }
    }
}

impl Pools {
    /// Returns what a source holds of a scheme's own; `None` is a source for any scheme.
    pub const fn of(&mut self, source: FundingSource) -> Option<&mut i64> {
        match source {
            FundingSource::Grant => Some(&mut self.grant),
            FundingSource::LinkedReceipt => Some(&mut self.receipt),
            FundingSource::RevenueContribution => Some(&mut self.revenue),
            FundingSource::Reserves => Some(&mut self.reserves),
            FundingSource::GeneralGrant | FundingSource::GeneralReceipt => None,
        }
    }
}

impl SchemeYear {
    /// Lets a source pay for what no source before it has.
    pub(super) fn draw(&mut self, source: FundingSource, (own, any): (&mut Pools, &mut General)) {
        let Some(from) = own.of(source).or_else(|| any.of(source)) else { return };
        let used = (*from).min(self.borrowing).max(0);
        *from -= used;
        self.pay(source, used);
    }

    /// Pays a sum of the spend from a source.
    pub(super) const fn pay(&mut self, source: FundingSource, pence: i64) {
        *self.paid(source) = pence;
        self.borrowing -= pence;
    }

    /// What a source pays.
    pub(super) const fn paid(&mut self, source: FundingSource) -> &mut i64 {
        match source {
            FundingSource::Grant => &mut self.grant,
            FundingSource::LinkedReceipt => &mut self.linked_receipt,
            FundingSource::GeneralGrant => &mut self.general_grant,
            FundingSource::RevenueContribution => &mut self.revenue_contribution,
            FundingSource::Reserves => &mut self.reserves,
            FundingSource::GeneralReceipt => &mut self.general_receipt,
        }
    }

    /// Adds a year so many times; −1 takes it away.
    pub(super) const fn add(&mut self, cell: &Self, times: i64) {
        self.budget += times * cell.budget;
        self.inflation += times * cell.inflation;
        self.optimism_bias += times * cell.optimism_bias;
        self.change += times * cell.change;
        self.slipped_in += times * cell.slipped_in;
        self.slipped_out += times * cell.slipped_out;
        self.spend += times * cell.spend;
        self.grant += times * cell.grant;
        self.linked_receipt += times * cell.linked_receipt;
        self.general_grant += times * cell.general_grant;
        self.revenue_contribution += times * cell.revenue_contribution;
        self.reserves += times * cell.reserves;
        self.general_receipt += times * cell.general_receipt;
        self.borrowing += times * cell.borrowing;
        self.mrp += times * cell.mrp;
        self.voluntary += times * cell.voluntary;
        self.set_aside += times * cell.set_aside;
        self.outstanding += times * cell.outstanding;
        self.running_cost_change += times * cell.running_cost_change;
        self.one_off_revenue += times * cell.one_off_revenue;
    }
}
