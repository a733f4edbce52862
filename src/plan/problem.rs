//! What a plan chooses among, as data: sites with their choices, teams and the room for them, zones, limits.
//!
//! Everything is whole: pence, thousandths of a workstation or of a m², people. Nothing here knows how a plan is found.

use crate::model::{Date, OptionKind, Service};

/// A choice of a site: the site by its number, the choice by its place among the site's.
pub type SiteChoice = (usize, usize);

/// Everything a plan is chosen from, and held against.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PlanProblem {
    /// Every site of the estate, in its order.
    pub sites: Vec<PlanSite>,
    /// The teams that have to be placed if a choice of their site moves them into the body's own space.
    pub teams: Vec<PlanTeam>,
    /// The sites that could take any of them.
    pub receivers: Vec<ReceivingSite>,
    /// Demand by service and district, zones with the same places near them put together.
    pub zones: Vec<ZoneGroup>,
    /// What a plan must keep to.
    pub limits: Vec<PlanLimit>,
}

/// One site.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PlanSite {
    /// Its id.
    pub site_id: String,
    /// What can be done with it, one of which is chosen; business as usual first.
    pub choices: Vec<PlanChoice>,
}

/// One thing that can be done with a site, on its day.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PlanChoice {
    /// What is done.
    pub kind: OptionKind,
    /// By how many months it is put off, by the policy.
    pub put_off: u32,
    /// By how many months it is later for that: fewer where something else holds it up anyway.
    pub later: u32,
    /// When it is done; `None` of business as usual.
    pub on: Option<Date>,
    /// What it is worth more than business as usual, in pence, works at other sites apart.
    pub worth: i64,
    /// How that hangs on what may slip.
    pub slips: SlipParts,
    /// Whether nobody works there any more.
    pub closes: bool,
    /// Whether its teams go to the body's other sites.
    pub moves_to_own: bool,
    /// Whether the site can take teams of others: open, its surplus space not let.
    pub takes: bool,
    /// The place of the financial year in which people move out, among the years of the plan; `None` moves nobody, or
    /// later.
    pub moves_in: Option<usize>,
    /// What it changes in the budget, a year each; shorter than the plan's years is nothing after.
    pub money: Vec<YearMoney>,
    /// Floor area held at the end, in thousandths of a m².
    pub area: i64,
    /// Workstations taken elsewhere, neither the body's own nor a partner's, in thousandths.
    pub elsewhere: i64,
}

/// The parts of what a choice is worth that slip with costs, prices and days of sale, in pence.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SlipParts {
    /// Costs that fall once, works at other sites apart; below zero.
    pub once: i64,
    /// Receipts of sales.
    pub receipts: i64,
    /// Were its sale a year later, two, and so on; empty of no sale.
    pub late: Vec<LateSale>,
}

/// What a choice changes by were its sale late.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LateSale {
    /// What is added to its worth, below zero where that costs, in pence.
    pub worth: i64,
    /// What is added to its budget, a year each, receipts apart: what holding the building costs meanwhile.
    pub money: Vec<YearMoney>,
    /// Whether it would still fall within the years of the appraisal: else its receipt is in no sum.
    pub is_within: bool,
}

/// What a choice, or works, change in one financial year, in pence.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct YearMoney {
    /// Works.
    pub capital: i64,
    /// Costs of the year, rent received taken off, sums that fall once among them; above zero costs more.
    pub revenue: i64,
    /// Of it, what falls once.
    pub one_off: i64,
    /// Received from sales.
    pub receipts: i64,
}

/// One team that moves whole.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PlanTeam {
    /// Its place in the estate's teams.
    pub team: usize,
    /// The number of its site.
    pub site: usize,
    /// Workstations it needs, in thousandths.
    pub size: i64,
    /// The receivers that it could go to, by their place, nearest first.
    pub to: Vec<usize>,
}

/// A site that could take teams.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReceivingSite {
    /// Its number.
    pub site: usize,
    /// Workstations that others can have, in thousandths, from zero.
    pub room: i64,
    /// Workstations that works add for others, in thousandths; zero without works.
    pub extra: i64,
    /// The days on which works could be done, in order, with what they are worth on each.
    pub works: Vec<DatedWorks>,
}

/// Works at a receiving site, done on a day.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DatedWorks {
    /// The day.
    pub on: Date,
    /// What they are worth, in pence: their cost, below zero.
    pub worth: i64,
    /// What they change in the budget, a year each.
    pub money: Vec<YearMoney>,
}

