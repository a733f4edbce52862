"""The named peer of Terrier's speed comparison: `ranking.csv` by Python polars.

    python peer_polars.py SNAPSHOT_DIR OUT_CSV

Reads a snapshot folder and writes the same bytes as `terrier rank SNAPSHOT_DIR --format csv`. It is
one lazy query for the streaming engine, written as a polars user would write it: cells are cast
while they are scanned, sums are of whole pence and whole thousandths, and division comes last, so
that both programs round the same numbers. Criteria and figures come from Terrier's own policy,
`data/policy/default.toml`. What the readings mean is told in `src/measure` and `src/score`.

It is meant for the estates of `generate synthetic`, and does less than Terrier:

* there are no row-level checks: a cell of another form ends the run, an unknown site goes unseen;
* only plain figures, ISO dates and the listed words are read: no `£`, no commas, no "not known";
* ledger lines go by `financial_year`, not by `from` and `to`; all six tables are there, as CSV;
* a reading that no criterion needs is not taken, and nothing is kept for an explanation.

Tried with Python 3.11 and polars 2.1.
"""

import math
import sys
import tomllib
from datetime import date
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import polars as pl

POLICY = Path(__file__).resolve().parent.parent / "data" / "policy" / "default.toml"

# Ways to observe, best first; the last two are not read.
METHODS = pl.Enum(["sensor", "badge", "survey", "booking", "assumed"])
# Rights to sublet part, strictest last.
RIGHTS = pl.Enum(["none_needed", "permitted", "consent", "deed_agreed", "barred"])
# Why a site has no rank, in the order in which such sites stand.
REASONS = pl.Enum(["sold", "for_sale", "must_keep", "too_little_known"])

FULL = 1_000_000  # a score of 100, in ten-thousandths
NEVER = 1e6  # months, beyond every anchor
HAIR = 1e-8  # of a ten-thousandth: what binary arithmetic may take from an exact half

Reading = tuple[pl.Expr, ...]
"""A reading, null when not known; or one as it stands, and the two ends of what it can be."""


# --- Policy ---------------------------------------------------------------------------------------


def number(text: str) -> Fraction:
    """Returns a number of the policy exactly; per cents as fractions."""
    if text.endswith("%"):
        return Fraction(text.removesuffix("%")) / 100
    return Fraction(text)


class Policy:
    """The figures and criteria of Terrier's default policy."""

    def __init__(self, path: Path) -> None:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        self._figures = table["figures"]
        self._criteria = table["criteria"]

    def figure(self, name: str) -> Fraction:
        """Returns a figure."""
        return number(self._figures[name]["value"])

    def criteria(self, score: str | None = None) -> dict[str, dict]:
        """Returns the criteria, of one score or of all, in the policy's order."""
        every = self._criteria.items()
        return {name: c for name, c in every if score is None or c["score"] == score}


# --- Tables, each a row a site --------------------------------------------------------------------


def scan(folder: Path, table: str, types: dict[str, pl.DataType]) -> pl.LazyFrame:
    """Scans the named columns of a table."""
    path = folder / f"{table}.csv"
    return pl.scan_csv(path, schema_overrides=types, infer_schema=False).select(types.keys())


def words(*names: str) -> dict[str, pl.DataType]:
    """Makes a schema of text columns."""
    return dict.fromkeys(names, pl.String)


def numbers(*names: str) -> dict[str, pl.DataType]:
    """Makes a schema of number columns."""
    return dict.fromkeys(names, pl.Float64)


def rounded(expr: pl.Expr) -> pl.Expr:
    """Rounds to whole numbers, halves away from zero."""
    return expr.round(mode="half_away_from_zero").cast(pl.Int64)


def pence(name: str) -> pl.Expr:
    """Reads pounds as whole pence."""
    return rounded(pl.col(name) * 100)


def thousandths(name: str) -> pl.Expr:
    """Reads an area, people or hours as whole thousandths."""
    return rounded(pl.col(name) * 1000)


def ratio(above: pl.Expr, below: pl.Expr) -> pl.Expr:
    """Divides; null where the denominator is null or nought."""
    return pl.when(below > 0).then(above.cast(pl.Float64) / below.cast(pl.Float64))


def quotient(above: pl.Expr, by: float | pl.Expr) -> pl.Expr:
    """Divides by what may be a constant, made a column for it.

    By a plain constant polars multiplies with the reciprocal, which may give another last digit.
    """
    return above / (above * 0 + by)


