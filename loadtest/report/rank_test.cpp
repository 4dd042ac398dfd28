#include "loadtest/report/rank_test.hpp"

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <utility>

namespace hundred::loadtest {
namespace {

/// Twice the rank of each value of `a`, then of `b`: equal values have the mean of their ranks, which may be a half.
std::vector<std::size_t> doubled_ranks(const std::vector<double>& a, const std::vector<double>& b) {
  std::vector<double> values = a;
  values.insert(values.end(), b.begin(), b.end());
  std::vector<double> sorted = values;
  std::sort(sorted.begin(), sorted.end());
  std::vector<std::size_t> ranks;
  for (const double value : values) {
    const auto [first, last] = std::equal_range(sorted.begin(), sorted.end(), value);
    ranks.push_back(static_cast<std::size_t>((first - sorted.begin()) + 1 + (last - sorted.begin())));
  }
  return ranks;
}

/// How many choices of `count` ranks have which sum: the last row of a table that takes one rank after the other.
std::vector<double> choices_by_sum(const std::vector<std::size_t>& ranks, std::size_t count) {
  const std::size_t most = std::accumulate(ranks.begin(), ranks.end(), std::size_t{0});
  std::vector<std::vector<double>> ways(count + 1, std::vector<double>(most + 1));
  ways[0][0] = 1;
  std::size_t reached = 0;
  for (std::size_t taken = 0; taken < ranks.size(); ++taken) {
    reached += ranks[taken];
    for (std::size_t chosen = std::min(taken + 1, count); chosen > 0; --chosen)
      for (std::size_t sum = ranks[taken]; sum <= reached; ++sum)
        ways[chosen][sum] += ways[chosen - 1][sum - ranks[taken]];
  }
  return std::move(ways[count]);
}

}  // namespace

double mann_whitney(const std::vector<double>& a, const std::vector<double>& b) {
  const std::vector<std::size_t> ranks = doubled_ranks(a, b);
  const std::size_t sum =
      std::accumulate(ranks.begin(), ranks.begin() + static_cast<std::ptrdiff_t>(a.size()), std::size_t{0});
  const std::size_t mean = a.size() * (ranks.size() + 1);
  const auto distance = [mean](std::size_t s) { return s > mean ? s - mean : mean - s; };
  const std::vector<double> choices = choices_by_sum(ranks, a.size());
  double all = 0, as_far = 0;
  for (std::size_t s = 0; s < choices.size(); ++s) {
    all += choices[s];
    if (distance(s) >= distance(sum)) as_far += choices[s];
  }
  return as_far / all;
}

double least_mann_whitney(std::size_t m, std::size_t n) {
  double choices = 1;
  for (std::size_t i = 1; i <= m; ++i) choices *= static_cast<double>(n + i) / static_cast<double>(i);
  return 2 / choices;
}

std::vector<double> holm(const std::vector<double>& probabilities) {
  std::vector<std::size_t> order(probabilities.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(),
            [&](std::size_t a, std::size_t b) { return probabilities[a] < probabilities[b]; });
  std::vector<double> corrected(probabilities.size());
  double least = 0;
  for (std::size_t i = 0; i < order.size(); ++i) {
    const double rest = static_cast<double>(order.size() - i) * probabilities[order[i]];
    corrected[order[i]] = least = std::min(1.0, std::max(least, rest));
  }
  return corrected;
}

}  // namespace hundred::loadtest
