// What the address says: `#ranking?q=…&sort=…&w=…` keeps the state of the ranking, `#site-…` opens a site.
const RANKING = '#ranking?';
const pageTitle = document.title;
const rankingForm = document.querySelector('form[data-filter="ranking-table"]');

const stateNow = () => {
  const state = new URLSearchParams();
  const hidden = [];
  for (const field of rankingForm?.elements ?? []) {
    if (!field.name) continue;
    if (field.type === 'checkbox') {
      if (!field.checked) hidden.push(field.value);
    } else if (field.value.trim() !== '') state.set(field.name, field.value);
  }
  if (hidden.length) state.set('hide', hidden.join('.'));
  const sorted = rankingTable?.dataset.sorted;
  if (sorted && sorted !== 'rank.up') state.set('sort', sorted);
  if (sites.length && !isPolicyNow()) state.set('w', sliders().map((s) => s.value).join('_'));
  return state.toString();
};

let saving = 0;
const keepState = () => {
  clearTimeout(saving);
  saving = setTimeout(() => {
    if (location.hash.startsWith('#site-')) return;
    const state = stateNow();
    const plainHash = location.hash.startsWith(RANKING) ? '#ranking' : location.hash || '#';
    const hash = state ? RANKING + state : plainHash;
    if (hash !== (location.hash || '#')) history.replaceState(null, '', hash);
  }, 200);
};

const takeState = () => {
  if (!location.hash.startsWith(RANKING)) return;
  const state = new URLSearchParams(location.hash.slice(RANKING.length));
  if (sites.length) {
    // Links of old editions part whole weights by points.
    const told = state.get('w') ?? '';
    const weights = told.split(told.includes('_') ? '_' : '.');
    const all = sliders();
    all.forEach((slider, i) => {
      slider.value = weights.length === all.length ? weights[i] : slider.defaultValue;
    });
    if (weights.length === all.length) document.getElementById('weights').open = true;
    weigh();
  }
  const hidden = (state.get('hide') ?? '').split('.');
  for (const field of rankingForm?.elements ?? []) {
    if (!field.name) continue;
    if (field.type === 'checkbox') field.checked = !hidden.includes(field.value);
    else field.value = state.get(field.name) ?? '';
  }
  if (rankingForm) applyFilter(rankingForm);
  const [by, way] = (state.get('sort') ?? 'rank.up').split('.');
  if (rankingTable) sortTable(rankingTable, by, way === 'down');
};

const openSite = () => {
  let site = null;
  if (location.hash.startsWith('#site-')) {
    const id = decodeURIComponent(location.hash.slice(1));
    site = document.getElementById(id);
    if (!site && rankingForm) {
      // A site without a section still has its row.
      rankingForm.elements.q.value = id.slice('site-'.length);
      applyFilter(rankingForm);
      document.getElementById('ranking').scrollIntoView();
    }
  }
  const heading = site?.querySelector('h3');
  document.title = heading ? `${heading.textContent}: ${pageTitle}` : pageTitle;
  heading?.focus({ preventScroll: true });
};

startRows();
startSorting();
startWeights();
startSwings();
startMap();
startClosing();
startAlong();
startFilters();
onFiltered.push(keepState);
onSorted.push(keepState);
onWeighed.push(() => {
  if (rankingForm) applyFilter(rankingForm);
});
addEventListener('hashchange', () => {
  takeState();
  openSite();
});
if (location.hash.startsWith(RANKING)) {
  takeState();
  document.getElementById('ranking').scrollIntoView();
}
// After the browser has gone to the place itself, which takes the focus away.
if (document.readyState === 'complete') openSite();
else addEventListener('load', openSite);
document.documentElement.classList.add('ready');
