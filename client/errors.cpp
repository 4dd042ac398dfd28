#include "client/errors.hpp"

#include <system_error>

namespace hundred::client {

std::string error_text(int error) { return std::generic_category().message(error); }

}  // namespace hundred::client
