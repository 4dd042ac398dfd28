#include "loadtest/report/json_details.hpp"

#include "loadtest/report/json_parts.hpp"

namespace hundred::loadtest {
namespace {

using Json = nlohmann::ordered_json;

template <class Item>
Json list(const std::vector<Item>& items, Json (*one)(const Item&)) {
  Json json = Json::array();
  for (const Item& item : items) json.push_back(one(item));
  return json;
}

Json url_json(const UrlRow& row) {
  return {{"url", row.url}, {"counts", counts_json(row.counts)}, {"response_ms", summary_json(row.response)}};
}

UrlRow url_from(const Json& json) {
  return {json.at("url").get<std::string>(), counts_from(json.at("counts")), summary_from(json.at("response_ms"))};
}

Json second_json(const SecondRow& row) {
  return {{"second", row.second},           {"ok", row.ok},
          {"failed", row.failed},           {"p50_ms", nullable(row.p50_ms)},
          {"p99_ms", nullable(row.p99_ms)}, {"max_ms", nullable(row.max_ms)}};
}

SecondRow second_from(const Json& json) {
  return {json.at("second").get<std::uint64_t>(), json.at("ok").get<std::uint64_t>(),
          json.at("failed").get<std::uint64_t>(), optional_at<double>(json, "p50_ms"),
          optional_at<double>(json, "p99_ms"),    optional_at<double>(json, "max_ms")};
}

Json check_json(const Check& check) {
  return {{"name", check.name}, {"verdict", verdict_json(check.verdict)}, {"words", check.words}};
}

Check check_from(const Json& json) {
  return {json.at("name").get<std::string>(), verdict_from(json.at("verdict")), json.at("words").get<std::string>()};
}

Json threshold_json(const ThresholdResult& result) {
  return {{"threshold", result.text}, {"measured", nullable(result.measured)}, {"met", result.met}};
}

ThresholdResult threshold_from(const Json& json) {
  return {json.at("threshold").get<std::string>(), optional_at<double>(json, "measured"), json.at("met").get<bool>()};
}

Json loop_block_json(const LoopBlock& block) {
  return {{"path", block.path}, {"count", block.count}, {"longest_ms", block.longest_ms}};
}

LoopBlock loop_block_from(const Json& json) {
  return {json.at("path").get<std::string>(), json.at("count").get<std::uint64_t>(),
          json.at("longest_ms").get<double>()};
}

Json bystander_json(const std::optional<BystanderFacts>& bystander) {
  if (!bystander) return nullptr;
  return {{"url", bystander->url},
          {"rate_per_s", bystander->rate_per_s},
          {"counts", counts_json(bystander->counts)},
          {"response_ms", summary_json(bystander->response)}};
}

std::optional<BystanderFacts> bystander_from(const Json& json) {
  if (json.is_null()) return std::nullopt;
  return BystanderFacts{json.at("url").get<std::string>(), json.at("rate_per_s").get<double>(),
                        counts_from(json.at("counts")), summary_from(json.at("response_ms"))};
}

Json connecting_json(const ConnectingDuring& connecting) {
  return {{"time_ms", summary_json(connecting.time)},
          {"near_1s", connecting.near_1s},
          {"near_3s", connecting.near_3s},
          {"near_7s", connecting.near_7s}};
}

ConnectingDuring connecting_from(const Json& json) {
  return {summary_from(json.at("time_ms")), json.at("near_1s").get<std::uint64_t>(),
          json.at("near_3s").get<std::uint64_t>(), json.at("near_7s").get<std::uint64_t>()};
}

template <class Item>
void take(const Json& json, const char* key, Item (*one)(const Json&), std::vector<Item>& items) {
  if (!json.contains(key)) return;
  for (const Json& item : json.at(key)) items.push_back(one(item));
}

}  // namespace

void add_details(const Report& r, Json& json) {
  json["connecting_during_load"] = connecting_json(r.connecting);
  json["waiting"] = {{"warmup_requests", r.warmup_requests},
                     {"most_waiting_for_a_connection", r.most_waiting},
                     {"never_sent", r.never_sent}};
  json["urls"] = list(r.urls, url_json);
  json["seconds"] = list(r.seconds, second_json);
  json["bystander"] = bystander_json(r.bystander);
  json["validity"] = {{"verdict", verdict_json(r.validity.verdict)}, {"checks", list(r.validity.checks, check_json)}};
  json["thresholds"] = list(r.thresholds, threshold_json);
  json["loop_blocked"] = list(r.loop_blocks, loop_block_json);
}

void take_details(const Json& json, Report& r) {
  if (json.contains("connecting_during_load")) r.connecting = connecting_from(json.at("connecting_during_load"));
  if (json.contains("waiting")) {
    const Json& waiting = json.at("waiting");
    r.warmup_requests = waiting.at("warmup_requests").get<std::uint64_t>();
    r.most_waiting = waiting.at("most_waiting_for_a_connection").get<std::uint64_t>();
    r.never_sent = waiting.at("never_sent").get<std::uint64_t>();
  }
  take(json, "urls", url_from, r.urls);
  take(json, "seconds", second_from, r.seconds);
  if (json.contains("bystander")) r.bystander = bystander_from(json.at("bystander"));
  if (json.contains("validity")) {
    r.validity.verdict = verdict_from(json.at("validity").at("verdict"));
    take(json.at("validity"), "checks", check_from, r.validity.checks);
  }
  take(json, "thresholds", threshold_from, r.thresholds);
  take(json, "loop_blocked", loop_block_from, r.loop_blocks);
}

}  // namespace hundred::loadtest
