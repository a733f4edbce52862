//! Every rule: a patch of the sample (one cell, header, line or file) gives exactly one finding more, shown
//! whole, so that a reviewer reads every change of wording.

use std::fs;

use rust_decimal::Decimal;
use terrier::model::Rule;

use crate::{
    made_book::{Sheet, book},
    sample::Sample,
};

/// The sample with facts of options.
fn option_facts(lines: &str) -> Sample {
    let text = format!("site_id,option,fact,amount,on,source\n{lines}");
    Sample::new().file("option_facts.csv", text.as_bytes())
}

/// The header of `constraints`.
const BARS: &[&str] = &["site_id", "kind", "text", "blocks", "until"];

/// The sample's constraints as a sheet.
fn constraints() -> Sheet {
    let rows = Sample::new().rows("constraints");
    let all: Vec<Vec<&str>> =
        rows.iter().map(|row| row.iter().map(String::as_str).collect()).collect();
    let all: Vec<&[&str]> = all.iter().map(Vec::as_slice).collect();
    Sheet::new("constraints", &all)
}

/// The sample with its constraints in a workbook.
fn barred(sheets: &[Sheet]) -> Sample {
    let sample = Sample::new();
    fs::remove_file(sample.folder.join("constraints.csv")).unwrap();
    sample.file("constraints.xlsx", &book(sheets))
}

/// Makes a test for each patch, and the list of rules that have one.
macro_rules! patches {
    ($($test:ident: $rule:ident, $patch:expr;)+) => {
        $(#[test]
        fn $test() {
            let sample: Sample = $patch;
            let finding = sample.only_finding();
            assert_eq!(finding.rule, Rule::$rule);
            insta::assert_snapshot!(stringify!($test), finding);
        })+

        const PATCHED: &[Rule] = &[$(Rule::$rule),+];
    };
}

