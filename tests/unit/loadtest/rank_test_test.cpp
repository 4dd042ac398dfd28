#include "loadtest/report/rank_test.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <utility>

namespace hundred::loadtest {
namespace {

/// Values of two samples, all different, whose U statistic (pairs in which the first has the greater) is `u`.
double p_of(std::size_t n, std::size_t m, std::size_t u) {
  std::vector<double> a, b;
  for (std::size_t i = 0; i < m; ++i) b.push_back(static_cast<double>(i));
  for (std::size_t i = n; i-- > 0;) {
    const std::size_t above = std::min(u, m);
    a.push_back(static_cast<double>(above) - 0.5 + static_cast<double>(i) * 1e-3);
    u -= above;
  }
  return mann_whitney(a, b);
}

/// The same by looking at every choice, with ranks from comparing every pair.
double by_brute_force(const std::vector<double>& a, const std::vector<double>& b) {
  std::vector<double> all = a;
  all.insert(all.end(), b.begin(), b.end());
  const auto wins = [&](const std::vector<bool>& first) {
    double u = 0;
    for (std::size_t i = 0; i < all.size(); ++i)
      for (std::size_t j = 0; j < all.size(); ++j)
        if (first[i] && !first[j]) u += all[i] > all[j] ? 1 : all[i] == all[j] ? 0.5 : 0;
    return u;
  };
  std::vector<bool> first(all.size());
  std::fill_n(first.begin(), a.size(), true);
  const double mean = static_cast<double>(a.size() * b.size()) / 2, seen = std::abs(wins(first) - mean);
  std::uint64_t choices = 0, as_far = 0;
  do {
    ++choices;
    if (std::abs(wins(first) - mean) >= seen) ++as_far;
  } while (std::prev_permutation(first.begin(), first.end()));
  return static_cast<double>(as_far) / static_cast<double>(choices);
}

/// Critical values of tables of the Mann-Whitney test (two-sided), and the probabilities beside them.
TEST(MannWhitney, IsAsInTheTables) {
  EXPECT_DOUBLE_EQ(p_of(5, 5, 0), 2.0 / 252);
  EXPECT_DOUBLE_EQ(p_of(5, 5, 1), 4.0 / 252);
  EXPECT_DOUBLE_EQ(p_of(5, 5, 2), 8.0 / 252);
  EXPECT_DOUBLE_EQ(p_of(5, 5, 3), 14.0 / 252);
  EXPECT_DOUBLE_EQ(p_of(5, 5, 25), 2.0 / 252);
  EXPECT_DOUBLE_EQ(p_of(4, 5, 0), 2.0 / 126);
  EXPECT_DOUBLE_EQ(p_of(3, 3, 0), 2.0 / 20);
  EXPECT_DOUBLE_EQ(p_of(1, 1, 1), 1);
  struct {
    std::size_t n, m, critical_at_5_percent, critical_at_1_percent;
  } constexpr table[] = {{6, 6, 5, 2},     {7, 7, 8, 4},       {8, 8, 13, 7},
                         {10, 10, 23, 16}, {20, 20, 127, 105}, {6, 10, 11, 6}};
  for (const auto& [n, m, at_5, at_1] : table) {
    EXPECT_LE(p_of(n, m, at_5), 0.05) << n << ' ' << m;
    EXPECT_GT(p_of(n, m, at_5 + 1), 0.05) << n << ' ' << m;
    EXPECT_LE(p_of(n, m, at_1), 0.01) << n << ' ' << m;
    EXPECT_GT(p_of(n, m, at_1 + 1), 0.01) << n << ' ' << m;
  }
}

TEST(MannWhitney, IsExactWithEqualValues) {
  EXPECT_DOUBLE_EQ(mann_whitney({1, 1, 1}, {1, 1, 1}), 1);
  EXPECT_DOUBLE_EQ(mann_whitney({1, 1, 1, 1, 1}, {2, 2, 2, 2, 2}), 2.0 / 252);
  std::mt19937 random(1);
  for (int i = 0; i < 200; ++i) {
    std::vector<double> a(1 + random() % 5), b(1 + random() % 5);
    for (double& value : a) value = static_cast<double>(random() % 4);
    for (double& value : b) value = static_cast<double>(random() % 5);
    EXPECT_NEAR(mann_whitney(a, b), by_brute_force(a, b), 1e-12);
    EXPECT_NEAR(mann_whitney(a, b), mann_whitney(b, a), 1e-12);
  }
}

TEST(MannWhitney, RoundsThatNeverEndedAreEqualAndTheSlowest) {
  constexpr double never = std::numeric_limits<double>::infinity();
  EXPECT_DOUBLE_EQ(mann_whitney({1, 2, 3, 4, 5}, {never, never, never, never, never}), 2.0 / 252);
  EXPECT_DOUBLE_EQ(mann_whitney({never, never}, {never, never, never}), 1);
}

TEST(MannWhitney, StaysExactForManyRounds) {
  EXPECT_NEAR(p_of(60, 60, 1800), 1, 1e-9);
  EXPECT_LT(p_of(60, 60, 0), 1e-30);
  EXPECT_GT(p_of(60, 60, 0), 0);
}

TEST(MannWhitney, SaysHowLittleItCanSay) {
  EXPECT_DOUBLE_EQ(least_mann_whitney(5, 5), 2.0 / 252);
  EXPECT_DOUBLE_EQ(least_mann_whitney(1, 1), 1);
  for (const auto& [m, n] : {std::pair(3, 8), std::pair(7, 7), std::pair(9, 4)}) {
    const auto a = static_cast<std::size_t>(m), b = static_cast<std::size_t>(n);
    EXPECT_NEAR(least_mann_whitney(a, b), p_of(a, b, 0), 1e-12);
    EXPECT_DOUBLE_EQ(least_mann_whitney(a, b), least_mann_whitney(b, a));
  }
}

/// The example of Holm's method that textbooks give: 4 x 0.005, 3 x 0.01, 2 x 0.03, and no less than those before.
TEST(Holm, MakesProbabilitiesGreaterByTheNumberOfTests) {
  const std::vector<double> corrected = holm({0.01, 0.04, 0.03, 0.005});
  ASSERT_EQ(corrected.size(), 4U);
  EXPECT_DOUBLE_EQ(corrected[0], 0.03);
  EXPECT_DOUBLE_EQ(corrected[1], 0.06);
  EXPECT_DOUBLE_EQ(corrected[2], 0.06);
  EXPECT_DOUBLE_EQ(corrected[3], 0.02);
  EXPECT_EQ(holm({0.7, 0.8}), (std::vector<double>{1, 1}));
  EXPECT_EQ(holm({0.02}), std::vector<double>{0.02});
  EXPECT_EQ(holm({}), std::vector<double>{});
}

}  // namespace
}  // namespace hundred::loadtest
