extension Array {
  /// Where the elements that `isHead` is true for end; they stand before all others.
  func endOfHead(_ isHead: (Element) -> Bool) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = low + (high - low) / 2
      if isHead(self[middle]) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
