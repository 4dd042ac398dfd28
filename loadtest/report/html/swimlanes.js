// The part of a run's report that shows who did what when.

/// How much of a stretch is of this kind: of computing so much as had a CPU, the rest is spent without.
function shareOf([own, from, to, share], kind) {
  if (own === kind) return (to - from) * (kind === 'cpu' ? share : 1);
  return own === 'cpu' && kind === 'ready' ? (to - from) * (1 - share) : 0;
}

/// What each user's requests did, for those who cannot see the lanes.
function userTable(users) {
  const spent = (lane, kind) => lane.stretches.reduce((sum, stretch) => sum + shareOf(stretch, kind), 0);
  const parts = [...kindsOf(users)].map((kind) => [kinds[kind][0], (lane) => duration(spent(lane, kind))]);
  const columns = [
    ['', (lane) => lane.name, 'name'],
    ['last answer after', (lane) => duration(lane.stretches.at(-1)?.[2])],
    ...parts,
  ];
  return table('What each user did', columns, users);
}

function workerTable(workers) {
  const busy = (lane) => lane.stretches.reduce((sum, [, from, to]) => sum + to - from, 0);
  const columns = [
    ['', (lane) => lane.name, 'name'],
    ['stretches', (lane) => count(lane.stretches.length)],
    ['occupied for', (lane) => duration(busy(lane))],
  ];
  return table('What ran on each worker', columns, workers);
}

/// How much of its computing time a request had a CPU, where that is not always.
function shareWords(users) {
  const computing = users.flatMap((lane) => lane.stretches.filter(([kind]) => kind === 'cpu'));
  const share = median(computing.map((stretch) => stretch[3]));
  if (share === null || share > 0.97) return '';
  const percent = number(100 * share, 2);
  return ` While a request computes it has a CPU for ${percent} % of the time (the median): ` +
      'so high is what is filled as computing.';
}

/// Names beside lanes: of all if they are few, of every fourth if they are more, of none if they are many.
function laneNames(lanes) {
  if (lanes.length > 40) return [];
  const every = lanes.length > 12 ? 4 : 1;
  const name = ({name}, i) => element('span', {style: `top:${100 * (i + 0.5) / lanes.length}%`}, name);
  return lanes.map((lane, i) => i % every === 0 && name(lane, i)).filter(Boolean);
}

function laneFigure(lanes, domain, sentence, makeTable) {
  const height = lanes.length <= 12 ? 18 : lanes.length <= 40 ? 8 : 4;
  const picture = lanesPicture(lanes, domain, {height, wanted: 8});
  return figure(
      framed(picture, laneNames(lanes), timeAxis(domain, 8)), sentence, details('As a table', () => makeTable(lanes)));
}

function workerFigure(workers, domain) {
  const loops = workers.some((lane) => isLoop(lane.name));
  const onLoop = loops ? ' On an event loop only what runs is shown: what waits does not occupy it.' : '';
  return laneFigure(
      workers, domain, `${plural(workers.length, 'worker')}: what is empty had nothing to do.${onLoop}`, workerTable);
}

function lanePart(run, level) {
  const {users, workers, from, to, words} = lanesOf(run);
  if (users.length === 0) return null;
  const domain = {from, to: to + (to - from) * 0.01};
  const heading = (text) => element(`h${level + 1}`, {}, text);
  const sentence =
      `${plural(users.length, 'user')}, the first answered at the top; from when they asked to their answer.`;
  return wide(part(
      level, 'Swim lanes', 'What users and workers did at each moment.' + (words ? ` Shown: ${words}.` : ''),
      'no worker is idle while users queue.', legend(new Set([...kindsOf(users), ...kindsOf(workers)])),
      heading(`Users: what happened to each, a row for each of ${users.length}`),
      laneFigure(users, domain, sentence + shareWords(users), userTable),
      workers.length > 0 && heading(`Workers: what ran on each, a row for each of ${workers.length}`),
      workers.length > 0 && workerFigure(workers, domain)));
}
