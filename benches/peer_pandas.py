"""A second peer of Terrier's speed comparison: `ranking.csv` by Python pandas.

    python peer_pandas.py SNAPSHOT_DIR OUT_CSV

Does what `peer_polars.py` does, under the same limits, which are told there: it reads a snapshot
folder of `generate synthetic` without row-level checks, and writes the same bytes as
`terrier rank SNAPSHOT_DIR --format csv`. NaN stands for what is not known. Tried with Python 3.11
and pandas 3.1.
"""

import sys
import tomllib
from datetime import date
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd

POLICY = Path(__file__).resolve().parent.parent / "data" / "policy" / "default.toml"

METHODS = ["sensor", "badge", "survey"]  # best first; what is booked or assumed is not read
NEVER = 1e6  # months, beyond every anchor
RIGHTS = ["none_needed", "permitted", "consent", "deed_agreed", "barred"]  # strictest last
REASONS = ["sold", "for_sale", "must_keep", "too_little_known"]

FULL = 1_000_000  # a score of 100, in ten-thousandths
HAIR = 1e-8  # of a ten-thousandth: what binary arithmetic may take from an exact half

Ends = tuple[np.ndarray, ...]
"""A reading or level; or one as it stands, and the two ends of what it can be."""


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

    def criteria(self, score: str) -> dict[str, dict]:
        """Returns the criteria of a score, in the policy's order."""
        return {name: c for name, c in self._criteria.items() if c["score"] == score}


# --- Arithmetic -----------------------------------------------------------------------------------


def rounded(values: np.ndarray) -> np.ndarray:
    """Rounds to whole numbers, halves away from zero; they stay floats, for NaN."""
    size = np.abs(values)
    below = np.floor(size)
    return np.sign(values) * (below + (size - below >= 0.5))


def units(values: pd.Series, unit: int) -> np.ndarray:
    """Turns numbers into whole units: pounds into pence, people and areas into thousandths."""
    return rounded(values.to_numpy(float) * unit)


def ratio(above: np.ndarray, below: np.ndarray) -> np.ndarray:
    """Divides; NaN where the denominator is NaN or nought."""
    return np.divide(above, below, out=np.full(len(below), np.nan), where=below > 0)


# --- Tables ---------------------------------------------------------------------------------------


class Snapshot:
    """A snapshot folder, its day, and the numbers of its sites."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.as_of = date.fromisoformat(folder.resolve().name)
        floats = ["gia_m2", "nia_m2", "office_nia_m2", "occupied_m2", "workstations"]
        floats += ["backlog_high", "backlog_significant", "market_value"]
        words = ["site_id", "name", "use", "tenure", "status", "must_keep", "separate_entrance"]
        types = dict.fromkeys(words, "object") | dict.fromkeys(floats, "float64")
        self.sites = self._read("sites", types).sort_values("site_id", ignore_index=True)
        self._numbers = pd.Index(self.sites["site_id"])

    def _read(self, table: str, types: dict[str, str]) -> pd.DataFrame:
        path = self._folder / f"{table}.csv"
        return pd.read_csv(
            path,
            usecols=list(types),
            dtype=types,
            keep_default_na=False,
            na_values=[""],
            low_memory=False,
        )

    def rows(self, table: str, words: list[str], floats: list[str] = ()) -> pd.DataFrame:
        """Reads a table's named columns, text as categories; `site` is the site's number."""
        types = dict.fromkeys(["site_id", *words], "category") | dict.fromkeys(floats, "float64")
        frame = self._read(table, types)
        ids = frame.pop("site_id").cat
        frame["site"] = self._numbers.get_indexer(ids.categories)[ids.codes]
        return frame

    def of_sites(self, series: pd.Series, missing: object = np.nan) -> np.ndarray:
        """Returns a value a site from a series by site number."""
        return series.reindex(self.sites.index, fill_value=missing).to_numpy()


def days(column: pd.Series) -> pd.Series:
    """Reads a category of ISO days."""
    return pd.to_datetime(column.astype(column.cat.categories.dtype), format="%Y-%m-%d")


def nearest_rank(values: pd.Series, site: pd.Series, share: float) -> pd.Series:
    """Returns a percentile of each site's values that are known: one of the values themselves."""
    codes, found = pd.factorize(values, sort=True)
    is_known = codes >= 0
    site = site.to_numpy(np.int64)[is_known]
    keys = np.sort(site * len(found) + codes[is_known])
    counts = np.bincount(site)
    sites = counts.nonzero()[0]
    at = (counts.cumsum() - counts + np.ceil(counts * share).astype(int) - 1)[sites]
    return pd.Series(np.asarray(found, float)[keys[at] % len(found)], sites)


