//! Seven invented bodies, made from the sample: other towns, other places, other costs, and the same ids on purpose.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use crate::sample::project;

/// One record by column name.
type Record = BTreeMap<String, String>;

/// How a body differs from the sample.
struct Made {
    folder: &'static str,
    name: &'static str,
    organisation: &'static str,
    /// The fire authority that it knows, and the council.
    fire: &'static str,
    council: &'static str,
    /// Metres east and north.
    shift: (i64, i64),
    /// What its ledger has of the sample's, in per cent.
    costs: i64,
    snapshot: &'static str,
    /// First syllables of towns: those of the sample and its own.
    towns: &'static [(&'static str, &'static str)],
    policy: Option<&'static str>,
}

const BARSET: &[(&str, &str)] = &[
    ("Elder", "Alder"),
    ("March", "Stan"),
    ("Wicken", "Thorn"),
    ("Sedge", "Rush"),
    ("Harrow", "Barrow"),
    ("Turvesey", "Larksey"),
    ("Reed", "Moss"),
    ("Osier", "Hazel"),
    ("Lode", "Brook"),
    ("Gantsey", "Hornsey"),
    ("Quay", "Sandy"),
    ("Coldlode", "Warmbrook"),
    ("Bracken", "Heather"),
];
const CARROW: &[(&str, &str)] = &[
    ("Elder", "Rowan"),
    ("March", "Wood"),
    ("Wicken", "Holt"),
    ("Sedge", "Fern"),
    ("Harrow", "Plough"),
    ("Turvesey", "Mersey"),
    ("Reed", "Bull"),
    ("Osier", "Birch"),
    ("Lode", "Dyke"),
    ("Gantsey", "Pewsey"),
    ("Quay", "Port"),
    ("Coldlode", "Deepdyke"),
    ("Bracken", "Gorse"),
];

/// A policy of its own: disposal weighs more than use.
const DISPOSAL_FIRST: &str = "[policy]\nname = \"Anyshire Fire: disposal first\"\n\n\
    [figures.index_share_utilisation]\nvalue = \"20%\"\nunit = \"share of the need index\"\n\
    meaning = \"weight of 100 − utilisation score in the need index\"\nsource = \"the authority, invented\"\n\n\
    [figures.index_share_disposal]\nvalue = \"80%\"\nunit = \"share of the need index\"\n\
    meaning = \"weight of the disposal score in the need index\"\nsource = \"the authority, invented\"\n";

const ALL: [Made; 5] = [
    Made {
        folder: "anyshire",
        name: "Anyshire Police",
        organisation: "Anyshire Police and Crime Commissioner",
        fire: "Anyshire Fire Authority",
        council: "Anyshire County Council",
        shift: (0, 0),
        costs: 100,
        snapshot: "2020-03-31",
        towns: &[],
        policy: None,
    },
    Made {
        folder: "anyshire-fire",
        name: "Anyshire Fire",
        organisation: "Anyshire Fire Authority",
        fire: "Anyshire Volunteer Rescue",
        council: "Anyshire County Council",
        shift: (1_400, 700),
        costs: 85,
        snapshot: "2020-03-31",
        towns: &[],
        policy: Some(DISPOSAL_FIRST),
    },
    Made {
        folder: "barset",
        name: "Barset Police",
        organisation: "Barset Police and Crime Commissioner",
        fire: "Barset Fire Authority",
        council: "Barset County Council",
        shift: (38_000, 4_000),
        costs: 120,
        snapshot: "2020-03-31",
        towns: BARSET,
        policy: None,
    },
    Made {
        folder: "barset-council",
        name: "Barset Council",
        organisation: "Barset County Council",
        fire: "Barset Fire Authority",
        council: "Barset Drainage Board",
        shift: (39_100, 3_200),
        costs: 90,
        snapshot: "2020-03-31",
        towns: BARSET,
        policy: None,
    },
    Made {
        folder: "carrow",
        name: "Carrow Police",
        organisation: "Carrow Police and Crime Commissioner",
        fire: "Carrow Fire Authority",
        council: "Carrow County Council",
        shift: (-38_000, 2_000),
        costs: 95,
        snapshot: "2019-03-31",
        towns: CARROW,
        policy: None,
    },
];

/// Sites of the police that the fire authority has in its register too, under the same number.
const SHARED: [&str; 4] = ["FEN-005", "FEN-020", "FEN-030", "FEN-044"];

/// Makes the seven bodies under `root`: five of the sample's tables, one of a register alone, one with an error.
pub fn seven(root: &Path) {
    for made in &ALL {
        make(root, made, "2020-03-31");
    }
    let register = root.join("eastmarch/2020-03-31");
    fs::create_dir_all(&register).unwrap();
    let lines = "site_id,name,use,postcode,easting,northing,tenure,gia_m2\n\
        FEN-001,Eastmarch House,office,EM1 1AA,620100,250300,freehold,2400\n\
        FEN-002,Harbour Street,front_counter,EM1 2BB,621800,251900,leasehold,610\n\
        FEN-003,Old Maltings,office,,,,freehold,\n";
    fs::write(register.join("sites.csv"), lines).unwrap();
    fs::write(
        register.join("estate.toml"),
        "name = \"Eastmarch Council\"\nas_of = 2020-03-31\nnote = \"Illustrative data: invented bodies\"\n",
    )
    .unwrap();
    let dirty = root.join("fellside/2020-03-31");
    fs::create_dir_all(&dirty).unwrap();
    fs::write(dirty.join("sites.csv"), "site_id,name\nFEN-001,Fell House\nFEN-001,Beck Lane\n")
        .unwrap();
}

