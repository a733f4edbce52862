//! Options worked by hand: the sums were made again outside the program, from the policy's figures alone.

use terrier::{
    appraise::{
        Advice, AdviceReason, BarReason, Missing, OptionKind, Recommendation, SiteOption,
        WouldChange,
    },
    batch::Run,
    edition::{self, Edition, PolicyDates, Remark},
    model::{Date, Money, SiteId},
    policy::{FigureName, Policy},
    tenure::SaleBarKind,
};

use crate::{
    published::{newest, small_under},
    worked::estate,
};

const SITES: &str = "site_id,name,tenure,status,use,gia_m2,office_nia_m2,workstations,backlog_high,\
                     backlog_significant,market_value,rateable_value,must_keep,acv_listed_until,\
                     acv_notice_on,public_counter\n";
const COSTS: &str = "site_id,financial_year,category,amount\nA,2019/20,maintenance,40000\n\
                     A,2019/20,rates,10000\n";
const SEEN: &str = "site_id,on,method,capacity,peak_occupied\nA,2020-01-01,survey,62,30\n";

/// An office of 1,000 m² that costs £40,000 and £10,000 of rates a year; 30 people at its peak.
const OFFICE: &str = "A,Alpha,freehold,,office,1000,620,62,50000,0,1000000,60000,,,,";

fn advice(site: &str, more: &[(&str, &str)]) -> Recommendation {
    let sites = format!("{SITES}{site}\n");
    let mut tables = vec![("sites", sites.as_str()), ("costs", COSTS), ("occupancy", SEEN)];
    tables.extend(more);
    of(&estate(&tables))
}

fn estate_under(tables: &[(&str, &str)], policy: &str) -> Box<Run> {
    small_under("2020-03-31", tables, &Policy::from_text(Some(policy)).unwrap())
}

fn of(run: &Run) -> Recommendation {
    run.appraisal.recommendations[0].clone()
}

fn option(found: &Recommendation, kind: OptionKind) -> &SiteOption {
    found.options.iter().find(|o| o.kind == kind).unwrap()
}

fn text(sum: Option<Money>) -> Option<String> {
    sum.map(|s| s.to_string())
}

/// Nothing is paid for it, nothing need be moved, nothing provided elsewhere: selling at once saves the cost of
/// holding it, £10,000 at the end of each of 25 years, exactly once.
#[test]
fn what_need_not_be_spent_is_saved_once() {
    let none = |figures: &[&str]| -> String {
        figures.iter().map(|f| format!("[figures.{f}]\nvalue = \"0\"\n")).collect()
    };
    let policy = none(&["sale_months", "sale_legal", "holding_per_m2", "delay_bias"]);
    let sites = format!("{SITES}A,Alpha,freehold,vacant,office,1000,620,62,0,0,0,0,,,,\n");
    let costs = "site_id,financial_year,category,amount\nA,2019/20,maintenance,10000\n";
    let run = estate_under(&[("sites", &sites), ("costs", costs)], &policy);
    let found = of(&run);
    let sold = option(&found, OptionKind::Dispose);
    assert_eq!(sold.flows, []);
    let advantage = sold.against.advantage.unwrap();
    assert_eq!(advantage.economic.to_string(), "164815.18");
    assert_eq!(advantage.budget, advantage.economic);
    let usual = option(&found, OptionKind::BusinessAsUsual).against.own.economic;
    assert_eq!(usual.to_string(), "-164815.18");
}

