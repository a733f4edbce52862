//! How much space there is for the people, and how much of it is to spare.

use polars::prelude::*;

use super::{
    frame::{numbers, one_row_a_site, ratio, wholes},
    site_use::Use,
};
use crate::{
    load::{Estate, columns as c},
    model::{
        Area, Basis, Fact, Gap, Gaps, Measure, Quantity, Reading, Site, Status, TeamFunction,
        thousandths,
    },
    policy::{FigureName, Policy},
};

/// Areas of one site against its people; `None` is not known.
#[derive(Debug, Clone, Default)]
pub(super) struct Space {
    fte: Option<i64>,
    /// m² per FTE: mid, and with every team whose function could not be read counted as office.
    per_fte: [Option<f64>; 2],
    function_questioned: bool,
    area_in_use: Option<f64>,
    /// Surplus workstations: mid, low, high.
    desks: [Option<i64>; 3],
    /// Surplus m²: mid, low, high.
    area: [Option<f64>; 3],
    block: f64,
    peak_gaps: Gaps,
}

const FTE: &str = "office_fte_thousandths";
const QUESTIONED: &str = "questioned_fte_thousandths";
const OFFICE: &str = "office_nia_thousandths";
const OCCUPIED: &str = "occupied_thousandths";
const BASE: &str = "area_base_thousandths";
const DESKS: &str = "workstations";
const PEAKS: [&str; 3] = ["people_mid", "people_high", "people_low"];
const SURPLUS: [&str; 3] = ["surplus_mid", "surplus_low", "surplus_high"];
const SPARE: [&str; 3] = ["spare_mid", "spare_low", "spare_high"];

/// Divides areas by staff and desks, in frames of one row a site.
///
/// Surplus workstations = max(0, workstations − ⌈peak × (1 + allowance)⌉); surplus m² = that × office area
/// ÷ workstations, a proxy.
pub(super) fn read(estate: &Estate, policy: &Policy, uses: &[Use]) -> PolarsResult<Vec<Space>> {
    let count = estate.sites.len();
    let allowance = policy.figure(FigureName::DeskAllowance) + rust_decimal::Decimal::ONE;
    // ⌈thousandths × allowance ÷ 1000⌉ in whole numbers: the allowance in thousandths too.
    let factor = thousandths(allowance).unwrap_or(1000);
    let needed = |people: &str| {
        c::whole_quotient(col(people) * lit(factor) + lit(999_999_i64), lit(1_000_000_i64))
    };
    let surplus = |people: &str, name: &str| {
        let left = col(DESKS) - needed(people);
        when(left.clone().lt(lit(0_i64))).then(lit(0_i64)).otherwise(left).alias(name)
    };
    let spare = |desks: &str, name: &str| {
        ratio(col(desks) * col(OFFICE), col(DESKS) * lit(1000_i64)).alias(name)
    };
    let grouped = site_frame(estate, uses)?
        .lazy()
        .join_builder()
        .with(staff(estate)?)
        .on([col(c::SITE)])
        .how(JoinType::Left)
        .validate(JoinValidation::OneToOne)
        .finish()
        .with_columns([
            ratio(col(OFFICE), col(FTE)).alias("per_fte"),
            ratio(
                col(OFFICE),
                col(FTE).fill_null(lit(0_i64)) + col(QUESTIONED).fill_null(lit(0_i64)),
            )
            .alias("per_fte_most"),
            ratio(col(OCCUPIED), col(BASE)).alias("area_in_use"),
            surplus(PEAKS[0], SURPLUS[0]),
            surplus(PEAKS[1], SURPLUS[1]),
            surplus(PEAKS[2], SURPLUS[2]),
        ])
        .with_columns([0, 1, 2].map(|i| spare(SURPLUS[i], SPARE[i])));
    let frame = one_row_a_site(grouped, count)?;
    let fte = wholes(&frame, FTE)?;
    let questioned = wholes(&frame, QUESTIONED)?;
    let (per_fte, most) = (numbers(&frame, "per_fte")?, numbers(&frame, "per_fte_most")?);
    let in_use = numbers(&frame, "area_in_use")?;
    let desks = SURPLUS.map(|name| wholes(&frame, name));
    let area = SPARE.map(|name| numbers(&frame, name));
    let [desks_mid, desks_low, desks_high] = desks;
    let [area_mid, area_low, area_high] = area;
    let desks = [desks_mid?, desks_low?, desks_high?];
    let area = [area_mid?, area_low?, area_high?];
    let block = policy.ratio(FigureName::LettableBlockM2);
    Ok((0..count)
        .map(|i| Space {
            fte: fte[i],
            per_fte: [per_fte[i], most[i]],
            function_questioned: questioned[i].is_some(),
            area_in_use: in_use[i],
            desks: [desks[0][i], desks[1][i], desks[2][i]],
            area: [area[0][i], area[1][i], area[2][i]],
            block,
            peak_gaps: uses[i].peak_gaps(&estate.sites[i]),
        })
        .collect())
}

