//! `terrier fund`: the capital programme, its borrowing and what revenue bears, a column a year.

use std::{fmt::Write, path::Path};

use anyhow::bail;
use rust_decimal::{Decimal, prelude::ToPrimitive};

use super::{Done, Settings, args::Format, no_such, print, ran, say_policy_dates, snapshot};
use crate::{
    edition::{self, Edition, FundView, SchemeRow, View},
    load::Hashes,
    model::{decimals, pounds, pounds_short},
    report,
    tables::NumberForm,
    wording::{flag as flag_words, programme_gap, receipt_source, revenue_part, spoken},
};

pub(super) fn fund(
    folder: &Path,
    project: Option<&str>,
    format: Format,
    settings: &Settings,
) -> anyhow::Result<Done> {
    let folder = snapshot(folder, settings)?;
    let Some(run) = ran(&folder, settings, Hashes::NotWanted)? else {
        return Ok(Done::DataHasErrors);
    };
    say_policy_dates(&run, settings)?;
    let results = run.results(&settings.policy);
    let mut view = edition::view(results, Edition::Restricted)?;
    let has_treasury = view.fund.as_ref().is_some_and(|fund| fund.has_treasury);
    if let Some(plan) = has_treasury.then(|| edition::plan_alone(results)).flatten() {
        edition::set_plan(&mut view, plan);
    }
    let Some(fund) = view.fund.as_mut().filter(|fund| !fund.years.is_empty()) else {
        bail!(
            "there is no capital programme in {}\nhint: enter schemes in a table `projects` and \
                the balance sheet in treasury.toml; `terrier schema` lists the columns",
            folder.path.display()
        );
    };
    if let Some(project) = project {
        if !fund.schemes.iter().any(|scheme| scheme.project_id == project) {
            let ids = fund.schemes.iter().map(|scheme| scheme.project_id.as_str());
            let listed_by = format!("terrier fund {}", folder.path.display());
            return Err(no_such("scheme", project, ids, &listed_by));
        }
        fund.schemes.retain(|scheme| scheme.project_id == project);
    }
    match (format, project) {
        (Format::Csv, _) => print::data(&report::programme_csv(&view)?.unwrap_or_default()),
        (Format::Json, _) => print::data(&report::financing_json(&view)?),
        (Format::Table, None) => print::data(all(&view)?.as_bytes()),
        (Format::Table, Some(_)) => print::data(one(&view)?.as_bytes()),
    }
}

/// Lines of the first screen, of the finance officer's sheet.
const SHOWN: [(&str, &[&str]); 5] = [
    ("spend", &["spend"]),
    (
        "financing",
        &[
            "grant",
            "linked_receipt",
            "general_grant",
            "revenue_contribution",
            "reserves",
            "general_receipt",
            "borrowing",
        ],
    ),
    (
        "capital financing requirement (CFR)",
        &[
            "cfr_opening",
            "unfinanced",
            "lease_additions",
            "mrp_before",
            "mrp_programme",
            "mrp_leases",
            "voluntary",
            "set_aside",
            "cfr_closing",
        ],
    ),
    (
        "debt",
        &["loans_closing", "internal_borrowing", "lease_liability", "pfi", "new_long", "new_short"],
    ),
    (
        "revenue cost",
        &[
            "revenue_mrp",
            "revenue_voluntary",
            "interest",
            "income_forgone",
            "running_cost_change",
            "one_off_revenue",
            "revenue_financing",
            "rent_in",
            "other_savings",
            "receipts_interest",
            "revenue_effect",
            "financing_share",
            "estate_saving",
            "estate_target",
            "force_target",
        ],
    ),
];

/// The years of the budget, a column each.
fn all(view: &View) -> Result<String, std::fmt::Error> {
    let Some(fund) = &view.fund else { return Ok(String::new()) };
    let mut text = String::new();
    writeln!(text, "{}, {}: capital programme", view.estate, view.as_of)?;
    let years = &fund.financing[..fund.budget_years.min(fund.financing.len())];
    let named: Vec<String> = years.iter().map(|row| row.year.to_string()).collect();
    let mut header = vec![""];
    header.extend(named.iter().map(String::as_str));
    let mut rows: Vec<Vec<String>> = Vec::new();
    for (part, names) in SHOWN {
        let mut lines = Vec::new();
        for name in names {
            let Some((heading, values)) = report::financing_line(name, years) else { continue };
            let blank = values.iter().all(|v| v.is_none_or(|(number, _)| number.is_zero()));
            if blank && *name != "spend" && *name != "borrowing" {
                continue;
            }
            let cell = |value: &Option<_>| value.map_or("–".to_owned(), shown);
            let mut line = vec![format!("  {heading}")];
            line.extend(values.iter().map(cell));
            lines.push(line);
        }
        if !lines.is_empty() {
            let mut heading = vec![part.to_owned()];
            heading.resize(header.len(), String::new());
            rows.push(heading);
            rows.append(&mut lines);
        }
    }
    let numbers: Vec<usize> = (1..header.len()).collect();
    text.push_str(&print::table(&header, &rows, &numbers));
    below(fund, &mut text)?;
    Ok(text)
}

