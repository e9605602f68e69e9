#include "host/store/hdf5_handle.hpp"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <string_view>

namespace slipburst::host {
namespace {

herr_t keep_description(unsigned, const H5E_error2_t* error, void* text) {
  if (error->desc != nullptr && *error->desc != '\0') {
    *static_cast<std::string*>(text) = error->desc;
  }
  return 0;
}

/// HDF5's file drivers keep errno in their message alone: "file write failed: ..., errno = 28, error message = ...".
herr_t keep_system_error(unsigned, const H5E_error2_t* error, void* number) {
  constexpr std::string_view label = "errno = ";
  const std::string_view description = error->desc != nullptr ? error->desc : "";
  if (const auto at = description.find(label); at != std::string_view::npos) {
    const std::string_view digits = description.substr(at + label.size());
    std::from_chars(digits.data(), digits.data() + digits.size(), *static_cast<int*>(number));
  }
  return 0;
}

}  // namespace

Hdf5Handle hdf5_text_type(std::size_t size) {
  Hdf5Handle type(H5Tcopy(H5T_C_S1), H5Tclose);
  const bool prepared = type && H5Tset_size(type.id(), std::max<std::size_t>(size, 1)) >= 0 &&
                        H5Tset_strpad(type.id(), H5T_STR_NULLPAD) >= 0 && H5Tset_cset(type.id(), H5T_CSET_UTF8) >= 0;
  return prepared ? std::move(type) : Hdf5Handle();
}

Hdf5Handle hdf5_file_access() {
  Hdf5Handle access(H5Pcreate(H5P_FILE_ACCESS), H5Pclose);
  bool prepared = access && H5Pset_fapl_sec2(access.id()) >= 0;
#if H5_VERSION_GE(1, 12, 1) || (H5_VERSION_GE(1, 10, 7) && !H5_VERSION_GE(1, 12, 0))
  const bool locks = false, ignore_disabled_locks = true;
  prepared = prepared && H5Pset_file_locking(access.id(), locks, ignore_disabled_locks) >= 0;
#endif
  return prepared ? std::move(access) : Hdf5Handle();
}

Hdf5Handle hdf5_object_properties(hid_t kind) {
  Hdf5Handle properties(H5Pcreate(kind), H5Pclose);
  const bool groups = kind != H5P_DATASET_CREATE;
  const bool prepared = properties && H5Pset_attr_creation_order(properties.id(), H5P_CRT_ORDER_TRACKED) >= 0 &&
                        (!groups || H5Pset_link_creation_order(properties.id(), H5P_CRT_ORDER_TRACKED) >= 0) &&
                        H5Pset_obj_track_times(properties.id(), false) >= 0;
  return prepared ? std::move(properties) : Hdf5Handle();
}

void prepare_hdf5() {
  // The environment variable overrides hdf5_file_access(). HDF5 reads the variable when it is first called.
  setenv("HDF5_USE_FILE_LOCKING", "FALSE", true);
  // A file that a full disk keeps from closing stays open inside HDF5, whose clean-up at exit would crash over it.
  // Every handle closes itself, so there is nothing to clean up.
  H5dont_atexit();
  silence_hdf5();
  constexpr unsigned no_plugin_of_any_kind = 0;
  H5PLset_loading_state(no_plugin_of_any_kind);
}

void silence_hdf5() { H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr); }

std::string hdf5_cause() {
  std::string cause = "no reason given";
  H5Ewalk2(H5E_DEFAULT, H5E_WALK_DOWNWARD, keep_description, &cause);  // from the outermost call inward
  return cause;
}

int hdf5_system_error() {
  int number = 0;
  H5Ewalk2(H5E_DEFAULT, H5E_WALK_DOWNWARD, keep_system_error, &number);
  return number;
}

}  // namespace slipburst::host
