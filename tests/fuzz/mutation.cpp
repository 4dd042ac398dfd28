#include "tests/fuzz/mutation.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace hundred::test {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_bytes = 8192;

/// In the order of their names: a seed means the same wherever the folder lies.
std::vector<std::string> contents_of(const fs::path& folder) {
  std::vector<fs::path> files;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder)) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  std::vector<std::string> contents;
  for (const fs::path& path : files) {
    std::ifstream file(path, std::ios::binary);
    contents.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
  }
  return contents;
}

std::vector<std::string> words_of(const fs::path& dictionary) {
  std::vector<std::string> words;
  std::ifstream file(dictionary);
  for (std::string line; std::getline(file, line);)
    if (std::string word = dictionary_word(line); !word.empty()) words.push_back(std::move(word));
  return words;
}

}  // namespace

std::string dictionary_word(std::string_view line) {
  const std::size_t begin = line.find('"'), end = line.rfind('"');
  if (line.starts_with('#') || begin == end) return {};
  std::string word;
  for (std::size_t i = begin + 1; i < end; ++i) {
    if (line[i] == '\\' && line[i + 1] == 'x') {
      word += static_cast<char>(std::stoi(std::string(line.substr(i + 2, 2)), nullptr, 16));
      i += 3;
    } else {
      if (line[i] == '\\') ++i;
      word += line[i];
    }
  }
  return word;
}

Mutator::Mutator(const fs::path& corpus, const fs::path& dictionary, std::uint32_t seed)
    : inputs_(contents_of(corpus)), words_(words_of(dictionary)), random_(seed) {
  if (inputs_.empty() || words_.empty()) throw std::runtime_error("no inputs in " + corpus.string() + ", or no words");
}

std::string Mutator::next() {
  constexpr std::size_t most_mutations = 4;
  std::string input;
  while (input.empty()) {
    input = one_of(inputs_);
    for (std::size_t left = up_to(most_mutations); left > 0; --left) mutate(input);
  }
  input.resize(std::min(input.size(), most_bytes));
  return input;
}

void Mutator::mutate(std::string& input) {
  constexpr std::size_t bits = 8, kinds = 6, most_copies = 20;
  const std::size_t at = up_to(input.size());
  const std::size_t size = up_to(std::min<std::size_t>(up_to(input.size()), input.size() - at));
  switch (up_to(kinds - 1)) {
    case 0:
      if (at < input.size()) input[at] = static_cast<char>(input[at] ^ (1 << up_to(bits - 1)));
      break;
    case 1:
      if (at < input.size()) input[at] = static_cast<char>(up_to(255));
      break;
    case 2:
      input.erase(at, size);
      break;
    case 3: {
      const std::string piece = input.substr(at, size);
      for (std::size_t left = up_to(most_copies); left > 0 && input.size() < most_bytes; --left)
        input.insert(at, piece);
      break;
    }
    case 4:
      input.insert(at, one_of(words_));
      break;
    default: {
      const std::string& other = one_of(inputs_);
      input.replace(at, std::string::npos, other, up_to(other.size()), std::string::npos);
    }
  }
}

}  // namespace hundred::test
