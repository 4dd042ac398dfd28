#include <fmt/format.h>

#include <algorithm>

#include "loadtest/report/finding.hpp"
#include "loadtest/report/part_words.hpp"
#include "loadtest/report/style.hpp"

namespace hundred::loadtest {
namespace {

const RequestRow* slowest_answer(const Report& r) {
  const RequestRow* slowest = nullptr;
  for (const RequestRow& row : r.requests)
    if (row.outcome == outcome_name(client::Outcome::ok) && row.user &&
        (slowest == nullptr || row.response_ms >= slowest->response_ms))
      slowest = &row;
  return slowest;
}

const Breakdown* breakdown_at(const Report& r, const std::string& at) {
  const auto found =
      std::find_if(r.breakdowns.begin(), r.breakdowns.end(), [&](const Breakdown& b) { return b.at == at; });
  return found == r.breakdowns.end() ? nullptr : &*found;
}

/// "8 threads take 100 requests in 13 rounds"
std::string rounds_reason(const Report& r, std::uint64_t servers) {
  if (std::min(r.load.users, r.counts.ok) <= servers) return {};
  if (!r.load.burst()) return fmt::format("{} serve {} of {} users at a time", r.run_by, servers, r.load.users);
  return fmt::format("{} take {} requests in {} rounds", r.run_by, r.counts.ok, (r.counts.ok + servers - 1) / servers);
}

bool is_event_loop(const ServedBy& by) {
  return by.servers.waiting == Servers::unlimited && by.mode->name != std::string_view("hybrid");
}

constexpr const char* loop_reason = "who computes holds the loop, and all others wait for it";

std::string queue_reason(const Report& r) {
  const auto by = served_by(r);
  if (r.pinned_workers) return "a worker takes only requests of its own connections";
  if (!by) return {};
  if (by->servers.computing == 1 && by->servers.waiting == 1) return "one thread serves one request at a time";
  if (is_event_loop(*by)) return loop_reason;
  if (by->servers.waiting == Servers::unlimited) return "the loop was busy, or had no CPU";
  if (!by->mode->counts_workers) return "a thread has to be made for it, and to get a CPU";
  return rounds_reason(r, by->servers.waiting);
}

std::string ready_reason(const Report& r) {
  const auto by = served_by(r);
  if (by && is_event_loop(*by)) return loop_reason;
  if (!by || r.environment.shares_cpus != true) return "more could run than there were CPUs";
  const std::uint64_t running = std::min(by->servers.computing, r.load.users);
  const std::uint64_t cpus = r.environment.cpus;
  if (running <= cpus) return "others had the CPUs, perhaps the load tool itself";
  return fmt::format("{} share {} CPU{}", r.run_by, cpus, cpus == 1 ? "" : "s");
}

std::string pool_reason(const Report& r) {
  const auto by = served_by(r);
  if (r.mode != "hybrid" || !by) return "helper threads do what blocks, a few at a time (--helper-threads)";
  return fmt::format("its pool computes {} request{} at a time", by->servers.computing,
                     by->servers.computing == 1 ? "" : "s");
}

std::string client_reason(const Report& r) {
  return r.most_waiting > 1 ? "all connections were busy (--users)" : "look at the load tool, not at the server";
}

/// Why most time goes there; empty if there is no more to say.
std::string reason(const Report& r, const std::string& part) {
  if (part == "queue") return queue_reason(r);
  if (part == "ready") return ready_reason(r);
  if (part == "pool") return pool_reason(r);
  if (part == "client") return client_reason(r);
  if (part == "gil") return "one thread holds it at a time";
  if (part == "wait") return "there is nothing to gain in the server";
  if (part == "cpu") return "only less work, or faster CPUs, would help";
  if (part == "network") return "look at the way to the server, not at its handlers";
  return {};
}

std::string sentence_of(const Report& r, const std::string& who, double ms, const Breakdown& breakdown) {
  const auto [part, share] = largest_part(breakdown);
  const std::string why = reason(r, part), instead = what_if(r, part);
  return fmt::format("{} {}, {:.0f} % of it {}{}{}.{}{}", who, duration_text(ms), share * 100, words_of(part).waited,
                     why.empty() ? "" : ": ", why, instead.empty() ? "" : " ", instead);
}

}  // namespace

Finding longest_wait(const Report& r) {
  if (!r.breakdown || r.breakdown->parts.empty() || 2 * r.counts.ok < r.counts.sent) return std::nullopt;
  const Breakdown* longest = breakdown_at(r, "max");
  const RequestRow* slowest = slowest_answer(r);
  if (!r.load.burst()) return sentence_of(r, "An average request took", r.breakdown->total_ms, *r.breakdown);
  if (came_together(r) || longest == nullptr || slowest == nullptr)
    return sentence_of(r, "An average user waited", r.breakdown->total_ms, *r.breakdown);
  return sentence_of(r, fmt::format("User {} waited", *slowest->user + 1), slowest->response_ms, *longest);
}

Finding long_tail(const Report& r) {
  constexpr double long_ratio = 3;
  const auto p50 = r.response.figure("p50"), p99 = r.response.figure("p99");
  if (r.load.burst() || !p50 || !p99 || *p50 <= 0 || *p99 < long_ratio * *p50) return std::nullopt;
  std::string words = fmt::format("p99 is {}, {:.1f} times the median", duration_text(*p99), *p99 / *p50);
  const Breakdown *half = breakdown_at(r, "p50"), *late = breakdown_at(r, "p99");
  if (half == nullptr || late == nullptr || late->total_ms <= half->total_ms) return words + ".";
  Breakdown more = *late;
  more.total_ms -= half->total_ms;
  for (auto& [name, ms] : more.parts)
    for (const auto& [other, less] : half->parts)
      if (other == name) ms -= less;
  const auto [part, share] = largest_part(more);
  return fmt::format("{}: {:.0f} % of the difference is time {}.", words, std::min(share, 1.0) * 100,
                     words_of(part).waited);
}

Finding starved_users(const Report& r) {
  if (!r.pinned_workers || r.load.users <= *r.pinned_workers) return std::nullopt;
  std::vector<bool> served(r.load.users);
  for (const RequestRow& row : r.requests)
    if (row.user && *row.user < served.size() && row.outcome == outcome_name(client::Outcome::ok))
      served[*row.user] = true;
  const auto count = static_cast<std::uint64_t>(std::count(served.begin(), served.end(), true));
  if (r.requests.size() != r.counts.sent || count == r.load.users) return std::nullopt;
  return fmt::format(
      "Only {} of {} users had an answer, for each worker serves one connection; --keep-alive park "
      "serves them all.",
      count, r.load.users);
}

}  // namespace hundred::loadtest
