#include "loadtest/server_usage.hpp"

#include <gtest/gtest.h>
#include <pthread.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <array>
#include <cmath>
#include <csignal>
#include <filesystem>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "loadtest/process_tree.hpp"

namespace hundred::loadtest {
namespace {

using namespace std::chrono_literals;
using std::chrono::milliseconds, std::chrono::nanoseconds;

constexpr std::uint64_t mebibyte = 1024 * 1024;

/// Bytes that a parent and a child send each other.
class Channel {
 public:
  Channel() {
    if (pipe(ends_.data()) != 0) std::abort();
  }
  ~Channel() {
    for (const int end : ends_) close(end);
  }
  Channel(const Channel&) = delete;
  Channel& operator=(const Channel&) = delete;

  void send() const {
    if (write(ends_[1], "x", 1) != 1) _exit(1);
  }
  void await() const {
    char byte = 0;
    if (read(ends_[0], &byte, 1) != 1) _exit(1);
  }

 private:
  std::array<int, 2> ends_{};
};

/// A child process that ends with this object. It does what it is told in steps, each when it is let.
class Child {
 public:
  explicit Child(const std::vector<std::function<void()>>& steps) : pid_(fork()) {
    if (pid_ != 0) return;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    for (const auto& step : steps) {
      go_.await();
      step();
      done_.send();
    }
    for (;;) pause();
  }
  ~Child() { end(); }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  pid_t pid() const { return pid_; }
  /// Lets it do its next step, and waits until that is done.
  void step() const {
    go_.send();
    done_.await();
  }
  void end() {
    if (pid_ <= 0) return;
    kill(pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
    pid_ = -1;
  }

 private:
  Channel go_;
  Channel done_;
  pid_t pid_;
};

/// Computes until this thread has used that much CPU time more.
void burn(milliseconds time) {
  const nanoseconds start = cpu_time_on(CLOCK_THREAD_CPUTIME_ID).value_or(0ns);
  while (cpu_time_on(CLOCK_THREAD_CPUTIME_ID).value_or(0ns) - start < time) continue;
}

void take_memory(std::size_t bytes) {
  // Pages that the system fills in, because a sanitizer doubles those that the program writes to.
  if (mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0) == MAP_FAILED)
    _exit(1);
}

/// Starts a process that does that and ends; at the latest with its parent.
pid_t fork_to(const std::function<void()>& body) {
  const pid_t pid = fork();
  if (pid != 0) return pid;
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  body();
  _exit(0);
}

/// Makes sure of the thread that a sanitizer adds with the first one. The system may still list that one when it is
/// joined.
void start_first_thread() {
  pid_t id = 0;
  std::thread([&id] { id = gettid(); }).join();
  while (std::filesystem::exists("/proc/self/task/" + std::to_string(id))) std::this_thread::yield();
}

nanoseconds cpu_time_of(const Child& child) { return cpu_time_on(cpu_clock_of(child.pid()).value()).value(); }

Usage usage_of_step(const Child& child) {
  UsageMeter meter(child.pid());
  child.step();
  return meter.finish();
}

TEST(ServerUsage, CpuTimeIsOfTheMeasuredSpanOnly) {
  const Child child({[] { burn(400ms); }, [] { burn(100ms); }});
  child.step();
  const nanoseconds before = cpu_time_of(child);
  const Usage usage = usage_of_step(child);
  EXPECT_GE(usage.cpu_ms, 100);
  EXPECT_LE(nanoseconds(std::llround(usage.cpu_ms * 1e6)), cpu_time_of(child) - before);
}

TEST(ServerUsage, AnIdleServerUsesNone) {
  const Child child({start_first_thread, [] {}});
  child.step();
  const nanoseconds before = cpu_time_of(child);
  const Usage usage = usage_of_step(child);
  EXPECT_GE(usage.cpu_ms, 0);
  EXPECT_LE(nanoseconds(std::llround(usage.cpu_ms * 1e6)), cpu_time_of(child) - before);
  EXPECT_EQ(usage.peak_threads, threads_of(child.pid()));
  EXPECT_EQ(usage.peak_processes, 1U);
}

TEST(ServerUsage, CpuTimeOfThreadsThatHaveEndedCounts) {
  const Child child({[] { std::thread([] { burn(100ms); }).join(); }});
  EXPECT_GE(usage_of_step(child).cpu_ms, 100);
}

TEST(ServerUsage, ThreadsThatAreThereAtTheEndCount) {
  std::vector<std::thread> threads;
  const Child child({start_first_thread, [&threads] {
                       for (int i = 0; i < 5; ++i) threads.emplace_back([] { pause(); });
                     }});
  child.step();
  const std::uint64_t before = threads_of(child.pid());
  EXPECT_EQ(usage_of_step(child).peak_threads, before + 5);
}

TEST(ServerUsage, ThreadsThatEndedMeanwhileCount) {
  const Child child({start_first_thread, [] {
                       std::vector<std::jthread> threads;
                       for (int i = 0; i < 5; ++i) threads.emplace_back([] { std::this_thread::sleep_for(500ms); });
                     }});
  child.step();
  const std::uint64_t before = threads_of(child.pid());
  const Usage usage = usage_of_step(child);
  EXPECT_EQ(usage.peak_threads, before + 5);
  EXPECT_EQ(usage.peak_processes, 1U);
}

TEST(ServerUsage, DescendantsThatAreStartedMeanwhileCount) {
  const Child child({[] {
    const Channel burnt;
    for (int i = 0; i < 2; ++i)
      fork_to([&burnt] {
        fork_to([&burnt] {
          burn(50ms);
          burnt.send();
          pause();
        });
        pause();
      });
    for (int i = 0; i < 2; ++i) burnt.await();
  }});
  const Usage usage = usage_of_step(child);
  EXPECT_EQ(usage.peak_processes, 5U);
  EXPECT_GE(usage.peak_threads, 5U);
  EXPECT_GE(usage.cpu_ms, 100);
}

TEST(ServerUsage, ADescendantThatEndedCountsUpToItsLastSample) {
  const Child child({[] { waitpid(fork_to([] { burn(1500ms); }), nullptr, 0); }});
  const Usage usage = usage_of_step(child);
  EXPECT_EQ(usage.peak_processes, 2U);
  EXPECT_GE(usage.cpu_ms, 100);
}

TEST(ServerUsage, MemoryCounts) {
  const Child idle({[] {}});
  const Child child({[] { take_memory(32 * mebibyte); }});
  const std::uint64_t without = usage_of_step(idle).peak_pss_bytes.value_or(0);
  const std::uint64_t with = usage_of_step(child).peak_pss_bytes.value_or(0);
  EXPECT_GT(without, 0U);
  EXPECT_GE(with, without + 24 * mebibyte);
  EXPECT_LE(with, without + 48 * mebibyte);
}

TEST(ServerUsage, MemoryThatWasGivenBackCounts) {
  const Child child({[] {
    fork_to([] {
      take_memory(32 * mebibyte);
      std::this_thread::sleep_for(3s);
    });
    wait(nullptr);
  }});
  EXPECT_GE(usage_of_step(child).peak_pss_bytes.value_or(0), 32 * mebibyte);
}

TEST(ServerUsage, AServerThatEndsMeanwhileIsNoError) {
  Child child({[] {}});
  UsageMeter meter(child.pid());
  child.end();
  const Usage usage = meter.finish();
  EXPECT_EQ(usage.peak_processes, 1U);
  EXPECT_GE(usage.cpu_ms, 0);
}

TEST(ServerUsage, WithoutAServerEverythingIsZero) {
  Child child({});
  const pid_t pid = child.pid();
  child.end();
  const Usage usage = UsageMeter(pid).finish();
  EXPECT_EQ(usage.cpu_ms, 0);
  EXPECT_EQ(usage.peak_threads, 0U);
  EXPECT_EQ(usage.peak_processes, 0U);
  EXPECT_FALSE(usage.peak_pss_bytes);
}

TEST(ServerUsage, SignalsAreLeftToOthers) {
  const Child child({});
  const UsageMeter dropped(child.pid());
  sigset_t signal;
  sigset_t before;
  sigemptyset(&signal);
  sigaddset(&signal, SIGUSR1);
  pthread_sigmask(SIG_BLOCK, &signal, &before);
  kill(getpid(), SIGUSR1);  // would end the process if a thread took it
  const timespec at_most{10, 0};
  EXPECT_EQ(sigtimedwait(&signal, nullptr, &at_most), SIGUSR1);
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

}  // namespace
}  // namespace hundred::loadtest
