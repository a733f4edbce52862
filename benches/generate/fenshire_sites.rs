//! The sites of Fenshire as text tables, and the `sites` table of each year made from them.

use std::io;

use crate::text::{Rng, Table, bad, cells, number, tenths};

/// Header of `sites`.
const HEADER: &str = "site_id,name,use,address,postcode,uprn,easting,northing,district,tenure,\
status,status_on,gia_m2,nia_m2,office_nia_m2,occupied_m2,site_area_ha,workstations,condition,\
backlog_high,backlog_significant,backlog_moderate,backlog_low,functional_suitability,epc_rating,\
epc_valid_until,dec_rating,book_value,existing_use_value,market_value,alternative_use_value,\
valued_on,rateable_value,must_keep,separate_entrance,secure,public_counter,listed,\
acv_listed_until,acv_notice_on,erv_per_m2";

/// Town, postcode district, easting, northing and district; none of it exists.
pub const TOWNS: &[(&str, &str, i64, i64, &str)] = &[
    ("Eldermere", "FN1", 541_200, 268_400, "Eldermere City"),
    ("Marchford", "FN2", 541_800, 297_100, "North Fen"),
    ("Wickenholt", "FN3", 545_900, 309_200, "North Fen"),
    ("Ousebridge", "FN4", 527_300, 271_500, "West Fen"),
    ("Sedgeholme", "FN5", 553_100, 281_400, "East Fen"),
    ("Harrowdyke", "FN6", 529_400, 291_800, "West Fen"),
    ("Turvesey", "FN7", 536_200, 284_600, "West Fen"),
    ("Reedmarch", "FN8", 550_400, 294_700, "East Fen"),
    ("Osierby", "FN9", 531_800, 258_300, "South Fen"),
    ("Lodewell", "FN10", 546_300, 251_900, "South Fen"),
    ("Gantsey", "FN11", 525_600, 301_700, "West Fen"),
    ("Coldlode", "FN12", 555_200, 262_800, "East Fen"),
    ("Quaybeck", "FN13", 537_600, 307_900, "North Fen"),
    ("Brackensea", "FN14", 534_500, 246_200, "South Fen"),
];

/// Number, name, use, town, street, tenure, first and last snapshot.
const PLACES: &str = "\
1|Police Headquarters|office|Eldermere|Fen Causeway|freehold|2018|2020
2|Eldermere Custody Centre|custody|Eldermere|Causeway Park|freehold|2018|2020
3|Parkside Police Station|response_base|Eldermere|Parkside|freehold|2018|2020
4|Mill Street Police Station|front_counter|Eldermere|42 Mill Street|freehold|2018|2020
5|Marchford Police Station|response_base|Marchford|1 Station Road|freehold|2018|2020
6|Marchford Custody Suite|custody|Marchford|3 Station Road|freehold|2018|2020
7|Wickenholt Police Station|front_counter|Wickenholt|18 Lynn Road|freehold|2018|2020
8|Ousebridge Police Station|front_counter|Ousebridge|5 Bridge Approach|leasehold|2018|2020
9|Sedgeholme Police Station|front_counter|Sedgeholme|27 Market Place|freehold|2018|2020
10|Harrowdyke Police Station|front_counter|Harrowdyke|60 High Street|freehold|2018|2020
11|Turvesey Police Station|front_counter|Turvesey|9 Church Walk|freehold|2018|2020
12|Reedmarch Police Station|front_counter|Reedmarch|14 Bank Road|freehold|2018|2020
13|Osierby Police Station|front_counter|Osierby|33 London Road|freehold|2018|2020
14|Lodewell Police Station|front_counter|Lodewell|2 Quern Court|leasehold|2018|2020
15|Gantsey Police Station|front_counter|Gantsey|71 Drove Road|freehold|2018|2020
16|Coldlode Contact Point (council office)|front_counter|Coldlode|Council Offices|licence|2018|2020
17|Quaybeck Police Station|front_counter|Quaybeck|8 Harbour Lane|freehold|2018|2020
18|Harrowdyke Police House|residential|Harrowdyke|62 High Street|freehold|2018|2018
19|Land at Fen End|land|Gantsey|Fen End|freehold|2018|2018
20|Fleet Workshop|workshop|Eldermere|Unit 4 Tern Way|leasehold|2018|2020
21|Central Property Store|stores|Eldermere|Unit 11 Tern Way|leasehold|2018|2020
22|Osierby Store|stores|Osierby|Chapel Yard|freehold|2018|2020
23|Training Centre|training|Lodewell|Old Airfield|long_leasehold|2018|2020
24|Dog Section|other|Sedgeholme|Mere Drove|freehold|2018|2020
25|Roads Policing Base|response_base|Marchford|Unit 2 Bypass Park|leasehold|2018|2020
26|Gantsey Radio Mast|mast|Gantsey|Hundred Drove|freehold|2018|2020
27|Coldlode Radio Mast|mast|Coldlode|Mill Hill|leasehold|2018|2020
28|Osierby Police House|residential|Osierby|35 London Road|freehold|2018|2020
29|Land at Turvesey Road|land|Turvesey|Turvesey Road|freehold|2018|2020
30|Castle House|office|Eldermere|Castle Hill|leasehold|2018|2020
31|Northgate Office|office|Marchford|88 Northgate|leasehold|2018|2020
32|Brackensea Police Station|front_counter|Brackensea|6 Sluice Road|freehold|2018|2020
33|Lodewell Police House|residential|Lodewell|19 Quern Lane|freehold|2018|2020
34|Turvesey Town Office|office|Turvesey|22 High Street|leasehold|2018|2019
35|Gantsey Contact Point (library)|front_counter|Gantsey|Gantsey Library|licence|2018|2019
36|Market Row Office|office|Eldermere|7 Market Row|leasehold|2018|2019
37|Coldlode Police Station|front_counter|Coldlode|12 Chequer Street|freehold|2018|2019
38|Sedgeholme Police House|residential|Sedgeholme|29 Market Place|freehold|2018|2019
39|Quaybeck Garage|workshop|Quaybeck|10 Harbour Lane|freehold|2018|2019
40|Old Courthouse Annexe|office|Marchford|1 Sessions Lane|freehold|2018|2019
41|Reedmarch Contact Point (library)|front_counter|Reedmarch|Reedmarch Library|licence|2018|2018
42|Station Road Office|office|Eldermere|140 Station Road|leasehold|2018|2018
43|Wickenholt Store|stores|Wickenholt|Unit 6 Quay Road|leasehold|2018|2018
44|Brackensea Contact Point (fire station)|front_counter|Brackensea|Fire Station|licence|2019|2020
45|Coldlode Neighbourhood Office|office|Coldlode|First Floor Council Offices|leasehold|2020|2020";

