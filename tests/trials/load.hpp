#pragma once

#include "client/run.hpp"
#include "tests/support/patience.hpp"

namespace hundred::test {

/// Loads the server at that port with our own load engine: a closed loop of so many users. Blocks.
client::Recording closed_loop(std::uint16_t port, const std::string& target, std::uint32_t users,
                              Milliseconds duration);

/// The 99th percentile of the response times, in milliseconds.
double p99(const client::Recording& recording);

/// So many requests had an answer other than 2xx, or none.
std::uint64_t without_good_answer(const client::Recording& recording);

}  // namespace hundred::test
