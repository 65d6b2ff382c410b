"""Word documents, read back as the text that a person sees."""

from io import BytesIO
from pathlib import Path

from docx import Document
from docx.table import Table


def read_document(docx: bytes | Path) -> list[str]:
    """Return the paragraphs in order; a table's row is one, ` | ` between its cells."""
    content = docx.read_bytes() if isinstance(docx, Path) else docx
    lines = []
    for block in Document(BytesIO(content)).iter_inner_content():
        if isinstance(block, Table):
            lines += [
                " | ".join(cell.text.replace("\n", " / ") for cell in row.cells)
                for row in block.rows
            ]
        else:
            lines.append(block.text.replace("\xa0", " "))
    return [line for line in lines if line.strip()]


def make_template(path: Path, *paragraphs: str) -> Path:
    """Write an office's own template, a tag or a text in each paragraph."""
    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    document.save(str(path))
    return path
