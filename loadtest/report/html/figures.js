// The parts of a run's report that are about its latency.

function percentileTable(run) {
  const {response, service, send_lag: lag} = run.latency_ms;
  const names = Object.keys(response).filter((name) => name !== 'count');
  const rows = [['response time', response], ['service time', service]];
  if (lag?.count > 0 && run.load.kind !== 'burst') rows.push(['send lag', lag]);
  const columns = [['', (name) => name, 'name'],
    ...rows.map(([what, summary]) => [what, (name) => name === 'requests' ? count(summary.count) : duration(summary[name])])];
  return table('Percentiles', columns, ['requests', ...names]);
}

/// Which percentiles rest on fewer than ten requests.
function fewWords(summary) {
  const few = Object.keys(summary).filter((name) => /^p\d/.test(name) && name !== 'p50')
    .map((name) => [name, summary.count - Math.ceil(summary.count * Number(name.slice(1)) / 100 - 1e-9)])
    .filter(([, beyond]) => beyond < 10).map(([name, beyond]) => `${name} by ${beyond}`);
  return few.length ? `Exceeded by few requests, so by chance: ${few.join(', ')}. ` : '';
}

function percentilePart(run, level) {
  const {response} = run.latency_ms;
  if (response.count === 0) return null;
  const sentence = `Half of the requests were answered within ${duration(response.p50 ?? response.max)}, all within ` +
    `${duration(response.max)}.`;
  const {quantile, response_ms, service_ms} = run.percentile_curve;
  const points = quantile.map((q, i) => [`${number(100 * q, 6)} %`, response_ms[i], service_ms[i]]);
  const figures = element('div', {}, percentileTable(run), element('p', {class: 'note'}, fewWords(response),
    run.counts.ok < response.count && 'Failed requests are in it, with the time they took.'));
  const curve = quantile.length > 1 && chartFigure('chart-percentiles', 240, sentence, () => percentileChart(run),
    details('The curve as a table', () => table('Percentile curve', [['of requests', (row) => row[0]],
      ['response', (row) => duration(row[1])], ['service', (row) => duration(row[2])]], points)));
  return wide(part(level, 'Latency', 'Response time counts from the moment a request was due, service time from when it was sent.',
    'the curve stays flat to the right, and the two lines are one.', element('div', {class: 'pair'}, figures, curve)));
}

function breakdownPart(run, level) {
  if (!run.breakdown_ms)
    return run.counts.ok > 0 && part(level, 'Where the time went', 'The server sends no Server-Timing header, so it is not known.');
  const breakdowns = [{at: 'mean', parts: run.breakdown_ms},
    ...Object.entries(run.breakdown_at_ms).map(([at, parts]) => ({at, parts}))];
  const mean = run.breakdown_ms;
  const [most] = Object.keys(kinds).filter((kind) => kind in mean).sort((a, b) => mean[b] - mean[a]);
  const sentence = `Of the mean response time, ${duration(mean.total)}, ${Math.round(100 * mean[most] / mean.total)} % is ` +
    `${kinds[most][0]}: ${kinds[most][1]}.`;
  const names = Object.keys(kinds).filter((kind) => kind in mean);
  const columns = [['', (name) => kinds[name]?.[0] ?? 'together', 'name'],
    ...breakdowns.map(({at, parts}) => [at, (name) => duration(parts[name])]), ['', (name) => kinds[name]?.[1] ?? '', 'name']];
  return part(level, 'Where the time went', 'What a request did until its answer: of all (mean), and of those about each percentile.',
    'mostly computing and waiting; what else there is, is waiting for others.',
    chartFigure('chart-breakdown', 70 + 36 * breakdowns.length, sentence, () => breakdownChart(breakdowns),
      details('As a table', () => table('Where the time went', columns, [...names, 'total']))));
}

/// A table of what each user's requests did, for those who cannot see the lanes.
function userTable(users) {
  const spent = (lane, kind) => lane.stretches.reduce((sum, [own, from, to, share]) => sum +
    (own === kind ? (to - from) * (kind === 'cpu' ? share : 1) : own === 'cpu' && kind === 'ready' ? (to - from) * (1 - share) : 0), 0);
  const shown = [...kindsOf(users)];
  return table('What each user did', [['', (lane) => lane.name, 'name'],
    ['last answer after', (lane) => duration(lane.stretches.at(-1)?.[2])],
    ...shown.map((kind) => [kinds[kind][0], (lane) => duration(spent(lane, kind))])], users);
}

