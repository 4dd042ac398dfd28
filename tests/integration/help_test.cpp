#include <gmock/gmock.h>

#include "tests/integration/command_line.hpp"

namespace hundred::test {
namespace {

using ::testing::EndsWith, ::testing::HasSubstr;

const std::vector<std::string> documented{"mode",
                                          "host",
                                          "port",
                                          "workers",
                                          "queue-capacity",
                                          "overload",
                                          "max-threads",
                                          "max-connections",
                                          "backlog",
                                          "keep-alive",
                                          "keep-alive-timeout",
                                          "header-timeout",
                                          "body-timeout",
                                          "write-timeout",
                                          "drain-timeout",
                                          "max-header-bytes",
                                          "max-target-bytes",
                                          "max-body-bytes",
                                          "server-timing",
                                          "data-dir",
                                          "log-level",
                                          "access-log",
                                          "helper-threads",
                                          "database",
                                          "database-pool"};

void expect_no_line_over_80_columns(const std::string& text) {
  for (const std::string& line : lines_of(text)) EXPECT_LE(line.size(), 80U) << line;
}

TEST(Help, IsShort) {
  const Finished finished = run_server({"--help"});
  EXPECT_EQ(finished.exit_code, 0);
  EXPECT_EQ(finished.errors, "");
  for (const char* name : {"--mode", "--port", "--workers", "--help-all"})
    EXPECT_THAT(finished.output, HasSubstr(name));
  EXPECT_THAT(finished.output, ::testing::Not(HasSubstr("--max-target-bytes")));
  EXPECT_LE(lines_of(finished.output).size(), 40U);
  expect_no_line_over_80_columns(finished.output);
}

TEST(Help, ShowsEightOptionsAndHowToSeeAll) {
  const auto options = [](const char* flag) {
    const std::vector<std::string> lines = lines_of(run_server({flag}).output);
    return std::count_if(lines.begin(), lines.end(), [](const auto& line) { return line.starts_with("  -"); });
  };
  EXPECT_EQ(options("--help"), 8);
  EXPECT_THAT(run_server({"--help"}).output,
              EndsWith("hundred-server --help-all lists all " + std::to_string(options("--help-all")) + " options.\n"));
}

TEST(Help, AllShowsEveryOptionWithItsDefault) {
  const Finished finished = run_server({"--help-all"});
  EXPECT_EQ(finished.exit_code, 0);
  EXPECT_EQ(finished.errors, "");
  for (const std::string& name : documented) EXPECT_THAT(finished.output, HasSubstr("--" + name));
  for (const char* name : {"--config", "-t, --test-config", "--list-modes", "--print-config", "--version"})
    EXPECT_THAT(finished.output, HasSubstr(name));
  for (const char* fallback : {"worker-pool", "8080", "1024", "10000", "4096", "15s", "16k", "1m"})
    EXPECT_THAT(finished.output, HasSubstr(fallback));
  expect_no_line_over_80_columns(finished.output);
}

TEST(Help, ConfigurationHasEveryOption) {
  const nlohmann::json config = printed_config({});
  for (std::string name : documented) {
    std::replace(name.begin(), name.end(), '-', '_');
    EXPECT_TRUE(config.contains(name)) << name;
  }
}

TEST(Help, DefaultsAreAsDocumented) {
  const nlohmann::json config = printed_config({});
  const nlohmann::json expected = nlohmann::json::parse(R"({
    "mode": "worker-pool", "host": "127.0.0.1", "port": 8080, "queue_capacity": 1024, "overload": "reject",
    "max_threads": 1024, "max_connections": 10000, "backlog": 4096, "keep_alive": "park", "keep_alive_timeout": "15s",
    "header_timeout": "10s", "body_timeout": "30s", "write_timeout": "10s", "drain_timeout": "8s",
    "max_header_bytes": "16k", "max_target_bytes": "8k", "max_body_bytes": "1m", "server_timing": "on",
    "helper_threads": 4, "database": null, "database_pool": 8})");
  for (const auto& [key, value] : expected.items()) EXPECT_EQ(config.value(key, nlohmann::json()), value) << key;
}

}  // namespace
}  // namespace hundred::test
