#include "loadtest/prediction.hpp"

#include <gtest/gtest.h>

namespace hundred::loadtest {
namespace {

constexpr Work sleeping_50{50, 0, 50};  // '/io/sleep?ms=50'
constexpr Work burning{20, 20, 0};      // '/cpu/burn?ms=20'
constexpr Work both{50, 5, 45};         // '/mixed?cpu_ms=5&io_ms=45'

Servers servers(const char* mode, std::uint64_t workers = 1) { return find_mode(mode)->servers(workers); }

/// When half and all of 100 users on 2 CPUs have an answer.
void expect_burst(const Work& work, const Servers& servers, double half, double all, double cpus = 2) {
  const BurstPrediction prediction = predict_burst(work, servers, 100, cpus);
  EXPECT_DOUBLE_EQ(prediction.half_ms.least, half);
  EXPECT_DOUBLE_EQ(prediction.all_ms.least, all);
  EXPECT_EQ(prediction.half_ms.least, prediction.half_ms.most);
  EXPECT_EQ(prediction.all_ms.least, prediction.all_ms.most);
}

TEST(Prediction, AHundredUsersWait) {
  expect_burst(sleeping_50, servers("event-loop"), 50, 50);
  expect_burst(sleeping_50, servers("hybrid", 2), 50, 50);
  expect_burst(sleeping_50, servers("thread-per-request"), 50, 50);
  expect_burst(sleeping_50, servers("worker-pool", 8), 350, 650);
  expect_burst(sleeping_50, servers("prefork", 8), 350, 650);
  expect_burst(sleeping_50, servers("single-threaded"), 2500, 5000);
}

TEST(Prediction, FewerAndMoreWorkersNeedMoreAndFewerRounds) {
  expect_burst(sleeping_50, servers("worker-pool", 4), 650, 1250);
  expect_burst(sleeping_50, servers("worker-pool", 16), 200, 350);
  expect_burst(sleeping_50, servers("worker-pool", 1000), 50, 50);
}

TEST(Prediction, AHundredUsersComputeOnTwoCpus) {
  expect_burst(burning, servers("hybrid", 2), 500, 1000);
  expect_burst(burning, servers("worker-pool", 8), 560, 1000);  // seven rounds of eight, then all
  expect_burst(burning, servers("prefork", 8), 560, 1000);
  expect_burst(burning, servers("thread-per-request"), 1000, 1000);  // they share the CPUs to the end
  expect_burst(burning, servers("event-loop", 1), 1000, 2000);
  expect_burst(burning, servers("event-loop", 2), 500, 1000);
  expect_burst(burning, servers("single-threaded"), 1000, 2000);
}

TEST(Prediction, EightCpusMayDoTheWorkOfFive) {
  expect_burst(burning, servers("hybrid", 8), 56 * 20 / 5.0, 400, 5);
  expect_burst(burning, servers("worker-pool", 4), 13 * 20, 25 * 20, 5);
  expect_burst(burning, servers("thread-per-request"), 400, 400, 5);
}

TEST(Prediction, OneUserTakesWhatARequestTakes) {
  for (const ModeRow& mode : modes()) {
    EXPECT_EQ(predict_burst(burning, mode.servers(8), 1, 2).all_ms, (Bounds{20, 20})) << mode.name;
    EXPECT_EQ(predict_burst(sleeping_50, mode.servers(8), 1, 2).all_ms, (Bounds{50, 50})) << mode.name;
  }
}

TEST(Prediction, WhatDoesBothHasBounds) {
  const auto all = [](const Servers& servers) { return predict_burst(both, servers, 100, 2).all_ms; };
  EXPECT_EQ(all(servers("worker-pool", 8)), (Bounds{650, 900}));     // 13 rounds; 250 ms on the CPUs
  EXPECT_EQ(all(servers("single-threaded")), (Bounds{5000, 5500}));  // one thread computes 500 ms in all
  EXPECT_EQ(all(servers("event-loop")), (Bounds{500, 550}));
  EXPECT_EQ(all(servers("hybrid", 2)), (Bounds{250, 300}));
  EXPECT_EQ(all(servers("thread-per-request")), (Bounds{250, 300}));
  EXPECT_EQ(predict_burst(both, servers("worker-pool", 8), 100, 2).half_ms, (Bounds{350, 900}));
}

TEST(Burst, OfBothTakesACpuForWhatIsNeitherToo) {
  constexpr Work dearer{51, 5, 45};
  EXPECT_EQ(predict_burst(dearer, servers("thread-per-request"), 100, 2).all_ms, (Bounds{250, 351}));
}

TEST(Prediction, ALittleComputingOfManyCounts) {
  constexpr Work light{61, 1, 60};  // of a request alone it is next to nothing
  EXPECT_EQ(light.kind(), Work::Kind::waiting);
  EXPECT_EQ(predict_burst(light, servers("event-loop"), 100, 2).all_ms, (Bounds{100, 161}));
  EXPECT_EQ(predict_burst(light, servers("event-loop"), 1, 2).all_ms, (Bounds{61, 61}));
  EXPECT_EQ(predict_burst(light, servers("single-threaded"), 100, 2).all_ms, (Bounds{6100, 6100}));
}

/// Of 100 users on 2 CPUs.
std::vector<Stair> steps(const Work& work, const Servers& servers) { return predict_steps(work, servers, 100, 2); }

/// The mean response time of those 100.
double mean_of(const std::vector<Stair>& steps) {
  double sum = 0;
  for (const Stair& step : steps) sum += step.ms * static_cast<double>(step.users);
  return sum / 100;
}

constexpr Work sleeping_100{100, 0, 100}, burning_50{50, 50, 0};

TEST(Staircase, OfWaitingHasAStepForEachRound) {
  const auto single = steps(sleeping_100, servers("single-threaded"));
  EXPECT_EQ(single.size(), 100U);
  EXPECT_EQ(single.front(), (Stair{100, 1}));
  EXPECT_EQ(single.back(), (Stair{10'000, 1}));
  EXPECT_DOUBLE_EQ(mean_of(single), 5050);
  for (const char* mode : {"thread-per-request", "event-loop"})
    EXPECT_EQ(steps(sleeping_100, servers(mode)), (std::vector<Stair>{{100, 100}})) << mode;
  const auto pool = steps(sleeping_100, servers("worker-pool", 8));
  EXPECT_EQ(pool.size(), 13U);
  EXPECT_EQ(pool.front(), (Stair{100, 8}));
  EXPECT_EQ(pool.back(), (Stair{1300, 4}));
  EXPECT_DOUBLE_EQ(mean_of(pool), 676);
  const auto prefork = steps(sleeping_100, servers("prefork", 4));
  EXPECT_EQ(prefork.size(), 25U);
  EXPECT_EQ(prefork.back(), (Stair{2500, 4}));
  EXPECT_DOUBLE_EQ(mean_of(prefork), 1300);
}

TEST(Staircase, OfComputingIsSharedByTheCpus) {
  EXPECT_EQ(steps(burning_50, servers("thread-per-request")), (std::vector<Stair>{{2500, 100}}));
  const auto pool = steps(burning_50, servers("worker-pool", 8));
  EXPECT_EQ(pool.front(), (Stair{200, 8}));
  EXPECT_EQ(pool.back(), (Stair{2500, 4})) << "the last round has four, who do not get more of the CPUs";
  EXPECT_DOUBLE_EQ(mean_of(pool), 1348);
  EXPECT_DOUBLE_EQ(mean_of(steps(burning_50, servers("prefork", 4))), 1300);
  EXPECT_EQ(steps(burning_50, servers("event-loop")).back(), (Stair{5000, 1}));
  EXPECT_EQ(steps(burning_50, servers("hybrid", 2)).front(), (Stair{50, 2}));
}

TEST(Staircase, EndsWhereTheBurstDoes) {
  for (const ModeRow& mode : modes())
    for (const Work& work : {sleeping_100, burning_50}) {
      const auto all = steps(work, mode.servers(8));
      std::uint64_t users = 0;
      for (const Stair& step : all) users += step.users;
      EXPECT_EQ(users, 100U) << mode.name;
      EXPECT_EQ(all.back().ms, predict_burst(work, mode.servers(8), 100, 2).all_ms.most) << mode.name;
    }
}

TEST(Staircase, IsNotKnownOfWhatDoesBoth) { EXPECT_TRUE(steps(both, servers("worker-pool", 8)).empty()); }

TEST(Prediction, WhoFindsTheQueueFullIsNotInIt) {
  EXPECT_FALSE(servers("worker-pool", 8).turns_away(1032));
  EXPECT_TRUE(servers("worker-pool", 8).turns_away(1033));
  EXPECT_TRUE(servers("thread-per-request").turns_away(2049));
  EXPECT_FALSE(servers("prefork", 8).turns_away(1'000'000));
}

TEST(Prediction, TheKindOfWorkIsWhatTakesTheTime) {
  EXPECT_EQ(sleeping_50.kind(), Work::Kind::waiting);
  EXPECT_EQ(burning.kind(), Work::Kind::computing);
  EXPECT_EQ(both.kind(), Work::Kind::mixed);
  EXPECT_EQ((Work{50.4, 0.2, 50}).kind(), Work::Kind::waiting) << "the overhead of a request is no work";
  EXPECT_EQ((Work{0.1, 0, 0}).kind(), Work::Kind::computing) << "/ping";
}

TEST(Prediction, AClosedLoopIsBoundByUsersServersOrCpus) {
  const auto throughput = [](const Work& work, const Servers& servers, std::uint64_t users = 100, double think = 0) {
    return predict_loop(work, servers, users, 2, think).throughput_per_s;
  };
  EXPECT_DOUBLE_EQ(throughput(sleeping_50, servers("event-loop")), 2000);           // N / S
  EXPECT_DOUBLE_EQ(throughput(sleeping_50, servers("worker-pool", 8)), 160);        // c / S
  EXPECT_DOUBLE_EQ(throughput(sleeping_50, servers("worker-pool", 8), 4), 80);      // too few users
  EXPECT_DOUBLE_EQ(throughput(burning, servers("worker-pool", 8)), 100);            // k / S
  EXPECT_DOUBLE_EQ(throughput(burning, servers("event-loop")), 50);                 // one loop
  EXPECT_DOUBLE_EQ(throughput(both, servers("thread-per-request")), 400);           // k / C
  EXPECT_DOUBLE_EQ(throughput(sleeping_50, servers("event-loop"), 100, 950), 100);  // N / (Z + S)
}

TEST(Prediction, ResponseTimeFollowsFromThroughput) {
  EXPECT_DOUBLE_EQ(predict_loop(sleeping_50, servers("worker-pool", 8), 100, 2, 0).response_ms, 625);
  EXPECT_DOUBLE_EQ(predict_loop(sleeping_50, servers("event-loop"), 100, 2, 950).response_ms, 50);
  EXPECT_DOUBLE_EQ(predict_loop(burning, servers("single-threaded"), 100, 2, 500).response_ms, 1500);
}

TEST(Modes, WordsSayWhoRunsRequests) {
  EXPECT_EQ(run_by("single-threaded", 1, 1), "1 thread");
  EXPECT_EQ(run_by("thread-per-request", 1024, 100), "100 threads");
  EXPECT_EQ(run_by("worker-pool", 8, 5), "8 threads");
  EXPECT_EQ(run_by("event-loop", 1, 1), "1 loop");
  EXPECT_EQ(run_by("hybrid", 2, 1), "1 loop + 2");
  EXPECT_EQ(run_by("prefork", 8, 8), "8 processes");
  EXPECT_EQ(run_by("another", 8, 8), "");
  EXPECT_EQ(run_by("single-threaded", 1, 0), "") << "nobody was seen at work";
}

}  // namespace
}  // namespace hundred::loadtest
