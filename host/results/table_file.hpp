#pragma once
/// \file The file of a table: format "slipburst-table".

#include <string>

#include "host/results/field.hpp"
#include "host/results/run_record.hpp"
#include "host/table/table.hpp"

namespace slipburst::host {

/// SHA-256 of the parts of a table used to draw events: axes, curves and cells.
std::string table_sha256(const Table& table);

/// A table with its digest.
struct HashedTable {
  Table content;
  std::string sha256;
};
HashedTable hashed(Table table);

/// Single values of a table, or of its zone below the gap.
const Fields<HashedTable>& table_fields();

/// A table, or its zone below the gap, with its case, for the time of a call.
struct TableArrays {
  const Table& table;
  const Case& c;
  const ReducedModel& model;
  bool has_nodes;  ///< a silent table has none
};
/// Arrays of a table, or of its zone below the gap.
const Fields<TableArrays>& table_array_fields();

/// \param c  the case of the table
void write_table_file(const std::string& path, const PreparedCase& c, const HashedTable& table,
                      const std::string& backend, const RunRecord& record);

/// Reads a table without its nodes.
/// \throws InputError for a file that is not a complete table with the recorded digest
HashedTable read_table_file(const std::string& path);

}  // namespace slipburst::host
