#include "loadtest/diff_command.hpp"

#include <fmt/format.h>
#include <fmt/ostream.h>
#include <fmt/ranges.h>

#include <type_traits>

#include "loadtest/cli.hpp"
#include "loadtest/conditions.hpp"
#include "loadtest/diff_options.hpp"
#include "loadtest/output.hpp"
#include "loadtest/report/diff_json.hpp"
#include "loadtest/report/diff_text.hpp"
#include "loadtest/report/diff_words.hpp"
#include "loadtest/report/json_parts.hpp"
#include "loadtest/report/saved.hpp"
#include "loadtest/shell_words.hpp"

namespace hundred::loadtest {
namespace {

std::string diff_help() {
  DiffOptions defaults;
  return fmt::format(
      "hundred-load diff OLD NEW: how two saved reports differ, in what was done and in\n"
      "what came out; both of run, or both of compare (a file, or compare's folder)\n\n"
      "  hundred-load diff old.json new.json\n"
      "  hundred-load diff --fail-above 10% reports/base reports/head\n\n{}",
      help_text(diff_option_table(defaults), true));
}

/// Two reports of the same kind. @throws UsageError
Diff read_diff(const DiffOptions& options) {
  const Saved before = read_saved(options.before), after = read_saved(options.after);
  return std::visit(
      [&]<class Kind>(const Kind& old) -> Diff {
        const auto* is = std::get_if<Kind>(&after);
        if (is == nullptr)
          throw UsageError(fmt::format("{} and {}: are not of one kind; diff takes two runs or two comparisons",
                                       options.before, options.after));
        if constexpr (std::is_same_v<Kind, Sweep>) {
          throw UsageError(fmt::format("{}: is a sweep; diff takes two runs or two comparisons", options.before));
        } else {
          Diff diff = diff_of(old, *is);
          diff.before.path = options.before;
          diff.after.path = options.after;
          const std::vector<Condition> conditions = changed_conditions(old, *is);
          diff.conditions.insert(diff.conditions.end(), conditions.begin(), conditions.end());
          return diff;
        }
      },
      before);
}

/// What to do next, where that can be said.
std::string next_hint(const Diff& diff) {
  const DiffRow& row = diff.rows.front();
  if (diff.of_runs && !row.mode.empty() && row.before == row.after)
    return fmt::format("rounds that a test can tell apart, old and new:\n  {}",
                       shell_command("hundred-load compare", {"--modes", row.mode, "--endpoints", row.after.endpoint,
                                                              "--repeats", "7", "-o", "reports/old"}));
  if (!diff.of_runs && diff.count(Difference::Seen::untested) > 0)
    return fmt::format("as many rounds as the test needs, old and new: hundred-load compare\n  with --repeats {}",
                       rounds_to_tell(diff.rows.size()));
  return {};
}

/// Says on terminal.err what the exit code means. @returns that code.
int conclude(const Diff& diff, const DiffOptions& options, Terminal& terminal) {
  if (options.fail_above)
    if (const auto broken = worse_by_more(diff, *options.fail_above); !broken.empty()) {
      fmt::print(terminal.err, "hundred-load: broken: --fail-above {:g}%: {}\n", *options.fail_above,
                 fmt::join(broken, "; "));
      return exit_threshold;
    }
  const std::string hint = next_hint(diff);
  if (!options.json && !hint.empty()) fmt::print(terminal.err, "\nNext: {}\n", hint);
  return exit_done;
}

}  // namespace

int diff_command(const std::vector<std::string>& arguments, Terminal& terminal) {
  const DiffOptions options = parse_diff_options(arguments);
  if (options.help) {
    terminal.out << diff_help() << std::flush;
    return exit_done;
  }
  check_outputs(options.outputs);
  const Diff diff = read_diff(options);
  const std::string json = json_text(to_json(diff, options.fail_above));
  terminal.out << (options.json ? json : to_text(diff, terminal.style(options.no_color))) << std::flush;
  for (const std::string& path : options.outputs)
    write_file(path, path.ends_with(".json") ? json : to_text(diff, Style(false)));
  return conclude(diff, options, terminal);
}

}  // namespace hundred::loadtest
