//! A snapshot against the one before, column by column: whether a unit or a meaning has moved, or a column is empty now.
//!
//! A figure that is wrong alone is found by other rules; here all of a column are wrong alike, and each looks plausible.

mod series;

use rust_decimal::Decimal;

use self::series::{FigureKind, Record, Series, series};
use super::scale::{against, apart, middle, plain, sum};
use crate::{
    load::{Estate, SameSites, again::idle_rows},
    model::{Finding, Findings, Place, RowRef, Rule, SiteId, and_list_up_to},
    policy::{FigureName, Policy},
};

/// Returns the columns of a snapshot of which the unit or the meaning moved since the one before, those that are filled no
/// longer, and rows of `same_site` that name no site of before, with the policy's severities and sorted.
///
/// Records are matched by their ids, sites as [`SameSites`] has them; where too few can be matched, the
/// columns are compared as they are spread. `found` is what the reader found: headers that it kept out may be those that
/// are looked for.
#[must_use]
pub fn drift(estate: &Estate, before: &Estate, found: &Findings, policy: &Policy) -> Findings {
    let same = SameSites::between(before, estate, policy);
    // A site whose id is another's now has a key that no id is.
    let id_now = |id: &SiteId| match same.id_after(id.as_str()) {
        Some(now) => now.to_owned(),
        None => format!("{id} of {}", before.snapshot.as_of),
    };
    let now = series(estate, &SiteId::to_string);
    let then = series(before, &id_now);
    let look = Look {
        day: before.snapshot.as_of.to_string(),
        then: &then,
        has_sums: estate.occupancy_summary.is_some(),
        found,
        policy,
    };
    let mut findings = Findings::default();
    let mut gone: Vec<&str> = Vec::new();
    for (now, then) in now.iter().zip(&then) {
        let finding = match look.emptied(now, then) {
            // A table that is gone is told once.
            Some(_) if now.first.is_none() && gone.contains(&now.table) => None,
            Some(finding) => Some(finding),
            None => look.moved(now, then),
        };
        if finding.is_some() && now.first.is_none() {
            gone.push(now.table);
        }
        if let Some(finding) = finding {
            findings.push(finding);
        }
    }
    for finding in idle_rows(before, estate) {
        findings.push(finding);
    }
    findings.regrade(|rule| policy.severity(rule));
    findings.sort();
    findings
}

/// A unit that a column may be in instead of its own.
struct Slip {
    kind: FigureKind,
    /// How many of it make one of the column's own.
    times: Decimal,
    wrong: &'static str,
}

const fn times(whole: u32, decimals: u32) -> Decimal {
    Decimal::from_parts(whole, 0, 0, false, decimals)
}

/// Units by their definition, not by any policy; parts of a year to four figures.
const SLIPS: [Slip; 15] = [
    Slip { kind: FigureKind::Area, times: times(10_764, 3), wrong: "square feet" },
    Slip { kind: FigureKind::Area, times: times(1_196, 3), wrong: "square yards" },
    Slip { kind: FigureKind::Land, times: times(2_471, 3), wrong: "acres" },
    Slip { kind: FigureKind::Land, times: times(10_000, 0), wrong: "m²" },
    Slip { kind: FigureKind::Sum, times: times(1, 3), wrong: "thousands of pounds" },
    Slip { kind: FigureKind::Sum, times: times(1, 6), wrong: "millions of pounds" },
    Slip { kind: FigureKind::Sum, times: times(100, 0), wrong: "pence" },
    Slip { kind: FigureKind::YearlySum, times: times(1, 3), wrong: "thousands of pounds" },
    Slip { kind: FigureKind::YearlySum, times: times(1, 6), wrong: "millions of pounds" },
    Slip { kind: FigureKind::YearlySum, times: times(100, 0), wrong: "pence" },
    Slip { kind: FigureKind::YearlySum, times: times(83_333, 6), wrong: "pounds a month" },
    Slip { kind: FigureKind::YearlySum, times: times(25, 2), wrong: "pounds a quarter" },
    Slip { kind: FigureKind::YearlySum, times: times(19_231, 6), wrong: "pounds a week" },
    Slip { kind: FigureKind::Share, times: times(100, 0), wrong: "per cent" },
    Slip { kind: FigureKind::Land, times: times(107_639, 0), wrong: "square feet" },
];

