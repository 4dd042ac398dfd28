// The page of a comparison: what it shows first, and what a click on a mode opens.

function whoAsks({load}) {
  const who = load.users === 100 ? 'A hundred users ask' :
      load.users === 1           ? 'One user asks' :
                                   `${count(load.users)} users ask`;
  return `${who} ${load.kind === 'burst' ? 'at the same instant, once each' : 'again and again'}.`;
}

function conditions(comparison) {
  const {environment, repeats, endpoints} = comparison;
  const all = endpoints.flatMap((endpoint) => endpoint.modes);
  const doubtful = all.filter((mode) => mode.rounds.some((round) => round.validity.verdict !== 'valid')).length;
  const parked = endpoints.every((endpoint) => endpoint.keep_alive === 'park');
  return [
    `${plural(environment.cpus, 'CPU')}, shared with the load tool`, parked && 'kept-alive',
    repeats === 1 ? 'one round' : `medians of ${repeats} interleaved rounds`,
    doubtful === 0 ? `all ${all.length} rows valid` : `${doubtful} of ${all.length} rows doubtful`
  ].filter(Boolean)
             .join('; ') +
      '.';
}

/// Radio buttons: one time axis for all modes of an endpoint, or one for each.
function axisSwitch(change) {
  const choice = (words, own) => element(
      'label', {}, element('input', {type: 'radio', name: 'axis', checked: !own, onchange: () => change(own)}), words);
  return element(
      'fieldset', {class: 'switch'}, element('legend', {}, 'Time axis'), choice('the same for all', false),
      choice('each its own', true));
}

function burstLegend(comparison) {
  const rounds = comparison.endpoints.flatMap((endpoint) => endpoint.modes.map(middleOf)).filter(Boolean);
  const found = new Set(rounds.flatMap((round) => [...kindsOf(lanesOf(round).users)]));
  const first = ['queue', 'cpu', 'wait', 'ready'];
  const few = ['pool', 'gil', 'unknown', 'failed'].filter((kind) => found.has(kind));
  const made = legend(new Set([...(first.some((kind) => found.has(kind)) ? first : []), ...few]));
  made.append(element('li', {}, element('span', {class: 'line theory'}), 'theory'));
  const {users} = comparison.load;
  const who = users > mostLanes ? `${mostLanes} of ${count(users)} users, evenly chosen` : plural(users, 'user');
  return element(
      'div', {class: 'reading'}, made,
      element('span', {class: 'soft'}, `In each row above ${who}, below who works; click or Enter: details.`));
}

/// What it cost the server, mode by mode: medians of the rounds.
function costPart(comparison) {
  const of = (key) => ({mode}) => median(mode.rounds.map((round) => round.server?.[key]));
  const columns = [
    ['mode', ({mode}) => mode.mode, 'name'], ['CPU time', (row) => duration(of('cpu_ms')(row))],
    ['memory (PSS)', (row) => bytes(of('peak_pss_bytes')(row))], ['threads', (row) => count(of('peak_threads')(row))],
    ['processes', (row) => count(of('peak_processes')(row))],
    ['switches, had to wait', (row) => count(of('voluntary_switches')(row))],
    ['switches, made to', (row) => count(of('involuntary_switches')(row))]
  ];
  return part(
      2, 'What it cost the server',
      'Medians of the rounds, of the server with all its processes; memory, threads and processes at most.',
      'the same answers for less.',
      comparison.endpoints.map(
          (endpoint) =>
              [element('h3', {}, `${kindOf(endpoint)} ${endpoint.endpoint}`),
               table(`What it cost the server, ${endpoint.endpoint}`, columns, rowsOf(endpoint))]));
}

function failurePart({failures, repeats}) {
  if (failures.length === 0) return null;
  return part(
      2, 'Failures', 'Servers that did not do their part.', null,
      table(
          'Failures',
          [
            ['mode', (row) => row.mode, 'name'], ['round', (row) => `${row.round} of ${repeats}`],
            ['what happened', (row) => row.message, 'name']
          ],
          failures));
}

function roundsPart(mode) {
  const burst = mode.rounds[0].load.kind === 'burst';
  const columns = burst ?
      [
        ['half', ({round}) => duration(round.answered_ms?.half)], ['all', ({round}) => duration(round.answered_ms?.all)]
      ] :
      [
        ['answers', ({round}) => rate(round.throughput_per_s)],
        ['p99', ({round}) => duration(round.latency_ms.response.p99)]
      ];
  return part(
      3, 'Rounds',
      'What each round measured; the figures above are their medians, what follows is of the one in the middle.',
      'rounds that agree.',
      table(
          'Rounds',
          [
            ['round', ({at}) => at + 1, 'name'], ...columns,
            ['', ({round}) => verdictBadge(round.validity.verdict), 'name'],
            ['', ({at}) => at === mode.middle_round ? 'shown below' : '', 'name']
          ],
          mode.rounds.map((round, at) => ({round, at})), {class: 'compact'}));
}

/// Marks the row of the mode that the address names.
function markCurrent() {
  for (const row of document.querySelectorAll('.workload a'))
    row.setAttribute('aria-current', row.getAttribute('href') === location.hash);
}

/// The mode that the address names: its middle round in full.
function showMode(comparison, place) {
  const [, endpointAt, modeAt] = /^#mode-(\d+)-(\d+)$/.exec(location.hash) ?? [];
  const mode = comparison.endpoints[endpointAt - 1]?.modes[modeAt - 1];
  markCurrent();
  if (!mode || !middleOf(mode)) return place.replaceChildren();
  const run = {...middleOf(mode), prediction: mode.prediction};
  const heading = element(
      'h2', {id: location.hash.slice(1), tabindex: -1},
      `${mode.mode}, ${kindOf(comparison.endpoints[endpointAt - 1]).toLowerCase()} `,
      element('code', {}, run.endpoint));
  place.replaceChildren(
      element(
          'div', {class: 'title'}, heading, verdictBadge(run.validity.verdict),
          element('a', {href: '#main', class: 'back'}, 'Back to all modes')),
      ...runWarnings(run), roundsPart(mode), ...runReport(run, 3));
  drawCharts(place);
  heading.focus();
  heading.scrollIntoView();
}

function showComparison(comparison, head, main) {
  const burst = comparison.load.kind === 'burst';
  const workloads = element('div', {class: 'workloads'});
  const show = (own) => {
    workloads.replaceChildren(
        ...comparison.endpoints.map((endpoint, at) => endpointSection(endpoint, at, comparison, own)));
    markCurrent();
  };
  const place = element('div', {class: 'details', id: 'details'});
  head.append(
      element(
          'div', {class: 'title'}, element('h1', {}, whoAsks(comparison)),
          element('p', {class: 'target'}, conditions(comparison)), burst && axisSwitch(show)),
      burst ? burstLegend(comparison) :
              element(
                  'p', {class: 'target'},
                  `${capital(comparison.load.words)}. Dashed: theory. Choose a mode for its details.`));
  if (comparison.interrupted)
    head.append(element('p', {class: 'warning'}, 'Interrupted: these are the rounds up to then.'));
  show(false);
  main.append(workloads, place, ...[failurePart(comparison), costPart(comparison)].filter(Boolean));
  addEventListener('hashchange', () => showMode(comparison, place));
  if (location.hash) showMode(comparison, place);
}
