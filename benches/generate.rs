//! Writes made-up estates: the sample county `Fenshire`, and synthetic estates of any size.
//!
//! `generate fenshire OUT_ROOT` writes three snapshots that show one estate evolving, with faults
//! left in on purpose. `generate synthetic N OUT_ROOT` writes one large clean snapshot for timing.
//! The same arguments always give the same bytes: there is no clock and no seed from outside.

#[path = "generate/faults.rs"]
mod faults;
#[path = "generate/fenshire.rs"]
mod fenshire;
#[path = "generate/fenshire_counters.rs"]
mod fenshire_counters;
#[path = "generate/fenshire_leases.rs"]
mod fenshire_leases;
#[path = "generate/fenshire_places.rs"]
mod fenshire_places;
#[path = "generate/fenshire_programme.rs"]
mod fenshire_programme;
#[path = "generate/fenshire_sites.rs"]
mod fenshire_sites;
#[path = "generate/fenshire_terms.rs"]
mod fenshire_terms;
#[path = "generate/fenshire_use.rs"]
mod fenshire_use;
#[path = "generate/fenshire_zones.rs"]
mod fenshire_zones;
#[path = "generate/synthetic.rs"]
mod synthetic;
#[path = "generate/text.rs"]
mod text;

use std::{
    env,
    io::{self, Error, ErrorKind},
    path::Path,
};

fn main() -> io::Result<()> {
    let args: Vec<String> = env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match args.as_slice() {
        ["fenshire", root] => fenshire::write(Path::new(root)),
        ["synthetic", count, root] => match count.parse() {
            Ok(count @ 1..=999_999) => synthetic::write(count, Path::new(root)),
            _ => Err(usage("N is a whole number from 1 to 999999")),
        },
        _ => Err(usage("generate fenshire OUT_ROOT, or generate synthetic N OUT_ROOT")),
    }
}

/// Makes the error that tells how to call the program.
fn usage(text: &str) -> Error {
    Error::new(ErrorKind::InvalidInput, text)
}
