#include "loadtest/measure.hpp"

#include <sched.h>
#include <strings.h>

#include <algorithm>
#include <chrono>
#include <random>
#include <thread>

#include "client/address.hpp"
#include "client/fetch.hpp"
#include "loadtest/cpu_share.hpp"
#include "loadtest/loading.hpp"
#include "loadtest/server_stats.hpp"
#include "loadtest/server_usage.hpp"

namespace hundred::loadtest {
namespace {

using client::Outcome;

/// For the server to see that the connections made before are closed.
constexpr std::chrono::milliseconds settling{50};
constexpr client::Time longest_wait = 2'000'000'000;

bool has_own_ids(const client::RequestForm& form) {
  return std::any_of(form.headers.begin(), form.headers.end(),
                     [](const auto& header) { return strcasecmp(header.first.c_str(), "X-Request-Id") == 0; });
}

std::optional<ServerStats> stats_of(const client::Load& load) {
  client::Url url = load.url();
  url.target = "/stats";
  const auto text = client::fetch(url, longest_wait);
  return text ? read_stats(*text) : std::nullopt;
}

/// Whether that process may run on a CPU that this one may run on.
std::optional<bool> shares_cpus_with(pid_t pid) {
  cpu_set_t own, others, both;
  if (sched_getaffinity(0, sizeof own, &own) != 0 || sched_getaffinity(pid, sizeof others, &others) != 0)
    return std::nullopt;
  CPU_AND(&both, &own, &others);
  return CPU_COUNT(&both) > 0;
}

/// Measures what the server that was started for a load uses meanwhile.
class ServerMeter {
 public:
  ServerMeter(const ServerProcess& server, const client::Load& load) : load_(load), before_(stats_of(load)) {
    std::this_thread::sleep_for(settling);
    meter_.emplace(server.pid());
  }

  /// @param answers  whether the server still does
  void finish(bool answers, Surroundings& around) {
    Usage& usage = around.usage.emplace(meter_->finish());
    auto after = answers && before_ ? stats_of(load_) : std::nullopt;
    if (!after) return;
    const auto growth = [&](std::uint64_t ServerStats::* count) {
      return (*after).*count - std::min((*before_).*count, (*after).*count);
    };
    usage.voluntary_switches = growth(&ServerStats::voluntary_switches);
    usage.involuntary_switches = growth(&ServerStats::involuntary_switches);
    for (auto& [path, block] : after->loop_blocks) {
      block.count -= std::min(block.count, before_->loop_blocks[path].count);
      if (block.count > 0) around.loop_blocks.push_back(block);
    }
  }

 private:
  const client::Load& load_;
  std::optional<ServerStats> before_;
  std::optional<UsageMeter> meter_;
};

}  // namespace

Report Measurement::report() const { return build_report(load, recording, around); }

Measurement measure(client::Load load, const std::optional<client::Load>& beside, const ServerProcess* server,
                    int stop_fd, client::Progress& progress, const std::function<void()>& tick) {
  const bool is_here = client::resolve(load.url()).front().is_loopback();
  if (is_here && !has_own_ids(load.form)) load.run_id = std::random_device()();
  Measurement m{std::move(load), {}, {}};
  std::optional<client::Bystander> bystander;
  if (beside) bystander.emplace(client::Bystander{*beside, {}});
  std::optional<ServerMeter> meter;
  if (server) meter.emplace(*server, m.load);
  if (server) m.around.server = server->facts();
  m.around.shares_cpus = server ? shares_cpus_with(server->pid()) : is_here ? std::nullopt : std::optional(false);
  const KernelEvents before = kernel_events(is_here);
  const CpuShare share;
  m.recording = run_load(m.load, stop_fd, progress, bystander ? &*bystander : nullptr, tick);
  m.around.events = kernel_events(is_here) - before;
  // A server that is still at what its users have given up may not answer for long.
  const bool answers = !m.recording.interrupted && m.recording[Outcome::timed_out] == 0;
  if (meter) meter->finish(answers, m.around);
  if (server) m.around.cpus = share.use();
  if (answers && m.recording.timed > 0)
    m.around.exchanges =
        fetch_exchanges(m.load, std::min<std::uint64_t>(m.recording.requests(), Report::most_request_rows));
  // A server that was there before is not asked before the load: it may be any.
  if (!server && !m.around.exchanges.empty())
    if (const auto stats = stats_of(m.load)) m.around.server = stats->facts;
  if (bystander) m.around.bystander = bystander_facts(*beside, bystander->recording);
  return m;
}

}  // namespace hundred::loadtest
