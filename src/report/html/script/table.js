// Filters and sorting, for every table that asks for them by its attributes.
const plain = (text) => text.normalize('NFD').replace(/\p{Diacritic}/gu, '').toLowerCase();

const onFiltered = [];

// Shows the items that match a form, hides groups without any, and says how many are shown.
const applyFilter = (form) => {
  const words = [];
  const facets = [];
  const hidden = [];
  for (const field of form.elements) {
    if (!field.name || field.value.trim() === '') continue;
    if (field.type === 'checkbox') {
      if (!field.checked) hidden.push([field.name, field.value]);
    } else if (field.type === 'search') words.push(...plain(field.value).split(/\s+/).filter(Boolean));
    else facets.push([field.name, field.value]);
  }
  const list = document.getElementById(form.dataset.filter);
  const items = list.every ?? list.querySelectorAll('[data-item]');
  let shown = 0;
  for (const item of items) {
    item.words ??= plain(item.textContent);
    const fits =
      words.every((word) => item.words.includes(word)) &&
      hidden.every(([name, value]) => item.dataset[name] !== value) &&
      facets.every(([name, value]) => (item.dataset[name] ?? '').split('|').includes(value));
    item.hidden = !fits;
    if (fits) shown += 1;
  }
  settle(list);
  for (const group of list.querySelectorAll('[data-group]')) {
    group.hidden = !group.querySelector('[data-item]:not([hidden])');
  }
  form.querySelector('[role="status"]').textContent =
    `Showing ${shown.toLocaleString('en-GB')} of ${items.length.toLocaleString('en-GB')} ${form.dataset.noun}`;
  onFiltered.forEach((act) => act(form));
};

const startFilters = () => {
  for (const form of document.querySelectorAll('form[data-filter]')) {
    form.hidden = false;
    form.addEventListener('input', () => applyFilter(form));
    form.addEventListener('submit', (event) => event.preventDefault());
    form.addEventListener('reset', () => setTimeout(() => applyFilter(form)));
    applyFilter(form);
  }
};

// The exact figure where the row has one by the name of its column; else what the cell shows.
const valueOf = (row, header, column) => {
  if (row.figures && header.dataset.by in row.figures) return row.figures[header.dataset.by];
  const cell = row.cells[column];
  if (!cell) return null;
  const text = (cell.querySelector('bdi') ?? cell).textContent.trim();
  if (header.dataset.number === undefined) return text === '' ? null : plain(text);
  const number = /[-−]?[\d,]+(\.\d+)?/.exec(text);
  return number ? Number(number[0].replace('−', '-').replaceAll(',', '')) : null;
};

// One for all comparisons: making it anew for each takes longer than the sorting.
const inOrder = new Intl.Collator('en-GB', { numeric: true });

// Sorts by one column; what is not known stands last either way, equals keep the order of the page.
const sortTable = (table, by, down) => {
  const headers = [...table.tHead.rows[0].cells];
  const column = headers.findIndex((header) => header.dataset.by === by);
  if (column < 0) return;
  const rows = rowsOf(table).map((row) => [valueOf(row, headers[column], column), row]);
  const compare = (a, b) => {
    if (a === null || b === null) return (a === null) - (b === null);
    const order = typeof a === 'string' ? inOrder.compare(a, b) : a - b;
    return down ? -order : order;
  };
  rows.sort(([a, x], [b, y]) => compare(a, b) || x.place - y.place);
  const sorted = rows.map(([, row]) => row);
  if (table.every) table.every = sorted;
  else table.tBodies[0].append(...sorted);
  settle(table);
  for (const header of headers) header.removeAttribute('aria-sort');
  headers[column].setAttribute('aria-sort', down ? 'descending' : 'ascending');
  table.dataset.sorted = `${by}.${down ? 'down' : 'up'}`;
};

const sortAgain = (table) => {
  const [by, way] = (table.dataset.sorted ?? '').split('.');
  if (by) sortTable(table, by, way === 'down');
};

const onSorted = [];

const startSorting = () => {
  for (const table of document.querySelectorAll('table[data-sortable]')) {
    rowsOf(table).forEach((row, place) => (row.place = place));
    for (const header of table.tHead.rows[0].cells) {
      if (!header.dataset.by) continue;
      const button = document.createElement('button');
      button.type = 'button';
      button.className = 'sort';
      button.append(...header.childNodes);
      header.append(button);
      button.addEventListener('click', () => {
        const was = header.getAttribute('aria-sort');
        const down = was ? was === 'ascending' : header.dataset.first === 'down';
        sortTable(table, header.dataset.by, down);
        onSorted.forEach((act) => act(table));
      });
    }
    const first = [...table.tHead.rows[0].cells].find((header) => header.hasAttribute('aria-sort'));
    if (first) table.dataset.sorted = `${first.dataset.by}.up`;
  }
};