function workerTable(workers) {
  const busy = (lane) => lane.stretches.reduce((sum, [, from, to]) => sum + to - from, 0);
  return table('What ran on each worker', [['', (lane) => lane.name, 'name'], ['stretches', (lane) => count(lane.stretches.length)],
    ['occupied for', (lane) => duration(busy(lane))]], workers);
}

/// How much of its computing time a request had a CPU, where that is not always.
function shareWords(shares) {
  const some = median(shares);
  return some === null || some > 0.97 ? '' :
    ` While a request computes it has a CPU for ${number(100 * some, 2)} % of the time (the median): so high is the part that is filled as computing.`;
}

function lanePart(run, level) {
  const lanes = lanesOf(run);
  if (lanes.users.length === 0) return null;
  const domain = {from: lanes.from, to: lanes.to + (lanes.to - lanes.from) * 0.01};
  const axis = () => timeAxis(domain, 8);
  const high = (n) => n <= 12 ? 18 : n <= 40 ? 8 : 4;
  const named = (shown) => shown.length > 40 ? [] : shown.map((lane, i) =>
    (shown.length <= 12 || i % 4 === 0) && element('span', {style: `top:${100 * (i + 0.5) / shown.length}%`}, lane.name)).filter(Boolean);
  const drawing = (shown) => lanesPicture(shown, domain, {height: high(shown.length), wanted: 8});
  const shares = lanes.users.flatMap((lane) => lane.stretches.filter(([kind]) => kind === 'cpu').map(([, , , share]) => share));
  const seen = new Set([...kindsOf(lanes.users), ...kindsOf(lanes.workers)]);
  const workers = lanes.workers.length > 0 && [element(`h${level + 1}`, {}, `Workers: what ran on each, a row for each of ${lanes.workers.length}`),
    figure(framed(drawing(lanes.workers), named(lanes.workers), axis()), `${plural(lanes.workers.length, 'worker')}: what is empty had nothing to do.` +
      (lanes.workers.some((lane) => isLoop(lane.name)) ? ' On an event loop only what runs is shown: what waits does not occupy it.' : ''),
    details('As a table', () => workerTable(lanes.workers)))];
  return wide(part(level, 'Swim lanes', 'What users and workers did at each moment.' +
    (lanes.words ? ` Shown: ${lanes.words}.` : ''), 'no worker is idle while users queue.',
  legend(seen), element(`h${level + 1}`, {}, `Users: what happened to each, a row for each of ${lanes.users.length}`),
  figure(framed(drawing(lanes.users), named(lanes.users), axis()),
    `${plural(lanes.users.length, 'user')}, the first answered at the top; from when they asked to their answer.${shareWords(shares)}`,
    details('As a table', () => userTable(lanes.users))), workers));
}

function staircasePart(run, level) {
  if (run.load.kind !== 'burst' || !run.requests.some((request) => request.outcome === 'ok')) return null;
  return part(level, 'Who is done when', 'The share of users that have an answer, as time passes.',
    run.prediction ? 'the measured steps lie on those of theory.' : 'steep and early.', staircaseFigure(run));
}

function heatPart(run, level) {
  if (!run.heat_map) return null;
  return part(level, 'Latency over time', 'When requests ended (to the right) and how long they took (upwards).',
    'one even band: no drift, no stalls, no second band.', heatFigure(run.heat_map),
    details('As a table', () => heatTable(run.heat_map)));
}

function secondPart(run, level) {
  if (run.seconds.length === 0 || run.load.kind === 'burst') return null;
  const rates = run.seconds.map((row) => row.ok);
  return part(level, 'By second', 'The requests that ended in each second.', 'level lines and level bars.',
    chartFigure('chart-seconds', 220, `Between ${count(Math.min(...rates))} and ${count(Math.max(...rates))} good answers in a second.`,
      () => secondChart(run.seconds), details('As a table', () => table('By second', [['second', (row) => row.second + 1],
        ['good answers', (row) => count(row.ok)], ['failed', (row) => count(row.failed)], ['p50', (row) => duration(row.p50_ms)],
        ['p99', (row) => duration(row.p99_ms)], ['max', (row) => duration(row.max_ms)]], run.seconds))));
}
