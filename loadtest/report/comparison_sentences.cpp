#include "loadtest/report/comparison_sentences.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>

#include "loadtest/modes.hpp"
#include "loadtest/report/comparison_cells.hpp"
#include "loadtest/report/style.hpp"

namespace hundred::loadtest {
namespace {

constexpr double much_faster = 0.5;  ///< than the others
constexpr double much_sooner = 0.7;  ///< half of the users than all
constexpr double about_as_late = 0.85;
constexpr double long_ping = 5;  ///< in requests that compute

bool near(double measured, double expected) {
  constexpr double tolerance = 0.1;
  return std::abs(measured / expected - 1) <= tolerance;
}

/// What the sentences are about: a table's entries whose users all had an answer.
struct SeenContest {
  const Contest& contest;
  const Comparison& comparison;
  Durations text{contest};
  Entries entries{};

  double users() const { return static_cast<double>(comparison.load.users); }
  double alone_ms() const { return contest.facts.work.total_ms; }
  /// Until all is computed, on one CPU and on all.
  double one_cpu_ms() const { return users() * alone_ms(); }
  double all_cpus_ms() const { return one_cpu_ms() / contest.facts.cpus; }
  const Entry* mode(std::string_view name) const {
    const auto found = std::find_if(entries.begin(), entries.end(), [&](const Entry* e) { return e->mode == name; });
    return found == entries.end() ? nullptr : *found;
  }
};

double all_of(const Entry& entry) { return all_ms(entry).value(); }
double half_of(const Entry& entry) { return half_ms(entry).value(); }
bool waits_on_a_loop(const Entry& entry) {
  const ModeRow* mode = find_mode(entry.mode);
  return mode != nullptr && mode->servers(1).waiting == Servers::unlimited;
}
/// What theory says, if that is one value, and what was measured is near it.
std::optional<double> theory_met(const Entry& entry) {
  if (!entry.prediction || !entry.prediction->burst) return std::nullopt;
  const Bounds all = entry.prediction->burst->all_ms;
  return all.least == all.most && near(all_of(entry), all.least) ? std::optional(all.least) : std::nullopt;
}

std::string loops_win(const SeenContest& seen) {
  const Entry *fastest_loop = nullptr, *slowest_other = nullptr;
  for (const Entry* entry : seen.entries)
    if (waits_on_a_loop(*entry)) {
      if (fastest_loop == nullptr || all_of(*entry) < all_of(*fastest_loop)) fastest_loop = entry;
    } else if (slowest_other == nullptr || all_of(*entry) > all_of(*slowest_other)) {
      slowest_other = entry;
    }
  if (fastest_loop == nullptr || slowest_other == nullptr || !theory_met(*fastest_loop)) return {};
  if (all_of(*fastest_loop) > much_faster * all_of(*slowest_other)) return {};
  const bool sleeps = seen.contest.facts.endpoint.starts_with("/io/sleep");
  return fmt::format("A loop starts the next request while others {}. ", sleeps ? "sleep" : "wait");
}

std::string workers_go_in_rounds(const SeenContest& seen) {
  for (const Entry* entry : seen.entries) {
    if (!find_mode(entry->mode)->equal_workers || !theory_met(*entry)) continue;
    const std::vector<Stair>& steps = entry->prediction->steps;
    if (steps.size() < 2) continue;
    const std::uint64_t workers = steps.front().users, users = seen.comparison.load.users;
    return fmt::format("{} worker{} {} rounds of {} ({}/{}{}). ", workers, workers == 1 ? " needs" : "s need",
                       steps.size(), brief_duration(seen.alone_ms()), users, workers,
                       users % workers == 0 ? "" : ", rounded up");
  }
  return {};
}

std::string one_thread(const SeenContest& seen) {
  const Entry* single = seen.mode("single-threaded");
  if (single == nullptr || !theory_met(*single) || seen.comparison.load.users < 2) return {};
  return fmt::format("One thread: user {} waits {:.0f} times as long. ", seen.comparison.load.users,
                     all_of(*single) / seen.alone_ms());
}

/// "Four modes"; "All four modes" if there are no others.
std::string counted(std::size_t count, bool all) {
  constexpr std::array<const char*, 7> words{"no", "one", "two", "three", "four", "five", "six"};
  if (all && count == 2) return "Both modes";
  std::string text = count < words.size() ? words.at(count) : std::to_string(count);
  if (all) return "All " + text + " modes";
  text.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(text.front())));
  return text + " modes";
}

