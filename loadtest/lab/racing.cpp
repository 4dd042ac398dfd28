#include "loadtest/lab/racing.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "client/errors.hpp"
#include "client/fetch.hpp"
#include "client/run.hpp"

namespace hundred::loadtest {
namespace {

constexpr std::uint64_t most_bursts = 200, quiet_bursts = 3;
constexpr std::size_t connections_per_process = 10;
constexpr client::Time reading_limit = 30'000'000'000;
constexpr const char* counters_path = "/state/counter";

}  // namespace

std::optional<RaceResult> Racing::run(const Race& race, bool harm_expected) {
  RaceResult result;
  const std::uint64_t most = harm_expected ? most_bursts : quiet_bursts;
  const auto seen = [&] { return harm_expected && result.worst != 0; };
  while (result.bursts < most && !seen()) {
    const auto harm = race.counter.empty() ? enter_name(race, result) : count(race, result);
    if (!harm) return std::nullopt;
    if (std::abs(*harm) > std::abs(result.worst)) result.worst = *harm;
  }
  return result;
}

std::optional<std::int64_t> Racing::count(const Race& race, RaceResult& result) {
  const Readings before = read(race.counter);
  const auto recording = burst(std::string(race.target), result);
  if (!recording) return std::nullopt;
  const Counted found = counted(before, read(race.counter), race.counter != "database");
  result.counters = std::max(result.counters, found.counters);
  return static_cast<std::int64_t>((*recording)[client::Outcome::ok] - found.updates);
}

std::optional<std::int64_t> Racing::enter_name(const Race& race, RaceResult& result) {
  const auto recording = burst(fmt::format("{}race-{:x}-{}", race.target, began_, ++names_), result);
  if (!recording) return std::nullopt;
  return std::count_if(recording->samples.begin(), recording->samples.end(),
                       [](const client::Sample& sample) { return sample.status == 201; }) -
         1;
}

std::optional<client::Recording> Racing::burst(const std::string& target, RaceResult& result) const {
  client::Load load = load_of(options_, base_url_ + target);
  load.form.method = "POST";
  client::Progress progress;
  client::Recording recording = client::run(load, stop_fd_, progress);
  if (recording.interrupted) return std::nullopt;
  ++result.bursts;
  result.failed += recording.requests() - recording[client::Outcome::ok];
  return recording;
}

Readings Racing::read(std::string_view counter) const {
  Readings readings;
  const auto take = [&](const client::Fetched& fetched) {
    const auto counters = nlohmann::json::parse(fetched.body);
    readings[processes_ > 1 ? fetched.worker : ""] = counters.at(std::string(counter)).get<std::uint64_t>();
    return readings.size() < processes_;
  };
  const bool good = client::fetch_on_many(client::parse_url(base_url_ + counters_path),
                                          connections_per_process * processes_, reading_limit, take);
  if (!good) throw client::RunError(fmt::format("'{}': no good answer", counters_path));
  if (readings.size() < processes_)
    throw client::RunError(
        fmt::format("'{}': {} of {} processes answered", counters_path, readings.size(), processes_));
  return readings;
}

}  // namespace hundred::loadtest
