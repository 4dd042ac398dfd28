#include "loadtest/report_folder.hpp"

#include <gmock/gmock.h>

#include <cstdlib>
#include <fstream>
#include <iterator>

#include "client/errors.hpp"

namespace hundred::loadtest {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class ReportFolderTest : public testing::Test {
 protected:
  ReportFolderTest() : root_(::mkdtemp(name_.data())) {}
  void TearDown() override { fs::remove_all(root_); }

  static void report(const fs::path& path, const std::string& content) {
    ReportFolder folder(path);
    folder.write("report.txt", content);
    folder.finish();
  }
  static std::string content(const fs::path& path) {
    std::ifstream file(path / "report.txt");
    return {std::istreambuf_iterator<char>(file), {}};
  }
  std::size_t entries() const { return static_cast<std::size_t>(std::distance(fs::directory_iterator(root_), {})); }

  std::string name_ = (fs::temp_directory_path() / "hundred-folder-XXXXXX").string();
  fs::path root_;
};

TEST_F(ReportFolderTest, IsMadeWithTheFoldersAboveIt) {
  report(root_ / "a" / "b", "first");
  EXPECT_EQ(content(root_ / "a" / "b"), "first");
}

TEST_F(ReportFolderTest, KeepsEveryEarlierReport) {
  for (const char* text : {"first", "second", "third"}) report(root_ / "demo", text);
  EXPECT_EQ(content(root_ / "demo"), "third");
  EXPECT_EQ(content(root_ / "demo.1"), "first");
  EXPECT_EQ(content(root_ / "demo.2"), "second");
  EXPECT_EQ(entries(), 3U);
}

TEST_F(ReportFolderTest, LeavesNothingBehindWithoutAReport) {
  report(root_ / "demo", "first");
  {
    const ReportFolder abandoned(root_ / "demo");
  }
  EXPECT_EQ(content(root_ / "demo"), "first");
  EXPECT_EQ(entries(), 1U);
}

TEST_F(ReportFolderTest, SaysWhatItCannotDo) {
  std::ofstream(root_ / "file") << "a file";
  const auto message = [](const fs::path& path) {
    try {
      ReportFolder folder(path);
    } catch (const client::RunError& error) {
      return std::string(error.what());
    }
    return std::string("no error");
  };
  EXPECT_THAT(message(root_ / "file"), HasSubstr("file: is not a folder"));
  EXPECT_THAT(message(root_ / "file" / "below"), HasSubstr("below: cannot be made"));
}

}  // namespace
}  // namespace hundred::loadtest
