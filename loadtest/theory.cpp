#include "loadtest/theory.hpp"

#include <fmt/format.h>

#include "common/units.hpp"
#include "loadtest/modes.hpp"

namespace hundred::loadtest {
namespace {

/// A staircase of more steps than this is a line.
constexpr std::uint64_t most_users_by_step = 10'000;

}  // namespace

std::optional<Prediction> predict(const EndpointFacts& facts, const ServerFacts& server, const client::Load& load) {
  const ModeRow* mode = find_mode(server.mode);
  if (mode == nullptr || server.pinned || load.open_loop || load.urls.size() > 1) return std::nullopt;
  const Servers servers = mode->servers(server.workers.value_or(1));
  if (servers.turns_away(load.users)) return std::nullopt;
  Prediction prediction{facts.work, facts.cpus, {}, {}, {}};
  if (!load.is_burst()) {
    prediction.loop = predict_loop(facts.work, servers, load.users, facts.cpus, static_cast<double>(load.think) / 1e6);
    return prediction;
  }
  prediction.burst = predict_burst(facts.work, servers, load.users, facts.cpus);
  if (load.users <= most_users_by_step) prediction.steps = predict_steps(facts.work, servers, load.users, facts.cpus);
  return prediction;
}

std::optional<std::string> timeout_warning(const std::optional<Prediction>& prediction, const client::Load& load) {
  if (!prediction) return std::nullopt;
  const double predicted_ms = prediction->burst ? prediction->burst->all_ms.least : prediction->loop->response_ms;
  if (predicted_ms <= static_cast<double>(load.timeout) / 1e6) return std::nullopt;
  return fmt::format("theory says {} until {} an answer, but --timeout is {}", human_duration(predicted_ms / 1e3),
                     prediction->burst ? "the last user has" : "a request has",
                     format_duration(Nanoseconds(load.timeout)));
}

}  // namespace hundred::loadtest
