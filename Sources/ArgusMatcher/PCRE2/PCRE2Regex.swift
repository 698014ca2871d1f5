internal import ArgusRules
internal import CPCRE2

/// This is one pattern compiled by PCRE2, with machine code where the library can make it.
///
/// `@unchecked Sendable` because compiled code never changes after the JIT compiler ran in `init`, and PCRE2 allows
/// any number of matches of one code at once, each with match data of its own.
@safe final class PCRE2Regex: @unchecked Sendable {
  /// Never nil; freed with this object.
  let code: OpaquePointer
  let key: PatternKey
  let hasMachineCode: Bool
  let captureCount: Int
  /// PCRE2's own answer; it says true when it cannot tell.
  let mayMatchEmpty: Bool

  struct CompileFailure: Error {
    var message: String
    /// In bytes of the pattern.
    var offset: Int
  }

  /// - Parameters:
  ///   - key: the pattern's.
  ///   - allowsMachineCode: ``PatternTranslation/isSafeForMachineCode``.
  init(_ pattern: RulePattern, key: PatternKey, allowsMachineCode: Bool) throws(CompileFailure) {
    self.key = key
    var errorCode: Int32 = 0
    var offset = 0
    var options = UInt32(PCRE2_NEVER_UTF | PCRE2_NEVER_UCP) | PCRE2_USE_OFFSET_LIMIT
    if pattern.flags.contains(.caseless) { options |= PCRE2_CASELESS }
    if pattern.flags.contains(.multiline) { options |= PCRE2_MULTILINE }
    if pattern.flags.contains(.dotall) { options |= PCRE2_DOTALL }
    if pattern.flags.contains(.extended) { options |= PCRE2_EXTENDED }
    let bytes = Array(pattern.source.utf8)
    // Line ends are fixed here, not left to how the library was built: the automaton's copy relies on them.
    let context = unsafe pcre2_compile_context_create_8(nil)
    defer { unsafe pcre2_compile_context_free_8(context) }
    if unsafe context != nil {
      unsafe pcre2_set_newline_8(context, UInt32(PCRE2_NEWLINE_LF))
      unsafe pcre2_set_bsr_8(context, UInt32(PCRE2_BSR_UNICODE))
    }
    let compiled = unsafe pcre2_compile_8(bytes, bytes.count, options, &errorCode, &offset, context)
    guard let compiled = unsafe compiled else {
      throw CompileFailure(message: PCRE2Error.message(errorCode), offset: min(offset, bytes.count))
    }
    unsafe code = compiled
    hasMachineCode = unsafe allowsMachineCode && pcre2_jit_compile_8(compiled, PCRE2_JIT_COMPLETE) == 0
    var count: UInt32 = 0
    unsafe pcre2_pattern_info_8(compiled, UInt32(PCRE2_INFO_CAPTURECOUNT), &count)
    captureCount = Int(count)
    var empty: UInt32 = 0
    unsafe pcre2_pattern_info_8(compiled, UInt32(PCRE2_INFO_MATCHEMPTY), &empty)
    mayMatchEmpty = empty != 0
  }

  deinit { unsafe pcre2_code_free_8(code) }

  /// Tells whether the empty text matches, by trying.
  var matchesEmptyText: Bool {
    let data = unsafe pcre2_match_data_create_from_pattern_8(code, nil)
    defer { unsafe pcre2_match_data_free_8(data) }
    return unsafe pcre2_match_8(code, [0], 0, 0, 0, data, nil) >= 0
  }

  /// The numbers of the groups of that name, in order; more than one only under `(?J)`.
  func groups(named name: String) -> [Int] {
    var table: UnsafePointer<UInt8>?
    var entrySize: UInt32 = 0
    var count: UInt32 = 0
    unsafe pcre2_pattern_info_8(code, UInt32(PCRE2_INFO_NAMETABLE), &table)
    unsafe pcre2_pattern_info_8(code, UInt32(PCRE2_INFO_NAMEENTRYSIZE), &entrySize)
    unsafe pcre2_pattern_info_8(code, UInt32(PCRE2_INFO_NAMECOUNT), &count)
    guard let table = unsafe table, entrySize > 2 else { return [] }
    let wanted = Array(name.utf8)
    var numbers: [Int] = []
    for index in 0..<Int(count) {
      // The table has `count` entries of `entrySize` bytes: two of number, then a NUL-terminated name.
      let entry = unsafe UnsafeBufferPointer(start: table + index * Int(entrySize), count: Int(entrySize))
      let text = unsafe entry.dropFirst(2).prefix { $0 != 0 }
      if unsafe text.elementsEqual(wanted) { unsafe numbers.append(Int(entry[0]) << 8 | Int(entry[1])) }
    }
    return numbers.sorted()
  }
}
