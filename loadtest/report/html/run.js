// A run's whole report, part by part.

/// What it comes to: a burst's "half, all", a loop's answers per second.
function keyFigures(run) {
  const {answered_ms: answered, prediction} = run, {response} = run.latency_ms;
  const tile = (name, value, beside) => element(
      'div', {class: 'tile'}, element('span', {class: 'name'}, name), element('strong', {}, value),
      beside && element('span', {class: 'beside'}, beside));
  const theory = (value) => value === undefined || value === null ? null : `theory ${value}`;
  if (answered)
    return element(
        'div', {class: 'tiles'},
        tile(
            'half have an answer after', duration(answered.half),
            theory(prediction?.half_ms && bounds(prediction.half_ms))),
        tile(
            `all ${count(run.counts.sent)} after`, duration(answered.all),
            theory(prediction?.all_ms && bounds(prediction.all_ms))));
  return element(
      'div', {class: 'tiles'},
      tile(
          'good answers', rate(run.throughput_per_s),
          theory(prediction?.throughput_per_s && rate(prediction.throughput_per_s))),
      tile(
          'mean response', duration(response.mean),
          theory(prediction?.response_ms && duration(prediction.response_ms))),
      'p99' in response && tile('p99 response', duration(response.p99)));
}

const runParts = [
  findingsPart, percentilePart, breakdownPart, staircasePart, heatPart, secondPart, lanePart, fairnessPart,
  requestsPart, serverPart, validityPart, besidePart, urlPart, thresholdPart, environmentPart
];

/// All parts of a run, their headings at this level.
function runReport(run, level) {
  return [keyFigures(run), element('div', {class: 'parts'}, runParts.map((make) => make(run, level)))];
}

const targetWords = (run) => run.mode ? `${run.endpoint} · ${run.mode}${run.run_by ? `, ${run.run_by}` : ''}` : run.url;

function runWarnings(run) {
  const words = [];
  if (run.interrupted) words.push('Interrupted: these are the figures up to then.');
  if (run.pinned_workers !== null && run.pinned_workers !== undefined)
    words.push(`Pinned: each of the ${run.run_by} serves one connection until that closes.`);
  return words.map((text) => element('p', {class: 'warning'}, text));
}

function showRun(run, head, main) {
  head.append(
      element('div', {class: 'title'}, element('h1', {}, capital(run.load.words)), verdictBadge(run.validity.verdict)),
      element('p', {class: 'target'}, targetWords(run)), ...runWarnings(run));
  main.append(...runReport(run, 2));
  drawCharts(main);
}
