public import ArgusRules

/// This is the list of places that rules come from, in the order they are loaded.
public enum RuleSources {
  /// The shipped packs first, then the configured paths.
  ///
  /// - Returns: the paths, or what is missing where the shipped packs are wanted and not found.
  public static func paths(
    for setting: RuleSourceSetting, environment: [String: String], executable: String?
  ) -> Result<[String], Diagnostic> {
    guard setting.usesShipped else { return .success(setting.paths) }
    guard let shipped = ShippedRules.directory(environment: environment, executable: executable) else {
      return .failure(
        Diagnostic(
          code: "AC0510", message: "the shipped rule packs are not beside the program",
          hint: "set ARGUS_RULES_DIR to their directory, or write `rules: {shipped: false}`"))
    }
    return .success([shipped] + setting.paths)
  }
}
