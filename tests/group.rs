//! Several bodies in one report: sums, one ranking, sharing, agreements and benchmarks, worked by hand where they can be.

use std::{collections::BTreeMap, env, fs, io::Cursor, path::Path, sync::OnceLock};

use calamine::{Data, Reader, Xlsx};
use rust_decimal::Decimal;
use terrier::{
    batch::{self, Bodies},
    draw,
    edition::{
        self, Benchmark, BodyLeftOut, DifferenceKind, Edition, Fit, GroupView, NeedOf, OfferKind,
        PlaceFoundBy, SumOf,
    },
    group::Body,
    model::{Severity, Use},
    report,
    tables::{Audience, Cell, Column, OF_GROUP},
};

use crate::{
    bodies_made::seven,
    published::{policy, ran, terrier},
    sample::{NEWEST, project},
};

const DAY: &str = "2020-03-31";

/// The seven bodies as each edition shows them, made once.
fn region(edition: Edition) -> &'static GroupView {
    static VIEWS: OnceLock<[GroupView; 2]> = OnceLock::new();
    let views = VIEWS.get_or_init(|| {
        let root = tempfile::tempdir().unwrap();
        seven(root.path());
        let found = read(root.path());
        [view(&found, Edition::Restricted), view(&found, Edition::Public)]
    });
    &views[usize::from(edition == Edition::Public)]
}

fn read(root: &Path) -> Bodies {
    batch::bodies(root, None, policy(), Severity::Error).unwrap()
}

fn view(found: &Bodies, edition: Edition) -> GroupView {
    let bodies: Vec<Body<'_>> = found.read.iter().map(|body| body.body(policy())).collect();
    let left_out = |body: &batch::BodyUnread| BodyLeftOut {
        body: body.name.clone(),
        date: String::new(),
        why: "its data has errors".to_owned(),
        errors: 1,
    };
    let left_out: Vec<BodyLeftOut> = found.unread.iter().map(left_out).collect();
    edition::group_view("region", &bodies, &left_out, policy(), edition).unwrap()
}

/// Writes tables of bodies, each with a snapshot of one day.
fn made(bodies: &[(&str, &[(&str, &str)])]) -> tempfile::TempDir {
    let root = tempfile::tempdir().unwrap();
    for (body, tables) in bodies {
        let folder = root.path().join(body).join(DAY);
        fs::create_dir_all(&folder).unwrap();
        for (table, text) in *tables {
            fs::write(folder.join(format!("{table}.csv")), text).unwrap();
        }
    }
    root
}

#[test]
fn a_body_with_errors_is_named_and_left_out_and_the_others_go_on() {
    let root = tempfile::tempdir().unwrap();
    // To look at the report by hand: name a folder that is kept.
    let kept = env::var_os("TERRIER_SEVEN").map(|path| Path::new(&path).to_path_buf());
    let folder = kept.unwrap_or_else(|| root.path().join("region"));
    fs::create_dir_all(&folder).unwrap();
    seven(&folder);
    let out = root.path().join("out");
    let run = |edition: &str| {
        let mut command = terrier();
        command.arg("group").arg(&folder).arg("--out").arg(&out).args(["--edition", edition]);
        let done = command.assert().code(1);
        let said = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        (said(&done.get_output().stdout), said(&done.get_output().stderr))
    };
    let (said, talk) = run("restricted");
    assert!(talk.contains("left out fellside: its data has 1 error"), "{talk}");
    assert!(talk.contains("duplicate-id"), "{talk}");
    assert!(said.contains("Six bodies are in this report"), "{said}");
    assert!(said.contains("fellside is left out: its data has 1 error."), "{said}");
    assert!(said.contains("Running costs are of different financial years"), "{said}");
    let (_, talk) = run("restricted");
    assert!(talk.contains(", unchanged"), "{talk}");
    // One more line in a ledger, and it is made anew.
    let ledger = folder.join("barset").join(DAY).join("costs.csv");
    let text = fs::read_to_string(&ledger).unwrap();
    fs::write(&ledger, format!("{text}FEN-001,2019/20,,,other,12.00,SR1\n")).unwrap();
    let (_, talk) = run("restricted");
    assert!(!talk.contains("unchanged"), "{talk}");
    let (said, _) = run("public");
    assert!(said.contains("fellside is left out: its data could not be used."), "{said}");
    assert!(
        !said.contains("For decision") && !said.contains("Castle House, second floor:"),
        "{said}"
    );
    let public = out.join(format!("{DAY}-public"));
    for file in
        ["group_needs.csv", "group_matches.csv", "group_agreements.csv", "shared_places.csv"]
    {
        assert!(!public.join(file).exists(), "{file}");
        assert!(out.join(DAY).join(file).exists(), "{file}");
    }
}

