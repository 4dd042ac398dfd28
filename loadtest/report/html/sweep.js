// A sweep: throughput and response times against what is varied, with theory and what fits.

const unitOf = ({over}) => over === 'rate' ? 'requests/s asked for' : over;

function valueWords({over}, value) {
  return over === 'rate' ? `${number(value, 6)}/s` : plural(value, over.slice(0, -1));
}

const curveName = (sweep, curve) => curve.mode ?? sweep.endpoint;

/// What the better fit says, in answers per second; null if there is none.
function fitAt({fit}, c) {
  if (!fit) return null;
  const {hard_limit: hard, scalability_law: law} = fit;
  return fit.better === 'hard_limit' ? hard.each_per_s * Math.min(c, hard.limit) :
                                       law.each_per_s * c / (1 + law.sigma * (c - 1) + law.kappa * c * (c - 1));
}

/// Values evenly spaced on a log scale.
function between(least, most, many) {
  return Array.from({length: many}, (_, i) => least * (most / least) ** (i / (many - 1)));
}

const pointsOf = (curve, y) =>
    curve.points.map((point) => ({x: point.value, y: y(point)})).filter((point) => (point.y ?? null) !== null);

/// The axis of what is varied: at each measured value a tick, as far as there is room.
function sweptAxis(sweep) {
  return {
    type: 'logarithmic',
    min: sweep.values[0],
    max: sweep.values.at(-1),
    title: {display: true, text: unitOf(sweep)},
    afterBuildTicks: (axis) => {
      axis.ticks = sweep.values.map((value) => ({value}));
    },
    ticks: {callback: (value) => number(value, 3), maxRotation: 0, autoSkip: true},
  };
}

function sweptChart(sweep, datasets, y, words) {
  return {
    type: 'line',
    data: {datasets},
    options: common({
      interaction: {mode: 'nearest', axis: 'x', intersect: false},
      scales: {x: sweptAxis(sweep), y},
      plugins: {
        legend: lineLegend,
        tooltip: {
          callbacks: {
            title: ([item]) => item ? valueWords(sweep, Number(item.parsed.x.toPrecision(3))) : '',
            label: (context) => `${context.dataset.label}: ${words(context.parsed.y)}`
          }
        }
      },
    }),
  };
}

const thinLine = {
  pointRadius: 0,
  pointHitRadius: 6
};

function kneeLine(curve, top) {
  if (!curve.knee) return [];
  const {at} = curve.knee;
  return [lineOf('knee', [{x: at, y: 0}, {x: at, y: top}], 'soft', {...thinLine, borderWidth: 1, borderDash: [2, 3]})];
}

/// Measured, theory, and what fits.
function throughputChart(sweep, curve) {
  const measured = pointsOf(curve, (point) => point.throughput_per_s);
  const theory = pointsOf(curve, (point) => point.prediction?.throughput_per_s);
  const fitted = curve.fit ? between(measured[0].x, measured.at(-1).x, 80).map((x) => ({x, y: fitAt(curve, x)})) : [];
  const top = Math.max(...measured.map((point) => point.y));
  const fit = curve.fit?.better === 'hard_limit' ? 'hard limit' : 'scalability law';
  return sweptChart(
      sweep,
      [
        lineOf('measured', measured, 'accent', {pointRadius: 3}),
        ...(theory.length ? [lineOf('theory', theory, 'theory', {...thinLine, borderDash: [5, 5]})] : []),
        ...(fitted.length ? [lineOf(fit, fitted, 'second', {...thinLine, borderWidth: 1})] : []),
        ...kneeLine(curve, top)
      ],
      {beginAtZero: true, title: {display: true, text: 'answers per s'}}, rate);
}

/// Ticks at 1, 2 and 5 of each power of ten: more would lie upon each other.
const timeAxisOfPowers = {
  type: 'logarithmic',
  afterBuildTicks: (axis) => {
    axis.ticks = axis.ticks.filter(({value}) => '125'.includes(value.toExponential(0)[0]));
  },
  ticks: {callback: (ms) => duration(ms)},
};

function responseChart(sweep, curve) {
  const of = (name) => pointsOf(curve, (point) => point.response_ms[name]);
  const theory = pointsOf(curve, (point) => point.prediction?.response_ms);
  return sweptChart(
      sweep,
      [
        lineOf('p50', of('p50'), 'accent', {pointRadius: 3}), lineOf('p99', of('p99'), 'cpu', {pointRadius: 3}),
        ...(theory.length ? [lineOf('theory, mean', theory, 'theory', {...thinLine, borderDash: [5, 5]})] : [])
      ],
      timeAxisOfPowers, duration);
}

