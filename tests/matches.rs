//! Sites and partners that could share: worked by hand, refused with the reason, and told.

use terrier::{batch::Run, edition::Edition};

use crate::{
    programmes::studied_files,
    published::{newest, rows, small, terrier, without_charts},
    sample::project,
};

/// Ten m² a workstation: A needs 8 of them (10 FTE × 0.8), 80 m²; B 4, 40 m².
const SITES: &str = "site_id,name,use,tenure,easting,northing,workstations,secure\n\
    A,Alpha,office,freehold,540000,270000,10,no\nB,Beta,office,freehold,541000,270000,10,no\n";
const TEAMS: &str = "site_id,team,function,fte\nA,Case,office,10\nB,Desk,office,5\n";
/// P1 is 400 m from A and 600 m from B, P2 1,500 m and 500 m.
const PARTNERS: &str = "partner_id,organisation,name,easting,northing,offers_m2,wants_m2,from,until,secure\n\
    P1,Fire Authority,Fire Station,540400,270000,90,,,,no\n\
    P2,Council,Depot,541500,270000,45,,,,no\n";

fn estate(sites: &str, teams: &str, partners: &str) -> Box<Run> {
    small("2020-03-31", &[("sites", sites), ("teams", teams), ("partners", partners)])
}

/// Returns direction, site and partner, fits, why, and whether it is chosen.
fn pairs(run: &Run) -> Vec<(String, String, String, bool)> {
    let files = without_charts(run, Edition::Restricted);
    let Some(table) = files.get("matches.csv") else { return Vec::new() };
    let pair = |row: &std::collections::BTreeMap<String, String>| {
        let who = match row["direction"].as_str() {
            "into_partner" => format!("{} into {}", row["site_id"], row["partner_id"]),
            _ => format!("{} into {}", row["partner_id"], row["site_id"]),
        };
        (who, row["fits"].clone(), row["why"].clone(), row["chosen"] == "yes")
    };
    rows(table).iter().map(pair).collect()
}

fn pair(who: &str, fits: &str, why: &str, chosen: bool) -> (String, String, String, bool) {
    (who.to_owned(), fits.to_owned(), why.to_owned(), chosen)
}

/// The Board has decided that A's teams go to B: A seeks no partner any more, and B still does.
#[test]
fn a_site_whose_teams_are_promised_to_another_seeks_no_partner() {
    let treasury = "[opening]\ncfr = \"0\"\nyears = 20\n[reserves]\nopening = \"0\"\n[balance_sheet]\nworking_capital = \"0\"\n\
        minimum_liquidity = \"0\"\n[rates]\nshort = \"1%\"\nlong = \"3%\"\ninvestment = \"1%\"\n[mrp]\nmethod = \"equal_instalment\"\n\
        [new_loans]\nkind = \"annuity\"\nyears = 20\n\
        [[decisions]]\nsite_id = \"A\"\noption = \"dispose\"\nreceiver = \"B\"\nsource = \"Board\"\n";
    let sites = SITES.replace("270000,10,no\n", "270000,30,no\n");
    let tables = [("sites.csv", sites.as_str()), ("teams.csv", TEAMS), ("partners.csv", PARTNERS)];
    let without = pairs(&studied_files(&tables, ""));
    let with = pairs(&studied_files(&[&tables[..], &[("treasury.toml", treasury)]].concat(), ""));
    let leave = |found: &[(String, String, String, bool)], id: &str| {
        found.iter().filter(|pair| pair.0.starts_with(&format!("{id} into P"))).count()
    };
    assert_eq!([leave(&without, "A"), leave(&without, "B")], [2, 2], "{without:?}");
    assert_eq!([leave(&with, "A"), leave(&with, "B")], [0, 2], "{with:?}");
}

/// A fits P1 alone; B would be nearer to P2. Together 120 m² are matched.
#[test]
fn each_site_goes_whole_where_most_space_is_matched() {
    let found = pairs(&estate(SITES, TEAMS, PARTNERS));
    assert_eq!(
        found,
        [
            pair("A into P1", "yes", "", true),
            pair("A into P2", "no", "80 m² is needed and 45 m² is offered", false),
            pair("B into P1", "yes", "", false),
            pair("B into P2", "yes", "", true),
        ]
    );
    // One space takes both where it has 120 m², and of two spaces the nearer one is taken.
    let both =
        pairs(&estate(SITES, TEAMS, &PARTNERS.replace(",90,", ",120,").replace(",45,", ",39,")));
    let chosen: Vec<&str> = both.iter().filter(|p| p.3).map(|p| p.0.as_str()).collect();
    assert_eq!(chosen, ["A into P1", "B into P1"]);
    let row =
        &rows(&without_charts(&estate(SITES, TEAMS, PARTNERS), Edition::Restricted)["matches.csv"])
            [0];
    let cells = ["metres", "workstations", "m2_needed", "m2_there", "m2_matched", "is_exact"];
    assert_eq!(cells.map(|name| row[name].as_str()), ["399", "8", "80.0", "90.0", "80.0", "yes"]);
}

