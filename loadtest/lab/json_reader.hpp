#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace hundred::loadtest {

/// Part of a JSON document that a person wrote. What it holds must be as asked for, otherwise these members throw
/// UsageError, one line that says where in the document what stands, and what is allowed. Refers to the document.
class JsonReader {
 public:
  using Json = nlohmann::ordered_json;

  /// @param where  the document's name, for messages
  JsonReader(const Json& json, std::string where) : json_(json), where_(std::move(where)) {}

  const Json& json() const { return json_; }
  /// An object with no keys but these.
  void expect_keys(const std::vector<std::string>& known) const;
  bool has(const char* key) const { return json_.contains(key); }
  JsonReader at(const char* key) const;
  /// What an array holds, at least one.
  std::vector<JsonReader> items() const;
  /// A string that is not empty.
  std::string text() const;
  std::vector<std::string> texts() const;
  /// A text, or several that stand for one with blanks between them, so that a file need have no long lines.
  std::string prose() const;
  double number() const;
  std::uint64_t whole_number(std::uint64_t least, std::uint64_t most) const;
  /// False if the key is not there.
  bool flag(const char* key) const;

  /// Throws the line: where, what stands there, "must be" and `allowed`.
  [[noreturn]] void refuse(std::string_view allowed) const;
  /// Throws the line: where, and what is wrong.
  [[noreturn]] void fail(std::string_view problem) const;

 private:
  std::string below(std::string_view key) const;

  const Json& json_;
  std::string where_;  ///< "FILE", "FILE: steps/1/run"
};

/// A JSON document (comments allowed). @param name  for messages. @throws UsageError, one line, if it is none.
nlohmann::ordered_json parse_document(std::string_view text, const std::string& name);

}  // namespace hundred::loadtest
