#include <unistd.h>

#include <iostream>

#include "loadtest/cli.hpp"

int main(int argc, char** argv) {
  std::ios::sync_with_stdio(false);
  hundred::loadtest::Terminal terminal{std::cout, std::cerr, isatty(STDOUT_FILENO) == 1, isatty(STDERR_FILENO) == 1};
  return hundred::loadtest::run_program({argv + 1, argv + argc}, terminal);
}
