// The map: one stop for the tab key, arrows from site to site, a name at what is pointed at.
const startMap = () => {
  const map = document.getElementById('site-map');
  if (!map) return;
  const points = [...map.querySelectorAll('.point')].reverse();
  const label = map.querySelector('.label');
  const place = (point) => [Number(point.dataset.x), Number(point.dataset.y)];
  const name = (point) => {
    const [x, y] = place(point);
    const right = x > map.viewBox.baseVal.width * 0.6;
    label.textContent = point.dataset.said;
    label.setAttribute('x', right ? x - 18 : x + 18);
    label.setAttribute('y', y + 5);
    label.setAttribute('text-anchor', right ? 'end' : 'start');
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
    else if (event.key === 'Home') to = points[0];
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
  if (points.length) stop(points[0]);
  const all = rankingTable ? [...rankingTable.tBodies[0].rows] : [];
  onFiltered.push((form) => {
    if (form.dataset.filter !== 'ranking-table') return;
    points.forEach((p) => p.classList.toggle('out', all[Number(p.dataset.row)]?.hidden ?? false));
  });
  onWeighed.push((results) => {
    for (const point of points) {
      const { rank, index } = results[Number(point.dataset.row)];
      const number = point.querySelector('.number-on-map');
      if (number) number.textContent = rank ?? '';
      point.classList.toggle('off', rank === null);
      const said = rank === null ? 'not ranked' : `rank ${rank}, need index ${oneDecimal(index, FULL)}`;
      point.dataset.said = `${point.dataset.name}: ${said}`;
      point.setAttribute('aria-label', point.dataset.said);
    }
  });
};
