/// This is what the caller decided about reading and judging files.
public struct ScanSettings: Sendable {
  /// Larger files are left out and counted.
  public var maximumBytes = 1 << 30
  /// Whether bytes that are no text are scanned as they are.
  public var scansBinary = false
  /// Whether archives are opened.
  public var readsArchives = false
  /// Whether comments that allow nothing are told.
  public var tellsUnusedComments = false
  /// Whether `argus:allow` comments are read at all.
  public var readsComments = true
  /// The day on which the scan runs; comments end.
  public var today: CalendarDay
  /// Files of at most so many bytes are inspected whole; longer texts in pieces that overlap.
  public var pieceBytes = 2 << 20
  /// How much neighbouring pieces share on each side of the border between them.
  public var marginBytes = 64 << 10
  /// Findings of one file that are listed; further ones are counted and decide like the others.
  public var recordsPerFile = 100_000
  /// JSON documents of more bytes are read as text in pieces.
  public var wholeJSONBytes = 64 << 20

  public init(today: CalendarDay) { self.today = today }
}
