//! What each edition may show: results cut, rounded and put in order, ready to be drawn and written.
//!
//! Two functions make a [`View`], [`restricted`] and [`public`]. Everything downstream (`draw`,
//! `report`) sees the view only, so that a figure the public may not see cannot slip out by a new
//! chart or a new column. Numbers stay exact here; how they are printed is left to the writers.

mod view;

pub use view::{
    ContributionRow, CostLine, Edition, FigureRow, FindingRow, MeasureRow, SiteRow, SourceRow,
    Totals, View,
};
