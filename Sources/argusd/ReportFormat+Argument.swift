public import ArgumentParser
public import ArgusAuthoring

extension ReportFormat: ExpressibleByArgument {}
