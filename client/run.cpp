#include "client/run.hpp"

#include <fmt/format.h>
#include <poll.h>
#include <sys/resource.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <deque>
#include <functional>
#include <future>
#include <optional>
#include <utility>
#include <vector>

#include "client/accept_queue.hpp"
#include "client/address.hpp"
#include "client/errors.hpp"
#include "client/generator.hpp"

namespace hundred::client {
namespace {

constexpr Time longest_wait_for_accept = 1000 * millisecond;
/// Time for so many threads to start, before they release their users at the same instant.
constexpr Time start_of_a_thread = millisecond / 2;
/// What the program has open besides its users' connections, with room to spare, and beside that for each thread.
constexpr rlim_t own_descriptors = 32;

void ensure_descriptors(std::uint64_t users, std::uint64_t threads) {
  rlimit limit{};
  getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
  const std::uint64_t needed = users + threads + own_descriptors;
  if (needed > limit.rlim_max)
    throw RunError(
        fmt::format("{} users need {} descriptors, the limit is {} (ulimit -Hn): raise it or ask for fewer users",
                    users, needed, limit.rlim_max));
}

[[noreturn]] void fail_to_connect(const Load& load, int error) {
  const std::string place = fmt::format("http://{}", load.url().authority());
  if (error == ECONNREFUSED) throw ConnectError(fmt::format("nobody listens at '{}' (connection refused)", place));
  throw ConnectError(fmt::format("no connection to '{}': {}", place, error_text(error)));
}

/// The generators of one run: those that share the load, and the bystander's, if there is one.
class Run {
 public:
  Run(const Load& load, const Load* bystander, int stop_fd, Progress& progress)
      : load_(load), stop_fd_(stop_fd), progress_(progress) {
    ensure_descriptors(load.users + (bystander ? bystander->users : 0), load.threads);
    std::uint32_t first = 0;
    for (std::uint32_t i = 0; i < load.threads; ++i) {
      const std::uint32_t count = load.users / load.threads + (i < load.users % load.threads ? 1 : 0);
      generators_.emplace_back(load, Schedule::Part{i, load.threads}, Generator::Users{first, count}, stop_fd,
                               budget_for(count), &progress);
      first += count;
    }
    if (bystander)
      bystander_.emplace(*bystander, Schedule::Part{}, Generator::Users{0, bystander->users}, stop_fd, unlimited_,
                         nullptr);
  }

  void connect() {
    int error = 0;
    for (const Address& address : resolve(load_.url())) {
      const std::vector<int> errors = on_all([&](Generator& generator) { return generator.connect(address); });
      error = *std::min_element(errors.begin(), errors.end());
      if (error != 0) continue;
      if (bystander_) bystander_->connect(address);
      if (address.is_loopback()) not_accepted_ = wait_until_accepted(address.port());
      return;
    }
    fail_to_connect(load_, error);
  }

  void generate() {
    if (load_.is_burst() && load_.warmup > 0) on_all([](Generator& generator) { return generator.warm_up(), 0; });
    const auto threads = static_cast<Time>(generators_.size() + (bystander_ ? 1 : 0));
    const Time release = now() + threads * start_of_a_thread;
    progress_.released = release;
    std::future<void> beside;
    if (bystander_) beside = std::async(std::launch::async, [&] { bystander_->run(release); });
    on_all([&](Generator& generator) { return generator.run(release), 0; });
    if (!bystander_) return;
    bystander_->end_schedule();
    beside.get();
  }

  Recording recording() {
    Recorder& all = generators_.front().recorder();
    for (std::size_t i = 1; i < generators_.size(); ++i) all.merge(generators_[i].recorder());
    all.recording().not_accepted = not_accepted_;
    return std::move(all.recording());
  }

  Recording bystander_recording() { return std::move(bystander_->recorder().recording()); }

 private:
  /// One for all; but in a burst each user asks once, so no thread may use what is another's that is released later.
  Budget& budget_for(std::uint32_t users) {
    if (load_.is_burst()) return budgets_.emplace_back(users);
    return budgets_.empty() ? budgets_.emplace_back(load_.requests) : budgets_.front();
  }

  /// Has each generator do something on a thread of its own. @returns what they return, in their order.
  std::vector<int> on_all(const std::function<int(Generator&)>& what) {
    std::vector<std::future<int>> running;
    for (Generator& generator : generators_)
      running.push_back(std::async(std::launch::async, [&] { return what(generator); }));
    std::vector<int> results;
    for (std::future<int>& one : running) results.push_back(one.get());
    return results;
  }

  /// @returns how many connections are not accepted yet, after a second or if the load is broken off.
  std::uint64_t wait_until_accepted(std::uint16_t port) const {
    const Time give_up = now() + longest_wait_for_accept;
    auto waiting = accept_queue_length(port);
    pollfd stop{stop_fd_, POLLIN, 0};
    while (waiting.value_or(0) > 0 && now() < give_up && ::poll(&stop, 1, 1) == 0) waiting = accept_queue_length(port);
    return waiting.value_or(0);
  }

  const Load& load_;
  const int stop_fd_;
  Progress& progress_;
  std::deque<Budget> budgets_;
  Budget unlimited_{std::nullopt};
  std::deque<Generator> generators_;
  std::optional<Generator> bystander_;
  std::uint64_t not_accepted_ = 0;
};

}  // namespace

void Progress::publish(std::size_t number, const Histogram& response) {
  const std::lock_guard lock(mutex_);
  if (number > number_) response_ = Histogram(Histogram::coarse);
  number_ = std::max(number_, number);
  if (number == number_) response_.merge(response);
}

Histogram Progress::last_second() const {
  const std::lock_guard lock(mutex_);
  return response_;
}

void Progress::enter(std::size_t user, UserOutcome outcome) {
  ends_.at(user).store(outcome.failed ? -outcome.after : outcome.after, std::memory_order_relaxed);
}

std::vector<UserOutcome> Progress::outcomes(std::size_t users) const {
  std::vector<UserOutcome> outcomes;
  for (std::size_t user = 0; user < users; ++user) {
    const Time end = ends_.at(user).load(std::memory_order_relaxed);
    outcomes.push_back({std::abs(end), end < 0});
  }
  return outcomes;
}

Recording run(const Load& load, int stop_fd, Progress& progress, Bystander* bystander) {
  Run run(load, bystander ? &bystander->load : nullptr, stop_fd, progress);
  run.connect();
  run.generate();
  if (bystander) bystander->recording = run.bystander_recording();
  return run.recording();
}

}  // namespace hundred::client
