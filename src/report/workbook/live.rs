//! The ranking as formulas: levels in, by the weights of the sheet of weights, scores, index and rank out.
//!
//! The arithmetic is that of the program, step by step: a contribution is rounded once to four decimals, halves
//! away from zero, with the same hair added before; all else are sums of whole units. So the results that the
//! program writes beside the formulas are those that any spreadsheet works out.

use std::collections::BTreeMap;

use rust_xlsxwriter::{
    Format, Formula, Workbook, Worksheet, XlsxError, utility::column_number_to_name,
};

use super::{
    LINE_HEIGHT, Styles,
    live_columns::{Column, READ, WORKINGS},
    looks::{self, Records},
    weights::{LEAST_KNOWN, SHARES, Weights},
    writable,
};
use crate::{
    edition::{ContributionRow, NotRanked, SiteRow, View},
    model::{Measure, Points, Score, decimals},
};

/// Name of the sheet.
pub(super) const LIVE: &str = "Live ranking";
/// Row of the headings; the sites stand below it.
const HEADINGS: u32 = 4;
/// Row with the weight of each column of levels.
const WEIGHT_ROW: u32 = 3;
/// Added to ten-thousandths before they are rounded, as the program does (`Points::rounded`).
const HAIR: &str = "0.00000001";
/// Reasons for no rank that weights do not change.
const FIXED: [NotRanked; 3] = [NotRanked::Sold, NotRanked::ForSale, NotRanked::MustKeep];
/// What a column of levels holds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Level,
    Points,
    Low,
    High,
}

/// A run of columns, one a criterion of a score.
struct Block {
    kind: Kind,
    score: Score,
    first: u16,
    last: u16,
}

/// The sheet before it is written.
struct Live<'a> {
    weights: &'a Weights<'a>,
    blocks: Vec<Block>,
    last_row: u32,
    levels: BTreeMap<(&'a str, Score, Measure), &'a ContributionRow>,
}

/// Names the columns that ranks are counted in.
pub(super) fn define(book: &mut Workbook, sites: usize) -> Result<(), XlsxError> {
    let last = HEADINGS + 1 + u32::try_from(sites).unwrap_or_default();
    let names = [
        ("live_index", Column::Index),
        ("live_known_share", Column::Share),
        ("live_order", Column::Order),
        ("live_ranked", Column::Ranked),
    ];
    for (name, column) in names {
        let letters = column_number_to_name(column as u16);
        let range = format!("='{LIVE}'!${letters}${}:${letters}${last}", HEADINGS + 2);
        book.define_name(name, &range)?;
    }
    Ok(())
}

/// Writes the sheet.
pub(super) fn fill(
    sheet: &mut Worksheet,
    view: &View,
    weights: &Weights<'_>,
    styles: &Styles,
) -> Result<(), XlsxError> {
    let sites = u32::try_from(view.sites.len()).unwrap_or(u32::MAX);
    let live = Live {
        weights,
        blocks: blocks(weights),
        last_row: HEADINGS + sites,
        levels: view
            .contributions
            .iter()
            .map(|row| ((row.site_id.as_str(), row.score, row.criterion), row))
            .collect(),
    };
    // What is not known is empty text, which would else be shown as zero until it is worked out.
    sheet.set_formula_result_default("");
    live.head(sheet, styles)?;
    let mut by_id: Vec<&str> = view.sites.iter().map(|s| s.site_id.as_str()).collect();
    by_id.sort_unstable();
    let order: BTreeMap<&str, u32> = by_id.into_iter().zip(1..).collect();
    for (site, row) in view.sites.iter().zip(HEADINGS + 1..) {
        let number = order.get(site.site_id.as_str()).copied().unwrap_or_default();
        live.site(sheet, row, (site, number), styles)?;
    }
    sheet.set_freeze_panes(HEADINGS + 1, 3)?.set_repeat_rows(WEIGHT_ROW, HEADINGS)?;
    sheet.set_print_area(0, 0, live.last_row, Column::Order as u16 - 1)?;
    let bars = looks::bars();
    let index = Column::Index as u16;
    sheet.add_conditional_format(HEADINGS + 1, index, live.last_row, index, &bars)?;
    let moved = looks::not_nought();
    let places = Column::Policy as u16 + 1;
    sheet.add_conditional_format(HEADINGS + 1, places, live.last_row, places, &moved)?;
    Ok(())
}

