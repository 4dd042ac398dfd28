#pragma once

#include <cstddef>
#include <string>

namespace hundred::server {

/// Empties `text` and gives its memory back if it is more than `kept` bytes. (Assigning an empty string would keep it.)
inline void empty(std::string& text, std::size_t kept = 256) {
  text.clear();
  if (text.capacity() > kept) std::string().swap(text);
}

}  // namespace hundred::server
