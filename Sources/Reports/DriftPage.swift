public import LabRecords

/// One drift run as a web page.
public enum DriftPage {
  /// One self-contained page that opens offline: style and charts are inside, scripts there are none.
  ///
  /// Every text of the record is escaped, so a record of unknown origin is safe to draw.
  ///
  ///     let page = try DriftPage.html(record)
  ///
  /// - Throws: An error of the file system or of Mustache if the resources of this module are missing or damaged.
  public static func html(_ record: DriftRecord) throws -> String {
    let style = try Resource.style("drift", "drift-tables", "drift-charts")
    return try Resource.filled("drift", with: try DriftPageModel(DriftFigures(record), style: style))
  }
}
