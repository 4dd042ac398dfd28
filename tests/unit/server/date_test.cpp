#include "server/http/date.hpp"

#include <gtest/gtest.h>

#include <array>
#include <chrono>
#include <ctime>
#include <string>
#include <thread>
#include <vector>

namespace hundred::server {
namespace {

std::string date_of(TimePoint now) {
  std::array<char, 64> room{};
  return {room.data(), put_date(room.data(), now)};
}

/// Seconds since 1970, or -1 if the text is no IMF-fixdate.
std::time_t parsed(const std::string& text) {
  tm parts{};
  const char* const rest = ::strptime(text.c_str(), "%a, %d %b %Y %H:%M:%S GMT", &parts);
  if (rest == nullptr || *rest != '\0') return -1;
  const std::time_t seconds = ::timegm(&parts);
  std::array<char, 64> again{};
  ::strftime(again.data(), again.size(), "%a, %d %b %Y %H:%M:%S GMT", &parts);
  return again.data() == text ? seconds : -1;
}

/// By the exact clock; that of std::time() is a few milliseconds behind.
std::time_t second() { return std::chrono::system_clock::to_time_t(std::chrono::system_clock::now()); }

void expect_now() {
  const std::time_t before = second();
  const std::time_t written = parsed(date_of(Clock::now()));
  const std::time_t after = second();
  EXPECT_LE(before, written);
  EXPECT_LE(written, after);
}

TEST(Date, IsTheSecondThatItIs) {
  const TimePoint end = Clock::now() + std::chrono::milliseconds(2200);
  while (Clock::now() < end) {
    expect_now();
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
}

TEST(Date, IsWholeForAllThreadsWhileASecondEnds) {
  const TimePoint end = Clock::now() + std::chrono::milliseconds(1200);
  std::vector<std::jthread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([end] {
      std::time_t last = 0;
      for (TimePoint now = Clock::now(); now < end; now = Clock::now()) {
        const std::time_t written = parsed(date_of(now));
        ASSERT_GE(written, last);
        last = written;
      }
    });
}

}  // namespace
}  // namespace hundred::server
