//! Several bodies together, in sentences and short tables, for screen, Markdown and page alike.

use std::collections::BTreeMap;

use super::{
    TextBlock, and_list, and_list_up_to, capital, count, counted, gate, group_benchmarks,
    group_sharing::{agreements, differences, need, shared, shared_buildings, sharing, site},
    heads, index, long_date, money, more_than, name_of, number, per_cent, range, short_sum, spoken,
    why_unranked,
};
use crate::{
    edition::{
        DifferenceKind, DifferenceRow, Edition, GroupMatchRow, GroupSiteRow, GroupTotalRow,
        GroupView, NeedOf, SumOf,
    },
    model::{Money, decimals, with_thousands},
};

/// What stands for a body in a row of all together.
pub(crate) const ALL_BODIES: &str = "All bodies";
/// The name of the chart of the first sites of all bodies.
pub(crate) const GROUP_RANKING_CHART: &str = "group_ranking";
/// Things that a sentence names; the rest are counted.
const NAMED: usize = 5;
/// First sites of the ranking that are counted by body.
const FIRST: usize = 20;

/// Tells what several bodies come to together, each table with `most` rows at most.
pub(crate) fn group_blocks(of: &GroupView, most: usize) -> Vec<TextBlock> {
    let first = [decisions(of), Some(bodies(of)), Some(totals(of)), Some(ranking(of, most))];
    let second = [own_policies(of, most), sharing(of, most), shared(of), agreements(of, most)];
    let blocks = first.into_iter().chain(second).flatten();
    let last = [differences(of, most), Some(method(of))];
    blocks.chain(group_benchmarks(of)).chain(last.into_iter().flatten()).collect()
}

/// Counts bodies for a sentence or a title: `seven bodies`.
pub(crate) fn count_bodies(many: usize) -> String {
    format!("{} {}", number(many), if many == 1 { "body" } else { "bodies" })
}

/// Names the unit of a sum.
pub(crate) const fn sum_unit(what: SumOf) -> &'static str {
    match what {
        SumOf::Sites | SumOf::Ranked => "sites",
        SumOf::GrossArea => "m²",
        SumOf::RunningCost => "£ a year",
        SumOf::MarketValue | SumOf::ExistingUseValue | SumOf::BookValue | SumOf::Backlog => "£",
    }
}

