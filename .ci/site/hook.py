"""A hook of mkdocs. It makes pages of README.md and its like, and links work as on GitHub.

Pages link to files of the repository by relative paths. On the site, a link to another page leads
to that page, and a link to any other file leads to the repository.
"""

import posixpath
import re
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

HOME = "https://github.com/driftcheck/driftcheck"
ROOT = Path(__file__).parents[2]
PAGES = {
    "README.md": "index.md",
    "CHANGELOG.md": "changelog.md",
    "CONTRIBUTING.md": "contributing.md",
    "SECURITY.md": "security.md",
}
"""Files of the repository that are pages, and the names of the pages."""
ASSETS = {f".ci/site/{name}": name for name in ("search.js", "style.css")}
RANKS = {"reference.md": 2, "changelog.md": 0.1}
"""Which pages a search finds first or last. The changelog names all options, and explains none."""
TABLE_ROW = re.compile(r"^\|.*$", re.MULTILINE)
CODE = re.compile(r"`[^`\n]+`")
LINK = re.compile(r"(?<=\]\()(?!\w+:)([^\s()#]+)")


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the files that are not in docs/."""
    for source, name in {**PAGES, **ASSETS}.items():
        files.append(File.generated(config, name, abs_src_path=str(ROOT / source)))
    return files


def on_page_markdown(markdown: str, page: Page, files: Files, **_: object) -> str:
    """Turn links to files of the repository into links of the site, and rank the page."""
    page.meta["search"] = {"boost": RANKS.get(page.file.src_uri, 1)}
    sources = {name: source for source, name in PAGES.items()}
    folder = posixpath.dirname(sources.get(page.file.src_uri, f"docs/{page.file.src_uri}"))

    def link(found: re.Match[str]) -> str:
        path = posixpath.normpath(posixpath.join(folder, found[0]))
        name = PAGES.get(path, path.removeprefix("docs/"))
        if files.get_file_from_path(name):
            return name
        kind = "tree" if (ROOT / path).is_dir() else "blob"
        return f"{HOME}/{kind}/main/{path}" if (ROOT / path).exists() else found[0]

    markdown = LINK.sub(link, markdown)
    return TABLE_ROW.sub(lambda row: CODE.sub(bars, row[0]), markdown)


def bars(code: re.Match[str]) -> str:
    """Return code of a table without the escapes of bars, which only GitHub needs."""
    return code[0].replace("\\|", "|")
