//! `terrier explain`: why a site stands where it does.

mod letting;
mod rows;
mod sure;

use std::{fmt::Write, path::Path};

use super::{Done, Settings, args::ExplainFormat, no_such, print, ran, ranked, snapshot};
use crate::{
    appraise::{Advice, partner_sources},
    batch::{RankedBy, Run},
    cover,
    load::Hashes,
    measure::{SourceRows, sources},
    model::{Finding, Findings, Index, Measure, Reading, Score, SiteId, State, capital, decimals},
    policy::{Criterion, Policy},
    score::{SiteResult, explain},
    tenure::SaleBarKind,
    wording::{
        sale_bar, sign_basis, sign_finding, sign_value, signal_name, spoken, why, why_sifted,
        would_change,
    },
};

pub(super) fn explain(
    folder: &Path,
    site: &str,
    format: ExplainFormat,
    settings: &Settings,
) -> anyhow::Result<Done> {
    let folder = snapshot(folder, settings)?;
    let quiet = Settings { quiet: true, policy: settings.policy.clone(), ..*settings };
    // The tables of a report hold cash flows too, which a ranking needs none of.
    let run = match format {
        ExplainFormat::Text => ranked(&folder, RankedBy::All, &quiet)?,
        ExplainFormat::Json => ran(&folder, &quiet, Hashes::NotWanted)?,
    };
    let Some(run) = run else {
        return Ok(Done::DataHasErrors);
    };
    let found = SiteId::new(site).and_then(|id| run.ranking.site(&id));
    let Some(result) = found else {
        let ids = run.estate.sites.iter().map(|s| s.site_id.as_str());
        let listed_by = format!("terrier rank {}", folder.path.display());
        return Err(no_such("site", site, ids, &listed_by));
    };
    let policy = &settings.policy;
    if format == ExplainFormat::Json {
        return rows::rows(&run, &run.estate.sites[result.number].site_id, policy);
    }
    let mut text = String::new();
    heading(&mut text, &run, result)?;
    parts(&mut text, &run, result, policy)?;
    sift(&mut text, &run, result, policy)?;
    open_criteria(&mut text, &run, result, policy)?;
    swap(&mut text, &run, result, policy)?;
    sure::sure(&mut text, &run, result, policy)?;
    criteria(&mut text, &run, result, policy)?;
    advice(&mut text, &run, result)?;
    letting::letting(&mut text, &run, result)?;
    rows(&mut text, &run, result, policy)?;
    questioned(&mut text, &run, result)?;
    print::data(text.as_bytes())
}

fn one(index: Index) -> String {
    index.one_decimal()
}

fn heading(text: &mut String, run: &Run, result: &SiteResult) -> std::fmt::Result {
    let site = &run.estate.sites[result.number];
    let snapshot = &run.estate.snapshot;
    writeln!(text, "{}, {} ({}, {})", site.site_id, site.name, snapshot.name, snapshot.as_of)?;
    let ranked = run.ranking.ranked().count();
    match (result.rank, result.not_ranked) {
        (Some(rank), _) => write!(text, "rank {rank} of {ranked} candidates for surplus")?,
        (None, Some(reason)) => {
            write!(text, "not ranked: {}", reason.word().replace('_', " "))?;
            if let Some(keep) = site.must_keep.as_ref().filter(|_| reason.word() == "must_keep") {
                write!(text, " ({keep})")?;
            }
        }
        (None, None) => write!(text, "not ranked")?,
    }
    if let (Some(index), Some((low, high))) = (result.need_index, result.need_range) {
        write!(text, "; need index {}, range {} to {}", one(index), one(low), one(high))?;
    }
    let known = decimals(result.known_share, 100, 0);
    writeln!(text, "; {known}% of the weight is known")?;
    let gates: Vec<String> = result.gates.iter().map(ToString::to_string).collect();
    let none = "none".to_owned();
    writeln!(text, "gates: {}", if gates.is_empty() { none } else { gates.join("; ") })?;
    bars(text, run, result.number)
}