#[test]
fn the_day_chooses_the_snapshots() {
    let root = tempfile::tempdir().unwrap();
    seven(root.path());
    let mut command = terrier();
    command.arg("group").arg(root.path()).args(["--as-of", "2019-12-31", "--format", "json"]);
    let done = command.assert().code(1);
    let all: serde_json::Value = serde_json::from_slice(&done.get_output().stdout).unwrap();
    let bodies = all["bodies"].as_array().unwrap();
    let read: Vec<&str> = bodies
        .iter()
        .filter(|b| b["in_report"] == true)
        .map(|b| b["body"].as_str().unwrap())
        .collect();
    assert_eq!(read, ["Carrow Police"]);
    assert!(bodies.iter().any(|b| b["left_out"] == "it has no snapshot so early"));
}

#[test]
fn sums_of_all_are_the_sums_of_the_bodies_and_unknown_is_counted() {
    let region = region(Edition::Restricted);
    for what in SumOf::ALL {
        let own = || region.totals.iter().filter(|row| row.what == *what);
        let bodies = || own().filter(|row| row.body.is_some());
        let all = own().find(|row| row.body.is_none()).unwrap();
        assert_eq!(bodies().count(), 6);
        assert_eq!(all.sum.unwrap(), bodies().filter_map(|row| row.sum).sum::<i64>(), "{what}");
        assert_eq!(all.known, bodies().map(|row| row.known).sum::<usize>(), "{what}");
        assert_eq!(all.of, bodies().map(|row| row.of).sum::<usize>(), "{what}");
    }
    let of = |body: &str, what: SumOf| {
        let row = region.totals.iter().find(|r| r.body.as_deref() == Some(body) && r.what == what);
        row.unwrap().clone()
    };
    // Its ledger is the sample's own.
    let sample = ran(&project(NEWEST));
    let spent: i64 = sample.measures.sites.iter().filter_map(|site| site.costs).flatten().sum();
    assert_eq!(of("Anyshire Police", SumOf::RunningCost).sum, Some(spent));
    // A register alone has no running cost: not known, not zero.
    let bare = of("Eastmarch Council", SumOf::RunningCost);
    assert_eq!((bare.sum, bare.known, bare.of), (None, 0, 3));
    let area = of("Eastmarch Council", SumOf::GrossArea);
    assert_eq!((area.sum, area.known, area.of), (Some(3_010_000), 2, 3));
}

#[test]
fn one_ranking_keeps_the_order_of_each_body_and_of_the_index() {
    for edition in [Edition::Restricted, Edition::Public] {
        let region = region(edition);
        let ranked: Vec<_> = region.sites.iter().filter(|row| row.rank.is_some()).collect();
        assert!(ranked.len() > 80);
        let mut next: BTreeMap<&str, u32> = BTreeMap::new();
        for (row, rank) in ranked.iter().zip(1..) {
            assert_eq!(row.rank, Some(rank));
            let own = next.entry(&row.body).or_default();
            *own += 1;
            assert_eq!(row.site.rank, Some(*own), "{} {}", row.body, row.site.site_id);
        }
        assert!(ranked.windows(2).all(|p| p[0].site.need_index >= p[1].site.need_index));
        // One id stands for a site of each body.
        assert!(region.sites.iter().filter(|row| row.site.site_id == "FEN-001").count() >= 4);
    }
    let fire = region(Edition::Restricted).sites.iter().filter(|row| row.body == "Anyshire Fire");
    let differs = fire.filter(|row| row.places_by_own().is_some_and(|p| p.unsigned_abs() >= 5));
    assert!(differs.count() >= 3);
}

