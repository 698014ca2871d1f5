/// This is where compiled databases are kept between runs.
public enum CacheDirectory {
  /// `ARGUS_CACHE_DIR` (empty turns the cache off), systemd's `CACHE_DIRECTORY`, `XDG_CACHE_HOME`, `~/.cache`.
  public static func path(environment: [String: String]) -> String? {
    if let named = environment["ARGUS_CACHE_DIR"] { return named.hasPrefix("/") ? named : nil }
    if let named = environment["CACHE_DIRECTORY"], named.hasPrefix("/") { return named }
    if let base = environment["XDG_CACHE_HOME"], base.hasPrefix("/") { return base + "/argus" }
    if let home = environment["HOME"], home.hasPrefix("/") { return home + "/.cache/argus" }
    return nil
  }
}
