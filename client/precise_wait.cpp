#include "client/precise_wait.hpp"

#include <algorithm>
#include <atomic>
#include <cerrno>

namespace hundred::client {
namespace {

std::atomic<bool> only_milliseconds{false};

}  // namespace

std::size_t wait_for_events(int epoll, std::span<epoll_event> events, Time nanoseconds) {
  const auto most = static_cast<int>(events.size());
  const Time wait = std::clamp<Time>(nanoseconds, 0, second);
  int count = -1;
  if (!only_milliseconds.load(std::memory_order_relaxed)) {
    const timespec time{wait / second, wait % second};
    count = ::epoll_pwait2(epoll, events.data(), most, &time, nullptr);
    if (count < 0 && errno != EINTR) only_milliseconds.store(true, std::memory_order_relaxed);
  }
  if (only_milliseconds.load(std::memory_order_relaxed))
    count = ::epoll_wait(epoll, events.data(), most, static_cast<int>(wait / millisecond));
  return count > 0 ? static_cast<std::size_t>(count) : 0;
}

}  // namespace hundred::client
