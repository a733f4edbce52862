//! The weights as cells that a reader may change, each with a name that the formulas of the live ranking use.

use rust_xlsxwriter::{
    ConditionalFormatCell, ConditionalFormatCellRule, ConditionalFormatFormula, DataValidation,
    DataValidationRule, Formula, Workbook, Worksheet, XlsxError,
};

use super::{
    LINE_HEIGHT, Styles,
    looks::{self, Records},
    set_lines, wrapped_lines, writable,
};
use crate::{
    edition::{CriterionRow, View, Weighing},
    model::{self, Score, decimals, ratio_term},
    wording::{capital, weights_found},
};

/// Name of the sheet.
pub(super) const WEIGHTS: &str = "Weights";
/// Sites above which there is no live ranking: each of its ranks looks at every other site.
pub(super) const MOST_SITES: usize = 1_000;
/// Names of the cells of the index.
pub(super) const SHARES: [&str; 2] = ["share_utilisation", "share_disposal"];
/// Name of the cell with the known share that a ranked site has at least.
pub(super) const LEAST_KNOWN: &str = "least_known_share";
/// The columns and their widths in characters.
const COLUMNS: [(&str, u16); 6] = [
    ("Score", 14),
    ("Criterion", 28),
    ("Weight", 10),
    ("Policy", 10),
    ("Scale (reading→level)", 44),
    ("Source", 44),
];
/// The column of the weights, and that of the policy's.
const WEIGHT: u16 = 2;
const POLICY: u16 = 3;
/// What stands above the headings, a row each, before how the weights were found.
const NOTES: [&str; 3] = [
    "Change a shaded cell: the Live ranking sheet ranks again, and nothing else in this workbook changes.",
    "A score uses only the criteria known at a site, in proportion to their weights. A total that is not 100 turns red.",
    "The column beside it has the policy's weight, to go back to. To keep other weights, lay them over the \
     policy and run the report again with --policy.",
];

/// A criterion and the name of its weight's cell.
pub(super) struct WeightCell<'a> {
    pub criterion: &'a CriterionRow,
    pub name: String,
}

/// The weights of a view that can be ranked anew.
pub(super) struct Weights<'a> {
    /// By score, in the order of [`Score::ALL`].
    pub scores: Vec<(Score, Vec<WeightCell<'a>>)>,
    pub weighing: Weighing,
    /// How they were found, in lines that the sheet is wide enough for.
    found: Vec<String>,
}

impl<'a> Weights<'a> {
    /// Returns the weights; `None` in an edition without levels, and where there is nothing to rank.
    pub(super) fn of(view: &'a View) -> Option<Self> {
        let weighing = view.weighing?;
        let some = |score: Score| view.criteria.iter().any(|c| c.score == score);
        let is = some(Score::Utilisation) && some(Score::Disposal);
        if !is || view.sites.is_empty() || view.sites.len() > MOST_SITES {
            return None;
        }
        // A criterion is named by what it reads, so that no two weights have one name.
        let name = |of: &CriterionRow| format!("weight_{}", of.criterion.word());
        let of_score = |score: &Score| {
            let criteria = view.criteria.iter().filter(|c| c.score == *score);
            (*score, criteria.map(|c| WeightCell { criterion: c, name: name(c) }).collect())
        };
        let across: u16 = COLUMNS.iter().map(|(_, width)| width).sum();
        let found = looks::broken(&weights_found(&view.weightings), usize::from(across));
        Some(Self { scores: Score::ALL.iter().map(of_score).collect(), weighing, found })
    }

    /// Returns the row of the headings: below the name of the sheet and what is said of it.
    fn headings(&self) -> u32 {
        u32::try_from(1 + NOTES.len() + self.found.len()).unwrap_or(u32::MAX)
    }

    /// Returns every cell that has a name, with its row.
    fn places(&self) -> Vec<(&str, u32)> {
        let mut row = self.headings();
        let mut places = Vec::new();
        for (_, weights) in self.scores.iter().filter(|(_, weights)| !weights.is_empty()) {
            for weight in weights {
                row += 1;
                places.push((weight.name.as_str(), row));
            }
            // The row of the sum.
            row += 1;
        }
        for name in SHARES {
            row += 1;
            places.push((name, row));
        }
        // Behind the row of the sum.
        places.push((LEAST_KNOWN, row + 2));
        places
    }

    /// Names the cells.
    pub(super) fn define(&self, book: &mut Workbook) -> Result<(), XlsxError> {
        for (name, row) in self.places() {
            book.define_name(name, &format!("={WEIGHTS}!$C${}", row + 1))?;
        }
        Ok(())
    }

