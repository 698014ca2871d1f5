import ArgusMatcher

extension FieldArena {
  init(fields: [ArraySlice<UInt8>]) {
    self.init()
    for field in fields {
      beginField()
      append(Array(field).span.bytes)
      endField()
    }
  }

  init(oneField text: [UInt8]) { self.init(fields: [text[...]]) }
}