def occupancy(snapshot: Snapshot, policy: Policy) -> pd.DataFrame:
    """Reads how much each site is used, by its best method, over the policy's window."""
    cells = ["capacity", "hours_open", "mean_occupied", "peak_occupied"]
    rows = snapshot.rows("occupancy", ["on", "method"], cells)
    observed = np.zeros(len(snapshot.sites), bool)
    observed[rows["site"]] = True

    method = rows["method"].cat
    ranks = [METHODS.index(word) if word in METHODS else 9 for word in method.categories]
    rows["method"] = np.array([*ranks, METHODS.index("survey")], np.int8)[method.codes]
    as_of = pd.Timestamp(snapshot.as_of)
    after = as_of - pd.DateOffset(months=int(policy.figure("occupancy_window_months")))
    on = rows.pop("on").cat
    dates = pd.to_datetime(on.categories, format="%Y-%m-%d")
    in_window = np.asarray((dates > after) & (dates <= as_of))[on.codes]
    rows = rows[in_window & (rows["method"] < len(METHODS))]
    rows = rows[rows["method"] == rows.groupby("site")["method"].transform("min")]

    site = rows["site"]
    places, hours, people, peak = (pd.Series(units(rows[c], 1000), rows.index) for c in cells)
    is_timed, is_counted, has_places = hours.notna(), people.notna(), places > 0
    sums = pd.DataFrame(
        {
            "people_timed": people * hours,
            "people_untimed": people.where(~is_timed),
            "places_timed": (places * hours).where(is_counted),
            "places_untimed": places.where(is_counted & ~is_timed),
            "lacking_timed": (places * hours).where(~is_counted),
            "lacking_untimed": places.where(~is_counted & ~is_timed),
            "hours_sum": hours,
            "hours_given": is_timed,
            "means_lacking": ~is_counted,
            "peaks_lacking": has_places & peak.isna(),
        }
    )
    # Sums of whole numbers below 2^53 are exact in floats.
    sums = sums.fillna(0.0).groupby(site).sum().astype(float)

    # With n timed rows of H hours in all, an untimed row weighs H ÷ n; everything is taken times n.
    def weighed(what: str) -> pd.Series:
        timed, untimed = sums[f"{what}_timed"], sums[f"{what}_untimed"]
        by_hours = sums["hours_given"] * timed + sums["hours_sum"] * untimed
        return untimed.where(sums["hours_given"] == 0, by_hours)

    above, below, lacking = weighed("people"), weighed("places"), weighed("lacking")
    peak_share = (peak / places).where(has_places)
    share = float(policy.figure("peak_percentile")) / 100
    shares, people = peak_share[has_places], peak
    read = {
        "used_mid": pd.Series(ratio(above, below), sums.index),
        "used_low": pd.Series(ratio(above, below + lacking), sums.index),
        "used_high": pd.Series(ratio(above + lacking, below + lacking), sums.index),
        "means_lacking": sums["means_lacking"],
        "peaks_lacking": sums["peaks_lacking"],
        "peak_mid": nearest_rank(shares, site[has_places], share),
        "peak_low": nearest_rank(shares.fillna(0.0), site[has_places], share),
        "peak_high": nearest_rank(shares.fillna(1.0), site[has_places], share),
        "people_mid": nearest_rank(people, site, share),
        "people_low": nearest_rank(people.fillna(0.0), site, share),
        "people_high": nearest_rank(people.fillna(places), site, share),
    }
    frame = pd.DataFrame({name: snapshot.of_sites(series) for name, series in read.items()})
    return frame.assign(is_observed=observed)


