#include "host/app/detector_source.hpp"

#include "host/error.hpp"

namespace slipburst::host {

DetectorDescription open_detector(const std::string& detector, const std::string& data) {
  const bool known = detector == "cpd" || detector == "cresst";
  return known ? excess_detector(detector, data) : read_detector_file(detector, data);
}

int channel_of(const std::string& name) {
  if (name == "crystal") return 0;
  if (name == "film") return 1;
  throw InputError("--channel " + name + " is unknown; use crystal or film");
}

}  // namespace slipburst::host
