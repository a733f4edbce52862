//! The tables of how sure each rank is.

use super::output_table;
use crate::{
    edition::{
        CentralRow, ConfidenceRow, ConfidenceView, DrawShare, Edition, FlipRow, HeldRow,
        OpinionRow, OtherMethod, PairRow,
        ReadingsTried::{AsKnown, WithinRanges},
        View,
        WeightsTried::{Any, NearPolicy},
        WinRow,
    },
    model::decimals,
    wording::how_sure,
};

/// Says why a view has nothing of it.
fn absent(view: &View) -> Option<&'static str> {
    match view.edition {
        Edition::Public => Some("not for publication: it would reveal levels that are withheld"),
        Edition::Restricted => view.confidence.rows.is_empty().then_some("no site can be ranked"),
    }
}

/// Ten-thousandths as a fraction of one.
fn share(of: DrawShare) -> String {
    decimals(of, 10_000, 4)
}

fn first(held: Option<&HeldRow>) -> Option<String> {
    held.map(|held| share(held.first))
}

fn among(held: Option<&HeldRow>) -> Option<String> {
    held.map(|held| share(held.among_first))
}

type OfView<'a> = (&'a ConfidenceView, &'a ConfidenceRow);

fn rows(view: &View) -> impl Iterator<Item = OfView<'_>> {
    view.confidence.rows.iter().map(|row| (&view.confidence, row))
}

output_table! {
    /// how sure the rank of each site is: what unknown readings and other weights could make of it
    RankConfidence: file "rank_confidence.csv", sheet "Rank confidence", key ["site_id"];
    rows row: OfView<'a> = |view| rows(view);
    absent |view| absent(view);
    "rank", "Rank", Whole, "", Restricted,
        "its place; empty where too little is known to rank it" = row.1.rank;
    "site_id", "Site", Text, "", Restricted,
        "a site that is ranked, or could be once everything is known" = &row.1.site_id;
    "name", "Name", Text, "", Restricted,
        "its name" = &row.1.name;
    "how_sure", "How sure", Text, "", Restricted,
        "how far its place can be trusted, in a sentence" = how_sure(row.0, row.1);
    "best_rank", "Best rank", Whole, "", Restricted,
        "the best place it can have once everything is known, each unknown reading taken by itself: this site at the top of its range, all others at the bottom of theirs"
            = row.1.best_rank;
    "worst_rank", "Worst rank", Whole, "", Restricted,
        "the worst such place" = row.1.worst_rank;
    "of_sites", "Of", Whole, "sites", Restricted,
        "the sites that could be ranked once everything is known" = row.0.candidates;
    "facts_missing", "Facts missing", Whole, "facts", Restricted,
        "facts not known that stand behind its index, each once" = row.1.facts_missing;
    "first_near", "First", Share, "share of draws", Restricted,
        "how often it is first by weights drawn near the policy's, readings as in the ranking"
            = first(row.1.held_by(NearPolicy, AsKnown));
    "first_near_ranges", "First, open readings", Share, "share of draws", Restricted,
        "the same, readings that are not known or known in part drawn within their ranges, each value as likely"
            = first(row.1.held_by(NearPolicy, WithinRanges));
    "first_any", "First, any weights", Share, "share of draws", Restricted,
        "how often it is first by any weights, each set as likely; readings as in the ranking"
            = first(row.1.held_by(Any, AsKnown));
    "first_any_ranges", "First, any, open", Share, "share of draws", Restricted,
        "the same, open readings drawn within their ranges" = first(row.1.held_by(Any, WithinRanges));
    "among_first_near", "Among the first", Share, "share of draws", Restricted,
        "how often it is among the first five, by weights near the policy's"
            = among(row.1.held_by(NearPolicy, AsKnown));
    "among_first_near_ranges", "Among the first, open", Share, "share of draws", Restricted,
        "the same, open readings drawn within their ranges" = among(row.1.held_by(NearPolicy, WithinRanges));
    "among_first_any", "Among the first, any", Share, "share of draws", Restricted,
        "how often it is among the first places by any weights" = among(row.1.held_by(Any, AsKnown));
    "among_first_any_ranges", "Among the first, any, open", Share, "share of draws", Restricted,
        "the same, open readings drawn within their ranges" = among(row.1.held_by(Any, WithinRanges));
    "kept_near", "Rank or better", Share, "share of draws", Restricted,
        "how often it has its rank or a better one, by weights near the policy's"
            = row.1.held_by(NearPolicy, AsKnown).and_then(|held| held.kept).map(share);
    "before_next_near", "Before the next", Share, "share of draws", Restricted,
        "how often it stands before the next site, by weights near the policy's"
            = row.1.held_by(NearPolicy, AsKnown).and_then(|held| held.before_next).map(share);
    "mean_rank_near_ranges", "Mean rank", Number, "", Restricted,
        "its mean place by weights near the policy's, open readings drawn within their ranges"
            = row.1.held_by(NearPolicy, WithinRanges).map(|held| decimals(held.mean_rank, 100, 2));
    "confidence_near_ranges", "Confidence factor", Share, "share of draws", Restricted,
        "how often it is first by its central weights, open readings drawn within their ranges; empty where it is never first"
            = row.1.held_by(NearPolicy, WithinRanges).and_then(|held| held.confidence).map(share);
    "topsis_rank", "Rank, TOPSIS", Number, "", Restricted,
        "its place by TOPSIS on the same levels and weights; equal sites share the mean of their places"
            = other_rank(row.1, OtherMethod::Topsis);
    "relative_sum_rank", "Rank, relative", Number, "", Restricted,
        "the same by the weighted sum of levels stretched so that the worst of the sites has 0 and the best 100"
            = other_rank(row.1, OtherMethod::RelativeSum);
    "weighted_product_rank", "Rank, product", Number, "", Restricted,
        "the same by the weighted product, each level at least 1" = other_rank(row.1, OtherMethod::WeightedProduct);
}