def running_cost(snapshot: Snapshot) -> tuple[np.ndarray, np.ndarray]:
    """Sums the ledger of the last whole financial year in pence: all of it, and rent alone."""
    as_of = snapshot.as_of
    start = as_of.year - (1 if (as_of.month, as_of.day) >= (3, 31) else 2)
    lines = snapshot.rows("costs", ["financial_year", "category"], ["amount"])
    lines = lines[lines["financial_year"] == f"{start}/{(start + 1) % 100:02}"]
    pence = pd.Series(units(lines["amount"], 100), lines.index)
    rent = pence.where(lines["category"] == "rent", 0.0)
    return tuple(snapshot.of_sites(part.groupby(lines["site"]).sum()) for part in (pence, rent))


def office_staff(snapshot: Snapshot) -> np.ndarray:
    """Sums the office staff, in thousandths of a full-time equivalent."""
    teams = snapshot.rows("teams", ["function"], ["fte"])
    teams = teams[teams["function"].isna() | (teams["function"] == "office")]
    fte = pd.Series(units(teams["fte"], 1000), teams.index)
    return snapshot.of_sites(fte.groupby(teams["site"]).sum())


def head_leases(snapshot: Snapshot) -> tuple[np.ndarray, np.ndarray]:
    """Reads the last expiry of the leases as tenant, and the strictest right of those that run."""
    leases = snapshot.rows("leases", ["role", "sublet_part", "consent_state", "expiry"])
    leases = leases[leases["role"] == "tenant"]
    says, state = leases["sublet_part"].astype(object), leases["consent_state"].astype(object)
    right = says.mask(says.notna() & (state == "refused"), "barred")
    is_agreed = state.isin(["agreed_in_principle", "completed"])
    right = right.mask((says == "barred") & is_agreed, "deed_agreed")
    leases = leases.assign(expiry=days(leases["expiry"]), right=right.map(RIGHTS.index, "ignore"))
    leases["runs"] = leases["expiry"] >= pd.Timestamp(snapshot.as_of)
    counted = leases[leases["runs"] | ~leases.groupby("site")["runs"].transform("any")]
    by_site = counted.astype({"right": float}).groupby("site")["right"]
    strictest = by_site.max().where(by_site.count() == by_site.size())
    expiry = leases.groupby("site")["expiry"].max()
    return snapshot.of_sites(expiry, np.datetime64("NaT")), snapshot.of_sites(strictest)


def constraints(snapshot: Snapshot, what: str) -> np.ndarray:
    """Reads what stops a sale or a letting, as a gate; of several the longest counts."""
    rows = snapshot.rows("constraints", ["blocks", "until"])
    rows = rows[rows["blocks"].isna() | rows["blocks"].isin([what, "both"])]
    until = days(rows["until"])
    holds = until.isna() | (until >= pd.Timestamp(snapshot.as_of))
    by_site = until[holds].groupby(rows["site"][holds])
    last = by_site.max().where(by_site.count() == by_site.size())
    text = "blocked_" + what + (" until " + last.dt.strftime("%Y-%m-%d")).astype(object).fillna("")
    return snapshot.of_sites(text, "")


# --- Readings -------------------------------------------------------------------------------------


def months_to(day: np.ndarray, as_of: date, *, up: bool) -> np.ndarray:
    """Counts the months from `as_of` to a day, rounded up or down; nought when it is not later."""
    day = pd.DatetimeIndex(day)
    months = (day.year - as_of.year) * 12 + (day.month - as_of.month)
    reached = np.minimum(as_of.day, day.days_in_month)
    months = months + (day.day > reached if up else -(day.day < reached).astype(int))
    return np.where(day.isna(), np.nan, np.where(day <= pd.Timestamp(as_of), 0.0, months))


