#include "server/options.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

namespace hundred::server {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(ServerOptions, EveryRowHasAUniqueNameAndHelp) {
  ServerOptions options;
  std::set<std::string> names;
  for (const Option& row : option_rows(options)) {
    EXPECT_TRUE(names.insert(row.long_name()).second) << row.long_name();
    EXPECT_FALSE(row.help.empty()) << row.long_name();
  }
}

TEST(ServerOptions, WorkersComeFromTheModeUnlessSet) {
  ServerOptions options;
  for (const ModelRow& row : models()) {
    options.mode = &row;
    options.workers.reset();
    EXPECT_GE(options.effective_workers(), 1U) << row.name;
    if (row.default_workers == nullptr) continue;
    EXPECT_EQ(options.effective_workers(), row.default_workers()) << row.name;
    options.workers = 3;
    EXPECT_EQ(options.effective_workers(), 3U) << row.name;
  }
}

TEST(ServerOptions, AliasesNameTheSameModel) {
  for (const ModelRow& row : models())
    if (!row.alias.empty()) {
      EXPECT_EQ(find_model(row.alias), find_model(row.name));
    }
  EXPECT_EQ(find_model(""), nullptr);
  EXPECT_EQ(find_model("no-such-mode"), nullptr);
}

TEST(ServerOptions, SaysWhatAModeDoesNotUse) {
  ServerOptions options;
  const auto chosen = read_options(options, {"--mode", "single", "--workers", "3", "--port", "0"});
  EXPECT_THAT(unused_options(options, chosen), ElementsAre("--workers"));
  const auto pool = read_options(options, {"--mode", "pool", "--workers", "3"});
  EXPECT_THAT(unused_options(options, pool), IsEmpty());
}

}  // namespace
}  // namespace hundred::server
