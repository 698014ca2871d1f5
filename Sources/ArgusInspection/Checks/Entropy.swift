import Glibc

/// This is Shannon entropy over single bytes.
enum Entropy {
  /// 0…8; 0 for an empty value.
  static func bitsPerByte(_ value: Span<UInt8>) -> Double {
    guard !value.isEmpty else { return 0 }
    var counts = [Int](repeating: 0, count: 256)
    for index in value.indices { counts[Int(value[index])] += 1 }
    let total = Double(value.count)
    var bits = 0.0
    for count in counts where count > 0 {
      let share = Double(count) / total
      bits -= share * log2(share)
    }
    return bits
  }
}
