"""Instructions without jumps as statements of C++.

Each form yields a Body: values that are computed first, and what becomes of them in registers and predicates. A form serves
the instruction of lanes and that of the whole warp, whose name begins with U.
"""

import dataclasses
import re

from operands import Unknown, address, constant, f32, f64, i32, is_predicate, is_register, lanes, number, truth, u32, u64

COMPARISONS = {"LT": "<", "LE": "<=", "GT": ">", "GE": ">=", "EQ": "==", "NE": "!="}
ROUNDINGS = {"RM": "Rounding::down", "RP": "Rounding::up", "RZ": "Rounding::to_zero"}
FORMS = {}


@dataclasses.dataclass
class Body:
    results: list  # (register or predicate, expression)
    values: list = dataclasses.field(default_factory=list)  # declarations that the expressions need
    lane_by_lane: bool = False  # whether the expressions may be computed only for lanes that take part
    each_lane: str = ""  # statement with effects on memory, for each lane that takes part
    whole_warp: str = ""  # statement for the warp, in which g are the lanes that take part


def form(*names):
    def add(function):
        FORMS.update((name, function) for name in names)
        return function
    return add


class Form:
    """Parts of an instruction as its form reads them."""

    def __init__(self, instruction):
        self.base, *self.modifiers = instruction.opcode.split(".")
        self.operands = list(instruction.operands)
        self.immediate = instruction.immediate
        self.at = instruction.at

    def has(self, modifier):
        return modifier in self.modifiers

    def one_of(self, names):
        return next((m for m in self.modifiers if m in names), None)

    def take(self, accept=lambda operand: True):
        if not self.operands or not accept(self.operands[0]):
            raise Unknown(f"operand {self.operands[:1]}")
        return self.operands.pop(0)

    def take_predicates(self):
        taken = []
        while self.operands and is_predicate(self.operands[0]):
            taken.append(self.operands.pop(0))
        return taken

    def end(self, *rest):
        """Checks that nothing but these operands is left."""
        if self.operands != list(rest):
            raise Unknown(f"operands {self.operands}")

    def bytes(self):
        return 16 if self.has("128") else 8 if self.has("64") else 1 if self.has("U8") else 4


def wide(value):
    return f"u64{{{value}}}"


def carry_of(result, carries, limit=1):
    """Carries of a sum in 64 bits; a sum of three terms may carry twice."""
    return [(carry, f"({result} >> 32) > {i}") for i, carry in enumerate(carries)]


# --- integers ------------------------------------------------------------------------------------------------------

@form("MOV", "UMOV")
def move(i):
    target, source, *mask = i.operands
    if mask and mask != ["0xf"]:
        raise Unknown(f"mask {mask}")
    if i.has("64"):
        return Body([(target, wide(u64(source)))])
    return Body([(target, u32(source))])


@form("CS2R")
def clear(i):
    target, source = i.operands
    if source != "SRZ":
        raise Unknown(source)
    return Body([(target, "0u" if i.has("32") else "u64{0}")])


@form("HFMA2")
def two_halves(i):
    """Constant of 32 bits, as the product of zeros and the sum with two constants of half precision."""
    target, *rest = i.operands
    if rest[:2] != ["-RZ", "RZ"]:
        raise Unknown("arithmetic in half precision")
    return Body([(target, f"{i.immediate:#x}u")])


def adder_term(text, extended):
    """Term of a sum, and what it adds to the carry: -x is ~x + 1, as the adder takes it."""
    if text.startswith("-") and not extended and is_register(text[1:]):
        return wide(f"~{u32(text[1:])}"), 1
    return wide(u32(text)), 0


@form("IADD3", "UIADD3")
def add3(i):
    target, carries = i.take(), i.take_predicates()
    terms = [i.take() for _ in range(3)]
    extended = i.has("X")
    parts = [adder_term(term, extended) for term in terms]
    total = [value for value, _ in parts]
    ones = sum(one for _, one in parts)
    if ones:
        total.append(f"u64{{{ones}}}")
    if extended:
        total += [f"as_bit({truth(i.take())})" for _ in range(2)]
    i.end()
    return Body([(target, "lower(s)"), *carry_of("s", carries)], [f"const u64 s = {' + '.join(total)};"])


