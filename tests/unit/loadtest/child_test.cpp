#include "loadtest/lab/child.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <chrono>

#include "common/descriptor.hpp"

namespace hundred::loadtest {
namespace {

using std::chrono::milliseconds;

/// A pipe whose reading end becomes readable with break_off().
class StopPipe {
 public:
  StopPipe() {
    std::array<int, 2> ends{};
    EXPECT_EQ(pipe(ends.data()), 0);
    read_ = Descriptor(ends[0]);
    write_ = Descriptor(ends[1]);
  }
  int fd() const { return read_.get(); }
  void break_off() { write_ = Descriptor(); }

 private:
  Descriptor read_, write_;
};

TEST(Child, ReadsItsInputByNameAsOftenAsItLikes) {
  const StopPipe stop;
  const auto child = run_to_end("/bin/sh", {"-c", "cat /dev/stdin /dev/stdin; echo first >&2; echo last >&2; exit 7"},
                                "in\n", stop.fd());
  ASSERT_TRUE(child);
  EXPECT_EQ(child->output, "in\nin\n");
  EXPECT_EQ(child->errors, "first\nlast\n");
  EXPECT_EQ(child->exit_code(), 7);
  EXPECT_EQ(child->how(), "ended with exit code 7: last");
}

TEST(Child, IsChargedWithItsCpuTime) {
  const StopPipe stop;
  const auto child =
      run_to_end("/bin/sh", {"-c", "i=0; while [ $i -lt 100000 ]; do i=$((i + 1)); done"}, "", stop.fd());
  ASSERT_TRUE(child);
  EXPECT_GT(child->cpu, milliseconds(1));
}

TEST(Child, IsStoppedWhenBrokenOff) {
  StopPipe stop;
  stop.break_off();
  EXPECT_FALSE(run_to_end("/bin/sleep", {"600"}, "", stop.fd()));
}

TEST(Child, ThatCannotBeExecutedHasEndedWith127) {
  const StopPipe stop;
  EXPECT_EQ(run_to_end("/nonexistent", {}, "", stop.fd())->exit_code(), 127);
}

TEST(FindProgram, LooksInTheFoldersOfPath) {
  EXPECT_TRUE(find_program("sh"));
  EXPECT_FALSE(find_program("no-such-program-anywhere"));
}

}  // namespace
}  // namespace hundred::loadtest
