public import LabRecords

/// One run of the catalogue as a web page.
public enum CheckPage {
  /// One self-contained page that opens offline: its style is inside, scripts there are none.
  ///
  /// Every text of the record is escaped, so a record of unknown origin is safe to draw.
  ///
  ///     let page = try CheckPage.html(record)
  ///
  /// - Throws: An error of the file system or of Mustache if the resources of this module are missing or damaged.
  public static func html(_ record: CheckRecord) throws -> String {
    try Resource.filled("check", with: CheckPageModel(CheckFigures(record), style: try Resource.style("check")))
  }
}
