#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "loadtest/load_options.hpp"
#include "loadtest/plan_options.hpp"
#include "loadtest/request_options.hpp"
#include "loadtest/threshold.hpp"

namespace hundred::loadtest {

/// What `hundred-load run` was asked to do.
struct RunOptions : LoadOptions {
  std::vector<std::string> arguments;  ///< as they were given
  std::vector<std::string> urls;       ///< at least one; paths if `mode` is set
  PlanOptions plan;
  RequestOptions request;
  std::vector<Threshold> thresholds;
  bool requests_given = false;  ///< their number is the user's
  std::string mode;             ///< of the server to start; empty: the URL's server runs already
  std::optional<std::uint64_t> workers;
  std::vector<std::string> outputs;
  bool explain = false;  ///< say after each section of the text how to read it
};

/// The option table of `run`. The rows refer to `options`, which must outlive them.
std::vector<Option> run_option_table(RunOptions& options);

/// What is to be done to the server at `base` ("http://127.0.0.1:8080"), or, if that is empty, at the URLs.
client::Load load_of(const RunOptions& options, const std::string& base);

/// Takes what is neither an option nor a value for the URLs, or, if there is a mode, for the paths to load. @throws
/// UsageError for what is none, or for options of a server where none is started.
void take_urls(const std::vector<std::string>& rest, RunOptions& options);

/// Reads the arguments after `run`. Unless help or the version is asked for, what it returns can be run.
/// @throws UsageError if it cannot.
RunOptions parse_run_options(const std::vector<std::string>& arguments);

}  // namespace hundred::loadtest