impl FigureKind {
    const fn unit(self) -> &'static str {
        match self {
            Self::Area => "m²",
            Self::Land => "hectares",
            Self::Sum => "pounds",
            Self::YearlySum => "pounds a year",
            Self::People => "numbers",
            Self::Share => "fractions",
        }
    }

    fn shown(self, figure: Decimal) -> String {
        match self {
            Self::Sum | Self::YearlySum => sum(figure),
            Self::Area => format!("{} m²", plain(figure)),
            Self::Land => format!("{} ha", plain(figure)),
            Self::People | Self::Share => plain(figure),
        }
    }

    /// Returns the figure of the policy beyond which a median change is no change of the estate.
    const fn limit(self) -> FigureName {
        match self {
            Self::Area | Self::Land => FigureName::DriftAreaTimes,
            Self::Sum | Self::YearlySum => FigureName::DriftSumTimes,
            Self::People | Self::Share => FigureName::DriftPeopleTimes,
        }
    }
}

/// One record in both snapshots.
struct Pair<'a> {
    key: &'a str,
    then: Decimal,
    now: Decimal,
    change: Decimal,
}

/// Sums with VAT differ from those without by its rate and by nothing else.
const VAT_NEAR: Decimal = times(5, 3);

struct Look<'a> {
    /// The day of the snapshot before.
    day: String,
    then: &'a [Series],
    /// Whether sums stand in the place of observations.
    has_sums: bool,
    found: &'a Findings,
    policy: &'a Policy,
}

