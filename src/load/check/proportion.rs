//! Sums, years and receipts of the programme out of all proportion.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::scale::{self, Fault, Odd, against, apart, middle, sum};
use crate::{
    load::Estate,
    model::{
        BenefitKind, BenefitYear, Date, Fact, FinancialYear, Finding, Findings, Money, Place,
        ProjectYear, RowRef, Rule, Site, Status, months_earlier, months_later,
    },
    policy::{FigureName, Policy},
};

pub(super) fn look(estate: &Estate, policy: &Policy, findings: &mut Findings) {
    let projects = estate.projects.as_deref().unwrap_or_default();
    let benefits = estate.benefits.as_deref().unwrap_or_default();
    let spends =
        projects.iter().filter_map(|p| Some((&p.row, p.project_id.as_str(), size(p.spend)?)));
    against_the_table("spend", spends.collect(), policy, findings);
    let of = |b: &BenefitYear, sum: Fact<Money>| {
        size(sum).filter(|_| b.kind != Some(BenefitKind::Receipt))
    };
    let planned =
        benefits.iter().filter_map(|b| Some((&b.row, b.benefit_id.as_str(), of(b, b.planned)?)));
    against_the_table("planned", planned.collect(), policy, findings);
    realised(benefits, policy, findings);
    running_cost(projects, policy, findings);
    receipts(estate, projects, benefits, policy, findings);
    sold(estate, projects, findings);
    far(estate, projects, benefits, policy, findings);
}

/// Returns the size of a sum that is known and not zero.
fn size(sum: Fact<Money>) -> Option<Decimal> {
    sum.known().map(|sum| sum.as_pounds().abs()).filter(|size| !size.is_zero())
}

/// A row, the id of its record, and a sum.
type Given<'a> = (&'a RowRef, &'a str, Decimal);

/// A sum is not far above the middle of its column.
fn against_the_table(
    column: &str,
    given: Vec<Given<'_>>,
    policy: &Policy,
    findings: &mut Findings,
) {
    let least = usize::try_from(policy.whole(FigureName::PeersLeast)).unwrap_or(usize::MAX);
    let times = policy.figure(FigureName::ProgrammeTimes);
    let middle = middle(given.iter().map(|(_, _, sum)| *sum).collect());
    let Some(middle) = middle.filter(|_| given.len() >= least) else { return };
    let high = given.iter().filter(|(_, _, sum)| *sum > middle.saturating_mul(times));
    let odd = high.map(|(row, id, large)| {
        let part = against(*large, middle);
        let found =
            format!("{}, {part} the median of {} rows ({})", sum(*large), given.len(), sum(middle));
        Odd { row, id, found }
    });
    let fault = Fault {
        rule: Rule::ProgrammeSumImplausible,
        columns: &[column],
        expected: format!("at most {times} times the median"),
        fix: "correct the amount, in pounds, not pence",
    };
    scale::tell(&fault, odd.collect(), (given.len(), None), policy, findings);
}

/// What is realised is of the order of what was planned.
fn realised(benefits: &[BenefitYear], policy: &Policy, findings: &mut Findings) {
    let times = policy.figure(FigureName::PeerTimes);
    let both = |b: &BenefitYear| size(b.realised).zip(size(b.planned));
    let given: Vec<_> = benefits.iter().filter_map(|b| Some((b, both(b)?))).collect();
    let far = given.iter().filter(|(_, (one, other))| *one > other.saturating_mul(times));
    let odd = far.map(|(row, (one, other))| Odd {
        row: &row.row,
        id: row.benefit_id.as_str(),
        found: format!("{}, {} `planned` {}", sum(*one), against(*one, *other), sum(*other)),
    });
    let fault = Fault {
        rule: Rule::ProgrammeSumImplausible,
        columns: &["realised"],
        expected: format!("at most {times} times `planned`"),
        fix: "correct one of the two, in pounds, not pence",
    };
    scale::tell(&fault, odd.collect(), (given.len(), None), policy, findings);
}

