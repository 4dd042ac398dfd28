#pragma once

#include <string>

namespace hundred {

/// What waitpid() says of a process that has ended, in words: "ended with exit code 1", "was ended by signal 9
/// (Killed)".
std::string how_it_ended(int status);

}  // namespace hundred
