#include "tests/support/timeline.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <ctime>
#include <fstream>

#include "tests/contract/model_test.hpp"
#include "tests/support/server_timing.hpp"

namespace hundred::test {
namespace {

using Json = nlohmann::json;

std::int64_t monotonic_now() {
  timespec now{};
  ::clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1'000'000'000LL + now.tv_nsec;
}

class TimelineOf : public ModelTest {
 protected:
  std::vector<Json> recorded(const std::string& id) const { return exchanges_with_id(port(), id); }
  Response ask(const std::string& target, const std::string& id) const {
    return get(target, "X-Request-Id: " + id + "\r\n");
  }
};
HUNDRED_AGAINST_ALL_MODELS(TimelineOf);

TEST_P(TimelineOf, AnExchangeIsFoundByItsId) {
  start();
  const Response response = ask("/mixed?cpu_ms=5&io_ms=20", "find-me-4711");
  const auto found = recorded("find-me-4711");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].at("worker"), server_timing(response).worker);
}

TEST_P(TimelineOf, IntervalsLieInTheirOrderOnTheMonotonicClock) {
  start();
  const std::int64_t before = monotonic_now();
  ask("/mixed?cpu_ms=5&io_ms=20&rounds=2", "intervals");
  const auto found = recorded("intervals");
  const std::int64_t after = monotonic_now();
  ASSERT_EQ(found.size(), 1U);
  const Json& intervals = found[0].at("intervals");
  ASSERT_FALSE(intervals.empty());
  std::int64_t waited = 0;
  for (const Json& interval : intervals) {
    ASSERT_EQ(interval.size(), 3U);
    const auto from = interval[1].get<std::int64_t>(), to = interval[2].get<std::int64_t>();
    EXPECT_LE(before - 1'000'000, from) << intervals;  // a kernel's stamp comes from another clock
    EXPECT_LE(from, to) << intervals;
    EXPECT_LE(to, after) << intervals;
    if (interval[0] == "wait") waited += to - from;
  }
  EXPECT_GE(waited, 39'900'000) << intervals;
}

TEST_P(TimelineOf, StretchesOfAHandlerFollowEachOther) {
  start();
  ask("/mixed?cpu_ms=2&io_ms=5&rounds=3", "stretches");
  const auto found = recorded("stretches");
  ASSERT_EQ(found.size(), 1U);
  std::int64_t last = 0;
  for (const Json& interval : found[0].at("intervals")) {
    if (interval[0] != "cpu" && interval[0] != "wait") continue;
    EXPECT_LE(last, interval[1].get<std::int64_t>()) << found[0];
    last = interval[2].get<std::int64_t>();
  }
  EXPECT_GT(last, 0) << found[0];
}

TEST_P(TimelineOf, ItNamesTheBoot) {
  start();
  std::string boot;
  std::ifstream("/proc/sys/kernel/random/boot_id") >> boot;
  EXPECT_EQ(get("/timeline").json().at("boot_id"), boot);
}

TEST_P(TimelineOf, OnlyTheLastAreGivenIfFewAreWanted) {
  start();
  for (const char* id : {"first", "second", "third"}) {
    ask("/ping", id);
    ASSERT_EQ(recorded(id).size(), 1U);
  }
  Json last;
  // Again where one is being recorded that very moment, and so left out.
  EXPECT_TRUE(eventually([&] { return (last = get("/timeline?last=2").json().at("exchanges")).size() == 2; })) << last;
  for (const Json& exchange : last) EXPECT_NE(exchange.at("id"), "first") << "two are newer";
  const Json all = get("/timeline").json().at("exchanges");
  EXPECT_NE(std::search(all.begin(), all.end(), last.begin(), last.end()), all.end())
      << last << " are no neighbours in " << all;
}

TEST_P(TimelineOf, HowManyAreWantedHasItsRange) {
  start();
  for (const char* bad : {"0", "100001", "-1", "x"}) {
    const Response refusal = get("/timeline?last=" + std::string(bad));
    EXPECT_EQ(refusal.status, 400);
    EXPECT_THAT(refusal.body,
                ::testing::HasSubstr("last=" + std::string(bad) + ": must be a whole number from 1 to 100000"));
  }
}

TEST_P(TimelineOf, StrangeIdsDoNotBreakTheJson) {
  start();
  ask("/ping", "quote\"backslash\\tag<b>");
  ask("/ping", std::string(3000, 'x'));
  ask("/ping", "caf\xc3\xa9 \xff");
  EXPECT_EQ(recorded("quote\"backslash\\tag<b>").size(), 1U);
}

}  // namespace
}  // namespace hundred::test