@form("VIADD")
def add(i):
    target, a, b = i.operands
    return Body([(target, f"{u32(a)} + {u32(b)}")])


@form("IMAD", "UIMAD")
def multiply_add(i):
    target, carries = i.take(), i.take_predicates()
    a, b, c = i.take(), i.take(), i.take()
    signed = not i.has("U32")
    product = f"i64{{{i32(a)}}} * i64{{{i32(b)}}}" if signed else f"{wide(u32(a))} * {wide(u32(b))}"
    if i.has("WIDE") or i.has("HI"):
        i.end()
        values = [f"const u64 p = unsigned64({product}), s = p + {u64(c)};"]
        if i.has("HI") and signed:
            raise Unknown("signed high product")
        result = "upper(s)" if i.has("HI") else "s"
        return Body([(target, result), *((carry, "s < p") for carry in carries)], values)
    carry = f" + as_bit({truth(i.take())})" if i.has("X") else ""
    i.end()
    return Body([(target, f"{u32(a)} * {u32(b)} + {u32(c)}{carry}")])


@form("LEA", "ULEA")
def shifted_add(i):
    target, carries = i.take(), i.take_predicates()
    a, b = i.take(), i.take()
    if i.has("HI"):
        high = f"(0u - ({u32(a)} >> 31))" if i.has("SX32") else u32(i.take())
        shifted = f"upper(join({u32(a)}, {high}) << {number(i.take())})"
    else:
        shifted = f"({u32(a)} << {number(i.take())})"
    total = f"{wide(shifted)} + {wide(u32(b))}"
    if i.has("X"):
        total += f" + as_bit({truth(i.take())})"
    i.end()
    return Body([(target, "lower(s)"), *carry_of("s", carries)], [f"const u64 s = {total};"])


@form("SHF", "USHF")
def shift(i):
    """Half of a pair of words that is shifted."""
    target, low, count, high = i.operands
    name = "shift_left" if i.modifiers[0] == "L" else "shift_right"
    if name == "shift_right" and (i.has("S32") or i.has("S64")):
        name = "shift_right_signed"
    width = 64 if i.has("U64") or i.has("S64") else 32
    count = f"({u32(count)} & {width - 1}u)" if i.has("W") else f"min({u32(count)}, {width}u)"
    half = "upper" if i.has("HI") else "lower"
    return Body([(target, f"{half}({name}(join({u32(low)}, {u32(high)}), {count}))")])


@form("LOP3", "ULOP3")
def logic(i):
    predicates, target = i.take_predicates(), i.take()
    a, b, c, table = i.take(), i.take(), i.take(), number(i.take())
    i.end("!UPT" if i.base[0] == "U" else "!PT")
    return Body([(target, "x"), *((p, "x != 0") for p in predicates)],
                [f"const u32 x = logic<{table:#x}>({u32(a)}, {u32(b)}, {u32(c)});"])


@form("PRMT", "UPRMT")
def permute(i):
    target, a, selector, b = i.operands
    if i.modifiers:
        raise Unknown(".".join(i.modifiers))
    return Body([(target, f"permute({u32(a)}, {u32(selector)}, {u32(b)})")])


@form("SEL", "USEL")
def select(i):
    target, a, b, condition = i.operands
    return Body([(target, f"either({truth(condition)}, {u32(a)}, {u32(b)})")])


@form("VIMNMX", "IMNMX")
def extreme(i):
    target, unused = i.take(), i.take_predicates()
    if set(unused) - {"PT"}:
        raise Unknown("predicates of an extreme")
    a, b, smaller = i.operands
    return Body([(target, extreme_of(i, u32(a), u32(b), smaller))])


@form("VIADDMNMX")
def extreme_of_sum(i):
    target, a, b, c, smaller = i.operands
    return Body([(target, extreme_of(i, f"({u32(a)} + {u32(b)})", u32(c), smaller))])