/// Returns the runs of columns in order; bounds are needed of the scores that make the index alone.
fn blocks(weights: &Weights<'_>) -> Vec<Block> {
    let mut at = Column::DisposalHigh as u16 + 1;
    let mut blocks = Vec::new();
    for kind in [Kind::Level, Kind::Points, Kind::Low, Kind::High] {
        for (score, of) in &weights.scores {
            let bound = matches!(kind, Kind::Low | Kind::High);
            let width = u16::try_from(of.len()).unwrap_or_default();
            if width > 0 && !(bound && *score == Score::Subletting) {
                blocks.push(Block { kind, score: *score, first: at, last: at + width - 1 });
                at += width;
            }
        }
    }
    blocks
}

impl Live<'_> {
    /// Writes what stands above the sites, and makes headings and sites a table.
    fn head(&self, sheet: &mut Worksheet, styles: &Styles) -> Result<(), XlsxError> {
        sheet.write_string_with_format(0, 0, LIVE, &styles.title)?;
        sheet.set_row_height(0, LINE_HEIGHT * 1.6)?;
        let note = "Ranked by the Weights sheet; the rest of this workbook uses the policy weights. Lines are in \
                    policy order: sort by Rank after a change.";
        sheet.write_string(1, 0, note)?;
        let top = HEADINGS + 2;
        let bottom = self.last_row + 1;
        let (rank, policy) = (name(Column::Rank as u16), name(Column::Policy as u16));
        let differ =
            format!("SUMPRODUCT(--({rank}{top}:{rank}{bottom}<>{policy}{top}:{policy}{bottom}))");
        let formula = format!(
            "=IF({differ}=0,\"Every site has the rank it has under the policy.\",\
             {differ}&\" sites have a different rank from the policy.\")"
        );
        let words = "Every site has the rank it has under the policy.";
        sheet.write_formula(2, 0, Formula::new(formula).set_result(words))?;
        for ((heading, width), at) in READ.iter().zip(0..) {
            sheet.write_string_with_format(HEADINGS, at, *heading, &styles.header)?;
            sheet.set_column_width(at, *width)?;
        }
        let from = Column::Order as u16;
        sheet.write_string_with_format(2, from, "Workings", &styles.label)?;
        for (heading, at) in WORKINGS.iter().zip(from..) {
            sheet.write_string_with_format(HEADINGS, at, *heading, &styles.header)?;
            sheet.set_column_width(at, 13)?;
        }
        sheet.set_row_height(HEADINGS, LINE_HEIGHT * 4.0)?;
        let read = READ.iter().map(|(heading, _)| *heading);
        let mut headings: Vec<String> = read.chain(WORKINGS).map(ToOwned::to_owned).collect();
        for block in &self.blocks {
            let (what, each) = match block.kind {
                Kind::Level => ("Levels, 0 to 100", "level"),
                Kind::Points => ("Points", "points"),
                Kind::Low => ("Lowest levels", "lowest"),
                Kind::High => ("Highest levels", "highest"),
            };
            let what = format!("{what}: {}", block.score.word());
            sheet.write_string_with_format(2, block.first, &what, &styles.label)?;
            for (weight, at) in self.of(block.score).iter().zip(block.first..) {
                let label = format!("{}: {each}", weight.criterion.criterion.label());
                sheet.write_string_with_format(HEADINGS, at, &label, &styles.header)?;
                headings.push(label);
                sheet.set_column_width(at, 13)?;
                if block.kind != Kind::Points {
                    let formula = Formula::new(format!("={}", weight.name))
                        .set_result(weight.criterion.weight.to_string());
                    sheet.write_formula_with_format(WEIGHT_ROW, at, formula, &styles.plain)?;
                }
            }
        }
        let lines = (HEADINGS, self.last_row);
        looks::mark(sheet, (LIVE, Records::Sortable), lines, &headings, styles)
    }

    /// Returns the criteria of a score.
    fn of(&self, score: Score) -> &[super::weights::WeightCell<'_>] {
        self.weights.scores.iter().find(|(s, _)| *s == score).map_or(&[], |(_, of)| of)
    }

    /// Returns the cells of a block in a row, the columns held: `$AD6:$AG6`.
    fn cells(&self, kind: Kind, score: Score, row: &str) -> Option<String> {
        let block = self.blocks.iter().find(|b| b.kind == kind && b.score == score)?;
        Some(format!("${}{row}:${}{row}", name(block.first), name(block.last)))
    }

    fn site(
        &self,
        sheet: &mut Worksheet,
        row: u32,
        (site, order): (&SiteRow, u32),
        styles: &Styles,
    ) -> Result<(), XlsxError> {
        let at = |column: Column| format!("${}{}", name(column as u16), row + 1);
        for (words, column) in [(&site.site_id, 1), (&site.name, 2)] {
            sheet.write_string_with_format(row, column, writable(words), &styles.text)?;
        }
        if let Some(rank) = site.rank {
            sheet.write_number_with_format(row, Column::Policy as u16, rank, &styles.whole)?;
        }
        sheet.write_number_with_format(row, Column::Order as u16, order, &styles.whole)?;
        let fixed = site.not_ranked.filter(|why| FIXED.contains(why));
        if let Some(code) = fixed {
            sheet.write_string_with_format(row, Column::Fixed as u16, code.word(), &styles.text)?;
        }
        let sums = self.sums(&site.site_id, self.weights.weighing.shares);
        let mut put = |column: u16, formula: String, result: String, style: &Format| {
            let formula = Formula::new(formula).set_result(result);
            sheet.write_formula_with_format(row, column, formula, style).map(|_| ())
        };
        for (column, formula, result) in self.workings(row, &at, &sums) {
            put(column as u16, formula, result, &styles.whole)?;
        }
        let ranked = if site.rank.is_some() { "1" } else { "0" };
        let is = format!(
            "=IF(AND({}=\"\",{}<>\"\",{}*10000>=ROUND({LEAST_KNOWN}*10000,0)*{}),1,0)",
            at(Column::Fixed),
            at(Column::Index),
            at(Column::Parts),
            at(Column::Whole)
        );
        put(Column::Ranked as u16, is, ranked.to_owned(), &styles.whole)?;
        for (column, formula, result) in results(&at, site) {
            put(column, formula, result, &styles.tenth)?;
        }
        let scores = [
            (Score::Utilisation, Column::Used, Column::KnownUsed, site.utilisation_score),
            (Score::Subletting, Column::Sublet, Column::KnownSublet, site.subletting_score),
            (Score::Disposal, Column::Disposal, Column::KnownDisposal, site.disposal_score),
        ];
        for (score, column, known, points) in scores {
            let cells = self.cells(Kind::Points, score, &(row + 1).to_string());
            let sum = cells.map_or_else(|| "0".to_owned(), |cells| format!("SUM({cells})"));
            let formula = format!("=IF({}=0,\"\",ROUND({sum},4))", at(known));
            let result = points.map(|p| p.to_string()).unwrap_or_default();
            put(column as u16, formula, result, &styles.tenth)?;
        }
        let (share, parts, whole) = (Column::Share, at(Column::Parts), at(Column::Whole));
        let known = format!("=INT((20000*{parts}+{whole})/(2*{whole}))/10000");
        let result = site.known_share.map(|s| decimals(s, 10_000, 4)).unwrap_or_default();
        put(share as u16, known, result, &styles.share)?;
        let (index, share, is) = (at(Column::Index), at(share), at(Column::Ranked));
        let rank = format!(
            "=IF({is}=1,1+COUNTIFS(live_ranked,1,live_index,\">\"&{index})\
             +COUNTIFS(live_ranked,1,live_index,{index},live_known_share,\">\"&{share})\
             +COUNTIFS(live_ranked,1,live_index,{index},live_known_share,{share},\
             live_order,\"<\"&{}),\"\")",
            at(Column::Order)
        );
        let result = site.rank.map(|r| r.to_string()).unwrap_or_default();
        put(Column::Rank as u16, rank, result, &styles.whole)?;
        let (rank, policy) = (at(Column::Rank), at(Column::Policy));
        let up = format!("=IF(OR({rank}=\"\",{policy}=\"\"),\"\",{policy}-{rank})");
        let none = if site.rank.is_some() { "0" } else { "" };
        put(Column::Policy as u16 + 1, up, none.to_owned(), &styles.whole)?;
        let fixed = at(Column::Fixed);
        let why = format!("=IF({fixed}<>\"\",{fixed},IF({is}=1,\"\",\"too_little_known\"))");
        let result = site.not_ranked.map_or("", NotRanked::word).to_owned();
        put(Column::Order as u16 - 1, why, result, &styles.text)?;
        self.levels(sheet, row, &site.site_id, styles)
    }

    /// Writes levels as they are, and points as formulas.
    fn levels(
        &self,
        sheet: &mut Worksheet,
        row: u32,
        site: &str,
        styles: &Styles,
    ) -> Result<(), XlsxError> {
        for block in &self.blocks {
            let known = match block.score {
                Score::Utilisation => Column::KnownUsed,
                Score::Subletting => Column::KnownSublet,
                Score::Disposal => Column::KnownDisposal,
            };
            let known = format!("${}{}", name(known as u16), row + 1);
            let first =
                self.blocks.iter().find(|b| (b.kind, b.score) == (Kind::Level, block.score));
            let first = first.map_or(0, |b| b.first);
            for ((weight, at), level_at) in
                self.of(block.score).iter().zip(block.first..).zip(first..)
            {
                let found = self.levels.get(&(site, block.score, weight.criterion.criterion));
                let range = found.and_then(|row| row.level_range);
                let number = match block.kind {
                    Kind::Level => found.and_then(|row| row.level).filter(|_| range.is_some()),
                    Kind::Low => range.map(|r| r.0),
                    Kind::High => range.map(|r| r.1),
                    Kind::Points => {
                        let level = format!("${}{}", name(level_at), row + 1);
                        let formula = format!(
                            "=IF(OR({level}=\"\",{known}=0),\"\",ROUND({level}*{}/{known}*10000+{HAIR},0)/10000)",
                            weight.name
                        );
                        let result = found.and_then(|row| row.points);
                        let result = result.map(|p| p.to_string()).unwrap_or_default();
                        let formula = Formula::new(formula).set_result(result);
                        sheet.write_formula_with_format(row, at, formula, &styles.tenth)?;
                        None
                    }
                };
                if let Some(number) = number {
                    sheet.write_number_with_format(row, at, number, &styles.tenth)?;
                }
            }
        }
        Ok(())
    }

    /// Returns what lies between levels and index: column, formula, result.
    fn workings(
        &self,
        row: u32,
        at: &dyn Fn(Column) -> String,
        sums: &Sums,
    ) -> Vec<(Column, String, String)> {
        let cell = (row + 1).to_string();
        let weights = format!("${}", WEIGHT_ROW + 1);
        let weight_of = |kind, score| {
            let (levels, weights) =
                (self.cells(kind, score, &cell), self.cells(kind, score, &weights));
            let both = levels.zip(weights);
            both.map_or_else(|| "=0".to_owned(), |(l, w)| format!("=SUMPRODUCT(ISNUMBER({l})*{w})"))
        };
        let bound = |kind, score, all: Column| {
            let (levels, weights) =
                (self.cells(kind, score, &cell), self.cells(kind, score, &weights));
            let (levels, weights) = (levels.unwrap_or_default(), weights.unwrap_or_default());
            let all = at(all);
            format!(
                "=IF({all}=0,0,SUMPRODUCT(ROUND({levels}*{weights}/{all}*10000+{HAIR},0))/10000)"
            )
        };
        let points = |points: i64| Points(points).to_string();
        let (used, disposal) = (at(Column::AllUsed), at(Column::AllDisposal));
        let [share_used, share_disposal] = SHARES;
        let parts = format!(
            "={}*{}*IF({disposal}=0,1,{disposal})+{}*{}*IF({used}=0,1,{used})",
            at(Column::PartUsed),
            at(Column::KnownUsed),
            at(Column::PartDisposal),
            at(Column::KnownDisposal)
        );
        let (u, s, d) = (Score::Utilisation, Score::Subletting, Score::Disposal);
        let whole = |n: i64| n.to_string();
        let weight = |units: i64| shortest(units.into(), 4);
        vec![
            (Column::KnownUsed, weight_of(Kind::Level, u), weight(sums.known[0])),
            (Column::KnownSublet, weight_of(Kind::Level, s), weight(sums.known[1])),
            (Column::KnownDisposal, weight_of(Kind::Level, d), weight(sums.known[2])),
            (Column::AllUsed, weight_of(Kind::Low, u), weight(sums.judged[0])),
            (Column::AllDisposal, weight_of(Kind::Low, d), weight(sums.judged[2])),
            (
                Column::PartUsed,
                format!("=IF({used}=0,0,IF({disposal}=0,100,{share_used}))"),
                whole(sums.shares.0),
            ),
            (
                Column::PartDisposal,
                format!("=IF({disposal}=0,0,IF({used}=0,100,{share_disposal}))"),
                whole(sums.shares.1),
            ),
            (Column::Parts, parts, sums.parts()),
            (
                Column::Whole,
                format!("=100*IF({used}=0,1,{used})*IF({disposal}=0,1,{disposal})"),
                sums.whole(),
            ),
            (Column::UsedLow, bound(Kind::Low, u, Column::AllUsed), points(sums.low[0])),
            (Column::UsedHigh, bound(Kind::High, u, Column::AllUsed), points(sums.high[0])),
            (Column::DisposalLow, bound(Kind::Low, d, Column::AllDisposal), points(sums.low[2])),
            (Column::DisposalHigh, bound(Kind::High, d, Column::AllDisposal), points(sums.high[2])),
        ]
    }

    /// Adds up the weights and bounds of a site.
    fn sums(&self, site: &str, shares: (i64, i64)) -> Sums {
        let mut sums = Sums::default();
        for ((score, weights), at) in self.weights.scores.iter().zip(0..3) {
            for weight in weights {
                let found = self.levels.get(&(site, *score, weight.criterion.criterion));
                let Some(row) = found.filter(|row| row.level_range.is_some()) else { continue };
                sums.judged[at] += i64::from(row.weight.units());
                sums.known[at] += row.level.map_or(0, |_| i64::from(row.weight.units()));
                sums.low[at] += row.points_low.map_or(0, |p| p.0);
                sums.high[at] += row.points_high.map_or(0, |p| p.0);
            }
        }
        sums.shares = match (sums.judged[0], sums.judged[2]) {
            (0, 0) => (0, 0),
            (0, _) => (0, 100),
            (_, 0) => (100, 0),
            _ => shares,
        };
        sums
    }
}

