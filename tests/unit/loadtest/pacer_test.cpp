#include "client/pacer.hpp"

#include <gtest/gtest.h>

namespace hundred::client {
namespace {

TEST(Pacer, EndsWithTheRequests) {
  Budget budget(2);
  Pacer pacer(budget, 0, std::nullopt);
  pacer.release(1000);
  EXPECT_TRUE(pacer.take(1000));
  EXPECT_FALSE(pacer.over(5000));
  EXPECT_TRUE(pacer.take(5000));
  EXPECT_TRUE(pacer.over(5000));
  EXPECT_FALSE(pacer.take(5001));
}

TEST(Pacer, EndsWithTheTime) {
  Budget budget(std::nullopt);
  Pacer pacer(budget, 0, 500);
  pacer.release(1000);
  EXPECT_TRUE(pacer.take(1499));
  EXPECT_FALSE(pacer.over(1499));
  EXPECT_TRUE(pacer.over(1500));
  EXPECT_FALSE(pacer.take(1500));
}

TEST(Pacer, EndsWithWhicheverIsFirst) {
  Budget one(1), many(100);
  Pacer by_count(one, 0, 500), by_time(many, 0, 500);
  by_count.release(1000);
  EXPECT_TRUE(by_count.take(1000));
  EXPECT_FALSE(by_count.take(1001));
  by_time.release(1000);
  EXPECT_TRUE(by_time.take(1000));
  EXPECT_FALSE(by_time.take(1600));
}

TEST(Pacer, CountsNeitherRequestsNorTimeOfTheWarmUp) {
  Budget budget(1);
  Pacer pacer(budget, 200, 500);
  pacer.release(1000);
  EXPECT_TRUE(pacer.take(1000));
  EXPECT_TRUE(pacer.take(1199));
  EXPECT_FALSE(pacer.over(1199));
  EXPECT_TRUE(pacer.take(1200));
  EXPECT_TRUE(pacer.over(1201));
  EXPECT_FALSE(pacer.take(1201));
  Budget unlimited(std::nullopt);
  Pacer timed(unlimited, 200, 500);
  timed.release(1000);
  EXPECT_TRUE(timed.take(1699));
  EXPECT_FALSE(timed.take(1700));
}

TEST(Pacer, SharesTheRequestsWithOthers) {
  Budget budget(3);
  Pacer one(budget, 0, std::nullopt), other(budget, 0, std::nullopt);
  one.release(0);
  other.release(0);
  EXPECT_TRUE(one.take(0) && other.take(0) && one.take(0));
  EXPECT_TRUE(one.over(0) && other.over(0));
}

}  // namespace
}  // namespace hundred::client
