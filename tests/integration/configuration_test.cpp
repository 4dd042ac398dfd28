#include <gmock/gmock.h>

#include <filesystem>

#include "tests/integration/command_line.hpp"
#include "tests/support/raw_connection.hpp"
#include "tests/support/server_process.hpp"

namespace hundred::test {
namespace {

TEST(Configuration, WhatIsPrintedCanBeReadBack) {
  const Arguments chosen{"--mode",          "event-loop", "--workers",        "3",     "--queue-capacity",   "77",
                         "--overload",      "wait",       "--keep-alive",     "close", "--header-timeout",   "1500ms",
                         "--body-timeout",  "2m",         "--max-body-bytes", "123",   "--max-header-bytes", "32k",
                         "--server-timing", "off",        "--port",           "0"};
  const nlohmann::json printed = printed_config(chosen);
  EXPECT_EQ(printed["mode"], "event-loop");
  EXPECT_EQ(printed["header_timeout"], "1500ms");
  EXPECT_EQ(printed["max_header_bytes"], "32k");
  const TemporaryFile file(printed.dump(2));
  EXPECT_EQ(printed_config({"--config", file.path()}), printed);
}

TEST(Configuration, DefaultsCanBeReadBack) {
  const nlohmann::json printed = printed_config({});
  const TemporaryFile file(printed.dump());
  EXPECT_EQ(printed_config({"--config", file.path()}), printed);
}

TEST(Configuration, IsPrintedEvenIfATextIsNotUtf8) {
  EXPECT_EQ(printed_config({"--data-dir", "/tmp/\xff"})["data_dir"], "/tmp/\xef\xbf\xbd");
}

TEST(Configuration, CommentsAreAllowed) {
  const TemporaryFile file("// how many\n{ \"workers\": 3, /* the rest as it is */ \"mode\": \"worker-pool\" }\n");
  EXPECT_EQ(printed_config({"--config", file.path()})["workers"], 3);
}

TEST(Configuration, AServerRunsByIt) {
  const TemporaryFile file(R"({"mode": "event-loop", "port": 0, "keep_alive": "close"})");
  ServerProcess server({"--config", file.path()});
  EXPECT_EQ(parse_ready_line(server.ready_line()).mode, "event-loop");
  RawConnection connection(server.port());
  connection.send(get_request("/ping"));
  EXPECT_TRUE(connection.read_response().says_close());
  EXPECT_EQ(server.stop(), 0);
}

TEST(Configuration, CanBeTested) {
  const TemporaryFile file(R"({"mode": "event-loop", "workers": 2})");
  for (const char* option : {"--test-config", "-t"}) {
    const Finished finished = run_server({"--config", file.path(), option});
    EXPECT_EQ(finished.exit_code, 0) << finished.errors;
    EXPECT_EQ(finished.output + finished.errors, "configuration " + file.path() + " is ok\n");
  }
}

TEST(Configuration, TestsFindMistakes) {
  const TemporaryFile file(R"({"workers": 0})");
  expect_error(run_server({"-t", "--config", file.path()}), 2, {file.path(), "workers", "0"});
}

TEST(Configuration, TheDocumentedDefaultIsTheDefault) {
  const std::string path = HUNDRED_SOURCE_DIR "/config/server.json";
  EXPECT_EQ(run_server({"-t", "--config", path}).exit_code, 0);
  EXPECT_EQ(printed_config({"--config", path}), printed_config({}));
}

TEST(Configuration, AnUnknownKeyIsNamedWithTheNearest) {
  const TemporaryFile file(R"({"worker": 3})");
  expect_error(run_server({"--config", file.path()}), 2, {file.path(), "'worker'", "'workers'"});
}

TEST(Configuration, AStringForANumberIsRefused) {
  const TemporaryFile file(R"({"workers": "8"})");
  expect_error(run_server({"--config", file.path()}), 2, {file.path(), "workers", "\"8\"", "number"});
}

TEST(Configuration, ANumberForADurationIsRefused) {
  const TemporaryFile file(R"({"header_timeout": 10})");
  expect_error(run_server({"--config", file.path()}), 2, {file.path(), "header_timeout", "10", "duration"});
}

TEST(Configuration, AnUnknownModeIsNamedWithTheNearest) {
  const TemporaryFile file(R"({"mode": "event-lop"})");
  expect_error(run_server({"--config", file.path()}), 2, {file.path(), "mode", "event-lop", "event-loop"});
}

TEST(Configuration, WhatIsNotJsonIsRefused) {
  for (const char* content : {"{\n\"workers\": 3,\n", "workers = 3", "", "[1, 2]", "3"}) {
    const TemporaryFile file(content);
    expect_error(run_server({"--config", file.path()}), 2, {file.path(), "JSON"});
  }
}

TEST(Configuration, AMissingFileIsNamed) {
  expect_error(run_server({"--config", "/nowhere/server.json"}), 2, {"/nowhere/server.json"});
  expect_error(run_server({"--config", "/tmp"}), 2, {"/tmp"});
}

}  // namespace
}  // namespace hundred::test
