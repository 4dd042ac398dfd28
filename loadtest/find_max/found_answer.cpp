#include "loadtest/find_max/found_answer.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "loadtest/find_max/found_text.hpp"
#include "loadtest/find_max/likely_rate.hpp"
#include "loadtest/find_max/search.hpp"
#include "loadtest/report/part_words.hpp"
#include "loadtest/report/style.hpp"

namespace hundred::loadtest {
namespace {

using Sentences = std::vector<std::string>;

const RateStep* step_at(const FoundRate& found, const std::optional<double>& rate) {
  const auto at = std::find_if(found.steps.begin(), found.steps.end(),
                               [&](const RateStep& step) { return step.rate_per_s == rate; });
  return at == found.steps.end() ? nullptr : &*at;
}

/// Those of the unclear rates that the load tool's lateness makes so, or the others.
std::string unclear_rates(const FoundRate& found, const RateRange& range, bool by_load_tool) {
  std::vector<std::string> texts;
  for (const double rate : range.unclear)
    if ((step_at(found, rate)->verdict == RateVerdict::invalid) == by_load_tool) texts.push_back(rate_text(rate));
  return fmt::format("{}", fmt::join(texts, ", "));
}

/// What could not be told, and why the range ends where it does.
void add_doubts(const FoundRate& found, const RateRange& range, Sentences& sentences) {
  if (const std::string rates = unclear_rates(found, range, false); !rates.empty() && range.met && range.not_met)
    sentences.push_back(fmt::format(
        "Between them, at {}, chance decides in so short a time. Longer steps (--edge) would narrow the range.",
        rates));
  if (const std::string rates = unclear_rates(found, range, true); !rates.empty())
    sentences.push_back(fmt::format("At {} the load tool itself was late, or had no CPU: nothing can be told.", rates));
  for (const auto& end : {range.not_met, range.invalid})
    if (const RateStep* step = step_at(found, end); step != nullptr && !step->remark.empty())
      sentences.push_back(fmt::format("At {}{} {}.", rate_text(*end),
                                      end == range.invalid ? " the load tool itself was the limit:" : ",",
                                      step->remark));
  const auto is_suspect = [](const RateStep& step) { return !step.suspicion.empty(); };
  if (const auto first = std::find_if(found.steps.begin(), found.steps.end(), is_suspect); first != found.steps.end())
    sentences.push_back(fmt::format("Read with care {} of {} steps, such as {}: {}.",
                                    std::count_if(first, found.steps.end(), is_suspect), found.steps.size(),
                                    rate_text(first->rate_per_s), first->suspicion));
  if (found.out_of_time)
    sentences.emplace_back(
        "The search has taken all its time before the range was narrow; --from N, near the answer, saves steps.");
}

double share_left_out(const RateStep& step) {
  return static_cast<double>(step.disturbance.left_out) /
         static_cast<double>(std::max<std::uint64_t>(step.counts.sent, 1));
}

/// What the machine's own hiccups took from the measurement.
void add_hiccups(const FoundRate& found, Sentences& sentences) {
  const auto worst = std::max_element(found.steps.begin(), found.steps.end(), [](const RateStep& a, const RateStep& b) {
    return share_left_out(a) < share_left_out(b);
  });
  if (worst == found.steps.end() || worst->disturbance.left_out == 0) return;
  const Disturbance& most = worst->disturbance;
  sentences.push_back(
      fmt::format("The machine itself stood still now and then, at {} {} time{} for up to {}: of each step the "
                  "requests about such a hiccup are left out of the times, here {:.1f} %, nowhere more.",
                  rate_text(worst->rate_per_s), most.hiccups, most.hiccups == 1 ? "" : "s",
                  duration_text(most.longest_ms), share_left_out(*worst) * 100));
}

void add_failure(const FoundRate& found, Sentences& sentences) {
  const auto lowest =
      std::min_element(found.steps.begin(), found.steps.end(),
                       [](const RateStep& a, const RateStep& b) { return a.rate_per_s < b.rate_per_s; });
  const auto fastest = lowest->response.figure("min");
  if (lowest->hopeless && lowest->remark.empty() && fastest)
    sentences.push_back(fmt::format("A request alone takes too long: of {} requests at {} the fastest took {}.",
                                    lowest->counts.sent, rate_text(lowest->rate_per_s), duration_text(*fastest)));
  else
    sentences.push_back(
        fmt::format("The lowest rate tried, {}, is {}.", rate_text(lowest->rate_per_s), verdict_words(*lowest)));
}

std::uint64_t count_of(const Servers& servers) {
  return servers.waiting == Servers::unlimited ? servers.computing : servers.waiting;
}

bool is_bound_by_cpus(const OpenQueue& queue) {
  return static_cast<double>(queue.servers.computing) > queue.cpus &&
         queue.capacity_per_s() * queue.work.cpu_ms >= 0.999e3 * queue.cpus;
}

/// What a request takes of what limits: "5.02 ms of computing", "20.1 ms".
std::string share_words(const OpenQueue& queue) {
  const bool loop = queue.servers.waiting == Servers::unlimited;
  return loop || is_bound_by_cpus(queue) ? duration_text(queue.work.cpu_ms) + " of computing"
                                         : duration_text(queue.work.total_ms);
}

/// "an M/D/8 queue with 20.1 ms a request"
std::string queue_words(const RateTheory& theory) {
  const OpenQueue& queue = theory.queue;
  const std::uint64_t count = count_of(queue.servers);
  if (is_bound_by_cpus(queue))
    return fmt::format("{} servers that share {:.1f} CPUs, with {} a request", count, queue.cpus, share_words(queue));
  return fmt::format("{}/D/{} queue with {} a request", theory.simulated ? "an M" : "a D", count, share_words(queue));
}

/// "8 threads, 20.1 ms a request"
std::string limit_words(const FoundRate& found, const OpenQueue& queue) {
  const std::string who = is_bound_by_cpus(queue) ? fmt::format("{:.1f} CPUs", queue.cpus)
                          : found.run_by.empty()  ? fmt::format("{} servers", count_of(queue.servers))
                                                  : found.run_by;
  return fmt::format("{}, {} a request", who, share_words(queue));
}

/// How what was measured lies to what theory says, after it; "." if nothing can be said.
std::string beside_theory(double rate, const RateRange& range) {
  constexpr double near = 0.05;
  if (!range.met || (rate >= *range.met && !range.not_met)) return ".";
  if (rate >= *range.met && rate <= *range.not_met) return "; what was measured fits.";
  const double off = rate < *range.met ? *range.met / rate - 1 : *range.not_met / rate - 1;
  return fmt::format("; measured {:.0f} % {}{}.", std::ceil(std::abs(off) * 100), off > 0 ? "more" : "less",
                     off < -near ? ", so something took time that theory does not know of" : "");
}

void add_theory(const FoundRate& found, const RateRange& range, Sentences& sentences) {
  if (!found.theory) return;
  const RateTheory& theory = *found.theory;
  if (theory.rate_per_s() == 0) {
    sentences.push_back(
        fmt::format("Theory says no rate does: a request alone takes {}.", duration_text(theory.queue.work.total_ms)));
    return;
  }
  sentences.push_back(fmt::format("Theory says {} ({}{}){}", rate_text(theory.rate_per_s()),
                                  theory.simulated ? "simulated: " : "", queue_words(theory),
                                  beside_theory(theory.rate_per_s(), range)));
  if (found.mode == "prefork" && theory.queue.servers.waiting > 1)
    sentences.emplace_back(
        "Theory lets any idle process serve; here each serves its own connections, so that a request may wait while "
        "another process has nothing to do.");
  if (!range.met) return;
  sentences.push_back(fmt::format(
      "The most that the server could do is {} ({}); {} is {:.0f} % of that.{}", rate_text(theory.capacity_per_s),
      limit_words(found, theory.queue), rate_text(*range.met), *range.met / theory.capacity_per_s * 100,
      theory.simulated ? " Random arrivals need the rest: where more come at once than on average, some wait." : ""));
}

/// Where the time of the late answers went: the largest parts, together most of it.
void add_breakdown(const FoundRate& found, const RateRange& range, Sentences& sentences) {
  constexpr double visible = 0.05;
  const RateStep* step = step_at(found, range.met);
  if (step == nullptr || !step->late) return;
  auto parts = step->late->parts;
  std::sort(parts.begin(), parts.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
  std::vector<std::string> words;
  for (const auto& [name, ms] : parts)
    if (ms >= visible * step->late->total_ms)
      words.push_back(fmt::format("{} {}", duration_text(ms), words_of(name).waited));
  const std::string which = step->late->at.empty() ? "An average answer" : "An answer about " + step->late->at;
  if (!words.empty())
    sentences.push_back(fmt::format("{} at {} took {}: {}.", which, rate_text(*range.met),
                                    duration_text(step->late->total_ms), fmt::join(words, ", ")));
}

}  // namespace

std::string answer_words(const FoundRate& found) {
  const RateRange range = range_of(found.steps);
  if (range.met && range.not_met)
    return fmt::format("between {} (met) and {} (not met)", rate_text(*range.met), rate_text(*range.not_met));
  if (range.met) return fmt::format("at least {} (met)", rate_text(*range.met));
  return found.interrupted ? "no rate was met so far" : "no rate keeps it";
}

std::vector<std::string> answer_sentences(const FoundRate& found) {
  const RateRange range = range_of(found.steps);
  Sentences sentences;
  if (const auto rate = likely_rate(found.steps))
    sentences.push_back(fmt::format(
        "Most likely it is near {}: there a line through the longest steps comes to the limit.", rate_text(*rate)));
  add_doubts(found, range, sentences);
  add_hiccups(found, sentences);
  if (!range.met) add_failure(found, sentences);
  add_theory(found, range, sentences);
  add_breakdown(found, range, sentences);
  return sentences;
}

}  // namespace hundred::loadtest
