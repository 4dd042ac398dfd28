#include "server/telemetry/timeline.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <nlohmann/json.hpp>
#include <thread>

namespace hundred::server {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;

Stamps stamps_at(Nanoseconds arrival) {
  Stamps stamps;
  stamps.arrival = TimePoint(arrival);
  stamps.start = stamps.arrival + 10ns;
  stamps.add(Activity::cpu, stamps.start + 1ns, stamps.start + 5ns);
  stamps.add(Activity::wait, stamps.start + 5ns, stamps.start + 9ns);
  stamps.cpu = 4ns;
  stamps.end = stamps.start + 10ns;
  stamps.sent = stamps.end + 2ns;
  stamps.worker = {'w', 300};
  return stamps;
}

TEST(Timeline, GivesBackWhatWasRecorded) {
  Timeline timeline;
  timeline.record(stamps_at(1000ns), 404, "user \"7\"");
  const json exchange = json::parse(timeline.to_json()).at("exchanges").at(0);
  EXPECT_EQ(exchange.at("id"), "user \"7\"");
  EXPECT_EQ(exchange.at("worker"), "w300");
  EXPECT_EQ(exchange.at("status"), 404);
  EXPECT_EQ(exchange.at("cpu_ns"), 4);
  EXPECT_EQ(exchange.at("truncated"), false);
  EXPECT_EQ(exchange.at("intervals"), json::parse(R"([["queue",1000,1010],["handler",1010,1020],["cpu",1011,1015],
                                                      ["wait",1015,1019],["send",1020,1022]])"));
}

TEST(Timeline, SaysWhenIntervalsHadNoRoom) {
  Timeline timeline;
  Stamps stamps = stamps_at(1000ns);
  while (stamps.stretches.size() < Stamps::max_stretches) stamps.add(Activity::cpu, stamps.start, stamps.end);
  timeline.record(stamps, 200, "");
  stamps.add(Activity::cpu, stamps.start, stamps.end);
  timeline.record(stamps, 200, "");
  const json exchanges = json::parse(timeline.to_json()).at("exchanges");
  EXPECT_EQ(exchanges.at(0).at("truncated"), false);
  EXPECT_EQ(exchanges.at(1).at("truncated"), true);
  EXPECT_EQ(exchanges.at(1).at("intervals"), exchanges.at(0).at("intervals"));
}

TEST(Stamps, KeepLittleMemoryWhenCleared) {
  Stamps stamps = stamps_at(1000ns);
  for (std::size_t i = 0; i <= Stamps::max_stretches; ++i) stamps.add(Activity::cpu, stamps.start, stamps.end);
  stamps.clear();
  EXPECT_LE(stamps.retained_bytes(), 4 * sizeof(Stretch));
  EXPECT_TRUE(stamps.stretches.empty());
  EXPECT_FALSE(stamps.truncated);
}

TEST(Timeline, KeepsTheLastExchangesOldestFirst) {
  Timeline timeline;
  for (std::size_t i = 0; i < Timeline::capacity + 5; ++i)
    timeline.record(stamps_at(Nanoseconds(i)), 200, std::to_string(i));
  const json exchanges = json::parse(timeline.to_json()).at("exchanges");
  ASSERT_EQ(exchanges.size(), Timeline::capacity);
  EXPECT_EQ(exchanges.front().at("id"), "5");
  EXPECT_EQ(exchanges.back().at("id"), std::to_string(Timeline::capacity + 4));
}

TEST(Timeline, GivesOnlyTheNewestIfFewAreWanted) {
  Timeline timeline;
  for (const char* id : {"a", "b", "c"}) timeline.record(stamps_at(1000ns), 200, id);
  const json exchanges = json::parse(timeline.to_json(2)).at("exchanges");
  ASSERT_EQ(exchanges.size(), 2U);
  EXPECT_EQ(exchanges.front().at("id"), "b");
  EXPECT_EQ(exchanges.back().at("id"), "c");
  EXPECT_EQ(json::parse(timeline.to_json(4)).at("exchanges").size(), 3U) << "there are no more";
}

TEST(Timeline, ShowsOnlyWholeExchangesWhileOthersAreWritten) {
  Timeline timeline;
  std::atomic<bool> stop = false;
  std::jthread writer([&] {
    for (std::uint64_t i = 0; !stop; ++i)
      timeline.record(stamps_at(Nanoseconds(i * 100)), 200, std::to_string(i * 100));
  });
  for (int round = 0; round < 5; ++round) {
    const json exchanges = json::parse(timeline.to_json()).at("exchanges");
    for (const json& exchange : exchanges)
      ASSERT_EQ(exchange.at("id"), std::to_string(exchange.at("intervals").at(0).at(1).get<std::uint64_t>()));
  }
  stop = true;
}

}  // namespace
}  // namespace hundred::server
