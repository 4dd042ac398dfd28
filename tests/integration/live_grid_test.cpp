#include <gmock/gmock.h>
#include <pty.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdlib>
#include <filesystem>
#include <vector>

#include "tests/support/process.hpp"

namespace hundred::test {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf, ::testing::HasSubstr, ::testing::Not, ::testing::StartsWith;

/// As much of a terminal as hundred-load uses, without an end to its rows.
class Screen {
 public:
  void write(const std::string& text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text[i] == '\x1b')
        i = obey(text, i + 2);
      else if (text[i] == '\r')
        column_ = 0;
      else if (text[i] == '\n')
        go_to(row_ + 1);
      else
        put(text[i]);
    }
  }
  std::string text() const {
    std::string all;
    for (const std::string& row : rows_) all += row + '\n';
    return all;
  }

 private:
  /// "A" up, "B" down, "K" and "J" erase the rest of the line and of the screen. @returns where the sequence ends.
  std::size_t obey(const std::string& text, std::size_t at) {
    std::size_t number = 0;
    for (; std::isdigit(static_cast<unsigned char>(text[at])) != 0 || text[at] == ';'; ++at)
      number = number * 10 + static_cast<std::size_t>(text[at] - '0');
    number = std::max<std::size_t>(number, 1);
    if (text[at] == 'A') go_to(row_ - std::min(row_, number));
    if (text[at] == 'B') go_to(row_ + number);
    if (text[at] == 'K' || text[at] == 'J') rows_[row_].resize(std::min(rows_[row_].size(), column_));
    if (text[at] == 'J') rows_.resize(row_ + 1);
    return at;
  }
  void go_to(std::size_t row) {
    row_ = row;
    rows_.resize(std::max(rows_.size(), row_ + 1));
  }
  void put(char c) {
    rows_[row_].resize(std::max(rows_[row_].size(), column_ + 1), ' ');
    rows_[row_][column_++] = c;
  }

  std::vector<std::string> rows_{1};
  std::size_t row_ = 0, column_ = 0;
};

struct Session {
  int exit_code = -1;
  std::string written;
  std::string left;  ///< on the screen at the end
};

constexpr char ctrl_c = '\x03';

/// hundred-load on a terminal of 80 columns. @param interrupt_at  Ctrl-C is typed once this has been written.
Session on_terminal(Arguments arguments, unsigned short rows = 24, const std::string& interrupt_at = "") {
  winsize size{rows, 80, 0, 0};
  int terminal = -1;
  arguments.insert(arguments.begin(), HUNDRED_LOAD_PROGRAM);
  const pid_t child = ::forkpty(&terminal, nullptr, nullptr, &size);
  if (child == 0) {
    ::setenv("TERM", "xterm-256color", 1);
    ::setenv("LC_ALL", "C", 1);
    ::unsetenv("NO_COLOR");
    std::vector<char*> argv;
    for (std::string& argument : arguments) argv.push_back(argument.data());
    argv.push_back(nullptr);
    ::execv(argv.front(), argv.data());
    ::_exit(127);
  }
  Session session;
  bool interrupted = interrupt_at.empty();
  std::array<char, 4096> bytes{};
  for (ssize_t got = 0; (got = ::read(terminal, bytes.data(), bytes.size())) > 0;) {
    session.written.append(bytes.data(), static_cast<std::size_t>(got));
    if (interrupted || session.written.find(interrupt_at) == std::string::npos) continue;
    interrupted = true;
    EXPECT_EQ(::write(terminal, &ctrl_c, 1), 1);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  ::close(terminal);
  session.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  Screen screen;
  screen.write(session.written);
  session.left = screen.text();
  return session;
}

TEST(LiveGrid, FillsAndLeavesTheReportAlone) {
  const Session session = on_terminal({"run", "--mode", "pool", "-c", "16", "/io/sleep?ms=300"});
  EXPECT_EQ(session.exit_code, 0) << session.left;
  EXPECT_THAT(session.written, AllOf(HasSubstr("worker-pool '/io/sleep?ms=300'"), HasSubstr("8 of 16 answered, "),
                                     HasSubstr("16 of 16 answered, "), HasSubstr("\x1b[38;5;46m#")));
  EXPECT_THAT(session.left, AllOf(StartsWith("burst: 16 users"), Not(HasSubstr("waiting  x failed"))));
}

TEST(LiveGrid, LeavesNothingWhenInterrupted) {
  const Session session =
      on_terminal({"run", "--mode", "single", "-c", "100", "/io/sleep?ms=50"}, 24, "3 of 100 answered");
  EXPECT_EQ(session.exit_code, 130) << session.left;
  EXPECT_THAT(session.left, AllOf(StartsWith("burst: 100 users"), HasSubstr("Interrupted"),
                                  Not(HasSubstr("waiting  x failed")), Not(HasSubstr("^C"))));
}

TEST(LiveGrid, GivesWayToALineOnASmallTerminal) {
  const Session session = on_terminal({"run", "--mode", "single", "-c", "100", "/io/sleep?ms=15"}, 12);
  EXPECT_THAT(session.written, AllOf(HasSubstr("/100 done"), Not(HasSubstr("of 100 answered"))));
  EXPECT_THAT(session.left, StartsWith("burst: 100 users"));
}

TEST(LiveGrid, ShowsEachModeOfAComparison) {
  std::string name = fs::temp_directory_path() / "hundred-grid-XXXXXX";
  const fs::path folder = ::mkdtemp(name.data());
  const Session session = on_terminal({"compare", "-c", "20", "--repeats", "1", "--modes", "pool,async", "--endpoints",
                                       "/io/sleep?ms=20", "-o", folder / "report"});
  fs::remove_all(folder);
  EXPECT_EQ(session.exit_code, 0) << session.left;
  for (const char* mode : {"worker-pool", "event-loop"})
    EXPECT_THAT(session.written, HasSubstr(std::string("round 1 of 1: ") + mode + " '/io/sleep?ms=20'"));
  EXPECT_THAT(session.written, AllOf(HasSubstr("20 of 20 answered, "), HasSubstr("x failed  alone 2")));
  EXPECT_THAT(session.left, AllOf(StartsWith("20 users ask"), Not(HasSubstr("waiting  x failed"))));
}

}  // namespace
}  // namespace hundred::test