def net_receipt(pence: np.ndarray, policy: Policy) -> np.ndarray:
    """Works out in pence what a sale brings: value × (1 + slippage), less agent and legal costs."""
    kept = (1 + policy.figure("sale_slippage")) * (1 - policy.figure("sale_agent"))
    legal = policy.figure("sale_legal") * 100 * kept.denominator
    exact = np.nan_to_num(pence).astype(np.int64) * kept.numerator - int(legal)
    halves = 2 * np.abs(exact) + kept.denominator
    receipt = np.sign(exact) * (halves // (2 * kept.denominator))
    return np.where(np.isnan(pence), np.nan, receipt)


def readings(snapshot: Snapshot, used: pd.DataFrame, policy: Policy) -> tuple[dict, np.ndarray]:
    """Returns the reading of every criterion that Terrier reads yet, and the last expiries."""
    sites, as_of = snapshot.sites, snapshot.as_of
    tenure, is_vacant = sites["tenure"], (sites["status"] == "vacant").to_numpy()
    is_owned = tenure.isin(["freehold", "long_leasehold"]).to_numpy()
    is_freehold, is_held = (tenure == "freehold").to_numpy(), tenure.notna().to_numpy()
    gia, nia, office, in_use = (
        units(sites[name], 1000) for name in ("gia_m2", "nia_m2", "office_nia_m2", "occupied_m2")
    )
    (cost, rent), fte = running_cost(snapshot), office_staff(snapshot)
    expiry, right = head_leases(snapshot)
    right = np.where(is_freehold, 0, np.where(is_held, right, np.nan))
    right = np.array([*RIGHTS, None], object)[np.nan_to_num(right, nan=-1).astype(int)]

    def observed(what: str, lacking: str) -> Ends:
        names = (f"{what}_mid", f"{what}_low", f"{what}_high")
        mid, *ends = (used[name].to_numpy() for name in names)
        is_open = used[lacking].to_numpy() > 0
        return tuple(
            np.where(is_vacant, 0.0, v) for v in (mid, *(np.where(is_open, e, mid) for e in ends))
        )

    def block(end: str) -> np.ndarray:
        desks, is_open = sites["workstations"].to_numpy(), used["peaks_lacking"] > 0
        people = np.where(is_open, used[f"people_{end}"], used["people_mid"])
        people = np.where(is_vacant, 0.0, people)
        needed = (people * int((1 + policy.figure("desk_allowance")) * 1000) + 999_999) // 1_000_000
        spare = ratio(np.maximum(desks - needed, 0) * office, desks * 1000)
        return np.where(spare < float(policy.figure("lettable_block_m2")), 0.0, spare)

    def dated(if_freehold: int, months: np.ndarray) -> Ends:
        return (np.where(is_freehold, if_freehold, np.where(is_held, months, np.nan)),)

    floor = np.where(np.isnan(nia), gia, nia)
    saved = np.where(is_owned, cost - rent, np.where(is_held | (rent == 0), cost, np.nan))
    receipt = np.where(is_owned, net_receipt(units(sites["market_value"], 100), policy), np.nan)
    backlog = units(sites["backlog_high"], 100) + units(sites["backlog_significant"], 100)
    horizon = int(policy.figure("letting_horizon_months"))
    # What bars a sale without an end keeps a site that can only be sold.
    is_barred = is_freehold & (constraints(snapshot, "sale") == "blocked_sale")
    (months_to_exit,) = dated(0, months_to(expiry, as_of, up=True))
    return {
        "utilisation": observed("used", "means_lacking"),
        "peak": observed("peak", "peaks_lacking"),
        "space": (ratio(office, fte),),
        "area_in_use": (np.where(is_vacant, 0.0, ratio(in_use, floor)),),
        "lettable_space": (block("mid"), block("high"), block("low")),
        "right_to_sublet_part": (right,),
        "time_to_grant": dated(
            horizon, months_to(expiry - np.timedelta64(1, "D"), as_of, up=False)
        ),
        "separate_entrance": (sites["separate_entrance"].to_numpy(object),),
        "cost_saved": (saved / 100,),
        "net_receipt": (receipt / 100,),
        "backlog_avoided": (backlog / 100,),
        "cost_per_m2": (ratio((cost - rent) * 10, gia),),
        "months_to_exit": (np.where(is_barred, NEVER, months_to_exit),),
    }, expiry


# --- Points ---------------------------------------------------------------------------------------


def level(criterion: dict, reading: np.ndarray) -> np.ndarray:
    """Turns a reading into a level from 0 to 100: linear between anchors, flat outside."""
    if "levels" in criterion:
        return pd.Series(reading).map(criterion["levels"]).to_numpy(float)
    anchors = [(float(number(at)), float(level)) for at, level in criterion["anchors"]]
    found = np.full(len(reading), np.nan)
    for (left, low), (right, high) in pairwise(anchors):
        between = low + (high - low) * ((reading - left) / (right - left))
        found = np.where((reading > left) & (reading <= right), between, found)
    found[reading <= anchors[0][0]] = anchors[0][1]
    found[reading >= anchors[-1][0]] = anchors[-1][1]
    return found


def weight(name: str, criterion: dict, sites: pd.DataFrame, is_observed: pd.Series) -> np.ndarray:
    """Returns a criterion's weight where the policy judges the site by it, else nought."""
    uses = criterion.get("benchmarked_for")
    if uses is None:
        return np.full(len(sites), criterion["weight"])
    is_judged = sites["use"].isin([use for use in uses if use != "other_with_occupancy"])
    if "other_with_occupancy" in uses:
        is_judged |= (sites["use"] == "other") & is_observed
    if name == "space":
        is_judged &= sites["status"] != "vacant"
    return np.where(is_judged, criterion["weight"], 0)


class Score:
    """Points of every site, the least and most they can be, and the weights known and judged by."""

    def __init__(
        self, criteria: dict[str, dict], read: dict, sites: pd.DataFrame, used: pd.DataFrame
    ) -> None:
        unread = (np.full(len(sites), np.nan),)
        parts = []
        for name, criterion in criteria.items():
            levels = [level(criterion, r) if name in read else r for r in read.get(name, unread)]
            is_known = ~np.isnan(levels[0])
            least = np.where(is_known, np.minimum.reduce(levels), 0.0)
            most = np.where(is_known, np.maximum.reduce(levels), 100.0)
            of_site = weight(name, criterion, sites, used["is_observed"])
            parts.append((is_known, levels[0], least, most, of_site))
        self.known = sum(np.where(is_known, w, 0) for is_known, *_, w in parts)
        self.judged = sum(w for *_, w in parts)

        def points(at: int, whole: np.ndarray) -> np.ndarray:
            whole = np.where(whole > 0, whole, np.nan)
            each = (rounded(part[at] * part[-1] / whole * 10_000 + HAIR) for part in parts)
            return sum(np.nan_to_num(part).astype(np.int64) for part in each)

        self.points = points(1, self.known)
        self.low, self.high = points(2, self.judged), points(3, self.judged)


def fixed(values: np.ndarray, decimals: int, where: np.ndarray | None = None) -> list[str]:
    """Writes whole units of the last decimal; empty where it is not known."""
    unit = 10**decimals
    kept = np.ones(len(values), bool) if where is None else where
    return [f"{v / unit:.{decimals}f}" if k else "" for v, k in zip(values.tolist(), kept.tolist())]


def ranking(folder: Path, policy: Policy) -> pd.DataFrame:
    """Reads, measures, scores and ranks the sites of a snapshot; the rows of `ranking.csv`."""
    snapshot = Snapshot(folder)
    sites = snapshot.sites
    sites["use"] = sites["use"].fillna("office")
    sites["status"] = sites["status"].fillna("operational")
    used = occupancy(snapshot, policy)
    read, expiry = readings(snapshot, used, policy)
    utilisation, subletting, disposal = (
        Score(policy.criteria(score), read, sites, used)
        for score in ("utilisation", "subletting", "disposal")
    )

    def share(this: Score, other: Score, figure: str) -> np.ndarray:
        usual = int(policy.figure(f"index_share_{figure}") * 100)
        return np.where(this.judged == 0, 0, np.where(other.judged == 0, 100, usual))

    shares = share(utilisation, disposal, "utilisation"), share(disposal, utilisation, "disposal")

    def index(used: np.ndarray, disposal: np.ndarray) -> np.ndarray:
        return shares[0] * (FULL - used) + shares[1] * disposal

    is_judged = shares[0] + shares[1] > 0
    is_indexed = is_judged.copy()
    for score, part in zip((utilisation, disposal), shares):
        is_indexed &= (score.known > 0) | (part == 0)
    need = index(utilisation.points, disposal.points)
    bases = [np.maximum(score.judged, 1) for score in (utilisation, disposal)]
    above = shares[0] * utilisation.known * bases[1] + shares[1] * disposal.known * bases[0]
    below = 100 * bases[0] * bases[1]
    known_share = (2 * above * 10_000 + below) // (2 * below)
    is_enough = above * 10_000 >= int(policy.figure("ranked_known_share") * 10_000) * below

    is_kept = sites["must_keep"].notna().to_numpy()
    conditions = [
        sites["status"] == "sold",
        sites["status"] == "for_sale",
        is_kept,
        ~is_enough | ~is_indexed,
    ]
    reason = np.select(conditions, range(4), -1)

    right = read["right_to_sublet_part"][0]
    is_leased = (sites["tenure"].notna() & (sites["tenure"] != "freehold")).to_numpy()
    is_held = is_leased & (expiry > np.datetime64(snapshot.as_of))
    last_day = pd.Series(expiry).dt.strftime("no_exit_before %Y-%m-%d").to_numpy(object)
    gates = [
        np.where(is_kept, "must_keep", ""),
        np.where(is_held, last_day, ""),
        np.where((right == "consent") | (right == "deed_agreed"), "needs_consent", ""),
        constraints(snapshot, "sale"),
        np.where(right == "barred", "blocked_letting", constraints(snapshot, "letting")),
    ]
    frame = pd.DataFrame(
        {
            "site_id": sites["site_id"],
            "name": sites["name"],
            "need_index": fixed(need, 6, is_indexed),
            "need_low": fixed(index(utilisation.high, disposal.low), 6, is_judged),
            "need_high": fixed(index(utilisation.low, disposal.high), 6, is_judged),
            "utilisation_score": fixed(utilisation.points, 4, utilisation.known > 0),
            "subletting_score": fixed(subletting.points, 4, subletting.known > 0),
            "disposal_score": fixed(disposal.points, 4, disposal.known > 0),
            "known_share": fixed(known_share, 4),
            "gates": ["; ".join(filter(None, codes)) for codes in zip(*gates)],
            "not_ranked": np.array([*REASONS, ""], object)[reason],
            "recommended_option": "",
        }
    )
    # Sites are in the order of their ids, and the sort is stable.
    tie = np.where(reason < 0, known_share, 0)
    order = np.lexsort((-tie, -np.where(is_indexed, need, np.iinfo(np.int64).min + 1), reason))
    frame = frame.iloc[order]
    count = int((reason < 0).sum())
    ranks = [*map(str, range(1, count + 1)), *[""] * (len(frame) - count)]
    frame.insert(0, "rank", ranks)
    return frame


def main() -> None:
    """Writes the ranking of the snapshot that the command line names."""
    if len(sys.argv) != 3:
        sys.exit("usage: peer_pandas.py SNAPSHOT_DIR OUT_CSV")
    folder, out = map(Path, sys.argv[1:])
    ranking(folder, Policy(POLICY)).to_csv(out, index=False, lineterminator="\n")


if __name__ == "__main__":
    main()
