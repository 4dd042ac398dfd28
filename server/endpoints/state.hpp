#pragma once

#include <atomic>
#include <cstdint>

#include "server/runtime/mutex.hpp"

namespace hundred::server {

/// What the endpoints of /state/ keep from one request to the next, in the memory of the process: its threads share it,
/// other processes have their own. Thread safety: all members. The counters are atomic, so that even the one that
/// nothing guards has no undefined behaviour: what it loses is lost between its load and its store.
struct SharedState {
  std::atomic<std::uint64_t> unguarded{0};
  std::atomic<std::uint64_t> guarded{0};  ///< changed by who has `counting`
  std::atomic<std::uint64_t> atomic{0};   ///< changed in one step
  Mutex counting;
  Mutex registering;  ///< for who checks and then inserts
};

}  // namespace hundred::server
