#include "loadtest/diff_command.hpp"

#include <gmock/gmock.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "loadtest/cli.hpp"
#include "loadtest/report/comparison_json.hpp"
#include "loadtest/report/json.hpp"
#include "tests/unit/loadtest/diff_samples.hpp"

namespace hundred::loadtest {
namespace {

using testing::AllOf, testing::HasSubstr, testing::IsEmpty, testing::StartsWith;

struct Result {
  int code;
  std::string out, err;
};

/// Reports in a folder of this test's own.
class DiffCommand : public testing::Test {
 protected:
  void SetUp() override { std::filesystem::create_directory(folder_); }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::string path(const std::string& name) const { return (folder_ / name).string(); }

  template <class Any>
  std::string saved(const Any& report, const std::string& name) const {
    std::ofstream(path(name)) << to_json(report);
    return path(name);
  }
  static Result diff(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "diff");
    std::ostringstream out, err;
    Terminal terminal{out, err};
    const int code = run_program(arguments, terminal);
    return {code, out.str(), err.str()};
  }
  static Report run(const Factors& rounds) { return pool_and_loop(rounds, seven).contests[0].entries[0].rounds[0]; }

  std::string base() const { return saved(pool_and_loop(seven, seven), "base.json"); }
  std::string head() const { return saved(pool_and_loop(seven_slower, seven), "head.json"); }

  const std::filesystem::path folder_ = testing::TempDir() + "diff_command_test." + std::to_string(getpid());
};

TEST_F(DiffCommand, SaysWhatItComparesAndWhatCameOut) {
  const Result result = diff({base(), head()});
  EXPECT_EQ(result.code, 0);
  EXPECT_THAT(result.out, AllOf(StartsWith("Two comparisons, old and new: 2 rows, 7 rounds each."),
                                HasSubstr("old  " + path("base.json")), HasSubstr("worker-pool is slower by 10.0 %"),
                                HasSubstr("No difference seen: event-loop.")));
  EXPECT_THAT(result.err, IsEmpty());
}

TEST_F(DiffCommand, FailsAboveALimitOnly) {
  const Result broken = diff({base(), head(), "--fail-above", "9%"});
  EXPECT_EQ(broken.code, exit_threshold);
  EXPECT_EQ(broken.err,
            "hundred-load: broken: --fail-above 9%: worker-pool '/io/sleep?ms=50': all 100 have an answer 653 ms -> "
            "718 ms (+10.0 %)\n");
  EXPECT_EQ(diff({base(), head(), "--fail-above", "11"}).code, 0);
  EXPECT_EQ(diff({head(), base(), "--fail-above", "9%"}).code, 0) << "faster is not worse";
}

TEST_F(DiffCommand, NamesAnOptionThatChanged) {
  Comparison changed = pool_and_loop(seven, seven);
  changed.environment.arguments = {"--server-arg", "--workers=4"};
  const Result result = diff({base(), saved(changed, "changed.json")});
  EXPECT_THAT(result.out, HasSubstr("What differs:\n  options      --server-arg not given -> --workers=4\n"));
}

TEST_F(DiffCommand, OfRunsProposesRounds) {
  Report old = run(seven);
  const Result result = diff({saved(old, "old.json"), saved(run(seven_slower), "new.json")});
  EXPECT_EQ(result.code, 0);
  EXPECT_THAT(result.out, StartsWith("Two runs, old and new: one run each"));
  EXPECT_THAT(result.err,
              HasSubstr("hundred-load compare --modes worker-pool --endpoints '/io/sleep?ms=50' --repeats"));
  EXPECT_EQ(diff({path("old.json"), path("new.json"), "--fail-above", "5%"}).code, exit_threshold);
}

TEST_F(DiffCommand, TakesTwoOfAKind) {
  const Result result = diff({base(), saved(run(seven), "run.json")});
  EXPECT_EQ(result.code, exit_usage);
  EXPECT_THAT(result.err, HasSubstr("are not of one kind; diff takes two runs or two comparisons"));
}

TEST_F(DiffCommand, PrintsAndWritesWhatIsAskedFor) {
  const Result text = diff({base(), head(), "-o", path("diff.txt"), "-o", path("diff.json")});
  std::ifstream written(path("diff.txt"));
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(written), {}), text.out);
  const Result json = diff({base(), head(), "--json", "--fail-above", "5"});
  EXPECT_EQ(nlohmann::json::parse(json.out)["fail_above"]["broken"].size(), 1U);
  EXPECT_EQ(nlohmann::json::parse(std::ifstream(path("diff.json")))["rows"].size(), 2U);
  EXPECT_EQ(diff({base(), head(), "-o", "/nonexistent/x.txt"}).code, exit_failed);
}

TEST_F(DiffCommand, SaysHowManyRoundsItTakes) {
  const std::string few = saved(pool_and_loop({1, 1.1}, {1, 1}), "few.json");
  const Result result = diff({few, saved(pool_and_loop({1.4, 1.5}, {1, 1}), "few2.json"), "--fail-above", "50%"});
  EXPECT_EQ(result.code, 0);
  EXPECT_THAT(result.out, HasSubstr("Too few rounds to tell: worker-pool +38.1 %. For 2 rows it takes 6 on each"));
  EXPECT_THAT(result.err, HasSubstr("--repeats 6"));
}

}  // namespace
}  // namespace hundred::loadtest
