#include "host/results/field_tables.hpp"

#include "host/results/arrhenius_file.hpp"
#include "host/results/beam_result.hpp"
#include "host/results/burst_file.hpp"
#include "host/results/burst_result.hpp"
#include "host/results/case_fields.hpp"
#include "host/results/comparison_file.hpp"
#include "host/results/detrap_file.hpp"
#include "host/results/escape_result.hpp"
#include "host/results/fit_file.hpp"
#include "host/results/listings.hpp"
#include "host/results/peierls_result.hpp"
#include "host/results/phonon_file.hpp"
#include "host/results/rate_fit_file.hpp"
#include "host/results/rates_file.hpp"
#include "host/results/response_file.hpp"
#include "host/results/rows.hpp"
#include "host/results/run_record.hpp"
#include "host/results/scan_file.hpp"
#include "host/results/seen_rates_file.hpp"
#include "host/results/segment_result.hpp"
#include "host/results/spectrum_fields.hpp"
#include "host/results/table_file.hpp"

namespace slipburst::host {
namespace {

/// Table of the single values of rows of a list, whose arrays are in the table of another result.
template <class Row>
ManualTables values_table(const std::string& list, const Fields<Row>& fields) {
  ManualTables tables = manual_tables(list, fields);
  tables.arrays.clear();
  return tables;
}

}  // namespace

std::vector<ManualTables> field_tables() {
  return {manual_tables("segment", segment_fields()), manual_tables("burst", burst_fields()),
          manual_tables("table", table_fields()), manual_tables("spectrum", spectrum_fields()),
          manual_tables("phonons", phonon_fields()), manual_tables("a table", table_array_fields()),
          manual_tables("counts", spectrum_count_fields()), manual_tables("experiment", burst_list_fields()),
          manual_tables("a list of bursts", burst_column_fields()),
          manual_tables("measured bursts", measured_column_fields()), manual_tables("scan", scan_outcome_fields()),
          manual_tables("points of a scan", all_scan_fields()), manual_tables("comparison", comparison_fields()),
          values_table("bands of a comparison", band_fields()), manual_tables("detector", detector_fields()),
          manual_tables("response", response_fields()),
          manual_tables("response of a channel", response_channel_fields(0)), manual_tables("rates", rates_fields()),
          manual_tables("events", coverage_fields()), row_table("energies above", above_fields()),
          values_table("windows of rates", window_fields()), values_table("moments of rates", moment_fields()),
          values_table("stages of rates", stage_fields()), values_table("moments seen", seen_rate_fields()),
          values_table("windows seen", seen_count_fields()), manual_tables("fit of rates", power_law_fields()),
          // clusters
          manual_tables("detrap", watched_fields()), row_table("detrap conditions", condition_fields()),
          row_table("detrap motion", motion_fields()), row_table("detrap decay", decay_fields()),
          // fits
          manual_tables("fit", fit_fields()), row_table("fit parameters", parameter_row_fields()),
          row_table("fit bands", fitted_band_fields()), manual_tables("fit-arrhenius", arrhenius_fields()),
          row_table("fit-arrhenius sets", frequency_set_fields()),
          row_table("fit-arrhenius data", fitted_point_fields()),
          row_table("fit-arrhenius comparison", compared_fit_fields()),
          row_table("fit-arrhenius not_compared", left_out_fields()), row_table("fit-arrhenius sums", sum_fields()),
          row_table("fit-arrhenius profile", barrier_profile_fields()),
          row_table("fit-arrhenius bootstrap", bootstrap_fields()),
          row_table("fit-arrhenius bootstrap parameters", bootstrap_parameter_fields()),
          manual_tables("fit-rates", rate_fit_fields()), row_table("fit-rates sets", rate_set_fields()),
          row_table("fit-rates models", rate_fit_row_fields()), row_table("fit-rates data", fitted_rate_fields()),
          row_table("fit-rates not_fitted", decay_left_out_fields()),
          // results without a file
          manual_tables("escape", escape_fields()), row_table("escape transmission", transmission_fields()),
          row_table("escape list", escape_row_fields()), manual_tables("beam", beam_fields()),
          row_table("beam target", beam_target_fields()), row_table("beam list", beam_rate_fields()),
          manual_tables("peierls", peierls_fields()), row_table("peierls atoms", chain_atom_fields()),
          // cases and the program
          manual_tables("case", case_fields()), manual_tables("info", program_fields()),
          row_table("info backends", backend_fields()), row_table("info devices", device_fields()),
          row_table("cases cases", preset_fields()), row_table("cases film_materials", material_fields())};
}

}  // namespace slipburst::host