def extreme_of(i, a, b, smaller):
    if i.has("U32"):
        return f"extreme({a}, {b}, {truth(smaller)})"
    return f"unsigned32(extreme(signed32({a}), signed32({b}), {truth(smaller)}))"


@form("POPC", "UPOPC")
def count_ones(i):
    target, a = i.operands
    return Body([(target, f"count_ones({u32(a)})")])


@form("FLO", "UFLO")
def highest_one(i):
    target, a = i.operands
    if not i.has("U32"):
        raise Unknown("signed")
    name = "leading_zeros" if i.has("SH") else "highest_one"
    return Body([(target, f"{name}({u32(a)})")])


@form("BREV", "UBREV")
def reverse(i):
    target, a = i.operands
    return Body([(target, f"reversed({u32(a)})")])


# --- predicates ----------------------------------------------------------------------------------------------------

def combined(i, value, other):
    """Result of a comparison with the predicate that it is combined with."""
    kind = i.one_of(("AND", "OR", "XOR"))
    sign = {"AND": "&", "OR": "|", "XOR": "^"}[kind]
    return f"(({value}) {sign} {truth(other)})"


@form("ISETP", "UISETP")
def compare_integers(i):
    target, second, a, b, other = (i.take() for _ in range(5))
    if second not in ("PT", "UPT"):
        raise Unknown("second predicate")
    read = u32 if i.has("U32") else i32
    sign = COMPARISONS[i.modifiers[0]]
    value = f"{read(a)} {sign} {read(b)}"
    if i.has("EX"):  # upper words, after a comparison of the lower ones
        low = truth(i.take())
        equal = f"({u32(a)} == {u32(b)})"
        strict = {"EQ": "false", "NE": f"!{equal}"}.get(i.modifiers[0], f"({read(a)} {sign[0]} {read(b)})")
        value = f"{strict} | ({equal} & {low})"
    i.end()
    return Body([(target, combined(i, value, other))])


def float_comparison(kind, a, b):
    """Comparison of numbers; a name that ends in U is true of NaN too."""
    nan = f"(is_nan({a}) | is_nan({b}))"
    if kind == "NAN":
        return nan
    if kind == "NUM":
        return f"!{nan}"
    if kind in COMPARISONS:
        return f"({a} {COMPARISONS[kind]} {b}) & !{nan}"
    return f"({a} {COMPARISONS[kind.removesuffix('U')]} {b}) | {nan}"


@form("FSETP", "DSETP")
def compare_floats(i):
    target, second, a, b, other = i.operands
    read = f64 if i.base == "DSETP" else f32
    flush = "flushed" if i.has("FTZ") else ""
    values = [f"const auto a = {flush}({read(a)}), b = {flush}({read(b)});"]
    kind = i.modifiers[0]
    if kind in ("MIN", "MAX"):  # whether the first is to be taken, and whether both are NaN
        sign = "<" if kind == "MIN" else ">"
        return Body([(target, f"(a {sign} b) | is_nan(b)"), (second, "is_nan(a) & is_nan(b)")], values)
    if second != "PT":
        raise Unknown("second predicate")
    return Body([(target, combined(i, float_comparison(kind, "a", "b"), other))], values)


@form("PLOP3", "UPLOP3")
def predicate_logic(i):
    target, second, a, b, c, table, _ = i.operands
    if second not in ("PT", "UPT"):
        raise Unknown("second predicate")
    value = f"logic<{number(table):#x}>({lanes(a)}, {lanes(b)}, {lanes(c)})"
    return Body([], whole_warp=f"w.{target[:-1].lower()}[{target[-1]}] = chosen(g, {value}, {lanes(target)});")


@form("P2R")
def predicates_to_register(i):
    target, source, old, mask = i.operands
    if source != "PR":
        raise Unknown(source)
    keep = number(mask)
    return Body([(target, f"({u32(old)} & {~keep & 0xFFFFFFFF:#x}u) | (w.predicates(l) & {keep:#x}u)")])