def occupancy(folder: Path, as_of: date, policy: Policy) -> pl.LazyFrame:
    """Reads how much each site is used, by its best method, over the policy's window.

    A row without the needed cell is left out of the middle figure, and stands at nought in the low
    and at capacity in the high one. Empty opening hours weigh as the site's mean, else all rows
    alike.
    """
    cells = ["capacity", "hours_open", "mean_occupied", "peak_occupied"]
    types = words("site_id") | {"on": pl.Date, "method": METHODS} | numbers(*cells)

    months = int(policy.figure("occupancy_window_months"))
    after = pl.lit(as_of).dt.offset_by(f"-{months}mo")
    method = pl.col("method").fill_null(pl.lit("survey", METHODS))
    is_read = (pl.col("on") > after) & (pl.col("on") <= as_of) & (method < "booking")
    share = float(policy.figure("peak_percentile")) / 100

    places, hours, people, peak = (pl.col(name) for name in cells)
    is_timed, is_counted, has_places = hours.is_not_null(), people.is_not_null(), places > 0
    peak_share = pl.when(has_places).then(peak / places)

    def total(values: pl.Expr, of_rows: pl.Expr) -> pl.Expr:
        return pl.when(of_rows).then(values).sum()

    def nearest_rank(values: pl.Expr) -> pl.Expr:
        return values.quantile(share, interpolation="equiprobable")

    # With n timed rows of H hours in all, an untimed row weighs H ÷ n; everything is taken times n.
    def weighed(what: str) -> pl.Expr:
        timed, untimed = (
            pl.col(f"{what}_{part}").cast(pl.Float64) for part in ("timed", "untimed")
        )
        given, all_hours = (pl.col(f"hours_{what}").cast(pl.Float64) for what in ("given", "sum"))
        return pl.when(given > 0).then(given * timed + all_hours * untimed).otherwise(untimed)

    above, below, lacking = weighed("people"), weighed("places"), weighed("lacking")
    return (
        scan(folder, "occupancy", types)
        .with_columns(thousandths(name) for name in cells)
        # Rows that are not read make a group of their own: they tell only that there are rows.
        .with_columns(pl.when(is_read).then(method).alias("method"))
        .group_by("site_id", "method")
        .agg(
            (people * hours).sum().alias("people_timed"),
            total(people, ~is_timed).alias("people_untimed"),
            total(places * hours, is_counted).alias("places_timed"),
            total(places, is_counted & ~is_timed).alias("places_untimed"),
            total(places * hours, ~is_counted).alias("lacking_timed"),
            total(places, ~is_counted & ~is_timed).alias("lacking_untimed"),
            hours.sum().alias("hours_sum"),
            hours.count().alias("hours_given"),
            people.null_count().alias("means_lacking"),
            (has_places & peak.is_null()).sum().alias("peaks_lacking"),
            nearest_rank(peak_share).alias("peak_mid"),
            nearest_rank(pl.when(has_places).then(peak_share.fill_null(0.0))).alias("peak_low"),
            nearest_rank(pl.when(has_places).then(peak_share.fill_null(1.0))).alias("peak_high"),
            nearest_rank(peak).alias("people_mid"),
            nearest_rank(peak.fill_null(0)).alias("people_low"),
            nearest_rank(peak.fill_null(places)).alias("people_high"),
        )
        .group_by("site_id")
        .agg(pl.all().min_by("method"))
        .select(
            "site_id",
            pl.lit(True).alias("is_observed"),
            ratio(above, below).alias("used_mid"),
            ratio(above, below + lacking).alias("used_low"),
            ratio(above + lacking, below + lacking).alias("used_high"),
            pl.col("^((means|peaks)_lacking|(peak|people)_(mid|low|high))$"),
        )
    )


def running_cost(folder: Path, as_of: date) -> pl.LazyFrame:
    """Sums the ledger of the last whole financial year in pence: all of it, and rent alone."""
    start = as_of.year - (1 if (as_of.month, as_of.day) >= (3, 31) else 2)
    is_rent = pl.col("category") == "rent"
    types = words("site_id", "financial_year", "category") | numbers("amount")
    return (
        scan(folder, "costs", types)
        .filter(pl.col("financial_year") == f"{start}/{(start + 1) % 100:02}")
        .with_columns(pence("amount"))
        .group_by("site_id")
        .agg(
            pl.col("amount").sum().alias("cost"),
            pl.when(is_rent).then("amount").sum().alias("rent"),
        )
    )


