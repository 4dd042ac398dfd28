#pragma once

#include <cstdint>
#include <string>

#include "server/runtime/context.hpp"

namespace hundred::server {

// All look at the checkpoint between steps of some microseconds.

/// The sum of i*i for 0 <= i < n, by the loop, exact, in decimal. @param n  0 to 10^9
std::string sum_of_squares(std::uint64_t n, const Checkpoint& look = {});

/// n!, exact, in decimal, computed `repeat` times. @param n  0 to 20000. @param repeat  > 0
std::string factorial(std::uint64_t n, std::uint64_t repeat, const Checkpoint& look = {});

/// Pi by Monte Carlo simulation: four times the share of random points of the unit square that lie in the unit circle.
/// Same answer for same seed. @param samples  > 0
double monte_carlo_pi(std::uint64_t samples, std::uint64_t seed, const Checkpoint& look = {});

/// Computes until the calling thread has used that much CPU time. @returns what it computed
std::uint64_t burn_cpu(Nanoseconds cpu_time, const Checkpoint& look = {});

}  // namespace hundred::server
