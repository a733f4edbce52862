//! What is not known names the cell to fill: one cell is emptied at a time, and whatever was known before and is not
//! known without it names that table and column and no other.

use std::collections::BTreeSet;

use terrier::{
    appraise::NoLetting,
    batch::Run,
    load::schema::{Need, TABLES},
    measure::reads,
    model::{Gap, Measure},
};

use crate::worked::estate;

/// A freehold in part let, a leasehold with a break and a sublease, a long leasehold; every cell that is read filled.
const ESTATE: [(&str, &str); 7] = [
    (
        "sites",
        "site_id,name,use,tenure,status,gia_m2,nia_m2,office_nia_m2,occupied_m2,workstations,backlog_high,\
         backlog_significant,market_value,alternative_use_value,erv_per_m2,rateable_value,separate_entrance,\
         epc_rating,easting,northing,after_term\n\
         F,Hall,office,freehold,operational,1000,800,620,600,62,40000,60000,1000000,1300000,120,60000,yes,C,\
         541000,268000,\n\
         L,House,office,leasehold,operational,900,700,500,500,50,10000,20000,,,110,50000,no,C,542000,268000,renew\n\
         G,Lodge,office,long_leasehold,operational,500,400,300,300,30,5000,6000,400000,,100,30000,yes,C,543000,\
         268000,renew\n",
    ),
    (
        "leases",
        "lease_id,site_id,role,parent_lease_id,area_m2,start,expiry,rent,sublet_part,assign,\
         consent_state,lta_1954,service_charge,dilapidations,landlord_public\n\
         T,L,tenant,,900,2010-03-25,2035-03-24,90000,consent,consent,not_asked,contracted_out,5000,70000,no\n\
         S,L,landlord,T,50,2016-03-25,2028-03-24,8000,,,,contracted_out,500,0,no\n\
         O,F,landlord,,60,2016-03-25,2028-03-24,9000,,,,contracted_out,600,0,no\n\
         H,G,tenant,,500,1990-03-25,2115-03-24,10,permitted,permitted,not_asked,protected,0,0,no\n",
    ),
    (
        "lease_events",
        "lease_id,kind,on,until,party,notice_months,penalty,amount\n\
         T,break,2025-03-24,,tenant,6,12000,\n\
         T,step,2022-03-25,,,,,95000\n",
    ),
    (
        "costs",
        "site_id,financial_year,category,amount\nF,2019/20,utilities,50000\nL,2019/20,utilities,40000\n\
         L,2019/20,rent,90000\nG,2019/20,utilities,9000\n",
    ),
    (
        "occupancy",
        "site_id,on,method,capacity,hours_open,mean_occupied,peak_occupied,hours_in_use\n\
         F,2020-01-13,survey,62,50,20,30,40\nL,2020-01-13,survey,50,50,15,20,40\nG,2020-01-13,survey,30,50,9,12,40\n",
    ),
    ("teams", "site_id,team,function,fte\nF,One,office,40\nL,Two,office,30\nG,Three,office,15\n"),
    (
        "partners",
        "partner_id,organisation,kind,easting,northing,wants_m2\nP,Fire,fire,541500,268000,80\n",
    ),
];

/// What is open, in words, and the gaps behind it.
fn open(run: &Run) -> Vec<(String, Vec<Gap>)> {
    let mut all = Vec::new();
    for (number, site) in run.measures.sites.iter().enumerate() {
        let id = &site.site_id;
        for measure in Measure::ALL {
            let reading = site.reading(*measure);
            // Its table is not among those of the estate.
            if reading.is_open() && *measure != Measure::CoverageKept {
                all.push((format!("{id} {measure}"), reading.gaps.iter().collect()));
            }
        }
        if let Err(NoLetting::NotKnown(_, gaps)) = &run.appraisal.lettings[number] {
            all.push((format!("{id} letting"), gaps.iter().collect()));
        }
        for option in &run.appraisal.recommendations[number].options {
            for missing in &option.missing {
                let own = option.gaps.iter().filter(|(of, _)| of == missing);
                let gaps = own.map(|(_, gap)| *gap).collect();
                all.push((format!("{id} {} lacks {missing}", option.kind), gaps));
            }
        }
    }
    all
}

/// A table's text with one cell emptied; `None` where it is empty already.
fn emptied(text: &str, row: usize, column: usize) -> Option<String> {
    let mut rows: Vec<Vec<&str>> = text.lines().map(|line| line.split(',').collect()).collect();
    let cell = &mut rows[row][column];
    if cell.is_empty() {
        return None;
    }
    *cell = "";
    Some(rows.iter().map(|row| row.join(",") + "\n").collect())
}

