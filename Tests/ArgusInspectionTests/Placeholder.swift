import Testing

@Test func placeholderUntilTheRoomIsWritten() {}
