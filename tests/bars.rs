//! Issue 13, item 4: what stands in the way of a sale stands in exits, gates, months to exit, options, page and paper
//! alike.

use terrier::{
    appraise::{Bar, BarReason, OptionKind, SiteOption},
    batch::Run,
    edition::Edition,
    finance::ExitRoute,
    measure::SiteMeasures,
    model::{Basis, Measure, Quantity, Status, Tenure},
    score::Gate,
    tenure::{SaleBar, SaleBarKind, SiteExit},
};

use crate::{
    published::{Files, newest, ran, rows, small, text, without_charts},
    sample::{NEWEST, project},
};

const SITES: &str = "site_id,name,use,tenure,status,status_on,gia_m2,nia_m2,office_nia_m2,occupied_m2,workstations,\
                     backlog_high,backlog_significant,market_value,rateable_value,must_keep,acv_listed_until,\
                     acv_notice_on\n";
const CONSTRAINTS: &str = "site_id,kind,text,blocks,until\n";
const LEASES: &str =
    "lease_id,site_id,role,start,expiry,lta_1954,sublet_part,assign,dilapidations\n";

/// A freehold office, let or sold by nobody; `more` is must_keep, listed until, notice on.
fn freehold(id: &str, more: &str) -> String {
    format!("{id},Office {id},office,freehold,,,1000,800,620,300,62,0,0,1000000,60000,{more}\n")
}

