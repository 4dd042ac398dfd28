#pragma once

#include <span>
#include <string>

#include "server/endpoints/registry.hpp"
#include "server/models/model.hpp"
#include "server/resources.hpp"

namespace hundred::server {

// @param endpoints  in the order in which requests are counted

/// What the server says of itself, for all its processes: GET /stats as JSON.
std::string stats_as_json(const Resources& resources, const Model& model, std::span<const Endpoint> endpoints);

/// The same and more for Prometheus: GET /metrics.
std::string metrics_as_text(const Resources& resources, const Model& model, std::span<const Endpoint> endpoints);

}  // namespace hundred::server
