#include "server/runtime/unnamed_file.hpp"

#include <gtest/gtest.h>

#include <cerrno>
#include <functional>
#include <string>
#include <system_error>

#include "tests/support/temporary_folder.hpp"

namespace hundred::server {
namespace {

std::error_code failure_of(const std::function<void()>& call) {
  try {
    call();
  } catch (const std::system_error& error) {
    return error.code();
  }
  return {};
}

class UnnamedFileTest : public testing::Test {
 protected:
  const test::TemporaryFolder folder_;
};

TEST_F(UnnamedFileTest, KeepsWhatIsAddedAndIsNowhereToBeSeen) {
  UnnamedFile file(folder_.path());
  file.append("Hello, ");
  file.append("file");
  file.sync();
  EXPECT_TRUE(folder_.is_empty());
  std::string read(9, ' ');
  file.read(2, read);
  EXPECT_EQ(read, "llo, file");
}

TEST_F(UnnamedFileTest, ThereMayBeNone) {
  const UnnamedFile none, some(folder_.path());
  EXPECT_FALSE(none);
  EXPECT_TRUE(some);
}

TEST_F(UnnamedFileTest, SaysWhatCannotBeDone) {
  EXPECT_EQ(failure_of([&] { UnnamedFile(folder_.path() + "/missing"); }), std::errc::no_such_file_or_directory);
  UnnamedFile file(folder_.path());
  file.append("short");
  std::string too_long(6, ' ');
  EXPECT_EQ(failure_of([&] { file.read(0, too_long); }), std::errc::io_error);
  EXPECT_EQ(failure_of([] { UnnamedFile().append("x"); }), std::errc::bad_file_descriptor);
  EXPECT_EQ(failure_of([] { UnnamedFile().sync(); }), std::errc::bad_file_descriptor);
}

TEST(StatusOf, AFailureThatPassesOrOneOfSpaceIsNoFaultOfTheServers) {
  const auto status = [](int error) { return status_of({error, std::generic_category()}); };
  EXPECT_EQ(status(EMFILE), 503U);
  EXPECT_EQ(status(ENFILE), 503U);
  EXPECT_EQ(status(ENOSPC), 507U);
  EXPECT_EQ(status(EDQUOT), 507U);
  EXPECT_EQ(status(EACCES), 500U);
}

}  // namespace
}  // namespace hundred::server
