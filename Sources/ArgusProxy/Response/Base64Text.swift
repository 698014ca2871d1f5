/// This is base64 with padding, standard alphabet.
enum Base64Text {
  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  static func encode(_ bytes: some Collection<UInt8>) -> String {
    var result: [UInt8] = []
    result.reserveCapacity((bytes.count + 2) / 3 * 4)
    var group: UInt32 = 0
    var held = 0
    func emit(_ letters: Int) {
      for place in 0..<4 {
        let index = Int(group >> UInt32(18 - 6 * place)) & 0x3F
        result.append(place < letters ? alphabet[index] : UInt8(ascii: "="))
      }
    }
    for byte in bytes {
      group |= UInt32(byte) << UInt32(16 - 8 * held)
      held += 1
      if held == 3 {
        emit(4)
        group = 0
        held = 0
      }
    }
    if held > 0 { emit(held + 1) }
    return String(decoding: result, as: UTF8.self)
  }
}