#[test]
fn moves_across_bodies_use_no_space_twice_and_no_site_both_leaves_and_hosts() {
    let region = region(Edition::Restricted);
    let chosen: Vec<_> = region.matches.iter().filter(|row| row.chosen).collect();
    assert!(chosen.len() >= 5, "{}", chosen.len());
    let mut used: BTreeMap<(&str, &str, OfferKind), (i64, i64)> = BTreeMap::new();
    for row in &chosen {
        assert_eq!(row.fit, Fit::Yes);
        assert_ne!(row.need.body, row.host_body);
        let entry = used.entry((&row.host_body, &row.host_id, row.offer)).or_default();
        entry.0 += row.need.needed.unwrap();
        entry.1 = row.there.unwrap();
        let leaves = |other: &&&edition::GroupMatchRow| {
            other.need.of == NeedOf::Site
                && (&other.need.body, &other.need.site_id) == (&row.host_body, &row.host_id)
        };
        assert!(chosen.iter().find(leaves).is_none(), "{} {}", row.host_body, row.host_id);
    }
    assert!(used.values().all(|(needed, there)| needed <= there), "{used:?}");
    let mut needs: Vec<_> =
        chosen.iter().map(|r| (&r.need.body, &r.need.site_id, &r.need.name)).collect();
    needs.sort();
    needs.dedup();
    assert_eq!(needs.len(), chosen.len());
    // Custody goes nowhere that is not secure, and a building in two registers is not matched with itself.
    assert!(region.matches.iter().all(|row| row.fit != Fit::Yes || row.need.site_id != "FEN-002"));
    let same = |row: &&edition::GroupMatchRow| {
        row.need.site_id == "FEN-030"
            && row.host_id == "FEN-030"
            && row.need.body.starts_with("Any")
    };
    assert!(region.matches.iter().filter(same).all(|row| !row.host_body.starts_with("Any")));
}

#[test]
fn the_shorter_distance_of_two_policies_holds() {
    let root = tempfile::tempdir().unwrap();
    seven(root.path());
    let near = "[policy]\nname = \"near\"\n\n[figures.partner_km]\nvalue = \"1\"\nunit = \"km\"\n\
        meaning = \"a partner within this distance\"\nsource = \"invented\"\n";
    fs::write(root.path().join("barset/policy.toml"), near).unwrap();
    let with = |row: &&edition::GroupMatchRow| {
        row.need.of == NeedOf::Site
            && (row.need.body == "Barset Police" || row.host_body == "Barset Police")
    };
    let far = region(Edition::Restricted).matches.iter().filter(with).filter(|r| r.metres > 1000.0);
    assert!(far.count() > 0);
    let found = view(&read(root.path()), Edition::Restricted);
    assert!(found.matches.iter().filter(with).all(|row| row.metres <= 1000.0));
}

#[test]
fn one_place_in_two_files_is_named_and_not_matched_as_a_partner() {
    let region = region(Edition::Restricted);
    let places: Vec<(&str, &str, PlaceFoundBy)> = region
        .shared
        .iter()
        .filter(|row| !row.is_partner)
        .map(|row| (row.site_id.as_str(), row.other_id.as_str(), row.found_by))
        .collect();
    let uprn = PlaceFoundBy::Uprn;
    let same = ["FEN-005", "FEN-020", "FEN-030", "FEN-044"].map(|id| (id, id, uprn));
    assert_eq!(places, same);
    let listed: Vec<_> = region.shared.iter().filter(|row| row.is_partner).collect();
    assert_eq!(listed.len(), 1);
    assert_eq!((listed[0].other_id.as_str(), listed[0].site_id.as_str()), ("P-01", "FEN-004"));
    assert_eq!(
        (listed[0].body.as_str(), listed[0].other_body.as_str()),
        ("Anyshire Fire", "Anyshire Police")
    );
    assert!(
        region
            .needs
            .iter()
            .all(|need| need.name != "Eldermere Fire Station" || need.of == NeedOf::Site)
    );
    // Without numbers, positions within the policy's 25 m make one; two numbers that differ do not.
    let sites = |uprn: &str, easting: u32| {
        format!(
            "site_id,name,use,uprn,easting,northing\nS-1,House,office,{uprn},{easting},268000\n"
        )
    };
    let shared = |a: &str, b: &str, east: u32| {
        let (a, b) = (sites(a, 541_000), sites(b, 541_000 + east));
        let root = made(&[("a", &[("sites", a.as_str())]), ("b", &[("sites", b.as_str())])]);
        view(&read(root.path()), Edition::Restricted).shared.len()
    };
    assert_eq!(shared("", "", 20), 1);
    assert_eq!(shared("", "", 40), 0);
    assert_eq!(shared("100010", "100011", 20), 0);
    assert_eq!(shared("000100010", "100010", 9000), 1);
}

