#include "loadtest/report/comparison_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "loadtest/report/columns.hpp"
#include "loadtest/report/statistics.hpp"
#include "loadtest/report/text.hpp"

namespace hundred::loadtest {
namespace {

/// To two digits, `round` being floor or ceil.
double rough(double value, double (*round)(double)) {
  if (value <= 0) return value;
  const double unit = std::pow(10, std::floor(std::log10(value)) - 1);
  return round(value / unit) * unit;
}

/// "653 ms"; bounds as "650-910 ms", rounded outwards: what they are made from is measured, and no better known.
std::string bounds_text(const Bounds& ms) {
  if (ms.least == ms.most) return duration_text(ms.least);
  const double least = rough(ms.least, std::floor), most = rough(ms.most, std::ceil);
  if (most < 1000) return fmt::format("{:.3g}-{:.3g} ms", least, most);
  return fmt::format("{:.3g}-{:.3g} s", least / 1000, most / 1000);
}

std::optional<double> half_ms(const Report& r) { return r.answered ? r.answered->half_ms : std::nullopt; }
std::optional<double> all_ms(const Report& r) { return r.answered ? r.answered->all_ms : std::nullopt; }

std::string mode_cell(const Entry& e) { return e.mode; }
/// "8 threads"; with four digits "1000 thr.", so that it fits.
std::string run_by_cell(const Entry& e) {
  if (e.rounds.empty()) return "no round";
  std::string text = e.rounds.front().run_by;
  constexpr std::size_t width = 11;
  const std::size_t word = text.find(' ') + 1;
  return text.size() <= width ? text : text.substr(0, word + 3) + ".";
}
std::string half_cell(const Entry& e) { return duration_text(median(e, half_ms)); }
std::string all_cell(const Entry& e) { return duration_text(median(e, all_ms)); }
std::string burst_cell(const Entry& e) {
  return e.prediction && e.prediction->burst ? bounds_text(e.prediction->burst->all_ms) : "-";
}
std::string rate_text(const std::optional<double>& per_s) {
  return per_s ? fmt::format("{:.{}f}", *per_s, *per_s < 100 ? 1 : 0) : "-";
}
std::string rate_cell(const Entry& e) {
  return rate_text(median(e, [](const Report& r) { return r.throughput_per_s; }));
}
std::string loop_cell(const Entry& e) {
  return rate_text(e.prediction && e.prediction->loop ? std::optional(e.prediction->loop->throughput_per_s)
                                                      : std::nullopt);
}
std::string p99_cell(const Entry& e) {
  return duration_text(median(e, [](const Report& r) { return r.response.figure("p99"); }));
}
std::string spent_cell(const Entry& e) {
  const Report* round = middle_round(e);
  const auto spent = round == nullptr ? std::nullopt : time_spent(*round);
  return spent ? fmt::format("  {:<13}{:>4.0f} %", spent->words, spent->percent) : "  -";
}

std::string cpu_cell(const Entry& e) {
  return duration_text(
      median(e, [](const Report& r) { return r.usage ? std::optional(r.usage->cpu_ms) : std::nullopt; }));
}
std::string memory_cell(const Entry& e) {
  const auto bytes = median(e, [](const Report& r) {
    return r.usage && r.usage->peak_pss_bytes ? std::optional(static_cast<double>(*r.usage->peak_pss_bytes))
                                              : std::nullopt;
  });
  return bytes ? fmt::format("{:.1f} MiB", *bytes / (1024 * 1024)) : "-";
}
std::string count_text(const std::optional<double>& count) { return count ? fmt::format("{:.0f}", *count) : "-"; }
std::string threads_cell(const Entry& e) {
  return count_text(
      median(e, [](const Report& r) { return r.usage ? std::optional(double(r.usage->peak_threads)) : std::nullopt; }));
}
std::string processes_cell(const Entry& e) {
  return count_text(median(
      e, [](const Report& r) { return r.usage ? std::optional(double(r.usage->peak_processes)) : std::nullopt; }));
}

std::vector<Column<Entry>> answer_columns(const LoadFacts& load) {
  std::vector<Column<Entry>> columns{{"", "mode", -19, mode_cell}, {"", "run by", -11, run_by_cell}};
  if (load.burst())
    columns.insert(columns.end(),
                   {{"half", "answered", 9, half_cell},
                    {load.users < 10'000 ? fmt::format("all {}", load.users) : "all", "answered", 9, all_cell},
                    {"theory", "says", 11, burst_cell}});
  else
    columns.insert(
        columns.end(),
        {{"answers", "per s", 9, rate_cell}, {"theory", "says", 9, loop_cell}, {"response", "p99", 10, p99_cell}});
  columns.push_back({"  an average user", "  spent its time", -21, spent_cell});
  return columns;
}

const std::vector<Column<Entry>>& cost_columns() {
  static const std::vector<Column<Entry>> columns{{"", "what it cost the server", -31, mode_cell},
                                                  {"", "CPU time", 8, cpu_cell},
                                                  {"memory", "(PSS)", 12, memory_cell},
                                                  {"threads", "at most", 11, threads_cell},
                                                  {"processes", "at most", 11, processes_cell}};
  return columns;
}

std::string cpus_text(double cpus) { return fmt::format("{:.{}f}", cpus, cpus < 10 ? 2 : 1); }

/// ": 100 are 2.01 s of work. The 2 CPUs (together as fast as 1.97) need 1.02 s"
std::string work_of_all(const EndpointFacts& facts, const Comparison& comparison) {
  const double all_ms = static_cast<double>(comparison.load.users) * facts.work.total_ms;
  std::string work = fmt::format(": {} are {} of work", comparison.load.users, duration_text(all_ms));
  if (comparison.environment.cpus == 1) return work;
  return work + fmt::format(". The {} CPUs (together as fast as {}) need {}", comparison.environment.cpus,
                            cpus_text(facts.cpus), duration_text(all_ms / facts.cpus));
}

/// The endpoint and what it does: "WAITING  '/io/sleep?ms=50': alone, one request takes 50.2 ms and no CPU".
std::string headline(const Contest& contest, const Comparison& comparison, const Style& style) {
  const auto& [endpoint, work, cpus] = contest.facts;
  const std::string quoted = fmt::format("  '{}'", endpoint);
  const std::string with = contest.keep_alive == "park" ? "" : fmt::format(", --keep-alive {}", contest.keep_alive);
  switch (work.kind()) {
    case Work::Kind::waiting:
      return style.heading("WAITING" + quoted + with) + "\n" +
             wrapped(fmt::format("Alone, one request takes {} and no CPU.", duration_text(work.total_ms)));
    case Work::Kind::mixed:
      return style.heading("BOTH" + quoted + with) + "\n" +
             wrapped(fmt::format("Alone, one request takes {}: it computes {} and waits {}.",
                                 duration_text(work.total_ms), duration_text(work.cpu_ms),
                                 duration_text(work.wait_ms)));
    case Work::Kind::computing:
      break;
  }
  std::string text = fmt::format("Alone, one request computes for {}", duration_text(work.total_ms));
  if (comparison.load.burst()) text += work_of_all(contest.facts, comparison);
  return style.heading("COMPUTING" + quoted + with) + "\n" + wrapped(text + ".");
}

double slowness_of(const Entry& entry) {
  const Report* round = middle_round(entry);
  return round == nullptr ? std::numeric_limits<double>::infinity() : slowness(*round);
}

/// Requests without a good answer, in all rounds.
std::string missing(const Entry& entry, const Style& style) {
  std::uint64_t sent = 0, ok = 0;
  for (const Report& round : entry.rounds) {
    sent += round.counts.sent;
    ok += round.counts.ok;
  }
  if (sent == ok) return {};
  return style.failure(fmt::format("  {}: {} of {} requests have no good answer", entry.mode, sent - ok, sent)) + "\n";
}

std::string incomplete(const Entry& entry, const Comparison& comparison) {
  const std::size_t rounds = entry.rounds.size();
  if (rounds == 0 || rounds == comparison.repeats) return {};
  return fmt::format("  {}: of {} round{} only\n", entry.mode, rounds, rounds == 1 ? "" : "s");
}

/// Rounds whose figures cannot be believed.
std::string doubts(const Entry& entry, const Style& style) {
  std::string why;
  std::size_t invalid = 0;
  for (const Report& round : entry.rounds) {
    if (round.validity.verdict != Verdict::invalid) continue;
    ++invalid;
    for (const Check& check : round.validity.checks)
      if (check.verdict == Verdict::invalid) why = check.words;
  }
  if (invalid == 0) return {};
  return style.failure(fmt::format("  {}: invalid in {} of {} rounds", entry.mode, invalid, entry.rounds.size())) +
         "\n" + wrapped("  " + why);
}

std::string contest_text(const Contest& contest, const Comparison& comparison, const Style& style) {
  std::vector<const Entry*> entries;
  for (const Entry& entry : contest.entries) entries.push_back(&entry);
  // All entries stand in one vector, so pointers keep the order of those that are equally slow.
  std::sort(entries.begin(), entries.end(), [](const Entry* a, const Entry* b) {
    return std::pair(slowness_of(*a), a) < std::pair(slowness_of(*b), b);
  });
  std::string text = "\n" + headline(contest, comparison, style);
  text += table_of(answer_columns(comparison.load), entries);
  for (const Entry* entry : entries)
    text += incomplete(*entry, comparison) + missing(*entry, style) + doubts(*entry, style);
  return text + "\n" + table_of(cost_columns(), entries);
}

/// "A hundred users ask at the same instant, once each."
std::string who_asks(const LoadFacts& load) {
  const std::string users = load.users == 100 ? "A hundred users"
                            : load.users == 1 ? "One user"
                                              : fmt::format("{} users", load.users);
  const char* ask = load.users == 1 ? "asks" : "ask";
  return fmt::format("{} {} {}.", users, ask, load.burst() ? "at the same instant, once each" : "again and again");
}

std::string conditions(const Comparison& c) {
  const std::string rounds = c.repeats == 1 ? "one round" : fmt::format("medians of {} interleaved rounds", c.repeats);
  const bool parked = std::all_of(c.contests.begin(), c.contests.end(),
                                  [](const Contest& contest) { return contest.keep_alive == "park"; });
  return fmt::format("{} CPU{}, shared with the load tool; {}{}.", c.environment.cpus,
                     c.environment.cpus == 1 ? "" : "s", parked ? "kept-alive; " : "", rounds);
}

std::string failure_text(const Failure& failure, const Comparison& comparison, const Style& style) {
  const std::string with = failure.keep_alive == "park" ? "" : fmt::format(" (--keep-alive {})", failure.keep_alive);
  std::string message = failure.message;
  for (std::size_t at = 0; (at = message.find('\n', at)) != std::string::npos; ++at) message.insert(at + 1, "  ");
  return style.failure(
             fmt::format("{}{} failed in round {} of {}:", failure.mode, with, failure.round, comparison.repeats)) +
         "\n  " + message + "\n";
}

}  // namespace

std::string to_text(const Comparison& comparison, const Style& style) {
  std::string text = style.heading(who_asks(comparison.load)) + "\n";
  if (!comparison.load.burst()) text += style.explanation(comparison.load.words + ".") + "\n";
  text += style.explanation(conditions(comparison)) + "\n";
  if (comparison.interrupted) text += style.failure("Interrupted: these are the rounds up to then.") + "\n";
  for (const Contest& contest : comparison.contests) text += contest_text(contest, comparison, style);
  for (const Failure& failure : comparison.failures) text += "\n" + failure_text(failure, comparison, style);
  return text;
}

}  // namespace hundred::loadtest
