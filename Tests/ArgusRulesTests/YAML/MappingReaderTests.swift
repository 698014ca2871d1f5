import ArgusRules
import Testing

@Suite struct MappingReaderTests {
  enum Color: String, CaseIterable { case red, green, blue }

  @Test func presentValuesAreReadByType() {
    read("name: x\ncount: 7\nratio: 0.5\nwhole: 2\nflag: true\ncolor: green\nlist: [a, b]\nlone: a\nsub: {k: v}") {
      reader in
      #expect(reader.string("name") == "x")
      #expect(reader.integer("count", range: 0...10) == 7)
      #expect(reader.double("ratio", range: 0...1) == 0.5)
      #expect(reader.double("whole", range: 0...10) == 2)
      #expect(reader.boolean("flag") == true)
      #expect(reader.enumeration("color", as: Color.self) == .green)
      #expect(reader.strings("list") == ["a", "b"])
      #expect(reader.strings("lone") == ["a"])
      var sub = reader.mapping("sub")
      #expect(sub?.string("k") == "v")
      #expect(sub?.context == "sub")
      #expect(reader.location(of: "count")?.line == 2)
      #expect(reader.contains("count"))
      #expect(!reader.contains("absent"))
      #expect(reader.string("absent") == nil)
    } faults: {
      #expect($0 == [])
    }
  }

  @Test(arguments: [
    ("250ms", Duration.milliseconds(250)), ("10s", .seconds(10)), ("2m", .seconds(120)), ("1h", .seconds(3600)),
    ("0s", .zero),
  ])
  func durationsHaveUnits(_ text: String, _ expected: Duration) {
    read("t: \(text)") { reader in
      #expect(reader.duration("t") == expected)
    } faults: {
      #expect($0 == [])
    }
  }

  @Test(arguments: ["10", "s", "-1s", "1.5s", "10 seconds", "99999999999999999999s", "9223372036854775807h", "[1s]"])
  func malformedDurationsAreFaults(_ text: String) {
    read("t: \(text)") { reader in
      #expect(reader.duration("t") == nil)
    } faults: {
      #expect($0 == ["AC0026"])
    }
  }

  @Test(arguments: [("17", 17), ("64KiB", 65_536), ("32MiB", 33_554_432), ("1GiB", 1 << 30), ("5 B", 5)])
  func sizesHaveUnits(_ text: String, _ expected: Int) {
    read("s: \(text)") { reader in
      #expect(reader.byteCount("s", range: 0...(1 << 40)) == expected)
    } faults: {
      #expect($0 == [])
    }
  }

  @Test(arguments: ["64KB", "-1", "MiB", "1.5MiB", "9223372036854775807KiB"])
  func malformedSizesAreFaults(_ text: String) {
    read("s: \(text)") { reader in
      #expect(reader.byteCount("s", range: 0...(1 << 40)) == nil)
    } faults: {
      #expect($0 == ["AC0026"])
    }
  }

  @Test func valuesOutsideTheirRangeAreFaults() {
    read("a: 11\nb: 1.5\nc: 9s\nd: 2MiB\ne: 99999999999999999999") { reader in
      #expect(reader.integer("a", range: 0...10) == nil)
      #expect(reader.double("b", range: 0...1) == nil)
      #expect(reader.duration("c", range: .zero ... .seconds(5)) == nil)
      #expect(reader.byteCount("d", range: 0...(1 << 20)) == nil)
      #expect(reader.integer("e", range: 0...10) == nil)
    } faults: {
      #expect($0 == Array(repeating: "AC0025", count: 5))
    }
  }

  @Test(arguments: ["12", "1.5", "true", "False", "0x1F", "-3", "1e9", ".inf", "[a]", "{a: b}"])
  func whatYAMLReadsAsSomethingElseIsNoText(_ value: String) {
    read("a: \(value)") { reader in
      #expect(reader.string("a") == nil)
    } faults: {
      #expect($0 == ["AC0022"])
    }
  }

  @Test(arguments: ["'12'", "\"true\"", "1.0.0", "yes", "off", "127.0.0.1", "nan", "1_000", "e5", "0xyz"])
  func quotedNumbersAndOtherWordsAreText(_ value: String) {
    read("a: \(value)") { reader in
      #expect(reader.string("a") == value.trimming(["'", "\""]))
    } faults: {
      #expect($0 == [])
    }
  }

  @Test(arguments: ["", "~", "null"])
  func keysWithoutValueAreFaults(_ value: String) {
    read("a: \(value)") { reader in
      #expect(reader.string("a") == nil)
    } faults: {
      #expect($0 == ["AC0023"])
    }
  }

  @Test func aMissingKeyAndAnUnknownOneAreBothReportedWithASuggestion() {
    var hints: [String?] = []
    read("nmae: x") { reader in
      #expect(reader.requiredString("name") == nil)
      reader.finish()
      hints = reader.collector.diagnostics.map(\.hint)
    } faults: {
      #expect($0 == ["AC0021", "AC0020"])
    }
    #expect(hints == [nil, "did you mean `name`?"])
  }

  @Test func unknownWordsAreFaultsWithASuggestion() {
    read("color: gren") { reader in
      #expect(reader.enumeration("color", as: Color.self) == nil)
      #expect(reader.collector.diagnostics.first?.hint == "did you mean `green`?")
      #expect(reader.collector.diagnostics.first?.length == 4)
    } faults: {
      #expect($0 == ["AC0024"])
    }
  }

  @Test func faultsOnlyTheCallerCanSeeStandAtTheValue() {
    read("url: nonsense") { reader in
      #expect(reader.string("url") == "nonsense")
      reader.report(code: "AC0099", key: "url", message: "no URL")
      #expect(reader.collector.diagnostics.first?.location?.column == 6)
      #expect(reader.collector.diagnostics.first?.sourceLine == "url: nonsense")
    } faults: {
      #expect($0 == ["AC0099"])
    }
  }

  private func read(_ text: String, _ body: (inout MappingReader) -> Void, faults: ([String]) -> Void) {
    let document = YAMLDocument(bytes: Array(text.utf8), file: "c.yaml", codePrefix: "AC")
    let collector = DiagnosticCollector()
    guard let root = document.root,
      var reader = MappingReader(root, document: document, collector: collector, context: "")
    else {
      Issue.record("no mapping: \(text)")
      return
    }
    body(&reader)
    faults(collector.diagnostics.map(\.code))
  }
}

extension String {
  fileprivate func trimming(_ characters: Set<Character>) -> String {
    String(drop(while: characters.contains).reversed().drop(while: characters.contains).reversed())
  }
}
