#pragma once

#include <stdexcept>
#include <string>

namespace hundred::client {

/// The load could not be run. what() is one line that says why; exit code 1.
class RunError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Not one user could connect.
class ConnectError : public RunError {
 public:
  using RunError::RunError;
};

/// "Connection refused": the system's words for an errno value.
std::string error_text(int error);

}  // namespace hundred::client
