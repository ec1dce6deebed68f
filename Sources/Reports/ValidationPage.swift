public import LabRecords

/// A validation of a port as a web page.
public enum ValidationPage {
  /// One self-contained page that opens offline: its style is inside, scripts there are none.
  ///
  /// Every text of the record is escaped, so a record of unknown origin is safe to draw.
  ///
  /// - Throws: An error of the file system or of Mustache if the resources of this module are missing or damaged.
  public static func html(_ record: ValidationRecord) throws -> String {
    try Resource.filled(
      "validation", with: ValidationPageModel(ValidationFigures(record), style: try Resource.style("validation")))
  }
}
