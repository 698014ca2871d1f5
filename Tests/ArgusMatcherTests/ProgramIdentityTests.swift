import ArgusMatcher
import Testing

@Suite struct ProgramIdentityTests {
  @Test func theRunningProgramAndItsLibrariesAreNamed() {
    let files = ProgramIdentity.loadedFiles
    #expect(files.allSatisfy { $0.hasPrefix("/") })
    #expect(files.contains { $0.contains("/libhs.so") })
    // The program itself: this test's, whose name has the package's in it.
    #expect(files.contains { $0.contains("argus") || $0.contains("swiftpm-testing-helper") })
    #expect(ProgramIdentity.current.count == 64)
  }
}
