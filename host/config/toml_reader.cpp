#include "host/config/toml_reader.hpp"

#include <fmt/format.h>

#include "host/base/error.hpp"
#include "host/text/toml_text.hpp"
#include "host/units/quantity.hpp"

namespace slipburst::host {
namespace {

std::string place_of(const toml::node& node, std::string_view name) {
  return fmt::format("{}:{}", name, node.source().begin.line);
}

class CaseFileReader {
 public:
  CaseFileReader(std::string_view name, const KnownKeys& known) : name_(name), known_(known) {}

  CaseFile read(const toml::table& root) {
    read_table(root, "");
    return std::move(file_);
  }

 private:
  std::string where(const toml::node& node) const { return place_of(node, name_); }

  void read_table(const toml::table& table, const std::string& prefix) {
    for (const auto& [short_name, node] : table) {
      const std::string written = prefix + std::string(short_name.str());
      const std::string key(known_.current(written));
      const bool section = known_.has_section(key);
      if (key == "preset") {
        file_.preset = setting(node, key);
        if (file_.preset->form == Form::list) {
          throw InputError(fmt::format("{}: preset is a list; write the name of one", where(node)));
        }
      } else if (key == "history" && known_.history) {
        read_history(node);
      } else if (known_.contains(key)) {
        add(key, written, setting(node, written));
      } else if (section && node.is_table()) {
        read_table(*node.as_table(), key + ".");
      } else if (section) {
        throw InputError(
            fmt::format("{}: '{}' is a section, not a value; write [{}] and its keys below", where(node), key, key));
      } else {
        throw InputError(known_.unknown_message(key, where(node)));
      }
    }
  }

  void add(const std::string& key, const std::string& written, Setting setting) {
    if (const auto other = file_.settings.find(key); other != file_.settings.end()) {
      throw InputError(fmt::format("{}: {} is given twice, also as {} (at {}); leave one out", setting.where, key,
                                   written == key ? other->second.former_name : written, other->second.where));
    }
    if (written != key) setting.former_name = written;
    file_.settings.emplace(key, std::move(setting));
  }

  void read_history(const toml::node& node) {
    const auto refuse = [](const std::string& place, std::string_view problem) {
      throw InputError(
          fmt::format("{}: {}; write [[history]], in double brackets, and the keys of a stage below", place, problem));
    };
    if (!node.is_array()) refuse(where(node), "history is not a list of stages");
    for (const toml::node& item : *node.as_array()) {
      const std::string stage = fmt::format("history stage {}", file_.history.size() + 1);
      if (!item.is_table()) refuse(fmt::format("{}: {}", where(item), stage), "is not a table");
      StageSettings settings{{}, where(item)};
      for (const auto& [key, value] : *item.as_table()) {
        settings.values.emplace(key.str(), setting(value, fmt::format("{}: {}", stage, key.str())));
      }
      file_.history.push_back(std::move(settings));
    }
  }

  Setting setting(const toml::node& node, std::string_view key) const { return toml_setting(node, name_, key); }

  std::string name_;
  const KnownKeys& known_;
  CaseFile file_;
};

}  // namespace

Setting toml_setting(const toml::node& node, std::string_view name, std::string_view key) {
  if (const auto* text = node.as_string()) {
    return {{text->get()}, Form::text, place_of(node, name)};
  }
  if (const auto* integer = node.as_integer()) {
    return {{std::to_string(integer->get())}, Form::number, place_of(node, name)};
  }
  if (const auto* number = node.as_floating_point()) {
    return {{format_number(number->get())}, Form::number, place_of(node, name)};
  }
  if (const auto* array = node.as_array()) {
    Setting list{{}, Form::list, place_of(node, name)};
    for (const toml::node& item : *array) {
      if (item.is_array()) throw InputError(fmt::format("{}: {} is a list of lists", place_of(item, name), key));
      list.values.push_back(toml_setting(item, name, key).values.front());
    }
    return list;
  }
  throw InputError(fmt::format("{}: {} is neither a string, a number, nor a list", place_of(node, name), key));
}

CaseFile read_toml(std::string_view text, std::string_view name, const KnownKeys& known) {
  return read_toml(parse_toml(text, name), name, known);
}

CaseFile read_toml(const toml::table& table, std::string_view name, const KnownKeys& known) {
  return CaseFileReader(name, known).read(table);
}

}  // namespace slipburst::host