function pointTable(sweep, curve) {
  const little = ({little: l}) => l ? `${(100 * (l.expected / l.actual - 1)).toFixed(1)} %` : '–';
  return table(
      `Points, ${curveName(sweep, curve)}`,
      [
        [unitOf(sweep), (point) => number(point.value, 6)], ['answers', (point) => rate(point.throughput_per_s)],
        ['theory', (point) => rate(point.prediction?.throughput_per_s)],
        ['fit', (point) => rate(fitAt(curve, point.value))], ['mean', (point) => duration(point.response_ms.mean)],
        ['theory', (point) => duration(point.prediction?.response_ms)],
        ['p50', (point) => duration(point.response_ms.p50)], ['p99', (point) => duration(point.response_ms.p99)],
        ['Little\'s law off', little], ['', (point) => verdictBadge(point.validity.verdict), 'name']
      ],
      curve.points);
}

function curvePart(sweep, curve, at) {
  const name = curveName(sweep, curve);
  const findings = element('ul', {class: 'findings'}, curve.findings.map((text) => element('li', {}, text)));
  const failure = curve.failure && element('p', {class: 'warning'}, `Failed: ${curve.failure}`);
  const many = curve.points.filter((point) => point.throughput_per_s !== null);
  if (many.length < 2) return part(2, name, 'Too few points for a curve.', null, failure, findings);
  const [first, last] = [many[0], many.at(-1)];
  const grows = `From ${valueWords(sweep, first.value)} to ${valueWords(sweep, last.value)} throughput goes from ` +
      `${rate(first.throughput_per_s)} to ${rate(last.throughput_per_s)}.`;
  const slows = `The median response goes from ${duration(first.response_ms.p50)} to ${
      duration(
          last.response_ms.p50)}, p99 from ${duration(first.response_ms.p99)} to ${duration(last.response_ms.p99)}.`;
  const label = sweep.over !== 'workers' && curve.run_by ? `, ${curve.run_by}` : '';
  return part(
      2, name + label, 'What it answers, and how fast, as what is varied grows.',
      'measured and theory are one line; the knee is where you expect it.', failure, findings,
      element(
          'div', {class: 'workloads'},
          chartFigure(`chart-throughput-${at + 1}`, 300, grows, () => throughputChart(sweep, curve)),
          chartFigure(`chart-response-${at + 1}`, 300, slows, () => responseChart(sweep, curve))),
      details('As a table', () => pointTable(sweep, curve)));
}

/// All modes in one picture, where there are several.
function modesPart(sweep) {
  const names = ['accent', 'cpu', 'network', 'pool', 'second', 'gil'];
  const curves = sweep.curves.filter((curve) => curve.points.some((point) => point.throughput_per_s !== null));
  if (curves.length < 2) return null;
  const sets = () => curves.map(
      (curve, i) => lineOf(
          curveName(sweep, curve), pointsOf(curve, (point) => point.throughput_per_s), names[i % names.length],
          {pointRadius: 3}));
  return part(
      2, 'All modes', 'Throughput of each mode.', null,
      chartFigure(
          'chart-modes', 300, 'Throughput of the modes side by side.',
          () => sweptChart(sweep, sets(), {beginAtZero: true, title: {display: true, text: 'answers per s'}}, rate)));
}

function showSweep(sweep, head, main) {
  const [least, most] = [sweep.values[0], sweep.values.at(-1)];
  const {environment: e} = sweep;
  head.append(
      element(
          'div', {class: 'title'},
          element('h1', {}, `Sweep over ${sweep.over}: ${number(least, 6)} to ${valueWords(sweep, most)}`)),
      element(
          'p', {class: 'target'}, element('code', {}, sweep.endpoint), `, ${sweep.load.words}; `, plural(e.cpus, 'CPU'),
          sweep.effective_cpus ? ` (effective: ${number(sweep.effective_cpus)})` : ''));
  if (sweep.interrupted) head.append(element('p', {class: 'warning'}, 'Interrupted: these are the points up to then.'));
  main.append(...[modesPart(sweep), ...sweep.curves.map((curve, at) => curvePart(sweep, curve, at))].filter(Boolean));
  main.append(part(2, 'Environment', 'What the sweep was made with.', null, facts([
                     ['CPUs', count(e.cpus)], ['a request alone', duration(sweep.alone_ms?.total)],
                     ['system', e.system], ['hundred-load', e.hundred_load], ['started', e.started_at],
                     ['options', element('code', {}, e.arguments.join(' ')), 'long']
                   ])));
  drawCharts(main);
}
