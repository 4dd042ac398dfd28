#include <fmt/format.h>

#include <array>
#include <string_view>

#include "client/url.hpp"
#include "loadtest/lab/side_by_side.hpp"
#include "loadtest/report/columns.hpp"

namespace hundred::loadtest {
namespace {

/// Cells of one line of the table.
struct Line {
  std::string words, wrk, own, ratio, range;
};

std::string figure_text(const Measure& measure, const std::optional<double>& figure) {
  const std::string_view key = measure.key;
  if (!figure) return "-";
  if (key.ends_with("_per_s")) return fmt::format("{:.0f}", *figure);
  return duration_text(key.starts_with("cpu_us") ? *figure * 1e-3 : *figure);
}

Line line_of(const SideBySide& found, const Measure& measure) {
  const Compared both = compared(found, measure);
  Line line{measure.words, figure_text(measure, both.wrk), figure_text(measure, both.own), "-", ""};
  if (!both.ratio) return line;
  line.ratio = fmt::format("{:.2f}", *both.ratio);
  if (found.pairs.size() > 1) line.range = fmt::format("{:.2f} to {:.2f}", *both.least, *both.most);
  return line;
}

Line errors_line(const SideBySide& found) {
  std::uint64_t wrk = 0, own = 0;
  for (const Pair& pair : found.pairs) {
    wrk += pair.wrk.errors;
    own += pair.own.errors;
  }
  return {found.pairs.size() > 1 ? "errors, all rounds" : "errors", std::to_string(wrk), std::to_string(own), "", ""};
}

std::string table(const SideBySide& found) {
  std::vector<Line> lines;
  for (const Measure& measure : measures()) lines.push_back(line_of(found, measure));
  lines.push_back(errors_line(found));
  const bool range = found.pairs.size() > 1;
  const std::vector<Column<Line>> columns{
      {"", "", -24, [](const Line& l) { return l.words; }},
      {"", "wrk", 12, [](const Line& l) { return l.wrk; }},
      {"", "hundred-load", 14, [](const Line& l) { return l.own; }},
      {"", "ratio", 8, [](const Line& l) { return l.ratio; }},
      {"", range ? "of each round" : "", 18, [](const Line& l) { return l.range; }}};
  std::string text = table_line<Line>(columns, [](const Column<Line>& c) { return c.bottom; });
  for (const Line& line : lines)
    text += table_line<Line>(columns, [&line](const Column<Line>& c) { return c.cell(line); });
  return text;
}

std::string head(const SideBySide& found, const Style& style) {
  std::string text = style.heading(found.load.words) + "\n";
  text += found.mode.empty() ? fmt::format("'{}'\n", found.url)
                             : fmt::format("'{}', {}{}{}\n", client::parse_url(found.url).target, found.mode,
                                           found.run_by.empty() ? "" : ", ", found.run_by);
  const std::size_t rounds = found.pairs.size();
  text += fmt::format("wrk {} and hundred-load {} in turn, {}\n", found.wrk_version, found.environment.version,
                      rounds == 1 ? "one round" : fmt::format("{} rounds: medians", rounds));
  if (found.interrupted)
    text += style.failure(fmt::format("Interrupted: {} of {} rounds are done.", rounds, found.repeats)) + "\n";
  return text;
}

struct Blindness {
  const char* who;
  const char* what;
};

constexpr std::array<Blindness, 3> blindnesses{{
    {"wrk",
     "An answer is there when wrk comes to read it, and a request begins when it comes to write it: what its own "
     "thread adds is in the times, and how long a user waited for its turn to ask is not. An answer that takes more "
     "than twice the mean is joined by others that wrk makes up, for those it could not ask meanwhile. It does not "
     "know where the time went, nor whether it was itself too slow. Connecting is part of the run but no figure. What "
     "is in flight at the end is in no count. A status of 3xx is good; one from 400 on is an error, and timed like "
     "the rest."},
    {"hundred-load",
     "An answer is there when the kernel received it, within 0.1 ms, but only while the thread that reads it is less "
     "than 80 % busy; above that, when it is read, as with wrk. Only a status of 2xx counts in its requests/s, while "
     "its times are those of failed requests too. Where the time went it knows only from servers that say so "
     "(Server-Timing). Its times here are service times, since the request was sent, because wrk's are: `hundred-load "
     "run` has response times too."},
    {"both",
     "They are closed loops here: while the server stalls nobody asks, so each stall is seen by one request a user at "
     "most. `hundred-load run -R RATE` asks on. On the server's machine they take CPU time from it: where there is "
     "too little, the cheaper tool makes the server look faster. Their own CPU time is the whole process's, its start "
     "and its end included, and over loopback the kernel charges the sender with part of the receiving."},
}};

std::string blindness_text(const Style& style) {
  std::string text = "\n" + style.heading("What each cannot see") + "\n";
  for (const Blindness& blindness : blindnesses) text += fmt::format("{}\n{}", blindness.who, wrapped(blindness.what));
  return text;
}

}  // namespace

std::string to_text(const SideBySide& found, const Style& style) {
  return head(found, style) + "\n" + table(found) +
         style.explanation("ratio: hundred-load's figure over wrk's. Times are since the request was sent.") + "\n" +
         blindness_text(style);
}

}  // namespace hundred::loadtest
