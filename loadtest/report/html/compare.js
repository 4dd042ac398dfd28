// A comparison: all modes of each endpoint side by side, and one of them in full.

const negligible = 0.02;  // as in the text: so small a part of a request's time does not count

const kindOf = ({alone_ms: {total, cpu, wait}}) => wait < negligible * total ? 'Computing' :
    cpu < negligible * total                                                 ? 'Waiting' :
                                                                               'Both';

/// The round that stands for all, in full.
const middleOf = (mode) => mode.rounds[mode.middle_round];

/// The modes in their order, from the fastest to the slowest, with their places in the data.
const rowsOf = (endpoint) => endpoint.modes.map((mode, i) => ({mode, i}));

/// What the endpoint asks of the server, and what follows for a hundred users, in a sentence each.
function endpointWords(endpoint, comparison) {
  const {alone_ms: alone, effective_cpus: cpus} = endpoint, {users} = comparison.load;
  const work = {
    Waiting: `Alone, a request takes ${duration(alone.total)} and no CPU.`,
    Computing: `Alone, a request computes for ${duration(alone.total)}.`,
    Both: `Alone, a request takes ${duration(alone.total)}: ` +
        `it computes ${duration(alone.cpu)} and waits ${duration(alone.wait)}.`,
  }[kindOf(endpoint)];
  if (comparison.load.kind !== 'burst') return work;
  if (kindOf(endpoint) === 'Computing')
    return `${work} ${count(users)} of them are ${duration(users * alone.total)} of work, ` +
        `${duration(users * alone.total / cpus)} for ${plural(comparison.environment.cpus, 'CPU')}: ` +
        'no mode is faster; what differs is who waits.';
  return `${work} ${roundWords(endpoint)}`;
}

/// "worker-pool needs 13 rounds of 50 ms", of the modes whose predicted staircase has several steps.
function roundWords(endpoint) {
  const rounds = new Map();
  for (const {mode, prediction} of endpoint.modes) {
    const steps = prediction?.staircase?.length ?? 0;
    if (steps > 1) rounds.set(steps, [...(rounds.get(steps) ?? []), mode]);
  }
  if (rounds.size === 0) return '';
  const list =
      [...rounds]
          .sort(([a], [b]) => a - b)
          .map(
              ([steps, modes], i) =>
                  `${modes.join(' and ')} ${modes.length > 1 ? 'need' : 'needs'} ${steps}${i ? '' : ' rounds'}`);
  return `Where waiting holds no worker, one round serves all; ${list.join(', ')}.`;
}

const idOf = (endpointAt, modeAt) => `mode-${endpointAt + 1}-${modeAt + 1}`;

function modeVerdict(mode) {
  const worst =
      ['invalid', 'suspect'].find((verdict) => mode.rounds.some((round) => round.validity.verdict === verdict));
  return worst ? verdictBadge(worst) : null;
}

/// The words of a mode's row in a burst.
function modeLabel(mode, round) {
  const {half, all} = mode.answered_ms, beside = round.bystander?.response_ms.p50;
  return element(
      'span', {class: 'label'}, element('span', {class: 'mode'}, mode.mode, ' ', modeVerdict(mode)),
      element(
          'span', {class: 'times'}, 'half ', element('b', {}, duration(half)), ', all ',
          element('b', {}, duration(all))),
      mode.prediction?.all_ms && element('span', {class: 'soft'}, `theory ${bounds(mode.prediction.all_ms)}`),
      mode.spent && element('span', {class: 'soft'}, `${mode.spent.on} ${Math.round(mode.spent.percent)} %`),
      beside !== undefined &&
          element('span', {class: 'soft'}, `${pathOf(round.bystander.url)} beside ${duration(beside)}`),
      element('span', {class: 'soft run-by'}, mode.run_by));
}

const laneEnd = (lanes, prediction) => 1.01 * Math.max(lanes.to, prediction?.all_ms?.most ?? 0);

