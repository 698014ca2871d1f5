/// This is what stands before the data of `data:image/png;base64,…`.
struct DataURI {
  private(set) var isData = false
  /// True for pictures, sound, moving pictures and fonts.
  private(set) var isMedia = false

  private static let maximumBytes = 128
  private static let marker = Array(";base64,".utf8)
  private static let media = ["image/", "audio/", "video/", "font/"]

  init(before start: Int, from floor: Int, in text: Span<UInt8>) {
    guard start - floor >= Self.marker.count else { return }
    for (offset, byte) in Self.marker.enumerated()
    where text[start - Self.marker.count + offset] | 0x20 != byte | 0x20 { return }
    let lower = max(floor, start - Self.maximumBytes)
    let head = PathText.string(text.extracting(lower..<(start - Self.marker.count))).lowercased()
    var type = head[...]
    while let colon = type.firstIndex(of: ":") {
      let scheme = type[..<colon]
      type = type[type.index(after: colon)...]
      if scheme.hasSuffix("data") {
        isData = true
        isMedia = Self.media.contains { type.hasPrefix($0) }
      }
    }
  }
}
