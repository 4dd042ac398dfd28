#include "loadtest/threshold.hpp"

#include <gtest/gtest.h>

namespace hundred::loadtest {
namespace {

struct Reading {
  const char* text;
  const char* figure;
  bool below;
  bool or_equal;
  double limit;
};

TEST(ParseThreshold, ReadsEveryForm) {
  for (const Reading& expected : {Reading{"p99<50ms", "p99", true, false, 50},
                                  {"p(99)<50", "p99", true, false, 50},
                                  {"p99.9<=1.5s", "p99.9", true, true, 1500},
                                  {"p(99.9)<250us", "p99.9", true, false, 0.25},
                                  {"p50<10ms", "p50", true, false, 10},
                                  {"p75<10ms", "p75", true, false, 10},
                                  {"p90<10ms", "p90", true, false, 10},
                                  {"p95<10ms", "p95", true, false, 10},
                                  {"mean<5ms", "mean", true, false, 5},
                                  {"min>1ms", "min", false, false, 1},
                                  {"max<=1m", "max", true, true, 60'000},
                                  {"errors<10", "errors", true, false, 10},
                                  {"errors<=0", "errors", true, true, 0},
                                  {"errors<1%", "errors%", true, false, 1},
                                  {"errors<0.5%", "errors%", true, false, 0.5},
                                  {"rate>1000", "rate", false, false, 1000},
                                  {"rate>=99.5", "rate", false, true, 99.5},
                                  {" p99 < 50 ms", "p99", true, false, 50}}) {
    const auto threshold = parse_threshold(expected.text);
    ASSERT_TRUE(threshold) << expected.text;
    EXPECT_EQ(threshold->text, expected.text);
    EXPECT_EQ(threshold->figure, expected.figure) << expected.text;
    EXPECT_EQ(threshold->below, expected.below) << expected.text;
    EXPECT_EQ(threshold->or_equal, expected.or_equal) << expected.text;
    EXPECT_DOUBLE_EQ(threshold->limit, expected.limit) << expected.text;
  }
}

TEST(ParseThreshold, RefusesWhatIsNone) {
  for (const char* text : {"",
                           "p99",
                           "<",
                           "p99<",
                           "<50ms",
                           "p99=50ms",
                           "p99<<50ms",
                           "p99<=",
                           "p99=<50ms",
                           "p99<50ms<60ms",
                           "p98<50ms",
                           "p<50",
                           "p()<50",
                           "p(99<50",
                           "P99<50ms",
                           "p99<50%",
                           "p99<50ms%",
                           "p99<-1",
                           "p99<50 furlongs",
                           "p99<1e3",
                           "mean<fast",
                           "errors<1ms",
                           "errors<%",
                           "errors<1%%",
                           "errors%<1%",
                           "errors<-1",
                           "rate>1000/s",
                           "rate>1ms",
                           "rate>",
                           "p99<nan",
                           "errors<inf",
                           "rate>infinity",
                           "rate>-0",
                           "throughput>1"})
    EXPECT_FALSE(parse_threshold(text)) << text;
}

/// 1000 requests, 990 with a good answer, 100 of them each second.
Report report() {
  Report report;
  report.counts = {.sent = 1000, .ok = 990, .failed = 7, .timed_out = 2, .unanswered = 1};
  report.response = {1000, {{"min", 1}, {"mean", 12}, {"p50", 10}, {"p99", 50}, {"max", 80}}};
  report.throughput_per_s = 100;
  return report;
}

ThresholdResult judged(const char* text, const Report& of = report()) {
  return judge(parse_threshold(text).value_or(Threshold{}), of);
}

TEST(JudgeThreshold, SaysWhatWasMeasuredInTheLimitsUnit) {
  EXPECT_EQ(judged("p99<1s").measured, 50);
  EXPECT_EQ(judged("p(99)<1s").text, "p(99)<1s");
  EXPECT_EQ(judged("mean<1s").measured, 12);
  EXPECT_EQ(judged("errors<1").measured, 10);
  EXPECT_EQ(judged("errors<1%").measured, 1);
  EXPECT_EQ(judged("rate>1").measured, 100);
}

TEST(JudgeThreshold, TellsBelowFromAtFromAbove) {
  EXPECT_TRUE(judged("p99<51ms").met);
  EXPECT_FALSE(judged("p99<50ms").met);
  EXPECT_TRUE(judged("p99<=50ms").met);
  EXPECT_FALSE(judged("p99<=49.9ms").met);
  EXPECT_FALSE(judged("rate>100").met);
  EXPECT_TRUE(judged("rate>=100").met);
  EXPECT_TRUE(judged("rate>99").met);
  EXPECT_FALSE(judged("rate>=101").met);
  EXPECT_TRUE(judged("min>0.5ms").met);
  EXPECT_FALSE(judged("max<79ms").met);
}

TEST(JudgeThreshold, CountsEveryRequestWithoutAGoodAnswerAsAnError) {
  EXPECT_FALSE(judged("errors<10").met);
  EXPECT_TRUE(judged("errors<11").met);
  EXPECT_FALSE(judged("errors<1%").met);
  EXPECT_TRUE(judged("errors<=1%").met);
  EXPECT_TRUE(judged("errors<1.01%").met);
}

TEST(JudgeThreshold, WhatTheRunDoesNotShowIsNotMet) {
  const ThresholdResult unknown = judged("p99.9<1h");
  EXPECT_FALSE(unknown.measured);
  EXPECT_FALSE(unknown.met);
  Report burst = report();
  burst.throughput_per_s.reset();
  EXPECT_FALSE(judged("rate>0", burst).met);
  EXPECT_FALSE(judged("rate<1000000", burst).met);
}

TEST(JudgeThreshold, WithoutARequestOnlyTheNumberOfErrorsIsKnown) {
  EXPECT_TRUE(judged("errors<1", Report{}).met);
  EXPECT_FALSE(judged("errors<1%", Report{}).met);
  EXPECT_FALSE(judged("mean<1s", Report{}).met);
}

}  // namespace
}  // namespace hundred::loadtest