/// What stands in the way of a sale or a letting, with its row.
fn bars(text: &mut String, run: &Run, number: usize) -> std::fmt::Result {
    let site = &run.estate.sites[number];
    let as_of = run.estate.snapshot.as_of;
    let exit = &run.tenure.sites[number];
    let own = run.estate.constraints_of(&site.site_id).iter().filter(|c| c.holds_on(as_of));
    for constraint in own {
        let until = constraint.until.map_or_else(String::new, |day| format!(", until {day}"));
        let stops = constraint.blocks_or_both();
        let row = constraint.row.row;
        let file = &constraint.row.file;
        writeln!(text, "  {stops} stopped{until}: {} ({file}, row {row})", constraint.text)?;
    }
    let bars = exit.sale.of_sale_on(as_of);
    for bar in &bars {
        if !matches!(bar.kind, SaleBarKind::Constraint(_) | SaleBarKind::MustKeep(_)) {
            let (file, row) = (&bar.row.file, bar.row.row);
            writeln!(text, "  {} ({file}, row {row})", sale_bar(&bar.kind))?;
        }
    }
    for cost in &exit.sale.costs_not_known {
        writeln!(text, "  the full cost of a sale is not known: {cost}")?;
    }
    match (exit.sale.first_day(as_of), exit.sale.perhaps(as_of)) {
        _ if bars.iter().all(|bar| bar.is_decision() || !bar.holds_on(as_of)) => Ok(()),
        (None, _) => writeln!(text, "  so a sale is blocked indefinitely"),
        (Some(on), Some(sooner)) if sooner < on => {
            writeln!(
                text,
                "so no sale before {sooner}, or before {on} if a community body asks to bid"
            )
        }
        (Some(on), _) => writeln!(text, "  so no sale before {on}"),
    }
}

/// The index by criterion, largest first.
fn parts(text: &mut String, run: &Run, result: &SiteResult, policy: &Policy) -> std::fmt::Result {
    let measures = &run.measures.sites[result.number];
    let rows: Vec<Vec<String>> = explain::index_parts(result, policy)
        .iter()
        .map(|part| {
            let reading = measures.reading(part.criterion);
            let value = reading.value.map(|v| v.shown(part.criterion.unit())).unwrap_or_default();
            let of = policy.criteria_of(part.score).find(|c| c.measure == part.criterion);
            vec![
                one(part.points),
                one(part.most),
                part.criterion.label().to_owned(),
                value,
                of.map(Criterion::scale_in_words).unwrap_or_default(),
                state(reading, run, result.number, part.criterion),
            ]
        })
        .collect();
    if rows.is_empty() {
        return writeln!(
            text,
            "\nThe index is not known, because one of its two scores is not known."
        );
    }
    writeln!(text, "\nPoints that make up the index, and the most possible")?;
    let header = ["points", "most", "criterion", "reading", "reading → level", "state"];
    text.push_str(&print::table(&header, &rows, &[0, 1]));
    let half = |share: i64| format!("{share}%");
    let (used, disposal) = result.shares(policy);
    if let Some((u, d)) = result.halves {
        writeln!(
            text,
            "{} from low use ({} of 100 − utilisation), {} from the case for disposal ({})",
            one(u),
            half(used),
            one(d),
            half(disposal)
        )?;
    }
    Ok(())
}

/// Says how well a reading of a site is known, by what, and which rules question a figure behind it.
fn state(reading: &Reading, run: &Run, site: usize, measure: Measure) -> String {
    let known = match reading.basis.word() {
        "" => reading.state.to_string(),
        basis => format!("{}: {basis}", reading.state),
    };
    match run.questioned.describe(site, measure) {
        rules if rules.is_empty() => known,
        rules => format!("{known}; questioned by {rules}"),
    }
}

/// What is not known, and how far it could move the index.
fn open_criteria(
    text: &mut String,
    run: &Run,
    result: &SiteResult,
    policy: &Policy,
) -> std::fmt::Result {
    let open = explain::open_criteria(result, policy);
    if open.is_empty() {
        return writeln!(text, "\nEverything that the index uses is known.");
    }
    let measures = &run.measures.sites[result.number];
    let rows: Vec<Vec<String>> = open
        .iter()
        .map(|open| {
            let reading = measures.reading(open.criterion);
            let word = if reading.value.is_some() { "known in part" } else { "unknown" };
            let basis = reading.basis.word();
            let why = if basis.is_empty() { word.to_owned() } else { format!("{word}: {basis}") };
            vec![one(open.moves), open.criterion.label().to_owned(), why]
        })
        .collect();
    writeln!(text, "\nNot known, and the points at stake")?;
    text.push_str(&print::table(&["points", "criterion", "why"], &rows, &[0]));
    Ok(())
}

