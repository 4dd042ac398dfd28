#pragma once

#include <optional>
#include <string>

#include "loadtest/lab/child.hpp"
#include "loadtest/lab/side_by_side.hpp"
#include "loadtest/lab/wrk_options.hpp"

namespace hundred::loadtest {

/// wrk as this machine has it.
struct Wrk {
  std::string program;  ///< its path
  std::string version;  ///< "4.1.0", "debian/4.1.0-3+b2"
};

/// @throws RunError, one line, if wrk is not on PATH or does not say its version.
Wrk find_wrk(int stop_fd);

/// Has wrk load the URL once. @param stop_fd  becomes readable to break off.
/// @returns nothing if it was broken off. @throws RunError if it fails or its figures cannot be read.
std::optional<Figures> run_wrk(const Wrk& wrk, const std::string& url, const WrkOptions& options, int stop_fd);

/// Has this program's own file load the URL once, with `run --json`. @returns, @throws  as run_wrk().
std::optional<Figures> run_own(const std::string& url, const WrkOptions& options, int stop_fd);

/// What is behind "wrk " on the first line that `wrk --version` prints; empty if that is another line.
std::string wrk_version(const std::string& output);

/// Reads what a run left. @throws RunError that says what is wrong, if it failed or the figures cannot be read.
Figures wrk_figures(const Finished& run);
Figures own_figures(const Finished& run);

/// loadtest/wrk/report.lua as a whole script for wrk, which needs no other file.
std::string wrk_script();

}  // namespace hundred::loadtest
