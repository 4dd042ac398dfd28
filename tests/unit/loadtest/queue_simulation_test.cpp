#include "loadtest/queue_simulation.hpp"

#include <gtest/gtest.h>

#include <random>

#include "loadtest/report/statistics.hpp"

namespace hundred::loadtest {
namespace {

constexpr std::uint64_t many = 400'000;
constexpr Work sleeping_10{10, 0, 10}, computing{10, 10, 0}, mixed{50, 5, 45};
constexpr Servers one{1, 1}, eight{8, 8}, threads{1024, 1024}, loop{1, Servers::unlimited};

double figure(const OpenQueue& queue, const char* name) {
  return summarize(simulate(queue, many, 1)).figure(name).value();
}

TEST(QueueSimulation, OfOneServerHasTheMeanOfPollaczekAndKhinchine) {
  for (const double load : {0.3, 0.6, 0.9})
    EXPECT_NEAR(figure({sleeping_10, one, 2, load * 100}, "mean"), 10 + 10 * load / (2 * (1 - load)), 1 + load);
}

TEST(QueueSimulation, OfManyServersAgreesWithTheRecursionOfARequestAndTheOneSoManyBefore) {
  constexpr double rate = 0.9 * 800;
  std::mt19937_64 random(7);
  std::exponential_distribution<double> gap(rate / 1e3);
  std::vector<double> ends(8, 0.0);
  std::vector<std::int64_t> responses;
  double arrival = 0;
  for (std::uint64_t i = 0; i < many; ++i) {
    arrival += gap(random);
    const double end = std::max(arrival, ends[ends.size() - 8]) + 10;
    ends.push_back(end);
    responses.push_back(static_cast<std::int64_t>((end - arrival) * 1e6));
  }
  const Summary expected = summarize(responses);
  for (const char* name : {"mean", "p50", "p99"})
    EXPECT_NEAR(figure({sleeping_10, eight, 2, rate}, name), *expected.figure(name), 0.05 * *expected.figure(name));
}

TEST(QueueSimulation, OfThreadsThatShareCpusIsProcessorSharing) {
  // Its mean is S / (1 - load) whatever the distribution of S (Kleinrock, Queueing Systems II, 1976, 4.4).
  EXPECT_NEAR(figure({computing, threads, 1, 70}, "mean"), 10 / 0.3, 2);
  EXPECT_NEAR(figure({computing, threads, 1, 30}, "mean"), 10 / 0.7, 0.5);
}

TEST(QueueSimulation, OfALoopQueuesForComputingAlone) {
  EXPECT_NEAR(figure({mixed, loop, 2, 100}, "mean"), 50 + 5 * 0.5 / (2 * 0.5), 0.5);
  EXPECT_NEAR(figure({sleeping_10, loop, 2, 100'000}, "max"), 10, 1e-6) << "waiting holds nothing";
}

TEST(QueueSimulation, WhoIsAloneTakesTheServiceTime) { EXPECT_NEAR(figure({mixed, eight, 2, 0.1}, "p50"), 50, 1e-6); }

TEST(QueueSimulation, TheSameSeedIsTheSameArrivals) {
  const OpenQueue queue{mixed, eight, 2, 100};
  EXPECT_EQ(simulate(queue, 1000, 3), simulate(queue, 1000, 3));
  EXPECT_NE(simulate(queue, 1000, 3), simulate(queue, 1000, 4));
}

TEST(QueueSimulation, CapacityIsWhateverIsUsedUpFirst) {
  EXPECT_DOUBLE_EQ(OpenQueue({mixed, eight, 2, 1}).capacity_per_s(), 160);
  EXPECT_DOUBLE_EQ(OpenQueue({mixed, {100, 100}, 2, 1}).capacity_per_s(), 400);
  EXPECT_DOUBLE_EQ(OpenQueue({mixed, loop, 2, 1}).capacity_per_s(), 200);
  EXPECT_DOUBLE_EQ(OpenQueue({mixed, threads, 1, 1}).capacity_per_s(), 200);
}

}  // namespace
}  // namespace hundred::loadtest
