#pragma once

#include <optional>
#include <string>

#include "loadtest/modes.hpp"
#include "loadtest/report/report.hpp"

// What findings() chooses from: each is a sentence or two, or nothing where the report does not bear it.
namespace hundred::loadtest {

using Finding = std::optional<std::string>;

/// The figures cannot be believed, or not quite.
Finding distrust(const Report& report);
/// Requests that the server turned away (503).
Finding turned_away(const Report& report);
/// Answers with another unexpected status.
Finding unexpected_answers(const Report& report);
Finding broken_connections(const Report& report);
Finding timed_out(const Report& report);
/// Connections that took as long as the kernel waits before it asks again.
Finding lost_syns(const Report& report);

/// Workers that serve one connection each left users without an answer.
Finding starved_users(const Report& report);
/// Who waited longest, or how long an average request took where all took about the same, on what, why, and what would
/// change it.
Finding longest_wait(const Report& report);
/// What the slowest in a hundred have more than the median, of a loop.
Finding long_tail(const Report& report);

Finding theory_and_measurement(const Report& report);
/// How a burst's answers came: together, or in steps.
Finding steps(const Report& report);

Finding uneven_workers(const Report& report);
Finding uneven_users(const Report& report);
/// Requests that were due while all connections were busy, unless longest_wait() says so.
Finding too_few_connections(const Report& report);
/// What held an event loop for long.
Finding blocked_loop(const Report& report);
Finding bystander_finding(const Report& report);
/// Users who think are fewer in flight than there are.
Finding effective_concurrency(const Report& report);
Finding context_switches(const Report& report);
Finding small_sample(const Report& report);

/// Whether all of a burst's good answers came at about the same time.
bool came_together(const Report& report);

/// Whether theory says something of the load. Of requests that take less than a millisecond alone it does not: most of
/// that is the machinery's own time.
bool has_theory(const Report& report);

/// The server's mode and how many requests it serves at once; nothing if it is not known.
struct ServedBy {
  const ModeRow* mode;
  Servers servers;
};
std::optional<ServedBy> served_by(const Report& report);

/// What theory says of more workers, or another mode, in a sentence: "16 threads would bring it to about 350 ms."; that
/// nothing but CPUs would help; empty if it has nothing to say, or not all requests have a good answer. @param part  on
/// which most time is spent, as in Breakdown
std::string what_if(const Report& report, const std::string& part);

/// "650 ms", or "650 ms to 900 ms".
std::string bounds_text(const Bounds& bounds);

}  // namespace hundred::loadtest