def office_staff(folder: Path) -> pl.LazyFrame:
    """Sums the office staff, in thousandths of a full-time equivalent."""
    return (
        scan(folder, "teams", words("site_id", "function") | numbers("fte"))
        .filter(pl.col("function").fill_null("office") == "office")
        .group_by("site_id")
        .agg(thousandths("fte").sum())
    )


def head_leases(folder: Path, as_of: date) -> pl.LazyFrame:
    """Reads the last expiry of the leases as tenant, and the strictest right to sublet part.

    The right is the strictest of the leases that still run, or of all when none does; it is not
    known where one of them does not say. A refusal is a bar; a bar stays one until a deed is
    agreed.
    """
    says, state = pl.col("sublet_part"), pl.col("consent_state").fill_null("not_asked")
    is_agreed = state.is_in(["agreed_in_principle", "completed"])
    right = (
        pl.when((says == "barred") & is_agreed)
        .then(pl.lit("deed_agreed"))
        .when(says.is_not_null() & (state == "refused"))
        .then(pl.lit("barred"))
        .otherwise(says)
        .cast(RIGHTS)
    )
    runs = pl.col("expiry") >= as_of
    counted = pl.col("right").filter(runs | ~runs.any())
    types = words("site_id", "role", "sublet_part", "consent_state") | {"expiry": pl.Date}
    return (
        scan(folder, "leases", types)
        .filter(pl.col("role") == "tenant")
        .with_columns(right.alias("right"))
        .group_by("site_id")
        .agg(
            pl.col("expiry").max(),
            pl.when(counted.null_count() == 0).then(counted.max()).alias("right"),
        )
    )


def constraints(folder: Path, as_of: date) -> pl.LazyFrame:
    """Reads what stops a sale or a letting, as gates; of several the longest counts."""
    blocks, until = pl.col("blocks").fill_null("both"), pl.col("until")

    def gate(what: str) -> pl.Expr:
        days = until.filter(blocks.is_in([what, "both"]))
        last = pl.when(days.null_count() == 0).then(days.max().dt.to_string("iso"))
        code = pl.lit(f"blocked_{what}")
        return (
            pl.when(days.len() > 0)
            .then(pl.concat_str(code, pl.lit(" until ") + last, ignore_nulls=True))
            .alias(f"blocked_{what}")
        )

    return (
        scan(folder, "constraints", words("site_id", "blocks") | {"until": pl.Date})
        .filter(until.is_null() | (until >= as_of))
        .group_by("site_id")
        .agg(gate("sale"), gate("letting"))
    )


def register(folder: Path, as_of: date, policy: Policy) -> pl.LazyFrame:
    """Reads the sites, with all that the other tables say of them."""
    areas = ["gia_m2", "nia_m2", "office_nia_m2", "occupied_m2"]
    sums = ["backlog_high", "backlog_significant", "market_value"]
    types = words("site_id", "name", "use", "tenure", "status", "must_keep", "separate_entrance")
    sites = scan(folder, "sites", types | {"workstations": pl.Int64} | numbers(*areas, *sums))
    for other in (
        occupancy(folder, as_of, policy),
        running_cost(folder, as_of),
        office_staff(folder),
        head_leases(folder, as_of),
        constraints(folder, as_of),
    ):
        sites = sites.join(other, on="site_id", how="left")
    right = pl.when(pl.col("tenure").is_not_null()).then("right")
    return sites.with_columns(
        pl.col("use").fill_null("office"),
        pl.col("status").fill_null("operational"),
        pl.col("is_observed").fill_null(False),
        pl.when(pl.col("tenure") == "freehold")
        .then(pl.lit("none_needed", RIGHTS))
        .otherwise(right)
        .alias("right"),
        *(thousandths(area) for area in areas),
        *(pence(sum) for sum in sums),
    )


# --- Readings -------------------------------------------------------------------------------------


def months_to(day: pl.Expr, as_of: date, *, up: bool) -> pl.Expr:
    """Counts the months from `as_of` to a day, rounded up or down; nought when it is not later."""
    months = (day.dt.year() - as_of.year) * 12 + day.dt.month() - as_of.month
    reached = pl.min_horizontal(pl.lit(as_of.day, pl.Int8), day.dt.days_in_month())
    left = (day.dt.day() > reached).cast(pl.Int32)
    short = (day.dt.day() < reached).cast(pl.Int32)
    return pl.when(day <= as_of).then(0).otherwise(months + left if up else months - short)


