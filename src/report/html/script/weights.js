// Sliders: the ranking by other weights, at once, and how it differs from the policy's.
const weighingForm = document.getElementById('weighing');
const rankingTable = document.getElementById('ranking-table');
const onWeighed = [];
let sites = [];
let rows = [];
let byPolicy = [];
let policyWeighing = null;

const REASONS = ['sold', 'for sale', 'must be kept', 'too little known'];
const STANDINGS = ['sold', 'for_sale', 'must_keep', 'too_little_known'];

const sliders = () => [...weighingForm.querySelectorAll('input[type="range"]')];

const weighingNow = (value) => {
  // A weight counts in whole ten-thousandths, as in the program.
  const weights = [[], [], []];
  let share = 0;
  for (const slider of sliders()) {
    if (slider.dataset.score === undefined) share = value(slider);
    else weights[Number(slider.dataset.score)].push(Math.round(value(slider) * UNIT));
  }
  return { weights, shares: [share, 100 - share], least: policyWeighing.least };
};

const write = (row, selector, text) => {
  const cell = row.querySelector(selector);
  if (cell && cell.textContent !== text) cell.textContent = text;
};

// Writes a note behind a piece of a cell, which has one only where there is something to say.
const note = (piece, kind, text) => {
  let span = piece.parentElement.querySelector(`.${kind}`);
  if (!span) {
    if (text === '') return;
    span = document.createElement('span');
    span.className = `reason ${kind}`;
    piece.after(' ', span);
  }
  if (span.textContent !== text) span.textContent = text;
};

const dash = () => {
  const pieces = [document.createElement('span'), document.createElement('span')];
  pieces[0].setAttribute('aria-hidden', 'true');
  pieces[0].textContent = '–';
  pieces[1].className = 'hidden';
  pieces[1].textContent = 'not ranked';
  return pieces;
};

const drawRange = (row, index, low, high) => {
  const span = row.querySelector('.span');
  const there = index !== '' && low !== '';
  span.firstElementChild?.classList.toggle('gone', !there);
  if (there) {
    const line = span.querySelector('.bar-range');
    line.setAttribute('x1', low);
    line.setAttribute('x2', high);
    const mark = span.querySelector('.bar-mark');
    mark.setAttribute('x1', index);
    mark.setAttribute('x2', index);
  }
  write(row, '.ends', there ? (low === high ? low : `${low}–${high}`) : '');
};

const showRow = (row, now, policy, isPolicy) => {
  const index = now.index === null ? '' : oneDecimal(now.index, FULL);
  const [low, high] = [now.low, now.high].map((x) => (x === null ? '' : oneDecimal(x, FULL)));
  const points = (p) => (p === null ? '' : oneDecimal(p, UNIT));
  const rank = row.querySelector('.rank');
  rank.replaceChildren(...(now.rank === null ? dash() : [String(now.rank)]));
  if (!isPolicy && now.rank !== policy.rank) {
    const was = document.createElement('span');
    was.className = 'reason';
    was.textContent = policy.rank === null ? 'new' : `was ${policy.rank}`;
    rank.append(' ', was);
  }
  row.classList.toggle('unranked', now.rank === null);
  row.dataset.standing = now.reason === null ? 'ranked' : STANDINGS[now.reason];
  write(row, '.index', index);
  write(row, '.used', points(now.used));
  write(row, '.subletting', points(now.subletting));
  write(row, '.disposal', points(now.disposal));
  ['.used', '.subletting', '.disposal'].forEach((name, i) => {
    const share = now.thin[i];
    note(row.querySelector(name), 'thin', share === null ? '' : `on ${perCent(share)} of it`);
  });
  write(row, '.share', perCent(now.known));
  note(row.querySelector('.code'), 'why', now.reason === null ? '' : `Not ranked: ${REASONS[now.reason]}`);
  drawRange(row, index, low, high);
};

const nameOf = (place) => rows[place].querySelector('bdi').textContent;

