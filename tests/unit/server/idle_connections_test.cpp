#include "server/upstream/idle_connections.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>

#include <array>
#include <vector>

namespace hundred::server {
namespace {

using namespace std::chrono_literals;

class IdleConnectionsTest : public testing::Test {
 protected:
  void SetUp() override {
    for (int i = 0; i < 3; ++i) {
      std::array<int, 2> ends{};
      ASSERT_EQ(::pipe2(ends.data(), O_CLOEXEC), 0);
      ours_.emplace_back(ends[0]);
      theirs_.emplace_back(ends[1]);
    }
  }
  void put(std::size_t number, TimePoint now = {}) { idle_.put(std::move(theirs_[number]), now); }
  bool is_open(std::size_t number) const {
    pollfd end{ours_[number].get(), POLLIN, 0};
    return ::poll(&end, 1, 0) == 0;
  }

  std::vector<Descriptor> ours_, theirs_;
  IdleConnections idle_{2, 10s};
};

TEST_F(IdleConnectionsTest, TheLastUsedIsTheNextInUse) {
  EXPECT_FALSE(idle_.take({}));
  const int first = theirs_[0].get(), second = theirs_[1].get();
  put(0);
  put(1);
  EXPECT_EQ(idle_.take({}).release(), second);
  EXPECT_EQ(idle_.take({}).release(), first);
  EXPECT_FALSE(idle_.take({}));
  theirs_[0] = Descriptor(first);
  theirs_[1] = Descriptor(second);
  EXPECT_TRUE(is_open(0) && is_open(1));
}

TEST_F(IdleConnectionsTest, TheOldestMakesRoom) {
  for (std::size_t i = 0; i < 3; ++i) put(i);
  EXPECT_FALSE(is_open(0));
  EXPECT_TRUE(is_open(1) && is_open(2));
}

TEST_F(IdleConnectionsTest, NoneIsKeptForTooLong) {
  const TimePoint start;
  put(0, start);
  put(1, start + 5s);
  EXPECT_TRUE(is_open(0));
  put(2, start + 11s);
  EXPECT_FALSE(is_open(0));
  EXPECT_TRUE(is_open(1));
  EXPECT_FALSE(idle_.take(start + 30s));
  EXPECT_FALSE(is_open(1) || is_open(2));
}

TEST_F(IdleConnectionsTest, OnceClosedItKeepsNone) {
  put(0);
  idle_.close();
  put(1);
  EXPECT_FALSE(is_open(0) || is_open(1));
  EXPECT_FALSE(idle_.take({}));
}

}  // namespace
}  // namespace hundred::server
