public import Glibc

/// This is a path as the system knows it: bytes that need not be UTF-8, without a NUL.
public struct FilePath: Sendable, Hashable {
  public let bytes: [UInt8]

  public init(_ text: String) { bytes = Array(text.utf8.prefix { $0 != 0 }) }
  public init(bytes: [UInt8]) { self.bytes = bytes }

  /// The path for people and in baselines: a byte that is not UTF-8 reads `\xFF`, so that two names stay two.
  public var text: String { String(validating: bytes, as: UTF8.self) ?? Self.escaped(bytes) }

  private static func escaped(_ bytes: [UInt8]) -> String {
    var text = ""
    var rest = bytes[...]
    while let lead = rest.first {
      let count =
        switch lead {
        case 0xC0..<0xE0: 2
        case 0xE0..<0xF0: 3
        case 0xF0...0xFF: 4
        default: 1
        }
      if let character = String(validating: rest.prefix(count), as: UTF8.self) {
        text += character
        rest = rest.dropFirst(count)
      } else {
        // What fails begins with a byte of two digits.
        text += "\\x" + String(lead, radix: 16, uppercase: true)
        rest = rest.dropFirst()
      }
    }
    return text
  }

  /// The path that ``text`` shows as `shown`.
  public init(shown: String) {
    let source = Array(shown.utf8)
    var bytes: [UInt8] = []
    var index = 0
    while index < source.count {
      let digits = source[index...].prefix(4)
      if digits.count == 4, digits.starts(with: [UInt8(ascii: "\\"), UInt8(ascii: "x")]),
        let byte = UInt8(String(decoding: digits.dropFirst(2), as: UTF8.self), radix: 16), byte >= 0x80
      {
        bytes.append(byte)
        index += 4
      } else {
        bytes.append(source[index])
        index += 1
      }
    }
    self.bytes = bytes
  }

  /// The file or directory `name` below this directory.
  public func appending(_ name: [UInt8]) -> FilePath {
    var joined = bytes
    joined.reserveCapacity(bytes.count + name.count + 1)
    if !bytes.isEmpty, bytes.last != UInt8(ascii: "/") { joined.append(UInt8(ascii: "/")) }
    return FilePath(bytes: joined + name)
  }

  /// The path as a C string, for the length of one call.
  public func withCString<Result>(_ body: (UnsafePointer<CChar>) -> Result) -> Result {
    // Safe: the array ends with a NUL, lives until the closure returns, and CChar has the size of UInt8.
    (bytes + [0]).withUnsafeBytes { buffer in
      guard let base = buffer.baseAddress else { return "".withCString(body) }
      return body(base.assumingMemoryBound(to: CChar.self))
    }
  }

  /// The physical absolute path; nil where nothing stands there.
  public var resolved: FilePath? {
    withCString { path in
      // Safe: `realpath` allocates the result, which is copied and freed here.
      guard let absolute = realpath(path, nil) else { return nil }
      defer { free(absolute) }
      return FilePath(bytes: UnsafeBufferPointer(start: absolute, count: strlen(absolute)).map(UInt8.init(bitPattern:)))
    }
  }

  /// The process's working directory.
  public static var workingDirectory: FilePath { FilePath(".").resolved ?? FilePath("/") }

  /// What this path reads seen from the directory `base`; nil where it is not below.
  public func relative(to base: FilePath) -> [UInt8]? {
    if base.bytes == [UInt8(ascii: "/")] { return Array(bytes.dropFirst()) }
    guard bytes.count > base.bytes.count, bytes.starts(with: base.bytes),
      bytes[base.bytes.count] == UInt8(ascii: "/")
    else { return nil }
    return Array(bytes[(base.bytes.count + 1)...])
  }

  /// The directory above; nil for the root.
  public var parent: FilePath? {
    guard let slash = bytes.lastIndex(of: UInt8(ascii: "/")), bytes.count > 1 else { return nil }
    return FilePath(bytes: slash == 0 ? [UInt8(ascii: "/")] : Array(bytes[..<slash]))
  }

  /// What stands there, a link followed; nil where nothing does.
  public var status: stat? {
    withCString { path in
      var status = stat()
      return stat(path, &status) == 0 ? status : nil
    }
  }
}
