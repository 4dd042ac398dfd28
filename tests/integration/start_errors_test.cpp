#include <gtest/gtest.h>

#include <csignal>
#include <fstream>

#include "server/models/registry.hpp"
#include "tests/integration/command_line.hpp"
#include "tests/support/server_process.hpp"
#include "tests/support/temporary_folder.hpp"

namespace hundred::test {
namespace {

TEST(StartErrors, APortInUseIsNamedWithItsOption) {
  ServerProcess first;
  const std::string port = std::to_string(first.port());
  for (const server::ModelRow& row : server::models()) {
    SCOPED_TRACE(row.name);
    expect_error(run_server({"--mode", std::string(row.name), "--port", port}), 1, {"--port", port, "in use"});
  }
  EXPECT_EQ(first.stop(), 0);
}

TEST(StartErrors, AnAddressThatIsNotOursIsNamed) {
  expect_error(run_server({"--host", "192.0.2.1", "--port", "0"}), 1, {"192.0.2.1"});
}

/// With ever more descriptors: first the supervisor lacks them, then its processes do.
TEST(StartErrors, ProcessesThatCannotStartAreSaidInOneLine) {
  bool started = false;
  std::size_t without_processes = 0;
  for (int most = 6; !started; ++most) {
    SCOPED_TRACE(most);
    ASSERT_LT(most, 200);
    Process server("/bin/sh", {"-c", "ulimit -n " + std::to_string(most) + " && exec \"$@\"", "sh",
                               HUNDRED_SERVER_PROGRAM, "--mode", "prefork", "--workers", "3", "--port", "0"});
    ASSERT_TRUE(eventually([&] { return !server.output().empty() || server.wait_for_exit(0ms); }));
    started = !server.output().empty();
    server.signal(SIGTERM);
    const auto exit_code = server.wait_for_exit(patience);
    ASSERT_TRUE(exit_code);
    if (started)
      EXPECT_EQ(*exit_code, 0) << server.errors();
    else
      expect_error({*exit_code, server.output(), server.errors()}, 1, {});
    without_processes += server.errors().find("of 3 processes only 0 could be started: ") != std::string::npos;
  }
  EXPECT_GT(without_processes, 0U);
}

TEST(StartErrors, ADatabaseFileThatCannotBeIsNamed) {
  expect_error(run_server({"--database", "sqlite:/proc/nowhere", "--port", "0"}), 1,
               {"--database", "sqlite:/proc/nowhere", "No such file"});
}

/// Only who asks for PostgreSQL needs its library.
TEST(StartErrors, ALibraryOfPostgresqlThatCannotBeLoadedIsNamed) {
  const TemporaryFolder folder;
  std::ofstream(folder.path() + "/libpq.so.5") << "no library";
  const Environment environment{{"LD_LIBRARY_PATH", folder.path()}};
  expect_error(run_server({"--database", "postgresql://me@127.0.0.1/mine", "--port", "0"}, environment), 1,
               {"PostgreSQL", folder.path() + "/libpq.so.5", "apt-get install libpq5"});
  EXPECT_EQ(run_server({"--test-config"}, environment).exit_code, 0);
}

TEST(StartErrors, AnUpstreamThatIsNotKnownIsNamed) {
  const std::string url = "http://no-such-host.invalid:8081";
  expect_error(run_server({"--upstream", url, "--port", "0"}), 1, {"--upstream", url, "does not resolve"});
}

TEST(StartErrors, ADataFolderThatCannotBeIsNamed) {
  expect_error(run_server({"--data-dir", "/proc/nowhere", "--port", "0"}), 1, {"/proc/nowhere"});
}

}  // namespace
}  // namespace hundred::test
