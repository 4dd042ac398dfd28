// What users and workers did, as lanes: lists of stretches [kind, from, to, share], in milliseconds since the release.
// `share` is the part of a computing stretch for which it really had a CPU. No drawing here.

const mostLanes = 100;

/// The stretches of a handler without holes: time that is no known activity is time able to run, but without a CPU.
function handlerStretches(journey) {
  const computed = journey.stretches.reduce((sum, [kind, from, to]) => sum + (kind === 'cpu' ? to - from : 0), 0);
  const share = computed > 0 ? Math.min(1, journey.cpu_time / computed) : 0;
  const stretches = [];
  let at = journey.started;
  for (const [kind, from, to] of journey.stretches) {
    if (from > at) stretches.push(['ready', at, from, 0]);
    stretches.push([kind, Math.max(at, from), to, kind === 'cpu' ? share : 0]);
    at = Math.max(at, to);
  }
  if (journey.ended > at) stretches.push([stretches.length === 0 ? 'cpu' : 'ready', at, journey.ended, 1]);
  return stretches;
}

/// A request, from when it was due to its answer, as its user saw it.
function userStretches(request) {
  const end = request.due_ms + request.response_ms;
  if (request.outcome !== 'ok') return [['failed', request.due_ms, end, 0]];
  const journey = request.journey_ms;
  if (!journey) return [['unknown', request.due_ms, end, 0]];
  return [
    ['client', request.due_ms, journey.sent, 0], ['network', journey.sent, journey.arrived, 0],
    ['queue', journey.arrived, journey.started, 0], ...handlerStretches(journey),
    ['network', journey.ended, journey.answered, 0]
  ].filter(([, from, to]) => to > from);
}

const isLoop = (worker) => /^l\d+$/.test(worker);

/// What a request occupies: its worker, and, if an event loop handed it on, a thread of the pool. A loop is only
/// occupied by what runs on it, not by what waits.
function occupied(request) {
  const stretches = handlerStretches(request.journey_ms);
  if (!isLoop(request.worker)) return {own: stretches, pooled: []};
  const kindAt = (i) => stretches[i]?.[0];
  // A thread of the pool may have to wait for the interpreter lock, before it computes and in between.
  const handedOn = (i) => {
    let before = i - 1;
    while (kindAt(i) !== 'wait' && ['gil', 'cpu', 'ready'].includes(kindAt(before))) --before;
    return kindAt(before) === 'pool';
  };
  const waitsToCompute = (i) => kindAt(i) === 'gil' && kindAt(i + 1) === 'cpu';
  return {
    own: stretches.filter(([kind], i) => kind === 'cpu' && !handedOn(i)),
    pooled: stretches.filter(([kind], i) => (kind === 'cpu' || kind === 'wait' || waitsToCompute(i)) && handedOn(i)),
  };
}

/// Stretches of threads without names, each to the first thread that is free: no fewer threads can have done it.
function onThreads(stretches) {
  const threads = [];
  for (const stretch of stretches.sort((a, b) => a[1] - b[1])) {
    let thread = threads.find((lane) => lane.at(-1)[2] <= stretch[1] + 0.02);
    if (!thread) threads.push(thread = []);
    thread.push(stretch);
  }
  return threads;
}

const byName = new Intl.Collator('en', {numeric: true}).compare;

/// A lane for each worker that the requests name: {name, stretches}.
function workerLanes(requests) {
  const own = new Map(), pooled = [];
  for (const request of requests) {
    if (!request.journey_ms || !request.worker) continue;
    const work = occupied(request);
    if (!own.has(request.worker)) own.set(request.worker, []);
    own.get(request.worker).push(...work.own);
    pooled.push(...work.pooled);
  }
  const lanes = [...own].sort(([a], [b]) => byName(a, b)).map(([name, stretches]) => ({name, stretches}));
  const threads = onThreads(pooled).map((stretches, i) => ({name: `pool thread ${i + 1}`, stretches}));
  return [...lanes, ...threads];
}

/// In order, and none before the one before it has ended: a request of an open loop may be due while its user is busy.
function oneByOne(stretches) {
  const clipped = [];
  let at = -Infinity;
  for (const [kind, from, to, share] of stretches.sort((a, b) => a[1] - b[1])) {
    if (to > at) clipped.push([kind, Math.max(from, at), to, share]);
    at = Math.max(at, to);
  }
  return clipped;
}

/// A lane for each user, who asks once or again and again: {name, stretches, requests}, in the order of their first
/// answers.
function userLanes(requests) {
  const users = new Map();
  for (const request of requests) {
    const name = request.user === null ? 'nobody' : `user ${request.user + 1}`;
    if (!users.has(name)) users.set(name, {name, stretches: [], requests: []});
    users.get(name).stretches.push(...userStretches(request));
    users.get(name).requests.push(request);
  }
  const end = (lane) => lane.requests[0].due_ms + lane.requests[0].response_ms;
  for (const lane of users.values()) lane.stretches = oneByOne(lane.stretches);
  return [...users.values()].sort((a, b) => end(a) - end(b));
}

const endOf = (lanes) =>
    lanes.reduce((last, lane) => lane.stretches.reduce((end, [, , to]) => Math.max(end, to), last), 0);

/// Those requests of a loop that a screen can show: the last, about ten of each user.
function lastRequests(requests, users) {
  const most = Math.max(200, 10 * Math.min(users, mostLanes));
  if (requests.length <= most) return requests;
  const end = (request) => request.due_ms + request.response_ms;
  const sorted = [...requests].sort((a, b) => end(a) - end(b));
  const from = end(sorted[Math.max(0, sorted.length - Math.max(most, users * 10))]);
  return sorted.filter((request) => end(request) >= from);
}

/// The lanes of a run, sampled if there are too many: {users, workers, from, to, words}, `words` saying what is left
/// out.
function lanesOf(run) {
  const burst = run.load.kind === 'burst';
  const requests = burst ? run.requests : lastRequests(run.requests, run.load.users);
  const users = userLanes(requests), workers = workerLanes(requests);
  const words = [];
  if (requests.length < run.counts.sent)
    words.push(
        `${count(requests.length)} of ${count(run.counts.sent)} requests` + (burst ? ', evenly chosen' : ', the last'));
  if (users.length > mostLanes) words.push(`${mostLanes} of ${count(users.length)} users, evenly chosen`);
  if (workers.length > mostLanes) words.push(`${mostLanes} of ${count(workers.length)} workers, evenly chosen`);
  const shown = {users: spread(users, mostLanes), workers: spread(workers, mostLanes)};
  const from = burst ? 0 : Math.min(...requests.map((request) => request.due_ms));
  return {...shown, from: requests.length ? from : 0, to: endOf(shown.users), words: words.join('; ')};
}
