// The parts of a run's report that are about its latency.

function percentileTable(run) {
  const {response, service, send_lag: lag} = run.latency_ms;
  const names = Object.keys(response).filter((name) => name !== 'count');
  const rows = [['response time', response], ['service time', service]];
  if (lag?.count > 0 && run.load.kind !== 'burst') rows.push(['send lag', lag]);
  const columns = [
    ['', (name) => name, 'name'],
    ...rows.map(
        ([what, summary]) => [what, (name) => name === 'requests' ? count(summary.count) : duration(summary[name])])
  ];
  return table('Percentiles', columns, ['requests', ...names]);
}

/// Which percentiles rest on fewer than ten requests.
function fewWords(summary) {
  const few = Object.keys(summary)
                  .filter((name) => /^p\d/.test(name) && name !== 'p50')
                  .map((name) => [name, summary.count - Math.ceil(summary.count * Number(name.slice(1)) / 100 - 1e-9)])
                  .filter(([, beyond]) => beyond < 10)
                  .map(([name, beyond]) => `${name} by ${beyond}`);
  return few.length ? `Exceeded by few requests, so by chance: ${few.join(', ')}. ` : '';
}

function percentilePart(run, level) {
  const {response} = run.latency_ms;
  if (response.count === 0) return null;
  const sentence = `Half of the requests were answered within ${duration(response.p50 ?? response.max)}, all within ` +
      `${duration(response.max)}.`;
  const {quantile, response_ms, service_ms} = run.percentile_curve;
  const points = quantile.map((q, i) => [`${number(100 * q, 6)} %`, response_ms[i], service_ms[i]]);
  const columns = [
    ['of requests', (row) => row[0]],
    ['response', (row) => duration(row[1])],
    ['service', (row) => duration(row[2])],
  ];
  const figures = element(
      'div', {}, percentileTable(run),
      element(
          'p', {class: 'note'}, fewWords(response),
          run.counts.ok < response.count && 'Failed requests are in it, with the time they took.'));
  const curve = quantile.length > 1 &&
      chartFigure('chart-percentiles', 240, sentence, () => percentileChart(run),
                  details('The curve as a table', () => table('Percentile curve', columns, points)));
  return wide(part(
      level, 'Latency', 'Response time counts from the moment a request was due, service time from when it was sent.',
      'the curve stays flat to the right, and the two lines are one.',
      element('div', {class: 'pair'}, figures, curve)));
}

function breakdownPart(run, level) {
  if (!run.breakdown_ms)
    return run.counts.ok > 0 &&
        part(level, 'Where the time went', 'The server sends no Server-Timing header, so it is not known.');
  const breakdowns = [
    {at: 'mean', parts: run.breakdown_ms}, ...Object.entries(run.breakdown_at_ms).map(([at, parts]) => ({at, parts}))
  ];
  const mean = run.breakdown_ms;
  const [most] = Object.keys(kinds).filter((kind) => kind in mean).sort((a, b) => mean[b] - mean[a]);
  const sentence =
      `Of the mean response time, ${duration(mean.total)}, ${Math.round(100 * mean[most] / mean.total)} % is ` +
      `${kinds[most][0]}: ${kinds[most][1]}.`;
  const names = Object.keys(kinds).filter((kind) => kind in mean);
  const columns = [
    ['', (name) => kinds[name]?.[0] ?? 'together', 'name'],
    ...breakdowns.map(({at, parts}) => [at, (name) => duration(parts[name])]),
    ['', (name) => kinds[name]?.[1] ?? '', 'name']
  ];
  return part(
      level, 'Where the time went',
      'What a request did until its answer: of all (mean), and of those about each percentile.',
      'mostly computing and waiting; what else there is, is waiting for others.',
      chartFigure(
          'chart-breakdown', 70 + 36 * breakdowns.length, sentence, () => breakdownChart(breakdowns),
          details('As a table', () => table('Where the time went', columns, [...names, 'total']))));
}

function staircasePart(run, level) {
  if (run.load.kind !== 'burst' || !run.requests.some((request) => request.outcome === 'ok')) return null;
  return part(
      level, 'Who is done when', 'The share of users that have an answer, as time passes.',
      run.prediction ? 'the measured steps lie on those of theory.' : 'steep and early.', staircaseFigure(run));
}

function heatPart(run, level) {
  if (!run.heat_map) return null;
  return part(
      level, 'Latency over time', 'When requests ended (to the right) and how long they took (upwards).',
      'one even band: no drift, no stalls, no second band.', heatFigure(run.heat_map),
      details('As a table', () => heatTable(run.heat_map)));
}

function secondTable(seconds) {
  const columns = [
    ['second', (row) => row.second + 1],
    ['good answers', (row) => count(row.ok)],
    ['failed', (row) => count(row.failed)],
    ['p50', (row) => duration(row.p50_ms)],
    ['p99', (row) => duration(row.p99_ms)],
    ['max', (row) => duration(row.max_ms)],
  ];
  return table('By second', columns, seconds);
}

function secondPart(run, level) {
  if (run.seconds.length === 0 || run.load.kind === 'burst') return null;
  const rates = run.seconds.map((row) => row.ok);
  const sentence = `Between ${count(Math.min(...rates))} and ${count(Math.max(...rates))} good answers in a second.`;
  return part(
      level, 'By second', 'The requests that ended in each second.', 'level lines and level bars.',
      chartFigure(
          'chart-seconds', 220, sentence, () => secondChart(run.seconds),
          details('As a table', () => secondTable(run.seconds))));
}
