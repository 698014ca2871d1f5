internal import CHyperscan
internal import Glibc

extension HyperscanDatabase {
  /// The database as bytes that ``init(serialized:)`` takes back; nil when there is no memory.
  func serialized() -> [UInt8]? {
    var bytes: UnsafeMutablePointer<CChar>?
    var count = 0
    guard unsafe hs_serialize_database(raw, &bytes, &count) == HS_SUCCESS, let start = unsafe bytes else { return nil }
    defer { unsafe free(start) }
    // Hyperscan hands over `count` bytes at `start`, freed after the copy.
    return unsafe UnsafeRawBufferPointer(start: start, count: count).withMemoryRebound(to: UInt8.self) {
      unsafe Array($0)
    }
  }

  /// Takes bytes of ``serialized()`` back; nil when they are of another engine version or processor.
  ///
  /// The engine trusts the bytecode: only bytes whose digest was checked may come here.
  convenience init?(serialized bytes: ArraySlice<UInt8>) {
    var database: OpaquePointer?
    let code = unsafe bytes.withUnsafeBytes { buffer -> hs_error_t in
      guard let base = buffer.baseAddress else { return HS_INVALID }
      return unsafe hs_deserialize_database(base.assumingMemoryBound(to: CChar.self), buffer.count, &database)
    }
    guard code == HS_SUCCESS, let database = unsafe database else { return nil }
    unsafe self.init(database)
  }

  /// What a serialized database depends on besides its expressions: the engine's version and this processor.
  static var engineIdentity: String {
    var platform = hs_platform_info_t()
    let code = unsafe hs_populate_platform(&platform)
    let version = unsafe hs_version().map { unsafe String(cString: $0) } ?? "unknown"
    return "\(version) \(code) \(platform.tune) \(platform.cpu_features)"
  }
}
