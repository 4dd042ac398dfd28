#include "loadtest/pictures.hpp"

#include <gtest/gtest.h>

namespace hundred::loadtest {
namespace {

constexpr const char* linux_kernel = "Linux version 6.1.0-40-amd64 (debian-kernel@lists.debian.org)";
constexpr const char* wsl_kernel = "Linux version 5.15.167.4-microsoft-standard-WSL2";

TEST(HowToOpen, IsACommandThatIsThere) {
  EXPECT_EQ(how_to_open("reports/demo/report.html", linux_kernel, true), "xdg-open reports/demo/report.html");
  EXPECT_EQ(how_to_open("reports/demo/report.html", linux_kernel, false),
            "reports/demo/report.html (open it in a browser)");
  for (const bool has_xdg_open : {false, true}) {
    EXPECT_EQ(how_to_open("reports/demo/report.html", wsl_kernel, has_xdg_open),
              "explorer.exe \"$(wslpath -w reports/demo/report.html)\"");
    EXPECT_EQ(how_to_open("a/report.html", "Linux version 4.4.0-19041-Microsoft", has_xdg_open),
              "explorer.exe \"$(wslpath -w a/report.html)\"");
  }
}

TEST(ShellWord, IsQuotedWhereItMustBe) {
  EXPECT_EQ(shell_word("reports/a-1.html"), "reports/a-1.html");
  EXPECT_EQ(shell_word("my reports/it's $1"), "'my reports/it'\\''s $1'");
  EXPECT_EQ(shell_word("~x"), "'~x'");
  EXPECT_EQ(shell_word(""), "''");
}

}  // namespace
}  // namespace hundred::loadtest