/// Sums of a site by score, in the order of [`Score::ALL`].
#[derive(Default)]
struct Sums {
    /// Weights, in their units.
    known: [i64; 3],
    judged: [i64; 3],
    /// In ten-thousandths of a point.
    low: [i64; 3],
    high: [i64; 3],
    shares: (i64, i64),
}

impl Sums {
    /// Returns the part of the index's weight that is known, on the scale of all parts.
    fn parts(&self) -> String {
        let part = |share: i64, known: i64, other: i64| {
            i128::from(share) * i128::from(known) * i128::from(or_one(other))
        };
        let (used, disposal) = (self.judged[0], self.judged[2]);
        let parts =
            part(self.shares.0, self.known[0], disposal) + part(self.shares.1, self.known[2], used);
        shortest(parts, 8)
    }

    /// Returns that scale.
    fn whole(&self) -> String {
        let [used, disposal] = [0, 2].map(|score| i128::from(or_one(self.judged[score])));
        shortest(100 * used * disposal, 8)
    }
}

/// Stands for a weight in its units where a sheet puts 1 for none.
fn or_one(units: i64) -> i64 {
    if units == 0 { i64::from(crate::model::Weight::UNIT) } else { units }
}

/// Writes a whole number of `10⁻ᵖˡᵃᶜᵉˢ`, zero or above, with no more decimals than it has.
fn shortest(number: i128, places: u32) -> String {
    rust_decimal::Decimal::from_i128_with_scale(number, places).normalize().to_string()
}

