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
    folder.write("report.json", content);
    folder.finish();
  }
  static std::string content(const fs::path& path) {
    std::ifstream file(path / "report.json");
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
  for (const char* path : {".", "..", "./", "a/..", "/"})
    EXPECT_THAT(message(path), HasSubstr("name a folder")) << path;
}

TEST_F(ReportFolderTest, MovesNothingAsideButReports) {
  std::ofstream(root_ / "precious") << "a file";
  EXPECT_THROW(report(root_, "first"), client::RunError);
  EXPECT_TRUE(fs::exists(root_ / "precious"));
}

TEST_F(ReportFolderTest, KeepsWhatItCannotPutInItsPlace) {
  ReportFolder folder(root_ / "demo" / "");
  folder.write("report.json", "measured");
  std::ofstream(root_ / "demo") << "a file in its place";
  try {
    folder.finish();
    FAIL() << "it is there";
  } catch (const client::RunError& error) {
    const std::string words = error.what();
    const std::string mark = "the report is in ";
    ASSERT_THAT(words, HasSubstr(mark));
    EXPECT_EQ(content(words.substr(words.find(mark) + mark.size())), "measured");
  }
}

}  // namespace
}  // namespace hundred::loadtest
