#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "loadtest/modes.hpp"
#include "loadtest/report/comparison_cells.hpp"
#include "loadtest/size/size_theory.hpp"
#include "loadtest/size/sizing_text.hpp"

namespace hundred::loadtest {
namespace {

/// Where they are one core's, but for what measuring leaves open.
constexpr double about_one_core = 1.05;

using Clauses = std::vector<std::string>;

const char* meet(std::uint64_t workers) { return workers == 1 ? "meets" : "meet"; }

bool waits_outside(const ModeSize& mode) { return find_mode(mode.mode)->servers(1).waiting == Servers::unlimited; }

/// For how long a request holds a worker.
double held_ms(const ModeSize& mode, const SizeQuestion& q) {
  return waits_outside(mode) ? q.work.cpu_ms : q.work.total_ms;
}

/// "200/s x 50.3 ms keep 10.06 busy"
std::string busy(const ModeSize& mode, const SizeQuestion& q) {
  const double ms = held_ms(mode, q);
  return fmt::format("{}/s x {}{} keep {:.4g} busy", rate_words(q.rate_per_s), brief_duration(ms),
                     waits_outside(mode) ? " of computing" : "", q.rate_per_s * ms / 1e3);
}

/// What all computing comes to, for one that must do all of it: "200 x 5.01 ms is all of one core".
std::string on_one_core(const SizeQuestion& q) {
  const double cores = q.rate_per_s * q.work.cpu_ms / 1e3;
  return fmt::format("{} x {} is {}", rate_words(q.rate_per_s), brief_duration(q.work.cpu_ms),
                     cores < about_one_core ? "all of one core" : fmt::format("the work of {:.3g} cores", cores));
}

std::string best_text(const TheorySize& theory, const ModeSize& mode, const SizeQuestion& q) {
  const std::string with =
      find_mode(mode.mode)->counts_workers ? fmt::format(", with {},", theory.best->workers) : std::string();
  return fmt::format("at best{} {} is {}", with, q.limits.front().figure, duration_text(theory.best->figure_ms));
}

std::string there_are_at_most(std::uint64_t workers) {
  return workers == 1 ? ", and there is one" : fmt::format(", and there are at most {}", workers);
}

/// Why no number of workers does.
std::string lack_text(const ModeSize& mode, const SizeQuestion& q) {
  const ModeRow& row = *find_mode(mode.mode);
  const double cpus = cpus_under(q.gil, row, q.cpus);
  switch (mode.theory.lack) {
    case Lack::cpus:
      if (cpus < q.cpus) return "under one GIL " + on_one_core(q);
      return fmt::format("{}/s x {} of computing is the work of {:.3g} CPUs, and there are {:.3g}",
                         rate_words(q.rate_per_s), brief_duration(q.work.cpu_ms), q.rate_per_s * q.work.cpu_ms / 1e3,
                         cpus);
    case Lack::workers:
      return busy(mode, q) + there_are_at_most(row.counts_workers ? most_size_workers : row.servers(1).waiting);
    case Lack::speed:
    case Lack::none:
      break;
  }
  return best_text(mode.theory, mode, q);
}

std::string under_gil(const ModeSize& mode, const SizeQuestion& q) {
  const TheorySize& locked = *mode.under_gil;
  const bool counted = find_mode(mode.mode)->counts_workers;
  if (locked.answer) return fmt::format("under one GIL it takes {}", locked.answer->workers);
  return fmt::format("under one GIL {}: {}", counted ? "none does" : "it does not",
                     locked.lack == Lack::speed ? best_text(locked, mode, q) : on_one_core(q));
}

std::string headroom(const ModeSize& mode) {
  const auto& up_to = mode.theory.up_to_per_s;
  return up_to ? fmt::format(", up to {}/s", highest_rate_words(*up_to)) : ", up to any rate";
}

/// What a higher rate takes, unless as many as meet the limits now bear it.
void add_margin(const ModeSize& mode, const SizeQuestion& q, Clauses& clauses) {
  const auto& more = mode.theory.at_more;
  const std::string rate = rate_words(size_margin * q.rate_per_s);
  if (!more)
    clauses.push_back(fmt::format("none does at {}/s", rate));
  else if (*more > mode.theory.answer->workers)
    clauses.push_back(fmt::format("{} still {} it at {}/s", *more, meet(*more), rate));
}

void add_gain(const ModeSize& mode, std::uint64_t needed, const SizeQuestion& q, Clauses& clauses) {
  const TheorySize& theory = mode.theory;
  if (theory.crowd)
    clauses.push_back(fmt::format("more than {} share the CPUs and are slower: {} {} with {}",
                                  std::max(needed, theory.best->workers), q.limits.front().figure,
                                  duration_text(theory.crowd->figure_ms), theory.crowd->workers));
  else if (theory.best->workers > needed)
    clauses.push_back(fmt::format("{} and more gain nothing", theory.best->workers));
  else
    clauses.emplace_back("more gain nothing");
}

/// What is needed where the runs, if there are any, agree with theory.
void add_as_theory_says(const ModeSize& mode, const SizeQuestion& q, Clauses& clauses) {
  const std::uint64_t needed = mode.theory.answer->workers;
  if (needed == mode.theory.minimum)
    clauses.back() += fmt::format(" and {} {}{}", meet(needed), limits_text(q), headroom(mode));
  else
    clauses.push_back(fmt::format("{} {} {}{}", needed, meet(needed), limits_text(q), headroom(mode)));
  add_margin(mode, q, clauses);
  add_gain(mode, needed, q, clauses);
}

void add_as_measured(const ModeSize& mode, const SizeQuestion& q, Clauses& clauses) {
  const std::uint64_t theory = mode.theory.answer->workers;
  const auto needed = workers_needed(mode);
  if (needed)
    clauses.push_back(fmt::format("{} {} {} as measured{}", *needed, meet(*needed), limits_text(q),
                                  is_settled(mode) ? "" : ", fewer perhaps too"));
  else
    clauses.push_back(fmt::format("{} do not meet {} as measured", mode.runs.back().workers, limits_text(q)));
  clauses.push_back(fmt::format("theory says {}", theory));
  if (needed && mode.theory.best->workers > *needed) add_gain(mode, *needed, q, clauses);
}

std::string of_uncounted(const ModeSize& mode, const SizeQuestion& q) {
  Clauses clauses;
  if (!mode.theory.answer)
    clauses.push_back(fmt::format("does not meet {}: {}", limits_text(q), lack_text(mode, q)));
  else
    clauses.push_back(fmt::format("meets {}{}", limits_text(q), headroom(mode)));
  if (mode.under_gil) clauses.push_back(under_gil(mode, q));
  return fmt::format("{}.", fmt::join(clauses, "; "));
}

}  // namespace

std::string decision(const ModeSize& mode, const Sizing& sizing) {
  const SizeQuestion& q = sizing.question;
  if (!find_mode(mode.mode)->counts_workers) return of_uncounted(mode, q);
  if (!mode.theory.answer) return fmt::format("no number meets {}: {}.", limits_text(q), lack_text(mode, q));
  const std::uint64_t minimum = mode.theory.minimum;
  Clauses clauses{fmt::format("{} {} the minimum ({})", workers_text(mode.mode, minimum), minimum == 1 ? "is" : "are",
                              busy(mode, q))};
  if (workers_needed(mode) == mode.theory.answer->workers && (mode.runs.empty() || is_settled(mode)))
    add_as_theory_says(mode, q, clauses);
  else
    add_as_measured(mode, q, clauses);
  if (mode.under_gil) clauses.push_back(under_gil(mode, q));
  return fmt::format("{}.", fmt::join(clauses, "; "));
}

}  // namespace hundred::loadtest