patches! {
    a_workbook_is_one: UnreadableTable,
        Sample::new().file("constraints.xlsx", b"no workbook");
    a_sheet_that_cannot_be_read_is_named: UnreadableTable,
        Sample::new().text("constraints.csv", "Held as open space", "Held as\0open space");
    a_table_has_records: EmptyTable,
        Sample::new().file("constraints.csv", b"site_id,kind,text,blocks,until\n");
    a_table_stands_once: TableGivenTwice, {
        let sample = Sample::new();
        let text = fs::read(sample.folder.join("constraints.csv")).unwrap();
        sample.file("constraints_.csv", &text)
    };
    a_header_stands_once: HeaderGivenTwice,
        Sample::new().header("constraints", "until", "Kind");
    a_required_column_is_there: MissingColumn,
        Sample::new().header("constraints", "text", "");
    a_header_is_the_first_row: HeaderNotFirst, {
        let sample = Sample::new();
        let text = fs::read_to_string(sample.folder.join("constraints.csv")).unwrap();
        sample.file("constraints.csv", format!("Bars to sale\n\n{text}").as_bytes())
    };
    merged_cells_are_named: MergedCells,
        barred(&[constraints().merged("B2:B3")]);
    a_formula_has_its_result: FormulaUnsolved,
        barred(&[constraints().formula(9, &["FEN-001", "title", "Wall", "sale", "=1"])]);
    another_sheet_has_the_same_header: SheetApart, {
        let old = Sheet::new("old", &[&["site_id", "text", "ref"], &["FEN-001", "Wall", "9"]]);
        barred(&[constraints(), old])
    };
    a_row_is_a_record: RowNoRecord,
        Sample::new().line("constraints", "Stores and depots,,,,\n");
    a_status_holds_on_the_day: StatusContradicted,
        Sample::new().cell("sites", "FEN-003", "status_on", "2021-02-01");
    a_site_that_is_leased_has_a_lease: RoleAgainstTenure,
        Sample::new().cell("leases", "L-001", "role", "landlord");
    an_id_is_written_in_one_way: IdsAlike, {
        let sample = Sample::new();
        let mut rows = sample.rows("leases");
        let at = |name: &str| rows[0].iter().position(|header| header == name).unwrap();
        let (id, rent) = (at("lease_id"), at("rent"));
        let mut again = rows[1].clone();
        (again[id], again[rent]) = ("l-1".to_owned(), String::new());
        rows.push(again);
        sample.write("leases", &rows);
        sample
    };
    a_row_of_totals_is_no_record: TotalAmongRecords, {
        let sample = Sample::new();
        let rows = sample.rows("teams");
        let at = |name: &str| rows[0].iter().position(|header| header == name).unwrap();
        let fte = at("fte");
        let sum: Decimal = rows.iter().skip(1).map(|row| row[fte].parse::<Decimal>().unwrap()).sum();
        let mut whole = vec![String::new(); rows[0].len()];
        (whole[at("site_id")], whole[at("team")]) = ("FEN-001".to_owned(), "Whole force".to_owned());
        (whole[at("function")], whole[fte]) = ("response".to_owned(), sum.to_string());
        sample.line("teams", &format!("{}\n", whole.join(",")))
    };
    days_of_a_line_are_of_its_year: LinePeriodDoubted, {
        let sample = Sample::new();
        let mut rows = sample.rows("costs");
        let at = |name: &str| rows[0].iter().position(|header| header == name).unwrap();
        let (from, to, year) = (at("from"), at("to"), at("financial_year"));
        let line = rows.iter_mut().skip(1).find(|row| row[year] == "2019/20");
        let line = line.unwrap();
        (line[from], line[to]) = ("2015-04-01".to_owned(), "2015-06-30".to_owned());
        sample.write("costs", &rows);
        sample
    };
    a_line_stands_once: RepeatedLines, {
        let sample = Sample::new();
        let lines = sample.rows("costs");
        let at = |name: &str| lines[0].iter().position(|header| header == name).unwrap();
        let (category, amount) = (at("category"), at("amount"));
        let cleaning = lines.iter().filter(|line| line[category] == "cleaning");
        let pounds = |line: &&Vec<String>| line[amount].parse().unwrap_or(Decimal::MAX);
        let line = cleaning.min_by_key(pounds).unwrap().join(",");
        sample.line("costs", &format!("{line}\n"))
    };
    sheets_read_together_are_named: SheetsJoined, {
        let more = Sheet::new("more", &[BARS, &["FEN-001", "title", "Wall", "sale", ""]]);
        barred(&[constraints(), more])
    };
    hidden_cells_are_named: HiddenCells,
        barred(&[constraints().hidden_row(9, &["FEN-001", "title", "Wall", "sale", ""])]);
    a_list_of_postcodes_has_a_header: HeaderByForm, {
        let sample = Sample::new();
        let mut rows = sample.rows("postcodes");
        let at = |name: &str| rows[0].iter().position(|h| h == name).unwrap();
        let order = [at("postcode"), at("easting"), at("northing")];
        let lines: Vec<Vec<String>> = rows
            .split_off(1)
            .into_iter()
            .map(|row| {
                let [code, easting, northing] = order.map(|at| row[at].clone());
                vec![code, "10".to_owned(), easting, northing]
            })
            .collect();
        sample.write("postcodes", &lines);
        sample
    };
    a_row_is_no_longer_than_its_header: RowTooLong,
        Sample::new().line("constraints", "FEN-001,title,Boundary, see plan,sale,2022-01-01\n");
    quotation_marks_come_in_pairs: RowsSwallowed,
        Sample::new().line(
            "constraints",
            "FEN-001,title,\"Boundary,sale,\nFEN-002,title,Wall,sale,\nFEN-003,title,Gate,sale,\n",
        );
    the_folder_is_named_by_the_day: SnapshotDate, Sample::named("2020-04-30");
    estate_toml_holds_what_it_should: EstateFile,
        Sample::new().text("estate.toml", "\"2019/20\"", "\"2020/21\"");
    paper_toml_holds_what_it_should: PaperFile,
        Sample::new().text("paper.toml", "agenda_item", "agenda_number");
    treasury_toml_holds_what_it_should: TreasuryFile,
        Sample::new().file("treasury.toml", b"[opening]\ncfr = \n");
    an_entry_of_treasury_toml_is_known: TreasuryFile,
        Sample::new().text("treasury.toml", "short_years", "short_year");
    a_scheme_has_one_row_a_year: DuplicateId,
        Sample::new().line("projects", "CAP-01,,,2021/22,,,,,,,,,,,,,\n");
    a_receipts_site_is_listed: UnknownSite,
        Sample::new().line("projects", "CAP-09,Fence,,2021/22,5,,,,,FEN-0O4,,10,,,,,\n");
    // The dated terms of a lease that is left out are left out with it, without a word.
    a_required_cell_is_readable: RequiredCellUnreadable,
        Sample::new().cell("leases", "L-002", "start", "25th of March");
    a_last_day_is_readable: RequiredCellUnreadable,
        Sample::new().cell("leases", "L-002", "expiry", "25th of March");
    a_lease_has_a_last_day_or_is_periodic: RequiredCellEmpty,
        Sample::new().cell("leases", "L-002", "expiry", "");
    a_ledger_line_has_a_category: RequiredCellUnreadable,
        Sample::new().line("costs", "FEN-001,2019/20,,,coffee,12.50,\n");
    a_ledger_line_has_a_year: RequiredCellUnreadable,
        Sample::new().line("costs", "FEN-001,last year,,,rates,12.50,\n");
    a_required_cell_is_filled: RequiredCellEmpty,
        Sample::new().line("teams", "FEN-001,Night desk,office,,4,\n");
    a_ledger_line_has_an_amount: RequiredCellEmpty,
        Sample::new().line("costs", "FEN-001,2019/20,,,rates,n/a,\n");
    an_observation_has_a_day: RequiredCellEmpty,
        Sample::new().line("occupancy", "FEN-001,,survey,20,50,10,15,40\n");
    an_id_is_short: IdTooLong,
        Sample::new().line("teams", "the police station in the High Street,Desk,office,4,4,\n");
    an_id_stands_once: DuplicateId,
        Sample::new().line("leases", "L-015,FEN-005,landlord,,,,2015-09-29,2025-09-28,,,,,,,,,,,,,,,,,,,,,,,\n");
    a_partner_stands_once: DuplicateId,
        Sample::new().line("partners", "P-03,Fenshire Ambulance Service,,,,,,,,,,,,,,,\n");
    a_site_is_listed: UnknownSite,
        Sample::new().line("teams", "FEN-0O1,Night desk,office,4,4,\n");
    a_ledger_lines_site_is_listed: UnknownSite,
        Sample::new().line("costs", "HQ,2019/20,,,rates,12.50,\n");
    a_dated_terms_lease_is_listed: UnknownLease,
        Sample::new().line("lease_events", "L-02,break,2022-03-24,,no,tenant,6,,,\n");
    a_published_month_has_one_value: IndexValuesDiffer,
        Sample::new().line("indices", "CPI,2020-03,98.4\n");
    a_published_value_is_above_zero: RequiredCellUnreadable,
        Sample::new().line("indices", "cpi,2013-12,0\n");
    an_agreement_ends_after_it_starts: LeaseEndsBeforeStart,
        Sample::new().line("agreements", "A-07,Fenshire Fire Authority,,,2019-04-01,2018-03-31,,\n");
    a_lease_ends_after_it_starts: LeaseEndsBeforeStart,
        Sample::new().cell("leases", "L-002", "expiry", "2019-03-24");
    a_ledger_line_ends_after_it_starts: LeaseEndsBeforeStart,
        Sample::new().line("costs", "FEN-001,,2019-07-01,2018-06-30,insurance,12.50,\n");
    money_is_believable: MoneyTooLarge,
        Sample::new().cell("sites", "FEN-001", "rateable_value", "£1,000,000,000.01");
    a_cell_is_readable: CellUnreadable,
        Sample::new().cell("sites", "FEN-001", "gia_m2", "about 11800");
    a_spreadsheets_count_of_days_is_no_date: CellUnreadable,
        Sample::new().cell("sites", "FEN-001", "valued_on", "43555");
    an_exponent_is_no_number: CellUnreadable,
        Sample::new().cell("sites", "FEN-001", "rateable_value", "6e5");
    a_number_can_be_one_only: NumberDoubted,
        Sample::new().cell("sites", "FEN-001", "site_area_ha", "640,500");
    a_number_has_all_its_digits: ExponentCut,
        Sample::new().cell("sites", "FEN-001", "rateable_value", "6.4E+05");
    an_id_has_all_its_digits: IdDamaged,
        Sample::new().cell("sites", "FEN-001", "uprn", "9.99E+11");
    a_listed_word_is_listed: CellUnreadable,
        Sample::new().cell("sites", "FEN-001", "condition", "fair");
    an_observations_method_is_listed: CellUnreadable,
        Sample::new().line("occupancy", "FEN-001,2020-03-25,counted,620,50,300,400,50\n");
    a_name_shows_all_it_holds: UnseenCharacters,
        Sample::new().cell("sites", "FEN-001", "name", "HQ\u{1b}]52;c;aGk=\u{7}\u{9b}31m\u{202e}");
    a_note_shows_all_it_holds: UnseenCharacters,
        Sample::new().text("estate.toml", "Illustrative data", "\\u001b[31mIllustrative data");
    a_name_holds_no_way_to_reach_a_person: PersonalData,
        Sample::new().cell("sites", "FEN-001", "name", "HQ (keys: 01632 960123)");
    no_column_names_people: PersonalData,
        Sample::new().text("sites.csv", ",address,", ",Site contact,");
    a_reason_is_more_than_yes: TextIsSwitch,
        Sample::new().cell("sites", "FEN-001", "must_keep", "Yes");
    a_reason_is_not_taken_back: TextIsSwitch,
        Sample::new().cell("sites", "FEN-001", "must_keep", "no longer");
    a_constraint_says_what_it_is: TextIsSwitch,
        Sample::new().line("constraints", "FEN-001,title,None,sale,\n");
    a_constraint_stops_something: TextIsSwitch,
        Sample::new().line("constraints", "FEN-001,title,Boundary,n/a,\n");
    evidence_is_more_than_yes: TextIsSwitch,
        Sample::new().line("benefits", "BEN-14,Print,,other,,,tracked,2019/20,500,,,yes,Yes\n");
    a_condition_is_more_than_yes: TextIsSwitch,
        Sample::new().line("lease_events", "L-002,break,2022-03-25,,no,tenant,6,,,yes\n");
    a_ledger_can_be_added_up: SumTooLarge, {
        let pair = |n: i32| {
            let sum = 1_000_000_000 - n;
            format!("FEN-001,2019/20,,,other,{sum},\nFEN-001,2019/20,,,other,-{sum},\n")
        };
        Sample::new().line("costs", &(0..51).map(pair).collect::<String>())
    };
    a_row_is_as_long_as_its_header: RowTooShort,
        Sample::new().line("constraints", "FEN-001,title,Boundary\n");
    a_backlog_is_the_sum_of_its_bands: BacklogTotalOff,
        Sample::new().column("sites", "backlog_total", "FEN-001", "1300000");
    a_backlog_is_no_less_than_its_known_bands: BacklogTotalOff,
        Sample::new().cell("sites", "FEN-001", "backlog_low", "").column(
            "sites", "backlog_total", "FEN-001", "900000",
        );
    areas_are_in_order: AreasOutOfOrder,
        Sample::new().cell("sites", "FEN-001", "office_nia_m2", "9321");
    a_peak_fits_its_capacity: PeakAboveCapacity,
        Sample::new().line("occupancy", "FEN-001,2020-03-25,survey,620,50,10,620.5,40\n");
    space_per_head_is_believable: SpacePerFteImplausible,
        Sample::new().cell("sites", "FEN-001", "office_nia_m2", "1100");
    a_value_is_above_zero: FigureImpossible,
        Sample::new().cell("sites", "FEN-003", "market_value", "0");
    a_backlog_is_not_below_zero: FigureImpossible,
        Sample::new().cell("sites", "FEN-010", "backlog_high", "-95000");
    a_rent_is_not_below_zero: FigureImpossible,
        Sample::new().cell("leases", "L-014", "rent", "-14500");
    places_are_observed: FigureImpossible,
        Sample::new().line("occupancy", "FEN-003,2020-03-25,sensor,0,168,0,0,0\n");
    an_area_in_use_is_no_per_cent: AreaOutOfScale,
        Sample::new().cell("sites", "FEN-001", "occupied_m2", "100");
    a_site_is_measured_in_hectares: AreaOutOfScale,
        Sample::new().cell("sites", "FEN-003", "site_area_ha", "6100");
    values_of_a_site_are_of_one_order: ValuesApart,
        Sample::new().cell("sites", "FEN-003", "market_value", "41000000");
    a_value_is_in_pounds: ValuesApart,
        Sample::new().cell("sites", "FEN-004", "alternative_use_value", "42000");
    a_rateable_value_is_like_its_peers: UnlikePeers,
        Sample::new().cell("sites", "FEN-007", "rateable_value", "735000");
    a_use_with_few_sites_is_held_against_all: UnlikePeers,
        Sample::new().cell("sites", "FEN-005", "rateable_value", "1575000");
    a_rental_value_is_per_m2: UnlikePeers,
        Sample::new().cell("sites", "FEN-003", "erv_per_m2", "11");
    a_backlog_is_less_than_a_building: UnlikePeers,
        Sample::new().cell("sites", "FEN-010", "backlog_high", "9500000");
    people_are_no_shares: PeopleAsShares,
        Sample::new().line("occupancy", "FEN-017,2019-09-25,sensor,24,60,0.45,0.62,20\n");
    a_mean_is_below_its_peak: MeanAbovePeak,
        Sample::new().line("occupancy", "FEN-003,2020-03-25,sensor,190,168,90,15,150\n");
    a_site_is_used_while_it_is_open: HoursAboveOpen,
        Sample::new().line("occupancy", "FEN-001,2020-03-25,sensor,620,45,300,400,50\n");
    an_observation_is_like_its_others: ObservationOutOfLine,
        Sample::new().line("occupancy", "FEN-001,2020-03-25,sensor,6200,60,300,400,50\n");
    workstations_are_those_observed: DesksDisagree,
        Sample::new().cell("sites", "FEN-003", "workstations", "0");
    a_team_has_its_people: FteAboveHeadcount,
        Sample::new().line("teams", "FEN-001,Night desk,custody,41,4,\n");
    a_lease_is_of_the_building: LeaseAreaAboveBuilding,
        Sample::new().cell("leases", "L-003", "area_m2", "1725");
    a_cap_is_a_few_per_cent: ReviewBounds,
        Sample::new().cell("leases", "L-003", "cap", "4");
    a_collar_lies_below_its_cap: ReviewBounds,
        Sample::new().cell("leases", "L-003", "cap", "0.005");
    a_notice_is_a_matter_of_months: NoticeImplausible,
        Sample::new().line("lease_events", "L-004,break,2030-09-28,,no,tenant,60,,,\n");
    a_lease_ends_in_our_time: LeaseTermImplausible,
        Sample::new().cell("leases", "L-004", "expiry", "2204-09-28");
    a_rent_is_near_its_rental_value: RentImplausible,
        Sample::new().cell("leases", "L-014", "rent", "145000");
    a_service_charge_is_less_than_years_of_rent: LeaseSumImplausible,
        Sample::new().cell("leases", "L-001", "service_charge", "420000");
    dilapidations_are_less_than_a_building: LeaseSumImplausible,
        Sample::new().cell("leases", "L-001", "dilapidations", "8500000");
    a_dated_rent_is_near_the_rent: LeaseSumImplausible,
        Sample::new().line("lease_events", "L-001,step,2026-03-25,,,,,,6200000,\n");
    an_index_does_not_jump: IndexJump,
        Sample::new().text("indices.csv", "cpi,2014-01,99.1", "cpi,2014-01,991");
    a_site_that_is_sold_brings_nothing_more: ReceiptOfSold,
        Sample::new().line("projects", "CAP-09,Fence,FEN-005,2021/22,500,,,,,FEN-022,,10,,,,,\n");
    a_plan_is_for_our_time: DateFar,
        Sample::new().line("projects", "CAP-09,Fence,FEN-005,2119/20,500,,,,,,,10,,,,,\n");
    a_rating_ends_in_our_time: DateFar,
        Sample::new().cell("sites", "FEN-001", "epc_valid_until", "2220-05-05");
    a_spend_is_of_the_programmes_order: ProgrammeSumImplausible,
        Sample::new().line("projects", "CAP-09,Fence,FEN-005,2021/22,280000000,,,,,,,10,,,,,\n");
    a_receipt_is_near_the_sites_value: ProgrammeSumImplausible,
        Sample::new().text("projects.csv", ",4200000,FEN-004", ",42000000,FEN-004");
    a_change_of_running_cost_is_near_its_others: ProgrammeSumImplausible,
        Sample::new().text("projects.csv", "today,-6000,", "today,-600000,");
    a_lease_has_one_id: SameRecordTwice, {
        let sample = Sample::new();
        let mut rows = sample.rows("leases");
        let mut again = rows[3].clone();
        "L-099".clone_into(&mut again[0]);
        rows.push(again);
        sample.write("leases", &rows);
        sample
    };
    a_loan_has_one_id: SameRecordTwice,
        Sample::new().text(
            "treasury.toml",
            "[[loans]]\nloan_id = \"LN-02\"",
            "[[loans]]\nloan_id = \"LN-09\"\nkind = \"maturity\"\nprincipal = \"3000000\"\nrate = \"4.25%\"\n\
             start = 2009-09-30\nend = 2034-09-30\n\n[[loans]]\nloan_id = \"LN-02\"",
        );
    a_position_has_two_halves: PositionIncomplete,
        Sample::new().cell("sites", "FEN-001", "northing", "");
    a_position_is_not_zero: PositionZero,
        Sample::new().record("sites", "FEN-001", &[("easting", "0"), ("northing", "0")]);
    a_position_is_not_swapped: PositionSwapped,
        Sample::new().record("sites", "FEN-001", &[("easting", "269110"), ("northing", "541927")]);
    a_position_is_within_bounds: PositionOutOfBounds,
        Sample::new().cell("sites", "FEN-001", "easting", "5419270");
    an_outline_is_of_polygons: BoundaryLeftOut,
        Sample::new().text("boundaries.geojson", "\"Polygon\"", "\"MultiLineString\"");
    the_register_agrees_with_the_accounts: ControlTotalOff,
        Sample::new().text("estate.toml", "35012000.00", "36000000.00");
    the_ledger_agrees_with_the_accounts: ControlTotalOff,
        Sample::new().text("estate.toml", "4012345.67", "3900000.00");
    a_sublease_ends_first: SubleaseOutlivesHeadLease,
        Sample::new().cell("leases", "L-015", "parent_lease_id", "L-005");
    a_head_lease_is_listed: UnknownHeadLease,
        Sample::new().cell("leases", "L-015", "parent_lease_id", "L-099");
    a_step_falls_within_the_term: EventOutsideTerm,
        Sample::new().line("lease_events", "L-002,step,2025-03-25,,,,,,24000,\n");
    a_part_rent_ends_within_the_term: EventOutsideTerm,
        Sample::new().line("lease_events", "L-002,part_rent,2025-01-01,2025-04-24,,,,,12000,\n");
    a_part_rent_ends_after_it_begins: EventEndsBeforeStart,
        Sample::new().line("lease_events", "L-010,part_rent,2020-06-24,2020-03-24,,,,,3100,\n");
    a_notice_is_served_before_its_break: EventEndsBeforeStart,
        Sample::new().line("lease_events", "L-008,served,2021-12-01,2021-06-23,,tenant,,,,\n");
    a_notice_is_given_in_one_unit: NoticeGivenTwice,
        Sample::new().column("lease_events", "notice_weeks", "L-001", "26");
    a_periodic_tenancy_has_no_expiry: PeriodicWithExpiry,
        Sample::new().column("leases", "periodic", "L-001", "yes");
    a_break_says_whose_it_is_and_its_notice: EventIncomplete,
        Sample::new().line("lease_events", "L-004,break,2029-09-28,,no,,,,,\n");
    a_step_says_the_rent: EventIncomplete,
        Sample::new().line("lease_events", "L-001,step,2026-03-25,,,,,,,\n");
    a_rent_free_period_has_an_end: EventIncomplete,
        Sample::new().line("lease_events", "L-001,rent_free,2024-03-25,,,,,,,\n");
    a_break_stands_in_one_row: EventsDiffer,
        Sample::new().line("lease_events", "L-001,break,2024-03-24,,no,tenant,9,15500,,\n");
    a_notice_is_for_a_break_of_the_lease: NoticeOfNoBreak,
        Sample::new().line("lease_events", "L-001,served,2020-03-01,2023-03-24,,tenant,,,,\n");
    a_waiver_needs_a_break: NoticeOfNoBreak,
        Sample::new().line("lease_events", "L-002,waived,2020-03-30,,,,,,,\n");
    rent_free_months_are_those_of_the_dated_terms: RentFreeDiffers,
        Sample::new().cell("leases", "L-002", "rent_free_months", "12");
    a_dated_part_rent_stands_beside_dated_rent_free_months: RentFreeDiffers,
        Sample::new().line("lease_events", "L-003,part_rent,2014-12-25,2015-03-24,,,,,17000,\n");
    the_rent_is_that_of_the_last_review: RentDiffers,
        Sample::new().cell("leases", "L-005", "rent", "69000");
    a_sublease_ends_before_a_break_that_was_served: SubleaseOutlivesBreak,
        Sample::new()
            .record("leases", "L-015", &[("parent_lease_id", "L-012"), ("expiry", "2023-09-27")]);
    a_sublease_ends_before_a_break_that_may_be_used: SubleaseBlocksBreak,
        Sample::new()
            .record("leases", "L-015", &[("parent_lease_id", "L-003"), ("expiry", "2024-12-23")]);
    shares_are_no_more_than_the_whole: SharesAboveWhole,
        Sample::new().cell("agreements", "A-01", "share", "30%");
    shares_are_the_whole: SharesBelowWhole,
        Sample::new().cell("agreements", "A-01", "share", "0.2");
    a_dated_review_falls_on_its_cycle: ReviewOffCycle,
        Sample::new().line("lease_events", "L-001,review,2020-03-26,,,,,,62000,\n");
    an_index_review_knows_its_base_month: IndexMonthsMissing,
        Sample::new().cell("leases", "L-012", "base_index_month", "");
    the_index_of_the_last_review_is_there: IndexMonthsMissing,
        Sample::new().cell("leases", "L-007", "base_index_month", "1990-09");
    a_lease_that_a_break_ended_is_taken_out: HoldingOver,
        Sample::new().line(
            "lease_events",
            "L-011,break,2019-03-24,,no,tenant,6,,,\nL-011,exercised,2019-03-24,2019-03-24,,tenant,,,,\n",
        );
    a_valuation_is_recent: ValuationStale,
        Sample::new().cell("sites", "FEN-001", "valued_on", "2015-03-30");
    a_valuation_is_not_of_the_future: ValuationFuture,
        Sample::new().cell("sites", "FEN-001", "valued_on", "2020-04-01");
    a_sold_site_costs_nothing_more: CostAfterDisposal,
        Sample::new().cell("sites", "FEN-033", "status_on", "2019-03-31");
    a_site_stands_once: SameSiteTwice,
        Sample::new().cell("sites", "FEN-002", "uprn", "999000010318");
    a_number_has_a_point: DecimalComma,
        Sample::new().cell("sites", "FEN-001", "site_area_ha", "4,12");
    money_is_written_in_pounds: WrongUnit,
        Sample::new().cell("sites", "FEN-001", "rateable_value", "639.5k");
    an_area_is_in_the_columns_unit: WrongUnit,
        Sample::new().cell("sites", "FEN-001", "gia_m2", "127,014 sq ft");
    an_area_is_no_length_of_time: WrongUnit,
        Sample::new().cell("sites", "FEN-001", "occupied_m2", "12 months");
    an_area_is_no_per_cent: WrongUnit,
        Sample::new().cell("sites", "FEN-001", "occupied_m2", "61 %");
    a_total_is_no_site: SubtotalRow,
        Sample::new().cell("sites", "FEN-001", "name", "Total office");
    a_date_has_no_line_break: LineBreakInCell,
        Sample::new().cell("leases", "L-002", "expiry", "2025-03-\n24");
    a_position_is_no_web_mercator: PositionWebMercator,
        Sample::new()
            .record("sites", "FEN-001", &[("easting", "8889.3"), ("northing", "6854870.3")]);
    a_position_in_degrees_has_its_own_columns: PositionInOtherColumns,
        Sample::new()
            .record("sites", "FEN-001", &[("easting", "52.3009"), ("northing", "0.0811")]);
    positions_in_metres_have_their_own_columns: PositionReadAs,
        Sample::new()
            .record("partners", "P-07", &[("longitude", "531800"), ("latitude", "258300")]);
    a_site_is_not_far_from_the_rest: PositionOutlying,
        Sample::new().record("sites", "FEN-001", &[("easting", "54192"), ("postcode", "")]);
    metres_and_degrees_mean_one_place: PositionDiffers,
        Sample::new()
            .record("partners", "P-01", &[("latitude", "52.3022"), ("longitude", "0.1757")]);
    a_position_is_near_its_postcode: PositionFarFromPostcode,
        Sample::new().cell("sites", "FEN-003", "easting", "514977");
    a_partners_position_is_near_its_postcode: PositionFarFromPostcode,
        Sample::new().cell("partners", "P-07", "longitude", "-0.7120");
    a_postcode_has_the_form_of_one: PostcodeForm,
        Sample::new().cell("sites", "FEN-001", "postcode", "FN1 1D");
    a_postcode_has_no_letter_for_a_zero: PostcodeForm,
        Sample::new().cell("sites", "FEN-001", "postcode", "FN1 IDE");
    a_listed_postcode_has_the_form_of_one: PostcodeForm,
        Sample::new().line("postcodes", "Eldermere,541200,268400\n");
    a_spend_is_not_below_zero: SumBelowZero,
        Sample::new().line("projects", "CAP-09,Fence,FEN-005,2021/22,-500,,,,,,,10,,,,,\n");
    borrowing_is_charged_over_years: LifeMissing,
        Sample::new().line("projects", "CAP-09,Fence,FEN-005,2021/22,500,,200,,,,,,,,,,\n");
    a_scheme_is_in_use_after_it_is_paid_for: OperationalBeforeSpend,
        Sample::new()
            .line("projects", "CAP-09,Fence,FEN-005,2021/22,500,,,,,,,10,2021-03-31,,,,\n");
    one_sale_pays_for_one_scheme: ReceiptClaimedTwice,
        Sample::new().line("projects", "CAP-09,Fence,FEN-005,2021/22,500,,,,,FEN-004,,10,,,,,\n");
    a_sale_that_pays_for_a_scheme_is_no_other_receipt: ReceiptClaimedTwice,
        Sample::new().text("treasury.toml", "site_id = \"FEN-017\"", "site_id = \"FEN-004\"");
    a_lease_brings_no_receipt: ReceiptNotOwned,
        Sample::new().line("projects", "CAP-09,Fence,FEN-005,2021/22,500,,,,,FEN-008,,10,,,,,\n");
    a_site_that_must_be_kept_is_not_sold: DecisionBarred,
        Sample::new().text("treasury.toml", "site_id = \"FEN-017\"\noption", "site_id = \"FEN-001\"\noption");
    a_sale_that_pays_for_a_scheme_is_not_barred: DecisionBarred,
        Sample::new().line("projects", "CAP-09,Fence,FEN-005,2021/22,500,,,,,FEN-012,,10,,,,,\n");
    what_is_decided_is_an_option_of_the_site: DecisionBarred,
        Sample::new().text("treasury.toml", "option = \"dispose_with_planning\"", "option = \"leave\"");
    a_receipt_is_of_a_site_that_is_given_up: DecisionBarred,
        Sample::new().text("treasury.toml", "\"FEN-017\"\noption = \"dispose\"", "\"FEN-017\"\noption = \"sublet\"");
    a_running_cost_is_saved_once: BenefitCountedTwice,
        Sample::new().line("benefits", "BEN-14,Appeal,FEN-032,,,,,2019/20,500,,,,\n");
    a_benefit_given_up_is_not_realised: BenefitStatusDiffers,
        Sample::new()
            .line("benefits", "BEN-14,Print,,other,,,withdrawn,2019/20,500,400,,yes,invoices\n");
    a_benefit_is_agreed_before_it_is_realised: BenefitStatusDiffers,
        Sample::new().line(
            "benefits",
            "BEN-14,Print,,other,,2020-04-01,realised,2019/20,500,400,,yes,invoices\n",
        );
    a_scheme_before_the_programme_is_history: SpendBeforeProgramme,
        Sample::new().line("projects", "CAP-09,Fence,FEN-005,2019/20,500,,,,,,,10,,,,,\n");
    schemes_stand_beside_a_treasury: ProgrammeWithoutTreasury, {
        let sample = Sample::new();
        fs::remove_file(sample.folder.join("treasury.toml")).unwrap();
        sample
    };
    a_realised_benefit_has_evidence: BenefitWithoutEvidence,
        Sample::new().line("benefits", "BEN-14,Print,,other,,,tracked,2019/20,500,400,,yes,\n");
    an_option_can_use_its_fact: OptionFactUnused,
        option_facts("FEN-008,dispose,partner_saves,5000,,letter\n");
    a_freehold_is_not_left: OptionFactUnused,
        option_facts("FEN-001,leave,penalty,5000,,lease\n");
    a_fact_of_an_option_has_an_amount: OptionFactAmount,
        option_facts("FEN-001,dispose,agreed_price,,2020-09-30,heads of terms\n");
    a_cost_of_an_option_is_above_zero: OptionFactAmount,
        option_facts("FEN-001,dispose,works,-5000,,survey\n");
    a_fact_of_an_option_is_still_ahead: OptionFactPast,
        option_facts("FEN-001,dispose,works,5000,2020-03-30,survey\n");
    a_fact_of_an_option_is_given_once: DuplicateId, option_facts(
        "FEN-001,dispose,works,5000,,survey\nFEN-001,dispose,clawback,9,,grant\nFEN-001,Dispose,works,6000,,quote\n",
    );
    a_fact_of_an_option_is_of_a_listed_site: UnknownSite,
        option_facts("FEN-0O1,dispose,works,5000,,survey\n");
    a_fact_of_an_option_has_a_source: RequiredCellEmpty,
        option_facts("FEN-001,dispose,works,5000,,\n");
    the_rent_of_the_ledger_is_that_of_the_lease: RentDisagrees,
        Sample::new().line("costs", "FEN-008,2019/20,,,rent,-20000.00,\n");
    a_line_is_of_a_time_before_the_snapshot: LinesAfterSnapshot,
        Sample::new().line("occupancy", "FEN-001,2020-05-25,sensor,620,50,300,400,50\n");
    a_ledger_line_is_of_a_time_before_the_snapshot: LinesAfterSnapshot,
        Sample::new().line("costs", "FEN-001,2021/22,,,rates,12.50,\n");
    a_site_has_ledger_lines_as_the_others: SitesWithoutLines, Sample::new()
        .line("sites", &format!("FEN-099,New store,stores,,,,,,,,operational{}\n", ",".repeat(30)));
    a_partner_is_somewhere: PartnerNotPlaced,
        Sample::new().line("partners", "P-99,Fenshire Fire Authority,fire,Depot,,,,,,,,,,,no,,\n");
    a_counter_closes_after_it_opens: CounterHours,
        Sample::new().line("counters", "FEN-003,mon,9:00,5:00,,,\n");
    a_counters_day_has_its_hours: CounterHoursMissing,
        Sample::new().line("counters", "FEN-012,fri,,,12,,\nFEN-012,sat,,,3,,\n");
    a_counters_row_stands_once: CounterRowsRepeated,
        Sample::new().line("counters", "FEN-012,tue,10am,2pm,999,lost property,\n");
    a_counters_spans_do_not_overlap: CounterRowsOverlap,
        Sample::new().line("counters", "FEN-012,tue,13:00,15:30,9,lost property,\n");
    a_counters_visits_are_of_its_hours: CounterVisits,
        Sample::new().line("counters", "FEN-012,fri,10:00,11:00,99999,lost property,\n");
    a_counter_is_open_to_the_public: CounterNotPublic,
        Sample::new().line("counters", "FEN-001,mon,09:00,17:00,40,,\n");
    a_public_counter_is_listed: CounterNotListed, {
        let sample = Sample::new();
        let mut rows = sample.rows("counters");
        rows.retain(|row| !["FEN-012", "FEN-045"].contains(&row[0].as_str()));
        sample.write("counters", &rows);
        sample
    };
    a_zone_has_journeys: ZonesWithoutTravel, Sample::new()
        .file("demand.csv", b"zone_id,population,easting,northing\nZ1,100,541977,268696\nZ2,90,541267,269433\n")
        .file("travel.csv", b"zone_id,site_id,minutes\nZ1,FEN-001,9\n");
    a_zone_of_travel_is_listed: ZonesUnmatched, Sample::new()
        .file("demand.csv", b"zone_id,population,easting,northing\nZ1,100,541977,268696\n")
        .file("travel.csv", b"zone_id,site_id,minutes\nZ1,FEN-001,9\nZ9,FEN-001,9\n");
    a_zone_is_somewhere: ZonesNotPlaced,
        Sample::new().line("demand", "FZ999,Nowhere,North Fen,,,100,,,\n");
    a_zone_lies_within_its_outline: ZonesOutsideOutline,
        Sample::new().text("boundaries.geojson", "{\"name\": \"Fenshire (invented)\"}", "{\"zone_id\": \"FZ001\"}")
            .cell("demand", "FZ001", "easting", "458300");
    outlines_have_the_zones_codes: ZonesUnmatched,
        Sample::new().text("boundaries.geojson", "{\"name\": \"Fenshire (invented)\"}", "{\"zone_id\": \"E01\"}");
    a_site_names_its_district: DistrictFromOutline,
        Sample::new().text("boundaries.geojson", "{\"name\": \"Fenshire (invented)\"}", "{\"district\": \"Fen\"}")
            .cell("sites", "FEN-001", "district", "");
    a_journey_leads_to_a_site: JourneysUnmatched,
        Sample::new().line("travel", "FZ001,FEN-0O3,12,car,daytime\n");
    a_journey_has_one_time: JourneysDiffer, Sample::new()
        .file("demand.csv", b"zone_id,population\nZ1,100\n")
        .file("travel.csv", b"zone_id,site_id,minutes\nZ1,FEN-001,9\nZ1,FEN-001,19\nZ1,FEN-002,19\n");
    a_partners_site_stands_once: SameSiteTwice, Sample::new().line(
        "partners",
        "P-99,Fenshire Fire Authority,fire,Marchford fire station,,FN2 9YZ,541822,296667,,,,,,,no,,\n",
    );
    a_header_has_its_own_name: AliasUsed, Sample::new().header("sites", "gia_m2", "GIA");
    a_column_is_known: ColumnKeptOut, Sample::new().header("sites", "listed", "listde");
    a_file_is_a_table: FileKeptOut, Sample::new().file("lease.csv", b"a,b\n1,2\n");
    the_templates_row_is_left_out: ExampleRow,
        Sample::new().line("constraints", "EXAMPLE,covenant,Police use only,sale,\n");
    text_is_utf8: NotUtf8, {
        let sample = Sample::new();
        let mut bytes = fs::read(sample.folder.join("constraints.csv")).unwrap();
        bytes.extend_from_slice(b"FEN-001,title,Caf\xe9 on the forecourt,letting,2021-01-01\n");
        sample.file("constraints.csv", &bytes)
    };
    a_year_has_four_digits: TwoDigitYear,
        Sample::new().cell("sites", "FEN-001", "valued_on", "31/3/19");
    a_day_has_no_time: StampByClock,
        Sample::new().cell("sites", "FEN-001", "valued_on", "2019-06-30T23:00:00Z");
    a_number_stands_without_its_unit: UnitNamed,
        Sample::new().cell("sites", "FEN-001", "gia_m2", "11,800 m²");
    a_sum_has_a_sign: DebitOrCredit,
        Sample::new().line("costs", "FEN-001,2019/20,,,rates,12.50 CR,\n");
    a_status_is_filled: StatusEmpty, Sample::new().cell("sites", "FEN-001", "status", "");
    a_lease_runs_while_the_site_is_held: HoldingOver,
        Sample::new().cell("leases", "L-011", "expiry", "2020-03-30");
    areas_have_one_basis: MixedAreaBases, Sample::new().cell("sites", "FEN-001", "nia_m2", "");
    occupancy_is_observed: OccupancyNotRead,
        Sample::new().line("occupancy", "FEN-001,2020-03-25,assumed,620,50,300,400,50\n");
    a_postcode_is_listed: PostcodeNotListed,
        Sample::new().cell("sites", "FEN-001", "postcode", "fn999zz");
}

