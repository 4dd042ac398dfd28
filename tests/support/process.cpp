#include "tests/support/process.hpp"

#include <fmt/format.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <sstream>
#include <system_error>

namespace hundred::test {
namespace {

int memory_file(const char* name) {
  const int fd = ::memfd_create(name, MFD_CLOEXEC);
  if (fd < 0) throw std::system_error(errno, std::generic_category(), "memfd_create");
  return fd;
}

std::string whole_file(int fd) {
  std::string content;
  std::array<char, 8192> piece;
  ssize_t got = 0;
  while ((got = ::pread(fd, piece.data(), piece.size(), static_cast<off_t>(content.size()))) > 0)
    content.append(piece.data(), static_cast<std::size_t>(got));
  return content;
}

std::vector<std::string> child_environment(const Environment& extra) {
  std::vector<std::string> result;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string text = *entry;
    if (!text.starts_with("HUNDRED_") && !extra.contains(text.substr(0, text.find('=')))) result.push_back(text);
  }
  for (const auto& [name, value] : extra) result.push_back(fmt::format("{}={}", name, value));
  return result;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> result;
  for (std::string& text : texts) result.push_back(text.data());
  result.push_back(nullptr);
  return result;
}

/// Runs in the child; only what is safe after a fork in a program with threads.
[[noreturn]] void become(const char* program, char** arguments, char** environment, int output, int errors,
                         pid_t parent) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != parent) ::_exit(127);
  ::dup2(output, STDOUT_FILENO);
  ::dup2(errors, STDERR_FILENO);
  sigset_t none;
  sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  ::execve(program, arguments, environment);
  ::_exit(127);
}

}  // namespace

Process::Process(const std::string& program, const Arguments& arguments, const Environment& environment)
    : output_(memory_file("stdout")), errors_(memory_file("stderr")) {
  Arguments words = arguments;
  words.insert(words.begin(), program);
  std::vector<std::string> variables = child_environment(environment);
  const std::vector<char*> argv = pointers(words);
  const std::vector<char*> envp = pointers(variables);
  const pid_t parent = ::getpid();
  const pid_t child = ::fork();
  if (child < 0) throw std::system_error(errno, std::generic_category(), "fork");
  if (child == 0)
    become(program.c_str(), const_cast<char**>(argv.data()), const_cast<char**>(envp.data()), output_, errors_, parent);
  pid_ = child;
}

Process::~Process() {
  if (!wait_for_exit(0ms)) {
    signal(SIGKILL);
    wait_for_exit(patience);
  }
  ::close(output_);
  ::close(errors_);
}

std::string Process::output() const { return whole_file(output_); }
std::string Process::errors() const { return whole_file(errors_); }

void Process::signal(int number) const {
  if (!status_) ::kill(pid_, number);
}

std::optional<int> Process::wait_for_exit(Milliseconds within) {
  if (status_) return status_;
  int status = 0;
  if (!eventually([&] { return ::waitpid(pid_, &status, WNOHANG) == pid_; }, within)) return std::nullopt;
  status_ = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
  return status_;
}

Finished run_to_end(const std::string& program, const Arguments& arguments, const Environment& environment,
                    Milliseconds within) {
  Process process(program, arguments, environment);
  const auto exit_code = process.wait_for_exit(within);
  if (!exit_code)
    throw TimedOut(fmt::format("{} still runs after {} ms; stderr: {}", program, within.count(), process.errors()));
  return {*exit_code, process.output(), process.errors()};
}

std::string sanitizer_report(const std::string& errors) {
  for (const char* sign : {"Sanitizer", "runtime error"})
    if (errors.find(sign) != std::string::npos) return errors;
  return {};
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

}  // namespace hundred::test
