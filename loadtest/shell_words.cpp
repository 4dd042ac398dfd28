#include "loadtest/shell_words.hpp"

#include <string_view>

#include "loadtest/report/style.hpp"

namespace hundred::loadtest {

std::string for_the_shell(const std::string& argument) {
  constexpr std::string_view plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_=.,+%";
  if (!argument.empty() && argument.find_first_not_of(plain) == std::string::npos) return argument;
  std::string quoted = "'";
  for (const char c : argument) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return quoted + "'";
}

std::string shell_command(std::string program, const std::vector<std::string>& arguments) {
  for (const std::string& argument : arguments) program += " " + for_the_shell(argument);
  return program;
}

std::string shell_command_lines(const std::string& program, const std::vector<std::string>& arguments,
                                const std::string& prompt) {
  constexpr std::string_view goes_on = " \\";
  std::string text, line = prompt + program;
  for (const std::string& argument : arguments) {
    const std::string word = " " + for_the_shell(argument);
    if (line.size() + word.size() + goes_on.size() > text_width) {
      text.append(line).append(goes_on) += '\n';
      line = std::string(prompt.size() + 3, ' ');
    }
    line += word;
  }
  return text + line + "\n";
}

}  // namespace hundred::loadtest
