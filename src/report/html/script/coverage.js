// Closing sites: coverage with any set of them closed, at once. The arithmetic is the program's own (src/place/coverage.rs,
// src/cover/closing.rs): the same numbers in the same order, so that every sum rounds alike. Minutes come as the shortest
// decimals that give the same binary numbers. A journey is two numbers: twice the place of the site, one more where the
// minutes are an estimate; then the minutes. Journeys of a zone stand nearest first.

// Writes a number to one decimal as the program does: what lies exactly halfway goes to the even digit.
const toTenth = (x) => {
  const isHalfway = Number.isInteger(x * 4) && !Number.isInteger(x * 2);
  if (!isHalfway) return x.toFixed(1);
  const below = Math.floor(x * 10);
  return ((below % 2 === 0 ? below : below + 1) / 10).toFixed(1);
};
const minutesOf = (x) => (x === null ? '–' : toTenth(x).replace(/\.0$/, ''));
const shareOf = (part, whole) => (whole > 0 ? `${toTenth((part / whole) * 100)}%` : '–');
const thousands = (whole) => String(whole).replace(/\B(?=(\d{3})+$)/g, ',');
const poundsOf = (pence) => {
  const size = thousands(Math.floor((Math.abs(pence) + 50) / 100));
  return `${pence < 0 && size !== '0' ? '−' : ''}£${size}`;
};

const nearestOpen = (ways, open) => {
  for (let i = 0; i < ways.length; i += 2) {
    const place = Math.floor(ways[i] / 2);
    if (open[place]) return { place, minutes: ways[i + 1], estimated: ways[i] % 2 === 1 };
  }
  return null;
};

const coverageOf = (service, open) => {
  const found = { demand: 0, within: 0, reached: 0, estimated: 0, mean: null, tenth: null };
  const reached = [];
  let weighted = 0;
  for (const [demand, ways] of service.zones) {
    found.demand += demand;
    const way = nearestOpen(ways, open);
    if (!way) continue;
    if (way.estimated) found.estimated += 1;
    found.reached += demand;
    if (way.minutes <= service.limit) found.within += demand;
    if (demand > 0) {
      weighted += demand * way.minutes;
      reached.push([way.minutes, demand]);
    }
  }
  if (found.reached > 0) found.mean = weighted / found.reached;
  reached.sort((a, b) => a[0] - b[0]);
  let sum = 0;
  for (const [minutes, demand] of reached) {
    sum += demand;
    if (sum * 10 >= found.demand * 9) {
      found.tenth = minutes;
      break;
    }
  }
  return found;
};

// What closing a set of sites changes for one service; `closed` tells of each of its places whether it closes.
const closingOf = (service, zones, closed) => {
  const all = closed.map(() => true);
  const open = closed.map((is) => !is);
  const next = closed.map(() => 0);
  const found = { people: 0, deprived: 0, unknown: 0, further: null, cutOff: 0, next: null, lostZones: [], zones: 0 };
  let sum = 0;
  let moved = 0;
  service.zones.forEach(([demand, ways], number) => {
    const was = nearestOpen(ways, all);
    if (!was || open[was.place]) return;
    const [name, people, deprived] = zones[number];
    found.zones += 1;
    found.people += people;
    if (deprived === null) found.unknown += people;
    else if (deprived) found.deprived += people;
    const now = nearestOpen(ways, open);
    if (was.minutes <= service.limit && !(now && now.minutes <= service.limit)) found.lostZones.push(name);
    if (now) {
      sum += demand * (now.minutes - was.minutes);
      moved += demand;
      next[now.place] += demand;
    } else found.cutOff += demand;
  });
  if (moved > 0) found.further = sum / moved;
  next.forEach((demand, place) => {
    if (demand > 0 && (found.next === null || demand > next[found.next])) found.next = place;
  });
  found.before = coverageOf(service, all);
  found.after = coverageOf(service, open);
  found.lost = found.before.within - found.after.within;
  return found;
};