@form("R2P")
def register_to_predicates(i):
    target, source, mask = i.operands
    if target != "PR":
        raise Unknown(target)
    return Body([(f"P{n}", f"({u32(source)} >> {n} & 1u) != 0") for n in range(7) if number(mask) >> n & 1])


# --- floating-point numbers ----------------------------------------------------------------------------------------

@form("FADD", "FMUL", "FFMA", "DADD", "DMUL", "DFMA")
def arithmetic(i):
    target, *sources = i.operands
    terms = [(f32 if i.base[0] == "F" else f64)(source) for source in sources]
    if i.has("FTZ"):
        terms = [f"flushed({term})" for term in terms]
    if any(m not in ("FTZ", *ROUNDINGS) for m in i.modifiers):
        raise Unknown(".".join(i.modifiers))
    kind = i.base[1:]
    if rounding := i.one_of(ROUNDINGS):
        if kind == "ADD":
            raise Unknown("rounded sum")
        if kind == "MUL":
            terms.append("-0.0f" if i.base[0] == "F" else "-0.0")
        value = f"rounded({ROUNDINGS[rounding]}, {', '.join(terms)})"
    else:
        value = {"ADD": "{} + {}", "MUL": "{} * {}", "FMA": "fma({}, {}, {})"}[kind].format(*terms)
    if i.has("FTZ"):
        value = f"flushed({value})"
    return Body([(target, f"bits({value})")], lane_by_lane=rounding is not None)


@form("FSEL")
def select_float(i):
    target, a, b, condition = i.operands
    return Body([(target, f"either({truth(condition)}, bits({f32(a)}), bits({f32(b)}))")])


@form("FMNMX")
def extreme_float(i):
    target, a, b, smaller = i.operands
    nan = "true" if i.has("NAN") else "false"
    return Body([(target, f"bits(extreme({f32(a)}, {f32(b)}, {truth(smaller)}, {nan}))")])


@form("FCHK")
def check_division(i):
    target, a, b = i.operands
    return Body([(target, f"needs_slow_division({f32(a)}, {f32(b)})")])


@form("MUFU")
def approximate(i):
    target, a = i.operands
    kind = i.modifiers[0]
    if kind in ("RCP64H", "RSQ64H"):  # upper half of a double to that of the result
        source = u32(a) if is_register(a) else f"{i.immediate:#x}u"
        return Body([(target, f"approximate_{kind.lower()}({source})")], lane_by_lane=True)
    if kind not in ("RCP", "RSQ", "LG2", "EX2"):
        raise Unknown(kind)
    return Body([(target, f"bits(approximate_{kind.lower()}({f32(a)}))")], lane_by_lane=True)


INTEGERS = {"U64": ("to_u64", u64), "U32": ("to_u32", u32)}
WHOLE = {"TRUNC": "{}", "FLOOR": "std::floor({})", "CEIL": "std::ceil({})", None: "std::nearbyint({})"}


def whole(i, value):
    """Number rounded to a whole one, as the instruction says."""
    return WHOLE[i.one_of(WHOLE)].format(f"flushed({value})" if i.has("FTZ") else value)


def without(i, *known):
    if rest := set(i.modifiers) - set(known):
        raise Unknown(".".join(sorted(rest)))


@form("F2F", "FRND")
def convert_float(i):
    """Number of another precision, or a whole one."""
    target, a = i.operands
    if i.base == "FRND":
        without(i, "F64", "FTZ", *WHOLE)
        return Body([(target, f"bits({whole(i, f64(a) if i.has('F64') else f32(a))})")])
    if i.modifiers == ["F64", "F32"]:
        return Body([(target, f"bits(static_cast<double>({f32(a)}))")])
    if i.modifiers == ["F32", "F64"]:
        return Body([(target, f"bits(static_cast<float>({f64(a)}))")])
    raise Unknown(".".join(i.modifiers))