/// Number; m² of GIA, NIA, office NIA; occupied per thousand of NIA; hectares in thousandths;
/// desks; condition; backlog high, significant, moderate, low in £k; suitability, EPC, DEC.
const SIZES: &str = "\
1|11800|9320|6900|610|4120|620|B|85|310|640|220|B|C|D
2|3900|3140|420|850|980|40|A|0|35|90|40|A|B|C
3|4620|3655|2100|880|610|190|B|40|180|275|95|B|D|D
4|2940|2265|1500|690|240|120|C|190|420|310|80|C|E|E
5|2780|2190|1050|800|720|92|B|25|130|160|60|B|C|D
6|1850|1490|190|820|-|18|B|0|60|75|-|A|C|C
7|1410|1085|560|540|390|44|C|60|145|120|35|C|D|E
8|1520|1190|720|560|310|52|B|-|55|70|20|B|C|D
9|1240|960|520|620|330|40|C|45|110|95|-|B|D|-
10|1080|830|430|470|360|34|C|95|160|85|30|C|E|E
11|865|655|340|380|290|26|D|120|150|60|25|C|F|-
12|935|705|280|310|420|22|D|140|185|70|15|D|F|F
13|1475|1130|610|640|450|38|B|20|80|110|40|B|C|D
14|905|725|380|680|-|34|B|0|25|40|15|A|C|-
15|1020|780|390|520|380|30|C|70|125|90|20|C|E|E
16|32|30|24|900|-|4|A|-|-|-|-|A|-|C
17|940|715|300|350|410|24|C|80|-|75|25|D|E|-
18|118|104|-|0|62|-|C|-|12|8|5|-|E|-
19|-|-|-|-|1450|-|-|-|-|-|-|-|-|-
20|2150|1935|110|860|540|8|B|0|70|85|30|B|D|-
21|1760|1640|60|910|420|6|B|0|40|55|-|B|D|-
22|640|600|15|420|180|2|C|30|55|40|10|C|-|-
23|4210|3380|620|520|6300|64|B|30|220|340|110|B|D|D
24|520|405|140|760|1880|12|B|-|35|30|10|B|D|-
25|1180|980|360|790|650|30|A|0|20|35|15|A|B|-
26|24|-|-|-|90|-|B|0|8|6|-|-|-|-
27|18|-|-|-|60|-|B|-|-|5|-|-|-|-
28|124|108|-|0|58|-|C|0|14|9|4|C|E|-
29|-|-|-|-|2260|-|-|-|-|-|-|-|-|-
30|2360|1980|1450|930|120|176|A|0|30|60|25|A|B|C
31|690|590|480|520|-|38|C|-|45|50|15|C|D|-
32|880|660|300|260|370|24|D|110|170|65|20|D|F|-
33|112|98|-|0|55|-|C|-|16|7|-|-|F|-
34|355|300|240|560|-|18|B|-|-|20|10|B|D|-
35|26|24|20|850|-|3|A|-|-|-|-|A|-|-
36|980|810|620|700|-|64|B|0|35|45|15|B|C|D
37|1010|770|340|-|390|28|D|130|160|80|20|D|F|-
38|120|105|-|1000|60|-|C|-|10|6|4|C|-|-
39|410|380|20|450|150|2|C|20|45|25|-|C|-|-
40|1160|860|510|480|160|34|D|160|210|110|-|D|G|-
41|22|20|16|800|-|2|A|-|-|-|-|B|-|-
42|660|545|400|580|-|36|B|0|20|35|10|B|C|-
43|720|690|20|640|-|2|C|-|25|20|-|C|-|-
44|28|26|22|900|-|3|A|-|-|-|-|A|-|-
45|124|106|85|880|-|10|A|0|0|6|2|A|B|-";

