#include "loadtest/report_command.hpp"

#include <fmt/format.h>
#include <fmt/ostream.h>

#include "common/option_table.hpp"
#include "loadtest/cli.hpp"
#include "loadtest/output.hpp"
#include "loadtest/report/comparison_text.hpp"
#include "loadtest/report/html.hpp"
#include "loadtest/report/runs_csv.hpp"
#include "loadtest/report/saved.hpp"
#include "loadtest/report/sweep_csv.hpp"
#include "loadtest/report/sweep_text.hpp"
#include "loadtest/report/table.hpp"
#include "loadtest/report/text.hpp"

namespace hundred::loadtest {
namespace {

struct ReportOptions {
  std::string output;
  bool csv = false;
  bool explain = false;
  bool no_color = false;
  bool help = false;
};

std::vector<Option> report_option_table(ReportOptions& options) {
  return {{"-o,--output",
           "FILE",
           "also write it to a page that ends in .html; of one FILE",
           text(options.output, "a file that ends in .html",
                [](const std::string& path) { return path.ends_with(".html"); }),
           {},
           true},
          {"--csv",
           "",
           "print a table with a row for each run, and each round of a comparison",
           flag(options.csv),
           {},
           true},
          {"--explain", "", "of one run: say after each section how to read it", flag(options.explain), {}, true},
          {"--no-color", "", "no colours (also: the variable NO_COLOR)", flag(options.no_color), {}, true},
          {"--help,--help-all", "", "say what there is", flag(options.help), {}, true}};
}

std::string render_one(const std::string& file, const ReportOptions& options, const Style& style) {
  const Saved saved = read_saved(file);
  const auto* report = std::get_if<Report>(&saved);
  if (options.explain && report == nullptr)
    throw UsageError(fmt::format("--explain: is of one run, and {} is none", file));
  if (!options.output.empty())
    write_file(options.output, std::visit([](const auto& page) { return to_html(page); }, saved));
  if (options.explain) return to_text(*report, style, Detail::explained);
  return std::visit([&](const auto& one) { return to_text(one, style); }, saved);
}

std::string render_table(const std::vector<std::string>& files, const ReportOptions& options, const Style& style) {
  if (!options.output.empty())
    throw UsageError(fmt::format("--output '{}': a page is of one FILE; there are {}", options.output, files.size()));
  if (options.explain) throw UsageError(fmt::format("--explain: is of one run, not of {} FILEs", files.size()));
  std::vector<Report> reports;
  for (const std::string& file : files) {
    Saved saved = read_saved(file);
    if (!std::holds_alternative<Report>(saved))
      throw UsageError(fmt::format("{}: is no single run, but a table of its own: render it alone", file));
    reports.push_back(std::move(std::get<Report>(saved)));
  }
  return to_table(reports, style);
}

std::string render_csv(const std::vector<std::string>& files, const ReportOptions& options) {
  if (!options.output.empty() || options.explain)
    throw UsageError(
        fmt::format("--csv: is a table, which does not go with {}", options.explain ? "--explain" : "--output"));
  std::vector<SavedFile> saved;
  for (const std::string& file : files) saved.emplace_back(file, read_saved(file));
  const auto* sweep = std::get_if<Sweep>(&saved.front().second);
  return sweep != nullptr && saved.size() == 1 ? to_csv(*sweep) : runs_csv(saved);
}

std::string render(const std::vector<std::string>& files, const ReportOptions& options, const Style& style) {
  if (options.csv) return render_csv(files, options);
  return files.size() == 1 ? render_one(files.front(), options, style) : render_table(files, options, style);
}

}  // namespace

int report_command(const std::vector<std::string>& arguments, Terminal& terminal) {
  ReportOptions options;
  ChosenOptions chosen;
  const std::vector<Option> table = report_option_table(options);
  const std::vector<std::string> files = apply_arguments(table, arguments, chosen);
  if (options.help) {
    fmt::print(terminal.out,
               "hundred-load report FILE...: render what `hundred-load run -o FILE.json` saved,\n"
               "`compare` (or its folder) or `sweep`: one file in full, several runs as a\n"
               "row each\n\n{}",
               help_text(table, true));
    return exit_done;
  }
  if (files.empty()) throw UsageError("report: no FILE; `hundred-load run -o FILE.json URL` writes one");
  const Style style = terminal.style(options.no_color);
  terminal.out << render(files, options, style) << std::flush;
  return exit_done;
}

}  // namespace hundred::loadtest
