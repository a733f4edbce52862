//! The leases and constraints of Fenshire as text, and the tables of each year made from it.

use std::io;

use crate::{
    fenshire_sites::{Listed, id},
    text::{Table, bad, cells, number},
};

/// Header of `leases`.
const HEADER: &str = "lease_id,site_id,role,counterparty,parent_lease_id,area_m2,start,expiry,\
rent,payment,in_advance,rent_free_months,review,review_years,cap,collar,compound,\
base_index_month,upward_only,erv,sublet_part,sublet_whole,assign,share,consent_state,lta_1954,\
service_charge,vat_opted,deposit,dilapidations,day_count";

/// Lease, site, role, counterparty, head lease, m², start, expiry, £ a year, payment, in advance,
/// rent-free months. L-002 has the terms of a letting in a paper of 2020.
const TERMS: &str = "\
L-001|8|tenant|Ousebridge Estates Ltd|-|1190|2004-03-25|2029-03-24|62000|quarter_days|yes|-
L-002|4|landlord|Fen Lives (charity)|-|186|2020-03-25|2025-03-24|23000.00|quarter_days|yes|24
L-003|14|tenant|Quern Court Properties|-|725|2014-12-25|2024-12-24|34000|quarter_days|yes|3
L-004|20|tenant|Tern Way Pension Fund|-|1935|2009-09-29|2034-09-28|55000|quarter_days|yes|6
L-005|21|tenant|Tern Way Pension Fund|-|1640|2013-06-24|2023-06-23|68500|quarter_days|yes|-
L-006|25|tenant|Bypass Park Ltd|-|980|2005-09-29|2020-09-28|46000|quarter_days|yes|-
L-007|27|tenant|Mill Hill Farms|-|-|1990-12-25|2040-12-24|1250|yearly|yes|-
L-008|30|tenant|Castle Hill Investments|-|1980|2016-06-24|2026-06-23|118000|quarter_days|yes|9
L-009|31|tenant|J Northgate and Sons|-|590|2009-12-25|2019-12-24|41500|quarter_days|yes|-
L-010|45|tenant|Coldlode District Council|-|106|2019-06-24|2024-06-23|6200|monthly|no|-
L-011|16|tenant|Coldlode District Council|-|30|2016-03-25|2021-03-24|2400|yearly|no|-
L-012|44|tenant|Fenshire Fire Authority|-|26|2018-09-29|2023-09-28|1800|monthly|no|-
L-013|23|tenant|Airfield Trustees|-|-|1946-03-25|2045-03-24|100|yearly|yes|-
L-014|30|landlord|Fenland Youth Trust|L-008|210|2018-06-24|2023-06-23|14500|quarter_days|yes|3
L-015|5|landlord|Fenshire Ambulance Service|-|64|2015-09-29|2025-09-28|-|yearly|no|-
L-016|34|tenant|Turvesey Town Council|-|300|2014-09-29|2019-09-28|12800|quarter_days|no|-
L-017|35|tenant|Fenshire County Council|-|24|2016-12-25|2019-12-24|1500|yearly|no|-
L-018|36|tenant|Market Row Holdings|-|810|2009-12-25|2019-12-24|64000|quarter_days|yes|-
L-019|41|tenant|Fenshire County Council|-|20|2013-12-25|2018-12-24|1200|yearly|no|-
L-020|42|tenant|Station Road Estates|-|545|2008-09-29|2018-09-28|39500|quarter_days|yes|-
L-021|43|tenant|Quay Road Ltd|-|690|2008-06-24|2018-06-23|21000|quarter_days|yes|-";

