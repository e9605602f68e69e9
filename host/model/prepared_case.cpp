#include "host/model/prepared_case.hpp"

#include <utility>

namespace slipburst::host {

PreparedCase::PreparedCase(Case c) : case_(std::move(c)), model_(reduce(case_)) {}

}  // namespace slipburst::host
