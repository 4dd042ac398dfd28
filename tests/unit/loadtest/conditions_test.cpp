#include "loadtest/conditions.hpp"

#include <gmock/gmock.h>

#include "loadtest/changed_options.hpp"
#include "loadtest/compare_options.hpp"
#include "loadtest/run_options.hpp"
#include "tests/unit/loadtest/comparison_samples.hpp"
#include "tests/unit/loadtest/full_run.hpp"

namespace hundred::loadtest {
namespace {

using testing::ElementsAre, testing::IsEmpty;
using Arguments = std::vector<std::string>;

std::vector<std::string> words(const std::vector<Condition>& conditions) {
  std::vector<std::string> words;
  for (const Condition& c : conditions) words.push_back(c.kind + " " + c.name + ": " + c.before + " -> " + c.after);
  return words;
}

std::vector<std::string> of_runs(const Arguments& before, const Arguments& after) {
  Report one = full_report(), other = one;
  one.environment.arguments = before;
  other.environment.arguments = after;
  return words(changed_conditions(one, other));
}

std::vector<std::string> of_comparisons(const Arguments& before, const Arguments& after) {
  Comparison one = comparison_of(burst_of(), {all_modes_computing()}), other = one;
  one.environment.arguments = before;
  other.environment.arguments = after;
  return words(changed_conditions(one, other));
}

TEST(Conditions, AreNoneOfTheSame) {
  EXPECT_THAT(of_runs({"--mode", "pool", "/ping"}, {"--mode=pool", "/ping"}), IsEmpty());
  EXPECT_THAT(of_comparisons({}, {}), IsEmpty());
}

TEST(Conditions, NameEachOptionThatChanged) {
  EXPECT_THAT(of_runs({"--mode", "pool", "--workers", "8", "/ping"}, {"--mode", "pool", "--workers=4", "/ping"}),
              ElementsAre("options --workers: 8 -> 4"));
  EXPECT_THAT(of_runs({"-R", "100", "x:1"}, {"-R", "100", "x:1", "--arrivals", "poisson", "--no-keep-alive"}),
              ElementsAre("options --arrivals: constant -> poisson", "options --no-keep-alive: not given -> given"));
  EXPECT_THAT(
      of_comparisons({"--repeats", "7"}, {"--repeats", "7", "--server-arg", "--workers=2", "--server-arg", "-x"}),
      ElementsAre("options --server-arg: not given -> --workers=2, -x"));
}

TEST(Conditions, TakeAnOptionsDefaultForTheSameAsNotGivingIt) {
  EXPECT_THAT(of_runs({"-c", "100", "--timeout", "60s", "x:1"}, {"x:1"}), IsEmpty());
  EXPECT_THAT(of_runs({"-d", "10000ms", "x:1"}, {"-d", "10s", "x:1"}), IsEmpty());
  EXPECT_THAT(of_comparisons({"-c", "50"}, {}), ElementsAre("options --users: 50 -> 100"));
}

TEST(Conditions, AreNotWhereTheReportGoes) {
  EXPECT_THAT(of_runs({"-o", "a.json", "--json", "x:1"}, {"-o", "b.json", "--no-color", "--explain", "x:1"}),
              IsEmpty());
  EXPECT_THAT(of_comparisons({"-o", "reports/base"}, {"--output=reports/head", "--no-progress"}), IsEmpty());
}

/// Its file may be gone, or another by now.
TEST(Conditions, ReadNoFileThatAnOptionNames) {
  EXPECT_THAT(of_runs({"--body-file", "/nonexistent/a", "x:1"}, {"--body-file", "/nonexistent/b", "x:1"}),
              ElementsAre("options --body-file: /nonexistent/a -> /nonexistent/b"));
}

TEST(Conditions, AreWholeCommandsWhereAnOptionIsNotKnown) {
  EXPECT_THAT(of_runs({"--colour", "x:1"}, {"x:1"}),
              ElementsAre("options : hundred-load run --colour 'x:1' -> hundred-load run 'x:1'"));
}

TEST(Conditions, AreOfTheMachineToo) {
  Report one = full_report(), other = one;
  other.environment.cpus = 4;
  other.environment.system = "Linux 6.12.0 x86_64";
  other.environment.version = "9.9";
  other.environment.shares_cpus.reset();
  other.mode = "prefork";
  other.load.words = "another";
  EXPECT_THAT(words(changed_conditions(one, other)),
              ElementsAre("mode : " + one.mode + " -> prefork", "load : " + one.load.words + " -> another",
                          "environment hundred-load: " + one.environment.version + " -> 9.9",
                          "environment system: " + one.environment.system + " -> Linux 6.12.0 x86_64",
                          "environment CPUs: " + std::to_string(one.environment.cpus) + " -> 4",
                          testing::EndsWith(" -> not known")));
}

TEST(Conditions, CountTheCpusThatWereReallyThere) {
  const Comparison one = comparison_of(burst_of(), {all_modes_sleeping(), all_modes_computing()});
  Comparison other = one;
  other.contests[0].facts.cpus = 1.2;
  other.contests[1].facts.cpus = 1.9;
  EXPECT_THAT(words(changed_conditions(one, other)), IsEmpty()) << "what waits needs none; 4 % are noise";
  other.contests[1].facts.cpus = 1.2;
  EXPECT_THAT(words(changed_conditions(one, other)),
              ElementsAre("environment CPUs at work on '/cpu/burn?ms=20': 1.98 -> 1.20"));
}

}  // namespace
}  // namespace hundred::loadtest
