"""Windows in which nothing moved."""


def draw_zeros(axis, x, colour, marker):
    """Hollow marks at zero, whole although they are on the edge of the axes."""
    if x.size:  # matplotlib cannot lay out an empty line that is not clipped
        axis.plot(x, 0 * x, marker, color=colour, markersize=4.5, markerfacecolor="none", clip_on=False)
