#pragma once

#include <string>

#include "tests/contract/model_test.hpp"

namespace hundred::test {

/// A file that switches faults on while it exists ("@FILE"). Off at first.
class Switch {
 public:
  Switch();
  ~Switch();
  Switch(const Switch&) = delete;
  Switch& operator=(const Switch&) = delete;

  const std::string& file() const { return file_; }
  void on() const;
  void off() const;

 private:
  std::string folder_, file_;
};

/// A case against the server with faults, in the mode that is its parameter.
class FaultyTest : public ModelTest {
 protected:
  /// @param faults  see tests/faulty/README.md
  void start_with(const std::string& faults, const Arguments& arguments = {}) {
    start(arguments, {{"FAULTS", faults}});
  }
  /// Waits until a counter of /stats, such as "failed", has that value, and says so if it does not come to it.
  void expect_counted(const nlohmann::json::json_pointer& counter, std::uint64_t count) const;
  /// The server, left alone for a second, does next to nothing: it does not spin, nor try again every other moment.
  void expect_rest() const;
  /// The times that `text` is on the server's stderr.
  std::size_t times_said(std::string_view text) const;
};

}  // namespace hundred::test
