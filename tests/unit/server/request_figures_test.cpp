#include "server/telemetry/request_figures.hpp"

#include <gtest/gtest.h>

#include "server/telemetry/exposition.hpp"

namespace hundred::server {
namespace {

using namespace std::chrono_literals;

Stamps lasting(Nanoseconds queue, Nanoseconds rest, std::uint32_t worker = 0) {
  Stamps stamps;
  stamps.start = stamps.arrival + queue;
  stamps.end = stamps.sent = stamps.start + rest;
  stamps.worker = {'w', worker};
  return stamps;
}

class RequestFiguresOfMany : public testing::TestWithParam<std::size_t> {};
INSTANTIATE_TEST_SUITE_P(Workers, RequestFiguresOfMany, testing::Values(40, RequestFigures::most_rows, 1000));

TEST_P(RequestFiguresOfMany, AreSummed) {
  RequestFigures figures(GetParam(), true);
  for (std::uint32_t worker = 0; worker < 40; ++worker) figures.record(5, 200, lasting(2ms, 20ms, worker));
  figures.record(5, 404, lasting(0ns, 1h));
  figures.record(6, 200, lasting(0ns, 0ns));
  const auto of = figures.of(5);
  EXPECT_EQ(of.by_status, (std::vector<std::pair<unsigned, std::uint64_t>>{{200, 40}, {404, 1}}));
  EXPECT_EQ(of.duration.sum, 40 * 22ms + 1h);
  EXPECT_EQ(of.queue_wait.sum, 80ms);
}

TEST(RequestFigures, ABucketHoldsItsBound) {
  RequestFigures figures(1, true);
  for (const Nanoseconds duration : {Nanoseconds(100us), Nanoseconds(100'001ns), Nanoseconds(60s), Nanoseconds(61s)})
    figures.record(first_endpoint, 200, lasting(0ns, duration));
  const auto counts = figures.of(first_endpoint).duration.counts;
  EXPECT_EQ(counts[0], 1U);
  EXPECT_EQ(counts[1], 1U);
  EXPECT_EQ(counts[counts.size() - 2], 1U);
  EXPECT_EQ(counts.back(), 1U);
}

TEST(RequestFigures, WhatNoHandlerSawHasNoTimes) {
  RequestFigures figures(1, true);
  figures.record(refused_route, 408, lasting(0ns, 1s));
  EXPECT_EQ(figures.of(refused_route).by_status.front().second, 1U);
  EXPECT_EQ(figures.of(refused_route).duration.sum, 0ns);
}

TEST(RequestFigures, AStatusThatIsNotExpectedIsCountedAllTheSame) {
  RequestFigures figures(1, true);
  figures.record(first_endpoint, 299, lasting(0ns, 0ns));
  EXPECT_EQ(figures.of(first_endpoint).by_status, (std::vector<std::pair<unsigned, std::uint64_t>>{{0, 1}}));
}

TEST(Exposition, WritesTheTextFormat) {
  RequestFigures::Histogram histogram;
  histogram.counts[0] = 2;
  histogram.counts.back() = 1;
  histogram.sum = 61s;
  Exposition out;
  out.family("some_total", Exposition::Type::counter, "Some.");
  out.sample(3);
  out.sample(4, {{"a", "quote \" slash \\ line \n"}, {"b", "x"}});
  out.family("took_seconds", Exposition::Type::histogram, "How long.");
  out.histogram(histogram, {{"route", "/"}});
  const std::string text = std::move(out).text();
  EXPECT_TRUE(
      text.starts_with("# HELP some_total Some.\n# TYPE some_total counter\nsome_total 3\n"
                       "some_total{a=\"quote \\\" slash \\\\ line \\n\",b=\"x\"} 4\n"
                       "# HELP took_seconds How long.\n# TYPE took_seconds histogram\n"
                       "took_seconds_bucket{route=\"/\",le=\"0.0001\"} 2\n"
                       "took_seconds_bucket{route=\"/\",le=\"0.00025\"} 2\n"))
      << text;
  EXPECT_TRUE(
      text.ends_with("took_seconds_bucket{route=\"/\",le=\"60\"} 2\n"
                     "took_seconds_bucket{route=\"/\",le=\"+Inf\"} 3\n"
                     "took_seconds_sum{route=\"/\"} 61\ntook_seconds_count{route=\"/\"} 3\n"))
      << text;
}

}  // namespace
}  // namespace hundred::server