/// Number; existing-use, market and alternative-use value and rateable value in £k; separate
/// entrance, secure, public counter, listed.
const WORTH: &str = "\
1|8250|-|-|640|yes|-|no|no
2|4350|-|-|255|yes|yes|no|no
3|3900|4150|-|285|yes|no|yes|no
4|2750|3400|4200|176|yes|no|yes|no
5|2450|2300|-|158|yes|no|yes|no
6|2150|-|-|104|no|yes|no|no
7|1180|1250|-|74|no|no|yes|no
8|-|-|-|82|yes|no|yes|no
9|1020|1150|-|66|no|no|yes|yes
10|860|905|-|54|no|no|yes|no
11|640|-|720|41|yes|no|yes|yes
12|520|610|-|38|no|no|yes|no
13|1240|1180|-|79|-|no|yes|no
14|-|-|-|52|yes|no|yes|no
15|730|760|850|45|no|no|yes|no
16|-|-|-|-|no|no|yes|-
17|560|640|-|37|yes|no|no|no
18|172|198|-|-|yes|no|no|no
19|85|120|-|-|-|no|no|no
20|-|-|-|96|yes|-|no|no
21|-|-|-|88|yes|yes|no|no
22|310|365|-|27|yes|yes|no|no
23|3300|2900|-|142|yes|no|no|no
24|610|-|-|24|yes|no|no|no
25|-|-|-|72|yes|no|no|no
26|45|-|-|6|yes|yes|no|no
27|-|-|-|5|yes|-|no|no
28|195|225|-|-|yes|no|no|no
29|240|265|980|-|-|no|no|no
30|-|-|-|168|no|no|no|yes
31|-|-|-|43|yes|no|no|no
32|590|655|-|40|yes|no|no|no
33|180|210|-|-|yes|no|no|no
34|-|-|-|19|no|no|no|no
35|-|-|-|-|no|no|yes|-
36|-|-|-|61|-|no|no|no
37|780|820|-|44|yes|no|no|no
38|190|215|-|-|yes|no|no|no
39|150|-|-|12|yes|no|no|no
40|900|840|1150|49|no|no|no|yes
41|-|-|-|-|no|no|yes|-
42|-|-|-|42|no|no|no|no
43|-|-|-|31|yes|-|no|no
44|-|-|-|-|no|no|yes|-
45|-|-|-|9|-|no|yes|-";