/// Emptied on 30 September 2020, sold 13 months later; 33 desks are moved and run elsewhere; rates after three
/// free months at 51.2p; £934,625.00 in all for £1,000,000.
#[test]
fn a_sale_is_worked_by_hand() {
    let found = advice(OFFICE, &[]);
    let usual = option(&found, OptionKind::BusinessAsUsual).against.own;
    assert_eq!(usual.economic.to_string(), "-715247.27");
    assert_eq!(usual.budget.to_string(), "-880062.45");
    let sold = option(&found, OptionKind::Dispose);
    assert_eq!(sold.done_on.map(|d| d.to_string()).as_deref(), Some("2021-10-30"));
    let advantage = sold.against.advantage.unwrap();
    assert_eq!(sold.against.own.economic.to_string(), "-265304.40");
    assert_eq!(advantage.economic.to_string(), "449942.87");
    assert_eq!(advantage.budget.to_string(), "585534.20");
    assert_eq!(advantage.public_sector.to_string(), "449942.87");
    assert_eq!(text(sold.against.equivalent_annual).as_deref(), Some("-16097.09"));
    assert_eq!(sold.against.switching.unwrap().round_dp(6).to_string(), "0.508369");
    assert_eq!(found.payback(OptionKind::Dispose), sold.done_on);
    // The works of the backlog are the same in both, for what is spent alike.
    let least = option(&found, OptionKind::DoMinimum);
    assert_eq!(least.against.advantage.unwrap().economic, Money::ZERO);
}

/// A rent nobody knows could bring £350 on 290 m² for five years at most, £507,500: more than a sale's £449,942.87.
/// At £349 a m² less is known to be too little.
#[test]
fn a_letting_without_a_rent_leaves_it_open_only_where_it_could_matter() {
    let found = advice(OFFICE, &[]);
    assert_eq!((found.advice, found.leads), (Advice::Open, Some(OptionKind::Dispose)));
    assert_eq!(found.settles, [(OptionKind::Sublet, Missing::RentalValue)]);
    let sites = format!("{SITES}{OFFICE}\n");
    let tables = [("sites", sites.as_str()), ("costs", COSTS), ("occupancy", SEEN)];
    let policy = "[figures.letting_most_per_m2]\nvalue = \"310\"\n";
    let found = of(&estate_under(&tables, policy));
    assert_eq!((found.advice, found.leads), (Advice::Recommended, Some(OptionKind::Dispose)));
    assert!(found.settles.is_empty());
    let Some(WouldChange::ReceiptFalls(fall)) = found.would_change.first() else {
        panic!("{found:?}")
    };
    assert_eq!(fall.round_dp(2).to_string(), "0.51");
}

/// Without a value there is no number: the receipt at which a sale would be as good, and what is missing.
#[test]
fn without_a_market_value_there_is_a_bound() {
    let found = advice(&OFFICE.replace("1000000,", ","), &[]);
    let sold = option(&found, OptionKind::Dispose);
    assert_eq!(sold.missing, [Missing::MarketValue]);
    assert_eq!(sold.against.advantage, None);
    // £449,942.87 less £885,071.65, the value of £934,625.00 on the day of the sale, and the lawyer's £3,500 on it.
    assert_eq!(text(sold.against.low).as_deref(), Some("-438443.21"));
    assert_eq!(sold.against.high, None);
    assert!(sold.against.break_even_receipt.is_some());
    assert_eq!(found.advice, Advice::Open);
    let AdviceReason::Open { facts, .. } = found.why else { panic!("{:?}", found.why) };
    assert!(facts.contains(&Missing::MarketValue), "{facts:?}");
}

#[test]
fn a_book_value_is_never_a_price() {
    let sites = "site_id,name,tenure,use,gia_m2,book_value,existing_use_value\n\
                 A,Alpha,freehold,office,1000,9000000,9000000\n";
    let found = of(&estate(&[("sites", sites), ("costs", COSTS)]));
    assert!(option(&found, OptionKind::Dispose).missing.contains(&Missing::MarketValue));
}