@form("F2I")
def float_to_integer(i):
    target, a = i.operands
    without(i, "U64", "U32", "F64", "FTZ", "NTZ", *WHOLE)
    value = whole(i, f64(a) if i.has("F64") else f32(a))
    name, _ = INTEGERS.get(i.one_of(INTEGERS), ("to_i32", None))
    return Body([(target, f"unsigned32({name}({value}))" if name == "to_i32" else f"{name}({value})")])


@form("I2F", "I2FP")
def integer_to_float(i):
    target, a = i.operands
    without(i, "U64", "U32", "S32", "F64", "F32", "RP")
    _, read = INTEGERS.get(i.one_of(INTEGERS), (None, i32))
    if i.has("RP"):
        if read is i32 or i.has("F64"):
            raise Unknown("rounding")
        return Body([(target, f"bits(rounded_up({read(a)}))")], lane_by_lane=True)
    return Body([(target, f"bits(static_cast<{'double' if i.has('F64') else 'float'}>({read(a)}))")])


# --- memory --------------------------------------------------------------------------------------------------------

@form("LDC", "ULDC", "LDCU")
def load_constant(i):
    target, source = i.operands
    if i.has("128"):
        kind, n = target.rstrip("0123456789"), int(target.lstrip("UR"))
        return Body([(f"{kind}{n + k}", f"w.constant<u32>({constant(source, 4 * k)})") for k in range(4)], lane_by_lane=True)
    if i.has("U8"):
        return Body([(target, f"u32{{w.constant<unsigned char>({constant(source)})}}")], lane_by_lane=True)
    return Body([(target, f"w.constant<{'u64' if i.has('64') else 'u32'}>({constant(source)})")], lane_by_lane=True)


@form("S2R", "S2UR")
def special_register(i):
    target, source = i.operands
    lane = "0" if i.base == "S2UR" else "l"
    return Body([(target, f"w.special(Special::{source.replace('.', '_')}, {lane})")])


SPACES = {"G": "global", "S": "shared", "L": "local"}


@form("LDG", "LDS", "LDL")
def load(i):
    if i.has("256"):
        return load_octet(i)
    target, source = i.operands
    space = SPACES[i.base[2]]
    return Body([], each_lane=f"w.load<{i.bytes()}>({file_index(target)}, l, w.{space}({address(source)}, {i.bytes()}, "
                              f"Access::read, l, {i.at:#x}));")


def load_octet(i):
    """Load of 32 bytes to two groups of four registers, of which the upper is named first."""
    upper, lower, source = i.operands
    return Body([], each_lane=f"const unsigned char* const from = w.global({address(source)}, 32, Access::read, l, {i.at:#x}); "
                              f"w.load<16>({file_index(lower)}, l, from); w.load<16>({file_index(upper)}, l, from + 16);")


@form("STG", "STS", "STL")
def store(i):
    target, source = i.operands
    space = SPACES[i.base[2]]
    return Body([], each_lane=f"w.store<{i.bytes()}>({file_index(source)}, l, w.{space}({address(target)}, {i.bytes()}, "
                              f"Access::write, l, {i.at:#x}));")


UPDATES = {"ADD": "add", "OR": "bit_or", "AND": "bit_and", "XOR": "bit_xor", "EXCH": "exch", "MIN": "min", "MAX": "max"}


@form("RED", "REDG", "ATOMS", "ATOMG", "ATOM")
def atomic(i):
    """Update of a word in memory, with what it was before."""
    operands = [o for o in i.operands if not is_predicate(o)]
    before = "RZ" if i.base.startswith("RED") else operands.pop(0)
    target, *value = operands
    space = "shared" if i.base == "ATOMS" else "global"
    kind, read = ("u64", u64) if i.has("64") else ("u32", u32)
    if i.has("POPC"):
        name, value = "ADD", "1u"
    else:
        name, value = i.one_of(UPDATES), read(*value)
    if name is None or i.has("S32") or i.has("F32") or i.has("F64"):
        raise Unknown(".".join(i.modifiers))
    size = 8 if kind == "u64" else 4
    update = f"update<{kind}, Update::{UPDATES[name]}>(w.{space}({address(target)}, {size}, Access::update, l, {i.at:#x}), {value})"
    if before in ("RZ", "URZ"):
        return Body([], each_lane=f"{update};")
    keep = f"w.r[{file_index(before)}][l] = before;" if kind == "u32" else f"w.put({file_index(before)}, l, before);"
    return Body([], each_lane=f"const {kind} before = {update}; {keep}")