impl Look<'_> {
    fn least(&self) -> usize {
        usize::try_from(self.policy.whole(FigureName::DriftRecordsLeast)).unwrap_or(usize::MAX)
    }

    fn is_share(&self, part: usize, of: usize, share: FigureName) -> bool {
        Decimal::from(part) >= Decimal::from(of) * self.policy.figure(share)
    }

    /// Tells a column that was filled and is empty now, or gone.
    fn emptied(&self, now: &Series, then: &Series) -> Option<Finding> {
        let filled = then.records.len();
        let was_filled =
            filled >= self.least() && self.is_share(filled, then.of, FigureName::DriftFilled);
        // Costs of a year that the ledger lacks are told by another rule.
        let is_elsewhere = now.table == "costs" && now.first.is_some()
            || now.table == "occupancy" && self.has_sums;
        if !was_filled || !now.records.is_empty() || is_elsewhere {
            return None;
        }
        let then_first = then.first.as_ref()?;
        let place = match &now.first {
            Some(row) => column_of(row, now.column),
            None => Place { column: None, ..column_of(then_first, now.column) },
        };
        let found = match &now.first {
            None => format!("no table `{}`; it had {filled} records on {}", now.table, self.day),
            Some(_) => format!(
                "no record with `{}`; {filled} of {} had it in {} on {}",
                now.column, then.of, then_first.file, self.day
            ),
        };
        let kept_out: Vec<String> = self
            .found
            .iter()
            .filter(|f| f.rule == Rule::ColumnKeptOut && f.place.file == place.file)
            .filter_map(|f| f.place.column.as_ref().map(|column| format!("{column:?}")))
            .collect();
        let fix = match kept_out.as_slice() {
            _ if now.first.is_none() => "add the table; no action if it has ended".to_owned(),
            [] => "fill the column, or map the one that contains it now".to_owned(),
            headers => format!(
                "rename or map the column that contains it now; not read in this file: {}",
                and_list_up_to(headers, 5)
            ),
        };
        let expected = format!("filled, as on {}", self.day);
        Some(Finding::new(Rule::ColumnNoLongerFilled, place, "", found, expected).fix(fix))
    }

    /// Tells a column of which the unit or the meaning moved.
    fn moved(&self, now: &Series, then: &Series) -> Option<Finding> {
        let kind = now.kind?;
        let figure = |record: &Record| record.figure.filter(|figure| *figure > Decimal::ZERO);
        let pairs: Vec<Pair<'_>> = now
            .records
            .iter()
            .filter_map(|(key, record)| {
                let (now, then) = (figure(record)?, figure(then.records.get(key)?)?);
                Some(Pair { key, then, now, change: now.checked_div(then)? })
            })
            .collect();
        let told = if pairs.len() >= self.least() {
            self.of_pairs(now, then, kind, &pairs)?
        } else {
            let all =
                |of: &Series| -> Vec<Decimal> { of.records.values().filter_map(figure).collect() };
            self.of_spread(then, kind, (all(now), all(then)))?
        };
        let Told { rule, found, fix } = told;
        let place = column_of(now.first.as_ref()?, now.column);
        let expected = format!("the same unit and meaning as on {}", self.day);
        let ids = now.records.values().map(|record| record.id.as_str());
        let finding =
            Finding::new(rule, place, "", format!("{found}; used as they stand"), expected);
        Some(finding.beside(ids, &[now.column]).fix(fix))
    }

    fn of_pairs(
        &self,
        now: &Series,
        then: &Series,
        kind: FigureKind,
        pairs: &[Pair<'_>],
    ) -> Option<Told> {
        let change = middle(pairs.iter().map(|pair| pair.change).collect())?;
        let medians = format!(
            "median {} of {} records in both, {} the {} in {} on {}",
            kind.shown(middle(pairs.iter().map(|pair| pair.now).collect())?),
            pairs.len(),
            against(change, Decimal::ONE),
            kind.shown(middle(pairs.iter().map(|pair| pair.then).collect())?),
            then.first.as_ref()?.file,
            self.day
        );
        if let Some((other, same)) = self.another(now, kind, pairs) {
            return Some(Told {
                rule: Rule::ColumnMeaningChanged,
                found: format!("{medians}; {same} of them have what `{other}` had then"),
                fix: format!("swap it with `{other}`, or correct the mapping"),
            });
        }
        let of_factor = |factor: Decimal, near: Decimal| {
            let same = pairs.iter().filter(|pair| near_by(pair.change, factor, near)).count();
            let enough = self.is_share(same, pairs.len(), FigureName::DriftShare);
            (near_by(change, factor, near) && enough).then_some((same, pairs.len()))
        };
        let near = self.policy.figure(FigureName::DriftNear);
        let slip = slip_near(kind, near, &|factor| of_factor(factor, near).is_some());
        if let Some((slip, since)) = slip {
            return Some(self.unit(&medians, of_factor(since.factor(slip)?, near), slip, since));
        }
        let vat = Decimal::ONE + self.policy.figure(FigureName::DriftVat);
        if matches!(kind, FigureKind::Sum | FigureKind::YearlySum)
            && let Some(alike) = of_factor(vat, VAT_NEAR)
        {
            let slip = Slip { kind, times: vat, wrong: "sums with VAT" };
            return Some(self.unit(&medians, Some(alike), &slip, Since::Now));
        }
        let limit = self.policy.figure(kind.limit());
        if !apart(change, Decimal::ONE, limit) {
            return None;
        }
        // Figures that change much of themselves hide the factor in all but their middle.
        let middle_alone = self.policy.figure(FigureName::DriftNearApart);
        let slip = slip_near(kind, middle_alone, &|factor| near_by(change, factor, middle_alone));
        if let Some((slip, since)) = slip {
            return Some(self.unit(&medians, None, slip, since));
        }
        Some(Told {
            rule: Rule::ColumnMeaningChanged,
            found: format!("{medians}: more than {limit} times apart, for no unit that is known"),
            fix: "check what the column contains now, and on what basis; no action if the estate \
                has changed so"
                .to_owned(),
        })
    }

    /// Tells a unit that moved; `alike` is how many of the records in both changed by its factor.
    fn unit(
        &self,
        medians: &str,
        alike: Option<(usize, usize)>,
        slip: &Slip,
        since: Since,
    ) -> Told {
        let (wrong, right) = (slip.wrong, slip.kind.unit());
        let (look, fix) = match since {
            Since::Now => (
                format!("they look like {wrong}, not {right}"),
                format!("convert the column to {right}, or state its unit in the mapping"),
            ),
            Since::Then => (
                format!("those of {} look like {wrong}, not {right}", self.day),
                format!("correct the snapshot of {}; no action if this one is right", self.day),
            ),
        };
        let found = match alike {
            None => format!("{medians}: {look}"),
            Some((same, of)) if same == of => format!("{medians}; all changed alike: {look}"),
            Some((same, _)) => format!("{medians}; {same} of them changed alike: {look}"),
        };
        Told { rule: Rule::ColumnUnitChanged, found, fix }
    }

    /// Finds a column of which most figures that changed stand in this one now.
    fn another(
        &self,
        now: &Series,
        kind: FigureKind,
        pairs: &[Pair<'_>],
    ) -> Option<(&'static str, usize)> {
        let mut others = self.then.iter().filter(|other| {
            other.table == now.table && other.kind == Some(kind) && other.column != now.column
        });
        others.find_map(|other| {
            let held = |pair: &&Pair<'_>| {
                let figure = other.records.get(pair.key).and_then(|record| record.figure);
                pair.now != pair.then && figure == Some(pair.now)
            };
            let same = pairs.iter().filter(held).count();
            let enough =
                same >= self.least() && self.is_share(same, pairs.len(), FigureName::DriftShare);
            enough.then_some((other.column, same))
        })
    }

    /// Compares how two columns are spread, where too few of their records can be matched.
    fn of_spread(
        &self,
        then: &Series,
        kind: FigureKind,
        (now, was): (Vec<Decimal>, Vec<Decimal>),
    ) -> Option<Told> {
        if now.len().min(was.len()) < self.least() {
            return None;
        }
        let of = [now.len(), was.len()];
        let [now, was] = [now, was].map(quartiles);
        let changes: Vec<Decimal> = now
            .iter()
            .zip(&was)
            .map(|(now, then)| now.checked_div(*then))
            .collect::<Option<_>>()?;
        let near = self.policy.figure(FigureName::DriftNearApart);
        // Sites that came or went move the quartiles: the middle and one of them is enough.
        let is_near = |factor: Decimal| {
            let is_near = |change: &&Decimal| near_by(**change, factor, near);
            changes.get(1).as_ref().is_some_and(is_near)
                && changes.iter().filter(is_near).count() > 1
        };
        let (slip, since) = slip_near(kind, near, &is_near)?;
        let medians = format!(
            "median {} of {} records, {} the {} of {} records in {} on {}, few of them with the same id",
            kind.shown(*now.get(1)?),
            of[0],
            against(*changes.get(1)?, Decimal::ONE),
            kind.shown(*was.get(1)?),
            of[1],
            then.first.as_ref()?.file,
            self.day
        );
        Some(self.unit(&medians, None, slip, since))
    }
}

