// The charts that Chart.js draws. They are made again when the colours change, as at dusk or on paper.

const drawn = new Map();  // canvas: how its chart is configured

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

function draw(canvas) {
  Chart.getChart(canvas)?.destroy();
  Chart.defaults.color = colour('soft');
  Chart.defaults.borderColor = colour('line');
  Chart.defaults.font = {family: getComputedStyle(document.body).fontFamily, size: 12};
  new Chart(canvas, {...drawn.get(canvas)(), plugins: [atOnce]});
}

/// Marks the canvas once something is on it.
const atOnce = {
  id: 'atOnce',
  afterDraw: (chart) => {
    chart.canvas.dataset.drawn = 'yes';
  }
};

/// A figure with a chart. @param configure  makes Chart.js's configuration, from the colours of the moment
function chartFigure(id, height, sentence, configure, ...more) {
  const canvas = element('canvas', {id, role: 'img', 'aria-label': sentence});
  drawn.set(canvas, configure);
  return element(
      'figure', {}, element('figcaption', {}, sentence),
      element('div', {class: 'chart', style: `height:${height}px`}, canvas), more);
}

/// Draws the charts below this element; those that have left the page are forgotten.
function drawCharts(root) {
  for (const canvas of drawn.keys()) {
    if (!canvas.isConnected) {
      Chart.getChart(canvas)?.destroy();
      drawn.delete(canvas);
    } else if (root.contains(canvas))
      draw(canvas);
  }
}

for (const media of ['(prefers-color-scheme: dark)', 'print'])
  matchMedia(media).addEventListener('change', () => [...drawn.keys()].forEach(draw));

/// A line of a chart; `more` says what differs.
const lineOf = (label, data, name, more) =>
    ({label, data, borderColor: colour(name), backgroundColor: colour(name), borderWidth: 2, ...more});

const common = (more) => ({responsive: true, maintainAspectRatio: false, animation: false, ...more});
const msTicks = {
  callback: (ms, i, all) => tickText(ms, all.at(-1).value)
};
const lineLegend = {
  labels: {usePointStyle: true, pointStyle: 'line'}
};
const inMs = (context) => `${context.dataset.label}: ${duration(context.parsed.y ?? context.parsed.x)}`;

const beyond = [1, 2, 4, 10, 100, 1e3, 1e4, 1e5, 1e6];
const percentileText = (x) => x === 1 ? 'min' : `${number(100 - 100 / x, 8)} %`;

const percentileAxis = (max) => ({
  type: 'logarithmic',
  min: 1,
  max,
  title: {display: true, text: 'so many percent took no longer'},
  afterBuildTicks: (axis) => {
    axis.ticks = beyond.filter((x) => x <= max).map((value) => ({value}));
  },
  ticks: {callback: percentileText, maxRotation: 0},
});

/// The share of requests that took longer shrinks tenfold with each step to the right.
function percentileChart(run) {
  const {quantile, response_ms, service_ms} = run.percentile_curve;
  const least = 1 / Math.max(2, run.latency_ms.response.count);
  const points = (values) => quantile.map((q, i) => ({x: 1 / Math.max(1 - q, least), y: values[i]}));
  const line = (label, values, name, more) =>
      lineOf(label, points(values), name, {pointRadius: 0, pointHitRadius: 8, ...more});
  return {
    type: 'line',
    data: {
      datasets: [
        line('response time', response_ms, 'accent', {order: 1}),
        line('service time', service_ms, 'second', {order: 0, borderDash: [5, 5]})
      ]
    },
    options: common({
      interaction: {mode: 'index', intersect: false},
      scales: {
        x: percentileAxis(1 / least),
        y: {beginAtZero: true, ticks: msTicks},
      },
      plugins:
          {legend: lineLegend, tooltip: {callbacks: {title: ([item]) => percentileText(item.parsed.x), label: inMs}}},
    }),
  };
}

/// The parts of the breakdown that are anything, in their order.
function partsOf(breakdowns) {
  return Object.keys(kinds).filter(
      (kind) => breakdowns.some(({parts}) => Math.abs(parts[kind] ?? 0) > 0.001 * Math.abs(parts.total)));
}

/// One bar a percentile, the most frequent question first.
function breakdownChart(breakdowns) {
  return {
    type: 'bar',
    data: {
      labels: breakdowns.map(({at}) => at),
      datasets: partsOf(breakdowns).map((kind) => ({
                                          label: kinds[kind][0],
                                          data: breakdowns.map(({parts}) => parts[kind] ?? 0),
                                          backgroundColor: colour(kind),
                                          barThickness: 22
                                        })),
    },
    options: common({
      indexAxis: 'y',
      scales: {x: {stacked: true, beginAtZero: true, ticks: msTicks}, y: {stacked: true, grid: {display: false}}},
      plugins: {
        tooltip: {callbacks: {label: (context) => `${context.dataset.label}: ${duration(context.parsed.x)}`}},
        legend: {position: 'bottom', labels: {boxWidth: 12}}
      },
    }),
  };
}

function workerChart(workers) {
  return {
    type: 'bar',
    data: {
      labels: workers.map(([name]) => name),
      datasets: [{
        label: 'requests',
        data: workers.map(([, many]) => many),
        backgroundColor: colour('accent'),
        maxBarThickness: 28
      }]
    },
    options: common({
      scales: {x: {grid: {display: false}, ticks: {maxRotation: 0}}, y: {beginAtZero: true, ticks: {precision: 0}}},
      plugins: {legend: {display: false}}
    }),
  };
}

/// Good answers as bars, response times as lines.
function secondChart(seconds) {
  const line = (label, key, name) =>
      lineOf(label, seconds.map((row) => row[key]), name, {type: 'line', yAxisID: 'y', pointRadius: 1.5});
  const words = (context) =>
      context.dataset.yAxisID === 'y' ? inMs(context) : `good answers: ${count(context.parsed.y)}`;
  return {
    data: {
      labels: seconds.map((row) => row.second + 1),
      datasets: [
        line('p50', 'p50_ms', 'accent'), line('p99', 'p99_ms', 'cpu'), {
          type: 'bar',
          label: 'good answers',
          data: seconds.map((row) => row.ok),
          yAxisID: 'y2',
          backgroundColor: colour('pale')
        }
      ]
    },
    options: common({
      scales: {
        x: {title: {display: true, text: 'second'}, grid: {display: false}},
        y: {beginAtZero: true, ticks: msTicks},
        y2: {beginAtZero: true, position: 'right', grid: {display: false}, title: {display: true, text: 'answers'}}
      },
      plugins: {tooltip: {callbacks: {label: words}}},
    }),
  };
}
