#include <gtest/gtest.h>

#include "loadtest/report/diff.hpp"
#include "tests/unit/loadtest/diff_samples.hpp"

namespace hundred::loadtest {
namespace {

using Seen = Difference::Seen;

constexpr int tries = 1000;
constexpr std::size_t rounds = 7;
constexpr double noise = 0.03;

/// In how many of the tries `found` holds of two comparisons whose rounds are drawn by chance.
template <class Found>
int times_found(std::size_t rows, double slower, Found found) {
  int times = 0;
  for (int seed = 0; seed < tries; ++seed) {
    std::mt19937 random(static_cast<std::uint32_t>(seed));
    Comparison before = pool_and_loop({}, {}), after = before;
    Contest &old_contest = before.contests[0], &new_contest = after.contests[0];
    old_contest.entries.clear();
    new_contest.entries.clear();
    for (std::size_t row = 0; row < rows; ++row) {
      const Measured measured{"mode " + std::to_string(row), "", 8, 351, 653, "queue", 85};
      old_contest.entries.push_back(entry_of(sleeping(), burst_of(), measured, noisy_rounds(random, rounds, noise)));
      new_contest.entries.push_back(
          entry_of(sleeping(), burst_of(), measured, noisy_rounds(random, rounds, noise, row == 0 ? slower : 1)));
    }
    if (found(diff_of(before, after))) ++times;
  }
  return times;
}

bool nothing_seen(const Diff& diff) { return diff.count(Seen::no) == diff.rows.size(); }
bool first_is_slower(const Diff& diff) { return diff.rows[0].slower(); }

TEST(DiffByChance, ShowsNoDifferenceOfTheSameProgram) {
  for (const std::size_t rows : {1U, 2U, 6U, 12U}) EXPECT_GE(times_found(rows, 1, nothing_seen), 980) << rows;
}

/// More rows take more to be as sure: there fewer are found, and more rounds would find them.
TEST(DiffByChance, FindsAModeThatIsTenPercentSlower) {
  EXPECT_GE(times_found(1, 1.1, first_is_slower), 970);
  EXPECT_GE(times_found(2, 1.1, first_is_slower), 950);
}

}  // namespace
}  // namespace hundred::loadtest
