#include "loadtest/report/text.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

#include "loadtest/report/part_words.hpp"
#include "loadtest/report/statistics.hpp"
#include "loadtest/report/text_details.hpp"

namespace hundred::loadtest {
namespace {

constexpr std::size_t most_listed_workers = 32;

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

std::string count_lines(const Report& r, const Style& style) {
  const Counts& c = r.counts;
  std::string text = section(style, "Requests", "each has one outcome");
  text += fmt::format("  {} sent = {} ok + {} failed + {} timed out + {} unanswered\n", c.sent, c.ok, c.failed,
                      c.timed_out, c.unanswered);
  text += waiting_lines(r) + connecting_lines(r);
  if (r.asked_again > 0)
    text += fmt::format("  {} asked again on a new connection: the kept one had ended\n", r.asked_again);
  if (r.errors.empty()) return text;
  text += section(style, "Errors", "failed requests by kind");
  for (const ErrorCount& error : r.errors) {
    std::string kind = error.kind;
    std::replace(kind.begin(), kind.end(), '_', ' ');
    text += fmt::format("  {} {}{}{}\n", style.failure(fmt::format("{:>8}", error.count)), kind,
                        error.detail.empty() ? "" : ": ", error.detail);
  }
  return text;
}

std::string latency_row(std::string_view name, const Summary& summary, const Summary& columns) {
  std::string row = fmt::format("{:<8}", name);
  for (const auto& [figure, value] : columns.figures) {
    const auto own = summary.figure(figure);
    row += fmt::format("{:>8}", own ? duration_text(*own) : "");
  }
  return row + "\n";
}

/// Which percentiles rest on few requests: "  exceeded by few requests: p95 by 5, p99 by 1".
std::string few_lines(const Summary& summary) {
  constexpr std::uint64_t few = 10;
  std::vector<std::string> rows;
  for (const auto& [name, quantile] : percentiles(summary.count))
    if (const std::uint64_t beyond = summary.count - client::nearest_rank(quantile, summary.count);
        quantile > 0.5 && beyond < few)
      rows.push_back(fmt::format("{} by {}", name, beyond));
  if (rows.empty()) return {};
  return fmt::format("  exceeded by few requests: {}\n", fmt::join(rows, ", "));
}

std::string latency_table(const Report& r, const Style& style) {
  if (r.response.count == 0) return {};
  std::string text =
      section(style, "Latency",
              fmt::format("of {} requests{}", r.response.count,
                          r.counts.ok < r.response.count ? ", failed ones with the time they took" : ""));
  text += std::string(8, ' ');
  for (const auto& [figure, value] : r.response.figures) text += fmt::format("{:>8}", figure);
  text += "\n" + latency_row("response", r.response, r.response) + latency_row("service", r.service, r.response);
  if (r.send_lag.count > 0 && !r.load.burst()) text += latency_row("send lag", r.send_lag, r.response);
  text += style.explanation("  response time: since the request was due; service time: since it was sent") + "\n";
  if (r.send_lag.count > 0 && !r.load.burst())
    text += style.explanation("  send lag: what the load tool itself added, as it was busy or had no CPU") + "\n";
  text += few_lines(r.response);
  if (r.service.count != r.response.count) text += fmt::format("  {} of them were sent\n", r.service.count);
  return text;
}

std::string breakdown_table(const Report& r, const Style& style) {
  if (!r.breakdown)
    return r.counts.ok == 0 ? "" : "\nThe server sends no Server-Timing header, so where the time went is not known.\n";
  const Breakdown& b = *r.breakdown;
  std::string text = section(style, "Where the time went",
                             fmt::format("mean response time of {} answers, as the server says", b.count));
  const auto line = [&](std::string_view name, double ms, const std::string& meaning) {
    const double percent = b.total_ms > 0 ? ms / b.total_ms * 100 : 0;
    return fmt::format("  {:<8}{:>8} {:>6.1f} %{}\n", name, duration_text(ms), percent, meaning);
  };
  for (const auto& [name, ms] : b.parts) {
    text += line(name, ms, "  " + style.explanation(words_of(name).meaning));
  }
  return text + line("together", b.total_ms, "");
}

std::string worker_lines(const Report& r, const Style& style) {
  if (r.workers.empty()) return {};
  std::vector<std::uint64_t> shares;
  for (const client::WorkerShare& worker : r.workers) shares.push_back(worker.requests);
  std::sort(shares.begin(), shares.end());
  const std::size_t n = shares.size();
  const double median = static_cast<double>(shares[(n - 1) / 2] + shares[n / 2]) / 2;
  std::string text = section(style, "Requests per worker", "who ran them, as the server says");
  text += fmt::format("  {} worker{}: least {}, median {:g}, most {}\n", n, n == 1 ? "" : "s", shares.front(), median,
                      shares.back());
  if (n == 1 || n > most_listed_workers) return text;
  std::vector<std::string> list;
  for (const client::WorkerShare& worker : r.workers)
    list.push_back(fmt::format("{}:{}", worker.name, worker.requests));
  return text + wrapped(fmt::format("{}", fmt::join(list, "  ")));
}

std::string foot(const Report& r, const Style& style) {
  const Environment& e = r.environment;
  std::string text;
  if (r.connect.count > 0)
    text += fmt::format("connecting took {} on average, {} at most, before the load; ",
                        duration_text(r.connect.figure("mean").value_or(0)),
                        duration_text(r.connect.figure("max").value_or(0)));
  text += fmt::format("{}, {} CPU{}, hundred-load {}, {}", e.system, e.cpus, e.cpus == 1 ? "" : "s", e.version,
                      e.started_at);
  return section(style, "Also", "what the run was made with") + wrapped(text);
}

}  // namespace

std::string to_text(const Report& r, const Style& style) {
  std::string text = head(r, style);
  if (r.answered && r.counts.sent > 0) text += answered_line(r, *r.answered, style);
  if (r.throughput_per_s) text += throughput_line(*r.throughput_per_s, style);
  return text + finding_lines(r, style) + count_lines(r, style) + latency_table(r, style) + breakdown_table(r, style) +
         url_table(r, style) + second_table(r, style) + bystander_lines(r, style) + worker_lines(r, style) +
         threshold_lines(r, style) + validity_lines(r, style) + foot(r, style);
}

std::optional<TimeSpent> time_spent(const Report& r) {
  if (!r.breakdown || r.breakdown->parts.empty() || r.breakdown->total_ms <= 0) return std::nullopt;
  const auto [part, share] = largest_part(*r.breakdown);
  if (part == "wait" && r.endpoint.starts_with("/io/sleep")) return TimeSpent{"sleeping", share * 100};
  return TimeSpent{std::string(words_of(part).spent), share * 100};
}

}  // namespace hundred::loadtest
