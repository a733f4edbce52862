// The map: one stop for the tab key, arrows from site to site, a name at what is pointed at.
const startMap = () => {
  const map = document.getElementById('site-map');
  if (!map) return;
  const points = [...map.querySelectorAll('.point')].reverse();
  const sites = points.filter((point) => point.classList.contains('own'));
  const label = map.querySelector('.label');
  const place = (point) => [Number(point.dataset.x), Number(point.dataset.y)];
  // Breaks words into lines that the map has room for.
  const lines = (text) => {
    const all = [''];
    for (const word of text.split(' ')) {
      if (all[all.length - 1].length + word.length > 54) all.push('');
      all[all.length - 1] += `${all[all.length - 1] ? ' ' : ''}${word}`;
    }
    return all;
  };
  // What is said of a point, without what would move there.
  const saidOf = (point) => {
    const label = point.getAttribute('aria-label');
    const { more } = point.dataset;
    return more ? label.slice(0, -`. ${more}`.length) : label;
  };
  const name = (point) => {
    const [x, y] = place(point);
    const { width, height } = map.viewBox.baseVal;
    const more = point.dataset.more ? point.dataset.more.split('\n').flatMap(lines) : [];
    const said = [saidOf(point), ...more];
    const [card, text] = label.children;
    text.replaceChildren(...said.map((words, at) => {
      const line = document.createElementNS('http://www.w3.org/2000/svg', 'tspan');
      line.textContent = `${words} `;
      line.setAttribute('x', 0);
      line.setAttribute('y', 20 * at);
      return line;
    }));
    // Beside the point, on the side with room, and within the map.
    const box = text.getBBox();
    const beside = x + 24 + box.width > width ? x - 24 - box.width : x + 24;
    const left = Math.max(8, Math.min(beside, width - box.width - 8));
    const top = Math.max(8, Math.min(y - 12, height - box.height - 8));
    label.setAttribute('transform', `translate(${left - box.x} ${top - box.y})`);
    const edge = { x: box.x - 6, y: box.y - 4, width: box.width + 12, height: box.height + 8 };
    for (const [key, value] of Object.entries(edge)) card.setAttribute(key, value);
    map.classList.add('named');
  };
  const stop = (point) => points.forEach((p) => p.setAttribute('tabindex', p === point ? 0 : -1));
  // The nearest site within the quarter of the compass that the arrow points to.
  const towards = (from, [dx, dy]) => {
    const [x, y] = place(from);
    let best = null;
    let least = Infinity;
    for (const point of points) {
      const [ox, oy] = [place(point)[0] - x, place(point)[1] - y];
      const along = ox * dx + oy * dy;
      const aside = Math.abs(ox * dy) + Math.abs(oy * dx);
      const far = along + 2 * aside;
      if (point !== from && along > 0 && aside <= along * 1.5 && far < least) [best, least] = [point, far];
    }
    return best;
  };
  const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  map.addEventListener('keydown', (event) => {
    const from = event.target.closest('.point');
    if (!from) return;
    let to = null;
    if (event.key in WAYS) to = towards(from, WAYS[event.key]);
    else if (event.key === 'Home') to = sites[0];
    else if (event.key === 'End') to = points[points.length - 1];
    else return;
    event.preventDefault();
    if (!to) return;
    stop(to);
    to.focus();
  });
  map.addEventListener('focusin', (event) => {
    const point = event.target.closest('.point');
    if (point) {
      stop(point);
      name(point);
    }
  });
  map.addEventListener('focusout', () => map.classList.remove('named'));
  map.addEventListener('pointerover', (event) => {
    const point = event.target.closest('.point');
    if (point) name(point);
    else if (!map.contains(document.activeElement)) map.classList.remove('named');
  });
  map.addEventListener('pointerleave', () => {
    const focused = document.activeElement?.closest?.('#site-map .point');
    if (focused) name(focused);
    else map.classList.remove('named');
  });
  map.classList.add('live');
  if (sites.length) stop(sites[0]);
  const all = rankingTable ? [...rowsOf(rankingTable)] : [];
  onFiltered.push((form) => {
    if (form.dataset.filter !== 'ranking-table') return;
    sites.forEach((p) => p.classList.toggle('out', all[Number(p.dataset.row)]?.hidden ?? false));
  });
  onWeighed.push((results) => {
    for (const point of sites) {
      const { rank, index } = results[point.dataset.row];
      const number = point.querySelector('.number-on-map');
      if (number) number.textContent = rank ?? '';
      point.classList.toggle('off', rank === null);
      const said = rank === null ? 'not ranked' : `rank ${rank}, need index ${oneDecimal(index, FULL)}`;
      const { more, row } = point.dataset;
      point.setAttribute('aria-label', `${nameOf(row)}: ${said}${more ? `. ${more}` : ''}`);
    }
  });
};