#[test]
fn shares_that_each_body_records_alone_add_up_and_the_ledgers_are_held_against_them() {
    let sites = "site_id,name,use,uprn,gia_m2\nS-1,Joint House,office,4711,500\n";
    let costs =
        |sum: &str| format!("site_id,financial_year,category,amount\nS-1,2019/20,rates,{sum}\n");
    let agreement = |rows: &str| {
        format!("agreement_id,party,site_id,legal_basis,start,share_basis,share\n{rows}")
    };
    let (one, two) = (costs("1000.00"), costs("500.00"));
    let terms = "S-1,section 1,2018-04-01,floor area";
    let own = |a: &str, b: &str| {
        let (a, b) = (agreement(a), agreement(b));
        let root = made(&[
            ("fire", &[("sites", sites), ("costs", one.as_str()), ("agreements", a.as_str())]),
            ("police", &[("sites", sites), ("costs", two.as_str()), ("agreements", b.as_str())]),
        ]);
        view(&read(root.path()), Edition::Restricted)
    };
    let found = own(&format!("A-1,fire,{terms},60%\n"), &format!("A-1,police,{terms},40%\n"));
    let rows: Vec<_> = found
        .agreements
        .iter()
        .map(|row| (row.party.as_str(), row.share.unwrap(), row.cost, row.ledger, row.over()))
        .collect();
    let share = |share: i64| Decimal::new(share, 2);
    assert_eq!(
        rows,
        [
            ("fire", share(60), Some(90_000), Some(100_000), Some(10_000)),
            ("police", share(40), Some(60_000), Some(50_000), Some(-10_000)),
        ]
    );
    assert_eq!((found.agreements[0].is_whole, found.differences.len()), (Some(true), 0));

    // The two files differ about one party: named with both rows, and nothing is shared out.
    let both = |fire: &str, police: &str| {
        format!("A-1,fire,{terms},{fire}\nA-1,police,{terms},{police}\n")
    };
    let found = own(&both("60%", "40%"), &both("55%", "40%"));
    let told: Vec<_> = found
        .differences
        .iter()
        .map(|row| {
            (row.kind, row.body.as_str(), row.file.as_str(), row.row.unwrap(), row.says.as_str())
        })
        .collect();
    let kind = DifferenceKind::Share;
    assert_eq!(
        told,
        [(kind, "fire", "agreements.csv", 2, "60%"), (kind, "police", "agreements.csv", 2, "55%")]
    );
    assert!(found.agreements.iter().all(|row| row.cost.is_none()));

    // They agree, and do not come to the whole.
    let found = own(&both("60%", "30%"), &both("60%", "30%"));
    assert_eq!(found.agreements[0].is_whole, Some(false));
    assert!(
        found.differences.iter().all(|row| row.kind == DifferenceKind::Whole && row.party == "90%")
    );
    assert_eq!(found.differences.len(), 4);

    // The files differ, and one of them alone comes to more than the whole: it is named, and said to be above.
    let found = own(&both("60%", "40%"), &both("65%", "40%"));
    let whole: Vec<_> =
        found.differences.iter().filter(|r| r.kind == DifferenceKind::Whole).collect();
    assert_eq!(found.agreements[0].is_whole, Some(false));
    assert!(whole.iter().all(|row| row.body == "police" && row.party == "105%"), "{whole:?}");
    assert_eq!(whole.len(), 2);
    let text = report::group_in_markdown(&found, 50);
    assert!(text.contains("Agree the shares of one agreement (A-1 of fire and police)"), "{text}");

    // One id and other parties: two agreements.
    let other = |name: &str| {
        format!("A-1,{name},,,2018-04-01,floor area,50%\nA-1,NHS,,,2018-04-01,floor area,50%\n")
    };
    let found = own(&other("fire"), &other("police"));
    assert!(
        found.agreements.iter().all(|row| row.recorded_by.len() == 1 && row.is_whole == Some(true))
    );
    assert_eq!(found.agreements.len(), 4);
}

