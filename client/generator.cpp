#include "client/generator.hpp"

#include <sys/epoll.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>

#include "client/accept_queue.hpp"

namespace hundred::client {
namespace {

constexpr Time millisecond = 1'000'000;
constexpr Time longest_wait_for_accept = 1000 * millisecond;
/// As many handshakes at once as a listen backlog of the old default bears; the rest follow as these are done.
constexpr std::uint32_t most_connecting = 128;
/// Holds what one read may bring; shared by all users, so an idle connection costs no buffer.
constexpr std::size_t scratch_bytes = std::size_t{256} * 1024;
/// A generator that gets no CPU, or has many answers to read, reads them later than they came.
constexpr std::chrono::microseconds good_enough_arrival{100};
constexpr std::uint32_t stop_tag = UINT32_MAX;

Time pause_after(std::uint32_t failures) {
  return std::min<Time>(10 * millisecond << std::min(failures - 1, 10U), 1000 * millisecond);
}

Outcome outcome_of(Connection::Failure failure, int error) {
  switch (failure) {
    case Connection::Failure::connect:
      return error == ECONNREFUSED ? Outcome::refused : Outcome::unreachable;
    case Connection::Failure::closed:
      return Outcome::cut_short;
    case Connection::Failure::malformed:
      return Outcome::malformed;
    case Connection::Failure::reset:
    case Connection::Failure::none:
      break;
  }
  return Outcome::reset;
}

int new_epoll() {
  const int epoll = epoll_create1(EPOLL_CLOEXEC);
  if (epoll < 0) throw std::system_error(errno, std::generic_category(), "epoll_create1");
  return epoll;
}

}  // namespace

Generator::Generator(const Load& load, int stop_fd, Recorder& recorder, Progress& progress)
    : load_(load),
      recorder_(recorder),
      progress_(progress),
      epoll_(new_epoll()),
      source_(load.url),
      pacer_(load.requests, load.duration),
      scratch_(scratch_bytes),
      receiver_(good_enough_arrival) {
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.u32 = stop_tag;
  epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, stop_fd, &event);
  for (std::uint32_t i = 0; i < load.users; ++i) users_.emplace_back(epoll_.get(), i);
}

int Generator::connect(const Address& address) {
  address_ = address;
  const Time give_up = now() + load_.timeout;
  for (std::uint32_t next = 0; !stopped_ && (next < users_.size() || connecting_ > 0) && now() < give_up;) {
    open_more(next);
    if (connecting_ > 0) poll(give_up);
  }
  bool any = false;
  for (User& user : users_) {
    any = any || user.connection.state() == Connection::State::idle;
    if (user.connection.state() == Connection::State::connecting) user.connection.close();
  }
  const bool timed_out = connecting_ > 0;
  connecting_ = 0;
  return any || stopped_ ? 0 : timed_out ? ETIMEDOUT : connect_error_;
}

void Generator::open_more(std::uint32_t& next) {
  for (; next < users_.size() && connecting_ < most_connecting; ++next) {
    ++connecting_;
    take(users_[next], users_[next].connection.open(address_));
  }
}

void Generator::run() {
  if (!stopped_) wait_until_accepted();
  if (stopped_) return;
  const Time release = now();
  recorder_.recording().released = release;
  progress_.released = release;
  pacer_.release(release);
  for (User& user : users_) begin_next(user, release);
  for (Time at = now(); in_flight_ > 0 || (!pausing_.empty() && !pacer_.over(at)); at = now()) {
    wake(at);
    if (at >= next_sweep_) sweep(at);
    poll(pausing_.empty() ? next_sweep_ : std::min(next_sweep_, pausing_.top().first));
  }
}

void Generator::wait_until_accepted() {
  const Time give_up = now() + longest_wait_for_accept;
  auto waiting = address_.is_loopback() ? accept_queue_length(address_.port()) : std::nullopt;
  while (waiting.value_or(0) > 0 && !stopped_ && now() < give_up) {
    poll(now() + millisecond);
    waiting = accept_queue_length(address_.port());
  }
  recorder_.recording().not_accepted = waiting.value_or(0);
}

