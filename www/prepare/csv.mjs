/**
 * The little of RFC 4180 that products.csv needs: quoted fields, doubled quotes, line breaks inside quotes.
 * The file pads its columns with spaces, so fields are trimmed.
 *
 * @param {string} text
 * @returns {Record<string, string>[]} one object a row, keyed by the header
 */
export function parseCsv(text) {
  const rows = splitRows(text);
  const header = rows.shift() ?? [];
  return rows
    .filter((row) => row.some((field) => field !== ""))
    .map((row) => Object.fromEntries(header.map((name, i) => [name, row[i] ?? ""])));
}

function splitRows(text) {
  const rows = [];
  let row = [];
  let field = "";
  let quoted = false;
  const endField = () => {
    row.push(field.trim());
    field = "";
  };
  for (let i = 0; i < text.length; i += 1) {
    const c = text[i];
    if (quoted) {
      if (c !== '"') field += c;
      else if (text[i + 1] === '"') field += text[(i += 1)];
      else quoted = false;
    } else if (c === '"') {
      // Padding before an opening quote is not part of the field.
      field = "";
      quoted = true;
    } else if (c === ",") endField();
    else if (c === "\n") {
      endField();
      rows.push(row);
      row = [];
    } else if (c !== "\r") field += c;
  }
  if (field !== "" || row.length > 0) {
    endField();
    rows.push(row);
  }
  return rows;
}