/// Review, years, cap, collar, compound, base month, upward only, ERV, sublet part, sublet whole,
/// assign, share, consent, 1954 Act, service charge, VAT, deposit, dilapidations, day count.
const CLAUSES: &str = "\
market|5|-|-|-|-|yes|58000|barred|barred|consent|barred|asked|protected|4200|no|-|85000|365
none|-|-|-|-|-|-|24500|barred|barred|barred|barred|-|contracted_out|3100|no|5750|-|365
cpi|5|0.04|0.01|yes|2014-10|no|36500|consent|consent|consent|permitted|-|protected|2900|yes|-|-|365
market|5|-|-|-|-|yes|61000|consent|consent|consent|barred|-|protected|1800|no|-|120000|365
market|5|-|-|-|-|yes|70000|barred|consent|consent|barred|-|protected|1650|no|-|-|365
market|5|-|-|-|-|yes|44000|barred|barred|consent|barred|-|contracted_out|2200|yes|-|38000|365
rpi|10|-|-|no|1990-10|yes|-|permitted|-|consent|permitted|-|-|-|no|-|-|365
market|5|-|-|-|-|no|124000|consent|barred|consent|permitted|-|contracted_out|21500|yes|-|150000|365
none|-|-|-|-|-|-|38000|barred|barred|consent|barred|-|protected|-|no|-|52000|365
none|-|-|-|-|-|-|-|barred|barred|barred|consent|-|contracted_out|1500|no|-|-|-
none|-|-|-|-|-|-|-|barred|barred|barred|barred|-|-|-|no|-|-|-
cpi|1|0.03|0|yes|2018-07|-|-|barred|barred|barred|consent|-|-|-|no|-|-|-
none|-|-|-|-|-|-|-|permitted|consent|consent|permitted|-|-|-|no|-|-|-
none|-|-|-|-|-|-|15200|barred|barred|barred|barred|-|contracted_out|2050|yes|3600|-|365
none|-|-|-|-|-|-|-|barred|barred|barred|barred|-|-|-|no|-|-|-
none|-|-|-|-|-|-|12500|consent|barred|consent|permitted|-|protected|-|no|-|9000|365
none|-|-|-|-|-|-|-|barred|barred|barred|barred|-|-|-|no|-|-|-
market|5|-|-|-|-|yes|66000|consent|consent|consent|barred|-|protected|7400|yes|-|75000|365
none|-|-|-|-|-|-|-|barred|barred|barred|barred|-|-|-|no|-|-|-
none|-|-|-|-|-|-|37000|barred|consent|consent|barred|-|contracted_out|3900|no|-|30000|365
none|-|-|-|-|-|-|20500|barred|barred|consent|barred|-|protected|-|no|-|-|365";

/// Number, kind, what it blocks, last day, text.
const CONSTRAINTS: &str = "\
12|covenant|sale|-|Conveyance of 1958: police purposes only; the county council must release it
13|grant_clawback|both|2023-03-31|Grant for the victim suite is repayable if let or sold
20|contamination|letting|-|Former fuel tanks under the yard, not yet surveyed
24|title|sale|-|Part of the access track is unregistered
26|mast|both|-|Emergency services radio equipment, operator's agreement without end
29|planning|sale|2021-12-31|Held as open space until the local plan is adopted
32|title|sale|2019-02-28|Boundary with the sluice keeper's house to be settled";

/// Makes the `leases` table of a year: those begun by its end whose site is still listed.
///
/// # Errors
/// If the built-in tables do not fit each other.
pub fn leases(year: i64, sites: &[Listed]) -> io::Result<Table> {
    let mut table = Table::new("leases", HEADER);
    let as_of = format!("{year}-03-31");
    for (terms, clauses) in TERMS.lines().zip(CLAUSES.lines()) {
        let (mut terms, clauses) = (cells(terms), cells(clauses));
        let no = number(terms.get(1))?.ok_or_else(|| bad("a lease without site"))?;
        let begun = terms.get(6).is_some_and(|start| *start <= as_of.as_str());
        if begun && sites.iter().any(|site| site.number == no) {
            let site = id(no);
            terms.extend(clauses);
            let mut row: Vec<String> = terms.iter().map(ToString::to_string).collect();
            if let Some(cell) = row.get_mut(1) {
                *cell = site;
            }
            table.push(row);
        }
    }
    Ok(table)
}

/// Returns what a site pays in rent in the financial year that ends in `year`, £ a year.
///
/// # Errors
/// If a built-in table does not hold what it should.
pub fn rent(year: i64, site: i64) -> io::Result<i64> {
    let first_day = format!("{}-04-01", year - 1);
    let mut rent = 0;
    for line in TERMS.lines() {
        let terms = cells(line);
        let holding_over = site == 31;
        let pays = number(terms.get(1))? == Some(site)
            && terms.get(2) == Some(&"tenant")
            && (holding_over || terms.get(7).is_some_and(|expiry| *expiry >= first_day.as_str()));
        if pays {
            rent += number(terms.get(8))?.unwrap_or(0);
        }
    }
    Ok(rent)
}

/// Makes the `constraints` table of the sites that are listed.
///
/// # Errors
/// If a built-in table does not hold what it should.
pub fn constraints(sites: &[Listed]) -> io::Result<Table> {
    let mut table = Table::new("constraints", "site_id,kind,text,blocks,until");
    for line in CONSTRAINTS.lines() {
        let &[no, kind, blocks, until, text] = cells(line).as_slice() else {
            return Err(bad("a constraint with cells too few"));
        };
        let no = number(Some(&no))?;
        if let Some(site) = sites.iter().find(|site| Some(site.number) == no && !site.sold) {
            table.push_text(&[&id(site.number), kind, text, blocks, until]);
        }
    }
    Ok(table)
}
