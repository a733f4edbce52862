// Weights found by swings: points of each criterion, and the policy file that the program makes of the same points.
const swingForm = document.getElementById('swinging');

// Points over the whole scale: those of a swing over fewer levels count for more. Whole ten-thousandths, as in the program.
const overTheWholeScale = (points, levels) =>
  levels === 0n ? points : (points * BigInt(FULL) + levels / 2n) / levels;

// Weights in proportion to points; what rounding down leaves goes to the largest remainders, the first of equal ones.
const weightsOfPoints = (points) => {
  const sum = points.reduce((a, b) => a + b, 0n);
  if (sum === 0n) return null;
  const parts = points.map((p) => p * BigInt(FULL));
  const weights = parts.map((part) => Number(part / sum));
  const over = FULL - weights.reduce((a, b) => a + b, 0);
  const order = parts.map((part, at) => [part % sum, at]);
  order.sort(([a, i], [b, j]) => (a === b ? i - j : a < b ? 1 : -1));
  for (const [, at] of order.slice(0, over)) weights[at] += 1;
  return weights;
};

// One blank for every run of the white space that the program knows.
const BLANKS = /[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/;
const inOneLine = (text) => text.split(BLANKS).filter((part) => part !== '').join(' ');
const quoted = (text) => {
  const code = (c) => `\\u${c.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
  const marked = inOneLine(text).replace(/["\\]/g, '\\$&');
  return `"${marked.replace(/[\u0000-\u001f\u007f]/g, code)}"`;
};

// A day as the policy file has it: a date picker would load a picture.
const isDay = (text) => {
  const [year, month, day] = (/^(\d{4})-(\d\d)-(\d\d)$/.exec(text) ?? []).slice(1).map(Number);
  if (year === undefined || year === 0) return false;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
};

// What is filled in of a score: its points in ten-thousandths, and what is wrong with them.
const swingsOf = (fieldset) => {
  const score = fieldset.dataset.swings;
  const fields = [...fieldset.querySelectorAll('input')];
  const isEmpty = (field) => field.value === '' && !field.validity.badInput;
  const points = fields.map((field) => {
    const units = Number(field.value) * UNIT;
    const whole = Math.round(units);
    const isRead = !isEmpty(field) && !field.validity.badInput && Math.abs(units - whole) < 1e-6;
    return isRead && whole >= 0 && whole <= FULL ? whole : null;
  });
  const faults = [];
  const isUsed = !fields.every(isEmpty);
  if (isUsed) {
    if (fields.some(isEmpty)) faults.push(`Give every criterion of the ${score} score points.`);
    if (fields.some((field, i) => !isEmpty(field) && points[i] === null)) {
      faults.push(`Points of the ${score} score must be numbers from 0 to 100, with at most four decimals.`);
    } else if (Math.max(...points) < FULL) {
      faults.push(`Give 100 points to the swing of the ${score} score that matters most.`);
    }
  }
  const levels = fields.map((field) => BigInt(field.dataset.levels));
  const isWhole = isUsed && points.every((p) => p !== null);
  const weights = isWhole
    ? weightsOfPoints(points.map((p, i) => overTheWholeScale(BigInt(p), levels[i])))
    : null;
  return { score, fields, points, faults, isUsed, weights };
};

const swingOverlay = (told, scores) => {
  const lines = [
    '# Weights found by swing weighting, with the points of each swing.',
    '[weighting]',
    'method = "swing"',
    `by = ${quoted(told.by)}`,
    `on = ${told.on}`,
    `why = ${quoted(told.why)}`,
    `scores = [${scores.map(({ score }) => quoted(score)).join(', ')}]`,
    '',
  ];
  for (const { fields, points, weights } of scores) {
    fields.forEach((field, i) => {
      const [weight, given] = [weights[i] / UNIT, points[i] / UNIT];
      lines.push(`[criteria.${field.name}]`, `weight = "${weight}" # ${given} points`, '');
    });
  }
  return lines.join('\n');
};

const showSwings = () => {
  const all = [...swingForm.querySelectorAll('[data-swings]')].map(swingsOf);
  const told = {};
  for (const name of ['by', 'on', 'why']) told[name] = swingForm.elements.namedItem(name).value.trim();
  const faults = all.flatMap((score) => score.faults);
  const used = all.filter((score) => score.isUsed);
  if (used.length) {
    if (inOneLine(told.by) === '') faults.push('Say who gave the points.');
    if (!isDay(told.on)) faults.push('Say when, as a date such as 2026-11-30.');
    if (inOneLine(told.why) === '') faults.push('Say why.');
  }
  for (const { fields, weights } of all) {
    fields.forEach((field, i) => {
      const output = field.closest('tr').querySelector('output');
      output.textContent = weights === null ? '' : String(weights[i] / UNIT);
    });
  }
  document.getElementById('swing-faults').textContent = faults.join(' ');
  const isWhole = used.length > 0 && faults.length === 0;
  document.getElementById('swing-overlay').textContent = isWhole ? swingOverlay(told, used) : '';
};

const startSwings = () => {
  if (!swingForm) return;
  showSwings();
  swingForm.addEventListener('input', showSwings);
  swingForm.addEventListener('submit', (event) => event.preventDefault());
  swingForm.addEventListener('reset', () => setTimeout(showSwings));
};
