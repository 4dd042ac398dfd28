#include "loadtest/output.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <filesystem>
#include <fstream>

#include "client/errors.hpp"
#include "loadtest/report/csv.hpp"
#include "loadtest/report/hgrm.hpp"
#include "loadtest/report/html.hpp"
#include "loadtest/report/json.hpp"
#include "loadtest/report/json_parts.hpp"
#include "loadtest/report/text.hpp"

namespace hundred::loadtest {
namespace {

struct Form {
  const char* ending;
  void (*write)(std::ostream&, const Output&);
};
constexpr std::array<Form, 5> forms{{
    {".html", [](std::ostream& file, const Output& o) { file << to_html(o.report); }},
    {".json", [](std::ostream& file, const Output& o) { file << json_text(to_json(o.report)); }},
    {".txt", [](std::ostream& file, const Output& o) { file << to_text(o.report, Style(false), o.detail); }},
    {".csv", [](std::ostream& file, const Output& o) { write_csv(file, o.load, o.recording); }},
    {".hgrm", [](std::ostream& file, const Output& o) { write_hgrm(file, o.recording.response); }},
}};

}  // namespace

std::vector<std::string> output_endings() {
  std::vector<std::string> endings;
  for (const Form& form : forms) endings.emplace_back(form.ending);
  return endings;
}

void check_outputs(const std::vector<std::string>& files) {
  for (const std::string& path : files) {
    const auto folder = std::filesystem::path(path).parent_path();
    const bool exists = std::filesystem::exists(path);
    const std::string looked_at = exists ? path : folder.empty() ? "." : folder.string();
    if (std::filesystem::is_directory(path)) throw client::RunError(fmt::format("{}: is a folder", path));
    if (::access(looked_at.c_str(), W_OK) != 0)
      throw client::RunError(fmt::format("{}: cannot be written: {}", path, client::error_text(errno)));
  }
}

OptionValue output_files(std::vector<std::string>& target, const std::vector<std::string>& endings) {
  OptionValue value = texts(target, fmt::format("a file that ends in one of {}", fmt::join(endings, ", ")));
  value.set = [&target, endings](std::string_view text) {
    if (std::none_of(endings.begin(), endings.end(), [&](const std::string& end) { return text.ends_with(end); }))
      return false;
    target.emplace_back(text);
    return true;
  };
  return value;
}

void write_file(const std::string& path, const std::function<void(std::ostream&)>& write) {
  errno = 0;
  std::ofstream file(path);
  write(file);
  file.close();
  if (!file) throw client::RunError(fmt::format("{}: cannot be written: {}", path, client::error_text(errno)));
}

void write_file(const std::string& path, const std::string& content) {
  write_file(path, [&](std::ostream& file) { file << content; });
}

void write_outputs(const Output& output, const std::vector<std::string>& files) {
  for (const std::string& path : files)
    write_file(path, [&](std::ostream& file) {
      for (const Form& form : forms)
        if (path.ends_with(form.ending)) form.write(file, output);
    });
}

}  // namespace hundred::loadtest
