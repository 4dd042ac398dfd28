#include <gmock/gmock.h>

#include <fstream>
#include <regex>
#include <sstream>

#include "server/models/registry.hpp"
#include "tests/integration/command_line.hpp"
#include "tests/support/raw_connection.hpp"
#include "tests/support/server_process.hpp"

namespace hundred::test {
namespace {

using testing::HasSubstr;

/// The server in any mode with an access log.
class AccessLogFile : public testing::TestWithParam<std::string> {
 protected:
  /// Those that are whole.
  std::vector<std::string> lines() const {
    std::ostringstream text;
    text << std::ifstream(file_.path()).rdbuf();
    return lines_of(text.str().substr(0, text.str().rfind('\n') + 1));
  }
  /// The lines, once there are that many.
  std::vector<std::string> await_lines(std::size_t count) const {
    EXPECT_TRUE(eventually([&] { return lines().size() >= count; })) << lines().size() << " lines";
    return lines();
  }

  void ask(const std::string& request_text, int status) const {
    RawConnection connection(server_.port());
    connection.send(request_text);
    EXPECT_EQ(connection.read_response(request_text.starts_with("HEAD")).status, status);
  }

  const TemporaryFile file_{""};
  ServerProcess server_{{"--mode", GetParam(), "--workers", "2", "--access-log", file_.path()}};
};

std::vector<std::string> mode_names() {
  std::vector<std::string> names;
  for (const server::ModelRow& row : server::models()) names.emplace_back(row.name);
  return names;
}
INSTANTIATE_TEST_SUITE_P(AllModels, AccessLogFile, testing::ValuesIn(mode_names()),
                         [](const auto& mode) { return std::regex_replace(mode.param, std::regex("-"), "_"); });

TEST_P(AccessLogFile, HasAWholeLineForEachRequestWhoeverServedIt) {
  std::vector<RawConnection> connections;
  for (int i = 0; i < 10; ++i) connections.emplace_back(server_.port());
  for (RawConnection& connection : connections)
    for (int i = 0; i < 10; ++i)
      connection.send(request("GET", "/ping", "User-Agent: a \"browser\"\r\nReferer: http://b/\r\n"));
  for (RawConnection& connection : connections)
    for (int i = 0; i < 10; ++i) connection.read_response();
  const std::regex form(
      R"re(127\.0\.0\.1 - - \[\d\d/[A-Z][a-z][a-z]/\d{4}:\d\d:\d\d:\d\d \+0000\] "GET /ping HTTP/1\.1" 200 13 )re"
      R"re("http://b/" "a \\x22browser\\x22" worker=[a-z]\d+ queue_ms=\d+\.\d{3} handler_ms=\d+\.\d{3} total_ms=\d+\.\d{3})re");
  for (const std::string& line : await_lines(100)) EXPECT_TRUE(std::regex_match(line, form)) << line;
  EXPECT_EQ(lines().size(), 100U);
  EXPECT_EQ(server_.stop(), 0);
}

TEST_P(AccessLogFile, TellsWhatWasRefusedAndWhatHadNoBody) {
  get(server_.port(), "/nope");
  ask(request("HEAD", "/ping"), 200);
  ask("GET /ping HTTP/1.1\r\n\r\n", 400);
  ask("\x16\x03\x01 what\r\n\r\n", 400);
  await_lines(4);
  std::string all;
  for (const std::string& line : lines()) all += line + "\n";
  EXPECT_THAT(all, HasSubstr("\"GET /nope HTTP/1.1\" 404 "));
  EXPECT_THAT(all, HasSubstr("\"HEAD /ping HTTP/1.1\" 200 0 "));
  EXPECT_THAT(all, HasSubstr("\"GET /ping HTTP/1.1\" 400 "));
  EXPECT_THAT(all, HasSubstr("\"-\" 400 "));
  EXPECT_EQ(server_.stop(), 0);
}

TEST(Logging, AnAccessLogThatCannotBeIsNamed) {
  expect_error(run_server({"--access-log", "/proc/nowhere/log", "--port", "0"}), 1,
               {"--access-log", "/proc/nowhere/log"});
}

TEST(Logging, TheLevelChoosesWhatIsSaid) {
  const auto said_at = [](const std::string& level) {
    ServerProcess server({"--mode", "single", "--workers", "3", "--log-level", level});
    {
      RawConnection refused(server.port());
      refused.send("GET /ping HTTP/1.1\r\n\r\n");
      EXPECT_EQ(refused.read_response().status, 400);
    }
    EXPECT_EQ(server.stop(), 0);
    return server.errors();
  };
  EXPECT_THAT(said_at("info"), HasSubstr("does not use --workers"));
  EXPECT_EQ(said_at("warn"), "");
  EXPECT_THAT(said_at("debug"), HasSubstr("refused: 400 the request must have one Host field"));
}

}  // namespace
}  // namespace hundred::test