#[test]
fn benchmarks_are_sum_over_sum_and_quartiles_of_single_sites() {
    let a = "site_id,name,use,gia_m2,status,backlog_high,backlog_significant\n\
        S-1,One,office,100,,200,100\nS-2,Two,office,300,,,\nS-3,Shut,office,50,vacant,9,9\n";
    let b =
        "site_id,name,use,gia_m2\nS-1,One,office,100\nS-2,Two,office,200\nS-3,Three,office,400\n";
    let costs_a = "site_id,financial_year,category,amount\nS-1,2019/20,rates,800\nS-1,2019/20,utilities,200\n\
        S-1,2019/20,rent,500\nS-2,2019/20,rates,2000\nS-3,2019/20,rates,7777\n";
    let costs_b =
        "site_id,financial_year,category,amount\nS-1,2019/20,rates,3000\nS-2,2019/20,rates,1000\n";
    let root = made(&[
        ("a", &[("sites", a), ("costs", costs_a)]),
        ("b", &[("sites", b), ("costs", costs_b)]),
    ]);
    let found = view(&read(root.path()), Edition::Restricted);
    let row = |benchmark, body: Option<&str>| {
        let row = found.benchmarks.iter().find(|r| {
            (r.site_use, r.benchmark, r.body.as_deref()) == (Use::Office, benchmark, body)
        });
        let row = row.unwrap();
        (row.value, row.known, row.of, row.quartiles)
    };
    // £3,000 over 400 m²; £4,000 over 300 m², one site without a ledger; £7,000 over 700 m². Rent and the vacant site
    // are left out.
    assert_eq!(row(Benchmark::CostPerM2, Some("a")), (Some(750), 2, 2, None));
    assert_eq!(row(Benchmark::CostPerM2, Some("b")), (Some(1333), 2, 3, None));
    // £5.00, £6.67, £10.00 and £30.00 by site.
    let quartiles = Some([500, 667, 1000]);
    assert_eq!(row(Benchmark::CostPerM2, None), (Some(1000), 4, 5, quartiles));
    // One site has utilities, and one a backlog of both bands.
    assert_eq!(row(Benchmark::EnergyPerM2, None), (Some(200), 1, 5, None));
    assert_eq!(row(Benchmark::BacklogPerM2, None), (Some(300), 1, 5, None));
    assert_eq!(row(Benchmark::Utilisation, None), (None, 0, 5, None));
    let quarters: Vec<Option<u8>> = found
        .benchmark_sites
        .iter()
        .filter(|row| row.benchmark == Benchmark::CostPerM2)
        .map(|row| row.quarter)
        .collect();
    assert_eq!(quarters, [Some(3), Some(2), Some(4), Some(1), None]);
}

#[test]
fn the_public_edition_is_made_of_what_the_bodies_publish() {
    let public = region(Edition::Public);
    let whole = region(Edition::Restricted);
    assert!(public.matches.is_empty() && public.needs.is_empty() && public.shared.is_empty());
    assert!(public.agreements.is_empty() && public.benchmark_sites.is_empty());
    let secure = ["FEN-002", "FEN-006", "FEN-021"];
    let forces = || public.sites.iter().filter(|row| row.body != "Eastmarch Council");
    assert!(forces().all(|row| !secure.contains(&row.site.site_id.as_str())));
    assert!(whole.sites.iter().any(|row| row.site.site_id == "FEN-002"));
    for row in &public.benchmarks {
        assert_eq!(row.benchmark, Benchmark::CostPerM2);
        assert!(row.value.is_none() || row.known >= 3, "{row:?}");
        assert!(row.site_use != Use::Custody && row.site_use != Use::Mast, "{row:?}");
    }
    assert!(
        public.totals.iter().all(|row| !matches!(row.what, SumOf::MarketValue | SumOf::Backlog))
    );
    assert!(
        public
            .sites
            .iter()
            .all(|row| row.site.net_receipt.is_none() && row.site.running_cost.is_none())
    );
}

