// Constant arrivals: the whole plan is sent, at the rate that was asked for and in time.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "tests/trials/scale.hpp"
#include "tests/truth/delay_server.hpp"
#include "tests/truth/loads.hpp"

namespace hundred::test {
namespace {

constexpr double nanosecond = 1e-9;

DelayServer::Plan at_once() {
  return [](std::uint64_t, Time) { return Time{0}; };
}

Time planned_at(const client::Sample& sample) { return sample.planned; }
Time sent_at(const client::Sample& sample) { return sample.stamps.sent; }

/// Requests per second from the first such moment to the last.
double rate_of(const client::Recording& recording, Time (*moment)(const client::Sample&)) {
  const auto [first, last] =
      std::minmax_element(recording.samples.begin(), recording.samples.end(),
                          [&](const auto& one, const auto& other) { return moment(one) < moment(other); });
  return static_cast<double>(recording.samples.size() - 1) /
         (static_cast<double>(moment(*last) - moment(*first)) * nanosecond);
}

/// The median of the 99th percentiles of so many slices of the run. Of a second one request in a hundred is late as
/// soon as the machine stands still for 10 ms, whatever the engine does; but an engine that is late is so in every
/// slice.
Time usual_lag(const client::Recording& recording, Time slices) {
  const Time began =
      std::min_element(recording.samples.begin(), recording.samples.end(), [](const auto& one, const auto& other) {
        return one.planned < other.planned;
      })->planned;
  std::vector<std::vector<Time>> lags(static_cast<std::size_t>(slices));
  for (const client::Sample& sample : recording.samples) {
    const Time slice = std::min((sample.planned - began) * 10 / second, slices - 1);
    lags[static_cast<std::size_t>(slice)].push_back(sample.send_lag());
  }
  std::vector<Time> p99s;
  for (std::vector<Time>& slice : lags) {
    std::sort(slice.begin(), slice.end());
    p99s.push_back(quantile(slice, 0.99));
  }
  std::sort(p99s.begin(), p99s.end());
  return quantile(p99s, 0.5);
}

/// Requests per second.
class Rates : public testing::TestWithParam<int> {};

TEST_P(Rates, AreKept) {
  const int rate = GetParam();
  const Time seconds = scaled(rate < 1000 ? 2 : 1, 10);
  EXPECT_TRUE(in_some_round([&](Findings& findings) {
    const DelayServer server(at_once());
    const client::Recording recording = run_load(open_loop(server.url(), 100, rate, seconds * second));
    ASSERT_EQ(recording.requests(), static_cast<std::uint64_t>(rate * seconds));
    ASSERT_NEAR(rate_of(recording, planned_at) / rate, 1, 0.00001);
    if (sanitized) return;  // neither the engine nor the server keeps up
    findings.expect_within("rate of sending", rate_of(recording, sent_at), rate, 0.005);
    if (rate == 10'000) findings.expect_below("p99 send lag", usual_lag(recording, seconds * 10), millisecond);
  }));
}

INSTANTIATE_TEST_SUITE_P(PerSecond, Rates, testing::Values(100, 10'000, 50'000), testing::PrintToStringParamName());

}  // namespace
}  // namespace hundred::test