fn make(root: &Path, made: &Made, day: &str) {
    let from = project("data/fenshire").join(made.snapshot);
    let folder = root.join(made.folder).join(made.snapshot);
    fs::create_dir_all(&folder).unwrap();
    if let Some(policy) = made.policy {
        fs::write(root.join(made.folder).join("policy.toml"), policy).unwrap();
    }
    let as_of = made.snapshot;
    let about = format!(
        "name = \"{}\"\nas_of = {as_of}\norganisation = \"{}\"\nnote = \"Illustrative data: invented bodies\"\n",
        made.name, made.organisation
    );
    fs::write(folder.join("estate.toml"), about).unwrap();
    assert!(as_of <= day);
    for table in [
        "sites",
        "teams",
        "costs",
        "occupancy",
        "leases",
        "lease_events",
        "constraints",
        "partners",
        "agreements",
        "indices",
    ] {
        let path = from.join(format!("{table}.csv"));
        if path.is_file() {
            rewrite(&path, &folder.join(format!("{table}.csv")), |record| {
                made.change(table, record);
            });
        }
    }
}

impl Made {
    fn change(&self, table: &str, record: &mut Record) {
        for cell in record.values_mut() {
            let mut text = cell.replace("Fenshire Fire Authority", self.fire);
            text = text.replace("Fenshire County Council", self.council);
            text = text.replace("Fenshire Police and Crime Commissioner", self.organisation);
            text = text.replace("Fenshire", self.name.split(' ').next().unwrap());
            for (from, to) in self.towns {
                text = text.replace(from, to);
            }
            if self.folder == "anyshire-fire" {
                text = text.replace("Police", "Fire");
            }
            *cell = text;
        }
        let shifted = |cell: &mut String, by: i64| {
            if let Ok(metres) = cell.parse::<i64>() {
                // Zero is no position, in every body.
                *cell = if metres == 0 { metres } else { metres + by }.to_string();
            }
        };
        if let Some(cell) = record.get_mut("easting") {
            shifted(cell, self.shift.0);
        }
        if let Some(cell) = record.get_mut("northing") {
            shifted(cell, self.shift.1);
        }
        match table {
            "sites" => self.site(record),
            "costs" => {
                let amount = record.get_mut("amount").unwrap();
                if let Ok(sum) = amount.parse::<rust_decimal::Decimal>() {
                    let own = sum * rust_decimal::Decimal::new(self.costs, 2);
                    *amount = format!("{:.2}", own.round_dp(2));
                }
            }
            "partners" => {
                for column in ["latitude", "longitude"] {
                    record.insert(column.to_owned(), String::new());
                }
            }
            _ => {}
        }
        if table == "agreements" && self.folder == "anyshire-fire" {
            // Its files name both parties as the police's do, but for the workshop's shares and one in its name only.
            let id = record["agreement_id"].clone();
            let party = record.get_mut("party").unwrap();
            *party = party.replace(
                "Anyshire Fire and Crime Commissioner",
                "Anyshire Police and Crime Commissioner",
            );
            if party == "Anyshire Volunteer Rescue" {
                *party = "Anyshire Fire Authority".to_owned();
            } else if party == "Anyshire Fire Authority" {
                *party = "Anyshire Police and Crime Commissioner".to_owned();
            }
            if id == "A-03" && record["share"] == "0.3" {
                record.insert("share".to_owned(), "0.25".to_owned());
            }
        }
    }

    fn site(&self, record: &mut Record) {
        let id = record["site_id"].clone();
        let uprn = record.get_mut("uprn").unwrap();
        let keeps = self.folder == "anyshire"
            || (self.folder == "anyshire-fire" && SHARED.contains(&id.as_str()));
        if !keeps && !uprn.is_empty() {
            let own = ALL.iter().position(|made| made.folder == self.folder).unwrap();
            *uprn = format!("98{own}{}", &uprn[3..]);
        }
        let mut at = |name: &str, easting: &str, northing: &str| {
            for (column, value) in [("name", name), ("easting", easting), ("northing", northing)] {
                record.insert(column.to_owned(), value.to_owned());
            }
        };
        match (self.folder, id.as_str()) {
            // The police know it as their partner P-01.
            ("anyshire-fire", "FEN-004") => at("Eldermere Fire Station", "541552", "269246"),
            // The police list it too, under the same number.
            ("anyshire-fire", "FEN-030") => at("Castle House, second floor", "539905", "268400"),
            _ => {}
        }
    }
}

/// Copies a table with each record changed.
fn rewrite(from: &PathBuf, to: &Path, change: impl Fn(&mut Record)) {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_path(from).unwrap();
    let header = reader.headers().unwrap().clone();
    let mut writer = csv::Writer::from_path(to).unwrap();
    writer.write_record(&header).unwrap();
    for row in reader.records() {
        let row = row.unwrap();
        let mut record: Record = header
            .iter()
            .zip(row.iter().chain(std::iter::repeat("")))
            .map(|(h, c)| (h.to_owned(), c.to_owned()))
            .collect();
        change(&mut record);
        writer.write_record(header.iter().map(|column| record[column].as_str())).unwrap();
    }
    writer.flush().unwrap();
}