/// What a scheme changes of running cost is of one order from year to year.
fn running_cost(projects: &[ProjectYear], policy: &Policy, findings: &mut Findings) {
    let times = policy.figure(FigureName::PeerTimes);
    let mut odd = Vec::new();
    let mut of = 0;
    for years in projects.chunk_by(|a, b| a.project_id == b.project_id) {
        let given: Vec<(&ProjectYear, Decimal)> =
            years.iter().filter_map(|y| Some((y, size(y.running_cost_change)?))).collect();
        of += given.len();
        let middle = middle(given.iter().map(|(_, change)| *change).collect());
        let Some(middle) = middle.filter(|_| given.len() > 2) else { continue };
        for (year, change) in
            given.iter().filter(|(_, change)| *change > middle.saturating_mul(times))
        {
            let part = against(*change, middle);
            let found = format!(
                "{} in {}, {part} the median of the scheme's years ({})",
                sum(*change),
                year.financial_year,
                sum(middle)
            );
            odd.push(Odd { row: &year.row, id: year.project_id.as_str(), found });
        }
    }
    let fault = Fault {
        rule: Rule::ProgrammeSumImplausible,
        columns: &["running_cost_change"],
        expected: format!("at most {times} times the median of the scheme's years"),
        fix: "correct the amount, in pounds a year",
    };
    scale::tell(&fault, odd, (of, None), policy, findings);
}

/// Returns the highest value that is recorded of a site.
fn best_value(site: &Site) -> Option<Decimal> {
    let values = [site.market_value, site.alternative_use_value, site.existing_use_value];
    let above = |value: Money| Some(value.as_pounds()).filter(|pounds| *pounds > Decimal::ZERO);
    values.into_iter().flatten().filter_map(above).max()
}

/// What a sale is to bring is of the order of the site's value.
fn receipts(
    estate: &Estate,
    projects: &[ProjectYear],
    benefits: &[BenefitYear],
    policy: &Policy,
    findings: &mut Findings,
) {
    let times = policy.figure(FigureName::ValueTimes);
    let value = |id: &crate::model::SiteId| best_value(estate.site(id)?);
    let of_schemes = projects.iter().filter_map(|p| {
        Some((
            Place::cell(&p.row, "receipt"),
            p.project_id.as_str(),
            size(p.receipt)?,
            p.receipt_site_id.as_ref()?,
        ))
    });
    let of_benefits =
        benefits.iter().filter(|b| b.kind == Some(BenefitKind::Receipt)).filter_map(|b| {
            Some((
                Place::cell(&b.row, "planned"),
                b.benefit_id.as_str(),
                size(b.planned)?,
                b.site_id.as_ref()?,
            ))
        });
    let given = estate.treasury.iter().flat_map(|t| &t.receipts);
    let of_treasury = (1..).zip(given).filter_map(|(number, receipt)| {
        let entry = Some(format!("receipts[{number}].amount"));
        let place = Place { column: entry, ..Place::file("treasury.toml") };
        let site = receipt.site_id.as_ref()?;
        Some((place, site.as_str(), size(Fact::Known(receipt.amount))?, site))
    });
    for (place, id, receipt, site) in of_schemes.chain(of_benefits).chain(of_treasury) {
        let Some(value) = value(site).filter(|value| apart(receipt, *value, times)) else {
            continue;
        };
        let part = against(receipt, value);
        let found = format!(
            "{}, {part} the highest value of {site} ({}); used as it stands",
            sum(receipt),
            sum(value)
        );
        let expected = format!("within {times} times the site's value");
        findings.push(
            Finding::new(Rule::ProgrammeSumImplausible, place, id, found, expected)
                .fix("correct the receipt, or the value in `sites`, in pounds"),
        );
    }
}

