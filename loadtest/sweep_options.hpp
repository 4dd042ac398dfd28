#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "loadtest/report/sweep.hpp"
#include "loadtest/run_options.hpp"

namespace hundred::loadtest {

/// What is varied, and through which values: in ascending order, none twice.
struct Over {
  Swept what = Swept::workers;
  std::vector<double> values;
};

/// "workers=1..64": about ten values evenly spaced on a log scale, the ends among them; all, if they are no more than
/// ten. "users=1,10,100": these. Users and workers are whole; from a range of rates come rates of three digits.
/// @returns nothing if the text is neither, or has fewer than two values, more than a hundred, or one that the option
/// of that name does not allow
std::optional<Over> parse_over(std::string_view text);

/// What `hundred-load sweep` was asked to do: loads as `run` makes them, but for what is varied.
struct SweepOptions : RunOptions {
  Over over;
  std::vector<std::string> modes;  ///< empty: the URL's server runs already
};

/// The option table of `sweep`. The rows refer to `options`, which must outlive them.
std::vector<Option> sweep_option_table(SweepOptions& options);

/// The load of one value, on a server in that mode, or, if it is empty, at the URL.
RunOptions options_at(const SweepOptions& options, const std::string& mode, double value);

/// Reads the arguments after `sweep`. Unless help or the version is asked for, what it returns can be run.
/// @throws UsageError if it cannot.
SweepOptions parse_sweep_options(const std::vector<std::string>& arguments);

}  // namespace hundred::loadtest
