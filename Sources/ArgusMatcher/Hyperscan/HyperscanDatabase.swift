internal import CHyperscan
internal import Glibc

/// This is one compiled automaton over many expressions, in block mode.
///
/// `@unchecked Sendable` because a database never changes once built, and Hyperscan allows any number of scans of
/// one database at once, each with a scratch of its own.
@safe final class HyperscanDatabase: @unchecked Sendable {
  /// Never nil; freed with this object.
  let raw: OpaquePointer

  init(_ raw: OpaquePointer) { unsafe self.raw = raw }

  deinit { unsafe hs_free_database(raw) }

  /// This is one line of the database.
  struct Expression: Sendable {
    /// What a hit reports.
    var id: UInt32
    /// ASCII without NUL.
    var source: [UInt8]
    var flags: Flags
  }

  struct Flags: OptionSet, Sendable {
    let rawValue: UInt32
    static let multiline = Flags(rawValue: UInt32(HS_FLAG_MULTILINE))
    static let caseless = Flags(rawValue: UInt32(HS_FLAG_CASELESS))
    static let prefilter = Flags(rawValue: UInt32(HS_FLAG_PREFILTER))
  }

  /// This is why a set of expressions did not compile.
  struct CompileFailure: Error {
    /// Index of the expression at fault; nil when it is the set as a whole.
    var index: Int?
    var message: String
  }

  /// Compiles all `expressions` into one database. Time is not bounded.
  static func compile(_ expressions: [Expression]) throws(CompileFailure) -> HyperscanDatabase {
    // One block of NUL-terminated texts, and pointers into it: both live until `hs_compile_multi` has returned.
    var texts: [CChar] = []
    var offsets: [Int] = []
    for expression in expressions {
      offsets.append(texts.count)
      texts.append(contentsOf: expression.source.map { CChar(bitPattern: $0) })
      texts.append(0)
    }
    let flags = expressions.map(\.flags.rawValue)
    let ids = expressions.map(\.id)
    var database: OpaquePointer?
    var failure: UnsafeMutablePointer<hs_compile_error_t>?
    let code = unsafe texts.withUnsafeBufferPointer { buffer -> hs_error_t in
      guard let base = buffer.baseAddress else { return HS_INVALID }
      let pointers = unsafe offsets.map { unsafe Optional(base + $0) }
      return unsafe hs_compile_multi(
        pointers, flags, ids, UInt32(clamping: expressions.count), UInt32(HS_MODE_BLOCK), nil, &database, &failure)
    }
    defer { unsafe hs_free_compile_error(failure) }
    guard code == HS_SUCCESS, let database = unsafe database else {
      let index = unsafe failure.map { unsafe Int($0.pointee.expression) } ?? -1
      let message = unsafe failure.map { unsafe String(cString: $0.pointee.message) }
      throw CompileFailure(
        index: expressions.indices.contains(index) ? index : nil, message: message ?? HyperscanError.name(code))
    }
    return unsafe HyperscanDatabase(database)
  }

  /// Asks Hyperscan whether it can read `expression`, and how wide its matches are; nil when it cannot.
  static func width(of expression: Expression) -> PatternWidth? {
    let text = expression.source.map { CChar(bitPattern: $0) } + [0]
    var info: UnsafeMutablePointer<hs_expr_info_t>?
    var failure: UnsafeMutablePointer<hs_compile_error_t>?
    let code = unsafe hs_expression_info(text, expression.flags.rawValue, &info, &failure)
    defer {
      unsafe hs_free_compile_error(failure)
      unsafe free(info)
    }
    guard code == HS_SUCCESS, let found = unsafe info?.pointee else { return nil }
    let maximum = found.max_width == UInt32.max ? PatternWidth.unbounded : Int(found.max_width)
    return PatternWidth(minimum: Int(found.min_width), maximum: maximum)
  }

  /// The number of bytes the compiled automaton takes.
  var byteCount: Int {
    var size = 0
    return unsafe hs_database_size(raw, &size) == HS_SUCCESS ? size : 0
  }

  /// Scans `text` into `sink`; false when the sink was full and hits are missing.
  func scan(
    _ text: UnsafeBufferPointer<UInt8>, _ scratch: borrowing HyperscanScratch, into sink: inout HitSink
  ) throws(MatcherError) -> Bool {
    // The sink outlives the call, and the callback is its only user meanwhile.
    let code = unsafe withUnsafeMutablePointer(to: &sink) { context in
      unsafe hs_scan(
        raw, text.baseAddress.map { unsafe UnsafeRawPointer($0).assumingMemoryBound(to: CChar.self) },
        UInt32(clamping: text.count), 0, scratch.raw,
        { expression, _, end, _, context in
          // Hyperscan hands back the pointer given below, which is never nil.
          let sink = unsafe context.unsafelyUnwrapped.assumingMemoryBound(to: HitSink.self)
          return unsafe sink.pointee.add(expression: expression, end: end) ? 0 : 1
        }, context)
    }
    if code == HS_SCAN_TERMINATED { return false }
    try HyperscanError.check(code, "scan")
    return true
  }

  /// Scans `text` into `table`, which always has room.
  func scan(
    _ text: UnsafeBufferPointer<UInt8>, _ scratch: borrowing HyperscanScratch, into table: inout HitTable
  ) throws(MatcherError) {
    // As above: the table outlives the call, and the callback is its only user meanwhile.
    let code = unsafe withUnsafeMutablePointer(to: &table) { context in
      unsafe hs_scan(
        raw, text.baseAddress.map { unsafe UnsafeRawPointer($0).assumingMemoryBound(to: CChar.self) },
        UInt32(clamping: text.count), 0, scratch.raw,
        { expression, _, end, _, context in
          let table = unsafe context.unsafelyUnwrapped.assumingMemoryBound(to: HitTable.self)
          unsafe table.pointee.add(expression: expression, end: end)
          return 0
        }, context)
    }
    try HyperscanError.check(code, "scan")
  }

  /// Scans `text` and only counts.
  func countHits(
    _ text: UnsafeBufferPointer<UInt8>, _ scratch: borrowing HyperscanScratch
  ) throws(MatcherError) -> Int {
    var count = 0
    // As above: the counter outlives the call, and the callback is its only user meanwhile.
    let code = unsafe withUnsafeMutablePointer(to: &count) { context in
      unsafe hs_scan(
        raw, text.baseAddress.map { unsafe UnsafeRawPointer($0).assumingMemoryBound(to: CChar.self) },
        UInt32(clamping: text.count), 0, scratch.raw,
        { _, _, _, _, context in
          unsafe context.unsafelyUnwrapped.assumingMemoryBound(to: Int.self).pointee &+= 1
          return 0
        }, context)
    }
    try HyperscanError.check(code, "scan")
    return count
  }
}
