#pragma once
/// \file Choice between samplers of tables of one zone and of two.

#include <memory>

#include "slipburst/exec/event_executor.hpp"
#include "slipburst/table/zones.hpp"

namespace slipburst::kernels {

/// Sampler<Zones> of a divided table, else the quicker Sampler<View>. \tparam Base  interface of both
template <class Base, template <class> class Sampler, class... More>
std::unique_ptr<Base> sampler_of_table(const exec::EventModel& model, const table::Zones& table, const More&... more) {
  if (table.divided()) return std::make_unique<Sampler<table::Zones>>(model, table, more...);
  return std::make_unique<Sampler<table::View>>(model, table.upper, more...);
}

}  // namespace slipburst::kernels
