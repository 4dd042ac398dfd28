#include "common/cpus.hpp"

#include <gtest/gtest.h>
#include <sched.h>

#include <cstdlib>
#include <fstream>
#include <string>

namespace hundred {
namespace {

/// A tree of control groups in a temporary folder.
class ControlGroups : public testing::Test {
 protected:
  ControlGroups() : root_(::mkdtemp(name_.data())) {}
  void TearDown() override { std::filesystem::remove_all(root_); }

  void write(const std::filesystem::path& file, const std::string& content) const {
    std::filesystem::create_directories((root_ / file).parent_path());
    std::ofstream(root_ / file) << content;
  }

  std::string name_ = (std::filesystem::temp_directory_path() / "hundred-cpus-XXXXXX").string();
  std::filesystem::path root_;
};

TEST_F(ControlGroups, WithoutALimitThereIsNone) {
  EXPECT_EQ(cpu_quota(root_, "0::/\n"), std::nullopt);
  write("cpu.max", "max 100000\n");
  EXPECT_EQ(cpu_quota(root_, "0::/\n"), std::nullopt);
  EXPECT_EQ(cpu_quota(root_, ""), std::nullopt);
}

TEST_F(ControlGroups, VersionTwoSaysQuotaAndPeriod) {
  write("cpu.max", "150000 100000\n");
  EXPECT_EQ(cpu_quota(root_, "0::/\n"), 1.5);
}

TEST_F(ControlGroups, OfNestedGroupsTheSmallestLimitCounts) {
  write("a/cpu.max", "50000 100000\n");
  write("a/b/cpu.max", "200000 100000\n");
  EXPECT_EQ(cpu_quota(root_, "0::/a/b\n"), 0.5);
  EXPECT_EQ(cpu_quota(root_, "0::/c\n"), std::nullopt);
}

TEST_F(ControlGroups, VersionOneKeepsThemInTwoFiles) {
  write("cpu/a/cpu.cfs_quota_us", "300000\n");
  write("cpu/a/cpu.cfs_period_us", "100000\n");
  EXPECT_EQ(cpu_quota(root_, "5:memory:/a\n4:cpu,cpuacct:/a\n"), 3);
  EXPECT_EQ(cpu_quota(root_, "5:memory:/a\n"), std::nullopt);
  write("cpu/a/cpu.cfs_quota_us", "-1\n");
  EXPECT_EQ(cpu_quota(root_, "4:cpu,cpuacct:/a\n"), std::nullopt);
}

TEST_F(ControlGroups, WithoutStatisticsThrottlingIsNotKnown) {
  EXPECT_EQ(throttled_periods(root_, "0::/a\n"), std::nullopt);
  write("a/cpu.stat", "usage_usec 123\nuser_usec 100\nsystem_usec 23\n");
  EXPECT_EQ(throttled_periods(root_, "0::/a\n"), std::nullopt) << "the group has no cpu controller";
  EXPECT_EQ(throttled_periods(root_, ""), std::nullopt);
}

TEST_F(ControlGroups, VersionTwoCountsThrottledPeriodsInEachGroup) {
  write("a/cpu.stat", "usage_usec 123\nnr_periods 900\nnr_throttled 17\nthrottled_usec 4711\n");
  write("a/b/cpu.stat", "usage_usec 12\nnr_periods 90\nnr_throttled 4\nthrottled_usec 47\n");
  write("c/cpu.stat", "nr_throttled 1000\n");
  EXPECT_EQ(throttled_periods(root_, "0::/a\n"), 17U);
  EXPECT_EQ(throttled_periods(root_, "0::/a/b\n"), 21U) << "the limit of the group above stops it too";
  EXPECT_EQ(throttled_periods(root_, "0::/d\n"), std::nullopt);
  write("d/cpu.stat", "nr_periods 5\nnr_throttled 0\n");
  EXPECT_EQ(throttled_periods(root_, "0::/d\n"), 0U);
}

TEST_F(ControlGroups, VersionOneCountsThemInItsCpuHierarchy) {
  write("cpu/a/cpu.stat", "nr_periods 900\nnr_throttled 17\nthrottled_time 4711000\n");
  EXPECT_EQ(throttled_periods(root_, "5:memory:/a\n4:cpu,cpuacct:/a\n0::/a\n"), 17U);
  EXPECT_EQ(throttled_periods(root_, "5:memory:/a\n"), std::nullopt);
}

TEST(UsableCpus, FollowsTheAffinityMask) {
  cpu_set_t before, one;
  ASSERT_EQ(::sched_getaffinity(0, sizeof before, &before), 0);
  EXPECT_GE(usable_cpus(), 1U);
  EXPECT_LE(usable_cpus(), static_cast<std::uint64_t>(CPU_COUNT(&before)));
  CPU_ZERO(&one);
  for (int cpu = 0; CPU_COUNT(&one) == 0; ++cpu)
    if (CPU_ISSET(cpu, &before)) CPU_SET(cpu, &one);
  ASSERT_EQ(::sched_setaffinity(0, sizeof one, &one), 0);
  EXPECT_EQ(usable_cpus(), 1U);
  ASSERT_EQ(::sched_setaffinity(0, sizeof before, &before), 0);
}

}  // namespace
}  // namespace hundred
