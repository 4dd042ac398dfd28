// Who is done when, beside what theory says.

/// The moments at which a burst's requests had good answers, ascending.
function completions(run) {
  return run.requests.filter((request) => request.outcome === 'ok')
      .map((request) => request.due_ms + request.response_ms)
      .sort((a, b) => a - b);
}

/// A staircase that rises by height / moments.length at each moment.
function measuredPath(moments, domain, height) {
  const x = (ms) => (laneWidth * across(ms, domain)).toFixed(2);
  const rise = height / moments.length;
  return moments.reduce((path, ms, i) => `${path}H${x(ms)}V${(height - rise * (i + 1)).toFixed(3)}`, `M0 ${height}`);
}

function predictedPath(prediction, domain, height) {
  const x = (ms) => (laneWidth * across(ms, domain)).toFixed(2);
  const all = prediction.staircase.reduce((sum, step) => sum + step.users, 0);
  let done = 0;
  return prediction.staircase.reduce((path, step) => {
    done += step.users;
    return `${path}H${x(step.ms)}V${(height * (1 - done / all)).toFixed(3)}`;
  }, `M0 ${height}`);
}

function staircaseFigure(run) {
  const moments = completions(run);
  const predicted = run.prediction?.staircase?.length ? run.prediction : null;
  const end = Math.max(moments.at(-1), predicted ? predicted.all_ms.most : 0);
  const domain = {from: 0, to: end * 1.02}, height = 200;
  const svg = svgElement('svg', {
    class: 'lanes staircase',
    viewBox: `0 0 ${laneWidth} ${height}`,
    preserveAspectRatio: 'none',
    style: `height:${height}px`
  });
  const grid = ticks(0, domain.to, 8).map((ms) => `M${laneWidth * across(ms, domain)} 0V${height}`).join('');
  svg.append(
      svgElement('path', {class: 'grid', d: grid}),
      svgElement('path', {class: 'measured', d: measuredPath(moments, domain, height)}));
  if (predicted) svg.append(svgElement('path', {class: 'theory', d: predictedPath(predicted, domain, height)}));
  const sentence = `Half of the users have an answer after ${duration(run.answered_ms?.half)}, all after ` +
      `${duration(run.answered_ms?.all)}` +
      (predicted ? `; theory says ${bounds(predicted.half_ms)} and ${bounds(predicted.all_ms)}.` : '.');
  const names = ['100 %', '50 %', '0'].map((text, i) => element('span', {style: `top:${50 * i}%`}, text));
  return figure(
      framed(svg, names, timeAxis(domain, 8)), sentence,
      element(
          'ul', {class: 'legend', 'aria-label': 'Lines'},
          element('li', {}, element('span', {class: 'line measured'}), 'measured'),
          predicted && element('li', {}, element('span', {class: 'line theory'}), 'theory')));
}
