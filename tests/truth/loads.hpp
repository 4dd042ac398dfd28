#pragma once

#include <string>
#include <vector>

#include "client/run.hpp"
#include "tests/truth/rounds.hpp"

namespace hundred::test {

/// So many users, each of which asks again when it has its answer.
client::Load closed_loop(const std::string& url, std::uint32_t users, Time duration);

/// So many requests per second.
client::Load open_loop(const std::string& url, std::uint32_t users, double rate, Time duration,
                       client::Arrivals arrivals = client::Arrivals::constant);

/// Runs a load on our engine. Blocks. Every request must get its answer, and its sample.
client::Recording run_load(const client::Load& load);

/// A time of each request, the least first.
std::vector<Time> sorted(const client::Recording& recording, Time (client::Sample::*time)() const);

/// By the nearest rank.
Time quantile(const std::vector<Time>& sorted, double quantile);

/// p50, p90 and p99 must agree to 1 % or `least`, the greatest to 1 % or 2 ms. Both: the least first.
void expect_same_times(Findings& findings, const std::vector<Time>& measured, const std::vector<Time>& truth,
                       Time least);

}  // namespace hundred::test