def file_index(text):
    """Number of a register, -1 for none."""
    if text in ("RZ", "URZ"):
        return -1
    if not re.fullmatch(r"R\d+", text):
        raise Unknown(text)
    return int(text[1:])


# --- what lanes of a warp do together ------------------------------------------------------------------------------

@form("VOTE", "VOTEU")
def vote(i):
    """Ballot of a predicate, and whether it holds in any lane or in all."""
    target = i.take() if is_register(i.operands[0]) else "RZ"
    found = i.take() if len(i.operands) > 1 else "PT"
    source = i.take()
    i.end()
    everyone = f"w.require_all(g, {i.at:#x}); " if target not in ("RZ",) and i.base == "VOTE" else ""
    text = f"{everyone}const u32 x = {lanes(source)} & g; "
    if target.startswith("UR") and target != "URZ":
        text += f"w.ur[{target[2:]}] = x; "
    elif target not in ("RZ", "URZ"):
        text += f"for (int l = 0; l < warp_size; ++l) put(w.r[{file_index(target)}][l], bit(g, l), x); "
    if found not in ("PT", "UPT"):
        holds = {"ANY": "x != 0", "ALL": "x == g"}[i.modifiers[0]]
        kind, n = found[:-1].lower(), found[-1]
        text += f"w.{kind}[{n}] = chosen({'g' if kind == 'p' else 'all_lanes'}, {holds} ? all_lanes : 0u, w.{kind}[{n}]);"
    return Body([], whole_warp=text)


@form("REDUX")
def reduce(i):
    target, source = i.operands
    if i.modifiers != ["SUM"] or not target.startswith("UR"):
        raise Unknown(".".join(i.modifiers))
    return Body([], whole_warp=f"w.require_all(g, {i.at:#x}); u32 sum = 0; "
                               f"for (int l = 0; l < warp_size; ++l) sum += bit(g, l) ? {u32(source)} : 0u; "
                               f"w.ur[{target[2:]}] = sum;")


@form("SHFL")
def shuffle(i):
    found, target, source, lane, last = i.operands
    whole_warp = "0u" if i.modifiers == ["UP"] else "0x1fu"
    from_lane = {"IDX": "{} & 31u", "UP": "unsigned32(l) - {}", "DOWN": "unsigned32(l) + {}", "BFLY": "unsigned32(l) ^ {}"}
    text = (f"w.require_all(g, {i.at:#x}); w.require_whole_shuffle({u32(last).replace('[l]', '[first_lane(g)]')} == {whole_warp}, "
            f"{i.at:#x}); u32 x[warp_size], valid = 0; "
            f"for (int l = 0; l < warp_size; ++l) x[l] = {u32(source)}; "
            f"for (int l = 0; l < warp_size; ++l) {{ const u32 from = {from_lane[i.modifiers[0]].format(u32(lane))}; "
            f"valid |= u32{{from < 32u}} << l; ")
    if target != "RZ":
        text += f"put(w.r[{file_index(target)}][l], bit(g, l), x[from < 32u ? from : unsigned32(l)]); "
    text += "} "
    if found != "PT":
        text += f"w.p[{found[-1]}] = chosen(g, valid, w.p[{found[-1]}]);"
    return Body([], whole_warp=text)


@form("R2UR")
def to_uniform(i):
    predicates = [i.take()] if is_predicate(i.operands[0]) else []
    target, source = i.operands
    if any(p not in ("PT", "UPT") for p in predicates):
        raise Unknown("predicate")
    return Body([], whole_warp=f"const int l = first_lane(g); w.ur[{target[2:]}] = {u32(source)};")


@form("NOP", "YIELD", "ENDCOLLECTIVE")
def nothing(i):
    return Body([])
