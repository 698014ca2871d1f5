public import ArgumentParser
public import ArgusScan

extension ScanReportFormat: ExpressibleByArgument {}