#[rstest::rstest]
#[case::keep(OFFICE.replace("60000,,,,", "60000,Custody for the county,,,"), "", None)]
#[case::title(OFFICE.to_owned(), "A,title,possessory title,sale,2023-03-31\n", Some("2023-04-01"))]
#[case::mast(OFFICE.to_owned(), "A,mast,code agreement,both,\n", None)]
#[case::community(OFFICE.replace("60000,,,,", "60000,,2024-01-01,2021-06-30,"), "", Some("2021-12-30"))]
fn what_stops_a_sale_is_dated(
    #[case] site: String,
    #[case] constraint: &str,
    #[case] day: Option<&str>,
) {
    let constraints = format!("site_id,kind,text,blocks,until\n{constraint}");
    let table = [("constraints", constraints.as_str())];
    let found = advice(&site, if constraint.is_empty() { &[] } else { &table });
    let sold = option(&found, OptionKind::Dispose);
    assert_eq!(sold.bars.len(), 1);
    assert_eq!(sold.bars[0].until.map(|d| d.to_string()).as_deref(), day);
    match day {
        // A sale cannot be earlier, and is no earlier than it would be anyway.
        Some(day) => assert_eq!(sold.done_on.map(|d| d.to_string()).as_deref(), Some(day)),
        None => assert_ne!(found.leads, Some(OptionKind::Dispose)),
    }
}

/// A long lease that may not be assigned cannot be sold; with consent it waits for that, and no longer.
#[rstest::rstest]
#[case("barred", Some(SaleBarKind::NoRightToAssign))]
#[case("consent", None)]
#[case("permitted", None)]
fn a_long_lease_is_sold_if_it_may_be_assigned(
    #[case] assign: &str,
    #[case] bar: Option<SaleBarKind>,
) {
    let leases = format!(
        "lease_id,site_id,role,start,expiry,lta_1954,sublet_part,assign\n\
         1,A,tenant,1990-03-25,2089-03-24,protected,permitted,{assign}\n"
    );
    let found = advice(&OFFICE.replace("freehold", "long_leasehold"), &[("leases", &leases)]);
    let sold = option(&found, OptionKind::Dispose);
    let bars: Vec<BarReason> = sold.bars.iter().map(|bar| bar.why.clone()).collect();
    assert_eq!(sold.is_open(), bar.is_none());
    assert_eq!(bars, bar.map(BarReason::Sale).into_iter().collect::<Vec<_>>());
}

/// A grant to be paid back is a cost nobody knows: a sale can be worth at most what it brings without it.
#[test]
fn a_clawback_takes_the_least_away() {
    let constraints =
        "site_id,kind,text,blocks,until\nA,grant_clawback,lottery grant,sale,2020-06-30\n";
    let found = advice(OFFICE, &[("constraints", constraints)]);
    let sold = option(&found, OptionKind::Dispose);
    assert_eq!(sold.missing, [Missing::Clawback]);
    assert_eq!((sold.against.low, text(sold.against.high).as_deref()), (None, Some("449942.87")));
}

/// £60,000 of dilapidations on the last day, 24 March 2022; not recorded, the least is not known.
#[test]
fn a_lease_is_left_at_its_earliest_exit() {
    let site = OFFICE.replace("freehold", "leasehold");
    let lease = |dilapidations: &str| {
        let leases = format!(
            "lease_id,site_id,role,start,expiry,lta_1954,sublet_part,dilapidations\n\
             1,A,tenant,2012-03-25,2022-03-24,protected,barred,{dilapidations}\n"
        );
        advice(&site, &[("leases", &leases)])
    };
    let found = lease("60000");
    let left = option(&found, OptionKind::Leave);
    assert_eq!(left.done_on.map(|d| d.to_string()).as_deref(), Some("2022-03-24"));
    let exit: Vec<String> = left
        .flows
        .iter()
        .filter(|f| f.kind.word() == "exit_cost")
        .map(|f| format!("{} {}", f.on, f.amount()))
        .collect();
    assert_eq!(exit, ["2022-03-24 -60000.00"]);
    let agreed = option(&found, OptionKind::LeaveByAgreement);
    assert!(agreed.by_agreement && agreed.missing.contains(&Missing::Consideration));
    let found = lease("");
    assert!(option(&found, OptionKind::Leave).missing.contains(&Missing::ExitCost));
    assert_eq!(option(&found, OptionKind::Leave).against.low, None);
}