/// Those that end together, before all others, as they use all CPUs; none where these do not do the work of so many.
Entries together(const SeenContest& seen) {
  Entries found;
  const auto cpus = static_cast<double>(seen.comparison.environment.cpus);
  if (!near(seen.contest.facts.cpus, cpus)) return found;
  for (const Entry* entry : seen.entries) {
    const auto theory = theory_met(*entry);
    if (theory && near(*theory, seen.all_cpus_ms()))
      found.push_back(entry);
    else if (all_of(*entry) < seen.all_cpus_ms())
      return {};
  }
  return found;
}

std::string finish_together(const SeenContest& seen, const Entries& group) {
  const std::uint64_t cpus = seen.comparison.environment.cpus;
  if (group.size() < 2) return {};
  const std::string who = counted(group.size(), group.size() == seen.entries.size());
  if (cpus == 1) return who + " finish together: there is one CPU. ";
  return fmt::format("{} finish together: they use {}. ", who,
                     cpus == 2 ? "both CPUs" : fmt::format("all {} CPUs", cpus));
}

std::string who_waits(const SeenContest& seen, const Entries& group) {
  const Entry *queue = nullptr, *threads = nullptr;
  for (const Entry* entry : group) {
    if (entry->mode == "thread-per-request" && half_of(*entry) >= about_as_late * all_of(*entry)) threads = entry;
    if (find_mode(entry->mode)->equal_workers && half_of(*entry) <= much_sooner * all_of(*entry) &&
        (queue == nullptr || half_of(*entry) < half_of(*queue)))
      queue = entry;
  }
  const std::uint64_t cpus = seen.comparison.environment.cpus;
  std::string text =
      queue == nullptr ? "" : fmt::format("queue serves half the users in {}", seen.text(half_of(*queue)));
  if (threads == nullptr) return queue == nullptr ? "" : "A " + text + ". ";
  const std::string share = fmt::format("{} share {} CPU{}, so nearly all wait {}. ", threads->rounds.front().run_by,
                                        cpus, cpus == 1 ? "" : "s", seen.text(all_of(*threads)));
  return queue == nullptr ? share : "What differs is who waits: a " + text + "; " + share;
}

std::string loop_is_held(const SeenContest& seen) {
  const Entry *loop = seen.mode("event-loop"), *single = seen.mode("single-threaded");
  if (loop == nullptr) return {};
  const auto theory = theory_met(*loop);
  if (!theory || !near(*theory, seen.one_cpu_ms()) || near(*theory, seen.all_cpus_ms())) return {};
  const bool as_slow = single != nullptr && near(all_of(*loop), all_of(*single));
  const bool ping_too = bystander_ms(*loop, "p50").value_or(0) > long_ping * seen.alone_ms();
  return fmt::format("Computing holds the event loop: {}{}. ",
                     as_slow ? "as slow as one thread" : "one request at a time", ping_too ? ", /ping too" : "");
}

std::string theory_is_a_range(const SeenContest& seen) {
  for (const Entry* entry : seen.entries)
    if (entry->prediction && entry->prediction->burst &&
        entry->prediction->burst->all_ms.least != entry->prediction->burst->all_ms.most)
      return "Theory is a range: from where computing and waiting overlap to where they do not. ";
  return {};
}

}  // namespace

std::string why(const Contest& contest, const Comparison& comparison) {
  if (!comparison.load.burst()) return {};
  SeenContest seen{contest, comparison};
  for (const Entry& entry : contest.entries)
    if (all_ms(entry) && half_ms(entry) && find_mode(entry.mode) != nullptr) seen.entries.push_back(&entry);
  std::string text;
  switch (contest.facts.work.kind()) {
    case Work::Kind::waiting:
      text = loops_win(seen) + workers_go_in_rounds(seen) + one_thread(seen);
      break;
    case Work::Kind::computing:
      text = finish_together(seen, together(seen)) + who_waits(seen, together(seen)) + loop_is_held(seen);
      break;
    case Work::Kind::mixed:
      text = theory_is_a_range(seen);
  }
  return wrapped(text);
}

}  // namespace hundred::loadtest
