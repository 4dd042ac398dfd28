#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>

#include "common/nearest.hpp"
#include "common/option_table.hpp"

namespace hundred {
namespace {

using Json = nlohmann::ordered_json;

std::optional<std::uint64_t> parse_whole_number(std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

/// A value that is parsed and then held against a range. `Target` is the value's type or an optional of it.
template <class Parsed, class Target>
OptionValue ranged(OptionValue::Kind kind, Target& target, Parsed least, Parsed most, std::string allowed,
                   std::optional<Parsed> (*parse)(std::string_view), std::function<Json(const Parsed&)> print) {
  const auto set = [&target, least, most, parse](std::string_view text) {
    const auto parsed = parse(text);
    if (!parsed || *parsed < least || *parsed > most) return false;
    target = *parsed;
    return true;
  };
  const auto get = [&target, print]() -> Json {
    if constexpr (std::is_same_v<Parsed, Target>)
      return print(target);
    else
      return target ? print(*target) : Json(nullptr);
  };
  return {kind, std::move(allowed), set, get};
}

template <class Target>
OptionValue any_number(Target& target, std::uint64_t least, std::uint64_t most) {
  return ranged<std::uint64_t>(OptionValue::Kind::number, target, least, most,
                               fmt::format("a whole number from {} to {}", least, most), parse_whole_number,
                               [](const std::uint64_t& n) { return Json(n); });
}

template <class Target>
OptionValue any_duration(Target& target, Nanoseconds least, Nanoseconds most) {
  return ranged<Nanoseconds>(
      OptionValue::Kind::text, target, least, most,
      fmt::format("a duration from {} to {}, such as 500ms, 10s or 2m", format_duration(least), format_duration(most)),
      parse_duration, [](const Nanoseconds& d) { return Json(format_duration(d)); });
}

}  // namespace

OptionValue whole_number(std::uint64_t& target, std::uint64_t least, std::uint64_t most) {
  return any_number(target, least, most);
}
OptionValue whole_number(std::optional<std::uint64_t>& target, std::uint64_t least, std::uint64_t most) {
  return any_number(target, least, most);
}
OptionValue duration(Nanoseconds& target, Nanoseconds least, Nanoseconds most) {
  return any_duration(target, least, most);
}
OptionValue duration(std::optional<Nanoseconds>& target, Nanoseconds least, Nanoseconds most) {
  return any_duration(target, least, most);
}

OptionValue size(std::uint64_t& target, std::uint64_t least, std::uint64_t most) {
  return ranged<std::uint64_t>(
      OptionValue::Kind::text, target, least, most,
      fmt::format("a size in bytes from {} to {}, such as 16k or 1m", format_size(least), format_size(most)),
      parse_size, [](const std::uint64_t& n) { return Json(format_size(n)); });
}

OptionValue text(std::string& target, std::string allowed, bool (*allows)(const std::string&)) {
  const auto set = [&target, allows](std::string_view value) {
    if (value.empty() || (allows != nullptr && !allows(std::string(value)))) return false;
    target = value;
    return true;
  };
  return {OptionValue::Kind::text, std::move(allowed), set,
          [&target] { return target.empty() ? Json(nullptr) : Json(target); }};
}

OptionValue texts(std::vector<std::string>& target, std::string allowed) {
  const auto set = [&target](std::string_view value) {
    if (value.empty()) return false;
    target.emplace_back(value);
    return true;
  };
  return {OptionValue::Kind::list, std::move(allowed), set, [&target] { return Json(target); }};
}

OptionValue on_off(bool& target) { return choice(target, {{"on", true}, {"off", false}}); }

OptionValue flag(bool& target) {
  return {OptionValue::Kind::flag, "given without a value", [&target](std::string_view) { return target = true; },
          [&target] { return Json(target); }};
}

OptionValue detail::named_choice(const std::vector<std::string>& names, std::function<void(std::size_t)> select,
                                 std::function<std::size_t()> selected) {
  const auto set = [names, select = std::move(select)](std::string_view text) {
    const auto found = std::find(names.begin(), names.end(), text);
    if (found == names.end()) return false;
    select(static_cast<std::size_t>(found - names.begin()));
    return true;
  };
  return {OptionValue::Kind::text, fmt::format("one of {}", fmt::join(names, ", ")), set,
          [names, selected = std::move(selected)] { return Json(names[selected()]); },
          [names](std::string_view text) { return did_you_mean(text, names); }};
}

}  // namespace hundred
