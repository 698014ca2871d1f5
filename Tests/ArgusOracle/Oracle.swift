public import ArgusKit
public import ArgusRules
import CPCRE2

/// This is what PCRE2 alone finds: no automaton, no machine code, no windows. It shares no line with the matcher.
public final class Oracle {
  public struct Found: Hashable {
    public var span: ByteSpan
    public var value: ByteSpan

    public init(span: ByteSpan, value: ByteSpan) {
      self.span = span
      self.value = value
    }
  }

  private let code: OpaquePointer
  private let data: OpaquePointer
  private let valueGroup: Int

  /// nil when PCRE2 refuses the pattern or calls it able to match nothing.
  public init?(_ pattern: RulePattern, value: CaptureSelector = .automatic) {
    var options = UInt32(PCRE2_NEVER_UTF | PCRE2_NEVER_UCP)
    if pattern.flags.contains(.caseless) { options |= PCRE2_CASELESS }
    if pattern.flags.contains(.multiline) { options |= PCRE2_MULTILINE }
    if pattern.flags.contains(.dotall) { options |= PCRE2_DOTALL }
    if pattern.flags.contains(.extended) { options |= PCRE2_EXTENDED }
    var error: Int32 = 0
    var offset = 0
    let source = Array(pattern.source.utf8)
    guard let code = pcre2_compile_8(source, source.count, options, &error, &offset, nil) else { return nil }
    guard let data = pcre2_match_data_create_from_pattern_8(code, nil) else {
      pcre2_code_free_8(code)
      return nil
    }
    var empty: UInt32 = 0
    var captures: UInt32 = 0
    pcre2_pattern_info_8(code, UInt32(PCRE2_INFO_MATCHEMPTY), &empty)
    pcre2_pattern_info_8(code, UInt32(PCRE2_INFO_CAPTURECOUNT), &captures)
    self.code = code
    self.data = data
    switch value {
    case .automatic:
      let named = pcre2_substring_number_from_name_8(code, "value")
      valueGroup = named > 0 ? Int(named) : captures > 0 ? 1 : 0
    case .group(let number): valueGroup = number
    case .named(let name): valueGroup = Int(pcre2_substring_number_from_name_8(code, name))
    }
    if empty != 0 { return nil }
  }

  deinit {
    pcre2_match_data_free_8(data)
    pcre2_code_free_8(code)
  }

  /// All matches in order, or nil when PCRE2 gives up.
  public func matches(in text: [UInt8]) -> [Found]? {
    var found: [Found] = []
    var position = 0
    while position <= text.count {
      let result = pcre2_match_8(code, text, text.count, position, 0, data, nil)
      if result == PCRE2_ERROR_NOMATCH { return found }
      guard result > 0, let whole = group(0) else { return nil }
      if whole.isEmpty {
        position = whole.end + 1
      } else {
        found.append(Found(span: whole, value: group(valueGroup) ?? whole))
        position = whole.end
      }
    }
    return found
  }

  private func group(_ number: Int) -> ByteSpan? {
    guard let vector = pcre2_get_ovector_pointer_8(data) else { return nil }
    let (start, end) = (vector[2 * number], vector[2 * number + 1])
    return start == ~0 ? nil : ByteSpan(start: start, end: end)
  }
}