#[test]
fn a_refusal_names_its_reason_and_an_unknown_its_fact() {
    let only = |sites: &str, teams: &str, partner: &str| {
        let head = PARTNERS.lines().next().unwrap();
        let found = pairs(&estate(sites, teams, &format!("{head}\n{partner}\n")));
        let of_a = found.into_iter().find(|pair| pair.0.starts_with('A')).unwrap();
        (of_a.1, of_a.2)
    };
    let told = |fits: &str, why: &str| (fits.to_owned(), why.to_owned());
    let offer = |dates: &str| format!("P1,Fire,Station,540400,270000,90,,{dates}");
    // Six months from the day of the figures to the move, and a year from it at least.
    assert_eq!(only(SITES, TEAMS, &offer("2020-09-30,2021-09-30,no")), told("yes", ""));
    assert_eq!(
        only(SITES, TEAMS, &offer("2020-10-01,,no")),
        told("no", "the offer begins only on 1 October 2020")
    );
    assert_eq!(
        only(SITES, TEAMS, &offer(",2021-09-29,no")),
        told("no", "the offer ends too soon, on 29 September 2021")
    );
    let case = TEAMS.replace("Case,office,10", "Case,investigation,10");
    assert_eq!(
        only(SITES, &case, &offer(",,no")),
        told(
            "no",
            "the work of Case (investigation) may not be done in space shared with another body"
        )
    );
    let secure = SITES.replace("270000,10,no\nB", "270000,10,yes\nB");
    assert_eq!(
        only(&secure, TEAMS, &offer(",,no")),
        told("no", "the partner's site is not secure")
    );
    assert_eq!(
        only(&secure, TEAMS, &offer(",,")),
        told("not_known", "whether the partner's site is secure is not known")
    );
    assert_eq!(only(&secure, TEAMS, &offer(",,yes")), told("yes", ""));
    let workshop = SITES.replace("Alpha,office", "Alpha,workshop");
    assert_eq!(
        only(&workshop, TEAMS, &offer(",,no")),
        told(
            "not_known",
            "the site is recorded as workshop, and whether the partner's space suits that is not known"
        )
    );
    // A counter of which nobody counted the people or the FTE.
    let counter = SITES.replace("Alpha,office", "Alpha,front_counter");
    assert_eq!(
        only(&counter, &TEAMS.replace("A,Case,office,10\n", ""), &offer(",,no")),
        told("not_known", "the space needed is not known")
    );
}

/// 20 workstations of 10 m², of which 4 people at peak need five: 150 m² can be let.
const HOST: &str = "site_id,name,use,tenure,easting,northing,gia_m2,nia_m2,office_nia_m2,workstations,separate_entrance,secure\n\
    D,Delta,office,leasehold,540000,270000,260,240,200,20,no,no\n";
const SEEN: &str = "site_id,on,method,capacity,hours_open,mean_occupied,peak_occupied,hours_in_use\n\
    D,2020-01-10,sensor,20,60,3,4,40\n";

fn host(site: &str, lease: &str, wants: &str) -> Vec<(String, String, String, bool)> {
    let lease = format!("lease_id,site_id,role,start,expiry,rent,sublet_part,share\n{lease}\n");
    let head = PARTNERS.lines().next().unwrap();
    let partners = format!("{head}\nP3,Ambulance,Post,540300,270000,,{wants}\n");
    let teams = "site_id,team,function,fte\nD,Case,investigation,3\n";
    pairs(&small(
        "2020-03-31",
        &[
            ("sites", site),
            ("occupancy", SEEN),
            ("leases", &lease),
            ("teams", teams),
            ("partners", &partners),
        ],
    ))
}

