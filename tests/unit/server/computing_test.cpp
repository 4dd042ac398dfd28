#include "server/endpoints/computing.hpp"

#include <gtest/gtest.h>

#include "server/runtime/cpu_time.hpp"

namespace hundred::server {
namespace {

TEST(Computing, SumsOfSquaresAreExact) {
  EXPECT_EQ(sum_of_squares(0), "0");
  EXPECT_EQ(sum_of_squares(4), "14");
  EXPECT_EQ(sum_of_squares(1'000'000), "333332833333500000");
  EXPECT_EQ(sum_of_squares(4'000'000), "21333325333334000000");  // needs more than 64 bits
}

TEST(Computing, FactorialsAreExact) {
  EXPECT_EQ(factorial(0, 1), "1");
  EXPECT_EQ(factorial(25, 3), "15511210043330985984000000");
}

TEST(Computing, PiDependsOnTheSeedAlone) {
  EXPECT_EQ(monte_carlo_pi(100'000, 7), monte_carlo_pi(100'000, 7));
  EXPECT_NE(monte_carlo_pi(100'000, 7), monte_carlo_pi(100'000, 8));
  EXPECT_NEAR(monte_carlo_pi(1'000'000, 1), 3.14159, 0.01);
}

TEST(Computing, BurningUsesAsMuchCpuTimeAsAsked) {
  const Nanoseconds asked = std::chrono::milliseconds(20);
  Nanoseconds least = Nanoseconds::max();
  for (int i = 0; i < 20 && least >= 2 * asked; ++i) {  // what the machine does for itself may be charged to us
    const Nanoseconds before = thread_cpu_time();
    burn_cpu(asked);
    least = std::min(least, thread_cpu_time() - before);
    EXPECT_GE(least, asked);
  }
  EXPECT_LT(least, 2 * asked);
}

}  // namespace
}  // namespace hundred::server
