#include <gtest/gtest.h>

#include "server/models/registry.hpp"
#include "tests/integration/command_line.hpp"
#include "tests/support/server_process.hpp"

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

TEST(StartErrors, AHostThatIsNoAddressIsNamed) {
  const Finished finished = run_server({"--host", "256.256.256.256", "--port", "0"});
  EXPECT_TRUE(finished.exit_code == 1 || finished.exit_code == 2) << finished.exit_code;
  expect_error(finished, finished.exit_code, {"--host", "256.256.256.256"});
}

TEST(StartErrors, ADataFolderThatCannotBeIsNamed) {
  expect_error(run_server({"--data-dir", "/proc/nowhere", "--port", "0"}), 1, {"/proc/nowhere"});
}

}  // namespace
}  // namespace hundred::test
