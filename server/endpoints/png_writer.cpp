#include "server/endpoints/png_writer.hpp"

#include <csetjmp>
#include <new>
#include <stdexcept>
#include <utility>

namespace hundred::server {
namespace {

[[noreturn]] void fail() { throw std::runtime_error("libpng cannot make a picture"); }

bool appended(std::string& out, const char* bytes, std::size_t size) {
  try {
    out.append(bytes, size);
    return true;
  } catch (const std::bad_alloc&) {
    return false;
  }
}

/// For libpng to write with. No exception may pass through its frames, which are C; png_error() jumps over them.
void append(png_structp png, png_bytep bytes, std::size_t size) {
  auto& out = *static_cast<std::string*>(png_get_io_ptr(png));
  if (!appended(out, reinterpret_cast<const char*>(bytes), size)) png_error(png, "out of memory");
}

}  // namespace

PngWriter::Handles::Handles()
    : png(png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, nullptr, nullptr)),
      info(png == nullptr ? nullptr : png_create_info_struct(png)) {
  if (info != nullptr) return;
  png_destroy_write_struct(&png, nullptr);
  fail();
}

/// libpng reports an error by jumping here: `call` may have nothing that needs a destructor.
template <class Call>
void PngWriter::guarded(Call call) {
  if (setjmp(png_jmpbuf(handles_.png)) != 0) fail();
  call(handles_.png, handles_.info);
}

PngWriter::PngWriter(std::uint32_t width, std::uint32_t height, std::span<const png_color, 256> palette) {
  png_set_write_fn(handles_.png, &bytes_, append, nullptr);
  guarded([&](png_structp png, png_infop info) {
    png_set_IHDR(png, info, width, height, 8, PNG_COLOR_TYPE_PALETTE, PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT,
                 PNG_FILTER_TYPE_DEFAULT);
    png_set_PLTE(png, info, palette.data(), static_cast<int>(palette.size()));
    png_write_info(png, info);
  });
}

void PngWriter::add_row(std::span<const unsigned char> pixels) {
  guarded([&](png_structp png, png_infop) { png_write_row(png, pixels.data()); });
}

std::string PngWriter::finish() {
  guarded([](png_structp png, png_infop info) { png_write_end(png, info); });
  return std::move(bytes_);
}

}  // namespace hundred::server
