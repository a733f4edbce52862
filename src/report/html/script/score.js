// The program's own arithmetic (src/score), to the last digit. Points are whole ten-thousandths, the index is
// whole millionths. Levels come as the shortest decimals that give the same binary numbers, and the same
// operations in the same order round alike here and there.
const FULL = 1000000;
const UNIT = 10000;
const HAIR = 1e-8;
const NOT_BENCHMARKED = -1;
const TOO_LITTLE_KNOWN = 3;

const awayFromZero = (x) => (x < 0 ? -Math.round(-x) : Math.round(x));

const roundedPoints = (points) => {
  const units = points * UNIT;
  return awayFromZero(units + (units < 0 ? -HAIR : HAIR));
};

// Divides with rounding to the nearest whole number, halves away from zero.
const divRound = (num, den) => {
  const size = (2n * (num < 0n ? -num : num) + den) / (2n * den);
  return num < 0n ? -size : size;
};

// Writes `value ÷ unit` with one decimal.
const oneDecimal = (value, unit) => {
  const tenths = Number(divRound(BigInt(value) * 10n, BigInt(unit)));
  const size = Math.abs(tenths);
  return `${tenths < 0 ? '-' : ''}${Math.floor(size / 10)}.${size % 10}`;
};

const perCent = (share) => `${divRound(BigInt(share), 100n)}%`;

// One score: contribution = level × weight ÷ weight known, rounded once; the score is their sum.
// A level is a number, `[mid, low, high]` where it is known in part, `null` where it is not known.
const scoreOf = (levels, weights) => {
  let judged = 0;
  let known = 0;
  levels.forEach((level, i) => {
    if (level === NOT_BENCHMARKED) return;
    judged += weights[i];
    if (level !== null) known += weights[i];
  });
  const part = (level, weight, of) => roundedPoints((level * (weight / UNIT)) / (of / UNIT));
  let points = 0;
  let low = 0;
  let high = 0;
  levels.forEach((level, i) => {
    if (level === NOT_BENCHMARKED) return;
    const [mid, least, most] =
      level === null ? [null, 0, 100] : Array.isArray(level) ? level : [level, level, level];
    if (mid !== null && known > 0) points += part(mid, weights[i], known);
    if (judged > 0) {
      low += part(least, weights[i], judged);
      high += part(most, weights[i], judged);
    }
  });
  return {
    points: known > 0 ? points : null,
    range: judged > 0 ? [low, high] : null,
    known,
    judged,
  };
};

// A half that is not benchmarked at all leaves the whole index to the other.
const sharesOf = (used, disposal, shares) => {
  if (!used.judged && !disposal.judged) return [0, 0];
  if (!used.judged) return [0, 100];
  return disposal.judged ? shares : [100, 0];
};

const resultOf = (site, weighing) => {
  const [order, fixed, ...levels] = site;
  const [used, subletting, disposal] = levels.map((l, i) => scoreOf(l, weighing.weights[i]));
  const shares = sharesOf(used, disposal, weighing.shares);
  const half = (share, points) => (share === 0 ? 0 : points === null ? null : share * points);
  const unused = half(shares[0], used.points === null ? null : FULL - used.points);
  const saved = half(shares[1], disposal.points);
  const nothing = shares[0] === 0 && shares[1] === 0;
  const index = nothing || unused === null || saved === null ? null : unused + saved;
  const none = [0, 0];
  const range = (u, d) => shares[0] * (FULL - u) + shares[1] * d;
  const [u, d] = [used.range ?? none, disposal.range ?? none];
  const part = (score, share) => [BigInt(share * score.known), BigInt(Math.max(score.judged, 1))];
  const [[a, b], [c, e]] = [part(used, shares[0]), part(disposal, shares[1])];
  const known = (a * e + c * b) * 10000n;
  const whole = 100n * b * e;
  const enough = known >= BigInt(weighing.least) * whole;
  return {
    order,
    reason: fixed ?? (enough && index !== null ? null : TOO_LITTLE_KNOWN),
    index,
    low: nothing ? null : range(u[1], d[0]),
    high: nothing ? null : range(u[0], d[1]),
    used: used.points,
    subletting: subletting.points,
    disposal: disposal.points,
    known: Number(divRound(known, whole)),
    // Of each score, the share of its weight that is known where it is too little for it to stand alone.
    thin: [used, subletting, disposal].map((score) => {
      const share = score.judged ? divRound(BigInt(score.known) * 10000n, BigInt(score.judged)) : 0n;
      return share > 0n && share < BigInt(weighing.least) ? Number(share) : null;
    }),
    rank: null,
  };
};

// Ranked sites by index down, known share down, id up; then the others by reason.
const byStanding = (a, b) =>
  (a.reason ?? -1) - (b.reason ?? -1) ||
  (b.index ?? -1) - (a.index ?? -1) ||
  (a.reason === null ? b.known - a.known : 0) ||
  a.order - b.order;

const rankAll = (sites, weighing) => {
  const results = sites.map((site) => resultOf(site, weighing));
  const standing = [...results].sort(byStanding);
  let rank = 0;
  standing.forEach((result, place) => {
    result.place = place;
    if (result.reason === null) result.rank = ++rank;
  });
  return results;
};
