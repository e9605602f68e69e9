"""Operands of machine code as expressions of C++, with the names of warp.hpp: w is the warp, l the lane."""

import re
import struct

ZERO = ("RZ", "URZ", "SRZ")
TRUE = ("PT", "UPT")
INTEGER = re.compile(r"-?(0x[0-9a-f]+|\d+)")
FLOATING = re.compile(r"[-+]?(\d+(\.\d+)?(e[-+]\d+)?|INF|QNAN)")


class Unknown(Exception):
    """Part of an instruction that the translator does not know."""


def is_register(text):
    return re.fullmatch(r"U?R\d+", text) is not None or text in ZERO


def is_predicate(text):
    return re.fullmatch(r"U?P\d", text) is not None or text in TRUE


def register(text, offset=0):
    """Element of a register, of this lane or of the whole warp."""
    match = re.fullmatch(r"(U?)R(\d+)", text)
    if not match:
        raise Unknown(text)
    number = int(match[2]) + offset
    return f"w.ur[{number}]" if match[1] else f"w.r[{number}][l]"


def number(text):
    return int(text, 0)


def is_constant(text):
    return text.startswith("c[")


def u32(text):
    if text in ZERO:
        return "0u"
    if is_constant(text):
        return f"w.constant<u32>({constant(text)})"
    if INTEGER.fullmatch(text):
        return f"{number(text) & 0xFFFFFFFF:#x}u"
    if text[0] == "-":
        return f"(0u - {u32(text[1:])})"
    if text[0] == "~":
        return f"(~{u32(text[1:])})"
    return register(text)


def i32(text):
    return f"signed32({u32(text)})"


def u64(text):
    """Value of a pair of registers."""
    if text in ZERO:
        return "u64{0}"
    if is_constant(text):
        return f"w.constant<u64>({constant(text)})"
    if INTEGER.fullmatch(text):
        return f"{number(text) & 0xFFFFFFFFFFFFFFFF:#x}ull"
    return f"join({register(text)}, {register(text, 1)})"


def constant_bits(text, form, special):
    """Bits of a floating-point constant, whose special values have those of infinity and NaN."""
    sign = text.startswith("-")
    infinity, nan = special
    if text.endswith("INF"):
        return infinity | sign << (infinity.bit_length())
    if text.endswith("QNAN"):
        return nan | sign << (infinity.bit_length())
    return int.from_bytes(struct.pack(form, float(text)), "little")


def f32(text):
    if text.startswith("|"):
        return f"absolute({f32(text.strip('|'))})"
    if FLOATING.fullmatch(text):
        return f"as_float({constant_bits(text, '<f', (0x7F800000, 0x7FFFFFFF)):#x}u)"
    if text[0] == "-":
        return f"negated({f32(text[1:])})"
    return f"as_float({u32(text)})"


def f64(text):
    if text.startswith("|"):
        return f"absolute({f64(text.strip('|'))})"
    if FLOATING.fullmatch(text):
        bits = constant_bits(text, "<d", (0x7FF0000000000000, 0x7FFFFFFF00000000))
        if bits & 0xFFFFFFFF:
            raise Unknown(f"{text}, which is no upper half of a double")
        return f"as_double({bits:#x}ull)"
    if text[0] == "-":
        return f"negated({f64(text[1:])})"
    return f"as_double({u64(text)})"


def lanes(text):
    """Predicate as a mask of lanes."""
    if text.startswith("!"):
        return f"(~{lanes(text[1:])})"
    if text in TRUE:
        return "all_lanes"
    if match := re.fullmatch(r"(U?P)(\d)", text):
        return f"w.{match[1].lower()}[{match[2]}]"
    raise Unknown(text)


def truth(text):
    """Predicate in this lane."""
    if text in TRUE:
        return "true"
    if text in ("!PT", "!UPT"):
        return "false"
    return f"bit({lanes(text)}, l)" if "U" not in text else f"({lanes(text)} != 0)"


def address(text):
    """Address in memory such as [R12+UR4+0x10] or desc[UR8][R22.64+0x10]."""
    inner = re.fullmatch(r"(?:desc\[UR\d+\])?\[(.*)\]", text)
    if not inner:
        raise Unknown(text)
    parts = re.findall(r"[+-]?[^+-]+", inner[1])
    wide = any(part.endswith(".64") for part in parts)
    terms = []
    for part in parts:
        part = part.removeprefix("+").removesuffix(".U32")
        if scaled := re.fullmatch(r"(R\d+|RZ)\.X(\d+)", part):
            terms.append(f"{u32(scaled[1])} * {scaled[2]}u")
        elif part.endswith(".64"):
            terms.append(u64(part.removesuffix(".64")))
        elif wide and INTEGER.fullmatch(part):
            terms.append(u64(part))
        elif wide and part.startswith("UR") and part != "URZ":
            terms.append(u64(part))
        else:
            terms.append(u32(part))
    return "(" + " + ".join(terms) + ")"


def constant(text, more=0):
    """Bank and offset of a constant such as c[0x0][R9+0x214]; more bytes may be added to it."""
    match = re.fullmatch(r"c\[(0x\d)\](\[.*\])", text)
    if not match:
        raise Unknown(text)
    return f"{number(match[1])}, {address(match[2])}{f' + {more}u' if more else ''}"
