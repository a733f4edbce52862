// The rows of a large table: those beyond the first come from one list, in which words that recur stand once. All are
// sorted and filtered; so many stand in the page at a time as a browser lays out at once.
const AT_ONCE = 200;

// Every row of a table, whether it stands in the page or not, in the order of the last sort.
const rowsOf = (table) => table.every ?? [...table.tBodies[0].rows];

const say = (row, selector, text) => {
  if (text) row.querySelector(selector).textContent = text;
};

// Makes a row like the others: `like` has one of everything, and what the site has nothing of is left out.
const madeRow = (like, words, facets, site) => {
  const [id, name, link, rank, index, low, high, points, thin, known, coded, option, why, asked, gates] = site;
  const row = like.cloneNode(true);
  facets.forEach((facet, i) => (row.dataset[facet] = words[coded[i]]));
  row.classList.toggle('unranked', rank === null);
  if (rank === null) row.querySelector('.rank').replaceChildren(...dash());
  else say(row, '.rank', String(rank));
  say(row, '.code', id);
  const named = row.querySelector('bdi');
  named.textContent = name;
  if (link !== null) {
    const way = document.createElement('a');
    way.href = `#${link}`;
    named.replaceWith(way);
    way.append(named);
  }
  note(row.querySelector('.code'), 'asked', words[asked] && `Questioned: ${words[asked]}`);
  note(row.querySelector('.code'), 'why', words[why] && `Not ranked: ${words[why]}`);
  row.querySelector('.index').textContent = index;
  if (low && high) drawRange(row, index, low, high);
  else row.querySelector('.span').replaceChildren();
  ['.used', '.subletting', '.disposal'].forEach((score, i) => {
    say(row, score, points[i]);
    note(row.querySelector(score), 'thin', words[thin[i]]);
  });
  say(row, '.share', known);
  const last = row.querySelector('.gates');
  if (words[option]) last.previousElementSibling.textContent = words[option];
  last.append(
    ...gates.flatMap((gate) => {
      const one = document.createElement('span');
      one.className = 'gate';
      one.textContent = words[gate];
      return [one, ' '];
    }),
  );
  return row;
};

// Puts those rows in the page that are not filtered out, the first of them or all.
const settle = (table) => {
  if (!table.every) return;
  const fitting = table.every.filter((row) => !row.hidden);
  const shown = table.whole ? fitting : fitting.slice(0, AT_ONCE);
  table.tBodies[0].replaceChildren(...shown);
  const part = document.getElementById(`${table.id}-part`);
  const [many, few] = [fitting.length, shown.length].map((count) => count.toLocaleString('en-GB'));
  part.hidden = fitting.length <= AT_ONCE;
  part.firstElementChild.textContent = table.whole
    ? `All ${many} sites are listed.`
    : `The first ${few} of ${many} sites are listed.`;
  part.lastElementChild.textContent = table.whole ? `List the first ${AT_ONCE}` : `List all ${many}`;
};

const startRows = () => {
  const data = document.getElementById('ranking-table-rest');
  if (!data) return;
  const { words, facets, sites } = JSON.parse(data.textContent);
  const like = document.getElementById('ranking-table-row').content.firstElementChild;
  const rest = sites.map((site) => madeRow(like, words, facets, site));
  rankingTable.every = [...rankingTable.tBodies[0].rows, ...rest];
  const part = document.getElementById('ranking-table-part');
  const button = document.createElement('button');
  button.type = 'button';
  button.addEventListener('click', () => {
    rankingTable.whole = !rankingTable.whole;
    settle(rankingTable);
  });
  part.replaceChildren(document.createElement('span'), ' ', button);
  settle(rankingTable);
};
