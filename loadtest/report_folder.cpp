#include "loadtest/report_folder.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <ctime>
#include <fstream>
#include <system_error>

#include "client/errors.hpp"

namespace hundred::loadtest {
namespace {

namespace fs = std::filesystem;

constexpr const char* report_file = "report.json";  ///< by which a report's folder is known

/// @param instead  where the report is, if it is somewhere
[[noreturn]] void fail(const fs::path& path, const char* what, const std::error_code& error,
                       const fs::path& instead = {}) {
  throw client::RunError(fmt::format("{}: cannot be {}: {}{}", path.string(), what, error.message(),
                                     instead.empty() ? "" : "; the report is in " + instead.string()));
}

/// Without a slash at its end. @throws RunError if that is no folder that can be moved.
fs::path folder_called(const std::string& path) {
  fs::path folder = fs::path(path).lexically_normal();
  if (!folder.has_filename()) folder = folder.parent_path();
  if (const fs::path name = folder.filename(); name.empty() || name == "." || name == "..")
    throw client::RunError(fmt::format("{}: name a folder for the report, such as reports/mine", path));
  return folder;
}

fs::path default_path() {
  const std::time_t now = std::time(nullptr);
  std::tm local{};
  ::localtime_r(&now, &local);
  return fmt::format("reports/compare-{:04}{:02}{:02}-{:02}{:02}{:02}", local.tm_year + 1900, local.tm_mon + 1,
                     local.tm_mday, local.tm_hour, local.tm_min, local.tm_sec);
}

fs::path with(const fs::path& path, const std::string& ending) { return path.string() + ending; }

}  // namespace

ReportFolder::ReportFolder(const std::string& path)
    : path_(path.empty() ? default_path() : folder_called(path)),
      unfinished_(with(path_, fmt::format(".unfinished-{}", ::getpid()))) {
  std::error_code error;
  if (fs::exists(path_) && !fs::is_directory(path_)) throw client::RunError(path_.string() + ": is not a folder");
  if (fs::exists(path_) && !fs::is_empty(path_) && !fs::exists(path_ / report_file))
    throw client::RunError(
        fmt::format("{}: holds something else than a report; name a new or an empty folder, or that of "
                    "an earlier report",
                    path_.string()));
  if (!path_.parent_path().empty()) fs::create_directories(path_.parent_path(), error);
  if (!error) fs::create_directory(unfinished_, error);
  if (error) fail(path_, "made", error);
}

ReportFolder::~ReportFolder() {
  if (written_) return;  // it could not be put in its place: what was measured is not thrown away
  std::error_code ignored;
  fs::remove_all(unfinished_, ignored);
}

void ReportFolder::write(const std::string& name, const std::string& content) {
  errno = 0;
  std::ofstream file(unfinished_ / name);
  file << content;
  file.close();
  if (!file) fail(path_ / name, "written", {errno, std::generic_category()});
  written_ = true;
}

std::optional<std::string> ReportFolder::finish() {
  std::error_code error;
  std::optional<std::string> older;
  if (fs::is_directory(path_) && !fs::is_empty(path_)) {
    unsigned number = 1;
    while (fs::exists(with(path_, fmt::format(".{}", number)))) ++number;
    older = with(path_, fmt::format(".{}", number)).string();
    fs::rename(path_, *older, error);
    if (error) fail(path_, "moved aside", error, unfinished_);
  }
  fs::rename(unfinished_, path_, error);
  if (error) fail(path_, "made", error, unfinished_);
  return older;
}

}  // namespace hundred::loadtest
