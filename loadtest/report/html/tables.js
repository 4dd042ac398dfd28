// Tables, headings and lists.

/// A table; a column is [heading, cell of a row, class]. Columns without a class hold figures, to the right.
function table(caption, columns, rows, attributes = {}) {
  const head = element(
      'tr', {}, columns.map(([heading, , kind]) => element('th', {scope: 'col', class: kind ?? 'figure'}, heading)));
  const line = (row) => element(
      'tr', {},
      columns.map(
          ([, cell, kind], i) =>
              element(i === 0 ? 'th' : 'td', {scope: i === 0 ? 'row' : null, class: kind ?? 'figure'}, cell(row))));
  return element(
      'div', {class: 'scroll', tabindex: 0, role: 'region', 'aria-label': caption},
      element(
          'table', attributes, element('caption', {class: 'hidden'}, caption), element('thead', {}, head),
          element('tbody', {}, rows.map(line))));
}

/// A part of the report under its heading: what it is, and what good looks like.
function part(level, title, what, good, ...content) {
  const id = `part-${title.toLowerCase().replace(/[^a-z]+/g, '-')}`;
  return element(
      'section', {class: 'part', 'aria-labelledby': id}, element(`h${level}`, {id}, title),
      element('p', {class: 'what'}, what, good && element('span', {class: 'good'}, ' Good: ', good)), content);
}

/// As wide as the page.
const wide = (content) => element('div', {class: 'wide'}, content);

/// Data behind a picture, for those who want or need figures. The table is made when it is first opened, or printed.
function details(words, make) {
  const made = element('details', {}, element('summary', {}, words));
  const fill = () => {
    if (made.open && made.children.length === 1) made.append(make());
  };
  made.addEventListener('toggle', fill);
  return made;
}

/// Names and values, and 'long' where a value needs a line of its own.
function facts(pairs) {
  const shown = pairs.filter(([, value]) => value !== null && value !== undefined && value !== '');
  return element(
      'dl', {class: 'facts'},
      shown.map(([name, value,
                  kind]) => element('div', {class: kind ?? null}, element('dt', {}, name), element('dd', {}, value))));
}

function list(items) { return element('ul', {class: 'plain'}, items.map((item) => element('li', {}, item))); }

function verdictBadge(verdict) {
  const sign = {valid: '✓', suspect: '!', invalid: '✕'}[verdict];
  return element('span', {class: `verdict ${verdict}`}, element('span', {'aria-hidden': 'true'}, sign), ` ${verdict}`);
}

/// A picture with its sentence: read aloud in place of the picture, and shown above it.
function figure(picture, sentence, ...more) {
  picture.setAttribute('role', 'img');
  picture.setAttribute('aria-label', sentence);
  return element('figure', {}, element('figcaption', {}, sentence), picture, more);
}