/// What it would take to change places with the next.
fn swap(text: &mut String, run: &Run, result: &SiteResult, policy: &Policy) -> std::fmt::Result {
    let (Some(rank), Some(index)) = (result.rank, result.need_index) else { return Ok(()) };
    let next = run.ranking.ranked().find(|s| s.rank == Some(rank + 1));
    let Some((next, below)) = next.and_then(|n| Some((n, n.need_index?))) else {
        return writeln!(text, "\nIt is last in the ranking.");
    };
    let gap = Index(index.0 - below.0);
    let name = &run.estate.sites[next.number].name;
    writeln!(
        text,
        "\n{} points ahead of the next site, {} {name} ({})",
        one(gap),
        next.site_id,
        one(below)
    )?;
    if gap.0 == 0 {
        return writeln!(
            text,
            "level with it: the site with more known facts comes first; if equal, the first by id"
        );
    }
    let measures = &run.measures.sites[result.number];
    let swaps = explain::swaps(result, measures, policy, gap);
    for swap in swaps.iter().take(3) {
        let unit = swap.criterion.unit();
        writeln!(
            text,
            "  they would change places if {} were {} instead of {}",
            swap.criterion.label().to_lowercase(),
            swap.then.shown(unit),
            swap.now.shown(unit)
        )?;
    }
    let overlap = next.need_range.zip(result.need_range).is_some_and(|(n, r)| n.1 >= r.0);
    let ranges = if overlap {
        "  their ranges overlap, so further information could change their order"
    } else {
        "  their ranges do not overlap, so further information could not change their order"
    };
    if swaps.is_empty() {
        writeln!(text, "  no single reading could close the gap")?;
    }
    writeln!(text, "{ranges}")
}

/// Where the first sift puts it, and what each signal says.
fn sift(text: &mut String, run: &Run, result: &SiteResult, policy: &Policy) -> std::fmt::Result {
    let all = crate::edition::sift(run.results(policy));
    let id = result.site_id.as_str();
    let Some(row) = all.rows.iter().find(|row| row.site_id == id) else { return Ok(()) };
    writeln!(text, "\nFirst sift: {}. {}", spoken(row.group.word()), why_sifted(row))?;
    let rows: Vec<Vec<String>> = row
        .signs
        .iter()
        .map(|sign| {
            let quarter = sign.quarter.map(|q| format!("{} (of {} sites)", q.quarter, q.of));
            vec![
                signal_name(sign.signal).to_owned(),
                sign_finding(sign.finding).to_lowercase(),
                sign_value(sign.reading.as_ref()),
                sign_value(sign.threshold.as_ref()),
                quarter.unwrap_or_default(),
                sign_basis(&sign.basis),
            ]
        })
        .collect();
    let header = ["signal", "says", "reading", "threshold", "quarter of its use", "basis"];
    text.push_str(&print::table(&header, &rows, &[2, 3]));
    Ok(())
}

/// Every criterion of the three scores.
fn criteria(
    text: &mut String,
    run: &Run,
    result: &SiteResult,
    policy: &Policy,
) -> std::fmt::Result {
    let measures = &run.measures.sites[result.number];
    for score in Score::ALL {
        let whole = result.score(*score);
        let points = whole.points.map_or_else(|| "not known".to_owned(), |p| p.one_decimal());
        let range = whole.range.map_or_else(String::new, |(low, high)| {
            format!(", range {} to {}", low.one_decimal(), high.one_decimal())
        });
        writeln!(
            text,
            "\n{} score {points}{range}; known weight {} of {}",
            capital(score.word()),
            whole.known,
            whole.benchmarked
        )?;
        let rows: Vec<Vec<String>> = whole
            .contributions
            .iter()
            .map(|c| {
                let reading = measures.reading(c.criterion);
                let of = policy.criteria_of(*score).find(|p| p.measure == c.criterion);
                let state = if c.state == State::NotBenchmarked {
                    "not benchmarked for this use".to_owned()
                } else {
                    self::state(reading, run, result.number, c.criterion)
                };
                vec![
                    c.criterion.label().to_owned(),
                    shown(reading, c.criterion),
                    of.map(Criterion::scale_in_words).unwrap_or_default(),
                    c.level.map_or_else(|| "–".to_owned(), level),
                    c.weight.to_string(),
                    c.points.map_or_else(|| "–".to_owned(), |p| p.one_decimal()),
                    state,
                ]
            })
            .collect();
        let header =
            ["criterion", "reading", "reading → level", "level", "weight", "points", "state"];
        text.push_str(&print::table(&header, &rows, &[3, 4, 5]));
    }
    Ok(())
}

