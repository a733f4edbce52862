//! The sheet on which a board finds weights by swings: points given beside the worst and the best reading of each
//! criterion, and the weights that they make. `terrier policy --swing` reads it back.

use rust_xlsxwriter::{
    ConditionalFormatFormula, DataValidation, DataValidationRule, Formula, Worksheet, XlsxError,
};

use super::{
    LINE_HEIGHT, Styles,
    looks::{self, Records},
    set_lines,
    weights::{WeightCell, Weights},
    wrapped_lines, writable,
};
use crate::{
    model::{Score, SwingSheet, Weight, ratio_term},
    wording::{LONGLIST, capital},
};

/// Name of the sheet.
pub(super) const SWINGS: &str = SwingSheet::NAME;
/// What the read-me says of it.
pub(super) const WORDS: &str = "a sheet for the board to find the weights by swing weighting; fill it in, and read it back with \
    terrier policy --swing";
/// Widths of the columns in characters.
const WIDTHS: [u16; 8] = [13, 25, 32, 32, 10, 10, 11, 22];
/// What stands above the cells of who, when and why, after what the ranking is for.
const NOTES: [&str; 3] = [
    "For each score, look at the swing of each criterion from its worst reading to its best. Give 100 points to the \
     swing that matters most, and 0 to 100 to every other beside it: one that matters half as much has 50. A score that \
     you leave empty keeps the weights of the policy.",
    "Weight = 100 × points ÷ points of the score. Where readings cover less than the whole scale from 0 to 100, points count \
     as points × 100 ÷ levels of the swing.",
    "Fill in the shaded cells and save the workbook. terrier policy --swing BOOK.xlsx --out weights.toml makes a policy file \
     of it, and terrier report DIR --policy weights.toml uses it.",
];
/// What stands for a weight until every criterion of its score has points.
const NONE: &str = "–";
/// The column of the weights.
const WEIGHT: u16 = 6;
/// Lines of the cell for why the weights were given: it is as wide as one column.
const LINES_OF_WHY: u32 = 6;

/// Writes the sheet.
pub(super) fn fill(
    sheet: &mut Worksheet,
    weights: &Weights<'_>,
    styles: &Styles,
) -> Result<(), XlsxError> {
    let last = column(SwingSheet::ENTRY);
    for (width, at) in WIDTHS.iter().zip(0..) {
        sheet.set_column_width(at, *width)?;
    }
    sheet.write_string_with_format(0, 0, SWINGS, &styles.title)?;
    sheet.set_row_height(0, LINE_HEIGHT * 1.6)?;
    let mut row = 0;
    let across: usize = WIDTHS.iter().map(|width| usize::from(*width)).sum();
    for note in std::iter::once(LONGLIST).chain(NOTES) {
        for line in looks::broken(note, across) {
            row += 1;
            sheet.write_string(row, 0, line)?;
        }
    }
    let formats = [&styles.input_text, &styles.input_day, &styles.input_text];
    for (label, format) in SwingSheet::TOLD.iter().zip(formats) {
        row += 1;
        sheet.write_string_with_format(row, 0, *label, &styles.label)?;
        sheet.write_blank(row, 1, format)?;
    }
    set_lines(sheet, row, LINES_OF_WHY)?;
    row += 1;
    let top = row;
    for (heading, at) in SwingSheet::HEADINGS.iter().zip(0..) {
        sheet.write_string_with_format(row, at, *heading, &styles.header)?;
    }
    set_lines(sheet, row, 2)?;
    sheet.set_repeat_rows(row, row)?;
    for (score, criteria) in weights.scores.iter().filter(|(_, criteria)| !criteria.is_empty()) {
        row = score_rows(sheet, row + 1, (*score, criteria), styles)?;
    }
    let headings = SwingSheet::HEADINGS.map(ToOwned::to_owned);
    looks::mark(sheet, (SWINGS, Records::AsTheyStand), (top, row), &headings, styles)?;
    sheet.set_print_area(0, 0, row, last)?;
    Ok(())
}

