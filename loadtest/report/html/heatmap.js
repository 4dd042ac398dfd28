// Response times over time: how many requests ended when, with which response time.

const heatLevels = 8;

/// The level, 1 to heatLevels, of a count: by its square root, so that single requests can be seen beside thousands.
const heatLevel = (many, most) => Math.max(1, Math.ceil(heatLevels * Math.sqrt(many / most)));

/// The cells of each level as a path; one unit a cell, the lowest row at the bottom.
function heatPaths({counts}, rows, most) {
  const paths = new Map();
  counts.forEach((column, x) => column.forEach((many, row) => {
    if (many === 0) return;
    const level = heatLevel(many, most);
    paths.set(level, (paths.get(level) ?? '') + `M${x} ${rows - 1 - row}h1v1h-1z`);
  }));
  return paths;
}

function heatTable(map) {
  const rows = map.counts.map((column, i) => ({from: i * map.column_s, column}));
  const columns = [['second', (row) => number(row.from, 4)]];
  map.edges_ms.slice(0, -1).forEach(
      (edge, i) => columns.push([`from ${duration(edge)}`, (row) => row.column[i] === 0 ? '' : count(row.column[i])]));
  return table('Requests by second and response time', columns, rows);
}

function heatFigure(map) {
  const columns = map.counts.length, rows = map.edges_ms.length - 1;
  const most = Math.max(...map.counts.flat());
  const height = Math.max(120, Math.min(280, rows * 14));
  const svg = svgElement('svg', {
    class: 'lanes heat',
    viewBox: `0 0 ${columns} ${rows}`,
    preserveAspectRatio: 'none',
    style: `height:${height}px`,
    'shape-rendering': 'crispEdges'
  });
  for (const [level, d] of heatPaths(map, rows, most)) svg.append(svgElement('path', {class: `level${level}`, d}));
  const every = Math.ceil(map.edges_ms.length / 6);
  const names = map.edges_ms.map(
      (ms, i) =>
          i % every === 0 && element('span', {style: `top:${(100 * (1 - i / rows)).toFixed(2)}%`}, duration(ms)));
  const domain = {from: 0, to: columns * map.column_s * 1000};
  const scale = Array.from({length: heatLevels}, (_, i) => element('span', {class: `swatch level${i + 1}`}));
  const sentence = `Response times from ${duration(map.edges_ms[0])} to ${duration(map.edges_ms.at(-1))} over ` +
      `${duration(domain.to)}; the darkest cell holds ${plural(most, 'request')}.`;
  return figure(
      framed(svg, names.filter(Boolean), timeAxis(domain, 10)), sentence,
      element('p', {class: 'legend scale', 'aria-hidden': 'true'}, 'few ', scale, ` many (${count(most)})`));
}
