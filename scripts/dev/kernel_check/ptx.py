"""Instructions of each kernel in a PTX file, by class."""
import re

CLASSES = ("total", "fp64", "fp32", "integer", "integer_64", "loads_global", "stores_global", "loads_shared",
           "stores_shared", "loads_local", "stores_local", "atomics", "atomics_shared_64", "branches", "calls")
_INTEGER = {"add", "sub", "mul", "mul24", "mad", "mad24", "addc", "subc", "madc", "div", "rem", "abs", "neg", "min", "max",
            "popc", "clz", "bfind", "brev", "bfe", "bfi", "dp4a", "sad", "set", "setp", "slct", "and", "or", "xor",
            "not", "lop3", "shl", "shr", "shf", "prmt"}
_MOVING = {"ld", "ldu", "st", "mov", "cvt", "selp", "cvta", "atom", "red", "shfl"}


def classes_of(opcode):
    """Classes of one instruction, from its opcode with all its suffixes."""
    parts = opcode.split(".")
    base = parts[0]
    width = {"f64": "fp64", "f32": "fp32"}
    if base in ("ld", "ldu", "st"):
        kind = "stores" if base == "st" else "loads"
        space = next((p.split("::")[0] for p in parts if p.split("::")[0] in ("global", "shared", "local", "param", "const")),
                     "global")  # generic addresses: counted as the dearer
        return {f"{kind}_{space}"} & set(CLASSES)
    if base in ("atom", "red"):
        wide = "shared" in opcode and any(p in ("u64", "s64", "b64", "f64") for p in parts)
        return {"atomics"} | ({"atomics_shared_64"} if wide else set())
    if base in ("bra", "brx"):
        return {"branches"}
    if base == "call":
        return {"calls"}
    if base in _MOVING:
        return set()
    for part in parts[1:]:
        if part in width:
            return {width[part]}
    if base in _INTEGER and len(parts) > 1 and parts[-1] != "pred":
        return {"integer", "integer_64"} if parts[-1].endswith("64") or "wide" in parts else {"integer"}
    return set()


def parse(text):
    """{mangled name: {"threads": block size or 0, "instructions": {class: number}}} of the entry functions."""
    kernels = {}
    for match in re.finditer(r"^(?:\.\w+ )*\.entry ([\w$]+)\(.*?^\)(.*?)^\{\n(.*?)^\}", text, re.M | re.S):
        name, attributes, body = match.groups()
        counts = dict.fromkeys(CLASSES, 0)
        # An instruction begins its line, perhaps after a predicate; what has a dot there is a directive.
        for opcode in re.findall(r"^\s*(?:@!?%\w+ +)?([a-z][\w.:]*)[ \t;]", body, re.M):
            if opcode.endswith(":"):
                continue
            counts["total"] += 1
            for kind in classes_of(opcode):
                counts[kind] += 1
        threads = re.search(r"\.maxntid (\d+)", attributes)
        kernels[name] = {"threads": int(threads[1]) if threads else 0, "instructions": counts}
    return kernels
