/// One HTTP/1.1 message as it stood on the wire.
struct HTTPMessage {
  var startLine: String
  var headers: [(name: String, value: String)]
  var body: [UInt8]

  /// Of a response.
  var status: Int { Int(startLine.split(separator: " ").dropFirst().first ?? "") ?? 0 }
  var text: String { String(decoding: body, as: UTF8.self) }

  func values(_ name: String) -> [String] {
    headers.filter { $0.name.lowercased() == name.lowercased() }.map(\.value)
  }

  func value(_ name: String) -> String? { values(name).first }
}

extension RawSocket {
  func readHead() async throws -> HTTPMessage {
    let lines = try await read(through: "\r\n\r\n").split(separator: "\r\n")
    let headers = lines.dropFirst().map { line -> (name: String, value: String) in
      let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      let value = parts.count > 1 ? String(parts[1].drop(while: { $0 == " " })) : ""
      return (String(parts[0]), value)
    }
    return HTTPMessage(startLine: String(lines.first ?? ""), headers: headers, body: [])
  }

  /// A whole request, or a whole response to anything but HEAD.
  func readMessage() async throws -> HTTPMessage {
    var message = try await readHead()
    if let length = message.value("content-length").flatMap(Int.init) {
      message.body = try await read(count: length)
    } else if message.value("transfer-encoding") == "chunked" {
      while let chunk = try await readChunk() { message.body += chunk }
    }
    return message
  }

  /// Nil for the last one.
  func readChunk() async throws -> [UInt8]? {
    let size = Int(try await read(through: "\r\n").dropLast(1), radix: 16) ?? 0
    let bytes = try await read(count: size)
    _ = try await read(count: 2)
    return size == 0 ? nil : bytes
  }
}
