"""Case files with many stages or many conditions, for growth.py."""

STAGES = {"pulse": ('duration = "1 hour"', "eta_shift = 1e-4"),
          "ramp": ('duration = "1 day"', "eta_shift = 1e-4", "eta_shift = 0"),  # up, then down
          "warm-up": ('duration = "1 day"', "refill = 0.1")}


def history(kind, count):
    """al-on-si with a stage of some kind every 30 days."""
    duration, *levels = STAGES[kind]
    stages = (f'\n[[history]]\nkind = "{kind}"\nstart = "{30 * (i + 1)} days"\n{duration}\n{levels[i % len(levels)]}\n'
              for i in range(count))
    return 'preset = "al-on-si"\n' + "".join(stages)


def conditions(count):
    """tungsten-1000kev at evenly spaced temperatures from 17 to 300 K."""
    temperatures = (f'"{17 + 283 * (i + 0.5) / count:.9g} K"' for i in range(count))
    return f'preset = "tungsten-1000kev"\nwatch.temperatures = [{", ".join(temperatures)}]\n'
