#include "common/wait_status.hpp"

#include <fmt/format.h>
#include <sys/wait.h>

#include <cstring>

namespace hundred {

std::string how_it_ended(int status) {
  if (WIFSIGNALED(status))
    return fmt::format("was ended by signal {} ({})", WTERMSIG(status), ::strsignal(WTERMSIG(status)));
  return fmt::format("ended with exit code {}", WEXITSTATUS(status));
}

}  // namespace hundred
