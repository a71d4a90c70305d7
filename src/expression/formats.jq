def row_of(format; text):
  map(
    if isstring then text
    elif . == null then ""
    elif isarray or isobject then error("a row of \(format) can't hold \(type)s")
    else tostring end
  );

def @csv: row_of("csv"; "\"" + gsub("\""; "\"\"") + "\"") | join(",");

def @tsv:
  row_of("tsv"; gsub("\\\\"; "\\\\") | gsub("\t"; "\\t") | gsub("\n"; "\\n") | gsub("\r"; "\\r"))
  | join("\t");
