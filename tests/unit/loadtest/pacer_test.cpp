#include "client/pacer.hpp"

#include <gtest/gtest.h>

namespace hundred::client {
namespace {

TEST(Pacer, EndsWithTheRequests) {
  Pacer pacer(3, std::nullopt);
  pacer.release(1000);
  EXPECT_EQ(pacer.next(1000), 1000);
  EXPECT_EQ(pacer.next(1000), 1000);
  EXPECT_FALSE(pacer.over(5000));
  EXPECT_EQ(pacer.next(5000), 5000);
  EXPECT_TRUE(pacer.over(5000));
  EXPECT_FALSE(pacer.next(5001));
}

TEST(Pacer, EndsWithTheTime) {
  Pacer pacer(std::nullopt, 500);
  pacer.release(1000);
  EXPECT_EQ(pacer.next(1499), 1499);
  EXPECT_FALSE(pacer.over(1499));
  EXPECT_TRUE(pacer.over(1500));
  EXPECT_FALSE(pacer.next(1500));
}

TEST(Pacer, EndsWithWhicheverIsFirst) {
  Pacer by_count(1, 500);
  by_count.release(1000);
  EXPECT_TRUE(by_count.next(1000));
  EXPECT_FALSE(by_count.next(1001));
  Pacer by_time(100, 500);
  by_time.release(1000);
  EXPECT_TRUE(by_time.next(1000));
  EXPECT_FALSE(by_time.next(1600));
}

}  // namespace
}  // namespace hundred::client
