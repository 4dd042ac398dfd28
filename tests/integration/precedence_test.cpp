#include <gtest/gtest.h>

#include "tests/integration/command_line.hpp"

namespace hundred::test {
namespace {

/// Flags win over variables, variables over the file, the file over defaults.
class Precedence : public ::testing::Test {
 protected:
  static nlohmann::json workers(const Arguments& arguments, const Environment& environment = {}) {
    return printed_config(arguments, environment)["workers"];
  }
  const TemporaryFile file_{R"({"workers": 3, "queue_capacity": 33})"};
  const Environment variable_{{"HUNDRED_WORKERS", "4"}};
};

TEST_F(Precedence, TheFileWinsOverDefaults) { EXPECT_EQ(workers({"--config", file_.path()}), 3); }

TEST_F(Precedence, VariablesWinOverTheFile) { EXPECT_EQ(workers({"--config", file_.path()}, variable_), 4); }

TEST_F(Precedence, FlagsWinOverAll) {
  EXPECT_EQ(workers({"--config", file_.path(), "--workers", "5"}, variable_), 5);
  EXPECT_EQ(workers({"--workers", "5", "--config", file_.path()}, variable_), 5);
}

TEST_F(Precedence, WhatIsNotSetElsewhereStaysAsTheFileSays) {
  EXPECT_EQ(printed_config({"--config", file_.path(), "--workers", "5"}, variable_)["queue_capacity"], 33);
}

TEST_F(Precedence, EveryKindOfOptionHasAVariable) {
  const nlohmann::json config = printed_config({}, {{"HUNDRED_MODE", "async"},
                                                    {"HUNDRED_HEADER_TIMEOUT", "3s"},
                                                    {"HUNDRED_MAX_BODY_BYTES", "5m"},
                                                    {"HUNDRED_KEEP_ALIVE", "close"},
                                                    {"HUNDRED_SERVER_TIMING", "off"},
                                                    {"HUNDRED_HOST", "0.0.0.0"}});
  EXPECT_EQ(config["header_timeout"], "3s");
  EXPECT_EQ(config["max_body_bytes"], "5m");
  EXPECT_EQ(config["keep_alive"], "close");
  EXPECT_EQ(config["server_timing"], "off");
  EXPECT_EQ(config["host"], "0.0.0.0");
}

TEST_F(Precedence, AVariableMayNameTheMode) {
  EXPECT_EQ(printed_config({}, {{"HUNDRED_MODE", "single-threaded"}})["mode"], "single-threaded");
  EXPECT_EQ(printed_config({}, {{"HUNDRED_MODE", "async"}})["mode"], "event-loop");
}

}  // namespace
}  // namespace hundred::test
