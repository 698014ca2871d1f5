import ArgusMatcher
import ArgusOracle

extension FieldArena {
  static func of(_ texts: String...) -> FieldArena {
    var arena = FieldArena()
    for text in texts { arena.append(field: Array(text.utf8)) }
    return arena
  }
}
