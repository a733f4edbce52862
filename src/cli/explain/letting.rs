//! What letting the surplus space of a site is worth, sum by sum.

use std::fmt::Write;

use crate::{
    appraise::{Flow, Letting, NoLetting, Tenant},
    batch::Run,
    cli::print,
    model::{Money, pounds},
    score::SiteResult,
    wording::{spoken, test_reason},
};

/// Writes the letting of a site, its cash flow and its tests, or why there is none.
pub(super) fn letting(text: &mut String, run: &Run, result: &SiteResult) -> std::fmt::Result {
    match &run.appraisal.lettings[result.number] {
        Err(NoLetting::Cannot(basis)) => writeln!(text, "\nNo letting of surplus space: {basis}"),
        Err(NoLetting::NotKnown(basis, _)) => {
            writeln!(text, "\nThe value of letting surplus space is not known: {basis}")
        }
        Ok(letting) => {
            terms(text, letting)?;
            flows(text, letting)?;
            tests(text, letting)
        }
    }
}

fn terms(text: &mut String, letting: &Letting) -> std::fmt::Result {
    let whole = |sum: Money| sum.pence().map_or_else(|| sum.to_string(), pounds);
    let tenant = match &letting.tenant {
        Tenant::OpenMarket => "on the open market".to_owned(),
        Tenant::Partner { id, organisation, .. } => format!("to {organisation} ({id})"),
    };
    writeln!(
        text,
        "\nLetting {} m² {tenant} from {} to {}: {} a year ({}), {} months rent-free",
        letting.area.as_m2().normalize(),
        letting.term.from(),
        letting.ends(),
        whole(letting.rent),
        letting.rent_source,
        letting.rent_free_months,
    )?;
    writeln!(
        text,
        "value to the budget {}, economic {}; allowing for the chance of permission {} and {}: \
            {} per m²",
        whole(letting.budget),
        whole(letting.economic),
        whole(letting.expected_budget),
        whole(letting.expected_economic),
        whole(letting.value_per_m2),
    )?;
    if letting.needs_permission() {
        let asked = letting.permission;
        writeln!(
            text,
            "permission: {}, {} months, {}, chance {}%",
            spoken(asked.kind.word()),
            asked.months,
            whole(asked.cost),
            (asked.chance * rust_decimal::Decimal::ONE_HUNDRED).normalize(),
        )?;
    }
    if letting.others > 0 {
        writeln!(text, "other possible occupiers that would bring less: {}", letting.others)?;
    }
    Ok(())
}

fn flows(text: &mut String, letting: &Letting) -> std::fmt::Result {
    let row = |flow: &Flow| {
        vec![
            flow.on.to_string(),
            spoken(flow.kind.word()),
            flow.amount().to_string(),
            flow.prices.to_string(),
            format!("{:.6}", flow.factor().round_dp(6)),
            flow.budget().to_string(),
            flow.economic().to_string(),
        ]
    };
    let mut rows: Vec<Vec<String>> = letting.flows.iter().map(row).collect();
    let mut total = vec![String::new(); 5];
    total[1] = "sum".to_owned();
    total.extend([letting.budget.to_string(), letting.economic.to_string()]);
    rows.push(total);
    let header = ["due", "what", "£", "prices", "factor", "budget", "economic"];
    text.push_str(&print::table(&header, &rows, &[2, 4, 5, 6]));
    Ok(())
}

fn tests(text: &mut String, letting: &Letting) -> std::fmt::Result {
    for test in &letting.tests {
        let (kind, outcome) = (spoken(test.kind.word()), spoken(test.outcome().word()));
        let why = test_reason(&test.reason, |day| day.to_string());
        writeln!(text, "{kind}: {outcome}, {why}")?;
    }
    Ok(())
}