/// No receipt is planned from the sale of a site that is sold already.
fn sold(estate: &Estate, projects: &[ProjectYear], findings: &mut Findings) {
    let sold_on = |id: &crate::model::SiteId| {
        let site = estate.site(id)?;
        let is_sold = site.status_or_operational() == Some(Status::Sold);
        is_sold.then(|| site.status_on.unwrap_or(estate.snapshot.as_of))
    };
    let after = |year: FinancialYear, day: Date| year > FinancialYear::containing(day);
    let mut push = |place: Place, id: &str, site: &str, day: Date, year: FinancialYear| {
        let found = format!("a receipt in {year} from {site:?}, which was sold by {day}");
        let expected = "a site that is not yet sold".to_owned();
        findings.push(
            Finding::new(Rule::ReceiptOfSold, place, id, found, expected)
                .fix("delete the receipt, or correct the site or its status; until then it is used as it stands"),
        );
    };
    let mut seen = BTreeSet::new();
    for row in projects {
        let Some(site) = &row.receipt_site_id else { continue };
        let brings = row.receipt == Fact::Empty || size(row.receipt).is_some();
        let Some(day) = sold_on(site).filter(|day| brings && after(row.financial_year, *day))
        else {
            continue;
        };
        if seen.insert((&row.project_id, site)) {
            let place = Place::cell(&row.row, "receipt_site_id");
            push(place, row.project_id.as_str(), site.as_str(), day, row.financial_year);
        }
    }
    for (number, receipt) in (1..).zip(estate.treasury.iter().flat_map(|t| &t.receipts)) {
        let Some(site) = &receipt.site_id else { continue };
        let Some(day) = sold_on(site).filter(|day| after(receipt.financial_year, *day)) else {
            continue;
        };
        let entry = Some(format!("receipts[{number}].site_id"));
        let place = Place { column: entry, ..Place::file("treasury.toml") };
        push(place, site.as_str(), site.as_str(), day, receipt.financial_year);
    }
}

/// A column of days in the register.
type SiteDay = (&'static str, fn(&Site) -> Option<Date>);

/// No year or day of a plan, a benefit, a rating or a status lies generations away.
fn far(
    estate: &Estate,
    projects: &[ProjectYear],
    benefits: &[BenefitYear],
    policy: &Policy,
    findings: &mut Findings,
) {
    let years = policy.whole(FigureName::DateFarYears);
    let as_of = estate.snapshot.as_of;
    let (Some(first), Some(last)) =
        (months_earlier(as_of, years * 12), months_later(as_of, years * 12))
    else {
        return;
    };
    let far = |day: Date| day < first || day > last;
    let far_year = |year: FinancialYear| year.period().is_none_or(|p| far(p.from()));
    let mut say = |column: &str, odd: Vec<Odd<'_>>, of: usize| {
        let fault = Fault {
            rule: Rule::DateFar,
            columns: &[column],
            expected: format!("within {years} years of {as_of}"),
            fix: "correct the year",
        };
        scale::tell(&fault, odd, (of, None), policy, findings);
    };
    let quoted = |day: Date| format!("\"{day}\"");
    let of_years = projects.iter().filter(|p| far_year(p.financial_year));
    let odd = of_years.map(|p| Odd {
        row: &p.row,
        id: p.project_id.as_str(),
        found: format!("\"{}\"", p.financial_year),
    });
    say("financial_year", odd.collect(), projects.len());
    let of_years = benefits.iter().filter(|b| far_year(b.financial_year));
    let odd = of_years.map(|b| Odd {
        row: &b.row,
        id: b.benefit_id.as_str(),
        found: format!("\"{}\"", b.financial_year),
    });
    say("financial_year", odd.collect(), benefits.len());
    // A scheme repeats its day in every year: once is enough.
    let schemes = projects.chunk_by(|a, b| a.project_id == b.project_id);
    let in_use = schemes.filter_map(|rows| {
        rows.iter().find_map(|p| Some((p, p.operational_on.filter(|day| far(*day))?)))
    });
    let odd =
        in_use.map(|(p, day)| Odd { row: &p.row, id: p.project_id.as_str(), found: quoted(day) });
    say("operational_on", odd.collect(), projects.len());
    let columns: [SiteDay; 4] = [
        ("epc_valid_until", |s| s.epc_valid_until),
        ("status_on", |s| s.status_on),
        ("acv_listed_until", |s| s.acv_listed_until),
        ("acv_notice_on", |s| s.acv_notice_on),
    ];
    for (column, of) in columns {
        let days = estate.sites.iter().filter_map(|s| Some((s, of(s).filter(|day| far(*day))?)));
        let odd = days.map(|(site, day)| Odd {
            row: &site.row,
            id: site.site_id.as_str(),
            found: quoted(day),
        });
        say(column, odd.collect(), estate.sites.len());
    }
    // A covenant may run for generations to come, but one that ended generations ago is no longer listed.
    let constraints = estate.constraints.as_deref().unwrap_or_default();
    let ended = constraints.iter().filter_map(|c| Some((c, c.until.filter(|day| *day < first)?)));
    let odd =
        ended.map(|(bar, day)| Odd { row: &bar.row, id: bar.site_id.as_str(), found: quoted(day) });
    say("until", odd.collect(), constraints.len());
}
