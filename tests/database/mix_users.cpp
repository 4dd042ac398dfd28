#include "tests/database/mix_users.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <random>
#include <stdexcept>
#include <utility>

namespace hundred::test {
namespace {

constexpr int users_of_a_name = 4;

enum class Verdict { good, refused, unknown, wrong };

Verdict verdict_on_refusal(const Response& answer) {
  const std::string message = answer.json().at("error").at("message");
  if (answer.header("Retry-After") != "1") return Verdict::wrong;
  if (message.starts_with("the connection to the database was lost; whether it did what was asked is not known: "))
    return Verdict::unknown;
  const bool clear = message.starts_with("the database cannot be reached: ") ||
                     message.starts_with("the tables that the database lacks cannot be made: ");
  return clear ? Verdict::refused : Verdict::wrong;
}

/// @param first, last  the phases in which it was asked and answered
Verdict verdict_on(const Question& question, const Response& answer, Phase first, Phase last) {
  const bool there = first == last && (last == Phase::before || last == Phase::after);
  const bool down = first == last && last == Phase::down;
  if (!question.of_database || there || (!down && answer.status != 503))
    return question.right(answer) ? Verdict::good : Verdict::wrong;
  const Verdict verdict = answer.status == 503 ? verdict_on_refusal(answer) : Verdict::wrong;
  return down && verdict == Verdict::unknown ? Verdict::wrong : verdict;
}

}  // namespace

MixUsers::MixUsers(std::uint16_t port, std::size_t users, const std::vector<Question>& questions, std::string names)
    : questions_(questions), names_(std::move(names)) {
  connections_.reserve(users);
  while (connections_.size() < users) connections_.emplace_back(port);
}

void MixUsers::begin() {
  for (std::size_t user = 0; user < connections_.size(); ++user) threads_.emplace_back([this, user] { ask_all(user); });
}

void MixUsers::enter(Phase phase) {
  const std::lock_guard lock(mutex_);
  phase_ = phase;
  answered_.clear();
}

bool MixUsers::spend(Phase phase, Milliseconds duration) {
  enter(phase);
  const auto end = Clock::now() + duration;
  return eventually(
      [&] {
        const std::lock_guard lock(mutex_);
        return Clock::now() >= end && answered_.size() == questions_.size() + 1;
      },
      duration + patience);
}

void MixUsers::stop() {
  stopping_ = true;
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
}

void MixUsers::ask_all(std::size_t user) {
  std::mt19937 draw(static_cast<std::mt19937::result_type>(user));
  std::string asked;
  try {
    for (bool again = false;; again = true) {
      const Question naming = registering(fmt::format("{}{}", names_, registered_++ / users_of_a_name));
      std::vector<const Question*> round{&naming};
      for (const Question& question : questions_) round.push_back(&question);
      std::shuffle(round.begin(), round.end(), draw);
      for (const Question* question : round) {
        if (again && stopping_) return;
        asked = question->line;
        ask(connections_[user], *question);
      }
    }
  } catch (const std::exception& error) {
    const std::lock_guard lock(mutex_);
    tally_.wrong.push_back(asked + ": " + error.what());
  }
}

void MixUsers::ask(RawConnection& connection, const Question& question) {
  const Phase first = phase_;
  connection.send(question.request);
  const Response answer = connection.read_response();
  note(question, answer, first, phase_);
}

void MixUsers::note(const Question& question, const Response& answer, Phase first, Phase last) {
  const Verdict verdict = verdict_on(question, answer, first, last);
  if (verdict == Verdict::wrong)
    throw std::runtime_error(fmt::format("status {} {}", answer.status, answer.body.substr(0, 300)));
  const std::lock_guard lock(mutex_);
  Answers& answers = tally_.requests[question.line];
  answers.good += verdict == Verdict::good;
  answers.refused += verdict == Verdict::refused;
  answers.unknown += verdict == Verdict::unknown;
  if (first == phase_ && last == phase_) answered_.insert(question.line);
  if (question.name.empty()) return;
  Registration& registration = tally_.names[question.name];
  registration.created += answer.status == 201;
  registration.existed += answer.status == 200;
  registration.unknown += verdict == Verdict::unknown;
}

}  // namespace hundred::test
