#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "server/runtime/unnamed_file.hpp"

namespace hundred::server {

/// The body of a request: in memory up to 64 KiB, beyond that in an unlinked file, so that an upload of any size takes
/// constant memory. Thread safety: none; read() may be called concurrently with itself.
class Body {
 public:
  static constexpr std::size_t max_in_memory = 64 * 1024;

  /// Adds to the end. `folder` is where a file is made if one is needed.
  /// @throws std::system_error if the file cannot be made or written.
  void append(std::string_view bytes, const std::string& folder);

  std::uint64_t size() const { return size_; }
  /// Whether reading it means reading a file.
  bool spooled() const { return static_cast<bool>(file_); }
  /// Copies what there is at `offset` into `out`. @returns how many bytes; fewer than asked only at the end.
  /// @throws std::system_error if the file cannot be read.
  std::size_t read(std::uint64_t offset, std::span<char> out) const;
  /// Empties it and gives up the file and memory beyond a little.
  void clear();

 private:
  void spool(const std::string& folder);

  std::uint64_t size_ = 0;
  std::string memory_;
  UnnamedFile file_;
};

}  // namespace hundred::server
