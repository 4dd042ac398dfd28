#include "loadtest/report/saved.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <utility>
#include <vector>

#include "common/option_table.hpp"
#include "loadtest/report/comparison_json.hpp"
#include "loadtest/report/json.hpp"
#include "loadtest/report/sweep_json.hpp"

namespace hundred::loadtest {
namespace {

namespace fs = std::filesystem;

constexpr const char* report_file = "report.json";

Saved read_file(const std::string& path) {
  using Json = nlohmann::ordered_json;
  std::ifstream file(path);
  const std::string content{std::istreambuf_iterator<char>(file), {}};
  if (!file.is_open() || file.bad()) throw UsageError(fmt::format("{}: cannot be read", path));
  const Json json = Json::parse(content, nullptr, false);
  if (json.is_discarded()) throw UsageError(fmt::format("{}: is not JSON", path));
  const Json schema = json.is_object() ? json.value("schema", Json()) : Json();
  try {
    if (schema == run_schema) return report_from_json(json);
    if (schema == compare_schema) return comparison_from_json(json);
    if (schema == sweep_schema) return sweep_from_json(json);
  } catch (const std::exception& error) {
    throw UsageError(fmt::format("{}: is damaged: {}", path, error.what()));
  }
  throw UsageError(fmt::format("{}: is not a report of hundred-load (schema {}, {} or {})", path, run_schema,
                               compare_schema, sweep_schema));
}

/// The reports in a folder's folders, in the order of their names.
std::vector<std::string> reports_below(const fs::path& folder) {
  std::vector<std::string> files;
  std::error_code unreadable;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, unreadable))
    if (fs::exists(entry.path() / report_file)) files.push_back((entry.path() / report_file).string());
  std::sort(files.begin(), files.end());
  return files;
}

/// What the rounds of two comparisons must have in common to be put together.
std::vector<std::string> subject(const Comparison& comparison) {
  std::vector<std::string> words{comparison.load.words};
  for (const Contest& contest : comparison.contests) {
    words.insert(words.end(), {contest.facts.endpoint, contest.keep_alive});
    for (const Entry& entry : contest.entries) words.push_back(entry.mode);
  }
  return words;
}

void add_rounds(Comparison& all, Comparison more) {
  all.repeats += more.repeats;
  all.interrupted |= more.interrupted;
  for (std::size_t i = 0; i < all.contests.size(); ++i)
    for (std::size_t j = 0; j < all.contests[i].entries.size(); ++j) {
      std::vector<Report>& rounds = more.contests[i].entries[j].rounds;
      std::move(rounds.begin(), rounds.end(), std::back_inserter(all.contests[i].entries[j].rounds));
    }
  std::move(more.failures.begin(), more.failures.end(), std::back_inserter(all.failures));
}

Comparison read_comparison(const std::string& file) {
  Saved saved = read_file(file);
  if (auto* comparison = std::get_if<Comparison>(&saved)) return std::move(*comparison);
  throw UsageError(fmt::format("{}: is a run; only the rounds of comparisons can be put together", file));
}

Comparison read_together(const std::vector<std::string>& files) {
  Comparison all = read_comparison(files.front());
  for (auto file = files.begin() + 1; file != files.end(); ++file) {
    Comparison more = read_comparison(*file);
    if (subject(more) != subject(all))
      throw UsageError(
          fmt::format("{}: is of another load, or of other endpoints or modes, than {}: their rounds cannot "
                      "be put together",
                      *file, files.front()));
    add_rounds(all, std::move(more));
  }
  return all;
}

}  // namespace

Saved read_saved(const std::string& path) {
  if (!fs::is_directory(path)) return read_file(path);
  if (const fs::path file = fs::path(path) / report_file; fs::exists(file)) return read_file(file.string());
  const std::vector<std::string> files = reports_below(path);
  if (files.empty())
    throw UsageError(fmt::format("{}: is a folder without {}, and so are its folders", path, report_file));
  return read_together(files);
}

}  // namespace hundred::loadtest
