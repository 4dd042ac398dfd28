#include "loadtest/pictures.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace hundred::loadtest {
namespace {

bool is_a_command(const std::string& name) {
  const char* path = std::getenv("PATH");
  std::istringstream folders(path == nullptr ? "" : path);
  for (std::string folder; std::getline(folders, folder, ':');)
    if (::access((std::filesystem::path(folder) / name).c_str(), X_OK) == 0) return true;
  return false;
}

}  // namespace

std::string shell_word(const std::string& text) {
  constexpr std::string_view plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./-+:,@%";
  if (!text.empty() && text.find_first_not_of(plain) == std::string::npos) return text;
  std::string word = "'";
  for (const char c : text) word += c == '\'' ? "'\\''" : std::string(1, c);
  return word + "'";
}

std::string how_to_open(const std::string& file, std::string_view kernel, bool has_xdg_open) {
  std::string lower(kernel);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  if (lower.find("microsoft") != std::string::npos)
    return fmt::format("explorer.exe \"$(wslpath -w {})\"", shell_word(file));
  return has_xdg_open ? "xdg-open " + shell_word(file) : file + " (open it in a browser)";
}

std::string how_to_open(const std::string& file) {
  std::ifstream version("/proc/version");
  return how_to_open(file, std::string(std::istreambuf_iterator<char>(version), {}), is_a_command("xdg-open"));
}

}  // namespace hundred::loadtest
