#include "tests/unit/loadtest/comparison_samples.hpp"

#include <algorithm>

namespace hundred::loadtest {
namespace {

void add_bystander(const Measured& m, double factor, Report& report) {
  if (m.ping_max_ms == 0) return;
  BystanderFacts& bystander = report.bystander.emplace();
  bystander.rate_per_s = 10;
  bystander.counts = {.sent = 10, .ok = 10};
  bystander.response = {10, {{"p50", m.ping_p50_ms * factor}, {"max", m.ping_max_ms * factor}}};
}

Report round_of(const EndpointFacts& facts, const client::Load& load, const Measured& m, double factor) {
  Report report;
  report.load = load_facts(load);
  report.endpoint = facts.endpoint;
  report.mode = m.mode;
  report.run_by = m.run_by;
  report.counts = {.sent = load.users, .ok = load.users};
  if (load.is_burst()) {
    report.answered = Answered{m.half_ms * factor, m.all_ms * factor, m.all_ms * factor};
  } else {
    report.throughput_per_s = m.half_ms / factor;
    report.response = {1000, {{"p50", m.all_ms * factor / 2}, {"p99", m.all_ms * factor}}};
  }
  report.breakdown = Breakdown{"", load.users, 100, {{m.part, m.share}, {"network", 100 - m.share}}};
  add_bystander(m, factor, report);
  report.usage = Usage{m.all_ms / 10 * factor, 9, 1, std::uint64_t{6'000'000}, 1234, 56};
  report.environment.cpus = 2;
  return report;
}

}  // namespace

client::Load burst_of(std::uint32_t users) {
  client::Load load;
  load.users = users;
  load.requests = users;
  return load;
}

client::Load loop_of(std::uint32_t users) {
  client::Load load;
  load.users = users;
  load.duration = 10'000'000'000;
  return load;
}

EndpointFacts sleeping() { return {"/io/sleep?ms=50", {50.2, 0.01, 50}, 2}; }
EndpointFacts computing() { return {"/cpu/burn?ms=20", {20.2, 20, 0}, 1.98}; }
EndpointFacts both() { return {"/mixed?cpu_ms=5&io_ms=45", {50.1, 5, 45}, 1.98}; }

Entry entry_of(const EndpointFacts& facts, const client::Load& load, const Measured& measured, const Factors& rounds) {
  client::Load addressed = load;
  addressed.urls.resize(1);
  Entry entry{measured.mode, {}, predict(facts, {measured.mode, measured.workers, false}, addressed)};
  for (const double factor : rounds) entry.rounds.push_back(round_of(facts, addressed, measured, factor));
  return entry;
}

Contest contest_of(const EndpointFacts& facts, const client::Load& load, const std::vector<Measured>& measured,
                   const Factors& rounds, const std::string& keep_alive) {
  Contest contest{facts, keep_alive, {}};
  for (const Measured& one : measured) contest.entries.push_back(entry_of(facts, load, one, rounds));
  return contest;
}

Comparison comparison_of(const client::Load& load, std::vector<Contest> contests) {
  Comparison c;
  c.load = load_facts(load);
  c.environment.cpus = 2;
  c.contests = std::move(contests);
  for (const Contest& contest : c.contests)
    for (const Entry& entry : contest.entries) c.repeats = std::max<std::uint64_t>(c.repeats, entry.rounds.size());
  return c;
}

Contest all_modes_sleeping() {
  return contest_of(sleeping(), burst_of(),
                    {{"single-threaded", "1 thread", 1, 2510, 5020, "queue", 98},
                     {"thread-per-request", "100 threads", 1, 52, 53.9, "wait", 95},
                     {"worker-pool", "8 threads", 8, 351, 653, "queue", 85},
                     {"event-loop", "1 loop", 1, 51, 51.6, "wait", 98},
                     {"hybrid", "1 loop + 2", 2, 51, 51.8, "wait", 98},
                     {"prefork", "8 processes", 8, 351, 654, "queue", 85}});
}

Contest all_modes_computing(const Factors& rounds) {
  return contest_of(computing(), burst_of(),
                    {{"single-threaded", "1 thread", 1, 1010, 2010, "queue", 98, 1010, 1960},
                     {"thread-per-request", "100 threads", 1, 980, 1012, "ready", 96, 3.4, 28},
                     {"worker-pool", "8 threads", 8, 540, 1014, "queue", 85, 500, 980},
                     {"event-loop", "1 loop", 1, 1010, 2012, "queue", 98, 1005, 1990},
                     {"hybrid", "1 loop + 2", 2, 504, 1010, "pool", 96, 0.9, 4.1},
                     {"prefork", "8 processes", 8, 545, 1018, "queue", 85, 510, 960}},
                    rounds);
}

}  // namespace hundred::loadtest
