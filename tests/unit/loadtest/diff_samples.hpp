#pragma once

#include <random>

#include "tests/unit/loadtest/comparison_samples.hpp"

// Comparisons to hold against each other, as they might have been measured on '/io/sleep?ms=50'.
namespace hundred::loadtest {

/// Of worker-pool and event-loop. @param pool, loop  factors of the rounds
Comparison pool_and_loop(const Factors& pool, const Factors& loop);

/// Rounds of one program, and of one that is 10 % slower.
inline const Factors seven{0.99, 1.01, 1.0, 1.02, 0.98, 1.005, 0.995};
inline const Factors seven_slower{1.09, 1.11, 1.1, 1.12, 1.08, 1.105, 1.095};

/// So many rounds of one program, whose time is normally distributed. @param noise  standard deviation, of 1
Factors noisy_rounds(std::mt19937& random, std::size_t rounds, double noise, double slower = 1);

}  // namespace hundred::loadtest
