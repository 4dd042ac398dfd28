#include "loadtest/report/findings.hpp"

#include <array>

#include "loadtest/report/finding.hpp"

namespace hundred::loadtest {
namespace {

constexpr std::size_t most_findings = 6;

using Candidate = Finding (*)(const Report&);
/// The most important first. Without a good answer only the first ones say something.
constexpr std::array<Candidate, 6> of_failures{distrust,           turned_away, unexpected_answers,
                                               broken_connections, timed_out,   lost_syns};
constexpr std::array<Candidate, 13> of_answers{starved_users,
                                               longest_wait,
                                               theory_and_measurement,
                                               steps,
                                               uneven_workers,
                                               uneven_users,
                                               long_tail,
                                               too_few_connections,
                                               blocked_loop,
                                               bystander_finding,
                                               context_switches,
                                               effective_concurrency,
                                               small_sample};

}  // namespace

std::vector<std::string> findings(const Report& report) {
  std::vector<std::string> found;
  const auto add = [&](Candidate candidate) {
    if (found.size() == most_findings) return;
    if (auto finding = candidate(report)) found.push_back(std::move(*finding));
  };
  for (const Candidate candidate : of_failures) add(candidate);
  if (report.counts.ok > 0)
    for (const Candidate candidate : of_answers) add(candidate);
  return found;
}

}  // namespace hundred::loadtest
