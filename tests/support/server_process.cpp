#include "tests/support/server_process.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <regex>
#include <stdexcept>

#include "tests/support/process_facts.hpp"

namespace hundred::test {
namespace {

Arguments with_a_free_port(Arguments arguments) {
  if (std::find(arguments.begin(), arguments.end(), "--port") == arguments.end())
    arguments.insert(arguments.begin(), {"--port", "0"});
  return arguments;
}

std::string program_for(const Environment& environment) {
  const bool faulty = environment.contains("FAULTS") || std::getenv("FAULTS") != nullptr;
  return faulty ? HUNDRED_FAULTY_SERVER_PROGRAM : HUNDRED_SERVER_PROGRAM;
}

}  // namespace

ServerProcess::ServerProcess(const Arguments& arguments, const Environment& environment)
    : process_(program_for(environment), with_a_free_port(arguments), environment) {
  eventually([this] { return process_.output().find('\n') != std::string::npos || !running(); });
  const std::string output = process_.output();
  if (output.find('\n') == std::string::npos)
    throw std::runtime_error(fmt::format("the server did not get ready; stdout: '{}', stderr: '{}'", output, errors()));
  ready_line_ = output.substr(0, output.find('\n'));
  port_ = parse_ready_line(ready_line_).port;
}

void ServerProcess::await_delivery(int number) const {
  if (!eventually([&] { return !signal_is_pending(pid(), number); }))
    throw TimedOut(fmt::format("signal {} was not delivered", number));
}

int ServerProcess::wait_for_exit(Milliseconds within) {
  const auto status = process_.wait_for_exit(within);
  if (!status) throw TimedOut(fmt::format("the server still runs after {} ms; stderr: '{}'", within.count(), errors()));
  return *status;
}

int ServerProcess::stop(int number, Milliseconds within) {
  signal(number);
  return wait_for_exit(within);
}

Ready parse_ready_line(const std::string& line) {
  static const std::regex format(
      R"(hundred-server listening on http://([^:/ ]+):(\d+) mode=([a-z-]+) workers=(\d+) pid=(\d+)(?: keep-alive=pin)?)");
  std::smatch part;
  if (!std::regex_match(line, part, format)) throw std::runtime_error(fmt::format("not a ready line: '{}'", line));
  return {part[1], static_cast<std::uint16_t>(std::stoul(part[2])), part[3], part[4],
          static_cast<pid_t>(std::stol(part[5]))};
}

}  // namespace hundred::test
