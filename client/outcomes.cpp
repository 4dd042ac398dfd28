// What becomes of the requests that a generator makes.
#include <algorithm>
#include <cerrno>

#include "client/generator.hpp"

namespace hundred::client {
namespace {

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

bool is_answered(Outcome outcome) { return outcome == Outcome::ok || outcome == Outcome::bad_status; }

}  // namespace

void Generator::open(User& user) { take(user, user.connection.open(address_)); }

void Generator::ask(User& user) {
  user.ready = std::max({user.planned, user.free_since, user.connection.stamps().connected});
  source_.mark(*user.request, user.number);
  take(user, user.connection.ask(user.request->bytes, load_.form.method == "HEAD"));
}

void Generator::take(User& user, Connection::Step step) {
  switch (step) {
    case Connection::Step::pending:
      return;
    case Connection::Step::connected:
      return connected(user);
    case Connection::Step::answered: {
      const int status = user.connection.answer().status;
      return finish(user, status >= 200 && status < 300 ? Outcome::ok : Outcome::bad_status,
                    user.connection.stamps().last_byte);
    }
    case Connection::Step::failed:
      break;
  }
  if (user.planned != 0) return lost(user);
  if (release_ != 0 || user.connection.failure() != Connection::Failure::connect) return;
  --connecting_;
  connect_error_ = user.connection.error();
}

void Generator::connected(User& user) {
  const Time took = user.connection.stamps().connected - user.connection.stamps().connect_start;
  if (user.planned == 0) {
    --connecting_;
    recorder_.recording().connect_times.push_back(took);
    return;
  }
  if (user.planned >= counted_from_) recorder_.recording().connect.record(took);
  ask(user);
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
  const bool answered = is_answered(outcome);
  record(user, outcome, end);
  user.planned = 0;
  user.last_end = end;
  --in_flight_;
  user.failures = answered ? 0 : user.failures + 1;
  if (!answered) return pausing_.emplace(end + pause_after(user.failures), user.connection.tag()), void();
  if (!load_.keep_alive) user.connection.close();
  free(user, end);
}

void Generator::record(const User& user, Outcome outcome, Time end) {
  if (user.planned < counted_from_) {
    ++recorder_.recording().warmup_requests;
    return;
  }
  --open_;
  if (progress_ != nullptr && Progress::sees_users_of(load_))
    progress_->enter(first_user_ + user.connection.tag(), {std::max<Time>(1, end - release_), outcome != Outcome::ok});
  Sample sample;
  sample.planned = user.planned;
  sample.ready = user.ready;
  sample.stamps = user.connection.stamps();
  sample.end = end;
  sample.user = first_user_ + user.connection.tag();
  sample.number = user.number;
  sample.url = user.request->url;
  sample.outcome = outcome;
  if (!is_answered(outcome)) return recorder_.record(sample, {}, 0);
  const Answer& answer = user.connection.answer();
  sample.timing = answer.timing;
  sample.status = static_cast<std::uint16_t>(answer.status);
  recorder_.record(sample, answer.worker, answer.body_bytes);
}

/// Adds up for how long how many requests are due and not ended.
void Generator::count_open(Time at) {
  recorder_.recording().request_seconds += static_cast<double>(open_) * static_cast<double>(at - counted_at_) * 1e-9;
  counted_at_ = at;
}

/// Ends a request that waits for a free user.
void Generator::give_up_waiting(Outcome outcome, Time at) {
  Sample sample;
  sample.planned = waiting_.front();
  sample.url = source_.next().url;
  sample.end = at;
  sample.user = Sample::nobody;
  sample.outcome = outcome;
  waiting_.pop_front();
  if (sample.planned < counted_from_) {
    ++recorder_.recording().warmup_requests;
    return;
  }
  --open_;
  ++recorder_.recording().never_sent;
  recorder_.record(sample, {}, 0);
}

void Generator::sweep(Time at) {
  for (User& user : users_) {
    if (user.planned == 0 || at - user.planned < load_.timeout) continue;
    user.connection.close();
    finish(user, Outcome::timed_out, at);
  }
  while (!waiting_.empty() && at - waiting_.front() >= load_.timeout) give_up_waiting(Outcome::timed_out, at);
  next_sweep_ = at + std::clamp(load_.timeout / 20, millisecond, 100 * millisecond);
}

void Generator::break_off() {
  stopped_ = true;
  recorder_.recording().interrupted = true;
  due_.reset();
  const Time at = now();
  for (User& user : users_) {
    user.connection.close();
    if (user.planned != 0) finish(user, Outcome::unanswered, at);
  }
  while (!waiting_.empty()) give_up_waiting(Outcome::unanswered, at);
  pausing_ = {};
}

}  // namespace hundred::client
