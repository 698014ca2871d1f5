import Foundation

/// The bodies in which encoded texts travel.
enum Carrier: String, CaseIterable, Sendable {
  case plain, json, markdown, diff, sse, multipart, form

  var contentType: String {
    switch self {
    case .plain, .markdown, .diff: "text/plain"
    case .json: "application/json"
    case .sse: "text/event-stream"
    case .multipart: "multipart/form-data; boundary=XyZ"
    case .form: "application/x-www-form-urlencoded"
    }
  }

  /// True where the carrier writes the text as it is, so that no step is added to its chain.
  var isTransparent: Bool { self != .sse }

  func carry(_ text: String) -> String {
    switch self {
    case .plain: return "The value is <\(text)> for now.\n"
    case .json: return "{\"messages\":[{\"role\":\"user\",\"content\":\(Self.quoted("see \(text) there"))}]}"
    case .markdown: return "# Notes\n\nUse this:\n\n```\n\(text)\n```\n\nand `nothing` else.\n"
    case .diff:
      let lines = text.components(separatedBy: "\n").map { "+" + $0 }.joined(separator: "\n")
      return "--- a/x\n+++ b/x\n@@ -1,2 +1,3 @@\n context line\n\(lines)\n other line\n"
    case .sse: return "event: delta\ndata: {\"text\":\(Self.quoted(text))}\n\ndata: [DONE]\n\n"
    case .multipart:
      return "--XyZ\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\n\(text)\r\n--XyZ--\r\n"
    case .form:
      let escaped = text.utf8.map { byte in
        UnicodeScalar(byte).properties.isAlphabetic || byte < 0x80 && byte >= 0x30 && byte < 0x3A
          ? String(UnicodeScalar(byte)) : "%" + String(format: "%02X", byte)
      }
      return "a=1&note=" + escaped.joined()
    }
  }

  private static func quoted(_ text: String) -> String {
    guard let data = try? JSONEncoder().encode(text) else { return "\"\"" }
    return String(decoding: data, as: UTF8.self)
  }
}
