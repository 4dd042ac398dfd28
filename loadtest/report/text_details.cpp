#include "loadtest/report/text_details.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <iterator>
#include <vector>

#include "loadtest/report/columns.hpp"
#include "loadtest/shell_words.hpp"

namespace hundred::loadtest {
namespace {

constexpr std::size_t most_seconds_listed = 30;

template <class Row>
std::vector<const Row*> pointers_to(const std::vector<Row>& rows) {
  std::vector<const Row*> pointers;
  for (const Row& row : rows) pointers.push_back(&row);
  return pointers;
}

/// Further lines of a table, indented as sections are.
std::string indented(const std::string& table) {
  std::string text;
  for (std::size_t at = 0; at < table.size();) {
    const std::size_t end = table.find('\n', at);
    text += "  " + table.substr(at, end - at) + "\n";
    at = end + 1;
  }
  return text;
}

/// Path and query: all URLs are of one server.
std::string target_of(const std::string& url) {
  const std::size_t authority = url.find("://");
  const std::size_t path = url.find('/', authority == std::string::npos ? 0 : authority + 3);
  return path == std::string::npos ? url : url.substr(path);
}

const char* word(Verdict verdict) {
  return verdict == Verdict::valid ? "valid" : verdict == Verdict::suspect ? "suspect" : "invalid";
}

}  // namespace

std::string section(const Style& style, std::string_view title, std::string_view what) {
  return fmt::format("\n{}  {}\n", style.heading(title), style.explanation(what));
}

std::string finding_lines(const Report& r, const Style& style) {
  if (r.findings.empty()) return {};
  constexpr std::size_t indent = 4;
  std::string text = section(style, "What this means", "computed from the figures below; good: nothing to change");
  for (const std::string& finding : r.findings) {
    std::string lines = wrapped(finding, indent);
    lines[indent - 2] = '-';
    text += lines;
  }
  return text;
}

std::string waiting_lines(const Report& r) {
  std::string text;
  if (r.warmup_requests > 0) text += fmt::format("  {} more in the warm-up, not in the figures\n", r.warmup_requests);
  if (r.most_waiting > 1)
    text +=
        wrapped(fmt::format("up to {} were due and waited for a free connection (--users {}); that is in their "
                            "response time, not in their service time",
                            r.most_waiting, r.load.users));
  if (r.never_sent > 0) text += fmt::format("  {} never sent: given up before a connection was free\n", r.never_sent);
  return text;
}

std::string connecting_lines(const Report& r) {
  std::string text;
  const ConnectingDuring& c = r.connecting;
  if (c.time.count > 0)
    text += fmt::format("  {} new connections during the load: {} on average, {} at most\n", c.time.count,
                        duration_text(c.time.figure("mean")), duration_text(c.time.figure("max")));
  if (const std::uint64_t late = c.near_1s + c.near_3s + c.near_7s; late > 0)
    text +=
        wrapped(fmt::format("{} connection{} took about 1, 3 or 7 s to make ({}, {}, {}): the kernel asks again after "
                            "that when a SYN is lost, as from a full accept queue",
                            late, late == 1 ? "" : "s", c.near_1s, c.near_3s, c.near_7s));
  return text;
}

std::string count_lines(const Report& r, const Style& style) {
  const Counts& c = r.counts;
  std::string text = section(style, "Requests", "each has one outcome; good: all are ok");
  text += fmt::format("  {} sent = {} ok + {} failed + {} timed out + {} unanswered\n", c.sent, c.ok, c.failed,
                      c.timed_out, c.unanswered);
  text += waiting_lines(r) + connecting_lines(r);
  if (r.asked_again > 0)
    text += fmt::format("  {} asked again on a new connection: the kept one had ended\n", r.asked_again);
  return text;
}

std::string error_lines(const Report& r, const Style& style) {
  if (r.errors.empty()) return {};
  std::string text = section(style, "Errors", "failed requests by kind; good: none");
  for (const ErrorCount& error : r.errors) {
    std::string kind = error.kind;
    std::replace(kind.begin(), kind.end(), '_', ' ');
    text += fmt::format("  {} {}{}{}\n", style.failure(fmt::format("{:>8}", error.count)), kind,
                        error.detail.empty() ? "" : ": ", error.detail);
  }
  return text;
}

std::string url_table(const Report& r, const Style& style) {
  if (r.urls.empty()) return {};
  const std::vector<Column<UrlRow>> columns{
      {"", "requests", 9, [](const UrlRow& u) { return std::to_string(u.counts.sent); }},
      {"no good", "answer", 9, [](const UrlRow& u) { return std::to_string(u.counts.sent - u.counts.ok); }},
      {"response", "p50", 10, [](const UrlRow& u) { return duration_text(u.response.figure("p50")); }},
      {"", "p99", 9, [](const UrlRow& u) { return duration_text(u.response.figure("p99")); }},
      {"", "max", 9, [](const UrlRow& u) { return duration_text(u.response.figure("max")); }},
      {"", "  URL", -200, [](const UrlRow& u) { return "  " + target_of(u.url); }}};
  return section(style, "By URL", "they were asked for in turn; good: alike, if their work is") +
         indented(table_of(columns, pointers_to(r.urls)));
}

std::string second_table(const Report& r, const Style& style) {
  if (r.seconds.empty() || r.load.burst()) return {};
  if (r.seconds.size() > most_seconds_listed)
    return section(style, "By second", fmt::format("{} of them: see the JSON (-o run.json)", r.seconds.size()));
  const std::vector<Column<SecondRow>> columns{
      {"", "second", 6, [](const SecondRow& s) { return std::to_string(s.second + 1); }},
      {"good", "answers", 9, [](const SecondRow& s) { return std::to_string(s.ok); }},
      {"", "failed", 9, [](const SecondRow& s) { return std::to_string(s.failed); }},
      {"response", "p50", 10, [](const SecondRow& s) { return duration_text(s.p50_ms); }},
      {"", "p99", 9, [](const SecondRow& s) { return duration_text(s.p99_ms); }},
      {"", "max", 9, [](const SecondRow& s) { return duration_text(s.max_ms); }}};
  return section(style, "By second", "the requests that ended in it, times to 1.6 %; good: all alike") +
         indented(table_of(columns, pointers_to(r.seconds)));
}

std::string bystander_lines(const Report& r, const Style& style) {
  if (!r.bystander) return {};
  const BystanderFacts& b = *r.bystander;
  std::string text = section(style, "Bystander", "what a small request saw of the load beside it; good: nothing");
  text += wrapped(fmt::format("'{}' at {:g}/s: {} sent, {} without a good answer", b.url, b.rate_per_s, b.counts.sent,
                              b.counts.sent - b.counts.ok));
  if (b.response.count == 0) return text;
  std::vector<std::string> figures;
  for (const auto& [name, ms] : b.response.figures) figures.push_back(fmt::format("{} {}", name, duration_text(ms)));
  return text + wrapped(fmt::format("response time: {}", fmt::join(figures, ", ")));
}

std::string threshold_lines(const Report& r, const Style& style) {
  if (r.thresholds.empty()) return {};
  std::string text = section(style, "Thresholds", "limits that --slo set; good: all are kept");
  for (const ThresholdResult& result : r.thresholds) {
    const bool latency =
        result.text.find("errors") == std::string::npos && result.text.find("rate") == std::string::npos;
    const std::string measured =
        result.measured ? (latency ? duration_text(*result.measured) : fmt::format("{:g}", *result.measured))
                        : (latency ? "not known from so few requests" : "not known of this run");
    text += fmt::format("  {}  {}: {}\n", result.met ? style.key_figure("kept  ") : style.failure("broken"),
                        result.text, measured);
  }
  return text;
}

std::string validity_lines(const Report& r, const Style& style) {
  const Validity& v = r.validity;
  if (v.checks.empty()) return {};
  std::string text = section(style, "Can it be believed?", "the load tool's own checks; good: valid");
  std::vector<std::string> passed;
  for (const Check& check : v.checks)
    if (check.verdict == Verdict::valid)
      passed.push_back(check.words);
    else
      text += wrapped(fmt::format("{}: {}", word(check.verdict), check.words));
  if (!passed.empty()) text += wrapped(fmt::format("valid: {}", fmt::join(passed, "; ")));
  return text;
}

std::string environment_lines(const Report& r, const Style& style) {
  const Environment& e = r.environment;
  std::string text;
  if (r.connect.count > 0)
    text += fmt::format("connecting took {} on average, {} at most, before the load; ",
                        duration_text(r.connect.figure("mean").value_or(0)),
                        duration_text(r.connect.figure("max").value_or(0)));
  text += fmt::format("{}, {} CPU{}{}, hundred-load {}, {}", e.system, e.cpus, e.cpus == 1 ? "" : "s",
                      !e.shares_cpus   ? ""
                      : *e.shares_cpus ? " shared with the server"
                                       : " apart from the server's",
                      e.version, e.started_at);
  std::vector<std::string> arguments;
  std::transform(e.arguments.begin(), e.arguments.end(), std::back_inserter(arguments), for_the_shell);
  return section(style, "Also", "what the run was made with; good: the same in runs that are compared") +
         wrapped(text) + (arguments.empty() ? "" : wrapped(fmt::format("told: {}", fmt::join(arguments, " "))));
}

}  // namespace hundred::loadtest
