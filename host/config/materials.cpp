#include "host/config/materials.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <utility>

#include "host/base/error.hpp"
#include "host/config/data.hpp"
#include "host/config/key.hpp"
#include "host/config/toml_reader.hpp"
#include "host/text/nearest.hpp"
#include "host/text/toml_text.hpp"

namespace slipburst::host {
namespace {

constexpr std::string_view material_form = "write [film.NAME] or [substrate.NAME] and the keys of the material below";
constexpr const char* builtin_file = "materials.toml";

/// Canonical text of a value. \throws InputError if the key refuses it
std::string checked_text(const Key& key, const Setting& setting) {
  Case scratch{};
  key.set(scratch, setting);
  return key.get(scratch).value();
}

void check_name(std::string_view section, const std::string& name, const std::string& where) {
  checked_text(*find_key(fmt::format("{}.name", section)), {{name}, Form::text, where});
  const bool reserved = name == "custom" || name == "none";
  if (reserved || name.find(',') != std::string::npos || name.front() == ' ' || name.back() == ' ') {
    throw InputError(fmt::format("{}: \"{}\" cannot be the name of a material: {}; choose another", where, name,
                                 reserved ? "the word has a meaning of its own"
                                          : "--set reads commas and outer blanks as the limits of a word"));
  }
}

class MaterialReader {
 public:
  explicit MaterialReader(std::string file) : file_(std::move(file)) {}

  std::string where(const toml::node& node) const { return fmt::format("{}:{}", file_, node.source().begin.line); }

  /// The material of a table [film.NAME] or [substrate.NAME].
  Material read(std::string_view section, const std::string& name, const toml::node& node) const {
    const std::string place = where(node);
    if (!node.is_table()) {
      throw InputError(fmt::format("{}: {}.{} is not a table; {}", place, section, name, material_form));
    }
    check_name(section, name, place);
    Material material{name, {}, {}, {}};
    const std::vector<const Key*> keys = keys_from_material(fmt::format("{}.material", section));
    for (const auto& [short_name, value] : *node.as_table()) {
      if (short_name.str() == "caveat") {
        material.caveat = caveat(value);
        continue;
      }
      const auto key = std::ranges::find(keys, short_name.str(), &Key::short_name);
      if (key == keys.end()) refuse_key(where(value), fmt::format("[{}.{}]", section, name), short_name.str(), keys);
      Setting setting = toml_setting(value, file_, (*key)->name);
      checked_text(**key, setting);
      material.values.emplace((*key)->name, std::move(setting));
    }
    std::vector<std::string> missing;
    for (const Key* key : keys) {
      if (!material.values.contains(key->name)) {
        missing.push_back(fmt::format("{} (such as {})", key->short_name(), key->example));
      }
    }
    if (!missing.empty()) {
      throw InputError(fmt::format("{}: [{}.{}] lacks {}; give every value of the material", place, section, name,
                                   fmt::join(missing, ", ")));
    }
    return material;
  }

 private:
  [[noreturn]] static void refuse_key(const std::string& where, const std::string& table, std::string_view word,
                                      const std::vector<const Key*>& keys) {
    std::vector<std::string> names;
    for (const Key* key : keys) names.emplace_back(key->short_name());
    names.emplace_back("caveat");
    throw InputError(fmt::format("{}: unknown key '{}' of {}{}; keys: {}", where, word, table,
                                 nearest_hint(word, names), fmt::join(names, ", ")));
  }

  std::string caveat(const toml::node& node) const {
    const auto* text = node.as_string();
    if (text == nullptr) {
      throw InputError(fmt::format("{}: caveat is no string; write one line in quotes, or leave it out", where(node)));
    }
    return text->get();
  }

  std::string file_;
};

}  // namespace

const std::vector<Material>& Materials::of(std::string_view key) const {
  return key == "film.material" ? films_ : substrates_;
}

const Material* Materials::find(std::string_view key, std::string_view name) const {
  const auto found = std::ranges::find(of(key), name, &Material::name);
  return found == of(key).end() ? nullptr : &*found;
}

std::vector<std::string> Materials::words(std::string_view key) const {
  std::vector<std::string> words;
  for (const Material& material : of(key)) words.push_back(material.name);
  words.emplace_back("custom");
  return words;
}

std::string_view Materials::caveat(const Film& film) const {
  const Material* material = find("film.material", film.material == "custom" ? film.name : film.material);
  return material == nullptr ? std::string_view{} : material->caveat;
}

void Materials::add(std::string_view key, Material material, const std::string& where) {
  const Material* const present = find(key, material.name);
  if (present == nullptr) {
    (key == "film.material" ? films_ : substrates_).push_back(std::move(material));
    return;
  }
  for (const auto& [name, setting] : present->values) {
    const Key& value = *find_key(name);
    const std::string text = checked_text(value, setting);
    if (checked_text(value, material.values.at(name)) != text) {
      throw InputError(fmt::format("{}: there is a {} '{}' {} already, with {} = {}; give yours another name", where,
                                   find_key(key)->section(), material.name,
                                   present->file.empty() ? "in the program" : "in " + present->file, name, text));
    }
  }
}

void Materials::add_text(std::string_view toml, const std::string& file) {
  const std::string name = file.empty() ? builtin_file : file;
  const MaterialReader reader(name);
  const toml::table root = parse_toml(toml, name);
  for (const auto& [section, node] : in_order(root)) {
    const std::string key = section + ".material";
    if (key != "film.material" && key != "substrate.material") {
      throw InputError(fmt::format("{}: '{}' is no kind of material{}; {}", reader.where(*node), section,
                                   nearest_hint(section, std::vector<std::string>{"film", "substrate"}),
                                   material_form));
    }
    if (!node->is_table())
      throw InputError(fmt::format("{}: {} is not a table; {}", reader.where(*node), section, material_form));
    for (const auto& [material_name, values] : in_order(*node->as_table())) {
      Material material = reader.read(section, material_name, *values);
      material.file = file;
      add(key, std::move(material), reader.where(*values));
    }
  }
}

void Materials::add_file(const std::string& path) {
  add_text(read_toml_file(path, "a file of materials is readable TOML with tables [film.NAME] and [substrate.NAME]"),
           path);
}

const Materials& builtin_materials() {
  static const Materials materials = [] {
    Materials read;
    read.add_text(materials_toml, "");
    return read;
  }();
  return materials;
}

std::vector<std::string> builtin_material_names(std::string_view key) {
  static const toml::table root = parse_toml(materials_toml, builtin_file);
  std::vector<std::string> names;
  for (const auto& [name, node] : in_order(*root[key.substr(0, key.find('.'))].as_table())) names.push_back(name);
  return names;
}

}  // namespace slipburst::host