/// Writes a level with one decimal.
fn level(level: f64) -> String {
    crate::model::Points::rounded(level).one_decimal()
}

/// Writes a reading and, where it is a range, its bounds.
fn shown(reading: &Reading, measure: Measure) -> String {
    let unit = measure.unit();
    let value = reading.value.map_or_else(|| "unknown".to_owned(), |v| v.shown(unit));
    match reading.range.as_deref() {
        Some((low, high)) => format!("{value} ({} to {})", low.shown(unit), high.shown(unit)),
        None if reading.state == State::NotBenchmarked => "–".to_owned(),
        None => value,
    }
}

/// Writes row numbers shortly: `12, 14–65`.
fn spans(rows: &[u32]) -> String {
    let mut spans: Vec<(u32, u32)> = Vec::new();
    for row in rows {
        match spans.last_mut() {
            Some((_, last)) if *row == *last + 1 => *last = *row,
            _ => spans.push((*row, *row)),
        }
    }
    let shown = spans.iter().take(8).map(|(first, last)| {
        if first == last { first.to_string() } else { format!("{first}–{last}") }
    });
    let more = if spans.len() > 8 { ", …" } else { "" };
    shown.collect::<Vec<_>>().join(", ") + more
}

/// What is recommended, why, and where the options stand side by side.
fn advice(text: &mut String, run: &Run, result: &SiteResult) -> std::fmt::Result {
    let Some(found) = run.appraisal.recommendations.get(result.number) else { return Ok(()) };
    let kind = match (found.advice, found.leads) {
        (Advice::Recommended, Some(kind)) => kind.word().replace('_', " "),
        (advice, _) => advice.word().to_owned(),
    };
    match found.advice {
        Advice::Decided => writeln!(text, "\n{}", why(&found.why))?,
        _ => writeln!(text, "\nRecommended: {kind}. {}", why(&found.why))?,
    }
    if !found.would_change.is_empty() {
        writeln!(text, "{}", would_change(&found.would_change))?;
    }
    let id = &result.site_id;
    writeln!(text, "`terrier appraise DIR {id}` compares its options")
}

/// The file rows behind the readings of its criteria.
fn rows(text: &mut String, run: &Run, result: &SiteResult, policy: &Policy) -> anyhow::Result<()> {
    let number = run.estate.site_number(&result.site_id);
    let mut found = sources(&run.estate, policy, &run.measures, number)?;
    partner_sources(&run.appraisal, &mut found);
    cover::sources(&run.cover, &run.estate, policy, &mut found);
    let found = found.together();
    let is_read = |s: &&SourceRows| policy.criteria.iter().any(|c| c.measure == s.measure);
    writeln!(text, "\nSource rows of the readings")?;
    let line = |s: &SourceRows| {
        let sheet = s.sheet.as_deref().map_or_else(String::new, |sheet| format!(", sheet {sheet}"));
        vec![s.measure.label().to_owned(), format!("{}{sheet}", s.file), spans(&s.rows)]
    };
    let lines: Vec<Vec<String>> = found.iter().filter(is_read).map(line).collect();
    text.push_str(&print::table(&["criterion", "file", "rows"], &lines, &[]));
    Ok(())
}

/// What was found questioned about the site.
fn questioned(text: &mut String, run: &Run, result: &SiteResult) -> std::fmt::Result {
    let leases: Vec<&str> = run
        .estate
        .leases
        .iter()
        .filter(|l| l.site_id == result.site_id)
        .map(|l| l.lease_id.as_str())
        .collect();
    let findings: &Findings = &run.findings;
    let own = findings
        .iter()
        .filter(|f| f.is_about(result.site_id.as_str()) || leases.iter().any(|id| f.is_about(id)))
        .filter(|f| !is_of_a_partner(run, f));
    let own: Vec<_> = own.collect();
    if own.is_empty() {
        return writeln!(text, "\nNo warnings in its data.");
    }
    writeln!(text, "\nFindings in its data")?;
    for finding in own {
        writeln!(text, "{finding}")?;
    }
    Ok(())
}

/// Tells whether a finding is about a partner's site, which may have the id of one of ours.
fn is_of_a_partner(run: &Run, finding: &Finding) -> bool {
    let (place, id) = (&finding.place, finding.id.as_str());
    run.estate.partners.iter().flatten().any(|partner| {
        let row = &partner.row;
        partner.partner_id.as_str() == id && row.file == place.file && row.sheet == place.sheet
    })
}
