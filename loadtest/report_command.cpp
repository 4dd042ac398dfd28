#include "loadtest/report_command.hpp"

#include <fmt/format.h>
#include <fmt/ostream.h>

#include "common/option_table.hpp"
#include "loadtest/cli.hpp"
#include "loadtest/report/comparison_text.hpp"
#include "loadtest/report/saved.hpp"
#include "loadtest/report/table.hpp"
#include "loadtest/report/text.hpp"

namespace hundred::loadtest {
namespace {

struct ReportOptions {
  bool explain = false;
  bool no_color = false;
  bool help = false;
};

std::vector<Option> report_option_table(ReportOptions& options) {
  return {{"--explain", "", "of one run: say after each section how to read it", flag(options.explain), {}, true},
          {"--no-color", "", "no colours (also: the variable NO_COLOR)", flag(options.no_color), {}, true},
          {"--help,--help-all", "", "say what there is", flag(options.help), {}, true}};
}

std::string render_one(const std::string& file, const ReportOptions& options, const Style& style) {
  const Saved saved = read_saved(file);
  if (const auto* report = std::get_if<Report>(&saved))
    return to_text(*report, style, options.explain ? Detail::explained : Detail::brief);
  if (options.explain) throw UsageError(fmt::format("--explain: is of one run, and {} is a comparison", file));
  return to_text(std::get<Comparison>(saved), style);
}

std::string render(const std::vector<std::string>& files, const ReportOptions& options, const Style& style) {
  if (files.size() == 1) return render_one(files.front(), options, style);
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
  terminal.out << render(files, options, terminal.style(options.no_color)) << std::flush;
  return exit_done;
}

}  // namespace hundred::loadtest