fn other_rank(row: &ConfidenceRow, method: OtherMethod) -> Option<String> {
    let own = row.other_ranks.iter().find(|(of, _)| *of == method);
    own.map(|(_, place)| decimals(*place, 100, if place % 100 == 0 { 0 } else { 1 }))
}

output_table! {
    /// how far other methods agree with the ranking, on the same levels and weights
    SecondOpinions: file "second_opinions.csv", sheet "", key ["method"];
    rows row: &'a OpinionRow = |view| view.confidence.opinions.iter();
    absent |view| absent(view).or_else(|| {
        view.confidence.opinions.is_empty().then_some("fewer than two sites are ranked")
    });
    "method", "Method", Text, "", Restricted,
        "`topsis`: how near the best of every criterion and how far from the worst; `relative_sum`: the weighted sum of levels stretched between the worst and the best of the sites; `weighted_product`: the product of the levels, each to the power of its weight"
            = row.method;
    "kendall", "Kendall", Number, "", Restricted,
        "rank correlation with the ranking by Kendall's tau-b: 1 is the same order, -1 the reverse"
            = row.kendall.map(share);
    "spearman", "Spearman", Number, "", Restricted,
        "rank correlation with the ranking by Spearman's rho" = row.spearman.map(share);
}

output_table! {
    /// each pair of criteria of the index, and how closely their levels are correlated at the sites that could be ranked
    CriteriaPairs: file "criteria_pairs.csv", sheet "", key ["criterion", "other"];
    rows row: &'a PairRow = |view| view.confidence.pairs.iter();
    absent |view| absent(view).or_else(|| {
        view.confidence.pairs.is_empty().then_some("no two criteria are known at five sites")
    });
    "criterion", "Criterion", Text, "", Restricted,
        "a criterion of the index" = row.one;
    "other", "Other", Text, "", Restricted,
        "another" = row.other;
    "sites", "Sites", Whole, "sites", Restricted,
        "the sites at which both are known" = row.sites;
    "correlation", "Correlation", Number, "", Restricted,
        "correlation of their levels (Pearson), those of use turned round: 1 is that both ask for the same sites"
            = share(row.correlation);
    "together", "Weight together", Share, "share of the index", Restricted,
        "what both weigh in the index by the policy" = share(row.together);
    "doubled", "May count twice", YesNo, "", Restricted,
        "`yes` above the policy's `criteria_correlation`: they may count one thing twice" = row.is_doubled;
}

output_table! {
    /// how often one site stands before another when weights near the policy's are drawn: every pair, in an estate of up to 200 compared sites
    RankPairs: file "rank_pairs.csv", sheet "", key ["site_id", "other_site_id"];
    rows row: &'a WinRow = |view| view.confidence.wins.iter();
    absent |view| absent(view).or_else(|| {
        view.confidence.wins.is_empty().then_some("fewer than two sites are ranked, or more than 200 are compared")
    });
    "site_id", "Site", Text, "", Restricted,
        "a site" = &row.site_id;
    "other_site_id", "Other site", Text, "", Restricted,
        "one that stands after it in the ranking, or is not ranked" = &row.other_site_id;
    "before", "Before it", Share, "share of the draws", Restricted,
        "how often the site stands before the other, open readings left out as in the ranking; empty where one is not ranked"
            = row.as_known.map(share);
    "before_within_ranges", "Before it, all known", Share, "share of the draws", Restricted,
        "the same with open readings drawn within their ranges" = row.within_ranges.map(share);
}

/// A share of a place, with the site it is of.
type OfPlace<'a> = (&'a ConfidenceRow, &'a HeldRow, usize, DrawShare);

