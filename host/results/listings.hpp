#pragma once
/// \file Fields of the program, its backends, presets and materials.

#include "host/config/materials.hpp"
#include "host/config/presets.hpp"
#include "host/results/field.hpp"
#include "kernels/registry/registry.hpp"

namespace slipburst::host {

/// Stands for this build.
struct Program {};

const Fields<Program>& program_fields();
const Fields<kernels::BackendInfo>& backend_fields();
const Fields<kernels::Device>& device_fields();
const Fields<PresetInfo>& preset_fields();
const Fields<Material>& material_fields();

}  // namespace slipburst::host
