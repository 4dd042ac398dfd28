#include <gmock/gmock.h>
#include <sys/resource.h>

#include <filesystem>

#include "tests/integration/command_line.hpp"
#include "tests/support/process_facts.hpp"
#include "tests/support/raw_connection.hpp"
#include "tests/support/server_process.hpp"

namespace hundred::test {
namespace {

std::string folder_of(const TemporaryFile& file) { return std::filesystem::path(file.path()).parent_path(); }

/// It needs more from the start.
TEST(Runtime, TheSoftDescriptorLimitIsRaised) {
  rlimit before{};
  ::getrlimit(RLIMIT_NOFILE, &before);
  const rlimit low{64, before.rlim_max};
  ::setrlimit(RLIMIT_NOFILE, &low);
  ServerProcess server({"--mode", "event-loop", "--workers", "64"});
  ::setrlimit(RLIMIT_NOFILE, &before);
  const DescriptorLimits limits = descriptor_limits(server.pid());
  EXPECT_EQ(limits.soft, limits.hard);
  EXPECT_GT(limits.soft, 64U);
  EXPECT_EQ(server.stop(), 0);
}

TEST(Runtime, NothingStaysInTheTemporaryFolder) {
  const TemporaryFile beside("");
  ServerProcess server({}, {{"TMPDIR", folder_of(beside)}});
  EXPECT_EQ(post(server.port(), "/echo", std::string(200'000, 'x')).status, 200);
  EXPECT_EQ(get(server.port(), "/io/db").status, 200);
  EXPECT_EQ(server.stop(), 0);
  for (const auto& entry : std::filesystem::directory_iterator(folder_of(beside)))
    EXPECT_EQ(entry.path(), beside.path()) << "was left behind";
}

TEST(Runtime, ADataFolderThatWasGivenStaysAndIsClean) {
  const TemporaryFile beside("");
  const std::string folder = folder_of(beside) + "/data";
  std::filesystem::create_directory(folder);
  ServerProcess server({"--data-dir", folder});
  EXPECT_EQ(post(server.port(), "/echo", std::string(200'000, 'x')).status, 200);
  EXPECT_EQ(server.stop(), 0);
  EXPECT_TRUE(std::filesystem::exists(folder));
}

TEST(Runtime, AnotherAddressOfThisHostIsServed) {
  ServerProcess server({"--host", "0.0.0.0"});
  EXPECT_EQ(parse_ready_line(server.ready_line()).host, "0.0.0.0");
  EXPECT_EQ(get(server.port(), "/ping").status, 200);
  EXPECT_EQ(server.stop(), 0);
}

TEST(Runtime, ARestartOnTheSamePortWorksAtOnce) {
  ServerProcess first;
  const std::uint16_t port = first.port();
  EXPECT_EQ(get(port, "/ping").status, 200);
  EXPECT_EQ(first.stop(), 0);
  ServerProcess second({"--port", std::to_string(port)});
  EXPECT_EQ(get(port, "/ping").status, 200);
  EXPECT_EQ(second.stop(), 0);
}

}  // namespace
}  // namespace hundred::test
