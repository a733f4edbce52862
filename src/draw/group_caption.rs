//! The caption that the pictures of several bodies share.

use super::frame::Caption;
use crate::{
    edition::GroupView,
    wording::{and_list_up_to, count_bodies, long_date, one_line},
};

/// Bodies that a caption names; the rest are counted.
const NAMED: usize = 4;

/// Returns the caption of a chart of several bodies.
pub(super) fn caption(view: &GroupView, mut about: Vec<String>) -> Caption {
    let left_out = view.bodies.iter().filter(|body| !body.left_out.is_empty());
    let left_out: Vec<String> = left_out.map(|body| one_line(&body.body)).collect();
    if !left_out.is_empty() {
        let names = and_list_up_to(&left_out, NAMED);
        about.push(format!("Left out, as the data could not be used: {names}."));
    }
    let mut days: Vec<_> = view.read().filter_map(|body| body.as_of).collect();
    days.sort_unstable();
    days.dedup();
    let days = match days.as_slice() {
        [] => String::new(),
        [only] => format!(" as at {}", long_date(*only)),
        [first, .., last] => format!(" as at {} to {}", long_date(*first), long_date(*last)),
    };
    let bodies = count_bodies(view.read().count());
    Caption {
        about,
        source: format!("Source: {}, property data of {bodies}{days}.", one_line(&view.name)),
        note: view.note.clone(),
        edition: view.edition,
    }
}
