'use strict';

// Elements, figures and words that every part of the page uses.

/// An element with attributes and children (nodes or text; null and false are left out).
function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith('on'))
      made.addEventListener(key.slice(2), value);
    else if (value !== null && value !== false)
      made.setAttribute(key, value === true ? '' : value);
  }
  made.append(...children.flat(Infinity).filter((child) => child !== null && child !== false && child !== undefined));
  return made;
}

/// The same for SVG, without text.
function svgElement(name, attributes = {}, ...children) {
  const made = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

/// Milliseconds in the unit that fits: "51.3 ms"; "–" if it is not known.
function duration(ms) {
  if (ms === null || ms === undefined) return '–';
  if (Math.abs(ms) < 0.0005) return '0';
  const [scale, unit] = ms >= 999.5 ? [1e-3, 's'] : ms >= 0.9995 ? [1, 'ms'] : [1e3, 'µs'];
  const value = ms * scale;
  return `${value.toFixed(value < 9.995 ? 2 : value < 99.95 ? 1 : 0)} ${unit}`;
}

/// Bounds that are the same, or differ.
function bounds({least, most}) { return least === most ? duration(least) : `${duration(least)} to ${duration(most)}`; }

function number(value, digits = 3) {
  return value === null || value === undefined ? '–' : value.toLocaleString('en', {maximumSignificantDigits: digits});
}

function count(value) { return value === null || value === undefined ? '–' : value.toLocaleString('en'); }

function rate(perSecond) {
  return perSecond === null || perSecond === undefined ? '–' : `${perSecond.toFixed(perSecond < 100 ? 1 : 0)}/s`;
}

function bytes(value) { return value === null || value === undefined ? '–' : `${(value / 1048576).toFixed(1)} MiB`; }

function plural(many, one, several = one + 's') { return `${count(many)} ${many === 1 ? one : several}`; }

function median(values) {
  const sorted = values.filter((value) => value !== null && value !== undefined).sort((a, b) => a - b);
  const n = sorted.length;
  return n === 0 ? null : (sorted[(n - 1) >> 1] + sorted[n >> 1]) / 2;
}

/// At most `most` of the items, evenly spread, the first and the last among them.
function spread(items, most) {
  if (items.length <= most) return items;
  if (most === 1) return [items[0]];
  return Array.from({length: most}, (_, i) => items[Math.round(i * (items.length - 1) / (most - 1))]);
}

/// What a request does with its time: words for the legend and the breakdown, and what they mean. Colours are the
/// style's.
const kinds = {
  client: ['unsent', 'due, but not sent yet by the load tool'],
  network: ['on the way', 'on the way, and whatever the server does not see'],
  unexplained: ['unexplained', 'what is left: stamps that do not fit together'],
  queue: ['queue', 'arrived, but its handler has not begun'],
  pool: ['pool queue', 'waiting for a computing or helper thread'],
  gil: ['GIL', 'waiting for the interpreter lock'],
  cpu: ['computing', 'computing, on a CPU'],
  wait: ['waiting', 'sleeping, or waiting for files, database, upstream'],
  ready: ['without a CPU', 'able to run, but without a CPU'],
  unknown: ['not known', 'no timeline of the server tells'],
  failed: ['no good answer', 'failed or timed out'],
};

/// A legend of these kinds, in the order of `kinds`.
function legend(shown) {
  const items = Object.keys(kinds)
                    .filter((kind) => shown.has(kind))
                    .map(
                        (kind) => element(
                            'li', {title: kinds[kind][1]}, element('span', {class: `swatch ${kind}`}), kinds[kind][0]));
  return element('ul', {class: 'legend', 'aria-label': 'Colours'}, items);
}

/// Path and query of a URL.
function pathOf(url) { return url.replace(/^[a-z]+:\/\/[^/]*/, ''); }

function capital(text) { return text.charAt(0).toUpperCase() + text.slice(1); }
