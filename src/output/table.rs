//! Tables for people: fitted to a terminal, or plain aligned columns in a pipe.

use comfy_table::presets::NOTHING;
use comfy_table::{
    Attribute, Cell, CellAlignment, Color, ColumnConstraint, ContentArrangement, LineStyle, Table,
};
use console::measure_text_width;
use crossterm::style::force_color_output;

use crate::model::{JsonObject, Moment};
use crate::output::terminal::Terminal;
use crate::output::view::{ColumnKind, Shown};
use crate::output::{Options, cell, safe};

/// What a terminal that does not tell its width is taken for.
const USUAL_WIDTH: u16 = 80;

/// Columns between two columns.
const GAP: u16 = 2;

/// Where and when a table is shown.
pub(super) struct Style<'a> {
    terminal: &'a Terminal,
    headers: bool,
    now: Moment,
}

impl<'a> Style<'a> {
    pub(super) fn new(options: &'a Options) -> Self {
        Self { terminal: &options.terminal, headers: options.headers, now: options.now }
    }

    /// A table of many rows, whose key of identity is `ids`.
    pub(super) fn many(&self, rows: &[JsonObject], columns: &[Shown<'_>], ids: &str) -> String {
        let titles = self.headers.then(|| columns.iter().map(|column| safe(column.title)));
        let cells = rows.iter().map(|row| columns.iter().map(|column| self.cell(row, column)));
        if self.terminal.stdout_is_terminal {
            let titles = titles.map(|titles| titles.map(String::from).collect());
            self.fitted(titles, cells.map(Iterator::collect).collect(), columns, ids)
        } else {
            let titles = titles.map(|titles| titles.map(|title| title.to_uppercase()).collect());
            let rows: Vec<_> = cells.map(Iterator::collect).collect();
            self.aligned(titles.as_ref(), &rows, columns)
        }
    }

    /// The fields of one object, a line each.
    pub(super) fn one(&self, object: &JsonObject) -> String {
        let fields: Vec<_> = cell::fields(object)
            .into_iter()
            .map(|(key, value)| (safe(&key).into_owned(), self.with_age(&value)))
            .collect();
        let width = fields.iter().map(|(key, _)| measure_text_width(key)).max().unwrap_or(0);
        let line = |(key, value): &(String, String)| {
            let space = " ".repeat(width - measure_text_width(key) + usize::from(GAP));
            let key = self.bold().apply_to(key);
            format!("{key}{space}{value}").trim_end().to_owned() + "\n"
        };
        fields.iter().map(line).collect()
    }

    /// Wraps what does not fit. The ids are not wrapped if they leave half of the width: they are
    /// there to be copied.
    fn fitted(
        &self,
        titles: Option<Vec<String>>,
        rows: Vec<Vec<String>>,
        columns: &[Shown<'_>],
        ids: &str,
    ) -> String {
        let width = self.terminal.width.unwrap_or(USUAL_WIDTH);
        let mut table = Table::new();
        table
            .load_style(NOTHING.header_separator(LineStyle::none().fill('─')))
            .force_no_tty()
            .set_content_arrangement(ContentArrangement::Dynamic)
            .set_width(width);
        if self.terminal.color_stdout {
            table.enforce_styling();
            // It looks at NO_COLOR by itself, but who asked for colour goes before that.
            force_color_output(true);
            table.style_text_only();
        }
        if let Some(titles) = titles {
            let bold = |title| Cell::new_owned(title).add_attribute(Attribute::Bold);
            table.set_header(titles.into_iter().map(bold));
        }
        for row in rows {
            table.add_row(row.into_iter().zip(columns).map(|(text, column)| {
                match column.status_color(&text) {
                    Some(color) => Cell::new_owned(text).fg(Color::AnsiValue(color)),
                    None => Cell::new_owned(text),
                }
            }));
        }
        let widths = table.column_max_content_widths();
        for ((column, shown), content) in table.column_iter_mut().zip(columns).zip(widths) {
            column.set_padding((0, GAP));
            if shown.kind == ColumnKind::Number {
                column.set_cell_alignment(CellAlignment::Right);
            }
            if shown.key == ids && content <= width / 2 {
                column.set_constraint(ColumnConstraint::ContentWidth);
            }
        }
        table.lines().map(|line| line.trim_end().to_owned() + "\n").collect()
    }

    /// Cuts and wraps nothing. Not the other's work: its widths end at 65,535.
    fn aligned(
        &self,
        titles: Option<&Vec<String>>,
        rows: &[Vec<String>],
        columns: &[Shown<'_>],
    ) -> String {
        let width = |index: usize| {
            let cells = titles.into_iter().chain(rows).filter_map(|row| row.get(index));
            cells.map(|text| measure_text_width(text)).max().unwrap_or(0)
        };
        let widths: Vec<_> = (0..columns.len()).map(width).collect();
        let header = titles.map(|titles| {
            let cells = titles.iter().zip(columns).zip(&widths);
            let cells = cells.map(|((text, column), width)| column.pad(text, *width, &self.bold()));
            cells.collect()
        });
        let rows = rows.iter().map(|row| {
            let cells = row.iter().zip(columns).zip(&widths);
            let cells = cells.map(|((text, column), width)| {
                let color = column.status_color(text);
                let style = color.map_or(self.plain(), |color| self.plain().color256(color));
                column.pad(text, *width, &style)
            });
            cells.collect()
        });
        let line = |cells: Vec<_>| cells.join("  ").trim_end().to_owned() + "\n";
        header.into_iter().chain(rows).map(line).collect()
    }

    fn plain(&self) -> console::Style {
        console::Style::new().force_styling(self.terminal.color_stdout)
    }

    fn bold(&self) -> console::Style {
        self.plain().bold()
    }

    fn cell(&self, row: &JsonObject, column: &Shown<'_>) -> String {
        let text = cell::text(row.get(column.key), ", ");
        match text.parse() {
            Ok(moment) if column.kind == ColumnKind::Time && self.terminal.stdout_is_terminal => {
                cell::age(moment, self.now)
            }
            _ => safe(&text).into_owned(),
        }
    }

    /// A value by itself has room for both: the exact time, and its age for people.
    fn with_age(&self, text: &str) -> String {
        match text.parse() {
            Ok(moment) if self.terminal.stdout_is_terminal => {
                format!("{} ({})", safe(text), cell::age(moment, self.now))
            }
            _ => safe(text).into_owned(),
        }
    }
}

impl Shown<'_> {
    /// A cell of the column, as wide as the terminal shows it, which `format!` does not know.
    fn pad(&self, text: &str, width: usize, style: &console::Style) -> String {
        let space = " ".repeat(width.saturating_sub(measure_text_width(text)));
        let text = style.apply_to(text);
        match self.kind {
            ColumnKind::Number => format!("{space}{text}"),
            _ => format!("{text}{space}"),
        }
    }
}