    /// Writes the sheet.
    pub(super) fn fill(&self, sheet: &mut Worksheet, styles: &Styles) -> Result<(), XlsxError> {
        sheet.write_string_with_format(0, 0, WEIGHTS, &styles.title)?;
        sheet.set_row_height(0, LINE_HEIGHT * 1.6)?;
        let notes = NOTES.into_iter().chain(self.found.iter().map(String::as_str));
        for (note, row) in notes.zip(1..) {
            sheet.write_string(row, 0, writable(note))?;
        }
        let top = self.headings();
        for ((heading, width), at) in COLUMNS.iter().zip(0..) {
            sheet.write_string_with_format(top, at, *heading, &styles.header)?;
            sheet.set_column_width(at, *width)?;
        }
        set_lines(sheet, top, 2)?;
        let mut row = top;
        for (score, weights) in &self.scores {
            if weights.is_empty() {
                continue;
            }
            let first = row + 1;
            let label = capital(score.word());
            for WeightCell { criterion, .. } in weights {
                row += 1;
                sheet.write_string_with_format(row, 0, &label, &styles.text)?;
                let criterion_label = criterion.criterion.label();
                sheet.write_string_with_format(row, 1, criterion_label, &styles.text)?;
                input(sheet, row, criterion.weight.ratio(), any()?, styles)?;
                let words = [&criterion.scale, &criterion.source];
                for (words, at) in words.into_iter().zip(POLICY + 1..) {
                    sheet.write_string_with_format(row, at, writable(words), &styles.text)?;
                }
                let width = usize::from(COLUMNS[4].1);
                let lines = words.iter().map(|w| wrapped_lines(w, width)).max().unwrap_or(1);
                set_lines(sheet, row, lines)?;
            }
            let total: model::Weight = weights.iter().map(|w| w.criterion.weight).sum();
            sum(sheet, (first, row), (&label, &total.to_string()), styles)?;
            row += 1;
        }
        let (used, disposal) = self.weighing.shares;
        let first = row + 1;
        let halves = [("100 less the utilisation score", used), ("disposal score", disposal)];
        for (label, share) in halves {
            row += 1;
            sheet.write_string_with_format(row, 0, "Need index", &styles.text)?;
            sheet.write_string_with_format(row, 1, capital(label), &styles.text)?;
            input(sheet, row, ratio_term(share), whole()?, styles)?;
        }
        sum(sheet, (first, row), ("Need index", &(used + disposal).to_string()), styles)?;
        row += 2;
        let least = decimals(self.weighing.least_known, 10_000, 4);
        sheet.write_string_with_format(row, 0, "Ranked sites", &styles.text)?;
        sheet.write_string_with_format(row, 1, "Least share known", &styles.text)?;
        let least = least.parse().unwrap_or(0.0);
        sheet.write_number_with_format(row, WEIGHT, least, &styles.share)?;
        let changed = ConditionalFormatFormula::new()
            .set_rule(format!("=C{}<>D{0}", top + 2).as_str())
            .set_format(rust_xlsxwriter::Format::new().set_bold().set_italic());
        sheet.add_conditional_format(top + 1, WEIGHT, row - 2, WEIGHT, &changed)?;
        let headings = COLUMNS.map(|(heading, _)| heading.to_owned());
        looks::mark(sheet, (WEIGHTS, Records::AsTheyStand), (top, row), &headings, styles)?;
        sheet.set_freeze_panes(top + 1, 0)?.set_repeat_rows(top, top)?;
        sheet.set_print_area(0, 0, row, POLICY + 2)?;
        Ok(())
    }
}

/// Writes a weight that may be changed, and the policy's beside it.
fn input(
    sheet: &mut Worksheet,
    row: u32,
    number: f64,
    check: DataValidation,
    styles: &Styles,
) -> Result<(), XlsxError> {
    sheet.write_number_with_format(row, WEIGHT, number, &styles.input)?;
    sheet.write_number_with_format(row, POLICY, number, &styles.plain)?;
    sheet.add_data_validation(row, WEIGHT, row, WEIGHT, &check.set_error_title("Weight")?)?;
    Ok(())
}

/// What a weight may be.
fn any() -> Result<DataValidation, XlsxError> {
    DataValidation::new()
        .allow_decimal_number(DataValidationRule::Between(0.0, 100.0))
        .set_error_message("A weight is a number from 0 to 100.")
}

/// What a share of the index may be.
fn whole() -> Result<DataValidation, XlsxError> {
    DataValidation::new()
        .allow_whole_number(DataValidationRule::Between(0, 100))
        .set_error_message("A share is a whole number from 0 to 100.")
}

/// Writes the sum below some weights; it turns red when it is not 100.
fn sum(
    sheet: &mut Worksheet,
    (first, last): (u32, u32),
    (label, result): (&str, &str),
    styles: &Styles,
) -> Result<(), XlsxError> {
    let row = last + 1;
    sheet.write_string_with_format(row, 0, label, &styles.total_label)?;
    sheet.write_string_with_format(row, 1, "Sum, which must be 100", &styles.total_label)?;
    for column in ["C", "D"] {
        let formula =
            Formula::new(format!("=ROUND(SUM({column}{}:{column}{}),4)", first + 1, last + 1));
        let at = if column == "C" { WEIGHT } else { POLICY };
        let formula = formula.set_result(result);
        sheet.write_formula_with_format(row, at, formula, &styles.total_plain)?;
    }
    let alarm = ConditionalFormatCell::new()
        .set_rule(ConditionalFormatCellRule::NotEqualTo(100))
        .set_format(super::alarm());
    sheet.add_conditional_format(row, WEIGHT, row, WEIGHT, &alarm)?;
    Ok(())
}
