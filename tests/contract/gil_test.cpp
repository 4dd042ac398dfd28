#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "tests/contract/model_test.hpp"
#include "tests/support/server_timing.hpp"

namespace hundred::test {
namespace {

using Json = nlohmann::json;

class Gil : public ModelTest {
 protected:
  Json figures() const { return Json::parse(get("/stats").body).at("gil"); }

  /// What the server says of answers that were asked for at once, in the order of the targets.
  std::vector<ServerTiming> at_once(const std::vector<std::string>& targets) const {
    std::vector<RawConnection> connections = connect_and_ask(targets.size());
    for (std::size_t i = 0; i < targets.size(); ++i) connections[i].send(get_request(targets[i]));
    std::vector<ServerTiming> timings;
    for (RawConnection& connection : connections) timings.push_back(server_timing(connection.read_response()));
    return timings;
  }
};
HUNDRED_AGAINST_ALL_MODELS(Gil);

TEST_P(Gil, ChangesNoAnswer) {
  for (const char* kind : {"process", "worker"}) {
    start({"--gil", kind, "--switch-interval", "1ms", "--workers", "4"});
    std::vector<RawConnection> connections = connect(12);
    for (RawConnection& connection : connections)
      for (const char* target : {"/cpu/sum-squares?n=1000000", "/cpu/sum-squares?n=1000000&kind=c-hold", "/ping",
                                 "/cpu/sum-squares?n=1000000&kind=c-release", "/mixed?cpu_ms=2&io_ms=1&rounds=3"})
        connection.send(get_request(target));
    for (RawConnection& connection : connections) {
      EXPECT_THAT(connection.read_response().body, testing::HasSubstr("333332833333500000"));
      EXPECT_THAT(connection.read_response().body, testing::HasSubstr("333332833333500000"));
      EXPECT_EQ(connection.read_response().body, R"({"pong":true})");
      EXPECT_THAT(connection.read_response().body, testing::HasSubstr("333332833333500000"));
      EXPECT_EQ(connection.read_response().status, 200);
    }
    EXPECT_EQ(post("/io/upload", std::string(200'000, 'u')).status, 200);
    EXPECT_EQ(get("/nowhere").status, 404);
    EXPECT_GT(figures().at("taken"), 60);
    TearDown();
  }
}

TEST_P(Gil, ThePartsMakeTheHandlersTime) {
  start({"--gil", "process", "--workers", "2"});
  for (const ServerTiming& timing : at_once({"/cpu/burn?ms=30", "/cpu/burn?ms=30", "/mixed?cpu_ms=10&io_ms=10"}))
    EXPECT_NEAR(timing.parts(), timing.handler, 1 + timing.handler * 0.02);
}

TEST_P(Gil, WithoutItThereIsNoFigureAndNoWait) {
  start({"--workers", "2"});
  EXPECT_FALSE(Json::parse(get("/stats").body).contains("gil"));
  for (const ServerTiming& timing : at_once({"/cpu/burn?ms=30", "/cpu/burn?ms=30"})) EXPECT_EQ(timing.gil, 0);
}

/// Modes in which threads of one process compute.
class SharedGil : public Gil {};
HUNDRED_AGAINST_MODELS(SharedGil, models_among({"thread-per-request", "worker-pool", "hybrid"}));

TEST_P(SharedGil, TwoThatComputeTakeTurns) {
  start({"--gil", "process", "--workers", "2"});
  const auto both = at_once({"/cpu/burn?ms=100", "/cpu/burn?ms=100"});
  EXPECT_GT(both[0].gil + both[1].gil, 80) << "while one computes, the other waits";
  for (const ServerTiming& timing : both) EXPECT_GE(timing.cpu, 99);
  const Json lock = figures();
  EXPECT_GT(lock.at("drop_requests"), 5);
  EXPECT_GT(lock.at("switches"), 5);
  EXPECT_GT(lock.at("wait_ms"), 80);
  EXPECT_GE(lock.at("longest_hold_ms"), 4);
}

TEST_P(SharedGil, ALockForEachWorkerMakesNobodyWait) {
  start({"--gil", "worker", "--workers", "2"});
  for (const ServerTiming& timing : at_once({"/cpu/burn?ms=50", "/cpu/burn?ms=50"})) EXPECT_EQ(timing.gil, 0);
}

TEST_P(SharedGil, WhatReleasesTheLockLetsTheOtherCompute) {
  start({"--gil", "process", "--workers", "2"});
  for (const ServerTiming& timing : at_once({"/cpu/burn?ms=100&kind=c-release", "/cpu/burn?ms=100&kind=c-release"}))
    EXPECT_LT(timing.gil, 50);
}

TEST_P(SharedGil, WhatHoldsTheLockKeepsTheOtherOutToItsEnd) {
  // Two of the workers may still be taking the lock again after what they sent last: with these alone, who is kept out
  // would be so in the queue.
  start({"--gil", "process", "--workers", "4", "--switch-interval", "1ms"});
  const auto both = at_once({"/cpu/burn?ms=1000&kind=c-hold", "/cpu/burn?ms=1000&kind=c-hold"});
  EXPECT_GT(std::max(both[0].gil, both[1].gil), 500);
}

TEST_P(SharedGil, WhoSleepsDoesNotHoldIt) {
  start({"--gil", "process", "--workers", "8"});
  for (const ServerTiming& timing : at_once(std::vector<std::string>(8, "/io/sleep?ms=100"))) {
    EXPECT_LT(timing.gil, 50);
    EXPECT_EQ(timing.wait, 100);
  }
}

TEST_P(SharedGil, TheTimelineShowsWhoWaitsForIt) {
  start({"--gil", "process", "--workers", "2"});
  at_once({"/cpu/burn?ms=500", "/cpu/burn?ms=500"});
  EXPECT_THAT(get("/timeline").body, testing::HasSubstr(R"(["gil",)"));
}

class SeparateGil : public Gil {};
HUNDRED_AGAINST_MODELS(SeparateGil, models_among({"prefork"}));

TEST_P(SeparateGil, EachProcessHasItsOwn) {
  start({"--gil", "process", "--workers", "2"});
  for (const ServerTiming& timing : at_once({"/cpu/burn?ms=50", "/cpu/burn?ms=50"})) EXPECT_EQ(timing.gil, 0);
  EXPECT_EQ(figures().at("waits"), 0);
}

/// Where handlers run on a loop.
class LoopBlocked : public Gil {};
HUNDRED_AGAINST_MODELS(LoopBlocked, models_among({"event-loop", "hybrid"}));

TEST_P(LoopBlocked, WhatHoldsTheLoopIsCountedByName) {
  start();
  // A short computation holds the loop for too long only if others had the CPU meanwhile.
  const int unlucky = server_timing(get("/cpu/burn?ms=5")).handler > 25 ? 1 : 0;
  get("/io/sleep?ms=60");
  get("/mixed?cpu_ms=60&io_ms=60&rounds=2");
  get("/cpu/burn?ms=60");
  const Json blocked = Json::parse(get("/stats").body).at("loop_blocked");
  if (mode() == "hybrid") {
    EXPECT_FALSE(blocked.contains("/mixed")) << "the pool computes";
    return;
  }
  EXPECT_EQ(blocked.at("/mixed").at("count"), 2);
  EXPECT_EQ(blocked.at("/cpu/burn").at("count"), 1 + unlucky);
  EXPECT_GE(blocked.at("/cpu/burn").at("longest_ms"), 60);
  EXPECT_FALSE(blocked.contains("/io/sleep"));
}

}  // namespace
}  // namespace hundred::test