/// Says what can be decided from the report.
fn decisions(of: &GroupView) -> Option<TextBlock> {
    if of.edition == Edition::Public {
        return None;
    }
    let mut said = Vec::new();
    let chosen: Vec<&GroupMatchRow> = of.matches.iter().filter(|row| row.chosen).collect();
    let own: Vec<&&GroupMatchRow> =
        chosen.iter().filter(|row| row.need.of == NeedOf::Site).collect();
    let mut own = own;
    own.sort_by_key(|row| std::cmp::Reverse(row.need.saved));
    if !own.is_empty() {
        let no_room = own
            .iter()
            .filter(|row| row.need.own_room.is_none_or(|(needed, placed)| placed < needed));
        let no_room = no_room.count();
        let saved = own.iter().filter_map(|row| row.need.saved);
        let (known, sum) = saved.fold((0, 0_i64), |(n, sum), p| (n + 1, sum.saturating_add(p)));
        let least = if known < own.len() { "at least " } else { "" };
        let moves: Vec<String> = own
            .iter()
            .map(|row| {
                format!("{} to {}", need(row), site(&row.host_name, &row.host_id, &row.host_body))
            })
            .collect();
        let kept: Vec<String> = own
            .iter()
            .filter(|row| row.host_leaves)
            .map(|row| site(&row.host_name, &row.host_id, &row.host_body))
            .collect::<std::collections::BTreeSet<_>>()
            .into_iter()
            .collect();
        let kept = match kept.len() {
            0 => String::new(),
            1 => format!(
                " {} would have to stay, though its body would leave it on its own.",
                kept[0]
            ),
            _ => format!(
                " {} would have to stay, though their bodies would leave them on their own.",
                and_list_up_to(&kept, NAMED)
            ),
        };
        said.push(format!(
            "Open talks on {} into another body\u{2019}s building, which the policies of both bodies allow: {}.{kept} The sites left \
             would save {least}{} a year in running costs, before what the host charges.{}",
            counted(own.len(), "move"),
            and_list_up_to(&moves, NAMED),
            money(Money::from_pence(sum)),
            match no_room {
                0 => " In each case the body\u{2019}s own sites have room too.".to_owned(),
                n if n == own.len() => " In each case the body\u{2019}s own sites have no room for all of the teams.".to_owned(),
                n => format!(" For {} of them the body\u{2019}s own sites have no room for all of the teams.", number(n)),
            },
        ));
    }
    let waits: std::collections::BTreeSet<(&str, &str)> = of
        .needs
        .iter()
        .filter(|need| need.of == NeedOf::Site && need.fit == 0 && need.not_known > 0)
        .map(|need| (need.body.as_str(), need.site_id.as_str()))
        .collect();
    if !waits.is_empty() {
        let site = |(body, id): &(&str, &str)| {
            let row = of.needs.iter().find(|n| n.body == *body && n.site_id == *id);
            site(row.map_or("", |row| row.name.as_str()), id, body)
        };
        let sites: Vec<String> = waits.iter().map(site).collect();
        said.push(format!(
            "Find the missing facts for {}, for which space is in reach but not yet known to suit: {}.",
            counted(waits.len(), "site"),
            and_list_up_to(&sites, NAMED)
        ));
    }
    let pairs: Vec<String> = of
        .agreements
        .iter()
        .filter_map(|row| Some((row, row.over().filter(|over| *over > 0)?)))
        .map(|(row, over)| {
            format!(
                "{} bears {} more than its share at {} (agreement {})",
                row.body.as_deref().unwrap_or(&row.party),
                money(Money::from_pence(over)),
                row.site_name,
                row.agreement_id
            )
        })
        .collect();
    if !pairs.is_empty() {
        said.push(format!(
            "Check that shared costs are recovered, by the ledgers and the shares on record: {}.",
            and_list_up_to(&pairs, NAMED)
        ));
    }
    let mut by: BTreeMap<usize, (&str, Vec<&str>)> = BTreeMap::new();
    for row in &of.differences {
        if matches!(row.kind, DifferenceKind::Share | DifferenceKind::Whole) {
            let (_, bodies) = by.entry(row.number).or_insert((&row.agreement, Vec::new()));
            if !bodies.contains(&row.body.as_str()) {
                bodies.push(&row.body);
            }
        }
    }
    // One agreement may differ in several ways: it is named once.
    let mut all: Vec<(&str, Vec<&str>)> = Vec::new();
    for (id, bodies) in by.into_values() {
        let is_same = |(other, of): &&mut (&str, Vec<&str>)| {
            *other == id && of.iter().any(|body| bodies.contains(body))
        };
        match all.iter_mut().find(is_same) {
            Some((_, of)) => {
                of.extend(bodies.iter().filter(|body| !of.contains(body)).collect::<Vec<_>>());
            }
            None => all.push((id, bodies)),
        }
    }
    let told = all.iter().map(|(id, bodies)| format!("{id} of {}", and_list(bodies)));
    let mut ids: Vec<String> = told.collect();
    ids.sort_unstable();
    ids.dedup();
    if !ids.is_empty() {
        said.push(format!(
            "Agree the shares of {} ({}), which the bodies\u{2019} files record differently or which do not come to 100%.",
            counted(ids.len(), "agreement"),
            and_list_up_to(&ids, NAMED)
        ));
    }
    let double = shared_buildings(of);
    if double > 0 {
        said.push(format!(
            "Settle who holds what in {} that two registers list: the totals include both entries.",
            counted(double, "building")
        ));
    }
    let first: Vec<String> = of
        .sites
        .iter()
        .filter(|row| row.rank.is_some())
        .take(NAMED)
        .map(|row| site(&row.site.name, &row.site.site_id, &row.body))
        .collect();
    if !first.is_empty() {
        said.push(format!(
            "Review first, by the common policy: {}. Whether a site is surplus is for its own body to decide.",
            and_list(&first)
        ));
    }
    Some(TextBlock::new("For decision", said))
}

