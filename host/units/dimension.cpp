#include "host/units/dimension.hpp"

#include <array>
#include <cstddef>

#include "slipburst/units/constants.hpp"

namespace slipburst::host {
namespace {

constexpr AnchorUnit length_anchors[] = {{"nm", 1.0}};
constexpr AnchorUnit pressure_anchors[] = {{"meV/nm^3", 1.0}, {"GPa", units::gigapascal}};
constexpr AnchorUnit energy_anchors[] = {{"meV", 1.0}};
constexpr AnchorUnit event_energy_anchors[] = {{"eV", 1.0}};
constexpr AnchorUnit speed_anchors[] = {{"nm/ps", 1.0}};
constexpr AnchorUnit frequency_anchors[] = {{"1/ps", 1.0}};
constexpr AnchorUnit duration_anchors[] = {{"s", 1.0}};
constexpr AnchorUnit area_anchors[] = {{"cm^2", 1.0}};
constexpr AnchorUnit mass_anchors[] = {{"kg", 1.0}};
constexpr AnchorUnit exposure_anchors[] = {{"kg s", 1.0}};
constexpr AnchorUnit temperature_anchors[] = {{"K", 1.0}};
constexpr AnchorUnit particle_flux_anchors[] = {{"nm^-2 ps^-1", 1.0},
                                                {"m^-2 s^-1", units::per_square_metre_and_second}};
constexpr AnchorUnit beam_energy_anchors[] = {{"keV", 1.0}};
constexpr AnchorUnit rate_anchors[] = {{"Hz", 1.0}};

constexpr std::string_view length_units[] = {"nm"};
constexpr std::string_view pressure_units[] = {"GPa", "MPa"};
constexpr std::string_view energy_units[] = {"meV", "eV"};
constexpr std::string_view event_energy_units[] = {"eV"};
constexpr std::string_view speed_units[] = {"m/s"};
constexpr std::string_view frequency_units[] = {"THz"};
constexpr std::string_view duration_units[] = {"years", "weeks", "days", "hours", "s"};
constexpr std::string_view area_units[] = {"cm^2"};
constexpr std::string_view mass_units[] = {"g", "kg"};
constexpr std::string_view exposure_units[] = {"kg day", "kg s"};
constexpr std::string_view temperature_units[] = {"K", "mK"};
constexpr std::string_view particle_flux_units[] = {"m^-2 s^-1"};
constexpr std::string_view beam_energy_units[] = {"keV"};
constexpr std::string_view rate_units[] = {"Hz", "mHz"};

constexpr std::array<DimensionInfo, 15> infos{{
    {"a plain number", "0.8", {}, {}},
    {"a length", "50 nm", length_anchors, length_units},
    {"a stress", "120 MPa", pressure_anchors, pressure_units},
    {"an energy", "0.36 meV", energy_anchors, energy_units},
    {"an energy", "30 eV", event_energy_anchors, event_energy_units},
    {"a speed", "3040 m/s", speed_anchors, speed_units},
    {"a frequency", "8.9 THz", frequency_anchors, frequency_units},
    {"a time", "8 weeks", duration_anchors, duration_units},
    {"an area", "1 cm^2", area_anchors, area_units},
    {"a mass", "10.6 g", mass_anchors, mass_units},
    {"an exposure", "5.6 kg day", exposure_anchors, exposure_units},
    {"a temperature", "20 mK", temperature_anchors, temperature_units},
    {"a flux", "2e25 m^-2 s^-1", particle_flux_anchors, particle_flux_units},
    {"an electron energy", "1000 keV", beam_energy_anchors, beam_energy_units},
    {"a rate", "20 mHz", rate_anchors, rate_units},
}};

}  // namespace

const DimensionInfo& dimension_info(Dimension dimension) { return infos.at(static_cast<std::size_t>(dimension)); }

}  // namespace slipburst::host
