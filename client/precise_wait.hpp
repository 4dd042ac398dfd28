#pragma once

#include <sys/epoll.h>

#include <span>

#include "client/clock.hpp"

namespace hundred::client {

/// epoll_wait() for at most so many nanoseconds, 0 for not at all. Kernels before 5.11 wait whole milliseconds, rounded
/// down. @returns how many of `events` were filled in.
std::size_t wait_for_events(int epoll, std::span<epoll_event> events, Time nanoseconds);

}  // namespace hundred::client
