// Gives a fuzz target the inputs that are named on the command line, without libFuzzer: files, or folders of files.
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <vector>

#include "tests/fuzz/fuzz.hpp"

namespace {

namespace fs = std::filesystem;

std::vector<fs::path> files_in(const fs::path& path) {
  if (!fs::is_directory(path)) return {path};
  std::vector<fs::path> files;
  for (const fs::directory_entry& entry : fs::directory_iterator(path)) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

void replay(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error(fmt::format("{}: cannot be read", path.string()));
  const std::string input{std::istreambuf_iterator<char>(file), {}};
  fmt::print(stderr, "{}\n", path.string());
  LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(input.data()), input.size());
}

}  // namespace

int main(int count, char** arguments) try {
  std::size_t replayed = 0;
  for (int i = 1; i < count; ++i)
    for (const fs::path& file : files_in(arguments[i])) {
      replay(file);
      ++replayed;
    }
  if (replayed == 0) throw std::runtime_error("no inputs");
  fmt::print("{} inputs\n", replayed);
} catch (const std::exception& error) {
  fmt::print(stderr, "replay: {}\n", error.what());
  return 1;
}
