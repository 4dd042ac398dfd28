#include "loadtest/report/runs_csv.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <sstream>

#include "tests/unit/loadtest/comparison_samples.hpp"
#include "tests/unit/loadtest/full_run.hpp"
#include "tests/unit/loadtest/golden.hpp"

namespace hundred::loadtest {
namespace {

std::vector<std::string> lines_of(const std::string& text) {
  std::istringstream lines(text);
  std::vector<std::string> all;
  for (std::string line; std::getline(lines, line);) all.push_back(line);
  return all;
}

TEST(RunsCsv, HasARowForEachRun) {
  Report unknown = full_report();
  unknown.breakdown.reset();
  unknown.throughput_per_s.reset();
  expect_golden_data(runs_csv({{"a.json", full_report()}, {"b, \"old\".json", unknown}}), "runs.csv");
}

TEST(RunsCsv, OfAComparisonHasARowForEachRound) {
  const auto lines = lines_of(runs_csv({{"report.json", comparison_of(burst_of(), {all_modes_sleeping()})}}));
  ASSERT_EQ(lines.size(), 1U + 6 * 3);
  EXPECT_THAT(lines[8], testing::HasSubstr(",worker-pool,8 threads,park,2,100,"));
  for (const std::string& line : lines)
    EXPECT_GE(std::count(line.begin(), line.end(), ','), std::count(lines[0].begin(), lines[0].end(), ',')) << line;
}

}  // namespace
}  // namespace hundred::loadtest
