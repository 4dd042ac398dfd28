#include "tests/integration/command_line.hpp"

#include <gmock/gmock.h>

#include "server/models/registry.hpp"
#include "tests/support/raw_connection.hpp"
#include "tests/support/server_process.hpp"

namespace hundred::test {
namespace {

using ::testing::HasSubstr;

TEST(CommandLine, VersionIsPrinted) {
  const Finished finished = run_server({"--version"});
  EXPECT_EQ(finished.exit_code, 0);
  EXPECT_THAT(finished.output, ::testing::ContainsRegex("^hundred-server [0-9]+\\.[0-9]+\\.[0-9]+"));
  EXPECT_EQ(finished.errors, "");
}

TEST(CommandLine, ModesAreListedWithTheirAliasesAndWhereTheyAreKnownFrom) {
  const Finished finished = run_server({"--list-modes"});
  EXPECT_EQ(finished.exit_code, 0);
  EXPECT_EQ(finished.errors, "");
  for (const server::ModelRow& row : server::models()) {
    EXPECT_THAT(finished.output, HasSubstr(std::string(row.name)));
    EXPECT_THAT(finished.output, HasSubstr(std::string(row.alias)));
    EXPECT_THAT(finished.output, HasSubstr(std::string(row.as_in)));
  }
  EXPECT_GE(lines_of(finished.output).size(), server::models().size());
}

TEST(CommandLine, AliasesMeanTheirModes) {
  for (const server::ModelRow& row : server::models()) {
    if (row.alias.empty()) continue;
    ServerProcess server({"--mode", std::string(row.alias)});
    EXPECT_EQ(parse_ready_line(server.ready_line()).mode, row.name);
    EXPECT_EQ(get(server.port(), "/stats").json()["mode"], row.name);
    EXPECT_EQ(server.stop(), 0);
  }
}

TEST(CommandLine, ThePoolIsTheDefault) {
  ServerProcess server;
  const Ready ready = parse_ready_line(server.ready_line());
  EXPECT_EQ(ready.mode, "worker-pool");
  EXPECT_EQ(ready.workers, "8");
  EXPECT_EQ(ready.host, "127.0.0.1");
  EXPECT_EQ(server.stop(), 0);
}

TEST(CommandLine, ValuesMayFollowAnEqualsSign) {
  EXPECT_EQ(printed_config({"--workers=3"})["workers"], 3);
  EXPECT_EQ(printed_config({"--header-timeout=500ms"})["header_timeout"], "500ms");
}

TEST(CommandLine, OptionsThatTheModeDoesNotUseAreSaidAndAccepted) {
  ServerProcess server({"--mode", "single-threaded", "--workers", "4"});
  EXPECT_EQ(get(server.port(), "/ping").status, 200);
  EXPECT_EQ(server.stop(), 0);
  int said = 0;
  for (const std::string& line : lines_of(server.errors()))
    if (line.find("workers") != std::string::npos) {
      ++said;
      EXPECT_THAT(line, HasSubstr("single-threaded"));
    }
  EXPECT_EQ(said, 1) << server.errors();
}

TEST(CommandLine, SeveralUnusedOptionsAreSaidInOneLine) {
  ServerProcess server({"--mode", "single-threaded", "--workers", "4", "--max-threads", "9"});
  EXPECT_EQ(server.stop(), 0);
  int said = 0;
  for (const std::string& line : lines_of(server.errors()))
    if (line.find("workers") != std::string::npos || line.find("max-threads") != std::string::npos) ++said;
  EXPECT_EQ(said, 1) << server.errors();
  EXPECT_THAT(server.errors(), ::testing::AllOf(HasSubstr("--workers"), HasSubstr("--max-threads")));
}

TEST(CommandLine, OptionsThatTheModeUsesAreNotMentioned) {
  ServerProcess server({"--mode", "worker-pool", "--workers", "4", "--queue-capacity", "10"});
  EXPECT_EQ(server.stop(), 0);
  EXPECT_THAT(server.errors(), ::testing::Not(HasSubstr("--workers")));
  EXPECT_THAT(server.errors(), ::testing::Not(HasSubstr("--queue-capacity")));
}

}  // namespace
}  // namespace hundred::test
