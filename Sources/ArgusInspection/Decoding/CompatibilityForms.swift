/// This is the ASCII character that a compatibility form stands for, as NFKC has it for single characters: fullwidth,
/// mathematical, enclosed, superscript and letterlike ones.
///
/// Blocks are computed; only what follows no order is listed. Letters that merely look alike, such as Cyrillic ones,
/// are other letters to Unicode too.
enum CompatibilityForms {
  static func ascii(of scalar: UInt32) -> UInt8? {
    switch scalar {
    case 0xFF01...0xFF5E: return UInt8(truncatingIfNeeded: scalar - 0xFF01 + 0x21)
    case 0x1_D400...0x1_D6A3: return letter(52, scalar - 0x1_D400)
    case 0x1_D7CE...0x1_D7FF: return digit((scalar - 0x1_D7CE) % 10)
    // The block of segmented digits is as wide as it is long.
    case 0x1_FBF0...0x1_FBF9: return digit(scalar - 0x1_FBF0)
    case 0x24B6...0x24E9: return letter(52, scalar - 0x24B6)
    case 0x1_F130...0x1_F149: return letter(26, scalar - 0x1_F130)
    case 0x2460...0x2468: return digit(scalar - 0x2460 + 1)
    case 0x2074...0x2079: return digit(scalar - 0x2070)
    case 0x2080...0x2089: return digit(scalar - 0x2080)
    case 0x24EA, 0x2070: return digit(0)
    case 0xB9: return digit(1)
    case 0xB2, 0xB3: return digit(scalar - 0xB0)
    default: return listed[scalar]
    }
  }

  private static func digit(_ value: UInt32) -> UInt8 { UInt8(ascii: "0") + UInt8(truncatingIfNeeded: value) }

  /// Alphabets of upper-case, then lower-case letters that follow one another.
  private static func letter(_ count: UInt32, _ offset: UInt32) -> UInt8 {
    let index = UInt8(truncatingIfNeeded: offset % count)
    return index < 26 ? UInt8(ascii: "A") + index : UInt8(ascii: "a") + index - 26
  }

  /// The letters that the mathematical block leaves out because they had been there before, and single marks.
  private static let listed: [UInt32: UInt8] = {
    let letters: [(UInt32, Character)] = [
      (0x2102, "C"), (0x210A, "g"), (0x210B, "H"), (0x210C, "H"), (0x210D, "H"), (0x210E, "h"), (0x2110, "I"),
      (0x2111, "I"), (0x2112, "L"), (0x2113, "l"), (0x2115, "N"), (0x2119, "P"), (0x211A, "Q"), (0x211B, "R"),
      (0x211C, "R"), (0x211D, "R"), (0x2124, "Z"), (0x2128, "Z"), (0x212A, "K"), (0x212C, "B"), (0x212D, "C"),
      (0x212F, "e"), (0x2130, "E"), (0x2131, "F"), (0x2133, "M"), (0x2134, "o"), (0x2139, "i"), (0x2145, "D"),
      (0x2146, "d"), (0x2147, "e"), (0x2148, "i"), (0x2149, "j"), (0x207A, "+"), (0x208A, "+"), (0x207C, "="),
      (0x208C, "="), (0xFE50, ","), (0xFE52, "."), (0xFE54, ";"), (0xFE55, ":"), (0xFE5F, "#"), (0xFE62, "+"),
      (0xFE63, "-"), (0xFE66, "="), (0xFE68, "\\"), (0xFE69, "$"), (0xFE6A, "%"), (0xFE6B, "@"), (0xFE33, "_"),
      (0xFE34, "_"), (0xFE4D, "_"), (0xFE4E, "_"), (0xFE4F, "_"), (0x2071, "i"), (0x207F, "n"), (0x17F, "s"),
    ]
    var table: [UInt32: UInt8] = [:]
    for (scalar, character) in letters { table[scalar] = character.asciiValue }
    return table
  }()
}