/// Costs and observations of every site, so that it is ranked.
fn known_of(sites: &str) -> [(&'static str, String); 2] {
    let mut costs = "site_id,financial_year,category,amount\n".to_owned();
    let mut seen = "site_id,on,method,capacity,hours_open,mean_occupied,peak_occupied\n".to_owned();
    for id in sites.lines().filter_map(|line| line.split(',').next()) {
        costs += &format!("{id},2019/20,maintenance,40000\n");
        seen += &format!("{id},2020-01-01,survey,62,10,12,30\n");
    }
    [("costs", costs), ("occupancy", seen)]
}

fn run_with(sites: &str, constraints: &str, leases: &str) -> Box<Run> {
    let known = known_of(sites);
    let sites = format!("{SITES}{sites}");
    let constraints = format!("{CONSTRAINTS}{constraints}");
    let leases = format!("{LEASES}{leases}");
    let mut tables = vec![("sites", sites.as_str())];
    tables.extend(known.iter().map(|(name, table)| (*name, table.as_str())));
    tables.extend((constraints != CONSTRAINTS).then_some(("constraints", constraints.as_str())));
    tables.extend((leases != LEASES).then_some(("leases", leases.as_str())));
    small("2020-03-31", &tables)
}

fn run(sites: &str, constraints: &str) -> Box<Run> {
    run_with(sites, constraints, "")
}

fn months(measures: &SiteMeasures) -> Option<i64> {
    match measures.reading(Measure::MonthsToExit).value {
        Some(Quantity::Whole(months)) => Some(months),
        _ => None,
    }
}

fn gates_of(run: &Run, number: usize) -> &[Gate] {
    &run.ranking.sites.iter().find(|site| site.number == number).unwrap().gates
}

fn gates(run: &Run, number: usize) -> Vec<String> {
    gates_of(run, number).iter().map(ToString::to_string).collect()
}

fn sold(run: &Run, number: usize) -> Option<&SiteOption> {
    let options = &run.appraisal.recommendations[number].options;
    options.iter().find(|o| o.kind == OptionKind::Dispose)
}

fn of(files: &Files, table: &str, id: &str, column: &str) -> String {
    let found = rows(&files[table]).into_iter().find(|row| row["site_id"] == id);
    found.unwrap()[column].clone()
}

#[test]
fn a_covenant_without_end_bars_a_freehold_everywhere() {
    let run = run(&freehold("A", ",,"), "A,covenant,Police purposes only,sale,\n");
    let exit = &run.tenure.sites[0];
    assert_eq!((exit.on, exit.is_barred(), exit.basis), (None, true, Basis::SaleBarred));
    assert_eq!(months(&run.measures.sites[0]), Some(300));
    assert_eq!(gates(&run, 0), ["blocked_sale"]);
    assert!(!sold(&run, 0).unwrap().is_open());
    let files = without_charts(&run, Edition::Restricted);
    let exits = |column| of(&files, "exits.csv", "A", column);
    assert_eq!((exits("exit_on"), exits("route")), (String::new(), String::new()));
    assert_eq!(exits("sale_bars"), "covenant: Police purposes only (no end date)");
    assert!(text(&files, "report.html").contains("none: a sale is blocked"));
    assert!(text(&files, "paper.md").contains("none: a sale is blocked (covenant)"));
}

/// Held until 31 December 2021: 1 January 2022 is 22 months after 31 March 2020, counted up.
#[test]
fn a_constraint_with_a_last_day_bars_to_it() {
    let run = run(&freehold("A", ",,"), "A,planning,Open space,sale,2021-12-31\n");
    let exit = &run.tenure.sites[0];
    assert_eq!(exit.on, "2022-01-01".parse().ok());
    assert_eq!((exit.basis, months(&run.measures.sites[0])), (Basis::SaleWaits, Some(22)));
    assert_eq!(gates(&run, 0), ["blocked_sale until 2021-12-31"]);
    let sold = sold(&run, 0).unwrap();
    assert_eq!(sold.done_on.map(|day| day >= exit.on.unwrap()), Some(true));
    assert_eq!(sold.bars[0].until, exit.on);
    let files = without_charts(&run, Edition::Restricted);
    assert!(text(&files, "paper.md").contains("not before 1 January 2022 (planning restriction)"));
}

/// Unknown title, and a row that nobody said what it blocks, bar without end too; a letting's bar does not.
#[test]
fn what_a_row_does_not_say_bars_a_sale() {
    let sites = ["A", "B", "C"].map(|id| freehold(id, ",,")).concat();
    let rows = "A,title,No deeds found,,\nB,,Something,both,\nC,mast,Aerial,letting,\n";
    let run = run(&sites, rows);
    let barred: Vec<bool> = run.tenure.sites.iter().map(SiteExit::is_barred).collect();
    assert_eq!(barred, [true, true, false]);
    assert_eq!(gates(&run, 2), ["blocked_letting"]);
}

/// Nothing runs before the council is notified; then six weeks in any case, six months if a community body asks to bid.
#[test]
fn a_moratorium_is_told_as_what_it_hangs_on() {
    let sites = [
        freehold("A", ",2024-06-30,"),
        freehold("B", ",2024-06-30,2020-03-01"),
        freehold("C", ",2024-06-30,2020-01-01"),
        freehold("D", ",2024-06-30,2019-06-01"),
        freehold("E", ",2019-06-30,2019-06-01"),
    ];
    let run = run(&sites.concat(), "");
    let days = |number: usize| {
        let exit = &run.tenure.sites[number];
        let text =
            |day: Option<_>| day.map(|d: chrono::NaiveDate| d.to_string()).unwrap_or_default();
        format!("{} {}", text(exit.on), text(exit.perhaps))
    };
    assert_eq!(days(0), "2020-09-30 2020-05-12");
    // Nothing that could be recorded settles whether a body asks: the later day is taken, with no range.
    for number in 0..3 {
        let months = run.measures.sites[number].reading(Measure::MonthsToExit);
        assert!(months.value.is_some() && months.range.is_none(), "{months:?}");
    }
    assert_eq!(gates(&run, 0), ["sale_waits until 2020-09-29"]);
    assert_eq!(days(1), "2020-09-01 2020-04-12");
    assert_eq!(gates(&run, 1), ["blocked_sale until 2020-04-11", "sale_waits until 2020-08-31"]);
    // The six weeks are over; the six months are not, if a body asked.
    assert_eq!(days(2), "2020-07-01 2020-03-31");
    assert_eq!(gates(&run, 2), ["sale_waits until 2020-06-30"]);
    // A sale may complete until 1 December 2020, and no listing is left at E.
    assert_eq!(days(3), "2020-03-31 ");
    assert_eq!((gates(&run, 3), days(4)), (Vec::new(), "2020-03-31 ".to_owned()));
    let files = without_charts(&run, Edition::Restricted);
    assert_eq!(
        of(&files, "exits.csv", "A", "sale_bars"),
        "asset of community value, so a sale must wait six weeks from the day the council is notified, or six months if a \
         community body asks to bid (not before 30 September 2020)"
    );
    assert_eq!(
        of(&files, "exits.csv", "D", "sale_bars"),
        "asset of community value, with notice given on 1 June 2019, so a sale may complete until 1 December 2020 and \
         needs a new notice after that"
    );
}

/// £1m: agent 1.25 % and £3,500; without a value the lawyer's bill stands, and a grant to be paid back is named.
#[test]
fn the_cost_of_a_sale_stands_as_far_as_it_is_known() {
    let sites = [
        freehold("A", ",,"),
        freehold("B", ",,").replace("1000000", ""),
        freehold("C", ",,"),
        freehold("D", ",,").replace("1000000", ""),
    ];
    let rows = "C,grant_clawback,Repayable,letting,\nD,grant_clawback,Repayable,letting,\n";
    let files = without_charts(&run(&sites.concat(), rows), Edition::Restricted);
    let cost = |id| {
        let exits = |column| of(&files, "exits.csv", id, column);
        [exits("cost"), exits("cost_at_least"), exits("not_known")].join("|")
    };
    assert_eq!(cost("A"), "16000.00||");
    assert_eq!(cost("B"), "|3500.00|the market value is not recorded");
    assert_eq!(cost("C"), "|16000.00|the grant to be paid back is not recorded");
    let both = "the market value is not recorded; the grant to be paid back is not recorded";
    assert_eq!(cost("D"), format!("|3500.00|{both}"));
    let page = text(&files, "report.html");
    assert!(page.contains("at least £3,500: the market value is not recorded"));
    let paper = text(&files, "paper.md");
    assert!(
        paper.contains("£934,625, before the grant to be paid back")
            || paper.contains("£0.9m, before")
    );
}

/// A long lease that may be assigned waits for what stops a sale; without end it is held to its own last day.
#[test]
fn a_long_leasehold_waits_as_a_freehold_does() {
    let site = |id: &str| freehold(id, ",,").replace("freehold", "long_leasehold");
    let sites = ["A", "B", "C"].map(site).concat();
    let lease = |(id, assign)| {
        format!("L{id},{id},tenant,1990-03-25,2039-03-24,protected,permitted,{assign},0\n")
    };
    let leases = [("A", "permitted"), ("B", "consent"), ("C", "permitted")].map(lease).concat();
    let run = run_with(&sites, "A,planning,x,sale,2021-12-31\nC,covenant,x,sale,\n", &leases);
    let days: Vec<String> =
        run.tenure.sites.iter().map(|e| format!("{} {}", e.on.unwrap(), e.route)).collect();
    assert_eq!(days, ["2022-01-01 sale", "2020-06-30 sale", "2039-03-24 expiry"]);
    assert!(!sold(&run, 2).unwrap().is_open());
}

/// Holds every output of a site together; returns how many sites the paper says are free to sell.
fn assert_together(run: &Run, files: &Files, what: &str) -> usize {
    let as_of = run.estate.snapshot.as_of;
    let (exits, options) = (rows(&files["exits.csv"]), rows(&files["options.csv"]));
    let (page, paper) = (text(files, "report.html"), text(files, "paper.md"));
    let mut free = 0;
    for (number, site) in run.estate.sites.iter().enumerate() {
        let id = site.site_id.as_str();
        let exit = &run.tenure.sites[number];
        let bars = exit.sale.of_sale_on(as_of);
        let gates = gates_of(run, number);
        let what = format!("{what}, {id}: {bars:?} {gates:?}");
        let is_constraint = |bar: &SaleBar| matches!(bar.kind, SaleBarKind::Constraint(_));
        let is_listing = |bar: &SaleBar| matches!(bar.kind, SaleBarKind::CommunityValue(_));
        // A constraint or a moratorium has a gate, and a gate has one of them.
        let holding = bars.iter().filter(|bar| bar.holds_on(as_of));
        let gated = holding.clone().any(|bar| is_constraint(bar) || is_listing(bar));
        let gate = gates.iter().any(|g| matches!(g, Gate::BlockedSale(_) | Gate::SaleWaits(_)));
        assert_eq!(gated, gate, "{what}");
        let endless = bars.iter().any(|bar| is_constraint(bar) && bar.until.is_none());
        assert_eq!(endless, gates.contains(&Gate::BlockedSale(None)), "{what}");
        // The exit of a site that is sold is the first day of its bars, and the months are counted to it.
        let row = exits.iter().find(|row| row["site_id"] == id).unwrap();
        if site.status_or_operational() == Some(Status::Sold) {
            // Nothing is left to leave: no day, no way, no cost, and no such part of its page.
            let told = row.iter().filter(|(name, _)| !["site_id", "name"].contains(&name.as_str()));
            let told: Vec<_> = told.filter(|(_, cell)| !cell.is_empty()).collect();
            assert_eq!(told, [(&"basis".to_owned(), &"sold".to_owned())], "{what}");
            let section = page.split(&format!("id=\"site-{id}\"")).nth(1).unwrap();
            let section = section.split("</section>").next().unwrap();
            assert!(!section.contains("<h4>Exit</h4>"), "{what}");
            let mut own = paper.lines().filter(|line| line.contains(&format!("| {} |", site.name)));
            assert!(own.all(|line| !line.contains("free to sell")), "{what}");
            continue;
        }
        assert_eq!(row["exit_on"], exit.on.map(|day| day.to_string()).unwrap_or_default());
        if site.tenure == Some(Tenure::Freehold) {
            assert_eq!(exit.on, exit.sale.first_day(as_of), "{what}");
            assert_eq!(exit.is_barred(), endless, "{what}");
            let waits = exit.on.is_none_or(|on| on > as_of);
            let read = months(&run.measures.sites[number]);
            assert_eq!(waits, read.unwrap() > 0, "{what}");
            assert_eq!(endless, read == Some(300), "{what}");
        }
        // The option to sell is barred by the same, and never done before.
        // How a site is held decides whether it can be sold at all.
        if let Some(sold) = sold(run, number).filter(|_| site.tenure.is_some()) {
            let first = exit.sale.first_day(as_of);
            let kept = bars.iter().any(SaleBar::is_decision);
            let closed = exit.sale.first_day(sold.done_on.unwrap_or(as_of)).is_none();
            // What it would put out of reach is no bar of the sale itself.
            let is_coverage = |bar: &Bar| matches!(bar.why, BarReason::Coverage { .. });
            let open = sold.bars.iter().all(|bar| bar.until.is_some() || is_coverage(bar));
            assert_eq!(open, !kept && !closed, "{what}: {sold:?}");
            assert!(first.is_none() || sold.done_on >= first, "{what}");
            let named: Vec<&BarReason> = sold.bars.iter().map(|bar| &bar.why).collect();
            // Consent is given in the months a sale takes anyway, and an old notice is another on the day of sale.
            let other = |bar: &SaleBar| is_listing(bar) || bar.kind == SaleBarKind::ConsentToAssign;
            for bar in holding.clone().filter(|bar| !other(bar)) {
                assert!(named.contains(&&BarReason::Sale(bar.kind.clone())), "{what}: {named:?}");
            }
            let row = options.iter().find(|r| r["site_id"] == id && r["option"] == "dispose");
            assert_eq!(row.unwrap()["bars"].is_empty(), sold.bars.is_empty(), "{what}");
        }
        // The words: every bar is named in the row, and only a site without one is free to sell.
        assert_eq!(row["sale_bars"].is_empty(), bars.is_empty(), "{what}");
        for bar in &bars {
            let words = match &bar.kind {
                SaleBarKind::MustKeep(why) => why.as_str(),
                SaleBarKind::Constraint(_) => bar.text.as_str(),
                SaleBarKind::CommunityValue(_) => "asset of community value",
                SaleBarKind::ConsentToAssign => "consent to assign the lease",
                SaleBarKind::NoRightToAssign => "the lease may not be assigned",
            };
            assert!(row["sale_bars"].contains(words), "{what}");
        }
        // The table of options says of each of its sites how it can be left; the others name it for other things.
        let mut of_options = false;
        let tables = paper.lines().filter(|line| line.starts_with('|') || line.is_empty());
        let own: Vec<(&str, bool)> = tables
            .map(|line| {
                of_options |= line.starts_with("| Site | Options, worth");
                of_options &= !line.is_empty();
                (line, of_options)
            })
            .filter(|(line, _)| line.contains(&format!("| {} |", site.name)))
            .collect();
        for (line, of_options) in own {
            let says_free = line.contains("free to sell");
            free += usize::from(says_free);
            assert!(!says_free || bars.is_empty(), "{what}: {line}");
            let sold = exit.route == ExitRoute::Sale && of_options;
            assert_eq!(sold && bars.is_empty(), says_free, "{what}: {line}");
        }
    }
    assert!(!page.contains("free to sell"));
    let public = without_charts(run, Edition::Public);
    for name in ["report.html", "paper.md", "ranking.csv"] {
        let shown = text(&public, name);
        assert!(!shown.contains("free to sell"), "{what}");
        for row in run.estate.constraints.iter().flatten().filter(|c| c.text.len() > 12) {
            assert!(!shown.contains(&row.text), "{what}: {}", row.text);
        }
    }
    free
}

#[test]
fn no_two_outputs_of_the_sample_contradict_each_other() {
    let run = ran(&project(NEWEST));
    assert!(assert_together(&run, newest(Edition::Restricted), "sample") > 0);
}

/// Every mix of tenure, constraints, listing, status and must-keep, five sites a snapshot so that the paper has all.
#[test]
fn no_two_outputs_of_a_made_estate_contradict_each_other() {
    let tenures = ["freehold", "long_leasehold", "leasehold", ""];
    let rows = [
        &[][..],
        &["covenant,Police purposes only for ever,sale,"],
        &[
            "planning,Open space until the plan,both,2021-12-31",
            "title,A strip is unregistered,,2020-04-30",
        ],
        &[
            "mast,Aerial on the roof of it,letting,",
            "grant_clawback,Repay what was granted,sale,2023-03-31",
        ],
        &["contamination,Tanks under the yard,letting,2019-01-01"],
    ];
    let listings =
        [",", "2024-06-30,", "2024-06-30,2020-03-01", "2024-06-30,2019-06-01", "2019-06-30,"];
    let assigns = ["permitted", "consent", "barred", ""];
    let mut made: Vec<(String, String, String)> = Vec::new();
    for number in 0..100_usize {
        let (tenure, rest) = (tenures[number % 4], number / 4);
        let (own, listing) = (rows[rest % 5], listings[rest / 5 % 5]);
        let id = format!("S{number:03}");
        let status = ["", "vacant,2018-03-31", "for_sale,2020-01-01"][number % 3];
        let status = if status.is_empty() { "," } else { status };
        let keep = if number % 7 == 0 { "Needed by the force" } else { "" };
        let site = freehold(&id, &format!("{keep},{listing}"));
        let site = site.replace("freehold,,", &format!("{tenure},{status}"));
        let own = own.iter().map(|row| format!("{id},{row}\n")).collect::<String>();
        let assign = assigns[(number / 4 + number / 20) % 4];
        let lease =
            format!("L{id},{id},tenant,1990-03-25,2039-03-24,protected,permitted,{assign},0\n");
        let leased = tenure.contains("lease");
        made.push((site, own, if leased { lease } else { String::new() }));
    }
    let mut free = 0;
    for (number, five) in made.chunks(5).enumerate() {
        let join =
            |of: fn(&(String, String, String)) -> &str| five.iter().map(of).collect::<String>();
        let run = run_with(&join(|m| &m.0), &join(|m| &m.1), &join(|m| &m.2));
        let files = without_charts(&run, Edition::Restricted);
        free += assert_together(&run, &files, &format!("made {number}"));
    }
    assert!(free > 3, "{free}");
}
