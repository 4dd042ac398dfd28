'use strict';

const parts = ['network', 'queue', 'gil', 'pool', 'cpu', 'wait', 'ready'];
const shownBytes = 400;

const milliseconds = (time) => `${time && time.toFixed(time < 10 ? 3 : 1)} ms`;

function element(name, className, ...children) {
  const made = document.createElement(name);
  made.className = className;
  made.append(...children);
  return made;
}

function urlOf(form) {
  const query = new URLSearchParams(new FormData(form));
  query.delete('body');
  return form.getAttribute('action') + (query.toString() && `?${query}`);
}

// {queue: 12.345, …, worker: "w3"}; without the header nothing is in it.
function serverTiming(header) {
  const timing = {};
  for (const [, name, duration, text] of (header ?? '').matchAll(/(\w+);(?:dur=([\d.]+)|desc="([^"]*)")/g))
    timing[name] = duration === undefined ? text : Number(duration);
  return timing;
}

// All of a body is read, for that is what takes time, but of a large one only the beginning is kept.
async function readBody(response) {
  const reader = response.body.getReader();
  const kept = [];
  let size = 0;
  for (;;) {
    const {done, value} = await reader.read();
    if (done) break;
    if (size < shownBytes) kept.push(value.subarray(0, shownBytes - size));
    size += value.length;
  }
  return {size, beginning: new Uint8Array(await new Blob(kept).arrayBuffer())};
}

function bodyText(response, {size, beginning}) {
  const readable = /^(text\/|application\/json)/.test(response.headers.get('Content-Type'));
  const text = readable ?
      new TextDecoder().decode(beginning) :
      Array.from(beginning.subarray(0, shownBytes / 8), (byte) => byte.toString(16).padStart(2, '0')).join(' ');
  return size > beginning.length || !readable ? `${text} … (${size.toLocaleString('en')} bytes)` : text;
}

function timingParts(timing, took) {
  if (timing.queue === undefined) return [element('p', '', 'no Server-Timing header (--server-timing off)')];
  const times = {...timing, network: Math.max(took - timing.queue - timing.handler, 0)};
  const bar = element('div', 'bar', ...parts.map((part) => {
    const segment = element('span', part);
    segment.style.flexGrow = times[part];
    return segment;
  }));
  bar.setAttribute('aria-hidden', 'true');
  const words = parts.map((part) => element('span', `part ${part}`, `${part} ${milliseconds(times[part])}`));
  return [bar, element('div', 'parts', ...words, element('span', '', `worker ${timing.worker}`))];
}

async function ask(form) {
  const answer = form.querySelector('.answer');
  const method = form.getAttribute('method').toUpperCase();
  const body = form.querySelector('textarea')?.value;
  answer.replaceChildren(element('p', '', 'asking …'));
  const begun = performance.now();
  try {
    const response = await fetch(urlOf(form), {method, body, cache: 'no-store'});
    const received = await readBody(response);
    const took = performance.now() - begun;
    answer.replaceChildren(
        element(
            'p', response.ok ? '' : 'bad',
            `${response.status} ${response.statusText} after ${milliseconds(took)} in the browser`),
        ...timingParts(serverTiming(response.headers.get('Server-Timing')), took),
        element('pre', '', bodyText(response, received)));
  } catch (error) {
    answer.replaceChildren(element('p', 'bad', `no answer: ${error.message}`));
  }
}

for (const form of document.forms) {
  form.addEventListener('input', () => {
    const link = form.querySelector('a');
    if (link) link.href = urlOf(form);
  });
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    if (form.hasAttribute('aria-busy')) return;
    form.setAttribute('aria-busy', 'true');
    await ask(form);
    form.removeAttribute('aria-busy');
  });
}