/// Rules of an import, and of two cells together: `tests/import.rs` or `tests/cells.rs` has a file for each.
const IMPORTED: [Rule; 10] = [
    Rule::ConstantNotStated,
    Rule::OptionalColumnMissing,
    Rule::JoinUnmatched,
    Rule::RowsDisagree,
    Rule::NotLocated,
    Rule::RowsDropped,
    Rule::IdNumbered,
    Rule::MapEntryUnused,
    Rule::IdWithPoint,
    Rule::DateDoubted,
];

/// Rules of a whole table: a patch would take other findings away. `tests/questioned.rs` has them.
const OF_A_TABLE: [Rule; 1] = [Rule::LinesOutsideWindow];

/// Rules of a snapshot against the one before: `tests/implausible.rs`, `tests/drift.rs` and
/// `tests/found_again.rs` have them.
const COMPARED: [Rule; 5] = [
    Rule::UnlikeLastSnapshot,
    Rule::ColumnUnitChanged,
    Rule::ColumnMeaningChanged,
    Rule::ColumnNoLongerFilled,
    Rule::UnknownEarlierSite,
];

/// Rules of sums made by another engine, which stand in place of a table: `tests/facts_sql.rs` has them.
const SUMMED: [Rule; 1] = [Rule::SummaryOfOtherDay];

#[test]
fn every_rule_has_a_patch() {
    let elsewhere = |rule: &Rule| {
        let lists: [&[Rule]; 4] = [&IMPORTED, &OF_A_TABLE, &COMPARED, &SUMMED];
        lists.iter().any(|list| list.contains(rule))
    };
    let has = |rule: &&Rule| PATCHED.contains(rule) || elsewhere(rule);
    let without: Vec<&Rule> = Rule::ALL.iter().filter(|r| !has(r)).collect();
    assert!(without.is_empty(), "{without:?}");
}
