#include <algorithm>
#include <array>
#include <cmath>

#include "client/errors.hpp"
#include "loadtest/modes.hpp"
#include "loadtest/report/building.hpp"
#include "loadtest/report/findings.hpp"
#include "loadtest/report/report.hpp"
#include "loadtest/report/statistics.hpp"
#include "loadtest/validity.hpp"

namespace hundred::loadtest {
namespace {

using client::Outcome;
using client::Recording;
using client::Sample;

/// By Outcome; what is neither an answer with a bad status nor a failed connect has no more detail to it.
constexpr std::array<const char*, client::outcome_count> outcome_names{
    "ok",           "unexpected_status", "refused",   "connect_failed", "reset",
    "short_answer", "malformed",         "timed_out", "unanswered"};

Counts count(const std::array<std::uint64_t, client::outcome_count>& outcomes) {
  const auto of = [&](Outcome outcome) { return outcomes[static_cast<std::size_t>(outcome)]; };
  Counts counts{.ok = of(Outcome::ok), .timed_out = of(Outcome::timed_out), .unanswered = of(Outcome::unanswered)};
  for (const Outcome failure : {Outcome::bad_status, Outcome::refused, Outcome::unreachable, Outcome::reset,
                                Outcome::cut_short, Outcome::malformed})
    counts.failed += of(failure);
  counts.sent = counts.ok + counts.failed + counts.timed_out + counts.unanswered;
  return counts;
}

std::vector<ErrorCount> errors(const Recording& recording) {
  std::vector<ErrorCount> errors;
  for (const auto& [status, count] : recording.bad_statuses)
    errors.push_back({outcome_name(Outcome::bad_status), std::to_string(status), count});
  for (const auto& [error, count] : recording.connect_errors)
    errors.push_back({outcome_name(Outcome::unreachable), client::error_text(error), count});
  for (const Outcome outcome : {Outcome::refused, Outcome::reset, Outcome::cut_short, Outcome::malformed})
    if (recording[outcome] > 0) errors.push_back({outcome_name(outcome), "", recording[outcome]});
  return errors;
}

std::vector<std::int64_t> times(const Recording& recording, std::int64_t (Sample::*time)() const,
                                bool (*wanted)(const Sample&)) {
  std::vector<std::int64_t> times;
  for (const Sample& sample : recording.samples)
    if (wanted(sample)) times.push_back((sample.*time)());
  return times;
}

void add_latency(const Recording& recording, Report& report) {
  report.send_lag = summarize(recording.send_lag);
  if (!recording.has_all_samples()) {
    report.response = summarize(recording.response);
    report.service = summarize(recording.service);
    return;
  }
  report.response = summarize(times(recording, &Sample::response_time, [](const Sample&) { return true; }));
  report.service =
      summarize(times(recording, &Sample::service_time, [](const Sample& s) { return s.stamps.sent != 0; }));
}

Answered answered(const Recording& recording) {
  std::vector<std::int64_t> good =
      times(recording, &Sample::response_time, [](const Sample& s) { return s.outcome == Outcome::ok; });
  std::sort(good.begin(), good.end());
  const std::uint64_t sent = recording.requests();
  return {reached(good, 0.5, sent), reached(good, 0.95, sent), reached(good, 1, sent)};
}

std::vector<UrlRow> url_rows(const client::Load& load, const Recording& recording) {
  std::vector<UrlRow> rows;
  for (std::size_t i = 0; i < recording.urls.size(); ++i)
    rows.push_back({load.urls[i].text(), count(recording.urls[i].outcomes), summarize(recording.urls[i].response)});
  return rows;
}

std::vector<SecondRow> second_rows(const Recording& recording) {
  std::vector<SecondRow> rows;
  if (recording.seconds.size() < 2) return rows;
  for (const client::Second& second : recording.seconds) {
    SecondRow& row = rows.emplace_back(SecondRow{rows.size(), second.ok, second.failed, {}, {}, {}});
    if (second.response.count() == 0) continue;
    row.p50_ms = to_ms(static_cast<double>(second.response.quantile(0.5)));
    row.p99_ms = to_ms(static_cast<double>(second.response.quantile(0.99)));
    row.max_ms = to_ms(static_cast<double>(second.response.max()));
  }
  return rows;
}

/// A SYN that is lost is sent again after 1, 3 and 7 seconds (RFC 6298; Linux).
ConnectingDuring connecting(const Recording& recording) {
  ConnectingDuring during{summarize(recording.connect), 0, 0, 0};
  const auto count_near = [&](double seconds, double value, std::uint64_t count, std::uint64_t& counter) {
    // A little less, too: the middle of the bucket that holds 3 s is 2.99 s.
    if (value >= seconds * 1e9 * 0.99 && value < seconds * 1e9 * 1.1) counter += count;
  };
  const auto count_all = [&](double value, std::uint64_t count) {
    count_near(1, value, count, during.near_1s);
    count_near(3, value, count, during.near_3s);
    count_near(7, value, count, during.near_7s);
  };
  recording.connect.for_each(
      [&](std::int64_t value, std::uint64_t count) { count_all(static_cast<double>(value), count); });
  for (const client::Time time : recording.connect_times) count_all(static_cast<double>(time), 1);
  return during;
}

/// A loop's: good answers over the time from the release, or the end of the warm-up, to the last of them.
std::optional<double> throughput(const Recording& recording) {
  const double span = static_cast<double>(recording.last_answer - recording.counted_from) * 1e-9;
  if (span <= 0) return std::nullopt;
  return std::round(static_cast<double>(recording[Outcome::ok]) / span * 1e3) / 1e3;
}

void add_workers(const Recording& recording, Report& report) {
  for (const client::WorkerShare& worker : recording.workers)
    if (!worker.name.empty()) report.workers.push_back(worker);
  std::sort(report.workers.begin(), report.workers.end(),
            [](const client::WorkerShare& a, const client::WorkerShare& b) {
              return std::pair(a.name.size(), a.name) < std::pair(b.name.size(), b.name);  // w2 before w10
            });
}

void add_server(const client::Load& load, const Surroundings& around, Report& report) {
  report.usage = around.usage;
  report.loop_blocks = around.loop_blocks;
  if (!around.server) return;
  const ServerFacts& server = *around.server;
  report.mode = server.mode;
  report.server_workers = server.workers;
  report.run_by = run_by(server.mode, server.workers, std::min<std::uint64_t>(report.workers.size(), load.users));
  if (server.pinned) report.pinned_workers = server.workers;
}

}  // namespace

const char* outcome_name(Outcome outcome) { return outcome_names[static_cast<std::size_t>(outcome)]; }

BystanderFacts bystander_facts(const client::Load& load, const Recording& recording) {
  return {load.url().text(), load.open_loop->first_rate, count(recording.outcomes), summarize(recording.response)};
}

std::optional<double> Summary::figure(const std::string& wanted) const {
  for (const auto& [name, value] : figures)
    if (name == wanted) return value;
  return std::nullopt;
}

Report build_report(const client::Load& load, const Recording& recording, const Surroundings& around) {
  Report report;
  report.load = load_facts(load);
  report.url = load.url().text();
  report.endpoint = load.url().target;
  add_workers(recording, report);
  add_server(load, around, report);
  report.interrupted = recording.interrupted;
  report.counts = count(recording.outcomes);
  report.errors = errors(recording);
  report.connect = summarize(recording.connect_times);
  report.not_accepted = recording.not_accepted;
  report.reconnects = recording.connect.count();
  report.asked_again = recording.asked_again;
  if (load.is_burst()) report.answered = answered(recording);
  if (!load.is_burst()) report.throughput_per_s = throughput(recording);
  report.elapsed_ms = std::max(0.0, to_ms(static_cast<double>(recording.ended - recording.counted_from)));
  report.body_bytes = recording.body_bytes;
  add_latency(recording, report);
  report.curve = curve(recording);
  report.breakdown = mean_breakdown(recording, around.exchanges);
  report.breakdowns = breakdowns_at_percentiles(recording, around.exchanges);
  report.prediction = around.prediction;
  report.fairness = fairness(recording);
  report.connecting = connecting(recording);
  report.warmup_requests = recording.warmup_requests;
  report.most_waiting = recording.most_waiting;
  report.never_sent = recording.never_sent;
  report.urls = url_rows(load, recording);
  report.seconds = second_rows(recording);
  if (!load.is_burst()) report.heat_map = heat_map(recording);
  report.requests = request_rows(recording, around.exchanges);
  report.environment = environment_of(recording);
  report.environment.shares_cpus = around.shares_cpus;
  report.environment.arguments = around.arguments;
  report.bystander = around.bystander;
  report.validity = judge_validity(load, recording, around.events, around.cpus);
  report.findings = findings(report);
  return report;
}

}  // namespace hundred::loadtest
