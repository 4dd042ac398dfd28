#pragma once

#include <cstddef>
#include <functional>
#include <thread>
#include <utility>
#include <vector>

namespace hundred::server {

/// What threads of this process are like that start from now on:
/// - No signal interrupts them: signals are for the main thread alone. Said here, it costs no system calls later.
/// - They have a stack of 256 KiB beside their thread-local variables, or what the system gives where that is less. The
///   C library keeps 40 MB of stacks for the next threads: of the usual 8 MiB these are five, so that a hundred threads
///   at once cost ninety-five mappings, made and unmade.
void prepare_threads();

/// A thread, or none; joined before the object becomes another's or ends. As std::jthread, but without a stop source,
/// whose memory one thread would take and another give back.
class Thread {
 public:
  Thread() = default;
  explicit Thread(std::function<void()> body) : thread_(std::move(body)) {}
  Thread(Thread&&) = default;
  Thread& operator=(Thread&& other) noexcept {
    join();
    thread_ = std::move(other.thread_);
    return *this;
  }
  ~Thread() { join(); }

 private:
  void join() {
    if (thread_.joinable()) thread_.join();
  }

  std::thread thread_;
};

/// Starts a thread that runs `body`. It is the only place where threads are started, in a file of its own, so that a
/// test program can bring one that fails. @throws std::system_error if the system has no thread to give.
Thread start_thread(std::function<void()> body);

/// Starts threads that run body(0) … body(count - 1). If the system does not have that many to give, calls `stop`,
/// which must make those there are end, and waits for them. @throws std::system_error then.
std::vector<Thread> start_threads(std::size_t count, const std::function<void(std::size_t)>& body,
                                  const std::function<void()>& stop);

}  // namespace hundred::server
