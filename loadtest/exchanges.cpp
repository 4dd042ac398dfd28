#include "loadtest/exchanges.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <fstream>
#include <nlohmann/json.hpp>
#include <optional>

#include "client/fetch.hpp"
#include "client/request_source.hpp"

namespace hundred::loadtest {
namespace {

using Json = nlohmann::json;
using client::Time;

constexpr Time longest_wait = 2'000'000'000;
/// The server keeps no more.
constexpr std::uint64_t most_kept = 100'000;

std::string boot_id() {
  std::string id;
  std::ifstream("/proc/sys/kernel/random/boot_id") >> id;
  return id;
}

/// The request's number, if the id is one of that run's.
std::optional<std::uint32_t> number_of(std::string_view id, std::uint32_t run_id) {
  const std::string run = client::request_id(run_id, 0).substr(0, 8);
  std::uint32_t number = 0;
  if (id.size() != 16 || !id.starts_with(run)) return std::nullopt;
  const auto [end, error] = std::from_chars(id.data() + run.size(), id.data() + id.size(), number, 16);
  if (error != std::errc() || end != id.data() + id.size()) return std::nullopt;
  return number;
}

void take_interval(const Json& interval, Exchange& exchange) {
  const auto& kind = interval.at(0).get_ref<const std::string&>();
  const auto from = interval.at(1).get<Time>(), to = interval.at(2).get<Time>();
  if (kind == "queue") {
    exchange.arrival = from;
  } else if (kind == "handler") {
    exchange.start = from;
    exchange.end = to;
  } else if (kind == "send") {
    exchange.handed = to;
  } else {
    exchange.stretches.push_back({kind, from, to});
  }
}

Exchange exchange_of(const Json& json) {
  Exchange exchange;
  exchange.cpu = json.at("cpu_ns").get<Time>();
  for (const Json& interval : json.at("intervals")) take_interval(interval, exchange);
  return exchange;
}

}  // namespace

Exchanges read_timeline(std::string_view text, std::uint32_t run_id, std::uint64_t most) try {
  const Json json = Json::parse(text);
  Exchanges exchanges;
  if (json.at("boot_id") != boot_id()) return exchanges;
  const Json& all = json.at("exchanges");
  for (auto one = all.rbegin(); one != all.rend() && exchanges.size() < most; ++one)
    if (const auto number = number_of(one->at("id").get_ref<const std::string&>(), run_id))
      exchanges.emplace(*number, exchange_of(*one));
  return exchanges;
} catch (const Json::exception&) {
  return {};
}

Exchanges fetch_exchanges(const client::Load& load, std::uint64_t most) {
  if (!load.run_id) return {};
  client::Url url = load.url();
  // Other requests, a bystander's, stand between those of the load.
  url.target = fmt::format("/timeline?last={}", std::min(most_kept, 2 * most + 100));
  const auto timeline = client::fetch(url, longest_wait);
  return timeline ? read_timeline(*timeline, *load.run_id, most) : Exchanges{};
}

}  // namespace hundred::loadtest
