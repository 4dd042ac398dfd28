#include "loadtest/run_options.hpp"

#include <fmt/format.h>

#include "client/url.hpp"

namespace hundred::loadtest {
namespace {

constexpr std::uint64_t most_workers = 100'000;

OptionValue output_files(std::vector<std::string>& target) {
  OptionValue value = texts(target, "a file that ends in .json or .txt");
  value.set = [&target](std::string_view text) {
    if (!text.ends_with(".json") && !text.ends_with(".txt")) return false;
    target.emplace_back(text);
    return true;
  };
  return value;
}

void check_server(const RunOptions& options) {
  if (!options.mode.empty()) {
    if (!options.url.starts_with('/'))
      throw UsageError(
          fmt::format("'{}': --mode starts a server of its own, so it takes a path, such as /ping", options.url));
    client::parse_url("127.0.0.1" + options.url);
    return;
  }
  if (options.url.starts_with('/'))
    throw UsageError(
        fmt::format("'{}': is a path; add --mode worker-pool to start a server for it, or give a whole URL, "
                    "such as 'http://127.0.0.1:8080{}'",
                    options.url, options.url));
  if (options.workers || !options.server_arguments.empty() || !options.server.empty())
    throw UsageError(fmt::format("{}: is for a server that hundred-load starts; add --mode NAME",
                                 options.workers          ? "--workers"
                                 : options.server.empty() ? "--server-arg"
                                                          : "--server"));
  client::parse_url(options.url);
}

void take_url(const std::vector<std::string>& rest, RunOptions& options) {
  if (rest.empty())
    throw UsageError(options.mode.empty() ? "no URL: give one, such as 'http://127.0.0.1:8080/ping'"
                                          : "no path: give one, such as /ping");
  if (rest.size() > 1) throw UsageError(fmt::format("'{}': one URL only; quote it if the shell has split it", rest[1]));
  options.url = rest.front();
  if (!client::looks_like_url(options.url))
    throw UsageError(
        fmt::format("'{}': is no URL, which has a ':' or a '/', such as 'http://127.0.0.1:8080/ping'", options.url));
}

std::vector<Option> run_rows(RunOptions& o) {
  return {
      {"--mode",
       "NAME",
       "start a hundred-server in this mode, load the path, stop it",
       text(o.mode, "a mode of hundred-server"),
       {},
       true},
      {"--workers", "N", "the started server's workers", whole_number(o.workers, 1, most_workers),
       "the server's default", true},
      {"-o,--output",
       "FILE",
       "also write the report to a file that ends in .json or .txt (repeatable)",
       output_files(o.outputs),
       {},
       true},
  };
}

}  // namespace

std::vector<Option> run_option_table(RunOptions& options) {
  std::vector<Option> rows = load_rows(options);
  for (auto&& part : {run_rows(options), server_rows(options), print_rows(options)})
    rows.insert(rows.end(), part.begin(), part.end());
  return rows;
}

RunOptions parse_run_options(const std::vector<std::string>& arguments) {
  refuse_rate(arguments);
  RunOptions options;
  ChosenOptions chosen;
  const std::vector<std::string> rest = apply_arguments(run_option_table(options), arguments, chosen);
  if (options.help || options.help_all || options.version) return options;
  take_url(rest, options);
  complete_load(options);
  check_server(options);
  return options;
}

}  // namespace hundred::loadtest
