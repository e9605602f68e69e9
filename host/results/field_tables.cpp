#include "host/results/field_tables.hpp"

#include "host/results/burst_file.hpp"
#include "host/results/burst_result.hpp"
#include "host/results/comparison_file.hpp"
#include "host/results/phonon_file.hpp"
#include "host/results/rates_file.hpp"
#include "host/results/response_file.hpp"
#include "host/results/scan_file.hpp"
#include "host/results/seen_rates_file.hpp"
#include "host/results/segment_result.hpp"
#include "host/results/spectrum_fields.hpp"
#include "host/results/table_file.hpp"

namespace slipburst::host {
namespace {

/// Table of the single values of rows of a list, whose arrays are in the table of another result.
template <class Row>
ManualTables row_table(const std::string& list, const Fields<Row>& fields) {
  ManualTables tables = manual_tables(list, fields);
  tables.arrays.clear();
  return tables;
}

}  // namespace

std::vector<ManualTables> field_tables() {
  return {manual_tables("segment", segment_fields()),
          manual_tables("burst", burst_fields()),
          manual_tables("table", table_fields()),
          manual_tables("a table", table_array_fields()),
          manual_tables("spectrum", spectrum_fields()),
          manual_tables("counts", spectrum_count_fields()),
          manual_tables("phonons", phonon_fields()),
          manual_tables("experiment", burst_list_fields()),
          manual_tables("a list of bursts", burst_column_fields()),
          manual_tables("measured bursts", measured_column_fields()),
          manual_tables("scan", scan_outcome_fields()),
          manual_tables("points of a scan", all_scan_fields()),
          manual_tables("comparison", comparison_fields()),
          row_table("bands of a comparison", band_fields()),
          manual_tables("detector", detector_fields()),
          manual_tables("response", response_fields()),
          manual_tables("response of a channel", response_channel_fields(0)),
          manual_tables("rates", rates_fields()),
          row_table("windows of rates", window_fields()),
          row_table("moments of rates", moment_fields()),
          row_table("stages of rates", stage_fields()),
          row_table("moments seen", seen_rate_fields()),
          row_table("windows seen", seen_count_fields()),
          manual_tables("fit of rates", decay_fields())};
}

}  // namespace slipburst::host