#[test]
fn what_is_not_known_of_business_as_usual_leaves_it_open() {
    let sites = format!("{SITES}{OFFICE}\n");
    let found = of(&estate(&[("sites", &sites), ("occupancy", SEEN)]));
    assert_eq!(found.advice, Advice::Open);
    let facts: Vec<Missing> = found.settles.iter().map(|(_, fact)| *fact).collect();
    assert!(facts.contains(&Missing::RunningCost), "{facts:?}");
    let lines = found.closed_by(&SiteId::new("A").unwrap());
    assert!(lines.contains(&"costs: A, amount".to_owned()), "{lines:?}");
}

/// A store provides what no count of desks tells: the lines that would settle it are of the table of facts.
#[test]
fn an_open_choice_names_the_lines_that_would_close_it() {
    let found = advice(&OFFICE.replace(",office,", ",stores,"), &[]);
    assert_eq!(found.advice, Advice::Open);
    let lines = found.closed_by(&SiteId::new("A").unwrap());
    assert!(
        lines.contains(&"option_facts: A, dispose, function_elsewhere".to_owned()),
        "{lines:?}"
    );
}

#[test]
fn a_sold_site_has_no_options() {
    let found = advice(&OFFICE.replace("freehold,,", "freehold,sold,"), &[]);
    assert_eq!((found.advice, found.leads, found.options.len()), (Advice::None, None, 0));
}

#[test]
fn the_public_edition_has_no_options() {
    let public = newest(Edition::Public);
    for file in ["options.csv", "option_flows.csv", "recommendations.csv", "lettings.csv"] {
        assert!(!public.contains_key(file), "{file}");
        assert!(newest(Edition::Restricted).contains_key(file), "{file}");
    }
}

/// Acquired under threat of compulsory purchase: a flag and no bar; not recorded, neither, but said.
#[test]
fn a_former_owner_is_a_flag_and_no_bar() {
    let with = |word: &str| {
        let sites = SITES.replace("public_counter\n", "public_counter,compulsorily_purchased\n");
        let sites = format!("{sites}{OFFICE},{word}\n");
        let run = estate(&[("sites", &sites), ("costs", COSTS), ("occupancy", SEEN)]);
        let policy = Policy::default_policy().unwrap();
        let view = edition::view(run.results(&policy), Edition::Restricted).unwrap();
        let flagged: Vec<usize> = view
            .options
            .rows
            .iter()
            .filter(|r| r.option == OptionKind::Dispose)
            .map(|r| r.flags.len())
            .collect();
        let bars = option(&of(&run), OptionKind::Dispose).bars.len();
        (flagged, bars, view.options.advice[0].may_be_purchased)
    };
    assert_eq!(with("yes"), (vec![1], 0, false));
    assert_eq!(with("no"), (vec![0], 0, false));
    assert_eq!(with(""), (vec![0], 0, true));
}

/// £200,000 above the market value: 10 % to 50 % of it, in no sum.
#[test]
fn a_later_uplift_is_a_range_beside_the_sale() {
    let with = |other: &str| {
        let sites = SITES.replace("market_value", "market_value,alternative_use_value");
        let site = OFFICE.replace("1000000,", &format!("1000000,{other},"));
        let sites = format!("{sites}{site}\n");
        let found = of(&estate(&[("sites", &sites), ("costs", COSTS), ("occupancy", SEEN)]));
        let sold = option(&found, OptionKind::Dispose).clone();
        let upside = sold.upside.map(|(low, high)| format!("{low} {high}"));
        (upside, sold.against.own.economic.to_string())
    };
    let own = "-265304.40".to_owned();
    assert_eq!(with("1200000"), (Some("20000.00 100000.00".to_owned()), own.clone()));
    assert_eq!(with("1000000"), (None, own.clone()));
    assert_eq!(with(""), (None, own));
}

