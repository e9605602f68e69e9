#include <fmt/format.h>

#include <filesystem>
#include <string_view>

#include "host/base/error.hpp"
#include "host/columns/number_file.hpp"
#include "host/config/response_reader.hpp"
#include "host/measured/detector_data.hpp"
#include "host/measured/detector_description.hpp"
#include "host/measured/excess_files.hpp"

namespace slipburst::host {
namespace {

constexpr double day_s = 86400;

/// Facts about a detector that its files do not contain.
struct KnownDetector {
  std::string_view name, files, own_folder, title, substrate;
  std::optional<double> aluminium_area_cm2;
  double time_cold_s, threshold_eV, resolution_eV;
  std::string_view bands;
};

constexpr KnownDetector known_detectors[] = {
    // Resolution: C. W. Fink et al., Appl. Phys. Lett. 118, 022601 (2021). 2 % of 45.6 cm^2 are aluminium.
    {"cpd", "CPD", "SuperCDMS/CPD", "SuperCDMS-CPD", "Si", 0.02 * 45.6, 56 * day_s, 30, 3.86,
     "30 eV:35 eV,35 eV:40 eV,40 eV:50 eV,50 eV:60 eV,60 eV:80 eV,80 eV:100 eV,100 eV:140 eV,140 eV:200 eV,200 eV:"},
    // Threshold and resolution of detector A: A. H. Abdelhameed et al., Phys. Rev. D 100, 102002 (2019).
    {"cresst", "CRESST", "CRESST", "CRESST-III detector A", "CaWO4", std::nullopt, 365 * day_s, 30.1, 4.6,
     "30.1 eV:35 eV,35 eV:40 eV,40 eV:50 eV,50 eV:60 eV,60 eV:80 eV,80 eV:100 eV,100 eV:140 eV,140 eV:200 eV"},
};

double one_number(const std::string& path, std::string_view content) {
  const FileColumn columns[] = {{content}};
  const NumberFile file = read_number_file(path, columns);
  if (file.lines.size() != 1 || !(file.columns[0][0] > 0)) {
    throw InputError(fmt::format("{}: should hold one positive number, {}", path, content));
  }
  return file.columns[0][0];
}

}  // namespace

DetectorDescription excess_detector(const std::string& name, const std::string& folder) {
  for (const KnownDetector& detector : known_detectors) {
    if (detector.name != name) continue;
    if (folder.empty()) {
      throw InputError(
          fmt::format("--detector {} needs --data FOLDER, a clone of the EXCESS workshop's repository or its folder "
                      "data/converted_data",
                      name));
    }
    const std::filesystem::path place =
        excess_folder(folder, detector.own_folder, fmt::format("{}.txt", detector.files));
    const auto path = [&](std::string_view ending) {
      return (place / fmt::format("{}{}.txt", detector.files, ending)).string();
    };
    const GivenUnit energy = {"the form of the EXCESS workshop's files", "keV"};
    DetectorDescription result;
    result.energies_eV = read_event_energies(path(""), energy);
    const double exposure_kg_day = one_number(path("_exposure"), "the exposure in kg day");
    const double mass_kg = one_number(path("_weight"), "the mass in kg");
    result.experiment = {
        std::string(detector.title),
        detector.aluminium_area_cm2,
        mass_kg,
        exposure_kg_day / mass_kg * day_s,
        1 / detector.time_cold_s,
        {detector.resolution_eV, detector.threshold_eV, 1, read_efficiency_file(path("_eff"), energy)}};
    result.place = detector.title;
    result.substrate = detector.substrate;
    result.bands = parse_bands(std::string(detector.bands), "bands");
    result.source =
        "CRESST and SuperCDMS collaborations, EXCESS workshop (P. Adari et al., SciPost Phys. Proc., 2022), "
        "CC BY 4.0";
    return result;
  }
  throw InputError(fmt::format("'{}' is no detector; use cpd, cresst or the path of a detector file", name));
}

}  // namespace slipburst::host
