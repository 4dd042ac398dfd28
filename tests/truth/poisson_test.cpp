// Poisson arrivals: the engine sends what its plan says, and the plan hangs on the seed alone. That a plan is a Poisson
// process is tested with the Schedule (tests/unit/loadtest/schedule_test.cpp).
#include <algorithm>

#include "client/schedule.hpp"
#include "tests/truth/delay_server.hpp"
#include "tests/truth/loads.hpp"

namespace hundred::test {
namespace {

constexpr double rate = 2000;
constexpr Time duration = second / 2;

client::Load poisson(const std::string& url, std::uint64_t seed, std::uint32_t threads) {
  client::Load load = open_loop(url, 100, rate, duration, client::Arrivals::poisson);
  load.open_loop->seed = seed;
  load.threads = threads;
  return load;
}

/// When the requests of a run were due, in nanoseconds from the release. All of them were sent.
std::vector<Time> planned_in_run(std::uint64_t seed, std::uint32_t threads) {
  const DelayServer server([](std::uint64_t, Time) { return Time{0}; });
  const client::Recording recording = run_load(poisson(server.url(), seed, threads));
  EXPECT_EQ(recording.never_sent, 0U);
  EXPECT_EQ(recording.service.count(), recording.requests());
  std::vector<Time> planned;
  for (const client::Sample& sample : recording.samples) {
    EXPECT_GE(sample.stamps.sent, sample.planned);
    planned.push_back(sample.planned - recording.released);
  }
  std::sort(planned.begin(), planned.end());
  return planned;
}

std::vector<Time> plan(std::uint64_t seed) {
  const client::Load load = poisson("http://127.0.0.1/", seed, 1);
  client::Schedule schedule(*load.open_loop, {}, 0, std::nullopt);
  std::vector<Time> planned;
  while (const auto next = schedule.next()) planned.push_back(*next);
  return planned;
}

TEST(Poisson, ThePlanIsSent) {
  EXPECT_NEAR(static_cast<double>(plan(1).size()), 1000, 130);  // four standard deviations
  EXPECT_EQ(planned_in_run(1, 1), plan(1));
}

TEST(Poisson, TheSameSeedIsTheSamePlan) { EXPECT_EQ(planned_in_run(5, 1), planned_in_run(5, 1)); }

TEST(Poisson, ThreadsShareThePlan) { EXPECT_EQ(planned_in_run(5, 3), plan(5)); }

TEST(Poisson, AnotherSeedIsAnotherPlan) { EXPECT_NE(planned_in_run(1, 1), planned_in_run(2, 1)); }

}  // namespace
}  // namespace hundred::test
