// The generator's loop, and when which user makes the next request. What becomes of a request is in outcomes.cpp.
#include "client/generator.hpp"

#include <sys/epoll.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <limits>
#include <system_error>

#include "client/precise_wait.hpp"
#include "client/prompt_thread.hpp"

namespace hundred::client {
namespace {

constexpr Time never = std::numeric_limits<Time>::max();
/// So long before a planned moment the generator stops sleeping and looks again and again.
constexpr Time spin = 50 * microsecond;
constexpr Time tick_period = 10 * millisecond;
/// A generator that gets no CPU, or has many answers to read, reads them later than they came.
constexpr std::chrono::microseconds good_enough_arrival{25};
/// One that is as busy as this would spend what is left of its time on asking for stamps; its report is invalid.
constexpr double too_busy_for_stamps = 0.9;
/// As many handshakes at once as a listen backlog of the old default bears, all generators together; the rest follow as
/// these are done.
constexpr std::uint32_t most_handshakes = 128;
/// Holds what one read may bring; shared by all users, so an idle connection costs no buffer.
constexpr std::size_t scratch_bytes = std::size_t{256} * 1024;
constexpr std::uint32_t stop_tag = UINT32_MAX;

int new_epoll() {
  const int epoll = epoll_create1(EPOLL_CLOEXEC);
  if (epoll < 0) throw std::system_error(errno, std::generic_category(), "epoll_create1");
  return epoll;
}

}  // namespace

Generator::Generator(const Load& load, Schedule::Part part, Users users, int stop_fd, Budget& budget,
                     Progress* progress)
    : load_(load),
      first_user_(users.first),
      most_connecting_(std::max(1U, most_handshakes / part.of)),
      generators_(part.of),
      progress_(progress),
      recorder_(load.requests.value_or(Recording::most_samples) / part.of + 1, load.urls.size()),
      epoll_(new_epoll()),
      source_(load, part.index),
      pacer_(budget, load.is_burst() ? 0 : load.warmup, load.duration),
      scratch_(scratch_bytes),
      receiver_(good_enough_arrival),
      last_number_(part.index + 1 - part.of) {  // modulo 2^32: the first will be part.index + 1
  if (load.open_loop) schedule_.emplace(*load.open_loop, part, load.warmup, load.requests);
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.u32 = stop_tag;
  epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, stop_fd, &event);
  for (std::uint32_t i = 0; i < users.count; ++i) users_.emplace_back(epoll_.get(), i);
}

// --- Connecting ---

int Generator::connect(const Address& address) {
  address_ = address;
  const Time give_up = now() + load_.timeout;
  for (std::uint32_t next = 0; !stopped_ && (next < users_.size() || connecting_ > 0) && now() < give_up;) {
    open_more(next);
    if (connecting_ > 0) poll(never, give_up);
  }
  bool any = false;
  for (User& user : users_) {
    any = any || user.connection.state() == Connection::State::idle;
    if (user.connection.state() == Connection::State::connecting || !load_.keep_alive) user.connection.close();
  }
  const bool timed_out = connecting_ > 0;
  connecting_ = 0;
  return any || stopped_ ? 0 : timed_out ? ETIMEDOUT : connect_error_;
}

void Generator::open_more(std::uint32_t& next) {
  for (; next < users_.size() && connecting_ < most_connecting_; ++next) {
    ++connecting_;
    take(users_[next], users_[next].connection.open(address_));
  }
}

// --- The loop ---

void Generator::warm_up() {
  Budget unlimited(std::nullopt);
  Pacer warming(unlimited, 0, load_.warmup);
  pacer_in_use_ = &warming;
  const PromptThread prompt;
  release(now(), never);
  loop();
  pacer_in_use_ = &pacer_;
}

void Generator::run(Time release_at) {
  const PromptThread prompt;
  headroom_.start(release_at);
  poll(never, release_at - spin);
  while (!stopped_ && now() < release_at) continue;
  if (!stopped_) release(release_at, release_at + (load_.is_burst() ? 0 : load_.warmup));
  loop();
  tick(now());
  recorder_.recording().usage.push_back({headroom_.wall(), headroom_.busy(), headroom_.waited()});
  for (const User& user : users_)
    recorder_.recording().user_seconds +=
        static_cast<double>(std::max<Time>(0, user.last_end - counted_from_)) / static_cast<double>(second);
}

void Generator::loop() {
  for (Time at = now(); !done(at); at = now()) {
    wake(at);
    issue_due(at);
    if (at >= next_tick_) tick(at);
    poll(next_moment(), next_tick_);
  }
}

