//! A model with some of its variables fixed: what follows from that, and the smaller model that is left.
//!
//! All in whole numbers: nothing is fixed that a plan with the same fixed variables could have otherwise.

use super::model::{LinearModel, ModelRow, RowSide};

/// What each variable is fixed at; `None` is free.
pub(super) type FixedAt = Vec<Option<bool>>;

/// A smaller model, with the places of its variables in the whole one.
#[derive(Debug)]
pub(super) struct ReducedModel {
    pub model: LinearModel,
    pub kept: Vec<usize>,
    pub fixed: FixedAt,
}

/// Fixes what follows from the variables that are fixed; `None` where a constraint cannot be kept any more.
fn propagated(model: &LinearModel, mut fixed: FixedAt) -> Option<FixedAt> {
    loop {
        let mut any = false;
        for row in &model.rows {
            if row.side != RowSide::Least {
                any |= at_most(model, row, 1, &mut fixed)?;
            }
            if row.side != RowSide::Most {
                any |= at_most(model, row, -1, &mut fixed)?;
            }
        }
        if !any {
            return Some(fixed);
        }
    }
}

/// Takes a row, turned by a sign, as a sum that is at most its bound; tells whether anything was fixed.
fn at_most(model: &LinearModel, row: &ModelRow, sign: i64, fixed: &mut FixedAt) -> Option<bool> {
    let least: i64 = row
        .terms
        .iter()
        .map(|(column, weight)| match fixed[*column] {
            Some(is) => sign * weight * i64::from(is),
            None => (sign * weight).min(0),
        })
        .sum();
    let spare = sign * row.bound - least;
    if spare < 0 {
        return None;
    }
    let mut any = false;
    for (column, weight) in &row.terms {
        let free = fixed[*column].is_none() && model.columns[*column].is_whole();
        if free && (sign * weight).abs() > spare {
            fixed[*column] = Some(sign * weight < 0);
            any = true;
        }
    }
    Some(any)
}

/// Returns the model that is left once variables are fixed; `None` where no plan has them so.
pub(super) fn reduced(model: &LinearModel, fixed: FixedAt) -> Option<ReducedModel> {
    let fixed = propagated(model, fixed)?;
    let kept: Vec<usize> = (0..fixed.len()).filter(|at| fixed[*at].is_none()).collect();
    let mut place = vec![usize::MAX; fixed.len()];
    kept.iter().enumerate().for_each(|(new, old)| place[*old] = new);
    let mut smaller = LinearModel {
        columns: kept.iter().map(|at| model.columns[*at].clone()).collect(),
        constant: model.constant,
        ..LinearModel::default()
    };
    for (column, is) in model.columns.iter().zip(&fixed) {
        smaller.constant += if *is == Some(true) { column.worth } else { 0 };
    }
    for row in &model.rows {
        let (mut terms, mut bound) = (Vec::new(), row.bound);
        for (column, weight) in &row.terms {
            match fixed[*column] {
                Some(is) => bound -= weight * i64::from(is),
                None => terms.push((place[*column], *weight)),
            }
        }
        let most: i64 = terms.iter().map(|(_, weight)| (*weight).max(0)).sum();
        let least: i64 = terms.iter().map(|(_, weight)| (*weight).min(0)).sum();
        let always = match row.side {
            RowSide::Most => most <= bound,
            RowSide::Least => least >= bound,
            RowSide::Same => terms.is_empty(),
        };
        if !always {
            smaller.rows.push(ModelRow { name: row.name.clone(), terms, side: row.side, bound });
        }
    }
    Some(ReducedModel { model: smaller, kept, fixed })
}

impl ReducedModel {
    /// Returns what is taken in the whole model, from what is taken in this one.
    pub fn whole(&self, taken: &[bool]) -> Vec<bool> {
        let mut all: Vec<bool> = self.fixed.iter().map(|is| *is == Some(true)).collect();
        self.kept.iter().zip(taken).for_each(|(at, is)| all[*at] = *is);
        all
    }
}
