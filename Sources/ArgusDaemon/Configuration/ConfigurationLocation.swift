import FoundationEssentials

/// This is where the configuration is looked for: the flag, `ARGUS_CONFIG`, the user's directory, `/etc`.
public enum ConfigurationLocation {
  /// The file to read, or nil when there is none and the defaults hold.
  ///
  /// A file named by flag or variable is returned even when it is missing: that is an error to be told.
  public static func find(flag: String?, environment: [String: String]) -> String? {
    if let flag { return flag }
    if let named = environment["ARGUS_CONFIG"], !named.isEmpty { return named }
    return candidates(environment: environment).first { FileManager.default.isReadableFile(atPath: $0) }
  }

  /// Where `argusd init` writes when it is not told.
  public static func userFile(environment: [String: String]) -> String? {
    if let base = environment["XDG_CONFIG_HOME"], base.hasPrefix("/") { return base + "/argus/config.yaml" }
    if let home = environment["HOME"], home.hasPrefix("/") { return home + "/.config/argus/config.yaml" }
    return nil
  }

  private static func candidates(environment: [String: String]) -> [String] {
    [userFile(environment: environment), "/etc/argus/config.yaml"].compactMap { $0 }
  }
}
