"""What the measurements are told in: Markdown, figures against targets."""

from dataclasses import dataclass, field


@dataclass
class Target:
    """A figure, what is wanted of it, and whether that holds."""
    what: str
    measured: str
    wanted: str
    holds: bool


@dataclass
class Section:
    """One part of the results."""
    title: str
    text: str
    targets: list[Target] = field(default_factory=list)

    def target(self, what, measured, wanted, holds):
        self.targets.append(Target(what, measured, wanted, holds))


def table(header, rows):
    """A Markdown table; the first column is text, the others are figures."""
    lines = [header, ["---"] + ["---:"] * (len(header) - 1), *rows]
    return "".join(f"| {' | '.join(map(str, line))} |\n" for line in lines)


def at_least(section, what, value, wanted, form, aim=""):
    """A figure and a target of that format; what is aimed for beyond it is told."""
    told = f"at least {form.format(wanted)}{aim}"
    section.target(what, form.format(value), told, value >= wanted)


def at_most(section, what, value, wanted, form):
    section.target(what, form.format(value), f"at most {form.format(wanted)}", value <= wanted)
