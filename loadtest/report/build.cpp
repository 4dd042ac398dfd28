#include <fmt/format.h>
#include <sys/utsname.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <ctime>

#include "client/errors.hpp"
#include "common/cpus.hpp"
#include "common/units.hpp"
#include "loadtest/modes.hpp"
#include "loadtest/report/report.hpp"
#include "loadtest/report/statistics.hpp"

namespace hundred::loadtest {
namespace {

using client::Outcome;
using client::Phase;
using client::Recording;
using client::Sample;

/// By Outcome; what is neither an answer with a bad status nor a failed connect has no more detail to it.
constexpr std::array<const char*, client::outcome_count> outcome_names{
    "ok",           "unexpected_status", "refused",   "connect_failed", "reset",
    "short_answer", "malformed",         "timed_out", "unanswered"};

const char* name(Outcome outcome) { return outcome_names[static_cast<std::size_t>(outcome)]; }

/// "10s" as people write it: "10 s".
std::string spaced(std::string duration) { return duration.insert(duration.find_first_not_of("0123456789"), " "); }

Counts count(const Recording& recording) {
  Counts counts{.sent = recording.requests(),
                .ok = recording[Outcome::ok],
                .timed_out = recording[Outcome::timed_out],
                .unanswered = recording[Outcome::unanswered]};
  for (const Outcome failure : {Outcome::bad_status, Outcome::refused, Outcome::unreachable, Outcome::reset,
                                Outcome::cut_short, Outcome::malformed})
    counts.failed += recording[failure];
  return counts;
}

std::vector<ErrorCount> errors(const Recording& recording) {
  std::vector<ErrorCount> errors;
  for (const auto& [status, count] : recording.bad_statuses)
    errors.push_back({name(Outcome::bad_status), std::to_string(status), count});
  for (const auto& [error, count] : recording.connect_errors)
    errors.push_back({name(Outcome::unreachable), client::error_text(error), count});
  for (const Outcome outcome : {Outcome::refused, Outcome::reset, Outcome::cut_short, Outcome::malformed})
    if (recording[outcome] > 0) errors.push_back({name(outcome), "", recording[outcome]});
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

std::optional<Breakdown> breakdown(const Recording& recording) {
  if (recording.timed == 0) return std::nullopt;
  const auto count = static_cast<double>(recording.timed);
  const auto mean_ms = [&](Phase phase) {
    return to_ms(recording.phase_us[static_cast<std::size_t>(phase)] / count * 1e3);
  };
  Breakdown breakdown{recording.timed, to_ms(recording.timed_response_ns / count), {}};
  // The kernel's receive stamp is rounded, so the rest can come out a hair below nothing.
  const double rest = to_ms((breakdown.total_ms - mean_ms(Phase::queue) - mean_ms(Phase::handler)) * 1e6);
  breakdown.parts.emplace_back("network", std::max(0.0, rest));
  for (const Phase phase : {Phase::queue, Phase::gil, Phase::pool, Phase::cpu, Phase::wait, Phase::ready})
    breakdown.parts.emplace_back(client::phase_names[static_cast<std::size_t>(phase)], mean_ms(phase));
  return breakdown;
}

std::vector<RequestRow> request_rows(const Recording& recording) {
  std::vector<RequestRow> rows;
  if (recording.requests() > Report::most_request_rows) return rows;
  for (const Sample& sample : recording.samples) {
    RequestRow& row = rows.emplace_back();
    row.user = sample.user;
    row.outcome = name(sample.outcome);
    row.response_ms = to_ms(static_cast<double>(sample.response_time()));
    if (sample.stamps.sent != 0) row.service_ms = to_ms(static_cast<double>(sample.service_time()));
    if (sample.timing.present) {
      row.queue_ms = sample.timing[Phase::queue] / 1e3;
      row.handler_ms = sample.timing[Phase::handler] / 1e3;
    }
    row.worker = recording.workers[sample.worker].name;
  }
  return rows;
}

void add_workers(const Recording& recording, Report& report) {
  for (const client::WorkerShare& worker : recording.workers)
    if (!worker.name.empty()) report.workers.push_back(worker);
  std::sort(report.workers.begin(), report.workers.end(),
            [](const client::WorkerShare& a, const client::WorkerShare& b) {
              return std::pair(a.name.size(), a.name) < std::pair(b.name.size(), b.name);  // w2 before w10
            });
}

}  // namespace

std::optional<double> Summary::figure(const std::string& wanted) const {
  for (const auto& [name, value] : figures)
    if (name == wanted) return value;
  return std::nullopt;
}

std::string load_words(const client::Load& load) {
  const std::string users = fmt::format("{} user{}", load.users, load.users == 1 ? "" : "s");
  if (load.is_burst())
    return load.users == 1 ? "burst: 1 user, one request"
                           : fmt::format("burst: {}, one request each, all at the same instant", users);
  std::string words = fmt::format("closed loop: {}, no think time", users);
  if (load.requests) words += fmt::format(", {} requests", *load.requests);
  if (load.duration)
    words += fmt::format("{}{}", load.requests ? " or " : ", ", spaced(format_duration(Nanoseconds(*load.duration))));
  return words + ", 1 generator thread";
}

LoadFacts load_facts(const client::Load& load) {
  LoadFacts facts{load_words(load), load.is_burst(), load.users,
                  load.requests,    std::nullopt,    to_ms(static_cast<double>(load.timeout))};
  if (load.duration) facts.duration_ms = to_ms(static_cast<double>(*load.duration));
  return facts;
}

Environment environment_of(const Recording& recording) {
  Environment environment{HUNDRED_VERSION, {}, {}, 0};
  const auto age = std::chrono::nanoseconds(client::now() - recording.released);
  const auto started = std::chrono::system_clock::now() - (recording.released == 0 ? std::chrono::nanoseconds(0) : age);
  const std::time_t seconds =
      std::chrono::system_clock::to_time_t(std::chrono::time_point_cast<std::chrono::seconds>(started));
  std::tm utc{};
  gmtime_r(&seconds, &utc);
  environment.started_at = fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", utc.tm_year + 1900, utc.tm_mon + 1,
                                       utc.tm_mday, utc.tm_hour, utc.tm_min, utc.tm_sec);
  utsname system{};
  uname(&system);
  environment.system = fmt::format("{} {} {}", system.sysname, system.release, system.machine);
  environment.cpus = usable_cpus();
  return environment;
}

Report build_report(const client::Load& load, const Recording& recording, const std::optional<ServerFacts>& server) {
  Report report;
  report.load = load_facts(load);
  report.url = load.url().text();
  report.endpoint = load.url().target;
  add_workers(recording, report);
  if (server) {
    report.mode = server->mode;
    report.run_by = run_by(server->mode, server->workers, std::min<std::uint64_t>(report.workers.size(), load.users));
    if (server->pinned) report.pinned_workers = server->workers;
  }
  report.interrupted = recording.interrupted;
  report.counts = count(recording);
  report.errors = errors(recording);
  report.connect = summarize(recording.connect_times);
  report.not_accepted = recording.not_accepted;
  report.reconnects = recording.reconnects;
  report.asked_again = recording.asked_again;
  if (load.is_burst()) report.answered = answered(recording);
  const double span = static_cast<double>(recording.last_answer - recording.released) * 1e-9;
  if (!load.is_burst() && span > 0)
    report.throughput_per_s = std::round(static_cast<double>(report.counts.ok) / span * 1e3) / 1e3;
  report.elapsed_ms = to_ms(static_cast<double>(recording.ended - recording.released));
  report.body_bytes = recording.body_bytes;
  add_latency(recording, report);
  report.breakdown = breakdown(recording);
  report.requests = request_rows(recording);
  report.environment = environment_of(recording);
  return report;
}

}  // namespace hundred::loadtest
