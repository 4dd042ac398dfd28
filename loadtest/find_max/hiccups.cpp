#include "loadtest/find_max/hiccups.hpp"

#include <pthread.h>
#include <sched.h>

#include <chrono>
#include <cstddef>

#include "client/run_queue_clock.hpp"

namespace hundred::loadtest {
namespace {

using client::Time;

constexpr std::chrono::milliseconds nap{1};

std::vector<std::size_t> own_cpus() {
  cpu_set_t mask;
  std::vector<std::size_t> cpus;
  if (::sched_getaffinity(0, sizeof mask, &mask) != 0) return cpus;
  for (std::size_t cpu = 0; cpu < CPU_SETSIZE; ++cpu)
    if (CPU_ISSET(cpu, &mask)) cpus.push_back(cpu);
  return cpus;
}

/// A CPU that is gone meanwhile is watched wherever the thread is.
void stay_on(std::size_t cpu) {
  cpu_set_t mask;
  CPU_ZERO(&mask);
  CPU_SET(cpu, &mask);
  ::pthread_setaffinity_np(::pthread_self(), sizeof mask, &mask);
}

}  // namespace

HiccupMeter::HiccupMeter(Time shortest) : shortest_(shortest) {
  const std::vector<std::size_t> cpus = own_cpus();
  found_.resize(cpus.size());
  for (std::size_t i = 0; i < cpus.size(); ++i)
    threads_.emplace_back([this, i, cpu = cpus[i]](const std::stop_token& stopped) {
      stay_on(cpu);
      watch(found_[i], stopped);
    });
}

std::vector<Hiccup> HiccupMeter::stop() {
  for (std::jthread& thread : threads_) thread.request_stop();
  threads_.clear();
  std::vector<Hiccup> all;
  for (const std::vector<Hiccup>& found : found_) all.insert(all.end(), found.begin(), found.end());
  return all;
}

void HiccupMeter::watch(std::vector<Hiccup>& found, const std::stop_token& stopped) const {
  const client::RunQueueClock run_queue;
  auto waited = run_queue.read();
  while (!stopped.stop_requested() && waited) {
    const Time due = client::now() + std::chrono::nanoseconds(nap).count();
    std::this_thread::sleep_for(nap);
    const Time woken = client::now();
    const auto waited_now = run_queue.read();
    if (waited_now && woken - due - (*waited_now - *waited) >= shortest_) found.push_back({due, woken});
    waited = waited_now;
  }
}

}  // namespace hundred::loadtest