void Generator::poll(Time until) {
  std::array<epoll_event, 256> events;
  const Time wait = std::clamp<Time>((until - now() + millisecond - 1) / millisecond, 0, 1000);
  const int count = epoll_wait(epoll_.get(), events.data(), events.size(), static_cast<int>(wait));
  for (int i = 0; i < count; ++i) {
    const epoll_event& event = events[static_cast<std::size_t>(i)];
    if (event.data.u32 == stop_tag) return break_off();
    User& user = users_[event.data.u32];
    take(user, user.connection.proceed(event.events, receiver_, scratch_));
  }
}

void Generator::begin_next(User& user, Time at) {
  const auto planned = stopped_ ? std::nullopt : pacer_.next(at);
  if (!planned) return;
  user.planned = *planned;
  user.asked_again = false;
  ++in_flight_;
  if (user.connection.state() == Connection::State::idle) return ask(user);
  open(user);
}

void Generator::open(User& user) { take(user, user.connection.open(address_)); }

void Generator::ask(User& user) { take(user, user.connection.ask(source_.next())); }

void Generator::take(User& user, Connection::Step step) {
  const bool connect_phase = recorder_.recording().released == 0;
  const Stamps& stamps = user.connection.stamps();
  switch (step) {
    case Connection::Step::pending:
      return;
    case Connection::Step::connected:
      if (user.planned != 0) {
        ++recorder_.recording().reconnects;
        return ask(user);
      }
      --connecting_;
      recorder_.recording().connect_times.push_back(stamps.connected - stamps.connect_start);
      return;
    case Connection::Step::answered: {
      const int status = user.connection.answer().status;
      return finish(user, status >= 200 && status < 300 ? Outcome::ok : Outcome::bad_status, stamps.last_byte);
    }
    case Connection::Step::failed:
      break;
  }
  if (user.planned != 0) return lost(user);
  if (!connect_phase || user.connection.failure() != Connection::Failure::connect) return;
  --connecting_;
  connect_error_ = user.connection.error();
}

void Generator::lost(User& user) {
  const Connection& connection = user.connection;
  const bool dropped =
      connection.failure() == Connection::Failure::reset || connection.failure() == Connection::Failure::closed;
  if (dropped && connection.was_stale(now()) && !user.asked_again) {
    user.asked_again = true;
    ++recorder_.recording().asked_again;
    return open(user);
  }
  const Outcome outcome = outcome_of(connection.failure(), connection.error());
  if (outcome == Outcome::unreachable) ++recorder_.recording().connect_errors[connection.error()];
  finish(user, outcome, now());
}

void Generator::finish(User& user, Outcome outcome, Time end) {
  const bool answered = outcome == Outcome::ok || outcome == Outcome::bad_status;
  Sample sample;
  sample.planned = user.planned;
  sample.stamps = user.connection.stamps();
  sample.end = end;
  sample.user = user.connection.tag();
  sample.outcome = outcome;
  const Answer& answer = user.connection.answer();
  if (answered) {
    sample.timing = answer.timing;
    sample.status = static_cast<std::uint16_t>(answer.status);
  }
  recorder_.record(sample, answered ? std::string_view(answer.worker) : std::string_view(),
                   answered ? answer.body_bytes : 0);
  user.planned = 0;
  --in_flight_;
  progress_.done.store(recorder_.recording().requests(), std::memory_order_relaxed);
  if (outcome != Outcome::ok) progress_.failed.fetch_add(1, std::memory_order_relaxed);
  user.failures = answered ? 0 : user.failures + 1;
  if (answered) return begin_next(user, end);
  pausing_.emplace(end + pause_after(user.failures), sample.user);
}

void Generator::wake(Time at) {
  while (!pausing_.empty() && pausing_.top().first <= at) {
    User& user = users_[pausing_.top().second];
    pausing_.pop();
    begin_next(user, at);
  }
}

void Generator::sweep(Time at) {
  for (User& user : users_) {
    if (user.planned == 0 || at - user.planned < load_.timeout) continue;
    user.connection.close();
    finish(user, Outcome::timed_out, at);
  }
  next_sweep_ = at + std::clamp(load_.timeout / 20, millisecond, 100 * millisecond);
}

void Generator::break_off() {
  stopped_ = true;
  recorder_.recording().interrupted = true;
  const Time at = now();
  for (User& user : users_) {
    user.connection.close();
    if (user.planned != 0) finish(user, Outcome::unanswered, at);
  }
  pausing_ = {};
}

}  // namespace hundred::client
