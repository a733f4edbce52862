//! Rows of a file that are no records by their shape: headings, footnotes, totals, units.

use super::source::{Row, Source};
use crate::{load::shape, model::Findings};

/// Why a row that adds others up is left out.
const TOTAL: &str = "a total of other rows, not a record";
/// Why a row with one filled cell is left out.
const HEADING: &str = "one filled cell, a heading or a footnote";
/// Why a row of units is left out.
const UNITS: &str = "units of the columns, not a record";

impl Source {
    /// Leaves out the rows that are no records by their shape: headings, footnotes, totals, units.
    pub fn drop_no_records(&mut self, findings: &mut Findings) {
        let filled = |cells: &[String]| cells.iter().filter(|c| !c.trim().is_empty()).count();
        if filled(&self.header) < shape::FEWEST_COLUMNS {
            return;
        }
        let lone = self.rows.iter().filter(|row| filled(&row.cells) == 1).count();
        let are_records = lone * 2 > self.rows.len();
        let mostly: Vec<bool> = (0..self.header.len())
            .map(|at| {
                let known = self.rows.iter().filter(|row| !row.cells[at].trim().is_empty()).count();
                known * 10 > self.rows.len() * 8
            })
            .collect();
        let first = self.rows.first().map(|row| row.row);
        let reason = |row: &Row| {
            let lacks = || {
                let cells = row.cells.iter().zip(&mostly);
                cells.into_iter().any(|(cell, mostly)| *mostly && cell.trim().is_empty())
            };
            let words = row.cells.iter().map(String::as_str).filter(|c| !c.trim().is_empty());
            let one = words.clone().next().unwrap_or_default();
            match () {
                () if words.clone().any(shape::is_total) && (lacks() || shape::is_total(one)) => {
                    Some(TOTAL)
                }
                () if Some(row.row) == first && shape::is_units(words.clone()) => Some(UNITS),
                () if !are_records && words.clone().nth(1).is_none() && shape::is_heading(one) => {
                    Some(HEADING)
                }
                () => None,
            }
        };
        let judged: Vec<Option<&str>> = self.rows.iter().map(reason).collect();
        let mut kept = Vec::with_capacity(self.rows.len());
        for (row, why) in std::mem::take(&mut self.rows).into_iter().zip(&judged) {
            match why {
                Some(why) => self.dropped.push((row, (*why).to_owned())),
                None => kept.push(row),
            }
        }
        self.rows = kept;
        for why in [TOTAL, HEADING, UNITS] {
            let count = judged.iter().filter(|own| **own == Some(why)).count();
            if count > 0 {
                self.tell_dropped(count, why, None, findings);
            }
        }
    }
}