fn bodies(of: &GroupView) -> TextBlock {
    let read = of.read().count();
    let mut said = vec![format!(
        "{} {} in this report, judged by one policy ({}).",
        capital(&count_bodies(read)),
        if read == 1 { "is" } else { "are" },
        of.policy
    )];
    said.extend(super::group_left_out(of));
    for row in of.read().filter(|row| !row.moved.is_empty()) {
        said.push(format!(
            "Check the units of {} before its figures are used ({}): against its snapshot before, they or their meaning have \
             moved.",
            row.body,
            row.moved.join("; ")
        ));
    }
    for kind in [DifferenceKind::Days, DifferenceKind::Years] {
        let rows: Vec<&DifferenceRow> = of.differences.iter().filter(|r| r.kind == kind).collect();
        if rows.is_empty() {
            continue;
        }
        let mut by: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for row in rows {
            by.entry(&row.says).or_default().push(&row.body);
        }
        let day = |says: &str| says.parse().map_or_else(|_| says.to_owned(), long_date);
        let part = |(says, of): (&&str, &Vec<&str>)| format!("{}: {}", day(says), and_list(of));
        let parts: Vec<String> = by.iter().map(part).collect();
        said.push(match kind {
            DifferenceKind::Days => {
                format!("The data is of different days ({}).", parts.join("; "))
            }
            _ => format!(
                "Running costs are of different financial years ({}); they are added up and compared as they are, without \
                 indexing.",
                parts.join("; ")
            ),
        });
    }
    let whole = |count: Option<usize>| {
        count.map(|count| with_thousands(&count.to_string())).unwrap_or_default()
    };
    let is_public = of.edition == Edition::Public;
    let row = |row: &crate::edition::BodyRow| {
        let mut cells = vec![
            row.body.clone(),
            row.as_of.map(|day| day.to_string()).unwrap_or_default(),
            row.cost_year.map(|year| year.to_string()).unwrap_or_default(),
            if row.left_out.is_empty() {
                row.own_policy.clone().unwrap_or_else(|| "none".to_owned())
            } else {
                "left out".to_owned()
            },
            whole(row.sites),
            whole(row.ranked),
        ];
        if !is_public {
            cells.push(row.known_share.map(per_cent).unwrap_or_default());
            cells.push(whole(row.warnings.or(row.errors)));
        }
        cells
    };
    let mut header = heads(&["Body", "As of", "Cost year", "Own policy", "Sites", "Ranked"]);
    if !is_public {
        header.extend(heads(&["Index known", "Warnings or errors"]));
    }
    TextBlock {
        header,
        rows: of.bodies.iter().map(row).collect(),
        numbers: vec![4, 5, 6, 7],
        ..TextBlock::new("Bodies", said)
    }
}

/// Writes a sum for a table: `at least £4.0m (28 of 30)`.
fn sum(row: &GroupTotalRow) -> String {
    let Some(sum) = row.sum else { return "not known".to_owned() };
    let text = match row.what {
        SumOf::Sites | SumOf::Ranked => return with_thousands(&sum.to_string()),
        SumOf::GrossArea => with_thousands(&decimals(sum, 1000, 0)),
        _ => short_sum(sum),
    };
    match row.known < row.of {
        true => format!("at least {text} ({} of {})", row.known, row.of),
        false => text,
    }
}