/// Number, snapshot, status and its day, where a site is not operational.
const STATUSES: &[(i64, i64, &str, &str)] = &[
    (9, 0, "", ""),
    (24, 0, "", ""),
    (17, 2020, "vacant", "2019-10-04"),
    (28, 2019, "vacant", "2018-06-29"),
    (28, 2020, "vacant", "2018-06-29"),
    (15, 2020, "for_sale", "2020-01-20"),
    (29, 2020, "for_sale", "2019-12-02"),
    (22, 2020, "sold", "2019-11-22"),
    (32, 2019, "for_sale", "2018-09-03"),
    (32, 2020, "sold", "2019-03-15"),
    (33, 2019, "vacant", "2018-11-30"),
    (33, 2020, "sold", "2020-02-07"),
    (37, 2018, "vacant", "2017-09-01"),
    (37, 2019, "sold", "2018-10-12"),
    (38, 2019, "sold", "2018-07-27"),
    (39, 2019, "sold", "2018-12-14"),
    (40, 2018, "for_sale", "2018-01-15"),
    (40, 2019, "sold", "2019-01-31"),
    (18, 2018, "sold", "2017-08-18"),
    (19, 2018, "sold", "2018-02-23"),
];

/// Number and reason of the sites that must be kept.
const MUST_KEEP: &[(i64, &str)] = &[
    (1, "Force control room and data centre"),
    (2, "Designated custody centre"),
    (3, "24-hour response base for the city"),
    (6, "Designated custody centre"),
    (26, "Emergency services radio coverage"),
    (27, "Emergency services radio coverage"),
];

/// Number of a site and of the one next door, which shares its postcode.
const NEXT_DOOR: &[(i64, i64)] =
    &[(6, 5), (18, 10), (21, 20), (28, 13), (38, 9), (39, 17), (45, 16)];

/// Site and what its space would let for, £ a year per m²; of the other sites nobody knows.
const ERV_PER_M2: &[(i64, i64)] =
    &[(1, 128), (3, 118), (4, 132), (5, 104), (7, 82), (9, 88), (13, 96), (40, 98)];

/// Writes a site's number as its id.
pub fn id(number: i64) -> String {
    format!("FEN-{number:03}")
}

/// A site that stands in a snapshot, as the other tables need it.
#[derive(Debug)]
pub struct Listed {
    /// The number in its id.
    pub number: i64,
    /// Use, as the column has it.
    pub site_use: &'static str,
    /// Tenure, as the column has it.
    pub tenure: &'static str,
    /// Desks, if known.
    pub desks: Option<i64>,
    /// Whether it was sold in the snapshot's year.
    pub sold: bool,
}

/// Makes the `sites` table of a year, and the list of the sites in it.
///
/// # Errors
/// If the built-in tables do not fit each other.
pub fn sites(year: i64) -> io::Result<(Table, Vec<Listed>)> {
    let mut table = Table::new("sites", HEADER);
    let mut listed = Vec::new();
    for ((place, size), worth) in PLACES.lines().zip(SIZES.lines()).zip(WORTH.lines()) {
        let (place, size, worth) = (cells(place), cells(size), cells(worth));
        if place.first() != size.first() || place.first() != worth.first() {
            return Err(bad("the tables of sites are not in the same order"));
        }
        let (Some(first), Some(last)) = (number(place.get(6))?, number(place.get(7))?) else {
            return Err(bad("a site without years"));
        };
        if (first..=last).contains(&year) {
            let (row, found) = site(year, &place, &size, &worth)?;
            table.push(row);
            listed.push(found);
        }
    }
    Ok((table, listed))
}

/// Makes a postcode of a town's district.
pub fn postcode(outward: &str, rng: &mut Rng) -> String {
    let letters = ["AB", "DE", "FG", "HJ", "LN", "PQ", "RS", "TU", "WX", "YZ"];
    format!("{outward} {}{}", rng.between(1, 9), rng.pick(&letters))
}

