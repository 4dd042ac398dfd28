#include "loadtest/queue_simulation.hpp"

#include <algorithm>
#include <deque>
#include <limits>
#include <random>

namespace hundred::loadtest {
namespace {

constexpr double never = std::numeric_limits<double>::infinity();

/// Times in milliseconds. All requests are alike, so each line ends in the order in which it began.
class Simulation {
 public:
  Simulation(const OpenQueue& queue, std::uint64_t seed)
      : queue_(queue), random_(seed), gap_(queue.rate_per_s / 1e3), next_arrival_(gap_(random_)) {}

  /// Goes on until a request has ended. @returns its response time
  double next() {
    for (;;) {
      const double computed = next_computed();
      const double waited = waiting_.empty() ? never : waiting_.front().until;
      const double at = std::min({next_arrival_, computed, waited});
      progress_ += (at - now_) * speed();
      now_ = at;
      if (at == next_arrival_)
        arrive();
      else if (at == computed)
        end_computing();
      else
        return end_waiting();
    }
  }

 private:
  /// A request of which the time of its arrival is known.
  struct Stage {
    double arrived = 0;
    double until = 0;  ///< of progress_, or of the time
  };

  bool holds_while_waiting() const { return queue_.servers.waiting != Servers::unlimited; }
  std::uint64_t held() const { return computing_.size() + (holds_while_waiting() ? waiting_.size() : 0); }

  /// Of each of those that compute.
  double speed() const {
    return computing_.empty() ? 1 : std::min(1.0, queue_.cpus / static_cast<double>(computing_.size()));
  }

  double next_computed() const {
    return computing_.empty() ? never : now_ + std::max(0.0, computing_.front().until - progress_) / speed();
  }

  void arrive() {
    line_.push_back(now_);
    next_arrival_ = now_ + gap_(random_);
    admit();
  }

  void admit() {
    while (!line_.empty() && held() < queue_.servers.computing) {
      computing_.push_back({line_.front(), progress_ + queue_.work.cpu_ms});
      line_.pop_front();
    }
  }

  void end_computing() {
    waiting_.push_back({computing_.front().arrived, now_ + queue_.work.total_ms - queue_.work.cpu_ms});
    computing_.pop_front();
    admit();
  }

  double end_waiting() {
    const double response = now_ - waiting_.front().arrived;
    waiting_.pop_front();
    admit();
    return response;
  }

  const OpenQueue& queue_;
  std::mt19937_64 random_;
  std::exponential_distribution<double> gap_;
  double now_ = 0;
  double next_arrival_;
  double progress_ = 0;  ///< how much each has computed that computed all the time
  std::deque<double> line_;
  std::deque<Stage> computing_, waiting_;
};

}  // namespace

double OpenQueue::capacity_per_s() const {
  const auto servers_of = [](std::uint64_t count) {
    return count == Servers::unlimited ? never : static_cast<double>(count);
  };
  const double by_servers = servers_of(servers.waiting) / work.total_ms;
  const double by_cpus = work.cpu_ms > 0 ? std::min(servers_of(servers.computing), cpus) / work.cpu_ms : never;
  return 1e3 * std::min(by_servers, by_cpus);
}

std::vector<std::int64_t> simulate(const OpenQueue& queue, std::uint64_t requests, std::uint64_t seed) {
  Simulation simulation(queue, seed);
  for (std::uint64_t i = 0; i < requests / 20; ++i) simulation.next();
  std::vector<std::int64_t> times;
  times.reserve(requests);
  while (times.size() < requests) times.push_back(static_cast<std::int64_t>(simulation.next() * 1e6));
  return times;
}

}  // namespace hundred::loadtest
