#include "loadtest/report/text.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "loadtest/report/finding.hpp"
#include "loadtest/report/part_words.hpp"
#include "loadtest/report/statistics.hpp"
#include "loadtest/report/text_sections.hpp"

namespace hundred::loadtest {
namespace {

/// What --keep-alive pin does to these users.
std::string pinned_lines(std::uint64_t workers, const Report& r) {
  std::string text = fmt::format("Pinned: each of the {} serves one connection until that closes.", r.run_by);
  if (r.load.users > workers)
    text += fmt::format(" The other {} users wait for one to close, however idle it is.", r.load.users - workers);
  return wrapped(text);
}

std::string head(const Report& r, const Style& style) {
  std::string words = hanging(r.load.words);
  words.resize(words.size() - (words.ends_with('\n') ? 1 : 0));
  std::string text = style.heading(words) + "\n";
  text += r.mode.empty() ? fmt::format("'{}'\n", r.url)
                         : fmt::format("'{}', {}{}{}\n", r.endpoint, r.mode, r.run_by.empty() ? "" : ", ", r.run_by);
  if (r.pinned_workers) text += pinned_lines(*r.pinned_workers, r);
  if (r.interrupted) text += style.failure("Interrupted: these are the figures up to then.") + "\n";
  if (r.validity.verdict != Verdict::valid)
    text += style.failure(r.validity.verdict == Verdict::invalid
                              ? "Invalid: do not trust these figures; see below why."
                              : "Suspect: read these figures with care; see below why.") +
            "\n";
  if (r.not_accepted > 0)
    text += fmt::format("{} connections were not yet accepted when the users were released.\n", r.not_accepted);
  return text;
}

/// "half / 95 / all 100 have an answer after 351 ms / 620 ms / 653 ms". 95 % is named only where it differs from all,
/// and what was never reached is left out.
std::string answered_line(const Report& r, const Answered& answered, const Style& style) {
  const std::uint64_t sent = r.counts.sent;
  const std::uint64_t most = (sent * 95 + 99) / 100;
  if (sent == 1 && r.counts.ok == 1)
    return fmt::format("\nthe user has an answer after {}\n",
                       style.key_figure(duration_text(answered.all_ms.value_or(0))));
  std::vector<std::string> who;
  std::vector<std::string> when;
  const auto add = [&](std::string name, const std::optional<double>& ms) {
    if (!ms) return;
    who.push_back(std::move(name));
    when.push_back(duration_text(*ms));
  };
  add("half", answered.half_ms);
  if (most < sent) add(std::to_string(most), answered.p95_ms);
  add(fmt::format("all {}", sent), answered.all_ms);
  std::string text = "\n";
  if (!who.empty())
    text += fmt::format("{} have an answer after {}\n", fmt::join(who, " / "),
                        style.key_figure(fmt::format("{}", fmt::join(when, " / "))));
  if (r.counts.ok < sent)
    text += style.failure(fmt::format("{} of {} have no good answer", sent - r.counts.ok, sent)) + "\n";
  return text;
}

std::string throughput_line(double per_s, const Style& style) {
  return fmt::format("\n{} {}\n", style.key_figure(fmt::format("{:.{}f} answers/s", per_s, per_s < 100 ? 1 : 0)),
                     style.explanation("from the release to the last good answer"));
}

/// "theory: half 351 ms, all 652 ms; a request alone takes 50.2 ms"
std::string theory_line(const Report& r, const Style& style) {
  if (!has_theory(r)) return {};
  const Prediction& theory = *r.prediction;
  std::string words = "theory: ";
  if (theory.burst)
    words += fmt::format("half {}, all {}", bounds_text(theory.burst->half_ms), bounds_text(theory.burst->all_ms));
  else
    words += fmt::format("{:.{}f} answers/s, mean response {}", theory.loop->throughput_per_s,
                         theory.loop->throughput_per_s < 100 ? 1 : 0, duration_text(theory.loop->response_ms));
  words += fmt::format("; a request alone takes {}", duration_text(theory.work.total_ms));
  return style.explanation(words) + "\n";
}

/// The explanation of a section, marked off by its margin.
std::string explained(std::string_view explanation, const Style& style) {
  constexpr std::size_t margin = 4;
  std::string lines = wrapped(explanation, margin);
  for (std::size_t at = 0; at != std::string::npos && at < lines.size(); at = lines.find('\n', at) + 1)
    lines[at + margin - 2] = '|';
  lines.pop_back();
  return style.explanation(lines) + "\n";
}

}  // namespace

std::string to_text(const Report& r, const Style& style, Detail detail) {
  std::string text = head(r, style);
  if (r.answered && r.counts.sent > 0) text += answered_line(r, *r.answered, style);
  if (r.throughput_per_s) text += throughput_line(*r.throughput_per_s, style);
  text += theory_line(r, style);
  for (const Section& section : sections()) {
    const std::string lines = section.lines(r, style);
    text += lines;
    if (detail == Detail::explained && !lines.empty()) text += explained(section.explanation, style);
  }
  return text;
}

std::optional<TimeSpent> time_spent(const Report& r) {
  if (!r.breakdown || r.breakdown->parts.empty() || r.breakdown->total_ms <= 0) return std::nullopt;
  const auto [part, share] = largest_part(*r.breakdown);
  if (part == "wait" && r.endpoint.starts_with("/io/sleep")) return TimeSpent{"sleeping", share * 100};
  return TimeSpent{std::string(words_of(part).spent), share * 100};
}

}  // namespace hundred::loadtest
