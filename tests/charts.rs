//! The charts of the sample's report: its contact sheet, and the map with the outline beneath it.

use std::path::Path;

use geo::{Contains, Coord, LineString, Polygon};
use terrier::{
    edition::Edition,
    load::{self, Estate, Hashes},
};

use crate::{
    published::{Files, newest, policy},
    sample::{Sample, project},
};

fn text<'f>(files: &'f Files, name: &str) -> &'f str {
    std::str::from_utf8(&files[name]).unwrap()
}

fn loaded(folder: &Path) -> Estate {
    load::load(folder, policy(), Hashes::NotWanted).unwrap().value.unwrap()
}

#[test]
fn the_contact_sheet_shows_every_chart_and_links_to_every_file() {
    for edition in [Edition::Restricted, Edition::Public] {
        let files = newest(edition);
        let page = text(files, "charts/index.html");
        let mut pictures = 0;
        let charts = files.keys().filter_map(|name| name.strip_prefix("charts/"));
        for name in charts.filter(|name| *name != "index.html") {
            assert!(page.contains(&format!("href=\"{name}\"")), "{edition:?}: {name}");
            if name.ends_with(".svg") {
                assert!(page.contains(&format!("<img src=\"{name}\"")), "{edition:?}: {name}");
                pictures += 1;
            }
        }
        assert_eq!(page.matches("<figure").count(), pictures);
        assert_eq!(page.matches("_slide.png").count(), files.keys().filter(is_slide).count());
        assert!(page.contains(edition.marking()));
    }
}

fn is_slide(name: &&String) -> bool {
    name.ends_with("_slide.png")
}

#[test]
fn the_public_map_has_no_secure_site() {
    let estate = loaded(&project("data/fenshire/2020-03-31"));
    let (whole, public) = (newest(Edition::Restricted), newest(Edition::Public));
    let secure: Vec<_> = estate
        .sites
        .iter()
        .filter(|s| s.is_secure_in_public() && s.position.is_some())
        .filter(|s| text(whole, "charts/map.csv").contains(s.site_id.as_str()))
        .collect();
    assert!(!secure.is_empty());
    for site in secure {
        for ending in ["svg", "csv", "txt"] {
            let file = format!("charts/map.{ending}");
            assert!(!text(public, &file).contains(&site.name), "{file}: {}", site.name);
            assert!(!text(public, &file).contains(site.site_id.as_str()), "{file}");
        }
    }
}

#[test]
fn the_sites_of_the_sample_lie_within_its_outline() {
    for year in [2018, 2019, 2020] {
        let estate = loaded(&project(&format!("data/fenshire/{year}-03-31")));
        let ring: Vec<Coord> = estate.outlines[0].rings[0].iter().map(|p| p.0).collect();
        let county = Polygon::new(LineString::new(ring), Vec::new());
        let placed: Vec<_> =
            estate.sites.iter().filter_map(|s| Some((&s.site_id, s.position?))).collect();
        assert!(placed.len() > 25);
        for (id, position) in placed {
            assert!(county.contains(&position), "{year}: {id} at {position:?}");
        }
    }
}

#[test]
fn a_snapshot_without_an_outline_has_none_and_no_finding() {
    let sample = Sample::new();
    let before = load::load(&sample.folder, policy(), Hashes::NotWanted).unwrap();
    assert_eq!(before.value.unwrap().outlines.len(), 1);
    std::fs::remove_file(sample.folder.join("boundaries.geojson")).unwrap();
    let after = load::load(&sample.folder, policy(), Hashes::NotWanted).unwrap();
    assert!(after.value.unwrap().outlines.is_empty());
    assert_eq!(after.findings.iter().count(), before.findings.iter().count());
}
