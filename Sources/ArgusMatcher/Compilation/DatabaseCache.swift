internal import Crypto
internal import Glibc

/// This is a directory of compiled databases, so that a second start takes milliseconds instead of seconds.
///
/// The engine trusts serialized bytecode, so a file is used only when it and the directory belong to this user, nobody
/// else may write them, and the digest in the file fits. Anything else is compiled anew and written over. Faults of
/// the disk are never errors: the cache is a convenience.
public struct DatabaseCache: Sendable {
  /// More files than this, and the oldest are removed.
  static let maximumFiles = 16
  private static let magic = Array("ARGUSHDB".utf8)
  private static let formatVersion: UInt8 = 1

  private let directory: OwnedDirectory

  /// - Parameter directory: an absolute path; created for this user alone when it is missing.
  public init(directory: String) { self.directory = OwnedDirectory(path: directory) }

  /// The database for `candidates`, each demoted to the attempt that was chosen when it was compiled.
  func load(_ candidates: inout [AutomatonBuilder.Candidate]) -> HyperscanDatabase? {
    let key = Self.key(of: candidates)
    guard let bytes = directory.read(Self.name(key)) else { return nil }
    let head = Self.magic.count + 1 + key.count + candidates.count
    let digestLength = SHA256.byteCount
    guard bytes.count > head + digestLength,
      bytes.starts(with: Self.magic + [Self.formatVersion] + key),
      Array(SHA256.hash(data: bytes.dropLast(digestLength))) == bytes.suffix(digestLength)
    else { return nil }
    let demotions = bytes[(head - candidates.count)..<head].map(Int.init)
    guard zip(candidates, demotions).allSatisfy({ $0.attempts.count >= $1 }),
      let database = HyperscanDatabase(serialized: Array(bytes[head..<(bytes.count - digestLength)]))
    else { return nil }
    for (index, count) in demotions.enumerated() { candidates[index].attempts.removeFirst(count) }
    return database
  }

  /// Keeps `database` for the next run.
  ///
  /// - Parameters:
  ///   - chosen: the candidates as they were compiled.
  ///   - wanted: the candidates as they came.
  func store(
    _ database: HyperscanDatabase, chosen: [AutomatonBuilder.Candidate], of wanted: [AutomatonBuilder.Candidate]
  ) {
    guard let serialized = database.serialized() else { return }
    let key = Self.key(of: wanted)
    var bytes = Self.magic + [Self.formatVersion] + key
    bytes += zip(wanted, chosen).map { UInt8(clamping: $0.attempts.count - $1.attempts.count) }
    bytes += serialized
    bytes += SHA256.hash(data: bytes)
    directory.write(Self.name(key), bytes)
    directory.prune(keeping: Self.maximumFiles, suffix: Self.suffix)
  }

  private static let suffix = ".hsdb"

  private static func name(_ key: [UInt8]) -> String {
    key.map { $0 < 16 ? "0" + String($0, radix: 16) : String($0, radix: 16) }.joined() + suffix
  }

  /// Everything that the compiled bytes depend on: format, engine, processor, and every attempt in order.
  private static func key(of candidates: [AutomatonBuilder.Candidate]) -> [UInt8] {
    var hash = SHA256()
    hash.update(data: magic + [formatVersion] + Array(HyperscanDatabase.engineIdentity.utf8) + [0])
    for candidate in candidates {
      for attempt in candidate.attempts {
        // NUL ends each text: no expression holds one.
        hash.update(
          data: attempt.source + Array(" \(attempt.flags.rawValue) \(attempt.tier) \(attempt.positions)".utf8) + [0])
      }
      hash.update(data: [1])
    }
    return Array(hash.finalize())
  }
}
