/// This is the stretches of a text that a view lays: around each site that matters, as far as the view reaches; those
/// that touch are one.
struct ViewWindows {
  private let reach: DecodingView.Reach
  private let all: [DecodingSite]
  private var index = 0
  private var floor = 0
  /// The sites in the window returned last.
  private(set) var sites = 0..<0

  init(_ reach: DecodingView.Reach, _ sites: [DecodingSite]) {
    self.reach = reach
    all = sites
  }

  /// The next window; windows do not overlap, and the work for all of them is linear in the text's length.
  mutating func next(_ text: Span<UInt8>) -> Range<Int>? {
    while index < all.count, !all[index].opens { index += 1 }
    guard index < all.count else { return nil }
    let lower = start(of: all[index], text)
    var upper = all[index].end
    var last = index
    var cursor = index
    while cursor < all.count {
      let site = all[cursor]
      if site.opens {
        // A window whose left part would meet this one's right part goes on to it.
        if site.start > upper { upper = end(from: upper, anchor: all[last].end, upTo: site.start, text) }
        guard site.start <= upper else { break }
        upper = max(upper, site.end)
        last = cursor
      }
      cursor += 1
    }
    upper = end(from: upper, anchor: all[last].end, upTo: text.count, text)
    index = last + 1
    var first = last
    while first > 0, all[first - 1].start >= lower { first -= 1 }
    var behind = last + 1
    while behind < all.count, all[behind].end <= upper { behind += 1 }
    sites = first..<behind
    floor = upper
    return lower..<upper
  }

  private func start(of site: DecodingSite, _ text: Span<UInt8>) -> Int {
    var lower = site.start
    let limit = max(floor, site.start - min(site.start, reach.before))
    while lower > limit, !reach.isLine || text[lower - 1] != 0x0A { lower -= 1 }
    let tokenLimit = max(floor, lower - min(lower, reach.token))
    while lower > tokenLimit, ByteClass.isToken(text[lower - 1]) { lower -= 1 }
    return lower
  }

  /// As far as the view reaches behind the site that ends at `anchor`; what lies before `start` is known to belong.
  private func end(from start: Int, anchor: Int, upTo count: Int, _ text: Span<UInt8>) -> Int {
    let limit = min(count, anchor + reach.after)
    var upper = start
    while upper < limit {
      if reach.isLine, text[upper] == 0x0A { return upper }
      upper += 1
    }
    let tokenLimit = min(count, max(upper, anchor + reach.after) + reach.token)
    while upper < tokenLimit, ByteClass.isToken(text[upper]) { upper += 1 }
    return upper
  }
}