/// A mode's row in a burst: a link to its details, with its users' lanes and below them its workers'.
function laneRow({mode, i}, endpointAt, domain) {
  const round = middleOf(mode), lanes = lanesOf(round);
  const users = 78 / lanes.users.length, workers = 13 / Math.max(1, lanes.workers.length);
  const picture = element(
      'span', {
        class: 'pictures',
        role: 'img',
        'aria-label': `Swim lanes of ${lanes.users.length} users and ${plural(lanes.workers.length, 'worker')}.`
      },
      lanesPicture(lanes.users, domain, {height: users, wanted: 5, prediction: mode.prediction}),
      lanesPicture(lanes.workers, domain, {height: workers, wanted: 5}));
  return element(
      'li', {}, element('a', {class: 'row', href: `#${idOf(endpointAt, i)}`}, modeLabel(mode, round), picture));
}

const failedRow = ({mode}) => element(
    'li', {},
    element(
        'span', {class: 'row'},
        element(
            'span', {class: 'label'}, element('span', {class: 'mode'}, mode.mode),
            element('span', {class: 'soft'}, 'no round'))));

/// The rows of a burst on one endpoint. @param own  each on a time axis of its own
function laneRows(endpoint, endpointAt, own) {
  const rows = rowsOf(endpoint);
  const ends = new Map(rows.filter(({mode}) => middleOf(mode))
                           .map(({mode}) => [mode, laneEnd(lanesOf(middleOf(mode)), mode.prediction)]));
  const together = {from: 0, to: Math.max(...ends.values())};
  return element('ol', {class: 'rows'}, rows.map((row) => {
    if (!ends.has(row.mode)) return failedRow(row);
    const domain = own ? {from: 0, to: ends.get(row.mode)} : together;
    const made = laneRow(row, endpointAt, domain);
    if (own || row === rows.at(-1)) made.append(timeAxis(domain, 5));
    return made;
  }));
}

/// The rows of a loop on one endpoint: answers per second as bars, theory as a dashed line.
function rateRows(endpoint, endpointAt) {
  const most = 1.05 *
      Math.max(
          ...endpoint.modes.flatMap((mode) => [mode.throughput_per_s ?? 0, mode.prediction?.throughput_per_s ?? 0]));
  const percent = (value) => `${(100 * value / most).toFixed(2)}%`;
  return table(
      `${kindOf(endpoint)}, ${endpoint.endpoint}`,
      [
        [
          'mode',
          ({mode, i}) => middleOf(mode) ? element('a', {href: `#${idOf(endpointAt, i)}`}, mode.mode) : mode.mode, 'name'
        ],
        ['run by', ({mode}) => mode.run_by ?? 'no round', 'name'], ['answers', ({mode}) => rate(mode.throughput_per_s)],
        ['theory', ({mode}) => rate(mode.prediction?.throughput_per_s)],
        [
          '',
          ({mode}) => element(
              'span', {class: 'bar', 'aria-hidden': 'true'},
              element('span', {style: `width:${percent(mode.throughput_per_s ?? 0)}`}),
              mode.prediction?.throughput_per_s &&
                  element('i', {style: `left:${percent(mode.prediction.throughput_per_s)}`})),
          'bars'
        ],
        ['p99', ({mode}) => duration(median(mode.rounds.map((round) => round.latency_ms.response.p99)))],
        ['spent', ({mode}) => mode.spent ? `${mode.spent.on} ${Math.round(mode.spent.percent)} %` : '–', 'name'],
        ['', ({mode}) => modeVerdict(mode) ?? '', 'name']
      ],
      rowsOf(endpoint), {class: 'rates'});
}

function endpointSection(endpoint, at, comparison, own) {
  const keep = endpoint.keep_alive === 'park' ? '' : `, --keep-alive ${endpoint.keep_alive}`;
  const burst = comparison.load.kind === 'burst';
  return element(
      'section', {class: burst ? 'workload' : 'workload loop', 'aria-labelledby': `endpoint-${at + 1}`},
      element('h2', {id: `endpoint-${at + 1}`}, kindOf(endpoint), ' ', element('code', {}, endpoint.endpoint + keep)),
      element('p', {class: 'sentence'}, endpointWords(endpoint, comparison)),
      burst ? laneRows(endpoint, at, own) : rateRows(endpoint, at));
}
