#include "loadtest/report/saved.hpp"

#include <gmock/gmock.h>
#include <unistd.h>

#include <fstream>

#include "common/option_table.hpp"
#include "loadtest/report/json.hpp"
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
  EXPECT_THAT(message_for("{\"schema\":\"hundred.sweep/1\"}"), HasSubstr("is not a report"));
  EXPECT_THAT(message_for("{\"schema\":\"hundred.compare/1\"}"), HasSubstr("is damaged"));
  EXPECT_THAT(message_for("{\"schema\":\"hundred.run/1\"}"), HasSubstr("is damaged"));
  auto json = to_json(full_report());
  json["counts"]["ok"] = "many";
  EXPECT_THAT(message_for(json.dump()), HasSubstr("is damaged"));
}

}  // namespace
}  // namespace hundred::loadtest
