#pragma once

#include <cstdint>
#include <string>

#include "server/runtime/context.hpp"

namespace hundred::server {

/// A picture of the Mandelbrot set, all of it, as a PNG: black inside, outside coloured by how many iterations a point
/// takes to escape. The same pixels each time. Looks at the checkpoint between steps of some microseconds.
/// @param width, height  in pixels, > 0. @param iterations  > 0: a point that has not escaped by then counts as inside
/// @throws std::runtime_error if libpng fails
std::string mandelbrot_png(std::uint32_t width, std::uint32_t height, std::uint32_t iterations,
                           const Checkpoint& look = {});

}  // namespace hundred::server
