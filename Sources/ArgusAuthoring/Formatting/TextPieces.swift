/// This is the cutting of texts that look like credentials, so that such a thing stands nowhere in one piece and no
/// scanner of repositories takes a pack for a leak.
enum TextPieces {
  /// Shorter runs are taken for words.
  private static let shortestToken = 16
  /// Where a run is cut: within the prefix that gives it away.
  private static let cut = 2

  /// The pieces of `text`; one where nothing in it looks like a credential.
  static func of(_ text: String) -> [String] {
    let scalars = Array(text.unicodeScalars)
    var pieces: [String] = []
    var piece = String.UnicodeScalarView()
    var index = 0
    while index < scalars.count {
      var end = index
      while end < scalars.count, isTokenCharacter(scalars[end]) { end += 1 }
      if end == index {
        piece.append(scalars[index])
        index += 1
        continue
      }
      let run = scalars[index..<end]
      if looksLikeToken(run) {
        piece.append(contentsOf: run.prefix(cut))
        pieces.append(String(piece))
        piece = String.UnicodeScalarView(run.dropFirst(cut))
      } else {
        piece.append(contentsOf: run)
      }
      index = end
    }
    if !piece.isEmpty || pieces.isEmpty { pieces.append(String(piece)) }
    return pieces
  }

  static func node(of text: String) -> PackNode {
    let pieces = of(text)
    return pieces.count == 1 ? .quoted(text) : .pieces(pieces)
  }

  private static func isTokenCharacter(_ scalar: Unicode.Scalar) -> Bool {
    isLetter(scalar) || isDigit(scalar) || "_-+/.".unicodeScalars.contains(scalar)
  }

  private static func looksLikeToken(_ run: ArraySlice<Unicode.Scalar>) -> Bool {
    run.count >= shortestToken && run.contains(where: isDigit) && run.contains(where: isLetter)
      && Set(run).count * 4 >= min(run.count, shortestToken) * 2
  }

  private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }
  private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
    ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar)
  }
}
