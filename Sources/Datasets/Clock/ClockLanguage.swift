/// Languages whose names of months are read. No word is one month in one of them and another month in
/// another.
package enum ClockLanguage: Int, CaseIterable, Sendable {
  case english, german, french, spanish, italian, portuguese, dutch

  /// [12] in title case: the name as it is written, then other spellings.
  private var full: [[String]] {
    switch self {
    case .english: ClockNames.months.map { [$0] }
    case .german:
      [
        ["Januar", "Jänner"], ["Februar"], ["März", "Maerz"], ["April"], ["Mai"], ["Juni"],
        ["Juli"],
        ["August"], ["September"], ["Oktober"], ["November"], ["Dezember"],
      ]
    case .french:
      [
        ["Janvier"], ["Février", "Fevrier"], ["Mars"], ["Avril"], ["Mai"], ["Juin"], ["Juillet"],
        ["Août", "Aout"], ["Septembre"], ["Octobre"], ["Novembre"], ["Décembre", "Decembre"],
      ]
    case .spanish:
      [
        ["Enero"], ["Febrero"], ["Marzo"], ["Abril"], ["Mayo"], ["Junio"], ["Julio"], ["Agosto"],
        ["Septiembre", "Setiembre"], ["Octubre"], ["Noviembre"], ["Diciembre"],
      ]
    case .italian:
      [
        ["Gennaio"], ["Febbraio"], ["Marzo"], ["Aprile"], ["Maggio"], ["Giugno"], ["Luglio"],
        ["Agosto"], ["Settembre"], ["Ottobre"], ["Novembre"], ["Dicembre"],
      ]
    case .portuguese:
      [
        ["Janeiro"], ["Fevereiro"], ["Março", "Marco"], ["Abril"], ["Maio"], ["Junho"], ["Julho"],
        ["Agosto"], ["Setembro"], ["Outubro"], ["Novembro"], ["Dezembro"],
      ]
    case .dutch:
      [
        ["Januari"], ["Februari"], ["Maart"], ["April"], ["Mei"], ["Juni"], ["Juli"], ["Augustus"],
        ["September"], ["Oktober"], ["November"], ["December"],
      ]
    }
  }

  /// [12] the same of short forms.
  private var short: [[String]] {
    switch self {
    case .english:
      ClockNames.months.map { [String($0.prefix(3))] + ($0 == "September" ? ["Sept"] : []) }
    case .german:
      [
        ["Jan"], ["Feb"], ["Mär", "Mrz"], ["Apr"], ["Mai"], ["Jun"], ["Jul"], ["Aug"],
        ["Sep", "Sept"], ["Okt"], ["Nov"], ["Dez"],
      ]
    case .french:
      [
        ["Janv", "Jan"], ["Févr", "Fév", "Fevr", "Fev"], ["Mars", "Mar"], ["Avr"], ["Mai"],
        ["Juin"],
        ["Juil"], ["Août", "Aoû", "Aout"], ["Sept", "Sep"], ["Oct"], ["Nov"], ["Déc", "Dec"],
      ]
    case .spanish:
      [
        ["Ene"], ["Feb"], ["Mar"], ["Abr"], ["May"], ["Jun"], ["Jul"], ["Ago"], ["Sep", "Sept"],
        ["Oct"], ["Nov"], ["Dic"],
      ]
    case .italian:
      [
        ["Gen"], ["Feb"], ["Mar"], ["Apr"], ["Mag"], ["Giu"], ["Lug"], ["Ago"], ["Set", "Sett"],
        ["Ott"], ["Nov"], ["Dic"],
      ]
    case .portuguese:
      [
        ["Jan"], ["Fev"], ["Mar"], ["Abr"], ["Mai"], ["Jun"], ["Jul"], ["Ago"], ["Set"], ["Out"],
        ["Nov"], ["Dez"],
      ]
    case .dutch:
      [
        ["Jan"], ["Feb"], ["Mrt"], ["Apr"], ["Mei"], ["Jun"], ["Jul"], ["Aug"], ["Sep", "Sept"],
        ["Okt"], ["Nov"], ["Dec"],
      ]
    }
  }

  /// The name of a month from 1, in title case.
  package func month(_ number: Int, isFull: Bool) -> String {
    (isFull ? full : short)[number - 1][0]
  }

  /// A cell has a name that the language does not.
  var excluded: ClockTraits { ClockTraits(rawValue: ClockTraits.firstLanguage << UInt32(rawValue)) }

  /// The language of a column's names, the first one that has them all.
  init(_ traits: ClockTraits) {
    self = Self.allCases.first { traits.isDisjoint(with: $0.excluded) } ?? .english
  }

  /// Every name, by its key.
  static let words: [UInt128: ClockNames.Word] = {
    var words: [UInt128: ClockNames.Word] = [:]
    let all = allCases.reduce(into: ClockTraits()) { $0.formUnion($1.excluded) }
    for language in allCases {
      for (isShort, names) in [(false, language.full), (true, language.short)] {
        for (place, spellings) in names.enumerated() {
          for name in spellings.map({ ClockNames.key($0.utf8) }) {
            var word =
              words[name]
              ?? ClockNames.Word(number: place + 1, isShort: false, isFull: false, excludes: all)
            if isShort { word.isShort = true } else { word.isFull = true }
            word.excludes.remove(language.excluded)
            words[name] = word
          }
        }
      }
    }
    return words
  }()
}