/// Puts areas, desks and peaks into a frame of one row a site.
fn site_frame(estate: &Estate, uses: &[Use]) -> PolarsResult<DataFrame> {
    let numbers: Vec<u32> = (0_u32..).take(estate.sites.len()).collect();
    let area = |of: fn(&Site) -> Option<Area>| -> Vec<Option<i64>> {
        estate.sites.iter().map(|s| of(s).and_then(Area::thousandths)).collect()
    };
    let desks: Vec<Option<i64>> = estate.sites.iter().map(|s| s.workstations).collect();
    let people: Vec<[Option<i64>; 3]> = estate
        .sites
        .iter()
        .zip(uses)
        .map(|(site, used)| match site.status_or_operational() {
            Some(Status::Vacant) => [Some(0); 3],
            Some(_) => used.people_thousandths(),
            None => {
                let [mid, low, high] = used.people_thousandths();
                [mid, low.map(|_| 0), high]
            }
        })
        .collect();
    let peak = |at: usize| people.iter().map(|p| p[at]).collect::<Vec<_>>();
    DataFrame::new(
        estate.sites.len(),
        vec![
            Column::new(c::SITE.into(), numbers),
            Column::new(OFFICE.into(), area(|s| s.office_nia_m2)),
            Column::new(OCCUPIED.into(), area(|s| s.occupied_m2)),
            Column::new(BASE.into(), area(base)),
            Column::new(DESKS.into(), desks),
            Column::new(PEAKS[0].into(), peak(0)),
            Column::new(PEAKS[1].into(), peak(2)),
            Column::new(PEAKS[2].into(), peak(1)),
        ],
    )
}

/// Returns the area that the area in use is a part of: net, else gross; a net area that could not be read
/// leaves it open.
fn base(site: &Site) -> Option<Area> {
    match site.nia_m2 {
        Fact::Known(net) => Some(net),
        Fact::Empty => site.gia_m2,
        Fact::Unreadable => None,
    }
}

/// Sums the FTE of office teams by site, and of teams whose function could not be read.
fn staff(estate: &Estate) -> PolarsResult<LazyFrame> {
    let mut sites: Vec<u32> = Vec::new();
    let mut office: Vec<Option<i64>> = Vec::new();
    let mut questioned: Vec<Option<i64>> = Vec::new();
    for team in &estate.teams {
        let number = estate.site_number(&team.site_id).and_then(|n| u32::try_from(n).ok());
        let (Some(number), Some(fte)) = (number, team.fte.thousandths()) else { continue };
        let (counted, unsure) = match team.function {
            Fact::Known(TeamFunction::Office) | Fact::Empty => (Some(fte), None),
            Fact::Unreadable => (None, Some(fte)),
            Fact::Known(_) => continue,
        };
        sites.push(number);
        office.push(counted);
        questioned.push(unsure);
    }
    // The sum of nulls alone is 0: a site without an office team must stay unknown.
    let known_sum = |name: &str| {
        when(col(name).count().gt(lit(0))).then(col(name).sum()).otherwise(lit(NULL)).alias(name)
    };
    let frame = DataFrame::new(
        sites.len(),
        vec![
            Column::new(c::SITE.into(), sites),
            Column::new(FTE.into(), office),
            Column::new(QUESTIONED.into(), questioned),
        ],
    )?;
    Ok(frame.lazy().group_by([col(c::SITE)]).agg([known_sum(FTE), known_sum(QUESTIONED)]))
}

fn number_or(value: Option<f64>, basis: Basis, missing: Basis) -> Reading {
    match value {
        Some(value) => Reading::known(Quantity::Number(value), basis),
        None => Reading::unknown(missing),
    }
}

