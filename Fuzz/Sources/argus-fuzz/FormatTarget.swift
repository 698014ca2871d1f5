import ArgusAuthoring

/// This is the formatter of packs: what it writes means the same, with all comments, and formatting it again changes
/// nothing.
enum FormatTarget {
  static func run(_ bytes: [UInt8]) {
    do throws(PackFormatter.Refusal) {
      let once = try PackFormatter().format(bytes, file: "fuzz.yaml")
      let twice = try PackFormatter().format(Array(once.utf8), file: "fuzz.yaml")
      if once != twice { fatalError("formatting again changes the pack") }
    } catch {
      if error.reason.contains("please report") { fatalError(error.reason) }
    }
  }
}
