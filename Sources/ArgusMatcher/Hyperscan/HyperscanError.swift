internal import CHyperscan

/// This is the reading of Hyperscan's return codes.
enum HyperscanError {
  /// - Throws: unless `code` is `HS_SUCCESS`.
  static func check(_ code: hs_error_t, _ what: String) throws(MatcherError) {
    guard code != HS_SUCCESS else { return }
    throw MatcherError("\(what): \(name(code))")
  }

  static func name(_ code: hs_error_t) -> String {
    switch code {
    case HS_INVALID: "Hyperscan was given an invalid argument"
    case HS_NOMEM: "Hyperscan is out of memory"
    case HS_COMPILER_ERROR: "Hyperscan refused a pattern"
    case HS_DB_VERSION_ERROR, HS_DB_PLATFORM_ERROR, HS_DB_MODE_ERROR: "the database is for another Hyperscan"
    case HS_SCRATCH_IN_USE: "a scratch was used by two scans at once"
    case HS_ARCH_ERROR: "this processor lacks what Hyperscan needs (SSSE3)"
    default: "Hyperscan failed with code \(code)"
    }
  }
}
