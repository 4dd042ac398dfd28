#include "loadtest/load_options.hpp"

#include <fmt/format.h>

#include <chrono>

namespace hundred::loadtest {
namespace {

using std::chrono::hours, std::chrono::milliseconds;

constexpr std::uint64_t most_requests = 1'000'000'000'000;

/// What follows the message about a -d that is no duration, for those who mean curl's --data.
std::string body_hint(std::string_view text) {
  const bool body = text.starts_with('{') || text.starts_with('[') || text.find('=') != std::string_view::npos;
  return body ? "; -d is --duration here; a request body is -b" : "";
}

OptionValue duration_value(std::optional<Nanoseconds>& target) {
  OptionValue value = duration(target, milliseconds(1), hours(24));
  value.hint = body_hint;
  return value;
}

}  // namespace

std::vector<Option> load_rows(LoadOptions& o) {
  return {
      {"-c,--users,--connections",
       "N",
       "users, each with one connection",
       whole_number(o.users, 1, most_users),
       {},
       true},
      {"-n,--requests", "N", "requests in total", whole_number(o.requests, 1, most_requests), "as many as users", true},
      {"-d,-z,--duration",
       "D",
       "ask again and again for this long; with -n, the first to end wins",
       duration_value(o.duration),
       {},
       true},
      {"--timeout", "D", "how long a request may take", duration(o.timeout, milliseconds(1), hours(24))},
  };
}

std::vector<Option> mode_rows(std::string& mode, std::optional<std::uint64_t>& workers) {
  return {
      {"--mode",
       "NAME",
       "start a hundred-server in this mode, load the path, stop it",
       text(mode, "a mode of hundred-server"),
       {},
       true},
      {"--workers", "N", "the started server's workers", whole_number(workers, 1, most_workers), "the server's default",
       true},
  };
}

std::vector<Option> server_rows(LoadOptions& o) {
  return {
      {"--server-arg", "ARG", "one more argument for the started server (repeatable)",
       texts(o.server_arguments, "an argument")},
      {"--server", "PATH", "the server's program", text(o.server, "a file"), "hundred-server beside this program"},
  };
}

std::vector<Option> print_rows(LoadOptions& o) {
  return {
      {"--json", "", "print JSON instead of text", flag(o.json)},
      {"--no-progress", "", "show no progress", flag(o.no_progress)},
      {"--no-color", "", "no colours (also: the variable NO_COLOR)", flag(o.no_color)},
      {"--help", "", "say what matters", flag(o.help)},
      {"--help-all", "", "list all options", flag(o.help_all)},
      {"--version", "", "print the version", flag(o.version)},
  };
}

void refuse_rate(const std::vector<std::string>& arguments) {
  for (const std::string& argument : arguments)
    if (argument.starts_with("-q"))
      throw UsageError("-q: is a rate per worker in hey and in total in oha; here a rate in total is -R");
}

void complete_load(LoadOptions& options, bool ends_by_itself) {
  if (options.requests && *options.requests < options.users)
    throw UsageError(fmt::format("--requests {}: must be at least the number of users, {} (--users)", *options.requests,
                                 options.users));
  if (!options.requests && !options.duration && !ends_by_itself) options.requests = options.users;
}

bool answer_about_program(const LoadOptions& options, std::ostream& out, const std::function<std::string()>& help) {
  if (options.version)
    out << "hundred-load " HUNDRED_VERSION "\n";
  else if (options.help || options.help_all)
    out << help();
  return options.version || options.help || options.help_all;
}

client::Load load_of(const LoadOptions& options, const std::string& url) {
  client::Load load;
  load.urls = {client::parse_url(url)};
  load.users = static_cast<std::uint32_t>(options.users);
  load.requests = options.requests;
  if (options.duration) load.duration = options.duration->count();
  load.timeout = options.timeout.count();
  return load;
}

}  // namespace hundred::loadtest
