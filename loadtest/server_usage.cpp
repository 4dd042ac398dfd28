#include "loadtest/server_usage.hpp"

#include <algorithm>
#include <array>
#include <condition_variable>
#include <mutex>

#include "common/signal_mask.hpp"
#include "loadtest/process_tree.hpp"

namespace hundred::loadtest {
namespace {

using namespace std::chrono_literals;
using std::chrono::nanoseconds;

nanoseconds own_cpu_time() { return cpu_time_on(CLOCK_THREAD_CPUTIME_ID).value_or(0ns); }

}  // namespace

UsageMeter::UsageMeter(pid_t server) : server_(server) {
  check_that_children_are_listed();
  sample_all();
  for (auto& [pid, time] : cpu_times_) time.first = time.last;
  const SignalsBlocked blocked;
  thread_ = std::jthread([this](const std::stop_token& stop) {
    try {
      keep_sampling(stop);
    } catch (...) {
      failure_ = std::current_exception();
    }
  });
}

UsageMeter::~UsageMeter() = default;

Usage UsageMeter::finish() {
  thread_.request_stop();
  thread_.join();
  if (failure_) std::rethrow_exception(failure_);
  sample_all();
  nanoseconds cpu{0};
  for (const auto& [pid, time] : cpu_times_) cpu += time.last - time.first;
  usage_.cpu_ms = std::chrono::duration<double, std::milli>(cpu).count();
  if (!memory_is_readable_) usage_.peak_pss_bytes.reset();
  return usage_;
}

void UsageMeter::keep_sampling(const std::stop_token& stop) {
  const auto now = Clock::now();
  std::array<Chore, 3> chores{Chore{&UsageMeter::count_threads, 5ms, 500, now + 5ms},
                              Chore{&UsageMeter::find_processes, 50ms, 1000, now + 50ms},
                              Chore{&UsageMeter::read_memory, 50ms, 500, now + 50ms}};
  std::mutex mutex;
  std::unique_lock lock(mutex);
  std::condition_variable_any stopped;
  while (!stop.stop_requested()) {
    for (Chore& chore : chores) do_if_due(chore);
    const auto next = std::min_element(chores.begin(), chores.end(), [](auto& a, auto& b) { return a.due < b.due; });
    stopped.wait_until(lock, stop, next->due, [] { return false; });
  }
}

void UsageMeter::do_if_due(Chore& chore) {
  const auto start = Clock::now();
  if (start < chore.due) return;
  const nanoseconds before = own_cpu_time();
  (this->*chore.work)();
  chore.due = start + std::max(chore.period, (own_cpu_time() - before) * chore.part);
}

void UsageMeter::sample_all() {
  find_processes();
  count_threads();
  read_memory();
}

void UsageMeter::find_processes() {
  processes_ = process_tree(server_);
  for (const pid_t pid : processes_) {
    if (cpu_times_.contains(pid)) continue;
    if (const auto clock = cpu_clock_of(pid)) cpu_times_[pid] = {*clock, 0ns, 0ns};
  }
}

void UsageMeter::count_threads() {
  std::uint64_t threads = 0;
  std::uint64_t processes = 0;
  for (const pid_t pid : processes_) {
    const std::uint64_t count = threads_of(pid);
    threads += count;
    processes += count > 0 ? 1 : 0;
    const auto known = cpu_times_.find(pid);
    if (known == cpu_times_.end()) continue;
    if (const auto time = cpu_time_on(known->second.clock)) known->second.last = *time;
  }
  usage_.peak_threads = std::max(usage_.peak_threads, threads);
  usage_.peak_processes = std::max(usage_.peak_processes, processes);
}

void UsageMeter::read_memory() {
  std::uint64_t bytes = 0;
  for (const pid_t pid : processes_) {
    const auto pss = pss_of(pid);
    memory_is_readable_ = memory_is_readable_ && pss;
    bytes += pss.value_or(0);
  }
  if (bytes > usage_.peak_pss_bytes.value_or(0)) usage_.peak_pss_bytes = bytes;
}

}  // namespace hundred::loadtest