#[test]
fn no_price_rent_lease_or_partner_changes_a_byte_of_the_public_edition() {
    let of = |change: &dyn Fn(&Path)| {
        let root = tempfile::tempdir().unwrap();
        seven(root.path());
        change(&root.path().join("anyshire").join(DAY));
        let view = view(&read(root.path()), Edition::Public);
        report::group_files(&view, &draw::group_charts(&view).unwrap()).unwrap()
    };
    let as_it_is = of(&|_| ());
    let changed = of(&|folder| {
        for table in ["leases.csv", "lease_events.csv", "agreements.csv"] {
            fs::remove_file(folder.join(table)).unwrap();
        }
        // Every market value is another.
        let path = folder.join("sites.csv");
        let mut reader = csv::Reader::from_path(&path).unwrap();
        let header = reader.headers().unwrap().clone();
        let at = header.iter().position(|name| name == "market_value").unwrap();
        let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        let mut writer = csv::Writer::from_path(&path).unwrap();
        writer.write_record(&header).unwrap();
        for row in rows {
            let cells = row.iter().enumerate();
            let cells = cells.map(|(n, cell)| if n == at { "1234500" } else { cell });
            writer.write_record(cells).unwrap();
        }
        writer.flush().unwrap();
    });
    assert_eq!(as_it_is.len(), changed.len());
    for (a, b) in as_it_is.iter().zip(&changed) {
        assert!(a == b, "{}", a.path);
    }
}

/// The files of the seven bodies in each edition, made once.
fn files(edition: Edition) -> &'static BTreeMap<String, Vec<u8>> {
    static FILES: OnceLock<[BTreeMap<String, Vec<u8>>; 2]> = OnceLock::new();
    let made = FILES.get_or_init(|| {
        [Edition::Restricted, Edition::Public].map(|edition| {
            let charts = draw::group_charts(region(edition)).unwrap();
            let files = report::group_files(region(edition), &charts).unwrap();
            let again = draw::group_charts(region(edition)).unwrap();
            assert!(files == report::group_files(region(edition), &again).unwrap());
            files.into_iter().map(|file| (file.path, file.bytes)).collect()
        })
    });
    &made[usize::from(edition == Edition::Public)]
}

fn records(bytes: &[u8]) -> Vec<BTreeMap<String, String>> {
    csv::Reader::from_reader(bytes).deserialize().map(Result::unwrap).collect()
}