const startClosing = () => {
  const data = document.getElementById('closing-data');
  const form = document.getElementById('closing');
  if (!data || !form) return;
  const { sites: named, zones, services } = JSON.parse(data.textContent);
  const boxes = [...form.querySelectorAll('input[type="checkbox"]')];
  const table = document.getElementById('closing-table');
  const said = document.getElementById('closing-said');
  const hint = document.getElementById('closing-hint');
  const panel = document.getElementById('closing-panel');
  const ZONES = 8;
  const SITES = 40;

  const closingBy = (service, chosen) =>
    closingOf(service, zones, service.sites.map((site) => chosen.has(site)));
  const chosenNow = () => new Set(boxes.filter((box) => box.checked).map((box) => Number(box.value)));

  const cell = (of, column) => table.querySelector(`[data-of="${of}"][data-service="${column}"]`);
  const listed = (names, most) => {
    if (!names.length) return 'none';
    const rest = names.length - most;
    return names.slice(0, most).join(', ') + (rest > 0 ? ` and ${rest} more` : '');
  };
  const deprivedOf = (found) => {
    if (found.people === 0) return '0';
    if (found.unknown === found.people) return 'not known';
    const some = found.unknown > 0 ? ` (not known for ${thousands(found.unknown)})` : '';
    return thousands(found.deprived) + some;
  };
  const show = (column, service, found) => {
    const { before, after } = found;
    const put = (of, text) => {
      cell(of, column).textContent = text;
    };
    put('within', shareOf(after.within, after.demand));
    put('lost', thousands(found.lost));
    put('mean', minutesOf(after.mean));
    put('tenth', minutesOf(after.tenth));
    put('people', thousands(found.people));
    put('deprived', deprivedOf(found));
    put('further', found.zones === 0 ? '–' : minutesOf(found.further));
    put('cutoff', thousands(found.cutOff));
    put('next', found.next === null ? '–' : named[service.sites[found.next]].name);
    put('zones', listed(found.lostZones, ZONES));
    put('estimated', thousands(after.estimated));
    for (const of of ['within', 'lost']) {
      cell(of, column).classList.toggle('loses', after.within < before.within);
    }
  };
  const savingOf = (chosen) => {
    let pence = 0;
    let unknown = 0;
    for (const site of chosen) {
      if (named[site].pence === null) unknown += 1;
      else pence += named[site].pence;
    }
    return { pence, unknown };
  };
  const savingSaid = ({ pence, unknown }, many) => {
    if (unknown === many) return 'What that would save is not known.';
    const least = unknown > 0 ? 'at least ' : '';
    const missing = unknown > 0 ? `, not known at ${unknown} of them` : '';
    return `Closing ${many === 1 ? 'it' : 'them'} would save ${least}${poundsOf(pence)} a year in running costs${missing}, before what moving work elsewhere costs.`;
  };
  const say = (chosen, results) => {
    if (chosen.size === 0) return 'No site is closed: these are the figures of today.';
    const sites = listed([...chosen].map((site) => named[site].name), SITES);
    const lost = services
      .map((service, i) => [service, results[i]])
      .filter(([, found]) => found.lost > 0)
      .map(([service, found]) => `${thousands(found.lost)} ${service.counted} (${service.name})`);
    const who = lost.length
      ? `No longer within the limit: ${lost.join('; ')}.`
      : 'Nobody would go out of reach.';
    return `Closed: ${sites}. ${savingSaid(savingOf(chosen), chosen.size)} ${who}`;
  };
  const reckon = () => {
    const chosen = chosenNow();
    const results = services.map((service) => closingBy(service, chosen));
    services.forEach((service, i) => show(i, service, results[i]));
    said.textContent = say(chosen, results);
    panel.classList.toggle('unused', chosen.size === 0);
    hint.textContent = '';
  };

  // What one more closure, or one fewer, would do: said when a site is pointed at or reached by key.
  const point = (event) => {
    const box = event.target.closest('label')?.querySelector('input') ?? null;
    if (!box || !boxes.includes(box)) return;
    const now = chosenNow();
    const then = new Set(now);
    const site = Number(box.value);
    if (!then.delete(site)) then.add(site);
    const parts = services
      .filter((service) => service.sites.includes(site))
      .map((service) => {
        const more = closingBy(service, then).lost - closingBy(service, now).lost;
        const way = more < 0 ? 'fewer' : 'more';
        return `${thousands(Math.abs(more))} ${way} ${service.counted} out of reach of ${service.name}`;
      });
    hint.textContent = `${named[site].name} ${box.checked ? 'kept open' : 'closed too'}: ${parts.join('; ')}.`;
  };

  form.addEventListener('change', reckon);
  form.addEventListener('mouseover', point);
  form.addEventListener('focusin', point);
  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('reset', () => setTimeout(reckon));
  document.getElementById('close-proposed')?.addEventListener('click', () => {
    for (const box of boxes) box.checked = box.dataset.proposed !== undefined;
    reckon();
  });
  panel.hidden = false;
  reckon();
};
