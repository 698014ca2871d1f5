import Crypto
import Glibc

/// This is where the key of fingerprints comes from: given, kept in a file, or made once.
public enum FingerprintKey {
  static let byteCount = 32

  /// Reads 64 hexadecimal digits.
  public static func fingerprinter(hexadecimal text: String) throws(ScanFailure) -> Fingerprinter {
    let digits = text.utf8.filter { $0 != 0x0A && $0 != 0x0D && $0 != 0x20 }
    var bytes: [UInt8] = []
    var index = 0
    while index + 1 < digits.count,
      let byte = UInt8(String(decoding: digits[index...(index + 1)], as: UTF8.self), radix: 16)
    {
      bytes.append(byte)
      index += 2
    }
    guard bytes.count == byteCount, digits.count == 2 * byteCount else {
      throw ScanFailure("a fingerprint key is 64 hexadecimal digits")
    }
    return Fingerprinter(key: bytes)
  }

  /// Reads the key in `path`; nil where there is no such file.
  public static func read(_ path: FilePath) throws(ScanFailure) -> Fingerprinter? {
    guard path.status != nil else { return nil }
    var reader = FileReader()
    do {
      let file = try OpenFile(path, followsLink: true)
      try reader.load(file, upTo: 1_024)
    } catch {
      throw ScanFailure("\(path.text): \(error)")
    }
    do {
      return try fingerprinter(hexadecimal: String(decoding: reader.bytes[..<reader.count], as: UTF8.self))
    } catch {
      throw ScanFailure("\(path.text): \(error)")
    }
  }

  /// Makes a key and keeps it in `path`, readable by its owner only; an existing file is never written over.
  public static func create(_ path: FilePath) throws(ScanFailure) -> Fingerprinter {
    let bytes = random()
    let text = bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() + "\n"
    try FileWriter.create(path, Array(text.utf8), mode: 0o600)
    return Fingerprinter(key: bytes)
  }

  /// A key that nobody else will ever have: its fingerprints can be compared within one run only.
  public static func ofThisRun() -> Fingerprinter { Fingerprinter(key: random()) }

  private static func random() -> [UInt8] {
    SymmetricKey(size: .bits256).withUnsafeBytes { Array($0) }
  }
}