fn totals(of: &GroupView) -> TextBlock {
    let mut columns: Vec<SumOf> = of.totals.iter().map(|row| row.what).collect();
    columns.dedup();
    let mut names: Vec<Option<&str>> = Vec::new();
    for row in &of.totals {
        if !names.contains(&row.body.as_deref()) {
            names.push(row.body.as_deref());
        }
    }
    let cell = |body: Option<&str>, what: SumOf| {
        let row = of.totals.iter().find(|r| r.body.as_deref() == body && r.what == what);
        row.map(sum).unwrap_or_default()
    };
    let rows = names.into_iter().map(|body| {
        let first = body.unwrap_or(ALL_BODIES).to_owned();
        std::iter::once(first).chain(columns.iter().map(|what| cell(body, *what))).collect()
    });
    let heading = |what: &SumOf| match what {
        SumOf::GrossArea => "Gross area (m²)".to_owned(),
        SumOf::RunningCost => "Running cost a year".to_owned(),
        SumOf::Backlog => "Backlog, high and significant risk".to_owned(),
        other => capital(&spoken(other.word())),
    };
    let said = match of.edition {
        Edition::Restricted => {
            "A sum marked \u{2018}at least\u{2019} covers only the sites with the figure, as counted in brackets. Kinds of value are not \
             added to each other."
        }
        Edition::Public => {
            "Sums are those that each body publishes: rounded, and without secure sites. The sum of all bodies covers only \
             the bodies that publish theirs."
        }
    };
    TextBlock {
        header: std::iter::once("Body".to_owned()).chain(columns.iter().map(heading)).collect(),
        numbers: (1..=columns.len()).collect(),
        rows: rows.collect(),
        ..TextBlock::new("Totals", vec![said.to_owned()])
    }
}

fn rank(rank: Option<u32>) -> String {
    rank.map(|rank| rank.to_string()).unwrap_or_default()
}

fn ranking(of: &GroupView, most: usize) -> TextBlock {
    let ranked: Vec<&GroupSiteRow> = of.sites.iter().filter(|row| row.rank.is_some()).collect();
    let others = of.sites.len() - ranked.len();
    let mut reasons: BTreeMap<&str, usize> = BTreeMap::new();
    for row in of.sites.iter().filter_map(|row| row.site.not_ranked) {
        *reasons.entry(why_unranked(row)).or_default() += 1;
    }
    let reasons: Vec<String> = reasons.iter().map(|(why, n)| format!("{n} {why}")).collect();
    let mut said = vec![format!(
        "{} of all bodies in one order by the common policy. An index has fixed scales; only coverage and \
         room near by look at other sites, those of its own body. So sites of different bodies compare.",
        capital(&counted(ranked.len(), "candidate"))
    )];
    let first = ranked.len().min(FIRST);
    let mut by: BTreeMap<&str, usize> = BTreeMap::new();
    for row in &ranked[..first] {
        *by.entry(&row.body).or_default() += 1;
    }
    let by: Vec<String> = by.iter().map(|(body, n)| format!("{body} {n}")).collect();
    if by.len() > 1 {
        said.push(format!("Of the first {}: {}.", number(first), and_list(&by)));
    }
    if others > 0 {
        said.push(format!("Not ranked: {} ({}).", count(others, "site"), reasons.join(", ")));
    }
    let has_own = of.sites.iter().any(|row| row.has_own);
    let is_public = of.edition == Edition::Public;
    let row = |row: &&GroupSiteRow| {
        let site = &row.site;
        let mut cells = vec![
            rank(row.rank),
            format!("{} ({})", name_of(&site.name, &site.site_id), site.site_id),
            row.body.clone(),
            index(site.need_index),
            range(&index(site.need_low), &index(site.need_high)),
            rank(site.rank),
        ];
        if has_own {
            cells.push(match (row.has_own, row.rank_by_own) {
                (false, _) => String::new(),
                (true, None) => "not ranked".to_owned(),
                (true, own) => rank(own),
            });
        }
        if !is_public {
            let gates: Vec<String> = site.gates.iter().map(|own| gate(*own)).collect();
            cells.push(capital(&gates.join("; ")));
            let verdict = site.verdict;
            cells.push(verdict.leads.map_or_else(String::new, |kind| {
                let kind = capital(kind.name());
                match verdict.advice {
                    crate::edition::Advice::Decided => format!("{kind} (decided)"),
                    crate::edition::Advice::Open => format!("{kind} (facts missing)"),
                    _ => kind,
                }
            }));
        }
        cells
    };
    let mut header = heads(&["Rank", "Site", "Body", "Need index", "Range", "Rank in body"]);
    if has_own {
        header.extend(heads(&["By own policy, if any"]));
    }
    if !is_public {
        header.extend(heads(&["Restrictions", "Option"]));
    }
    TextBlock {
        header,
        rows: ranked.iter().take(most).map(row).collect(),
        numbers: vec![0, 3, 4, 5],
        chart: Some(GROUP_RANKING_CHART.to_owned()),
        more: more_than(ranked.len(), most, "site"),
        ..TextBlock::new("Ranking of all bodies", said)
    }
}

