/// This is the byte form of plans in a cache file.
struct PlanEncoding {
  private(set) var bytes: [UInt8] = []

  mutating func add(_ number: Int) {
    let word = UInt64(bitPattern: Int64(number))
    for shift in stride(from: 0, to: 64, by: 8) { bytes.append(UInt8(truncatingIfNeeded: word >> UInt64(shift))) }
  }

  mutating func add(_ key: PatternKey) { bytes += key.bytes }

  /// Everything of `plan` but its key.
  mutating func addDetails(of plan: PatternPlan) {
    add(plan.translation)
    bytes.append(plan.isSafeForMachineCode ? 1 : 0)
    switch plan.extent {
    case .bounded(let holdBack):
      bytes.append(1)
      add(holdBack)
    case .unbounded: bytes.append(2)
    case .opaque: bytes.append(3)
    }
    guard let choice = plan.choice else {
      bytes.append(Self.noChoice)
      return
    }
    switch choice.tier {
    case .automaton: bytes.append(1)
    case .prefilter: bytes.append(2)
    case .fallback: bytes.append(3)
    case .run: bytes.append(4)
    }
    switch choice.trigger {
    case .ends(let width):
      bytes.append(1)
      add(width)
    case .presence: bytes.append(2)
    case .always: bytes.append(3)
    case .run(let width):
      bytes.append(4)
      add(width)
    }
    add(choice.width.minimum)
    add(choice.width.maximum)
    let literal = choice.literal.map { Array($0.utf8) }
    add(literal?.count ?? -1)
    bytes += literal ?? []
  }

  static let noChoice: UInt8 = 0
}

/// This is the reader of what ``PlanEncoding`` wrote; each call returns nil where the bytes end or make no sense.
struct PlanDecoding {
  private let bytes: [UInt8]
  private(set) var offset: Int

  init(_ bytes: [UInt8], from offset: Int) {
    self.bytes = bytes
    self.offset = offset
  }

  mutating func number() -> Int? {
    guard bytes.count - offset >= 8 else { return nil }
    var word: UInt64 = 0
    for index in 0..<8 { word |= UInt64(bytes[offset + index]) << UInt64(8 * index) }
    offset += 8
    return Int(Int64(bitPattern: word))
  }

  mutating func key() -> PatternKey? {
    guard bytes.count - offset >= PatternKey.byteCount else { return nil }
    defer { offset += PatternKey.byteCount }
    return PatternKey(digest: bytes[offset..<offset + PatternKey.byteCount])
  }

  mutating func plan(of key: PatternKey) -> PatternPlan? {
    guard let translation = self.key(), let isSafe = byte(), let extent = extent(), let tier = byte() else {
      return nil
    }
    var plan = PatternPlan(
      key: key, translation: translation, isSafeForMachineCode: isSafe == 1, extent: extent, choice: nil)
    guard tier != PlanEncoding.noChoice else { return plan }
    guard let tier = Self.tier(tier), let trigger = trigger(), let minimum = number(), let maximum = number(),
      let literalCount = number()
    else { return nil }
    var literal: String?
    if literalCount >= 0 {
      guard literalCount <= bytes.count - offset else { return nil }
      literal = String(decoding: bytes[offset..<offset + literalCount], as: UTF8.self)
      offset += literalCount
    }
    plan.choice = AutomatonChoice(
      tier: tier, trigger: trigger, width: PatternWidth(minimum: minimum, maximum: maximum), literal: literal)
    return plan
  }

  private mutating func byte() -> UInt8? {
    guard offset < bytes.count else { return nil }
    defer { offset += 1 }
    return bytes[offset]
  }

  private mutating func extent() -> MatchExtent? {
    switch byte() {
    case 1: number().flatMap { (0...StreamShape.maximumHoldBack).contains($0) ? .bounded(holdBack: $0) : nil }
    case 2: .unbounded
    case 3: .opaque
    default: nil
    }
  }

  private static func tier(_ byte: UInt8) -> EngineAssignment.Tier? {
    switch byte {
    case 1: .automaton
    case 2: .prefilter
    case 3: .fallback
    case 4: .run
    default: nil
    }
  }

  private mutating func trigger() -> CompiledPattern.Trigger? {
    switch byte() {
    case 1: number().map { .ends(maximumWidth: $0) }
    case 2: .presence
    case 3: .always
    case 4: number().map { .run(maximumWidth: $0) }
    default: nil
    }
  }
}
