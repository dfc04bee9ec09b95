"""Results as files: DATE.json and DATE.md, the plots, and the parts of documents that show them."""

import json
import os

from harness import goals, machine, plots, tools
from harness.parts import bundles

RESULTS = os.path.join(tools.BENCHMARKS, "results")
# Documents with lines <!-- results: NAME --> and <!-- end of results -->; between them goes NAME.
DOCUMENTS = ["docs/performance.md", "README.md"]


def load(path):
    if not os.path.exists(path):
        return {}
    with open(path, encoding="utf-8") as f:
        return json.load(f)


def sections(results, parts, images, folder):
    """Name to lines of Markdown, for a document in that folder."""
    def link(path):
        return os.path.relpath(path, folder)

    found = {"goals": goals.table(results["parts"])}
    for part in parts:
        if part.NAME in results["parts"]:
            found[part.NAME] = part.table(results["parts"][part.NAME])
    if bundles.NAME in results["parts"]:
        found["short"] = bundles.short_table(results["parts"][bundles.NAME])
    for path, title in images:
        name = os.path.basename(path)[:-len(".svg")]
        found["plot " + name] = ["![%s](%s)" % (title, link(path))]
    found["machine"] = ["Taken %s with `%s`." % (results["about"]["taken"], results["command"]),
                        machine.sentence(results["about"])]
    return found


def fill(path, found):
    """Puts the sections where the document asks for them."""
    with open(path, encoding="utf-8") as f:
        lines = f.read().split("\n")
    out, inside = [], False
    for line in lines:
        if line == "<!-- end of results -->":
            inside = False
        if not inside:
            out.append(line)
        if line.startswith("<!-- results: "):
            name = line[len("<!-- results: "):-len(" -->")]
            inside = True
            out += ["", *found[name], ""] if name in found else [""]
    with open(path, "w", encoding="utf-8") as f:
        f.write("\n".join(out))


def save(path, results):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as f:
        json.dump(results, f, indent=1, ensure_ascii=False)
        f.write("\n")


def write(path, results, parts, documents):
    """path: of the JSON; the rest goes beside it. documents: whether docs/ and README show it."""
    folder = os.path.dirname(path)
    save(path, results)
    images = plots.draw(results["parts"], os.path.join(folder, "plots"))
    found = sections(results, parts, images, folder)
    order = ["machine", "goals", *(p.NAME for p in parts if p.NAME in found)]
    title = os.path.basename(path)[:-len(".json")]
    with open(path[:-len("json")] + "md", "w", encoding="utf-8") as f:
        pieces = [found[name] for name in order] + [
            found[n] for n in found if n.startswith("plot ")]
        f.write("# %s\n\n" % title + "\n\n".join("\n".join(p) for p in pieces) + "\n")
    for document in DOCUMENTS if documents else []:
        whole = os.path.join(tools.ROOT, document)
        fill(whole, sections(results, parts, images, os.path.dirname(whole)))