/// Makes one row of `sites`.
fn site(
    year: i64,
    place: &[&'static str],
    size: &[&'static str],
    worth: &[&'static str],
) -> io::Result<(Vec<String>, Listed)> {
    let &[number_text, name, site_use, town, street, tenure, ..] = place else {
        return Err(bad("a site with too few cells"));
    };
    let Some(no) = number(Some(&number_text))? else {
        return Err(bad("a site without number"));
    };
    let Some(&(_, outward, easting, northing, district)) =
        TOWNS.iter().find(|known| known.0 == town)
    else {
        return Err(bad("a site in an unknown town"));
    };
    let next_door = NEXT_DOOR.iter().find(|known| known.0 == no);
    let (seed, apart) = next_door.map_or((no, 0), |known| (known.1, 17));
    let mut rng = Rng::new(1, 0, seed);
    let spread = if site_use == "mast" { 3_500 } else { 1_300 };
    let (east, north) = (rng.between(-spread, spread), rng.between(-spread, spread));
    let postcode = postcode(outward, &mut rng);
    let (status, status_on) = STATUSES
        .iter()
        .find(|known| known.0 == no && (known.1 == year || known.1 == 0))
        .map_or(("operational", ""), |known| (known.2, known.3));
    let keep = MUST_KEEP.iter().find(|known| known.0 == no).map_or("", |known| known.1);

    let mut row = vec![id(no), name.into(), site_use.into()];
    row.push(format!("{street}, {town}"));
    row.push(postcode);
    let has_uprn = !matches!(site_use, "land" | "mast") && no != 22;
    row.push(if has_uprn { format!("9990{:08}", 10_007 * no + 311) } else { String::new() });
    row.push((easting + east + apart).to_string());
    row.push((northing + north - apart).to_string());
    row.extend([district, tenure, status, status_on].map(String::from));
    row.extend(areas(year, size)?);
    row.extend(backlog(year, size)?);
    row.extend(ratings(no, size, &mut rng));
    row.extend(values(year, no, worth)?);
    row.push(keep.into());
    row.extend(worth.iter().skip(5).map(ToString::to_string));
    let listed_as_asset = no == 17 && year == 2020;
    row.push(if listed_as_asset { "2024-06-30".into() } else { String::new() });
    row.push(String::new());
    let erv = ERV_PER_M2.iter().find(|known| known.0 == no);
    row.push(erv.map_or_else(String::new, |known| known.1.to_string()));
    let desks = number(size.get(6))?;
    Ok((row, Listed { number: no, site_use, tenure, desks, sold: status == "sold" }))
}

/// Makes the cells from `gia_m2` to `workstations`; less is occupied every year.
fn areas(year: i64, size: &[&'static str]) -> io::Result<Vec<String>> {
    let text = |at: usize| size.get(at).copied().unwrap_or_default().to_owned();
    let occupied = match (number(size.get(2))?, number(size.get(4))?) {
        (Some(nia), Some(share)) => {
            let share = if share == 0 { 0 } else { (share + (2020 - year) * 12).min(1_000) };
            tenths(nia * share / 100)
        }
        _ => String::new(),
    };
    let hectares = match number(size.get(5))? {
        Some(ha) => format!("{}.{:03}", ha / 1_000, ha % 1_000),
        None => String::new(),
    };
    Ok(vec![text(1), text(2), text(3), occupied, hectares, text(6)])
}

/// Makes `condition` and the four backlog cells, which grow by 4 % a year.
fn backlog(year: i64, size: &[&'static str]) -> io::Result<Vec<String>> {
    let mut row = vec![size.get(7).copied().unwrap_or_default().to_owned()];
    for at in 8..12 {
        let pounds = number(size.get(at))?.map(|k| k * 10 * (100 - (2020 - year) * 4) / 500 * 500);
        row.push(pounds.map_or_else(String::new, |pounds| pounds.to_string()));
    }
    Ok(row)
}

/// Makes the cells from `functional_suitability` to `dec_rating`.
fn ratings(no: i64, size: &[&'static str], rng: &mut Rng) -> Vec<String> {
    let text = |at: usize| size.get(at).copied().unwrap_or_default().to_owned();
    let until = if text(13).is_empty() || no % 7 == 3 {
        String::new()
    } else {
        format!("20{}-{:02}-{:02}", rng.between(21, 28), rng.between(1, 12), rng.between(1, 28))
    };
    vec![text(12), text(13), until, text(14)]
}

/// Makes the cells from `book_value` to `rateable_value`, as last valued before the year.
fn values(year: i64, no: i64, worth: &[&'static str]) -> io::Result<Vec<String>> {
    let valued = if no % 3 == 0 { year - 1 - (year + no / 3) % 2 } else { year - 1 };
    let at_the_time = |k: i64| k * (1_000 + (valued - 2019) * 12) / 500 * 500;
    let mut row = Vec::new();
    let existing = number(worth.get(1))?;
    let book = existing.filter(|_| no % 5 != 4).map(|k| (k * 940 / 5 - (year - 2018) * 900) * 5);
    for pounds in [
        book,
        existing.map(at_the_time),
        number(worth.get(2))?.map(at_the_time),
        number(worth.get(3))?.map(at_the_time),
    ] {
        row.push(pounds.map_or_else(String::new, |pounds| pounds.to_string()));
    }
    row.push(if existing.is_some() { format!("{valued}-03-31") } else { String::new() });
    row.push(number(worth.get(4))?.map_or_else(String::new, |k| (k * 1_000 - 500).to_string()));
    Ok(row)
}