#[test]
fn each_sheet_holds_its_table_and_the_public_one_no_restricted_column() {
    for edition in [Edition::Restricted, Edition::Public] {
        let (view, files) = (region(edition), files(edition));
        let bytes = files["group.xlsx"].as_slice();
        let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).unwrap();
        let mut names = vec!["Read me".to_owned()];
        for declared in OF_GROUP.iter().filter(|table| !table.sheet().is_empty()) {
            let table = declared.table(view);
            let may = |column: &Column| {
                edition == Edition::Restricted || column.audience != Audience::Restricted
            };
            let columns: Vec<(usize, &str)> = table
                .columns
                .iter()
                .enumerate()
                .filter(|(_, column)| may(column))
                .map(|(at, column)| (at, column.heading))
                .collect();
            let rows: Vec<_> = table.rows.collect();
            if declared.absent(view).is_some() || rows.is_empty() {
                continue;
            }
            names.push(declared.sheet().to_owned());
            let sheet = book.worksheet_range(declared.sheet()).unwrap();
            let read: Vec<&[Data]> = sheet.rows().collect();
            let headings: Vec<String> = read[0].iter().map(ToString::to_string).collect();
            assert_eq!(headings, columns.iter().map(|(_, name)| *name).collect::<Vec<_>>());
            assert_eq!(read.len(), rows.len() + 1, "{}", declared.sheet());
            for (read, cells) in read[1..].iter().zip(&rows) {
                for (cell, (at, _)) in read.iter().zip(&columns) {
                    match &cells[*at] {
                        Cell::Empty => assert_eq!(cell, &Data::Empty),
                        Cell::Text(text) => assert_eq!(cell, &Data::String(text.to_string())),
                        Cell::List(all) if all.is_empty() => assert_eq!(cell, &Data::Empty),
                        Cell::List(all) => assert_eq!(cell, &Data::String(all.join("; "))),
                        Cell::Day(_) => assert!(matches!(cell, Data::DateTime(_)), "{cell:?}"),
                        Cell::Number(digits, _) => {
                            assert_eq!(cell, &Data::Float(digits.parse().unwrap()));
                        }
                    }
                }
            }
        }
        assert_eq!(book.sheet_names(), names);
        let read_me = format!("{:?}", book.worksheet_range("Read me").unwrap());
        for said in [
            edition.marking(),
            "six of seven bodies",
            "Carrow Police: data of 31 March 2019, running cost of 2018/19",
            "Illustrative data: invented bodies",
        ] {
            assert!(read_me.contains(said), "{said}: {read_me}");
        }
        assert_eq!(
            read_me.contains("Agreements: not for publication."),
            edition == Edition::Public
        );
    }
    let restricted = |sheet: &str| {
        let table = OF_GROUP.iter().find(|table| table.sheet() == sheet).unwrap();
        table.columns().iter().filter(|c| c.audience == Audience::Restricted).count()
    };
    assert!(restricted("Ranking") >= 3 && restricted("Benchmarks") >= 2);
}

#[test]
fn every_number_of_a_picture_is_a_cell_of_its_table() {
    for edition in [Edition::Restricted, Edition::Public] {
        let files = files(edition);
        let sites = records(&files["group_ranking.csv"]);
        let drawn = records(&files["charts/group_ranking.csv"]);
        assert!(drawn.len() >= 20);
        for (bar, site) in drawn.iter().zip(&sites) {
            assert!(bar.iter().all(|(column, cell)| site[column] == *cell), "{bar:?} {site:?}");
        }
        let table = records(&files["benchmarks.csv"]);
        let mut pictures = 0;
        for path in files.keys().filter(|path| path.starts_with("charts/benchmark_")) {
            let Some(bytes) = files.get(path).filter(|_| path.ends_with(".csv")) else { continue };
            pictures += 1;
            for row in records(bytes) {
                let of = |body: &str| {
                    let is = |other: &&BTreeMap<String, String>| {
                        other["body"] == body
                            && ["use", "benchmark"].iter().all(|key| other[*key] == row[*key])
                    };
                    table.iter().find(is).unwrap()
                };
                let (own, all) = (of(&row["body"]), of("All bodies"));
                for column in ["median", "unit", "known", "of", "data_of"] {
                    assert_eq!(row[column], own[column], "{path} {column}");
                }
                for column in ["lower_quartile", "upper_quartile"] {
                    assert_eq!(row[column], all[column], "{path} {column}");
                }
                assert_eq!(row["median_of_all"], all["median"]);
                assert_eq!(row["median"].is_empty(), row["known"].parse::<u32>().unwrap() < 3);
            }
        }
        assert_eq!(pictures, if edition == Edition::Public { 1 } else { 5 });
        // Each picture stands on the page with its words, and all its files are listed there.
        let page = String::from_utf8(files["group.html"].clone()).unwrap().replace("&#x2f;", "/");
        for path in files.keys().filter(|path| path.starts_with("charts/")) {
            assert!(page.contains(&format!("<a href=\"{path}\">")), "{path}");
            let name = path.trim_start_matches("charts/").split('.').next().unwrap();
            let name = name.trim_end_matches("_slide");
            assert!(page.contains(&format!("<figure id=\"chart-{name}\"")), "{name}");
        }
        assert_eq!(page.matches("<summary>Text alternative</summary>").count(), pictures + 1);
    }
}

