//! Partners' sites round Fenshire, and the points of the postcodes that sites and partners have.

use std::io;

use terrier::place::Grid;

use crate::{
    fenshire_sites::{TOWNS, postcode},
    text::{Rng, Table, bad, cells, number},
};

/// The year in which the two tables were begun.
pub const BEGUN: i64 = 2020;

/// Header of `partners`.
const HEADER: &str = "partner_id,organisation,kind,name,address,postcode,easting,northing,latitude,\
longitude,offers_m2,wants_m2,from,until,secure,rent_per_m2,charge_per_m2";

/// Number, organisation, kind, name, street, town, latitude, longitude, m² offered, m² wanted, from,
/// until, secure,
/// rent it would pay, charge it asks. Where there are degrees the partner gave those and no metres.
const PARTNERS: &str = "\
1|Fenshire Fire Authority|fire|Eldermere Fire Station|12 Station Road|Eldermere|-|-|180|-|2020-04-01|-|no|-|135
2|Fenshire Fire Authority|fire|Marchford Fire Station|40 Fen Road|Marchford|-|-|-|120|2020-09-01|-|no|92|-
3|Fenshire Ambulance Service|ambulance|Marchford Ambulance Station|7 Station Road|Marchford|-|-|-|150|-|-|no|105|-
4|Fenshire County Council|council|Shire Hall|Castle Hill|Eldermere|-|-|640|-|2020-04-01|2025-03-31|no|-|-
5|Coldlode District Council|council|Coldlode Depot|Drove Yard|Coldlode|-|-|75|-|-|-|no|-|150
6|Sedgeholme Academy Trust|school|Sedgeholme Village College|Mere Lane|Sedgeholme|-|-|-|90|2020-09-01|2023-08-31|no|60|-
7|Fenland Health Trust|health|Osierby Health Centre|21 London Road|Osierby|52.2040|-0.0712|-|210|-|-|-|112.50|-
8|Department of Works|government|Quaybeck Customs House|1 Harbour Lane|Quaybeck|-|-|260|-|-|2021-12-31|yes|-|-
9|Fenshire Fire Authority|fire|Harrowdyke Fire Station|3 Bridge Street|Harrowdyke|-|-|240|-|2020-04-01|-|no|-|130";

/// Corners of the county in metres of the British National Grid, clockwise from the south-west: invented, and of no
/// real area.
const OUTLINE: &[(i32, i32)] = &[
    (528_600, 243_100),
    (527_700, 250_600),
    (524_400, 255_900),
    (525_900, 261_700),
    (522_600, 265_300),
    (519_900, 271_000),
    (521_300, 278_200),
    (524_700, 283_800),
    (522_100, 289_400),
    (522_800, 296_100),
    (519_200, 300_700),
    (521_400, 306_300),
    (526_900, 308_800),
    (531_800, 309_900),
    (535_000, 313_400),
    (539_300, 312_200),
    (541_700, 315_900),
    (545_200, 313_100),
    (549_100, 314_600),
    (552_300, 309_800),
    (551_600, 304_000),
    (554_900, 301_200),
    (557_200, 295_400),
    (555_800, 289_600),
    (559_000, 285_700),
    (559_600, 278_900),
    (557_100, 273_500),
    (560_200, 268_800),
    (561_700, 262_900),
    (559_300, 257_200),
    (554_100, 254_800),
    (552_400, 249_300),
    (547_800, 245_900),
    (541_200, 244_400),
    (537_400, 241_600),
    (532_000, 240_900),
];

/// Makes `boundaries.geojson`, in degrees as RFC 7946 has it.
///
/// # Errors
/// If a corner lies off the grid.
pub fn outline() -> io::Result<String> {
    // RFC 7946 has the outer ring run against the clock.
    let ring = OUTLINE.iter().rev().chain(OUTLINE.last());
    let corner = |&(easting, northing): &(i32, i32)| {
        let grid = Grid { easting: f64::from(easting), northing: f64::from(northing) };
        let at = grid.to_wgs84().ok_or_else(|| bad("a corner off the grid"))?;
        Ok(format!("[{:.5}, {:.5}]", at.x(), at.y()))
    };
    let ring = ring.map(corner).collect::<io::Result<Vec<_>>>()?;
    Ok(format!(
        "{{\"type\": \"FeatureCollection\", \"features\": [\n\
         {{\"type\": \"Feature\", \"properties\": {{\"name\": \"Fenshire (invented)\"}},\n\
         \"geometry\": {{\"type\": \"Polygon\", \"coordinates\": [[\n{}\n]]}}}}\n]}}\n",
        ring.join(",\n")
    ))
}

/// Makes the tables `partners` and `postcodes` that go with the sites of a year.
///
/// The point of a postcode lies some hundred metres from the first site or partner that has it.
///
/// # Errors
/// If the built-in tables do not fit each other.
pub fn places(sites: &Table) -> io::Result<[Table; 2]> {
    let mut partners = Table::new("partners", HEADER);
    let mut points: Vec<(String, i64, i64)> = Vec::new();
    for row in sites.cells(&["postcode", "easting", "northing"])? {
        let [code, easting, northing] = row.as_slice() else {
            return Err(bad("a site without postcode"));
        };
        let metres = |text: &str| text.parse().map_err(|_| bad("a site without position"));
        points.push(((*code).to_owned(), metres(easting)?, metres(northing)?));
    }
    for line in PARTNERS.lines() {
        let &[
            no,
            organisation,
            kind,
            name,
            street,
            town,
            lat,
            lon,
            offers,
            wants,
            from,
            until,
            secure,
            rent,
            charge,
        ] = cells(line).as_slice()
        else {
            return Err(bad("a partner with cells too few"));
        };
        let Some(no) = number(Some(&no))? else { return Err(bad("a partner without number")) };
        let Some(&(_, outward, easting, northing, _)) = TOWNS.iter().find(|known| known.0 == town)
        else {
            return Err(bad("a partner in an unknown town"));
        };
        let mut rng = Rng::new(7, 0, no);
        let (easting, northing) =
            (easting + rng.between(-900, 900), northing + rng.between(-900, 900));
        let code = postcode(outward, &mut rng);
        let (id, address) = (format!("P-{no:02}"), format!("{street}, {town}"));
        let metres = |metres: i64| if lat.is_empty() { metres.to_string() } else { String::new() };
        let (east, north) = (metres(easting), metres(northing));
        partners.push_text(&[
            &id,
            organisation,
            kind,
            name,
            &address,
            &code,
            &east,
            &north,
            lat,
            lon,
            offers,
            wants,
            from,
            until,
            secure,
            rent,
            charge,
        ]);
        points.push((code, easting, northing));
    }
    points.sort();
    points.dedup_by(|later, first| later.0 == first.0);
    let mut postcodes = Table::new("postcodes", "postcode,easting,northing");
    for (row, (code, easting, northing)) in (1..).zip(points) {
        let mut rng = Rng::new(8, 0, row);
        let mut near = |metres: i64| (metres + rng.between(-300, 300)).to_string();
        postcodes.push(vec![code, near(easting), near(northing)]);
    }
    Ok([partners, postcodes])
}