fn own_policies(of: &GroupView, most: usize) -> Option<TextBlock> {
    if !of.sites.iter().any(|row| row.has_own) {
        return None;
    }
    let differs = |row: &&GroupSiteRow| {
        let places = row.places_by_own().map(i64::unsigned_abs);
        row.has_own
            && (row.site.rank.is_some() != row.rank_by_own.is_some()
                || places.is_some_and(|places| places >= u64::from(of.rank_differs)))
    };
    let rows: Vec<&GroupSiteRow> = of.sites.iter().filter(differs).collect();
    let said = format!(
        "{} by at least {} between the common policy and their body\u{2019}s own, or are ranked by one of them only.",
        match rows.len() {
            0 => "No sites differ".to_owned(),
            1 => "One site differs".to_owned(),
            many => format!("{} sites differ", capital(&number(many))),
        },
        counted(usize::try_from(of.rank_differs).unwrap_or(usize::MAX), "place")
    );
    let row = |row: &&GroupSiteRow| {
        let or_none =
            |place: Option<u32>| place.map_or_else(|| "not ranked".to_owned(), |r| r.to_string());
        vec![
            site(&row.site.name, &row.site.site_id, &row.body),
            rank(row.rank),
            or_none(row.site.rank),
            or_none(row.rank_by_own),
            index(row.site.need_index),
            index(row.index_by_own),
        ]
    };
    let header = heads(&[
        "Site",
        "Rank of all",
        "In its body, common policy",
        "In its body, own policy",
        "Need index, common",
        "Need index, own",
    ]);
    Some(TextBlock {
        header: if rows.is_empty() { Vec::new() } else { header },
        rows: rows.iter().take(most).map(row).collect(),
        numbers: vec![1, 2, 3, 4, 5],
        more: more_than(rows.len(), most, "site"),
        ..TextBlock::new("Where policies differ", vec![said])
    })
}

pub(super) fn method(of: &GroupView) -> TextBlock {
    let mut said = vec![
        format!(
            "Ranking, totals and benchmarks are by the common policy ({}). Which sites a body would leave, and whether \
             space may be shared, is by its own policy where it has one: a move fits only where both allow it, and the shorter of their distances holds.",
            of.policy
        ),
        "Moves are checked by straight lines, security, what teams may share, leases and dates. They are a list for talks: \
         whether a host agrees, and what it charges, is not known."
            .to_owned(),
        format!(
            "Two records are of one place if they have the same UPRN, or, where one has none, positions within {} m; a partner is a \
             body of this report if it has its name at such a position, or the same site name and postcode.",
            of.same_place.normalize()
        ),
        "Agreements of different bodies are joined only where they share an id and one names the other body (or both name the \
         same parties, or the same start and legal basis), or where they are about one building between the same parties: \
         an id alone proves nothing."
            .to_owned(),
    ];
    if of.edition == Edition::Public {
        said = vec![
            "This edition is made from the public editions of the bodies and from nothing else: secure sites, prices, leases, \
             recommended options, space offered and agreements are not shown."
                .to_owned(),
            "Need indices are in steps. Sites on the same step are in the order of their bodies\u{2019} own published ranks."
                .to_owned(),
        ];
    }
    TextBlock::new("How this report is made", said)
}
