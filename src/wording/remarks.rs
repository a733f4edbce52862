//! What a reader of a report must know of the whole, one sentence or two each.

use super::long_date;
use crate::{
    edition::{AbsentTable, FigureName, PolicyDates, Remark},
    model::{Date, Measure, decimals, with_thousands},
};

/// Writes remarks in their order.
pub(crate) fn remarks(remarks: &[Remark]) -> impl Iterator<Item = String> {
    remarks.iter().map(remark)
}

fn remark(remark: &Remark) -> String {
    let words = match remark {
        Remark::NoConstraints => "There is no table of constraints: none are recorded.",
        Remark::NoTable(table) => return format!("There is no table of {}.", absent(*table)),
        Remark::InterimReadings => {
            "Interim readings follow a simple rule rather than an appraisal."
        }
        Remark::UseNotRecorded => "A site whose use is not recorded is assessed as an office.",
        Remark::GrossArea(area) => {
            let m2 = with_thousands(&decimals(*area, 1000, 0));
            return format!("The recorded gross internal area of the sites not sold is {m2} m².");
        }
        Remark::PolicyDates(dates) => return policy_dates(dates),
        Remark::ScoresInSteps(step, without) => return scores_in_steps(*step, without),
        Remark::VacancyNotShown => {
            "Vacancy is not shown: the status of a site is given only where it is for sale or sold. The least used sites, occupied or vacant, are reported as one group: all have the same utilisation score, and the figures for the use of each are withheld."
        }
        Remark::SumsRounded(sites, pounds) => {
            return format!(
                "Totals of money show an order of size only: each is rounded to a step of at least twice the largest site’s part, and withheld where it comes from fewer than {sites} sites or almost wholly from one. Rounded totals may not add up. Cost per m² leaves out rent, service charge and security, and is rounded to £{pounds}."
            );
        }
    };
    words.to_owned()
}

const fn absent(table: AbsentTable) -> &'static str {
    match table {
        AbsentTable::Leases => "leases: exits and rights to sublet of leaseholds are not known",
        AbsentTable::Costs => "costs: running cost is not known at any site",
        AbsentTable::Occupancy => "occupancy: use is not known at any site",
        AbsentTable::Teams => "teams: area per head is not known at any site",
    }
}

fn scores_in_steps(step: i64, without: &[Measure]) -> String {
    let mut labels: Vec<String> = without.iter().map(|m| m.label().to_lowercase()).collect();
    labels.dedup();
    let counted = match labels.as_slice() {
        [] => String::new(),
        _ => format!(
            " They use only the criteria that may be published, and not {}, so they may differ from those of the restricted edition, and no price, rent or lease date can be worked out from them.",
            labels.join(", ")
        ),
    };
    format!(
        "This is the public edition: scores are shown in multiples of {step}, and sites with security needs are left out; ranks count the sites shown.{counted}"
    )
}

const MULTIPLIERS: &str = "multipliers of business rates";

/// Says which figures of the policy are used outside their dates, in as many sentences as it takes.
pub(crate) fn policy_dates(dates: &PolicyDates) -> String {
    let PolicyDates { figures, years } = dates;
    let day = long_date(figures.as_of);
    let named = |figures: &[(FigureName, Date)]| {
        figures.iter().map(|(name, day)| (name.word(), *day)).collect::<Vec<_>>()
    };
    let list = |figures: &[(&str, Date)], when: &str| {
        let one = |(name, day): &(&str, Date)| format!("{name} ({when} {})", long_date(*day));
        figures.iter().map(one).collect::<Vec<_>>().join(", ")
    };
    let mut words = Vec::new();
    if !figures.early.is_empty() {
        let list = list(&named(&figures.early), "from");
        words.push(format!("Some policy figures take effect after {day}: {list}."));
    }
    if !figures.late.is_empty() {
        let list = list(&named(&figures.late), "until");
        words.push(format!(
            "Some were no longer in force on {day}, and the last value is used: {list}."
        ));
    }
    let mut unverified = named(&figures.unverified);
    unverified.extend(figures.multipliers_unverified.map(|by| (MULTIPLIERS, by)));
    if !unverified.is_empty() {
        let list = list(&unverified, "by");
        words.push(format!("Some were due for checking before {day}: {list}."));
    }
    if let Some((first, last)) = years.first().zip(years.last()) {
        let span = if first == last { first.to_string() } else { format!("{first} to {last}") };
        let of = if years.len() == 1 { "the year" } else { "years in" };
        words.push(format!(
            "The table of {MULTIPLIERS} has no row for {of} {span}; the nearest year is used."
        ));
    }
    format!("Dates of policy figures. {}", words.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{edition::FiguresOutOfDate, model::FinancialYear};

    #[test]
    fn figures_used_outside_their_dates_are_named_once() {
        let day = |text: &str| text.parse().unwrap();
        let figures = FiguresOutOfDate {
            as_of: day("2020-03-31"),
            early: vec![(FigureName::RatesHighFrom, day("2026-04-01"))],
            late: vec![(FigureName::SaleLegal, day("2019-03-31"))],
            unverified: vec![(FigureName::SaleAgent, day("2020-01-01"))],
            multipliers_unverified: None,
        };
        let years = [2027, 2044].map(FinancialYear::starting).into_iter().collect();
        insta::assert_snapshot!(policy_dates(&PolicyDates { figures, years }), @"Dates of policy figures. Some policy figures take effect after 31 March 2020: rates_high_from (from 1 April 2026). Some were no longer in force on 31 March 2020, and the last value is used: sale_legal (until 31 March 2019). Some were due for checking before 31 March 2020: sale_agent (by 1 January 2020). The table of multipliers of business rates has no row for years in 2027/28 to 2044/45; the nearest year is used.");
    }
}
