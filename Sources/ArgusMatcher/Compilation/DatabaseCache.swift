internal import Crypto

/// This is a directory of compiled databases, so that a second start takes milliseconds instead of seconds, and so does
/// the first one after an edit.
///
/// The engine trusts serialized bytecode, so a file is used only when it and the directory belong to this user, nobody
/// else may write them, and the digest in the file fits. Anything else is compiled anew and written over. Faults of
/// the disk are never errors: the cache is a convenience.
public struct DatabaseCache: Sendable {
  /// More files than this, and the oldest are removed.
  static let maximumFiles = 16
  private static let magic = Array("ARGUSHDB".utf8) + [3]
  private static let suffix = ".hsdb"
  /// More plans than this are no file of ours.
  private static let maximumPlans = 1 << 20

  private let directory: OwnedDirectory
  private let program: PatternKey
  private let engine: PatternKey

  /// - Parameters:
  ///   - directory: an absolute path; created for this user alone when it is missing.
  ///   - program: what tells this build of the program from others; plans of another are checked before they are used.
  public init(directory: String, program: String = ProgramIdentity.current) {
    self.directory = OwnedDirectory(path: directory)
    self.program = Self.digest(of: program)
    engine = Self.digest(of: HyperscanDatabase.engineIdentity)
  }

  /// This is a database of the cache, and whether it needs to be stored again.
  struct Found {
    var database: PlannedDatabase
    /// True when another build of the program wrote the plans.
    var isOfOtherProgram: Bool
  }

  /// The database that was stored for exactly `keys`, in any order.
  func load(_ keys: [PatternKey]) -> Found? { read(name(for: keys)) }

  /// The database that differs least from `keys`, if it differs by `limit` patterns or fewer.
  func loadNearest(to keys: [PatternKey], within limit: Int) -> Found? {
    let wanted = Dictionary(keys.map { ($0, 1) }, uniquingKeysWith: +)
    let candidates = directory.names(suffix: Self.suffix).prefix(Self.maximumFiles)
      .compactMap { name in distance(of: name, to: wanted, count: keys.count).map { (name: name, distance: $0) } }
      .filter { $0.distance <= limit }
    for candidate in candidates.sorted(by: { $0.distance < $1.distance }) {
      if let found = read(candidate.name) { return found }
    }
    return nil
  }

  /// Keeps `planned` for the next run, as the database of exactly the patterns it has plans of.
  func store(_ planned: PlannedDatabase) {
    guard let serialized = planned.database?.serialized() else { return }
    var encoding = PlanEncoding()
    // Keys first: they alone are read from files that may be near enough.
    for plan in planned.plans { encoding.add(plan.key) }
    for plan in planned.plans { encoding.addDetails(of: plan) }
    var head = PlanEncoding()
    head.add(engine)
    head.add(program)
    head.add(planned.plans.count)
    head.add(encoding.bytes.count)
    var bytes = Self.magic + head.bytes + encoding.bytes
    bytes += serialized
    bytes += SHA256.hash(data: bytes)
    directory.write(name(for: planned.plans.map(\.key)), bytes)
    directory.prune(keeping: Self.maximumFiles, suffix: Self.suffix)
  }

  // MARK: Reading

  /// This is the fixed part of a file.
  private struct Head {
    static let byteCount = magic.count + 2 * PatternKey.byteCount + 16
    var isOfOtherProgram: Bool
    var plans: Int
    var planBytes: Int
  }

  private func head(of bytes: [UInt8]) -> Head? {
    guard bytes.starts(with: Self.magic) else { return nil }
    var decoding = PlanDecoding(bytes, from: Self.magic.count)
    guard decoding.key() == engine, let program = decoding.key(), let plans = decoding.number(),
      let planBytes = decoding.number(), (0...Self.maximumPlans).contains(plans), planBytes >= 0
    else { return nil }
    return Head(isOfOtherProgram: program != self.program, plans: plans, planBytes: planBytes)
  }

  /// How many patterns the file of that name differs by; nil where it is of no use. Nothing in it is trusted yet.
  private func distance(of name: String, to wanted: [PatternKey: Int], count: Int) -> Int? {
    guard let start = directory.read(name, first: Head.byteCount), let head = head(of: start),
      let bytes = directory.read(name, first: Head.byteCount + head.plans * PatternKey.byteCount)
    else { return nil }
    var left = wanted
    var shared = 0
    var decoding = PlanDecoding(bytes, from: Head.byteCount)
    for _ in 0..<head.plans {
      guard let key = decoding.key() else { return nil }
      guard let open = left[key], open > 0 else { continue }
      left[key] = open - 1
      shared += 1
    }
    return DatabaseDistance(missing: count - shared, surplus: head.plans - shared).total
  }

  private func read(_ name: String) -> Found? {
    guard let bytes = directory.read(name), let head = head(of: bytes) else { return nil }
    let end = bytes.count - SHA256.byteCount
    let (start, overflow) = Head.byteCount.addingReportingOverflow(head.planBytes)
    guard !overflow, end > start, Self.hash(bytes[..<end]) == Array(bytes[end...]) else { return nil }
    var decoding = PlanDecoding(bytes, from: Head.byteCount)
    var keys: [PatternKey] = []
    for _ in 0..<head.plans {
      guard let key = decoding.key() else { return nil }
      keys.append(key)
    }
    var plans: [PatternPlan] = []
    for key in keys {
      guard let plan = decoding.plan(of: key) else { return nil }
      plans.append(plan)
    }
    guard decoding.offset == start, let database = HyperscanDatabase(serialized: bytes[start..<end]) else { return nil }
    return Found(
      database: PlannedDatabase(database: database, plans: plans), isOfOtherProgram: head.isOfOtherProgram)
  }

  private static func hash(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    var hash = SHA256()
    // The buffer is only read, and only during the call.
    unsafe bytes.withUnsafeBytes { unsafe hash.update(bufferPointer: $0) }
    return Array(hash.finalize())
  }

  private static func digest(of text: String) -> PatternKey {
    PatternKey(digest: Array(SHA256.hash(data: Array(text.utf8))))
  }

  /// Everything that the compiled bytes depend on: engine, processor, and every pattern.
  private func name(for keys: [PatternKey]) -> String {
    var hash = SHA256()
    hash.update(data: Self.magic + engine.bytes)
    for key in keys.map(\.bytes).sorted(by: { $0.lexicographicallyPrecedes($1) }) { hash.update(data: key) }
    return hash.finalize().map { $0 < 16 ? "0" + String($0, radix: 16) : String($0, radix: 16) }.joined() + Self.suffix
  }
}