/// The estate with one cell emptied, each cell that may be empty in turn: its table, column and row, and what came of it.
fn each_emptied() -> impl Iterator<Item = (&'static str, &'static str, usize, Run)> {
    ESTATE.iter().enumerate().flat_map(|(at, (table, text))| {
        let schema = TABLES.iter().find(|t| t.name == *table).unwrap();
        let header = text.lines().next().unwrap().split(',').enumerate();
        let optional =
            header.filter(|(_, name)| schema.column(name).unwrap().need == Need::Optional);
        let cells = optional.flat_map(|(column, name)| {
            (1..text.lines().count()).map(move |row| (column, name, row))
        });
        cells.filter_map(move |(column, name, row)| {
            let changed = emptied(text, row, column)?;
            let mut tables = ESTATE;
            tables[at].1 = &changed;
            Some((*table, name, row, estate(&tables)))
        })
    })
}

#[test]
fn an_emptied_cell_is_named_by_what_waits_for_it() {
    let before = open(&estate(&ESTATE));
    let (mut found, mut wrong) = (BTreeSet::new(), Vec::new());
    for (table, name, row, run) in each_emptied() {
        let now = open(&run);
        for (what, gaps) in now.iter().filter(|now| !before.contains(now)) {
            let places: Vec<_> = gaps.iter().map(|g| (g.table(), g.columns())).collect();
            let told = before.iter().find(|(was, _)| was == what);
            let new = |gap: &&Gap| told.is_none_or(|(_, gaps)| !gaps.contains(gap));
            let new: Vec<_> = gaps.iter().filter(new).collect();
            let is_it = |g: &&Gap| g.table() == table && g.columns().contains(&name);
            // A site of unknown tenure may be let to us: then its lease is wanted too.
            let named = match name {
                "tenure" => new.iter().any(is_it),
                _ => !new.is_empty() && new.iter().all(is_it),
            };
            if named {
                found.insert(format!("{table}.{name}"));
            } else {
                wrong.push(format!("{table}.{name} of row {row}: {what} names {places:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let found: Vec<String> = found.into_iter().collect();
    insta::assert_snapshot!(found.join(" "), @"lease_events.amount lease_events.notice_months lease_events.party lease_events.penalty leases.area_m2 leases.assign leases.dilapidations leases.lta_1954 leases.rent leases.service_charge leases.sublet_part occupancy.hours_in_use occupancy.hours_open occupancy.mean_occupied occupancy.peak_occupied partners.wants_m2 sites.backlog_high sites.backlog_significant sites.easting sites.erv_per_m2 sites.gia_m2 sites.market_value sites.northing sites.occupied_m2 sites.office_nia_m2 sites.rateable_value sites.separate_entrance sites.tenure sites.workstations");
}

/// A reading that changes with a cell is listed as worked out from its column; every listed column that the estate
/// fills changes a reading.
#[test]
fn the_list_of_columns_a_measure_reads_is_what_it_reads() {
    let readings = |run: &Run| -> Vec<(usize, Measure, String)> {
        let sites = run.measures.sites.iter().enumerate();
        let of = |(number, site): (usize, &terrier::measure::SiteMeasures)| {
            let read = |m: &Measure| {
                let reading = site.reading(*m);
                (number, *m, format!("{:?} {:?}", reading.value, reading.range))
            };
            Measure::ALL.iter().map(read).collect::<Vec<_>>()
        };
        sites.flat_map(of).collect()
    };
    let before = readings(&estate(&ESTATE));
    let (mut unlisted, mut moved, mut listed) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    for (table, name, _, run) in each_emptied() {
        let after = readings(&run);
        let changed = after.iter().filter(|now| !before.contains(now));
        for (_, measure, _) in changed {
            moved.insert((table, name, *measure));
            if !reads(table, name).contains(measure) {
                unlisted.insert(format!("{table}.{name}: {measure}"));
            }
        }
        listed.extend(reads(table, name).iter().map(|measure| (table, name, *measure)));
    }
    let unlisted: Vec<String> = unlisted.into_iter().collect();
    assert!(unlisted.is_empty(), "{}", unlisted.join("\n"));
    // An empty cell of these reads as what the estate says anyway.
    let still: BTreeSet<String> =
        listed.difference(&moved).map(|(table, name, _)| format!("{table}.{name}")).collect();
    let still: Vec<&str> = still.iter().map(String::as_str).collect();
    assert_eq!(
        still,
        [
            "leases.consent_state",
            "occupancy.hours_open",
            "occupancy.method",
            // Without a count the workstations are those of its FTE: no site is near enough either way.
            "occupancy.peak_occupied",
            "sites.epc_rating",
            "sites.gia_m2",
            "sites.status",
            "teams.function"
        ]
    );
}
