#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <system_error>

#include "common/descriptor.hpp"

namespace hundred::server {

/// A file without a name, or none: it is gone as soon as it is closed, by a crash too. Move-only. Blocks.
/// Thread safety: none; read() may be called concurrently with itself.
class UnnamedFile {
 public:
  UnnamedFile() = default;
  /// Makes one in this folder, empty. @throws std::system_error
  explicit UnnamedFile(const std::string& folder);
  explicit operator bool() const { return static_cast<bool>(file_); }

  /// Adds to the end. @throws std::system_error
  void append(std::string_view bytes);
  /// Waits until all of it is on the disk. @throws std::system_error
  void sync() const;
  /// Fills `out` with what there is at `offset`. @throws std::system_error if it cannot be read, or ends before.
  void read(std::uint64_t offset, std::span<char> out) const;

 private:
  Descriptor file_;
};

/// The status of an answer that tells of such a failure: 503 if there is no descriptor, as they come back when
/// connections close; 507 if there is no space; 500 for any other.
unsigned status_of(const std::error_code& failure);

}  // namespace hundred::server
