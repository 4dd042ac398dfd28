#pragma once

#include <algorithm>
#include <ctime>

#include "server/telemetry/stamps.hpp"

namespace hundred::server {

/// CPU time used by the calling thread so far (CLOCK_THREAD_CPUTIME_ID).
inline Nanoseconds thread_cpu_time() {
  timespec used{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
  return std::chrono::seconds(used.tv_sec) + Nanoseconds(used.tv_nsec);
}

/// When a thread ran a task, and the CPU time that took; at most the time between.
struct Times {
  TimePoint start, end;
  Nanoseconds cpu{};
};

/// Runs the task on this thread. What it throws comes through.
template <class Task>
Times timed(const Task& task) {
  const TimePoint start = Clock::now();
  const Nanoseconds used_before = thread_cpu_time();
  task();
  const TimePoint end = Clock::now();
  return {start, end, std::min(thread_cpu_time() - used_before, Nanoseconds(end - start))};
}

}  // namespace hundred::server