/// Returns scores and index of a site: column, formula, result.
fn results(at: &dyn Fn(Column) -> String, site: &SiteRow) -> Vec<(u16, String, String)> {
    let shown = |text: Option<String>| text.unwrap_or_default();
    let (used, disposal) = (at(Column::Used), at(Column::Disposal));
    let (part_used, part_disposal) = (at(Column::PartUsed), at(Column::PartDisposal));
    let nothing = format!("AND({}=0,{}=0)", at(Column::AllUsed), at(Column::AllDisposal));
    let index = format!(
        "=IF(OR({nothing},AND({part_used}<>0,{used}=\"\"),AND({part_disposal}<>0,{disposal}=\"\")),\"\",\
         ROUND(({part_used}*(100-N({used}))+{part_disposal}*N({disposal}))/100,6))"
    );
    let bound = |used: Column, disposal: Column| {
        let (used, disposal) = (at(used), at(disposal));
        format!(
            "=IF({nothing},\"\",ROUND(({part_used}*(100-{used})+{part_disposal}*{disposal})/100,6))"
        )
    };
    let text = |index: Option<crate::model::Index>| shown(index.map(|i| i.to_string()));
    vec![
        (Column::Index as u16, index, text(site.need_index)),
        (4, bound(Column::UsedHigh, Column::DisposalLow), text(site.need_low)),
        (5, bound(Column::UsedLow, Column::DisposalHigh), text(site.need_high)),
    ]
}

fn name(column: u16) -> String {
    column_number_to_name(column)
}
