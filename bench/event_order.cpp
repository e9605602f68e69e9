#include "bench/event_order.hpp"

#include "host/table/event_model.hpp"

namespace slipburst::bench {
namespace {

Json table_json(const host::Table& table) {
  std::vector<double> edges;
  for (std::int64_t i = 0; i < table.stress_cells; ++i) edges.push_back(table.stress_axis.value(i, 0));
  edges.push_back(table.stress_axis.last());
  const auto rows = [](const auto& flat, std::size_t terms) {
    Json json = Json::array();
    for (std::size_t i = 0; i < flat.size(); i += terms) {
      json.push_back(std::vector(flat.begin() + static_cast<std::ptrdiff_t>(i),
                                 flat.begin() + static_cast<std::ptrdiff_t>(i + terms)));
    }
    return json;
  };
  Json cells = Json::array();
  for (const table::Cell& cell : table.cells) {
    const float* const first = &cell.coefficient[0][0][0];
    for (std::size_t i = 0; i < sizeof cell / sizeof *first; ++i) cells.push_back(first[i]);
  }
  return {{"stress",
           {{"first", table.stress_axis.first()},
            {"octave", table.resolution.octave},
            {"bits", table.resolution.stress_bits},
            {"offset", table.stress_axis.offset()},
            {"edges", edges}}},
          {"height",
           {{"first_octave", table.first_height_octave},
            {"cells_per_octave", table.resolution.height_cells},
            {"cells", table.height_cells}}},
          {"threshold", rows(table.threshold, table::threshold_terms)},
          {"supersonic", rows(table.supersonic, table::supersonic_terms)},
          {"cells", std::move(cells)}};
}

}  // namespace

Json event_order(const exec::EventModel& model, const Film& film) {
  Json thresholds = Json::array();
  for (int i = 0; i < model.thresholds; ++i) thresholds.push_back(model.threshold[i]);
  return {{"model",
           {{"max_stress", model.max_stress},
            {"height_per_bit", model.height_per_bit},
            {"thickness_bits", model.thickness_bits}}},
          {"bins", {{"scale", model.bins.scale}, {"offset", model.bins.offset}, {"bins", model.bins.bins}}},
          {"thresholds", std::move(thresholds)},
          {"log2_unit_eV", host::log2_unit_eV(film.settings)},
          {"edges_eV", host::bin_edges_eV(film.settings->histogram)},
          {"table", table_json(film.table())}};
}

}  // namespace slipburst::bench
