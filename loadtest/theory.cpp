#include "loadtest/theory.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "common/units.hpp"
#include "loadtest/modes.hpp"

namespace hundred::loadtest {
namespace {

/// A staircase of more steps than this is a line.
constexpr std::uint64_t most_users_by_step = 10'000;

double in_ms(client::Time time) { return static_cast<double>(time) / 1e6; }

/// How many requests a loop makes that begins with all users at once: those of its time, and those in flight then.
double requests_of(const client::Load& load, double per_s) {
  const double by_number = load.requests ? static_cast<double>(*load.requests) : std::numeric_limits<double>::max();
  return load.duration ? std::min(by_number, in_ms(*load.duration) / 1e3 * per_s + load.users) : by_number;
}

/// A loop without thinking or warm-up begins as a burst: each user's first request finds half of the line before it, on
/// average, as in a staircase; all others find the whole of it.
double mean_with_the_start(const LoopPrediction& steady, const Servers& servers, const Work& work,
                           const client::Load& load) {
  const std::uint64_t served = work.kind() == Work::Kind::computing ? servers.computing : servers.waiting;
  if (load.think > 0 || load.warmup > 0 || served >= load.users) return steady.response_ms;
  const double in_line = static_cast<double>(load.users - served);
  return steady.response_ms * (1 - in_line / 2 / requests_of(load, steady.throughput_per_s));
}

}  // namespace

std::optional<Prediction> predict(const EndpointFacts& facts, const ServerFacts& server, const client::Load& load) {
  const ModeRow* mode = find_mode(server.mode);
  if (mode == nullptr || server.pinned || load.open_loop || load.urls.size() > 1) return std::nullopt;
  const Servers servers = mode->servers(server.workers.value_or(1));
  if (servers.turns_away(load.users)) return std::nullopt;
  Prediction prediction{facts.work, facts.cpus, {}, {}, {}};
  if (!load.is_burst()) {
    prediction.loop = predict_loop(facts.work, servers, load.users, facts.cpus, in_ms(load.think));
    prediction.loop->response_ms = mean_with_the_start(*prediction.loop, servers, facts.work, load);
    return prediction;
  }
  prediction.burst = predict_burst(facts.work, servers, load.users, facts.cpus);
  if (load.users <= most_users_by_step) prediction.steps = predict_steps(facts.work, servers, load.users, facts.cpus);
  return prediction;
}

std::optional<std::string> timeout_warning(const std::optional<Prediction>& prediction, const client::Load& load) {
  if (!prediction) return std::nullopt;
  const double predicted_ms = prediction->burst
                                  ? prediction->burst->all_ms.least
                                  : load.users / prediction->loop->throughput_per_s * 1e3 - in_ms(load.think);
  if (predicted_ms <= in_ms(load.timeout)) return std::nullopt;
  return fmt::format("theory says {} until {} an answer, but --timeout is {}", human_duration(predicted_ms / 1e3),
                     prediction->burst ? "the last user has" : "a request has",
                     format_duration(Nanoseconds(load.timeout)));
}

}  // namespace hundred::loadtest
