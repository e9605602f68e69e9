#pragma once
/// \file Method of computing a spectrum, from the options that several commands share.

#include <cstdint>
#include <string>
#include <vector>

namespace slipburst::host {

/// Whether the method draws events: true for `plain` and `stratified`.
bool draws_events(const std::string& method);

/// \param events  text of --events  \throws InputError for an unknown method, or --events that does not suit the method
void check_method(const std::string& method, const std::string& events);

/// \throws InputError for `stratified` with fewer events than strata
void require_strata(const std::string& method, std::uint64_t events);

/// Energies of --above, eV. \throws InputError for negative energies or too many
std::vector<double> parse_above(const std::string& text);

}  // namespace slipburst::host
