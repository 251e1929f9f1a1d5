"""What is said about a refused file or row: one English sentence per code, translated where it is shown."""

N_ = str  # marks a sentence for the message catalogue

FILES = {
    "missing": N_("There is no file or folder %(path)s."),
    "empty": N_("%(path)s is empty. The first line must hold the column names."),
    "not_text": N_("%(path)s is not a table in text form. Save it as CSV (UTF-8) or as XLSX."),
    "old_excel": N_("%(path)s is an old or protected Excel file. Save it without a password as XLSX or CSV (UTF-8)."),
    "bad_workbook": N_("%(path)s cannot be read as an XLSX workbook. Save it again as XLSX or as CSV (UTF-8)."),
    "too_large_inside": N_("%(path)s unpacks to more than %(limit)s MB. Save it as CSV (UTF-8) instead."),
    "unknown_encoding": N_("The characters of %(path)s are in none of UTF-8, UTF-16 and GB 18030. Save it as UTF-8."),
    "twice": N_("%(path)s has the column %(column)s twice. Rename or remove one of them."),
    "unknown_header": N_("No table of %(kind)s was recognised in %(path)s. It needs the columns %(columns)s."),
    "unknown_format": N_("There is no format %(format)s. There are: %(formats)s."),
    "not_this_kind": N_("%(path)s holds %(found)s, not %(kind)s."),
    "several_tables": N_("Several tables of %(kind)s lie in %(path)s: %(tables)s. Name the one file."),
    "dates_unproved": N_(
        "The dates in column %(column)s of %(path)s, such as %(example)s, may be read day first or month first. "
        "Say which with --dates dmy or --dates mdy."
    ),
    "dates_contradict": N_(
        "Column %(column)s of %(path)s mixes day-first and month-first dates, such as %(example)s and %(other)s. "
        "Write them as 2026-05-31."
    ),
}

ROWS = {
    "unclosed_quote": N_("A quotation mark that opens here is not closed as CSV demands."),
    "width": N_("The row has %(found)s values, the header has %(expected)s."),
    "required": N_("A value is missing."),
    "too_long": N_("The value is longer than %(limit)s characters."),
    "control_characters": N_("The value has characters that cannot be stored."),
    "rounded_number": N_("The sheet stores this number rounded to 15 digits. Format the column as text."),
    "sheet_error": N_("The cell holds the error %(value)s."),
    "not_a_date": N_("%(value)s is not a date that can be read."),
    "two_digit_year": N_("%(value)s has a year of two digits. Write four."),
    "not_an_amount": N_("%(value)s is not an amount. Write it as 1280.50."),
    "too_many_decimals": N_("%(value)s has more decimals than %(currency)s knows."),
    "not_a_count": N_("%(value)s is not a whole number from %(low)s to %(high)s."),
    "not_an_email": N_("%(value)s is not an e-mail address."),
    "not_a_currency": N_("%(value)s is not a currency code of three letters."),
    "unknown_word": N_("%(value)s is not known here. Use one of %(words)s."),
    "duplicate": N_("Line %(line)s already has this id."),
    "line_twice": N_("Line %(number)s of the order stands twice among its items."),
    "discount_too_large": N_("The discount is larger than the price of the items."),
    "taken": N_("%(value)s already belongs to something of another origin."),
    "beside": N_("Line %(line)s of %(table)s: %(reason)s"),
}

NOTICES = {
    "ignored": N_("Columns of %(table)s that are not read: %(columns)s."),
    "not_beside": N_("No table of %(kind)s lies in %(folder)s; the import goes on without it."),
    "broken_rows": N_("%(number)s rows of %(table)s could not be read, on the lines %(lines)s."),
    "orphans": N_("%(number)s rows of %(kind)s belong to no row of the table and were left out."),
}


def template(code: str) -> str:
    """The sentence for a code of any table, with its placeholders."""
    return ROWS.get(code) or NOTICES.get(code) or FILES[code]


def sentence(code: str, particulars: dict[str, object]) -> str:
    """The English sentence, filled in."""
    return template(code) % particulars