/// Writes the criteria of a score from a row on, and the sum of their weights; returns the row of the sum.
fn score_rows(
    sheet: &mut Worksheet,
    first: u32,
    (score, criteria): (Score, &[WeightCell<'_>]),
    styles: &Styles,
) -> Result<u32, XlsxError> {
    let label = capital(score.word());
    let sum = first + u32::try_from(criteria.len()).unwrap_or(0);
    let of = |letter: char| format!("{letter}{}:{letter}{sum}", first + 1);
    let (levels, points, made) = (of('E'), of('F'), of('G'));
    for (WeightCell { criterion, .. }, row) in criteria.iter().zip(first..) {
        let swing = &criterion.swing;
        // Of a scale without any swing, points stay as they are.
        let span = if swing.levels == 0 { Weight::FULL.units() } else { swing.levels };
        let texts = [
            (0, label.as_str()),
            (1, criterion.criterion.label()),
            (column(SwingSheet::WORST), &swing.worst),
            (column(SwingSheet::BEST), &swing.best),
            (column(SwingSheet::ENTRY), criterion.criterion.word()),
        ];
        for (at, text) in texts {
            sheet.write_string_with_format(row, at, writable(text), &styles.text)?;
        }
        let width = usize::from(WIDTHS[SwingSheet::WORST]);
        let lines = [&swing.worst, &swing.best].map(|words| wrapped_lines(words, width));
        set_lines(sheet, row, lines.into_iter().max().unwrap_or(1))?;
        let span = ratio_term(span.into()) / ratio_term(Weight::UNIT.into());
        sheet.write_number_with_format(row, 4, span, &styles.plain)?;
        let at = column(SwingSheet::POINTS);
        sheet.write_blank(row, at, &styles.input)?;
        sheet.add_data_validation(row, at, row, at, &from_0_to_100()?)?;
        let own = row + 1;
        let formula = Formula::new(format!(
            "=IF(OR(COUNT({points})<{},SUM({points})=0),\"{NONE}\",ROUND(100*(F{own}*100/E{own})/SUMPRODUCT({points}*100/{levels}),4))",
            criteria.len(),
        ));
        sheet.write_formula_with_format(row, WEIGHT, formula.set_result(NONE), &styles.plain)?;
    }
    sheet.write_string_with_format(sum, 0, &label, &styles.total_label)?;
    sheet.write_string_with_format(sum, 1, "Sum, which must be 100", &styles.total_label)?;
    let keeps = "No points: the weights of the policy stay.";
    let state = Formula::new(format!(
        "=IF(COUNTA({points})=0,\"{keeps}\",IF(COUNT({points})<{},\"Give every criterion points as a number.\",\
         IF(MAX({points})<>100,\"Give 100 points to the swing that matters most.\",\"\")))",
        criteria.len(),
    ));
    sheet.write_formula_with_format(sum, 2, state.set_result(keeps), &styles.total_label)?;
    for at in 3..WEIGHT {
        sheet.write_blank(sum, at, &styles.total_label)?;
    }
    // Each weight is rounded for itself here; read back, they add to 100 to the last digit.
    let added = Formula::new(format!("=IF(COUNT({made})=0,\"{NONE}\",ROUND(SUM({made}),3))"));
    sheet.write_formula_with_format(sum, WEIGHT, added.set_result(NONE), &styles.total_plain)?;
    let own = format!("$G${}", sum + 1);
    let alarm = ConditionalFormatFormula::new()
        .set_rule(format!("=AND(ISNUMBER({own}),{own}<>100)").as_str())
        .set_format(super::alarm());
    sheet.add_conditional_format(sum, WEIGHT, sum, WEIGHT, &alarm)?;
    Ok(sum)
}

/// What points may be.
fn from_0_to_100() -> Result<DataValidation, XlsxError> {
    DataValidation::new()
        .allow_decimal_number(DataValidationRule::Between(0.0, 100.0))
        .set_error_title("Points")?
        .set_error_message("Points are a number from 0 to 100.")
}

fn column(at: usize) -> u16 {
    u16::try_from(at).unwrap_or(u16::MAX)
}
