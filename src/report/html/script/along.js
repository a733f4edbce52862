// Along a frontier of plans: a control moves from one plan worked out beforehand to the next. What it shows is a row of the
// table below it; nothing is solved here.
const alongForms = [...document.querySelectorAll('form[data-along]')];

const showAlong = (form) => {
  const rows = [...document.querySelectorAll(`#plan-frontiers tr[data-frontier="${form.dataset.along}"]`)];
  const slider = form.querySelector('input');
  const at = Number(slider.value) - 1;
  const of = (name) => rows[at].querySelector(`[data-of="${name}"]`).textContent;
  const told = {
    point: `${at + 1} of ${rows.length}${of('proven') === 'yes' ? '' : ' (the best found; not proven)'}`,
    bounded: of('bounded'),
    best: of('best'),
    worth: of('worth'),
    kept: of('kept'),
    since: at === 0 ? 'Sites that change from business as usual' : `Sites that change from plan ${at}`,
    changes: of('changes') || 'none',
  };
  for (const cell of form.querySelectorAll('[data-shows]')) cell.textContent = told[cell.dataset.shows];
  slider.setAttribute('aria-valuetext', `plan ${told.point}: ${told.bounded}`);
  rows.forEach((row, place) => row.classList.toggle('shown', place === at));
};

const startAlong = () => {
  for (const form of alongForms) {
    form.hidden = false;
    showAlong(form);
    form.addEventListener('input', () => showAlong(form));
    form.addEventListener('submit', (event) => event.preventDefault());
  }
};
