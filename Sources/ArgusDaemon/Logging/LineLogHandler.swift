import ArgusReports
import ArgusRules
import FoundationEssentials
import Logging

/// This is the log format: one line a record, as text for people or JSON for machines.
struct LineLogHandler: LogHandler {
  var logLevel: Logger.Level
  var metadata: Logger.Metadata = [:]
  private let label: String
  private let format: LogSetting.Format
  private let writer: LogWriter

  init(label: String, level: Logger.Level, format: LogSetting.Format, writer: LogWriter) {
    self.label = label
    self.logLevel = level
    self.format = format
    self.writer = writer
  }

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    let merged = event.metadata.map { metadata.merging($0) { $1 } } ?? metadata
    let time = Date().formatted(.iso8601.year().month().day().time(includingFractionalSeconds: true))
    let pairs = merged.sorted { $0.key < $1.key }
    switch format {
    case .text:
      var line = "\(time) \(event.level.rawValue.uppercased()) \(event.message)"
      for (key, value) in pairs { line += " \(key)=\(Self.text(value))" }
      writer.write(line + "\n")
    case .json:
      var line =
        "{\"time\":\"\(time)\",\"level\":\"\(event.level.rawValue)\",\"logger\":\(JSONValue.quoted(label))"
      line += ",\"message\":\(JSONValue.quoted("\(event.message)"))"
      for (key, value) in pairs {
        line += ",\(JSONValue.quoted(key)):\(Self.json(value))"
      }
      writer.write(line + "}\n")
    }
  }

  /// Lists and records are JSON in both formats, their members in a fixed order.
  private static func json(_ value: Logger.MetadataValue) -> String {
    switch value {
    case .string(let text): JSONValue.quoted(text)
    case .stringConvertible(let value): JSONValue.quoted("\(value)")
    case .array(let values): "[" + values.map(json).joined(separator: ",") + "]"
    case .dictionary(let members):
      "{"
        + members.sorted { $0.key < $1.key }.map { JSONValue.quoted($0.key) + ":" + json($0.value) }
        .joined(separator: ",") + "}"
    }
  }

  private static func text(_ value: Logger.MetadataValue) -> String {
    switch value {
    case .string(let text): quoted(text)
    case .stringConvertible(let value): quoted("\(value)")
    case .array, .dictionary: json(value)
    }
  }

  /// A value with blanks or control characters is quoted, so that no value can forge a second record.
  private static func quoted(_ text: String) -> String {
    let isPlain = !text.isEmpty && text.unicodeScalars.allSatisfy { $0.value > 0x20 && $0 != "\"" && $0.value != 0x7F }
    return isPlain ? text : "\(JSONValue.quoted(text))"
  }
}
