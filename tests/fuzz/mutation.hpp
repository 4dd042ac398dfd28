#pragma once

#include <cstdint>
#include <filesystem>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace hundred::test {

/// Makes inputs out of a corpus: now and then one as it is, mostly changed in a few places, by chance. Not for two
/// threads at once.
class Mutator {
 public:
  /// @param corpus      a folder of files, each an input
  /// @param dictionary  a file of words in libFuzzer's form: name="text", with \xAB, \\ and \"
  /// @param seed        the same seed makes the same inputs
  /// @throws std::runtime_error if there are no inputs or no words
  Mutator(const std::filesystem::path& corpus, const std::filesystem::path& dictionary, std::uint32_t seed);

  /// The next input: not empty, at most 8 KiB.
  std::string next();
  /// A number from 0 to `most`.
  std::size_t up_to(std::size_t most) { return std::uniform_int_distribution<std::size_t>(0, most)(random_); }

 private:
  void mutate(std::string& input);
  const std::string& one_of(const std::vector<std::string>& texts) { return texts[up_to(texts.size() - 1)]; }

  std::vector<std::string> inputs_, words_;
  std::mt19937 random_;
};

/// The text of a word in a line of a dictionary; empty if the line has none.
std::string dictionary_word(std::string_view line);

}  // namespace hundred::test
