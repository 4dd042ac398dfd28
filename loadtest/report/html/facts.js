// The parts of a run's report that are about how it was, not how fast.

function findingsPart(run, level) {
  if (run.findings.length === 0) return null;
  return wide(part(
      level, 'Findings', 'What the figures mean.', null,
      element('ul', {class: 'findings'}, run.findings.map((words) => element('li', {}, words)))));
}

/// [kind, detail, count] of each kind of error; kinds with details hold an object.
const errorRows = (errors) => Object.entries(errors).flatMap(
    ([kind, value]) => typeof value === 'object' ? Object.entries(value).map(([detail, many]) => [kind, detail, many]) :
                                                   [[kind, '', value]]);

function requestsPart(run, level) {
  const {sent, ok, failed, timed_out, unanswered} = run.counts,
                                      {connections, waiting, connecting_during_load: made} = run;
  const errors = errorRows(run.errors);
  const late = made ? made.near_1s + made.near_3s + made.near_7s : 0;
  const lines = [
    waiting?.warmup_requests > 0 && `${count(waiting.warmup_requests)} more in the warm-up, not in the figures`,
    waiting?.most_waiting_for_a_connection > 1 &&
        `up to ${count(waiting.most_waiting_for_a_connection)} were due and waited for a free connection`,
    waiting?.never_sent > 0 && `${count(waiting.never_sent)} never sent: given up before a connection was free`,
    connections.not_accepted_at_release > 0 &&
        `${plural(connections.not_accepted_at_release, 'connection')} not yet accepted at the release`,
    connections.asked_again > 0 &&
        `${count(connections.asked_again)} asked again on a new connection: the kept one had ended`,
    made?.time_ms.count > 0 &&
        `${plural(made.time_ms.count, 'new connection')} during the load, ${duration(made.time_ms.mean)} on average`,
    late > 0 && `${count(late)} took about 1, 3 or 7 s to connect: a SYN was lost, as from a full accept queue`,
  ].filter(Boolean);
  const sum = `${count(sent)} sent = ${count(ok)} ok + ${count(failed)} failed + ${count(timed_out)} timed out + ` +
      `${count(unanswered)} unanswered`;
  const columns = [
    ['kind', ([kind]) => kind.replaceAll('_', ' '), 'name'],
    ['detail', ([, detail]) => detail, 'name'],
    ['requests', ([, , many]) => count(many)],
  ];
  return part(
      level, 'Requests and errors', 'Each request has one outcome.', 'all of them ok.', element('p', {}, sum),
      list(lines), errors.length > 0 && table('Errors by kind', columns, errors));
}

function fairnessPart(run, level) {
  const {fairness} = run, workers = Object.entries(run.workers);
  if (!fairness && workers.length === 0) return null;
  const least = Math.min(...workers.map(([, many]) => many)), most = Math.max(...workers.map(([, many]) => many));
  const shown = spread(workers, 200);
  const sentence = `Requests per worker: ${count(least)} to ${count(most)}, over ${plural(workers.length, 'worker')}` +
      (shown.length < workers.length ? `, of which ${shown.length} are shown.` : '.');
  const columns = [['worker', ([name]) => name, 'name'], ['requests', ([, many]) => count(many)]];
  return part(
      level, 'Fairness', 'How evenly work was spread over workers, and time over users.',
      'both indices (Jain\'s) near 1: at 1/n one has it all; no user far from the median.',
      fairness && facts([
        ['Jain\'s index, workers', fairness.workers_index?.toFixed(3)],
        ['Jain\'s index, users', fairness.users_index?.toFixed(3)], ['median user', duration(fairness.median_user_ms)],
        ['slowest user', `${duration(fairness.slowest_user_ms)} (user ${fairness.slowest_user + 1})`]
      ]),
      workers.length > 1 &&
          chartFigure(
              'chart-workers', 150, sentence, () => workerChart(shown),
              details('As a table', () => table('Requests per worker', columns, workers))),
      workers.length === 1 && element('p', {}, `One worker, ${workers[0][0]}, ran them all.`));
}

