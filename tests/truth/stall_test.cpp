// A server stops for two seconds. Who asks at a fixed rate meets the stall as often as theory says: the requests that
// are due during it have response times spread evenly from its length down to nothing. Who asks again only when
// answered has a request or two in it, and sees nothing of it below the maximum ("coordinated omission").
#include "tests/truth/stall.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "tests/truth/delay_server.hpp"
#include "tests/truth/loads.hpp"

namespace hundred::test {
namespace {

constexpr double per_s = 100;
constexpr Time asked_for = 6 * second, stall_begin = 2 * second, stalled = 2 * second;
constexpr Time as_of_nothing = 2 * millisecond;  // beside a stall of 2 s

/// What the response times must be if no request waits for a user: the least first.
std::vector<Time> theory() {
  const Stall stall(stall_begin, stalled);
  std::vector<Time> times;
  for (Time due = 0; due < asked_for; due += static_cast<Time>(second / per_s)) times.push_back(stall.delay(due));
  std::sort(times.begin(), times.end());
  return times;
}

/// @param least  nanoseconds by which a time may be off, if that is more than 1 %.
void expect_theory(Findings& findings, const std::string& what, const std::vector<Time>& times, Time least) {
  const std::vector<Time> truth = theory();
  findings.expect_equal(what, times.size(), truth.size());
  for (const double q : {0.5, 0.65, 0.7, 0.75, 0.9, 0.95, 0.99, 1.0})
    findings.expect_close(fmt::format("{} p{}", what, 100 * q), quantile(times, q), quantile(truth, q), least);
}

TEST(Stall, IsInTheTheory) {
  const std::vector<Time> truth = theory();
  ASSERT_EQ(truth.size(), 600U);
  EXPECT_EQ(std::count(truth.begin(), truth.end(), Stall::usual), 400);
  EXPECT_EQ(truth.back(), 2 * second);
  EXPECT_EQ(truth[400], 10 * millisecond);
  EXPECT_EQ(quantile(truth, 0.99), 1940 * millisecond);
}

TEST(Stall, ShowsInAnOpenLoopAsTheorySays) {
  EXPECT_TRUE(in_some_round([](Findings& findings) {
    const DelayServer server(Stall(stall_begin, stalled));
    const client::Recording recording = run_load(open_loop(server.url(), 300, per_s, asked_for));
    expect_theory(findings, "response", sorted(recording, &client::Sample::response_time), as_of_nothing);
    // There were users enough: each request was sent when it was due.
    expect_theory(findings, "service", sorted(recording, &client::Sample::service_time), as_of_nothing);
  }));
}

TEST(Stall, ShowsInAnOpenLoopOfFewUsersToo) {
  EXPECT_TRUE(in_some_round([](Findings& findings) {
    const DelayServer server(Stall(stall_begin, stalled));
    const client::Recording recording = run_load(open_loop(server.url(), 20, per_s, asked_for));
    // The 180 that waited for a user are asked after the stall, 20 at once, for a millisecond each.
    expect_theory(findings, "response", sorted(recording, &client::Sample::response_time), 20 * millisecond);
    // The service times know nothing of it: that is why they are not the ones to judge a server by.
    findings.expect_below("service p90", quantile(sorted(recording, &client::Sample::service_time), 0.9),
                          5 * millisecond * slowness);
  }));
}

TEST(Stall, HidesFromAClosedLoop) {
  EXPECT_TRUE(in_some_round([](Findings& findings) {
    const DelayServer server(Stall(stalled / 4, stalled));
    const client::Recording recording = run_load(closed_loop(server.url(), 3, stalled * 3 / 2));
    const std::vector<Time> times = sorted(recording, &client::Sample::response_time);
    findings.expect_close("closed loop p90", quantile(times, 0.9), Stall::usual, millisecond);
    findings.expect_close("closed loop max", times.back(), stalled, as_of_nothing);
    findings.expect_equal("requests that met the stall",
                          static_cast<std::uint64_t>(
                              std::count_if(times.begin(), times.end(), [](Time time) { return time > stalled / 2; })),
                          3);
  }));
}

}  // namespace
}  // namespace hundred::test