/// One remark names every figure used outside its dates; a run within them says nothing.
#[test]
fn figures_used_outside_their_dates_are_named_once() {
    let sites = format!("{SITES}{OFFICE}\n");
    let tables = [("sites", sites.as_str()), ("costs", COSTS), ("occupancy", SEEN)];
    let found = |overlay: &str| {
        let policy = Policy::from_text(Some(overlay)).unwrap();
        let run = small_under("2020-03-31", &tables, &policy);
        let results = run.results(&policy);
        let found = edition::policy_dates(results);
        let remarks = edition::view(results, Edition::Restricted).unwrap().remarks;
        let in_view = remarks.iter().filter(|r| matches!(r, Remark::PolicyDates(_))).count();
        assert_eq!(in_view, usize::from(found.is_some()));
        found
    };
    let dated =
        "[figures.sale_legal]\nuntil = 2019-03-31\n[figures.sale_agent]\nverify_by = 2020-01-01\n";
    let PolicyDates { figures, years } = found(dated).unwrap();
    let named = |figures: &[(FigureName, Date)]| {
        figures.iter().map(|(name, day)| format!("{name} {day}")).collect::<Vec<_>>().join(", ")
    };
    let early = "lease_accounts_year 2024-04-01, rates_high_from 2026-04-01";
    assert_eq!(named(&figures.early), early);
    assert_eq!(named(&figures.late), "sale_legal 2019-03-31");
    assert_eq!(named(&figures.unverified), "sale_agent 2020-01-01");
    let span = years.first().zip(years.last()).map(|(first, last)| (first.start(), last.start()));
    assert_eq!(span, Some((2027, 2044)));
    let rows: Vec<String> = (2018..2050)
        .map(|y| format!("[\"{y}/{:02}\", \"0.5\", \"0.5\", \"0.5\"]", (y + 1) % 100))
        .collect();
    let all = format!(
        "[figures.rates_high_from]\nfrom = 2017-04-01\n[rates]\nmultipliers = [{}]\n",
        rows.join(", ")
    );
    assert!(found(&all).is_none_or(|dates| dates.years.is_empty()));
}

/// What business as usual costs is not known; a sale is better than holding the empty building all the same.
#[test]
fn two_ways_out_are_compared_by_their_own_sums() {
    let site = OFFICE.replace("freehold,,", "freehold,vacant,").replace("50000,0,", "50000,,");
    let policy = "[figures.letting_most_per_m2]\nvalue = \"100\"\n";
    let sites = format!("{SITES}{site}\n");
    let tables = [("sites", sites.as_str()), ("costs", COSTS), ("occupancy", SEEN)];
    let found = of(&estate_under(&tables, policy));
    assert_eq!((found.advice, found.leads), (Advice::Recommended, Some(OptionKind::Dispose)));
    let AdviceReason::Better { best, .. } = found.why else { panic!("{:?}", found.why) };
    assert!(best.low.is_some() && best.low != best.high, "{best:?}");
}

/// An option that is worth the margin of the policy to the penny is not better: nothing is said of £0 that it lacks.
#[test]
fn an_option_worth_the_margin_exactly_lacks_nothing_that_is_told() {
    let tables = [
        ("sites", format!("{SITES}{OFFICE}\n")),
        ("costs", COSTS.to_owned()),
        ("occupancy", SEEN.to_owned()),
    ];
    let tables = tables.each_ref().map(|(name, table)| (*name, table.as_str()));
    let lacks = |margin: Money| {
        let policy = format!(
            "[figures.option_margin]\nvalue = \"{}\"\nsource = \"test\"\n",
            margin.as_pounds()
        );
        let found = of(&estate_under(&tables, &policy));
        let lacks = found.would_change.iter().find_map(|change| match change {
            WouldChange::Rival(_, short) => Some(*short),
            _ => None,
        });
        (found.leads, lacks)
    };
    let much = Money::from_pence(2_000_000_000);
    let (usual, short) = lacks(much);
    assert_eq!(usual, Some(OptionKind::BusinessAsUsual));
    let worth = much.checked_sub(short.unwrap()).unwrap();
    let penny = Money::from_pence(1);
    assert_eq!(lacks(worth), (usual, None));
    assert_eq!(lacks(worth.checked_add(penny).unwrap()), (usual, Some(penny)));
}