#[test]
fn a_partner_comes_in_where_lease_and_lawful_use_let_it() {
    let own_door = HOST.replace(",20,no,no", ",20,yes,no");
    let lease = |rights: &str| format!("L1,D,tenant,2010-04-01,2030-03-31,1000,{rights}");
    let of = |site: &str, rights: &str, wants: &str| {
        let found = host(site, &lease(rights), wants);
        assert_eq!(found.len(), 1, "{found:?}");
        let (who, fits, why, chosen) = found.into_iter().next().unwrap();
        assert_eq!((who.as_str(), chosen), ("P3 into D", fits == "yes"));
        (fits, why)
    };
    let told = |fits: &str, why: &str| (fits.to_owned(), why.to_owned());
    assert_eq!(of(&own_door, "permitted,", "150,,,no"), told("yes", ""));
    assert_eq!(
        of(&own_door, "permitted,", "150.1,,,no"),
        told("no", "150.1 m² is wanted and 150 m² is surplus")
    );
    assert_eq!(of(&own_door, "consent,", "90,,,no"), told("yes", "the landlord has to consent"));
    let barred = told("no", "a lease does not allow sharing or subletting");
    assert_eq!(of(&own_door, "barred,", "90,,,no"), barred);
    assert_eq!(of(&own_door, "permitted,barred", "90,,,no"), barred);
    // Sharing is not subletting.
    assert_eq!(of(&own_door, "barred,permitted", "90,,,no"), told("yes", ""));
    assert_eq!(
        of(&own_door, ",", "90,,,no"),
        told("not_known", "whether the leases allow sharing or subletting is not known")
    );
    let not_lawful = told(
        "no",
        "the work of Case (investigation) may not be done in space shared with another body",
    );
    assert_eq!(of(HOST, "permitted,", "90,,,no"), not_lawful);
    let no_fact = HOST.replace(",20,no,no", ",20,,no");
    assert_eq!(
        of(&no_fact, "permitted,", "90,,,no"),
        told("not_known", "whether the space has a separate entrance is not known")
    );
    assert_eq!(
        of(&own_door, "permitted,", "90,,,yes"),
        told("no", "the partner needs a secure site")
    );
    let secure = HOST.replace(",20,no,no", ",20,yes,yes");
    assert_eq!(
        of(&secure, "permitted,", "90,,,no"),
        told("no", "the site is secure, and the partner's is not")
    );
    // It has no surplus space that could be let: no pair.
    let small = own_door.replace(",20,yes,no", ",5,yes,no");
    assert_eq!(host(&small, &lease("permitted,"), "90,,,no"), []);
}

/// No position, no area, an area of zero, one too far away: no pair, and no fault.
#[test]
fn what_cannot_be_compared_is_in_no_pair() {
    let head = PARTNERS.lines().next().unwrap();
    let none = format!(
        "{head}\nP1,Fire,Station,,,90,,,,no\nP2,Fire,Zero,540400,270000,0,0,,,no\n\
         P3,Fire,Neither,540400,270000,,,,,no\nP4,Fire,Far,547000,270000,90,,,,no\n"
    );
    let run = estate(SITES, TEAMS, &none);
    let found = pairs(&run);
    assert_eq!(found.iter().map(|p| p.0.as_str()).collect::<Vec<_>>(), Vec::<&str>::new());
    let said = run.cover.matches.partners_not_placed.clone();
    assert_eq!((said, run.cover.matches.sites_not_placed.len()), (vec![0], 0));
    let run = estate(&SITES.replace("540000,270000", ","), TEAMS, PARTNERS);
    assert_eq!(run.cover.matches.sites_not_placed, [0]);
    // Without partners nothing is compared.
    let run = small("2020-03-31", &[("sites", SITES), ("teams", TEAMS)]);
    assert!(run.cover.matches.all.is_empty() && run.cover.matches.sites_not_placed.is_empty());
}

#[test]
fn the_screen_tells_who_could_share_and_the_public_edition_does_not() {
    let shown = terrier().args(["cover"]).arg(project("data/fenshire")).output().unwrap();
    let shown = String::from_utf8(shown.stdout).unwrap();
    for said in [
        "Partners, within 5 km in a straight line\n",
        "Coldlode Contact Point (council office) could move into Coldlode Depot (Coldlode District Council), \
         710 m away (20 of 75 m² offered, without a public area).\n",
        "Sedgeholme Village College (Sedgeholme Academy Trust) could move into Sedgeholme Police Station, \
         960 m away (90 of 234 m² surplus), from 1 September 2020, until 31 August 2023, were the site not proposed to close.\n",
        "Central Property Store cannot move into Shire Hall (Fenshire County Council), 740 m away: \
         the partner's site is not secure.\n",
        " more in matches.csv of the report\n",
    ] {
        assert!(shown.contains(said), "{said}\n{shown}");
    }
    assert!(!newest(Edition::Public).contains_key("matches.csv"));
}

/// A site that must be kept is offered to nobody: its partner's space is there for the other.
#[test]
fn a_site_that_must_be_kept_moves_into_no_partner() {
    let sites = SITES.replace("workstations,secure", "workstations,secure,must_keep");
    let sites = sites.replace("10,no\nB", "10,no,24-hour response\nB");
    let found = pairs(&estate(&sites, TEAMS, PARTNERS));
    assert_eq!(found[0], pair("A into P1", "no", "the site must be kept", false));
    let chosen: Vec<&str> = found.iter().filter(|p| p.3).map(|p| p.0.as_str()).collect();
    assert_eq!(chosen, ["B into P2"]);
}
