/// This is the kind of traffic a text was seen in.
public enum Direction: String, Sendable, Hashable, CaseIterable, Codable {
  case request, response, websocket, mcp
}
