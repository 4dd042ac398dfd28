#include "tests/unit/loadtest/finding_reports.hpp"

namespace hundred::loadtest {
namespace {

Breakdown breakdown(const char* at, double total_ms, const char* part) {
  return {
      at, 1, total_ms, {{"ready", total_ms / 10 * (part == std::string("ready") ? 9 : 1)}, {part, total_ms / 10 * 9}}};
}

Report served_by(const char* mode, std::optional<std::uint64_t> workers) {
  Report r;
  r.mode = mode;
  r.server_workers = workers;
  r.run_by = run_by(mode, workers, find_mode(mode)->servers(1).waiting == 1 ? 1 : 100);
  r.load.users = 100;
  r.load.timeout_ms = 60'000;
  r.environment.cpus = 2;
  r.environment.shares_cpus = true;
  return r;
}

}  // namespace

Report burst_report(const char* mode, std::optional<std::uint64_t> workers, const Work& work, const char* part) {
  Report r = served_by(mode, workers);
  const Servers servers = find_mode(mode)->servers(workers.value_or(1));
  r.load.kind = LoadKind::burst;
  r.counts.sent = r.counts.ok = 100;
  r.prediction = {work, 2, predict_burst(work, servers, 100, 2), predict_steps(work, servers, 100, 2), {}};
  for (const Stair& step : r.prediction->steps)
    for (std::uint64_t i = 0; i < step.users; ++i)
      r.requests.push_back({static_cast<std::uint32_t>(r.requests.size()), "ok", 0, step.ms, {}, {}, {}, "", {}});
  const double all_ms = r.prediction->burst->all_ms.most;
  r.answered = Answered{all_ms / 2, all_ms, all_ms};
  r.breakdown = breakdown("", all_ms, part);
  r.breakdowns = {breakdown("max", all_ms, part)};
  return r;
}

Report loop_report(const char* mode, std::optional<std::uint64_t> workers, const Work& work, const char* part) {
  Report r = served_by(mode, workers);
  r.load.kind = LoadKind::closed_loop;
  r.elapsed_ms = 10'000;
  r.prediction = {work, 2, {}, {}, predict_loop(work, find_mode(mode)->servers(workers.value_or(1)), 100, 2, 0)};
  r.throughput_per_s = r.prediction->loop->throughput_per_s;
  r.counts.sent = r.counts.ok = static_cast<std::uint64_t>(10 * *r.throughput_per_s);
  const double mean_ms = r.prediction->loop->response_ms;
  r.response = r.service = {r.counts.sent, {{"mean", mean_ms}, {"p50", mean_ms}, {"p99", mean_ms}}};
  r.breakdown = breakdown("", mean_ms, part);
  r.breakdowns = {breakdown("p50", mean_ms, part), breakdown("p99", mean_ms, part)};
  return r;
}

}  // namespace hundred::loadtest
