#include "loadtest/report/comparison_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "loadtest/report/comparison_cells.hpp"
#include "loadtest/report/comparison_notes.hpp"
#include "loadtest/report/comparison_sentences.hpp"
#include "loadtest/report/comparison_table.hpp"

namespace hundred::loadtest {
namespace {

/// The contests on one endpoint.
using Policies = std::vector<const Contest*>;

std::vector<Policies> by_endpoint(const Comparison& comparison) {
  std::vector<Policies> endpoints;
  for (const Contest& contest : comparison.contests) {
    const auto same = std::find_if(endpoints.begin(), endpoints.end(), [&](const Policies& policies) {
      return policies.front()->facts.endpoint == contest.facts.endpoint;
    });
    if (same == endpoints.end())
      endpoints.push_back({&contest});
    else
      same->push_back(&contest);
  }
  return endpoints;
}

/// "100 x 20.2 ms = 2.02 s of work; 2 CPUs need 1.02 s"; of a loop only what one request takes.
std::string work_words(const EndpointFacts& facts, const Comparison& comparison) {
  const double alone_ms = facts.work.total_ms;
  const auto users = comparison.load.users, cpus = comparison.environment.cpus;
  if (!comparison.load.burst()) return fmt::format("alone, one request computes for {}", brief_duration(alone_ms));
  constexpr double negligible = 0.05;
  const double all_ms = static_cast<double>(users) * alone_ms;
  const bool slower = std::abs(facts.cpus / static_cast<double>(cpus) - 1) > negligible;
  return fmt::format("{} x {} = {} of work; {} CPU{}{} need{} {}", users, brief_duration(alone_ms),
                     brief_duration(all_ms), cpus, cpus == 1 ? "" : "s",
                     slower ? fmt::format(", as fast as {:.3g},", facts.cpus) : "", cpus == 1 ? "s" : "",
                     brief_duration(all_ms / facts.cpus));
}

/// The endpoint and what it does: "WAITING  '/io/sleep?ms=50': alone, one request takes 50.3 ms and no CPU".
std::string headline(const Policies& policies, const Comparison& comparison, const Style& style) {
  const auto& [endpoint, work, cpus] = policies.front()->facts;
  std::string name, what;
  switch (work.kind()) {
    case Work::Kind::waiting:
      name = "WAITING";
      what = fmt::format("alone, one request takes {} and no CPU", brief_duration(work.total_ms));
      break;
    case Work::Kind::mixed:
      name = "BOTH";
      what = fmt::format("alone, one request takes {}: computes {}, waits {}", brief_duration(work.total_ms),
                         brief_duration(work.cpu_ms), brief_duration(work.wait_ms));
      break;
    case Work::Kind::computing:
      name = "COMPUTING";
      what = work_words(policies.front()->facts, comparison);
  }
  const std::string head = fmt::format("{}  '{}'", name, endpoint);
  const std::string text = hanging(head + ": " + what);
  return text.starts_with(head) ? style.heading(head) + text.substr(head.size()) : text;
}

std::string contest_text(const Policies& policies, const Comparison& comparison, const Style& style) {
  const Contest& first = *policies.front();
  const std::vector<Entries> groups = ranked(first);
  const Entries rows = rows_of(first, groups);
  std::string text = "\n" + headline(policies, comparison, style);
  if (policies.size() == 1)
    text +=
        answer_table(first, comparison.load, rows) + why(first, comparison) + statistics_notes(comparison.load, groups);
  else
    text += policy_table(policies, comparison.load, rows);
  for (std::size_t i = 1; i < policies.size(); ++i) text += policy_notes(first, *policies[i]);
  for (const Contest* contest : policies) text += doubts(*contest, comparison, style);
  return text;
}

/// "A hundred users ask at the same instant, once each."
std::string who_asks(const LoadFacts& load) {
  const std::string users = load.users == 100 ? "A hundred users"
                            : load.users == 1 ? "One user"
                                              : fmt::format("{} users", load.users);
  const char* ask = load.users == 1 ? "asks" : "ask";
  return fmt::format("{} {} {}.", users, ask, load.burst() ? "at the same instant, once each" : "again and again");
}

/// Who asks, and on the right whether the figures can be believed.
std::string first_line(const Comparison& comparison, const Style& style) {
  const std::string who = who_asks(comparison.load);
  const std::string validity = validity_of_rows(comparison);
  const std::size_t used = who.size() + validity.size();
  return style.heading(who) + std::string(used < text_width ? text_width - used : 1, ' ') +
         (all_rows_are_valid(comparison) ? style.key_figure(validity) : style.failure(validity)) + "\n";
}

std::string conditions(const Comparison& c) {
  const std::string rounds = c.repeats == 1 ? "one round" : fmt::format("medians of {} interleaved rounds", c.repeats);
  const auto has = [&](std::string_view policy) {
    return std::any_of(c.contests.begin(), c.contests.end(),
                       [&](const Contest& contest) { return contest.keep_alive == policy; });
  };
  const char* connections = has("park") && has("close") ? "kept-alive and closed"
                            : has("close")              ? "closed after each answer"
                                                        : "kept-alive";
  return hanging(fmt::format("{} CPU{}, shared with the load tool; {}; {}.", c.environment.cpus,
                             c.environment.cpus == 1 ? "" : "s", connections, rounds));
}

std::string failure_text(const Failure& failure, const Comparison& comparison, const Style& style) {
  const std::string with = failure.keep_alive == "park" ? "" : fmt::format(" (--keep-alive {})", failure.keep_alive);
  std::string message = failure.message;
  for (std::size_t at = 0; (at = message.find('\n', at)) != std::string::npos; ++at) message.insert(at + 1, "  ");
  return style.failure(
             fmt::format("{}{} failed in round {} of {}:", failure.mode, with, failure.round, comparison.repeats)) +
         "\n  " + message + "\n";
}

std::string costs_text(const Comparison& comparison, const Style& style) {
  std::string text;
  for (const Contest& contest : comparison.contests) {
    const std::string with = contest.keep_alive == "park" ? "" : fmt::format(", --keep-alive {}", contest.keep_alive);
    text += "\n" + style.heading(fmt::format("'{}'{}", contest.facts.endpoint, with)) + "\n" +
            cost_table(rows_of(contest, ranked(contest)));
  }
  return text;
}

}  // namespace

std::string summary_text(const Comparison& comparison, const Style& style) {
  std::string text = first_line(comparison, style);
  if (!comparison.load.burst()) text += style.explanation(comparison.load.words + ".") + "\n";
  text += style.explanation(conditions(comparison));
  if (comparison.interrupted) text += style.failure("Interrupted: these are the rounds up to then.") + "\n";
  for (const Policies& policies : by_endpoint(comparison)) text += contest_text(policies, comparison, style);
  for (const Failure& failure : comparison.failures) text += "\n" + failure_text(failure, comparison, style);
  return text;
}

std::string to_text(const Comparison& comparison, const Style& style) {
  return summary_text(comparison, style) + costs_text(comparison, style);
}

}  // namespace hundred::loadtest
