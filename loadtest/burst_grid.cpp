#include "loadtest/burst_grid.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <cstdlib>

#include "common/units.hpp"

namespace hundred::loadtest {
namespace {

constexpr std::size_t cell_width = 2;
/// The title, the figures and the legend.
constexpr std::size_t other_lines = 3;
constexpr std::size_t steps = 10;
/// From green to red, of 256 colours and of eight.
constexpr std::array<const char*, steps> many_colours{"38;5;46",  "38;5;82",  "38;5;118", "38;5;154", "38;5;190",
                                                      "38;5;226", "38;5;220", "38;5;214", "38;5;208", "38;5;196"};
constexpr std::array<const char*, steps> eight_colours{"32", "32", "32", "32", "33", "33", "33", "31", "31", "31"};

std::string variable(const char* name) {
  const char* value = std::getenv(name);
  std::string text = value == nullptr ? "" : value;
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

bool shows_utf8() {
  for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"})
    if (const std::string locale = variable(name); !locale.empty())
      return locale.find("utf-8") != std::string::npos || locale.find("utf8") != std::string::npos;
  return false;
}

std::size_t columns_for(std::size_t users) {
  return static_cast<std::size_t>(std::ceil(std::sqrt(static_cast<double>(users))));
}

std::size_t step_of(client::Time after, client::Time quick, std::size_t users) {
  if (users < 2 || quick == 0 || after <= quick) return 0;
  const double times = static_cast<double>(after) / static_cast<double>(quick);
  const double share = std::min(1.0, std::log(times) / std::log(static_cast<double>(users)));
  return static_cast<std::size_t>(std::lround(share * (steps - 1)));
}

/// Cells one after another; a colour is only named where it changes.
class Cells {
 public:
  explicit Cells(GridStyle style) : style_(style) {}

  void add_step(std::size_t step) { add(step, style_.colours == Colours::none ? digit(step) : block()); }
  void add_failed() { add(steps - 1, "x"); }
  void add_waiting() {
    end_colour();
    text_ += '.';
  }
  void add_gap() { text_ += ' '; }
  std::string take() {
    end_colour();
    return std::move(text_);
  }

 private:
  using Colours = GridStyle::Colours;

  static std::string digit(std::size_t step) { return std::to_string(step); }
  std::string block() const { return style_.blocks ? "\u25a0" : "#"; }

  void add(std::size_t step, const std::string& glyph) {
    const std::string colour = style_.colours == Colours::none    ? ""
                               : style_.colours == Colours::eight ? eight_colours.at(step)
                                                                  : many_colours.at(step);
    if (colour != colour_) text_ += fmt::format("\x1b[{}m", colour);
    colour_ = colour;
    text_ += glyph;
  }

  void end_colour() {
    if (!colour_.empty()) text_ += "\x1b[0m";
    colour_.clear();
  }

  const GridStyle style_;
  std::string text_, colour_;
};

std::string legend(std::size_t users, const Quick& quick, GridStyle style) {
  std::string text = ". waiting  x failed";
  if (users < 2 || quick.time == 0) return text;
  Cells scale(style);
  for (std::size_t step = 0; step < steps; ++step) scale.add_step(step);
  const double seconds = static_cast<double>(quick.time) * 1e-9;
  return fmt::format("{}  {} {} {} {}, {} times that", text, quick.name, human_duration(seconds), scale.take(),
                     human_duration(seconds * static_cast<double>(users)), users);
}

Quick quickest(const std::vector<client::UserOutcome>& users) {
  Quick quick{0, "quickest"};
  for (const client::UserOutcome& user : users)
    if (user.after > 0 && !user.failed) quick.time = std::min(quick.time == 0 ? user.after : quick.time, user.after);
  return quick;
}

/// How far the burst is. Once its last request has ended, time stands still.
std::string figures(const std::vector<client::UserOutcome>& users, const RunningLoad& running) {
  const client::Time released = running.progress.released;
  if (released == 0)
    return fmt::format("connecting {} users{}", users.size(), running.load.warmup > 0 ? ", warming up" : "");
  std::size_t answered = 0, failed = 0;
  client::Time last = 0;
  for (const client::UserOutcome& user : users) {
    if (user.after > 0) ++(user.failed ? failed : answered);
    last = std::max(last, user.after);
  }
  const client::Time elapsed =
      answered + failed == users.size() ? last : std::max<client::Time>(0, client::now() - released);
  const std::string failures = failed == 0 ? "" : fmt::format(", {} failed", failed);
  return fmt::format("{} of {} answered{}, {}", answered, users.size(), failures,
                     human_duration(static_cast<double>(elapsed) * 1e-9));
}

}  // namespace

GridStyle grid_style(bool coloured) {
  GridStyle style;
  style.blocks = shows_utf8();
  if (!coloured) return style;
  const bool many = variable("TERM").find("256") != std::string::npos || !variable("COLORTERM").empty();
  style.colours = many ? GridStyle::Colours::many : GridStyle::Colours::eight;
  return style;
}

std::vector<std::string> grid_lines(const std::vector<client::UserOutcome>& users, Quick quick, GridStyle style) {
  const std::size_t columns = columns_for(users.size());
  std::vector<std::string> lines;
  Cells row(style);
  for (std::size_t i = 0; i < users.size(); ++i) {
    if (users[i].failed)
      row.add_failed();
    else if (users[i].after > 0)
      row.add_step(step_of(users[i].after, quick.time, users.size()));
    else
      row.add_waiting();
    const bool last = i + 1 == users.size() || (i + 1) % columns == 0;
    if (last)
      lines.push_back(row.take());
    else
      row.add_gap();
  }
  lines.push_back(legend(users.size(), quick, style));
  return lines;
}

std::vector<std::string> burst_lines(const std::string& title, const RunningLoad& running, GridStyle style,
                                     WindowSize room) {
  if (!client::Progress::sees_users_of(running.load)) return {};
  const std::size_t count = running.load.users, columns = columns_for(count);
  if (columns * cell_width > room.columns || (count + columns - 1) / columns + other_lines > room.rows) return {};
  const std::vector<client::UserOutcome> users = running.progress.outcomes(count);
  std::vector<std::string> lines{title, figures(users, running)};
  const Quick quick = running.alone > 0 ? Quick{running.alone, "alone"} : quickest(users);
  for (std::string& line : grid_lines(users, quick, style)) lines.push_back(std::move(line));
  return lines;
}

}  // namespace hundred::loadtest
