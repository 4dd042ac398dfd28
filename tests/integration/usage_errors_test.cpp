#include <gtest/gtest.h>

#include "tests/integration/command_line.hpp"

namespace hundred::test {
namespace {

TEST(UsageErrors, AnUnknownFlagIsNamedWithTheNearest) {
  expect_error(run_server({"--wokers", "2"}), 2, {"--wokers", "--workers"});
  expect_error(run_server({"--queue-capcity=2"}), 2, {"--queue-capcity", "--queue-capacity"});
  expect_error(run_server({"--completely-different"}), 2, {"--completely-different"});
  expect_error(run_server({"-Z"}), 2, {"-Z"});
}

TEST(UsageErrors, AnUnknownModeIsNamedWithTheNearest) {
  expect_error(run_server({"--mode", "worker-pol"}), 2,
               {"--mode", "worker-pol", "'worker-pool'", "single-threaded", "event-loop"});
  expect_error(run_server({"--mode", ""}), 2, {"--mode"});
}

TEST(UsageErrors, ValuesOutOfRangeAreNamedWithTheRange) {
  struct Case {
    const char *option, *value, *allowed;
  };
  const Case cases[] = {
      {"--workers", "0", "from 1 to"},
      {"--workers", "-1", "from 1 to"},
      {"--workers", "two", "from 1 to"},
      {"--workers", "1.5", "from 1 to"},
      {"--workers", "99999999999999999999", "from 1 to"},
      {"--host", "nonsense", "an IP address"},
      {"--host", "256.256.256.256", "an IP address"},
      {"--port", "65536", "65535"},
      {"--port", "http", "65535"},
      {"--queue-capacity", "0", "from 1 to"},
      {"--max-threads", "0", "from 1 to"},
      {"--max-connections", "0", "from 1 to"},
      {"--header-timeout", "10", "500ms"},
      {"--header-timeout", "soon", "500ms"},
      {"--drain-timeout", "-1s", "500ms"},
      {"--max-body-bytes", "1mb", "16k"},
      {"--max-header-bytes", "0", "16k"},
      {"--overload", "drop", "reject, wait"},
      {"--keep-alive", "on", "close"},
      {"--server-timing", "yes", "on, off"},
      {"--database", "sqlite:", "postgresql://USER"},
      {"--database", "mysql://localhost/x", "sqlite:PATH"},
      {"--database", "postgresql://localhost:port/x", "postgresql://USER"},
      {"--database-pool", "0", "from 1 to"},
      {"--upstream", "https://example.com", "http://HOST:PORT"},
  };
  for (const Case& c : cases) {
    SCOPED_TRACE(std::string(c.option) + " " + c.value);
    expect_error(run_server({c.option, c.value}), 2, {c.option, c.value, c.allowed});
    expect_error(run_server({"--test-config", c.option, c.value}), 2, {c.option, c.value, c.allowed});
  }
}

TEST(UsageErrors, PinningNeedsWorkers) {
  for (const char* mode : {"single-threaded", "thread-per-request", "event-loop", "hybrid"})
    expect_error(run_server({"--mode", mode, "--keep-alive", "pin"}), 2,
                 {"--keep-alive pin", mode, "worker-pool", "prefork"});
}

TEST(UsageErrors, ProcessesHaveNoMemoryInCommon) {
  expect_error(run_server({"--mode", "prefork", "--database", "sqlite::memory:"}), 2,
               {"--database sqlite::memory:", "prefork", "sqlite:PATH", "postgresql://"});
}

TEST(UsageErrors, VariablesAreCheckedToo) {
  expect_error(run_server({}, {{"HUNDRED_WORKERS", "0"}}), 2, {"HUNDRED_WORKERS", "'0'", "from 1 to"});
  expect_error(run_server({}, {{"HUNDRED_MODE", "worker-pol"}}), 2, {"HUNDRED_MODE", "worker-pol", "worker-pool"});
}

TEST(UsageErrors, AMissingValueIsSaid) {
  expect_error(run_server({"--port"}), 2, {"--port"});
  expect_error(run_server({"--mode"}), 2, {"--mode"});
}

TEST(UsageErrors, ArgumentsThatAreNoOptionsAreRefused) {
  expect_error(run_server({"worker-pool"}), 2, {"worker-pool"});
}

}  // namespace
}  // namespace hundred::test
