#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "client/run.hpp"
#include "common/option_table.hpp"
#include "common/units.hpp"

namespace hundred::loadtest {

inline constexpr std::uint64_t most_users = 1'000'000;
inline constexpr std::uint64_t most_workers = 100'000;

/// What every command that loads a server can be told.
struct LoadOptions {
  std::uint64_t users = 100;
  std::optional<std::uint64_t> requests;  ///< nothing only if there is a duration
  std::optional<Nanoseconds> duration;
  Nanoseconds timeout = std::chrono::seconds(60);
  std::vector<std::string> server_arguments;  ///< further ones for a server that is started
  std::string server;    ///< the program of a server that is started; empty: hundred-server beside this program
  std::string upstream;  ///< for a server that is started: what its /io/fetch asks; empty: nothing
  bool json = false;
  bool no_progress = false;
  bool no_color = false;
  bool help = false;
  bool help_all = false;
  bool version = false;
};

/// The rows of the option tables for how much, which server, and how to print. They refer to what they set, which must
/// outlive them.
std::vector<Option> load_rows(LoadOptions& options);
/// For commands that can start one server.
std::vector<Option> mode_rows(std::string& mode, std::optional<std::uint64_t>& workers);
std::vector<Option> server_rows(LoadOptions& options);
std::vector<Option> print_rows(LoadOptions& options);

/// @throws UsageError for -q, which means different things in different tools, and -R does one.
void refuse_rate(const std::vector<std::string>& arguments);
/// Sets how many requests there are if nothing else says how long. @throws UsageError if they are fewer than the users.
/// @param ends_by_itself  whether something else says it.
void complete_load(LoadOptions& options, bool ends_by_itself = false);

/// Prints the version, or what `help` makes, if that is what was asked for. @returns whether it was.
bool answer_about_program(const LoadOptions& options, std::ostream& out, const std::function<std::string()>& help);

/// @throws UsageError for a URL that cannot be asked for.
client::Load load_of(const LoadOptions& options, const std::string& url);

}  // namespace hundred::loadtest
