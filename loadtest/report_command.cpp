#include "loadtest/report_command.hpp"

#include <fmt/format.h>
#include <fmt/ostream.h>

#include <cerrno>
#include <fstream>

#include "client/errors.hpp"
#include "common/option_table.hpp"
#include "loadtest/cli.hpp"
#include "loadtest/report/comparison_text.hpp"
#include "loadtest/report/html.hpp"
#include "loadtest/report/saved.hpp"
#include "loadtest/report/table.hpp"
#include "loadtest/report/text.hpp"

namespace hundred::loadtest {
namespace {

struct ReportOptions {
  std::string output;
  bool explain = false;
  bool no_color = false;
  bool help = false;
};

std::vector<Option> report_option_table(ReportOptions& options) {
  return {{"-o,--output",
           "FILE",
           "also write it to a page that ends in .html; of one run or comparison",
           text(options.output, "a file that ends in .html",
                [](const std::string& path) { return path.ends_with(".html"); }),
           {},
           true},
          {"--explain", "", "of one run: say after each section how to read it", flag(options.explain), {}, true},
          {"--no-color", "", "no colours (also: the variable NO_COLOR)", flag(options.no_color), {}, true},
          {"--help,--help-all", "", "say what there is", flag(options.help), {}, true}};
}

void write_page(const Saved& saved, const std::string& path) {
  errno = 0;
  std::ofstream file(path);
  file << std::visit([](const auto& report) { return to_html(report); }, saved);
  file.close();
  if (!file) throw client::RunError(fmt::format("{}: cannot be written: {}", path, client::error_text(errno)));
}

std::string render_one(const std::string& file, const ReportOptions& options, const Style& style) {
  const Saved saved = read_saved(file);
  const auto* report = std::get_if<Report>(&saved);
  if (options.explain && report == nullptr)
    throw UsageError(fmt::format("--explain: is of one run, and {} is a comparison", file));
  if (!options.output.empty()) write_page(saved, options.output);
  if (report == nullptr) return to_text(std::get<Comparison>(saved), style);
  return to_text(*report, style, options.explain ? Detail::explained : Detail::brief);
}

std::string render_table(const std::vector<std::string>& files, const ReportOptions& options, const Style& style) {
  if (!options.output.empty())
    throw UsageError(fmt::format("--output '{}': a page is of one FILE; there are {}", options.output, files.size()));
  if (options.explain) throw UsageError(fmt::format("--explain: is of one run, not of {} FILEs", files.size()));
  std::vector<Report> reports;
  for (const std::string& file : files) {
    Saved saved = read_saved(file);
    if (std::holds_alternative<Comparison>(saved))
      throw UsageError(fmt::format("{}: is a comparison, which is a table of its own: render it alone", file));
    reports.push_back(std::move(std::get<Report>(saved)));
  }
  return to_table(reports, style);
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
               "or `hundred-load compare`: one file in full, several runs as a row each\n\n{}",
               help_text(table, true));
    return exit_done;
  }
  if (files.empty()) throw UsageError("report: no FILE; `hundred-load run -o FILE.json URL` writes one");
  const Style style = terminal.style(options.no_color);
  terminal.out << (files.size() == 1 ? render_one(files.front(), options, style) : render_table(files, options, style))
               << std::flush;
  return exit_done;
}

}  // namespace hundred::loadtest
