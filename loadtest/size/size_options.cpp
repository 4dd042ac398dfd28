#include "loadtest/size/size_options.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>

#include "loadtest/mode_list.hpp"
#include "loadtest/output.hpp"
#include "loadtest/report/statistics.hpp"

namespace hundred::loadtest {
namespace {

using std::chrono::hours, std::chrono::milliseconds, std::chrono::minutes, std::chrono::seconds;

/// Of /mixed.
constexpr Nanoseconds longest_part = minutes(1);
constexpr double most_cpus = 10'000;
/// A worker for each request that is in flight, and as many again twice over, so that none waits for a connection.
constexpr double connections_per_busy_worker = 4, least_connections = 100, most_connections = 9'000;
/// hundred-server's default of --queue-capacity.
constexpr std::uint64_t usual_queue = 1024;

const std::vector<std::pair<std::string, Gil>> gil_names{
    {"none", Gil::none}, {"process", Gil::process}, {"worker", Gil::worker}};

OptionValue cpus_value(std::optional<double>& target) {
  const auto set = [&target](std::string_view text) {
    const auto cpus = parse_decimal(text);
    if (!cpus || *cpus <= 0 || *cpus > most_cpus) return false;
    target = *cpus;
    return true;
  };
  return {OptionValue::Kind::number, fmt::format("a number of CPUs above 0, at most {}", most_cpus), set,
          [] { return nlohmann::ordered_json(nullptr); }};
}

/// A row of a run's options that says here something else.
Option run_row(RunOptions& run, std::string_view name, const char* help) {
  std::vector<Option> rows = run_option_table(run);
  const auto row = std::find_if(rows.begin(), rows.end(), [&](const Option& o) { return o.long_name() == name; });
  row->help = help;
  row->fallback.clear();
  row->essential = true;
  return *row;
}

std::vector<Option> size_rows(SizeOptions& o) {
  return {
      {"--cpu", "D", "what a request computes, alone", duration(o.cpu, Nanoseconds(0), longest_part), "0s", true},
      {"--wait", "D", "what it waits", duration(o.wait, Nanoseconds(0), longest_part), "0s", true},
      run_row(o.run, "rate", "so many requests/s arrive, independent of each other (Poisson)"),
      run_row(o.run, "slo", "what is to be met, such as 'p99<100ms' or 'mean<60ms' (repeatable: all of them)"),
      {"--gil",
       "NAME",
       "an interpreter lock: none, one per process, or one per worker",
       choice<Gil>(o.gil, gil_names),
       {},
       true},
      {"--modes,--mode", "NAMES", "modes, with commas between them", mode_list(o.modes), "all", true},
      {"--measure",
       "D",
       "how long each run is; the answer is for runs of this length",
       duration(o.run_length, seconds(1), hours(1)),
       {},
       true},
      {"--theory-only", "", "start nothing: say only what theory says", flag(o.theory_only), {}, true},
      {"--cpus", "K", "with --theory-only: so many CPUs compute", cpus_value(o.cpus), "those usable here"},
      {"-o,--output", "FILE", "also write it to a file; by its ending .json or .txt (repeatable)",
       output_files(o.run.outputs, {".json", ".txt"})},
      {"--timeout", "D", "how long a request may take", duration(o.run.timeout, milliseconds(1), hours(24))},
  };
}

/// What a sizing sets itself, run by run.
void refuse_server_arguments(const RunOptions& run) {
  for (const std::string& argument : run.server_arguments)
    for (const char* own : {"--mode", "--port", "--workers", "--gil"})
      if (argument == own || argument.starts_with(std::string(own) + "="))
        throw UsageError(fmt::format("--server-arg '{}': size sets {} itself", argument, own));
}

void check_work(const SizeOptions& o) {
  if (o.cpu.value_or(Nanoseconds(0)) + o.wait.value_or(Nanoseconds(0)) == Nanoseconds(0))
    throw UsageError("size: no work: say what a request computes and waits, such as --cpu 5ms --wait 45ms");
  if (o.theory_only) return;
  for (const auto& [name, part] : {std::pair("--cpu", o.cpu), std::pair("--wait", o.wait)})
    if (part && *part % milliseconds(1) != Nanoseconds(0))
      throw UsageError(
          fmt::format("{} {}: must be whole milliseconds, which is what /mixed takes; --theory-only takes any", name,
                      format_duration(*part)));
}

/// That a run has enough requests for a percentile.
void check_run(const Threshold& limit, const SizeOptions& o) {
  const double requests = *o.run.plan.rate * std::chrono::duration<double>(o.run_length).count();
  const auto carried = percentiles(static_cast<std::uint64_t>(requests));
  const auto is_figure = [&](const auto& percentile) { return percentile.first == limit.figure; };
  const auto all = percentiles();
  if (std::none_of(all.begin(), all.end(), is_figure) || std::any_of(carried.begin(), carried.end(), is_figure)) return;
  throw UsageError(fmt::format("--measure {}: at {}/s has about {:.0f} requests, too few for {}; make it longer",
                               format_duration(o.run_length), *o.run.plan.rate, requests, limit.figure));
}

void check_limits(const SizeOptions& o) {
  if (!o.run.plan.rate) throw UsageError("size: no rate: say how many requests/s arrive, such as --rate 200");
  if (o.run.thresholds.empty()) throw UsageError("size: no limit: say what is to be met, such as --slo 'p99<100ms'");
  for (const Threshold& limit : o.run.thresholds) {
    const bool is_other = limit.figure == "min" || limit.figure == "rate" || limit.figure.starts_with("errors");
    if (is_other || !limit.below)
      throw UsageError(fmt::format(
          "--slo '{}': must be an upper limit of a percentile, the mean or max, such as 'p99<100ms'", limit.text));
    check_run(limit, o);
  }
}

std::int64_t milliseconds_of(const std::optional<Nanoseconds>& time) {
  return time ? std::chrono::duration_cast<milliseconds>(*time).count() : 0;
}

/// The load that is the same in all runs.
void complete_run(SizeOptions& o) {
  RunOptions& run = o.run;
  run.urls = {fmt::format("/mixed?cpu_ms={}&io_ms={}", milliseconds_of(o.cpu), milliseconds_of(o.wait))};
  const auto work = o.cpu.value_or(Nanoseconds(0)) + o.wait.value_or(Nanoseconds(0));
  const double busy = *run.plan.rate * std::chrono::duration<double>(work).count();
  run.users = static_cast<std::uint64_t>(
      std::ceil(std::clamp(connections_per_busy_worker * busy, least_connections, most_connections)));
  run.duration = o.run_length;
  run.plan.warmup = o.run_length / 20;
  run.plan.arrivals = client::Arrivals::poisson;
  std::vector<std::string> own;
  if (o.gil != Gil::none) own = {"--gil", gil_name(o.gil)};
  if (run.users > usual_queue) own.insert(own.end(), {"--queue-capacity", std::to_string(run.users)});
  run.server_arguments.insert(run.server_arguments.begin(), own.begin(), own.end());
}

}  // namespace

std::vector<Option> size_option_table(SizeOptions& options) {
  std::vector<Option> rows = size_rows(options);
  for (const Option& row : plan_rows(options.run.plan))
    if (row.long_name() == "seed") rows.push_back(row);
  for (auto&& part : {server_rows(options.run), print_rows(options.run)})
    rows.insert(rows.end(), part.begin(), part.end());
  return rows;
}

SizeOptions parse_size_options(const std::vector<std::string>& arguments) {
  refuse_rate(arguments);
  SizeOptions options;
  options.run.arguments = arguments;
  ChosenOptions chosen;
  const std::vector<std::string> rest = apply_arguments(size_option_table(options), arguments, chosen);
  if (options.run.help || options.run.help_all || options.run.version) return options;
  if (!rest.empty())
    throw UsageError(fmt::format("size: '{}': takes no URL; --cpu and --wait say what a request does", rest.front()));
  check_work(options);
  check_limits(options);
  refuse_server_arguments(options.run);
  if (options.cpus && !options.theory_only)
    throw UsageError(fmt::format("--cpus {}: needs --theory-only; otherwise they are measured", *options.cpus));
  if (options.modes.empty()) options.modes = mode_names();
  complete_run(options);
  return options;
}

std::string gil_name(Gil gil) {
  return std::find_if(gil_names.begin(), gil_names.end(), [&](const auto& row) { return row.second == gil; })->first;
}

}  // namespace hundred::loadtest