fn places(view: &View) -> impl Iterator<Item = OfPlace<'_>> {
    let held = view.confidence.rows.iter().flat_map(|row| row.held.iter().map(move |h| (row, h)));
    held.flat_map(|(row, held)| {
        let seen = (1..).zip(&held.places).filter(|(_, share)| **share > 0);
        seen.map(move |(place, share)| (row, held, place, *share))
    })
}

output_table! {
    /// how often each site takes each of the first ten places, by the weights and the readings that are drawn
    RankAcceptability: file "rank_acceptability.csv", sheet "",
        key ["weights", "readings", "site_id", "place"];
    rows row: OfPlace<'a> = |view| places(view);
    absent |view| absent(view);
    "weights", "Weights", Text, "", Restricted,
        "weights drawn: `near_policy`, or `any`, each set as likely" = row.1.weights;
    "readings", "Readings", Text, "", Restricted,
        "`as_known`, those not known left out as in the ranking; or `within_ranges`, open ones drawn" = row.1.readings;
    "site_id", "Site", Text, "", Restricted,
        "the site" = &row.0.site_id;
    "place", "Place", Whole, "", Restricted,
        "a place from the first to the tenth that it takes in at least one draw" = row.2;
    "share", "Share", Share, "share of draws", Restricted,
        "how often it takes the place" = share(row.3);
}

/// A central weight, with the site it is of.
type OfCentral<'a> = (&'a ConfidenceRow, &'a HeldRow, &'a CentralRow);

fn centrals(view: &View) -> impl Iterator<Item = OfCentral<'_>> {
    let held = view.confidence.rows.iter().flat_map(|row| row.held.iter().map(move |h| (row, h)));
    held.flat_map(|(row, held)| held.central.iter().map(move |own| (row, held, own)))
}

output_table! {
    /// the weights with which each site is first, on average over the draws in which it is; none for a site that never is
    CentralWeights: file "central_weights.csv", sheet "",
        key ["weights", "readings", "site_id", "criterion"];
    rows row: OfCentral<'a> = |view| centrals(view);
    absent |view| absent(view).or_else(|| {
        centrals(view).next().is_none().then_some("fewer than two sites are ranked")
    });
    "weights", "Weights", Text, "", Restricted,
        "as in `rank_acceptability.csv`" = row.1.weights;
    "readings", "Readings", Text, "", Restricted,
        "as in `rank_acceptability.csv`" = row.1.readings;
    "site_id", "Site", Text, "", Restricted,
        "the site" = &row.0.site_id;
    "score", "Score", Text, "", Restricted,
        "the score that the criterion is part of" = row.2.score;
    "criterion", "Criterion", Text, "", Restricted,
        "the measure that the criterion reads" = row.2.criterion;
    "policy", "Policy", Share, "share of the index", Restricted,
        "what the criterion weighs in the index by the policy" = share(row.2.policy);
    "central", "Where it is first", Share, "share of the index", Restricted,
        "what it weighs where the site is first, on average" = share(row.2.mean);
}

/// A change of one weight, with the site it is of, what it turns, and the next site.
type OfFlip<'a> = (&'a ConfidenceRow, &'static str, &'a str, &'a FlipRow);

fn flips(view: &View) -> impl Iterator<Item = OfFlip<'_>> {
    view.confidence.rows.iter().flat_map(|row| {
        let next = row.next.iter().flat_map(move |next| {
            next.flips
                .iter()
                .map(move |flip| (row, "falls_behind_next", next.site_id.as_str(), flip))
        });
        next.chain(row.leaves_first.iter().map(move |flip| (row, "leaves_first", "", flip)))
    })
}

output_table! {
    /// the smallest change of each single weight that puts a site behind the next one, or takes it out of the first places
    RankFlips: file "rank_flips.csv", sheet "",
        key ["site_id", "turns", "weight_of"];
    rows row: OfFlip<'a> = |view| flips(view);
    absent |view| absent(view).or_else(|| {
        flips(view).next().is_none().then_some("no change of one weight turns a place")
    });
    "rank", "Rank", Whole, "", Restricted,
        "its place" = row.0.rank;
    "site_id", "Site", Text, "", Restricted,
        "a ranked site" = &row.0.site_id;
    "turns", "What turns", Text, "", Restricted,
        "`falls_behind_next`: the next site stands before it; `leaves_first`: it is no longer among the first five"
            = row.1;
    "next_site", "Next site", Text, "", Restricted,
        "the site that stands next" = row.2;
    "weight_of", "Weight of", Text, "", Restricted,
        "the criterion whose weight changes, the others of its score in proportion; or `index_share_utilisation`"
            = row.3.lever.word();
    "now", "Now", Number, "of 100", Restricted,
        "the policy's weight" = row.3.now;
    "then", "Then", Number, "of 100", Restricted,
        "the nearest weight, to a hundredth, at which the places have turned; a hundredth nearer they have not. For the share of the index, whole percentages. `--weight` runs with it"
            = row.3.then;
}