/// Writes a sum of the sheet shortly; a fraction as a per cent.
fn shown((number, form): (Decimal, NumberForm)) -> String {
    let whole = |parts: i64| (number * Decimal::from(parts)).round().to_i64();
    let text = match form {
        NumberForm::Share => whole(10_000).map(|share| format!("{}%", decimals(share, 100, 1))),
        _ => whole(100).map(pounds_short),
    };
    text.unwrap_or_else(|| number.to_string())
}

/// What stands under the table: scenarios, receipts that end borrowing, flags, what is not known.
fn below(fund: &FundView, text: &mut String) -> std::fmt::Result {
    if fund.has_treasury {
        let rows: Vec<Vec<String>> = fund
            .scenarios
            .iter()
            .map(|s| {
                vec![
                    s.title.clone(),
                    pounds_short(s.summary.borrowing),
                    pounds_short(s.summary.new_loans),
                    pounds_short(s.summary.peak_debt),
                    pounds_short(s.summary.revenue),
                    pounds_short(s.summary.revenue_last),
                ]
            })
            .collect();
        let header =
            ["scenario", "borrowing", "new loans", "peak debt", "revenue cost", "in last year"];
        writeln!(text)?;
        text.push_str(&print::table(&header, &rows, &[1, 2, 3, 4, 5]));
    }
    if fund.has_treasury && !fund.effects.is_empty() {
        let rows: Vec<Vec<String>> = fund
            .effects
            .iter()
            .map(|e| {
                let sums = [e.in_budget, e.borrowing, e.cfr, e.peak_debt];
                let mut row = vec![e.part.id().to_owned(), revenue_part(&e.part)];
                row.extend(sums.map(pounds_short));
                row
            })
            .collect();
        let header = ["effect of", "", "revenue cost", "borrowing", "CFR", "peak debt"];
        writeln!(text)?;
        text.push_str(&print::table(&header, &rows, &[2, 3, 4, 5]));
    }
    for row in &fund.break_even {
        let receipt = row.receipt.map_or("more than £1bn".to_owned(), pounds);
        let planned = row.planned.map_or("not known".to_owned(), pounds);
        let before = match row.before {
            0 => String::new(),
            pence => format!(", of which {} is for spend before the programme", pounds(pence)),
        };
        writeln!(
            text,
            "{} needs no borrowing if the sale of {} in {} raises {receipt}{before}; {planned} \
                is planned.",
            row.project_id,
            if row.site_id.is_empty() { "its site" } else { &row.site_id },
            row.year
        )?;
    }
    for flag in &fund.flags {
        let of =
            flag.year.map(|year| year.to_string()).into_iter().chain(Some(flag.scheme.clone()));
        let of: Vec<String> = of.filter(|t| !t.is_empty()).collect();
        let of = if of.is_empty() { String::new() } else { format!(" ({})", of.join(", ")) };
        writeln!(text, "review: {}{of}: {}", spoken(flag.kind.word()), flag_words(flag))?;
    }
    for fact in &fund.gaps {
        writeln!(text, "not known: {}", programme_gap(fact))?;
    }
    Ok(())
}

/// One scheme, a line a year, with the rows behind it.
fn one(view: &View) -> Result<String, std::fmt::Error> {
    let mut text = String::new();
    let Some(fund) = &view.fund else { return Ok(text) };
    for scheme in &fund.schemes {
        writeln!(text, "{}, {} ({}, {})", scheme.project_id, scheme.name, view.estate, view.as_of)?;
        text.push_str(&scheme_table(fund, scheme));
        let mut rows: Vec<String> =
            scheme.rows.iter().map(|row| format!("{}:{}", row.file, row.row)).collect();
        rows.dedup();
        writeln!(text, "from {}", rows.join(", "))?;
        for row in fund.receipts.iter().filter(|r| r.project_id == scheme.project_id) {
            writeln!(
                text,
                "receipt in {}: {} before costs of {} ({})",
                row.year,
                pounds(row.gross),
                pounds(row.sale_cost),
                receipt_source(&row.source)
            )?;
        }
        for fact in fund
            .gaps
            .iter()
            .filter(|fact| fact.scheme().is_some_and(|own| own.as_str() == scheme.project_id))
        {
            writeln!(text, "not known: {}", programme_gap(fact))?;
        }
    }
    Ok(text)
}

fn scheme_table(fund: &FundView, scheme: &SchemeRow) -> String {
    let header = [
        "year",
        "spend",
        "grant",
        "its sale",
        "revenue",
        "reserves",
        "general",
        "borrowing",
        "MRP",
        "set aside",
        "still to charge",
    ];
    let years = fund.years.iter().zip(&scheme.years);
    let rows: Vec<Vec<String>> = years
        .filter(|(_, y)| **y != edition::SchemeYear::default())
        .map(|(year, y)| {
            let mut line = vec![year.to_string()];
            let sums = [
                y.spend,
                y.grant,
                y.linked_receipt,
                y.revenue_contribution,
                y.reserves,
                y.general_grant + y.general_receipt,
                y.borrowing,
                y.mrp + y.voluntary,
                y.set_aside,
                y.outstanding,
            ];
            line.extend(sums.map(pounds));
            line
        })
        .collect();
    print::table(&header, &rows, &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
}