// Says how the first five differ from the policy's.
const saidOf = (results) => {
  const five = (all) =>
    all
      .map((result, row) => [result, row])
      .filter(([result]) => result.rank !== null && result.rank <= 5)
      .sort(([a], [b]) => a.rank - b.rank)
      .map(([, row]) => row);
  const [now, was] = [five(results), five(byPolicy)];
  const listed = now.map((row) => nameOf(row)).join(', ') || 'no site';
  const place = (result) => (result.rank === null ? 'not ranked' : `rank ${result.rank}`);
  const fresh = now.filter((row) => !was.includes(row));
  const gone = was.filter((row) => !now.includes(row));
  if (!fresh.length && !gone.length) {
    const same = now.every((row, i) => row === was[i]);
    return `First by these weights: ${listed}; the same sites as under the policy${same ? '' : ', in another order'}.`;
  }
  const words = (list, all) => list.map((row) => `${nameOf(row)} (${place(all[row])})`).join(', ');
  const parts = [`First by these weights: ${listed}.`];
  if (fresh.length) parts.push(`New, with policy rank: ${words(fresh, byPolicy)}.`);
  if (gone.length) parts.push(`No longer among the first, with new rank: ${words(gone, results)}.`);
  return parts.join(' ');
};

// Writes the weights as a file for `--policy`, or says why they are none.
const overlayOf = (weighing) => {
  const wrong = weighing.weights
    .map((weights, score) => [weights.reduce((a, b) => a + b, 0), score])
    .filter(([sum]) => sum !== FULL)
    .map(([sum, score]) => `${['utilisation', 'subletting', 'disposal'][score]} add to ${sum / UNIT}`);
  if (wrong.length) {
    return `# The weights of a score must total 100; those of ${wrong.join(', of ')}.`;
  }
  const share = (name, value) => `[figures.index_share_${name}]\nvalue = "${value}%"\n`;
  const lines = [share('utilisation', weighing.shares[0]), share('disposal', weighing.shares[1])];
  for (const slider of sliders()) {
    if (slider.dataset.score !== undefined) {
      const whole = Number.isInteger(Number(slider.value));
      const told = whole ? slider.value : `"${slider.value}"`;
      lines.push(`[criteria.${slider.name}]\nweight = ${told}\n`);
    }
  }
  return lines.join('\n');
};

const showWeights = (weighing) => {
  const sums = weighing.weights.map((weights) => weights.reduce((a, b) => a + b, 0));
  for (const slider of sliders()) {
    const score = slider.dataset.score;
    const value = Number(slider.value);
    const part = score === undefined || sums[score] === 0 ? 0 : (value / sums[score]) * FULL;
    const said =
      score === undefined
        ? `${value}% utilisation, ${100 - value}% disposal`
        : sums[score] === FULL
          ? `${value}`
          : `${value} (${part.toFixed(1)}%)`;
    slider.setAttribute('aria-valuetext', said);
    slider.parentElement.querySelector('output').textContent = said;
  }
  document.getElementById('overlay').textContent = overlayOf(weighing);
};

const isPolicyNow = () => sliders().every((slider) => slider.value === slider.defaultValue);

const weigh = () => {
  const weighing = weighingNow((slider) => Number(slider.value));
  const isPolicy = isPolicyNow();
  const results = rankAll(sites, weighing);
  results.forEach((now, i) => {
    showRow(rows[i], now, byPolicy[i], isPolicy);
    rows[i].place = now.place;
    delete rows[i].words;
    rows[i].figures = now;
  });
  showWeights(weighing);
  sortAgain(rankingTable);
  document.getElementById('tried').hidden = isPolicy;
  document.getElementById('weighed').textContent = isPolicy
    ? 'These are the weights of the policy.'
    : saidOf(results);
  onWeighed.forEach((act) => act(results));
};

// One ranking a frame is enough while a slider is dragged.
let asked = false;
const weighSoon = () => {
  if (asked) return;
  asked = true;
  requestAnimationFrame(() => {
    asked = false;
    weigh();
  });
};

const startWeights = () => {
  const data = document.getElementById('weighing-data');
  if (!data || !weighingForm || !rankingTable) return;
  const { least, sites: read } = JSON.parse(data.textContent);
  sites = read;
  rows = rowsOf(rankingTable);
  policyWeighing = { least };
  policyWeighing = weighingNow((slider) => Number(slider.defaultValue));
  byPolicy = rankAll(sites, policyWeighing);
  byPolicy.forEach((result, i) => (rows[i].figures = result));
  document.getElementById('weights').hidden = false;
  showWeights(policyWeighing);
  weighingForm.addEventListener('input', weighSoon);
  weighingForm.addEventListener('submit', (event) => event.preventDefault());
  weighingForm.addEventListener('reset', () => setTimeout(weigh));
};
