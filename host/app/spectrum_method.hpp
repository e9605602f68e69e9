#pragma once
/// \file How a spectrum is made, as the options of more than one command say it.

#include <cstdint>
#include <string>
#include <vector>

namespace slipburst::host {

/// Whether the method draws events, as `plain` and `stratified` do.
bool draws_events(const std::string& method);

/// \param events  text of --events  \throws InputError for an unknown method, or --events where it does not fit
void check_method(const std::string& method, const std::string& events);

/// \throws InputError for `stratified` with fewer events than strata
void require_strata(const std::string& method, std::uint64_t events);

/// Energies of --above, eV. \throws InputError for a negative one or too many
std::vector<double> parse_above(const std::string& text);

}  // namespace slipburst::host
