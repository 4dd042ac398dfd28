#include "loadtest/server_stats.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace hundred::loadtest {
namespace {

using Json = nlohmann::json;

Json whole() {
  return {{"mode", "event-loop, with a name that needs memory of its own"},
          {"workers", 2},
          {"context_switches", {{"voluntary", 3}, {"involuntary", 4}}},
          {"loop_blocked", {{"/cpu/burn", {{"count", 5}, {"longest_ms", 50.5}}}}}};
}

TEST(ServerStats, AreRead) {
  const auto stats = read_stats(whole().dump());
  ASSERT_TRUE(stats);
  EXPECT_EQ(stats->facts.mode, whole()["mode"].get<std::string>());
  EXPECT_EQ(stats->facts.workers, 2U);
  EXPECT_EQ(stats->voluntary_switches, 3U);
  EXPECT_EQ(stats->involuntary_switches, 4U);
  ASSERT_EQ(stats->loop_blocks.size(), 1U);
  EXPECT_EQ(stats->loop_blocks.at("/cpu/burn").path, "/cpu/burn");
  EXPECT_EQ(stats->loop_blocks.at("/cpu/burn").count, 5U);
  EXPECT_EQ(stats->loop_blocks.at("/cpu/burn").longest_ms, 50.5);
}

TEST(ServerStats, OfAnotherServerAreNone) {
  const Json all = whole();
  for (const auto& [key, value] : all.items()) {
    Json without = all, other = all;
    without.erase(key);
    other[key] = Json::array({1});
    EXPECT_FALSE(read_stats(without.dump())) << "without " << key;
    EXPECT_FALSE(read_stats(other.dump())) << key << " is no such value";
  }
  Json half = all;
  half["loop_blocked"]["/cpu/a-path-that-needs-memory-of-its-own"] = {{"count", 1}};
  EXPECT_FALSE(read_stats(half.dump()));
  for (const char* text : {"", "{", "[]", "null", "{}"}) EXPECT_FALSE(read_stats(text)) << text;
}

}  // namespace
}  // namespace hundred::loadtest
