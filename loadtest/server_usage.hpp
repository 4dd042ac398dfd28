#pragma once

#include <sys/types.h>
#include <time.h>

#include <chrono>
#include <cstdint>
#include <exception>
#include <map>
#include <optional>
#include <stop_token>
#include <thread>
#include <vector>

#include "loadtest/report/parts.hpp"

namespace hundred::loadtest {

/// Measures what a server and its descendants use from its construction to finish(), on a thread of its own that blocks
/// all signals.
///
/// CPU time is a difference of two clocks, exact to the microsecond. Of a process that is started meanwhile all counts;
/// of one that ends meanwhile, what it had used when it was last looked at; of one that lives for less than 50 ms
/// perhaps nothing. Peaks are of samples: threads and processes every 5 ms, memory and new processes every 50 ms, all
/// once more at both ends; what lasted for less may be missed. Samples become rarer where they would take over 1 % of a
/// CPU.
///
/// Thread safety: none; the functions are for one thread. Start it before the threads of the load, whose CPU it shares.
class UsageMeter {
 public:
  /// @param server  a process of the same user; if there is none, everything is 0.
  /// @throws client::RunError if the system does not tell what is needed.
  explicit UsageMeter(pid_t server);
  ~UsageMeter();
  UsageMeter(const UsageMeter&) = delete;
  UsageMeter& operator=(const UsageMeter&) = delete;

  /// Ends the measurement; to be called once. @throws client::RunError if it had failed meanwhile.
  Usage finish();

 private:
  using Clock = std::chrono::steady_clock;
  /// Work that is repeated every `period`, or more rarely: it takes at most 1/`part` of a CPU.
  struct Chore {
    void (UsageMeter::*work)();
    std::chrono::nanoseconds period;
    int part;
    Clock::time_point due;
  };
  struct CpuTime {
    clockid_t clock;
    std::chrono::nanoseconds first;
    std::chrono::nanoseconds last;
  };

  void keep_sampling(const std::stop_token& stop);
  void do_if_due(Chore& chore);
  void sample_all();
  void find_processes();
  void count_threads();
  void read_memory();

  const pid_t server_;
  Usage usage_;
  bool memory_is_readable_ = true;
  std::vector<pid_t> processes_;
  std::map<pid_t, CpuTime> cpu_times_;  ///< of the processes there are and there were
  std::exception_ptr failure_;
  std::jthread thread_;
};

}  // namespace hundred::loadtest
