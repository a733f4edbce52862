//! The zones of Fenshire with their people, and how long the way from each to the counters and bases takes.

use std::io;

use crate::{
    fenshire_sites::TOWNS,
    text::{Rng, Table, bad, cells, number, tenths},
};

/// Town, zones, residents of a zone, least and greatest decile of deprivation.
const IN_TOWNS: &str = "\
Eldermere|14|15500|1|10
Marchford|6|13000|1|6
Wickenholt|3|11500|1|5
Quaybeck|2|9500|2|6
Ousebridge|5|13500|3|9
Harrowdyke|3|11000|2|8
Turvesey|2|9500|4|8
Gantsey|2|10000|2|6
Sedgeholme|4|12500|3|9
Reedmarch|2|9000|2|6
Coldlode|3|11000|4|9
Osierby|4|13000|5|10
Lodewell|3|12000|5|10
Brackensea|2|8500|3|7";

/// Parts of a town, the first zone's first.
const PARTS: [&str; 14] = [
    "Town",
    "North",
    "South",
    "East",
    "West",
    "Riverside",
    "Castle",
    "Abbey",
    "Station",
    "Market",
    "Mill Road",
    "Kingsway",
    "Arbour",
    "Fen End",
];

/// Village, easting, northing, district, residents.
const VILLAGES: &str = "\
Stowbeck|534100|264800|West Fen|6900
Great Tilney|536600|273300|West Fen|7400
Hadleigh Drove|546300|262200|East Fen|6200
Swaffen|549800|271600|East Fen|7900
Little Carr|545600|279800|East Fen|5800
Benwick Lode|536300|291900|West Fen|6100
Upwell Staithe|547900|302300|North Fen|6600
Thorney Gote|531600|307300|North Fen|5400
Ramsgate Mere|531900|280900|West Fen|7200
Wimble St Mary|537900|254800|South Fen|8100
Bassing|532300|250400|South Fen|7600
Linton Holt|552600|256300|South Fen|8800
Mepal Hythe|543300|286900|East Fen|5900
Tydd Marsh|541500|314300|North Fen|4700
Whittle Gravel|534300|299200|West Fen|5200
Burwell Bank|558300|269800|East Fen|9100";

/// The river from north to south, which few bridges cross, in metres east.
const RIVER: i64 = 539_000;
/// Farther than this nobody measured, in metres.
const FARTHEST: i64 = 45_000;

struct Placed {
    name: String,
    district: &'static str,
    easting: i64,
    northing: i64,
    people: i64,
    decile: i64,
}

/// Makes the tables `demand` and `travel` that go with the sites of a year.
///
/// # Errors
/// If the built-in tables do not fit each other.
pub fn zones(year: i64, sites: &Table) -> io::Result<[Table; 2]> {
    let mut placed = in_towns()?;
    placed.extend(villages()?);
    placed.sort_by(|a, b| (a.district, &a.name).cmp(&(b.district, &b.name)));
    let mut demand = Table::new(
        "demand",
        "zone_id,name,district,easting,northing,population,incidents,visits,deprivation",
    );
    let mut travel = Table::new("travel", "zone_id,site_id,minutes,mode,time_of_day");
    let sites = sites.cells(&["site_id", "use", "public_counter", "easting", "northing"])?;
    for (row, zone) in (1..).zip(&placed) {
        let id = format!("FZ{row:03}");
        let mut rng = Rng::new(9, year, row);
        // The county grows by seven in a thousand a year.
        let people = zone.people * (1000 - 7 * (2020 - year)) / 1000;
        let poor = 10 - zone.decile;
        let calls = people * (75 + poor * rng.between(9, 15)) / 1000;
        let fewer = 100 + 10 * (2020 - year);
        let visits = people * (20 + poor * rng.between(3, 5)) * fewer / 100_000;
        let own = [zone.easting, zone.northing, people, calls, visits, zone.decile];
        let numbers = own.map(|number| number.to_string());
        let words = [id.clone(), zone.name.clone(), zone.district.to_owned()];
        demand.push(words.into_iter().chain(numbers).collect());
        for (number, site) in (1..).zip(&sites) {
            let [site_id, site_use, counter, easting, northing] = site.as_slice() else {
                return Err(bad("a site without position"));
            };
            let is_base = *site_use == "response_base";
            if *counter != "yes" && *site_use != "front_counter" && !is_base {
                continue;
            }
            let metres = |text: &str| text.parse().map_err(|_| bad("a site without position"));
            let (easting, northing): (i64, i64) = (metres(easting)?, metres(northing)?);
            let (east, north) = (easting - zone.easting, northing - zone.northing);
            let straight = (east * east + north * north).isqrt();
            if straight > FARTHEST {
                continue;
            }
            // As in every year, since roads stay.
            let mut rng = Rng::new(10, 0, row * 1000 + number);
            let across = (easting < RIVER) != (zone.easting < RIVER) && straight > 3000;
            let road =
                straight * rng.between(122, 140) / 100 * if across { 118 } else { 100 } / 100;
            let speed = if straight < 6000 { 44 } else { 56 };
            // Tenths of a minute: metres × 600 ÷ 1000 ÷ km/h, and two and a half to set out and to park.
            let tenths_by_car = 25 + road * 600 / (speed * 1000);
            let mut push = |tenth: i64, mode: &str| {
                travel.push_text(&[&id, site_id, &tenths(tenth), mode, "daytime"]);
            };
            push(tenths_by_car, "car");
            if is_base {
                push(tenths_by_car * 72 / 100, "blue_light");
            }
        }
    }
    Ok([demand, travel])
}

fn in_towns() -> io::Result<Vec<Placed>> {
    let mut placed = Vec::new();
    for (at, line) in (1..).zip(IN_TOWNS.lines()) {
        let line = cells(line);
        let whole = |cell: usize| Ok::<_, io::Error>(number(line.get(cell))?.unwrap_or_default());
        let Some(town) = line.first() else { return Err(bad("a zone without town")) };
        let Some(&(_, _, easting, northing, district)) = TOWNS.iter().find(|t| t.0 == *town) else {
            return Err(bad("a zone in an unknown town"));
        };
        let (count, people, least, most) = (whole(1)?, whole(2)?, whole(3)?, whole(4)?);
        let reach = if count > 3 { 2200 } else { 1400 };
        for (row, part) in (1..=count).zip(PARTS) {
            let mut rng = Rng::new(9, 0, at * 100 + row);
            placed.push(Placed {
                name: format!("{town} {part}"),
                district,
                easting: easting + rng.between(-reach, reach),
                northing: northing + rng.between(-reach, reach),
                people: people * rng.between(72, 130) / 100,
                decile: rng.between(least, most),
            });
        }
    }
    Ok(placed)
}

fn villages() -> io::Result<Vec<Placed>> {
    let mut placed = Vec::new();
    for (at, line) in (1..).zip(VILLAGES.lines()) {
        let &[name, easting, northing, district, people] = cells(line).as_slice() else {
            return Err(bad("a village with cells too few"));
        };
        let whole = |text: &'static str| {
            number(Some(&text))?.ok_or_else(|| bad("a village without a number"))
        };
        let mut rng = Rng::new(9, 0, 5000 + at);
        placed.push(Placed {
            name: name.to_owned(),
            district,
            easting: whole(easting)?,
            northing: whole(northing)?,
            people: whole(people)? * rng.between(80, 125) / 100,
            decile: rng.between(3, 8),
        });
    }
    Ok(placed)
}
