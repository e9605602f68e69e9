#include "host/config/materials.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "host/config/axis.hpp"
#include "host/config/case_writer.hpp"
#include "host/config/data.hpp"
#include "host/config/key.hpp"
#include "host/config/load_case.hpp"
#include "unit/host/files/scratch_folder.hpp"

namespace slipburst::host {
namespace {

using testing::contains;
using testing::input_error;
using Words = std::vector<std::string>;

const std::string alloy =
    "[film.AlMn]\n"
    "shear_modulus = \"26 GPa\"\n"
    "burgers = \"0.286 nm\"\n"
    "sound_speed = \"3.1 km/s\"\n"
    "gamma = 910\n"
    "attempt_frequency = \"9 THz\"\n"
    "caveat = \"an alloy\"\n";
const std::string crystal = "[substrate.GaAs]\nshear_modulus = \"33 GPa\"\n";

Materials with(const std::string& toml, const std::string& file = "my.toml") {
  Materials materials = builtin_materials();
  materials.add_text(toml, file);
  return materials;
}

std::string refusal(const std::string& toml) {
  return input_error([&] { with(toml); });
}

std::string replaced(std::string text, const std::string& part, const std::string& other) {
  return text.replace(text.find(part), part.size(), other);
}

TEST_CASE("The program has its materials in the order of their file, each with every value") {
  const Words films = builtin_materials().words("film.material");
  CHECK(Words(films.begin(), films.begin() + 4) == Words{"Al", "Cu", "Au", "Nb"});
  CHECK(builtin_materials().of("substrate.material").front().name == "Si");
  for (const std::string key : {"film.material", "substrate.material"}) {
    CHECK(builtin_materials().words(key).back() == "custom");
    CHECK(builtin_materials().of(key).size() == builtin_material_names(key).size());
    for (const Material& material : builtin_materials().of(key)) {
      CAPTURE(material.name);
      CHECK(material.file.empty());
      CHECK(material.values.size() == keys_from_material(key).size());
    }
  }
  CHECK(builtin_materials().find("film.material", "Si") == nullptr);
  CHECK(builtin_materials().find("film.material", "custom") == nullptr);
}

TEST_CASE("A material of one's own gives a case its values and its name") {
  const Materials materials = with(alloy + crystal);
  CHECK(materials.words("film.material").size() == builtin_materials().words("film.material").size() + 1);
  CHECK(materials.find("film.material", "AlMn")->file == "my.toml");
  const Words words{"film.material=AlMn", "film.burgers=0.3 nm", "substrate.material=GaAs"};
  const Case c = load_case("al-on-si", words, materials);
  CHECK(c.film.material == "custom");
  CHECK(c.film.shown_name() == "AlMn");
  CHECK(c.film.sound_speed == 3.1);
  CHECK(c.film.burgers == 0.3);
  CHECK(c.depinning.gamma == 910);
  CHECK(c.depinning.attempt_frequency == 9);
  CHECK(c.substrate.material == "custom");
  CHECK(c.substrate.shown_name() == "GaAs");
  CHECK(materials.caveat(c.film) == "an alloy");
}

TEST_CASE("The text of such a case is read back without the file of the material") {
  const Materials materials = with(alloy);
  const Case c = load_case("al-on-si", Words{"film.material=AlMn"}, materials);
  for (const std::string& text : {c.text, commented_case(c)}) {
    const Case again = case_from_text(text, "result.h5");
    CHECK(again.text == c.text);
    CHECK(again.film.shown_name() == "AlMn");
  }
  CHECK(case_from_text(c.text, "my.toml", Words{"film.material=Cu"}).film.shown_name() == "Cu");
  const Case copper = load_case("al-on-si", Words{"film.material=AlMn", "film.material=Cu"}, materials);
  CHECK(copper.text == load_case("cu-on-si").text);
  const Case named = load_case("al-on-si", Words{"film.material=AlMn", "film.name=sample 7"}, materials);
  CHECK(named.film.shown_name() == "sample 7");
}

TEST_CASE("Names in cases and axes are checked against one's own materials too") {
  const Materials materials = with(alloy);
  const auto error = [&](const std::string& word) {
    return input_error([&] { load_case("al-on-si", Words{word}, materials); });
  };
  CHECK(contains(error("film.material=AlMm"), "--set: film.material = \"AlMm\" is not one of Al, Cu, "));
  CHECK(contains(error("film.material=AlMm"), ", AlMn, custom; the nearest is 'AlMn'"));
  CHECK(contains(error("substrate.material=AlMn"), "is not one of Si, Ge, "));
  CHECK(contains(input_error([] { load_case("al-on-si", Words{"film.material=AlMn"}); }), "is not one of"));
  CHECK(contains(input_error([&] {
                   load_case("al-on-si", Words{"film.material=AlMn", "substrate.shear_modulus=20 GPa"}, materials);
                 }),
                 "\"26 GPa\" from --set (film.material = AlMn, of my.toml)"));
  CHECK(parse_axis("film.material=Al,AlMn", materials).texts == Words{"Al", "AlMn"});
  CHECK(contains(input_error([] { parse_axis("film.material=Al,AlMn"); }), "--over: film.material = \"AlMn\""));
}

TEST_CASE("A file of materials names each fault with its line and a remedy") {
  CHECK(contains(refusal(replaced(alloy, "gamma = 910\n", "")),
                 "my.toml:1: [film.AlMn] lacks gamma (such as 900); give every value of the material"));
  CHECK(contains(refusal("[film.X]\n"), "lacks shear_modulus (such as \"25 GPa\"), burgers"));
  CHECK(contains(refusal(replaced(alloy, "burgers", "burger")),
                 "my.toml:3: unknown key 'burger' of [film.AlMn]; the nearest is 'burgers'; keys: shear_modulus, "));
  CHECK(contains(refusal(replaced(alloy, "26 GPa", "26 nm")), "my.toml:2: film.shear_modulus"));
  CHECK(contains(refusal(replaced(alloy, "\"26 GPa\"", "26")), "my.toml:2: film.shear_modulus"));
  CHECK(contains(refusal(replaced(alloy, "910", "\"910\"")), "my.toml:5: depinning.gamma = \"910\" is a string"));
  CHECK(contains(refusal(replaced(alloy, "910", "[910]")), "my.toml:5: depinning.gamma = \"910\" is a list"));
  CHECK(contains(refusal(replaced(alloy, "910", "true")), "my.toml:5: depinning.gamma is neither a string"));
  CHECK(contains(refusal(replaced(alloy, "\"an alloy\"", "7")), "my.toml:7: caveat is no string"));
  CHECK(contains(refusal("[films.X]\n"), "my.toml:1: 'films' is no kind of material; the nearest is 'film'; write"));
  CHECK(contains(refusal("film = 3\n"), "my.toml:1: film is not a table; write [film.NAME] or [substrate.NAME]"));
  CHECK(contains(refusal("[film]\nshear_modulus = \"26 GPa\"\n"), "my.toml:2: film.shear_modulus is not a table"));
  CHECK(contains(refusal("[film.X\n"), "my.toml:1:8: not valid TOML"));
  CHECK(contains(refusal(replaced(alloy, "AlMn", "custom")), "my.toml:1: \"custom\" cannot be the name of a material"));
  CHECK(contains(refusal(replaced(alloy, "AlMn", "\"Al, Mn\"")), "--set reads commas"));
  CHECK(contains(refusal(replaced(alloy, "AlMn", "\"\"")), "1 to 40 printable characters"));
}

TEST_CASE("A name stands for one material") {
  CHECK(
      contains(refusal(replaced(alloy, "AlMn", "Al")),
               "my.toml:1: there is a film 'Al' in the program already, with depinning.attempt_frequency = \"8.9 THz\""
               "; give yours another name"));
  Materials materials = with(alloy);
  CHECK_NOTHROW(materials.add_text(replaced(alloy, "3.1 km/s", "3100 m/s"), "other.toml"));
  CHECK(materials.of("film.material").size() == builtin_materials().of("film.material").size() + 1);
  CHECK(contains(input_error([&] { materials.add_text(replaced(alloy, "910", "920"), "other.toml"); }),
                 "other.toml:1: there is a film 'AlMn' in my.toml already, with depinning.gamma = 910"));
  CHECK_NOTHROW(with(std::string(materials_toml)));
  CHECK_NOTHROW(with("[substrate.AlMn]\nshear_modulus = \"60 GPa\"\n" + alloy));
}

TEST_CASE("A file of materials is read from its path") {
  const testing::ScratchFolder folder;
  testing::write_bytes(folder / "my.toml", alloy);
  Materials materials = builtin_materials();
  materials.add_file(folder / "my.toml");
  CHECK(materials.find("film.material", "AlMn")->file == folder / "my.toml");
  CHECK(contains(input_error([&] { materials.add_file(folder / "none.toml"); }),
                 "none.toml: cannot be read; a file of materials is readable TOML with tables [film.NAME]"));
}

}  // namespace
}  // namespace slipburst::host
