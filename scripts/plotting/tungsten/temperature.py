"""Fig. ED5: the temperature of a classical lattice that shakes as much as the quantum one."""
from .. import style
from .files import columns


def draw(folder):
    fig, (upper, lower) = style.figure(6.8, 6.6, 2, 1, sharex=True, height_ratios=(2, 1))
    kelvin, exact = columns(folder, "debye-310K.json", "temperature_K", "effective_temperature_K")
    upper.plot(kelvin, exact, color=style.BLACK, label=f"exact, Debye 310 K: {exact[0]:.2f} K at 0 K")
    for critical, colour in (("103.33", style.BLUE), ("101", style.GREEN)):
        temperature, effective = columns(folder, f"quantum-{critical}K.json", "temperature_K",
                                         "effective_temperature_K")
        upper.plot(temperature, effective, color=colour, linestyle=(0, (5, 2)),
                   label=f"$\\sqrt{{\\tau_c^2 + T^2}}$, $\\tau_c$ = {critical} K")
        lower.plot(temperature, 100 * (effective / exact - 1), color=colour, label=f"$\\tau_c$ = {critical} K")
    upper.plot(kelvin, kelvin, color=style.RED, linewidth=1, linestyle=":", label="classical: T")
    upper.set_ylabel("$T_c$ (K)")
    upper.set_ylim(0, None)
    upper.legend(loc="upper left")
    upper.set_title("How much the lattice shakes (computed, no data)")
    lower.axhline(0, color=style.GREY, linewidth=0.8)
    lower.set_ylabel("closed form less\nexact $T_c$ (%)")
    lower.set_xlabel("temperature T (K)")
    lower.set_xlim(0, kelvin[-1])
    lower.legend(loc="lower right")
    return fig
