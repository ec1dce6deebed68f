internal import ArgumentParser

/// The command line of the lab.
@main
struct CAMELab: ParsableCommand {
  /// The version that records carry.
  static let version = "0.1.0"

  static let configuration = CommandConfiguration(
    commandName: "came-lab",
    abstract: "A laboratory for CAME, the confidence-guided adaptive memory-efficient optimizer.",
    version: version,
    subcommands: [
      DriftCommand.self, CheckCommand.self, ExplainCommand.self, ReportCommand.self, CompareCommand.self,
      AuditCommand.self, ValidateCommand.self, CasesCommand.self, ServeCommand.self,
      SurveyCommand.self, MemoryCommand.self,
    ])
}
