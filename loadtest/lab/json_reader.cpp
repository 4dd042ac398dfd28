#include "loadtest/lab/json_reader.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "common/nearest.hpp"
#include "common/option_table.hpp"

namespace hundred::loadtest {

using Json = nlohmann::ordered_json;

std::string JsonReader::below(std::string_view key) const {
  return fmt::format("{}{}{}", where_, where_.find(": ") == std::string::npos ? ": " : "/", key);
}

void JsonReader::fail(std::string_view problem) const { throw UsageError(fmt::format("{}: {}", where_, problem)); }

void JsonReader::refuse(std::string_view allowed) const {
  constexpr std::size_t most_shown = 60;
  std::string shown = json_.dump(-1, ' ', false, Json::error_handler_t::replace);
  if (shown.size() > most_shown) shown = shown.substr(0, most_shown) + "...";
  fail(fmt::format("{}: must be {}", shown, allowed));
}

void JsonReader::expect_keys(const std::vector<std::string>& known) const {
  if (!json_.is_object()) refuse("an object");
  for (const auto& [key, value] : json_.items())
    if (std::find(known.begin(), known.end(), key) == known.end())
      fail(fmt::format("unknown key '{}'{}", key, did_you_mean(key, known)));
}

JsonReader JsonReader::at(const char* key) const {
  if (!json_.is_object()) refuse("an object");
  if (!json_.contains(key)) fail(fmt::format("the key '{}' is missing", key));
  return {json_.at(key), below(key)};
}

std::vector<JsonReader> JsonReader::items() const {
  if (!json_.is_array() || json_.empty()) refuse("an array that is not empty");
  std::vector<JsonReader> items;
  for (std::size_t i = 0; i < json_.size(); ++i) items.emplace_back(json_[i], below(std::to_string(i)));
  return items;
}

std::string JsonReader::text() const {
  if (!json_.is_string() || json_.get_ref<const std::string&>().empty()) refuse("a text that is not empty");
  return json_.get<std::string>();
}

std::vector<std::string> JsonReader::texts() const {
  std::vector<std::string> texts;
  for (const JsonReader& item : items()) texts.push_back(item.text());
  return texts;
}

std::string JsonReader::prose() const {
  if (json_.is_array()) return fmt::format("{}", fmt::join(texts(), " "));
  return text();
}

double JsonReader::number() const {
  if (!json_.is_number()) refuse("a number");
  return json_.get<double>();
}

std::uint64_t JsonReader::whole_number(std::uint64_t least, std::uint64_t most) const {
  if (!json_.is_number_unsigned() || json_.get<std::uint64_t>() < least || json_.get<std::uint64_t>() > most)
    refuse(fmt::format("a whole number from {} to {}", least, most));
  return json_.get<std::uint64_t>();
}

bool JsonReader::flag(const char* key) const {
  if (!has(key)) return false;
  const JsonReader value = at(key);
  if (!value.json_.is_boolean()) value.refuse("true or false");
  return value.json_.get<bool>();
}

Json parse_document(std::string_view text, const std::string& name) {
  try {
    return Json::parse(text, nullptr, true, true);
  } catch (const Json::parse_error& error) {
    const auto line =
        1 +
        std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(std::min(error.byte, text.size())), '\n');
    throw UsageError(fmt::format("{}: is not JSON: error near line {}", name, line));
  } catch (const Json::out_of_range&) {
    throw UsageError(fmt::format("{}: holds a number that is too large", name));
  }
}

}  // namespace hundred::loadtest
