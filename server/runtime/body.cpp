#include "server/runtime/body.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <system_error>
#include <utility>

#include "server/runtime/memory.hpp"

namespace hundred::server {
namespace {

[[noreturn]] void throw_errno(const char* what) { throw std::system_error(errno, std::generic_category(), what); }

}  // namespace

void Body::append(std::string_view bytes, const std::string& folder) {
  if (!file_ && size_ + bytes.size() > max_in_memory) spool(folder);
  if (file_)
    write(bytes);
  else
    memory_ += bytes;
  size_ += bytes.size();
}

void Body::spool(const std::string& folder) {
  std::string path = folder + "/body-XXXXXX";
  file_ = Descriptor(::mkostemp(path.data(), O_CLOEXEC));
  if (!file_) throw_errno("a file for a request's body");
  ::unlink(path.c_str());
  write(memory_);
  empty(memory_);
}

void Body::write(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t n = ::write(file_.get(), bytes.data(), bytes.size());
    if (n < 0 && errno != EINTR) throw_errno("writing a request's body to its file");
    if (n > 0) bytes.remove_prefix(static_cast<std::size_t>(n));
  }
}

std::size_t Body::read(std::uint64_t offset, std::span<char> out) const {
  if (offset >= size_) return 0;
  const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(out.size(), size_ - offset));
  if (!file_) {
    std::memcpy(out.data(), memory_.data() + offset, wanted);
    return wanted;
  }
  std::size_t done = 0;
  while (done < wanted) {
    const ssize_t n = ::pread(file_.get(), out.data() + done, wanted - done, static_cast<off_t>(offset + done));
    if (n == 0 || (n < 0 && errno != EINTR)) throw_errno("reading a request's body from its file");
    if (n > 0) done += static_cast<std::size_t>(n);
  }
  return done;
}

void Body::clear() {
  size_ = 0;
  file_ = Descriptor();
  empty(memory_);
}

}  // namespace hundred::server
