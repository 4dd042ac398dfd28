#pragma once

#include <pthread.h>

#include <cstddef>
#include <deque>
#include <functional>
#include <utility>
#include <vector>

namespace hundred::server {

/// A thread, or none; joined before the object becomes another's or ends.
/// - No signal interrupts it: signals are for the main thread alone. Said when it is made, it costs no system calls.
/// - It has a stack of 256 KiB beside its thread-local variables, or what the system gives where that is less. The C
///   library keeps 40 MB of stacks for the next threads: of the usual 8 MiB these are five, so that a hundred threads
///   at once cost ninety-five mappings, made and unmade.
/// - To start and to end it asks nothing of the allocator, which has to get to know each thread that does, and has no
///   attributes of its own to copy. With std::thread, and attributes that are the default's, these are three in ten of
///   the instructions of a request that has a thread to itself.
class Thread {
 public:
  Thread() = default;
  /// Starts one that runs `body`, which must stay where it is until the thread has ended. @throws std::system_error if
  /// the system has none to give.
  explicit Thread(const std::function<void()>& body);
  Thread(Thread&& other) noexcept : id_(std::exchange(other.id_, none)) {}
  Thread& operator=(Thread&& other) noexcept {
    join();
    id_ = std::exchange(other.id_, none);
    return *this;
  }
  ~Thread() { join(); }

 private:
  static constexpr pthread_t none = 0;  // the C library's threads have addresses for names

  void join() noexcept;

  pthread_t id_ = none;
};

/// As Thread(body). It is the only place where threads are started, in a file of its own, so that a test program can
/// bring one that fails.
Thread start_thread(const std::function<void()>& body);

/// Threads that are joined when this ends.
class Threads {
 public:
  /// Starts threads that run body(0) … body(count - 1). If the system does not have that many to give, calls `stop`,
  /// which must make those there are end, and waits for them. @throws std::system_error then.
  Threads(std::size_t count, const std::function<void(std::size_t)>& body, const std::function<void()>& stop);

 private:
  std::deque<std::function<void()>> bodies_;
  std::vector<Thread> threads_;  // last, so that they are joined while their bodies are there
};

}  // namespace hundred::server
