#include "server/runtime/body.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <string>
#include <system_error>

namespace hundred::server {
namespace {

std::string read_all(const Body& body) {
  std::string all;
  std::array<char, 1000> chunk{};
  while (const std::size_t n = body.read(all.size(), chunk)) all.append(chunk.data(), n);
  return all;
}

class BodyTest : public testing::Test {
 protected:
  void SetUp() override { std::filesystem::create_directories(folder_); }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  const std::string folder_ = testing::TempDir() + "hundred-body-test-" + std::to_string(::getpid());
};

TEST_F(BodyTest, StaysInMemoryUpToItsLimit) {
  Body body;
  body.append(std::string(Body::max_in_memory, 'x'), folder_);
  EXPECT_FALSE(body.spooled());
  EXPECT_EQ(read_all(body), std::string(Body::max_in_memory, 'x'));
}

TEST_F(BodyTest, MovesToAFileThatHasNoName) {
  Body body;
  std::string expected;
  for (int i = 0; i < 3000; ++i) {
    const std::string part = std::to_string(i) + std::string(50, '.');
    expected += part;
    body.append(part, folder_);
  }
  EXPECT_TRUE(body.spooled());
  EXPECT_TRUE(std::filesystem::is_empty(folder_));
  EXPECT_EQ(body.size(), expected.size());
  EXPECT_EQ(read_all(body), expected);
}

TEST_F(BodyTest, IsEmptyAndUsableAfterClear) {
  Body body;
  body.append(std::string(100'000, 'x'), folder_);
  body.clear();
  EXPECT_EQ(body.size(), 0U);
  body.append("again", folder_);
  EXPECT_EQ(read_all(body), "again");
}

TEST_F(BodyTest, SaysWhenNoFileCanBeMade) {
  Body body;
  EXPECT_THROW(body.append(std::string(100'000, 'x'), folder_ + "/missing"), std::system_error);
}

}  // namespace
}  // namespace hundred::server
