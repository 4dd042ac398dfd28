#include "loadtest/measure.hpp"

#include <sched.h>
#include <strings.h>

#include <algorithm>
#include <chrono>
#include <nlohmann/json.hpp>
#include <random>
#include <thread>

#include "client/address.hpp"
#include "client/fetch.hpp"
#include "loadtest/loading.hpp"
#include "loadtest/server_usage.hpp"

namespace hundred::loadtest {
namespace {

using client::Outcome;
using Json = nlohmann::json;

/// For the server to see that the connections made before are closed.
constexpr std::chrono::milliseconds settling{50};
constexpr client::Time longest_wait = 2'000'000'000;

bool has_own_ids(const client::RequestForm& form) {
  return std::any_of(form.headers.begin(), form.headers.end(),
                     [](const auto& header) { return strcasecmp(header.first.c_str(), "X-Request-Id") == 0; });
}

struct Switches {
  std::uint64_t voluntary = 0, involuntary = 0;
};

std::optional<Switches> context_switches(const client::Load& load) try {
  client::Url url = load.url();
  url.target = "/stats";
  const auto stats = client::fetch(url, longest_wait);
  if (!stats) return std::nullopt;
  const Json counted = Json::parse(*stats).at("context_switches");
  return Switches{counted.at("voluntary").get<std::uint64_t>(), counted.at("involuntary").get<std::uint64_t>()};
} catch (const Json::exception&) {
  return std::nullopt;
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
  ServerMeter(const ServerProcess& server, const client::Load& load) : load_(load), before_(context_switches(load)) {
    std::this_thread::sleep_for(settling);
    meter_.emplace(server.pid());
  }

  /// @param answers  whether the server still does
  Usage finish(bool answers) {
    Usage usage = meter_->finish();
    const auto after = answers && before_ ? context_switches(load_) : std::nullopt;
    if (!after) return usage;
    usage.voluntary_switches = after->voluntary - std::min(before_->voluntary, after->voluntary);
    usage.involuntary_switches = after->involuntary - std::min(before_->involuntary, after->involuntary);
    return usage;
  }

 private:
  const client::Load& load_;
  std::optional<Switches> before_;
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
  m.recording = run_load(m.load, stop_fd, progress, bystander ? &*bystander : nullptr, tick);
  m.around.events = kernel_events(is_here) - before;
  // A server that is still at what its users have given up may not answer for long.
  const bool answers = !m.recording.interrupted && m.recording[Outcome::timed_out] == 0;
  if (meter) m.around.usage = meter->finish(answers);
  if (answers && m.recording.timed > 0)
    m.around.exchanges =
        fetch_exchanges(m.load, std::min<std::uint64_t>(m.recording.requests(), Report::most_request_rows));
  if (bystander) m.around.bystander = bystander_facts(*beside, bystander->recording);
  return m;
}

}  // namespace hundred::loadtest
