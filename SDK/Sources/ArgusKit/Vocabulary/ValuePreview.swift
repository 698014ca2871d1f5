/// This is the only way a matched value is shown to people.
public enum ValuePreview {
  /// Masks `value`: the first characters, at most four and at most a quarter of the value, then `****`.
  ///
  /// Line breaks and control characters never appear in the result.
  public static func mask(_ value: Sensitive<String>) -> String {
    value.withExposed { text in
      let shown = min(4, text.count / 4)
      let head = text.prefix(shown).map { character -> Character in
        let isPlain = character.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }
        return isPlain ? character : "·"
      }
      return String(head) + "****"
    }
  }
}