#[test]
fn the_median_of_a_body_is_of_its_own_sites_and_of_no_site_nothing_is_counted() {
    let region = region(Edition::Restricted);
    for row in region.benchmarks.iter().filter(|row| row.body.is_some()) {
        let mut values: Vec<i64> = region
            .benchmark_sites
            .iter()
            .filter(|site| Some(&site.body) == row.body.as_ref())
            .filter(|site| (site.site_use, site.benchmark) == (row.site_use, row.benchmark))
            .filter_map(|site| site.value)
            .collect();
        values.sort_unstable();
        assert_eq!(values.len(), row.known);
        let middle = values.get(values.len().div_ceil(2).saturating_sub(1)).copied();
        assert_eq!(row.median, middle.filter(|_| values.len() >= 3), "{row:?}");
        assert!(row.known > 0 || (row.above, row.below) == (None, None), "{row:?}");
    }
}

/// A body whose areas are in another unit than in its snapshot before is told of, and stopped where the policy says so.
#[test]
fn a_column_that_moved_is_told_before_a_body_is_compared() {
    let root = tempfile::tempdir().unwrap();
    let sites = |times: u32| {
        let line = |at: u32| format!("S-{at},House {at},office,{}\n", (300 + at * 41) * times);
        let lines: String = (1..=12).map(line).collect();
        format!("site_id,name,use,gia_m2\n{lines}")
    };
    let write = |body: &str, day: &str, text: &str| {
        let folder = root.path().join("bodies").join(body).join(day);
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("sites.csv"), text).unwrap();
    };
    write("fire", "2019-03-31", &sites(1));
    write("fire", DAY, &sites(11));
    write("police", DAY, &sites(1));
    let ran = |more: &[&str]| {
        let mut command = terrier();
        let done =
            command.arg("group").arg(root.path().join("bodies")).args(more).output().unwrap();
        let said = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        (done.status.code(), said(done.stdout), said(done.stderr))
    };
    let (code, said, talk) = ran(&[]);
    assert_eq!(code, Some(0), "{talk}");
    assert!(talk.contains("column-unit-changed"), "{talk}");
    assert!(
        said.contains("Check the units of fire before its figures are used (sites.csv, gia_m2)"),
        "{said}"
    );
    let policy = root.path().join("strict.toml");
    fs::write(&policy, "[severity]\ncolumn-unit-changed = \"error\"\n").unwrap();
    let (code, said, talk) = ran(&["--policy", policy.to_str().unwrap()]);
    assert_eq!(code, Some(1), "{talk}");
    assert!(said.contains("fire is left out: its data has 1 error."), "{said}");
    // So it is where the body's own policy says so.
    fs::rename(&policy, root.path().join("bodies/fire/policy.toml")).unwrap();
    let (code, said, _) = ran(&[]);
    assert!(code == Some(1) && said.contains("fire is left out: its data has 1 error."), "{said}");
}

/// One building that a body lists as two sites is one building, and a host that its body would leave is said to have to stay.
#[test]
fn a_building_is_counted_once_and_a_host_that_would_be_left_is_named() {
    let sites = |lines: &str| format!("site_id,name,use,uprn\n{lines}");
    let (one, two) = (
        sites("S-1,House,office,4711\n"),
        sites("S-1,House,office,4711\nS-2,House rear,office,4711\n"),
    );
    let root = made(&[("a", &[("sites", one.as_str())]), ("b", &[("sites", two.as_str())])]);
    let text = report::group_in_markdown(&view(&read(root.path()), Edition::Restricted), 50);
    assert!(text.contains("in one building that two registers list"), "{text}");
    let region = region(Edition::Restricted);
    let leaves = |body: &str, id: &str| {
        region.needs.iter().any(|n| n.of == NeedOf::Site && n.body == body && n.site_id == id)
    };
    assert!(region.matches.iter().any(|row| row.host_leaves));
    for row in &region.matches {
        assert_eq!(row.host_leaves, leaves(&row.host_body, &row.host_id));
    }
}
