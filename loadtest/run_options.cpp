#include "loadtest/run_options.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "client/url.hpp"
#include "loadtest/output.hpp"

namespace hundred::loadtest {
namespace {

OptionValue thresholds_value(std::vector<Threshold>& target) {
  const auto set = [&target](std::string_view text) {
    const auto threshold = parse_threshold(text);
    if (threshold) target.push_back(*threshold);
    return threshold.has_value();
  };
  return {
      OptionValue::Kind::list,
      "a limit such as 'p99<50ms', 'mean<5ms', 'max<1s', 'errors<1%' or 'rate>1000'; p50, p75, p90, p95, p99, p99.9",
      set, [] { return nlohmann::ordered_json(nullptr); }};
}

void check_path(const std::string& path) {
  if (!path.starts_with('/'))
    throw UsageError(fmt::format("'{}': --mode starts a server of its own, so it takes a path, such as /ping", path));
  client::parse_url("127.0.0.1" + path);
}

void check_url(const std::string& url, const RunOptions& options) {
  if (url.starts_with('/'))
    throw UsageError(
        fmt::format("'{}': is a path; add --mode worker-pool to start a server for it, or give a whole URL, "
                    "such as 'http://127.0.0.1:8080{}'",
                    url, url));
  const std::string place = client::parse_url(options.urls.front()).authority();
  if (client::parse_url(url).authority() != place)
    throw UsageError(fmt::format("'{}': several URLs must be of one server, and the first is of {}", url, place));
}

void check_server(const RunOptions& options) {
  if (!options.mode.empty()) {
    std::for_each(options.urls.begin(), options.urls.end(), check_path);
    return;
  }
  for (const std::string& url : options.urls) check_url(url, options);
  if (options.workers || !options.server_arguments.empty() || !options.server.empty())
    throw UsageError(fmt::format("{}: is for a server that hundred-load starts; add --mode NAME",
                                 options.workers          ? "--workers"
                                 : options.server.empty() ? "--server-arg"
                                                          : "--server"));
}

std::vector<Option> run_rows(RunOptions& o) {
  return {
      {"--slo,--threshold",
       "LIMIT",
       "exit with 99 if the run breaks it, such as 'p99<50ms' (repeatable)",
       thresholds_value(o.thresholds),
       {},
       true},
      {"-o,--output",
       "FILE",
       "also write it to a file; by its ending .html, .json, .txt, .csv (a row each request), .hgrm (repeatable)",
       output_files(o.outputs, output_endings()),
       {},
       true},
      {"--explain", "", "say after each section how to read it", flag(o.explain)},
  };
}

}  // namespace

std::vector<Option> run_option_table(RunOptions& options) {
  std::vector<Option> rows = load_rows(options);
  for (auto&& part : {mode_rows(options.mode, options.workers), plan_rows(options.plan), request_rows(options.request),
                      run_rows(options), server_rows(options), print_rows(options)})
    rows.insert(rows.end(), part.begin(), part.end());
  return rows;
}

client::Load load_of(const RunOptions& options, const std::string& base) {
  client::Load load = load_of(static_cast<const LoadOptions&>(options), base + options.urls.front());
  for (std::size_t i = 1; i < options.urls.size(); ++i) load.urls.push_back(client::parse_url(base + options.urls[i]));
  load.form = request_form(options.request);
  apply_plan(options.plan, load);
  return load;
}

void take_urls(const std::vector<std::string>& rest, RunOptions& options) {
  constexpr std::size_t most_urls = 10'000;
  if (rest.empty())
    throw UsageError(options.mode.empty() ? "no URL: give one, such as 'http://127.0.0.1:8080/ping'"
                                          : "no path: give one, such as /ping");
  if (rest.size() > most_urls) throw UsageError(fmt::format("{} URLs: at most {}", rest.size(), most_urls));
  for (const std::string& url : rest)
    if (!client::looks_like_url(url))
      throw UsageError(
          fmt::format("'{}': is no URL, which has a ':' or a '/', such as 'http://127.0.0.1:8080/ping'", url));
  options.urls = rest;
  check_server(options);
}

RunOptions parse_run_options(const std::vector<std::string>& arguments) {
  refuse_rate(arguments);
  RunOptions options;
  options.arguments = arguments;
  ChosenOptions chosen;
  const std::vector<std::string> rest = apply_arguments(run_option_table(options), arguments, chosen);
  if (options.help || options.help_all || options.version) return options;
  take_urls(rest, options);
  options.requests_given = options.requests.has_value();
  complete_load(options, !options.plan.stages.empty());
  check_plan(options.plan, options, chosen);
  return options;
}

}  // namespace hundred::loadtest
