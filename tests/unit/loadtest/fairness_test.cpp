#include <gtest/gtest.h>

#include "client/recorder.hpp"
#include "loadtest/report/building.hpp"

namespace hundred::loadtest {
namespace {

using client::millisecond, client::Sample, client::Time;

/// Requests of users that took so many milliseconds each, run by w0, w1 ... in turn.
client::Recording requests(const std::vector<std::pair<std::uint32_t, Time>>& users_and_ms, std::uint32_t workers) {
  client::Recorder recorder(0);
  std::uint32_t turn = 0;
  for (const auto& [user, ms] : users_and_ms) {
    Sample sample;
    sample.user = user;
    sample.planned = 1000 * millisecond;
    sample.end = sample.planned + ms * millisecond;
    recorder.record(sample, workers == 0 ? "" : "w" + std::to_string(turn++ % workers), 0);
  }
  return recorder.recording();
}

TEST(JainsIndex, IsOneIfAllHaveTheSameAndOneNthIfOneHasAll) {
  EXPECT_DOUBLE_EQ(jains_index({7, 7, 7}), 1);
  EXPECT_DOUBLE_EQ(jains_index({7}), 1);
  EXPECT_DOUBLE_EQ(jains_index({0, 5, 0, 0}), 0.25);
  EXPECT_DOUBLE_EQ(jains_index({1, 2, 3}), 36.0 / (3 * 14));
  EXPECT_DOUBLE_EQ(jains_index({0, 0}), 1) << "nobody has less than another";
}

TEST(Fairness, ComparesTheSlowestUserWithTheMedian) {
  const auto found = fairness(requests({{0, 10}, {1, 20}, {2, 30}, {0, 30}, {1, 60}, {2, 35}}, 0));
  ASSERT_TRUE(found);
  EXPECT_EQ(found->users, 3U);
  EXPECT_DOUBLE_EQ(found->median_user_ms, 32.5);
  EXPECT_DOUBLE_EQ(found->slowest_user_ms, 40);
  EXPECT_EQ(found->slowest_user, 1U);
}

TEST(Fairness, HasAnIndexOfUsersIfTheyAskSeveralTimes) {
  EXPECT_FALSE(fairness(requests({{0, 10}, {1, 20}}, 0))->users_index);
  EXPECT_FALSE(fairness(requests({{0, 10}, {0, 20}}, 0))->users_index) << "there is nobody to compare with";
  const auto found = fairness(requests({{0, 10}, {1, 20}, {1, 20}, {1, 20}}, 0));
  EXPECT_DOUBLE_EQ(found->users_index.value_or(-1), 16.0 / (2 * 10));
}

TEST(Fairness, HasAnIndexOfWorkersIfThereAreSeveral) {
  EXPECT_FALSE(fairness(requests({{0, 10}, {1, 20}}, 0))->workers_index) << "the server names none";
  EXPECT_FALSE(fairness(requests({{0, 10}, {1, 20}}, 1))->workers_index);
  EXPECT_DOUBLE_EQ(fairness(requests({{0, 10}, {1, 20}, {2, 5}}, 2))->workers_index.value_or(-1), 9.0 / (2 * 5));
}

TEST(Fairness, IsOfThoseWhoAsked) {
  EXPECT_FALSE(fairness({}));
  EXPECT_FALSE(fairness(requests({{Sample::nobody, 10}}, 0)));
  EXPECT_EQ(fairness(requests({{3, 10}, {Sample::nobody, 500}}, 0))->slowest_user_ms, 10);
}

}  // namespace
}  // namespace hundred::loadtest