/// Tells whether a factor is so far from one that a change of the figures themselves is not taken for it.
fn far_from_one(factor: Decimal, near: Decimal) -> bool {
    apart(factor, Decimal::ONE, Decimal::ONE + near + near)
}

/// Tells whether a change is near to a factor.
fn near_by(change: Decimal, factor: Decimal, near: Decimal) -> bool {
    let off = change.checked_div(factor).map(|times| (times - Decimal::ONE).abs());
    off.is_some_and(|off| off <= near)
}

/// Finds the unit of which the factor is near, and in which of the two snapshots it stands.
fn slip_near(
    kind: FigureKind,
    near: Decimal,
    is_near: &dyn Fn(Decimal) -> bool,
) -> Option<(&'static Slip, Since)> {
    let mut slips = SLIPS.iter().filter(|slip| slip.kind == kind && far_from_one(slip.times, near));
    slips.find_map(|slip| {
        let since = [Since::Now, Since::Then].into_iter();
        let mut since = since.filter(|since| since.factor(slip).is_some_and(is_near));
        Some((slip, since.next()?))
    })
}

/// Which of two snapshots has the wrong unit.
#[derive(Clone, Copy)]
enum Since {
    Now,
    Then,
}

impl Since {
    /// Returns by how much the figures changed.
    fn factor(self, slip: &Slip) -> Option<Decimal> {
        match self {
            Self::Now => Some(slip.times),
            Self::Then => Decimal::ONE.checked_div(slip.times),
        }
    }
}

/// What is told of a column.
struct Told {
    rule: Rule,
    found: String,
    fix: String,
}

/// Returns the two quartiles of some numbers with the middle between them; those of none are none.
fn quartiles(mut numbers: Vec<Decimal>) -> Vec<Decimal> {
    numbers.sort_unstable();
    [1, 2, 3].iter().filter_map(|part| numbers.get(numbers.len() * part / 4).copied()).collect()
}

fn column_of(row: &RowRef, column: &str) -> Place {
    Place { row: None, ..Place::cell(row, column) }
}
