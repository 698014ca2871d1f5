public import ArgumentParser
public import ArgusKit
public import ArgusScan

extension Severity: @retroactive ExpressibleByArgument {}
extension ScanReportFormat: ExpressibleByArgument {}
