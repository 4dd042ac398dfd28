#include "loadtest/theory.hpp"

#include <gtest/gtest.h>

#include "load_helpers.hpp"

namespace hundred::loadtest {
namespace {

using client::load_on, client::millisecond;

const EndpointFacts sleeping{"/io/sleep?ms=50", {50, 0, 50}, 2};

client::Load burst(std::uint32_t users = 100) { return load_on("http://127.0.0.1:8080/io/sleep?ms=50", users, users); }

client::Load closed_loop(client::Time think = 0) {
  client::Load load = burst();
  load.requests.reset();
  load.duration = 10'000 * millisecond;
  load.think = think;
  return load;
}

TEST(Predict, OfABurstSaysWhenItsUsersHaveAnAnswer) {
  const auto prediction = predict(sleeping, {"worker-pool", 8}, burst());
  ASSERT_TRUE(prediction && prediction->burst);
  EXPECT_EQ(prediction->work.total_ms, 50);
  EXPECT_EQ(prediction->cpus, 2);
  EXPECT_EQ(prediction->burst->half_ms.most, 350);
  EXPECT_EQ(prediction->burst->all_ms.most, 650);
  EXPECT_EQ(prediction->steps.size(), 13U);
  EXPECT_FALSE(prediction->loop);
}

TEST(Predict, OfAClosedLoopSaysItsThroughput) {
  const auto prediction = predict(sleeping, {"worker-pool", 8}, closed_loop(50 * millisecond));
  ASSERT_TRUE(prediction && prediction->loop);
  EXPECT_DOUBLE_EQ(prediction->loop->throughput_per_s, 160);
  EXPECT_DOUBLE_EQ(prediction->loop->response_ms, 575);
  EXPECT_FALSE(prediction->burst);
  EXPECT_TRUE(prediction->steps.empty());
}

TEST(Predict, OfAClosedLoopCountsItsStart) {
  // One thread gives 20/s: 200 in 10 s and 100 in flight then. The first waits S, the hundredth N S, all others N S.
  const double mean = (5050 * 50.0 + 200 * 5000.0) / 300;
  EXPECT_NEAR(predict(sleeping, {"single-threaded", 1}, closed_loop())->loop->response_ms, mean, 1);
  client::Load of_number = closed_loop();
  of_number.duration.reset();
  of_number.requests = 300;
  EXPECT_NEAR(predict(sleeping, {"single-threaded", 1}, of_number)->loop->response_ms, mean, 1);
  client::Load warm = closed_loop();
  warm.warmup = 1000 * millisecond;
  EXPECT_DOUBLE_EQ(predict(sleeping, {"single-threaded", 1}, warm)->loop->response_ms, 5000);
  EXPECT_DOUBLE_EQ(predict(sleeping, {"event-loop", 1}, closed_loop())->loop->response_ms, 50) << "no line";
  const EndpointFacts computing{"/cpu/burn?ms=20", {20, 20, 0}, 2};
  EXPECT_DOUBLE_EQ(predict(computing, {"thread-per-request", std::nullopt}, closed_loop())->loop->response_ms, 1000)
      << "all share the CPUs from the beginning";
}

TEST(Predict, CountsOneServerWhereTheModeHasNoWorkers) {
  EXPECT_EQ(predict(sleeping, {"single-threaded", std::nullopt}, burst())->burst->all_ms.most, 5000);
}

TEST(Predict, SaysNothingWhereTheoryDoesNot) {
  client::Load open = burst();
  open.open_loop = client::OpenLoop{100, {{1000 * millisecond, 100}}};
  EXPECT_FALSE(predict(sleeping, {"worker-pool", 8}, open));
  client::Load several = burst();
  several.urls.push_back(several.url());
  EXPECT_FALSE(predict(sleeping, {"worker-pool", 8}, several));
  EXPECT_FALSE(predict(sleeping, {"another", 8}, burst()));
  EXPECT_FALSE(predict(sleeping, {"worker-pool", 8, true}, burst())) << "pinned";
  EXPECT_TRUE(predict(sleeping, {"worker-pool", 8}, burst(1032)));
  EXPECT_FALSE(predict(sleeping, {"worker-pool", 8}, burst(1033))) << "the queue turns one away";
}

TEST(Predict, DrawsNoStaircaseOfMoreThanTenThousandUsers) {
  EXPECT_EQ(predict(sleeping, {"prefork", 8}, burst(10'000))->steps.size(), 1250U);
  EXPECT_TRUE(predict(sleeping, {"prefork", 8}, burst(10'001))->steps.empty());
}

TEST(TimeoutWarning, IsGivenIfTheoryForeseesTimeOuts) {
  client::Load load = burst();
  const auto prediction = predict(sleeping, {"single-threaded", 1}, load);
  load.timeout = 5000 * millisecond;
  EXPECT_FALSE(timeout_warning(prediction, load));
  load.timeout = 4999 * millisecond;
  EXPECT_EQ(timeout_warning(prediction, load).value_or(""),
            "theory says 5.00 s until the last user has an answer, but --timeout is 4999ms");
  EXPECT_FALSE(timeout_warning(std::nullopt, load));
}

TEST(TimeoutWarning, OfALoopIsOfItsMean) {
  client::Load load = closed_loop();
  load.timeout = 4000 * millisecond;
  EXPECT_EQ(timeout_warning(predict(sleeping, {"single-threaded", 1}, load), load).value_or(""),
            "theory says 5.00 s until a request has an answer, but --timeout is 4s");
}

TEST(TimeoutWarning, TakesTheLeastWhereTheoryGivesBounds) {
  const EndpointFacts mixed{"/mixed", {50, 5, 45}, 2};
  client::Load load = burst();
  const auto prediction = predict(mixed, {"worker-pool", 8}, load);  // 650 to 900 ms
  load.timeout = 700 * millisecond;
  EXPECT_FALSE(timeout_warning(prediction, load));
  load.timeout = 600 * millisecond;
  EXPECT_TRUE(timeout_warning(prediction, load));
}

}  // namespace
}  // namespace hundred::loadtest