/// Zones of a district that have the same places of a service near them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ZoneGroup {
    /// The choices that keep it within reach, in order: one is enough.
    pub near: Vec<SiteChoice>,
    /// Its demand.
    pub demand: i64,
}

/// Something that a plan must keep to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanLimit {
    /// What is limited.
    pub kind: LimitKind,
    /// The most or the least of it, in the unit of its kind.
    pub bound: i64,
}

/// What a limit is of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LimitKind {
    /// At least so much demand of a service, in one district or in all, is within its limit of an open site.
    Coverage {
        /// The service.
        service: Service,
        /// The district; `None` is the whole area, empty those without one.
        district: Option<String>,
        /// Its groups of zones.
        zones: Vec<usize>,
        /// All demand of those zones.
        demand: i64,
        /// What of it the sites of today have within reach.
        today: i64,
    },
    /// At least so many public counters of a district stay open.
    Counters {
        /// The district.
        district: String,
        /// How many are open long enough today.
        today: i64,
        /// The choices that keep one open.
        keep: Vec<SiteChoice>,
    },
    /// At most so many pence are spent on works in a year, by its place.
    Capital(usize),
    /// At most so many pence of works are not covered by receipts of sales at the end of a year.
    Borrowing(usize),
    /// Costs of a year rise by at most so many pence.
    Revenue(usize),
    /// At most so many pence of costs fall once in a year.
    OneOff(usize),
    /// At most so many sites are moved out of in a year.
    Moves(usize),
    /// At least so much floor area, in thousandths of a m², is held at the end.
    LeastArea,
    /// At most so much.
    MostArea,
    /// At most so many workstations, in thousandths, are taken elsewhere.
    Elsewhere,
    /// Sites that move into a partner's space take at most so much of it, in thousandths of a m².
    PartnerSpace {
        /// The partner, by its place in the estate's partners.
        partner: usize,
        /// The choices that take space there, with how much.
        taken: Vec<(SiteChoice, i64)>,
    },
    /// A partner moves in at one site at most.
    PartnerOnce {
        /// The partner, by its place in the estate's partners.
        partner: usize,
        /// The choices that let it in.
        places: Vec<SiteChoice>,
    },
    /// Both sites close or neither does.
    Together([usize; 2]),
    /// The second closes only if the first has by then.
    InOrder([usize; 2]),
    /// What the body has decided is done.
    Decided(SiteChoice),
}

/// Which side of the bound is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LimitSide {
    /// No less.
    Least,
    /// No more.
    Most,
}

impl LimitKind {
    /// Tells whether it could be loosened by some amount, rather than left out.
    #[must_use]
    pub const fn has_amount(&self) -> bool {
        !matches!(
            self,
            Self::Together(_) | Self::InOrder(_) | Self::Decided(_) | Self::PartnerOnce { .. }
        )
    }

    /// Returns which side of its bound is kept.
    #[must_use]
    pub const fn side(&self) -> LimitSide {
        match self {
            Self::Coverage { .. } | Self::Counters { .. } | Self::LeastArea | Self::Decided(_) => {
                LimitSide::Least
            }
            _ => LimitSide::Most,
        }
    }
}

/// One plan: what is done with each site, where each team goes, which works are done.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct PlanAnswer {
    /// The choice of each site.
    pub choices: Vec<usize>,
    /// The receiver of each team that moves.
    pub places: Vec<Option<usize>>,
    /// The works at each receiver, by their place among its days; `None` has none.
    pub works: Vec<Option<usize>>,
}

impl PlanProblem {
    /// Returns what is chosen for a site.
    #[must_use]
    pub fn chosen(&self, answer: &PlanAnswer, site: usize) -> &PlanChoice {
        &self.sites[site].choices[answer.choices[site]]
    }

    /// Returns how many sites have more than one choice.
    #[must_use]
    pub fn sites_with_choices(&self) -> usize {
        self.sites.iter().filter(|site| site.choices.len() > 1).count()
    }

    /// Returns every choice of every site, in order.
    pub fn all_choices(&self) -> impl Iterator<Item = (SiteChoice, &PlanChoice)> {
        self.sites.iter().enumerate().flat_map(|(site, own)| {
            own.choices.iter().enumerate().map(move |(at, choice)| ((site, at), choice))
        })
    }

    /// Returns the same problem without some of its limits, by their places.
    #[must_use]
    pub fn without(&self, left_out: &[usize]) -> Self {
        let kept = self.limits.iter().enumerate().filter(|(at, _)| !left_out.contains(at));
        Self { limits: kept.map(|(_, limit)| limit.clone()).collect(), ..self.clone() }
    }
}
