#include "loadtest/sweep_command.hpp"

#include <fmt/format.h>
#include <fmt/ostream.h>

#include <algorithm>

#include "client/errors.hpp"
#include "loadtest/cli.hpp"
#include "loadtest/output.hpp"
#include "loadtest/report/html.hpp"
#include "loadtest/report/json_parts.hpp"
#include "loadtest/report/sweep_csv.hpp"
#include "loadtest/report/sweep_json.hpp"
#include "loadtest/report/sweep_text.hpp"
#include "loadtest/shell_words.hpp"
#include "loadtest/sweep.hpp"

namespace hundred::loadtest {
namespace {

std::string sweep_help(bool all) {
  SweepOptions defaults;
  const auto rows = sweep_option_table(defaults);
  return fmt::format(
      "hundred-load sweep: one curve over users, workers or requests/s, with its knee,\n"
      "the law that fits it, and theory\n\n"
      "  hundred-load sweep --mode worker-pool --over workers=1..64 '/io/sleep?ms=20'\n"
      "  hundred-load sweep --modes pool,async --over users=1..1000 '/cpu/burn?ms=5'\n"
      "  hundred-load sweep --over rate=100..5000 'http://127.0.0.1:8080/ping'\n\n{}{}",
      help_text(rows, all), all ? "" : help_ending("hundred-load sweep", rows));
}

void write_outputs(const Sweep& sweep, const std::vector<std::string>& files) {
  for (const std::string& path : files)
    write_file(path, [&](std::ostream& file) {
      file << (path.ends_with(".html")   ? to_html(sweep)
               : path.ends_with(".json") ? json_text(to_json(sweep))
               : path.ends_with(".csv")  ? to_csv(sweep)
                                         : to_text(sweep, Style(false)));
    });
}

bool has_an_answer(const Sweep& sweep) {
  return std::any_of(sweep.curves.begin(), sweep.curves.end(), [](const Curve& curve) {
    return std::any_of(curve.points.begin(), curve.points.end(),
                       [](const SweepPoint& point) { return point.counts.ok > 0; });
  });
}

std::string next_hint(const SweepOptions& options) {
  for (const std::string& file : options.outputs)
    if (file.ends_with(".json"))
      return fmt::format("read it again, or make a page of it:\n  hundred-load report {} -o sweep.html",
                         for_the_shell(file));
  return fmt::format("the same as a page with charts:\n  {} -o sweep.html",
                     shell_command("hundred-load sweep", options.arguments));
}

/// Says on terminal.err what the exit code means. @returns that code.
int conclude(const SweepOptions& options, const Sweep& sweep, Terminal& terminal) {
  if (sweep.interrupted) return exit_interrupted;
  for (const Curve& curve : sweep.curves)
    if (curve.failure) throw client::RunError(*curve.failure);
  if (!has_an_answer(sweep)) throw client::RunError("no request had a good answer");
  if (!options.json) fmt::print(terminal.err, "\nNext: {}\n", next_hint(options));
  return exit_done;
}

}  // namespace

int sweep_command(const std::vector<std::string>& arguments, Terminal& terminal) {
  const SweepOptions options = parse_sweep_options(arguments);
  if (answer_about_program(options, terminal.out, [&] { return sweep_help(options.help_all); })) return exit_done;
  check_outputs(options.outputs);
  const Interrupt interrupt;
  const Sweep sweep = run_sweep(options, interrupt, terminal);
  if (!sweep.has_points()) return exit_interrupted;
  terminal.out << (options.json ? json_text(to_json(sweep)) : to_text(sweep, terminal.style(options.no_color)))
               << std::flush;
  write_outputs(sweep, options.outputs);
  return conclude(options, sweep, terminal);
}

}  // namespace hundred::loadtest
