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
  bool no_color = false;
  bool help = false;
};

std::vector<Option> report_option_table(ReportOptions& options) {
  return {{"--no-color", "", "no colours (also: the variable NO_COLOR)", flag(options.no_color), {}, true},
          {"--help,--help-all", "", "say what there is", flag(options.help), {}, true}};
}

std::string render(const std::vector<std::string>& files, const Style& style) {
  if (files.size() == 1)
    return std::visit([&](const auto& saved) { return to_text(saved, style); }, read_saved(files.front()));
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
  terminal.out << render(files, terminal.style(options.no_color)) << std::flush;
  return exit_done;
}

}  // namespace hundred::loadtest
