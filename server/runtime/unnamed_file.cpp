#include "server/runtime/unnamed_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>

namespace hundred::server {
namespace {

[[noreturn]] void throw_error(int error, const char* what) {
  throw std::system_error(error, std::generic_category(), what);
}

/// Some file systems (NFS, older overlays) make no file without a name: there it loses it at once.
int make_and_unlink(const std::string& folder) {
  std::string path = folder + "/hundred-XXXXXX";
  const int fd = ::mkostemp(path.data(), O_CLOEXEC);
  if (fd >= 0) ::unlink(path.c_str());
  return fd;
}

int make_in(const std::string& folder) {
  const int fd = ::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  return fd < 0 && (errno == EOPNOTSUPP || errno == EISDIR) ? make_and_unlink(folder) : fd;
}

}  // namespace

UnnamedFile::UnnamedFile(const std::string& folder) : file_(make_in(folder)) {
  if (!file_) throw_error(errno, "a file in --data-dir cannot be made");
}

void UnnamedFile::append(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t n = ::write(file_.get(), bytes.data(), bytes.size());
    if (n < 0 && errno != EINTR) throw_error(errno, "a file in --data-dir cannot be written");
    if (n > 0) bytes.remove_prefix(static_cast<std::size_t>(n));
  }
}

void UnnamedFile::sync() const {
  while (::fsync(file_.get()) != 0)
    if (errno != EINTR) throw_error(errno, "a file in --data-dir cannot be brought to the disk");
}

void UnnamedFile::read(std::uint64_t offset, std::span<char> out) const {
  while (!out.empty()) {
    const ssize_t n = ::pread(file_.get(), out.data(), out.size(), static_cast<off_t>(offset));
    if (n == 0 || (n < 0 && errno != EINTR)) throw_error(n == 0 ? EIO : errno, "a file in --data-dir cannot be read");
    if (n < 0) continue;
    offset += static_cast<std::uint64_t>(n);
    out = out.subspan(static_cast<std::size_t>(n));
  }
}

unsigned status_of(const std::error_code& failure) {
  switch (failure.value()) {
    case EMFILE:
    case ENFILE:
      return 503;
    case ENOSPC:
    case EDQUOT:
      return 507;
    default:
      return 500;
  }
}

}  // namespace hundred::server