function serverPart(run, level) {
  const {server, counts} = run;
  if (!server) return null;
  return part(
      level, 'What it cost the server', 'Of the server and all its processes, during the load.',
      'little CPU time a request; memory that does not grow with users.', facts([
        ['CPU time', duration(server.cpu_ms)],
        ['CPU time a request', counts.ok > 0 ? duration(server.cpu_ms / counts.ok) : null],
        ['memory (PSS), at most', bytes(server.peak_pss_bytes)], ['threads, at most', count(server.peak_threads)],
        ['processes, at most', count(server.peak_processes)],
        ['context switches, had to wait', count(server.voluntary_switches)],
        ['context switches, made to', count(server.involuntary_switches)],
        ...run.loop_blocked.map(
            ({
              path,
              count: times,
              longest_ms: longest
            }) => [`${path} held a loop for more than 25 ms`, `${number(times)} times, ${duration(longest)} at most`])
      ]));
}

function besidePart(run, level) {
  const {bystander} = run;
  if (!bystander) return null;
  const names = Object.keys(bystander.response_ms).filter((name) => name !== 'count');
  const {sent, ok} = bystander.counts;
  return part(
      level, 'Bystander',
      `What a small request, ${pathOf(bystander.url)}, at ${number(bystander.rate_per_s)}/s saw of the load beside it.`,
      'as fast as alone.', element('p', {}, `${count(sent)} sent, ${count(sent - ok)} without a good answer`),
      table('Bystander', names.map((name) => [name, (summary) => duration(summary[name])]), [bystander.response_ms]));
}

function urlPart(run, level) {
  if (run.urls.length === 0) return null;
  const columns = [
    ['URL', (row) => pathOf(row.url), 'name'],
    ['requests', (row) => count(row.counts.sent)],
    ['no good answer', (row) => count(row.counts.sent - row.counts.ok)],
    ...['p50', 'p99', 'max'].map((name) => [name, (row) => duration(row.response_ms[name])]),
  ];
  return part(level, 'By URL', 'They were asked for in turn.', null, table('By URL', columns, run.urls));
}

function thresholdPart(run, level) {
  if (run.thresholds.length === 0) return null;
  const measured = ({threshold, measured: value}) => {
    if (value === null) return 'not known';
    return /errors|rate/.test(threshold) ? number(value) : duration(value);
  };
  const columns = [
    ['limit', (row) => row.threshold, 'name'],
    ['measured', measured],
    ['', (row) => row.met ? '✓ kept' : '✕ broken', 'name'],
  ];
  return part(level, 'Thresholds', 'Limits set with --slo.', 'all kept.', table('Thresholds', columns, run.thresholds));
}

function validityPart(run, level) {
  if (run.validity.checks.length === 0) return null;
  return part(
      level, 'Can it be believed?', 'The load tool\'s own checks of this run.',
      'valid: counts add up, Little\'s law holds, the load tool had time to spare.',
      element(
          'ul', {class: 'checks'},
          run.validity.checks.map((check) => element('li', {}, verdictBadge(check.verdict), ' ', check.words))));
}

function environmentPart(run, level) {
  const {environment: e, load, prediction, connect_ms: connect} = run;
  const shared = {true: 'yes', false: 'no'}[e.shares_cpus] ?? 'not known';
  return wide(
      part(level, 'Environment', 'What the run was made with.', null, facts([
             ['CPUs', count(e.cpus)], ['effective CPUs', prediction ? number(prediction.effective_cpus) : null],
             ['shared with the server', shared], ['system', e.system], ['hundred-load', e.hundred_load],
             ['started', e.started_at], ['generator threads', count(load.generator_threads)],
             ['timeout', duration(load.timeout_ms)],
             [
               'connecting, before the load',
               connect.count > 0 ? `${duration(connect.mean)} on average, ${duration(connect.max)} at most` : null
             ],
             ['options', e.arguments.length > 0 ? element('code', {}, e.arguments.join(' ')) : null, 'long']
           ])));
}