fn ranged(mut reading: Reading, low: Option<Quantity>, high: Option<Quantity>) -> Reading {
    if let (Some(low), Some(high)) = (low, high)
        && low != high
    {
        reading.range = Some(Box::new((low, high)));
    }
    reading
}

impl Space {
    /// Sets the readings of a site.
    pub(super) fn readings(self, site: &Site, set: &mut impl FnMut(Measure, Reading)) {
        let status = site.status_or_operational();
        let number = |v: Option<f64>| v.map(Quantity::Number);
        let staff = match self.fte {
            _ if self.function_questioned => Gap::Function.into(),
            None => Gap::Staff.into(),
            Some(_) => Gaps::NONE,
        };
        let office = Gaps::NONE.and_if(site.office_nia_m2.is_none(), Gap::OfficeArea);
        set(
            Measure::OfficeFte,
            match self.fte {
                Some(fte) => {
                    let fte = crate::model::ratio_term(fte) / 1000.0;
                    Reading::known(Quantity::Number(fte), Basis::Plain)
                }
                None => Reading::unknown(Basis::NoOfficeTeam).waits_for(staff),
            },
        );
        let [mid, most] = self.per_fte;
        let basis = if self.function_questioned { Basis::FunctionUnreadable } else { Basis::Plain };
        let missing = if self.function_questioned { basis } else { Basis::NoOfficeTeam };
        let space = number_or(mid, basis, missing);
        let space =
            if self.function_questioned { ranged(space, number(most), number(mid)) } else { space };
        set(Measure::Space, space.open_for(office.and_all(staff), Gap::Staff));

        let area_basis =
            if site.nia_m2.known().is_some() { Basis::NetArea } else { Basis::GrossArea };
        let may_be_vacant = Gaps::NONE.and_if(status.is_none(), Gap::Status);
        let whole = base(site).filter(|area| !area.as_m2().is_zero());
        let areas = may_be_vacant
            .and_if(site.occupied_m2.is_none(), Gap::OccupiedArea)
            .and_if(whole.is_none(), Gap::NetArea);
        set(
            Measure::AreaInUse,
            match status {
                Some(Status::Vacant) => Reading::known(Quantity::Number(0.0), Basis::Vacant),
                Some(_) => number_or(self.area_in_use, area_basis, Basis::NoArea),
                None => {
                    let reading =
                        number_or(self.area_in_use, Basis::StatusUnreadable, Basis::NoArea);
                    let low = self.area_in_use.map(|_| Quantity::Number(0.0));
                    ranged(reading, low, number(self.area_in_use))
                }
            }
            .open_for(areas, Gap::OccupiedArea),
        );

        let missing =
            if site.workstations.is_none() { Basis::NoDesks } else { Basis::NoObservation };
        let people = may_be_vacant.and_if(site.workstations.is_none(), Gap::Workstations);
        let area_gaps = people.and_all(office).and_all(self.peak_gaps);
        let people = people.and_all(self.peak_gaps);
        let whole = |v: Option<i64>| v.map(Quantity::Whole);
        let desks = match self.desks[0] {
            Some(desks) => Reading::known(Quantity::Whole(desks), Basis::Plain),
            None => Reading::unknown(missing),
        };
        set(
            Measure::SurplusWorkstations,
            ranged(desks, whole(self.desks[1]), whole(self.desks[2]))
                .open_for(people, Gap::Workstations),
        );
        let area = number_or(self.area[0], Basis::DeskProxy, missing);
        set(
            Measure::SurplusArea,
            ranged(area, number(self.area[1]), number(self.area[2]))
                .open_for(area_gaps, Gap::Workstations),
        );
        let block = |v: Option<f64>| v.map(|m2| if m2 < self.block { 0.0 } else { m2 });
        let small = self.area[0].is_some_and(|m2| m2 < self.block);
        let basis = if small { Basis::BlockTooSmall } else { Basis::DeskProxy };
        let lettable = number_or(block(self.area[0]), basis, missing);
        set(
            Measure::LettableSpace,
            ranged(lettable, number(block(self.area[1])), number(block(self.area[2])))
                .open_for(area_gaps, Gap::Workstations),
        );
    }
}
