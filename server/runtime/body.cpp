#include "server/runtime/body.hpp"

#include <algorithm>
#include <cstring>

#include "common/memory.hpp"

namespace hundred::server {

void Body::append(std::string_view bytes, const std::string& folder) {
  if (!file_ && size_ + bytes.size() > max_in_memory) spool(folder);
  if (file_)
    file_.append(bytes);
  else
    memory_ += bytes;
  size_ += bytes.size();
}

void Body::spool(const std::string& folder) {
  file_ = UnnamedFile(folder);
  file_.append(memory_);
  empty(memory_, 0);
}

std::size_t Body::read(std::uint64_t offset, std::span<char> out) const {
  if (offset >= size_) return 0;
  out = out.first(static_cast<std::size_t>(std::min<std::uint64_t>(out.size(), size_ - offset)));
  if (file_)
    file_.read(offset, out);
  else
    std::memcpy(out.data(), memory_.data() + offset, out.size());
  return out.size();
}

void Body::clear() {
  size_ = 0;
  file_ = UnnamedFile();
  empty(memory_, 64);
}

}  // namespace hundred::server
