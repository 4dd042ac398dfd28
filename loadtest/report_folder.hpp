#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace hundred::loadtest {

/// The folder that a report goes to. Until the report is there it is a folder beside, so that an earlier report keeps
/// its place if this one comes to nothing. Thread safety: none.
class ReportFolder {
 public:
  /// @param path  empty: a new one, reports/compare-YYYYMMDD-HHMMSS. @throws RunError if it cannot be made, or holds
  /// something else than an earlier report
  explicit ReportFolder(const std::string& path);
  /// Leaves nothing behind unless something was written.
  ~ReportFolder();
  ReportFolder(const ReportFolder&) = delete;
  ReportFolder& operator=(const ReportFolder&) = delete;

  /// Writes a file. @throws RunError
  void write(const std::string& name, const std::string& content);
  /// Puts the folder in its place; what is there moves to PATH.1, PATH.2 or further. @returns where that went, if there
  /// was something. @throws RunError
  std::optional<std::string> finish();

  std::string path() const { return path_.string(); }

 private:
  std::filesystem::path path_, unfinished_;
  bool written_ = false;
};

}  // namespace hundred::loadtest
