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

[[noreturn]] void fail(const fs::path& path, const char* what, const std::error_code& error) {
  throw client::RunError(fmt::format("{}: cannot be {}: {}", path.string(), what, error.message()));
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
    : path_(path.empty() ? default_path() : fs::path(path)),
      unfinished_(with(path_, fmt::format(".unfinished-{}", ::getpid()))) {
  std::error_code error;
  if (fs::exists(path_) && !fs::is_directory(path_)) throw client::RunError(path_.string() + ": is not a folder");
  if (!path_.parent_path().empty()) fs::create_directories(path_.parent_path(), error);
  if (!error) fs::create_directory(unfinished_, error);
  if (error) fail(path_, "made", error);
}

ReportFolder::~ReportFolder() {
  std::error_code ignored;
  fs::remove_all(unfinished_, ignored);
}

void ReportFolder::write(const std::string& name, const std::string& content) const {
  errno = 0;
  std::ofstream file(unfinished_ / name);
  file << content;
  file.close();
  if (!file) fail(path_ / name, "written", {errno, std::generic_category()});
}

std::optional<std::string> ReportFolder::finish() {
  std::error_code error;
  std::optional<std::string> older;
  if (fs::exists(path_) && !fs::is_empty(path_)) {
    unsigned number = 1;
    while (fs::exists(with(path_, fmt::format(".{}", number)))) ++number;
    older = with(path_, fmt::format(".{}", number)).string();
    fs::rename(path_, *older, error);
    if (error) fail(path_, "moved aside", error);
  }
  fs::rename(unfinished_, path_, error);
  if (error) fail(path_, "made", error);
  return older;
}

}  // namespace hundred::loadtest