def net_receipt(policy: Policy) -> pl.Expr:
    """Works out in pence what a sale brings: value × (1 + slippage), less agent and legal costs."""
    kept = (1 + policy.figure("sale_slippage")) * (1 - policy.figure("sale_agent"))
    legal = policy.figure("sale_legal") * 100
    unit = math.lcm(kept.denominator, legal.denominator)
    exact = pl.col("market_value") * int(kept * unit) - int(legal * unit)
    return exact.sign() * ((2 * exact.abs() + unit) // (2 * unit))


def lettable_space(policy: Policy) -> Reading:
    """Reads the block of m² to spare: surplus workstations at the site's office area each."""
    factor = int((1 + policy.figure("desk_allowance")) * 1000)
    least = float(policy.figure("lettable_block_m2"))
    desks, is_vacant = pl.col("workstations"), pl.col("status") == "vacant"

    def block(end: str) -> pl.Expr:
        is_open = pl.col("peaks_lacking") > 0
        people = pl.when(is_open).then(f"people_{end}").otherwise("people_mid")
        people = pl.when(is_vacant).then(0).otherwise(people.cast(pl.Int64))
        needed = (people * factor + 999_999) // 1_000_000
        spare = ratio((desks - needed).clip(0) * pl.col("office_nia_m2"), desks * 1000)
        return pl.when(spare < least).then(0.0).otherwise(spare)

    return block("mid"), block("high"), block("low")


def readings(as_of: date, policy: Policy) -> dict[str, Reading]:
    """Returns the readings of the criteria that Terrier reads yet: pounds, m², months, shares."""
    tenure, expiry, is_vacant = pl.col("tenure"), pl.col("expiry"), pl.col("status") == "vacant"
    is_owned = tenure.is_in(["freehold", "long_leasehold"])
    cost, rent = pl.col("cost"), pl.col("rent")

    def observed(what: str, lacking: str) -> Reading:
        mid = pl.col(f"{what}_mid")
        is_open = pl.col(lacking) > 0
        ends = (pl.when(is_open).then(f"{what}_{end}").otherwise(mid) for end in ("low", "high"))
        return tuple(pl.when(is_vacant).then(0.0).otherwise(value) for value in (mid, *ends))

    def dated(if_freehold: int, months: pl.Expr) -> Reading:
        months = pl.when(tenure.is_not_null()).then(months)
        return (pl.when(tenure == "freehold").then(if_freehold).otherwise(months).cast(pl.Float64),)

    in_use = ratio(pl.col("occupied_m2"), pl.coalesce("nia_m2", "gia_m2"))
    backlog = pl.col("backlog_high") + pl.col("backlog_significant")
    saved = pl.when(is_owned).then(cost - rent).when(tenure.is_not_null() | (rent == 0)).then(cost)
    last_night = expiry - pl.duration(days=1)
    horizon = int(policy.figure("letting_horizon_months"))
    (months_to_exit,) = dated(0, months_to(expiry, as_of, up=True))
    # What bars a sale without an end keeps a site that can only be sold; a long lease ends all the same, if it is known when.
    is_barred = (tenure == "freehold") & (pl.col("blocked_sale") == "blocked_sale")
    return {
        "utilisation": observed("used", "means_lacking"),
        "peak": observed("peak", "peaks_lacking"),
        "space": (ratio(pl.col("office_nia_m2"), pl.col("fte")),),
        "area_in_use": (pl.when(is_vacant).then(0.0).otherwise(in_use),),
        "lettable_space": lettable_space(policy),
        "right_to_sublet_part": (pl.col("right").cast(pl.String),),
        "time_to_grant": dated(horizon, months_to(last_night, as_of, up=False)),
        "separate_entrance": (pl.col("separate_entrance"),),
        "cost_saved": (quotient(saved, 100),),
        "net_receipt": (quotient(pl.when(is_owned).then(net_receipt(policy)), 100),),
        "backlog_avoided": (quotient(backlog, 100),),
        "cost_per_m2": (ratio((cost - rent) * 10, pl.col("gia_m2")),),
        "months_to_exit": (pl.when(is_barred).then(NEVER).otherwise(months_to_exit),),
    }


# --- Points ---------------------------------------------------------------------------------------


def level(criterion: dict, reading: pl.Expr) -> pl.Expr:
    """Turns a reading into a level from 0 to 100: linear between anchors, flat outside."""
    if "levels" in criterion:
        levels = {word: float(level) for word, level in criterion["levels"].items()}
        return reading.replace_strict(levels, default=None, return_dtype=pl.Float64)
    anchors = [(float(number(at)), float(level)) for at, level in criterion["anchors"]]
    (first, lowest), (last, highest) = anchors[0], anchors[-1]
    found = pl.when(reading <= first).then(lowest).when(reading >= last).then(highest)
    for (left, low), (right, high) in pairwise(anchors):
        between = low + (high - low) * quotient(reading - left, right - left)
        found = found.when(reading <= right).then(between)
    return found


def weight(name: str, criterion: dict) -> pl.Expr:
    """Returns a criterion's weight where the policy judges the site by it, else nought."""
    weight = pl.lit(criterion["weight"], pl.Int64)
    uses = criterion.get("benchmarked_for")
    if uses is None:
        return weight
    is_judged = pl.col("use").is_in([use for use in uses if use != "other_with_occupancy"])
    if "other_with_occupancy" in uses:
        is_judged |= (pl.col("use") == "other") & pl.col("is_observed")
    if name == "space":
        is_judged &= pl.col("status") != "vacant"
    return pl.when(is_judged).then(weight).otherwise(0)


def levelled(sites: pl.LazyFrame, read: dict[str, Reading], policy: Policy) -> pl.LazyFrame:
    """Adds the level of every criterion, the least and the most it can be, and its weight.

    A level is null when not known, and may then be anything from 0 to 100.
    """
    values, levels, ends = [], [], []
    for name, criterion in policy.criteria().items():
        reading = read.get(name, (pl.lit(None, pl.Float64),))
        names = [f"{name}_{i}" for i in range(len(reading))]
        values += [value.alias(n) for n, value in zip(names, reading)]
        levels += [level(criterion, pl.col(n)).alias(f"{n}_level") for n in names]
        of_reading = [f"{n}_level" for n in names]
        at = pl.col(of_reading[0])
        least, most = pl.min_horizontal(of_reading), pl.max_horizontal(of_reading)
        ends += [
            at.alias(f"{name}_level"),
            pl.when(at.is_not_null()).then(least).otherwise(0.0).alias(f"{name}_least"),
            pl.when(at.is_not_null()).then(most).otherwise(100.0).alias(f"{name}_most"),
            weight(name, criterion).alias(f"{name}_weight"),
        ]
    return sites.with_columns(values).with_columns(levels).with_columns(ends)


def scored(sites: pl.LazyFrame, score: str, policy: Policy) -> pl.LazyFrame:
    """Adds a score's points, the least and most they can be, and the weights it rests on.

    With K the weight known and B the weight judged by: points = Σ level × weight ÷ K, each part
    rounded once, to ten-thousandths. Low and high go by B.
    """
    names = list(policy.criteria(score))
    weights = [pl.col(f"{name}_weight") for name in names]
    known = [
        pl.when(pl.col(f"{name}_level").is_not_null()).then(f"{name}_weight") for name in names
    ]

    def points(end: str, whole: str) -> pl.Expr:
        by = pl.when(pl.col(whole) > 0).then(whole)
        return pl.sum_horizontal(
            rounded(quotient(pl.col(f"{name}_{end}") * weight, by) * 10_000 + HAIR)
            for name, weight in zip(names, weights)
        )

    is_known = pl.col(f"{score}_known") > 0
    return sites.with_columns(
        pl.sum_horizontal(known).alias(f"{score}_known"),
        pl.sum_horizontal(weights).alias(f"{score}_judged"),
    ).with_columns(
        pl.when(is_known).then(points("level", f"{score}_known")).alias(score),
        points("least", f"{score}_judged").alias(f"{score}_low"),
        points("most", f"{score}_judged").alias(f"{score}_high"),
    )


def indexed(sites: pl.LazyFrame, policy: Policy) -> pl.LazyFrame:
    """Adds the need index with its range, the known share, and why a site has no rank.

    The index is in millionths of a point: per cents of ten-thousandths, so that nothing is rounded.
    A half that no criterion judges leaves the whole index to the other.
    """
    known, judged = (
        [pl.col(f"{score}_{what}") for score in ("utilisation", "disposal")]
        for what in ("known", "judged")
    )

    def share(this: pl.Expr, other: pl.Expr, figure: str) -> pl.Expr:
        usual = int(policy.figure(f"index_share_{figure}") * 100)
        return pl.when(this == 0).then(0).when(other == 0).then(100).otherwise(usual).cast(pl.Int64)

    used_share, disposal_share = share(*judged, "utilisation"), share(*judged[::-1], "disposal")

    def index(used: str, disposal: str) -> pl.Expr:
        need = pl.when(used_share > 0).then(used_share * (FULL - pl.col(used))).otherwise(0)
        case = pl.when(disposal_share > 0).then(disposal_share * pl.col(disposal)).otherwise(0)
        return pl.when(used_share + disposal_share > 0).then(need + case)

    bases = [weights.clip(1) for weights in judged]
    above = used_share * known[0] * bases[1] + disposal_share * known[1] * bases[0]
    below = 100 * bases[0] * bases[1]
    least = int(policy.figure("ranked_known_share") * 10_000)
    is_enough = above * 10_000 >= least * below

    sites = sites.with_columns(
        index("utilisation", "disposal").alias("need_index"),
        index("utilisation_high", "disposal_low").alias("need_low"),
        index("utilisation_low", "disposal_high").alias("need_high"),
        ((2 * above * 10_000 + below) // (2 * below)).alias("known_share"),
    )
    not_ranked = (
        pl.when(pl.col("status").is_in(["sold", "for_sale"]))
        .then("status")
        .when(pl.col("must_keep").is_not_null())
        .then(pl.lit("must_keep"))
        .when(~is_enough | pl.col("need_index").is_null())
        .then(pl.lit("too_little_known"))
    )
    return sites.with_columns(not_ranked.cast(REASONS).alias("not_ranked"))


def gates(as_of: date) -> pl.Expr:
    """Returns the codes of what stands in a site's way, null when nothing does."""
    right, expiry = pl.col("right"), pl.col("expiry")
    is_held = (pl.col("tenure") != "freehold") & (expiry > as_of)
    codes = [
        pl.when(pl.col("must_keep").is_not_null()).then(pl.lit("must_keep")),
        pl.when(is_held).then(pl.lit("no_exit_before ") + expiry.dt.to_string("iso")),
        pl.when(right.is_in(["consent", "deed_agreed"])).then(pl.lit("needs_consent")),
        pl.col("blocked_sale"),
        pl.when(right == "barred").then(pl.lit("blocked_letting")).otherwise("blocked_letting"),
    ]
    return pl.concat_str(codes, separator="; ", ignore_nulls=True).replace("", None)


def ranking(folder: Path, policy: Policy) -> pl.LazyFrame:
    """Reads, measures, scores and ranks the sites of a snapshot; the rows of `ranking.csv`."""
    as_of = date.fromisoformat(folder.resolve().name)
    sites = levelled(register(folder, as_of, policy), readings(as_of, policy), policy)
    for score in ("utilisation", "subletting", "disposal"):
        sites = scored(sites, score, policy)

    is_ranked = pl.col("not_ranked").is_null()
    tie = pl.when(is_ranked).then("known_share").otherwise(0)

    def fixed(name: str, decimals: int) -> pl.Expr:
        return (pl.col(name) / 10**decimals).cast(pl.Decimal(20, decimals))

    return (
        indexed(sites, policy)
        .sort(
            ["not_ranked", "need_index", tie, "site_id"],
            descending=[False, True, True, False],
            nulls_last=[False, True, True, True],
        )
        .with_row_index("place", offset=1)
        .select(
            pl.when(is_ranked).then("place").alias("rank"),
            "site_id",
            "name",
            fixed("need_index", 6),
            fixed("need_low", 6),
            fixed("need_high", 6),
            fixed("utilisation", 4).alias("utilisation_score"),
            fixed("subletting", 4).alias("subletting_score"),
            fixed("disposal", 4).alias("disposal_score"),
            fixed("known_share", 4),
            gates(as_of).alias("gates"),
            "not_ranked",
            pl.lit(None, pl.String).alias("recommended_option"),
        )
    )


def main() -> None:
    """Writes the ranking of the snapshot that the command line names."""
    if len(sys.argv) != 3:
        sys.exit("usage: peer_polars.py SNAPSHOT_DIR OUT_CSV")
    folder, out = map(Path, sys.argv[1:])
    ranking(folder, Policy(POLICY)).sink_csv(out, engine="streaming")


if __name__ == "__main__":
    main()
