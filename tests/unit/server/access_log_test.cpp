#include "server/telemetry/access_log.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <optional>
#include <string>

namespace hundred::server {
namespace {

constexpr std::size_t longest = 16 * 1024;

/// How often this process has asked the system to write, if the system tells.
std::optional<std::uint64_t> writes() {
  std::ifstream figures("/proc/self/io");
  for (std::string name; figures >> name;)
    if (std::uint64_t count = 0; name == "syscw:" && figures >> count) return count;
  return {};
}

TEST(AccessLog, AnyLineIsWrittenAtOnceAndByOneCall) {
  const std::string file = testing::TempDir() + "access-log-" + std::to_string(::getpid());
  const std::string text(2 * longest, '\x01');
  const Stamps stamps;
  const AccessLogLine line{.client = "::1",
                           .request = text,
                           .status = 200,
                           .body_bytes = 0,
                           .delivered = true,
                           .referer = text,
                           .user_agent = text,
                           .stamps = stamps};
  const AccessLog log(file);
  for (std::size_t i = 1; i <= 3; ++i) {
    const auto before = writes();
    log.write(line);
    const auto after = writes();
    EXPECT_EQ(std::filesystem::file_size(file), i * (format(line, 0).size() + 1));
    if (before && after) {
      EXPECT_EQ(*after - *before, 1U);
    }
  }
  std::filesystem::remove(file);
}

TEST(AccessLog, LongTextsAreCut) {
  const Stamps stamps;
  const std::string kept(longest, 'k');
  const std::string line = format({.client = "::1",
                                   .request = kept + "cut",
                                   .status = 200,
                                   .body_bytes = 0,
                                   .delivered = true,
                                   .referer = {},
                                   .user_agent = kept,
                                   .stamps = stamps},
                                  0);
  EXPECT_THAT(line, testing::HasSubstr("] \"" + kept + "\" 200 0 \"-\" \"" + kept + "\" worker="));
}

}  // namespace
}  // namespace hundred::server
