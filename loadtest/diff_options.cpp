#include "loadtest/diff_options.hpp"

#include <fmt/format.h>

#include "common/units.hpp"
#include "loadtest/output.hpp"

namespace hundred::loadtest {
namespace {

OptionValue percentage(std::optional<double>& target) {
  const auto set = [&target](std::string_view text) {
    if (text.ends_with('%')) text.remove_suffix(1);
    const auto percent = parse_decimal(text);
    if (percent) target = percent;
    return percent.has_value();
  };
  const auto get = [&target] { return target ? nlohmann::ordered_json(*target) : nlohmann::ordered_json(nullptr); };
  return {OptionValue::Kind::text, "a number of percent from 0 on, such as 10%", set, get};
}

}  // namespace

std::vector<Option> diff_option_table(DiffOptions& o) {
  return {
      {"--fail-above", "P%", "exit with 99 if anything became worse by more than that, such as 10%",
       percentage(o.fail_above), "none", true},
      {"-o,--output",
       "FILE",
       "also write it to a file that ends in .txt or .json (repeatable)",
       output_files(o.outputs, {".txt", ".json"}),
       {},
       true},
      {"--json", "", "print JSON instead of text", flag(o.json), {}, true},
      {"--no-color", "", "no colours (also: the variable NO_COLOR)", flag(o.no_color), {}, true},
      {"--help,--help-all", "", "say what there is", flag(o.help), {}, true},
  };
}

DiffOptions parse_diff_options(const std::vector<std::string>& arguments) {
  DiffOptions options;
  ChosenOptions chosen;
  const std::vector<std::string> rest = apply_arguments(diff_option_table(options), arguments, chosen);
  if (options.help) return options;
  if (rest.size() != 2)
    throw UsageError(fmt::format(
        "diff: {} report{}: it takes two, OLD and NEW, such as reports/base reports/head or old.json new.json",
        rest.size(), rest.size() == 1 ? "" : "s"));
  options.before = rest[0];
  options.after = rest[1];
  return options;
}

}  // namespace hundred::loadtest
