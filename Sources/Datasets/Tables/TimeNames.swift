/// Names that say that a column holds times, or parts of them.
enum TimeNames {
  static func contains(_ name: String) -> Bool { all.contains(plain(name)) }

  /// Small letters, without the marks around that some programs write: <DATE>, [date].
  static func plain(_ name: String) -> String {
    let marks: Set<Character> = ["<", ">", "[", "]", "(", ")", "\"", " ", "_"]
    let start = name.lowercased().drop { marks.contains($0) }
    return String(start.reversed().drop { marks.contains($0) }.reversed())
  }

  /// Of columns with HHMM or HHMMSS after a column of dates.
  static let timesOfDay: Set<String> = [
    "time", "hhmm", "hhmmss", "uhrzeit", "zeit", "hora", "ora", "heure", "czas", "tijd",
  ]
  static let years: Set<String> = [
    "year", "yr", "yyyy", "jahr", "année", "annee", "año", "anno", "ano",
  ]
  static let quarters: Set<String> = ["quarter", "qtr"]
  static let months: Set<String> = ["month", "mon", "mo", "mm", "monat", "mois", "mes", "mese"]
  static let days: Set<String> = ["day", "dd", "dom", "tag", "jour", "día", "dia"]
  static let daysOfYear: Set<String> = ["doy", "dayofyear", "day_of_year", "yday", "julian_day"]
  static let hours: Set<String> = ["hour", "hr", "hh", "stunde"]
  static let minutes: Set<String> = ["minute", "min"]
  static let seconds: Set<String> = ["second", "sec"]

  private static let all: Set<String> = years.union(quarters).union(months).union(days)
    .union(daysOfYear).union(hours).union(minutes).union(seconds).union([
      "week", "weekday", "dayofweek", "doy", "yearweek", "year_week", "yyyyww", "isoweek", "kw",
      "yearmonth", "year_month", "yyyymm", "yearmon", "decimal_year", "decimal year",
      "decimal_date", "decimal date", "dec_year", "decyear", "year_decimal",
      "year_frac", "fractional_year", "zeitstempel", "timestamp_utc", "utc_timestamp",
      "datetime_utc", "date_utc",
      "local_time", "date", "time", "datetime", "date time",
      "date_time", "timestamp", "epoch", "unixtime", "unix", "ds", "dt", "when", "period", "ts",
      "open_time", "close_time", "open time", "close time", "datum", "zeit", "uhrzeit", "fecha",
      "hora", "data", "ora", "utc", "time_stamp", "created_at", "observation_date",
    ])
}
