#include "loadtest/report/hgrm.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <sstream>
#include <vector>

#include "client/clock.hpp"
#include "tests/unit/loadtest/golden.hpp"

namespace hundred::loadtest {
namespace {

using client::millisecond;

std::string hgrm_of(const client::Histogram& histogram) {
  std::ostringstream out;
  write_hgrm(out, histogram);
  return out.str();
}

client::Histogram uniform(std::int64_t count) {
  client::Histogram histogram;
  for (std::int64_t i = 1; i <= count; ++i) histogram.record(i * millisecond);
  return histogram;
}

client::Histogram lognormal(std::size_t count) {
  client::Histogram histogram;
  std::mt19937_64 random(11);
  std::lognormal_distribution<double> latency(16, 1);
  for (std::size_t i = 0; i < count; ++i) histogram.record(static_cast<std::int64_t>(latency(random)));
  return histogram;
}

struct Row {
  std::string value;
  double percentile = 0;
  std::uint64_t total = 0;
};

std::vector<Row> rows_of(const std::string& text) {
  std::vector<Row> rows;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    Row row;
    if (words >> row.value >> row.percentile >> row.total) rows.push_back(row);
  }
  return rows;
}

TEST(Hgrm, OfTenKnownValues) { expect_golden(hgrm_of(uniform(10)), "ten.hgrm"); }
TEST(Hgrm, OfNoValues) { expect_golden(hgrm_of({}), "none.hgrm"); }

TEST(Hgrm, PercentilesAscendToAllValues) {
  for (const auto& histogram : {uniform(1), uniform(2), uniform(100), lognormal(997), lognormal(100'000)}) {
    const std::vector<Row> rows = rows_of(hgrm_of(histogram));
    ASSERT_FALSE(rows.empty());
    for (std::size_t i = 1; i < rows.size(); ++i) {
      EXPECT_GT(rows[i].percentile, rows[i - 1].percentile);
      EXPECT_GE(rows[i].total, rows[i - 1].total);
      EXPECT_GE(std::stod(rows[i].value), std::stod(rows[i - 1].value));
    }
    EXPECT_EQ(rows.back().percentile, 1);
    EXPECT_EQ(rows.back().total, histogram.count());
  }
}

TEST(Hgrm, ValuesAreTheHistogramsQuantiles) {
  for (const auto& histogram : {uniform(1), uniform(2), uniform(100), lognormal(997), lognormal(100'000)})
    for (const Row& row : rows_of(hgrm_of(histogram))) {
      const std::int64_t expected = row.percentile == 1 ? histogram.max() : histogram.quantile(row.percentile);
      EXPECT_EQ(row.value, fmt::format("{:.3f}", static_cast<double>(expected) * 1e-6))
          << row.percentile << " of " << histogram.count();
    }
}

TEST(Hgrm, HasFiveTicksForEachHalvingOfWhatIsLeft) {
  const std::vector<Row> rows = rows_of(hgrm_of(lognormal(100'000)));
  std::vector<int> ticks(4);
  for (const Row& row : rows)
    for (std::size_t halving = 0; halving < ticks.size(); ++halving)
      ticks[halving] += row.percentile >= 1 - std::pow(0.5, halving) && row.percentile < 1 - std::pow(0.5, halving + 1);
  EXPECT_EQ(ticks, std::vector<int>(4, 5));
}

}  // namespace
}  // namespace hundred::loadtest
