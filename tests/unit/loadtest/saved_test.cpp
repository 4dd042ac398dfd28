#include "loadtest/report/saved.hpp"

#include <gmock/gmock.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "common/option_table.hpp"
#include "loadtest/report/comparison_json.hpp"
#include "loadtest/report/json.hpp"
#include "tests/unit/loadtest/comparison_samples.hpp"
#include "tests/unit/loadtest/full_run.hpp"

namespace hundred::loadtest {
namespace {

using testing::HasSubstr;

std::string message_for(const std::string& content) {
  const std::string path = testing::TempDir() + "report_test." + std::to_string(getpid()) + ".json";
  std::ofstream(path) << content;
  std::string message = "accepted";
  try {
    read_saved(path);
  } catch (const UsageError& error) {
    message = error.what();
    EXPECT_THAT(message, HasSubstr(path));
  }
  std::remove(path.c_str());
  return message;
}

TEST(ReadReport, NamesWhatIsWrongWithAFile) {
  EXPECT_EQ(message_for(to_json(full_report()).dump()), "accepted");
  EXPECT_THAT(message_for(""), HasSubstr("is not JSON"));
  EXPECT_THAT(message_for("{\"a\":"), HasSubstr("is not JSON"));
  EXPECT_THAT(message_for("[1]"), HasSubstr("is not a report"));
  EXPECT_THAT(message_for("{}"), HasSubstr("is not a report"));
  EXPECT_THAT(message_for("{\"schema\":\"hundred.lab/1\"}"), HasSubstr("is not a report"));
  EXPECT_THAT(message_for("{\"schema\":\"hundred.sweep/1\"}"), HasSubstr("is damaged"));
  EXPECT_THAT(message_for("{\"schema\":\"hundred.compare/1\"}"), HasSubstr("is damaged"));
  EXPECT_THAT(message_for("{\"schema\":\"hundred.run/1\"}"), HasSubstr("is damaged"));
  auto json = to_json(full_report());
  json["counts"]["ok"] = "many";
  EXPECT_THAT(message_for(json.dump()), HasSubstr("is damaged"));
}

/// A folder of this test's own.
class SavedFolder : public testing::Test {
 protected:
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::string put(const nlohmann::ordered_json& json, const std::string& name) const {
    const std::filesystem::path path = folder_ / name;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path) << json;
    return folder_.string();
  }
  std::string message() const {
    try {
      read_saved(folder_.string());
    } catch (const UsageError& error) {
      return error.what();
    }
    return "accepted";
  }

  const std::filesystem::path folder_ = testing::TempDir() + "saved_test." + std::to_string(getpid());
};

Comparison sleeping_with(const Factors& rounds) {
  return comparison_of(burst_of(),
                       {contest_of(sleeping(), burst_of(), {{"hybrid", "1 loop + 2", 2, 51, 52, "wait", 98}}, rounds)});
}

TEST_F(SavedFolder, StandsForItsReport) {
  const Saved saved = read_saved(put(to_json(full_report()), "report.json"));
  EXPECT_EQ(to_json(std::get<Report>(saved)), to_json(full_report()));
}

TEST_F(SavedFolder, StandsForTheRoundsOfAllReportsInIt) {
  Comparison third = sleeping_with({1.2});
  third.failures = {{"hybrid", "park", 1, "out of luck"}};
  put(to_json(sleeping_with({1.0})), "1/report.json");
  put(to_json(sleeping_with({1.1})), "2/report.json");
  put("{", "notes/other.json");
  const auto all = std::get<Comparison>(read_saved(put(to_json(third), "3/report.json")));
  EXPECT_EQ(all.repeats, 3U);
  EXPECT_THAT(slownesses(all.contests.at(0).entries.at(0)), testing::ElementsAre(52, 52 * 1.1, 52 * 1.2));
  EXPECT_EQ(all.failures.size(), 1U);
}

TEST_F(SavedFolder, HoldsReportsOfTheSameModesOnly) {
  put(to_json(sleeping_with({1.0})), "1/report.json");
  Comparison other = sleeping_with({1.1});
  other.contests[0].entries[0].mode = "prefork";
  put(to_json(other), "2/report.json");
  EXPECT_THAT(message(), HasSubstr("2/report.json: is of another load, or of other endpoints or modes"));
  put(to_json(full_report()), "2/report.json");
  EXPECT_THAT(message(), HasSubstr("2/report.json: is a run"));
}

TEST_F(SavedFolder, WithoutAReportIsNamed) {
  put("{}", "empty/other.json");
  EXPECT_THAT(message(), HasSubstr(folder_.string() + ": is a folder without report.json"));
}

}  // namespace
}  // namespace hundred::loadtest