bool Generator::done(Time at) const {
  if (in_flight_ > 0) return false;
  if (schedule_) return !due_ && waiting_.empty();
  return pausing_.empty() || pacer_in_use_->over(std::max(at, pausing_.top().first));
}

/// When a user is to go on, or a request is due.
Time Generator::next_moment() const {
  return std::min(due_.value_or(never), pausing_.empty() ? never : pausing_.top().first);
}

/// Waits for events until `moment`, exactly, or `later`, about then, and handles what has come.
void Generator::poll(Time moment, Time later) {
  const Time at = now(), wait = std::max<Time>(0, std::min(moment - spin, later) - at);
  const std::size_t count = wait_for_events(epoll_.get(), events_, wait);
  const Time woken = now();
  count_open(woken);
  if (count == 0 && wait == 0) headroom_.spun(woken - at);
  for (std::size_t i = 0; i < count; ++i) {
    if (events_[i].data.u32 == stop_tag) return break_off();
    User& user = users_[events_[i].data.u32];
    take(user, user.connection.proceed(events_[i].events, receiver_, scratch_));
  }
}

void Generator::tick(Time at) {
  next_tick_ = at + tick_period;
  receiver_.use_stamps(headroom_.look() < too_busy_for_stamps);
  if (at >= next_sweep_) sweep(at);
  const Recording& recording = recorder_.recording();
  if (progress_ == nullptr || counted_from_ == never) return;
  const std::uint64_t done = recording.requests(), failed = done - recording[Outcome::ok];
  progress_->done.fetch_add(done - published_done_, std::memory_order_relaxed);
  progress_->failed.fetch_add(failed - published_failed_, std::memory_order_relaxed);
  published_done_ = done;
  published_failed_ = failed;
  const auto number = static_cast<std::size_t>(std::max<Time>(0, at - counted_from_) / second);
  if (number <= published_seconds_ || number > recording.seconds.size()) return;
  published_seconds_ = number;
  progress_->publish(number, recording.seconds[number - 1].response);
}

// --- When which user makes the next request ---

void Generator::release(Time at, Time counted_from) {
  counted_from_ = recorder_.recording().counted_from = counted_from;
  recorder_.recording().released = counted_at_ = release_ = at;
  next_tick_ = at + tick_period;
  pacer_in_use_->release(at);
  if (!schedule_) {
    for (User& user : users_) begin_next(user, at);
    return;
  }
  for (std::uint32_t i = 0; i < users_.size(); ++i) idle_.push_back(i);
  plan_next();
}

void Generator::plan_next() {
  due_ = schedule_->next();
  if (due_) *due_ += release_;
}

/// What is due goes to whoever is free; what nobody is free for waits.
void Generator::issue_due(Time at) {
  if (schedule_ended_.load(std::memory_order_relaxed)) due_.reset();
  for (; due_ && *due_ <= at; plan_next()) {
    if (*due_ >= counted_from_) ++open_;
    waiting_.push_back(*due_);
    if (!idle_.empty()) {
      User& user = users_[idle_.front()];
      idle_.pop_front();
      take_waiting(user);
    }
  }
  recorder_.recording().most_waiting = std::max<std::uint64_t>(recorder_.recording().most_waiting, waiting_.size());
}

void Generator::take_waiting(User& user) {
  const Time planned = waiting_.front();
  waiting_.pop_front();
  begin(user, planned);
}

void Generator::wake(Time at) {
  while (!pausing_.empty() && pausing_.top().first <= at) {
    const auto [moment, index] = pausing_.top();
    pausing_.pop();
    users_[index].free_since = moment;
    go_on(users_[index], moment);
  }
}

/// The user has its answer.
void Generator::free(User& user, Time at) {
  user.free_since = at;
  if (load_.think == 0 || schedule_) return go_on(user, at);
  pausing_.emplace(at + load_.think, user.connection.tag());
}

void Generator::go_on(User& user, Time at) {
  if (!schedule_) return begin_next(user, at);
  if (waiting_.empty()) return idle_.push_back(user.connection.tag());
  take_waiting(user);
}

void Generator::begin_next(User& user, Time at) {
  if (stopped_ || !pacer_in_use_->take(at)) return;
  if (at >= counted_from_) ++open_;
  begin(user, at);
}

void Generator::begin(User& user, Time planned) {
  user.planned = planned;
  user.request = &source_.next();
  user.number = last_number_ += generators_;
  user.asked_again = false;
  ++in_flight_;
  if (user.connection.state() == Connection::State::idle) return ask(user);
  open(user);
}

}  // namespace hundred::client
