// Swim lanes, drawn: one SVG path for each kind of stretch, so that thousands of stretches cost nothing.

const laneWidth = 1000;  // of an SVG's own units, whatever it is wide on the screen

/// Round moments from `from` to `to`, some `wanted` of them.
function ticks(from, to, wanted) {
  const rough = (to - from) / wanted;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= rough);
  const found = [];
  for (let at = Math.ceil(from / step) * step; at <= to * (1 + 1e-9); at += step)
    found.push(Math.round(at / step) * step);
  return found;
}

/// A tick's text, all of an axis in the unit of its end.
function tickText(ms, end) {
  const [scale, unit] = end >= 1000 ? [1e-3, 's'] : end >= 1 ? [1, 'ms'] : [1e3, 'µs'];
  return ms === 0 ? '0' : `${number(ms * scale, 6)} ${unit}`;
}

const across = (at, domain) => (at - domain.from) / (domain.to - domain.from);

/// A time axis to stand under a picture of the same width.
function timeAxis(domain, wanted) {
  const spans =
      ticks(domain.from, domain.to, wanted)
          .map(
              (ms) =>
                  element('span', {style: `left:${(100 * across(ms, domain)).toFixed(3)}%`}, tickText(ms, domain.to)));
  return element('div', {class: 'axis', 'aria-hidden': 'true'}, spans);
}

/// The path of a list of [from, to, y, height].
function boxes(list, domain) {
  const x = (ms) => (laneWidth * Math.min(1, Math.max(0, across(ms, domain)))).toFixed(2);
  return list.map(([from, to, y, height]) => `M${x(from)} ${y}H${x(to)}v${height}H${x(from)}z`).join('');
}

/// The boxes of each kind, those of computing last. A lane is as high as 1; while its work computes, the part of that
/// height says for how much of the time it had a CPU, and the rest is spent without.
function boxesByKind(lanes, height) {
  const found = new Map();
  const cpu = [];
  const add = (kind, box) => found.has(kind) ? found.get(kind).push(box) : found.set(kind, [box]);
  lanes.forEach(({stretches}, lane) => stretches.forEach(([kind, from, to, share]) => {
    if (kind !== 'cpu') return add(kind, [from, to, lane, height]);
    const own = share > 0.97 ? height : Number((height * share).toFixed(3));
    // Below it, not beside it: between two edges within a pixel the background would shine through.
    if (own < height) add('ready', [from, to, lane, height]);
    cpu.push([from, to, Number((lane + height - own).toFixed(3)), own]);
  }));
  return cpu.length > 0 ? [...found, ['cpu', cpu]] : [...found];
}

/// The predicted ends: a staircase of users that are done, or two lines between which the last is.
function theoryPath(prediction, domain, lanes) {
  const x = (ms) => (laneWidth * across(ms, domain)).toFixed(2);
  const steps = prediction.staircase ?? [];
  const all = steps.reduce((sum, step) => sum + step.users, 0);
  if (all === 0) {
    const {least, most} = prediction.all_ms;
    return [...new Set([least, most])].map((ms) => `M${x(ms)} 0V${lanes}`).join('');
  }
  let done = 0, path = `M${x(steps[0].ms)} 0`;
  for (const step of steps) {
    done += step.users;
    path += `H${x(step.ms)}V${(done * lanes / all).toFixed(3)}`;
  }
  return path;
}

/// Of a lane's height what is filled: whole pixels, and a gap to the next where there is room.
const boxHeight = (pixels) => pixels < 3 ? 1 : (pixels - (pixels > 6 ? 2 : 1)) / pixels;

/// Lanes as an SVG as wide as its place. domain: {from, to}; options: {height of a lane in px, prediction, wanted
/// ticks}.
function lanesPicture(lanes, domain, options) {
  const n = Math.max(1, lanes.length);
  const svg = svgElement('svg', {
    class: 'lanes',
    viewBox: `0 0 ${laneWidth} ${n}`,
    preserveAspectRatio: 'none',
    style: `height:${n * options.height}px`,
    'data-lanes': lanes.length
  });
  const grid =
      ticks(domain.from, domain.to, options.wanted).map((ms) => `M${laneWidth * across(ms, domain)} 0V${n}`).join('');
  svg.append(svgElement('path', {class: 'grid', d: grid}));
  for (const [kind, list] of boxesByKind(lanes, boxHeight(options.height)))
    svg.append(svgElement('path', {class: kind, d: boxes(list, domain)}));
  if (options.prediction?.all_ms)
    svg.append(svgElement('path', {class: 'theory', d: theoryPath(options.prediction, domain, n)}));
  followPointer(svg, lanes, domain);
  return svg;
}

const kindsOf = (lanes) => {
  const found = new Set(lanes.flatMap((lane) => lane.stretches.map(([kind]) => kind)));
  if (found.has('cpu') &&
      lanes.some((lane) => lane.stretches.some(([kind, , , share]) => kind === 'cpu' && share <= 0.97)))
    found.add('ready');
  return found;
};

/// What lies under the pointer, said beside it.
function followPointer(svg, lanes, domain) {
  svg.addEventListener('pointermove', (event) => {
    const box = svg.getBoundingClientRect();
    const lane = lanes[Math.floor((event.clientY - box.top) / box.height * lanes.length)];
    const at = domain.from + (event.clientX - box.left) / box.width * (domain.to - domain.from);
    const stretch = lane?.stretches.find(([, from, to]) => from <= at && at < to);
    if (!stretch) return tip.hide();
    const [kind, from, to, share] = stretch;
    const words = kind === 'cpu' && share <= 0.97 ? `computing, with a CPU ${Math.round(share * 100)} % of the time` :
                                                    kinds[kind][0];
    tip.show(event, `${lane.name}: ${words} for ${duration(to - from)}, from ${duration(from)} on`);
  });
  svg.addEventListener('pointerleave', () => tip.hide());
}

const tip = {
  box: element('div', {class: 'tip', hidden: true, 'aria-hidden': 'true'}),
  show(event, words) {
    if (!this.box.isConnected) document.body.append(this.box);
    this.box.textContent = words;
    this.box.hidden = false;
    const left = Math.min(event.clientX + 14, document.documentElement.clientWidth - this.box.offsetWidth - 8);
    this.box.style.left = `${Math.max(4, left)}px`;
    this.box.style.top = `${event.clientY + 16}px`;
  },
  hide() { this.box.hidden = true; },
};

/// A picture with names at its left and a time axis below.
function framed(picture, names, axis) {
  return element(
      'div', {class: 'framed'}, element('div', {class: 'names', 'aria-hidden': 'true'}, names), picture, axis);
}
