#include "loadtest/sweep_options.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "common/nearest.hpp"
#include "loadtest/mode_list.hpp"
#include "loadtest/modes.hpp"
#include "loadtest/output.hpp"

namespace hundred::loadtest {
namespace {

constexpr std::size_t points_of_range = 10, most_values = 100;

double most_of(Swept what) {
  return what == Swept::users     ? static_cast<double>(most_users)
         : what == Swept::workers ? static_cast<double>(most_workers)
                                  : most_rate;
}

bool is_allowed(Swept what, double value) {
  const bool whole = what == Swept::rate || value == std::floor(value);
  return whole && value > 0 && value <= most_of(what);
}

std::optional<double> parse_value(Swept what, std::string_view text) {
  const auto value = parse_decimal(text);
  return value && is_allowed(what, *value) ? value : std::nullopt;
}

/// To a whole number, or of a rate to three digits.
double rounded(Swept what, double value) {
  if (what != Swept::rate) return std::round(value);
  const double unit = std::pow(10, std::floor(std::log10(value)) - 2);
  return std::round(value / unit) * unit;
}

std::vector<double> spread(Swept what, double least, double most) {
  std::vector<double> values{least, most};
  const bool few = what != Swept::rate && most - least < static_cast<double>(points_of_range);
  if (few)
    for (std::size_t i = 1; least + static_cast<double>(i) < most; ++i)
      values.push_back(least + static_cast<double>(i));
  else
    for (std::size_t i = 1; i + 1 < points_of_range; ++i)
      values.push_back(std::clamp(
          rounded(what, least * std::pow(most / least, static_cast<double>(i) / (points_of_range - 1))), least, most));
  return values;
}

std::optional<std::vector<double>> parse_values(Swept what, std::string_view text) {
  std::vector<double> values;
  if (const std::size_t dots = text.find(".."); dots != std::string_view::npos) {
    const auto least = parse_value(what, text.substr(0, dots)), most = parse_value(what, text.substr(dots + 2));
    if (!least || !most || *least >= *most) return std::nullopt;
    values = spread(what, *least, *most);
  } else {
    for (const std::string_view part : split_at_commas(text)) {
      const auto value = parse_value(what, part);
      if (!value) return std::nullopt;
      values.push_back(*value);
    }
  }
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
  if (values.size() < 2 || values.size() > most_values) return std::nullopt;
  return values;
}

std::string name_hint(std::string_view text) {
  const std::string_view name = text.substr(0, text.find('='));
  const std::vector<std::string> known(swept_names.begin(), swept_names.end());
  return std::find(known.begin(), known.end(), name) == known.end() ? did_you_mean(name, known) : "";
}

OptionValue over_value(Over& target) {
  const auto set = [&target](std::string_view text) {
    const auto over = parse_over(text);
    if (over) target = *over;
    return over.has_value();
  };
  const std::string allowed = fmt::format(
      "users, workers or rate, '=' and 2 to {} values, as a range such as workers=1..64 or a list such as "
      "users=1,10,100; at most {} users, {} workers, both whole, {:.0f} requests/s",
      most_values, most_users, most_workers, most_rate);
  return {OptionValue::Kind::text, allowed, set, [] { return nlohmann::ordered_json(nullptr); }, name_hint};
}

std::vector<Option> own_rows(SweepOptions& o) {
  return {
      {"--over", "NAME=LIST", "what varies: users, workers or rate, as in workers=1..64 or users=1,10,100",
       over_value(o.over), "must be given", true},
      {"--mode,--modes", "NAMES", "start a hundred-server in this mode for each point, or in each of several",
       mode_list(o.modes), "the URL's server", true},
      {"--workers", "N", "the started servers' workers", whole_number(o.workers, 1, most_workers),
       "the server's default", true},
      {"-o,--output",
       "FILE",
       "also write it to a file; by its ending .html, .json, .txt, .csv (repeatable)",
       output_files(o.outputs, {".html", ".json", ".txt", ".csv"}),
       {},
       true},
  };
}

bool has(const ChosenOptions& chosen, std::string_view option) {
  return std::find(chosen.begin(), chosen.end(), option) != chosen.end();
}

/// What a sweep varies cannot be one value too.
void check_over(const SweepOptions& options, const ChosenOptions& chosen) {
  const std::string name = swept_names.at(static_cast<std::size_t>(options.over.what));
  if (!has(chosen, "over"))
    throw UsageError(
        "sweep: no --over: say what varies, such as --over workers=1..64, users=1..1000 or rate=100..5000");
  if (has(chosen, name)) throw UsageError(fmt::format("--{}: is what --over {}=... varies", name, name));
  if (options.over.what == Swept::users && options.plan.rate)
    throw UsageError("--rate: does not go with --over users, who ask again when they have an answer");
  if (options.over.what != Swept::workers) return;
  if (options.modes.empty())
    throw UsageError("--over workers: is for servers that hundred-load starts; add --mode NAME");
  for (const std::string& mode : options.modes)
    if (!find_mode(mode)->counts_workers)
      throw UsageError(
          fmt::format("--mode {}: has no --workers that could vary; worker-pool, event-loop, hybrid and "
                      "prefork have",
                      mode));
}

}  // namespace

std::optional<Over> parse_over(std::string_view text) {
  const std::size_t equals = text.find('=');
  const auto name = std::find(swept_names.begin(), swept_names.end(), text.substr(0, equals));
  if (equals == std::string_view::npos || name == swept_names.end()) return std::nullopt;
  const auto what = static_cast<Swept>(name - swept_names.begin());
  const auto values = parse_values(what, text.substr(equals + 1));
  return values ? std::optional(Over{what, *values}) : std::nullopt;
}

std::vector<Option> sweep_option_table(SweepOptions& options) {
  std::vector<Option> rows = own_rows(options);
  for (auto&& part : {load_rows(options), plan_rows(options.plan), request_rows(options.request), server_rows(options),
                      print_rows(options)})
    rows.insert(rows.end(), part.begin(), part.end());
  // A point is loaded for a time, at one rate, and by nobody else.
  constexpr std::array<std::string_view, 4> not_for_points{"requests", "stage", "bystander", "bystander-rate"};
  std::erase_if(rows, [&](const Option& row) {
    return std::find(not_for_points.begin(), not_for_points.end(), row.long_name()) != not_for_points.end();
  });
  for (Option& row : rows) {
    if (row.long_name() == "duration") {
      row.help = "how long each point is loaded";
      row.fallback = "as it needs";
    }
    if (row.long_name() == "arrivals") row.essential = true;
  }
  return rows;
}

RunOptions options_at(const SweepOptions& options, const std::string& mode, double value) {
  RunOptions varied = static_cast<const RunOptions&>(options);
  varied.mode = mode;
  switch (options.over.what) {
    case Swept::users:
      varied.users = static_cast<std::uint64_t>(value);
      break;
    case Swept::workers:
      varied.workers = static_cast<std::uint64_t>(value);
      break;
    case Swept::rate:
      varied.plan.rate = value;
  }
  return varied;
}

SweepOptions parse_sweep_options(const std::vector<std::string>& arguments) {
  refuse_rate(arguments);
  SweepOptions options;
  options.arguments = arguments;
  ChosenOptions chosen;
  const std::vector<std::string> rest = apply_arguments(sweep_option_table(options), arguments, chosen);
  if (options.help || options.help_all || options.version) return options;
  check_over(options, chosen);
  RunOptions first =
      options_at(options, options.modes.empty() ? "" : options.modes.front(), options.over.values.front());
  take_urls(rest, first);
  if (rest.size() > 1) throw UsageError(fmt::format("'{}': sweep loads one URL or path", rest[1]));
  check_plan(first.plan, first, chosen);
  options.urls = first.urls;
  return options;
}

}  // namespace hundred::loadtest
